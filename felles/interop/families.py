"""Parents and guardians: who is tied to which pupil. No tie proves parental responsibility."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field

from felles.interop import vocabulary as words
from felles.interop.groups import Tie
from felles.interop.people import Context, Person, Users
from felles.interop.sorting import Sorted, find_email, full_name, name_problem
from felles.rules.identity import holds_identity_number
from felles.rules.people import Relation
from felles.rules.roster import GuardianRow, LinkRow
from felles.rules.roster_problems import ProblemKind, Spot

PHONE_LENGTH = 32


@dataclass(slots=True)
class Families:
    """Guardians by key, and the links between them and pupils, each once."""

    guardians: dict[str, GuardianRow] = field(default_factory=dict)
    links: dict[tuple[str, str], LinkRow] = field(default_factory=dict)


def find_families(ties: Iterable[Tie], users: Users, out: Sorted, context: Context) -> Families:
    """Turn relations into links from pupils to guardians, whichever way they were written."""
    families = Families()
    for tie in ties:
        pair = _pupil_first(tie, out)
        if pair is not None:
            _link(tie, *pair, users, out, context, families)
    _tell_of_the_rest(users, families, context)
    return families


def _pupil_first(tie: Tie, out: Sorted) -> tuple[str, str] | None:
    if tie.left in out.pupils:
        return tie.left, tie.right
    return (tie.right, tie.left) if tie.right in out.pupils else None


def _link(
    tie: Tie,
    pupil: str,
    other: str,
    users: Users,
    out: Sorted,
    context: Context,
    families: Families,
) -> None:
    person = users.people.get(other)
    if person is None:
        context.findings.add(ProblemKind.USER_UNKNOWN, tie.spot)
        return
    if other in out.held or person.status != "active":
        return
    relation = tie.relation or _relation(person)
    if relation is None or other in out.pupils:
        context.findings.add(ProblemKind.NOT_A_PARENT, tie.spot)
        return
    if other not in families.guardians:
        guardian = _guardian(person, out, context)
        if guardian is None:
            return
        families.guardians[other] = guardian
    families.links.setdefault((pupil, other), LinkRow(pupil, other, relation, tie.spot))


def _relation(person: Person) -> Relation | None:
    """What the person's own roles say; a parent before other relatives."""
    found = [
        words.RELATIONS[place.role] for place in person.places if place.role in words.RELATIONS
    ]
    if Relation.PARENT in found:
        return Relation.PARENT
    return found[0] if found else None


def _guardian(person: Person, out: Sorted, context: Context) -> GuardianRow | None:
    problem = name_problem(person)
    if problem is not None:
        context.findings.add(*problem)
        out.held.add(person.key)
        return None
    phone, email = _find_phone(person.phone), find_email(person.email)
    if (person.phone and not phone) or (person.email and not email):
        context.findings.add(ProblemKind.CONTACT_DROPPED, Spot(person.spot.file))
    return GuardianRow(person.key, full_name(person), phone, email, person.spot)


def _find_phone(text: str) -> str:
    """The number when it can be one, else ""."""
    is_number = all(char.isdigit() or char in "+ ()-./" for char in text)
    fits = is_number and len(text) <= PHONE_LENGTH and not holds_identity_number(text)
    return text if fits else ""


def _tell_of_the_rest(users: Users, families: Families, context: Context) -> None:
    """Tell of people who are nobody's guardian and nothing else."""
    for person in users.people.values():
        roles = {place.role for place in person.places}
        if person.status != "active" or person.key in families.guardians:
            continue
        if roles and roles <= words.RELATIONS.keys():
            context.findings.add(ProblemKind.PARENT_ALONE, Spot(person.spot.file))
        elif not roles:
            context.findings.add(ProblemKind.NO_ROLE, person.spot)
