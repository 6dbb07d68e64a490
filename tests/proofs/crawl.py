"""One part of the cast asks for every page there is, and all that comes back is looked at."""

import logging
import os
from collections import Counter
from collections.abc import Collection, Iterable, Iterator
from contextlib import nullcontext
from dataclasses import dataclass, field
from typing import Any
from zlib import crc32

from django.http import HttpResponse
from django.urls import reverse

from felles.ledger.models import ReadEvent
from tests.guards.routes import list_routes
from tests.proofs import oracle
from tests.proofs.addresses import address
from tests.proofs.channels import is_swept, text_of, words_in
from tests.proofs.tokens import CLASS_OF_PROTECTED, PATTERN, Token
from tests.proofs.world import World, kept_uploads, undone

HX = {"HX-Request": "true"}
JUNK = {"form_token": "junk", "version": "1", "text": "Kladd", "q": "qz"}
# Every state of a case for every part and route, or a few of them that differ from cell to cell.
IS_FULL = os.environ.get("FELLES_PROOF") == "full"
FEW = 2
# Methods that pages do not take, or answer as they answer GET: never more than GET would show.
OTHER_METHODS = ("HEAD", "OPTIONS", "PUT", "PATCH", "DELETE")
# More ways to ask for the same page.
QUERIES = {
    "case-list": ("?vis=mine", "?vis=over-fristen", "?vis=avsluttede", "?steg=60", "?trinn=6"),
    "school-list": ("?sok=fur",),
    "setup-schools": ("?sok=fur",),
    "setup-settings": ("?endre=stall_concern_days",),
    "year-wheel": ("?ar=2027", "?antatt=ja&flytt=nei"),
    "year-structures": ("?sok=fur",),
    "waiting": ("?uker=2&plasser=4&nye=12", "?nye=mange"),
    "meeting-list": ("?vis=tidligere", "?side=2"),
    "course-list": ("?vis=ferdige", "?side=2"),
    "week": ("?uke=2026-12-01", "?uke=alltid"),
    "week-all": ("?uke=2026-12-01",),
    "week-plan": ("?kontor=2",),
    "parents-list": ("?vis=tidligere",),
    "text-readability": ("?sprak=ar",),
    "public-school": ("?sprak=ar", "?sprak=finnes-ikke"),
    "public-event": ("?sprak=ur",),
}
# What these do to a file is undone as well.
UPLOADS = {"imports", "import-apply", "import-cancel"}
# Pages on which a pupil's name alone tells of a case.
NAMES_TELL = {
    "today",
    "good-calls",
    "case-list",
    "case-search",
    "reviews",
    oracle.REVIEW,
    *oracle.ROOM,
}


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
    # Cases shown with their one row in the access log.
    shown: int = 0

    def problems(self) -> str:
        """All that should not have been, a line each."""
        return "\n".join([*self.wrong, *sorted(set(self.leaks)), *self.unlogged])


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

    def crawl(self, asks: Iterable[Ask]) -> Found:
        """Ask, with the log open."""
        listener = Listener()
        root = logging.getLogger()
        before = root.level
        root.addHandler(listener)
        root.setLevel(0)
        try:
            for ask in asks:
                self._ask(ask)
        finally:
            root.removeHandler(listener)
            root.setLevel(before)
        said = "\n".join(listener.lines)
        self.found.leaks += [f"log: {word}" for word in set(PATTERN.findall(said))]
        return self.found

    def asks(self, names: Collection[str] = (), *, states: Collection[str] = ()) -> Iterator[Ask]:
        """The cells of this part for some routes or all, and more ways to ask for open pages."""
        for name, state, is_open, methods in self._doors():
            if names and name not in names:
                continue
            if state and states and state not in states:
                continue
            yield from self._cell(name, state, is_open, methods)

    def chosen(self, names: Collection[str]) -> Iterator[Ask]:
        """The cells of some routes in every state, or in a few states when time is short."""
        if IS_FULL:
            yield from self.asks(names)
            return
        doors = [door for door in self._doors() if door[0] in names]
        start = crc32(f"{self.part} {min(names)}".encode())
        for group in (
            [door for door in doors if not door[1]],
            few([door for door in doors if door[1] and door[2]], start),
            few([door for door in doors if door[1] and not door[2]], start),
        ):
            for door in group:
                yield from self._cell(*door)

    def _doors(self) -> Iterator[tuple[str, str, bool, str]]:
        """Every route and state, whether it is open to this part, and the methods it takes."""
        for name, (parts, methods) in oracle.CASE_ROUTES.items():
            for state in self.world.made:
                sees = self.part in oracle.SEES[state].split()
                yield name, state, sees and self.part in parts.split(), methods
        for table in (oracle.PAGES, oracle.OWN):
            for name, (parts, methods) in table.items():
                yield name, "", self.part in parts.split(), methods
        for state in self.world.made:
            yield oracle.LOOP, state, self._hears(state), oracle.GET
            coordinates = self.part in oracle.COORDINATORS.split()
            is_seen = coordinates and self.part in oracle.SEES[state].split()
            yield oracle.REVIEW, state, is_seen and state in oracle.REVIEWED, oracle.BOTH
        yield from self._doors_of_others()

    def _doors_of_others(self) -> Iterator[tuple[str, str, bool, str]]:
        """What is open without a post, and the families' pages, which no staff may open."""
        for name, taken in oracle.ENTERED.items():
            yield name, "", self.part != "anonymous", taken
        for name, taken in {**oracle.PUBLIC, **oracle.FAMILY_ENTRY}.items():
            yield name, "", True, taken
        for name, taken in oracle.FAMILY_ROUTES.items():
            for state in self.world.made:
                yield name, state, False, taken
        for name, taken in {oracle.FAMILY_HOME: oracle.GET, **oracle.VISIT_ROUTES}.items():
            yield name, "", False, taken

    def _hears(self, state: str) -> bool:
        raiser = oracle.RAISED_BY[state]
        return self.part == raiser and state not in oracle.LOOP_IS_CLOSED

    def _cell(self, name: str, state: str, is_open: bool, methods: str) -> Iterator[Ask]:
        url = address(self.world, self.routes[name], state)
        taken = methods.split()
        for method in ("GET", "POST"):
            yield Ask(name, state, method, url, is_open, method in taken)
        if state in ("", "measures", "protected"):
            for method in OTHER_METHODS:
                yield Ask(name, state, method, url, is_open, "GET" in taken)
        if is_open and "GET" in taken:
            yield from self._more(name, state, url)

    def _more(self, name: str, state: str, url: str) -> Iterator[Ask]:
        if state in ("", "measures"):
            yield Ask(name, state, "GET", url, True, headers=HX)
        if name == "case-paper" and state == "measures":
            for paper in ("samtykke/nb", "beslutning/en"):
                yield Ask(name, state, "GET", url.replace("informasjon/nb", paper), True)
        for query in QUERIES.get(name, ()):
            yield Ask(name, state, "GET", url + query, True)
            fragment = HX | {"HX-Target": "case-list"}
            yield Ask(name, state, "GET", url + query, True, headers=fragment)

    def _ask(self, ask: Ask) -> None:
        self.found.cells += 1
        client = self.world.client(self.part)
        with undone(), kept_uploads() if ask.route in UPLOADS else nullcontext():
            last = ReadEvent.objects.order_by("pk").values_list("pk", flat=True).last() or 0
            data = JUNK if ask.method == "POST" else {}
            send: Any = getattr(client, ask.method.lower())
            response = send(ask.url, data, headers=ask.headers)
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
        if not is_swept(response):
            kind = response.headers.get("Content-Type")
            self.found.leaks.append(f"{ask}: nobody looks into {kind}; see channels.py")
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
        """Every case of which a word was shown has its one row, by this person, written in this
        request; nobody else's reading is written down."""
        tokens = [self.tokens[word] for word in words_in(response) if word in self.tokens]
        shown = {token.state for token in tokens if token.state and self._tells(ask.route, token)}
        rows = ReadEvent.objects.filter(pk__gt=last).values_list("case_id", "user_id")
        user = self.world.cast.users.get(self.part)
        counted = Counter(rows)
        for state in shown:
            pupil = self.world.made[state].pupil
            cases = {made.case.pk for made in self.world.made.values() if made.pupil.pk == pupil.pk}
            if not any((case, user and user.pk) in counted for case in cases):
                self.found.unlogged.append(f"{ask}: {state}")
        for (_case, user_id), count in counted.items():
            if count != 1 or user is None or user_id != user.pk:
                self.found.unlogged.append(f"{ask}: {count} rows of one case by {user_id}")
        self.found.shown += len(shown)

    def _tells(self, route: str, token: Token) -> bool:
        if token.place.startswith("people.Pupil."):
            return route in NAMES_TELL or route in oracle.CASE_ROUTES
        if route in oracle.NAMES_THE_ROSTER:
            return False
        return not token.place.startswith(("casework.Draft", "meetings."))


