"""E-mail to guests of a course: school, theme, time and place. No child, class, group or number.

The recipient of these notices is a ``CourseGuest``, not a user. What there is to tell is asked
again when the mail goes out: a guest whose invitation was taken back hears only that.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from email import encoders
from email.mime.base import MIMEBase
from email.utils import parseaddr

from django.conf import settings
from django.core.mail import EmailMessage
from django.urls import reverse
from django.utils import translation
from django.utils.formats import date_format
from django.utils.translation import gettext, gettext_noop, pgettext

from felles.activities.queries import GuestNotice, find_guest_notice
from felles.interop.calendars import Invited, write_guest_invitation
from felles.ledger.models import OutboxMessage
from felles.rules.access import OSLO
from felles.ui.dates import clock_time

CANCELLED = "guest_cancelled"
# Kind of notice -> subject and first sentence, with the school's name.
GUEST_KINDS = {
    "guest_invited": (
        gettext_noop("Vil du komme som gjest?"),
        gettext_noop("%(school)s vil gjerne ha deg med på et kurs:"),
    ),
    "guest_moved": (
        gettext_noop("Et kurs du er invitert til, er endret"),
        gettext_noop("%(school)s har endret et kurs du er invitert til. Dette gjelder nå:"),
    ),
    CANCELLED: (
        gettext_noop("Du trenger ikke å komme"),
        gettext_noop("%(school)s har avlyst, eller trukket invitasjonen til, dette:"),
    ),
}


def compose_for_guest(
    message: OutboxMessage, at: datetime, *, headers: Mapping[str, str]
) -> EmailMessage | None:
    """The mail of a notice to a guest; None when there is nothing to tell any more."""
    notice = find_guest_notice(message.kind, guest_id=message.recipient_id, at=at)
    if notice is None:
        return None
    subject, first = GUEST_KINDS[message.kind]
    is_cancelled = message.kind == CANCELLED
    # A guest has no login and no language: the mail is in the one of the house.
    with translation.override(settings.LANGUAGE_CODE):
        mail = EmailMessage(
            gettext(subject),
            _body(notice, gettext(first) % {"school": notice.school_name}, is_cancelled),
            to=[notice.email],
            headers=dict(headers),
        )
        mail.attach(_invitation(notice, is_cancelled=is_cancelled))
    return mail


def _body(notice: GuestNotice, first: str, is_cancelled: bool) -> str:
    place = ", ".join(filter(None, (notice.school_name, notice.room)))
    facts = [gettext("Tema: %(theme)s") % {"theme": gettext(notice.theme)}, _when(notice), place]
    parts = [first, "\n".join(facts)]
    if not is_cancelled:
        page = reverse("guest-answer", args=[notice.token])
        address = f"{settings.PUBLIC_ADDRESS.rstrip('/')}{page}"
        parts.append(gettext("Svar ja eller nei her: %(address)s") % {"address": address})
    asks = " ".join(filter(None, (notice.inviter_name, notice.inviter_email)))
    parts.append(gettext("Lurer du på noe? Spør %(who)s.") % {"who": asks})
    return "\n\n".join(parts) + "\n"


def _when(notice: GuestNotice) -> str:
    start = notice.starts_at.astimezone(OSLO)
    said = {
        "day": date_format(start.date(), pgettext("weekday and whole date", "l j. F Y")),
        "start": clock_time(notice.starts_at),
        "end": clock_time(notice.ends_at),
    }
    return gettext("%(day)s kl. %(start)s–%(end)s") % said


def _invitation(notice: GuestNotice, *, is_cancelled: bool) -> MIMEBase:
    _name, address = parseaddr(settings.DEFAULT_FROM_EMAIL)
    invited = Invited(
        organiser_email=address,
        organiser_name=notice.school_name,
        email=notice.email,
        name=notice.name or notice.organisation_name,
    )
    method = "CANCEL" if is_cancelled else "REQUEST"
    part = MIMEBase("text", "calendar", method=method, charset="utf-8", name="kurs.ics")
    part.set_payload(write_guest_invitation(notice, invited, is_cancelled=is_cancelled))
    # As it is, byte by byte: line ends are part of the format.
    encoders.encode_base64(part)
    part.add_header("Content-Disposition", "attachment", filename="kurs.ics")
    return part
