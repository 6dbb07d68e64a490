"""A case out of sight is in no list of what waits, also while another look at it is out of date."""

from datetime import datetime

import pytest

from felles.casework import actions
from felles.casework.actions import write_family_message
from felles.casework.models import Measure
from felles.casework.queries import get_case, get_consent_page, get_follow_up
from felles.casework.queries.consent import find_answer, find_paper, list_dual_staff
from felles.casework.queries.consequences import list_orphans_at_school
from felles.casework.queries.endings import list_ask_again
from felles.casework.queries.family_desk import list_waiting, may_hear_from_family
from felles.people.actions import ask_exception
from felles.people.models import ConsentAnswer, ConsentPaper, Guardianship
from felles.rules.access import EVERY_TOPIC, Ground, Permission, Sight
from felles.rules.consent import AnswerKind, ExceptionKind
from felles.rules.families import FamilyActor, FamilyLogin, MessageKind
from felles.rules.roles import Audience, Topic
from tests import make
from tests.casework.looks import Looks
from tests.cast import NOW, Cast, build_cast, days
from tests.make import Made
from tests.permissions import take_away

pytestmark = pytest.mark.django_db
DESK = "felles.casework.queries.family_desk"
CONSEQUENCES = "felles.casework.queries.consequences"


@pytest.fixture
def cast() -> Cast:
    """The district."""
    return build_cast()


def wish(made: Made) -> None:
    """A guardian writes."""
    tie = made.ties[0]
    write_family_message(
        by=FamilyActor(tie.guardian_id, tie.guardian.name, FamilyLogin.IDPORTEN, NOW),
        at=NOW,
        public_id=made.pupil.public_id,
        kind=MessageKind.WISH,
        text="Et ønske",
        language="nb",
    )


def exception(cast: Cast, made: Made, part: str = "social_teacher") -> None:
    """One guardian cannot be reached."""
    ask_exception(
        by=cast.actor(part),
        at=NOW,
        tie=Guardianship.objects.get(pk=made.ties[1].pk),
        kind=ExceptionKind.UNREACHABLE,
        reason="Vi når ikke den foresatte.",
        from_on=NOW.date(),
        until_on=NOW.date() + days(7),
    )


def kinds(cast: Cast, part: str, at: datetime = NOW) -> list[str]:
    return [one.kind for one in list_waiting(cast.actor(part, at))]


def test_what_waits_in_a_case_out_of_sight_is_on_nobodys_list(cast: Cast) -> None:
    made = make.asked(cast)
    wish(made)
    exception(cast, made)
    assert kinds(cast, "rector") == ["message", "exception"]
    make.protect(cast, made)
    assert kinds(cast, "rector") == []
    assert kinds(cast, "social_teacher") == ["message"]
    late = NOW + days(8)
    made.ties[1].exceptions.update(approved_at=NOW, approved_by=cast.users["rector"])
    assert kinds(cast, "social_teacher", late) == ["message", "exception_over"]
    assert kinds(cast, "rector", late) == []


