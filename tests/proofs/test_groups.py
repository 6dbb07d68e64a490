"""Being in a small group is for the school alone: everybody else meets the same product, byte for
byte, whether or not a pupil is in one; and so does whoever may not know of a protected pupil."""

from collections.abc import Callable, Iterator
from zlib import crc32

import pytest
import time_machine
from django.db import transaction
from django.test import Client
from django.urls import reverse
from pytest_django import DjangoDbBlocker

from felles.activities.models import CourseSeries
from felles.casework.models import Measure
from felles.meetings.actions import make_feed
from felles.people.models import Pupil
from tests import make
from tests.activities.course_rows import pupils
from tests.cast import NOW, build_cast
from tests.portal.family import base, come_in
from tests.proofs import oracle, two_worlds
from tests.proofs.crawl import IS_FULL
from tests.proofs.groups import keep_apart, make_group, put_in
from tests.proofs.held import deal_with, hold_meeting
from tests.proofs.room import open_meeting
from tests.proofs.two_worlds import Answer, Step, Twin
from tests.proofs.world import World, add_parts, log_in, plan_courses, undone

pytestmark = pytest.mark.django_db
STATES = ("measures", "protected")
OUTSIDE = sorted(set(oracle.EVERYONE.split()) - set(oracle.SEES_GROUP.split()))
# Who works with groups, and is not on the reader list of the protected pupil.
NOT_NAMED = sorted(set(oracle.SEES_GROUP.split()) - set(oracle.SEES["protected"].split()))
# Where a service or a leader would look; the other routes are asked now and then.
ALWAYS = ("/kurs/", "/smilefjes/", "/saker/", "/skole")
FEW_OF = 20


@pytest.fixture(autouse=True)
def _later(_still_clock: None, clock: time_machine.Traveller) -> None:
    """The worlds are made an hour before anybody asks."""
    clock.shift(3600)


