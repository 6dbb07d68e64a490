"""A social agent's fixed week, absence, who follows up, and crossings from school to club."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models import F, Q

from felles.people.ids import new_public_id
from felles.people.models import Organisation, Post, User
from felles.rules.agent_week import AwayKind, Side, SlotKind


class WeekSlot(models.Model):
    """A stretch of an agent's fixed week. A new plan ends the rows of the old one.

    ``weekday`` is 0 for Monday. Meetings and courses are not written here: they have rows of
    their own, and a week is drawn from all three.
    """

    post = models.ForeignKey(Post, on_delete=models.PROTECT, related_name="week_slots")
    weekday = models.PositiveSmallIntegerField()
    starts_at = models.TimeField()
    ends_at = models.TimeField()
    kind = models.CharField(max_length=16, choices=[(one.value, one.value) for one in SlotKind])
    place = models.CharField(max_length=80, blank=True)
    from_on = models.DateField()
    until_on = models.DateField(null=True)

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(condition=Q(weekday__lte=4), name="week_slot_on_a_weekday"),
            models.CheckConstraint(
                condition=Q(ends_at__gt=F("starts_at")), name="week_slot_ends_after_start"
            ),
            models.CheckConstraint(
                condition=Q(until_on__isnull=True) | Q(until_on__gte=F("from_on")),
                name="week_slot_period_in_order",
            ),
        ]
        indexes: ClassVar = [models.Index(fields=["post", "from_on"], name="week_slot_post_from")]

    def __str__(self) -> str:
        return f"{self.post_id}:{self.weekday}"


class Away(models.Model):
    """Days on which an agent is away, first and last included. Says widely why, and no more."""

    public_id = models.CharField(max_length=8, unique=True, default=new_public_id, editable=False)
    post = models.ForeignKey(Post, on_delete=models.PROTECT, related_name="away")
    from_on = models.DateField()
    until_on = models.DateField()
    kind = models.CharField(max_length=16, choices=[(one.value, one.value) for one in AwayKind])

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(until_on__gte=F("from_on")), name="away_period_in_order"
            ),
        ]
        indexes: ClassVar = [models.Index(fields=["post", "until_on"], name="away_post_until")]

    def __str__(self) -> str:
        return f"{self.post_id}: {self.from_on}--{self.until_on}"


class FollowUp(models.Model):
    """Who follows up an agent, on one of the two sides (the guide, part 5). Ended, not removed."""

    agent = models.ForeignKey(Post, on_delete=models.PROTECT, related_name="followed_up_by")
    by = models.ForeignKey(Post, on_delete=models.PROTECT, related_name="follows_up")
    side = models.CharField(max_length=8, choices=[(one.value, one.value) for one in Side])
    from_on = models.DateField()
    until_on = models.DateField(null=True)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["agent", "side"],
                condition=Q(until_on__isnull=True),
                name="follow_up_one_a_side",
            ),
            models.CheckConstraint(
                condition=Q(until_on__isnull=True) | Q(until_on__gte=F("from_on")),
                name="follow_up_period_in_order",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.agent_id}:{self.side}"


class Crossing(models.Model):
    """That adults follow children from school to a club on a fixed day, agreed with both sides.

    No child stands here. It begins when both sides have agreed on this version.
    """

    public_id = models.CharField(max_length=8, unique=True, default=new_public_id, editable=False)
    school = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    club = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    weekday = models.PositiveSmallIntegerField()
    starts_at = models.TimeField()
    meet_at = models.CharField(max_length=120)
    hand_over_at = models.CharField(max_length=120)
    from_on = models.DateField()
    until_on = models.DateField(null=True)
    school_agreed_by = models.ForeignKey(
        User, null=True, on_delete=models.PROTECT, related_name="+"
    )
    school_agreed_at = models.DateTimeField(null=True)
    club_agreed_by = models.ForeignKey(User, null=True, on_delete=models.PROTECT, related_name="+")
    club_agreed_at = models.DateTimeField(null=True)
    ended_at = models.DateTimeField(null=True)
    version = models.PositiveIntegerField(default=1)

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(condition=Q(weekday__lte=4), name="crossing_on_a_weekday"),
            models.CheckConstraint(
                condition=Q(school_agreed_by__isnull=True, school_agreed_at__isnull=True)
                | Q(school_agreed_by__isnull=False, school_agreed_at__isnull=False),
                name="crossing_school_agreed_whole",
            ),
            models.CheckConstraint(
                condition=Q(club_agreed_by__isnull=True, club_agreed_at__isnull=True)
                | Q(club_agreed_by__isnull=False, club_agreed_at__isnull=False),
                name="crossing_club_agreed_whole",
            ),
        ]
        indexes: ClassVar = [
            models.Index(fields=["school", "ended_at"], name="crossing_school_ended"),
            models.Index(fields=["club", "ended_at"], name="crossing_club_ended"),
        ]

    def __str__(self) -> str:
        return self.public_id


class CrossingDay(models.Model):
    """One day of a crossing: how many were followed, and who received them, each side its own."""

    crossing = models.ForeignKey(Crossing, on_delete=models.CASCADE, related_name="days")
    on = models.DateField()
    followed_by = models.ForeignKey(Post, null=True, on_delete=models.PROTECT, related_name="+")
    followed = models.PositiveSmallIntegerField(null=True)
    followed_at = models.DateTimeField(null=True)
    received_by = models.ForeignKey(Post, null=True, on_delete=models.PROTECT, related_name="+")
    received = models.PositiveSmallIntegerField(null=True)
    received_at = models.DateTimeField(null=True)
    # Nobody was followed that day; then nobody is waited for.
    is_off = models.BooleanField(default=False)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["crossing", "on"], name="crossing_day_once"),
        ]

    def __str__(self) -> str:
        return f"{self.crossing_id}: {self.on}"
