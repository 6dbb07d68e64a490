"""What guardians wait for: what it is, that it is not lost, and what happens when time runs out."""

import re
from datetime import datetime, timedelta
from typing import Any

import pytest
import time_machine
from django.conf import LazySettings
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from felles.casework import actions
from felles.casework.actions import ConcernText, write_family_message
from felles.ledger.models import ChangeEvent
from felles.people.models import (
    ConsentAnswer,
    ConsentException,
    FamilyMessage,
    Guardian,
    Organisation,
)
from felles.portal.texts import load_text
from felles.rules.case_flow import Move
from felles.rules.families import FamilyActor, FamilyLogin, MessageKind
from felles.rules.roles import Topic
from tests import make
from tests.cast import NOW, Cast, build_cast, days
from tests.portal.family import BORN
from tests.web.test_consents_families import path_of, send, staff

pytestmark = pytest.mark.django_db


@pytest.fixture
def cast() -> Cast:
    """The district."""
    return build_cast()


def write(made: make.Made, kind: MessageKind, number: int = 0, at: datetime = NOW) -> FamilyMessage:
    """A guardian sends the school something from the family's own page."""
    tie = made.ties[number]
    by = FamilyActor(tie.guardian_id, tie.guardian.name, FamilyLogin.IDPORTEN, at)
    return write_family_message(
        by=by, at=at, public_id=made.pupil.public_id, kind=kind, text="Hei.", language="nb"
    )


def day_of(cast: Cast, part: str = "social_teacher") -> str:
    """Somebody's day page."""
    return " ".join(staff(cast, part).get("/").content.decode().split())


SAID = {
    MessageKind.WISH: ("Foresatt til Maja P. har skrevet", "Har skrevet"),
    MessageKind.CALL: ("Foresatt til Maja P. ønsker å bli ringt", "Ønsker å bli ringt"),
    MessageKind.INTERPRETER: ("Foresatt til Maja P. trenger tolk", "Trenger tolk"),
    MessageKind.PAPER: ("Foresatt til Maja P. vil ha det på papir", "Vil ha det på papir"),
    MessageKind.CORRECTION: ("Foresatt til Maja P. ber om retting", "Ber om retting"),
    MessageKind.COPY: ("Foresatt til Maja P. ber om kopi", "Ber om kopi"),
}


@pytest.mark.parametrize("kind", MessageKind)
def test_day_and_page_say_what_kind_of_thing_waits(cast: Cast, kind: MessageKind) -> None:
    made = make.asked(cast)
    write(made, kind)
    on_day, on_page = SAID[kind]
    day = day_of(cast)
    assert on_day in day
    assert [other for other, _page in SAID.values() if other in day] == [on_day]
    page = staff(cast).get(path_of(made)).content.decode()
    assert f'<span class="strong">{on_page}</span>' in page
    assert "Venter på svar" in page


def test_whoever_wants_a_call_has_the_number_beside_it_unless_it_is_protected(cast: Cast) -> None:
    made = make.asked(cast)
    Guardian.objects.filter(pk=made.ties[0].guardian_id).update(phone="900 00 123")
    write(made, MessageKind.CALL)
    page = staff(cast).get(path_of(made)).content.decode()
    assert "Ring den foresatte. Skriv her hva dere avtalte." in page
    assert 'href="tel:90000123"' in page
    make.protect(cast, made)
    assert "90000123" not in staff(cast).get(path_of(made)).content.decode()


def close(cast: Cast, made: make.Made) -> None:
    """The case goes all the way to its end."""
    by = cast.actor("rector")
    actions.start_evaluation(by=by, at=NOW, public_id=made.public_id, version=made.version)
    make.evaluate(cast, made, Move.CLOSE)


def test_message_waits_on_the_day_page_after_the_case_is_closed(cast: Cast) -> None:
    made = make.in_measures(cast)
    message = write(made, MessageKind.WISH)
    close(cast, made)
    for part in ("social_teacher", "rector"):
        day = day_of(cast, part)
        assert "Foresatt til Maja P. har skrevet" in day
        assert path_of(made) in day
    send(staff(cast), path_of(made), "answer", row=message.public_id, answer="Takk for sist.")
    message.refresh_from_db()
    assert message.answer == "Takk for sist."
    assert "har skrevet" not in day_of(cast)


