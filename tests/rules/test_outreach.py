"""The rules of the outreach log: when it was, what is told, and who writes."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from felles.rules.access import OSLO, Permission, may
from felles.rules.outreach import (
    GOOD,
    WAITS_AT_MOST,
    WATCH,
    HowMany,
    Level,
    PartOfDay,
    What,
    as_band,
    level_of,
    may_write_note,
    part_of_day,
    reads_texts,
    settle_time,
)
from felles.rules.roles import Role
from tests.ui.actors import an_actor

NOW = datetime(2026, 11, 24, 12, 0, tzinfo=OSLO)
WRITERS = {Role.SOCIAL_AGENT, Role.MILIEU_WORKER}
READERS = WRITERS | {Role.SOCIAL_TEACHER, Role.RECTOR}
# Seconds since 1970, from long before to long after.
instants = st.integers(-(10**9), 10**10).map(lambda at: datetime.fromtimestamp(at, UTC))
waits = st.integers(0, int(WAITS_AT_MOST.total_seconds())).map(lambda s: timedelta(seconds=s))


@pytest.mark.parametrize(
    ("hour", "minute", "part"),
    [
        (7, 55, PartOfDay.BEFORE),
        (8, 29, PartOfDay.BEFORE),
        (8, 30, PartOfDay.BREAKS),
        (13, 44, PartOfDay.BREAKS),
        (13, 45, PartOfDay.AFTER),
        (20, 0, PartOfDay.AFTER),
    ],
)
def test_part_of_day_is_by_the_clock_in_norway(hour: int, minute: int, part: PartOfDay) -> None:
    at = datetime(2026, 11, 24, hour, minute, tzinfo=OSLO)
    assert part_of_day(at.astimezone(UTC)) is part


@given(noted=instants, waited=waits)
def test_time_is_right_however_wrong_the_phones_clock_is(
    noted: datetime, waited: timedelta
) -> None:
    assert settle_time(noted_at=noted, sent_at=noted + waited, received_at=NOW) == NOW - waited


@given(noted=st.none() | instants, sent=st.none() | instants)
def test_time_is_never_in_the_future_and_never_older_than_a_note_may_wait(
    noted: datetime | None, sent: datetime | None
) -> None:
    assert NOW - WAITS_AT_MOST <= settle_time(noted_at=noted, sent_at=sent, received_at=NOW) <= NOW


@pytest.mark.parametrize(
    ("count", "band"), [(0, None), (1, None), (4, None), (5, 5), (9, 5), (10, 10), (1234, 1230)]
)
def test_number_is_told_in_bands_and_few_as_none(count: int, band: int | None) -> None:
    assert as_band(count) == band


def test_everything_seen_is_either_good_or_to_be_watched() -> None:
    assert set(What) == GOOD | WATCH
    assert not GOOD & WATCH


def test_number_of_children_suggests_a_level_and_all_three_are_met() -> None:
    assert level_of(HowMany.ONE) is Level.CONTACT
    assert {level_of(one) for one in HowMany} == set(Level)


@pytest.mark.parametrize("role", list(Role))
def test_agent_and_milieu_worker_write_at_their_own_school_and_nobody_elsewhere(role: Role) -> None:
    actor = replace(an_actor(role), school_ids=frozenset({1}))
    assert bool(may_write_note(actor, 1)) is (role in WRITERS)
    assert not may_write_note(actor, 987)
    assert not may_write_note(actor, None)


@pytest.mark.parametrize("role", list(Role))
def test_texts_are_for_the_schools_own_readers_and_for_no_leader(role: Role) -> None:
    assert reads_texts(an_actor(role)) is (role in READERS)


def test_leader_reads_numbers_and_writes_nothing() -> None:
    leader = an_actor(Role.AGENT_LEADER)
    assert may(leader, Permission.OUTREACH_READ)
    assert not may(leader, Permission.OUTREACH_WRITE)
