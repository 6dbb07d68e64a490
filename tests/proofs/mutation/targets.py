"""Which code is spoiled, and where the tests stand that ought to notice."""

import ast
import importlib
import pkgutil
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import felles
from felles.rules.access import ROLE_PERMISSIONS, Permission
from felles.rules.roles import Role
from tests.guards.routes import cells_of_door, list_routes
from tests.proofs.mutation.calls import DOORS
from tests.proofs.mutation.guards import without_guard
from tests.proofs.mutation.mutators import other_ways, put
from tests.proofs.mutation.swap import find_functions, swap

# The rule itself, in Python and in SQL: every condition in these functions. "" is all of them.
RULES: dict[str, str] = {
    "felles.rules.access": "",
    "felles.rules.consent": "",
    "felles.rules.families": "",
    "felles.rules.agent_week": "may_see_week may_plan_week",
    "felles.rules.crossings": "side_of may_propose",
    "felles.rules.checklists": "may_use may_use_at",
    "felles.activities.queries.agents": "list_agents get_agent get_own_post list_away",
    "felles.activities.queries.crossings": "visible_crossings get_crossing",
    "felles.activities.queries.checklists": "visible_runs get_run",
    "felles.activities.queries.courses": (
        "visible_series find_series get_series_of_course get_course_session list_own_sessions "
        "list_suggestions get_suggestion list_own_answers"
    ),
    "felles.activities.queries.groups": (
        "get_course get_group list_class_pupils list_pairs list_pair_ids get_session "
        "list_attendance _expected list_missed"
    ),
    "felles.activities.queries.parents": "_of_own_school find_event list_school_sums",
    "felles.activities.queries.public": "find_public_event is_published find_public_school",
    "felles.casework.queries.good_calls": "",
    "felles.people.visibility": "",
    "felles.people.queries.facts": "",
    "felles.people.queries.actors": "",
    "felles.people.queries.pupils": "pupils_visible_to",
    "felles.people.queries.families": "",
    "felles.casework.models.case": "CaseQuerySet.visible_to CaseQuerySet._by_post",
    "felles.casework.models.texts": "readable",
    "felles.rules.texts": "",
    "felles.casework.queries.texts": "",
    "felles.casework.queries.cases": "visible_cases get_case facts_of list_cases list_cases_of",
    "felles.casework.queries.agenda": "get_own_agenda _members _load_cases",
    "felles.casework.queries.loop": "",
    "felles.casework.queries.minutes": "",
    "felles.casework.queries.recap": "",
    "felles.casework.queries.room": "get_room find_own_open list_givers get_hearers _is_for_all",
    "felles.casework.queries.today": "_due_measures _news",
    "felles.casework.queries.readers": "",
    "felles.casework.queries.family": "",
    "felles.casework.actions.shared": "see_case fit_grants",
    "felles.people.queries.imports": (
        "load_known load_register_schools _of_pupils _of_staff list_reviews list_staff_reviews "
        "find_review"
    ),
    "felles.meetings.queries.meetings": "visible_meetings leads get_own_attendee list_substitutes",
    "felles.meetings.queries.feeds": "find_feed_user list_entries _post_ids",
    "felles.meetings.queries.notices": "",
    "felles.ui.access": "",
    "felles.ui.middleware": "",
}
# Not the product: what makes the demo and the city.
LEFT_OUT = ("felles.config.demo", "felles.config.city", "migrations")
# The tests that ought to notice, by the start of the module's name; the first that fits counts.
TESTS: dict[str, tuple[str, ...]] = {
    "felles.rules": ("tests/rules", "tests/casework", "tests/people", "tests/portal"),
    "felles.casework": ("tests/casework", "tests/rules", "tests/web", "tests/portal"),
    "felles.people": ("tests/people", "tests/casework", "tests/web", "tests/portal"),
    "felles.meetings.queries.feeds": ("tests/interop/test_feed.py",),
    "felles.meetings.queries.notices": ("tests/config/test_meeting_mail.py",),
    "felles.meetings": ("tests/meetings", "tests/web"),
    "felles.activities": ("tests/activities", "tests/web", "tests/portal"),
    "felles.programme": ("tests/programme", "tests/web"),
    "felles.ui": ("tests/ui", "tests/web"),
    "felles.portal": ("tests/portal",),
    "felles": ("tests/web",),
}
# Tests made for one module, by the start of its name, however long they take: they are asked before
# the quick ones.
_TWINS = ("tests/casework/test_twins.py", "tests/casework/test_twins_anywhere.py")
MADE_FOR: dict[str, tuple[str, ...]] = {
    "felles.web.cases": (
        "tests/web/test_cases_offers.py",
        "tests/web/test_cases_menu.py",
        "tests/web/test_cases_invisible.py",
        "tests/web/test_every_page_asks.py",
    ),
    "felles.web": ("tests/web/test_every_page_asks.py", "tests/web/test_cases_invisible.py"),
    "felles.casework.actions": (
        "tests/casework/test_permissions_of_deeds.py",
        "tests/casework/test_deeds.py",
        "tests/casework/test_staff_deeds.py",
        "tests/casework/test_grants.py",
    ),
    "felles.casework.models.case": _TWINS,
    "felles.people.visibility": _TWINS,
    "felles.people.queries.facts": _TWINS,
    "felles.people.queries.actors": ("tests/people/test_actors.py",),
    "felles.people.queries.families": ("tests/people/test_ways_in.py",),
    "felles.people.queries.imports": ("tests/interop/",),
}
# Compiled once in a process (felles/people/ready.py): who called it first says nothing.
COMPILED_ONCE = {"felles.people.visibility"}
LONG = 110


