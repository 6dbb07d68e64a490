"""What whoever raised a concern is told afterwards, and what it does not tell."""

import re
from datetime import timedelta

import pytest
import time_machine
from django.test import Client

from felles.casework import actions
from felles.casework.models import Case, Concern
from felles.ledger.models import ReadEvent
from felles.people.queries import system_actor
from felles.programme.actions import set_setting
from felles.rules.clocks import SettingKey
from tests import make
from tests.cast import NOW, Cast, build_cast
from tests.web import concerns

pytestmark = pytest.mark.django_db


@pytest.fixture
def cast() -> Cast:
    return build_cast()


def walk(client: Client, made_pupil: object, name: str) -> list[str]:
    """Every answer on the way of a concern, without ids, tokens and the pupil's name."""
    draft = concerns.pick(client, made_pupil)  # type: ignore[arg-type]
    concerns.answer(client, draft)
    check = client.get(concerns.path(draft, "se-over"))
    sent = concerns.send(client, draft)
    receipt = client.get(sent.headers["Location"])
    status = client.get(f"/si-fra/svar/{draft}/")
    first, family = name.split()
    return [
        concerns.without_ids(page, name, first, f"{first} {family[0]}.")
        for page in (check, sent, receipt, status)
    ]


def test_second_concern_joins_the_open_case(client: Client, cast: Cast) -> None:
    made = make.concern(cast, part="other_contact_teacher")
    client.force_login(cast.users["teacher"])
    concerns.raise_concern(client, made.pupil)
    assert Case.objects.get() == made.case
    assert Concern.objects.filter(case=made.case).count() == 2


@pytest.mark.parametrize("state", ["concern", "at_school", "team_yes_all", "closed"])
def test_answer_is_the_same_whether_or_not_there_was_a_case(
    client: Client, cast: Cast, clock: time_machine.Traveller, state: str
) -> None:
    with_case = make.STATES[state](cast)
    without, _ = make.pupil(cast, given_name="Jonas")
    clock.shift(timedelta(hours=1))
    client.force_login(cast.users["teacher"])
    seen = walk(client, with_case.pupil, "Maja Prøvesen")
    assert seen == walk(client, without, "Jonas Prøvesen")


@pytest.mark.parametrize("state", ["team_not_child_welfare", "refused", "team_withdrawn"])
def test_shut_out_social_agent_gets_the_same_answer(client: Client, cast: Cast, state: str) -> None:
    with_case = make.STATES[state](cast)
    without, _ = make.pupil(cast, given_name="Jonas")
    client.force_login(cast.users["social_agent"])
    assert not Case.objects.visible_to(cast.actor("social_agent")).exists()
    seen = walk(client, with_case.pupil, "Maja Prøvesen")
    assert seen == walk(client, without, "Jonas Prøvesen")


@pytest.mark.parametrize("state", ["team_not_child_welfare", "refused"])
def test_shut_out_social_agent_never_hears_how_the_case_goes(
    client: Client, cast: Cast, state: str
) -> None:
    made = make.STATES[state](cast)
    client.force_login(cast.users["social_agent"])
    concern = concerns.raise_concern(client, made.pupil)
    later = NOW + timedelta(days=1)
    actions.stay_at_school(
        by=cast.actor("rector", later),
        at=later,
        public_id=made.public_id,
        version=made.version,
        reason="Foresatte sa nei.",
    )
    with time_machine.travel(later + timedelta(hours=1), tick=False):
        client.force_login(cast.users["social_agent"])
        page = client.get(f"/si-fra/svar/{concern}/").content.decode()
    assert "Mottatt. Skolen har ikke begynt ennå." in page
    assert "8. desember 2026" in page


def test_answer_of_a_concern_about_a_protected_pupil_is_no_page(client: Client, cast: Cast) -> None:
    made = make.concern(cast, part="teacher")
    make.protect(cast, made)
    client.force_login(cast.users["teacher"])
    concern = Concern.objects.get()
    assert client.get(f"/si-fra/svar/{concern.public_id}/").status_code == 404
    assert "Maja" not in client.get("/").content.decode()


