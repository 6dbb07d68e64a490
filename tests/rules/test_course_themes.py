"""The catalogue: ten themes with outlines that can be used, and no code that nobody has read."""

import re
from typing import Any

import pytest

from felles.activities.queries import find_sheet, list_sheets
from felles.rules.course_themes import Theme, Unfit, propose_outlines, read_sheet

PART = {"minutes": 40, "name": "Ring", "text": "Sitt i ring."}
OUTLINE = {
    "key": "en-okt",
    "title": "En økt",
    "aim": "Å prøve.",
    "materials": ["Ark"],
    "takes_home": "Arket.",
    "part": [PART],
}
SHEET: dict[str, Any] = {
    "about": "Om noe.",
    "aims": ["Eleven kan noe."],
    "mind": ["Husk noe."],
    "codes": ["KM1"],
    "outline": [OUTLINE, {**OUTLINE, "key": "to-okter"}],
}
CODES = {"KM1": {"plan": "SAF", "text": "noe", "read_at": "et sted"}}


def test_catalogue_has_the_ten_themes_of_the_guide_in_its_order() -> None:
    assert [sheet.theme for sheet in list_sheets()] == list(Theme)
    assert len(Theme) == 10
    assert find_sheet("vennskap") is not None
    assert find_sheet("matte") is None


@pytest.mark.parametrize("theme", list(Theme))
def test_sheet_can_be_used_in_a_classroom(theme: Theme) -> None:
    sheet = find_sheet(theme.value)
    assert sheet is not None
    assert 2 <= len(sheet.outlines) <= 3
    for outline in sheet.outlines:
        assert 40 <= outline.minutes <= 60
        assert len(outline.parts) >= 4
        assert len(outline.key) <= 32
        assert all(len(part.text) > 40 for part in outline.parts)
    # Aims say what a child can do; none promises a change of a child.
    assert all(re.match(r"(Eleven|Gruppa) ", aim) for aim in sheet.aims)


def test_every_code_says_where_it_was_read_and_none_claims_to_be_checked() -> None:
    codes = [code for sheet in list_sheets() for code in sheet.codes]
    assert codes
    assert all(code.read_at and code.text and code.kind.label for code in codes)
    assert not any(code.checked_on for code in codes)


def test_outlines_have_keys_of_their_own_in_the_whole_catalogue() -> None:
    keys = [outline.key for sheet in list_sheets() for outline in sheet.outlines]
    assert len(keys) == len(set(keys))


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"aims": []}, "aims is missing"),
        ({"about": " "}, "about is missing"),
        ({"codes": ["KM2"]}, "nobody has read the code KM2"),
        ({"outline": [OUTLINE]}, "2 or 3"),
        ({"outline": [OUTLINE, OUTLINE]}, "one key"),
        ({"outline": [{**OUTLINE, "part": [{**PART, "minutes": 5}]}, OUTLINE]}, "lasts 5"),
        ({"outline": [{**OUTLINE, "part": [{**PART, "minutes": "5"}]}, OUTLINE]}, "its minutes"),
        ({"outline": [{**OUTLINE, "key": "Å"}, OUTLINE]}, "no key"),
        ({"other": "x"}, "does not know other"),
        ({"mind": [3]}, "something else than texts"),
    ],
)
def test_sheet_that_cannot_be_used_says_why(change: dict[str, Any], said: str) -> None:
    with pytest.raises(Unfit, match=said):
        read_sheet("vennskap", SHEET | change, CODES)
    assert read_sheet("vennskap", SHEET, CODES).theme is Theme.FRIENDSHIP


def test_unknown_theme_is_refused() -> None:
    with pytest.raises(Unfit):
        read_sheet("matte", SHEET, CODES)


@pytest.mark.parametrize(
    ("themes", "count", "shared"),
    [(1, 1, [1]), (2, 4, [2, 2]), (2, 5, [3, 2]), (3, 2, [1, 1]), (3, 8, [3, 3, 2])],
)
def test_sessions_are_shared_among_the_themes_in_order(
    themes: int, count: int, shared: list[int]
) -> None:
    sheets = list_sheets()[:themes]
    proposed = propose_outlines(sheets, count)
    assert len(proposed) == count
    named = [theme for theme, _outline in proposed]
    assert [named.count(sheet.theme) for sheet in sheets[: len(shared)]] == shared
    assert named == sorted(named, key=[sheet.theme for sheet in sheets].index)
    # No outline twice; a theme with more sessions than outlines leaves the rest open.
    outlines = [outline for _theme, outline in proposed if outline]
    assert len(outlines) == len(set(outlines))
