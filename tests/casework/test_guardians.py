"""Guardians within a case: verified, they open; unverified, they close; others stay hidden."""

import pytest

from felles.casework import actions
from felles.casework.actions import Conflict, preview_change
from felles.casework.queries import NotVisible, get_case
from felles.ledger.models import ChangeEvent
from felles.people.actions import add_guardian
from felles.people.models import ConsentAnswer, Pupil
from felles.rules.consent import AnswerKind, Authority, Channel
from felles.rules.decision import Refused
from felles.rules.people import Protection, Relation
from tests import make
from tests.cast import NOW, TEAM, Cast, build_cast, days

pytestmark = pytest.mark.django_db


def sees(cast: Cast, made: make.Made, part: str) -> bool:
    try:
        get_case(cast.actor(part), made.public_id)
    except NotVisible:
        return False
    return True


def verify(cast: Cast, made: make.Made, number: int, authority: Authority) -> None:
    actions.verify_case_guardian(
        by=cast.actor("social_teacher"),
        at=NOW,
        public_id=made.public_id,
        tie_id=made.ties[number].public_id,
        authority=authority,
        how="Vist i Folkeregisteret",
    )


def test_guardian_added_to_the_case_closes_it_for_services() -> None:
    cast = build_cast()
    made = make.in_measures(cast)
    assert sees(cast, made, "health_nurse")
    actions.add_case_guardian(
        by=cast.actor("rector"),
        at=NOW,
        public_id=made.public_id,
        name="Ny Foresatt",
        relation=Relation.OTHER,
    )
    assert not sees(cast, made, "health_nurse")
    assert sees(cast, made, "rector")


@pytest.mark.parametrize(
    ("authority", "opens"), [(Authority.HOLDS_NOT, True), (Authority.HOLDS, False)]
)
def test_verified_guardian_opens_only_without_say_or_with_a_yes(
    authority: Authority, opens: bool
) -> None:
    cast = build_cast()
    made = make.new_guardian(cast)
    verify(cast, made, 2, authority)
    assert sees(cast, made, "health_nurse") is opens


def test_service_said_yes_to_before_the_verification_is_opened_by_it() -> None:
    cast = build_cast()
    made = make.asked(cast, services=("club",))
    for number in (0, 1):
        make.answer(cast, made, number, services=("club",))
    actions.move_to_innsatsteam(
        by=cast.actor("rector"), at=NOW, public_id=made.public_id, version=made.version
    )
    made.ties.append(
        add_guardian(by=cast.actor("rector"), at=NOW, pupil=made.pupil, name="Foresatt 3")
    )
    actions.ask_for_consent(
        by=cast.actor("rector"),
        at=NOW,
        public_id=made.public_id,
        service_ids=[cast.service(name).pk for name in TEAM],
        purpose="Alle tjenestene.",
        form_version="2026-1",
        proposed_until=NOW.date() + days(90),
        asked_on=NOW.date(),
    )
    for number in (0, 1, 2):
        make.answer(cast, made, number)
    assert not sees(cast, made, "health_nurse")
    verify(cast, made, 2, Authority.HOLDS)
    assert sees(cast, made, "health_nurse")


def test_end_of_a_refusing_guardians_tie_lets_the_other_yes_count() -> None:
    cast = build_cast()
    made = make.not_child_welfare(cast)
    actions.end_case_guardian(
        by=cast.actor("rector"),
        at=NOW,
        public_id=made.public_id,
        tie_id=made.ties[1].public_id,
        ended_on=NOW.date(),
    )
    assert sees(cast, made, "child_welfare_intake")


def test_guardian_of_another_pupil_is_out_of_reach() -> None:
    cast = build_cast()
    made, other = make.asked(cast), make.asked(cast, given_name="Leo")
    tie = other.ties[0].public_id
    by = cast.actor("rector")
    with pytest.raises(NotVisible):
        actions.verify_case_guardian(
            by=by,
            at=NOW,
            public_id=made.public_id,
            tie_id=tie,
            authority=Authority.HOLDS_NOT,
            how="x",
        )
    with pytest.raises(NotVisible):
        actions.end_case_guardian(
            by=by, at=NOW, public_id=made.public_id, tie_id=tie, ended_on=NOW.date()
        )


def test_teacher_may_not_touch_guardians_or_protection() -> None:
    cast = build_cast()
    made = make.asked(cast)
    by = cast.actor("contact_teacher")
    with pytest.raises(Refused):
        actions.add_case_guardian(
            by=by, at=NOW, public_id=made.public_id, name="X", relation=Relation.PARENT
        )
    with pytest.raises(Refused):
        actions.protect_case_pupil(
            by=by, at=NOW, public_id=made.public_id, protection=Protection.NONE, reason="x"
        )


def answer_no(cast: Cast, made: make.Made, *, question: str = "") -> None:
    actions.record_consent_answer(
        by=cast.actor("social_teacher"),
        at=NOW,
        public_id=made.public_id,
        guardian_id=made.ties[0].guardian_id,
        kind=AnswerKind.NO,
        channel=Channel.ORAL,
        language="norsk",
        answered_on=NOW.date(),
        valid_until=NOW.date(),
        question=question,
    )


def test_answer_to_a_question_that_was_asked_anew_meanwhile_is_a_conflict() -> None:
    cast = build_cast()
    made = make.asked(cast)
    with pytest.raises(Conflict):
        answer_no(cast, made, question="oldquest")


def test_preview_of_a_no_names_who_loses_the_case_and_changes_nothing() -> None:
    cast = build_cast()
    made = make.in_measures(cast)
    rows = ConsentAnswer.objects.count(), ChangeEvent.objects.count()
    effect = preview_change(
        by=cast.actor("social_teacher"),
        at=NOW,
        public_id=made.public_id,
        do=lambda: answer_no(cast, made),
    )
    gone = {reader.name for reader in effect.gone}
    assert {"Health Nurse", "Child Welfare Intake", "Social Agent"} <= gone
    assert all(not change.after for change in effect.services)
    assert (ConsentAnswer.objects.count(), ChangeEvent.objects.count()) == rows
    assert sees(cast, made, "health_nurse")


def test_preview_of_a_protected_address_leaves_the_reader_list() -> None:
    cast = build_cast()
    made = make.in_measures(cast)
    effect = preview_change(
        by=cast.actor("social_teacher"),
        at=NOW,
        public_id=made.public_id,
        do=lambda: make.protect(cast, made),
    )
    assert "Rector" in {reader.name for reader in effect.gone}
    assert Pupil.objects.get(pk=made.pupil.pk).protection == Protection.NONE
