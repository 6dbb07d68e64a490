"""How much the writer's aid finds in 10,000 made-up notes, and that its page says so."""

import pytest

from tests.guards.source import ROOT
from tests.rules.notes import COUNT, Count, count_notes

# Found every time, or the build is red. All else is only counted.
ALWAYS = (
    "registered",
    "registered, small letters",
    "identity number",
    "phone number",
    "e-mail address",
)


@pytest.fixture(scope="module")
def counted() -> Count:
    """Ten thousand notes, looked over once."""
    return count_notes()


@pytest.mark.parametrize("group", ALWAYS)
def test_registered_names_and_numbers_are_all_found(group: str, counted: Count) -> None:
    assert counted.planted[group] > 2_000
    assert [line for line in counted.missed if line.startswith(f"{group}:")] == []


def test_page_publishes_what_was_missed(counted: Count) -> None:
    page = (ROOT / "docs" / "redaction.md").read_text(encoding="utf-8")
    rows = [_row(group, counted) for group in sorted(counted.planted)]
    table = "\n".join(["| what | planted | found | missed |", "| --- | --- | --- | --- |", *rows])
    assert table in page, f"docs/redaction.md is stale, it should say:\n{table}"
    assert f"{COUNT:,} notes ({counted.words:,} words)" in page
    assert f"marked without reason: {counted.needless}" in page


def test_residual_is_not_hidden(counted: Count) -> None:
    # An aid that never misses in a test has a test that is too kind.
    assert any(line.startswith("unregistered") for line in counted.missed)


def _row(group: str, counted: Count) -> str:
    planted, found = counted.planted[group], counted.found[group]
    return f"| {group} | {planted:,} | {found:,} | {100 * (planted - found) / planted:.1f} % |"
