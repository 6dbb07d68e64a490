"""Writes of crossings: propose, agree, change, end, and what each side notes of a day."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, time

from django.db import transaction
from django.db.models import F

from felles.activities.models import Crossing, CrossingDay
from felles.activities.queries import get_crossing, is_agreed_on
from felles.ledger.actions import record_change
from felles.meetings.queries import NotThere
from felles.people.queries import find_organisation
from felles.rules.access import Actor
from felles.rules.agent_week import Side
from felles.rules.crossings import check_number, may_note, may_propose, side_of
from felles.rules.decision import Decision
from felles.rules.roles import OrgKind
from felles.rules.text import N_

_ENDED = Decision.no(N_("Overgangen er avsluttet."))
_STALE = Decision.no(N_("Noen andre endret avtalen mens du holdt på. Se over, og send igjen."))
_WEEKEND = Decision.no(N_("Overgangen må være på en dag fra mandag til fredag."))


@dataclass(frozen=True, slots=True)
class CrossingText:
    """What is agreed on: when, where they meet, and where the children are handed over."""

    weekday: int
    starts_at: time
    meet_at: str
    hand_over_at: str
    from_on: date


def propose_crossing(*, by: Actor, at: datetime, other: str, text: CrossingText) -> Crossing:
    """Propose a fixed day to the other side. Whoever proposes has agreed.

    ``other`` is the public id of the club, or of the school when a club proposes.

    Raises:
        NotThere: there is no such school or club.
        Refused: not between these two, or no weekday.
    """
    found = find_organisation(other)
    if found is None:
        raise NotThere
    is_club = by.organisation_kind is OrgKind.YOUTH_CLUB
    school, club = (found.pk, by.organisation_id) if is_club else (by.organisation_id, found.pk)
    kinds = (found.kind, by.organisation_kind.value)
    school_kind, club_kind = kinds if is_club else reversed(kinds)
    may_propose(
        by, school_id=school, school_kind=school_kind, club_id=club, club_kind=club_kind
    ).require()
    if is_club and found.pk not in by.school_ids:
        raise NotThere
    _check(text)
    with transaction.atomic():
        row = Crossing.objects.create(school_id=school, club_id=club, **_fields(text))
        _agree(row, by, at)
        _log(by, at, "crossing.propose", row)
    return row


def agree_crossing(*, by: Actor, at: datetime, public_id: str, version: int) -> None:
    """Say for one's own side that it is agreed. Agreeing twice is no mistake.

    Raises:
        NotThere: there is no such crossing for the actor.
        Refused: it has ended, or is another by now.
    """
    with transaction.atomic():
        row = _hold(by, public_id)
        if row.version != version:
            _STALE.require()
        _agree(row, by, at)
        _log(by, at, "crossing.agree", row)


def change_crossing(
    *, by: Actor, at: datetime, public_id: str, version: int, text: CrossingText
) -> None:
    """Change what is agreed on. Both sides must agree anew; whoever changes has agreed.

    Raises:
        NotThere: there is no such crossing for the actor.
        Refused: it has ended, is another by now, or the day is no weekday.
    """
    _check(text)
    with transaction.atomic():
        row = _hold(by, public_id)
        changed = Crossing.objects.filter(pk=row.pk, version=version).update(
            **_fields(text),
            version=F("version") + 1,
            school_agreed_by=None,
            school_agreed_at=None,
            club_agreed_by=None,
            club_agreed_at=None,
        )
        if not changed:
            _STALE.require()
        _agree(row, by, at)
        _log(by, at, "crossing.change", row)


def end_crossing(*, by: Actor, at: datetime, public_id: str) -> None:
    """End a crossing; either side may. What has been noted stays.

    Raises:
        NotThere: there is no such crossing for the actor.
        Refused: it has ended already.
    """
    with transaction.atomic():
        row = _hold(by, public_id)
        Crossing.objects.filter(pk=row.pk).update(ended_at=at, version=F("version") + 1)
        _log(by, at, "crossing.end", row)


def note_crossing(*, by: Actor, at: datetime, public_id: str, number: int) -> None:
    """Note for today how many were followed (the school) or received (the club).

    Noted again, the later number counts.

    Raises:
        NotThere: there is no such crossing for the actor.
        Refused: not today, not agreed, or no such number.
    """
    check_number(number).require()
    with transaction.atomic():
        row, day = _today(by, at, public_id)
        side = side_of(by, school_id=row.school_id, club_id=row.club_id)
        day.is_off = False
        if side is Side.SCHOOL:
            day.followed, day.followed_by_id, day.followed_at = number, by.post_id, at
        else:
            day.received, day.received_by_id, day.received_at = number, by.post_id, at
        day.save()
        _log(by, at, "crossing.note", row)


def call_off_crossing(*, by: Actor, at: datetime, public_id: str) -> None:
    """Say that nobody is followed today, so that nobody is waited for.

    Raises:
        NotThere: there is no such crossing for the actor.
        Refused: not today, or not agreed.
    """
    with transaction.atomic():
        row, day = _today(by, at, public_id)
        day.is_off = True
        day.followed = day.received = None
        day.save()
        _log(by, at, "crossing.off", row)


def forget_old_crossing_days(*, before: date) -> int:
    """Delete what was noted of days before the day; returns how many."""
    return CrossingDay.objects.filter(on__lt=before).delete()[0]


def _hold(by: Actor, public_id: str) -> Crossing:
    """The crossing while it is written: two at once wait for each other."""
    seen = get_crossing(by, public_id)
    row = Crossing.objects.select_for_update().get(pk=seen.pk)
    if row.ended_at is not None:
        _ENDED.require()
    return row


def _today(by: Actor, at: datetime, public_id: str) -> tuple[Crossing, CrossingDay]:
    row = _hold(by, public_id)
    is_agreed = is_agreed_on(row) and row.from_on <= by.on
    may_note(is_agreed=is_agreed, weekday=row.weekday, at=at).require()
    return row, CrossingDay.objects.get_or_create(crossing=row, on=by.on)[0]


def _agree(row: Crossing, by: Actor, at: datetime) -> None:
    mine = {"school": row.school_id, "club": row.club_id}
    [side] = [name for name, pk in mine.items() if pk == by.organisation_id]
    Crossing.objects.filter(pk=row.pk).update(
        **{f"{side}_agreed_by_id": by.user_id, f"{side}_agreed_at": at}
    )


def _check(text: CrossingText) -> None:
    if text.weekday not in range(5):
        _WEEKEND.require()


def _fields(text: CrossingText) -> dict[str, object]:
    return {
        "weekday": text.weekday,
        "starts_at": text.starts_at,
        "meet_at": text.meet_at,
        "hand_over_at": text.hand_over_at,
        "from_on": text.from_on,
    }


def _log(by: Actor, at: datetime, action: str, row: Crossing) -> None:
    record_change(by=by, at=at, action=action, object_type="Crossing", object_id=row.pk)
