"""The pages printed from the tables are in step with them."""

from io import StringIO

import pytest
from django.core.management import CommandError, call_command

from felles.config import printed
from felles.config.printed import PAGES
from felles.ledger.retention import REGISTER
from felles.rules.access import ROLE_PERMISSIONS, Permission
from felles.rules.case_flow import TRANSITIONS
from tests.guards.source import ROOT


@pytest.mark.parametrize("name", PAGES)
def test_printed_page_is_in_step_with_the_tables(name: str) -> None:
    stale = (ROOT / "docs" / name).read_text(encoding="utf-8") != PAGES[name]()
    assert not stale, f"docs/{name} is stale: run script/manage print_docs"


def test_check_passes_when_nothing_is_stale() -> None:
    said = StringIO()
    call_command("print_docs", "--check", stdout=said)
    assert "up to date" in said.getvalue()


def test_check_names_a_stale_page(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(PAGES, "case-flow.md", lambda: "another way\n")
    with pytest.raises(CommandError, match=r"case-flow\.md"):
        call_command("print_docs", "--check")


def test_permissions_page_has_a_tick_for_each_permission_of_each_group_of_roles() -> None:
    groups = set(ROLE_PERMISSIONS.values())
    rows = {
        line.split("`")[1]: line.count("✓")
        for line in printed.permissions_page().splitlines()
        if line.startswith("| `")
    }
    for permission in Permission:
        assert rows[permission] == sum(permission in group for group in groups)


def test_case_flow_page_draws_every_move_from_every_step_it_starts_at() -> None:
    drawn = printed.case_flow_page().count(" --> ")
    assert drawn == 1 + sum(len(row.sources) for row in TRANSITIONS.values())


def test_personal_data_page_names_every_table_once() -> None:
    page = printed.personal_data_page()
    assert [label for label in REGISTER if page.count(f"`{label}`") != 1] == []
