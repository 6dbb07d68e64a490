"""Sorts the people of an export into pupils and staff, and refuses who fits nowhere."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date

from felles.interop import vocabulary as words
from felles.interop.people import Birth, Context, Org, Person, Place, Users, find_school
from felles.rules.identity import holds_identity_number
from felles.rules.people import Protection
from felles.rules.roster import PupilRow, StaffPlace, StaffRow
from felles.rules.roster_problems import ProblemKind, Spot

NAME_LENGTH = 100
USER_NAME_LENGTH = 150
EMAIL_LENGTH = 254
Dates = dict[str, date | None]
_KNOWN_ROLES = words.STAFF.keys() | words.RELATIONS.keys() | {words.STUDENT}


@dataclass(slots=True)
class Facts:
    """What the other files say about people: organisations, periods and births."""

    orgs: dict[str, Org]
    begins: Dates
    ends: Dates
    births: dict[str, Birth]
    birth_dates: Dates


@dataclass(slots=True)
class Sorted:
    """Pupils and staff, and the people who are out. ``held`` are refused, so not missing."""

    pupils: dict[str, PupilRow] = field(default_factory=dict)
    staff: list[StaffRow] = field(default_factory=list)
    held: set[str] = field(default_factory=set)
    ended: set[str] = field(default_factory=set)


class Sorter:
    """Decides what each person of the export is."""

    def __init__(self, context: Context, users: Users, facts: Facts) -> None:
        self._context = context
        self._users = users
        self._facts = facts
        self.out = Sorted(held=set(users.held))

    def sort(self) -> Sorted:
        """Put every person who is well described where the roles say."""
        for person in self._users.people.values():
            if person.key in self.out.held:
                continue
            if person.status == "ended":
                self.out.ended.add(person.key)
            elif self._roles_are_known(person):
                self._sort_by_roles(person)
        return self.out

    def _refuse(self, person: Person, kind: ProblemKind, spot: Spot, **words_: str) -> None:
        self._context.findings.add(kind, spot, **words_)
        self.out.held.add(person.key)

    def _roles_are_known(self, person: Person) -> bool:
        for place in person.places:
            if place.role not in _KNOWN_ROLES:
                self._refuse(person, ProblemKind.BAD_ROLE, place.spot)
                return False
            for text, dates in ((place.begins, self._facts.begins), (place.ends, self._facts.ends)):
                if text and dates.get(text) is None:
                    self._refuse(person, ProblemKind.BAD_DATE, place.spot)
                    return False
        return True

    def _runs(self, place: Place) -> bool:
        on = self._context.options.on
        begins, ends = self._facts.begins.get(place.begins), self._facts.ends.get(place.ends)
        return (begins is None or begins <= on) and (ends is None or ends >= on)

    def _sort_by_roles(self, person: Person) -> None:
        places = [place for place in person.places if self._runs(place)]
        if person.places and not places:
            self._context.findings.add(ProblemKind.ROLE_ENDED, person.places[0].spot)
            self.out.ended.add(person.key)
            return
        as_pupil = [place for place in places if place.role == words.STUDENT]
        as_staff = [place for place in places if place.role in words.STAFF]
        if as_pupil and as_staff:
            self._refuse(person, ProblemKind.PUPIL_AND_STAFF, as_staff[0].spot)
        elif as_pupil:
            self._add_pupil(person, as_pupil)
        elif as_staff and person.is_enabled:
            self._add_staff(person, as_staff)

    def _has_name(self, person: Person) -> bool:
        problem = name_problem(person)
        if problem is not None:
            kind, spot = problem
            limit = {"limit": str(NAME_LENGTH)} if kind is ProblemKind.TEXT_TOO_LONG else {}
            self._refuse(person, kind, spot, **limit)
        return problem is None

    def _add_pupil(self, person: Person, places: list[Place]) -> None:
        school = self._school_of(person, places) if self._has_name(person) else ""
        if not school:
            return
        birth = self._facts.births.get(person.key)
        born = self._facts.birth_dates.get(birth.text) if birth and birth.text else None
        if birth and birth.text and born is None:
            self._context.findings.add(ProblemKind.BAD_DATE, birth.spot)
        grade = words.read_grade(person.grade) if person.grade else None
        if person.grade and grade is None:
            self._context.findings.add(ProblemKind.GRADE_UNKNOWN, Spot(person.spot.file))
        self.out.pupils[person.key] = PupilRow(
            key=person.key,
            identity=person.identity,
            school_key=school,
            class_key=None,
            given_name=person.given_name or person.family_name,
            family_name=person.family_name if person.given_name else "",
            preferred_name=person.preferred_name,
            birth_on=born or person.born,
            grade=grade,
            protection=_strictest(person.protection, birth.protection if birth else None),
            spot=person.spot,
        )

    def _school_of(self, person: Person, places: list[Place]) -> str:
        """The key of a pupil's one school; "" when the files do not say which."""
        orgs = self._facts.orgs
        spot = places[0].spot
        if any(place.org and place.org not in orgs for place in places):
            self._refuse(person, ProblemKind.ORG_UNKNOWN, spot)
            return ""
        found = [(place, find_school(orgs, place.org)) for place in places]
        schools = {org.key for _place, org in found if org and org.kind == words.SCHOOL}
        schools = schools or {org.key for _place, org in found if org}
        primary = schools & {
            org.key
            for place, org in found
            if org and (place.is_primary or place.org == person.primary_org)
        }
        for choice in (schools, primary):
            if len(choice) == 1:
                return next(iter(choice))
        kind = ProblemKind.TWO_SCHOOLS if schools else ProblemKind.NO_SCHOOL
        self._refuse(person, kind, spot)
        return ""

    def _add_staff(self, person: Person, places: list[Place]) -> None:
        if not self._has_name(person):
            return
        found = [(place, find_school(self._facts.orgs, place.org)) for place in places]
        schools = {
            StaffPlace(org.key, words.STAFF[place.role])
            for place, org in found
            if org and org.kind == words.SCHOOL
        }
        if not schools:
            self._context.findings.add(ProblemKind.STAFF_ALONE, Spot(person.spot.file))
            return
        username = person.username if len(person.username) <= USER_NAME_LENGTH else ""
        self.out.staff.append(
            StaffRow(
                key=person.key,
                name=full_name(person)[:USER_NAME_LENGTH],
                username="" if holds_identity_number(username) else username,
                email=find_email(person.email),
                places=tuple(sorted(schools)),
                spot=person.spot,
            )
        )


def _strictest(*degrees: Protection | None) -> Protection | None:
    known = [degree for degree in degrees if degree is not None]
    return max(known) if known else None


def full_name(person: Person) -> str:
    """Given and family name."""
    return f"{person.given_name} {person.family_name}".strip()


def find_email(text: str) -> str:
    """The address when it can be one, else ""."""
    local, at, domain = text.rpartition("@")
    is_whole = local and at and "." in domain and not any(char in text for char in " ,;<>()")
    return (
        text if is_whole and len(text) <= EMAIL_LENGTH and not holds_identity_number(text) else ""
    )


def name_problem(person: Person) -> tuple[ProblemKind, Spot] | None:
    """What is wrong with the name of a person, and where."""
    texts = (person.given_name, person.family_name, person.preferred_name)
    if not (person.given_name or person.family_name):
        return ProblemKind.CELL_MISSING, person.spot._replace(column="givenName")
    if any(len(text) > NAME_LENGTH for text in texts):
        return ProblemKind.TEXT_TOO_LONG, person.spot
    if any(holds_identity_number(text) for text in texts):
        return ProblemKind.IDENTITY_IN_TEXT, person.spot
    return None
