"""Every deed around a case: by whom, and refused to everybody else without a trace."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import pytest
from django.db import transaction

from felles.casework.models import Minutes
from felles.casework.queries import NotVisible
from felles.ledger.models import ChangeEvent, ReadEvent
from felles.rules.case_flow import Move
from felles.rules.decision import Refused
from felles.rules.roles import Audience
from tests import make
from tests.casework.deeds import snapshot
from tests.casework.staff_deeds import around, staff_deeds
from tests.cast import NOW, STAFF_PARTS, Cast, build_cast

pytestmark = pytest.mark.django_db
LEAD = "social_teacher rector"
SCHOOL = "contact_teacher social_teacher rector social_agent"

# Who may, by hand; the teacher and the milieu worker do not see the case.
MAY = {
    "papers": LEAD,
    "open_paper": LEAD,
    "link": LEAD,
    "no_links": LEAD,
    "door": LEAD,
    "identity": LEAD,
    "reply": LEAD,
    "ask_exception": LEAD,
    "approve_exception": "rector",
    "end_exception": LEAD,
    "pupil_page": SCHOOL,
    "good_call": SCHOOL,
    "plan_meeting": LEAD,
    "move_meeting": LEAD,
    "invite": LEAD,
    "told": LEAD,
    "interpreter": LEAD,
    "cancel_meeting": LEAD,
    "close_meeting": LEAD,
    "begin_minutes": LEAD,
    "write_minutes": LEAD,
    "approve_minutes": LEAD,
    "correct_minutes": LEAD,
}
# Writing what belongs to a running case.
NEEDS_OPEN = {"papers", "pupil_page", "good_call", "plan_meeting", "close_meeting"}


@pytest.fixture
def cast() -> Cast:
    """The district."""
    return build_cast()


@contextmanager
def undone() -> Iterator[None]:
    """What happens within is rolled back."""
    with transaction.atomic():
        yield
        transaction.set_rollback(True)


def test_table_speaks_of_every_deed(cast: Cast) -> None:
    assert set(MAY) == set(staff_deeds(around(cast)))


@pytest.mark.parametrize("deed", MAY)
def test_deed_is_done_by_those_who_may_and_refused_to_everybody_else(cast: Cast, deed: str) -> None:
    it = around(cast)
    action, data = staff_deeds(it)[deed]
    if deed == "correct_minutes":  # the newest version stands corrected already
        Minutes.objects.filter(pk=it.draft.pk).delete()
    before = snapshot()
    for part in STAFF_PARTS:
        ask = {"by": cast.actor(part), "at": NOW, "public_id": it.made.public_id, **data}
        if part not in MAY[deed].split():
            with pytest.raises((Refused, NotVisible)):
                action(**ask)
            assert snapshot() == before
            continue
        with undone():
            rows = ChangeEvent.objects.count() + ReadEvent.objects.count()
            action(**ask)
            if deed != "no_links":  # there was none
                assert ChangeEvent.objects.count() + ReadEvent.objects.count() > rows


@pytest.mark.parametrize("deed", MAY)
def test_deed_around_a_case_out_of_sight_is_no_different_from_no_case(
    cast: Cast, deed: str
) -> None:
    it = around(cast)
    action, data = staff_deeds(it)[deed]
    make.protect(cast, it.made)
    before = snapshot()
    for part in STAFF_PARTS:
        if part == "social_teacher":
            continue
        for public_id in (it.made.public_id, "zzzzzzzz"):
            with pytest.raises(NotVisible):
                action(by=cast.actor(part), at=NOW, public_id=public_id, **data)
    assert snapshot() == before


@pytest.mark.parametrize("deed", sorted(NEEDS_OPEN))
def test_closed_case_takes_no_more(cast: Cast, deed: str) -> None:
    it = around(cast)
    action, data = staff_deeds(it)[deed]
    make.start_evaluation(cast, it.made)
    make.evaluate(cast, it.made, Move.CLOSE)
    before = snapshot()
    with pytest.raises(Refused, match="avsluttet"):
        action(by=cast.actor("rector"), at=NOW, public_id=it.made.public_id, **data)
    assert snapshot() == before


def test_restricted_minutes_are_not_there_for_a_third(cast: Cast) -> None:
    it = around(cast)
    Minutes.objects.filter(case=it.made.case).update(
        audience=Audience.RESTRICTED.value, by=cast.users["social_teacher"]
    )
    before = snapshot()
    for deed in ("write_minutes", "approve_minutes", "correct_minutes"):
        action, data = staff_deeds(it)[deed]
        with pytest.raises(NotVisible):
            action(by=cast.actor("rector"), at=NOW, public_id=it.made.public_id, **data)
    assert snapshot() == before


def test_what_belongs_to_another_case_is_not_found_through_this_one(cast: Cast) -> None:
    it, other = around(cast), make.in_measures(cast)
    before = snapshot()
    ask: dict[str, Any] = {"by": cast.actor("rector"), "at": NOW, "public_id": other.public_id}
    for deed in sorted(set(MAY) - {"open_paper", "pupil_page"}):  # the page names nothing else
        action, data = staff_deeds(it)[deed]
        with pytest.raises((NotVisible, Refused)):
            action(**ask, **data)
    action, data = staff_deeds(it)["open_paper"]
    assert action(**ask, **data) is None
    assert snapshot() == before
