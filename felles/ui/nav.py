"""Which places the menu offers, to whom. Pages that do not exist yet are left out."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace

from django.urls import NoReverseMatch, reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from felles.rules.access import Actor, Permission, may
from felles.rules.roles import SERVICE_ROLES

# Four places and the menu itself fit the thumb on a narrow phone.
BAR_PLACES = 4
# So many stand in one row on a wide screen, beside the search; the others stand in the menu.
ROW_PLACES = 5


@dataclass(frozen=True, slots=True)
class Place:
    """One entry of the menu, as the tables below write it."""

    url_names: tuple[str, ...]
    label: str | Promise
    icon: str
    permission: Permission
    short: str | Promise = ""
    is_action: bool = False


@dataclass(frozen=True, slots=True)
class Item:
    """One entry of the menu, as the template shows it."""

    url: str
    label: str
    short: str
    icon: str
    is_action: bool
    is_current: bool
    in_bar: bool
    in_row: bool


TODAY = Place(("today",), _("I dag"), "home", Permission.TODAY)
CASES = Place(("case-list",), _("Saker"), "case", Permission.CASE_READ)
CONCERN = Place(("concern-new",), _("Si fra"), "add", Permission.CONCERN_RAISE, is_action=True)
MEETINGS = Place(("meeting-list",), _("Møter"), "meeting", Permission.MEETING_READ)
SCHOOL = Place(("my-school", "school-list"), _("Skolen"), "school", Permission.SCHOOL_READ)
CONTACTS = Place(
    ("who-is-who", "my-school", "school-list"),
    _("Hvem kontakter jeg?"),
    "people",
    Permission.SCHOOL_READ,
    short=_("Hvem"),
)
UNNAMED = Place(("anonymous-list",), _("Drøft uten navn"), "quote", Permission.ANONYMOUS_DISCUSS)
REVIEWS = Place(("reviews",), _("Gjennomgang"), "list", Permission.GUARDIAN_VERIFY)
MANAGEMENT = Place(("management",), _("Styring"), "numbers", Permission.NUMBERS_READ)
NOTES = Place(("outreach-new",), _("Noter"), "note", Permission.OUTREACH_WRITE, is_action=True)
OUTDOORS = Place(
    ("outreach-picture",), _("Det vi ser ute"), "eye", Permission.OUTREACH_READ, short=_("Ute")
)
COURSES = Place(("course-list",), _("Kurs"), "course", Permission.COURSE_READ)
WEEK = Place(("week",), _("Uka"), "calendar", Permission.WEEK_READ)
WEEKS = Place(("week-all",), _("Alle uker"), "calendar", Permission.WEEKS_LEAD)
CROSSINGS = Place(
    ("crossing-list",), _("Til klubben"), "handshake", Permission.CROSSING, short=_("Klubben")
)
CHECKLISTS = Place(("checklist-list",), _("Sjekklister"), "check", Permission.CHECKLIST_USE)
CHECKLIST_TEXTS = Place(
    ("checklist-texts",), _("Tekster i sjekklister"), "check", Permission.CHECKLIST_WRITE
)
YEAR = Place(("year-wheel",), _("Årshjul"), "calendar", Permission.MEETING_PLAN)
RHYTHM = Place(("rhythm",), _("Møterytme"), "clock", Permission.RHYTHM_READ)
PARENTS = Place(("parents-list",), _("Foreldre"), "heart", Permission.PARENTS_READ)
TEXTS = Place(
    ("text-readability",), _("Lette tekster"), "file", Permission.PARENT_TEXTS, short=_("Tekster")
)
SETUP = Place(("setup",), _("Oppsett"), "settings", Permission.SETUP)
PEOPLE = Place(("setup-people",), _("Personer"), "people", Permission.PEOPLE_ADMIN)
ROSTER = Place(("imports",), _("Elevlister"), "import", Permission.ROSTER_IMPORT)

SCHOOL_PLACES = (
    TODAY, CASES, CONCERN, MEETINGS, COURSES, SCHOOL, UNNAMED, WEEK, CROSSINGS, OUTDOORS, PARENTS,
    REVIEWS,
    RHYTHM, MANAGEMENT,
)  # fmt: skip
# Whoever notes in the school yard does it far more often than raising a concern.
YARD_PLACES = (
    TODAY, CASES, NOTES, MEETINGS, COURSES, replace(CONCERN, is_action=False), WEEK, CROSSINGS,
    SCHOOL, UNNAMED, OUTDOORS, PARENTS, CHECKLISTS,
)  # fmt: skip
SERVICE_PLACES = (TODAY, CASES, MEETINGS, CONTACTS, UNNAMED, CROSSINGS)
OFFICE_PLACES = (
    TODAY, WEEKS, SETUP, PEOPLE, ROSTER, YEAR, MEETINGS, OUTDOORS, PARENTS, TEXTS, RHYTHM,
    MANAGEMENT, SCHOOL, CHECKLISTS, CHECKLIST_TEXTS,
)  # fmt: skip


def list_items(actor: Actor, path: str) -> list[Item]:
    """Return the menu of an actor, in order, with the place they are at marked."""
    found = list(_open_places(actor))
    current = _longest_match((url for _place, url in found), path)
    return [
        Item(
            url=url,
            label=str(place.label),
            short=str(place.short or place.label),
            icon=place.icon,
            is_action=place.is_action,
            is_current=url == current,
            in_bar=number < BAR_PLACES,
            in_row=number < ROW_PLACES,
        )
        for number, (place, url) in enumerate(found)
    ]


def find_url(*names: str) -> str | None:
    """Return the address of the first of the pages that exists."""
    for name in names:
        try:
            return reverse(name)
        except NoReverseMatch:
            continue
    return None


def _open_places(actor: Actor) -> Iterator[tuple[Place, str]]:
    for place in _places_of(actor):
        url = find_url(*place.url_names) if may(actor, place.permission) else None
        if url is not None:
            yield place, url


def _places_of(actor: Actor) -> tuple[Place, ...]:
    if actor.role in SERVICE_ROLES:
        return SERVICE_PLACES
    if may(actor, Permission.OUTREACH_WRITE) and find_url("outreach-new"):
        return YARD_PLACES
    return SCHOOL_PLACES if may(actor, Permission.CASE_READ) else OFFICE_PLACES


def _longest_match(urls: Iterable[str], path: str) -> str | None:
    """Pick the place a page lies under; the front page only matches itself."""
    under = [url for url in urls if path == url or (url != "/" and path.startswith(url))]
    return max(under, key=len, default=None)
