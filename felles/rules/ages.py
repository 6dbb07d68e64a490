"""What changes with a child's age. The ages are dated settings, not law written in code.

On a birthday that means something, the question of consent is asked anew: the child's own say has
become weightier than it was when the guardians answered. Whether, and how, each age counts in law
is for the municipality's lawyers; an age of 0 switches it off.
Source: research on 7, 12, 15, 16 and 18 years (hearing, weight, own consent, health, majority).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta

from felles.rules.clocks import AGE_KEYS, DEFAULTS, SettingKey


@dataclass(frozen=True, slots=True)
class Milestone:
    """A birthday that prompts a new question."""

    key: SettingKey
    age: int
    on: date


def birthday(birth_on: date, age: int) -> date:
    """The day on which the child turns ``age``. Born on 29 February: 1 March in other years."""
    try:
        return birth_on.replace(year=birth_on.year + age)
    except ValueError:
        return date(birth_on.year + age, 3, 1)


def list_milestones(birth_on: date | None, ages: Mapping[SettingKey, int]) -> list[Milestone]:
    """The birthdays that mean something, earliest first; none without a birth date."""
    if birth_on is None:
        return []
    found = [
        Milestone(key, age, birthday(birth_on, age))
        for key in AGE_KEYS
        if (age := ages.get(key, DEFAULTS[key])) > 0
    ]
    return sorted(found, key=lambda stone: stone.on)


def find_passed(
    birth_on: date | None, ages: Mapping[SettingKey, int], *, answered_on: date, on: date
) -> Milestone | None:
    """The latest such birthday after the day of the answer, up to and with ``on``; else None."""
    passed = [stone for stone in list_milestones(birth_on, ages) if answered_on < stone.on <= on]
    return passed[-1] if passed else None


def last_day_for_guardians(birth_on: date | None, ages: Mapping[SettingKey, int]) -> date | None:
    """The last day on which guardians can answer for the child: the day before coming of age."""
    age = ages.get(SettingKey.AGE_MAJORITY, DEFAULTS[SettingKey.AGE_MAJORITY])
    if birth_on is None or age == 0:
        return None
    return birthday(birth_on, age) - timedelta(days=1)
