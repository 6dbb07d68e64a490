"""The pages for after the room: minutes, recap, the meeting with the family, the rhythm."""

import io
from typing import Any

import pypdf
import pytest
from django.test import Client
from django.urls import reverse

from felles.casework.models import CaseItem, FamilyMeeting, Minutes, Talk
from felles.ledger.models import OutboxMessage, ReadEvent
from felles.meetings.models import Meeting
from felles.rules.consent import AnswerKind
from tests import make
from tests.cast import Cast, build_cast
from tests.proofs.held import deal_with, hold_meeting
from tests.web.cases import address, heart, hidden, login, send

pytestmark = pytest.mark.django_db


@pytest.fixture
def cast() -> Cast:
    """The district."""
    return build_cast()


@pytest.fixture
def made(cast: Cast) -> make.Made:
    """A case that a meeting has dealt with: minutes 1 and 2 approved, 3 a draft."""
    made = make.in_measures(cast)
    deal_with(cast, hold_meeting(cast), made.case)
    Minutes.objects.update(text="Vi ble enige om klubben.")
    return made


def minutes_url(made: make.Made, number: int = 3) -> str:
    minutes = Minutes.objects.get(case=made.case, number=number)
    return address(made, f"referat/{minutes.public_id}/")


def recap_url(page: str = "") -> str:
    return f"/mote/{Meeting.objects.get().public_id}/oppsummering/{page}"


def test_draft_is_saved_and_then_approved_on_one_page(
    client: Client, cast: Cast, made: make.Made
) -> None:
    login(client, cast, "rector")
    url = minutes_url(made)
    text: dict[str, Any] = {"text": "Klubben møter Maja.", "topic": "4", "audience": "3"}
    assert send(client, url, **text, do="save").status_code == 302
    row = Minutes.objects.get(case=made.case, number=3)
    assert (row.text, row.topic, row.approved_at) == ("Klubben møter Maja.", 4, None)
    assert send(client, url, **text, do="approve").status_code == 302
    row.refresh_from_db()
    assert row.approved_by == cast.users["rector"]
    said = heart(client.get(url))
    assert "Godkjent av Rector" in said
    assert "<textarea" not in said


def test_what_the_second_writer_typed_is_kept_beside_what_stands(
    client: Client, cast: Cast, made: make.Made
) -> None:
    login(client, cast, "rector")
    url = minutes_url(made)
    first, second = client.get(url), client.get(url)
    text: dict[str, Any] = {"topic": "1", "audience": "3", "do": "save"}
    client.post(url, {**hidden(first), **text, "text": "Den første."})
    answer = client.post(url, {**hidden(second), **text, "text": "Den andre."})
    assert answer.status_code == 409
    assert "Den andre." in heart(answer)
    assert "Den første." in heart(answer)
    # Sent again with the version that it was shown now, it is saved.
    again = client.post(url, {**hidden(answer), **text, "text": "Den andre."})
    assert again.status_code == 302
    assert Minutes.objects.get(case=made.case, number=3).text == "Den andre."


def test_text_typed_after_somebody_approved_stays_on_the_page(
    client: Client, cast: Cast, made: make.Made
) -> None:
    login(client, cast, "rector")
    url = minutes_url(made)
    seen = client.get(url)
    send(client, url, text="Godkjent nå.", topic="1", audience="3", do="approve")
    late: dict[str, Any] = {"text": "For sent.", "topic": "1", "audience": "3", "do": "save"}
    answer = client.post(url, {**hidden(seen), **late})
    assert answer.status_code == 409
    assert "For sent." in heart(answer)


def test_minutes_say_who_was_there_what_was_agreed_and_why(
    client: Client, cast: Cast, made: make.Made
) -> None:
    CaseItem.objects.update(question="Hva kan vi bidra med?")
    login(client, cast, "rector")
    said = heart(client.get(minutes_url(made, 2)))
    for words in ("Health Nurse", "Hva kan vi bidra med?", "Vi ble enige om klubben.", "Rettet"):
        assert words in said
    login(client, cast, "health_nurse")
    said = heart(client.get(minutes_url(made, 2)))
    assert "Vi ble enige om klubben." in said
    assert "Hva kan vi bidra med?" not in said
    assert client.get(minutes_url(made, 1)).status_code == 404
    assert client.get(minutes_url(made, 3)).status_code == 404


