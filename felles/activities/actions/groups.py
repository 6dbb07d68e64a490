"""Writes of small groups: places, the line for them, parts, and who is kept apart.

The ledger gets the place's or the pair's own id and no pupil: once the row is forgotten, nothing
tells who was in a group, or which two were kept apart.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime

from django.db import transaction
from django.db.models import Exists, F, OuterRef, Q

from felles.activities.models import (
    CourseAttendance,
    CoursePlace,
    CourseSeries,
    CourseSession,
    NotTogether,
)
from felles.activities.queries.groups import Course, Group, get_course, get_group, list_pair_ids
from felles.ledger.actions import Change, record_change, record_changes
from felles.meetings.queries import NotThere
from felles.people.models import Pupil
from felles.people.queries import find_pupil_by_public_id, list_pupils_by_public_id
from felles.rules.access import Actor
from felles.rules.course_groups import (
    GROUP_CHANGED,
    NOT_TOGETHER,
    may_change_group,
    may_keep_apart,
    may_make_groups,
    may_take_seat,
    name_parts,
)
from felles.rules.courses import PlaceState


def add_to_group(
    *, by: Actor, at: datetime, public_id: str, pupil: str, part: str = "A", anyway: bool = False
) -> CoursePlace:
    """Give a pupil a place, or the last place in the line when the group is full.

    Whoever makes groups is warned of a pair once, and puts them together ``anyway`` or not.

    Raises:
        NotThere: the group or the pupil is not there for the actor.
        Refused: the group does not change any more, or the pupil is not to be with another.
    """
    course = _may_change(by, public_id)
    found = _find_pupil(by, pupil)
    group = get_group(by, course)
    known = next((one for one in [*group.members, *group.waiting] if one.pupil == found), None)
    if known is not None:
        return known
    if not group.is_full and not anyway:
        _warn(by, group, found.pk, part)
    with transaction.atomic():
        place, _new = CoursePlace.objects.update_or_create(
            series=course.series, pupil=found, defaults=_seated(by, at, group, part)
        )
        _tell_place(by, at, "course.place", place, {"state": place.state})
    return place


def _seated(by: Actor, at: datetime, group: Group, part: str) -> dict[str, object]:
    waits = group.is_full
    return {
        "state": PlaceState.WAITING.value if waits else PlaceState.IN.value,
        "waiting_since": at if waits else None,
        "from_on": None if waits else by.on,
        "until_on": None,
        "part": _known_part(part),
    }


def give_place(
    *, by: Actor, at: datetime, public_id: str, pupil: str, anyway: bool = False
) -> None:
    """Give a place to one who waits, into part A.

    Raises:
        NotThere: the group is not there for the actor, or the pupil is not in the line.
        Refused: the group is full or over, or the pupil is not to be with another.
    """
    course = _may_change(by, public_id)
    group = get_group(by, course)
    place = _find_place(group.waiting, pupil)
    may_take_seat(is_full=group.is_full).require()
    if not anyway:
        _warn(by, group, place.pupil_id, place.part)
    _change_place(by, at, place, state=PlaceState.IN.value, from_on=by.on, until_on=None)


def leave_group(*, by: Actor, at: datetime, public_id: str, pupil: str) -> None:
    """Take a pupil out of the group or the line; attendance so far stays.

    Raises:
        NotThere: the group is not there for the actor, or the pupil is not in it.
        Refused: the group does not change any more.
    """
    group = get_group(by, _may_change(by, public_id))
    place = _find_place([*group.members, *group.waiting], pupil)
    _change_place(by, at, place, state=PlaceState.LEFT.value, until_on=by.on)


def move_to_part(
    *, by: Actor, at: datetime, public_id: str, pupil: str, part: str, anyway: bool = False
) -> None:
    """Move a pupil to another part of the group.

    Raises:
        NotThere: the group is not there for the actor, or the pupil has no place in it.
        Refused: the group does not change any more, or the pupil is not to be with another there.
    """
    group = get_group(by, _may_change(by, public_id))
    place = _find_place(group.members, pupil)
    if not anyway:
        _warn(by, group, place.pupil_id, part)
    _change_place(by, at, place, part=_known_part(part))


def set_parts(*, by: Actor, at: datetime, public_id: str, parts: Mapping[str, str]) -> None:
    """Take a proposed division as it was shown: the part of each pupil, by the pupil's id.

    Raises:
        NotThere: the group is not there for the actor.
        Refused: the group does not change any more, or has changed since it was shown.
    """
    group = get_group(by, _may_change(by, public_id))
    if {place.pupil.public_id for place in group.members} != set(parts):
        GROUP_CHANGED.require()
    moved = []
    for place in group.members:
        part = _known_part(parts[place.pupil.public_id])
        if part != place.part:
            place.part = part
            moved.append(place)
    with transaction.atomic():
        CoursePlace.objects.bulk_update(moved, ["part"])
        record_changes(
            by=by,
            at=at,
            changes=[
                Change("course.part", "CoursePlace", one.pk, codes={"part": one.part})
                for one in moved
            ],
        )


def keep_apart(*, by: Actor, at: datetime, pupils: tuple[str, str]) -> None:
    """Write down that two pupils are not put together. No reason is asked for or kept.

    Raises:
        NotThere: one of the pupils is not there for the actor.
        Refused: the role does not make groups, or it is the same pupil twice.
    """
    may_keep_apart(by, *pupils).require()
    found = list_pupils_by_public_id(by, pupils)
    if not set(pupils) <= set(found):
        raise NotThere
    first, second = sorted(found.values(), key=lambda pupil: pupil.pk)
    with transaction.atomic():
        pair, is_new = NotTogether.objects.get_or_create(
            first=first,
            second=second,
            defaults={"school_id": by.organisation_id, "by_id": by.user_id, "at": at},
        )
        if is_new:
            record_change(
                by=by, at=at, action="apart.set", object_type="NotTogether", object_id=pair.pk
            )


def end_apart(*, by: Actor, at: datetime, pupils: tuple[str, str]) -> None:
    """Let two pupils be put together again. Asked twice, nothing more happens.

    Raises:
        NotThere: one of the pupils is not there for the actor.
        Refused: the role does not make groups.
    """
    may_make_groups(by).require()
    found = list_pupils_by_public_id(by, pupils)
    if len(found) != len(set(pupils)):
        raise NotThere
    pairs = NotTogether.objects.filter(
        first__in=found.values(), second__in=found.values(), school_id=by.organisation_id
    )
    with transaction.atomic():
        for pair in pairs.order_by("pk"):
            record_change(
                by=by, at=at, action="apart.end", object_type="NotTogether", object_id=pair.pk
            )
        pairs.delete()


def forget_old_groups(*, before: datetime) -> int:
    """Delete who was in groups and who came, of series that ended before the instant; how many.

    A series that nobody has ended is over when its last session is.
    """
    later = CourseSession.objects.filter(series_id=OuterRef("pk"), ends_at__gte=before)
    over = CourseSeries.objects.filter(
        Q(ended_at__lt=before)
        | (Q(ended_at__isnull=True, first_on__lt=before.date()) & ~Exists(later))
    )
    gone = CourseAttendance.objects.filter(session__series__in=over).delete()[0]
    return gone + CoursePlace.objects.filter(series__in=over).delete()[0]


def forget_pairs_of_former(*, today: date) -> int:
    """Delete pairs of which one has left the school; returns how many."""
    left = Q(first__left_on__lte=today) | Q(second__left_on__lte=today)
    moved = ~Q(first__school_id=F("school_id")) | ~Q(second__school_id=F("school_id"))
    return NotTogether.objects.filter(left | moved).delete()[0]


def _may_change(by: Actor, public_id: str) -> Course:
    course = get_course(by, public_id)
    may_change_group(by, course.facts).require()
    return course


def _find_pupil(by: Actor, public_id: str) -> Pupil:
    found = find_pupil_by_public_id(by, public_id)
    if found is None:
        raise NotThere
    return found


def _find_place(places: list[CoursePlace], pupil: str) -> CoursePlace:
    found = next((place for place in places if place.pupil.public_id == pupil), None)
    if found is None:
        raise NotThere
    return found


def _known_part(part: str) -> str:
    return part if part and part in name_parts(26) and len(part) == 1 else "A"


def _warn(by: Actor, group: Group, pupil_id: int, part: str) -> None:
    """Refuse where the pupil would come together with one who is kept apart from the pupil."""
    there = {place.pupil_id for place in group.parts.get(part, [])} | {pupil_id}
    if any(pupil_id in pair for pair in list_pair_ids(by, there)):
        NOT_TOGETHER.require()


def _change_place(by: Actor, at: datetime, place: CoursePlace, **fields: object) -> None:
    """Change a place as it was seen; a place that somebody has changed meanwhile is left alone."""
    with transaction.atomic():
        seen = CoursePlace.objects.filter(pk=place.pk, state=place.state, part=place.part)
        if not seen.update(**fields):
            GROUP_CHANGED.require()
        codes = {key: str(value) for key, value in fields.items() if key in ("state", "part")}
        _tell_place(by, at, "course.place", place, codes)


def _tell_place(
    by: Actor, at: datetime, action: str, place: CoursePlace, codes: Mapping[str, str]
) -> None:
    record_change(
        by=by, at=at, action=action, object_type="CoursePlace", object_id=place.pk, codes=codes
    )
