"""The world of the proofs is built once for each process; every request in it is undone."""

from collections.abc import Iterator

import pytest
import time_machine
from django.db import transaction
from django.test import override_settings
from pytest_django import DjangoDbBlocker

from felles.meetings.actions import make_feed
from tests.cast import NOW
from tests.proofs.tokens import Planter, Token
from tests.proofs.world import World, build_world, log_in


@pytest.fixture(scope="module")
def planted(
    django_db_setup: None,
    django_db_blocker: DjangoDbBlocker,
    tmp_path_factory: pytest.TempPathFactory,
) -> Iterator[tuple[World, dict[str, Token]]]:
    """Everybody, a case in every state, and a word of its own in every text field.

    At 08:00 on Tuesday 24 November 2026. Gone again before tests elsewhere begin.
    """
    folder = override_settings(VAR_DIR=tmp_path_factory.mktemp("var"))
    with folder, django_db_blocker.unblock(), transaction.atomic():
        with time_machine.travel(NOW, tick=False):
            world = build_world()
            tokens = Planter(world).plant()
            log_in(world)
            # After planting, which writes a word over what is kept of the earlier address.
            world.feed_secret = make_feed(by=world.cast.actor("rector"), at=NOW)
        yield world, tokens
        transaction.set_rollback(True)


@pytest.fixture
def world(planted: tuple[World, dict[str, Token]]) -> World:
    """The district."""
    return planted[0]


@pytest.fixture
def tokens(planted: tuple[World, dict[str, Token]]) -> dict[str, Token]:
    """The words, by themselves in small letters."""
    return planted[1]


@pytest.fixture(autouse=True)
def _still_clock(clock: time_machine.Traveller) -> None:
    """All requests happen at the same instant."""
