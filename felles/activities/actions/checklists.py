"""Writes of checklists: their texts, and going through them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from itertools import count

from django.db import transaction
from django.db.models import F

from felles.activities.models import Checklist, ChecklistRun, ChecklistTick
from felles.activities.queries import get_run, load_first
from felles.ledger.actions import record_change
from felles.meetings.queries import NotThere
from felles.people.models import Organisation
from felles.people.queries import find_organisation
from felles.rules.access import Actor, Permission, may
from felles.rules.agent_week import ListKey, Tick
from felles.rules.checklists import NOTE_LONGEST, check_points, letter_of, may_finish, may_use_at
from felles.rules.decision import Decision
from felles.rules.roles import OrgKind
from felles.rules.text import N_

_NO_ROLE = Decision.no(N_("Rollen din kan ikke gjøre dette."))
_DONE = Decision.no(N_("Gjennomgangen er ferdig, og står som den er."))
_STALE = Decision.no(N_("Noen andre har skrevet her mens du holdt på. Se over, og send igjen."))
_OTHER_TEXT = Decision.no(N_("Lista har fått en ny tekst. Se over den, og send igjen."))
_NO_SOURCE = Decision.no(N_("Skriv hvor teksten er fra."))


def write_checklist(
    *, by: Actor, at: datetime, key: ListKey, version: int, points: Sequence[str], source: str
) -> Checklist:
    """Give a list a new text: a new version, not verified yet. Earlier runs keep theirs.

    ``version`` is the one that the writer has seen.

    Raises:
        Refused: the role may not, the points are none, or somebody else was first.
    """
    _may_write(by)
    check_points(points).require()
    with transaction.atomic():
        newest = _stored(key, at)
        if newest.version != max(version, 1):
            _OTHER_TEXT.require()
        row = Checklist.objects.create(
            key=key.value,
            version=newest.version + 1,
            points=list(points),
            source=source,
            made_by_id=by.user_id,
            made_at=at,
        )
        _log(by, at, "checklist.write", "Checklist", row.pk)
    return row


def verify_checklist(*, by: Actor, at: datetime, key: ListKey, version: int, source: str) -> None:
    """Say that the newest text has been compared with the real one, and where that is from.

    Raises:
        Refused: the role may not, no source, or the text is another by now.
    """
    _may_write(by)
    if not source.strip():
        _NO_SOURCE.require()
    with transaction.atomic():
        row = _stored(key, at)
        if row.version != max(version, 1):
            _OTHER_TEXT.require()
        Checklist.objects.filter(pk=row.pk).update(
            source=source.strip(), verified_by_id=by.user_id, verified_at=at
        )
        _log(by, at, "checklist.verify", "Checklist", row.pk)


def begin_run(*, by: Actor, at: datetime, key: ListKey, place: str = "") -> ChecklistRun:
    """Begin to go through a list: for a school, or for the next applicant, who gets a letter.

    Raises:
        NotThere: there is no such school for the actor.
        Refused: the role may not.
    """
    organisation = _place(by, key, place)
    is_school = organisation.kind == OrgKind.SCHOOL.value
    may_use_at(by, key, organisation.pk, is_school=is_school).require()
    with transaction.atomic():
        Organisation.objects.select_for_update().get(pk=organisation.pk)
        text = _stored(key, at)
        run = ChecklistRun.objects.create(
            checklist=text,
            organisation=organisation,
            label=_next_letter(organisation.pk) if key is ListKey.RECRUITING else "",
            begun_by_id=by.user_id,
            begun_at=at,
        )
        _log(by, at, "checklist.begin", "ChecklistRun", run.pk)
    return run


def answer_run(
    *,
    by: Actor,
    at: datetime,
    public_id: str,
    version: int,
    answers: Mapping[int, tuple[Tick, str]],
    is_done: bool = False,
) -> None:
    """Keep the answers of a run; ``is_done`` ends it, once every point is answered.

    Raises:
        NotThere: there is no such run for the actor.
        Refused: it is done, somebody else was first, or points are missing.
    """
    with transaction.atomic():
        run = ChecklistRun.objects.select_for_update().get(pk=get_run(by, public_id).pk)
        if run.done_at is not None:
            _DONE.require()
        if run.version != version:
            _STALE.require()
        total = len(run.checklist.points)
        kept = {at: answer for at, answer in answers.items() if 0 <= at < total}
        if is_done:
            may_finish(len(kept), of=total).require()
        run.ticks.all().delete()
        ChecklistTick.objects.bulk_create(
            ChecklistTick(run=run, position=position, state=state.value, note=note[:NOTE_LONGEST])
            for position, (state, note) in sorted(kept.items())
        )
        ChecklistRun.objects.filter(pk=run.pk).update(
            version=F("version") + 1, done_at=at if is_done else None
        )
        _log(by, at, "checklist.answer", "ChecklistRun", run.pk)


def forget_old_runs(*, before: datetime) -> int:
    """Delete runs that were begun before the instant, with their answers; returns how many."""
    return (
        ChecklistRun.objects.filter(begun_at__lt=before)
        .delete()[1]
        .get("activities.ChecklistRun", 0)
    )


def _may_write(by: Actor) -> None:
    if not may(by, Permission.CHECKLIST_WRITE):
        _NO_ROLE.require()


def _stored(key: ListKey, at: datetime) -> Checklist:
    """The newest version as a row; the product's own becomes the first, by nobody."""
    rows = Checklist.objects.select_for_update().filter(key=key.value)
    newest = rows.order_by("-version").first()
    if newest is not None:
        return newest
    first = load_first(key)
    return Checklist.objects.get_or_create(
        key=key.value,
        version=1,
        defaults={"points": list(first.points), "source": first.source, "made_at": at},
    )[0]


def _place(by: Actor, key: ListKey, place: str) -> Organisation:
    if key is ListKey.RECRUITING or not place:
        return Organisation.objects.get(pk=by.organisation_id)
    found = find_organisation(place)
    if found is None:
        raise NotThere
    return found


def _next_letter(organisation_id: int) -> str:
    """The first letter from the number of runs on that no kept run has."""
    rows = ChecklistRun.objects.filter(
        organisation_id=organisation_id, checklist__key=ListKey.RECRUITING.value
    )
    taken = set(rows.values_list("label", flat=True))
    return next(letter for n in count(len(taken)) if (letter := letter_of(n)) not in taken)


def _log(by: Actor, at: datetime, action: str, kind: str, object_id: int) -> None:
    record_change(by=by, at=at, action=action, object_type=kind, object_id=object_id)
