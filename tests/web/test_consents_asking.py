"""When it is time to ask anew: an end that comes near, one that has passed, and birthdays."""

from datetime import timedelta

import pytest
import time_machine
from django.test import Client
from django.urls import reverse

from felles.people.models import Pupil
from felles.people.queries import system_actor
from felles.programme.actions import set_setting
from felles.rules.clocks import SettingKey
from tests import make
from tests.cast import NOW, Cast, build_cast, days
from tests.web.cases import heart, heart_as_sent

pytestmark = pytest.mark.django_db
TWELVE = "Eleven har fylt 12. Spør på nytt, og hør hva eleven mener."


@pytest.fixture
def cast() -> Cast:
    return build_cast()


def shown(client: Client, cast: Cast, made: make.Made, part: str = "social_teacher") -> str:
    client.force_login(cast.users[part])
    return heart(client.get(reverse("consent", args=[made.public_id])))


def day(client: Client, cast: Cast, part: str = "social_teacher") -> str:
    client.force_login(cast.users[part])
    return heart(client.get(reverse("today")))


def born(made: make.Made, *, turns: int, after: int) -> None:
    """Let the pupil turn so old so many days from now."""
    on = NOW.date() + days(after)
    Pupil.objects.filter(pk=made.pupil.pk).update(birth_on=on.replace(year=on.year - turns))


@pytest.mark.parametrize(
    ("passed", "said"),
    [
        (69, ""),
        (70, "Samtykket for Maja P. går ut snart."),
        (100, "Samtykket for Maja P. går ut snart."),
        (101, "Samtykket for Maja P. har gått ut."),
    ],
)
def test_day_page_tells_of_the_end_from_thirty_days_before(
    client: Client, cast: Cast, clock: time_machine.Traveller, passed: int, said: str
) -> None:
    made = make.in_measures(cast, until=NOW.date() + days(100))
    clock.shift(timedelta(days=passed))
    page = day(client, cast)
    assert ("Samtykket for Maja P." in page) is bool(said)
    assert said in page
    asks = "spør foresatte på nytt" in shown(client, cast, made)
    assert asks is bool(said)


def test_day_after_the_end_tells_which_services_are_out(
    client: Client, cast: Cast, clock: time_machine.Traveller
) -> None:
    made = make.in_measures(cast, until=NOW.date() + days(5))
    clock.shift(timedelta(days=6))
    page = shown(client, cast, made)
    assert "Samtykket gikk ut 29. november 2026. Siden da ser " in page
    assert "Klubben Eksempel" in page
    assert "Samtykket fra Foresatt 1 Prøvesen gikk ut." in page


def test_asked_anew_it_is_silent(client: Client, cast: Cast, clock: time_machine.Traveller) -> None:
    made = make.in_measures(cast, until=NOW.date() + days(20))
    born(made, turns=12, after=5)
    clock.shift(timedelta(days=6))
    assert "Samtykket for Maja P." in day(client, cast)
    client.force_login(cast.users["social_teacher"])
    path = reverse("consent-ask", args=[made.public_id])
    token = heart_as_sent(client.get(path)).split('name="form_token" value="')[1].split('"')[0]
    on = NOW.date() + days(6)
    sent = client.post(
        path,
        {
            "form_token": token,
            "services": [cast.service("club").public_id],
            "purpose": "Hjelpe Maja.",
            "proposed_until": (on + days(90)).isoformat(),
            "asked_on": on.isoformat(),
        },
    )
    assert sent.status_code == 302
    assert "Samtykket for Maja P." not in day(client, cast)
    assert TWELVE not in shown(client, cast, made)


def test_birthday_that_means_something_prompts_a_new_question(
    client: Client, cast: Cast, clock: time_machine.Traveller
) -> None:
    made = make.in_measures(cast)
    born(made, turns=12, after=3)
    clock.shift(timedelta(days=2))
    assert TWELVE not in shown(client, cast, made)
    clock.shift(timedelta(days=1))
    assert TWELVE in shown(client, cast, made)
    assert "Maja P. har fylt 12." in day(client, cast)
    # A notice and no lock.
    client.force_login(cast.users["health_nurse"])
    assert client.get(reverse("case", args=[made.public_id])).status_code == 200


def test_other_birthdays_and_unknown_ones_say_nothing(
    client: Client, cast: Cast, clock: time_machine.Traveller
) -> None:
    made = make.in_measures(cast)
    born(made, turns=11, after=3)
    clock.shift(timedelta(days=4))
    assert "Eleven har fylt" not in shown(client, cast, made)
    Pupil.objects.filter(pk=made.pupil.pk).update(birth_on=None)
    assert "Eleven har fylt" not in shown(client, cast, made)


def test_age_of_zero_switches_a_birthday_off(
    client: Client, cast: Cast, clock: time_machine.Traveller
) -> None:
    made = make.in_measures(cast)
    born(made, turns=12, after=3)
    set_setting(
        by=system_actor(NOW),
        at=NOW,
        key=SettingKey.AGE_WEIGHT,
        value=0,
        from_on=NOW.date() + days(1),
    )
    clock.shift(timedelta(days=4))
    assert "Eleven har fylt" not in shown(client, cast, made)
    assert "har fylt" not in day(client, cast)


def test_day_page_tells_no_age_of_a_pupil_with_a_protected_address(
    client: Client, cast: Cast, clock: time_machine.Traveller
) -> None:
    made = make.in_measures(cast)
    born(made, turns=12, after=3)
    make.protect(cast, made)
    clock.shift(timedelta(days=4))
    assert "har fylt" not in day(client, cast)
    assert "Maja" not in day(client, cast, "rector")


def test_service_hears_nothing_of_an_end_on_its_day_page(
    client: Client, cast: Cast, clock: time_machine.Traveller
) -> None:
    make.in_measures(cast, until=NOW.date() + days(20))
    clock.shift(timedelta(days=15))
    assert "Samtykket for" not in day(client, cast, "health_nurse")


def test_service_that_was_not_asked_about_is_shown_with_the_way_on(
    client: Client, cast: Cast
) -> None:
    made = make.asked(cast, services=("club",))
    for number in (0, 1):
        make.answer(cast, made, number, services=("club",))
    page = shown(client, cast, made)
    assert "Ikke spurt om: Barneverntjenesten Eksempel" in page
    assert "Spør på nytt for å ta dem med" in page