def test_message_written_after_the_case_was_closed_waits_as_well(cast: Cast) -> None:
    made = make.closed(cast)
    write(made, MessageKind.CALL)
    assert "ønsker å bli ringt" in day_of(cast)


@pytest.mark.parametrize(
    "part", ["social_agent", "contact_teacher", "health_nurse", "other_rector"]
)
def test_message_of_a_closed_case_is_nobody_elses(cast: Cast, part: str) -> None:
    made = make.closed(cast)
    before = day_of(cast, part)
    write(made, MessageKind.WISH)
    hide = re.compile(r'"X-CSRFToken": "[^"]*"|value="\w{64}"')
    assert hide.sub("", day_of(cast, part)) == hide.sub("", before)


def test_message_of_a_protected_pupil_is_for_those_on_the_list(cast: Cast) -> None:
    made = make.closed(cast)
    write(made, MessageKind.WISH)
    make.protect(cast, made)
    assert "har skrevet" in day_of(cast)
    assert "har skrevet" not in day_of(cast, "rector")


def test_messages_out_of_sight_do_not_crowd_out_those_in_sight(cast: Cast) -> None:
    hidden = make.asked(cast, given_name="Skjult")
    for _number in range(21):
        write(hidden, MessageKind.WISH)
    make.protect(cast, hidden)
    seen = make.asked(cast)
    write(seen, MessageKind.CALL, at=NOW + timedelta(minutes=1))
    assert "Foresatt til Maja P. ønsker å bli ringt" in day_of(cast, "rector")


def test_message_in_the_next_case_leads_to_the_case_that_is_open(cast: Cast) -> None:
    made = make.closed(cast)
    write(made, MessageKind.WISH)
    again = actions.raise_concern(
        by=cast.actor("contact_teacher"),
        at=NOW,
        pupil=made.pupil,
        concern=ConcernText(seen="Igjen.", topic=Topic.SCHOOL_ENVIRONMENT, strengths="Tegner."),
        pupil_talk=None,
        guardian_talk=None,
    )
    day = day_of(cast)
    assert f"/sak/{again.case.public_id}/foresatte/{made.ties[0].public_id}/" in day
    assert path_of(made) not in day


def test_day_costs_the_same_with_one_message_and_with_ten(cast: Cast) -> None:
    write(make.closed(cast), MessageKind.WISH)
    client = staff(cast)
    client.get("/")
    with CaptureQueriesContext(connection) as one:
        client.get("/")
    for _number in range(9):
        write(make.closed(cast), MessageKind.CALL)
    with CaptureQueriesContext(connection) as ten:
        client.get("/")
    assert len(ten) == len(one)


EXCEPTION = {"kind": "unreachable", "why": "Ringt fem ganger.", "until_on": "2026-12-01"}
AFTER = NOW + days(30)


def excepted(cast: Cast) -> make.Made:
    """One has said yes; the rector has approved that the other is not waited for."""
    made = make.asked(cast)
    make.answer(cast, made, 1)
    send(staff(cast), path_of(made), "exception", **EXCEPTION)
    row = ConsentException.objects.get()
    send(staff(cast, "rector"), path_of(made), "approve", row=row.public_id, save="1")
    return made


def consent_of(cast: Cast, made: make.Made, part: str = "social_teacher") -> str:
    """The consent page."""
    page = staff(cast, part).get(f"/sak/{made.public_id}/samtykke/").content.decode()
    return " ".join(page.split())


def test_answer_that_is_not_waited_for_is_not_the_next_step(cast: Cast) -> None:
    made = excepted(cast)
    page = consent_of(cast, made)
    assert "Neste steg: meld saken til innsatsteamet" in page
    assert "Vi venter ikke på dette svaret til og med 1. desember 2026." in page
    assert "Gjelder til og med 1. desember 2026. Kan trekkes når som helst." in page
    assert "Godkjent" in staff(cast).get(path_of(made)).content.decode()


