"""«Flere valg»: everything else that the actor may do in the case, in words."""

from __future__ import annotations

from dataclasses import dataclass

from django.utils.translation import gettext as _

from felles.casework.queries import CasePage, CaseView
from felles.rules.access import Actor, Permission, may
from felles.rules.case_flow import Move, Step
from felles.ui.access import may_open
from felles.web.cases.next_step import MOVE_ROUTES


@dataclass(frozen=True, slots=True)
class Choice:
    """One line of the menu."""

    label: str
    route: str
    icon: str


def list_choices(actor: Actor, view: CaseView, page: CasePage) -> list[Choice]:
    """The choices, writing first, then the way on, then who sees what: those whose page opens."""
    is_open = Step(view.case.step) is not Step.CLOSED
    # Some read the answers only: they find them on the case's own page.
    records = may(actor, Permission.CONSENT_RECORD)
    called = {"name": view.case.pupil.called}
    rows: list[tuple[bool, Choice]] = [
        (is_open, Choice(_("Skriv om en samtale"), "case-talk", "phone")),
        (is_open, Choice(_("Skriv ned det %(name)s sier") % called, "case-voice", "quote")),
        (is_open, Choice(_("La %(name)s skrive selv") % called, "case-pupil-page", "child")),
        (is_open, Choice(_("Kontakt med en tjeneste"), "case-contact", "handshake")),
        (is_open, Choice(_("Legg til tiltak"), "measure-add", "add")),
        (
            is_open and Step(view.case.step) is Step.ELEVSAKSMOTE,
            Choice(_("Skriv evaluering"), "case-evaluate", "check"),
        ),
        (is_open, Choice(_("Gi ansvaret videre"), "case-owner", "switch")),
        (True, Choice(_("Møter med familien"), "case-family-meetings", "people")),
        (True, Choice(_("Referater"), "minutes-list", "file")),
        (records, Choice(_("Samtykke og foresatte"), "consent", "consent")),
        (True, Choice(_("Papirer til foresatte"), "case-papers", "print")),
        (True, Choice(_("Adressesperre"), "protection", "shield")),
        (True, Choice(_("Hele tidslinjen"), "case-timeline", "clock")),
        (True, Choice(_("Hvem kan se saken"), "case-readers", "eye")),
        (True, Choice(_("Hvem har sett saken"), "case-log", "list")),
    ]
    writing = [
        choice
        for wanted, choice in rows
        if wanted and may_open(actor, choice.route, view.case.public_id)
    ]
    return [*list_moves(page), *writing]


def list_moves(page: CasePage) -> list[Choice]:
    """The moves of the case that have a page of their own, each page once."""
    seen: dict[str, Choice] = {}
    for move in page.moves:
        route = MOVE_ROUTES[move]
        if route in seen:
            continue
        label = _("Skriv elevsaksmøtets beslutning") if route == "case-decide" else _(move.label)
        if route == "case-evaluate":
            label = _("Skriv evaluering")
        icon = "unlock" if move is Move.REOPEN else "forward"
        seen[route] = Choice(label, route, icon)
    return list(seen.values())
