"""The people room's own lock: who may change what hangs on a pupil, whichever room asks.

Cases ask first (``tests/casework/test_two_locks.py``). Here nobody has asked before."""

from collections.abc import Callable
from typing import Any

import pytest

from felles.people import actions
from felles.people.actions import ServiceScope
from felles.people.models import ConsentRequest
from felles.rules.consent import AnswerKind, Authority, Channel, ExceptionKind
from felles.rules.decision import Refused
from felles.rules.families import LinkChannel
from felles.rules.people import Protection
from felles.rules.roles import Topic
from tests import make
from tests.casework.deeds import snapshot
from tests.casework.staff_deeds import Around, around
from tests.cast import NOW, Cast, build_cast, days
from tests.people import pictures
from tests.proofs.world import undone

pytestmark = pytest.mark.django_db
Deed = tuple[Callable[..., object], dict[str, Any]]
TODAY = NOW.date()
LEAD = "social_teacher rector"
# Who may, by hand.
MAY = {
    "ask": LEAD,
    "answer": LEAD,
    "papers": LEAD,
    "link": LEAD,
    "no_links": LEAD,
    "door": LEAD,
    "identity": LEAD,
    "reply": LEAD,
    "ask_exception": LEAD,
    "approve_exception": "rector",
    "end_exception": LEAD,
    "add_guardian": LEAD,
    "verify": LEAD,
    "end_guardian": LEAD,
    "name_reader": LEAD,
    "end_reader": LEAD,
    "protect": LEAD,
    "clear_protection": LEAD,
}
# Whom a protected pupil's reader list keeps out as well.
OF_LIST = ("link", "door", "identity", "name_reader", "end_reader", "protect", "clear_protection")


@pytest.fixture
def cast() -> Cast:
    """The district."""
    return build_cast()


def _of_readers(cast: Cast, it: Around) -> dict[str, Deed]:
    """Who reads, and whether the address is protected."""
    pupil, teacher = {"pupil": it.made.pupil}, {"user_id": cast.users["teacher"].pk}
    return {
        "name_reader": (actions.name_reader, {**pupil, **teacher, "reason": "Matte"}),
        "end_reader": (actions.end_name_grant, {**pupil, **teacher}),
        "protect": (
            actions.set_protection,
            {**pupil, "protection": Protection.CONFIDENTIAL, "reason": "Vedtak"},
        ),
        "clear_protection": (
            actions.set_protection,
            {**pupil, "protection": Protection.NONE, "reason": "Opphevet"},
        ),
    }


def deeds(cast: Cast, it: Around) -> dict[str, Deed]:
    """Name of the deed -> the action and its sound input, but ``by`` and ``at``."""
    for row in (*it.made.ties, it.answer):
        row.refresh_from_db()
    tie, other = {"tie": it.made.ties[0]}, {"tie": it.made.ties[1]}
    pupil = {"pupil": it.made.pupil}
    health = cast.service("health").pk
    question = ConsentRequest.objects.filter(pupil=it.made.pupil).order_by("-asked_at", "-pk")[0]
    period = {"from_on": TODAY, "until_on": TODAY + days(7)}
    return {
        "ask": (
            actions.ask_consent,
            {
                **pupil,
                "service_ids": [health],
                "purpose": "Hjelp",
                "form_version": "1",
                "proposed_until": TODAY + days(30),
                "asked_on": TODAY,
            },
        ),
        "answer": (
            actions.record_answer,
            {
                "request": question,
                "guardian_id": it.made.ties[0].guardian_id,
                "kind": AnswerKind.YES_SOME,
                "channel": Channel.ORAL,
                "language": "nb",
                "answered_on": TODAY,
                "valid_until": TODAY + days(30),
                "scopes": [ServiceScope(health, frozenset({Topic.HEALTH}))],
            },
        ),
        "papers": (actions.add_papers, {"answer": it.answer, "files": [pictures.picture()]}),
        "link": (actions.make_link, {**tie, "channel": LinkChannel.SMS, "days": 7}),
        "no_links": (actions.revoke_links, tie),
        "door": (actions.set_door, {**tie, "is_open": False, "reason": "Avtalt."}),
        "identity": (actions.set_guardian_identity, {**tie, "identity_number": "01010750160"}),
        "reply": (actions.handle_message, {"message": it.message, "answer": "Vi ringer."}),
        "ask_exception": (
            actions.ask_exception,
            {**tie, "kind": ExceptionKind.UNREACHABLE, "reason": "Svarer ikke.", **period},
        ),
        "approve_exception": (actions.approve_exception, {"exception": it.exception}),
        "end_exception": (actions.end_exception, {"exception": it.exception}),
        "add_guardian": (actions.add_guardian, {**pupil, "name": "Ny Foresatt"}),
        "verify": (
            actions.verify_authority,
            {**other, "authority": Authority.HOLDS, "how": "Vist papir"},
        ),
        "end_guardian": (actions.end_guardianship, {**other, "ended_on": TODAY}),
        **_of_readers(cast, it),
    }


def test_table_speaks_of_every_deed(cast: Cast) -> None:
    assert set(MAY) == set(deeds(cast, around(cast)))


@pytest.mark.parametrize("deed", MAY)
def test_deed_is_refused_to_everybody_else_whoever_asks_for_them(cast: Cast, deed: str) -> None:
    it = around(cast)
    action, data = deeds(cast, it)[deed]
    before = snapshot()
    others = set(cast.posts) - set(MAY[deed].split())
    assert {"other_rector", "contact_teacher", "health_nurse", "administrator"} <= others
    for part in others:
        with pytest.raises(Refused):
            action(by=cast.actor(part), at=NOW, **data)
    assert snapshot() == before
    for part in MAY[deed].split():
        with undone():
            action(by=cast.actor(part), at=NOW, **data)


@pytest.mark.parametrize("deed", OF_LIST)
def test_reader_list_of_a_protected_pupil_is_changed_by_those_on_it_alone(
    cast: Cast, deed: str
) -> None:
    it = around(cast)
    make.protect(cast, it.made)
    actions.set_door(
        by=cast.actor("social_teacher"), at=NOW, tie=it.made.ties[0], is_open=True, reason="Avtalt."
    )
    action, data = deeds(cast, it)[deed]
    before = snapshot()
    with pytest.raises(Refused, match="Bare de som står på lista"):
        action(by=cast.actor("rector"), at=NOW, **data)
    assert snapshot() == before
    action(by=cast.actor("social_teacher"), at=NOW, **data)
