"""How long to wait after wrong passwords, so that guessing takes years and a slip takes nothing.

Counted for the account and for the address that the tries come from. An address may be a whole
school, so it is given more tries. Source: the product's own numbers, in the spirit of OWASP ASVS
2.2.1 (limit guessing without locking people out for good).
"""

from __future__ import annotations

from datetime import timedelta
from enum import StrEnum


class LimitKind(StrEnum):
    """What wrong passwords are counted for."""

    ACCOUNT = "account"
    ADDRESS = "address"


FREE_TRIES = {LimitKind.ACCOUNT: 5, LimitKind.ADDRESS: 50}
FIRST_WAIT = timedelta(seconds=30)
LONGEST_WAIT = timedelta(minutes=15)
FORGET_AFTER = timedelta(hours=24)


def wait_after(kind: LimitKind, failures: int) -> timedelta:
    """How long the next try must wait after so many failures: nothing, then doubling to a limit."""
    over = failures - FREE_TRIES[kind]
    if over < 0:
        return timedelta()
    # Past ten doublings the limit is reached long ago; a larger power would only overflow.
    return min(LONGEST_WAIT, FIRST_WAIT * (1 << min(over, 10)))
