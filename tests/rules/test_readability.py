"""LIX as Björnsson counts it, and what it is not for."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from felles.rules.readability import Ease, Meaning, fingerprint, meaning_of, read, split_sentences

# text -> words, sentences, LIX, the longest sentence: counted by hand.
COUNTED = {
    "": (0, 0, 0.0, 0),
    "   \n ": (0, 0, 0.0, 0),
    "– !": (0, 0, 0.0, 0),
    # Eight words, two sentences, two words longer than six letters: 4 + 25.
    "Vi hjelper barnet ditt. Skolen snakker med deg.": (8, 2, 29.0, 4),
    # «barnet» and «skolen» have six letters, which is not long.
    "Barnet er på skolen.": (4, 1, 4.0, 4),
    # Three words, one sentence, three long ones: 3 + 100.
    "Foreldresamarbeid krever tålmodighet": (3, 1, 3 + 100 * 2 / 3, 3),
    # A heading without a mark is a sentence of its own.
    "Foreldrekafé\nKom innom.": (3, 2, 1.5 + 100 / 3, 2),
    # «kl. 17» goes on; «17» is a word.
    "Møt opp kl. 17 i dag.": (6, 1, 6.0, 6),
    "Ta med mat, f.eks. brød.": (5, 1, 5.0, 5),
    # A colon before a capital letter ends a sentence.
    "Husk: Ta med sko. Kom!": (5, 3, 5 / 3, 3),
    # Signs at the edges of a word are no letters.
    "«Skolen», sa hun.": (3, 1, 3.0, 3),
}


@pytest.mark.parametrize("text", COUNTED)
def test_text_is_counted_as_by_hand(text: str) -> None:
    words, sentences, lix, longest = COUNTED[text]
    found = read([text])
    assert (found.words, found.sentences, found.longest) == (words, sentences, longest)
    assert found.lix == pytest.approx(lix)


def test_marks_of_other_scripts_end_a_sentence() -> None:
    assert len(split_sentences(["እወ። ኣይፋል።", "کیا؟ ہاں۔"])) == 4


@pytest.mark.parametrize(
    ("words", "long", "ease"),
    [
        (10, 2, Ease.VERY_EASY),
        (10, 3, Ease.EASY),
        (20, 3, Ease.EASY),
        (10, 4, Ease.MEDIUM),
        (10, 5, Ease.HARD),
        (20, 8, Ease.HARD),
        (20, 9, Ease.VERY_HARD),
    ],
)
def test_scale_is_that_of_bjornsson(words: int, long: int, ease: Ease) -> None:
    text = " ".join(["foreldre"] * long + ["barn"] * (words - long))
    found = read([text])
    assert found.ease is ease
    assert found.is_hard == (ease is not Ease.VERY_EASY)


def test_lix_is_worth_something_in_norwegian_and_little_or_nothing_elsewhere() -> None:
    meant = {
        code: meaning_of(code)
        for code in ["nb", "nn", "en", "pl", "so", "ur", "ar", "ti", "tr", "uk"]
    }
    assert [code for code, one in meant.items() if one is Meaning.MEASURE] == ["nb", "nn"]
    assert [code for code, one in meant.items() if one is Meaning.HINT] == ["en"]
    assert meant["ar"] is meant["tr"] is Meaning.NONE


LANGUAGES = ("nb", "nn", "en", "pl", "so", "ur", "ar", "ti", "tr", "uk")
SENTENCES = st.lists(st.text("abcdefghæ", min_size=1, max_size=12), min_size=1, max_size=20)


@given(st.lists(SENTENCES, min_size=1, max_size=6))
def test_lix_lies_between_one_and_the_words_plus_a_hundred(sentences: list[list[str]]) -> None:
    found = read([" ".join(words).capitalize() + "." for words in sentences])
    assert found.words == sum(map(len, sentences))
    assert 1 <= found.lix <= found.words + 100
    assert found.longest == max(map(len, sentences))


@given(st.lists(SENTENCES, min_size=1, max_size=4), st.integers(2, 4))
def test_text_that_is_said_again_is_as_hard_as_before(
    sentences: list[list[str]], times: int
) -> None:
    texts = [" ".join(words).capitalize() + "." for words in sentences]
    assert read(texts * times).lix == pytest.approx(read(texts).lix)


@given(st.lists(st.text(max_size=40), max_size=5))
def test_any_text_can_be_counted(texts: list[str]) -> None:
    found = read(texts)
    assert found.sentences <= found.words
    assert found.longest <= found.words


def test_changed_text_has_another_mark() -> None:
    assert fingerprint(["Ta med mat."]) == fingerprint(["Ta med mat."])
    assert fingerprint(["Ta med mat."]) != fingerprint(["Ta med vann."])
    assert fingerprint(["ab", "c"]) != fingerprint(["a", "bc"])