def test_correction_asks_why_and_begins_a_new_version(
    client: Client, cast: Cast, made: make.Made
) -> None:
    Minutes.objects.filter(number=3).delete()
    login(client, cast, "social_teacher")
    url = f"{minutes_url(made, 2)}rett/"
    assert send(client, url, why="").status_code == 422
    assert send(client, url, why="Feil dag").status_code == 302
    row = Minutes.objects.get(case=made.case, number=3)
    assert (row.why_corrected, row.approved_at) == ("Feil dag", None)


def test_meeting_without_minutes_offers_to_write_them(
    client: Client, cast: Cast, made: make.Made
) -> None:
    Minutes.objects.all().delete()
    login(client, cast, "health_nurse")
    url = address(made, "referat/")
    assert "Skriv referat" not in heart(client.get(url))
    login(client, cast, "rector")
    row = CaseItem.objects.get(case=made.case).row
    assert "Skriv referat" in heart(client.get(url))
    assert send(client, url, row=row.public_id).status_code == 302
    assert Minutes.objects.get().item.row == row
    assert "Utkast" in heart(client.get(url))


def test_approved_minutes_stand_in_the_history_of_the_case(
    client: Client, cast: Cast, made: make.Made
) -> None:
    for part in ("rector", "health_nurse"):
        login(client, cast, part)
        said = heart(client.get(address(made, "tidslinje/")))
        assert said.count("Referat: innsatsteam") == 1


@pytest.mark.parametrize(
    ("page", "route", "name"),
    [
        ("minutes", "minutes-paper", "referat.pdf"),
        ("recap", "meeting-recap-paper", "oppsummering.pdf"),
    ],
)
def test_paper_leaves_a_row_of_a_file_and_its_name_tells_nobody(
    client: Client, cast: Cast, made: make.Made, page: str, route: str, name: str
) -> None:
    login(client, cast, "rector")
    url = f"{minutes_url(made, 2)}pdf/" if page == "minutes" else recap_url("pdf/")
    answer = client.get(url)
    assert answer.headers["Content-Disposition"] == f'attachment; filename="{name}"'
    row = ReadEvent.objects.get(route=route)
    assert (row.kind, row.case_id) == (ReadEvent.Kind.FILE, made.case.pk)
    reader = pypdf.PdfReader(io.BytesIO(answer.content))
    assert "Maja" in " ".join(one.extract_text() for one in reader.pages)
    assert "Maja" not in str(dict(reader.metadata or {}))


def test_recap_of_a_service_tells_of_nothing_but_its_own(
    client: Client, cast: Cast, made: make.Made
) -> None:
    login(client, cast, "health_nurse")
    said = heart(client.get(recap_url()))
    assert "Dette har du lovet" in said
    assert said.count("Health Nurse") == 1
    assert "Club Leader" not in said
    assert "Send oppsummering" not in said
    assert client.get(recap_url("pdf/")).status_code == 404
    assert client.post(recap_url("send/"), {"form_token": "t"}).status_code == 404
    # Withdrawn: the page is that of a meeting in which nothing was promised.
    make.answer(cast, made, 0, kind=AnswerKind.WITHDRAWN)
    said = heart(client.get(recap_url()))
    assert "Maja" not in said
    assert "Du har ikke lovet noe her." in said


def test_chair_sends_the_recap_once_for_a_double_click(
    client: Client, cast: Cast, made: make.Made
) -> None:
    login(client, cast, "rector")
    page = client.get(recap_url())
    for _click in range(2):
        client.post(recap_url("send/"), hidden(page))
    # Everybody who promised something, but the chair.
    assert OutboxMessage.objects.filter(kind="meeting_recap").count() == 6


def plan(**changes: object) -> dict[str, Any]:
    return {
        "on": "26.11.2026", "clock": "13.30", "minutes": "30", "place": "Rom 12",
        "pupil_comes": "on", "needs_interpreter": "yes", "language": "so", **changes,
    }  # fmt: skip


