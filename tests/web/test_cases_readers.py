"""Who can see a case, who has seen it, and who is responsible for it."""

import pytest
import time_machine
from django.test import Client

from felles.casework.models import Case
from felles.people.models import AccessGrant
from tests import make
from tests.cast import Cast, build_cast, days
from tests.make import Made
from tests.web.cases import address, heart, hidden, login, send, show

pytestmark = pytest.mark.django_db


@pytest.fixture
def cast() -> Cast:
    return build_cast()


def name(client: Client, cast: Cast, made: Made, part: str) -> object:
    user = str(cast.users[part].pk)
    return send(client, address(made, "tilgang/gi/"), user=user, reason="Vikar i klassen")


def test_readers_page_names_everybody_with_the_reason(client: Client, cast: Cast) -> None:
    made = make.in_team(cast)
    for part in ("rector", "health_nurse"):
        page = show(client, cast, part, made, "tilgang/")
        for who, why in (
            ("Contact Teacher", "Er kontaktlærer for eleven"),
            ("Social Teacher", "Har denne rollen ved elevens skole"),
            ("Club Leader", "Foresatte har sagt ja til tjenesten"),
        ):
            assert why in page.split(who)[1].split("</tr>")[0]
        assert "Bup" not in page
        assert ("Gi en kollega tilgang" in page) is (part == "rector")


def test_colleague_is_let_in_by_name_with_a_reason_and_out_again(
    client: Client, cast: Cast
) -> None:
    made = make.at_school(cast)
    login(client, cast, "teacher")
    assert client.get(address(made)).status_code == 404
    login(client, cast, "social_teacher")
    answer = name(client, cast, made, "teacher")
    assert answer.headers["Location"] == address(made, "tilgang/")  # type: ignore[attr-defined]
    assert AccessGrant.objects.get().reason == "Vikar i klassen"
    assert "Er satt på saken ved navn" in show(client, cast, "teacher", made, "tilgang/")

    login(client, cast, "social_teacher")
    user = str(cast.users["teacher"].pk)
    page = client.get(address(made, "tilgang/ta-bort/"), {"hvem": user})
    assert "Teacher kan ikke åpne saken etter dette." in heart(page)
    client.post(address(made, "tilgang/ta-bort/"), {**hidden(page), "hvem": user})
    login(client, cast, "teacher")
    assert client.get(address(made)).status_code == 404


def test_only_colleagues_whom_a_name_lets_in_are_offered(client: Client, cast: Cast) -> None:
    made = make.in_team(cast)
    page = show(client, cast, "rector", made, "tilgang/gi/")
    for part in ("teacher", "milieu_worker", "other_contact_teacher"):
        assert f'value="{cast.users[part].pk}"' in page
    for part in ("contact_teacher", "social_agent", "health_nurse", "other_rector", "bup"):
        assert f'value="{cast.users[part].pk}"' not in page


def test_reader_without_a_reason_is_not_let_in(client: Client, cast: Cast) -> None:
    made = make.at_school(cast)
    login(client, cast, "rector")
    user = str(cast.users["teacher"].pk)
    assert send(client, address(made, "tilgang/gi/"), user=user, reason="").status_code == 422
    assert not AccessGrant.objects.exists()


def test_stranger_cannot_be_let_in(client: Client, cast: Cast) -> None:
    made = make.at_school(cast)
    login(client, cast, "rector")
    assert name(client, cast, made, "other_rector").status_code == 422  # type: ignore[attr-defined]
    assert not AccessGrant.objects.exists()


def test_protected_pupil_keeps_a_reader_and_names_even_the_rector(
    client: Client, cast: Cast
) -> None:
    made = make.in_measures(cast)
    make.protect(cast, made)
    page = show(client, cast, "social_teacher", made, "tilgang/")
    assert "Social Teacher" in page
    assert "Contact Teacher" not in page
    user = str(cast.users["social_teacher"].pk)
    url = address(made, "tilgang/ta-bort/")
    answer = client.post(url, {**hidden(client.get(url, {"hvem": user})), "hvem": user})
    assert answer.status_code == 422
    assert "Noen må kunne lese saken. Sett på en annen først." in heart(answer)
    name(client, cast, made, "rector")
    assert "Adressesperre" in show(client, cast, "rector", made)


def test_reader_who_takes_the_own_name_away_is_led_to_the_list(client: Client, cast: Cast) -> None:
    made = make.in_measures(cast)
    make.protect(cast, made)
    login(client, cast, "social_teacher")
    name(client, cast, made, "rector")
    user = str(cast.users["social_teacher"].pk)
    url = address(made, "tilgang/ta-bort/")
    answer = client.post(url, {**hidden(client.get(url, {"hvem": user})), "hvem": user})
    assert answer.headers["Location"] == "/saker/"
    assert client.get(address(made)).status_code == 404


def test_log_tells_who_has_seen_the_case_for_whom_and_why(
    client: Client, cast: Cast, clock: time_machine.Traveller
) -> None:
    made = make.in_team(cast)
    show(client, cast, "health_nurse", made)
    show(client, cast, "health_nurse", made, "tidslinje/")
    clock.shift(days(1))
    login(client, cast, "rector")
    client.get("/saker/")
    page = show(client, cast, "rector", made, "logg/")
    nurse = page.split("Health Nurse")[1].split("</tr>")[0]
    assert "helsesykepleier, Skolehelsetjenesten Eksempel" in nurse
    assert "Åpnet saken" in nurse
    assert "2 ganger" in nurse
    assert "Foresatte har sagt ja til tjenesten" in nurse
    assert "24. nov. kl. 08.00" in page
    assert "Så navnet i en liste" in page
    assert page.index("Rector") < page.index("Health Nurse")


@pytest.mark.parametrize("part", ["contact_teacher", "social_agent", "health_nurse"])
def test_log_and_names_are_for_coordinators(client: Client, cast: Cast, part: str) -> None:
    made = make.in_team(cast)
    login(client, cast, part)
    for page in ("logg/", "tilgang/gi/", "tilgang/ta-bort/"):
        assert client.get(address(made, page)).status_code == 404
    assert "Hvem har sett saken" not in heart(client.get(address(made)))


def test_case_is_given_to_somebody_at_the_school_who_sees_it(client: Client, cast: Cast) -> None:
    made = make.in_team(cast)
    page = show(client, cast, "contact_teacher", made, "ansvar/")
    assert "Rector har ansvaret nå." in page
    assert f'value="{cast.users["health_nurse"].pk}"' not in page
    agent = cast.users["social_agent"].pk
    send(client, address(made, "ansvar/"), owner=str(agent))
    assert Case.objects.get(pk=made.case.pk).owner_id == agent
    assert "Ansvaret er gitt videre." in heart(client.get(address(made)))


def test_two_who_give_the_case_away_at_once_do_not_overwrite_each_other(
    client: Client, cast: Cast
) -> None:
    made = make.at_school(cast)
    login(client, cast, "rector")
    first, second = (hidden(client.get(address(made, "ansvar/"))) for _page in range(2))
    for token, part, status in (
        (first, "social_agent", 302),
        (second, "contact_teacher", 409),
    ):
        sent = {**token, "owner": str(cast.users[part].pk)}
        assert client.post(address(made, "ansvar/"), sent).status_code == status
    assert Case.objects.get(pk=made.case.pk).owner_id == cast.users["social_agent"].pk
