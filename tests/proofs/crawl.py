"""One part of the cast asks for every page there is, and all that comes back is looked at."""

import io
import logging
import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

import pypdf
from django.http import HttpResponse
from django.urls import reverse

from felles.casework.models import Concern, Measure
from felles.ledger.models import ReadEvent
from felles.rules.roles import Audience, Topic
from tests.guards.routes import Route, list_routes
from tests.proofs import oracle
from tests.proofs.tokens import CLASS_OF_PROTECTED, PATTERN, Token
from tests.proofs.world import World, undone

HX = {"HX-Request": "true"}
JUNK = {"form_token": "junk", "version": "1", "text": "Kladd", "q": "qz"}
# More ways to ask for the same page.
QUERIES = {
    "case-list": ("?vis=mine", "?vis=over-fristen", "?vis=avsluttede", "?steg=60", "?trinn=6"),
    "school-list": ("?sok=fur",),
    "setup-schools": ("?sok=fur",),
    "setup-settings": ("?endre=stall_concern_days",),
}
# Pages on which a pupil's name alone tells of a case.
NAMES_TELL = {"today", "case-list", "case-search", "reviews", oracle.REVIEW}


@dataclass(frozen=True)
class Ask:
    """One request, and what the oracle says of it: open or not."""

    route: str
    state: str
    method: str
    url: str
    is_open: bool
    takes_method: bool = True
    headers: dict[str, str] = field(default_factory=dict)

    def __str__(self) -> str:
        return f"{self.method} {self.route} [{self.state}] {'hx' if self.headers else ''}"


@dataclass
class Found:
    """What a crawl came back with."""

    cells: int = 0
    statuses: Counter[int] = field(default_factory=Counter)
    wrong: list[str] = field(default_factory=list)
    leaks: list[str] = field(default_factory=list)
    unlogged: list[str] = field(default_factory=list)
    seen: set[str] = field(default_factory=set)


class Listener(logging.Handler):
    """Hears everything that any part of the product writes to its log."""

    def __init__(self) -> None:
        super().__init__(level=0)
        self.lines: list[str] = []

    def emit(self, record: logging.LogRecord) -> None:
        self.lines.append(self.format(record))


