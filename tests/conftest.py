"""What holds for every test: the database, the clock, the network and strict reading of rows."""

import os
import random
import shutil
import tempfile
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import hypothesis
import pytest
import time_machine
from django.conf import settings
from django.db.models import QuerySet
from django.urls import set_urlconf
from django.utils import translation

from tests.proofs.counts import pytest_terminal_summary  # noqa: F401 -- a hook of pytest

ROOT = Path(__file__).resolve().parents[1]
NOW = datetime(2026, 11, 24, 8, 0, tzinfo=ZoneInfo("Europe/Oslo"))
# Pages show "today", so their tests all stand on the same Tuesday morning.
FIXED_CLOCK = ("web", "portal", "interop", "ui")

# Time is measured by script/bench, never here; and a suite says the same twice. To look further:
# FELLES_EXPLORE=1 script/test tests/rules
hypothesis.settings.register_profile(
    "felles",
    deadline=None,
    derandomize="FELLES_EXPLORE" not in os.environ,
    suppress_health_check=[hypothesis.HealthCheck.too_slow],
)
hypothesis.settings.load_profile("felles")

if os.environ.get("FELLES_MODE") != "test":
    pytest.exit("Run the tests with script/test, which sets up their environment.", returncode=2)


@pytest.fixture(scope="session")
def django_db_modify_db_settings(
    django_db_modify_db_settings_parallel_suffix: None,
) -> Iterator[None]:
    """Put the SQLite test database in a file, since one in memory locks otherwise than in use."""
    database = settings.DATABASES["default"]
    if not database["ENGINE"].endswith("sqlite3"):
        yield
        return
    memory = "/dev/shm"  # noqa: S108 -- a folder of our own is made in it
    usable = os.access(memory, os.W_OK)
    folder = tempfile.mkdtemp(prefix="felles-test-", dir=memory if usable else None)
    database.setdefault("TEST", {})["NAME"] = f"{folder}/felles.sqlite3"
    yield
    shutil.rmtree(folder, ignore_errors=True)


@pytest.fixture
def clock() -> Iterator[time_machine.Traveller]:
    """Stop the clock at 08:00 on Tuesday 24 November 2026 in Oslo; `clock.shift` moves it."""
    with time_machine.travel(NOW, tick=False) as traveller:
        yield traveller


@pytest.fixture(autouse=True)
def _fixed_clock_for_pages(request: pytest.FixtureRequest) -> None:
    parts = request.path.relative_to(ROOT / "tests").parts
    if parts[0] in FIXED_CLOCK:
        request.getfixturevalue("clock")


@pytest.fixture(autouse=True)
def _start_in_bokmal() -> Iterator[None]:
    """Begin each test in bokmål: a request in another language leaves it on for the thread."""
    with translation.override(settings.LANGUAGE_CODE):
        yield


@pytest.fixture(autouse=True)
def _end_with_the_products_routes() -> Iterator[None]:
    """End each test with the product's routes: a request with others leaves them on."""
    yield
    set_urlconf(None)


@pytest.fixture(autouse=True)
def _shuffle_unordered_rows(
    request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Give rows that nobody ordered in any order, as PostgreSQL may; the same in each run."""
    dice = random.Random(request.node.nodeid)
    fetch_all = QuerySet._fetch_all

    def fetch_and_shuffle(rows: QuerySet[Any]) -> None:
        fresh = rows._result_cache is None
        fetch_all(rows)
        if fresh and not rows.ordered and rows._result_cache:
            dice.shuffle(rows._result_cache)

    monkeypatch.setattr(QuerySet, "_fetch_all", fetch_and_shuffle)
