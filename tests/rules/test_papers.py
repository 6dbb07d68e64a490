"""Words of the staff stand on a guardian's paper only when they can be about nobody else."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from felles.rules.papers import Recipient, may_stand
from felles.rules.roles import Audience, Topic

MOTHER = Recipient(
    known=("Anna Prøvesen Lund", "Maja", "", "Prøvesen"), others=("Ola Prøvesen", "Kari Testvik")
)
ALONE = Recipient(known=("Anna Prøvesen Lund", "Maja", "", "Prøvesen"))
GOOD = "Vi starter en lekegruppe for Maja Prøvesen. Anna Lund er med i 6B."


def test_words_about_the_pupil_and_the_reader_stand() -> None:
    assert may_stand(GOOD, MOTHER)


@pytest.mark.parametrize(
    "words",
    [
        "Ola henter på fredager.",
        "Vi ringte kari.",
        "Testviks syn er et annet.",
        "OLA PRØVESEN sa nei.",
    ],
)
def test_words_that_name_another_guardian_do_not_stand(words: str) -> None:
    assert not may_stand(words, MOTHER)
    assert may_stand(words, ALONE)


@pytest.mark.parametrize(
    "words",
    ["Mor sier nei.", "Faren er enig.", "Pappas leilighet", "Stefaren er med.", "mora ringte"],
)
def test_words_about_one_of_several_parents_do_not_stand(words: str) -> None:
    assert not may_stand(words, MOTHER)
    assert may_stand(words, ALONE)


@pytest.mark.parametrize(
    "words", ["Farsi er morsmålet.", "I morgen starter vi.", "Moro på klubben"]
)
def test_words_that_only_look_like_a_parent_stand(words: str) -> None:
    assert may_stand(words, MOTHER)


@pytest.mark.parametrize(
    "words",
    [
        "Ring 22 33 44 55.",
        "Skriv til ola@example.org.",
        "Bor i Granveien 4.",
        "Nummeret er 010190 12345.",
    ],
)
def test_contact_data_does_not_stand(words: str) -> None:
    assert not may_stand(words, ALONE)


def test_restricted_words_and_words_about_the_home_do_not_stand() -> None:
    assert not may_stand(GOOD, MOTHER, audience=Audience.RESTRICTED)
    assert not may_stand(GOOD, MOTHER, topic=Topic.HOME)
    for topic in set(Topic) - {Topic.HOME}:
        assert may_stand(GOOD, MOTHER, topic=topic, audience=Audience.SCHOOL)


@given(words=st.text(), audience=st.sampled_from(Audience), topic=st.sampled_from(Topic))
def test_nothing_stands_with_a_protected_address(
    words: str, audience: Audience, topic: Topic
) -> None:
    hidden = Recipient(known=ALONE.known, is_protected=True)
    assert not may_stand(words, hidden, audience=audience, topic=topic)


@given(before=st.text(), after=st.text())
def test_another_guardians_name_never_stands_whatever_is_around_it(before: str, after: str) -> None:
    assert not may_stand(f"{before} Testvik {after}", MOTHER)
