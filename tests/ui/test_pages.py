"""The frame around every page, and the pages that say nothing."""

import re
from itertools import pairwise

import pytest
from django.template.loader import render_to_string
from django.test import Client
from pytest_django.fixtures import Settings

from tests.ui.html import pick, read

pytestmark = pytest.mark.urls("tests.ui.urls")
NOT_FOUND = "Vi finner ikke siden. Den finnes ikke, eller du har ikke tilgang."


@pytest.fixture
def visitor(settings: Settings) -> Client:
    settings.PUBLIC_VIEW_NAMES = frozenset({"gallery", "setup", "login"})
    return Client()


@pytest.fixture
def gallery(visitor: Client) -> str:
    return visitor.get("/komponenter/").content.decode()


def test_missing_and_forbidden_pages_answer_with_the_same_bytes(visitor: Client) -> None:
    missing, forbidden = visitor.get("/finnes-ikke/"), visitor.get("/oppsett/")
    assert (missing.status_code, forbidden.status_code) == (404, 404)
    assert missing.content == forbidden.content
    assert missing.headers.items() == forbidden.headers.items()
    assert NOT_FOUND in missing.content.decode()


@pytest.mark.parametrize("name", ["404.html", "403.html", "400.html", "500.html", "403_csrf.html"])
def test_error_page_needs_nothing_and_holds_no_token(name: str) -> None:
    html = render_to_string(name)
    assert pick(html, "form") == []
    assert "csrf" not in html.lower()
    assert len(pick(html, "h1")) == 1


def test_page_starts_with_a_way_to_the_content(gallery: str) -> None:
    first = pick(gallery, "a")[0]
    assert first.attrs["href"] == "#main"
    assert pick(gallery, "main", id="main")


def test_page_says_who_acts_in_which_post(gallery: str) -> None:
    who = pick(gallery, "button", class_="who")[0].text
    assert "Siri Holm" in who
    assert "rektor, Furulia skole" in who


def test_search_by_name_is_a_post_so_that_no_name_reaches_a_log(gallery: str) -> None:
    forms = pick(gallery, "form", role="search")
    assert len(forms) == 2
    assert {(form.attrs["method"], form.attrs["action"]) for form in forms} == {
        ("post", "/saker/sok/")
    }


def test_logging_out_is_a_post(gallery: str) -> None:
    (form,) = pick(gallery, "form", action="/logg-ut/")
    assert form.attrs["method"] == "post"


def test_footer_links_only_to_pages_that_exist(gallery: str) -> None:
    footer = gallery[gallery.index("<footer") :]
    assert "Personvern" in footer
    assert "Tilgjengelighetserklæring" not in footer


def test_page_obeys_the_security_policy_on_styles_and_scripts(gallery: str) -> None:
    elements = read(gallery)
    assert [element.name for element in elements if "style" in element.attrs] == []
    assert [key for element in elements for key in element.attrs if key.startswith("on")] == []
    assert [element for element in pick(gallery, "script") if "src" not in element.attrs] == []
    assert pick(gallery, "style") == []


def test_htmx_keeps_no_history_and_evaluates_nothing(gallery: str) -> None:
    (config,) = [
        element.attrs["content"]
        for element in pick(gallery, "meta")
        if element.attrs.get("name") == "htmx-config"
    ]
    for setting in (
        '"historyCacheSize":0',
        '"allowEval":false',
        '"selfRequestsOnly":true',
        '"includeIndicatorStyles":false',
    ):
        assert setting in config


def test_ids_are_unique_on_the_page(gallery: str) -> None:
    ids = re.findall(r'\sid="([^"]+)"', gallery)
    assert sorted(set(ids)) == sorted(ids)


def test_headings_skip_no_level(gallery: str) -> None:
    levels = [
        int(element.name[1]) for element in read(gallery) if re.fullmatch(r"h[1-6]", element.name)
    ]
    assert levels.count(1) == 1
    assert all(after <= before + 1 for before, after in pairwise(levels))
