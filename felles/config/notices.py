"""Notices on their way out: e-mail that says that there is something to read, and nothing more.

Who may hear is asked again when the mail goes out, not when the notice was written.
"""

from __future__ import annotations

import logging
from collections.abc import Callable
from datetime import datetime
from smtplib import SMTPException
from urllib.parse import urlsplit

from django.conf import settings
from django.core.mail import EmailMessage, get_connection
from django.core.mail.backends.base import BaseEmailBackend
from django.utils import translation
from django.utils.translation import gettext, gettext_noop

from felles.casework.queries import (
    may_hear_back,
    may_hear_from_family,
    may_hear_of_concern,
    may_hear_of_end,
    may_hear_of_recap,
)
from felles.config.family_notices import FAMILY_KINDS, compose_for_family
from felles.config.guest_notices import GUEST_KINDS, compose_for_guest
from felles.config.meeting_notices import MEETING_KINDS, compose_for_meeting
from felles.ledger.actions import claim_message, mark_dropped, mark_failed, mark_sent
from felles.ledger.models import OutboxMessage
from felles.ledger.queries import list_due_messages
from felles.people.queries import find_user

BATCH = 20
SUBJECT = gettext_noop("Melding fra Felles")
TEXTS = {
    "loop": gettext_noop("Du har fått svar i Felles. Logg inn: {address}"),
    "concern": gettext_noop("Det er noe nytt til deg i Felles. Logg inn: {address}"),
    "consent_ends": gettext_noop("Det er noe du bør se på i Felles. Logg inn: {address}"),
    "family": gettext_noop("Det er noe nytt til deg i Felles. Logg inn: {address}"),
    "meeting_recap": gettext_noop(
        "Oppsummeringen av et møte er klar i Felles. Logg inn: {address}"
    ),
}
MAY_HEAR: dict[str, Callable[[int, int, datetime], bool]] = {
    "loop": may_hear_back,
    "concern": may_hear_of_concern,
    "consent_ends": may_hear_of_end,
    "family": may_hear_from_family,
}
# Notices about a meeting hold no case.
MAY_HEAR_OF_MEETING: dict[str, Callable[[int, int, datetime], bool]] = {
    "meeting_recap": may_hear_of_recap,
}

logger = logging.getLogger(__name__)


def send_due(at: datetime, *, unmarked: set[int], go_on: Callable[[], bool]) -> int:
    """Send the notices that are due; returns how many left the house.

    ``unmarked`` holds notices that were sent but could not be marked so: the caller keeps it
    from round to round. ``go_on`` is asked before each notice.

    Raises:
        OSError, SMTPException: the mail server is out of reach; no notice has lost a try.
    """
    for message_id in sorted(unmarked):
        _mark(message_id, at, unmarked)
    due = list_due_messages(at, limit=BATCH)
    if not due:
        return 0
    sent = 0
    with get_connection() as server:
        for message in due:
            if not go_on():
                break
            sent += _send(message, at, server, unmarked)
    return sent


def _send(
    message: OutboxMessage, at: datetime, server: BaseEmailBackend, unmarked: set[int]
) -> bool:
    if not claim_message(message_id=message.pk, at=at):
        return False
    mail = compose(message, at)
    if mail is None:
        mark_dropped(message_id=message.pk)
        return False
    try:
        server.send_messages([mail])
    except (OSError, SMTPException):
        # No traceback: a server's refusal may repeat the address.
        logger.warning("Notice %d could not be sent and is tried again later.", message.pk)
        mark_failed(message_id=message.pk, at=at)
        server.close()
        return False
    unmarked.add(message.pk)
    _mark(message.pk, at, unmarked)
    return True


def _mark(message_id: int, at: datetime, unmarked: set[int]) -> None:
    mark_sent(message_id=message_id, at=at)
    unmarked.discard(message_id)


def compose(message: OutboxMessage, at: datetime) -> EmailMessage | None:
    """The mail of a notice in the recipient's language; None when there is nobody to tell."""
    if message.kind in FAMILY_KINDS:
        return compose_for_family(message, at, headers=_headers(message))
    if message.kind in GUEST_KINDS:
        return compose_for_guest(message, at, headers=_headers(message))
    if message.kind in MEETING_KINDS:
        return compose_for_meeting(message, at, headers=_headers(message))
    if not _may_hear(message, at):
        return None
    user = find_user(message.recipient_id)
    if user is None or not user.email:
        return None
    with translation.override(user.language):
        subject = gettext(SUBJECT)
        text = gettext(TEXTS[message.kind]).format(address=settings.PUBLIC_ADDRESS)
    return EmailMessage(subject, f"{text}\n", to=[user.email], headers=_headers(message))


def _may_hear(message: OutboxMessage, at: datetime) -> bool:
    about_case, about_meeting = MAY_HEAR.get(message.kind), MAY_HEAR_OF_MEETING.get(message.kind)
    if about_case is not None and message.case_id is not None:
        return about_case(message.recipient_id, message.case_id, at)
    if about_meeting is not None and message.meeting_id is not None:
        return about_meeting(message.recipient_id, message.meeting_id, at)
    return False


def _headers(message: OutboxMessage) -> dict[str, str]:
    return {"Message-ID": _message_id(message), "Auto-Submitted": "auto-generated"}


def _message_id(message: OutboxMessage) -> str:
    """The same at every try, so that a mailbox can tell that it has the mail already."""
    host = urlsplit(settings.PUBLIC_ADDRESS).hostname or "felles"
    return f"<notice-{message.pk}.{int(message.created_at.timestamp())}@{host}>"
