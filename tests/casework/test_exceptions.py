"""One holder's yes is not waited for: after a leader's approval, until its last day, never against
a no. Rule and database say the same of it."""

from collections.abc import Callable
from datetime import datetime, timedelta

import pytest

from felles.casework.models import Case
from felles.casework.queries import NotVisible, get_case
from felles.casework.queries.cases import facts_of
from felles.people.actions import (
    approve_exception,
    ask_exception,
    end_exception,
    end_guardianship,
    verify_authority,
)
from felles.people.models import ConsentException, ConsentRequest, Guardianship
from felles.people.queries import load_pupil_facts
from felles.rules.access import may_see
from felles.rules.consent import AnswerKind, Authority, ExceptionKind
from felles.rules.decision import Refused
from tests import make
from tests.cast import NOW, STAFF_PARTS, TEAM, Cast, build_cast, days

pytestmark = pytest.mark.django_db
WEEK = NOW + days(7)


@pytest.fixture
def cast() -> Cast:
    """The district."""
    return build_cast()


def one_answer(cast: Cast) -> make.Made:
    """In the team on both guardians' yes; then the second one's answer is as if never given."""
    made = make.in_measures(cast)
    made.ties[1].guardian.answers.all().delete()
    return made


def ask(cast: Cast, tie: Guardianship, *, part: str = "social_teacher") -> ConsentException:
    """Ask the leader, for a week."""
    return ask_exception(
        by=cast.actor(part),
        at=NOW,
        tie=Guardianship.objects.get(pk=tie.pk),
        kind=ExceptionKind.UNREACHABLE,
        reason="Vi når ikke den foresatte.",
        from_on=NOW.date(),
        until_on=WEEK.date(),
    )


def approve(cast: Cast, tie: Guardianship) -> ConsentException:
    """Ask, and have it approved."""
    exception = ask(cast, tie)
    approve_exception(by=cast.actor("rector"), at=NOW, exception=exception)
    return exception


def services_that_see(cast: Cast, made: make.Made, at: datetime = NOW) -> set[str]:
    """Who of the services sees the case; rule, database and page agree, for everybody."""
    case = Case.objects.get(pk=made.case.pk)
    facts = load_pupil_facts([made.pupil.pk], at)[made.pupil.pk].since(case.active_since_at)
    seen = set()
    for part in STAFF_PARTS:
        actor = cast.actor(part, at)
        by_rule = bool(may_see(actor, facts_of(case, facts)))
        assert Case.objects.visible_to(actor).filter(pk=case.pk).exists() is by_rule, part
        if by_rule and part in ("health_nurse", "club_leader", "child_welfare_intake"):
            seen.add(part)
            assert get_case(actor, made.public_id).sight
        elif not by_rule:
            with pytest.raises(NotVisible):
                get_case(actor, made.public_id)
    return seen


ALL = {"health_nurse", "club_leader", "child_welfare_intake"}


def test_answer_is_waited_for_until_a_leader_has_approved(cast: Cast) -> None:
    made = one_answer(cast)
    assert services_that_see(cast, made) == set()
    exception = ask(cast, made.ties[1])
    assert services_that_see(cast, made) == set()
    approve_exception(by=cast.actor("rector"), at=NOW, exception=exception)
    assert services_that_see(cast, made) == ALL
    # Not before the instant of the approval.
    assert services_that_see(cast, made, NOW - timedelta(seconds=1)) == set()


def test_exception_is_over_after_its_last_day_or_when_it_is_ended(cast: Cast) -> None:
    made = one_answer(cast)
    exception = approve(cast, made.ties[1])
    assert services_that_see(cast, made, WEEK) == ALL
    assert services_that_see(cast, made, WEEK + days(1)) == set()
    assert services_that_see(cast, made, NOW - days(1)) == set()
    end_exception(by=cast.actor("rector"), at=NOW, exception=exception)
    assert services_that_see(cast, made) == set()


def test_exception_begins_on_its_first_day(cast: Cast) -> None:
    made = one_answer(cast)
    exception = approve(cast, made.ties[1])
    ConsentException.objects.filter(pk=exception.pk).update(from_on=NOW.date() + days(1))
    assert services_that_see(cast, made) == set()
    assert services_that_see(cast, made, NOW + days(1)) == ALL


def no(cast: Cast, made: make.Made) -> None:
    """The guardian who is not waited for says no after all."""
    make.answer(cast, made, 1, kind=AnswerKind.NO)


def withdrawn(cast: Cast, made: make.Made) -> None:
    """The guardian who is not waited for says yes, and withdraws."""
    make.answer(cast, made, 1)
    make.answer(cast, made, 1, kind=AnswerKind.WITHDRAWN)


def everybody(cast: Cast, made: make.Made) -> None:
    """Nobody is waited for: then nobody has said yes."""
    approve(cast, made.ties[0])


