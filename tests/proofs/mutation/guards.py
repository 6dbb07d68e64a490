"""Every place where a check is asked for, and the same place without it."""

import ast
from collections.abc import Iterator

from tests.proofs.mutation import open_doors
from tests.proofs.mutation.mutators import name_of

MODULE = open_doors.__name__
DOORS = frozenset(
    {
        *("visible_to", "visible_cases", "pupils_visible_to", "readable", "live_topics"),
        *("may", "may_see", "may_read_text", "may_read_unshared", "may_read_contact"),
        *("may_enter", "may_stand"),
        *("get_case", "see_case", "see_case_without_permission"),
        *("open_case", "open_case_without_row", "open_file", "open_file_without_row"),
        *("open_case_or_404", "open_case_or_404_without_row"),
    }
)
# A statement that does nothing but refuse, or write down.
REFUSES = ("_require", "require_", "record_reads", "_log_rows", "_log_loops")


def without_guard(node: ast.AST) -> Iterator[ast.AST]:
    """The node without the check that is asked for in it."""
    said = node.value if isinstance(node, ast.Expr) else None
    if isinstance(said, ast.Call) and name_of(said.func).startswith(REFUSES):
        yield ast.copy_location(ast.Pass(), node)
    if isinstance(node, ast.Call):
        yield from _open(node)


def _open(node: ast.Call) -> Iterator[ast.AST]:
    name = name_of(node.func)
    for door in (name, f"{name}_without_row", f"{name}_without_permission"):
        if door in DOORS and _is_guard(node, name):
            args = list(node.args)
            if name == "visible_to" and isinstance(node.func, ast.Attribute):
                args = [node.func.value, *args]
            yield ast.copy_location(ast.Call(_door(door), args, node.keywords), node)


def _is_guard(node: ast.Call, name: str) -> bool:
    # A method called ``may`` of something else is asked of that something else.
    if not isinstance(node.func, ast.Attribute) or name == "visible_to":
        return True
    return name_of(node.func.value) in ("consent", "actions", "visibility")


def _door(name: str) -> ast.expr:
    found = ast.parse(f"__import__('sys').modules[{MODULE!r}].{name}", mode="eval")
    return found.body
