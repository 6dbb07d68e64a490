"""Drafts, rescued text, and the record that the duty to report was followed."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

from django.db import transaction

from felles.casework.models import Draft, DutyRoute
from felles.ledger.actions import record_change
from felles.rules.access import Actor
from felles.rules.decision import Decision
from felles.rules.text import N_


def save_draft(*, by: Actor, at: datetime, data: Mapping[str, str], public_id: str = "") -> Draft:
    """Keep what has been typed of a concern so far; returns the draft. Only its writer sees it."""
    draft = Draft.objects.filter(
        public_id=public_id, writer_id=by.user_id, kind=Draft.Kind.CONCERN.value
    ).first()
    if draft is None:
        return Draft.objects.create(
            kind=Draft.Kind.CONCERN.value, writer_id=by.user_id, data=dict(data), updated_at=at
        )
    draft.data = {**draft.data, **data}
    draft.updated_at = at
    draft.save(update_fields=["data", "updated_at"])
    return draft


def delete_draft(*, by: Actor, public_id: str) -> None:
    """Delete one's own draft."""
    Draft.objects.filter(public_id=public_id, writer_id=by.user_id).delete()


def rescue_text(*, by: Actor, at: datetime, data: Mapping[str, str]) -> None:
    """Keep text from a form that could not be carried out, so that nothing typed is lost.

    Kept for every refused form alike, whether the case exists or not.
    """
    keep_for(writer_id=by.user_id, at=at, data=data)


def keep_for(*, writer_id: int, at: datetime, data: Mapping[str, str]) -> None:
    """Keep text for a person who is not acting now: a pupil's words, for whoever asked."""
    kept = {key: value for key, value in data.items() if value.strip()}
    if kept:
        Draft.objects.create(
            kind=Draft.Kind.RESCUED.value, writer_id=writer_id, data=kept, updated_at=at
        )


def forget_old_drafts(*, before: datetime) -> int:
    """Delete drafts and rescued text untouched since the instant; returns how many."""
    return Draft.objects.filter(updated_at__lt=before).delete()[0]


def record_duty_route(*, by: Actor, at: datetime, route: str) -> None:
    """Record that 112 or barnevernet was told: the route, who, when. Nothing about the child.

    Asks nobody: the duty is personal and waits for no consent, team or leader.
    """
    if route not in DutyRoute.Route.values:
        Decision.no(N_("Velg hvem du har varslet.")).require()
    with transaction.atomic():
        row = DutyRoute.objects.create(
            route=route, by_id=by.user_id, organisation_id=by.organisation_id, at=at
        )
        record_change(
            by=by,
            at=at,
            action="duty.route",
            object_type="DutyRoute",
            object_id=row.pk,
            codes={"route": route},
        )
