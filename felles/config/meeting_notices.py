"""E-mail about meetings: which kind, where and when, and never about whom.

Names of people, of the agenda's lines and the name that a chair gave a meeting stay in the house.
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

from felles.interop.calendars import Invited, write_invitation
from felles.ledger.models import OutboxMessage
from felles.meetings.queries import MeetingNotice, find_meeting_notice
from felles.rules.access import OSLO
from felles.ui.dates import clock_time
from felles.ui.meetings import meeting_title

# Kind of notice -> subject and first sentence.
MEETING_KINDS = {
    "meeting_called": (
        gettext_noop("Innkalling til møte"),
        gettext_noop("Du er kalt inn til et møte:"),
    ),
    "meeting_moved": (
        gettext_noop("Et møte er endret"),
        gettext_noop("Et møte du er kalt inn til, er flyttet eller endret. Dette gjelder nå:"),
    ),
    "meeting_cancelled": (
        gettext_noop("Et møte er avlyst"),
        gettext_noop("Et møte du var kalt inn til, er avlyst:"),
    ),
    "meeting_reminder": (
        gettext_noop("Du har snart et møte"),
        gettext_noop("Vi minner om et møte du er kalt inn til:"),
    ),
}
_TAKEN_OFF = (
    gettext_noop("Du trenger ikke å komme på et møte"),
    gettext_noop("Du er ikke lenger kalt inn til dette møtet:"),
)


def compose_for_meeting(
    message: OutboxMessage, at: datetime, *, headers: Mapping[str, str]
) -> EmailMessage | None:
    """The mail of a notice about a meeting; None when there is nothing to tell, or no address."""
    if message.meeting_id is None:
        return None
    notice = find_meeting_notice(
        message.kind, user_id=message.recipient_id, meeting_id=message.meeting_id, at=at
    )
    if notice is None or not notice.user.email:
        return None
    texts = _TAKEN_OFF if notice.is_taken_off else MEETING_KINDS[message.kind]
    with translation.override(notice.user.language):
        mail = EmailMessage(
            gettext(texts[0]),
            _body(notice, gettext(texts[1])),
            to=[notice.user.email],
            headers=dict(headers),
        )
        if message.kind != "meeting_reminder":
            mail.attach(_invitation(notice, is_cancelled=message.kind == "meeting_cancelled"))
    return mail


def _body(notice: MeetingNotice, first: str) -> str:
    entry = notice.entry
    facts = [meeting_title(entry.kind, entry.organisation_name), _when(notice)]
    parts = [first, "\n".join([*facts, entry.place] if entry.place else facts)]
    for role, organisation in notice.called_as:
        said = {"role": gettext(role.label), "place": organisation}
        parts.append(gettext("Du er kalt inn som %(role)s, %(place)s.") % said)
    if notice.called_as:
        page = reverse("meeting", args=[entry.public_id])
        address = f"{settings.PUBLIC_ADDRESS.rstrip('/')}{page}"
        parts.append(gettext("Se møtet og svar i Felles: %(address)s") % {"address": address})
    return "\n\n".join(parts) + "\n"


def _when(notice: MeetingNotice) -> str:
    start = notice.entry.starts_at.astimezone(OSLO)
    day = date_format(start.date(), pgettext("weekday and whole date", "l j. F Y"))
    times = {
        "day": day,
        "start": clock_time(notice.entry.starts_at),
        "end": clock_time(notice.entry.ends_at),
    }
    return gettext("%(day)s kl. %(start)s–%(end)s") % times


def _invitation(notice: MeetingNotice, *, is_cancelled: bool) -> MIMEBase:
    name, address = parseaddr(settings.DEFAULT_FROM_EMAIL)
    invited = Invited(
        organiser_email=address,
        organiser_name=notice.entry.organisation_name or name,
        email=notice.user.email,
        name=notice.user.name,
    )
    method = "CANCEL" if is_cancelled else "REQUEST"
    part = MIMEBase("text", "calendar", method=method, charset="utf-8", name="mote.ics")
    part.set_payload(write_invitation(notice.entry, invited, is_cancelled=is_cancelled))
    # As it is, byte by byte: line ends are part of the format.
    encoders.encode_base64(part)
    part.add_header("Content-Disposition", "attachment", filename="mote.ics")
    return part
