"""Publishing again moves only what changed, and never what people have taken in hand."""

from datetime import UTC, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from felles.rules.year_steps import Standing, Steps, Wanted, add, compare, digest
from felles.rules.year_wheel import Pattern

AT = datetime(2026, 9, 1, tzinfo=UTC)
REACH = timedelta(days=14)


def day(number: int) -> datetime:
    return AT + timedelta(days=number, hours=9)


def wanted(number: int, place: str = "") -> Wanted:
    return Wanted(1, day(number), day(number) + timedelta(hours=1), "", place)


def standing(key: int, number: int, *, ours: bool = True, rows: bool = False) -> Standing:
    start = day(number)
    return Standing(key, 1, 1, start, start + timedelta(hours=1), "", "", ours, rows)


def steps(places: list[Wanted], there: list[Standing]) -> Steps:
    return compare(places, there, at=AT, reach=REACH)


def test_first_time_all_are_new() -> None:
    assert steps([wanted(28), wanted(56)], []).new == (wanted(28), wanted(56))


def test_same_plan_changes_nothing() -> None:
    found = steps([wanted(28), wanted(56)], [standing(1, 28), standing(2, 56)])
    assert found.is_empty
    assert found.kept == 2


def test_new_weekday_moves_each_meeting_to_its_own_next_place() -> None:
    found = steps([wanted(29), wanted(57)], [standing(1, 28), standing(2, 56)])
    assert [(one.id, place.starts_at) for one, place in found.changed] == [
        (1, day(29)),
        (2, day(57)),
    ]
    assert not found.new
    assert not found.removed


def test_meeting_in_somebodys_hands_stays_and_takes_its_place() -> None:
    found = steps([wanted(29), wanted(57)], [standing(1, 26, ours=False), standing(2, 56)])
    assert found.left == 1
    assert [(one.id, place.starts_at) for one, place in found.changed] == [(2, day(57))]
    assert not found.new


def test_meeting_far_from_the_plan_takes_nothing() -> None:
    found = steps([wanted(56)], [standing(1, 14, ours=False)])
    assert found.new == (wanted(56),)


def test_meeting_too_many_is_taken_away_but_not_one_with_an_agenda() -> None:
    found = steps([wanted(28)], [standing(1, 28), standing(2, 35), standing(3, 42, rows=True)])
    assert [one.id for one in found.removed] == [2]
    assert (found.kept, found.left) == (1, 1)


def test_meeting_with_an_agenda_is_moved_before_an_empty_one() -> None:
    found = steps([wanted(29)], [standing(1, 20), standing(2, 42, rows=True)])
    assert [one.id for one, _place in found.changed] == [2]
    assert [one.id for one in found.removed] == [1]


def test_past_is_never_touched() -> None:
    found = steps([wanted(-28), wanted(28)], [standing(1, -28), standing(2, -14)])
    assert found == Steps(new=(wanted(28),))


def test_new_place_is_a_change() -> None:
    found = steps([wanted(28, "Møterom 2")], [standing(1, 28)])
    assert [one.id for one, _place in found.changed] == [1]


days = st.lists(st.integers(-60, 300), max_size=12, unique=True)


@given(days, days, st.sets(st.integers(0, 11)), st.sets(st.integers(0, 11)))
def test_carried_out_the_plan_asks_for_nothing_more(
    places: list[int], there: list[int], taken: set[int], full: set[int]
) -> None:
    now = [standing(n, at, ours=n not in taken, rows=n in full) for n, at in enumerate(there)]
    plan = [wanted(at) for at in places]
    found = steps(plan, now)
    touched = {one.id for one, _place in found.changed} | {one.id for one in found.removed}
    assert not any(one.id in touched for one in now if not one.is_ours or one.starts_at <= AT)
    moved = {one.id: place for one, place in found.changed}
    gone = {one.id for one in found.removed}
    after = [
        Standing(one.id, 2, 1, moved[one.id].starts_at, moved[one.id].ends_at, "", "", True,
                 one.has_rows) if one.id in moved else one
        for one in now if one.id not in gone
    ]  # fmt: skip
    after += [
        Standing(1000 + n, 1, 1, one.starts_at, one.ends_at, "", "", True)
        for n, one in enumerate(found.new)
    ]
    assert steps(plan, after).is_empty


def test_digest_tells_plans_apart() -> None:
    one, other = steps([wanted(28)], []), steps([wanted(29)], [])
    patterns = {1: Pattern(0, 20, 0)}
    assert digest(patterns, {1: 1}, one) == digest(patterns, {1: 1}, steps([wanted(28)], []))
    prints = {
        digest(patterns, {1: 1}, one),
        digest(patterns, {1: 1}, other),
        digest(patterns, {1: 2}, one),
        digest({1: Pattern(1, 20, 0)}, {1: 1}, one),
        digest(patterns, {1: 1}, add([one, other])),
    }
    assert len(prints) == 5
