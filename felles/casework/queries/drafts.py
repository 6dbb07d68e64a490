"""One's own drafts. Nobody else's."""

from __future__ import annotations

from felles.casework.models import Draft
from felles.rules.access import Actor


def find_draft(actor: Actor, public_id: str) -> Draft | None:
    """One's own draft of a concern."""
    return Draft.objects.filter(
        public_id=public_id, writer_id=actor.user_id, kind=Draft.Kind.CONCERN.value
    ).first()


def list_drafts(actor: Actor) -> list[Draft]:
    """One's own drafts and rescued texts, newest first."""
    return list(Draft.objects.filter(writer_id=actor.user_id).order_by("-updated_at", "-pk")[:20])
