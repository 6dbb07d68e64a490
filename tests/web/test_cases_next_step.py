"""The one next step of a case, its way so far, and what has happened."""

import pytest
import time_machine
from django.test import Client

from felles.casework import actions
from felles.casework.models import Talk
from felles.rules.case_flow import Step
from tests import make
from tests.cast import NOW, Cast, build_cast, days
from tests.web.cases import address, measure, show

pytestmark = pytest.mark.django_db


@pytest.fixture
def cast() -> Cast:
    return build_cast()


@pytest.mark.parametrize(
    ("state", "part", "step"),
    [
        ("concern", "rector", "ta imot bekymringen"),
        ("at_school", "contact_teacher", "bli enige om hva dere prøver"),
        ("elevsaksmote", "social_teacher", "skriv hva elevsaksmøtet beslutter"),
        ("elevsaksmote", "contact_teacher", "elevsaksmøtet beslutter"),
        ("asked", "social_teacher", "få svar fra foresatte"),
        ("asked", "contact_teacher", "foresatte svarer om samtykke"),
        ("refused", "social_teacher", "fortsett på skolen"),
        ("team_yes_all", "rector", "møt Maja og foresatte"),
        ("team_yes_all", "health_nurse", "si hva dere kan bidra med"),
        ("team_withdrawn", "rector", "avklar samtykket med foresatte"),
        ("team_new_guardian", "rector", "avklar samtykket med foresatte"),
        ("measures", "rector", "følg tiltakene til evalueringen"),
        ("evaluation", "rector", "evaluer sammen med Maja og foresatte"),
        ("evaluation", "health_nurse", "fortell hvordan det har gått"),
    ],
)
def test_page_has_one_next_step(
    client: Client, cast: Cast, state: str, part: str, step: str
) -> None:
    page = show(client, cast, part, make.STATES[state](cast))
    assert f"Neste steg: {step}</h2>" in page
    assert page.count("Neste steg:") == 1


def test_next_step_at_school_is_the_talk_that_is_missing(client: Client, cast: Cast) -> None:
    made = make.concern(cast)
    actions.accept_case(
        by=cast.actor("rector"), at=NOW, public_id=made.public_id, version=made.version
    )
    page = show(client, cast, "contact_teacher", made)
    assert "Neste steg: snakk med Maja" in page
    assert address(made, "samtale/?slag=elev") in page
    for kind in ("pupil", "guardians"):
        assert ("Neste steg: snakk med foresatte" in page) is (kind == "guardians")
        actions.log_talk(
            by=cast.actor("contact_teacher"),
            at=NOW,
            public_id=made.public_id,
            kind=kind,
            held_on=NOW.date(),
            who="Mor",
        )
        page = show(client, cast, "contact_teacher", made)
    assert "Neste steg: bli enige om hva dere prøver" in page


def test_button_that_is_refused_says_what_is_missing(client: Client, cast: Cast) -> None:
    made = make.concern(cast)
    actions.accept_case(
        by=cast.actor("rector"), at=NOW, public_id=made.public_id, version=made.version
    )
    page = show(client, cast, "rector", made)
    assert 'aria-disabled="true"' in page
    assert "Samtale med eleven, eller hvorfor ikke." in page
    assert "Samtale med foresatte (dato og hvem), eller hvorfor ikke." in page


def test_measures_whose_day_has_come_are_to_be_evaluated(
    client: Client, cast: Cast, clock: time_machine.Traveller
) -> None:
    made = make.in_measures(cast)
    page = show(client, cast, "rector", made)
    assert "Evalueres 3. januar 2027" in page
    clock.shift(days(41))
    assert "Neste steg: evaluer tiltakene" in show(client, cast, "rector", made)


def test_service_follows_its_own_measure_by_its_own_day(client: Client, cast: Cast) -> None:
    made = make.in_team(cast)
    measure(cast, made, "Samtale om søvn", "health_nurse", organisation="health")
    page = show(client, cast, "health_nurse", made)
    assert "Neste steg: følg tiltaket ditt" in page
    assert "Frist 14. des." in page


def test_closed_case_has_no_next_step_and_nothing_to_write(client: Client, cast: Cast) -> None:
    page = show(client, cast, "rector", make.closed(cast))
    assert "Neste steg" not in page
    assert "Saken ble avsluttet 24. november 2026" in page
    assert "<form" not in page
    assert "Skriv notat" not in page
    assert "Samtykke gjelder" not in page
    assert "Åpne saken igjen" in page


def test_tracker_has_eight_steps_with_dates_and_rounds(client: Client, cast: Cast) -> None:
    made = make.at_elevsaksmote(cast)
    by = cast.actor("rector")
    actions.try_more_at_school(
        by=by,
        at=NOW,
        public_id=made.public_id,
        version=made.version,
        held_on=by.on,
        text="Vi prøver lekegruppe.",
    )
    page = show(client, cast, "rector", made)
    assert page.count('class="steps__item"') == len(Step)
    assert "2 runder" in page
    assert 'data-state="now" aria-current="step"' in page
    assert "24. nov." in page


def test_service_learns_no_day_and_no_round_from_before_its_time(
    client: Client, cast: Cast
) -> None:
    made = make.in_team(cast)
    page = show(client, cast, "health_nurse", made)
    assert page.count('class="steps__item"') == len(Step)
    assert 'class="steps__note"' not in page
    assert 'class="steps__note"' in show(client, cast, "rector", made)


def test_timeline_tells_all_that_happened(client: Client, cast: Cast) -> None:
    made = make.closed(cast)
    page = show(client, cast, "rector", made, "tidslinje/")
    for event in (
        "Bekymring",
        "Skolen tok imot bekymringen",
        "Samtale med eleven",
        "Meldt til elevsaksmøtet",
        "Elevsaksmøte: koble på innsatsteamet",
        "svarte om samtykke",
        "Meldt til innsatsteamet",
        "Nytt tiltak",
        "Evalueringen startet",
        "Eleven: Det er gøy.",
        "Foresatte: Vi er glade.",
        "Saken ble avsluttet",
    ):
        assert event in page, event


def test_case_shows_five_events_and_leads_to_the_rest(client: Client, cast: Cast) -> None:
    made = make.in_measures(cast)
    page = show(client, cast, "rector", made)
    assert page.count('class="timeline__event') == 5
    assert address(made, "tidslinje/") in page


def test_talk_that_was_not_held_says_why(client: Client, cast: Cast) -> None:
    made = make.concern(cast)
    actions.log_talk(
        by=cast.actor("rector"),
        at=NOW,
        public_id=made.public_id,
        kind=Talk.Kind.GUARDIANS,
        reason_not="Vi er redde for eleven.",
    )
    page = show(client, cast, "rector", made, "tidslinje/")
    assert "Ikke snakket med foresatte ennå" in page
    assert "Vi er redde for eleven." in page
