"""Where staff's pages ask for papers: the languages, and who answers."""

import pytest

from felles.portal.papers import Papers
from felles.ui import papers


@pytest.mark.parametrize(
    ("said", "code"),
    [
        ("pl", "pl"),
        ("Polsk", "pl"),
        (" tigrinja ", "ti"),
        ("norsk", "nb"),
        ("no", "nb"),
        ("English", "en"),
        ("persisk", None),
        ("", None),
    ],
)
def test_language_is_found_by_tag_and_by_name(said: str, code: str | None) -> None:
    assert papers.find_language(said) == code


def test_start_up_names_the_families_room_as_the_maker() -> None:
    assert isinstance(papers.get_maker(), Papers)


def test_asking_before_anybody_is_named_fails_loudly(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(papers, "_makers", [])
    with pytest.raises(LookupError):
        papers.get_maker()


@pytest.mark.django_db
def test_every_kind_and_language_has_a_label() -> None:
    assert all(kind.label for kind in papers.PaperKind)
    assert [language.label for language in papers.get_maker().list_languages()] == list(
        papers.LANGUAGES.values()
    )