def test_exception_past_its_last_day_says_so_and_what_to_do(cast: Cast) -> None:
    made = excepted(cast)
    with time_machine.travel(AFTER, tick=False):
        mine = staff(cast).get(path_of(made)).content.decode()
        page, day = consent_of(cast, made), day_of(cast)
    assert "Gikk ut" in mine
    assert ">Godkjent<" not in mine
    assert "Unntaket gikk ut 1. desember 2026. Vi venter på svaret igjen." in " ".join(mine.split())
    assert "Neste steg: avklar svaret til Foresatt 1 Prøvesen" in page
    assert (
        "Unntaket for Foresatt 1 Prøvesen gikk ut 1. desember 2026. Nå venter vi på svaret igjen. "
        "Til svaret kommer, leser ingen tjeneste saken. "
        "Skriv inn svaret, eller be rektor om et nytt unntak."
    ) in page
    assert f"{path_of(made)}#exception" in page
    assert "Unntaket for Maja P. har gått ut. Vi venter på svaret igjen." in day


def test_new_exception_can_be_asked_for_when_the_old_one_has_run_out(cast: Cast) -> None:
    made = excepted(cast)
    with time_machine.travel(AFTER, tick=False):
        send(staff(cast), path_of(made), "exception", **EXCEPTION | {"until_on": "2027-01-31"})
        mine = staff(cast).get(path_of(made)).content.decode()
        day = day_of(cast, "rector")
    assert "Venter på rektor" in mine
    assert "Gikk ut" in mine
    assert "har gått ut" not in day
    assert "Unntak for Maja P. venter på godkjenning" in day
    ended = ChangeEvent.objects.get(action="exception.end")
    assert (ended.case_id, ended.at) == (made.case.pk, AFTER)


def test_request_that_nobody_approved_in_time_cannot_be_approved_any_more(cast: Cast) -> None:
    made = make.asked(cast)
    make.answer(cast, made, 1)
    send(staff(cast), path_of(made), "exception", **EXCEPTION)
    row = ConsentException.objects.get()
    with time_machine.travel(AFTER, tick=False):
        assert "venter på godkjenning" not in day_of(cast, "rector")
        rector = staff(cast, "rector")
        assert "Gikk ut uten godkjenning" in rector.get(path_of(made)).content.decode()
        late: Any = send(rector, path_of(made), "approve", row=row.public_id, save="1")
    assert "gått ut" in late.content.decode()
    row.refresh_from_db()
    assert row.approved_at is None


def test_exception_that_ran_out_after_the_answer_came_waits_for_nothing(cast: Cast) -> None:
    made = excepted(cast)
    make.answer(cast, made, 0)
    with time_machine.travel(AFTER, tick=False):
        page, day = consent_of(cast, made), day_of(cast)
    assert "Unntaket" not in page
    assert "har gått ut" not in day


def test_second_click_explains_that_the_link_is_shown_once(cast: Cast) -> None:
    made = make.asked(cast)
    client, path = staff(cast), path_of(made)
    token = re.findall(r'name="form_token" value="([^"]+)"', client.get(path).content.decode())[0]
    form = {"form_token": token, "what": "link", "channel": "sms"}
    first, second = (client.post(path, form) for _click in "12")
    link = re.findall(r"<code>[^<]*(/familie/lenke/[^<]+/)</code>", first.content.decode())[0]
    page = second.content.decode()
    assert second.status_code == 200
    assert "Lenken er laget, men vi viser den bare én gang" in page
    assert "/familie/lenke/" not in page
    assert Client().get(link).status_code == 200
    # The page that explains it makes a new one; the first one ends with it.
    token = re.findall(r'name="form_token" value="([^"]+)"', page)[0]
    third = client.post(path, form | {"form_token": token}).content.decode()
    assert "Lenken er klar" in third
    assert Client().get(link).status_code == 404


