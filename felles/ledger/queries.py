"""Reads of the ledger. For people who may see the log, and for the worker; never for function."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from felles.ledger.models import ChangeEvent, Heartbeat, OutboxMessage, ReadEvent

WORKER = "worker"


@dataclass(frozen=True, slots=True)
class ReadRow:
    """One line of "who has read it": a user in a post, or a guardian with neither."""

    at: datetime
    user_id: int | None
    guardian_id: int | None
    role: str
    organisation_id: int | None
    ground: str
    kind: str


def list_reads(case_id: int, *, limit: int = 100) -> list[ReadRow]:
    """The latest reads of a case, newest first."""
    return _read_rows(ReadEvent.objects.filter(case_id=case_id).order_by("-at", "-pk")[:limit])


def list_staff_reads(case_id: int) -> list[ReadRow]:
    """Every read of a case by somebody who works here, newest first. None is left out."""
    reads = ReadEvent.objects.filter(case_id=case_id, user_id__isnull=False)
    return _read_rows(reads.order_by("-at", "-pk"))


def _read_rows(rows: Iterable[ReadEvent]) -> list[ReadRow]:
    return [
        ReadRow(
            at=row.at,
            user_id=row.user_id,
            guardian_id=row.guardian_id,
            role=row.role,
            organisation_id=row.organisation_id,
            ground=row.ground,
            kind=row.kind,
        )
        for row in rows
    ]


def list_changes(case_id: int, *, limit: int = 100) -> list[ChangeEvent]:
    """The latest changes of a case, newest first."""
    return list(ChangeEvent.objects.filter(case_id=case_id).order_by("-at", "-pk")[:limit])


def list_changes_of_pupil(pupil_id: int, *, object_type: str) -> list[ChangeEvent]:
    """All changes to one kind of thing about a pupil, oldest first."""
    changes = ChangeEvent.objects.filter(pupil_id=pupil_id, object_type=object_type)
    return list(changes.order_by("at", "pk"))


def list_files_out(case_id: int, *, routes: Iterable[str], since: datetime) -> list[ReadEvent]:
    """Files of a case that staff took out of the house since an instant, oldest first."""
    files = ReadEvent.objects.filter(
        case_id=case_id,
        kind=ReadEvent.Kind.FILE,
        route__in=sorted(routes),
        user_id__isnull=False,
        at__gte=since,
    )
    return list(files.order_by("at", "pk"))


def list_waiting_messages(
    case_id: int, *, kinds: Iterable[str], recipient_ids: Iterable[int]
) -> list[OutboxMessage]:
    """Notices about a case that wait for some recipients, oldest first."""
    waiting = OutboxMessage.objects.filter(
        state=OutboxMessage.State.WAITING,
        case_id=case_id,
        kind__in=sorted(kinds),
        recipient_id__in=sorted(recipient_ids),
    )
    return list(waiting.order_by("pk"))


def list_meeting_messages(meeting_ids: Iterable[int]) -> dict[int, list[OutboxMessage]]:
    """Notices about some meetings that are kept still, by the meeting's id, oldest first."""
    found: dict[int, list[OutboxMessage]] = {}
    rows = OutboxMessage.objects.filter(meeting_id__in=sorted(meeting_ids)).order_by("pk")
    for row in rows:
        if row.meeting_id is not None:
            found.setdefault(row.meeting_id, []).append(row)
    return found


def list_due_messages(at: datetime, *, limit: int = 100) -> list[OutboxMessage]:
    """Notices that wait and may be sent at ``at``, oldest first."""
    return list(
        OutboxMessage.objects.filter(
            state=OutboxMessage.State.WAITING, not_before_at__lte=at
        ).order_by("pk")[:limit]
    )


def worker_heartbeat_at() -> datetime | None:
    """When the worker last said that it is alive; None when it never has."""
    beats: Iterable[datetime] = Heartbeat.objects.filter(name=WORKER).values_list("at", flat=True)
    return next(iter(beats), None)
