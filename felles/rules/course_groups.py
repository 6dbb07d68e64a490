"""Who changes a small group, who takes attendance, and how a group is divided into parts.

Source: the guide, part 3A (courses in whole classes or smaller groups). Who is kept apart is known
to those who make groups alone; see :func:`felles.rules.courses.may_see_group` for the rest.
"""

from __future__ import annotations

from collections.abc import Hashable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from string import ascii_uppercase
from typing import Generic, TypeVar

from felles.rules.access import Actor, Permission, may
from felles.rules.courses import (
    CourseFacts,
    CourseState,
    GroupKind,
    SessionState,
    may_see_group,
)
from felles.rules.decision import Decision
from felles.rules.text import N_

T = TypeVar("T", bound=Hashable)

# So many are in a group at most: what is drawn on one page, and searched exactly.
GROUP_LARGEST = 60
SMALLEST_PART = 2
# Far more than pairs among the pupils of one group take; the search then says that it gave up.
STEPS_AT_MOST = 20_000

NOT_TOGETHER = Decision.no(
    N_("De to skal ikke være sammen. Velg en annen del, eller sett inn likevel.")
)
GROUP_CHANGED = Decision.no(
    N_("Noen andre endret gruppa mens du holdt på. Se over, og gjør det igjen.")
)
ATTENDANCE_CHANGED = Decision.no(
    N_("Noen andre førte oppmøte mens du holdt på. Se over, og lagre igjen.")
)


def may_take_seat(*, is_full: bool) -> Decision:
    """May somebody who waits get a place? When one is free."""
    if not is_full:
        return Decision.yes()
    return Decision.no(N_("Gruppa er full. Noen må slutte før du kan gi plassen videre."))


def may_make_groups(actor: Actor) -> Decision:
    """Does the actor put groups together, and know who is kept apart?"""
    if may(actor, Permission.COURSE_GROUP):
        return Decision.yes()
    return Decision.no(N_("Rollen din kan ikke gjøre dette."))


def may_keep_apart(actor: Actor, first: str, second: str) -> Decision:
    """May the actor write down that these two pupils, by their ids, are not put together?"""
    makes = may_make_groups(actor)
    if makes and first == second:
        return Decision.no(N_("Velg to forskjellige elever."))
    return makes


def may_change_group(actor: Actor, course: CourseFacts) -> Decision:
    """May the actor put pupils into the group, and take them out?

    Those who make groups at the school, in a small group that goes on. Not those who only hold it.
    """
    if not may(actor, Permission.COURSE_GROUP) or not may_see_group(actor, course):
        return Decision.no(N_("Rollen din kan ikke gjøre dette."))
    if course.group is GroupKind.CLASS:
        return Decision.no(N_("Hele klassen er med. Her er det ingen plasser å gi."))
    if course.state is not CourseState.PLANNED:
        return Decision.no(N_("Kurset er ferdig. Gruppa kan ikke endres."))
    return Decision.yes()


def may_take_attendance(
    actor: Actor, course: CourseFacts, *, state: SessionState, held_on: date
) -> Decision:
    """May the actor say who came to a session? On its day and after, by those who see the group."""
    seen = may_see_group(actor, course)
    if not seen:
        return seen
    if state is SessionState.NOT_HELD:
        return Decision.no(N_("Økta ble ikke noe av, og da er det ikke noe oppmøte å føre."))
    if held_on > actor.on:
        return Decision.no(N_("Økta har ikke vært ennå. Du kan føre oppmøte fra den dagen."))
    return Decision.yes()


@dataclass(frozen=True, slots=True)
class Division(Generic[T]):
    """A group in parts, or why it cannot be divided so.

    ``parts`` is empty when the wish cannot be met; ``least_parts`` is then the smallest number of
    parts with which it can, and ``gave_up`` says that the search took too long to know.
    """

    parts: tuple[tuple[T, ...], ...] = ()
    least_parts: int = 0
    gave_up: bool = False

    def __bool__(self) -> bool:
        return bool(self.parts)


class _TooLong(Exception):
    """The search has taken its steps."""


def divide(people: Sequence[T], pairs: Iterable[tuple[T, T]], size: int) -> Division[T]:
    """Divide into as few parts of at most ``size`` as there must be, so that no pair is together.

    Parts differ by one at most. The same people in the same order give the same parts. A pair of
    whom one is not among the people says nothing.
    """
    if not people:
        return Division()
    wanted = -(-len(people) // max(size, 1))
    try:
        found = _into(people, pairs := list(pairs), wanted)
        if found:
            return Division(found)
        for more in range(wanted + 1, len(people) + 1):
            if _into(people, pairs, more):
                return Division(least_parts=more)
    except _TooLong:
        return Division(gave_up=True)
    return Division()


def name_parts(count: int) -> str:
    """The letters of so many parts: «AB» for two."""
    return ascii_uppercase[:count]


def _into(
    people: Sequence[T], pairs: Iterable[tuple[T, T]], count: int
) -> tuple[tuple[T, ...], ...]:
    """Exactly ``count`` parts of even size, or nothing when no way exists.

    Only those who are in a pair are searched: whoever is left fits wherever there is room, and
    there is room for exactly all.
    """
    apart = _neighbours(people, pairs)
    least, larger = divmod(len(people), count)
    room = [least + (number < larger) for number in range(count)]
    placed: dict[T, int] = {}
    if not _place(placed, apart, room, iter(range(STEPS_AT_MOST))):
        return ()
    parts: list[list[T]] = [[] for _ in range(count)]
    for person in people:
        number = placed.get(person, -1)
        if number < 0:
            number = max(range(count), key=lambda part: (room[part], -part))
            room[number] -= 1
        parts[number].append(person)
    return tuple(tuple(part) for part in parts)


def _neighbours(people: Sequence[T], pairs: Iterable[tuple[T, T]]) -> dict[T, set[T]]:
    known = set(people)
    apart: dict[T, set[T]] = {}
    for one, other in pairs:
        if one in known and other in known and one != other:
            apart.setdefault(one, set()).add(other)
            apart.setdefault(other, set()).add(one)
    order = {person: number for number, person in enumerate(people)}
    return dict(sorted(apart.items(), key=lambda item: order[item[0]]))


def _place(
    placed: dict[T, int], apart: dict[T, set[T]], room: list[int], steps: Iterator[int]
) -> bool:
    """Place everybody who is in a pair, the one with the fewest parts open first."""
    if len(placed) == len(apart):
        return True
    if next(steps, None) is None:
        raise _TooLong
    open_to = {
        person: _open_parts(placed, others, room)
        for person, others in apart.items()
        if person not in placed
    }
    person = min(open_to, key=lambda one: (len(open_to[one]), -len(apart[one])))
    for number in open_to[person]:
        placed[person] = number
        room[number] -= 1
        if _place(placed, apart, room, steps):
            return True
        room[number] += 1
        del placed[person]
    return False


def _open_parts(placed: dict[T, int], others: set[T], room: list[int]) -> list[int]:
    """The parts with room and none of the others; of parts that are alike and empty, the first."""
    taken = {placed[other] for other in others if other in placed}
    used = set(placed.values())
    fresh: set[int] = set()
    found = []
    for number, seats in enumerate(room):
        if seats == 0 or number in taken or (number not in used and seats in fresh):
            continue
        if number not in used:
            fresh.add(seats)
        found.append(number)
    return found
