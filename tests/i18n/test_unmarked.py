"""No page says anything in one language only."""

from pathlib import Path

import pytest

from tests.guards.source import FELLES, label, list_files
from tests.i18n.unmarked import list_code_texts, list_template_texts

# Names, and what is the same in every language.
SAME_EVERYWHERE = {"Felles", "– Felles", "112", "Outlook", "Google", "Apple"}

# File -> why its texts are in one language.
ONE_LANGUAGE: dict[str, str] = {
    "felles/ui/gallery.py": "samples for those who make pages",
    "felles/ui/templates/ui/gallery.html": "samples for those who make pages",
    "felles/interop/dates.py": "the shape of a date, as whoever wrote the file would call it",
    "felles/interop/vocabulary.py": "words that rosters use, shown to nobody",
    "felles/rules/redaction.py": "patterns of Norwegian names and places, shown to nobody",
    "felles/rules/redaction_words.py": "Norwegian words to compare with, shown to nobody",
}

ROOMS_WITH_TEXTS = (
    "web",
    "portal",
    "interop",
    "ui",
    "casework",
    "people",
    "meetings",
    "programme",
    "activities",
)


def test_templates_say_nothing_unmarked() -> None:
    found = {}
    for path in sorted(FELLES.glob("*/templates/**/*.*")):
        texts = set(list_template_texts(path.read_text(encoding="utf-8"))) - SAME_EVERYWHERE
        if texts and label(path) not in ONE_LANGUAGE:
            found[label(path)] = sorted(texts)
    assert found == {}


def test_code_says_nothing_unmarked() -> None:
    files = list_files(*(FELLES / room for room in ROOMS_WITH_TEXTS), FELLES / "rules")
    # Commands speak to whoever runs the server.
    pages = [path for path in files if "management" not in path.parts]
    found = {
        label(path): texts
        for path in pages
        if label(path) not in ONE_LANGUAGE and (texts := list_code_texts(path))
    }
    assert found == {}


def test_list_of_files_in_one_language_has_no_stale_entry() -> None:
    paths = [FELLES.parent / name for name in ONE_LANGUAGE]
    silent = [
        label(path)
        for path in paths
        if not (
            list_code_texts(path) if path.suffix == ".py" else list_template_texts(path.read_text())
        )
    ]
    assert silent == []


@pytest.mark.parametrize(
    ("source", "texts"),
    [
        ("<p>Hei du</p>", ["Hei du"]),
        ('<img alt="Et barn">', ["Et barn"]),
        ('{% translate "Hei du" %}{# Hei #}', []),
        ('{% panel "Plan for uka" id="plan" %}', ["Plan for uka"]),
        ('{% panel _("Plan") id="plan" %}{% icon "lock" %}{% url "case-list" %}', []),
        ("{% blocktranslate %}Hei{% endblocktranslate %}{% comment %}Hei{% endcomment %}", []),
        (
            '<a href="{% url "today" %}" class="ds-link">{{ name|default:"ingen her" }}</a>',
            ["ingen her"],
        ),
    ],
)
def test_guard_finds_what_a_template_says(source: str, texts: list[str]) -> None:
    assert list_template_texts(source) == texts


def test_guard_finds_what_code_says(tmp_path: Path) -> None:
    path = tmp_path / "code.py"
    path.write_text(
        '"""Vi er her."""\nA = "Skriv hva du ser."\nB = _("Du er her.")\nC = "no_name"\n'
    )
    assert list_code_texts(path) == ["Skriv hva du ser."]
