"""Finds the public data that lies outside the repository; tests that need it skip without."""

import os
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
FOLDER = Path(os.environ.get("FELLES_SHARED_DATA") or ROOT.parent / "shared" / "data")


def real(path: str) -> Path:
    """A file or folder of the shared data."""
    found = FOLDER / path
    if not found.exists():
        pytest.skip(f"{path} is not here; FELLES_SHARED_DATA names the folder")
    return found
