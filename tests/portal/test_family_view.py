"""What a guardian's own page is made of, each condition by itself."""

from dataclasses import replace
from datetime import date, datetime

import pytest

from felles.casework.actions import reopen_case
from felles.casework.models import Case
from felles.casework.queries import (
    FamilyPage,
    get_family_page,
    get_family_view,
    list_family_children,
    may_read_all,
)
from felles.casework.queries.family import FamilyView, find_family_case, list_family_reads
from felles.ledger.actions import record_reads
from felles.ledger.models import ReadEvent
from felles.people.models import AccessGrant, ConsentAnswer
from felles.people.queries import find_family_actor, is_live_answer
from felles.programme.models import Setting
from felles.rules.access import Ground
from felles.rules.case_flow import Step
from felles.rules.clocks import SettingKey
from felles.rules.consent import AnswerKind
from felles.rules.families import FamilyActor, FamilyLogin
from felles.rules.people import Protection
from felles.rules.roles import Topic
from tests import make
from tests.cast import NOW, TEAM, Cast, build_cast, days
from tests.make import Made

HEALTH = frozenset({Topic.HEALTH})


@pytest.fixture
def cast(db: None) -> Cast:
    return build_cast()


def guardian_of(
    made: Made, number: int = 0, *, login: FamilyLogin = FamilyLogin.IDPORTEN, at: datetime = NOW
) -> FamilyActor:
    actor = find_family_actor(made.ties[number].guardian_id, login=login, at=at)
    assert actor is not None
    return actor


def view_of(made: Made, number: int = 0, *, at: datetime = NOW) -> tuple[FamilyActor, FamilyView]:
    actor = guardian_of(made, number, at=at)
    return actor, get_family_view(actor, made.pupil.public_id)


def page_of(made: Made, number: int = 0, *, at: datetime = NOW) -> FamilyPage:
    return get_family_page(*view_of(made, number, at=at))


def reopen(cast: Cast, made: Made) -> None:
    later = NOW + days(1)
    by = cast.actor("rector", later)
    reopen_case(
        by=by, at=later, public_id=made.public_id, version=made.version, reason="Det er vondt igjen"
    )


@pytest.mark.parametrize(
    ("login", "link_reads", "reads_all"),
    [
        (FamilyLogin.LINK, 0, False),
        (FamilyLogin.LINK, 1, True),
        (FamilyLogin.IDPORTEN, 0, True),
        (FamilyLogin.DEMO, 0, True),
    ],
)
def test_only_a_link_may_be_kept_to_the_question(
    cast: Cast, login: FamilyLogin, link_reads: int, reads_all: bool
) -> None:
    Setting.objects.create(
        key=SettingKey.FAMILY_LINK_READS.value, value=link_reads, from_on=NOW.date() - days(1)
    )
    assert may_read_all(guardian_of(make.asked(cast), login=login)) is reads_all


def test_page_tells_of_the_guardians_own_answers_and_of_no_other_households(cast: Cast) -> None:
    made = make.asked(cast)
    make.answer(cast, made, 0)
    make.answer(cast, made, 1, kind=AnswerKind.NO)
    assert [one.kind for one in page_of(made, 0).answers] == [AnswerKind.YES_ALL]
    assert [one.kind for one in page_of(made, 1).answers] == [AnswerKind.NO]


def test_answer_that_counts_is_told_apart_from_those_before_it(cast: Cast) -> None:
    made = make.asked(cast)
    make.answer(cast, made, 0)
    make.answer(cast, made, 0, kind=AnswerKind.NO, at=NOW + days(1))
    page = page_of(made, at=NOW + days(1))
    # In whichever order they come.
    for answers in (page.answers, page.answers[::-1]):
        turned = replace(page, answers=answers)
        assert turned.current is not None
        assert turned.current.kind is AnswerKind.NO
        assert [one.kind for one in turned.earlier] == [AnswerKind.YES_ALL]


def test_question_is_answered_by_an_own_answer_to_it_that_counts(cast: Cast) -> None:
    made = make.asked(cast)
    assert not page_of(made).is_answered
    make.answer(cast, made, 1)
    assert not page_of(made).is_answered
    make.answer(cast, made, 0)
    assert page_of(made).is_answered
    ConsentAnswer.objects.update(is_current=False)
    assert not page_of(made).is_answered


def test_answer_to_an_older_question_does_not_answer_the_new_one(cast: Cast) -> None:
    made = make.asked(cast)
    make.answer(cast, made, 0)
    question = made.pupil.consent_requests.get()
    question.pk, question.public_id, question.asked_at = None, "nyttspm1", NOW + days(1)
    question.save()
    assert not page_of(made, at=NOW + days(1)).is_answered


def test_page_is_of_the_childs_own_case(cast: Cast) -> None:
    made = make.asked(cast)
    other = make.asked(cast, given_name="Nora")
    for one in (made, other):
        found = find_family_case(one.pupil.pk)
        assert found is not None
        assert found.public_id == one.public_id
    nobody, _ties = make.pupil(cast)
    assert find_family_case(nobody.pk) is None


def test_page_says_whether_the_case_is_closed(cast: Cast) -> None:
    assert page_of(make.closed(cast)).is_closed
    assert not page_of(make.in_measures(cast)).is_closed


def test_case_that_is_opened_again_is_told_of_once_the_guardians_are_asked_again(
    cast: Cast,
) -> None:
    made = make.closed(cast)
    actor, view = view_of(made)
    assert view.case == made.case
    reopen(cast, made)
    actor, view = view_of(made, at=NOW + days(2))
    assert view.case is None
    page = get_family_page(actor, view)
    assert (page.facts, page.answers, page.shared) == (None, (), ())
    assert list_family_reads(actor, view) == []
    (child,) = list_family_children(actor)
    assert (child.has_question, child.case_id) == (False, None)
    case = Case.objects.get(pk=made.case.pk)
    made.pupil.consent_requests.update(asked_at=case.active_since_at)
    actor, view = view_of(made, at=NOW + days(2))
    assert view.case == case
    (child,) = list_family_children(actor)
    assert child.case_id == case.pk


