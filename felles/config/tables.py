"""What the printed pages of docs/ are made of: a head, tables, and the table of roles."""

from __future__ import annotations

from collections.abc import Iterable

from felles.rules.access import ROLE_PERMISSIONS, Permission
from felles.rules.roles import (
    CLASS_CASE_ROLES,
    NAMED_CASE_ROLES,
    ROLE_KINDS,
    SCHOOL_CASE_ROLES,
    SERVICE_ROLES,
    OrgKind,
    Role,
)

NOTICE = (
    "<!-- Printed by `script/manage print_docs`. Change the tables in the code, not this page. -->"
)


def table(head: Iterable[str], rows: Iterable[Iterable[str]]) -> str:
    """A table in Markdown."""
    titles = list(head)
    lines = [titles, ["---"] * len(titles), *(list(row) for row in rows)]
    return "\n".join(f"| {' | '.join(cells)} |" for cells in lines)


def page(title: str, *parts: str) -> str:
    """A whole page, which says that it is printed."""
    return "\n\n".join([f"# {title}", NOTICE, *parts]) + "\n"


def code(value: object) -> str:
    """A name from the code."""
    return f"`{value}`"


def role_table() -> str:
    """Whom each role may act for, and how it comes to see a case."""
    rows = ((code(role), role.label, _kinds(ROLE_KINDS[role]), _reach(role)) for role in Role)
    return table(("role", "", "acts for", "sees a case"), rows)


def _kinds(kinds: frozenset[OrgKind]) -> str:
    if kinds == frozenset(OrgKind):
        return "any"
    return ", ".join(kind.label for kind in OrgKind if kind in kinds)


def _reach(role: Role) -> str:
    if Permission.CASE_READ not in ROLE_PERMISSIONS[role]:
        return "never"
    ways = {
        "every case at the school": SCHOOL_CASE_ROLES,
        "pupils of the own class": CLASS_CASE_ROLES,
        "by name": NAMED_CASE_ROLES - SCHOOL_CASE_ROLES,
        "within consent": SERVICE_ROLES,
    }
    return ", ".join(way for way, roles in ways.items() if role in roles)
