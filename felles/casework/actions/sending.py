"""A finished draft is sent as a concern, once."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from felles.casework.actions.concerns import ConcernText, TalkText, raise_concern
from felles.casework.models import Draft
from felles.people.models import Pupil
from felles.rules.access import Actor


def send_concern(
    *,
    by: Actor,
    at: datetime,
    draft_id: str,
    pupil: Pupil,
    concern: ConcernText,
    pupil_talk: TalkText | None = None,
    guardian_talk: TalkText | None = None,
) -> None:
    """Turn one's own draft into a concern, which takes over the draft's public id.

    Taking the draft away is what lets it be sent once: of two windows that send it at the same
    moment, one finds it gone and does nothing.

    Raises:
        Refused: see :func:`raise_concern`; the draft stays.
    """
    with transaction.atomic():
        taken, _ = Draft.objects.filter(
            public_id=draft_id, writer_id=by.user_id, kind=Draft.Kind.CONCERN.value
        ).delete()
        if taken:
            raise_concern(
                by=by,
                at=at,
                pupil=pupil,
                concern=concern,
                pupil_talk=pupil_talk,
                guardian_talk=guardian_talk,
                public_id=draft_id,
            )
