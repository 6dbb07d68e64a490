"""A paper is made from one guardian's facts: nothing of the others, nothing about a place."""

from dataclasses import replace
from datetime import date

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from felles.casework import actions
from felles.casework.models import BoardDecision, Measure
from felles.casework.queries import PaperFacts, get_case, list_paper_facts
from felles.meetings.actions import set_team
from felles.people.actions import add_guardian, end_guardianship, verify_authority
from felles.people.models import Guardianship
from felles.people.queries import system_actor
from felles.rules.case_flow import Move
from felles.rules.consent import AnswerKind, Authority
from felles.rules.roles import OrgKind, Topic
from tests import make
from tests.cast import NOW, Cast, build_cast, days

pytestmark = pytest.mark.django_db


@pytest.fixture
def cast() -> Cast:
    """The district."""
    return build_cast()


def facts(cast: Cast, made: make.Made, part: str = "social_teacher") -> list[PaperFacts]:
    """The papers that somebody may make."""
    actor = cast.actor(part)
    return list_paper_facts(actor, get_case(actor, made.public_id))


def add(cast: Cast, made: make.Made, name: str, authority: Authority) -> Guardianship:
    """One more guardian with a name of their own."""
    by = cast.actor("social_teacher")
    tie = add_guardian(by=by, at=NOW, pupil=made.pupil, name=name, household=3)
    if authority is not Authority.UNVERIFIED:
        verify_authority(by=by, at=NOW, tie=tie, authority=authority, how="Vist papir")
    return tie


def test_each_guardian_gets_facts_of_their_own(cast: Cast) -> None:
    made = make.asked(cast)
    rows = facts(cast, made)
    assert [row.guardian_name for row in rows] == ["Foresatt 1 Prøvesen", "Foresatt 2 Prøvesen"]
    assert [row.guardianship for row in rows] == [tie.public_id for tie in made.ties]
    assert {row.called for row in rows} == {"Maja"}
    assert {row.school_name for row in rows} == {"Furulia skole"}


def test_question_names_the_services_the_purpose_and_the_day(cast: Cast) -> None:
    question = facts(cast, make.asked(cast, services=("club", "child_welfare")))[0].question
    assert question is not None
    assert {service.kind for service in question.services} == {
        OrgKind.YOUTH_CLUB,
        OrgKind.CHILD_WELFARE,
    }
    assert question.purpose == "Hjelpe Maja å ha noen å være sammen med."
    assert question.until == NOW.date() + days(180)


def test_question_asks_about_staff_whom_an_asked_service_employs(cast: Cast) -> None:
    with_them = facts(cast, make.asked(cast))[0].question
    without = facts(cast, make.asked(cast, services=("club",), given_name="Nora"))[0].question
    assert with_them is not None
    assert without is not None
    assert [person.name for person in with_them.staff] == ["Social Agent"]
    assert [person.service.kind for person in with_them.staff] == [OrgKind.CHILD_WELFARE]
    assert without.staff == ()


def test_answers_of_others_change_nothing_on_a_paper(cast: Cast) -> None:
    made = make.asked(cast)
    before = facts(cast, made)[0]
    make.answer(cast, made, 1, kind=AnswerKind.YES_SOME, services=("club",))
    assert facts(cast, made)[0] == before
    make.answer(cast, made, 1, kind=AnswerKind.NO)
    assert facts(cast, made)[0] == before


def test_question_is_gone_before_asking_after_its_day_and_when_closed(cast: Cast) -> None:
    assert facts(cast, make.referred(cast))[0].question is None
    assert (
        facts(
            cast,
            make.closed(
                cast,
            ),
        )[0].question
        is None
    )
    made = make.asked(cast, given_name="Nora")
    late = cast.actor("social_teacher", NOW + days(180))
    assert list_paper_facts(late, get_case(late, made.public_id))[0].question is None


@pytest.mark.parametrize("part", ["contact_teacher", "social_agent"])
def test_papers_are_for_those_who_record_consent(cast: Cast, part: str) -> None:
    made = make.asked(cast)
    assert facts(cast, made, part) == []
    assert facts(cast, made, "rector") != []


def test_service_that_sees_the_case_gets_no_papers(cast: Cast) -> None:
    assert facts(cast, make.in_measures(cast), "club_leader") == []


def test_guardian_without_parental_responsibility_gets_no_paper(cast: Cast) -> None:
    made = make.in_measures(cast)
    add(cast, made, "Per Utenfor", Authority.HOLDS_NOT)
    assert "Per Utenfor" not in [row.guardian_name for row in facts(cast, made)]


def test_guardian_who_is_not_verified_is_asked_but_not_told_what_was_decided(cast: Cast) -> None:
    made = make.in_measures(cast)
    add(cast, made, "Per Ukjent", Authority.UNVERIFIED)
    rows = {row.guardian_name: row for row in facts(cast, made)}
    assert rows["Per Ukjent"].question is not None
    assert rows["Per Ukjent"].decision is None
    assert rows["Foresatt 1 Prøvesen"].decision is not None


def test_former_guardian_gets_no_paper_and_is_still_kept_apart(cast: Cast) -> None:
    made = make.asked(cast)
    gone = add(cast, made, "Per Tidligere", Authority.HOLDS)
    end_guardianship(by=cast.actor("social_teacher"), at=NOW, tie=gone, ended_on=NOW.date())
    ask_again(cast, made, "Tidligere trives hun best ute.")
    rows = facts(cast, made)
    assert "Per Tidligere" not in [row.guardian_name for row in rows]
    assert [row.question.purpose for row in rows if row.question] == ["", ""]


