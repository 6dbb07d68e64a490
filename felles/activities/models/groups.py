"""Who is in a small group, who is kept apart, who came, and three faces before and after.

Being in a small group is for the school alone: nothing here is read for a service.
"""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models import F, Q

from felles.activities.models.courses import CourseSeries, CourseSession
from felles.people.models import Organisation, Pupil, User
from felles.rules.courses import FACES, QUESTIONS, AwayReason, Moment, PlaceState


class CoursePlace(models.Model):
    """A pupil's place in a small group, or in the line for one."""

    series = models.ForeignKey(CourseSeries, on_delete=models.CASCADE, related_name="places")
    pupil = models.ForeignKey(Pupil, on_delete=models.PROTECT, related_name="+")
    part = models.CharField(max_length=1, default="A")
    state = models.CharField(max_length=8, choices=[(one.value, one.value) for one in PlaceState])
    waiting_since = models.DateTimeField(null=True)
    from_on = models.DateField(null=True)
    until_on = models.DateField(null=True)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["series", "pupil"], name="course_place_once"),
            models.CheckConstraint(
                condition=~Q(state=PlaceState.WAITING.value) | Q(waiting_since__isnull=False),
                name="course_place_waits_since",
            ),
        ]
        indexes: ClassVar = [models.Index(fields=["pupil", "state"], name="course_place_pupil")]

    def __str__(self) -> str:
        return f"place #{self.pk}"


class NotTogether(models.Model):
    """Two pupils of one school who are not put in one group. For those who make groups, alone.

    No reason is kept. ``first`` is the lower of the two keys.
    """

    school = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    first = models.ForeignKey(Pupil, on_delete=models.CASCADE, related_name="+")
    second = models.ForeignKey(Pupil, on_delete=models.CASCADE, related_name="+")
    by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["first", "second"], name="not_together_once"),
            models.CheckConstraint(
                condition=Q(first__lt=F("second")), name="not_together_in_order"
            ),
        ]

    def __str__(self) -> str:
        return f"pair #{self.pk}"


class CourseAttendance(models.Model):
    """Whether a pupil came to a session; why not, as widely as can be."""

    session = models.ForeignKey(CourseSession, on_delete=models.CASCADE, related_name="attendance")
    pupil = models.ForeignKey(Pupil, on_delete=models.PROTECT, related_name="+")
    came = models.BooleanField()
    reason = models.CharField(
        max_length=16, choices=[(one.value, one.value) for one in AwayReason], blank=True
    )
    # The pupil has had the same in another way.
    caught_up_on = models.DateField(null=True)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["session", "pupil"], name="course_attendance_once"),
            models.CheckConstraint(
                condition=Q(came=True, reason="", caught_up_on__isnull=True) | Q(came=False),
                name="course_attendance_reason_when_away",
            ),
        ]

    def __str__(self) -> str:
        return f"attendance #{self.pk}"


class SmileyRound(models.Model):
    """The three questions, asked of a group once before and once after. No answer has a pupil."""

    series = models.ForeignKey(CourseSeries, on_delete=models.CASCADE, related_name="smileys")
    moment = models.CharField(max_length=8, choices=[(one.value, one.value) for one in Moment])
    answers = models.PositiveSmallIntegerField(default=0)
    opened_at = models.DateTimeField()
    closed_at = models.DateTimeField(null=True)
    version = models.PositiveIntegerField(default=1)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["series", "moment"], name="smiley_round_once"),
        ]

    def __str__(self) -> str:
        return f"{self.series_id}:{self.moment}"


class SmileyCount(models.Model):
    """How many in a round chose a face for a question."""

    round = models.ForeignKey(SmileyRound, on_delete=models.CASCADE, related_name="counts")
    question = models.PositiveSmallIntegerField()
    face = models.PositiveSmallIntegerField()
    count = models.PositiveSmallIntegerField(default=0)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["round", "question", "face"], name="smiley_count_once"),
            models.CheckConstraint(
                condition=Q(question__in=QUESTIONS, face__in=FACES), name="smiley_count_known"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.round_id}:{self.question}:{self.face}"