def test_meeting_is_planned_used_and_held(client: Client, cast: Cast, made: make.Made) -> None:
    FamilyMeeting.objects.all().delete()
    login(client, cast, "rector")
    url = address(made, "familiemote/ny/")
    both = [tie.public_id for tie in made.ties]
    answer = send(client, url, **plan(guests=both))
    assert answer.status_code == 422
    assert "De bor ikke sammen." in heart(answer)
    assert "Rom 12" in heart(answer)
    assert send(client, url, **plan(guests=both[:1])).status_code == 302
    meeting = FamilyMeeting.objects.get()
    page = address(made, f"familiemote/{meeting.public_id}/")
    said = heart(client.get(page))
    assert "Bestill tolk: somali, 26. nov. kl. 13.30" in said
    assert "Ikke invitert ennå" in said
    assert "Bestill tolk: somali, 26. nov. kl. 13.30" in heart(client.get("/"))
    told: dict[str, Any] = {"what": "told", "guest": both[0]}
    client.post(f"{page}inviter/", {**hidden(client.get(page)), **told})
    assert "Har fått beskjed" in heart(client.get(page))
    wrong = send(client, f"{page}tolk/", state="confirmed", language="so", note="")
    assert wrong.status_code == 422
    right = send(client, f"{page}tolk/", state="confirmed", language="so", note="Tolketjenesten")
    assert right.status_code == 302
    assert "Bestill tolk" not in heart(client.get(page))
    FamilyMeeting.objects.update(starts_at=meeting.starts_at.replace(day=23))
    Talk.objects.filter(kind="family_meeting").delete()
    done = send(client, f"{page}holdt/", is_held="yes", came=both[:1], note="Enige.")
    assert done.status_code == 302
    assert Talk.objects.get(kind="family_meeting").interpreter == "somali"
    assert "Jeg har gitt papiret" in heart(client.get(page))


def test_second_who_moves_a_meeting_is_told_and_may_send_again(
    client: Client, cast: Cast, made: make.Made
) -> None:
    login(client, cast, "rector")
    meeting = FamilyMeeting.objects.order_by("pk")[0]
    url = address(made, f"familiemote/{meeting.public_id}/flytt/")
    first, second = client.get(url), client.get(url)
    new: dict[str, Any] = {"on": "27.11.2026", "clock": "09:00", "minutes": "45", "place": "Rom 13"}
    assert client.post(url, {**hidden(first), **new}).status_code == 302
    late = client.post(url, {**hidden(second), **new, "place": "Rom 14"})
    assert late.status_code == 409
    assert "Rom 14" in heart(late)
    assert client.post(url, {**hidden(late), **new, "place": "Rom 14"}).status_code == 302


def test_family_meeting_is_no_page_for_services(
    client: Client, cast: Cast, made: make.Made
) -> None:
    login(client, cast, "health_nurse")
    meeting = FamilyMeeting.objects.order_by("pk")[0]
    for page in ("familiemote/", f"familiemote/{meeting.public_id}/"):
        assert client.get(address(made, page)).status_code == 404


def test_papers_offer_the_invitation_in_the_guardians_language(
    client: Client, cast: Cast, made: make.Made
) -> None:
    login(client, cast, "social_teacher")
    assert "Invitasjon til møte" in heart(client.get(address(made, "papirer/")))
    kwargs: dict[str, Any] = {
        "public_id": made.public_id, "kind": "invitasjon", "language": "pl",
        "guardianship": made.ties[0].public_id,
    }  # fmt: skip
    answer = client.get(reverse("case-paper", kwargs=kwargs))
    said = pypdf.PdfReader(io.BytesIO(answer.content)).pages[0].extract_text()
    assert "Zaproszenie" in said
    assert "Foresatt 2" not in said


def test_rhythm_is_sentences_and_tables_and_names_no_child(
    client: Client, cast: Cast, made: make.Made
) -> None:
    login(client, cast, "rector")
    said = heart(client.get("/moterytme/"))
    assert "Det er 1 skoleuke siden innsatsteamet møttes." in said
    assert "Neste møte er ikke satt opp. Verdt å spørre om." in said
    assert "<caption" in said
    for part in ("project_leader", "agent_leader"):
        login(client, cast, part)
        said = heart(client.get("/moterytme/"))
        assert "skjult" in said
        assert "Maja" not in said
    for part in ("health_nurse", "teacher", "administrator"):
        login(client, cast, part)
        assert client.get("/moterytme/").status_code == 404
