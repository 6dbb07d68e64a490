"""What follows of a change in consent: before it is saved, as a to-do, and as history."""

from collections.abc import Callable
from datetime import timedelta

import pytest

from felles.casework import actions
from felles.casework.actions import Effect, preview_change
from felles.casework.models import Measure
from felles.casework.queries import (
    ConsequenceKind,
    NotVisible,
    get_case,
    get_consent_page,
    get_follow_up,
    get_today,
)
from felles.ledger.actions import enqueue
from felles.meetings.actions import set_team
from felles.people.actions import approve_exception, ask_exception, end_exception
from felles.people.models import ConsentAnswer, Pupil
from felles.people.queries import system_actor
from felles.rules.consent import AnswerKind, Authority, ExceptionKind
from felles.rules.decision import Refused
from felles.rules.people import Relation
from felles.rules.replay import Cause
from felles.rules.roles import Topic
from tests import make
from tests.cast import NOW, TEAM, Cast, build_cast, days

pytestmark = pytest.mark.django_db
HEALTH = frozenset({Topic.HEALTH})
LATER = NOW + timedelta(hours=2)


@pytest.fixture
def cast() -> Cast:
    return build_cast()


def owned_by(cast: Cast, made: make.Made, part: str, service: str) -> Measure:
    return actions.add_measure(
        by=cast.actor("rector"),
        at=NOW,
        public_id=made.public_id,
        goal="Har noen å være sammen med",
        what=f"Noe som {part} gjør",
        organisation_id=cast.service(service).pk,
        owner_id=cast.users[part].pk,
        due_on=NOW.date() + days(20),
        topic=Topic.LEISURE,
    )


def preview(cast: Cast, made: make.Made, do: Callable[[], object]) -> Effect:
    by = cast.actor("social_teacher", LATER)
    return preview_change(by=by, at=LATER, public_id=made.public_id, do=do)


def withdraw(cast: Cast, made: make.Made) -> Callable[[], object]:
    return lambda: make.answer(cast, made, 1, kind=AnswerKind.WITHDRAWN, at=LATER)


def of(effect: Effect, kind: ConsequenceKind) -> list[str]:
    return [one.what or one.who for one in effect.consequences if one.kind is kind]


def sees(cast: Cast, made: make.Made, part: str) -> bool:
    try:
        get_case(cast.actor(part, LATER), made.public_id)
    except NotVisible:
        return False
    return True


def test_withdrawal_tells_measures_papers_and_notices_before_it_is_saved(cast: Cast) -> None:
    made = make.in_measures(cast)
    owned_by(cast, made, "club_leader", "club")
    actions.open_file(
        by=cast.actor("rector"), at=LATER, public_id=made.public_id, route="case-paper"
    )
    nurse = cast.users["health_nurse"].pk
    enqueue(at=NOW, kind="loop", recipient_id=nurse, case_id=made.case.pk)
    # Another one's notice with the same number: a guardian's ids are counted apart.
    enqueue(at=NOW, kind="family_consent_ends", recipient_id=nurse, case_id=made.case.pk)
    effect = preview(cast, made, withdraw(cast, made))
    assert all(change.closes for change in effect.services)
    assert len(effect.services) == len(TEAM)
    assert of(effect, ConsequenceKind.OWNER) == ["Noe som club_leader gjør"]
    assert of(effect, ConsequenceKind.NOTICE) == ["Health Nurse"]
    assert ConsentAnswer.objects.filter(kind=AnswerKind.WITHDRAWN.value).count() == 0


def test_papers_that_went_out_are_asked_back_and_others_are_not(cast: Cast) -> None:
    made = make.in_measures(cast)
    minute = timedelta(minutes=1)
    for at, route in ((NOW + minute, "case-paper"), (NOW + minute, "case-timeline")):
        actions.open_file(by=cast.actor("rector", at), at=at, public_id=made.public_id, route=route)
    effect = preview(cast, made, withdraw(cast, made))
    assert of(effect, ConsequenceKind.PAPER) == ["Rector"]
    withdraw(cast, made)()
    make.answer(cast, made, 1, at=LATER + minute)
    again = LATER + 2 * minute
    effect = preview_change(
        by=cast.actor("social_teacher", again),
        at=again,
        public_id=made.public_id,
        do=lambda: make.answer(cast, made, 1, kind=AnswerKind.NO, at=again),
    )
    assert of(effect, ConsequenceKind.PAPER) == []


