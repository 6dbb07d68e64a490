"""When people can meet, and the calendars that follow them."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models import Q

from felles.people.ids import new_public_id
from felles.people.models import Post, User


class Availability(models.Model):
    """A time of the week at which a post can meet, and how well it suits.

    ``weekday`` 0 is Monday; ``dislike`` 0 is best. Times that are not there are not free.
    """

    post = models.ForeignKey(Post, on_delete=models.CASCADE, related_name="availability")
    weekday = models.PositiveSmallIntegerField()
    starts_at = models.TimeField()
    dislike = models.PositiveSmallIntegerField(default=0)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["post", "weekday", "starts_at"], name="availability_once"
            ),
            models.CheckConstraint(
                condition=Q(weekday__lte=4, dislike__lte=9), name="availability_in_range"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.post_id}: {self.weekday} {self.starts_at}"


class CalendarFeed(models.Model):
    """The secret address of one person's calendar. Only a hash of it is kept; it can be revoked."""

    public_id = models.CharField(max_length=8, unique=True, default=new_public_id, editable=False)
    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="feeds")
    token_hash = models.CharField(max_length=64, unique=True)
    created_at = models.DateTimeField()
    revoked_at = models.DateTimeField(null=True)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["user"], condition=Q(revoked_at__isnull=True), name="feed_one_a_person"
            ),
        ]

    def __str__(self) -> str:
        return f"feed #{self.pk}"
