"""What parents read without a login: no child, no cookie, in the language that the address says."""

import re
from typing import Any

import pytest
from django.apps import apps
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from felles.activities.actions import cancel_event
from felles.casework.models import Case
from felles.portal.texts import list_texts, load_text
from felles.rules.parents import EventKind
from felles.ui.papers import LANGUAGES
from tests import make
from tests.activities import parents
from tests.cast import NOW, Cast, build_cast, days

pytestmark = pytest.mark.django_db
# The tables that the pages may touch: schools, teams, staff, events and approved translations.
TOUCHED = {
    "activities_eventlanguage",
    "activities_parentevent",
    "activities_schoolpage",
    "meetings_team",
    "meetings_teamservice",
    "people_organisation",
    "people_post",
    "people_textapproval",
    "people_user",
}


@pytest.fixture
def cast(clock: object) -> Cast:
    return build_cast()


def school_url(cast: Cast) -> str:
    return reverse("public-school", args=[cast.furulia.public_id])


def page(client: Client, url: str, language: str = "nb") -> str:
    response = client.get(f"{url}?sprak={language}")
    assert response.status_code == 200, url
    return str(response.content.decode())


def urls(cast: Cast) -> list[str]:
    """A school's page with an event ahead, that event, one that is off, and one that is over."""
    parents.publish(cast, names_agent=True)
    ahead, off = parents.plan(cast), parents.plan(cast, title="Skitur")
    by = cast.actor("rector")
    cancel_event(by=by, at=NOW, public_id=off.public_id, version=1)
    over = parents.held(cast, 12, so=5)
    events = (ahead, off, over)
    return [school_url(cast), *(reverse("public-event", args=[one.public_id]) for one in events)]


def test_pages_touch_no_table_of_a_child(client: Client, cast: Cast) -> None:
    make.in_measures(cast)
    known = {model._meta.db_table for model in apps.get_models()}
    touched: set[str] = set()
    for url in urls(cast):
        with CaptureQueriesContext(connection) as captured:
            page(client, url)
        said = " ".join(query["sql"] for query in captured)
        touched |= {name for name in re.findall(r'"(\w+)"', said) if name in known}
    assert "activities_parentevent" in touched
    assert touched <= TOUCHED
    assert not {table for table in TOUCHED if re.search("pupil|guardian|consent|casework", table)}


def test_pages_are_the_same_whether_or_not_the_school_has_cases(client: Client, cast: Cast) -> None:
    addresses = urls(cast)
    before = [page(client, url) for url in addresses]
    make.in_measures(cast)
    assert Case.objects.exists()
    assert [page(client, url) for url in addresses] == before


def test_pages_set_no_cookie_and_may_be_kept_by_anybody(client: Client, cast: Cast) -> None:
    for url in urls(cast):
        response = client.get(url)
        assert response.cookies.output() == ""
        assert response.headers["Cache-Control"] == "public, max-age=300"
        assert "Accept-Language" in response.headers["Vary"]
        assert "csrf" not in response.content.decode()


def test_what_is_not_for_everybody_is_kept_by_nobody(client: Client, cast: Cast) -> None:
    hidden = parents.plan(cast, is_public=False)
    for url in (
        school_url(cast),
        reverse("public-event", args=[hidden.public_id]),
        reverse("public-event", args=["zzzzzzzz"]),
    ):
        response = client.get(url)
        assert response.status_code == 404
        assert response.headers["Cache-Control"] == "no-store, private"


def test_hidden_and_missing_events_look_alike(client: Client, cast: Cast) -> None:
    hidden = parents.plan(cast, is_public=False)
    answers: list[Any] = [
        client.get(reverse("public-event", args=[public_id])).content
        for public_id in (hidden.public_id, "zzzzzzzz")
    ]
    assert answers[0] == answers[1]


def test_staff_and_guardians_get_the_page_that_everybody_gets(client: Client, cast: Cast) -> None:
    addresses = urls(cast)
    before = [page(client, url) for url in addresses]
    client.force_login(cast.users["rector"])
    assert [page(client, url) for url in addresses] == before


