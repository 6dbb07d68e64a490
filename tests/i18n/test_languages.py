"""A page is in the language that was chosen, and says so to screen readers."""

import re
from datetime import UTC, datetime
from html import unescape

import pytest
from django.conf import settings
from django.test import Client
from django.urls import reverse
from django.utils import translation

from felles.rules.access import Permission
from felles.rules.case_flow import Move, Step
from felles.rules.roles import Role, Topic
from felles.ui import dates
from tests.cast import build_cast

pytestmark = pytest.mark.django_db

LANGUAGES = [code for code, _name in settings.LANGUAGES]
MISSING = "/finnes-ikke/"
SAID = {
    "nb": "Vi finner ikke siden. Den finnes ikke, eller du har ikke tilgang.",
    "nn": "Vi finn ikkje sida. Ho finst ikkje, eller du har ikkje tilgang.",
    "en": "We can't find this page. It does not exist, or you don't have access.",
}
PUBLIC = ("login", "help", "about-privacy", "about-accessibility")
AT = datetime(2026, 11, 24, 12, 45, tzinfo=UTC)


def read(client: Client, path: str) -> tuple[str, str]:
    """Return the language that a page says it is in, and its text."""
    page = unescape(client.get(path).content.decode())
    found = re.search(r'<html[^>]* lang="([\w-]+)"', page)
    assert found, f"{path} does not say its language"
    return found[1], page


@pytest.mark.parametrize("language", LANGUAGES)
def test_missing_page_is_in_the_chosen_language(client: Client, language: str) -> None:
    client.cookies[settings.LANGUAGE_COOKIE_NAME] = language
    client.force_login(build_cast().users["rector"])
    said, page = read(client, MISSING)
    assert (said, SAID[language] in page) == (language, True)


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("name", PUBLIC)
def test_public_page_says_the_chosen_language(client: Client, name: str, language: str) -> None:
    client.cookies[settings.LANGUAGE_COOKIE_NAME] = language
    assert read(client, reverse(name))[0] == language


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("name", ["today", "case-list", "concern-new", "school-list"])
def test_page_behind_login_says_the_chosen_language(
    client: Client, name: str, language: str
) -> None:
    client.cookies[settings.LANGUAGE_COOKIE_NAME] = language
    client.force_login(build_cast().users["social_teacher"])
    assert read(client, reverse(name))[0] == language


def test_language_is_bokmal_until_another_is_chosen(client: Client) -> None:
    assert read(client, reverse("login"))[0] == "nb"


def test_language_that_felles_does_not_speak_gives_bokmal(client: Client) -> None:
    client.cookies[settings.LANGUAGE_COOKIE_NAME] = "de"
    assert read(client, reverse("login"))[0] == "nb"


def test_browser_that_asks_for_nynorsk_gets_it(client: Client) -> None:
    page = client.get(reverse("login"), headers={"accept-language": "nn-NO,nn;q=0.9,en;q=0.8"})
    assert page.headers["Content-Language"] == "nn"


@pytest.mark.parametrize(
    ("language", "day", "clock"),
    [("nb", "24. nov.", "13.45"), ("nn", "24. nov.", "13.45"), ("en", "24 Nov", "13:45")],
)
def test_dates_read_as_people_write_them(language: str, day: str, clock: str) -> None:
    with translation.override(language):
        assert (dates.day(AT), dates.clock_time(AT)) == (day, clock)


@pytest.mark.parametrize("language", ["nn", "en"])
def test_labels_of_the_rules_are_translated(language: str) -> None:
    labels = [row.label for table in (Permission, Step, Move, Role, Topic) for row in table]
    with translation.override(language):
        same = [label for label in labels if translation.gettext(label) == label]
    # What is spelt alike in both languages; most is not.
    assert len(same) < len(labels) / 2
