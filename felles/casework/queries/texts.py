"""The texts of a case that somebody may take back."""

from __future__ import annotations

from felles.casework.models import (
    ChildVoice,
    Concern,
    Contact,
    Evaluation,
    Note,
    Retractable,
    Talk,
    readable,
)
from felles.casework.queries.cases import CaseView, NotVisible
from felles.rules.access import Actor
from felles.rules.texts import TextKind, may_choose_text

MODELS: dict[TextKind, type[Retractable]] = {
    TextKind.CONCERN: Concern,
    TextKind.TALK: Talk,
    TextKind.NOTE: Note,
    TextKind.VOICE: ChildVoice,
    TextKind.EVALUATION: Evaluation,
    TextKind.CONTACT: Contact,
}


def find_own_text(actor: Actor, view: CaseView, kind: str, text_id: str) -> Retractable:
    """A text of a visible case that the actor reads and may take back.

    Raises:
        NotVisible: there is none of this kind, he may not read it, or it is somebody else's.
    """
    if kind not in set(TextKind):
        raise NotVisible
    rows = readable(MODELS[TextKind(kind)], actor, view.sight)
    text = rows.filter(case=view.case, public_id=text_id).select_related("by").first()
    if text is None or not may_choose_text(actor, view.sight, author_id=text.by_id):
        raise NotVisible
    return text


def kind_of(text: Retractable) -> TextKind:
    """Which kind of text it is."""
    return next(kind for kind, model in MODELS.items() if isinstance(text, model))
