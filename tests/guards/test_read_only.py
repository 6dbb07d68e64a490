"""GET writes nothing but the session and the access log."""

import pytest
from django.test import Client
from django.utils import timezone

from felles.ledger.models import Heartbeat
from felles.people.models import User
from tests.guards.read_only import WrittenWhileReadingError, read_only
from tests.guards.routes import list_routes

PLAIN = sorted(route.path for route in list_routes() if not route.parameters)


@pytest.mark.django_db
def test_read_only_lets_no_write_through() -> None:
    with read_only(), pytest.raises(WrittenWhileReadingError):
        Heartbeat.objects.create(name="x", at=timezone.now())


@pytest.mark.django_db
def test_read_only_lets_reads_and_the_session_through(client: Client) -> None:
    with read_only():
        assert list(Heartbeat.objects.order_by("pk")) == []
        session = client.session
        session["x"] = 1
        session.save()


@pytest.mark.django_db
@pytest.mark.parametrize("path", PLAIN)
def test_get_without_login_writes_nothing(client: Client, path: str) -> None:
    with read_only():
        response = client.get(f"/{path}")
    assert response.status_code < 500 or path == "readyz"


@pytest.mark.django_db
@pytest.mark.parametrize("path", PLAIN)
def test_get_by_a_user_without_a_post_writes_nothing(client: Client, path: str) -> None:
    client.force_login(User.objects.create(username="x", name="X"))
    with read_only():
        response = client.get(f"/{path}")
    assert response.status_code < 500 or path == "readyz"
