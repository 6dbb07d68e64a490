"""The same requests in two worlds: in one the pupil has a case, in the other there is none."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from time import perf_counter
from typing import Any

from django.db import connection, reset_queries
from django.http import HttpResponse
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from felles.casework.models import Concern, FamilyMeeting, Measure, Minutes
from felles.meetings.models import Meeting
from felles.people.models import Guardianship, Pupil
from tests import make
from tests.guards.routes import list_routes
from tests.proofs import oracle
from tests.proofs.addresses import OF_GROUPS
from tests.proofs.held import deal_with
from tests.proofs.room import open_case_in
from tests.proofs.states import STATES
from tests.proofs.world import World, undone

# What differs between any two requests, and tells nothing.
MASKS = (
    (re.compile(r'name="(form_token|csrfmiddlewaretoken|client_key)"[^>]*value="[^"]*"'), r"\1"),
    (re.compile(r'"(X-CSRFToken|csrf)": "[^"]*"'), "csrf"),
    (re.compile(r"(csrftoken|sessionid)=[^;]*;"), r"\1;"),
    # The id of a draft that the request itself has made.
    (re.compile(r"/(si-fra|svar|utkast)/[2-9a-hjkmnp-z]{8}/"), r"/\1/-/"),
    # The secret of a calendar that the request itself has made.
    (re.compile(r"/kalender/[\w-]{20,}\.ics"), "/kalender/-.ics"),
)
NAME = "Tvilling"
# In these a case is open on the screen of the meeting that both worlds have.
TAKEN_UP = ("measures", "team_not_child_welfare")
OTHER_METHODS = ("HEAD", "OPTIONS", "PUT", "DELETE")


@dataclass(frozen=True)
class Step:
    """One request of a script."""

    method: str
    url: str
    data: dict[str, str] = field(default_factory=dict)
    headers: dict[str, str] = field(default_factory=dict)
    is_case: bool = False


@dataclass(frozen=True)
class Answer:
    """What came back, without what differs by chance; and what it took."""

    text: str
    queries: int
    seconds: float = 0


@dataclass
class Twin:
    """A pupil of both worlds, with the ids that a case of the first world has."""

    pupil: Pupil
    ties: list[Guardianship]
    case_id: str = "zzzzzzzz"
    measure_id: str = "zzzzzzzy"
    minutes_id: str = "zzzzzzzx"
    concern_id: str = "zzzzzzzv"
    family_meeting_id: str = "zzzzzzzw"

    def masked(self, text: str) -> str:
        """The ids that were asked for say nothing: they stand in the address."""
        for asked, mask in (
            (self.case_id, "-case-"),
            (self.measure_id, "-measure-"),
            (self.minutes_id, "-minutes-"),
            (self.concern_id, "-concern-"),
            (self.family_meeting_id, "-family-meeting-"),
        ):
            text = text.replace(asked, mask)
        return text


def make_case(world: World, twin: Twin, state: str) -> None:
    """Into the world with the case: made as everywhere in the tests, about this pupil."""
    plain = make.pupil
    try:
        make.pupil = lambda *_args, **_fields: (twin.pupil, list(twin.ties))
        made = STATES[state](world.cast)
    finally:
        make.pupil = plain
    twin.case_id = made.public_id
    if state in TAKEN_UP:
        meeting = Meeting.objects.get(public_id=world.room_id)
        open_case_in(world.cast, meeting, made)
    measures = Measure.objects.filter(case=made.case).order_by("pk").values_list("public_id")
    twin.measure_id = measures[0][0] if measures else "zzzzzzzy"
    concerns = Concern.objects.filter(case=made.case).order_by("pk")
    twin.concern_id = concerns.values_list("public_id", flat=True)[0]
    if world.held_id:
        deal_with(world.cast, Meeting.objects.get(public_id=world.held_id), made.case)
        minutes = Minutes.objects.filter(case=made.case, number=2)
        meets = FamilyMeeting.objects.filter(case=made.case)
        twin.minutes_id = minutes.values_list("public_id", flat=True)[0]
        twin.family_meeting_id = meets.order_by("pk").values_list("public_id", flat=True)[0]


def send(client: Client, step: Step) -> HttpResponse:
    """Send one request."""
    if step.method == "GET":
        found: object = client.get(step.url, headers=step.headers)
    elif step.method == "POST":
        found = client.post(step.url, step.data, headers=step.headers)
    else:
        found = client.generic(step.method, step.url, headers=step.headers)
    assert isinstance(found, HttpResponse)
    return found


def masked(response: Any) -> str:
    """All that comes back: status, headers, cookies, body."""
    headers = sorted(f"{name}: {value}" for name, value in response.headers.items())
    body = response.content.decode(errors="replace")
    whole = "\n".join([str(response.status_code), *headers, response.cookies.output(), body])
    for pattern, mask in MASKS:
        whole = pattern.sub(mask, whole)
    return whole


def answer_all(world: World, part: str, steps: list[Step], twin: Twin) -> list[Answer]:
    """What each step answers, each asked of the same untouched world."""
    found = []
    for step in steps:
        client = world.client(part)
        reset_queries()  # else the log of so many requests overflows
        with undone(), CaptureQueriesContext(connection) as queries:
            began = perf_counter()
            response = send(client, step)
            seconds = perf_counter() - began
        found.append(Answer(twin.masked(masked(response)), len(queries), seconds))
    return found


def list_steps(world: World, twin: Twin) -> list[Step]:
    """Every route there is, about this case where the path names one; search, lists, guesses."""
    steps = []
    junk = {"form_token": "t", "version": "1", "text": "Kladd", "q": NAME, "said": "Kladd"}
    for route in list_routes():
        if route.name in ("logout", "healthz", "readyz", *oracle.NOT_ASKED):
            continue
        is_case = route.name in oracle.CASE_ROUTES
        ids = {
            "public_id": twin.case_id,  # guessed, where it does not belong
            "measure_id": twin.measure_id,
            "text_kind": "bekymring",
            "text_id": twin.concern_id,
            "guardianship": twin.ties[0].public_id,
            "answer_id": "zzzzzzzx",
            "paper_id": "zzzzzzzw",
            "step": "sett",
            "kind": "informasjon",
            "language": "nb",
            "token": "a" * 32,
            "key": "outreach",
            "secret": "a" * 32,
            "attendee": twin.measure_id,
            "pupil": twin.pupil.public_id,
            "minutes_id": twin.minutes_id,
            "family_meeting_id": twin.family_meeting_id,
            "number": "1",
            "theme": "vennskap",
            "guest": world.guest_id or twin.case_id,
        }
        if route.name.startswith("course"):
            ids["public_id"] = world.course_id or twin.case_id
        if route.name.startswith(OF_GROUPS):
            ids["public_id"] = world.group_id or twin.case_id
        if route.name in oracle.ROOM:
            ids["public_id"] = world.room_id
        if route.name.startswith("meeting-recap"):
            ids["public_id"] = world.held_id
        if route.name in ("school", "setup-team"):
            ids["public_id"] = world.cast.furulia.public_id
        url = reverse(route.name, kwargs={name: ids[name] for name in route.parameters})
        steps += [Step("GET", url, is_case=is_case), Step("POST", url, junk, is_case=is_case)]
        if route.name in ("case", "case-note", "consent", "measure-check-in"):
            steps += [Step(method, url, is_case=True) for method in OTHER_METHODS]
            steps += [
                Step("GET", url, headers={"HX-Request": "true"}, is_case=True),
                Step("POST", url, junk, headers={"HX-Request": "true"}, is_case=True),
                Step("POST", url, {}, is_case=True),
            ]
    return [*steps, *_lists(twin)]


def _lists(twin: Twin) -> Iterator[Step]:
    for query in ("vis=mine", "vis=over-fristen", "vis=avsluttede", "steg=60", "trinn=6", "side=2"):
        yield Step("GET", f"{reverse('case-list')}?{query}")
    for text in (NAME, NAME[:2], twin.pupil.name.upper(), "%", "_"):
        for route in ("case-search", "concern-new"):
            yield Step("POST", reverse(route), {"q": text})
    yield Step("POST", reverse("concern-new"), {"pupil": twin.pupil.public_id})


# The pages of a concern, filled in.
CONCERN: tuple[tuple[str, dict[str, str]], ...] = (
    ("sett", {"seen": "Sitter alene.", "strengths": "Tegner.", "topic": "1"}),
    ("elev", {"pupil_talked": "not_yet"}),
    ("foresatte", {"guardians_talked": "not_yet"}),
    ("provd", {"tried": "Ny plass i klassen."}),
)  # fmt: skip


def raise_concern(world: World, part: str, twin: Twin, after: tuple[str, ...]) -> list[str]:
    """The whole way of a concern about the pupil, its receipt, and the pages named in ``after``."""
    client = world.client(part)
    with undone():
        begun = client.post(reverse("concern-new"), {"pupil": twin.pupil.public_id})
        found = [masked(begun)]
        draft = re.findall(r"^/si-fra/(\w{8})/", begun.headers.get("Location", ""))
        if draft:
            pages = {
                name: reverse("concern-step", args=[draft[0], name])
                for name in (*dict(CONCERN), "se-over", "sendt")
            }
            found += [masked(client.post(pages[name], data)) for name, data in CONCERN]
            found.append(masked(client.get(pages["se-over"])))
            # Sent twice: a double click.
            found += [masked(client.post(pages["se-over"], {"form_token": "t"})) for _ in "12"]
            found.append(masked(client.get(pages["sendt"])))
            found.append(masked(client.get(reverse("concern-status", args=draft))))
        found += [masked(client.get(reverse(name))) for name in after]
    return [twin.masked(text) for text in found]
