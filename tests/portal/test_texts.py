"""The texts for families: the same in all languages, plain, dated, and never approved by us."""

import re
import tomllib

import pytest

from felles.portal.papers.press import settable
from felles.portal.texts import FOLDER, FamilyText, list_texts, load_text
from felles.rules.case_flow import Move
from felles.rules.readability import read, split_sentences
from felles.rules.roles import SERVICE_KINDS, OrgKind, Topic
from felles.ui.papers import LANGUAGES, TextStatus

PLACEHOLDER = re.compile(r"\{\w*\}")
# From the LIX scale: below 30 is very easy.
HARDEST = 30
LONGEST_SENTENCE = 15
SECTIONS = (
    "common",
    "does",
    "knows",
    "consent",
    "letter",
    "decision",
    "invitation",
    "event",
    "school",
)


def texts() -> list[pytest.param]:  # type: ignore[valid-type]
    """Each language as a case of its own."""
    return [pytest.param(text, id=text.about.code) for text in list_texts()]


def plain(text: FamilyText, section: str = "") -> list[str]:
    """All the words of a section, one entry a text."""
    found: list[str] = []
    for key, value in text.words.items():
        if key.startswith(section):
            found += [value] if isinstance(value, str) else value
    return found


def sentences(lines: list[str]) -> list[list[str]]:
    """The words of each sentence; a text without a full stop is one too."""
    return split_sentences(lines)


def lix(lines: list[str]) -> float:
    """Words a sentence, plus the percentage of words longer than six letters."""
    return read(lines).lix


def test_languages_all_have_a_file_and_no_file_is_left_over() -> None:
    assert {path.stem for path in FOLDER.glob("*.toml")} == set(LANGUAGES)
    assert [text.about.code for text in list_texts()] == list(LANGUAGES)


@pytest.mark.parametrize("text", texts())
def test_texts_have_the_keys_and_lists_of_bokmal(text: FamilyText) -> None:
    def shape(family: FamilyText) -> dict[str, int]:
        return {
            key: 0 if isinstance(value, str) else len(value) for key, value in family.words.items()
        }

    assert shape(text) == shape(load_text("nb"))


@pytest.mark.parametrize("text", texts())
def test_texts_have_the_placeholders_of_bokmal(text: FamilyText) -> None:
    def marks(value: str | tuple[str, ...]) -> list[set[str]]:
        return [
            set(PLACEHOLDER.findall(one)) for one in ([value] if isinstance(value, str) else value)
        ]

    wanted = {key: marks(value) for key, value in load_text("nb").words.items()}
    assert {key: marks(value) for key, value in text.words.items()} == wanted


@pytest.mark.parametrize("text", texts())
def test_texts_have_a_version_a_name_and_a_direction(text: FamilyText) -> None:
    assert re.fullmatch(r"20\d\d-\d+", text.about.version)
    assert text.about.name.strip()
    assert text.is_rtl == (text.about.code in ("ar", "ur"))


@pytest.mark.parametrize("text", texts())
def test_texts_are_never_approved_by_the_product(text: FamilyText) -> None:
    is_source = text.about.code in ("nb", "nn", "en")
    assert text.about.status is (TextStatus.SOURCE if is_source else TextStatus.TO_BE_APPROVED)


@pytest.mark.parametrize("text", texts())
def test_texts_leave_nothing_blank_and_name_no_paragraph_of_a_law(text: FamilyText) -> None:
    words = plain(text)
    assert [one for one in words if one != one.strip() or not one] == []
    assert [one for one in words if "§" in one or re.search(r"\d", PLACEHOLDER.sub("", one))] == []


@pytest.mark.parametrize("text", texts())
def test_texts_hold_only_letters_that_the_fonts_have(text: FamilyText) -> None:
    assert [one for one in plain(text) if settable(one) != one] == []


@pytest.mark.parametrize("text", texts())
def test_texts_have_words_for_every_service_topic_and_outcome(text: FamilyText) -> None:
    services = {f"{part}.{kind.value}" for part in ("does", "knows") for kind in SERVICE_KINDS}
    names = {f"services.{kind.value}" for kind in OrgKind}
    topics = {f"topics.{topic.name.lower()}" for topic in Topic}
    outcomes = {Move.TRY_MORE, Move.REFER, Move.CLOSE_AT_SCHOOL, Move.TEAM_DECIDE}
    decided = {f"decision.{move.value}" for move in outcomes}
    assert services | names | topics | decided <= set(text.words)


@pytest.mark.parametrize("section", SECTIONS)
def test_bokmal_is_easy_to_read(section: str) -> None:
    assert lix(plain(load_text("nb"), section)) <= HARDEST


@pytest.mark.parametrize("code", ["nb", "nn"])
def test_norwegian_sentences_are_short(code: str) -> None:
    long = [words for words in sentences(plain(load_text(code))) if len(words) > LONGEST_SENTENCE]
    assert long == []


def test_names_in_text_from_right_to_left_do_not_pull_the_words_along() -> None:
    assert load_text("ar").say("common.from", school="Furulia skole") == (
        "من: \u2068Furulia skole\u2069"
    )
    assert load_text("pl").say("common.from", school="Furulia skole") == "Od: Furulia skole"


def test_text_without_a_value_for_its_placeholder_is_refused() -> None:
    with pytest.raises(KeyError):
        load_text("nb").say("common.from")


def test_text_in_a_language_that_is_not_there_is_refused() -> None:
    with pytest.raises(KeyError):
        load_text("../nb")


def test_files_hold_nothing_but_texts() -> None:
    about = {"code", "name", "direction", "version", "status"}
    for code in LANGUAGES:
        data = tomllib.loads((FOLDER / f"{code}.toml").read_text(encoding="utf-8"))
        assert {key for key, value in data.items() if not isinstance(value, dict)} == about
        assert data["code"] == code
