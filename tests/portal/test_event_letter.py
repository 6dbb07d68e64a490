"""The letter about an event: one file, a language after the other, as accessible as all papers."""

import io
import re
from typing import Any

import pypdf
import pytest

from felles.activities.queries import as_public, find_event
from felles.portal.papers import Papers
from felles.portal.texts import load_text
from felles.ui.papers import LANGUAGES, TEXT_PARTS
from tests.activities import parents
from tests.cast import NOW, Cast, build_cast
from tests.portal.test_papers import elements, root

pytestmark = pytest.mark.django_db


@pytest.fixture
def cast(clock: object) -> Cast:
    return build_cast()


def make(cast: Cast, *languages: str, **more: Any) -> pypdf.PdfReader:
    event = find_event(cast.actor("rector"), parents.plan(cast, **more).public_id)
    assert event is not None
    content = Papers().make_event_letters(as_public(event, NOW), languages, NOW)
    return pypdf.PdfReader(io.BytesIO(content))


def words(reader: pypdf.PdfReader) -> list[str]:
    return [re.sub(r"\s+", " ", page.extract_text()) for page in reader.pages]


def test_letter_in_all_languages_is_one_tagged_file(cast: Cast) -> None:
    reader = make(cast, *LANGUAGES)
    catalogue = root(reader)
    assert catalogue["/MarkInfo"]["/Marked"]
    assert len(reader.pages) == len(LANGUAGES)
    headings = [tag for tag, _lang in elements(reader) if tag == "/H1"]
    assert len(headings) == len(LANGUAGES)
    spoken = {lang for _tag, lang in elements(reader) if lang}
    assert set(LANGUAGES) - {catalogue["/Lang"]} <= spoken
    xmp = catalogue["/Metadata"].get_data().decode()
    assert "<pdfuaid:part>1<" in xmp


@pytest.mark.parametrize("code", sorted(set(LANGUAGES) - {"ar", "ur"}))
def test_letter_says_when_where_and_what_there_is(cast: Cast, code: str) -> None:
    (said,) = words(make(cast, code, title="Språk hjemme"))
    family = load_text(code)
    for key in ("event.invitation", "event.kind.cafe", "event.where", "event.child_care"):
        assert family.say(key) in said
    for own in ("01.12.2026", "08.00", "Biblioteket", "Skolen og FAU", parents.WORDS):
        assert own in said
    assert (family.say("common.norwegian") in said) == (code not in ("nb", "nn"))
    assert family.say("event.food") not in said


def test_letter_about_what_is_off_says_so_and_no_more(cast: Cast) -> None:
    event = find_event(cast.actor("rector"), parents.plan(cast).public_id)
    assert event is not None
    event.state = "cancelled"
    content = Papers().make_event_letters(as_public(event, NOW), ["nb"], NOW)
    (said,) = words(pypdf.PdfReader(io.BytesIO(content)))
    assert load_text("nb").say("event.cancelled_text") in said
    assert "Biblioteket" not in said


def test_letter_in_no_language_is_an_error(cast: Cast) -> None:
    with pytest.raises(ValueError, match="nothing to set"):
        make(cast)


def test_every_text_belongs_to_a_part_that_is_read_over() -> None:
    parts = Papers().list_text_parts()
    assert {(one.key, one.language.code) for one in parts} == {
        (key, code) for key in TEXT_PARTS for code in LANGUAGES
    }
    bokmal = [line for one in parts if one.language.code == "nb" for line in one.lines]
    every = [
        line
        for value in load_text("nb").words.values()
        for line in ([value] if isinstance(value, str) else value)
    ]
    assert sorted(bokmal) == sorted(every)
