"""«Flere valg» offers what the role may open, and a measure asks those who may follow it."""

from collections.abc import Callable

import pytest
from django.test import Client
from django.urls import reverse

from felles.casework.models import Measure
from felles.casework.queries import get_case, get_case_page
from felles.rules.access import Permission
from felles.web.cases.menu import list_choices
from felles.web.cases.plan import measure_row
from tests import make
from tests.cast import NOW, Cast, build_cast
from tests.make import Made
from tests.permissions import take_away

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("build", "parts"),
    [
        (make.at_school, ("rector", "social_teacher", "contact_teacher")),
        (make.in_measures, ("rector", "contact_teacher", "social_agent", "health_nurse")),
        (make.closed, ("rector", "social_teacher")),
    ],
)
def test_no_choice_in_the_menu_leads_to_a_page_that_is_not_there(
    build: Callable[[Cast], Made], parts: tuple[str, ...]
) -> None:
    cast = build_cast()
    made = build(cast)
    for part in parts:
        actor = cast.actor(part)
        view = get_case(actor, made.public_id)
        choices = list_choices(actor, view, get_case_page(actor, view))
        assert choices
        client = Client()
        client.force_login(cast.users[part])
        for choice in choices:
            response = client.get(reverse(choice.route, args=[made.public_id]))
            assert response.status_code == 200, (part, choice)


def test_answers_are_offered_to_those_who_record_them() -> None:
    cast = build_cast()
    made = make.in_measures(cast)
    for part, there in (("rector", True), ("social_agent", False)):
        actor = cast.actor(part)
        view = get_case(actor, made.public_id)
        choices = list_choices(actor, view, get_case_page(actor, view))
        assert ("consent" in {choice.route for choice in choices}) is there


def test_measure_asks_how_it_goes_of_those_who_may_follow_it(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    cast = build_cast()
    made = make.in_measures(cast)
    Measure.objects.update(owner=cast.users["rector"], due_on=NOW.date())
    rector = cast.actor("rector")
    view = get_case(rector, made.public_id)
    measure = Measure.objects.get()
    assert measure_row(rector, view, measure, "").asks
    take_away(monkeypatch, Permission.MEASURE_FOLLOW)
    assert not measure_row(rector, view, measure, "").asks
