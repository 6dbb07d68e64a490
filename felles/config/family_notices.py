"""E-mail to a guardian: in the guardian's own language, and without a word of what it is about."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

from django.conf import settings
from django.core.mail import EmailMessage
from django.urls import reverse

from felles.casework.queries import find_family_of_end, find_family_of_meeting
from felles.ledger.models import OutboxMessage
from felles.portal.texts import load_text
from felles.ui.contact import phone_to_call
from felles.ui.papers import find_language

FAMILY_KINDS = {
    "family_consent_ends": find_family_of_end,
    "family_meeting": find_family_of_meeting,
}


def compose_for_family(
    message: OutboxMessage, at: datetime, *, headers: Mapping[str, str]
) -> EmailMessage | None:
    """The mail of a notice to a guardian; None when the door is shut or there is no address."""
    if message.case_id is None:
        return None
    tie = FAMILY_KINDS[message.kind](message.recipient_id, message.case_id, at)
    if tie is None or not tie.guardian.email:
        return None
    text = load_text(find_language(tie.guardian.language) or "nb")
    address = f"{settings.PUBLIC_ADDRESS.rstrip('/')}{reverse('family-start')}"
    phone = phone_to_call(tie)
    if not phone:
        # The text offers somebody to call. Without a number it would promise what is not there.
        return None
    lines = (
        text.say("message.greeting"),
        text.say("message.text", address=address, phone=phone),
        text.say("message.no_reply"),
    )
    subject = text.say("message.subject")
    body = "\n\n".join(lines)
    return EmailMessage(subject, f"{body}\n", to=[tie.guardian.email], headers=dict(headers))
