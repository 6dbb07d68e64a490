"""Reads of the three faces. Counts leave this module as fifths, of two closed rounds, or not."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from datetime import datetime

from felles.activities.models import SmileyCount, SmileyRound
from felles.activities.queries.groups import Course
from felles.rules.courses import FACES, QUESTIONS, Moment
from felles.rules.smileys import (
    GLAD,
    SCREEN_OPEN,
    RoundFacts,
    are_told,
    fifth_of,
    is_told,
)

Counts = dict[tuple[int, int], int]


@dataclass(frozen=True, slots=True)
class Told:
    """One question: in which fifth the glad were before and after; neither where too few."""

    question: int
    before: int | None
    after: int | None


@dataclass(frozen=True, slots=True)
class Smileys:
    """The rounds of a series, what the rules ask about them, and what may be told."""

    rounds: dict[Moment, SmileyRound]
    facts: dict[Moment, RoundFacts]
    told: list[Told]


def get_smileys(course: Course, *, least: int) -> Smileys:
    """The rounds of a series, in two queries. ``least`` is the number in the settings."""
    rounds = {
        Moment(one.moment): one
        for one in SmileyRound.objects.filter(series=course.series).order_by("pk")
    }
    counts = _counts(list(rounds.values()))
    facts = {
        moment: RoundFacts(
            moment,
            is_open=one.closed_at is None,
            answered=tuple(_answered(counts[one.pk], number) for number in QUESTIONS),
        )
        for moment, one in rounds.items()
    }
    told: list[Told] = []
    if are_told(facts, least=least):
        before, after = (counts[rounds[moment].pk] for moment in (Moment.BEFORE, Moment.AFTER))
        told = [_tell(number, before, after, least=least) for number in QUESTIONS]
    return Smileys(rounds, facts, told)


def _counts(rounds: list[SmileyRound]) -> dict[int, Counts]:
    found: dict[int, Counts] = defaultdict(dict)
    for row in SmileyCount.objects.filter(round__in=rounds).order_by("pk"):
        found[row.round_id][row.question, row.face] = row.count
    return found


def _answered(counts: Counts, question: int) -> int:
    return sum(counts.get((question, face), 0) for face in FACES)


def _tell(question: int, before: Counts, after: Counts, *, least: int) -> Told:
    one, other = _answered(before, question), _answered(after, question)
    if not is_told(one, other, least=least):
        return Told(question, None, None)
    glad = (question, GLAD)
    return Told(question, fifth_of(before.get(glad, 0), one), fifth_of(after.get(glad, 0), other))


def find_open_round(round_id: int, *, at: datetime) -> SmileyRound | None:
    """The round that a screen asks for, while it is open and not forgotten open."""
    rounds = SmileyRound.objects.filter(
        pk=round_id, closed_at__isnull=True, opened_at__gt=at - SCREEN_OPEN * 24
    )
    return rounds.first()
