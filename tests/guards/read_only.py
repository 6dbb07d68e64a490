"""Fails a request that writes: reading a page may touch the session and the access log alone."""

import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

from django.db import connection

MAY_BE_WRITTEN = {"django_session", "ledger_readevent"}
_WRITE = re.compile(
    r"""^\s*(?:INSERT\s+(?:OR\s+\w+\s+)?INTO|UPDATE|DELETE\s+FROM|REPLACE\s+INTO|MERGE\s+INTO)
        \s+["`]?(?P<table>\w+)""",
    re.IGNORECASE | re.VERBOSE,
)


class WrittenWhileReadingError(AssertionError):
    """A read changed a table that it must leave alone."""


@contextmanager
def read_only() -> Iterator[None]:
    """Raise when anything inside writes to another table than the session and the access log."""
    with connection.execute_wrapper(_refuse_writes):
        yield


def _refuse_writes(
    execute: Callable[..., Any], sql: str, params: Any, many: bool, context: dict[str, Any]
) -> Any:
    found = _WRITE.match(sql)
    if found and found["table"] not in MAY_BE_WRITTEN:
        raise WrittenWhileReadingError(f"A read wrote to {found['table']}: {sql[:200]}")
    return execute(sql, params, many, context)
