"""What staff do about one guardian's way in, messages and exceptions, as part of a case."""

from __future__ import annotations

from datetime import date, datetime

from django.db import transaction

from felles.casework.actions.consent import follow_consent
from felles.casework.actions.guardians import get_tie
from felles.casework.actions.shared import log, see_case
from felles.casework.queries.cases import NotVisible
from felles.people.actions import (
    approve_exception,
    ask_exception,
    end_exception,
    handle_message,
    make_link,
    revoke_links,
    set_door,
    set_guardian_identity,
)
from felles.people.models import ConsentException
from felles.people.queries import list_exceptions, list_messages
from felles.programme.queries import get_setting
from felles.rules.access import Actor, Permission
from felles.rules.clocks import SettingKey
from felles.rules.consent import ExceptionKind
from felles.rules.families import LinkChannel


def make_family_link(
    *, by: Actor, at: datetime, public_id: str, tie_id: str, channel: LinkChannel
) -> str:
    """Make a one-time link for a guardian of the case's pupil; returns its secret, kept nowhere.

    Raises:
        NotVisible: the case is out of sight, or the guardian is another pupil's.
        Refused: the role may not, or the guardian may not enter.
    """
    view = see_case(by, public_id, Permission.FAMILY_ANSWER)
    tie = get_tie(view, tie_id)
    with transaction.atomic():
        days = get_setting(SettingKey.FAMILY_LINK_DAYS, by.on)
        token = make_link(by=by, at=at, tie=tie, channel=channel, days=days, case_id=view.case.pk)
        log(by, at, view, "case.family_link", "Guardianship", tie.pk, channel=channel.value)
    return token


def revoke_family_links(*, by: Actor, at: datetime, public_id: str, tie_id: str) -> None:
    """Make every unused link of a guardian about the case's pupil stop working."""
    view = see_case(by, public_id, Permission.FAMILY_ANSWER)
    revoke_links(by=by, at=at, tie=get_tie(view, tie_id), case_id=view.case.pk)


def set_family_door(
    *,
    by: Actor,
    at: datetime,
    public_id: str,
    tie_id: str,
    is_open: bool | None,
    reason: str,
) -> None:
    """Open or close a guardian's own pages about the case's pupil; None goes back to the rule."""
    view = see_case(by, public_id, Permission.FAMILY_ANSWER)
    set_door(
        by=by,
        at=at,
        tie=get_tie(view, tie_id),
        is_open=is_open,
        reason=reason,
        case_id=view.case.pk,
    )


def set_family_identity(
    *, by: Actor, at: datetime, public_id: str, tie_id: str, identity_number: str
) -> None:
    """Keep the keyed hash of a guardian's identity number, for ID-porten."""
    view = see_case(by, public_id, Permission.FAMILY_ANSWER)
    tie = get_tie(view, tie_id)
    set_guardian_identity(
        by=by, at=at, tie=tie, identity_number=identity_number, case_id=view.case.pk
    )


def answer_family_message(
    *, by: Actor, at: datetime, public_id: str, tie_id: str, message_id: str, answer: str
) -> None:
    """Answer what a guardian of the case's pupil wrote; only that guardian sees the answer.

    Raises:
        NotVisible: the case is out of sight, or the message is somebody else's.
    """
    view = see_case(by, public_id, Permission.FAMILY_ANSWER)
    tie = get_tie(view, tie_id)
    for message in list_messages({tie.pk}):
        if message.public_id == message_id:
            handle_message(by=by, at=at, message=message, answer=answer, case_id=view.case.pk)
            return
    raise NotVisible


def ask_case_exception(
    *,
    by: Actor,
    at: datetime,
    public_id: str,
    tie_id: str,
    kind: ExceptionKind,
    reason: str,
    until_on: date,
) -> None:
    """Ask the rector not to wait for one guardian's yes. Opens nothing by itself."""
    view = see_case(by, public_id, Permission.CONSENT_RECORD)
    ask_exception(
        by=by,
        at=at,
        tie=get_tie(view, tie_id),
        kind=kind,
        reason=reason,
        from_on=by.on,
        until_on=until_on,
        case_id=view.case.pk,
    )


def approve_case_exception(*, by: Actor, at: datetime, public_id: str, exception_id: str) -> None:
    """Approve an exception, and let access follow at once."""
    view = see_case(by, public_id, Permission.EXCEPTION_APPROVE)
    row = _get_exception(view.case.pupil_id, exception_id)
    with transaction.atomic():
        approve_exception(by=by, at=at, exception=row, case_id=view.case.pk)
        follow_consent(by, at, view)


def end_case_exception(*, by: Actor, at: datetime, public_id: str, exception_id: str) -> None:
    """End or turn down an exception: the answer is waited for again, from the next request."""
    view = see_case(by, public_id, Permission.CONSENT_RECORD)
    row = _get_exception(view.case.pupil_id, exception_id)
    end_exception(by=by, at=at, exception=row, case_id=view.case.pk)


def _get_exception(pupil_id: int, exception_id: str) -> ConsentException:
    for row in list_exceptions(pupil_id):
        if row.public_id == exception_id:
            return row
    raise NotVisible
