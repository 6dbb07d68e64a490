"""Series of meetings, the single meetings, and who takes part."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models import Q

from felles.meetings.models.teams import Team
from felles.people.ids import new_public_id
from felles.people.models import Organisation, Post, User
from felles.rules.meetings import MeetingKind, MeetingState, Reply

KINDS = [(kind.value, kind.value) for kind in MeetingKind]
STATES = [(state.value, state.name.lower()) for state in MeetingState]
REPLIES = [(reply.value, reply.name.lower()) for reply in Reply]


class Series(models.Model):
    """A meeting that comes again: whose, of which kind, how often, at which fixed time.

    ``weekday`` (0 is Monday), ``starts_at`` and ``first_week`` (which of the ``every_weeks``
    teaching weeks, from 0) are empty until the year is planned. ``minutes`` is the length.
    """

    public_id = models.CharField(max_length=8, unique=True, default=new_public_id, editable=False)
    kind = models.CharField(max_length=16, choices=KINDS)
    name = models.CharField(max_length=120, blank=True)
    organisation = models.ForeignKey(
        Organisation, on_delete=models.PROTECT, related_name="meeting_series"
    )
    team = models.OneToOneField(Team, null=True, on_delete=models.PROTECT, related_name="series")
    every_weeks = models.PositiveSmallIntegerField()
    minutes = models.PositiveSmallIntegerField()
    weekday = models.PositiveSmallIntegerField(null=True)
    starts_at = models.TimeField(null=True)
    first_week = models.PositiveSmallIntegerField(null=True)
    place = models.CharField(max_length=120, blank=True)
    is_active = models.BooleanField(default=True)
    version = models.PositiveIntegerField(default=1)

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(every_weeks__gte=1, every_weeks__lte=12), name="series_weeks_in_range"
            ),
            models.CheckConstraint(
                condition=Q(minutes__gte=10, minutes__lte=480), name="series_minutes_in_range"
            ),
            models.CheckConstraint(
                condition=Q(weekday__isnull=True, starts_at__isnull=True, first_week__isnull=True)
                | Q(
                    weekday__lte=4, starts_at__isnull=False, first_week__lt=models.F("every_weeks")
                ),
                name="series_time_whole_or_none",
            ),
            models.CheckConstraint(
                condition=Q(team__isnull=True) | Q(kind=MeetingKind.INNSATSTEAM.value),
                name="series_team_is_innsatsteam",
            ),
        ]
        indexes: ClassVar = [
            models.Index(fields=["organisation", "kind"], name="series_organisation_kind")
        ]

    def __str__(self) -> str:
        return f"series #{self.pk}"

    @property
    def title(self) -> str:
        """What the meetings are called: an own name, else the kind's as a message id."""
        return self.name or MeetingKind(self.kind).label


class SeriesMember(models.Model):
    """A post that takes part in a series, regularly or as a substitute. Ended, never removed."""

    series = models.ForeignKey(Series, on_delete=models.CASCADE, related_name="members")
    post = models.ForeignKey(Post, on_delete=models.PROTECT, related_name="+")
    is_substitute = models.BooleanField(default=False)
    from_on = models.DateField()
    until_on = models.DateField(null=True)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["series", "post"],
                condition=Q(until_on__isnull=True),
                name="series_member_once",
            ),
            models.CheckConstraint(
                condition=Q(until_on__isnull=True) | Q(until_on__gte=models.F("from_on")),
                name="series_member_period_in_order",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.series_id}:{self.post_id}"


class Meeting(models.Model):
    """One meeting. Holds no word about any child: what is taken up hangs on its agenda rows.

    ``sequence`` counts what those who were called have been told, as calendars do (RFC 5545).
    """

    public_id = models.CharField(max_length=8, unique=True, default=new_public_id, editable=False)
    series = models.ForeignKey(Series, null=True, on_delete=models.PROTECT, related_name="meetings")
    kind = models.CharField(max_length=16, choices=KINDS)
    name = models.CharField(max_length=120, blank=True)
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    starts_at = models.DateTimeField()
    ends_at = models.DateTimeField()
    place = models.CharField(max_length=120, blank=True)
    state = models.PositiveSmallIntegerField(choices=STATES, default=MeetingState.PLANNED.value)
    chair = models.ForeignKey(User, null=True, on_delete=models.PROTECT, related_name="+")
    called_at = models.DateTimeField(null=True)
    opened_at = models.DateTimeField(null=True)
    closed_at = models.DateTimeField(null=True)
    cancelled_at = models.DateTimeField(null=True)
    changed_at = models.DateTimeField()
    sequence = models.PositiveIntegerField(default=0)
    version = models.PositiveIntegerField(default=1)

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(ends_at__gt=models.F("starts_at")), name="meeting_ends_after_start"
            ),
            models.CheckConstraint(
                condition=Q(state=MeetingState.CANCELLED.value, cancelled_at__isnull=False)
                | (~Q(state=MeetingState.CANCELLED.value) & Q(cancelled_at__isnull=True)),
                name="meeting_cancelled_when_cancelled",
            ),
        ]
        indexes: ClassVar = [
            models.Index(fields=["organisation", "starts_at"], name="meeting_organisation_at"),
            models.Index(fields=["series", "starts_at"], name="meeting_series_at"),
            models.Index(fields=["state", "starts_at"], name="meeting_state_at"),
        ]

    def __str__(self) -> str:
        return self.public_id

    @property
    def title(self) -> str:
        """What the meeting is called: its own name, else the kind's as a message id."""
        return self.name or MeetingKind(self.kind).label

    @property
    def state_label(self) -> str:
        """Where the meeting stands, as a message id."""
        return MeetingState(self.state).label


class Attendee(models.Model):
    """Somebody who is called to a meeting, in one post, and whether they are in the room now.

    ``come_at`` is when the chair has asked this person to come, when it is not at the start.
    ``stands_in_for`` is who sent a substitute.
    """

    public_id = models.CharField(max_length=8, unique=True, default=new_public_id, editable=False)
    meeting = models.ForeignKey(Meeting, on_delete=models.CASCADE, related_name="attendees")
    post = models.ForeignKey(Post, on_delete=models.PROTECT, related_name="+")
    stands_in_for = models.ForeignKey(
        "self", null=True, on_delete=models.SET_NULL, related_name="stand_ins"
    )
    reply = models.PositiveSmallIntegerField(choices=REPLIES, default=Reply.NONE.value)
    replied_at = models.DateTimeField(null=True)
    come_at = models.TimeField(null=True)
    is_in_room = models.BooleanField(default=False)
    # Null until the meeting is over: then whether the person came at all.
    came = models.BooleanField(null=True)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["meeting", "post"], name="attendee_once"),
        ]
        indexes: ClassVar = [models.Index(fields=["post", "meeting"], name="attendee_post_meeting")]

    def __str__(self) -> str:
        return f"{self.meeting_id}:{self.post_id}"
