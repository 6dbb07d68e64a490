"""Whoever raised a concern hears what class of decision was made, and never more than that."""

from datetime import timedelta

import pytest

from felles.casework import actions
from felles.casework.actions import ConcernText
from felles.casework.models import Concern
from felles.casework.queries import get_loop, list_loops, may_hear_back
from felles.ledger.models import OutboxMessage
from felles.people.models import Pupil
from felles.rules.case_flow import LoopStatus
from felles.rules.consent import AnswerKind
from felles.rules.roles import Topic
from tests import make
from tests.cast import NOW, Cast, build_cast, days

pytestmark = pytest.mark.django_db
LATER = NOW + timedelta(hours=1)


def raise_about(cast: Cast, pupil: Pupil, part: str) -> Concern:
    """A concern an hour later, about a pupil who may have a case already."""
    return actions.raise_concern(
        by=cast.actor(part, LATER),
        at=LATER,
        pupil=pupil,
        concern=ConcernText(seen="Sitter alene på bussen.", topic=Topic.LEISURE),
    )


def heard(cast: Cast, part: str, concern: Concern) -> tuple[LoopStatus, object, str]:
    """What the raiser hears an hour later, apart from ids."""
    row = get_loop(cast.actor(part, LATER), concern.public_id)
    assert row is not None
    return row.status, row.next_on, row.seen


@pytest.mark.parametrize("state", [name for name in make.STATES if name != "other_school"])
@pytest.mark.parametrize("part", ["teacher", "social_agent"])
def test_first_answer_is_the_same_whether_or_not_there_was_a_case(state: str, part: str) -> None:
    cast = build_cast()
    with_case = make.STATES[state](cast)
    without, _ = make.pupil(cast)
    wanted = heard(cast, part, raise_about(cast, without, part))
    assert wanted == (LoopStatus.RECEIVED, LATER.date() + days(14), "Sitter alene på bussen.")
    if state != "protected":  # whom neither can find, to raise a concern about
        assert heard(cast, part, raise_about(cast, with_case.pupil, part)) == wanted


def test_raiser_follows_the_case_step_by_step() -> None:
    cast = build_cast()
    made = make.concern(cast, part="teacher", talks=True)
    teacher = cast.actor("teacher")
    told = [list_loops(teacher)[0].status]
    for action in (actions.accept_case, actions.bring_to_elevsaksmote):
        action(by=cast.actor("rector"), at=NOW, public_id=made.public_id, version=made.version)
        told.append(list_loops(teacher)[0].status)
    assert told == [LoopStatus.RECEIVED, LoopStatus.SCHOOL_WORKS, LoopStatus.TO_BE_DECIDED]
    assert list_loops(teacher)[0].next_on == NOW.date() + days(21)


def test_raiser_who_is_shut_out_hears_nothing_after_the_receipt() -> None:
    cast = build_cast()
    made = make.not_child_welfare(cast)
    concern = raise_about(cast, made.pupil, "social_agent")
    receipt = heard(cast, "social_agent", concern)
    actions.stay_at_school(
        by=cast.actor("rector", LATER),
        at=LATER,
        public_id=made.public_id,
        version=made.version,
        reason="Foresatte vil vente.",
    )
    agent = cast.users["social_agent"].pk
    assert heard(cast, "social_agent", concern) == receipt
    assert not may_hear_back(agent, made.case.pk, LATER)
    make.answer(cast, made, 1, at=LATER)
    assert heard(cast, "social_agent", concern)[0] is LoopStatus.SCHOOL_WORKS
    assert may_hear_back(agent, made.case.pk, LATER)


def test_loop_is_nobody_elses() -> None:
    cast = build_cast()
    made = make.concern(cast, part="teacher")
    concern = Concern.objects.get(case=made.case)
    for part in cast.posts:
        row = get_loop(cast.actor(part), concern.public_id)
        assert (row is not None) is (part == "teacher"), part


def test_loop_of_a_pupil_whose_address_was_protected_since_is_closed() -> None:
    cast = build_cast()
    made = make.concern(cast, part="teacher")
    make.protect(cast, made)
    assert list_loops(cast.actor("teacher")) == []
    assert not may_hear_back(cast.users["teacher"].pk, made.case.pk, NOW)


def test_move_tells_each_raiser_once_and_not_whoever_made_it() -> None:
    cast = build_cast()
    made = make.concern(cast, part="teacher")
    for part in ("teacher", "milieu_worker", "rector"):
        raise_about(cast, made.pupil, part)
    OutboxMessage.objects.all().delete()
    actions.accept_case(
        by=cast.actor("rector", LATER), at=LATER, public_id=made.public_id, version=made.version
    )
    notices = OutboxMessage.objects.order_by("recipient_id").values_list("kind", "recipient_id")
    parts = ("teacher", "milieu_worker")
    assert list(notices) == [("loop", pk) for pk in sorted(cast.users[part].pk for part in parts)]


def test_withdrawal_silences_the_agent_at_once() -> None:
    cast = build_cast()
    made = make.in_measures(cast)
    concern = raise_about(cast, made.pupil, "social_agent")
    make.answer(cast, made, 0, kind=AnswerKind.WITHDRAWN, at=LATER)
    assert heard(cast, "social_agent", concern)[0] is LoopStatus.RECEIVED
