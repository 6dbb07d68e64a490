"""The demo: a living district, made by the product's own actions, where nobody is real."""

import json
import os
import re
from collections.abc import Iterator
from datetime import date, datetime, timedelta
from pathlib import Path
from random import Random
from zoneinfo import ZoneInfo

import pytest
from django.core.management import call_command
from django.db import transaction
from django.test import Client
from pytest_django.plugin import DjangoDbBlocker

from felles.casework.models import Case, CaseStep, ChildVoice, Concern, Measure
from felles.casework.queries import (
    CaseFilter,
    Today,
    get_case,
    get_evidence,
    get_today,
    list_cases,
    list_drafts,
)
from felles.config import personas
from felles.config.demo.calendar import Calendar
from felles.config.demo.district import PARTS, SCHOOLS
from felles.config.demo.load import Loaded, load
from felles.config.demo.stories import STORIES
from felles.ledger.models import ChangeEvent, OutboxMessage, ReadEvent
from felles.meetings.models import AnonymousDiscussion
from felles.people.models import (
    AccessGrant,
    ConsentExclusion,
    ConsentNamedPerson,
    Guardian,
    Guardianship,
    Organisation,
    Pupil,
    User,
)
from felles.people.queries import (
    find_persona,
    find_pupil_by_public_id,
    get_actor,
    list_personas,
)
from felles.rules.access import Actor, Ground, Permission, may
from felles.rules.case_flow import Step
from felles.rules.clocks import Urgency
from felles.rules.consent import Authority, ConsentState
from felles.rules.roles import Role
from felles.web.concerns.questions import QUESTIONS
from tests.config.digest import digest
from tests.guards.routes import demo_routes

pytestmark = pytest.mark.django_db
OSLO = ZoneInfo("Europe/Oslo")
AT = datetime(2026, 11, 24, 8, 0, tzinfo=OSLO)
FEATURED = [key for key, part in PARTS.items() if part.comes_for]


