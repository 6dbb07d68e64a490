"""The order of the items: few go out and in, guardians come on time, and gaps tell nothing."""

from itertools import permutations
from random import Random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from felles.rules.agenda import (
    EXACT_UP_TO,
    Item,
    Place,
    cost_of,
    is_telling,
    list_blocks,
    list_turns,
    propose_order,
)

ALL = frozenset({1, 2, 3, 4, 5})


def item(number: int, *out: int, **more: object) -> Item:
    return Item(number, 15, ALL - set(out), **more)  # type: ignore[arg-type]


def ids(order: tuple[Item, ...]) -> list[int]:
    return [one.id for one in order]


def keeps_places(order: tuple[Item, ...]) -> bool:
    return list(order) == sorted(order, key=lambda one: one.place)


@st.composite
def agendas(draw: st.DrawFn, most: int = 6) -> list[Item]:
    count = draw(st.integers(1, most))
    return [
        Item(
            number,
            draw(st.sampled_from([5, 10, 15, 20])),
            draw(st.frozensets(st.integers(1, 4))),
            draw(st.sampled_from([Place.FIRST, *[Place.ANYWHERE] * 4, Place.LAST])),
            *draw(st.sampled_from([(0, None), (0, None), (15, 25), (30, 30)])),
        )
        for number in range(count)
    ]


@settings(max_examples=120, deadline=None)
@given(agendas(), st.booleans())
def test_order_is_as_cheap_as_the_best_of_all(given_items: list[Item], discreet: bool) -> None:
    best = min(
        int(cost_of(order, is_discreet=discreet))
        for order in permutations(given_items)
        if keeps_places(order)
    )
    order = propose_order(given_items, is_discreet=discreet)
    assert sorted(ids(order)) == sorted(one.id for one in given_items)
    assert keeps_places(order)
    assert int(cost_of(order, is_discreet=discreet)) == best


@pytest.mark.parametrize("seed", range(20))
def test_nobody_comes_in_twice_where_an_order_without_it_exists(seed: int) -> None:
    # Consecutive ones: every member takes part in one stretch of an order that is then shuffled.
    dice = Random(seed)
    count = dice.randint(4, 12)
    stretches = [sorted(dice.sample(range(count + 1), 2)) for _member in range(6)]
    items = [
        Item(number, 10, frozenset(m for m, (a, b) in enumerate(stretches) if a <= number < b))
        for number in range(count)
    ]
    dice.shuffle(items)
    order = propose_order(items, is_discreet=False)
    assert cost_of(order, is_discreet=False).entries == len(stretches)
    assert not any(is_telling(tuple(o for o in order if o.members), m) for m in range(6))


def test_order_stays_as_given_when_nobody_is_kept_out() -> None:
    items = [item(number) for number in range(EXACT_UP_TO)]
    assert ids(propose_order(items)) == list(range(EXACT_UP_TO))


def test_what_is_left_from_last_time_comes_first() -> None:
    items = [item(1), item(2, 3), item(3, place=Place.FIRST)]
    assert ids(propose_order(items))[0] == 3


def test_guardians_come_at_their_time() -> None:
    items = [item(1, starts_from=30, starts_until=35), item(2), item(3), item(4)]
    order = propose_order(items)
    assert ids(order).index(1) == 2
    assert cost_of(order).wait_minutes == 0


def test_item_that_somebody_is_kept_out_of_stands_at_an_end() -> None:
    items = [item(1), item(2, 5), item(3), item(4, 4), item(5)]
    order = ids(propose_order(items))
    assert {order[0], order[-1]} == {2, 4}
    assert not any(is_telling(propose_order(items), member) for member in ALL)


def test_discreet_place_gives_way_to_the_guardians_time() -> None:
    items = [item(1), item(2, 5, starts_from=15, starts_until=15), item(3)]
    order = propose_order(items)
    assert ids(order)[1] == 2
    assert cost_of(order).telling == 1
    assert is_telling(order, 5)


def test_own_agenda_holds_only_what_one_attends() -> None:
    order = (item(1, 5), item(2), item(3), item(4, 5))
    (block,) = list_blocks(order, 5)
    assert (block.start, block.end, ids(block.items)) == (15, 45, [2, 3])
    assert list_blocks((item(1, 5),), 5) == ()


@given(agendas(most=8), st.integers(1, 4))
def test_own_agenda_is_the_same_however_long_the_hidden_items_at_the_end_are(
    items: list[Item], member: int
) -> None:
    seen = [one for one in items if member in one.members]
    hidden = [one for one in items if member not in one.members]
    longer = [Item(one.id, one.minutes * 3, one.members) for one in hidden]
    assert list_blocks(seen + hidden, member) == list_blocks(seen + longer, member)
    assert list_blocks(seen, member) == list_blocks(seen + hidden, member)


@given(agendas(most=8), st.frozensets(st.integers(1, 4)))
def test_nobody_is_in_the_room_for_an_item_they_may_not_attend(
    items: list[Item], present: frozenset[int]
) -> None:
    room: frozenset[int] = frozenset()
    for turn in list_turns(items, present):
        assert turn.leave <= room
        room = room - turn.leave | turn.enter
        assert room == turn.item.members & present


def test_long_list_keeps_every_item_and_its_place() -> None:
    dice = Random(4)
    items = [
        Item(n, 5, frozenset(m for m in ALL if dice.random() > 0.2), Place(min(n % 9, 1)))
        for n in range(22)
    ]
    order = propose_order(items)
    assert sorted(ids(order)) == list(range(22))
    assert keeps_places(order)
    given_cost = int(cost_of(tuple(sorted(items, key=lambda one: one.place))))
    assert int(cost_of(order)) <= given_cost


def test_empty_agenda_is_no_trouble() -> None:
    assert propose_order([]) == ()
    assert cost_of(()).entries == 0
