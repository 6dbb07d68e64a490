"""No template lies about unused, and each one lies in a folder named after its room."""

import re
from pathlib import Path

from tests.guards.source import FELLES, label, list_files

# Django finds these by their names alone.
BY_NAME = {"400.html", "403.html", "403_csrf.html", "404.html", "500.html"}

# Template -> where its name is put together.
NAMED_ELSEWHERE: dict[str, str] = {}


def list_templates() -> dict[str, Path]:
    """Return each template under the name that code uses for it."""
    return {
        path.relative_to(folder).as_posix(): path
        for folder in FELLES.glob("*/templates")
        for path in sorted(folder.rglob("*"))
        if path.is_file()
    }


def is_used(name: str, sources: dict[Path, str], own: Path) -> bool:
    """Tell whether any other file names the template, whole or with a part (`#part`)."""
    marks = [f'"{name}"', f"'{name}'", f'"{name}#', f"'{name}#"]
    return any(mark in text for path, text in sources.items() if path != own for mark in marks)


def test_templates_are_all_used() -> None:
    templates = list_templates()
    files = [*list_files(FELLES), *templates.values()]
    sources = {path: path.read_text(encoding="utf-8") for path in files}
    unused = [name for name, path in templates.items() if not is_used(name, sources, path)]
    assert sorted(set(unused) - BY_NAME - set(NAMED_ELSEWHERE)) == []


def test_list_of_templates_named_elsewhere_has_no_stale_entry() -> None:
    assert sorted(set(NAMED_ELSEWHERE) - set(list_templates())) == []


def test_templates_lie_in_a_folder_named_after_their_room() -> None:
    astray = [
        label(path)
        for name, path in list_templates().items()
        if name not in BY_NAME and name.split("/")[0] != path.relative_to(FELLES).parts[0]
    ]
    assert astray == []


def test_templates_hold_nothing_that_the_security_policy_refuses() -> None:
    refused = re.compile(
        r"""<style|\sstyle\s*=|\son[a-z]+\s*=\s*["']|<script(?![^>]*\bsrc=)|javascript:""",
        re.IGNORECASE,
    )
    found = {
        label(path): found.group()
        for path in list_templates().values()
        if (found := refused.search(path.read_text(encoding="utf-8")))
    }
    assert found == {}
