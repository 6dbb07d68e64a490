"""Answers for the machines that watch: is the process alive, and is it ready for people?

Both answer without login, so they tell yes or no and nothing else.
"""

import logging
from collections.abc import Callable
from datetime import timedelta
from http import HTTPStatus

from django.db import DatabaseError, connection
from django.db.migrations.executor import MigrationExecutor
from django.http import HttpRequest, JsonResponse
from django.utils import timezone
from django.views.decorators.http import require_safe

from felles.ledger.queries import worker_heartbeat_at

WORKER_SILENT = timedelta(seconds=60)

logger = logging.getLogger(__name__)


@require_safe
def healthz(_request: HttpRequest) -> JsonResponse:
    """Answer as long as the process can answer at all; touches nothing else."""
    return JsonResponse({"ok": True})


@require_safe
def readyz(_request: HttpRequest) -> JsonResponse:
    """Answer whether the database, its migrations and the worker are ready; 503 when not."""
    checks: dict[str, bool] = {}
    for name, check in CHECKS.items():
        # The later ones need the earlier ones.
        checks[name] = all(checks.values()) and _passes(name, check)
    ready = all(checks.values())
    status = HTTPStatus.OK if ready else HTTPStatus.SERVICE_UNAVAILABLE
    return JsonResponse({"ok": ready, **checks}, status=status)


def _passes(name: str, check: Callable[[], bool]) -> bool:
    try:
        return check()
    except (DatabaseError, OSError):
        logger.exception("The check of %s failed.", name)
        return False


def _database_answers() -> bool:
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1")
        return bool(cursor.fetchone())


def _migrations_are_applied() -> bool:
    executor = MigrationExecutor(connection)
    plan = executor.migration_plan(executor.loader.graph.leaf_nodes())
    return not plan


def _worker_lives() -> bool:
    heartbeat_at = worker_heartbeat_at()
    return heartbeat_at is not None and timezone.now() - heartbeat_at < WORKER_SILENT


CHECKS: dict[str, Callable[[], bool]] = {
    "database": _database_answers,
    "migrations": _migrations_are_applied,
    "worker": _worker_lives,
}
