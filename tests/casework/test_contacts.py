"""The school talks with a service between meetings: only as far as the guardians said yes."""

from itertools import product

import pytest

from felles.casework.actions import log_contact
from felles.casework.models import Case, Contact, readable
from felles.casework.queries import get_case, get_case_page, list_contact_lines
from felles.casework.queries.cases import facts_of
from felles.ledger.models import ChangeEvent
from felles.people.queries import load_pupil_facts
from felles.rules.access import may_read_contact, may_see
from felles.rules.consent import AnswerKind
from felles.rules.decision import Refused
from felles.rules.roles import Audience, Topic
from tests import make
from tests.cast import NOW, STAFF_PARTS, Cast, build_cast, days

pytestmark = pytest.mark.django_db
TODAY = NOW.date()
HEALTH = frozenset({Topic.HEALTH})


@pytest.fixture
def cast() -> Cast:
    """The district."""
    return build_cast()


def contact(cast: Cast, made: make.Made, **more: object) -> Contact:
    """The social agent has talked with the health nurse today."""
    by = cast.actor("social_agent")
    said = {
        "service_id": cast.service("health").pk,
        "topic": Topic.HEALTH,
        "held_on": TODAY,
        "who": "Helsesykepleieren",
        "text": "Hun snakker med Maja på torsdag.",
        **more,
    }
    return log_contact(by=by, at=NOW, public_id=made.public_id, **said)  # type: ignore[arg-type]


def reason(cast: Cast, made: make.Made, **more: object) -> str:
    """Why the contact is refused."""
    with pytest.raises(Refused) as refused:
        contact(cast, made, **more)
    return refused.value.decision.reason


def test_topic_that_the_guardians_left_out_is_refused(cast: Cast) -> None:
    made = make.in_measures(cast, topics=HEALTH)
    assert "dette temaet" in reason(cast, made, topic=Topic.HOME)
    assert contact(cast, made).topic == Topic.HEALTH


def test_service_that_one_guardian_said_no_to_is_refused(cast: Cast) -> None:
    made = make.agent_named(cast)
    said = reason(cast, made, service_id=cast.service("child_welfare").pk)
    assert said == "Foresatte har ikke sagt ja til denne tjenesten nå."


def test_nothing_is_open_before_all_have_answered_or_after_a_withdrawal(cast: Cast) -> None:
    asked = make.asked(cast)
    assert "denne tjenesten" in reason(cast, asked)
    made = make.in_measures(cast)
    contact(cast, made)
    make.answer(cast, made, 0, kind=AnswerKind.YES_SOME, services=("club", "child_welfare"))
    assert "denne tjenesten" in reason(cast, made)


def test_consent_is_asked_for_the_day_of_the_contact(cast: Cast) -> None:
    # The yes was given today: it makes nothing lawful that was said yesterday.
    made = make.in_measures(cast)
    assert "denne tjenesten" in reason(cast, made, held_on=TODAY - days(1))


def test_page_and_action_say_the_same_of_every_service_and_topic(cast: Cast) -> None:
    made = make.in_measures(cast, topics=frozenset({Topic.HEALTH, Topic.LEISURE}))
    make.answer(cast, made, 0, kind=AnswerKind.YES_SOME, services=("health", "club"))
    by = cast.actor("rector")
    lines = list_contact_lines(by, get_case(by, made.public_id))
    assert {line.service.pk for line in lines if line.topics} == {
        cast.service("health").pk,
        cast.service("club").pk,
    }
    for line, topic in product(lines, Topic):
        if topic in line.topics:
            log_contact(
                by=by, at=NOW, public_id=made.public_id, service_id=line.service.pk, topic=topic,
                held_on=TODAY, who="x", text="x",
            )  # fmt: skip
        else:
            with pytest.raises(Refused) as refused:
                log_contact(
                    by=by, at=NOW, public_id=made.public_id, service_id=line.service.pk,
                    topic=topic, held_on=TODAY, who="x", text="x",
                )  # fmt: skip
            assert refused.value.decision == line.decisions[topic]


def test_contact_leaves_ids_in_the_ledger_and_no_word(cast: Cast) -> None:
    made = make.in_measures(cast)
    contact(cast, made)
    row = ChangeEvent.objects.get(action="contact.log")
    assert (row.case_id, row.pupil_id) == (made.case.pk, made.pupil.pk)
    assert row.codes == {"service": cast.service("health").pk}


def test_service_reads_of_contact_with_itself_on_its_topics_only(cast: Cast) -> None:
    made = make.in_measures(cast)
    mine = contact(cast, made, topic=Topic.LEISURE)
    school = contact(cast, made, audience=Audience.SCHOOL)
    club = contact(cast, made, service_id=cast.service("club").pk, topic=Topic.LEISURE)

    def reads(part: str) -> set[int]:
        actor = cast.actor(part)
        page = get_case_page(actor, get_case(actor, made.public_id))
        return {row.pk for row in page.contacts}

    assert reads("rector") == reads("contact_teacher") == {mine.pk, school.pk, club.pk}
    assert reads("health_nurse") == {mine.pk}
    assert reads("club_leader") == {club.pk}
    assert reads("oslohjelpa") == set()
    make.answer(cast, made, 0, kind=AnswerKind.YES_ALL, topics=HEALTH)
    assert reads("health_nurse") == set()
    assert reads("rector") == {mine.pk, school.pk, club.pk}


def test_database_and_rule_show_the_same_contacts_to_everybody(cast: Cast) -> None:
    states = [make.in_measures(cast, topics=HEALTH), make.agent_named(cast), make.closed(cast)]
    for made in states:
        for audience, topic, service in product(Audience, Topic, ("health", "child_welfare")):
            Contact.objects.create(
                case=made.case, by=cast.users["social_agent"], at=NOW, audience=audience,
                topic=topic, service=cast.service(service), held_on=TODAY, who="x", text="x",
            )  # fmt: skip
    cells = 0
    facts = load_pupil_facts([made.pupil.pk for made in states], NOW)
    for made, part in product(states, STAFF_PARTS):
        actor, case = cast.actor(part), Case.objects.get(pk=made.case.pk)
        sight = may_see(actor, facts_of(case, facts[made.pupil.pk].since(case.active_since_at)))
        found = set(readable(Contact, actor, sight).filter(case=case))
        rule = {
            row
            for row in Contact.objects.filter(case=case)
            if may_read_contact(
                actor,
                sight,
                service_id=row.service_id,
                audience=Audience(row.audience),
                topic=Topic(row.topic),
                author_id=row.by_id,
            )
        }
        assert found == rule, (part, made)
        cells += len(found)
    assert cells > 100
