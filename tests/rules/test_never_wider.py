"""Doubt never opens a door: whatever is added to a case's worries, nobody comes to see more."""

from dataclasses import replace
from datetime import timedelta

from hypothesis import assume, given, settings
from hypothesis import strategies as st

from felles.rules.access import Actor, CaseFacts, Ground, Sight, may_see
from felles.rules.consent import Answer, AnswerKind, Authority, Holder, is_excluded, live_topics
from felles.rules.roles import Topic
from tests.rules.worlds import (
    CASES,
    FAMILIES,
    HOLDERS,
    ME,
    ON,
    SERVICES,
    actors,
    an_answer,
    yes_answers,
)

tries = settings(max_examples=300, derandomize=True, deadline=None)
SERVICE = st.sampled_from(SERVICES)


def is_no_wider(after: Sight, before: Sight) -> bool:
    """True when the later sight shows nothing that the earlier one did not."""
    return not after or (bool(before) and after.topics <= before.topics)


@tries
@given(actors(), CASES, HOLDERS)
def test_one_more_holder_shows_nobody_more(actor: Actor, case: CaseFacts, new: Holder) -> None:
    assume(case.holders)  # the first holder of all is who opens anything
    after = may_see(actor, replace(case, holders=(*case.holders, new)))
    assert is_no_wider(after, may_see(actor, case))


@tries
@given(actors(), CASES, st.data())
def test_one_more_exclusion_shows_nobody_more(
    actor: Actor, case: CaseFacts, data: st.DataObject
) -> None:
    holders, index = list(case.holders), data.draw(st.integers(0, 2))
    assume(index < len(holders) and holders[index].answer is not None)
    answer = holders[index].answer
    assert answer is not None
    more = replace(answer, excluded=answer.excluded | {data.draw(SERVICE)})
    holders[index] = replace(holders[index], answer=more)
    after = may_see(actor, replace(case, holders=tuple(holders)))
    assert is_no_wider(after, may_see(actor, case))


@tries
@given(actors(), CASES, st.integers(0, 2), st.sampled_from([AnswerKind.NO, AnswerKind.WITHDRAWN]))
def test_a_no_or_a_withdrawal_shows_nobody_more(
    actor: Actor, case: CaseFacts, index: int, kind: AnswerKind
) -> None:
    holders = list(case.holders)
    assume(index < len(holders))
    before = holders[index].answer
    # Who was named stays named: that is how a no spares a person.
    no = replace(an_answer(kind), named=before.named if before else frozenset())
    holders[index] = replace(holders[index], answer=no)
    after = may_see(actor, replace(case, holders=tuple(holders)))
    assert is_no_wider(after, may_see(actor, case))


@tries
@given(actors(), CASES)
def test_protection_raised_shows_nobody_more(actor: Actor, case: CaseFacts) -> None:
    after = may_see(actor, replace(case, is_protected=True))
    assert is_no_wider(after, may_see(actor, replace(case, is_protected=False)))
    if after:
        assert actor.user_id in case.named_user_ids


@tries
@given(actors(), CASES)
def test_fewer_names_and_grants_show_nobody_more(actor: Actor, case: CaseFacts) -> None:
    before = may_see(actor, case)
    assert is_no_wider(may_see(actor, replace(case, named_user_ids=frozenset())), before)
    assert is_no_wider(may_see(actor, replace(case, granted_service_ids=frozenset())), before)
    assert is_no_wider(may_see(actor, replace(case, is_with_team=False)), before)


@tries
@given(actors(), CASES, st.integers(0, 2), st.frozensets(st.sampled_from(Topic)))
def test_fewer_topics_show_nobody_more(
    actor: Actor, case: CaseFacts, index: int, kept: frozenset[Topic]
) -> None:
    holders = list(case.holders)
    assume(index < len(holders) and holders[index].answer is not None)
    answer = holders[index].answer
    assert answer is not None
    topics = {service: allowed & kept for service, allowed in answer.topics.items()}
    holders[index] = replace(holders[index], answer=replace(answer, topics=topics))
    after = may_see(actor, replace(case, holders=tuple(holders)))
    assert is_no_wider(after, may_see(actor, case))


