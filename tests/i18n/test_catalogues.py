"""Nynorsk and English say everything that bokmål says."""

import pytest

from script.tool.catalogues import (
    LANGUAGES,
    Message,
    catalogue_path,
    list_faults,
    list_messages,
    load,
    render,
)


@pytest.fixture(scope="module")
def messages() -> list[Message]:
    """Every marked text of the product."""
    return list_messages()


@pytest.mark.parametrize("language", LANGUAGES)
def test_catalogue_translates_every_text_and_nothing_else(
    language: str, messages: list[Message]
) -> None:
    assert list_faults(language, messages) == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_catalogue_is_as_the_tool_writes_it(language: str, messages: list[Message]) -> None:
    on_disk = catalogue_path(language).read_text(encoding="utf-8")
    stale = on_disk != render(language, messages, load(language))
    assert not stale, "run script/messages"


def test_catalogues_use_one_word_for_one_thing() -> None:
    # docs/glossary.md; bokmål and half-translated forms that slip into nynorsk.
    wrong = {
        "ikke", "hva", "hvem", "hvordan", "hvorfor", "hvor", "hvis", "skolen", "skole", "foresatt",
        "foresatte", "saken", "fra", "bare", "noen", "noe", "dere", "jeg", "være", "mer", "sammen",
        "navn", "tjeneste", "tjenesten", "tjenester", "nå", "ennå", "uke", "ble", "blitt",
        "bekymring", "bekymringen", "sosiallærer", "rollen", "senere", "beslutning",
    }  # fmt: skip
    found = []
    for entry in load("nn"):
        for text in (entry.msgstr, *entry.msgstr_plural.values()):
            words = {word.strip(".,:;?!«»()").casefold() for word in text.split()}
            found += [f"{word}: {text}" for word in sorted(words & wrong)]
    assert found == []
