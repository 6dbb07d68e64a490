"""Reminders of a consent's end: written once for each step, whoever writes."""

from __future__ import annotations

from datetime import date, datetime

from django.db import IntegrityError, transaction

from felles.people.models import ConsentAnswer, ConsentReminder
from felles.rules.consent import AnswerKind
from felles.rules.replay import WarnStep

_YES = [kind.value for kind in AnswerKind if kind.is_yes]


def remind_once(*, at: datetime, pupil_id: int, until: date, step: WarnStep) -> bool:
    """Note that the end of a pupil's consent has come so near; False when it is noted already.

    The row belongs to the answer that ends first. Call within a transaction, with the notices.
    """
    ends = ConsentAnswer.objects.filter(
        pupil_id=pupil_id, is_current=True, kind__in=_YES, valid_until=until
    )
    answer_id = ends.order_by("pk").values_list("pk", flat=True).first()
    if answer_id is None:
        return False
    if ConsentReminder.objects.filter(answer_id=answer_id, step=step.value).exists():
        return False
    try:
        with transaction.atomic():
            ConsentReminder.objects.create(answer_id=answer_id, step=step.value, at=at)
    except IntegrityError:
        # Another worker was first, between the question and the row.
        return False
    return True
