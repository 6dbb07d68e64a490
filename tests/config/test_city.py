"""Synthetic volume: the demo's shapes in any number, the same for the same seed."""

from datetime import datetime
from itertools import islice
from zoneinfo import ZoneInfo

import pytest
from django.core.management import CommandError, call_command
from django.db import transaction
from django.db.models import Count
from pytest_django.fixtures import Settings

from felles.casework.models import Case, CaseStep, CheckIn, Concern, Measure, Talk
from felles.casework.queries import CaseFilter, get_case, get_case_page, list_cases, search_cases
from felles.casework.queries.cases import facts_of
from felles.config.city.build import Size, build
from felles.config.city.rows import public_ids
from felles.people.models import (
    AccessGrant,
    ConsentAnswer,
    ConsentExclusion,
    Organisation,
    Post,
    Pupil,
    User,
)
from felles.people.queries import get_actor, load_pupil_facts
from felles.rules.access import Actor, may_see
from felles.rules.case_flow import Step
from felles.rules.roles import OrgKind, Role
from tests.config.digest import digest

pytestmark = pytest.mark.django_db
AT = datetime(2026, 11, 24, 8, 0, tzinfo=ZoneInfo("Europe/Oslo"))
SMALL = Size(schools=2, pupils=120, cases=300)


def make_city(seed: int = 1, size: Size = SMALL) -> None:
    for _ in build(at=AT, size=size, seed=seed):
        pass


def actor(role: Role) -> Actor:
    post = Post.objects.filter(role=role.value).order_by("pk")[0]
    found = get_actor(post.user, post_id=post.pk, at=AT)
    assert found is not None
    return found


def make_and_forget(seed: int) -> str:
    with transaction.atomic():
        make_city(seed)
        found = digest()
        transaction.set_rollback(True)
    return found


def test_city_has_the_size_that_was_asked_for() -> None:
    make_city()
    schools = Organisation.objects.filter(kind=OrgKind.SCHOOL.value)
    assert (schools.count(), Pupil.objects.count(), Case.objects.count()) == (2, 120, 300)


def test_city_holds_open_and_closed_cases_on_every_step() -> None:
    make_city()
    assert set(Case.objects.values_list("step", flat=True)) == {step.value for step in Step}
    is_open = Case.objects.filter(state=Case.State.OPEN)
    assert is_open.count() == 36
    assert not is_open.values("pupil").annotate(count=Count("pk")).filter(count__gt=1).exists()


def test_cases_of_a_pupil_follow_upon_each_other() -> None:
    make_city()
    for pupil in Pupil.objects.prefetch_related("cases"):
        cases = sorted(pupil.cases.all(), key=lambda case: case.opened_at)
        ends = [case.closed_at for case in cases[:-1]]
        assert all(
            ended is not None and ended < later.opened_at
            for ended, later in zip(ends, cases[1:], strict=True)
        )


def test_city_has_the_shapes_of_the_demo() -> None:
    make_city()
    for model in (Concern, Talk, Measure, CheckIn, ConsentAnswer, ConsentExclusion, AccessGrant):
        assert model._default_manager.exists(), model
    moved = CaseStep.objects.exclude(move="").count()
    assert moved > Case.objects.count()
    assert set(User.objects.filter(is_demo=True).values_list("username", flat=True)) >= {
        "city1.s001.rector",
        "city1.s001.nurse",
    }
    assert not User.objects.get(username="city1.s002.rector").is_demo


@pytest.mark.parametrize(
    "role",
    [Role.RECTOR, Role.SOCIAL_AGENT, Role.CONTACT_TEACHER, Role.HEALTH_NURSE, Role.CLUB_LEADER],
)
def test_city_is_read_by_the_product_as_real_cases_are(role: Role) -> None:
    make_city()
    someone = actor(role)
    rows, _ = list_cases(someone, CaseFilter())
    assert rows
    view = get_case(someone, rows[0].public_id)
    assert get_case_page(someone, view).concerns
    assert search_cases(someone, rows[0].name)


def test_city_obeys_both_halves_of_the_access_rule() -> None:
    make_city()
    cases = list(Case.objects.order_by("pk"))
    facts = load_pupil_facts([case.pupil_id for case in cases], AT)
    for role in (Role.HEALTH_NURSE, Role.SOCIAL_AGENT, Role.RECTOR, Role.CHILD_WELFARE_INTAKE):
        someone = actor(role)
        seen = set(Case.objects.visible_to(someone).values_list("pk", flat=True))
        rule = {case.pk for case in cases if may_see(someone, facts_of(case, facts[case.pupil_id]))}
        assert seen == rule
        assert 0 < len(seen) < len(cases)


def test_same_seed_gives_the_same_city_and_another_gives_another() -> None:
    first = make_and_forget(1)
    assert make_and_forget(1) == first
    assert make_and_forget(2) != first


def test_public_ids_never_come_twice() -> None:
    assert len(set(islice(public_ids(1), 50_000))) == 50_000


def test_shares_of_schools_add_up() -> None:
    size = Size(schools=7, pupils=100, cases=1000)
    assert sum(size.share(size.pupils, number) for number in range(1, 8)) == 100
    assert sum(size.share(size.cases, number) for number in range(1, 8)) == 1000


def command(*more: str) -> None:
    call_command("make_city", "--schools", "1", "--pupils", "20", "--cases", "20", *more)


def test_make_city_command_says_what_it_made(capsys: pytest.CaptureFixture[str]) -> None:
    command()
    assert "1 schools, 20 pupils and 20 cases" in capsys.readouterr().out


def test_make_city_goes_beside_what_is_there_only_when_told() -> None:
    User.objects.create_user("somebody", name="Somebody")
    with pytest.raises(CommandError, match="not empty"):
        command()
    command("--add")
    command("--add", "--seed", "2")
    assert Case.objects.count() == 40


def test_make_city_refuses_the_same_city_twice() -> None:
    command()
    with pytest.raises(CommandError, match="another --seed"):
        command("--add")
    assert Case.objects.count() == 20


def test_make_city_refuses_production(settings: Settings) -> None:
    settings.MODE = "production"
    with pytest.raises(CommandError, match="production"):
        command()
    assert not User.objects.exists()


@pytest.mark.parametrize("wrong", ["0", "-1", "many"])
def test_make_city_refuses_a_size_that_is_none(wrong: str) -> None:
    with pytest.raises(CommandError, match="--schools"):
        call_command("make_city", "--schools", wrong)
