"""The order of an innsatsteam's items, and the agenda that each member gets.

People should go out and in as seldom as possible, guardians should come when they were told, and
nobody should learn from an agenda, a gap or a number of something that they may not see. The order
is a suggestion; whoever chairs decides.
Source: the guide, part 3B (rector sets the order; guardians may keep single services out);
consecutive-block minimisation as a shortest path over sets (Held and Karp 1962, Bellman 1962).
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import IntEnum
from itertools import pairwise

import numpy as np

# Up to so many items the order is the best there is; beyond, it is a good one.
EXACT_UP_TO = 15
_NEVER = 2**40
# What is worse counts before what is better: waiting guardians, then a telling exit, then entries.
_WAIT, _TELLS = 2**24, 2**12


class Place(IntEnum):
    """Where an item must stand. What is left from last time comes first."""

    FIRST = 0
    ANYWHERE = 1
    LAST = 2


@dataclass(frozen=True, slots=True)
class Item:
    """One item. ``members`` are ids of those who may be in the room while it is dealt with.

    ``minutes`` is how long it takes. ``starts_from`` and ``starts_until`` are minutes after the
    meeting's start between which the guardians of the item were asked to come.
    """

    id: int
    minutes: int
    members: frozenset[int]
    place: Place = Place.ANYWHERE
    starts_from: int = 0
    starts_until: int | None = None

    def wait(self, start: int) -> int:
        """Minutes by which the start ``start`` misses the time that the guardians were given."""
        late = 0 if self.starts_until is None else max(start - self.starts_until, 0)
        return max(self.starts_from - start, 0) + late


def place_of(*, is_follow_up: bool, keeps_out: bool, has_guests: bool) -> Place:
    """Where an item belongs: left over from last time first, one that keeps somebody out last.

    Whoever is to leave then leaves for good, and a meeting that ends early tells nothing. An item
    whose guardians come at an hour stands where the hour is.
    """
    if has_guests:
        return Place.ANYWHERE
    if keeps_out:
        return Place.LAST
    return Place.FIRST if is_follow_up else Place.ANYWHERE


@dataclass(frozen=True, slots=True)
class Cost:
    """What an order costs, worst first.

    ``wait_minutes`` are guardians' minutes off their time; ``telling`` counts the times when
    somebody is kept out in the middle, between two items that everybody attends; ``entries`` counts
    people who come in, at the start as well.
    """

    wait_minutes: int
    telling: int
    entries: int

    def __int__(self) -> int:
        return self.wait_minutes * _WAIT + self.telling * _TELLS + self.entries


def cost_of(order: Sequence[Item], *, is_discreet: bool = True) -> Cost:
    """What an order costs. ``is_discreet`` counts the exits that tell."""
    everyone = frozenset[int]().union(*(item.members for item in order))
    wait = start = 0
    for item in order:
        wait += item.wait(start)
        start += item.minutes
    entries = len(order[0].members) if order else 0
    entries += sum(len(later.members - item.members) for item, later in pairwise(order))
    telling, seen_full = 0, False
    for item, later in pairwise(order):
        seen_full = seen_full or item.members == everyone
        telling += seen_full and item.members != everyone and later.members == everyone
    return Cost(wait, telling if is_discreet else 0, entries)


def propose_order(items: Iterable[Item], *, is_discreet: bool = True) -> tuple[Item, ...]:
    """The cheapest order; of equally cheap ones the one nearest to the order given.

    Exact up to :data:`EXACT_UP_TO` items. ``is_discreet`` puts items that somebody is kept out of
    first or last, where coming late or leaving early tells nothing.
    """
    given = tuple(items)
    order: list[Item] = []
    groups = [[item for item in given if item.place is place] for place in Place]
    if len(given) <= EXACT_UP_TO:
        return _solve(given, is_discreet=is_discreet)
    for group in groups:
        for first in range(0, len(group), EXACT_UP_TO):
            order += _solve(tuple(group[first : first + EXACT_UP_TO]), is_discreet=is_discreet)
    return _improve(tuple(order), is_discreet=is_discreet)


def _solve(items: tuple[Item, ...], *, is_discreet: bool) -> tuple[Item, ...]:
    """Held and Karp: the best cost of having dealt with a set of items, by the last of them."""
    if not items:
        return ()
    table = _Table(items, is_discreet=is_discreet)
    return tuple(items[number] for number in table.walk())


class _Table:
    """Costs from the end: what remains to be paid, having dealt with a set, the last being so."""

    def __init__(self, items: tuple[Item, ...], *, is_discreet: bool) -> None:
        self.items, self.count = items, len(items)
        everyone = frozenset[int]().union(*(item.members for item in items))
        self.is_full = np.array([item.members == everyone for item in items])
        self.is_discreet = is_discreet
        size = 1 << self.count
        masks = np.arange(size)
        self.has = [(masks >> number & 1).astype(bool) for number in range(self.count)]
        self.start = sum(
            (self.has[number] * item.minutes for number, item in enumerate(items)),
            np.zeros(size, dtype=np.int64),
        )
        self.with_full = np.zeros(size, dtype=bool)
        for number in range(self.count):
            if self.is_full[number]:
                self.with_full |= self.has[number]
        self.enter = np.array(
            [[len(later.members - item.members) for later in items] for item in items]
        )
        self.allowed = self._allowed(size)
        self.wait = [self._wait(number) for number in range(self.count)]
        self.left = self._fill(size)

    def _allowed(self, size: int) -> list[np.ndarray]:
        """Where an item may come next: what must stand before it is dealt with."""
        allowed = []
        for number, item in enumerate(self.items):
            may = np.ones(size, dtype=bool)
            for other, before in enumerate(self.items):
                if before.place < item.place:
                    may &= self.has[other]
            allowed.append(may & ~self.has[number])
        return allowed

    def _wait(self, number: int) -> np.ndarray:
        item, start = self.items[number], self.start
        wait = np.maximum(item.starts_from - start, 0)
        if item.starts_until is not None:
            wait = wait + np.maximum(start - item.starts_until, 0)
        return wait * _WAIT

    def _step(self, last: int, number: int, masks: np.ndarray) -> np.ndarray:
        """What it costs to take an item next, when ``last`` was the one before."""
        cost = self.wait[number][masks] + self.enter[last, number]
        if self.is_discreet and not self.is_full[last] and self.is_full[number]:
            cost = cost + self.with_full[masks] * _TELLS
        return np.asarray(cost)

    def _fill(self, size: int) -> np.ndarray:
        left = np.full((size, self.count), _NEVER, dtype=np.int64)
        left[size - 1] = 0
        sizes = sum(has.astype(np.int64) for has in self.has)
        for dealt_with in range(self.count - 1, 0, -1):
            masks = np.flatnonzero(sizes == dealt_with)
            for number in range(self.count):
                open_to = masks[self.allowed[number][masks]]
                after = left[open_to | 1 << number, number]
                for last in range(self.count):
                    is_last = self.has[last][open_to]
                    at = open_to[is_last]
                    cost = self._step(last, number, at) + after[is_last]
                    left[at, last] = np.minimum(left[at, last], cost)
        return left

    def walk(self) -> list[int]:
        """The items' numbers in the cheapest order, the earliest given first where it is equal."""
        first = [
            int(self.wait[number][0]) + len(self.items[number].members)
            + int(self.left[1 << number, number])
            if self.allowed[number][0]
            else _NEVER
            for number in range(self.count)
        ]  # fmt: skip
        order = [int(np.argmin(first))]
        mask = 1 << order[0]
        while len(order) < self.count:
            here = np.array([mask])
            cost = [
                int(self._step(order[-1], number, here)[0])
                + int(self.left[mask | 1 << number, number])
                if self.allowed[number][mask]
                else _NEVER
                for number in range(self.count)
            ]
            order.append(int(np.argmin(cost)))
            mask |= 1 << order[-1]
        return order


