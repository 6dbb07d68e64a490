"""A concern is raised. It opens a case, or joins the one that is open."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from django.db import IntegrityError, transaction
from django.db.models import F

from felles.casework.actions.shared import Conflict
from felles.casework.models import Case, CaseStep, Concern, Talk
from felles.ledger.actions import enqueue, record_change
from felles.people.ids import new_public_id
from felles.people.models import Pupil
from felles.people.queries import list_coordinator_ids, pupils_visible_to
from felles.programme.queries import get_settings
from felles.rules.access import Actor, Permission, may
from felles.rules.case_flow import Step
from felles.rules.clocks import due_on
from felles.rules.decision import Decision
from felles.rules.roles import Audience, Topic
from felles.rules.text import N_


@dataclass(frozen=True, slots=True)
class TalkText:
    """A talk about the concern: the day it was held, or why it was not; empty is not yet."""

    held_on: date | None = None
    who: str = ""
    note: str = ""
    reason_not: str = ""

    def __bool__(self) -> bool:
        return self.held_on is not None or bool(self.reason_not.strip())


@dataclass(frozen=True, slots=True)
class ConcernText:
    """What whoever raises a concern has written."""

    seen: str
    topic: Topic
    strengths: str = ""
    where: str = ""
    since: str = ""
    tried: str = ""


def raise_concern(
    *,
    by: Actor,
    at: datetime,
    pupil: Pupil,
    concern: ConcernText,
    pupil_talk: TalkText | None = None,
    guardian_talk: TalkText | None = None,
    public_id: str = "",
) -> Concern:
    """Record a concern about a pupil at the actor's school; ``public_id`` is that of its draft.

    The answer to whoever raises it is the same whether or not a case is open already.

    Raises:
        Refused: the role may not, the pupil is not one whom the actor may look up, or nothing
            was written.
    """
    if not may(by, Permission.CONCERN_RAISE):
        Decision.no(N_("Rollen din kan ikke si fra her.")).require()
    if not pupils_visible_to(by).filter(pk=pupil.pk).exists():
        Decision.no(N_("Eleven går ikke på skolen din.")).require()
    if not concern.seen.strip():
        Decision.no(N_("Skriv hva du har sett eller hørt.")).require()
    _check_talks(by, pupil_talk, guardian_talk)
    with transaction.atomic():
        case = _join_or_open(by, at, pupil)
        row = Concern.objects.create(
            public_id=public_id or new_public_id(),
            case=case,
            by_id=by.user_id,
            at=at,
            round_number=case.round_number,
            topic=concern.topic.value,
            audience=Audience.TEAM.value,
            strengths=concern.strengths,
            seen=concern.seen,
            where=concern.where,
            since=concern.since,
            tried=concern.tried,
        )
        _add_talk(by, at, case, Talk.Kind.PUPIL, pupil_talk)
        _add_talk(by, at, case, Talk.Kind.GUARDIANS, guardian_talk)
        record_change(
            by=by,
            at=at,
            action="concern.raise",
            object_type="Concern",
            object_id=row.pk,
            case_id=case.pk,
            pupil_id=pupil.pk,
            codes={"topic": concern.topic.value},
        )
        for user_id in list_coordinator_ids(pupil.school_id, by.on):
            if user_id != by.user_id:
                enqueue(at=at, kind="concern", recipient_id=user_id, case_id=case.pk)
    return row


def _check_talks(by: Actor, *talks: TalkText | None) -> None:
    for talk in talks:
        if talk and talk.held_on and talk.held_on > by.on:
            Decision.no(N_("En samtale som er holdt, kan ikke være fram i tid.")).require()


def _join_or_open(by: Actor, at: datetime, pupil: Pupil) -> Case:
    case = _join(pupil)
    if case is not None:
        return case
    try:
        with transaction.atomic():
            return _open(by, at, pupil)
    except IntegrityError:
        # Two people raised a concern at the same moment: the second joins the first one's case.
        case = _join(pupil)
    if case is None:
        raise Conflict
    return case


def _join(pupil: Pupil) -> Case | None:
    """The pupil's open case, held until the end of the transaction; None when there is none.

    A new version, because whoever is about to close the case has not read this concern.
    """
    open_case = Case.objects.filter(pupil=pupil, state=Case.State.OPEN.value)
    if not open_case.update(version=F("version") + 1):
        return None
    return open_case.get()


def _open(by: Actor, at: datetime, pupil: Pupil) -> Case:
    case = Case.objects.create(
        pupil=pupil,
        school_id=pupil.school_id,
        step=Step.CONCERN.value,
        step_since_on=by.on,
        due_on=due_on(Step.CONCERN, by.on, get_settings(by.on)),
        opened_at=at,
        active_since_at=at,
    )
    CaseStep.objects.create(case=case, to_step=Step.CONCERN.value, by_id=by.user_id, at=at)
    return case


def _add_talk(by: Actor, at: datetime, case: Case, kind: Talk.Kind, talk: TalkText | None) -> None:
    if not talk:
        return
    Talk.objects.create(
        case=case,
        by_id=by.user_id,
        at=at,
        round_number=case.round_number,
        kind=kind.value,
        held_on=talk.held_on,
        who=talk.who,
        note=talk.note,
        reason_not="" if talk.held_on else talk.reason_not,
    )
