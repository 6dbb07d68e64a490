"""The pages of docs/ that are printed from the product's own tables, so that they never lie.

``script/manage print_docs`` writes them; a test fails when one is stale.
"""

from __future__ import annotations

from collections.abc import Callable

from felles.config.dpia import dpia_page
from felles.config.tables import code, page, role_table, table
from felles.ledger.retention import REGISTER, DataClass
from felles.rules.access import GROUND_LABELS, ROLE_PERMISSIONS, Permission
from felles.rules.case_flow import (
    LOOP_OF_STEP,
    NEW_ROUND,
    TRANSITIONS,
    Evidence,
    Gate,
    Move,
    Step,
    Transition,
    consent_is_live,
)
from felles.rules.clocks import DEFAULTS, STALL_OF_STEP
from felles.rules.consent import CONSENT_MISSING
from felles.rules.roles import Role


def permissions_page() -> str:
    """Which role may do what, and how each role comes to see cases."""
    return page(
        "Permissions",
        "What a role may do at all, from `ROLE_PERMISSIONS` in `felles/rules/permissions.py`. "
        "Which case it may do it to is another question, which [the ten rules](access.md) answer. "
        "Roles with the same permissions share a column.",
        _permission_table(),
        "## Roles",
        "Whom each role may act for (`ROLE_KINDS` in `felles/rules/roles.py`), and how it comes to "
        "see a case. Exclusion and a protected address go before all of these.",
        role_table(),
        "## Grounds",
        "Why somebody sees a case. The ground stands on top of the case and in the access log.",
        table(
            ("ground", "shown as"),
            ((code(ground), text) for ground, text in GROUND_LABELS.items()),
        ),
    )


def _permission_table() -> str:
    groups: dict[frozenset[Permission], list[Role]] = {}
    for role, permissions in ROLE_PERMISSIONS.items():
        groups.setdefault(permissions, []).append(role)
    head = [
        "permission",
        "",
        *("<br>".join(role.label for role in group) for group in groups.values()),
    ]
    rows = [
        [code(row), row.label, *("✓" if row in permissions else "" for permissions in groups)]
        for row in Permission
    ]
    return table(head, rows)


def case_flow_page() -> str:
    """The way of a case: diagram, moves with their gates, steps with their clocks."""
    return page(
        "The way of a case",
        "From the tables in `felles/rules/case_flow.py` and `felles/rules/clocks.py`.",
        _diagram(),
        "## Moves",
        "A move needs its permission and all its gates. A refusal lists what is missing, in the "
        "words below. ↻ begins a new round: evidence of the round before counts no more.",
        _move_table(),
        "## Gates",
        table(
            ("gate", "holds when", "says when it does not"),
            ((code(gate.__name__), _first_sentence(gate), _missing(gate)) for gate in _gates()),
        ),
        "When consent is not live, the gate says why:",
        table(
            ("consent", "says"),
            ((state.label, text) for state, text in CONSENT_MISSING.items()),
        ),
        "## Steps",
        "How long a case may rest before the day page reminds somebody (a setting; this is its "
        "default), and what whoever raised the concern is told.",
        _step_table(),
    )


def _diagram() -> str:
    names = [f"    {step.name} : {step.label}" for step in Step]
    arrows = [
        f"    {source.name} --> {row.target.name} : {move.label}"
        for move, row in TRANSITIONS.items()
        for source in row.sources
    ]
    first = f"    [*] --> {Step.CONCERN.name}"
    return "\n".join(["```mermaid", "stateDiagram-v2", *names, first, *arrows, "```"])


def _move_table() -> str:
    return table(
        ("move", "", "from", "to", "permission", "gates"),
        (_move_row(move, row) for move, row in TRANSITIONS.items()),
    )


def _move_row(move: Move, row: Transition) -> tuple[str, ...]:
    return (
        code(move) + (" ↻" if move in NEW_ROUND else ""),
        move.label,
        ", ".join(source.label for source in row.sources),
        row.target.label,
        code(row.permission),
        ", ".join(code(gate.__name__) for gate in row.gates) or "none",
    )


def _gates() -> list[Gate]:
    return list(dict.fromkeys(gate for row in TRANSITIONS.values() for gate in row.gates))


def _first_sentence(gate: Callable[..., str]) -> str:
    return " ".join((gate.__doc__ or "").split())


def _missing(gate: Gate) -> str:
    return "see below" if gate is consent_is_live else gate(Evidence())


def _step_table() -> str:
    rows = (
        (
            str(step.value),
            code(step.name),
            step.label,
            _clock(step),
            LOOP_OF_STEP[step].label,
            "✓" if step.needs_consent else "",
        )
        for step in Step
    )
    return table(
        ("no.", "step", "", "days until a reminder", "told to the raiser", "services take part"),
        rows,
    )


def _clock(step: Step) -> str:
    key = STALL_OF_STEP.get(step)
    return "none" if key is None else f"{DEFAULTS[key]} ({code(key)})"


def personal_data_page() -> str:
    """What each table holds about people, why, and when it goes."""
    tables = []
    for data in DataClass:
        rows = [
            (code(label), entry.purpose, entry.ends.value)
            for label, entry in REGISTER.items()
            if entry.data is data
        ]
        tables += [
            f"## {data.value.capitalize()}",
            table(("table", "purpose", "kept until"), rows),
        ]
    return page(
        "Register of personal data",
        "Every table of the database, from `felles/ledger/retention.py`; a test demands that none "
        "is left out. National identity numbers are in no table: only a keyed hash of them is. "
        "Where the municipality decides a period, no period is set here.",
        *tables,
    )


PAGES: dict[str, Callable[[], str]] = {
    "permissions.md": permissions_page,
    "case-flow.md": case_flow_page,
    "personal-data.md": personal_data_page,
    "dpia.md": dpia_page,
}
