"""The pages of docs/ and the README point to things that are there."""

import re
from itertools import chain
from pathlib import Path

import pytest
from django.core.management import get_commands

from felles.config.demo.district import PARTS
from tests.guards.source import FELLES, ROOT, list_files

DOCS = ROOT / "docs"
PAGES = [ROOT / "README.md", *sorted(DOCS.rglob("*.md"))]
LINK = re.compile(r"\[[^\]]*\]\(([^)#\s]+)[^)]*\)")
CODE_PATH = re.compile(r"`((?:felles|script|tests|docs|var)/[\w./-]*)`")
LONGEST_RECORD = 400  # words
NOT_OURS = re.compile(
    r"/(?:work|root|home|tmp)/|https?://(?!127\.0\.0\.1|localhost)\S*(?:mirror|proxy)"
)


def label(path: Path) -> str:
    """Return the path as a test report shows it."""
    return path.relative_to(ROOT).as_posix()


@pytest.mark.parametrize("page", PAGES, ids=label)
def test_page_links_to_files_that_are_there(page: Path) -> None:
    targets = [link for link in LINK.findall(page.read_text()) if "://" not in link]
    assert [link for link in targets if not (page.parent / link).exists()] == []


@pytest.mark.parametrize("page", PAGES, ids=label)
def test_page_names_code_that_is_there(page: Path) -> None:
    named = [path for path in CODE_PATH.findall(page.read_text()) if not path.startswith("var/")]
    assert [path for path in named if not (ROOT / path).exists()] == []


@pytest.mark.parametrize("page", PAGES, ids=label)
def test_page_names_no_place_on_anybodys_machine(page: Path) -> None:
    assert NOT_OURS.findall(page.read_text()) == []


@pytest.mark.parametrize("record", sorted((DOCS / "adr").glob("*.md")), ids=label)
def test_decision_record_is_short_and_says_what_was_decided(record: Path) -> None:
    text = record.read_text()
    assert len(text.split()) < LONGEST_RECORD
    assert re.findall(r"^## (.+)$", text, re.MULTILINE) == ["Why", "Decision", "Consequences"]


def test_decision_records_are_numbered_without_gaps() -> None:
    numbers = [int(path.name[:4]) for path in sorted((DOCS / "adr").glob("*.md"))]
    assert numbers == list(range(1, len(numbers) + 1))


def test_access_page_has_the_ten_rules_that_the_code_cites() -> None:
    rules = re.findall(r"^## (\d+)\. ", (DOCS / "access.md").read_text(), re.MULTILINE)
    assert rules == [str(number) for number in range(1, 11)]
    sources = "\n".join(path.read_text() for path in list_files(FELLES))
    cited = chain.from_iterable(
        re.findall(r"\d+", found)
        for found in re.findall(r"\brules? (\d+(?:[-–, and]+\d+)*)", sources)
    )
    assert set(cited) <= set(rules)


def test_readme_names_every_command_in_script() -> None:
    readme = (ROOT / "README.md").read_text()
    commands = [path.name for path in (ROOT / "script").iterdir() if path.is_file()]
    hidden = {"launch.sh"}
    assert [
        name for name in commands if name not in hidden and f"script/{name}" not in readme
    ] == []


def test_readme_names_people_who_are_in_the_demo() -> None:
    readme = (ROOT / "README.md").read_text()
    named = re.findall(r"^\| (\w+ \w+), [a-z ]+ \|", readme, re.MULTILINE)
    assert len(named) > 5
    assert sorted(set(named) - {part.name for part in PARTS.values()}) == []


def test_readme_names_management_commands_that_are_there() -> None:
    readme = (ROOT / "README.md").read_text()
    named = set(re.findall(r"`(?:script/manage )?([a-z]+_[a-z_]+)[ `]", readme))
    assert len(named) > 3
    assert sorted(named - set(get_commands())) == []


def test_running_page_names_every_variable_of_the_environment() -> None:
    settings = (FELLES / "config" / "settings.py").read_text()
    names = re.findall(r"""(?:environ\.get|_secret)\(\s*"(\w+)\"""", settings)
    assert len(names) > 10
    running = (DOCS / "running.md").read_text()
    assert [name for name in names if f"`{name}`" not in running] == []
