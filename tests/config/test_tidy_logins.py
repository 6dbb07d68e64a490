"""The worker forgets failed logins when they count no more."""

from datetime import timedelta

import pytest

from felles.config.worker import tidy
from felles.people.actions import start_login
from felles.people.models import LoginLimit
from felles.rules.login import FORGET_AFTER
from tests.cast import NOW

pytestmark = pytest.mark.django_db


def test_failed_logins_are_forgotten_when_they_count_no_more() -> None:
    start_login(at=NOW, account="kari", address="192.0.2.1")
    tidy(NOW + FORGET_AFTER)
    assert LoginLimit.objects.count() == 2
    tidy(NOW + FORGET_AFTER + timedelta(seconds=1))
    assert not LoginLimit.objects.exists()