def test_wider_answer_asks_no_paper_back(cast: Cast) -> None:
    made = make.in_measures(cast, topics=HEALTH)
    actions.open_file(
        by=cast.actor("rector"), at=LATER, public_id=made.public_id, route="case-paper"
    )
    make.answer(cast, made, 0, at=NOW)
    effect = preview(cast, made, lambda: make.answer(cast, made, 1, at=LATER))
    assert all(change.gained and not change.lost for change in effect.services)
    assert of(effect, ConsequenceKind.PAPER) == []


def test_narrower_answer_takes_the_measure_whose_topic_is_lost(cast: Cast) -> None:
    made = make.in_measures(cast)
    measure = actions.add_measure(
        by=cast.actor("rector"),
        at=NOW,
        public_id=made.public_id,
        goal="Mål",
        what="Klubbkveld",
        organisation_id=cast.service("club").pk,
        due_on=NOW.date() + days(20),
        topic=Topic.LEISURE,
    )
    effect = preview(cast, made, lambda: make.answer(cast, made, 1, topics=HEALTH, at=LATER))
    assert [change.after for change in effect.services] == [HEALTH] * len(TEAM)
    assert of(effect, ConsequenceKind.OWNER) == [measure.what]


def test_orphaned_measure_stays_as_a_to_do_until_somebody_else_has_it(cast: Cast) -> None:
    made = make.in_measures(cast)
    measure = owned_by(cast, made, "club_leader", "club")
    withdraw(cast, made)()
    teacher = cast.actor("social_teacher", LATER)

    def to_do() -> list[str]:
        view = get_case(teacher, made.public_id)
        page = get_consent_page(teacher, view)
        listed = [row.what for row in get_follow_up(teacher, view, page).orphans]
        today = get_today(teacher)
        of_today = [row.what for row in (*today.first, *today.later) if row.kind == "owner"]
        assert listed == of_today
        return listed

    assert to_do() == [measure.what]
    assert Measure.objects.get(pk=measure.pk).status == Measure.Status.PLANNED
    actions.give_measure(
        by=teacher,
        at=LATER,
        public_id=made.public_id,
        measure_public_id=measure.public_id,
        organisation_id=cast.furulia.pk,
        owner_id=teacher.user_id,
        version=measure.version,
    )
    assert to_do() == []


def test_measure_cannot_be_given_to_somebody_who_is_out(cast: Cast) -> None:
    made = make.in_measures(cast)
    measure = owned_by(cast, made, "club_leader", "club")
    withdraw(cast, made)()
    with pytest.raises(Refused):
        actions.give_measure(
            by=cast.actor("social_teacher", LATER),
            at=LATER,
            public_id=made.public_id,
            measure_public_id=measure.public_id,
            organisation_id=cast.furulia.pk,
            owner_id=cast.users["health_nurse"].pk,
            version=measure.version,
        )


def test_history_tells_who_lost_what_and_keeps_the_old_answers(cast: Cast) -> None:
    made = make.in_measures(cast)
    answers = ConsentAnswer.objects.count()
    withdraw(cast, made)()
    teacher = cast.actor("social_teacher", LATER)
    view = get_case(teacher, made.public_id)
    history = get_follow_up(teacher, view, get_consent_page(teacher, view)).history
    first = history.rows[0]
    assert (first.at, first.causes) == (LATER, [(Cause.WITHDRAWN, made.ties[1].guardian_id)])
    assert {change.service_id for change in first.changes} == {
        cast.service(name).pk for name in TEAM
    }
    assert all(change.lost == frozenset(Topic) for change in first.changes)
    assert first.shut_out == ["Social Agent"]
    assert ConsentAnswer.objects.count() == answers + 1


def test_history_tells_the_day_a_consent_ran_out(cast: Cast) -> None:
    made = make.in_measures(cast, until=NOW.date() + days(5))
    after = NOW + days(6)
    teacher = cast.actor("social_teacher", after)
    view = get_case(teacher, made.public_id)
    history = get_follow_up(teacher, view, get_consent_page(teacher, view)).history
    assert {cause for cause, _guardian in history.rows[0].causes} == {Cause.ENDED}
    assert history.rows[0].at.date() == NOW.date() + days(6)
    assert all(change.closes for change in history.rows[0].changes)