@dataclass(frozen=True)
class Mutant:
    """One thing spoiled. ``apply`` spoils it in the process that calls."""

    module: str
    function: str
    what: str
    apply: Callable[[], None]
    route: str = ""

    @property
    def name(self) -> str:
        """As it stands in the report and in the list of those that change nothing."""
        return f"{self.module}:{self.function}: {self.what}"


def list_mutants() -> list[Mutant]:
    """All of them, each with a name of its own."""
    found = [*_of_code(), *_of_views(), *_of_table()]
    counted: dict[str, int] = {}
    named = []
    for mutant in found:
        number = counted[mutant.name] = counted.get(mutant.name, 0) + 1
        what = f"{mutant.what} (no. {number})" if number > 1 else mutant.what
        named.append(Mutant(mutant.module, mutant.function, what, mutant.apply, mutant.route))
    return named


def _of_code() -> Iterator[Mutant]:
    for name in list_modules():
        module = importlib.import_module(name)
        tree = ast.parse(Path(str(module.__file__)).read_text())
        for qualname, function in functions_of(tree, ""):
            wanted = RULES.get(name)
            is_rule = wanted is not None and (not wanted or qualname in wanted.split())
            yield from _of_function(name, tree, qualname, function, is_rule)


def list_modules() -> list[str]:
    """Every module of the product."""
    found = pkgutil.walk_packages(felles.__path__, "felles.")
    names = sorted(module.name for module in found if not module.ispkg)
    return [name for name in names if not any(part in name for part in LEFT_OUT)]


def functions_of(tree: ast.AST, prefix: str) -> Iterator[tuple[str, ast.FunctionDef]]:
    """The functions and methods of a module; those within them count as part of them."""
    for node in ast.iter_child_nodes(tree):
        if isinstance(node, ast.FunctionDef):
            yield f"{prefix}{node.name}", node
        elif isinstance(node, ast.ClassDef):
            yield from functions_of(node, f"{prefix}{node.name}.")