def test_either_look_alone_keeps_a_message_off_the_list(
    cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    made = make.asked(cast)
    wish(made)
    make.protect(cast, made)
    for stale in (1, 2):
        looks = Looks(monkeypatch, DESK, stale)
        assert kinds(cast, "rector") == []
        assert looks.count == 4  # messages, their cases, exceptions, those that are over


def test_exception_waits_for_another_who_may_approve(cast: Cast) -> None:
    made = make.asked(cast)
    exception(cast, made, "rector")
    assert kinds(cast, "rector") == []
    assert kinds(cast, "social_teacher") == []


def test_only_a_coordinator_who_sees_the_case_and_answers_families_hears_of_a_message(
    cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    made = make.in_team(cast)
    make.protect(cast, made)

    def hears(part: str) -> bool:
        return may_hear_from_family(cast.users[part].pk, made.case.pk, NOW)

    assert [part for part in cast.posts if hears(part)] == ["social_teacher"]
    take_away(monkeypatch, Permission.FAMILY_ANSWER)
    assert not hears("social_teacher")


def test_answers_and_their_papers_are_found_by_those_who_record_them(
    cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    made = make.in_team(cast)
    answer = ConsentAnswer.objects.order_by("pk")[0]
    paper = ConsentPaper.objects.create(
        answer=answer, content=b"%PDF", media_type="application/pdf", digest="0" * 64, added_at=NOW,
        added_by=cast.users["rector"],
    )  # fmt: skip
    rector = cast.actor("rector")
    view = get_case(rector, made.public_id)
    assert find_answer(rector, view, answer.public_id) == answer
    assert find_paper(rector, view, paper.public_id) == paper
    take_away(monkeypatch, Permission.CONSENT_RECORD)
    assert find_answer(rector, view, answer.public_id) is None
    assert find_paper(rector, view, paper.public_id) is None


def test_staff_who_may_read_no_case_are_not_among_those_of_two_employers(
    cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    made = make.asked(cast)
    rector = cast.actor("rector")
    view = get_case(rector, made.public_id)
    agent = cast.users["social_agent"].pk
    assert [one.user_id for one in list_dual_staff(rector, view)] == [agent]
    take_away(monkeypatch, Permission.CASE_READ)
    assert list_dual_staff(rector, view) == []


def orphan(cast: Cast, made: Made, **fields: object) -> Measure:
    """A measure for the club, of which it hears nothing."""
    return actions.add_measure(
        by=cast.actor("social_teacher"),
        at=NOW,
        public_id=made.public_id,
        goal="Mål",
        what="Klubbkveld",
        organisation_id=cast.service("club").pk,
        due_on=NOW.date() + days(20),
        **fields,  # type: ignore[arg-type]
    )


def orphans(cast: Cast, part: str) -> list[Measure]:
    return list_orphans_at_school(cast.actor(part))


def of_case(cast: Cast, part: str, made: Made) -> list[Measure]:
    """The same, as the case's own consent page lists them."""
    actor = cast.actor(part)
    view = get_case(actor, made.public_id)
    return get_follow_up(actor, view, get_consent_page(actor, view)).orphans


def test_measure_is_orphaned_when_its_topic_is_not_shared_with_the_service(cast: Cast) -> None:
    made = make.in_measures(cast, topics=frozenset({Topic.HEALTH}))
    shared = orphan(cast, made, topic=Topic.HEALTH)
    assert shared not in orphans(cast, "rector")
    barred = orphan(cast, made, topic=Topic.HEALTH)
    Measure.objects.filter(pk=barred.pk).update(topic=Topic.LEISURE.value)
    assert orphans(cast, "rector") == [barred]
    assert of_case(cast, "rector", made) == [barred]


def test_restricted_measure_is_orphaned_for_those_who_may_read_it(cast: Cast) -> None:
    made = make.in_measures(cast)
    one = orphan(cast, made, topic=Topic.HEALTH)
    Measure.objects.filter(pk=one.pk).update(audience=Audience.RESTRICTED.value)
    for part, seen in (("social_teacher", [one]), ("rector", [])):
        assert orphans(cast, part) == seen
        assert of_case(cast, part, made) == seen


def test_orphans_of_a_case_out_of_sight_are_listed_to_nobody(
    cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    made = make.in_measures(cast)
    one = orphan(cast, made, topic=Topic.HEALTH)
    make.answer(cast, made, 0, kind=AnswerKind.NO)
    assert orphans(cast, "rector") == [one]
    make.protect(cast, made)
    assert orphans(cast, "social_teacher") == [one]
    assert orphans(cast, "rector") == []
    # The database's half of the rule and the pure one, each alone.
    Looks(monkeypatch, CONSEQUENCES, stale=1)
    assert orphans(cast, "rector") == []
    monkeypatch.undo()
    whole = Sight(Ground.ROLE_AT_SCHOOL, EVERY_TOPIC)
    monkeypatch.setattr(f"{CONSEQUENCES}.may_see", lambda *_: whole)
    assert orphans(cast, "rector") == []


def test_end_of_a_consent_is_told_for_the_services_that_it_is_open_for(cast: Cast) -> None:
    made = make.asked(cast)
    until = NOW.date() + days(5)
    make.answer(cast, made, 0, until=until)
    make.answer(
        cast, made, 1, kind=AnswerKind.YES_SOME, services=make.WITHOUT_CHILD_WELFARE, until=until
    )
    actions.move_to_innsatsteam(
        by=cast.actor("rector"), at=NOW, public_id=made.public_id, version=made.version
    )
    why = list_ask_again(cast.actor("rector"), own=False)[made.case.pk]
    assert why.ending is not None
    open_for = frozenset(cast.service(name).pk for name in make.WITHOUT_CHILD_WELFARE)
    assert (why.ending.until, why.ending.services) == (until, open_for)
