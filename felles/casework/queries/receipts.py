"""That a concern was sent. Says nothing about the case, nor whether there was one before."""

from __future__ import annotations

from datetime import date, timedelta

from felles.casework.models import Concern
from felles.programme.queries import get_setting
from felles.rules.access import OSLO, Actor
from felles.rules.clocks import SettingKey


def find_answer_by(actor: Actor, public_id: str) -> date | None:
    """The day by which whoever sent this concern hears back; None for anybody else.

    Counted from the day it was sent, for every concern alike. The date of the case would tell
    that there was one already.
    """
    sent = Concern.objects.filter(public_id=public_id, by_id=actor.user_id)
    at = sent.values_list("at", flat=True).first()
    if at is None:
        return None
    sent_on = at.astimezone(OSLO).date()
    return sent_on + timedelta(days=get_setting(SettingKey.STALL_CONCERN, sent_on))