@pytest.mark.parametrize("code", ["pl", "ar", "ti", "nb"])
def test_message_to_copy_is_in_the_guardians_language_and_explained(cast: Cast, code: str) -> None:
    made = make.asked(cast)
    Guardian.objects.filter(pk=made.ties[0].guardian_id).update(language=code)
    Organisation.objects.filter(pk=made.case.school_id).update(phone="22 00 00 00")
    made_link: Any = send(staff(cast), path_of(made), "link", channel="sms")
    page = made_link.content.decode()
    address = re.findall(r"<code>([^<]+)</code>", page)[0]
    own = load_text(code).say("message.link", address=address, phone="22 00 00 00")
    bokmal = load_text("nb").say("message.link", address=address, phone="22 00 00 00")
    quote = page.split("<blockquote")[1].split("</blockquote>")[0]
    assert own in quote
    assert f'lang="{code}"' in quote
    assert ('dir="rtl"' in quote) is (code == "ar")
    assert (f'Det betyr: <span lang="nb">{bokmal}</span>' in page) is (code != "nb")
    assert ("Oversettelsen er ikke godkjent ennå" in page) is (code != "nb")


def test_language_without_a_text_is_said(cast: Cast) -> None:
    made = make.asked(cast)
    Guardian.objects.filter(pk=made.ties[0].guardian_id).update(language="tamil")
    made_link: Any = send(staff(cast), path_of(made), "link", channel="sms")
    assert "Vi har ikke teksten på tamil." in " ".join(made_link.content.decode().split())


def test_message_promises_no_call_without_a_number_and_tells_no_protected_place(
    cast: Cast, settings: LazySettings
) -> None:
    made = make.asked(cast)
    schools = Organisation.objects.filter(pk=made.case.school_id)
    schools.update(phone="22 00 00 00")
    make.protect(cast, made)
    send(staff(cast), path_of(made), "door", door="open", reason="Mor skal inn.")
    made_link: Any = send(staff(cast), path_of(made), "link", channel="sms")
    page = made_link.content.decode()
    assert "22 00 00 00" not in page
    assert "ring" not in page.split("<blockquote")[1].split("</blockquote>")[0]


def test_ledger_of_links_and_doors_names_case_and_pupil(cast: Cast) -> None:
    made = make.asked(cast)
    client, path = staff(cast), path_of(made)
    last = ChangeEvent.objects.order_by("-pk").values_list("pk", flat=True)[0]
    made_link: Any = send(client, path, "link", channel="sms")
    link = re.findall(r"<code>[^<]*(/familie/lenke/[^<]+/)</code>", made_link.content.decode())[0]
    Client().post(link, BORN)
    send(client, path, "link", channel="sms")
    send(client, path, "revoke")
    send(client, path, "identity", number="17912099997")
    message = write(made, MessageKind.WISH)
    send(client, path, "door", door="closed", reason="Avtalt.")
    send(client, path, "answer", row=message.public_id, answer="Ja.")
    rows = ChangeEvent.objects.filter(pk__gt=last)
    assert {row.action for row in rows} >= {
        "family.link", "family.enter", "family.link_end", "family.door", "guardian.identity",
        "family.wish", "family.handled",
    }  # fmt: skip
    assert {(row.case_id, row.pupil_id) for row in rows} == {(made.case.pk, made.pupil.pk)}


def test_page_says_whether_the_consent_was_explained(cast: Cast) -> None:
    made = make.consented(cast)
    case = f"/sak/{made.public_id}/tidslinje/"
    missing = "Det er ikke skrevet at samtykket ble forklart."
    assert missing in consent_of(cast, made)
    ConsentAnswer.objects.update(explained=True)
    explained = "Forklart på et språk den foresatte forstår."
    assert missing not in consent_of(cast, made)
    assert explained in consent_of(cast, made)
    assert explained in staff(cast).get(case).content.decode()
    ConsentAnswer.objects.update(kind="no", explained=False)
    assert "forklart" not in consent_of(cast, made).lower()
    ConsentAnswer.objects.update(kind="yes_all", channel="portal", recorded_by=None, explained=True)
    assert "Den foresatte leste det selv på familiens side." in consent_of(cast, made)
