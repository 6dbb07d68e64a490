"""Staff let a guardian in, answer what is written, and ask not to wait for one answer."""

import re

import pytest
from django.test import Client

from felles.people.actions import write_to_school
from felles.people.models import (
    ConsentException,
    FamilyLink,
    FamilyMessage,
    Guardian,
    Guardianship,
    TextApproval,
)
from felles.people.queries import find_family_actor
from felles.portal.texts import load_text
from felles.rules.families import FamilyLogin, MessageKind
from tests import make
from tests.cast import NOW, Cast, build_cast
from tests.make import Made
from tests.portal.family import BORN


@pytest.fixture
def cast(db: None) -> Cast:
    return build_cast()


def path_of(made: Made, number: int = 0) -> str:
    return f"/sak/{made.public_id}/foresatte/{made.ties[number].public_id}/"


def staff(cast: Cast, part: str = "social_teacher") -> Client:
    client = Client()
    client.force_login(cast.users[part])
    return client


def send(client: Client, path: str, what: str, **data: str) -> "object":
    page = client.get(path).content.decode()
    found = re.search(r'name="form_token" value="([^"]+)"', page)
    assert found
    return client.post(path, {"form_token": found.group(1), "what": what, **data})


def test_link_is_shown_once_and_lets_the_guardian_in(cast: Cast) -> None:
    made = make.asked(cast)
    client, path = staff(cast), path_of(made)
    page = send(client, path, "link", channel="sms").content.decode()  # type: ignore[attr-defined]
    found = re.search(r"<code>[^<]*(/familie/lenke/[^<]+/)</code>", page)
    assert found
    assert found.group(1) not in client.get(path).content.decode()
    assert Client().post(found.group(1), BORN)["Location"] == "/min-side/"
    assert "Brukt" in client.get(path).content.decode()


def test_text_to_send_with_the_link_tells_nothing(cast: Cast) -> None:
    made = make.asked(cast)
    page = send(staff(cast), path_of(made), "link", channel="sms").content.decode()  # type: ignore[attr-defined]
    text = page.split("<blockquote")[1].split("</blockquote>")[0]
    assert "Du har en melding fra kommunen" in text
    assert [word for word in ("Maja", "Furulia", "samtykke", "skole") if word in text] == []


def test_links_are_taken_back(cast: Cast) -> None:
    made = make.asked(cast)
    client, path = staff(cast), path_of(made)
    send(client, path, "link", channel="letter")
    send(client, path, "revoke")
    assert FamilyLink.objects.get().revoked_at == NOW
    assert "Trukket tilbake" in client.get(path).content.decode()


def test_door_needs_a_reason_and_keeps_what_was_typed(cast: Cast) -> None:
    made = make.asked(cast)
    client, path = staff(cast), path_of(made)
    response = send(client, path, "door", door="closed", reason=" ")
    assert response.status_code == 422  # type: ignore[attr-defined]
    send(client, path, "door", door="closed", reason="Bekymringen gjelder den foresatte.")
    page = client.get(path).content.decode()
    assert "Stengt av skolen" in page
    assert "Lag engangslenke" not in page


def test_only_a_reader_opens_the_door_of_a_protected_pupil(cast: Cast) -> None:
    made = make.asked(cast)
    make.protect(cast, made)
    data = {"door": "open", "reason": "Mor er skjermet, og skal inn."}
    assert staff(cast, "rector").get(path_of(made)).status_code == 404
    send(staff(cast), path_of(made), "door", **data)
    assert "Åpnet av skolen" in staff(cast).get(path_of(made)).content.decode()


def test_identity_number_is_kept_as_a_hash_and_never_shown(cast: Cast) -> None:
    made = make.asked(cast)
    client, path = staff(cast), path_of(made)
    assert send(client, path, "identity", number="12345").status_code == 422  # type: ignore[attr-defined]
    # A synthetic number (month + 80), as test populations have.
    number = "17912099997"
    send(client, path, "identity", number=number)
    guardian = Guardian.objects.get(pk=made.ties[0].guardian_id)
    assert len(guardian.identity_hash) == 64
    assert number not in client.get(path).content.decode()


def _message(made: Made, text: str) -> FamilyMessage:
    tie = made.ties[0]
    actor = find_family_actor(tie.guardian_id, login=FamilyLogin.IDPORTEN, at=NOW)
    assert actor is not None
    return write_to_school(
        by=actor, at=NOW, tie=tie, kind=MessageKind.WISH, text=text, language="nb"
    )


def test_message_is_read_and_answered_by_the_school(cast: Cast) -> None:
    made = make.asked(cast)
    message = _message(made, "Kan vi møtes på kvelden?")
    client, path = staff(cast), path_of(made)
    assert "Kan vi møtes på kvelden?" in client.get(path).content.decode()
    send(client, path, "answer", row=message.public_id, answer="Ja, klokka 18.")
    message.refresh_from_db()
    assert (message.answer, message.handled_at) == ("Ja, klokka 18.", NOW)
    assert "Ja, klokka 18." in client.get(path).content.decode()


def test_message_of_another_guardian_cannot_be_answered_from_here(cast: Cast) -> None:
    made = make.asked(cast)
    message = _message(made, "Hei")
    response = send(staff(cast), path_of(made, 1), "answer", row=message.public_id, answer="Svar")
    assert response.status_code == 404  # type: ignore[attr-defined]
    message.refresh_from_db()
    assert message.handled_at is None


EXCEPTION = {"kind": "unreachable", "why": "Ringt fem ganger, brev i retur.",
             "until_on": "2027-01-31"}  # fmt: skip


