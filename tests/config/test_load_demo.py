"""Loading the demo: the same every time, all or nothing, and never among real people.

Apart from ``test_demo.py``, whose tests share one demo that has been loaded before they begin."""

from datetime import datetime
from zoneinfo import ZoneInfo

import pytest
from django.core.management import CommandError, call_command
from django.db import transaction
from pytest_django.fixtures import Settings

from felles.casework.models import Case
from felles.config.demo import load as load_module
from felles.config.demo.load import load
from felles.config.demo.stories import STORIES
from felles.people.models import Organisation, User
from tests.config.digest import digest

AT = datetime(2026, 11, 24, 8, 0, tzinfo=ZoneInfo("Europe/Oslo"))


@pytest.fixture
def few_stories(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(load_module, "STORIES", STORIES[:6])
    monkeypatch.setattr(load_module, "CLASS_SIZE", 1)


def load_and_forget(seed: int) -> str:
    with transaction.atomic():
        load(at=AT, seed=seed)
        found = digest()
        transaction.set_rollback(True)
    return found


@pytest.mark.usefixtures("few_stories", "db")
def test_same_seed_gives_the_same_demo_and_another_gives_another() -> None:
    first = load_and_forget(1)
    assert load_and_forget(1) == first
    assert load_and_forget(2) != first


@pytest.mark.usefixtures("few_stories", "db")
def test_load_demo_command_loads(capsys: pytest.CaptureFixture[str]) -> None:
    call_command("load_demo")
    assert "Everybody is invented." in capsys.readouterr().out
    assert Case.objects.count() == 6


@pytest.mark.django_db
def test_demo_refuses_production(settings: Settings) -> None:
    settings.MODE = "production"
    with pytest.raises(CommandError, match="production"):
        call_command("load_demo")
    assert not User.objects.exists()


@pytest.mark.django_db
def test_demo_refuses_a_database_with_real_people() -> None:
    User.objects.create_user("real", name="Real")
    with pytest.raises(CommandError, match="not made for the demo"):
        call_command("load_demo")
    assert not Organisation.objects.exists()


@pytest.mark.usefixtures("few_stories", "db")
def test_demo_that_fails_half_way_leaves_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(*_: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(load_module, "_discuss", fail)
    with pytest.raises(KeyboardInterrupt):
        call_command("load_demo")
    assert not User.objects.exists()
