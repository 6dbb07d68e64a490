"""What a guardian asks for, as the guardian's page shows it to staff, and what to do about it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from felles.rules.families import MessageKind

if TYPE_CHECKING:
    from felles.people.models import FamilyMessage

TODO: dict[MessageKind, str | Promise] = {
    MessageKind.WISH: "",
    MessageKind.CALL: _("Ring den foresatte. Skriv her hva dere avtalte."),
    MessageKind.INTERPRETER: _("Bestill tolk. Skriv her når dere kan snakke sammen."),
    MessageKind.PAPER: _("Skriv ut papirene og gi dem til den foresatte. Skriv her når de kommer."),
    MessageKind.CORRECTION: _(
        "Se hva som er feil. På tidslinja trekker den som skrev en tekst, eller sosiallæreren, den "
        "tilbake og skriver den på nytt. Skriv her hva dere har rettet, eller hvorfor ikke."
    ),
    MessageKind.COPY: _("Gi den foresatte kopien. Skriv her hvordan den kommer."),
}


@dataclass(frozen=True, slots=True)
class Message:
    """One message, and what staff do about it while it waits."""

    row: FamilyMessage
    todo: str
    asks_call: bool
    asks_paper: bool


def tell_messages(rows: Iterable[FamilyMessage]) -> list[Message]:
    """The messages of one guardian, those that wait first, each group newest first."""
    waiting_first = sorted(rows, key=lambda row: row.handled_at is not None)
    return [_tell(row) for row in waiting_first]


def _tell(row: FamilyMessage) -> Message:
    kind = MessageKind(row.kind)
    return Message(
        row=row,
        todo=str(TODO[kind]),
        asks_call=kind is MessageKind.CALL,
        asks_paper=kind in (MessageKind.PAPER, MessageKind.COPY),
    )
