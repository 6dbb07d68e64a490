"""Pupils and guardians in bulk, as a roster would bring them."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from random import Random

from felles.config.demo.names import FAMILY, FROM_ELSEWHERE, GIVEN, GROWN_UP
from felles.people.models import ClassGroup, Guardian, Guardianship, Pupil
from felles.rules.consent import Authority

NORWEGIAN = "norsk"
ROSTER = "roster"


@dataclass(frozen=True, slots=True)
class Household:
    """A pupil not yet saved, with guardians not yet saved."""

    pupil: Pupil
    guardians: list[Guardian]
    apart: bool


def birth_on(grade: int, on: date, dice: Random) -> date:
    """A birthday of a child who goes in ``grade`` on the day ``on``."""
    starts = on.year if on.month >= 8 else on.year - 1
    return date(starts - 5 - grade, dice.randint(1, 12), dice.randint(1, 28))


def household(dice: Random, class_group: ClassGroup, on: date) -> Household:
    """An invented pupil of the class, with one or two guardians."""
    language = NORWEGIAN if dice.random() < 0.7 else dice.choice(sorted(FROM_ELSEWHERE))
    family = dice.choice(FAMILY if language == NORWEGIAN else FROM_ELSEWHERE[language])
    pupil = Pupil(
        school_id=class_group.school_id,
        class_group=class_group,
        grade=class_group.grade,
        given_name=dice.choice(GIVEN),
        family_name=family,
        birth_on=birth_on(class_group.grade or 1, on, dice),
        language=language,
    )
    pupil.refresh_keys()
    count = 1 if dice.random() < 0.15 else 2
    guardians = [
        Guardian(
            name=f"{dice.choice(GROWN_UP)} {family}",
            phone=f"00 00 {dice.randrange(100):02} {dice.randrange(100):02}",
            language=language,
            needs_interpreter=language != NORWEGIAN and dice.random() < 0.4,
        )
        for _ in range(count)
    ]
    return Household(pupil, guardians, apart=count > 1 and dice.random() < 0.25)


def ties_of(
    home: Household, *, verified_by: int | None, at: datetime, source: str = ROSTER
) -> list[Guardianship]:
    """The ties of a saved household: verified by a person, or unproven as a roster leaves them."""
    proof: dict[str, object] = {}
    if verified_by is not None:
        proof = {
            "authority": Authority.HOLDS.value,
            "verified_by_id": verified_by,
            "verified_at": at,
            "verified_how": "Vist i Folkeregisteret",
        }
    return [
        Guardianship(
            pupil=home.pupil,
            guardian=guardian,
            household=number if home.apart else 1,
            source=source,
            **proof,
        )
        for number, guardian in enumerate(home.guardians, 1)
    ]


def fill_classes(
    dice: Random,
    classes: Iterable[ClassGroup],
    *,
    size: int,
    on: date,
    at: datetime,
    verified_by: dict[int, int],
) -> list[Household]:
    """Save ``size`` pupils a class; half the guardians are verified by ``verified_by[school]``."""
    homes = [household(dice, row, on) for row in classes for _ in range(size)]
    Pupil.objects.bulk_create(home.pupil for home in homes)
    Guardian.objects.bulk_create(guardian for home in homes for guardian in home.guardians)
    Guardianship.objects.bulk_create(
        tie
        for home in homes
        for tie in ties_of(
            home,
            verified_by=verified_by[home.pupil.school_id] if dice.random() < 0.5 else None,
            at=at,
        )
    )
    return homes
