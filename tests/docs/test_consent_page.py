"""The pages for a data protection officer: short, true of the product, and open where it is."""

import re

from felles.config.dpia import DONE_BY, OPEN, RISKS, dpia_page
from felles.ledger.retention import REGISTER, DataClass, Ends
from felles.rules.clocks import SettingKey
from felles.rules.roles import Role
from tests.guards.source import ROOT

PAGE = (ROOT / "docs" / "consent.md").read_text(encoding="utf-8")
LONGEST = 1_000  # words: two pages


def test_consent_page_fits_on_two_pages() -> None:
    assert len(PAGE.split()) <= LONGEST


def test_commands_of_the_consent_page_run_tests_that_are_there() -> None:
    named = re.findall(r"`script/test ([\w./-]+)`", PAGE)
    assert len(named) >= 3
    assert [path for path in named if not (ROOT / path).exists()] == []


def test_consent_page_says_what_the_product_does_not_do() -> None:
    limits = PAGE.split("## What it does not do")[1]
    assert "not encrypted" in limits
    assert "not chained" in limits


def test_assessment_names_every_table_but_those_that_never_end() -> None:
    page = dpia_page()
    missing = [
        name
        for name, entry in REGISTER.items()
        if entry.ends is not Ends.NEVER and f"`{name}`" not in page
    ]
    assert missing == []
    for data in set(DataClass) - {DataClass.NONE}:
        assert f"| {data.value} |" in page


def test_assessment_names_every_role_and_every_setting_once() -> None:
    page = dpia_page()
    named = [f"| `{one}` |" for one in (*Role, *SettingKey)]
    assert [name for name in named if page.count(name) != 1] == []


def test_every_end_says_who_ends_it() -> None:
    assert set(DONE_BY) == set(Ends)


def test_every_risk_names_its_proof_and_what_remains() -> None:
    for risk, _measure, proof, remains in RISKS:
        paths = re.findall(r"`(tests/[\w./]+)`", proof)
        assert paths or proof == "none", risk
        assert [path for path in paths if not (ROOT / path).exists()] == []
        assert remains, risk


def test_assessment_leaves_open_what_only_the_municipality_knows() -> None:
    rows = [line for line in dpia_page().splitlines() if line.startswith("| Basis for processing")]
    assert [row.count(OPEN) for row in rows] == [1]
    assert not re.search(r"§|\bart\. ?\d", dpia_page())  # no law as if it were certain