@pytest.fixture(scope="module")
def demo(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[Loaded]:
    """The demo, loaded once for the tests of this file, which only read it."""
    with django_db_blocker.unblock(), transaction.atomic():
        yield load(at=AT, seed=1)
        transaction.set_rollback(True)


def actor(key: str) -> Actor:
    found = get_actor(User.objects.get(username=key), post_id=None, at=AT)
    assert found is not None
    return found


def test_demo_holds_cases_on_every_step(demo: Loaded) -> None:
    assert demo.cases == len(STORIES) >= 40
    assert set(Case.objects.values_list("step", flat=True)) == {step.value for step in Step}


def test_demo_stories_end_where_they_say(demo: Loaded) -> None:
    ends = {
        (story.child, story.family): Step(
            Case.objects.get(pupil__given_name=story.child, pupil__family_name=story.family).step
        )
        for story in STORIES
    }
    assert ends == {(story.child, story.family): story.ends for story in STORIES}


def test_demo_shows_consent_in_every_state(demo: Loaded) -> None:
    found = set()
    for school in SCHOOLS:
        coordinator = actor(f"{school}.coordinator")
        for public_id in Case.objects.visible_to(coordinator).values_list("public_id", flat=True):
            view = get_case(coordinator, public_id)
            found.add(get_evidence(coordinator, view).consent_state)
    assert found == set(ConsentState)


def test_demo_holds_what_is_hard_in_real_life(demo: Loaded) -> None:
    ties = Guardianship.objects.all()
    assert ConsentExclusion.objects.exists()
    assert ConsentNamedPerson.objects.exists()
    assert ties.filter(authority=Authority.HOLDS_NOT.value).exists()
    assert ties.filter(authority=Authority.UNVERIFIED.value).exists()
    assert ties.filter(household=2).exists()
    assert Pupil.objects.filter(protection__gt=0).exists()
    assert AccessGrant.objects.filter(user__isnull=False).exists()
    assert Case.objects.filter(round_number__gte=2).exists()
    assert ChildVoice.objects.exclude(not_to_share="").exists()
    assert AnonymousDiscussion.objects.count() >= 2
    assert CaseStep.objects.filter(move="reopen").exists()
    joined = Concern.objects.values_list("case_id", flat=True)
    assert len(joined) > len(set(joined))


def test_demo_agent_is_shut_out_where_child_welfare_is_unless_named(demo: Loaded) -> None:
    at_furulia = {row.name for row in list_cases(actor("furulia.agent"), CaseFilter())[0]}
    assert "Maja Przykładowska" in at_furulia
    assert "Yusuf Mithali" not in at_furulia
    at_granasen = {row.name for row in list_cases(actor("granasen.agent"), CaseFilter())[0]}
    assert "Zuzanna Przykładowska" not in at_granasen
    seen_by_coordinator = list_cases(actor("granasen.coordinator"), CaseFilter())[0]
    assert "Zuzanna Przykładowska" in {row.name for row in seen_by_coordinator}


def test_demo_measures_are_followed_up_by_every_service(demo: Loaded) -> None:
    services = Measure.objects.exclude(organisation__kind="school")
    kinds = set(services.values_list("organisation__kind", flat=True))
    assert kinds == {"child_welfare", "school_health", "youth_club", "oslohjelpa", "bup"}
    assert Measure.objects.filter(check_ins__isnull=False).distinct().count() > 40


@pytest.mark.parametrize("key", FEATURED)
def test_demo_persona_has_something_today_or_no_cases_at_all(demo: Loaded, key: str) -> None:
    persona = actor(key)
    today = get_today(persona)
    if may(persona, Permission.CASE_READ):
        assert today.first
    else:
        assert today == Today(first=[], later=[], news=[], loops=[], good_calls=[])


def test_demo_day_has_late_and_coming_deadlines_and_news(demo: Loaded) -> None:
    today = get_today(actor("furulia.coordinator"))
    kinds = {todo.urgency for todo in (*today.first, *today.later)}
    assert {Urgency.LATE, Urgency.SOON} <= kinds
    assert {"case", "measure"} <= {
        todo.kind
        for key in ("furulia.coordinator", "nurse")
        for todo in get_today(actor(key)).first
    }
    assert today.news
    assert get_today(actor("nurse")).news


def test_demo_has_a_persona_of_every_role_that_logs_in(demo: Loaded) -> None:
    roles = {PARTS[key].role for key in FEATURED}
    assert roles == set(Role) - {Role.MILIEU_WORKER}
    assert len(FEATURED) >= 14
    assert not User.objects.filter(is_demo=False).exists()
    assert {row.username for row in list_personas(AT)} >= set(FEATURED)


def test_demo_personas_page_begins_with_the_featured(demo: Loaded) -> None:
    featured = list(personas._featured(list_personas(AT)))
    assert [row.name for row in featured] == [PARTS[key].name for key in FEATURED]
    assert all(find_persona(row.public_id) is not None for row in featured)


def test_demo_first_page_leads_to_the_families_own(demo: Loaded, client: Client) -> None:
    mother = Guardian.objects.get(name="Agnieszka Przykładowska")
    with demo_routes(), transaction.atomic():
        first = client.get("/demo/").content.decode()
        [door] = set(re.findall(r'href="(/demo/[a-z]+/)"', first))
        assert f'value="{mother.public_id}"' in client.get(door).content.decode()
        home = client.post(door, {"guardian": mother.public_id}, follow=True)
        assert "Maja" in home.content.decode()
        assert home.headers["Content-Language"] == "pl"
        transaction.set_rollback(True)


def test_demo_teacher_finds_a_concern_half_written(demo: Loaded) -> None:
    teacher = actor("furulia.6B")
    [draft] = list_drafts(teacher)
    pupil = find_pupil_by_public_id(teacher, draft.data["pupil"])
    assert pupil is not None
    assert not pupil.cases.exists()
    typed = set(draft.data) - {"pupil"}
    assert typed < set(QUESTIONS[0].names)


def test_demo_person_with_two_posts_can_choose(demo: Loaded) -> None:
    user = User.objects.get(username="granasen.rector")
    assert user.posts.count() == 2


def test_demo_log_is_true_to_the_way(demo: Loaded) -> None:
    for steps in (
        list(case.steps.order_by("pk")) for case in Case.objects.prefetch_related("steps")
    ):
        instants = [step.at for step in steps]
        assert instants == sorted(instants)
        assert [step.from_step for step in steps[1:]] == [step.to_step for step in steps[:-1]]
    for model in (ChangeEvent, ReadEvent, CaseStep):
        assert not model._default_manager.filter(at__gt=AT).exists()
    moves = ChangeEvent.objects.filter(object_type="CaseStep").count()
    assert moves == CaseStep.objects.exclude(move="").count()


def test_demo_reads_stand_in_the_access_log_with_their_ground(demo: Loaded) -> None:
    grounds = set(ReadEvent.objects.values_list("ground", flat=True))
    assert grounds >= {Ground.ROLE_AT_SCHOOL.value, Ground.OWN_CLASS.value, Ground.CONSENT.value}


def test_demo_leaves_the_worker_nothing_to_send(demo: Loaded) -> None:
    assert OutboxMessage.objects.exists()
    assert not OutboxMessage.objects.exclude(state=OutboxMessage.State.SENT).exists()


def test_demo_reaches_nobody(demo: Loaded) -> None:
    assert all(email.endswith(".example") for email in User.objects.values_list("email", flat=True))
    numbers = [
        *User.objects.values_list("phone", flat=True),
        *Guardian.objects.values_list("phone", flat=True),
        *Organisation.objects.values_list("phone", flat=True),
    ]
    assert all(number.startswith("00 00 ") for number in numbers)


def test_demo_schools_are_not_in_the_national_register() -> None:
    root = Path(__file__).resolve().parents[2]
    data = Path(os.environ.get("FELLES_SHARED_DATA", root.parent / "shared" / "data"))
    file = data / "schools_nsr" / "schools.json"
    if not file.exists():
        pytest.skip("the shared data is not here")
    real = {row["name"].casefold() for row in json.loads(file.read_text())["schools"]}
    assert [place.name for place in SCHOOLS.values() if place.name.casefold() in real] == []


def test_demo_children_are_of_an_age_that_fits_their_class(demo: Loaded) -> None:
    wrong = [
        pupil.name
        for pupil in Pupil.objects.filter(birth_on__isnull=False)
        if pupil.birth_on and pupil.birth_on.year + 5 + (pupil.grade or 0) != AT.year
    ]
    assert wrong == []


def test_loading_again_changes_nothing(demo: Loaded, capsys: pytest.CaptureFixture[str]) -> None:
    before = digest()
    call_command("load_demo", "--seed", "2")
    assert "already" in capsys.readouterr().out
    assert digest() == before


NOWS = [
    datetime(2026, 11, 23, 0, 1, tzinfo=OSLO) + timedelta(hours=11 * number) for number in range(16)
]


@pytest.mark.parametrize("now", NOWS, ids=str)
def test_calendar_keeps_order_and_the_past(now: datetime) -> None:
    calendar = Calendar(now)
    dice = Random(1)
    numbered = [
        (day, number) for number, day in enumerate([-200, -30, -9, -8, -3, -2, -1, -1, 0, 0])
    ]
    instants = [calendar.instant(day, number, dice) for day, number in numbered]
    assert instants == sorted(instants)
    assert instants[-1] < now
    assert all(at.astimezone(OSLO).weekday() < 5 for at in instants[:6])
    since = now - timedelta(days=3 if calendar.today.weekday() == 0 else 1)
    assert instants[-3] > since


def test_calendar_lets_nothing_old_happen_in_the_summer_holiday() -> None:
    for now in (AT, AT.replace(month=9), AT.replace(month=5), AT.replace(month=8, day=18)):
        calendar = Calendar(now)
        days = [calendar.day(offset) for offset in range(-200, -45)]
        assert days == sorted(days)
        assert [day for day in days if day.month == 7 or (day.month, day.day) == (8, 1)] == []


def test_calendar_puts_deadlines_on_school_days() -> None:
    calendar = Calendar(AT)
    days = {calendar.day(offset) for offset in range(2, 60)}
    assert all(day.weekday() < 5 for day in days)
    assert calendar.day(0) == date(2026, 11, 24)