def unverified(_cast: Cast, made: make.Made) -> None:
    """It turns out that nobody knows who holds parental responsibility."""
    Guardianship.objects.filter(pk=made.ties[1].pk).update(authority=Authority.UNVERIFIED.value)


def other_lapsed(_cast: Cast, made: make.Made) -> None:
    """The yes that is waited for has run out."""
    yesterday = NOW.date() - days(1)
    made.ties[0].guardian.answers.update(valid_from=yesterday, valid_until=yesterday)


def other_gone(cast: Cast, made: make.Made) -> None:
    """The one who said yes is no guardian any more."""
    end_guardianship(by=cast.actor("rector"), at=NOW, tie=made.ties[0], ended_on=NOW.date())


def other_not_a_holder(cast: Cast, made: make.Made) -> None:
    """The one who said yes does not hold parental responsibility."""
    verify_authority(
        by=cast.actor("rector"), at=NOW, tie=made.ties[0], authority=Authority.HOLDS_NOT, how="Brev"
    )


@pytest.mark.parametrize(
    "happens",
    [no, withdrawn, everybody, unverified, other_lapsed, other_gone, other_not_a_holder],
)
def test_exception_opens_nothing(cast: Cast, happens: Callable[[Cast, make.Made], None]) -> None:
    made = one_answer(cast)
    approve(cast, made.ties[1])
    assert services_that_see(cast, made) == ALL
    happens(cast, made)
    assert services_that_see(cast, made) == set()


def test_service_that_the_exempt_guardian_shuts_out_sees_nothing(cast: Cast) -> None:
    made = one_answer(cast)
    approve(cast, made.ties[1])
    services = tuple(name for name in TEAM if name != "child_welfare")
    make.answer(cast, made, 1, kind=AnswerKind.YES_SOME, services=services)
    assert services_that_see(cast, made) == ALL - {"child_welfare_intake"}


def test_exempt_guardians_yes_to_an_earlier_case_neither_opens_nor_stops(cast: Cast) -> None:
    made = make.in_measures(cast)
    requests = ConsentRequest.objects.filter(pupil=made.pupil)
    earlier = ConsentRequest.objects.get(pk=requests[0].pk)
    earlier.pk, earlier.public_id, earlier.asked_at = None, "earlier2", NOW - days(9)
    earlier.save()
    made.ties[1].guardian.answers.update(request=earlier)
    assert services_that_see(cast, made) == set()
    exception = approve(cast, made.ties[1])
    assert services_that_see(cast, made) == ALL
    end_exception(by=cast.actor("rector"), at=NOW, exception=exception)
    assert services_that_see(cast, made) == set()


def test_no_of_somebody_who_is_guardian_of_a_sibling_only_shuts_nobody_out(cast: Cast) -> None:
    # The two children have one guardian in common, who is no guardian of this one any more.
    made, sibling = make.in_measures(cast), make.at_school(cast)
    guardian = made.ties[1].guardian_id
    Guardianship.objects.filter(pk=sibling.ties[1].pk).update(guardian=guardian)
    make.answer(cast, made, 1, kind=AnswerKind.NO)
    assert services_that_see(cast, made) == set()
    end_guardianship(by=cast.actor("rector"), at=NOW, tie=made.ties[1], ended_on=NOW.date())
    assert services_that_see(cast, made) == ALL


@pytest.mark.parametrize("part", STAFF_PARTS)
def test_exception_is_asked_for_by_coordinators_of_the_school(cast: Cast, part: str) -> None:
    made = one_answer(cast)
    if part in ("rector", "social_teacher"):
        assert ask(cast, made.ties[1], part=part).approved_at is None
        return
    with pytest.raises(Refused):
        ask(cast, made.ties[1], part=part)


@pytest.mark.parametrize("part", STAFF_PARTS)
def test_exception_is_approved_by_the_rector_alone(cast: Cast, part: str) -> None:
    made = one_answer(cast)
    exception = ask(cast, made.ties[1])
    if part == "rector":
        approve_exception(by=cast.actor(part), at=NOW, exception=exception)
        return
    with pytest.raises(Refused):
        approve_exception(by=cast.actor(part), at=NOW, exception=exception)


def test_nobody_approves_an_exception_of_the_own_asking(cast: Cast) -> None:
    made = one_answer(cast)
    exception = ask(cast, made.ties[1], part="rector")
    with pytest.raises(Refused, match="unntak"):
        approve_exception(by=cast.actor("rector"), at=NOW, exception=exception)
    assert services_that_see(cast, made) == set()


def test_exception_that_a_leader_asks_for_is_not_approved_by_somebody_who_leads_nothing(
    cast: Cast,
) -> None:
    made = one_answer(cast)
    exception = ask(cast, made.ties[1], part="rector")
    for part in STAFF_PARTS:
        with pytest.raises(Refused):
            approve_exception(by=cast.actor(part), at=NOW, exception=exception)
    assert ConsentException.objects.get().approved_at is None
