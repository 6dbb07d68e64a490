"""How guardians come in: a link that works once, a date that only the family knows, and no more."""

import logging
from datetime import timedelta

import pytest
import time_machine
from django.test import Client
from pytest_django.fixtures import Settings

from felles.config.logs import LinkFilter
from felles.people.actions import end_guardianship, set_door, verify_authority
from felles.people.models import FamilyLink
from felles.programme.models import Setting
from felles.rules.clocks import SettingKey
from felles.rules.consent import Authority
from felles.rules.decision import Refused
from felles.rules.families import LINK_TRIES
from tests import make
from tests.cast import NOW, Cast, build_cast, days
from tests.portal.family import BORN, base, come_in, link_to

WRONG = {"day": "5", "month": "3", "year": "2015"}


@pytest.fixture
def cast(db: None) -> Cast:
    return build_cast()


def test_link_and_the_childs_birth_date_let_the_guardian_in_once(cast: Cast) -> None:
    made = make.asked(cast)
    path = link_to(cast, made.ties[0])
    client = Client()
    assert "Når er barnet født?" in client.get(path).content.decode()
    assert client.post(path, BORN)["Location"] == "/min-side/"
    assert client.get("/min-side/").status_code == 200
    assert Client().get(path).status_code == 404


def test_opening_a_link_uses_nothing_up(cast: Cast) -> None:
    # Mail is scanned by machines that open every link.
    made = make.asked(cast)
    path = link_to(cast, made.ties[0])
    for _scanner in range(10):
        assert Client().get(path).status_code == 200
        assert Client().head(path).status_code == 200
    link = FamilyLink.objects.get()
    assert (link.used_at, link.tries) == (None, 0)


def test_wrong_dates_lock_the_link(cast: Cast) -> None:
    made = make.asked(cast)
    path = link_to(cast, made.ties[0])
    for number in range(LINK_TRIES):
        with time_machine.travel(NOW + timedelta(minutes=number * 30), tick=False):
            response = Client().post(path, WRONG)
        assert response.status_code == (422 if number < LINK_TRIES - 1 else 404)
    with time_machine.travel(NOW + timedelta(hours=9), tick=False):
        assert Client().post(path, BORN).status_code == 404


def test_typed_date_stays_in_the_form_and_says_what_is_wrong(cast: Cast) -> None:
    made = make.asked(cast)
    response = Client().post(
        link_to(cast, made.ties[0]), {"day": "31", "month": "2", "year": "2015"}
    )
    page = response.content.decode()
    assert response.status_code == 422
    assert "Den datoen finnes ikke." in page
    assert 'value="31"' in page
    assert FamilyLink.objects.get().tries == 0


def test_used_old_and_unknown_links_get_one_and_the_same_page(cast: Cast) -> None:
    made = make.asked(cast)
    used = link_to(cast, made.ties[0])
    Client().post(used, BORN)
    old = link_to(cast, made.ties[1], days=1)
    with time_machine.travel(NOW + timedelta(days=2), tick=False):
        pages = {Client().get(path).content for path in (used, old, "/familie/lenke/finnes-ikke/")}
    assert len({_plain(page) for page in pages}) == 1


def _plain(page: bytes) -> str:
    from tests.masks import without_tokens

    text = page.decode()
    start = text.index('name="next" value="')
    return without_tokens(text[:start] + text[text.index('"', start + 19) :])


def test_new_link_ends_the_one_before(cast: Cast) -> None:
    made = make.asked(cast)
    first, second = link_to(cast, made.ties[0]), link_to(cast, made.ties[0])
    assert Client().get(first).status_code == 404
    assert Client().get(second).status_code == 200


def test_link_is_kept_as_a_hash_and_out_of_the_log(cast: Cast) -> None:
    made = make.asked(cast)
    token = link_to(cast, made.ties[0]).split("/")[-2]
    assert token not in str(FamilyLink.objects.values())
    record = logging.LogRecord("x", 20, "", 0, "GET %s 200", (f"/familie/lenke/{token}/",), None)
    assert LinkFilter().filter(record)
    assert token not in record.getMessage()
    assert "/familie/lenke/…/ 200" in record.getMessage()