def few(doors: list[Any], start: int) -> list[Any]:
    """Some of the doors, others for each start."""
    first = start % max(len(doors), 1)
    return (doors[first:] + doors[:first])[:FEW]


def as_the_oracle_says(ask: Ask, response: HttpResponse, part: str) -> bool:
    """Open, closed, or on to the login: nothing between, and no 403 anywhere."""
    status, place = response.status_code, response.headers.get("Location", "")
    to_login = status == 302 and place.startswith(reverse("login"))
    if ask.method in OTHER_METHODS and status == 405:
        return True
    if ask.route.startswith(("family-", "pupil-")):
        return _as_staff_meet_families_pages(ask, status, place)
    if not ask.takes_method:
        return status in (404, 405) or (part == "anonymous" and to_login)
    if part == "anonymous" and ask.route not in oracle.PUBLIC:
        return to_login
    if ask.route == "logout":
        return to_login
    if oracle.SAYS_THE_SAME.get(ask.route) == ask.method:
        return status == (302 if part in oracle.WITH_A_POST.split() else 404)
    if ask.is_open:
        fine = (200, 302, 409, 422) if ask.method == "POST" else (200, 302)
        # No worker lives in a test.
        return (status in fine and not to_login) or (ask.route == "readyz" and status == 503)
    if ask.route == "today" and part in oracle.WITHOUT_A_POST.split():
        return status == 302 and place == reverse("switch-post")
    return status == 404


def _as_staff_meet_families_pages(ask: Ask, status: int, place: str) -> bool:
    """The entry is open to all and knows nobody; beyond it there is nothing for staff."""
    if ask.route in oracle.FAMILY_ENTRY:
        # A link or an answer of a log-in service that is none is «gone», for everybody alike.
        return status in (200, 302, 400, 404, 405, 410, 422) and place != reverse("login")
    if ask.route in oracle.VISIT_ROUTES:
        return status == 404
    return status == 302 and place == reverse("family-start")
