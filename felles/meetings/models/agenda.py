"""The lines of an agenda. None of them says anything of a pupil.

A named line is tied to its case by a row in casework; a line without that row has no path to a
pupil, nor to the :class:`AnonymousDiscussion` that came of it (docs/access.md, rule 5).
"""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models import Q

from felles.meetings.models.meetings import Attendee, Meeting
from felles.people.ids import new_public_id
from felles.rules.meetings import RowKind, RowState

ROW_KINDS = [(kind.value, kind.value) for kind in RowKind]
ROW_STATES = [(state.value, state.name.lower()) for state in RowState]


class AgendaRow(models.Model):
    """One line: its place in the order, how long it takes, when guardians come.

    ``position`` counts from 1 and is nobody's to see but the chair's: others get their own agenda
    without numbers. ``title`` stands on common points only.
    """

    public_id = models.CharField(max_length=8, unique=True, default=new_public_id, editable=False)
    meeting = models.ForeignKey(Meeting, on_delete=models.CASCADE, related_name="rows")
    kind = models.CharField(max_length=12, choices=ROW_KINDS)
    title = models.CharField(max_length=120, blank=True)
    position = models.PositiveSmallIntegerField()
    minutes = models.PositiveSmallIntegerField(default=15)
    guardians_at = models.TimeField(null=True)
    is_follow_up = models.BooleanField(default=False)
    state = models.PositiveSmallIntegerField(choices=ROW_STATES, default=RowState.WAITING.value)
    opened_at = models.DateTimeField(null=True)
    done_at = models.DateTimeField(null=True)
    version = models.PositiveIntegerField(default=1)

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(title="") | Q(kind=RowKind.COMMON.value), name="row_title_is_common"
            ),
            models.CheckConstraint(
                condition=Q(guardians_at__isnull=True) | Q(kind=RowKind.CASE.value),
                name="row_guardians_have_a_case",
            ),
            models.CheckConstraint(
                condition=Q(minutes__gte=1, minutes__lte=240), name="row_minutes_in_range"
            ),
            models.UniqueConstraint(
                fields=["meeting"],
                condition=Q(state=RowState.OPEN.value),
                name="row_one_open_a_meeting",
            ),
        ]
        indexes: ClassVar = [
            models.Index(fields=["meeting", "position"], name="row_meeting_position")
        ]

    def __str__(self) -> str:
        return self.public_id

    @property
    def state_label(self) -> str:
        """How far the line has come, as a message id."""
        return RowState(self.state).label


class Presence(models.Model):
    """That somebody was in the room while a line was dealt with."""

    row = models.ForeignKey(AgendaRow, on_delete=models.CASCADE, related_name="presences")
    attendee = models.ForeignKey(Attendee, on_delete=models.CASCADE, related_name="presences")

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["row", "attendee"], name="presence_once"),
        ]

    def __str__(self) -> str:
        return f"{self.row_id}:{self.attendee_id}"


class RowText(models.Model):
    """What is being typed under a line, field by field, saved as it is typed.

    Rows are only added: ``revision`` counts from 1 in each field, and the constraint lets one of
    two writers be first. Nothing that anybody typed is lost. Of a discussion without a name no
    writer is kept. Read only by way of the line: a case's through its visible case.
    """

    row = models.ForeignKey(AgendaRow, on_delete=models.CASCADE, related_name="texts")
    field = models.CharField(max_length=32)
    revision = models.PositiveIntegerField()
    text = models.TextField(blank=True)
    by_id = models.BigIntegerField(null=True)
    at = models.DateTimeField()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["row", "field", "revision"], name="row_text_once"),
        ]

    def __str__(self) -> str:
        return f"{self.row_id}:{self.field}:{self.revision}"
