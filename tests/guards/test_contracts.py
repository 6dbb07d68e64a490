"""The import contracts are armed: a planted violation of each one is reported."""

import subprocess
import sys
import tomllib
from pathlib import Path

import grimp
import pytest

from tests.guards.source import ROOT

CONFIG = tomllib.loads((ROOT / "pyproject.toml").read_text())["tool"]["importlinter"]
LAYERS = next(c["layers"] for c in CONFIG["contracts"] if c["type"] == "layers")
ROOMS = [room.strip() for layer in LAYERS for room in layer.split("|")]
LINT = "from importlinter.cli import lint_imports_command as main; main()"

# Contract -> a file that breaks it, and the line that does.
PLANTS = {
    "The stairs: imports go down only": ("people/actions.py", "import felles.casework.queries"),
    "The faces do not know of each other": ("web/views.py", "import felles.interop.views"),
    "Rules are plain Python": ("rules/access.py", "from django.http import Http404"),
    "Faces and components import no models": ("web/views.py", "import felles.people.models.pupil"),
    "Families' pages know nothing of the programme, the numbers or staff's pages": (
        "portal/views.py",
        "import felles.programme.queries",
    ),
}


def lint(folder: Path) -> dict[str, str]:
    """Run import-linter in the folder and return each contract's verdict."""
    done = subprocess.run(
        [sys.executable, "-c", LINT, "--no-cache"],
        cwd=folder,
        env={"PYTHONPATH": str(folder)},
        capture_output=True,
        text=True,
        check=False,
    )
    verdicts = {}
    for line in done.stdout.splitlines():
        name, _, verdict = line.rpartition(" ")
        if verdict in ("KEPT", "BROKEN"):
            verdicts[name] = verdict
    assert verdicts, done.stdout + done.stderr
    return verdicts


@pytest.fixture
def skeleton(tmp_path: Path) -> Path:
    """Make a package with all rooms and the files that the plants need, and our contracts."""
    (tmp_path / "pyproject.toml").write_text((ROOT / "pyproject.toml").read_text())
    for room in ROOMS:
        folder = tmp_path / "felles" / room / "models"
        folder.mkdir(parents=True)
        for name in ("__init__", "queries", "actions", "views", "access"):
            (folder.parent / f"{name}.py").touch()
        (folder / "__init__.py").touch()
        (folder / "pupil.py").touch()
    (tmp_path / "felles" / "__init__.py").touch()
    return tmp_path


def test_contracts_without_violation_are_kept(skeleton: Path) -> None:
    assert set(lint(skeleton).values()) == {"KEPT"}


def test_contracts_with_planted_violations_are_all_broken(skeleton: Path) -> None:
    for name, line in PLANTS.values():
        with (skeleton / "felles" / name).open("a") as file:
            file.write(f"{line}\n")
    verdicts = lint(skeleton)
    assert verdicts == {contract["name"]: "BROKEN" for contract in CONFIG["contracts"]}
    assert set(verdicts) == set(PLANTS)


def test_contracts_do_not_let_annotations_climb_the_stairs() -> None:
    # import-linter looks past `if TYPE_CHECKING:` so that faces may name models; nobody else may
    # use that to look up the stairs.
    graph = grimp.build_graph("felles", cache_dir=None)
    layers = [
        grimp.Layer(*(room.strip() for room in layer.split("|")), independent=True)
        for layer in LAYERS
    ]
    illegal = graph.find_illegal_dependencies_for_layers(layers, containers={"felles"})
    assert sorted((found.importer, found.imported) for found in illegal) == []
