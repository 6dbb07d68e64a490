"""The structure of meetings: made from the guide's templates, and adapted by those who meet."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import datetime, time, timedelta

from django.db import transaction
from django.db.models import F

from felles.ledger.actions import record_change
from felles.meetings.actions.meetings import MeetingChanged
from felles.meetings.models import Attendee, Meeting, Series, SeriesMember, Team
from felles.meetings.queries.series import (
    get_series,
    get_structure,
    list_candidates,
    list_missing,
    suggest_posts,
)
from felles.meetings.queries.teams import find_team
from felles.people.models import Organisation, Post
from felles.rules.access import Actor
from felles.rules.decision import Decision
from felles.rules.meetings import TEMPLATES, MeetingKind, MeetingState, Reply
from felles.rules.text import N_

NOT_A_CANDIDATE = Decision.no(N_("En av dem du valgte, kan ikke være med. Se over lista."))


@dataclass(frozen=True, slots=True)
class SeriesText:
    """What a series is like. ``weekday`` and ``starts_at`` are both there or neither;
    ``first_week`` is counted from 0."""

    name: str
    every_weeks: int
    minutes: int
    place: str = ""
    is_active: bool = True
    weekday: int | None = None
    starts_at: time | None = None
    first_week: int = 0


def create_structure(*, by: Actor, at: datetime, public_id: str) -> int:
    """Make the series of a school or service that the guide names and that are missing.

    Who takes part is suggested from the roles; returns how many series were made.

    Raises:
        NotThere: there is no such school or service for the actor.
    """
    structure = get_structure(by, public_id)
    organisation = structure.organisation
    candidates = list_candidates(by, organisation)
    with transaction.atomic():
        # Two who click at once make one structure.
        Organisation.objects.select_for_update().get(pk=organisation.pk)
        missing = list_missing(organisation, list(Series.objects.filter(organisation=organisation)))
        for template in missing:
            posts = suggest_posts(organisation, template.kind, candidates)
            _make_series(by, at, organisation, template.kind, "", posts)
    return len(missing)


def add_series(
    *, by: Actor, at: datetime, public_id: str, kind: MeetingKind, name: str = ""
) -> Series:
    """Make one more series of a kind, with the template's length and rhythm.

    Raises:
        NotThere: there is no such school or service for the actor.
        Refused: a school has one innsatsteam.
    """
    structure = get_structure(by, public_id)
    organisation = structure.organisation
    if kind is MeetingKind.INNSATSTEAM and any(row.kind == kind.value for row in structure.series):
        Decision.no(N_("Skolen har innsatsteam allerede.")).require()
    with transaction.atomic():
        posts = suggest_posts(organisation, kind, list_candidates(by, organisation))
        return _make_series(by, at, organisation, kind, name.strip(), posts)


def _make_series(
    by: Actor,
    at: datetime,
    organisation: Organisation,
    kind: MeetingKind,
    name: str,
    posts: Iterable[Post],
) -> Series:
    template = TEMPLATES[kind]
    team = find_team(organisation.pk) if kind is MeetingKind.INNSATSTEAM else None
    row = Series.objects.create(
        kind=kind.value,
        name=name,
        organisation=organisation,
        team=team,
        every_weeks=team.cadence_weeks if team else template.every_weeks,
        minutes=template.minutes,
    )
    SeriesMember.objects.bulk_create(
        SeriesMember(series=row, post=post, from_on=by.on) for post in posts
    )
    _log(by, at, row, "series.create")
    return row


def _log(by: Actor, at: datetime, row: Series, action: str, **codes: str | int | bool) -> None:
    record_change(
        by=by,
        at=at,
        action=action,
        object_type="Series",
        object_id=row.pk,
        codes={"kind": row.kind, **codes},
    )


def change_series(
    *,
    by: Actor,
    at: datetime,
    public_id: str,
    version: int,
    text: SeriesText,
    post_ids: Collection[int],
    substitute_ids: Collection[int] = (),
) -> None:
    """Adapt a series: name, rhythm, length, place, fixed time, who takes part, whether it is used.

    The innsatsteam's time is found in the year wheel, so that it stays as it is. Who joins or
    leaves does so in the coming meetings that nobody is called to yet, too.

    Raises:
        NotThere: there is no such series for the actor.
        MeetingChanged: somebody else was first; nothing was written.
        Refused: a time without a day, or somebody who cannot take part.
    """
    row = get_series(by, public_id)
    if (text.weekday is None) is not (text.starts_at is None):
        Decision.no(N_("Velg både ukedag og klokkeslett, eller ingen av dem.")).require()
    with transaction.atomic():
        changed = Series.objects.filter(pk=row.pk, version=version).update(
            version=F("version") + 1,
            name=text.name.strip(),
            every_weeks=text.every_weeks,
            minutes=text.minutes,
            place=text.place.strip(),
            is_active=text.is_active,
            **_times(row, text),
        )
        if not changed:
            raise MeetingChanged
        if row.team_id is not None:
            Team.objects.filter(pk=row.team_id).update(cadence_weeks=text.every_weeks)
        joined, left = _set_members(by, row, set(post_ids), set(substitute_ids))
        _follow(at, row, joined, left)
        _log(
            by,
            at,
            row,
            "series.change",
            every_weeks=text.every_weeks,
            minutes=text.minutes,
            is_active=text.is_active,
            joined=len(joined),
            left=len(left),
        )


def _times(row: Series, text: SeriesText) -> dict[str, object]:
    """The fixed time to keep; the week fits a new rhythm also where the time stays."""
    if row.kind == MeetingKind.INNSATSTEAM.value:
        week = row.first_week
        return {} if week is None else {"first_week": week % text.every_weeks}
    is_timed = text.weekday is not None
    return {
        "weekday": text.weekday,
        "starts_at": text.starts_at,
        "first_week": text.first_week % text.every_weeks if is_timed else None,
    }


def _set_members(
    by: Actor, row: Series, regular: set[int], substitutes: set[int]
) -> tuple[set[int], set[int]]:
    """Ends and begins memberships; returns the posts that now take part regularly, or no more."""
    wanted = {**dict.fromkeys(substitutes, True), **dict.fromkeys(regular, False)}
    now = {member.post_id: member for member in row.members.filter(until_on=None)}
    allowed = {post.pk for post in list_candidates(by, row.organisation)} | set(now)
    if set(wanted) - allowed:
        NOT_A_CANDIDATE.require()
    for post_id, member in now.items():
        if wanted.get(post_id) is not member.is_substitute:
            # Ended the day before, or today for who joined today: a period has a first day.
            member.until_on = max(by.on - timedelta(days=1), member.from_on)
            member.save(update_fields=["until_on"])
    SeriesMember.objects.bulk_create(
        SeriesMember(series=row, post_id=post_id, is_substitute=is_sub, from_on=by.on)
        for post_id, is_sub in sorted(wanted.items())
        if post_id not in now or now[post_id].is_substitute is not is_sub
    )
    before = {key for key, member in now.items() if not member.is_substitute}
    return regular - before, before - regular


def _follow(at: datetime, row: Series, joined: set[int], left: set[int]) -> None:
    """Let coming meetings that nobody is called to follow the series."""
    coming = Meeting.objects.filter(
        series=row, starts_at__gt=at, called_at=None, state=MeetingState.PLANNED.value
    )
    gone = Attendee.objects.filter(meeting__in=coming, post_id__in=left, reply=Reply.NONE.value)
    gone.filter(presences=None).delete()
    there = set(
        Attendee.objects.filter(meeting__in=coming, post_id__in=joined).values_list(
            "meeting_id", "post_id"
        )
    )
    Attendee.objects.bulk_create(
        Attendee(meeting_id=meeting_id, post_id=post_id)
        for meeting_id in sorted(coming.values_list("pk", flat=True))
        for post_id in sorted(joined)
        if (meeting_id, post_id) not in there
    )