class Crawler:
    """Asks as one part of the cast."""

    def __init__(self, world: World, tokens: dict[str, Token], part: str) -> None:
        self.world, self.tokens, self.part = world, tokens, part
        self.found = Found()
        self.routes = {route.name: route for route in list_routes()}

    def crawl(self) -> Found:
        """Every route, state and method, with the log open."""
        listener = Listener()
        root = logging.getLogger()
        before = root.level
        root.addHandler(listener)
        root.setLevel(0)
        try:
            for ask in self.asks():
                self._ask(ask)
        finally:
            root.removeHandler(listener)
            root.setLevel(before)
        said = "\n".join(listener.lines)
        self.found.leaks += [f"log: {word}" for word in set(PATTERN.findall(said))]
        return self.found

    def asks(self) -> Iterator[Ask]:
        """Every cell of this part, and more ways to ask for the pages that are open."""
        for name, (parts, methods) in oracle.CASE_ROUTES.items():
            for state in self.world.made:
                sees = self.part in oracle.SEES[state].split()
                yield from self._cell(name, state, sees and self.part in parts.split(), methods)
        for table in (oracle.PAGES, oracle.OWN):
            for name, (parts, methods) in table.items():
                yield from self._cell(name, "", self.part in parts.split(), methods)
        for state in self.world.made:
            is_open = self._hears(state)
            yield from self._cell(oracle.LOOP, state, is_open, oracle.GET)
            coordinates = self.part in oracle.COORDINATORS.split()
            is_seen = coordinates and self.part in oracle.SEES[state].split()
            is_open = is_seen and state in oracle.REVIEWED
            yield from self._cell(oracle.REVIEW, state, is_open, oracle.BOTH)
        for name, methods in oracle.ENTERED.items():
            yield from self._cell(name, "", self.part != "anonymous", methods)
        for name, methods in oracle.PUBLIC.items():
            yield from self._cell(name, "", True, methods)

    def _hears(self, state: str) -> bool:
        raiser = oracle.RAISED_BY[state]
        return self.part == raiser and state not in oracle.LOOP_IS_CLOSED

    def _cell(self, name: str, state: str, is_open: bool, methods: str) -> Iterator[Ask]:
        url = address(self.world, self.routes[name], state)
        taken = methods.split()
        for method in ("GET", "POST"):
            # Closed doors are tried in every state; what lies behind an open one, in these.
            if method == "GET" or not is_open or state in ("", *oracle.POSTED):
                yield Ask(name, state, method, url, is_open, method in taken)
        if is_open and "GET" in taken:
            if state in ("", "measures"):
                yield Ask(name, state, "GET", url, is_open, headers=HX)
            if name == "case-paper" and state == "measures":
                for paper in ("samtykke/nb", "beslutning/en"):
                    other = url.replace("informasjon/nb", paper)
                    yield Ask(name, state, "GET", other, is_open)
            for query in QUERIES.get(name, ()):
                yield Ask(name, state, "GET", url + query, is_open)
                fragment = HX | {"HX-Target": "case-list"}
                yield Ask(name, state, "GET", url + query, is_open, headers=fragment)

    def _ask(self, ask: Ask) -> None:
        self.found.cells += 1
        client = self.world.client(self.part)
        with undone():
            last = ReadEvent.objects.order_by("pk").values_list("pk", flat=True).last() or 0
            if ask.method == "GET":
                response: Any = client.get(ask.url, headers=ask.headers)
            else:
                response = client.post(ask.url, JUNK, headers=ask.headers)
            self._look(ask, response)
            self._read_rows(ask, response, last)

    def _look(self, ask: Ask, response: HttpResponse) -> None:
        self.found.statuses[response.status_code] += 1
        if not as_the_oracle_says(ask, response, self.part):
            self.found.wrong.append(f"{ask}: {response.status_code}, open: {ask.is_open}")
        words = words_in(response)
        self.found.seen |= words
        for word in sorted(words):
            token = self.tokens.get(word)
            if token is not None and not self._may_meet(ask, token):
                self.found.leaks.append(f"{ask}: {token.place} of {token.state}")
        if self._tells_place(ask, response):
            self.found.leaks.append(f"{ask}: the school of a pupil with a protected address")

    def _may_meet(self, ask: Ask, token: Token) -> bool:
        if token.place == CLASS_OF_PROTECTED:
            return ask.route in oracle.TELLS_CLASSES
        if ask.route in oracle.NAMES_THE_ROSTER and token.place.startswith("people.Pupil."):
            return self.part == "administrator"
        return self.part in token.may_read

    def _tells_place(self, ask: Ask, response: HttpResponse) -> bool:
        """Whoever acts for a service is not told where a protected pupil goes to school."""
        is_outside = self.part in oracle.SERVICE_STAFF.split()
        return (
            is_outside
            and ask.state in oracle.LOOP_IS_CLOSED
            and "furulia" in text_of(response).lower()
        )

    def _read_rows(self, ask: Ask, response: HttpResponse, last: int) -> None:
        """Every case of which a word was shown has its row, by this person, written in this
        request."""
        tokens = [self.tokens[word] for word in words_in(response) if word in self.tokens]
        shown = {token.state for token in tokens if token.state and self._tells(ask.route, token)}
        if not shown:
            return
        rows = ReadEvent.objects.filter(pk__gt=last, user_id=self.world.cast.users[self.part].pk)
        logged = set(rows.values_list("case_id", flat=True))
        for state in shown:
            pupil = self.world.made[state].pupil
            cases = {made.case.pk for made in self.world.made.values() if made.pupil.pk == pupil.pk}
            if not cases & logged:
                self.found.unlogged.append(f"{ask}: {state}")

    def _tells(self, route: str, token: Token) -> bool:
        if token.place.startswith("people.Pupil."):
            return route in NAMES_TELL or route in oracle.CASE_ROUTES
        if route in oracle.NAMES_THE_ROSTER:
            return False
        return not token.place.startswith(("casework.Draft", "meetings."))