def test_link_page_tells_no_other_page_where_it_was(cast: Cast) -> None:
    made = make.asked(cast)
    response = Client().get(link_to(cast, made.ties[0]))
    assert response["Referrer-Policy"] == "strict-origin"
    assert response["Cache-Control"] == "no-store, private"
    assert made.pupil.given_name not in response.content.decode()
    assert "Furulia" not in response.content.decode()


@pytest.mark.parametrize("authority", [Authority.UNVERIFIED, Authority.HOLDS_NOT])
def test_guardian_without_verified_responsibility_gets_no_link(
    cast: Cast, authority: Authority
) -> None:
    made = make.asked(cast)
    tie = made.ties[0]
    type(tie).objects.filter(pk=tie.pk).update(authority=authority.value)
    tie.refresh_from_db()
    with pytest.raises(Refused):
        link_to(cast, tie)


def test_responsibility_that_is_taken_back_closes_the_next_request(cast: Cast) -> None:
    made = make.asked(cast)
    client = come_in(cast, made.ties[0])
    assert client.get(base(made.ties[0])).status_code == 200
    verify_authority(
        by=cast.actor("social_teacher"),
        at=NOW,
        tie=made.ties[0],
        authority=Authority.HOLDS_NOT,
        how="Dom er vist",
    )
    response = client.get(base(made.ties[0]))
    assert response["Location"] == "/familie/utlogget/"


def test_tie_that_has_ended_closes_the_next_request(cast: Cast) -> None:
    made = make.asked(cast)
    client = come_in(cast, made.ties[0])
    end_guardianship(by=cast.actor("social_teacher"), at=NOW, tie=made.ties[0], ended_on=NOW.date())
    assert client.get(base(made.ties[0])).status_code == 302


def test_door_that_is_closed_closes_the_next_request_and_the_link(cast: Cast) -> None:
    made = make.asked(cast)
    client = come_in(cast, made.ties[0])
    waiting = link_to(cast, made.ties[0])
    set_door(
        by=cast.actor("rector"),
        at=NOW,
        tie=made.ties[0],
        is_open=False,
        reason="Bekymringen gjelder denne foresatte.",
    )
    assert client.get(base(made.ties[0])).status_code == 302
    assert Client().get(waiting).status_code == 404


def test_protected_address_closes_the_door_until_it_is_opened_by_name(cast: Cast) -> None:
    made = make.asked(cast)
    make.protect(cast, made)
    tie = made.ties[0]
    tie.pupil.refresh_from_db()
    with pytest.raises(Refused):
        link_to(cast, tie)
    set_door(by=cast.actor("social_teacher"), at=NOW, tie=tie, is_open=True, reason="Bor hos mor.")
    client = come_in(cast, tie)
    page = client.get(base(tie)).content.decode()
    assert "Furulia" not in page
    assert "Eksempel" not in page


def test_login_ends_after_a_quarter_of_an_hour_without_use_and_after_an_hour(cast: Cast) -> None:
    made = make.asked(cast)
    client = come_in(cast, made.ties[0])
    for minutes in (14, 28, 42, 56):
        with time_machine.travel(NOW + timedelta(minutes=minutes), tick=False):
            assert client.get(base(made.ties[0])).status_code == 200
    with time_machine.travel(NOW + timedelta(minutes=61), tick=False):
        assert client.get(base(made.ties[0]))["Location"] == "/familie/utlogget/"
    client = come_in(cast, made.ties[1])
    with time_machine.travel(NOW + timedelta(minutes=16), tick=False):
        assert client.get(base(made.ties[1])).status_code == 302


def test_staff_and_family_are_never_in_at_once(cast: Cast) -> None:
    made = make.asked(cast)
    client = Client()
    client.force_login(cast.users["rector"])
    assert client.get("/").status_code == 200
    client.post(link_to(cast, made.ties[0]), BORN)
    assert client.get("/")["Location"].startswith("/logg-inn/")
    assert client.get(base(made.ties[0])).status_code == 200
    client.force_login(cast.users["rector"])
    assert client.get(base(made.ties[0]))["Location"] == "/familie/"


def test_guardian_reaches_none_of_the_staffs_pages(cast: Cast) -> None:
    made = make.in_measures(cast)
    client = come_in(cast, made.ties[0])
    for path in ("/", "/saker/", f"/sak/{made.public_id}/", f"/sak/{made.public_id}/samtykke/"):
        assert client.get(path)["Location"].startswith("/logg-inn/")