def _of_function(
    module: str, tree: ast.Module, qualname: str, function: ast.FunctionDef, is_rule: bool
) -> Iterator[Mutant]:
    for statement in function.body:
        for node in ast.walk(statement):
            for other in (*without_guard(node), *(other_ways(node) if is_rule else ())):
                if can_be_swapped(module, qualname):
                    apply = _swapper(module, tree, qualname, node, other)
                    yield Mutant(module, qualname, _said(node, other), apply)


def can_be_swapped(module: str, qualname: str) -> bool:
    """False for what a decorator has hidden for good."""
    return bool(find_functions(module, qualname))


def _swapper(
    module: str, tree: ast.Module, qualname: str, node: ast.AST, other: ast.AST
) -> Callable[[], None]:
    def apply() -> None:
        file = str(importlib.import_module(module).__file__)
        swap(module, qualname, compile(put(tree, node, other), file, "exec"))

    return apply


def _said(node: ast.AST, other: ast.AST) -> str:
    """What stood there and what stands there now, as far as they differ."""
    before, after = (_line(part) for part in (node, other))
    if max(len(before), len(after)) < LONG:
        return f"{before} -> {after}"
    start = _same(before, after)
    end = _same(before[start:][::-1], after[start:][::-1])
    start, end = max(start - 30, 0), max(end - 20, 0)
    cut = [text[start : len(text) - end] for text in (before, after)]
    return f"…{_short(cut[0])}… -> …{_short(cut[1])}…"


def _same(one: str, other: str) -> int:
    """How many characters the two begin with alike."""
    pairs = zip(one, other, strict=False)
    return next(
        (number for number, (a, b) in enumerate(pairs) if a != b), min(len(one), len(other))
    )


def _short(text: str) -> str:
    return text if len(text) < LONG else f"{text[:60]} … {text[-30:]}"


def _line(node: ast.AST) -> str:
    if isinstance(node, ast.If):
        node = ast.If(node.test, [ast.Expr(ast.Constant(...))], [])
    text = " ".join(ast.unparse(ast.fix_missing_locations(node)).split())
    return text.replace("__import__('sys').modules['tests.proofs.mutation.open_doors'].", "open ")


def _of_views() -> Iterator[Mutant]:
    """Every page open to everybody with a role, whatever the role."""
    for route in list_routes():
        needed = getattr(route.view, "needed", None)
        if isinstance(needed, Permission) and needed is not Permission.TODAY:
            what = f"@needs({needed.name}) -> @needs(TODAY)"
            apply = _opener(route.view)
            yield Mutant(route.view.__module__, route.view.__name__, what, apply, route.name)


def _opener(view: Any) -> Callable[[], None]:
    def apply() -> None:
        cells_of_door(view)["permission"].cell_contents = Permission.TODAY

    return apply


def _of_table() -> Iterator[Mutant]:
    """Every cell of the table of roles and permissions the other way."""
    for role in Role:
        for permission in Permission:
            has = permission in ROLE_PERMISSIONS[role]
            what = f"{role.value} {'has' if has else 'has no'} {permission.value} -> the other way"
            yield Mutant(
                "felles.rules.permissions", "ROLE_PERMISSIONS", what, _flip(role, permission)
            )


def _flip(role: Role, permission: Permission) -> Callable[[], None]:
    def apply() -> None:
        ROLE_PERMISSIONS[role] = ROLE_PERMISSIONS[role] ^ {permission}

    return apply


def made_for(module: str) -> tuple[str, ...]:
    """The tests made for a module; none for most."""
    return next((files for start, files in MADE_FOR.items() if module.startswith(start)), ())


def tests_of(mutant: Mutant) -> tuple[str, ...]:
    """Where the tests stand that ought to notice, the nearest first."""
    if mutant.function == "ROLE_PERMISSIONS":
        return ("tests/rules/test_permissions.py",)
    start = next(start for start in TESTS if mutant.module.startswith(start))
    return (*TESTS[start], DOORS)