def test_receipt_date_follows_the_setting_of_the_district(client: Client, cast: Cast) -> None:
    set_setting(
        by=system_actor(NOW), at=NOW, key=SettingKey.STALL_CONCERN, value=5, from_on=NOW.date()
    )
    pupil, _ = make.pupil(cast)
    client.force_login(cast.users["teacher"])
    draft = concerns.raise_concern(client, pupil)
    page = client.get(concerns.path(draft, "sendt")).content.decode()
    assert "Sendt. Du får svar innen 29. november 2026." in page


def test_receipt_shows_the_same_date_when_it_is_opened_later(client: Client, cast: Cast) -> None:
    pupil, _ = make.pupil(cast)
    client.force_login(cast.users["teacher"])
    draft = concerns.raise_concern(client, pupil)
    with time_machine.travel(NOW + timedelta(days=3), tick=False):
        client.force_login(cast.users["teacher"])
        page = client.get(concerns.path(draft, "sendt")).content.decode()
    assert "Sendt. Du får svar innen 8. desember 2026." in page


def test_receipt_names_who_reads_it(client: Client, cast: Cast) -> None:
    pupil, _ = make.pupil(cast)
    client.force_login(cast.users["teacher"])
    draft = concerns.raise_concern(client, pupil)
    page = client.get(concerns.path(draft, "sendt")).content.decode()
    assert "Social Teacher leser det du skrev." in page
    assert "Maja" not in page


def test_answer_tells_received_class_of_decision_next_date_and_own_words(
    client: Client, cast: Cast
) -> None:
    made = make.at_elevsaksmote(cast, part="teacher", text="Sitter alene i garderoben.")
    client.force_login(cast.users["teacher"])
    concern = Concern.objects.get()
    page = client.get(f"/si-fra/svar/{concern.public_id}/").content.decode()
    assert "Du sa fra om Maja Prøvesen" in page
    assert "Tas opp i elevsaksmøtet." in page
    assert re.search(r"Du hører mer innen 15. desember 2026, om 21 dager", page)
    assert "Sitter alene i garderoben." in page
    assert made.public_id not in page


def test_date_that_has_passed_is_not_shown_as_a_promise(client: Client, cast: Cast) -> None:
    early = NOW - timedelta(days=20)
    make.concern(cast, part="teacher", at=early)
    client.force_login(cast.users["teacher"])
    page = client.get(f"/si-fra/svar/{Concern.objects.get().public_id}/").content.decode()
    assert "Du hører mer innen" not in page
    assert "Vi har ingen ny dato ennå." in page


def test_reading_the_answer_leaves_a_row_in_the_log(client: Client, cast: Cast) -> None:
    made = make.concern(cast, part="teacher")
    client.force_login(cast.users["teacher"])
    client.get(f"/si-fra/svar/{Concern.objects.get().public_id}/")
    row = ReadEvent.objects.get()
    assert (row.case_id, row.user_id, row.ground) == (
        made.case.pk,
        cast.users["teacher"].pk,
        "raised_it",
    )


def test_answer_to_somebody_else_is_no_page(client: Client, cast: Cast) -> None:
    make.concern(cast, part="teacher")
    client.force_login(cast.users["rector"])
    assert client.get(f"/si-fra/svar/{Concern.objects.get().public_id}/").status_code == 404
    assert not ReadEvent.objects.exists()


def test_answer_is_on_the_day_page_as_well(client: Client, cast: Cast) -> None:
    make.at_school(cast, part="teacher")
    client.force_login(cast.users["teacher"])
    page = client.get("/").content.decode()
    assert "Svar på det du sa fra om" in page
    assert "Maja P." in page
    assert "Skolen følger opp." in page