def test_session_gets_a_new_key_when_a_guardian_comes_in(cast: Cast) -> None:
    made = make.asked(cast)
    client = Client()
    client.post("/familie/sprak/", {"language": "pl"})
    before = client.session.session_key
    client.post(link_to(cast, made.ties[0]), BORN)
    assert client.session.session_key not in (None, before)


def test_logging_out_forgets_all_but_the_language(cast: Cast) -> None:
    made = make.asked(cast)
    client = come_in(cast, made.ties[0], "pl")
    response = client.post("/familie/logg-ut/")
    assert response["Clear-Site-Data"] == '"cache"'
    assert 'lang="pl"' in response.content.decode()
    assert client.get("/min-side/")["Location"] == "/familie/"


@pytest.mark.parametrize(
    ("header", "language"),
    [("pl-PL,pl;q=0.9", "pl"), ("no", "nb"), ("de,ur;q=0.5", "ur"), ("de", "nb"), ("", "nb")],
)
def test_first_page_speaks_the_browsers_language(db: None, header: str, language: str) -> None:
    page = Client().get("/familie/", headers={"Accept-Language": header}).content.decode()
    assert f'<html lang="{language}"' in page


@pytest.mark.parametrize(("language", "direction"), [("ar", "rtl"), ("ur", "rtl"), ("ti", "ltr")])
def test_page_runs_in_the_direction_of_its_language(
    cast: Cast, language: str, direction: str
) -> None:
    made = make.asked(cast)
    page = come_in(cast, made.ties[0], language).get(base(made.ties[0])).content.decode()
    assert f'<html lang="{language}" dir="{direction}"' in page


def test_link_opens_the_pages_in_the_guardians_own_language(cast: Cast) -> None:
    made = make.asked(cast)
    guardian = made.ties[0].guardian
    guardian.language = "polsk"
    guardian.save()
    page = Client().get(link_to(cast, made.ties[0])).content.decode()
    assert '<html lang="pl"' in page


def test_language_leads_back_to_pages_of_this_site_only(db: None) -> None:
    client = Client()
    sent = {"language": "so", "next": "https://eksempel.example/"}
    assert client.post("/familie/sprak/", sent)["Location"] == "/familie/"
    assert client.post("/familie/sprak/", {"language": "so", "next": "/min-side/"})["Location"] == (
        "/min-side/"
    )


def test_translation_says_that_nobody_has_approved_it_until_somebody_has(
    cast: Cast, settings: Settings
) -> None:
    from felles.people.models import TextApproval
    from felles.portal.texts import load_text

    note = load_text("pl").say("common.translation_note")
    client = Client()
    client.post("/familie/sprak/", {"language": "pl"})
    assert note in client.get("/familie/").content.decode()
    approval = {"approved_by": cast.users["administrator"], "approved_at": NOW, "read_by": "Ola"}
    TextApproval.objects.create(language="pl", version="en annen", **approval)
    assert note in client.get("/familie/").content.decode()
    TextApproval.objects.create(language="pl", version=load_text("pl").about.version, **approval)
    assert note not in client.get("/familie/").content.decode()


def test_too_many_tries_from_one_place_must_wait(cast: Cast) -> None:
    made = make.asked(cast)
    answers = []
    for number in range(52):
        tie = made.ties[number % 2]
        answers.append(Client().post(link_to(cast, tie), WRONG).content.decode())
    assert "Vent litt" in answers[-1]


def test_link_may_open_the_question_only(cast: Cast) -> None:
    made = make.in_measures(cast)
    Setting.objects.create(
        key=SettingKey.FAMILY_LINK_READS.value, value=0, from_on=NOW.date() - days(1)
    )
    client = come_in(cast, made.ties[0])
    page = client.get(base(made.ties[0])).content.decode()
    assert "Med denne lenken kan du bare svare." in page
    assert made.case.boarddecisions.order_by("-pk")[0].text not in page
    assert client.get(f"{base(made.ties[0])}hvem-vet-hva/").status_code == 404
    assert client.get(f"{base(made.ties[0])}papir/beslutning/").status_code == 404
    assert client.get(f"{base(made.ties[0])}trekk/").status_code == 200
