"""The pure rule and the database say the same, in worlds that nobody thought of."""

from collections import Counter
from collections.abc import Callable
from datetime import datetime, timedelta
from itertools import product

import pytest
from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from felles.casework.models import Case, Measure, Note, readable
from felles.casework.queries.cases import facts_of
from felles.casework.queries.today import _due_measures
from felles.people.actions import create_post
from felles.people.queries import list_actors, load_pupil_facts, system_actor
from felles.rules.access import Actor, CaseFacts, Sight, may_read_text, may_see
from felles.rules.roles import Audience, Role, Topic
from tests.casework import worlds
from tests.cast import NOW, STAFF_PARTS, START, Cast, build_cast, days

pytestmark = pytest.mark.django_db
INSTANTS = (NOW, NOW + timedelta(days=1), NOW.replace(hour=23, minute=59) - days(1))
TEXTS = list(product(Audience, Topic))
WORLDS = st.lists(worlds.PLANS, min_size=1, max_size=4)
Try = Callable[[list[worlds.PupilPlan]], None]


def build() -> tuple[Cast, dict[datetime, list[Actor]]]:
    """The cast and, at each instant, everybody in every post: one of them has two hats."""
    cast = build_cast()
    create_post(
        by=system_actor(NOW),
        at=NOW,
        user=cast.users["child_welfare_intake"],
        role=Role.SOCIAL_TEACHER,
        organisation=cast.furulia,
        from_on=START,
    )
    users = [cast.users[part].pk for part in STAFF_PARTS]
    return cast, {at: [actor for pk in users for actor in list_actors(pk, at)] for at in INSTANTS}


def in_any_world(look: Try, *, examples: int) -> None:
    """Try ``look`` on random worlds, each rolled back afterwards."""

    @settings(
        max_examples=examples,
        derandomize=True,
        deadline=None,
        suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large],
    )
    @given(WORLDS)
    def run(plans: list[worlds.PupilPlan]) -> None:
        with transaction.atomic():
            look(plans)
            transaction.set_rollback(True)

    run()


def facts_at(at: datetime, cases: list[Case]) -> dict[int, CaseFacts]:
    """What the pure rule is told of each case."""
    facts = load_pupil_facts([case.pupil_id for case in cases], at)
    return {
        case.pk: facts_of(case, facts[case.pupil_id].since(case.active_since_at)) for case in cases
    }


def test_database_and_rule_show_the_same_cases_to_everybody() -> None:
    cast, actors = build()
    seen: Counter[object] = Counter()

    def look(plans: list[worlds.PupilPlan]) -> None:
        cases = [worlds.write(cast, plan) for plan in plans]
        facts = {at: facts_at(at, cases) for at in INSTANTS}
        for actor in (actor for at in INSTANTS for actor in actors[at]):
            database = set(Case.objects.visible_to(actor).values_list("pk", flat=True))
            for case, plan in zip(cases, plans, strict=True):
                sight = may_see(actor, facts[actor.at][case.pk])
                seen[sight.ground] += 1
                assert (case.pk in database) is bool(sight), (actor, plan)

    in_any_world(look, examples=40)
    # Worlds in which nobody sees anything would prove nothing.
    assert min(seen.values()) >= 20, seen
    assert len(seen) == 5, seen


def test_database_and_rule_show_the_same_texts_and_measures() -> None:
    cast, actors = build()
    authors = [cast.users["rector"], cast.users["health_nurse"]]
    seen: Counter[bool] = Counter()

    def write_texts(case: Case, owner_id: int) -> None:
        common = [
            {"case": case, "at": NOW, "audience": audience.value, "topic": topic.value}
            for audience, topic in TEXTS
        ]
        Note.objects.bulk_create(
            Note(by=author, text="Prøve", **fields) for fields in common for author in authors
        )
        Measure.objects.bulk_create(
            Measure(
                by=authors[0],
                goal="Mål",
                what="Tiltak",
                organisation=cast.furulia,
                owner_id=owner_id,
                due_on=worlds.TODAY,
                **fields,
            )
            for fields in common
        )

    def readable_by_rule(actor: Actor, sight: Sight, row: Note | Measure) -> bool:
        return may_read_text(
            actor,
            sight,
            audience=Audience(row.audience),
            topic=Topic(row.topic),
            author_id=row.by_id,
        )

    def look(plans: list[worlds.PupilPlan]) -> None:
        case = worlds.write(cast, plans[0])
        write_texts(case, authors[0].pk)
        notes = list(Note.objects.filter(case=case))
        measures = list(Measure.objects.filter(case=case))
        facts = facts_at(NOW, [case])[case.pk]
        for actor in actors[NOW]:
            Measure.objects.filter(case=case).update(owner_id=actor.user_id)
            sight = may_see(actor, facts)
            rows = {row.pk for row in notes if readable_by_rule(actor, sight, row)}
            found = readable(Note, actor, sight).filter(case=case)
            assert set(found.values_list("pk", flat=True)) == rows, (actor, sight)
            due = {row.pk for row in measures if readable_by_rule(actor, sight, row)}
            if case.state == Case.State.CLOSED:
                due = set()
            assert {row.pk for row in _due_measures(actor, worlds.TODAY)} == due, (actor, plans[0])
            seen[bool(due)] += 1

    in_any_world(look, examples=40)
    assert min(seen[True], seen[False]) >= 50, seen