def _improve(order: tuple[Item, ...], *, is_discreet: bool) -> tuple[Item, ...]:
    """Move single items as long as that makes the order cheaper."""
    best = int(cost_of(order, is_discreet=is_discreet))
    found = True
    while found:
        found = False
        for taken in range(len(order)):
            rest = order[:taken] + order[taken + 1 :]
            for place in range(len(order)):
                tried = (*rest[:place], order[taken], *rest[place:])
                if not _keeps_places(tried):
                    continue
                cost = int(cost_of(tried, is_discreet=is_discreet))
                if cost < best:
                    order, best, found = tried, cost, True
                    break
    return order


def _keeps_places(order: Sequence[Item]) -> bool:
    return all(item.place <= later.place for item, later in pairwise(order))


@dataclass(frozen=True, slots=True)
class Turn:
    """What happens before an item: who goes out, who comes in, who is in the room during it."""

    item: Item
    start: int
    leave: frozenset[int]
    enter: frozenset[int]


def list_turns(order: Sequence[Item], present: frozenset[int]) -> tuple[Turn, ...]:
    """The way through the meeting, for the chair alone. ``present`` are those who have come."""
    turns: list[Turn] = []
    room: frozenset[int] = frozenset()
    start = 0
    for item in order:
        wanted = item.members & present
        turns.append(Turn(item, start, room - wanted, wanted - room))
        room, start = wanted, start + item.minutes
    return tuple(turns)


@dataclass(frozen=True, slots=True)
class Block:
    """A time at which a member is needed, from minute to minute, and the items in it, in order."""

    start: int
    end: int
    items: tuple[Item, ...]


def list_blocks(order: Sequence[Item], member: int) -> tuple[Block, ...]:
    """A member's own agenda: when to be there, and for what.

    Holds no number, length or clock time of any item of its own, so that nothing is missing from
    it. Whoever has more than one block could wonder what lies between: see :func:`is_telling`.
    """
    blocks: list[Block] = []
    start = 0
    for item in order:
        end = start + item.minutes
        if member in item.members:
            if blocks and blocks[-1].end == start:
                last = blocks.pop()
                blocks.append(Block(last.start, end, (*last.items, item)))
            else:
                blocks.append(Block(start, end, (item,)))
        start = end
    return tuple(blocks)


def is_telling(order: Sequence[Item], member: int) -> bool:
    """True when the member is sent out and called back: the gap tells that there is something."""
    return len(list_blocks(order, member)) > 1
