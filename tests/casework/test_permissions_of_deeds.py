"""What a deed asks of the table of permissions: without the one line, its role is refused.

Also where another room asks again (``tests/people/test_own_locks.py``), and where today everybody
who sees the case may: a municipality that takes a line away shall find that it is gone."""

import pytest

from felles.rules.access import Permission
from felles.rules.decision import Refused
from tests import make
from tests.casework.deeds import deeds, snapshot
from tests.casework.staff_deeds import around, staff_deeds
from tests.casework.test_deeds import DEEDS, GATED
from tests.casework.test_staff_deeds import MAY
from tests.cast import NOW, Cast, build_cast
from tests.permissions import take_away

pytestmark = pytest.mark.django_db
P = Permission

# By hand.
OF_CASE = {
    "accept": P.ELEVSAK_BRING,
    "bring": P.ELEVSAK_BRING,
    "try_more": P.ELEVSAK_DECIDE,
    "refer": P.ELEVSAK_DECIDE,
    "close_at_school": P.ELEVSAK_DECIDE,
    "to_team": P.CONSENT_RECORD,
    "stay": P.ELEVSAK_DECIDE,
    "team_decide": P.TEAM_DECIDE,
    "start_evaluation": P.EVALUATE,
    "evaluate": P.EVALUATE,
    "reopen": P.CASE_REOPEN,
    "owner": P.ELEVSAK_BRING,
    "name_reader": P.READER_NAME,
    "remove_reader": P.READER_NAME,
    "note": P.NOTE_WRITE,
    "talk": P.TALK_LOG,
    "voice": P.CHILD_VOICE_WRITE,
    "contact": P.SERVICE_CONTACT,
    "measure": P.MEASURE_WRITE,
    "check_in": P.MEASURE_FOLLOW,
    "give": P.ELEVSAK_BRING,
    "measure_status": P.MEASURE_FOLLOW,
    "ask_consent": P.CONSENT_RECORD,
    "answer": P.CONSENT_RECORD,
    "add_guardian": P.GUARDIAN_VERIFY,
    "verify_guardian": P.GUARDIAN_VERIFY,
    "end_guardian": P.GUARDIAN_VERIFY,
    "protect": P.PROTECTION_SET,
}
AROUND = {
    "papers": P.CONSENT_RECORD,
    "link": P.FAMILY_ANSWER,
    "no_links": P.FAMILY_ANSWER,
    "door": P.FAMILY_ANSWER,
    "identity": P.FAMILY_ANSWER,
    "reply": P.FAMILY_ANSWER,
    "ask_exception": P.CONSENT_RECORD,
    "approve_exception": P.EXCEPTION_APPROVE,
    "end_exception": P.CONSENT_RECORD,
    "pupil_page": P.CHILD_VOICE_WRITE,
    "good_call": P.TALK_LOG,
    "plan_meeting": P.MEETING_LEAD,
    "move_meeting": P.MEETING_LEAD,
    "invite": P.MEETING_LEAD,
    "told": P.MEETING_LEAD,
    "interpreter": P.MEETING_LEAD,
    "cancel_meeting": P.MEETING_LEAD,
    "close_meeting": P.MEETING_LEAD,
    "begin_minutes": P.MEETING_LEAD,
    "write_minutes": P.MEETING_LEAD,
    "approve_minutes": P.MEETING_LEAD,
    "correct_minutes": P.MEETING_LEAD,
}
# Who sees the case may; there is no line to take away.
SIGHT_ALONE = {"take_back", "open_paper"}


@pytest.fixture
def cast() -> Cast:
    """The district."""
    return build_cast()


def test_tables_speak_of_every_deed() -> None:
    assert set(OF_CASE) == {*DEEDS, *GATED} - SIGHT_ALONE
    assert set(AROUND) == set(MAY) - SIGHT_ALONE


@pytest.mark.parametrize("deed", OF_CASE)
def test_without_its_line_a_deed_is_refused(
    cast: Cast, deed: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    build, may = DEEDS.get(deed, (make.in_team, "rector"))
    made = build(cast)
    action, data = deeds(cast, made)[deed]
    before = snapshot()
    take_away(monkeypatch, OF_CASE[deed])
    for part in may.split():
        with pytest.raises(Refused, match="Rollen din"):
            action(by=cast.actor(part), at=NOW, public_id=made.public_id, **data)
    assert snapshot() == before


@pytest.mark.parametrize("deed", AROUND)
def test_without_its_line_a_deed_around_the_case_is_refused(
    cast: Cast, deed: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    it = around(cast)
    action, data = staff_deeds(it)[deed]
    before = snapshot()
    take_away(monkeypatch, AROUND[deed])
    for part in MAY[deed].split():
        with pytest.raises(Refused, match="Rollen din"):
            action(by=cast.actor(part), at=NOW, public_id=it.made.public_id, **data)
    assert snapshot() == before