def ask_again(cast: Cast, made: make.Made, purpose: str) -> None:
    """A new question, with other words."""
    by = cast.actor("social_teacher")
    actions.ask_for_consent(
        by=by,
        at=NOW,
        public_id=made.public_id,
        service_ids=[cast.service("club").pk],
        purpose=purpose,
        form_version="2026-1",
        proposed_until=by.on + days(90),
        asked_on=by.on,
    )


def test_purpose_that_names_one_guardian_stands_on_that_guardians_paper_alone(cast: Cast) -> None:
    made = make.asked(cast)
    add(cast, made, "Kari Testvik", Authority.HOLDS)
    ask_again(cast, made, "Kari ønsker mer tid ute.")
    said = {row.guardian_name: row.question.purpose for row in facts(cast, made) if row.question}
    assert said == {
        "Foresatt 1 Prøvesen": "",
        "Foresatt 2 Prøvesen": "",
        "Kari Testvik": "Kari ønsker mer tid ute.",
    }


def test_decision_and_measures_are_told_with_their_days(cast: Cast) -> None:
    decision = facts(cast, make.in_measures(cast))[0].decision
    assert decision is not None
    assert decision.is_of_team
    assert decision.outcome is Move.TEAM_DECIDE
    assert decision.text == "Vi starter en lekegruppe."
    assert decision.next_on == NOW.date() + days(40)
    assert [(row.what, row.who.kind, row.due_on) for row in decision.measures] == [
        ("Lekegruppe to ganger i uka", OrgKind.SCHOOL, NOW.date() + days(30))
    ]


def test_latest_decision_is_the_one_that_is_told(cast: Cast) -> None:
    made = make.referred(cast)
    decision = facts(cast, made)[0].decision
    assert decision is not None
    assert decision.outcome is Move.REFER
    assert not decision.is_of_team


def test_measure_about_the_home_or_another_guardian_is_left_out(cast: Cast) -> None:
    made = make.in_measures(cast)
    add(cast, made, "Kari Testvik", Authority.HOLDS)
    by = cast.actor("rector")
    for what, topic in (("Råd hjemme", Topic.HOME), ("Samtale med Kari", Topic.LEISURE)):
        actions.add_measure(
            by=by,
            at=NOW,
            public_id=made.public_id,
            goal="Trives",
            what=what,
            organisation_id=cast.furulia.pk,
            due_on=by.on + days(9),
            topic=topic,
        )
    decision = facts(cast, made)[0].decision
    assert decision is not None
    assert [row.what for row in decision.measures] == ["Lekegruppe to ganger i uka"]


def test_measures_that_are_done_are_left_out(cast: Cast) -> None:
    made = make.in_measures(cast)
    Measure.objects.filter(case=made.case).update(status=Measure.Status.DONE)
    decision = facts(cast, made)[0].decision
    assert decision is not None
    assert decision.measures == ()


def test_decision_about_the_home_is_told_without_its_words(cast: Cast) -> None:
    made = make.in_measures(cast)
    BoardDecision.objects.filter(case=made.case).update(topic=Topic.HOME.value)
    decision = facts(cast, made)[0].decision
    assert decision is not None
    assert decision.text == ""
    assert decision.held_on == NOW.date()


def test_protected_address_leaves_no_place_and_no_words_of_the_staff(cast: Cast) -> None:
    made = make.protected(cast)
    row = facts(cast, made)[0]
    assert row.is_protected
    assert row.school_name == ""
    assert row.school_phone == ""
    assert {service.name for service in row.team} == {""}
    assert row.question is not None
    assert row.question.purpose == ""
    assert row.question.staff == ()
    assert row.decision is not None
    assert row.decision.text == ""
    assert row.decision.measures == ()
    told = repr(replace(row, guardian_name=""))
    for place in ("Furulia", "Eksempel", "6B"):
        assert place not in told


def test_protected_address_numbers_services_of_the_same_kind(cast: Cast) -> None:
    names = ("child_welfare", "youth_unit", "club")
    set_team(
        by=system_actor(NOW),
        at=NOW,
        school=cast.furulia,
        cadence_weeks=5,
        services=[cast.service(name) for name in names],
    )
    made = make.asked(cast, services=names)
    make.protect(cast, made)
    question = facts(cast, made)[0].question
    assert question is not None
    assert sorted((row.kind.value, row.name) for row in question.services) == [
        ("child_welfare", "1"),
        ("child_welfare", "2"),
        ("youth_club", ""),
    ]


def test_papers_cost_the_same_queries_however_many_guardians(cast: Cast) -> None:
    actor = cast.actor("social_teacher")
    counts = []
    for number, name in ((1, "Nora"), (4, "Ida")):
        made = make.asked(cast, guardians=number, given_name=name)
        view = get_case(actor, made.public_id)
        with CaptureQueriesContext(
            connection,
        ) as queries:
            assert len(list_paper_facts(actor, view)) == number
        counts.append(len(queries))
    assert counts[0] == counts[1]


def test_day_of_birth_and_class_are_on_no_paper(cast: Cast) -> None:
    told = repr(facts(cast, make.in_measures(cast)))
    assert "6B" not in told
    assert repr(date(2015, 3, 4)) not in told
