"""Whoever raised a concern hears what class of decision was made, and never more than that."""

from datetime import timedelta

import pytest

from felles.casework import actions
from felles.casework.actions import ConcernText
from felles.casework.models import Concern
from felles.casework.queries import get_loop, list_loops, may_hear_back, may_hear_of_concern
from felles.ledger.models import OutboxMessage
from felles.people.actions import create_post, end_post
from felles.people.models import Pupil
from felles.people.queries import get_actor, system_actor
from felles.rules.access import Permission
from felles.rules.case_flow import LoopStatus
from felles.rules.consent import AnswerKind
from felles.rules.roles import Role, Topic
from tests import make
from tests.casework.deeds import do
from tests.cast import NOW, Cast, build_cast, days
from tests.permissions import take_away

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


def test_loop_is_for_those_who_may_raise_a_concern(monkeypatch: pytest.MonkeyPatch) -> None:
    cast = build_cast()
    made = make.concern(cast, part="teacher")
    concern = Concern.objects.get(case=made.case)
    actions.accept_case(by=cast.actor("rector"), at=NOW, public_id=made.public_id, version=1)
    teacher = cast.actor("teacher")
    assert may_hear_back(teacher.user_id, made.case.pk, NOW)
    take_away(monkeypatch, Permission.CONCERN_RAISE)
    assert list_loops(teacher) == []
    assert get_loop(teacher, concern.public_id) is None
    assert not may_hear_back(teacher.user_id, made.case.pk, NOW)


def test_loop_is_read_in_the_post_at_the_school_of_the_case() -> None:
    cast = build_cast()
    user = cast.users["teacher"]
    post = create_post(
        by=system_actor(NOW), at=NOW, user=user, role=Role.TEACHER,
        organisation=cast.organisations["granasen"], from_on=NOW.date(),
    )  # fmt: skip
    made = make.concern(cast, part="teacher")
    concern = Concern.objects.get(case=made.case)
    actions.accept_case(by=cast.actor("rector"), at=NOW, public_id=made.public_id, version=1)
    assert may_hear_back(user.pk, made.case.pk, NOW)
    for number, there in ((cast.posts["teacher"].pk, True), (post.pk, False)):
        actor = get_actor(user, post_id=number, at=NOW)
        assert actor is not None
        assert (get_loop(actor, concern.public_id) is not None) is there
        assert bool(list_loops(actor)) is there


def test_loop_is_of_the_one_concern_and_the_one_case() -> None:
    cast = build_cast()
    one = make.concern(cast, part="teacher")
    other = make.concern(cast, part="teacher", given_name="Nora")
    teacher = cast.actor("teacher")
    for made in (one, other):
        found = get_loop(teacher, Concern.objects.get(case=made.case).public_id)
        assert found is not None
        assert found.case_id == made.case.pk
    actions.accept_case(by=cast.actor("rector"), at=NOW, public_id=one.public_id, version=1)
    assert may_hear_back(teacher.user_id, one.case.pk, NOW)
    assert not may_hear_back(teacher.user_id, other.case.pk, NOW)


def test_raiser_who_is_named_on_a_protected_pupils_list_hears_on() -> None:
    cast = build_cast()
    made = make.concern(cast, part="teacher")
    make.protect(cast, made)
    do(cast, made, "name_reader", "social_teacher")
    assert [row.case_id for row in list_loops(cast.actor("teacher"))] == [made.case.pk]


def test_only_a_coordinator_who_sees_the_case_hears_of_a_concern() -> None:
    cast = build_cast()
    made, other = make.concern(cast), make.concern(cast, given_name="Nora")
    make.protect(cast, made)
    rector = cast.users["rector"].pk

    def hears(part: str, one: make.Made) -> bool:
        return may_hear_of_concern(cast.users[part].pk, one.case.pk, NOW)

    for one in (made, other):
        assert [part for part in cast.posts if hears(part, one)] == ["social_teacher"]
    end_post(
        by=system_actor(NOW), at=NOW, post=cast.posts["social_teacher"],
        until_on=NOW.date() - days(1),
    )  # fmt: skip
    assert may_hear_of_concern(rector, other.case.pk, NOW)
    assert not may_hear_of_concern(rector, made.case.pk, NOW)