def test_exception_opens_only_when_the_rector_has_approved_it(cast: Cast) -> None:
    made = make.asked(cast)
    make.answer(cast, made, 1)
    case = f"/sak/{made.public_id}/"
    move = staff(cast).get(f"{case}innsatsteam/meld/")
    assert "Ikke alle foresatte har svart." in move.content.decode()
    send(staff(cast), path_of(made), "exception", **EXCEPTION)
    row = ConsentException.objects.get()
    own = send(staff(cast), path_of(made), "approve", row=row.public_id, save="1")
    assert "Bare rektor kan godkjenne et unntak." in own.content.decode()  # type: ignore[attr-defined]
    row.refresh_from_db()
    assert row.approved_at is None
    checked = send(staff(cast, "rector"), path_of(made), "approve", row=row.public_id)
    assert "Klubben Eksempel" in checked.content.decode()  # type: ignore[attr-defined]
    row.refresh_from_db()
    assert row.approved_at is None
    send(staff(cast, "rector"), path_of(made), "approve", row=row.public_id, save="1")
    row.refresh_from_db()
    assert row.approved_by == cast.users["rector"]
    history = staff(cast).get(f"{case}samtykke/").content.decode()
    assert "Vi venter ikke på svar fra Foresatt 1 Prøvesen. Rektor har godkjent det." in history
    move = staff(cast).get(f"{case}innsatsteam/meld/")
    assert "Ikke alle foresatte har svart." not in move.content.decode()


def test_rector_does_not_approve_what_the_rector_asked_for(cast: Cast) -> None:
    made = make.asked(cast)
    send(staff(cast, "rector"), path_of(made), "exception", **EXCEPTION)
    page = staff(cast, "rector").get(path_of(made)).content.decode()
    assert "Den som ber om et unntak, kan ikke godkjenne det." in page


def test_exception_that_is_ended_waits_for_the_answer_again(cast: Cast) -> None:
    made = make.asked(cast)
    send(staff(cast), path_of(made), "exception", **EXCEPTION)
    row = ConsentException.objects.get()
    send(staff(cast, "rector"), path_of(made), "approve", row=row.public_id, save="1")
    send(staff(cast), path_of(made), "end", row=row.public_id, save="1")
    row.refresh_from_db()
    assert row.ended_at == NOW
    assert "Avsluttet" in staff(cast).get(path_of(made)).content.decode()


@pytest.mark.parametrize(
    "part", ["contact_teacher", "social_agent", "health_nurse", "administrator"]
)
def test_page_is_for_those_who_coordinate_the_case(cast: Cast, part: str) -> None:
    made = make.in_measures(cast)
    assert staff(cast, part).get(path_of(made)).status_code == 404


@pytest.mark.parametrize("seen", ["", "1999-1", "2999-1"])
def test_text_that_has_changed_since_it_was_read_is_not_approved(cast: Cast, seen: str) -> None:
    client = staff(cast, "administrator")
    answer = send(client, "/oppsett/tekster/", "", language="pl", read_by="Jan Tolk",
                  text_version=seen)  # fmt: skip
    page = answer.content.decode()  # type: ignore[attr-defined]
    assert answer.status_code == 422  # type: ignore[attr-defined]
    assert "Teksten er endret etter at siden ble vist. Les den nye utgaven først." in page
    assert 'value="Jan Tolk"' in page
    assert not TextApproval.objects.exists()


def test_administrator_approves_a_translation_that_somebody_has_read(cast: Cast) -> None:
    client = staff(cast, "administrator")
    page = client.get("/oppsett/tekster/").content.decode()
    assert page.count("Ikke godkjent") == 7
    response = send(client, "/oppsett/tekster/", "", language="pl", read_by=" ")
    assert response.status_code == 422  # type: ignore[attr-defined]
    version = load_text("pl").about.version
    assert f'name="text_version" value="{version}"' in page
    send(client, "/oppsett/tekster/", "", language="pl", read_by="Jan Tolk, translatør",
         text_version=version)  # fmt: skip
    page = client.get("/oppsett/tekster/").content.decode()
    assert page.count("Ikke godkjent") == 6
    assert "Jan Tolk, translatør" in page
    send(client, "/oppsett/tekster/", "revoke", language="pl")
    assert client.get("/oppsett/tekster/").content.decode().count("Ikke godkjent") == 7


@pytest.mark.parametrize("part", ["secretary", "rector"])
def test_texts_are_approved_by_nobody_else(cast: Cast, part: str) -> None:
    assert staff(cast, part).get("/oppsett/tekster/").status_code == 404


def test_number_opens_no_child_at_another_school(cast: Cast) -> None:
    made = make.asked(cast)
    other, _ties = make.pupil(cast, class_name="7C", given_name="Ola", guardians=0)
    Guardianship.objects.create(pupil=other, guardian=made.ties[0].guardian)
    response = send(staff(cast), path_of(made), "identity", number="17912099997")
    assert "barn ved flere skoler" in response.content.decode()  # type: ignore[attr-defined]
    assert not Guardian.objects.exclude(identity_hash="").exists()


def test_answer_that_is_not_sent_says_why_and_keeps_what_was_typed(cast: Cast) -> None:
    made = make.asked(cast)
    message = _message(made, "Kan vi møtes på kvelden?")
    empty = send(staff(cast), path_of(made), "answer", row=message.public_id, answer=" ")
    assert empty.status_code == 422  # type: ignore[attr-defined]
    assert "Svar på «Svar til den foresatte»." in empty.content.decode()  # type: ignore[attr-defined]
    long = "A" * 4001
    kept = send(staff(cast), path_of(made), "answer", row=message.public_id, answer=long)
    assert long in kept.content.decode()  # type: ignore[attr-defined]
