"""What is measured: pages as the people who use them most see them."""

import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from django.db import connection, transaction
from django.test import Client
from django.urls import reverse

from felles.casework.models import Case, CheckIn, Concern, Draft, Measure
from felles.casework.queries.cases import visible_cases
from felles.ledger.models import ReadEvent
from felles.people.models import Post, Pupil, User
from felles.people.queries import get_actor
from felles.rules.access import Actor
from felles.rules.consent import AnswerKind
from felles.ui import clock
from felles.web.concerns.questions import QUESTIONS

PEOPLE = {
    "rector": "city1.s001.rector",
    "social agent": "city1.s001.agent",
    "health nurse": "city1.s001.nurse",
}
CONCERN = {
    "seen": "Står ofte alene i friminuttet.",
    "strengths": "Er god til å tegne.",
    "where": "Skolegården",
    "since": "To uker",
    "topic": "1",
    "pupil_talked": "not_yet",
    "guardians_talked": "not_yet",
    "tried": "Ny plass i klassen.",
}
Statement = tuple[str, Any]


@dataclass
class Work:
    """One request by one person, with the statements that it sends to the database."""

    name: str
    who: str
    request: Callable[[], None]
    statements: list[Statement]


def list_work() -> list[Work]:
    """Everything that is measured, on the database that Django is set to."""
    found = []
    actors = {who: _actor(username) for who, username in PEOPLE.items()}
    case = _common_case(list(actors.values()))
    for who, actor in actors.items():
        client = Client()
        client.force_login(User.objects.get(pk=actor.user_id))
        for name, request in _requests(client, actor, case).items():
            work = Work(name, who, request, [])
            # Once to fill the caches, once to see what is sent.
            once(work.request)
            work.statements = capture(work.request)
            found.append(work)
    return found


def _actor(username: str) -> Actor:
    user = User.objects.get(username=username)
    actor = get_actor(user, post_id=None, at=clock.now())
    if actor is None:
        raise LookupError(f"{username} has no post")
    return actor


def _requests(client: Client, actor: Actor, case: Case) -> dict[str, Callable[[], None]]:
    requests = {
        "day page": _get(client, reverse("today")),
        "case list": _get(client, reverse("case-list")),
        "case page": _get(client, reverse("case", args=[case.public_id])),
        "search": _post(client, reverse("case-search"), {"q": case.pupil.name}, 200),
    }
    if actor.role in ("rector", "social_agent"):
        draft = _draft(actor, case.school_id)
        url = reverse("concern-step", args=[draft.public_id, "se-over"])
        sent = reverse("concern-step", args=[draft.public_id, "sendt"])
        requests["create concern"] = _post(client, url, {"form_token": "bench"}, 302, sent)
    return requests


def _common_case(actors: list[Actor]) -> Case:
    """A case that all of them see, with consents to all, measures, and how those went.

    Django asks for what hangs on a row only where there is a row, so the sizes are compared on
    cases of the same shape.
    """
    cases = Case.objects.filter(state=Case.State.OPEN)
    cases = cases.exclude(pupil__consent_answers__kind=AnswerKind.YES_SOME)
    for actor in actors:
        cases &= visible_cases(actor)
    with_check_ins = CheckIn.objects.filter(measure__case__in=cases).values("measure__case_id")
    found = cases.filter(pk__in=with_check_ins).select_related("pupil").order_by("pk").first()
    if found is None:
        raise LookupError("there is no case that all of them see; use another seed")
    return found


def _draft(actor: Actor, school_id: int) -> Draft:
    """A concern that is written and not yet sent, about somebody without an open case."""
    pupil = Pupil.objects.filter(school_id=school_id, protection=0).order_by("pk")[0]
    asked = {name: "" for question in QUESTIONS for name in question.names}
    data = {**asked, **CONCERN, "pupil": pupil.public_id}
    return Draft.objects.create(
        kind=Draft.Kind.CONCERN, writer_id=actor.user_id, data=data, updated_at=actor.at
    )


def _get(client: Client, url: str) -> Callable[[], None]:
    def request() -> None:
        _expect(client.get(url), 200, url)

    return request


def _post(
    client: Client, url: str, data: dict[str, str], status: int, to: str = ""
) -> Callable[[], None]:
    def request() -> None:
        response = client.post(url, data)
        _expect(response, status, url)
        if response.headers.get("Location", "") != to:
            raise AssertionError(f"{url} led to {response.headers['Location']}, not to {to}")

    return request


def _expect(response: Any, status: int, url: str) -> None:
    if response.status_code != status:
        raise AssertionError(f"{url} answered {response.status_code}, not {status}")


def once(do: Callable[[], None]) -> int:
    """Do it once and undo what it wrote; returns the nanoseconds of CPU that it took."""
    with transaction.atomic():
        begun = spent()
        do()
        took = spent() - begun
        transaction.set_rollback(True)
    return took


def spent() -> int:
    """CPU of this process and of the PostgreSQL process that serves it, in nanoseconds."""
    return time.process_time_ns() + _spent_by_server()


_server: list[Path] = []


def _spent_by_server() -> int:
    if connection.vendor != "postgresql":
        return 0
    if not _server:
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_backend_pid()")
            _server.append(Path(f"/proc/{cursor.fetchone()[0]}/schedstat"))
    return int(_server[0].read_text().split()[0])


def capture(do: Callable[[], None]) -> list[Statement]:
    """The statements that ``do`` sends, with their parameters, without savepoints."""
    sent: list[Statement] = []

    def note(
        execute: Callable[..., Any], text: str, params: Any, many: bool, context: dict[str, Any]
    ) -> Any:
        if "SAVEPOINT" not in text:
            sent.append((text, params))
        return execute(text, params, many, context)

    with connection.execute_wrapper(note):
        once(do)
    return sent


def replay(statements: list[Statement]) -> Callable[[], None]:
    """The same statements through the driver's own cursor, with all rows fetched."""
    if connection.vendor == "sqlite":
        statements = [(_question_marks(text, params), params or ()) for text, params in statements]

    def send() -> None:
        cursor = connection.connection.cursor()
        for text, params in statements:
            cursor.execute(text, params)
            if cursor.description:
                cursor.fetchall()
        cursor.close()

    return send


def _question_marks(text: str, params: Any) -> str:
    return text if params is None else text % tuple("?" for _ in params)


def count_rows() -> dict[str, int]:
    """How large the database is."""
    return {
        "cases": Case.objects.count(),
        "pupils": Pupil.objects.count(),
        "concerns": Concern.objects.count(),
        "measures": Measure.objects.count(),
        "posts": Post.objects.count(),
        "reads": ReadEvent.objects.count(),
    }
