"""Guessing passwords is slowed down, and nothing that was typed is kept."""

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from felles.people.actions import end_login, forget_login_limits, start_login
from felles.people.models import LoginLimit

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 11, 24, 8, 0, tzinfo=ZoneInfo("Europe/Oslo"))
HOME = "192.0.2.1"


def attempt(account: str = "kari", address: str = HOME, at: datetime = NOW) -> datetime | None:
    return start_login(at=at, account=account, address=address)


def test_account_waits_after_five_wrong_passwords() -> None:
    assert [attempt() for _ in range(5)] == [None] * 5
    assert attempt() == NOW + timedelta(seconds=30)


def test_wait_grows_with_each_wrong_password_after_it() -> None:
    at, waits = NOW, []
    for _ in range(4):
        attempt(at=at)
    for _ in range(4):
        assert attempt(at=at) is None
        until = attempt(at=at)
        assert until is not None
        waits.append((until - at).seconds)
        at = until
    assert waits == [30, 60, 120, 240]


def test_account_waits_whatever_address_the_guesses_come_from() -> None:
    for number in range(5):
        attempt(address=f"192.0.2.{number}")
    assert attempt(address="198.51.100.7") is not None


def test_address_waits_whatever_accounts_are_guessed() -> None:
    for number in range(50):
        attempt(account=f"user{number}")
    assert attempt(account="somebody else") is not None
    assert attempt(account="somebody else", address="198.51.100.7") is None


def test_account_is_the_same_in_capitals() -> None:
    for name in ("kari", "KARI", "Kari", "kARI", "kari"):
        attempt(account=name)
    assert attempt(account="KaRi") is not None


def test_right_password_gives_the_account_a_fresh_start() -> None:
    for _ in range(4):
        attempt()
    attempt()
    end_login(at=NOW, account="kari", address=HOME)
    assert attempt() is None


def test_right_password_does_not_forgive_the_address_its_other_guesses() -> None:
    for number in range(49):
        attempt(account=f"user{number}")
    attempt(account="kari")
    end_login(at=NOW, account="kari", address=HOME)
    attempt(account="one more")
    assert attempt(account="another") is not None


def test_failures_are_forgotten_after_a_day() -> None:
    for _ in range(5):
        attempt()
    later = NOW + timedelta(hours=25)
    assert [attempt(at=later) for _ in range(4)] == [None] * 4


def test_nothing_that_was_typed_is_kept() -> None:
    attempt(account="my-secret-password")
    stored = str(list(LoginLimit.objects.order_by("pk").values()))
    assert "my-secret-password" not in stored
    assert HOME not in stored


def test_old_counts_are_deleted() -> None:
    attempt()
    assert forget_login_limits(before=NOW) == 0
    assert forget_login_limits(before=NOW + timedelta(seconds=1)) == 2
