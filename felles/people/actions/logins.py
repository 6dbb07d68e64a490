"""The limit on guessing passwords. What is typed is never kept, only a keyed hash of it."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.utils.crypto import salted_hmac

from felles.people.models import LoginLimit
from felles.rules.login import FORGET_AFTER, LimitKind, wait_after


def _key(kind: LimitKind, value: str) -> str:
    return salted_hmac(f"felles.login.{kind.value}", value, algorithm="sha256").hexdigest()


def start_login(*, at: datetime, account: str, address: str) -> datetime | None:
    """Count a try before the password is looked at; None when it may go on.

    Returns the instant to wait for when there were too many. Counting first makes a hundred
    tries at the same moment count as a hundred. The answer is the same whether or not there is
    such an account.
    """
    wanted = ((LimitKind.ACCOUNT, account.casefold()), (LimitKind.ADDRESS, address))
    with transaction.atomic():
        rows = [(kind, _find_or_start(_key(kind, value), at)) for kind, value in wanted]
        waits = [row.wait_until_at for _kind, row in rows if row.wait_until_at > at]
        if waits:
            return max(waits)
        for kind, row in rows:
            fresh = at - row.last_at > FORGET_AFTER
            row.failures = 1 if fresh else row.failures + 1
            row.last_at = at
            row.wait_until_at = at + wait_after(kind, row.failures)
            row.save(update_fields=["failures", "last_at", "wait_until_at"])
    return None


def _find_or_start(key: str, at: datetime) -> LoginLimit:
    LoginLimit.objects.get_or_create(key=key, defaults={"last_at": at, "wait_until_at": at})
    return LoginLimit.objects.select_for_update().get(key=key)


def end_login(*, at: datetime, account: str, address: str) -> None:
    """The password was right: the account starts afresh, and the address gets its try back.

    The address keeps its other failures, or one known password would open for endless guessing.
    """
    LoginLimit.objects.filter(key=_key(LimitKind.ACCOUNT, account.casefold())).delete()
    with transaction.atomic():
        row = _find_or_start(_key(LimitKind.ADDRESS, address), at)
        row.failures = max(row.failures - 1, 0)
        row.wait_until_at = at
        row.save(update_fields=["failures", "wait_until_at"])


def forget_login_limits(*, before: datetime) -> int:
    """Delete counts whose last try was before the instant; returns how many."""
    return LoginLimit.objects.filter(last_at__lt=before).delete()[0]
