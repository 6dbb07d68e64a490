"""Builds the city school by school, each in a transaction of its own."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from random import Random

from django.conf import settings
from django.db import connection, transaction

from felles.config.city.cases import make_cases
from felles.config.city.consents import add_consents
from felles.config.city.places import (
    DISTRICT_SCHOOLS,
    District,
    Maker,
    School,
    make_district,
    make_school,
)
from felles.config.city.rows import Rows, public_ids
from felles.config.demo.crowd import Household, household, ties_of
from felles.config.demo.load import Unfit
from felles.people.models import AccessGrant, Organisation, User
from felles.rules.access import OSLO
from felles.rules.people import Protection

CASES_OVER = timedelta(days=1500)


@dataclass(frozen=True, slots=True)
class Size:
    """How large a city. Pupils and cases are shared out among the schools."""

    schools: int
    pupils: int
    cases: int
    open_percent: int = 12

    def share(self, total: int, number: int) -> int:
        """School ``number``'s (from 1) part of a total."""
        return total * number // self.schools - total * (number - 1) // self.schools


def check_fit(*, seed: int, add: bool) -> None:
    """Refuse where a city has no place.

    Raises:
        Unfit: in production mode, in a database with content, or where this city stands already.
    """
    if settings.MODE == "production":
        raise Unfit("No city is made in production mode. FELLES_MODE=demo is for trying.")
    if not add and (User.objects.exists() or Organisation.objects.exists()):
        raise Unfit("The database is not empty. --add puts a city beside what is there.")
    if User.objects.filter(username__startswith=f"{prefix(seed)}.").exists():
        raise Unfit("The city of this seed is here already. Choose another --seed.")


def prefix(seed: int) -> str:
    """What the user names of a city begin with."""
    return f"city{seed}"


def build(*, at: datetime, size: Size, seed: int) -> Iterator[int]:
    """Build the city; yields how many rows each school took.

    What is built stays when it is interrupted.
    """
    ids = public_ids(seed)
    district: District | None = None
    for number in range(1, size.schools + 1):
        # Dice of its own, so that a school does not depend on those before it.
        dice = Random(f"{seed}:{number}")  # noqa: S311 -- made-up data
        on = at.astimezone(OSLO).date()
        make = Maker(dice, ids, prefix(seed), at, on, Rows(), is_demo=number == 1)
        with transaction.atomic():
            if district is None or number % DISTRICT_SCHOOLS == 1:
                district = make_district(make, (number - 1) // DISTRICT_SCHOOLS + 1)
            saved = _build_school(make, number, district, size)
        yield saved
    _tell_planner()


def _build_school(make: Maker, number: int, district: District, size: Size) -> int:
    school = make_school(make, number, district)
    homes = [_home(make, school, pupil) for pupil in range(size.share(size.pupils, number))]
    saved = make.rows.save()
    for home in homes:
        for tie in ties_of(home, verified_by=school.coordinator.pk, at=make.at):
            tie.public_id = next(make.ids)
            make.rows.add(tie)
        if home.pupil.protection:
            make.rows.add(_reader(make, school, home))
    made = make_cases(
        make,
        school,
        homes,
        count=size.share(size.cases, number),
        open_percent=size.open_percent,
    )
    add_consents(make, school, made)
    return saved + make.rows.save()


def _home(make: Maker, school: School, number: int) -> Household:
    home = household(make.dice, school.classes[number % len(school.classes)], make.on)
    home.pupil.public_id = next(make.ids)
    home.pupil.school = school.organisation
    if make.dice.random() < 0.005:
        home.pupil.protection = Protection.CONFIDENTIAL
    for guardian in home.guardians:
        guardian.public_id = next(make.ids)
    make.rows.add(home.pupil, *home.guardians)
    return home


def _reader(make: Maker, school: School, home: Household) -> AccessGrant:
    """Whoever protects an address is on the reader list."""
    return AccessGrant(
        pupil=home.pupil,
        user=school.coordinator,
        reason="Brev fra skattekontoret er vist.",
        granted_by_id=school.coordinator.pk,
        from_at=make.at - CASES_OVER,
    )


def _tell_planner() -> None:
    """After so many rows the database's planner must look again."""
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")