def text_of(response: HttpResponse) -> str:
    """The words of a page, or of a paper with what stands about it in the file."""
    if response.headers.get("Content-Type") != "application/pdf":
        return response.content.decode(errors="replace")
    reader = pypdf.PdfReader(io.BytesIO(response.content))
    said = re.sub(r"\s", "", "".join(page.extract_text() for page in reader.pages))
    return f"{said} {dict(reader.metadata or {})}"


def words_in(response: HttpResponse) -> set[str]:
    """Every token in what came back: body, headers, cookies."""
    headers = " ".join(f"{name}: {value}" for name, value in response.headers.items())
    text = f"{text_of(response)} {headers} {response.cookies.output()}"
    return {word.lower() for word in PATTERN.findall(text)}


def as_the_oracle_says(ask: Ask, response: HttpResponse, part: str) -> bool:
    """Open, closed, or on to the login: nothing between, and no 403 anywhere."""
    status, place = response.status_code, response.headers.get("Location", "")
    to_login = status == 302 and place.startswith(reverse("login"))
    if not ask.takes_method:
        return status in (404, 405) or (part == "anonymous" and to_login)
    if part == "anonymous" and ask.route not in oracle.PUBLIC:
        return to_login
    if ask.route == "logout":
        return to_login
    if oracle.SAYS_THE_SAME.get(ask.route) == ask.method:
        return status == (302 if part in oracle.WITH_A_POST.split() else 404)
    if ask.is_open:
        fine = {"GET": (200, 302), "POST": (200, 302, 409, 422)}[ask.method]
        # No worker lives in a test.
        return (status in fine and not to_login) or (ask.route == "readyz" and status == 503)
    if ask.route == "today" and part in oracle.WITHOUT_A_POST.split():
        return status == 302 and place == reverse("switch-post")
    return status == 404


def address(world: World, route: Route, state: str) -> str:
    """The address of a route, with the objects of the state's case in its path."""
    cast = world.cast
    values: dict[str, str] = {"step": "sett", "kind": "informasjon", "language": "nb"}
    if state:
        made = world.made[state]
        values |= {"public_id": made.public_id, "guardianship": made.ties[0].public_id}
        values["measure_id"] = _measure_id(made.case.pk)
        if route.name == oracle.REVIEW:
            values["public_id"] = world.reviews.get(state, "zzzzzzzz")
        if route.name == oracle.LOOP:
            concern = Concern.objects.filter(case=made.case).order_by("pk")[0]
            values["public_id"] = concern.public_id
    else:
        values["public_id"] = {
            "school": cast.furulia.public_id,
            "setup-team": cast.furulia.public_id,
            "setup-person": cast.users["rector"].public_id,
            "setup-post-new": cast.users["rector"].public_id,
            "import-preview": world.upload_id,
            "import-apply": world.upload_id,
            "import-cancel": world.upload_id,
            "staff-review-settle": world.reviews[""],
        }.get(route.name, world.draft_id)
        if route.name == "setup-post-end":
            values["public_id"] = cast.posts["rector"].public_id
    kwargs = {name: values[name] for name in route.parameters}
    return reverse(route.name, kwargs=kwargs)


def _measure_id(case_id: int) -> str:
    measures = Measure.objects.filter(
        case_id=case_id,
        audience=Audience.TEAM.value,
        topic=Topic.SCHOOL_ENVIRONMENT.value,
    )
    return measures.order_by("pk")[0].public_id
