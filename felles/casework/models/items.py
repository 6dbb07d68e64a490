"""What ties a case to a line of an agenda."""

from __future__ import annotations

from typing import ClassVar

from django.db import models

from felles.casework.models.case import Case
from felles.meetings.models import AgendaRow
from felles.people.models import User


class CaseItem(models.Model):
    """That a line of an agenda is about this case. Without this row a line leads to nobody.

    ``question`` is what the meeting shall agree on.
    """

    row = models.OneToOneField(AgendaRow, on_delete=models.CASCADE, related_name="case_item")
    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="items")
    question = models.CharField(max_length=300, blank=True)
    by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        indexes: ClassVar = [models.Index(fields=["case", "at"], name="case_item_case_at")]

    def __str__(self) -> str:
        return f"{self.row_id}:{self.case_id}"
