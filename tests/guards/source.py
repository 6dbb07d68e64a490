"""Reads the project's own code for the guards."""

import ast
from collections.abc import Iterator
from functools import cache
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
FELLES = ROOT / "felles"
FACES = ("web", "portal", "interop")
GENERATED = {"migrations", "__pycache__"}


def list_files(*folders: Path) -> list[Path]:
    """Return the Python files below the folders, without generated ones."""
    found = {path for folder in folders for path in folder.rglob("*.py")}
    return sorted(path for path in found if not GENERATED & set(path.parts))


def label(path: Path) -> str:
    """Return the path as it reads from the root of the repository."""
    return path.relative_to(ROOT).as_posix()


@cache
def parse(path: Path) -> ast.Module:
    """Return the syntax tree of a file."""
    return ast.parse(path.read_text(encoding="utf-8"), filename=str(path))


def list_functions(tree: ast.AST) -> Iterator[ast.FunctionDef | ast.AsyncFunctionDef]:
    """Return each function and method, also nested ones."""
    for node in ast.walk(tree):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            yield node


def called_names(node: ast.AST) -> set[str]:
    """Return the last name of everything that is called: `a.b.c()` gives `c`."""
    names = set()
    for call in ast.walk(node):
        if isinstance(call, ast.Call):
            if isinstance(call.func, ast.Name):
                names.add(call.func.id)
            elif isinstance(call.func, ast.Attribute):
                names.add(call.func.attr)
    return names


def imported_modules(node: ast.AST) -> set[str]:
    """Return the dotted names that a tree imports, with what `from x import y` names as `x.y`."""
    names = set()
    for part in ast.walk(node):
        if isinstance(part, ast.Import):
            names |= {alias.name for alias in part.names}
        elif isinstance(part, ast.ImportFrom) and part.module:
            names.add(part.module)
            names |= {f"{part.module}.{alias.name}" for alias in part.names}
    return names
