"""A measure of a service lies within what the guardians allow that service."""

import pytest

from felles.casework.actions import add_measure
from felles.casework.models import Measure
from felles.casework.queries import NotVisible, get_case, get_measure, list_goals
from felles.rules.consent import AnswerKind
from felles.rules.decision import Refused
from felles.rules.roles import Audience, Topic
from tests import make
from tests.cast import NOW, Cast, build_cast, days
from tests.make import Made

pytestmark = pytest.mark.django_db


@pytest.fixture
def cast() -> Cast:
    return build_cast()


def add(
    cast: Cast,
    made: Made,
    *,
    organisation: str,
    topic: Topic = Topic.LEISURE,
    goal: str = "Venner",
    audience: Audience = Audience.TEAM,
) -> Measure:
    return add_measure(
        by=cast.actor("rector"),
        at=NOW,
        public_id=made.public_id,
        goal=goal,
        what="Følge til klubben",
        organisation_id=cast.service(organisation).pk,
        due_on=NOW.date() + days(10),
        topic=topic,
        audience=audience,
    )


def test_measure_of_a_service_needs_a_topic_that_the_service_may_read(cast: Cast) -> None:
    made = make.in_team(cast, topics=frozenset({Topic.LEISURE}))
    add(cast, made, organisation="club")
    with pytest.raises(Refused, match="Samtykket omfatter ikke dette temaet for tjenesten"):
        add(cast, made, organisation="club", topic=Topic.HOME)
    add(cast, made, organisation="furulia", topic=Topic.HOME)
    assert Measure.objects.count() == 2


def test_measure_of_a_service_needs_consent_on_the_day_it_is_added(cast: Cast) -> None:
    made = make.in_team(cast)
    make.answer(cast, made, 0, kind=AnswerKind.WITHDRAWN)
    with pytest.raises(Refused):
        add(cast, made, organisation="club")


def test_one_measure_is_found_by_those_who_may_read_it(cast: Cast) -> None:
    made = make.in_team(cast, topics=frozenset({Topic.LEISURE}))
    shared = add(cast, made, organisation="club")
    kept = add(cast, made, organisation="furulia", topic=Topic.HOME)
    for part, row, sees in (
        ("rector", shared, True),
        ("rector", kept, True),
        ("club_leader", shared, True),
        ("club_leader", kept, False),
    ):
        actor = cast.actor(part)
        view = get_case(actor, made.public_id)
        if sees:
            assert get_measure(actor, view, row.public_id) == row
        else:
            with pytest.raises(NotVisible):
                get_measure(actor, view, row.public_id)


def test_goals_are_those_under_way_that_the_reader_may_read(cast: Cast) -> None:
    made = make.in_team(cast, topics=frozenset({Topic.LEISURE}))
    add(cast, made, organisation="club", goal="Venner")
    add(cast, made, organisation="furulia", goal="Ro hjemme", topic=Topic.HOME)
    add(cast, made, organisation="club", goal="Venner")
    over = add(cast, made, organisation="furulia", goal="Gammelt")
    Measure.objects.filter(pk=over.pk).update(status=Measure.Status.DONE)
    goals = {}
    for part in ("rector", "club_leader"):
        actor = cast.actor(part)
        goals[part] = list_goals(actor, get_case(actor, made.public_id))
    assert goals == {"rector": ["Venner", "Ro hjemme"], "club_leader": ["Venner"]}
