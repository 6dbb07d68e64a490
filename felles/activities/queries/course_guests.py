"""Invitations of guests: by the signed address, and what a mail may say. Nothing of a pupil."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.core import signing

from felles.activities.models import CourseGuest
from felles.rules.course_themes import THEME_LABELS
from felles.rules.courses import GuestReply, SessionState

_SALT = "felles.course-guest"
_LABELS = {theme.value: label for theme, label in THEME_LABELS.items()}


def sign_invitation(guest: CourseGuest) -> str:
    """The word in the address by which a guest answers. Only we can make it."""
    return signing.Signer(salt=_SALT).sign(guest.public_id)


def find_invitation(token: str) -> CourseGuest | None:
    """The guest whose address it is; None when it is not signed by us, or was taken back."""
    try:
        public_id = signing.Signer(salt=_SALT).unsign(token)
    except signing.BadSignature:
        return None
    rows = CourseGuest.objects.filter(public_id=public_id)
    rows = rows.exclude(reply=GuestReply.TAKEN_BACK.value)
    return rows.select_related("session__series__school", "invited_by").first()


@dataclass(frozen=True, slots=True)
class GuestNotice:
    """What a mail to a guest may say: school, theme, time and place. No group, class or number."""

    guest_id: str
    token: str
    email: str
    name: str
    organisation_name: str
    school_name: str
    inviter_name: str
    inviter_email: str
    theme: str
    starts_at: datetime
    ends_at: datetime
    room: str
    sequence: int
    changed_at: datetime


def find_guest_notice(kind: str, *, guest_id: int, at: datetime) -> GuestNotice | None:
    """What there is to tell a guest now; None when it is over, or no longer true.

    An invitation or a change is for those who are still invited to what is still planned; a
    cancellation for those whose invitation, or whose session, is off.
    """
    guest = (
        CourseGuest.objects.filter(pk=guest_id)
        .select_related("session__series__school", "invited_by")
        .first()
    )
    if guest is None or guest.session.ends_at <= at:
        return None
    is_off = (
        guest.reply == GuestReply.TAKEN_BACK.value
        or guest.session.state == SessionState.NOT_HELD.value
    )
    if is_off is not (kind == "guest_cancelled"):
        return None
    return _notice(guest)


def _notice(guest: CourseGuest) -> GuestNotice:
    session = guest.session
    return GuestNotice(
        guest_id=guest.public_id,
        token=sign_invitation(guest),
        email=guest.email,
        name=guest.name,
        organisation_name=guest.organisation_name,
        school_name=session.series.school.name,
        inviter_name=guest.invited_by.name,
        inviter_email=guest.invited_by.email,
        theme=theme_label(session.theme),
        starts_at=session.starts_at,
        ends_at=session.ends_at,
        room=session.room,
        sequence=session.sequence,
        changed_at=max(session.changed_at, guest.replied_at or guest.invited_at),
    )


def theme_label(key: str) -> str:
    """What a theme is called, as a message id; the key itself when the catalogue has lost it."""
    return _LABELS.get(key, key)