@tries
@given(actors(), CASES, st.permutations(range(3)))
def test_order_of_guardians_means_nothing(actor: Actor, case: CaseFacts, order: list[int]) -> None:
    mixed = tuple(case.holders[index] for index in order if index < len(case.holders))
    assert may_see(actor, replace(case, holders=mixed)) == may_see(actor, case)


@tries
@given(st.lists(yes_answers(), min_size=1, max_size=3), SERVICE, st.integers(0, 2), st.data())
def test_one_withdrawal_closes_every_service(
    given_answers: list[Answer], service: int, index: int, data: st.DataObject
) -> None:
    family = [Holder(n, Authority.HOLDS, one) for n, one in enumerate(given_answers)]
    assert live_topics(tuple(family), service, ON), "all said yes, so that there is a door to close"
    who = data.draw(st.integers(0, len(family) - 1))
    family[who] = replace(family[who], answer=an_answer(AnswerKind.WITHDRAWN))
    for one in SERVICES:
        assert live_topics(tuple(family), one, ON) == frozenset()
        assert is_excluded(tuple(family), frozenset({one}), ME)


@tries
@given(FAMILIES, SERVICE)
def test_answer_taken_away_opens_no_service(family: tuple[Holder, ...], service: int) -> None:
    for index, holder in enumerate(family):
        less = (*family[:index], replace(holder, answer=None), *family[index + 1 :])
        assert live_topics(less, service, ON) == frozenset()


@tries
@given(FAMILIES, SERVICE, st.integers(-4, 4))
def test_topics_are_live_on_no_day_outside_anybodys_period(
    family: tuple[Holder, ...], service: int, days: int
) -> None:
    on = ON + timedelta(days=days)
    if live_topics(family, service, on):
        for holder in family:
            assert holder.authority is Authority.HOLDS
            assert holder.answer is not None
            assert holder.answer.kind.is_yes
            assert holder.answer.valid_from <= on <= holder.answer.valid_until
            assert service not in holder.answer.excluded
            assert holder.answer.topics[service]


@tries
@given(actors(), CASES)
def test_seeing_has_a_ground_that_the_facts_bear_out(actor: Actor, case: CaseFacts) -> None:
    sight = may_see(actor, case)
    named = actor.user_id in case.named_user_ids
    proof = {
        Ground.ROLE_AT_SCHOOL: actor.organisation_id == case.school_id,
        Ground.OWN_CLASS: actor.organisation_id == case.school_id
        and case.class_id in actor.class_ids,
        Ground.NAMED: named and actor.organisation_id == case.school_id,
        Ground.CONSENT: case.is_with_team and actor.organisation_id in case.granted_service_ids,
    }
    if sight.ground is not None:
        assert proof[sight.ground]
        assert named or not case.is_protected
        assert not is_excluded(case.holders, actor.affiliations, actor.user_id)


def test_strategies_reach_every_ground_and_every_closed_door() -> None:
    # A property that is only ever tried on closed doors proves nothing.
    seen: set[object] = set()

    @settings(max_examples=1500, derandomize=True, deadline=None)
    @given(actors(), CASES)
    def look(actor: Actor, case: CaseFacts) -> None:
        seen.add(may_see(actor, case).ground)
        if is_excluded(case.holders, actor.affiliations, actor.user_id):
            seen.add("excluded")
        if case.is_protected and may_see(actor, case):
            seen.add("protected and named")

    look()
    wanted = {*Ground, None, "excluded", "protected and named"} - {
        Ground.RAISED_IT,
        Ground.OWN_FAMILY,
    }
    assert wanted <= seen
