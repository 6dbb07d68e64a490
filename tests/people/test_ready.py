"""Conditions compiled once answer as those that Django compiles anew each time."""

from collections.abc import Callable
from typing import Any

import pytest
from django.db.models import Exists, Model, OuterRef, Q, QuerySet

from felles.casework.models import Case, Concern, Measure
from felles.people import ready, visibility
from felles.people.models import AccessGrant, Pupil
from felles.people.ready import Ready
from felles.rules.access import Actor
from tests import make
from tests.cast import NOW, STAFF_PARTS, Cast, build_cast, days

pytestmark = pytest.mark.django_db

# The condition as it is offered, and as Django would compile it.
PAIRS: list[tuple[Callable[..., Ready], Callable[..., Exists]]] = [
    (visibility.is_excluded, visibility._is_excluded),
    (visibility.is_named, visibility._is_named),
    (visibility.is_hidden, visibility._is_hidden),
    (visibility.is_granted, visibility._is_granted),
]
OUTERS: list[tuple[type[Model], str]] = [
    (Pupil, "pk"),
    (Case, "pupil_id"),
    (Concern, "case__pupil_id"),
]


def ids(rows: QuerySet[Any]) -> list[int]:
    return sorted(rows.values_list("pk", flat=True))


def make_world() -> Cast:
    cast = build_cast()
    for name in ("asked", "team_not_child_welfare", "team_agent_named", "team_withdrawn"):
        make.STATES[name](cast)
    make.protect(cast, make.in_measures(cast))
    return cast


def test_ready_condition_answers_as_django_would_for_everybody() -> None:
    cast = make_world()
    found: set[Callable[..., Ready]] = set()
    for part in STAFF_PARTS:
        for at in (NOW, NOW + days(181)):
            actor = cast.actor(part, at)
            for offered, written in PAIRS:
                for model, path in OUTERS:
                    rows = model._default_manager.all()
                    seen = ids(rows.filter(offered(actor, path)))
                    assert seen == ids(rows.filter(written(actor, path))), (part, offered)
                    assert ids(rows.exclude(pk__in=seen)) == ids(rows.filter(~offered(actor, path)))
                    found |= {offered} if seen else set()
    assert found == {offered for offered, _ in PAIRS}


@pytest.mark.parametrize(
    ("model", "paths"),
    [
        (Case, ("pupil_id", "active_since_at")),
        (Concern, ("case__pupil_id", "case__active_since_at")),
    ],
)
def test_ready_condition_on_the_cases_own_consent_answers_as_django_would(
    model: type[Model], paths: tuple[str, str]
) -> None:
    cast = make_world()
    found = 0
    for part in STAFF_PARTS:
        for at in (NOW, NOW + days(181)):
            actor = cast.actor(part, at)
            rows = model._default_manager.all()
            seen = ids(rows.filter(visibility.has_live_consent(actor, *paths)))
            assert seen == ids(rows.filter(visibility._has_live_consent(actor, *paths))), part
            found += len(seen)
    assert found


def test_ready_condition_on_the_rows_own_topic_answers_as_django_would() -> None:
    cast = make_world()
    actor = cast.actor("health_nurse")
    paths = ("case__pupil_id", "case__active_since_at", "topic")
    seen = ids(Measure.objects.filter(visibility.topic_is_live(actor, *paths)))
    assert seen == ids(Measure.objects.filter(visibility._topic_is_live(actor, *paths)))
    assert seen


def test_ready_condition_holds_within_a_query_within_a_query() -> None:
    """There the outer query has the aliases that Django gives to inner ones."""
    cast = make_world()
    actor = cast.actor("health_nurse")
    cases = Case.objects.filter(
        visibility.has_live_consent(actor, "pupil_id", "active_since_at"),
        visibility.is_granted(actor, "pupil_id"),
    )
    plainly = set(Concern.objects.filter(case_id__in=ids(cases)))
    assert plainly
    assert set(Concern.objects.filter(case__in=cases)) == plainly
    twice = Pupil.objects.filter(
        pk__in=Concern.objects.filter(case__in=cases).values("case__pupil")
    )
    assert {concern.case.pupil_id for concern in plainly} == set(ids(twice))


def test_ready_condition_can_stand_in_an_alternative_and_an_annotation() -> None:
    cast = make_world()
    actor = cast.actor("social_teacher")
    either = Pupil.objects.filter(Q(protection=0) | visibility.is_named(actor, "pk"))
    assert set(either) == set(Pupil.objects.all())
    marked = Pupil.objects.annotate(named=visibility.is_named(actor, "pk"))
    assert {bool(pupil.named) for pupil in marked} == {True, False}


def test_ready_condition_is_compiled_once_for_everybody(monkeypatch: pytest.MonkeyPatch) -> None:
    cast = build_cast()
    monkeypatch.setattr(ready, "_templates", {})
    compiled: list[str] = []
    compile_one = ready._compile

    def count(build: ready.Build, *more: Any) -> Any:
        compiled.append(build.__qualname__)
        return compile_one(build, *more)

    monkeypatch.setattr(ready, "_compile", count)
    for part in ("rector", "teacher", "health_nurse", "rector"):
        list(Pupil.objects.filter(visibility.is_named(cast.actor(part), "pk")))
    # Once for those with a service behind them, and once for those without.
    assert compiled == ["_is_named", "_is_named"]


def _by_role(actor: Actor, pupil: str) -> Exists:
    return Exists(AccessGrant.objects.filter(pupil_id=OuterRef(pupil), reason=actor.role))


def test_condition_that_decides_by_more_than_can_be_filled_in_fails_at_once() -> None:
    cast = build_cast()
    with pytest.raises(AttributeError, match="role"):
        list(Pupil.objects.filter(Ready(_by_role, cast.actor("rector"), "pk")))