def test_nothing_is_told_of_a_case_before_anybody_is_asked(cast: Cast) -> None:
    made = make.referred(cast)
    actor, view = view_of(made)
    assert view.case is None
    assert list_family_reads(actor, view) == []


@pytest.mark.parametrize("protection", list(Protection))
def test_names_of_places_are_left_out_where_the_address_is_protected(
    cast: Cast, protection: Protection
) -> None:
    made = make.in_team(cast)
    record_reads(
        by=cast.actor("health_nurse"),
        at=NOW,
        kind=ReadEvent.Kind.OPEN,
        route="case",
        cases=[(made.case.pk, Ground.CONSENT)],
    )
    actor, view = view_of(made)
    view.tie.pupil.protection = protection.value
    page = get_family_page(actor, view)
    is_open = protection is Protection.NONE
    assert page.shared
    assert all(bool(one.service.name) is is_open for one in page.shared)
    assert page.current is not None
    assert all(bool(service.name) is is_open for service, _topics in page.current.services)
    reads = list_family_reads(actor, view)
    assert reads
    assert all(bool(one.organisation) is is_open for one in reads)


def test_reads_of_one_visit_are_one_line_and_guardians_are_none(cast: Cast) -> None:
    made = make.in_team(cast)
    ReadEvent.objects.all().delete()
    actor, view = view_of(made)
    nurse, cases = cast.actor("health_nurse"), [(made.case.pk, Ground.CONSENT)]
    for at in (NOW, NOW, NOW - days(1)):
        record_reads(by=nurse, at=at, kind=ReadEvent.Kind.OPEN, route="case", cases=cases)
    family = [(made.case.pk, Ground.OWN_FAMILY)]
    record_reads(by=actor, at=NOW, kind=ReadEvent.Kind.OPEN, route="family-pupil", cases=family)
    assert [(one.on, one.times) for one in list_family_reads(actor, view)] == [
        (NOW.date(), 2),
        (NOW.date() - days(1), 1),
    ]


def shared(made: Made) -> dict[str, frozenset[Topic]]:
    return {one.service.public_id: one.topics for one in page_of(made).shared}


def test_what_is_shared_is_what_each_service_may_read_now(cast: Cast) -> None:
    made = make.in_team(cast, topics=HEALTH)
    assert shared(made) == {cast.service(name).public_id: HEALTH for name in TEAM}


def test_nothing_is_shared_while_the_case_is_not_with_the_team(cast: Cast) -> None:
    made = make.in_team(cast)
    Case.objects.filter(pk=made.case.pk).update(step=Step.AT_SCHOOL.value)
    assert shared(made) == {}


def test_service_that_has_not_been_let_in_is_not_shared_with(cast: Cast) -> None:
    made, club = make.in_team(cast), cast.service("club")
    AccessGrant.objects.filter(service=club).delete()
    assert set(shared(made)) == {cast.service(name).public_id for name in TEAM if name != "club"}


def test_service_that_a_guardian_has_barred_since_is_not_shared_with(cast: Cast) -> None:
    made, club = make.in_team(cast), cast.service("club")
    answer = ConsentAnswer.objects.get(guardian=made.ties[1].guardian, is_current=True)
    answer.scopes.filter(service=club).delete()
    assert AccessGrant.objects.filter(service=club, until_at__isnull=True).exists()
    assert set(shared(made)) == {cast.service(name).public_id for name in TEAM if name != "club"}


TODAY = NOW.date()
BEFORE = NOW - days(1)


@pytest.mark.parametrize(
    ("kind", "since", "period", "is_current", "is_live"),
    [
        (AnswerKind.YES_ALL, NOW, (TODAY, TODAY), True, True),
        (AnswerKind.YES_SOME, BEFORE, (TODAY, TODAY), True, True),
        (AnswerKind.YES_ALL, NOW + days(1), (TODAY, TODAY), True, False),
        (AnswerKind.YES_ALL, NOW, (TODAY - days(2), TODAY - days(1)), True, False),
        (AnswerKind.YES_ALL, NOW, (TODAY + days(1), TODAY + days(2)), True, False),
        (AnswerKind.YES_ALL, NOW, (TODAY - days(2), TODAY + days(2)), True, True),
        (AnswerKind.YES_ALL, NOW, (TODAY, TODAY), False, False),
        (AnswerKind.NO, NOW, (TODAY, TODAY), True, False),
        (AnswerKind.WITHDRAWN, NOW, (TODAY, TODAY), True, False),
    ],
)
def test_answer_is_in_force_when_it_is_the_last_a_yes_in_this_case_and_covers_the_day(
    cast: Cast,
    kind: AnswerKind,
    since: datetime,
    period: tuple[date, date],
    is_current: bool,
    is_live: bool,
) -> None:
    made = make.asked(cast)
    make.answer(cast, made, 0)
    row = ConsentAnswer.objects.get()
    row.kind, row.is_current = kind.value, is_current
    row.valid_from, row.valid_until = period
    row.request.asked_at = NOW
    assert is_live_answer(row, since=since, on=TODAY) is is_live
    row.save()
    Case.objects.update(active_since_at=since)
    made.pupil.consent_requests.update(asked_at=NOW)
    if since <= NOW:
        (told,) = page_of(made).answers
        assert told.is_live is is_live
