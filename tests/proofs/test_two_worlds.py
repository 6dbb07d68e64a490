"""Whoever is shut out gets the same answer, byte for byte, whether or not there is a case."""

from collections.abc import Callable, Iterator
from dataclasses import replace
from itertools import product
from zlib import crc32

import pytest
import time_machine
from django.db import transaction
from django.urls import reverse
from pytest_django import DjangoDbBlocker

from felles.casework.models import Case
from tests import make
from tests.cast import NOW, build_cast
from tests.proofs import oracle, two_worlds
from tests.proofs.crawl import IS_FULL
from tests.proofs.held import deal_with, hold_meeting
from tests.proofs.room import begin_meeting
from tests.proofs.two_worlds import Answer, Step, Twin
from tests.proofs.weeks import lay_weeks
from tests.proofs.world import (
    World,
    add_parts,
    log_in,
    undone,
)

pytestmark = pytest.mark.django_db
FEW_OF = 14  # one step in so many, when time is short
STATES = (
    "concern",
    "measures",
    "refused",
    "team_not_child_welfare",
    "team_withdrawn",
    "protected",
    "closed",
)
PARTS = (
    "social_agent",
    "double_hat",
    "child_welfare_intake",
    "health_nurse",
    "bup",
    "other_nurse",
    "other_rector",
    "teacher",
    "other_contact_teacher",
    "project_leader",
    "administrator",
)
# Whoever leads reads sums of what was promised at all schools, small ones hidden
# (tests/rules/test_suppression.py). They grow with every case, and tell of none whose it is.
SUMS = {"project_leader": ("rhythm",)}
RAISERS = ("teacher", "milieu_worker", "other_contact_teacher", "social_agent", "double_hat")


def hidden(parts: tuple[str, ...]) -> list[tuple[str, str]]:
    """Who may not see the case in which state, as the oracle has it."""
    pairs = product(parts, STATES)
    return [(part, state) for part, state in pairs if part not in oracle.SEES[state].split()]


def without_sums(steps: list[Step], part: str) -> list[Step]:
    """The steps but the pages of sums that the part reads."""
    pages = {reverse(name) for name in SUMS.get(part, ())}
    return [step for step in steps if step.url not in pages]


def chosen(steps: list[Step], cell: str) -> list[Step]:
    """All steps, or some when time is short, others for each part and state."""
    return steps if IS_FULL else steps[crc32(cell.encode()) % FEW_OF :: FEW_OF]


@pytest.fixture(autouse=True)
def _later(_still_clock: None, clock: time_machine.Traveller) -> None:
    """The worlds are made an hour before anybody asks."""
    clock.shift(3600)


@pytest.fixture(scope="module")
def small(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[World]:
    """The cast, and one case of somebody else, so that no list is empty."""
    with django_db_blocker.unblock(), transaction.atomic():
        with time_machine.travel(NOW, tick=False):
            world = World(build_cast())
            add_parts(world.cast)
            called = f"{oracle.IN_THE_MEETING} double_hat bup teacher other_contact_teacher"
            world.weeks = lay_weeks(world.cast)
            world.room_id = begin_meeting(world.cast, called, "rector").public_id
            other = make.in_measures(world.cast)
            meeting = hold_meeting(world.cast)
            world.held_id = meeting.public_id
            deal_with(world.cast, meeting, other.case)
            log_in(world)
        yield world
        transaction.set_rollback(True)


@pytest.fixture(scope="module")
def twin(small: World, django_db_blocker: DjangoDbBlocker) -> Twin:
    """The pupil whom both worlds know."""
    with django_db_blocker.unblock(), time_machine.travel(NOW, tick=False):
        pupil, ties = make.pupil(small.cast, given_name="Tuva", family_name=two_worlds.NAME)
    return Twin(pupil, ties)


def in_both(
    world: World, twin: Twin, state: str, look: Callable[[Twin], list[Answer]]
) -> tuple[list[Answer], list[Answer]]:
    """Look at the world with the case, and with the same ids at the world without."""
    with undone():
        with_case = replace(twin)
        two_worlds.make_case(world, with_case, state)
        first = look(with_case)
    with undone():
        if state == "protected":
            make.protect(world.cast, make.Made(twin.pupil, Case(), twin.ties))
        second = look(with_case)
    return first, second


@pytest.mark.parametrize(("part", "state"), hidden(PARTS))
def test_no_answer_tells_that_there_is_a_case(
    part: str,
    state: str,
    small: World,
    twin: Twin,
    record_property: Callable[[str, object], None],
) -> None:
    steps: list[Step] = []

    def look(seen: Twin) -> list[Answer]:
        asked = without_sums(two_worlds.list_steps(small, seen), part)
        steps[:] = chosen(asked, f"{part} {state}")
        return two_worlds.answer_all(small, part, steps, seen)

    with_case, without = in_both(small, twin, state, look)
    record_property("pairs", len(steps))
    pairs = zip(with_case, without, strict=True)
    record_property("slower ms", [(one.seconds - other.seconds) * 1000 for one, other in pairs])
    for step, one, other in zip(steps, with_case, without, strict=True):
        assert one.text == other.text, step
        # No answer takes more work, and so more time, because there is something to hide.
        assert not step.is_case or one.queries == other.queries, step


@pytest.mark.parametrize(("part", "state"), hidden(RAISERS))
def test_whoever_raises_a_concern_cannot_tell_whether_there_was_a_case(
    part: str, state: str, small: World, twin: Twin
) -> None:
    # In a world without exclusion, agent and coordinators see the case that they begin.
    after = () if part in ("social_agent", "double_hat") else ("today", "case-list", "drafts")

    def look(seen: Twin) -> list[Answer]:
        texts = two_worlds.raise_concern(small, part, seen, after)
        return [Answer(text, 0) for text in texts]

    with_case, without = in_both(small, twin, state, look)
    assert len(with_case) > 8 or state == "protected"
    for one, other in zip(with_case, without, strict=True):
        assert one.text == other.text


def test_who_sees_the_case_can_tell(small: World, twin: Twin) -> None:
    # Else the two worlds would be one, and the proof would prove nothing.
    for part, state in (("rector", "concern"), ("health_nurse", "measures")):

        def look(seen: Twin, part: str = part) -> list[Answer]:
            return two_worlds.answer_all(small, part, two_worlds.list_steps(small, seen), seen)

        with_case, without = in_both(small, twin, state, look)
        differ = [one for one, other in zip(with_case, without, strict=True) if one != other]
        assert len(differ) > 10
