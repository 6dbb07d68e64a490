"""/healthz and /readyz answer machines without login, and tell yes or no alone."""

from datetime import timedelta
from http import HTTPStatus

import pytest
import time_machine
from django.db import OperationalError, connection
from django.db.migrations.recorder import MigrationRecorder
from django.test import Client
from django.utils import timezone

from felles.config import health
from felles.ledger import queries
from felles.ledger.actions import beat

pytestmark = pytest.mark.django_db


def test_healthz_answers_without_login_or_database(
    client: Client, django_assert_num_queries: pytest.FixtureRequest
) -> None:
    with django_assert_num_queries(0):  # type: ignore[operator]
        response = client.get("/healthz")
    assert (response.status_code, response.json()) == (HTTPStatus.OK, {"ok": True})


def test_readyz_with_a_living_worker_says_ready(client: Client) -> None:
    beat(name=queries.WORKER, at=timezone.now())
    response = client.get("/readyz")
    assert response.status_code == HTTPStatus.OK
    assert response.json() == {"ok": True, "database": True, "migrations": True, "worker": True}


def test_readyz_without_any_heartbeat_says_not_ready(client: Client) -> None:
    response = client.get("/readyz")
    assert response.status_code == HTTPStatus.SERVICE_UNAVAILABLE
    assert response.json() == {"ok": False, "database": True, "migrations": True, "worker": False}


def test_readyz_with_a_silent_worker_says_not_ready(
    client: Client, clock: time_machine.Traveller
) -> None:
    beat(name=queries.WORKER, at=timezone.now())
    clock.shift(timedelta(seconds=59))
    assert client.get("/readyz").status_code == HTTPStatus.OK
    clock.shift(timedelta(seconds=1))
    assert client.get("/readyz").status_code == HTTPStatus.SERVICE_UNAVAILABLE


def test_readyz_with_an_unapplied_migration_says_not_ready(client: Client) -> None:
    beat(name=queries.WORKER, at=timezone.now())
    last = MigrationRecorder(connection).migration_qs.filter(app="ledger").latest("id")
    MigrationRecorder(connection).record_unapplied("ledger", last.name)
    response = client.get("/readyz")
    assert response.status_code == HTTPStatus.SERVICE_UNAVAILABLE
    assert response.json()["migrations"] is False


def test_readyz_with_a_broken_database_does_not_tell_why(
    client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail() -> bool:
        raise OperationalError("no route to db.internal as user felles")

    monkeypatch.setitem(health.CHECKS, "database", fail)
    response = client.get("/readyz")
    assert response.status_code == HTTPStatus.SERVICE_UNAVAILABLE
    assert b"internal" not in response.content
