"""What is noted of the life outside the classroom.

No row here has a path to a pupil, a class or a case.
"""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models import F, Q

from felles.people.models import Organisation, User
from felles.rules.outreach import TEXT_LONGEST, Arena, HowMany, Level, What


class OutreachNote(models.Model):
    """Something seen in the yard, the corridor or the neighbourhood: coded, and nameless.

    ``at`` is when it happened and ``received_at`` when the server got it, later when the phone had
    no net. ``client_key`` is the phone's own: the same note sent again is the same note. The
    author is kept for that alone, and is shown to nobody.
    """

    school = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    author = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()
    received_at = models.DateTimeField()
    arena = models.CharField(max_length=16, choices=[(one.value, one.value) for one in Arena])
    what = models.CharField(max_length=16, choices=[(one.value, one.value) for one in What])
    how_many = models.CharField(max_length=4, choices=[(one.value, one.value) for one in HowMany])
    level = models.CharField(max_length=16, choices=[(one.value, one.value) for one in Level])
    text = models.CharField(max_length=TEXT_LONGEST, blank=True)
    client_key = models.CharField(max_length=40)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["author", "client_key"], name="outreach_sent_once"),
            models.CheckConstraint(
                condition=Q(at__lte=F("received_at")), name="outreach_not_in_the_future"
            ),
            models.CheckConstraint(condition=~Q(client_key=""), name="outreach_has_its_key"),
        ]
        indexes: ClassVar = [models.Index(fields=["school", "-at"], name="outreach_school_at")]

    def __str__(self) -> str:
        return f"note #{self.pk}"