@pytest.mark.parametrize("code", LANGUAGES)
def test_pages_stand_in_every_language_and_its_direction(
    client: Client, cast: Cast, code: str
) -> None:
    text = load_text(code)
    direction = "rtl" if code in ("ar", "ur") else "ltr"
    addresses = urls(cast)
    for url in addresses:
        html = page(client, url, code)
        assert f'<html lang="{code}" dir="{direction}"' in html
        for other in list_texts():
            assert f'href="?sprak={other.about.code}"' in html
    school, ahead = page(client, addresses[0], code), page(client, addresses[1], code)
    for key in ("school.title", "school.agent", "school.reach", "school.events", "school.nobody"):
        assert text.say(key).replace("'", "&#x27;") in school
    assert text.say("event.kind.cafe").replace("'", "&#x27;") in ahead
    assert text.say("event.child_care").replace("'", "&#x27;") in ahead


def test_browser_says_the_language_when_the_address_does_not(client: Client, cast: Cast) -> None:
    parents.publish(cast)
    answer = client.get(school_url(cast), headers={"Accept-Language": "ar-SY,nb;q=0.5"})
    assert 'lang="ar" dir="rtl"' in answer.content.decode()
    assert answer.headers["Content-Language"] == "ar"


def test_own_words_are_marked_as_norwegian_in_the_readers_language(
    client: Client, cast: Cast
) -> None:
    event = parents.plan(cast)
    url = reverse("public-event", args=[event.public_id])
    said = load_text("so").say("common.norwegian").replace("'", "&#x27;")
    assert said in page(client, url, "so")
    assert '<div class="prose" lang="nb"' in page(client, url, "so")
    assert load_text("nb").say("common.norwegian") not in page(client, url)


def test_translation_that_nobody_has_approved_says_so(client: Client, cast: Cast) -> None:
    parents.publish(cast)
    url = school_url(cast)
    assert load_text("pl").say("common.translation_note") in page(client, url, "pl")
    assert load_text("nb").say("common.translation_note") not in page(client, url)


def test_event_that_is_off_says_so_and_no_longer_invites(client: Client, cast: Cast) -> None:
    _school, _ahead, off, over = urls(cast)
    text = load_text("nb")
    assert text.say("event.cancelled_text") in page(client, off)
    assert text.say("event.welcome") not in page(client, off)
    assert text.say("event.over") in page(client, over)
    assert text.say("event.cancelled") in page(client, school_url(cast))


def test_only_an_interpreter_who_is_ordered_is_promised(client: Client, cast: Cast) -> None:
    event = parents.plan(cast)
    html = page(client, reverse("public-event", args=[event.public_id]))
    assert "tolk som snakker somali" in html
    assert "arabisk" not in html


def test_numbers_and_what_was_learned_are_never_public(client: Client, cast: Cast) -> None:
    event = parents.held(cast, 47, so=23)
    html = page(client, reverse("public-event", args=[event.public_id]))
    assert "47" not in html.replace("2047", "")
    assert "Be dem ta med noen." not in html


def test_agent_is_not_named_unless_the_school_says_so(client: Client, cast: Cast) -> None:
    parents.publish(cast)
    assert "Social Agent" not in page(client, school_url(cast))
    parents.publish(cast, version=1, names_agent=True)
    html = page(client, school_url(cast))
    assert "Social Agent" in html
    # Others of the school and the team are told by what they do, never by name.
    for part in ("rector", "social_teacher", "health_nurse", "club_leader"):
        assert cast.users[part].name not in html


def test_old_offer_tells_of_the_next_times(client: Client, cast: Cast) -> None:
    start = NOW - days(28)
    event = parents.plan(
        cast, start, kind=EventKind.OFFER, every_weeks=2,
        until_on=(NOW + days(60)).date(),
    )  # fmt: skip
    html = page(client, reverse("public-event", args=[event.public_id]))
    assert "24.11.2026, klokka 08.00 til 09.00." in html
    assert "08.12.2026" in html
    assert "27.10.2026" not in html