def test_history_and_preview_follow_a_guardian_who_comes_and_goes(cast: Cast) -> None:
    made = make.in_measures(cast)

    def add() -> None:
        actions.add_case_guardian(
            by=cast.actor("social_teacher", LATER),
            at=LATER,
            public_id=made.public_id,
            name="Tante",
            relation=Relation.OTHER,
        )

    effect = preview(cast, made, add)
    assert all(change.closes for change in effect.services)
    add()
    assert not sees(cast, made, "health_nurse")
    tie = made.pupil.guardianships.get(guardian__name="Tante")
    minute = LATER + timedelta(minutes=1)
    teacher = cast.actor("social_teacher", minute)
    actions.verify_case_guardian(
        by=teacher,
        at=minute,
        public_id=made.public_id,
        tie_id=tie.public_id,
        authority=Authority.HOLDS_NOT,
        how="Folkeregisteret",
    )
    view = get_case(teacher, made.public_id)
    history = get_follow_up(teacher, view, get_consent_page(teacher, view)).history
    newest, before = history.rows[:2]
    assert (newest.causes, before.causes) == (
        [(Cause.VERIFIED, tie.guardian_id)],
        [(Cause.ADDED, tie.guardian_id)],
    )
    assert all(change.opens for change in newest.changes)
    assert all(change.closes for change in before.changes)
    assert len(newest.changes) == len(before.changes) == len(TEAM)


def test_preview_and_history_of_an_exception(cast: Cast) -> None:
    made = make.asked(cast)
    make.answer(cast, made, 0)
    made.ties[1].refresh_from_db()
    asked = ask_exception(
        by=cast.actor("social_teacher"),
        at=NOW,
        tie=made.ties[1],
        kind=ExceptionKind.UNREACHABLE,
        reason="Ringt og skrevet uten svar",
        from_on=NOW.date(),
        until_on=NOW.date() + days(30),
    )

    def approve() -> None:
        approve_exception(by=cast.actor("rector", LATER), at=LATER, exception=asked)

    effect = preview(cast, made, approve)
    assert all(change.opens for change in effect.services)
    approve()
    minute = LATER + timedelta(minutes=1)
    end_exception(by=cast.actor("rector", minute), at=minute, exception=asked)
    teacher = cast.actor("social_teacher", minute)
    view = get_case(teacher, made.public_id)
    history = get_follow_up(teacher, view, get_consent_page(teacher, view)).history
    guardian = made.ties[1].guardian_id
    assert [row.causes for row in history.rows[:2]] == [
        [(Cause.AWAITED, guardian)],
        [(Cause.EXEMPT, guardian)],
    ]
    assert all(change.closes for change in history.rows[0].changes)


def test_service_new_in_the_team_is_not_asked_and_sees_nothing(cast: Cast) -> None:
    made = make.in_measures(cast)
    names = (*TEAM, "bup")
    set_team(
        by=system_actor(NOW),
        at=NOW,
        school=cast.furulia,
        cadence_weeks=5,
        services=[cast.service(name) for name in names],
    )
    teacher = cast.actor("social_teacher", LATER)
    page = get_consent_page(teacher, get_case(teacher, made.public_id))
    (bup,) = [line for line in page.services if line.service == cast.service("bup")]
    assert (bup.was_asked, bup.topics, bup.denied_by) == (False, frozenset(), [])
    # Another answer to the same question gives the new service nothing either.
    make.answer(cast, made, 1, at=LATER)
    assert not sees(cast, made, "bup")
    assert sees(cast, made, "health_nurse")


def test_yes_beyond_the_day_before_coming_of_age_is_refused(cast: Cast) -> None:
    of_age = NOW.date() + days(50)
    made = make.asked(cast)
    Pupil.objects.filter(pk=made.pupil.pk).update(birth_on=of_age.replace(year=of_age.year - 18))
    with pytest.raises(Refused, match="myndig"):
        make.answer(cast, made, 0, until=of_age)
    make.answer(cast, made, 0, until=of_age - days(1))
    assert ConsentAnswer.objects.count() == 1
