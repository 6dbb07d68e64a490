"""The pure rule and the database say the same, for everybody and every state of a case."""

import pytest

from felles.casework.models import Case
from felles.casework.queries.cases import facts_of
from felles.people.queries import load_pupil_facts
from felles.rules.access import may_see
from tests import make
from tests.cast import NOW, STAFF_PARTS, build_cast, days

pytestmark = pytest.mark.django_db


def test_database_and_rule_agree_for_the_whole_cast_in_every_state() -> None:
    cast = build_cast()
    made = {name: build(cast) for name, build in make.STATES.items()}
    cells = 0
    for at in (NOW, NOW + days(181)):
        cases = Case.objects.in_bulk()
        facts = load_pupil_facts([row.pupil.pk for row in made.values()], at)
        for part in STAFF_PARTS:
            actor = cast.actor(part, at)
            seen = set(Case.objects.visible_to(actor).values_list("pk", flat=True))
            for name, row in made.items():
                case = cases[row.case.pk]
                known = facts[row.pupil.pk].since(case.active_since_at)
                rule = bool(may_see(actor, facts_of(case, known)))
                assert (row.case.pk in seen) is rule, (part, name, at)
                cells += 1
    assert cells == 2 * len(STAFF_PARTS) * len(make.STATES)
