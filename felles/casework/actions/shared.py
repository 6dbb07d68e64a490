"""What every write of a case has in common: see it, be allowed, write once, tell the ledger."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.db.models import F

from felles.casework.models import Case, CaseStep, Concern
from felles.casework.queries.cases import CaseView, get_case
from felles.casework.queries.evidence import get_evidence, list_team_service_ids
from felles.ledger.actions import enqueue, record_change
from felles.people.actions import end_name_grants, end_service_grants, grant_service
from felles.programme.queries import get_settings
from felles.rules.access import Actor, Permission, may
from felles.rules.case_flow import NEW_ROUND, TRANSITIONS, Move, Step, may_move
from felles.rules.clocks import due_on
from felles.rules.consent import live_topics
from felles.rules.decision import Decision
from felles.rules.families import FamilyActor
from felles.rules.roles import Audience, Topic
from felles.rules.text import N_


class Conflict(Exception):
    """Somebody else has written the case since the page was shown. Nothing was changed."""


def see_case(by: Actor, public_id: str, permission: Permission) -> CaseView:
    """The case, when the actor may see it now and may do this.

    Asked again at every write: a consent that lapsed since the page was shown closes it here.

    Raises:
        NotVisible: the actor may not see the case, or there is none.
        Refused: the role may not do this.
    """
    view = get_case(by, public_id)
    if not may(by, permission):
        Decision.no(N_("Rollen din kan ikke gjøre dette.")).require()
    return view


def require_open(view: CaseView) -> None:
    """Refuse to write in a closed case."""
    if view.case.state != Case.State.OPEN:
        Decision.no(N_("Saken er avsluttet. Åpne den igjen først.")).require()


def log(
    by: Actor,
    at: datetime,
    view: CaseView,
    action: str,
    object_type: str,
    object_id: int,
    **codes: str | int,
) -> None:
    """Write the change row of a case."""
    record_change(
        by=by,
        at=at,
        action=action,
        object_type=object_type,
        object_id=object_id,
        case_id=view.case.pk,
        pupil_id=view.case.pupil_id,
        codes=codes,
    )


def common(
    view: CaseView,
    by: Actor,
    at: datetime,
    *,
    audience: Audience,
    topic: Topic = Topic.SCHOOL_ENVIRONMENT,
) -> dict[str, Any]:
    """The fields of every text of a case: who, when, in which round, on what, for whom."""
    return {
        "case": view.case,
        "by_id": by.user_id,
        "at": at,
        "round_number": view.case.round_number,
        "topic": topic.value,
        "audience": audience.value,
    }


def bump(view: CaseView, version: int, **fields: object) -> None:
    """Change the case row if it is still the version that the actor saw.

    Raises:
        Conflict: it is not; nothing was written.
    """
    changed = Case.objects.filter(pk=view.case.pk, version=version).update(
        version=F("version") + 1, **fields
    )
    if not changed:
        raise Conflict


def make_move(
    *, by: Actor, at: datetime, view: CaseView, move: Move, version: int, reason: str = ""
) -> None:
    """Ask the rule, change the step, add the history row, tell the ledger and the raisers.

    Call within a transaction.

    Raises:
        Refused: the rule says no, with what is missing.
        Conflict: somebody else was first.
    """
    case, source = view.case, Step(view.case.step)
    may_move(source, move, get_evidence(by, view)).require()
    target = TRANSITIONS[move].target
    fields: dict[str, object] = {
        "step": target.value,
        "step_since_on": by.on,
        "due_on": due_on(target, by.on, get_settings(by.on)),
    }
    if move in NEW_ROUND:
        fields["round_number"] = F("round_number") + 1
    if move is Move.REOPEN:
        fields |= {"state": Case.State.OPEN.value, "closed_at": None, "active_since_at": at}
    if target is Step.CLOSED:
        fields |= {"state": Case.State.CLOSED.value, "closed_at": at}
    bump(view, version, **fields)
    step = CaseStep.objects.create(
        case=case,
        move=move.value,
        from_step=source.value,
        to_step=target.value,
        reason=reason,
        by_id=by.user_id,
        at=at,
    )
    log(by, at, view, f"case.{move.value}", "CaseStep", step.pk, to=target.value)
    fit_grants(by, at, view, target)
    tell_raisers(by, at, view)


def fit_grants(by: Actor, at: datetime, view: CaseView, step: Step) -> None:
    """Open the pupil for the consented services while the case is with them, close it else.

    A closed case takes with it what colleagues were named for.
    """
    case = view.case
    if step is Step.CLOSED:
        end_name_grants(by=by, at=at, pupil=case.pupil, case_id=case.pk)
    if not step.needs_consent:
        end_service_grants(by=by, at=at, pupil_id=case.pupil_id, case_id=case.pk)
        return
    open_grants(by, at, view)


def open_grants(by: Actor | FamilyActor, at: datetime, view: CaseView) -> None:
    """Open the pupil for each service of the team that all holders allow something today."""
    case = view.case
    for service_id in sorted(list_team_service_ids(case.school_id)):
        if live_topics(view.facts.holders, service_id, by.on):
            grant_service(
                by=by, at=at, pupil_id=case.pupil_id, service_id=service_id, case_id=case.pk
            )


def tell_raisers(by: Actor, at: datetime, view: CaseView) -> None:
    """Put a notice without content in the outbox for each who raised a concern, but the actor."""
    raisers = Concern.objects.filter(case=view.case).exclude(by_id=by.user_id)
    for user_id in sorted(set(raisers.values_list("by_id", flat=True))):
        enqueue(at=at, kind="loop", recipient_id=user_id, case_id=view.case.pk)