@pytest.fixture(scope="module")
def small(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[World]:
    """The cast, a case that services see, one with a protected address, and a group of others."""
    with django_db_blocker.unblock(), transaction.atomic():
        with time_machine.travel(NOW, tick=False):
            world = World(build_cast())
            add_parts(world.cast)
            world.made["measures"] = make.in_measures(world.cast)
            world.made["protected"] = make.concern(world.cast, given_name="Vern")
            make.protect(world.cast, world.made["protected"])
            meeting = hold_meeting(world.cast)
            world.held_id = meeting.public_id
            deal_with(world.cast, meeting, world.made["measures"].case)
            world.room_id = open_meeting(world.cast, world.made["measures"]).public_id
            world.group_id = make_group(world.cast, pupils(world.cast, "Ada", "Bo"))
            plan_courses(world)
            world.feed_secret = make_feed(by=world.cast.actor("health_nurse"), at=NOW)
            log_in(world)
        yield world
        transaction.set_rollback(True)


def twin_of(world: World, state: str) -> Twin:
    """The pupil of a state, with the ids that a path can name."""
    made = world.made[state]
    measures = Measure.objects.filter(case=made.case).order_by("pk")
    ids = measures.values_list("public_id", flat=True)
    return Twin(
        made.pupil, made.ties, case_id=made.public_id, measure_id=ids[0] if ids else "z" * 8
    )


def in_both(world: World, state: str, look: Callable[[], object]) -> tuple[object, object]:
    """What there is to see with the pupil in the group and kept apart from one, and without."""
    with undone():
        row = CourseSeries.objects.get(public_id=world.group_id)
        pupil = world.made[state].pupil
        put_in(row, pupil)
        keep_apart(world.cast, pupil, Pupil.objects.get(given_name="Ada"))
        first = look()
    with undone():
        second = look()
    return first, second


def compare(world: World, part: str, state: str, steps: list[Step]) -> int:
    twin = twin_of(world, state)

    def look() -> list[Answer]:
        return two_worlds.answer_all(world, part, steps, twin)

    inside, outside = in_both(world, state, look)
    assert isinstance(inside, list)
    assert isinstance(outside, list)
    for step, one, other in zip(steps, inside, outside, strict=True):
        assert one.text == other.text, f"{part} {state} {step}"
        assert one.queries == other.queries, f"{part} {state} {step}"
    return len(steps)


def steps_of(world: World, part: str, state: str) -> list[Step]:
    """Every route about courses and where the part would look for one; of the others, some."""
    twin = twin_of(world, state)
    places = (*ALWAYS, "/sak/") if part in oracle.SEES[state].split() else ALWAYS
    wanted: list[Step] = []
    rest: list[Step] = []
    for step in two_worlds.list_steps(world, twin):
        is_wanted = step.method == "GET" and (step.url.startswith(places) or step.url == "/")
        (wanted if is_wanted else rest).append(step)
    courses = [step for step in rest if step.url.startswith("/kurs/")]
    return [
        *wanted,
        *courses,
        *(rest if IS_FULL else rest[crc32(part.encode()) % FEW_OF :: FEW_OF]),
    ]


@pytest.mark.parametrize("state", STATES)
@pytest.mark.parametrize("part", OUTSIDE)
def test_nobody_outside_can_tell_that_a_pupil_is_in_a_small_group(
    part: str, state: str, small: World, record_property: Callable[[str, object], None]
) -> None:
    steps = steps_of(small, part, state)
    record_property("pairs", compare(small, part, state, steps))


@pytest.mark.parametrize("part", oracle.SEES_GROUP.split())
def test_group_stands_on_its_own_pages_and_on_no_other_page_of_the_school(
    part: str, small: World, record_property: Callable[[str, object], None]
) -> None:
    steps = [
        step for step in steps_of(small, part, "measures") if not step.url.startswith("/kurs/")
    ]
    record_property("pairs", compare(small, part, "measures", steps))


@pytest.mark.parametrize("part", NOT_NAMED)
def test_protected_pupil_leaves_no_gap_in_a_group(
    part: str, small: World, record_property: Callable[[str, object], None]
) -> None:
    twin = twin_of(small, "protected")
    steps = [step for step in two_worlds.list_steps(small, twin) if step.url.startswith("/kurs/")]
    assert len(steps) > 10
    # Adding, taking out and naming the pupil by a guessed id is answered as for nobody.
    for rest, data in (
        ("gruppe/velg/", {"pupil": twin.pupil.public_id}),
        ("gruppe/velg/", {"q": twin.pupil.given_name}),
        ("gruppe/deler/", {"size": "2"}),
        ("gruppe/", {"what": "leave", "pupil": twin.pupil.public_id}),
        ("gruppe/", {"what": "caught-up", "pupil": twin.pupil.public_id, "number": "1"}),
        ("gruppe/hver-for-seg/", {"first": twin.pupil.public_id}),
        ("okt/1/oppmote/", {"listed": twin.pupil.public_id, "version": "1", "what": "all"}),
    ):
        sent = {**data, "form_token": "t"}
        steps.append(Step("POST", f"/kurs/{small.group_id}/{rest}", sent))
    record_property("pairs", compare(small, part, "protected", steps))


def test_family_meets_nothing_of_a_group(small: World) -> None:
    made = small.made["measures"]

    def look() -> list[str]:
        client: Client = come_in(small.cast, made.ties[0])
        pages = ("", "tilgang/", "samtykke/", "skriv/", "hjelp/")
        paths = ["/min-side/", *(f"{base(made.ties[0])}{page}" for page in pages)]
        return [two_worlds.masked(client.get(path)) for path in paths]

    inside, outside = in_both(small, "measures", look)
    assert inside == outside


def test_calendar_of_a_service_says_nothing_of_a_group(small: World) -> None:
    url = reverse("calendar-feed", args=[small.feed_secret])
    inside, outside = in_both(small, "measures", lambda: two_worlds.masked(Client().get(url)))
    assert inside == outside


@pytest.mark.parametrize("part", oracle.SEES_GROUP.split())
def test_who_sees_the_group_can_tell(part: str, small: World) -> None:
    # Else the two worlds would be one, and the proof would prove nothing.
    twin = twin_of(small, "measures")
    steps = [
        Step("GET", f"/kurs/{small.group_id}/{rest}") for rest in ("gruppe/", "okt/1/oppmote/")
    ]

    def look() -> list[Answer]:
        return two_worlds.answer_all(small, part, steps, twin)

    inside, outside = in_both(small, "measures", look)
    assert isinstance(inside, list)
    assert isinstance(outside, list)
    assert all(one.text != other.text for one, other in zip(inside, outside, strict=True))
