"""From the meetings that are there to those that the plan wants: what to make, move, take away.

Meetings that were called, held, cancelled or moved by hand are never touched: they take the place
of the meeting that the plan would have.
Source: docs/adr/0014.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from hashlib import sha256

from felles.rules.year_wheel import Pattern


@dataclass(frozen=True, slots=True)
class Standing:
    """A meeting that is there. ``is_ours`` means that nobody has called, held or moved it.

    ``has_rows`` means that something stands on its agenda: then it is moved, never taken away.
    """

    id: int
    version: int
    series_id: int
    starts_at: datetime
    ends_at: datetime
    name: str
    place: str
    is_ours: bool
    has_rows: bool = False


@dataclass(frozen=True, slots=True)
class Wanted:
    """A meeting that the plan wants."""

    series_id: int
    starts_at: datetime
    ends_at: datetime
    name: str
    place: str


@dataclass(frozen=True, slots=True)
class Steps:
    """What publishing would do. ``kept`` stand as planned; ``left`` are others' and not touched."""

    new: tuple[Wanted, ...] = ()
    changed: tuple[tuple[Standing, Wanted], ...] = ()
    removed: tuple[Standing, ...] = ()
    kept: int = 0
    left: int = 0

    @property
    def is_empty(self) -> bool:
        """True when everything stands as planned."""
        return not (self.new or self.changed or self.removed)


def compare(
    wanted: Iterable[Wanted], standing: Iterable[Standing], *, at: datetime, reach: timedelta
) -> Steps:
    """What to make, move and take away in one series. ``reach`` is half the way between meetings.

    A meeting that is not ours takes the place of the wanted one nearest to it. What is past stays.
    """
    places = sorted(wanted, key=lambda one: one.starts_at)
    there = sorted(standing, key=lambda one: (one.starts_at, one.id))
    ours = [one for one in there if one.is_ours and one.starts_at > at]
    others = [one for one in there if not (one.is_ours and one.starts_at > at)]
    for one in others:
        near = min(places, key=lambda place: abs(place.starts_at - one.starts_at), default=None)
        if near is not None and abs(near.starts_at - one.starts_at) <= reach:
            places.remove(near)
    places = [place for place in places if place.starts_at > at]
    pairs = _pair(places, ours)
    met = {one.id for one, _place in pairs}
    left = [one for one in ours if one.id not in met]
    changed = tuple(pair for pair in pairs if not _is_same(*pair))
    taken = {place for _one, place in pairs}
    return Steps(
        new=tuple(place for place in places if place not in taken),
        changed=changed,
        removed=tuple(one for one in left if not one.has_rows),
        kept=len(pairs) - len(changed),
        left=sum(one.starts_at > at for one in others) + sum(one.has_rows for one in left),
    )


def _pair(places: Sequence[Wanted], ours: Sequence[Standing]) -> list[tuple[Standing, Wanted]]:
    """First those at the very time; then the others in order, those with an agenda first of all."""
    at = {place.starts_at: place for place in places}
    pairs = [(one, at[one.starts_at]) for one in ours if one.starts_at in at]
    taken = {place for _one, place in pairs}
    kept = {one.id for one, _place in pairs}
    rest = [place for place in places if place not in taken]
    free = [one for one in ours if one.id not in kept]
    chosen = sorted(free, key=lambda one: not one.has_rows)[: len(rest)]
    chosen.sort(key=lambda one: one.starts_at)
    return sorted([*pairs, *zip(chosen, rest, strict=False)], key=lambda pair: pair[1].starts_at)


def _is_same(one: Standing, place: Wanted) -> bool:
    return (one.starts_at, one.ends_at, one.name, one.place) == (
        place.starts_at, place.ends_at, place.name, place.place,
    )  # fmt: skip


def add(steps: Iterable[Steps]) -> Steps:
    """The steps of several series together."""
    every = list(steps)
    return Steps(
        new=tuple(place for one in every for place in one.new),
        changed=tuple(pair for one in every for pair in one.changed),
        removed=tuple(gone for one in every for gone in one.removed),
        kept=sum(one.kept for one in every),
        left=sum(one.left for one in every),
    )


def digest(patterns: Mapping[int, Pattern], versions: Mapping[int, int], steps: Steps) -> str:
    """A fingerprint of what publishing would do: what is shown is what is carried out."""
    lines = [
        *(f"{key} {one} {versions.get(key)}" for key, one in sorted(patterns.items())),
        *(repr(place) for place in steps.new),
        *(repr(pair) for pair in steps.changed),
        *(repr(gone) for gone in steps.removed),
    ]
    return sha256("\n".join(lines).encode()).hexdigest()
