"""Series of courses, their sessions, guests and suggestions. No pupil stands here."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models import F, Q

from felles.people.ids import new_public_id
from felles.people.models import ClassGroup, Organisation, Post, User
from felles.rules.courses import (
    ROOM_LONGEST,
    CourseState,
    GroupKind,
    GuestReply,
    SessionState,
    SuggestionState,
    WhyNot,
)


class CourseSeries(models.Model):
    """Weekly sessions for a class or a small group, at one school.

    ``themes`` are keys of the catalogue, in order. ``seats`` is for small groups alone.
    """

    public_id = models.CharField(max_length=8, unique=True, default=new_public_id, editable=False)
    school = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    name = models.CharField(max_length=120)
    themes = models.JSONField()
    group = models.CharField(max_length=16, choices=[(one.value, one.value) for one in GroupKind])
    class_group = models.ForeignKey(
        ClassGroup, null=True, on_delete=models.PROTECT, related_name="+"
    )
    grade = models.PositiveSmallIntegerField(null=True)
    held_by = models.ForeignKey(Post, on_delete=models.PROTECT, related_name="+")
    weekday = models.PositiveSmallIntegerField()
    starts_at = models.TimeField()
    minutes = models.PositiveSmallIntegerField()
    room = models.CharField(max_length=ROOM_LONGEST, blank=True)
    first_on = models.DateField()
    seats = models.PositiveSmallIntegerField(null=True)
    state = models.CharField(
        max_length=16,
        choices=[(one.value, one.value) for one in CourseState],
        default=CourseState.PLANNED.value,
    )
    made_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    made_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)
    version = models.PositiveIntegerField(default=1)

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(condition=Q(weekday__lte=4), name="course_on_a_weekday"),
            models.CheckConstraint(
                condition=Q(minutes__gte=10, minutes__lte=240), name="course_minutes_in_range"
            ),
            models.CheckConstraint(
                condition=Q(group=GroupKind.CLASS.value, class_group__isnull=False)
                | Q(group=GroupKind.SMALL_GROUP.value, class_group__isnull=True),
                name="course_class_when_class",
            ),
            models.CheckConstraint(
                condition=Q(state=CourseState.PLANNED.value, ended_at__isnull=True)
                | (~Q(state=CourseState.PLANNED.value) & Q(ended_at__isnull=False)),
                name="course_ended_when_over",
            ),
        ]
        indexes: ClassVar = [
            models.Index(fields=["school", "state", "first_on"], name="course_school_state")
        ]

    def __str__(self) -> str:
        return self.public_id


class CourseHolder(models.Model):
    """A post beside the one that holds the series that may see its group and take attendance."""

    series = models.ForeignKey(CourseSeries, on_delete=models.CASCADE, related_name="holders")
    post = models.ForeignKey(Post, on_delete=models.PROTECT, related_name="+")

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["series", "post"], name="course_holder_once"),
        ]

    def __str__(self) -> str:
        return f"{self.series_id}:{self.post_id}"


class CourseSession(models.Model):
    """One session: when, on what, and whether it took place.

    ``theme`` and ``outline`` are keys of the catalogue. ``sequence`` counts what guests have been
    told, as calendars do (RFC 5545). ``instead_of`` is the session that this one catches up.
    """

    public_id = models.CharField(max_length=8, unique=True, default=new_public_id, editable=False)
    series = models.ForeignKey(CourseSeries, on_delete=models.CASCADE, related_name="sessions")
    number = models.PositiveSmallIntegerField()
    starts_at = models.DateTimeField()
    ends_at = models.DateTimeField()
    room = models.CharField(max_length=ROOM_LONGEST, blank=True)
    theme = models.CharField(max_length=32)
    outline = models.CharField(max_length=32, blank=True)
    state = models.CharField(
        max_length=16,
        choices=[(one.value, one.value) for one in SessionState],
        default=SessionState.PLANNED.value,
    )
    why_not = models.CharField(
        max_length=16, choices=[(one.value, one.value) for one in WhyNot], blank=True
    )
    instead_of = models.ForeignKey(
        "self", null=True, on_delete=models.SET_NULL, related_name="caught_up_by"
    )
    done_at = models.DateTimeField(null=True)
    changed_at = models.DateTimeField()
    sequence = models.PositiveIntegerField(default=0)
    version = models.PositiveIntegerField(default=1)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["series", "number"], name="course_session_number"),
            models.CheckConstraint(
                condition=Q(ends_at__gt=F("starts_at")), name="course_session_ends_after_start"
            ),
            models.CheckConstraint(
                condition=(Q(state=SessionState.NOT_HELD.value) & ~Q(why_not=""))
                | (~Q(state=SessionState.NOT_HELD.value) & Q(why_not="")),
                name="course_session_why_when_not_held",
            ),
        ]
        indexes: ClassVar = [
            models.Index(fields=["series", "starts_at"], name="course_session_series_at"),
            models.Index(fields=["starts_at"], name="course_session_at"),
        ]

    def __str__(self) -> str:
        return self.public_id


class CourseGuest(models.Model):
    """Somebody from outside who is invited to a session: police, drug counsellor, outreach worker.

    The address for the answer is signed, and works until the invitation is taken back.
    """

    public_id = models.CharField(max_length=8, unique=True, default=new_public_id, editable=False)
    session = models.ForeignKey(CourseSession, on_delete=models.CASCADE, related_name="guests")
    organisation_name = models.CharField(max_length=120)
    name = models.CharField(max_length=120, blank=True)
    email = models.EmailField()
    reply = models.CharField(
        max_length=16,
        choices=[(one.value, one.value) for one in GuestReply],
        default=GuestReply.NONE.value,
    )
    invited_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    invited_at = models.DateTimeField()
    replied_at = models.DateTimeField(null=True)

    def __str__(self) -> str:
        return self.public_id


class CourseSuggestion(models.Model):
    """What a teacher or milieu worker suggests: a theme, for a class or a year. No child's name."""

    public_id = models.CharField(max_length=8, unique=True, default=new_public_id, editable=False)
    school = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    by = models.ForeignKey(Post, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()
    theme = models.CharField(max_length=32, blank=True)
    group = models.CharField(max_length=16, choices=[(one.value, one.value) for one in GroupKind])
    class_group = models.ForeignKey(
        ClassGroup, null=True, on_delete=models.PROTECT, related_name="+"
    )
    grade = models.PositiveSmallIntegerField(null=True)
    text = models.CharField(max_length=400, blank=True)
    state = models.CharField(
        max_length=16,
        choices=[(one.value, one.value) for one in SuggestionState],
        default=SuggestionState.NEW.value,
    )
    answer = models.CharField(max_length=300, blank=True)
    answered_by = models.ForeignKey(User, null=True, on_delete=models.PROTECT, related_name="+")
    answered_at = models.DateTimeField(null=True)
    series = models.ForeignKey(
        CourseSeries, null=True, on_delete=models.SET_NULL, related_name="suggestions"
    )

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(state=SuggestionState.NEW.value, answered_at__isnull=True)
                | (~Q(state=SuggestionState.NEW.value) & Q(answered_at__isnull=False)),
                name="suggestion_answered_when_not_new",
            ),
        ]
        indexes: ClassVar = [
            models.Index(fields=["school", "state", "-at"], name="suggestion_school_state")
        ]

    def __str__(self) -> str:
        return self.public_id
