"""How code is laid out: sizes, and what the faces may not touch."""

import ast

from tests.guards.source import FACES, FELLES, ROOT, label, list_files, list_functions, parse

LONGEST_FUNCTION = 60
LONGEST_FILE = 400

# Path, or path::function -> why it may be longer.
LONG_ON_PURPOSE: dict[str, str] = {
    "tests/casework/deeds.py::deeds": "a table, one row for each deed in a case",
    "tests/config/test_worker.py": "one promise a test, all of one worker",
}


def measure_functions() -> dict[str, int]:
    """Return the number of lines of each function."""
    sizes = {}
    for path in list_files(FELLES, ROOT / "script", ROOT / "tests"):
        for function in list_functions(parse(path)):
            lines = (function.end_lineno or function.lineno) - function.lineno + 1
            sizes[f"{label(path)}::{function.name}"] = lines
    return sizes


def measure_files() -> dict[str, int]:
    """Return the number of lines of each file."""
    files = list_files(FELLES, ROOT / "script", ROOT / "tests")
    return {label(path): len(path.read_text().splitlines()) for path in files}


def test_functions_are_short_or_on_the_list() -> None:
    long = {name: size for name, size in measure_functions().items() if size > LONGEST_FUNCTION}
    assert {name: size for name, size in long.items() if name not in LONG_ON_PURPOSE} == {}


def test_files_are_short_or_on_the_list() -> None:
    long = {name: size for name, size in measure_files().items() if size > LONGEST_FILE}
    assert {name: size for name, size in long.items() if name not in LONG_ON_PURPOSE} == {}


def test_list_of_long_code_has_no_stale_entry() -> None:
    functions = {name for name, size in measure_functions().items() if size > LONGEST_FUNCTION}
    files = {name for name, size in measure_files().items() if size > LONGEST_FILE}
    assert sorted(set(LONG_ON_PURPOSE) - functions - files) == []


def test_faces_never_reach_for_objects() -> None:
    found = [
        f"{label(path)}:{node.lineno}"
        for path in list_files(*(FELLES / face for face in FACES))
        for node in ast.walk(parse(path))
        if isinstance(node, ast.Attribute) and node.attr in ("objects", "_default_manager")
    ]
    assert found == []


def test_faces_import_no_models_outside_annotations() -> None:
    found = []
    for path in list_files(*(FELLES / face for face in FACES)):
        for node in _running_code(parse(path)):
            if isinstance(node, ast.ImportFrom) and node.module:
                names = [node.module, *(f"{node.module}.{alias.name}" for alias in node.names)]
            elif isinstance(node, ast.Import):
                names = [alias.name for alias in node.names]
            else:
                continue
            if any("models" in name.split(".") for name in names):
                found.append(f"{label(path)}:{node.lineno}")
    assert found == []


def _running_code(tree: ast.AST) -> list[ast.AST]:
    """Return all nodes but those below `if TYPE_CHECKING:`."""
    nodes: list[ast.AST] = []
    for child in ast.iter_child_nodes(tree):
        if isinstance(child, ast.If) and "TYPE_CHECKING" in ast.unparse(child.test):
            continue
        nodes += [child, *_running_code(child)]
    return nodes
