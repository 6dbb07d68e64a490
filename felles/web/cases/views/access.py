"""Who can see a case, who has seen it, and who is responsible."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from itertools import groupby

from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _

from felles.casework import actions
from felles.casework.queries import CaseView, list_readers
from felles.ledger.queries import ReadRow, list_reads
from felles.people.queries import (
    list_actors_at_school,
    list_guardian_names,
    list_organisation_names,
    list_user_names,
)
from felles.rules.access import OSLO, Ground, Permission, may
from felles.rules.roles import NAMED_CASE_ROLES, Role
from felles.ui.access import ActorRequest, needs
from felles.web.cases.forms import OwnerForm, ReaderForm
from felles.web.cases.shown import case_head
from felles.web.cases.words import READ_KINDS
from felles.web.cases.writing import FormPage, case_url, form_page
from felles.web.common import open_case_or_404, render_page, version_of

READS_SHOWN = 100


@dataclass(frozen=True, slots=True)
class ShownReader:
    """One who can see the case, and why, in words."""

    user_id: int
    name: str
    role: str
    organisation: str
    reason: str
    is_named: bool


def _shown_readers(request: ActorRequest, view: CaseView) -> list[ShownReader]:
    return [
        ShownReader(
            user_id=reader.user_id,
            name=reader.name,
            role=_(reader.role.label),
            organisation=reader.organisation_name,
            reason=_(reader.ground.label),
            is_named=reader.user_id in view.facts.named_user_ids,
        )
        for reader in list_readers(request.actor, view)
    ]


@needs(Permission.CASE_READ)
def readers(request: ActorRequest, public_id: str) -> HttpResponse:
    """Everyone who can see the case, each with the reason."""
    view = open_case_or_404(request, public_id)
    context = {
        **case_head(view),
        "title": _("Hvem kan se saken, og hvorfor"),
        "readers": _shown_readers(request, view),
        "may_name": may(request.actor, Permission.READER_NAME),
        "refusal": None,
    }
    return render_page(request, "web/cases/readers.html", context)


def _colleagues(request: ActorRequest, view: CaseView) -> list[tuple[int, str]]:
    """Those whom a name would let in: staff without the case, and for a protected pupil all."""
    services = view.facts.granted_service_ids if view.facts.is_protected else frozenset()
    have_it = {reader.user_id for reader in list_readers(request.actor, view)}
    found = {}
    for other in list_actors_at_school(
        view.case.school_id, service_ids=services, at=request.actor.at
    ):
        if other.user_id in have_it or not may(other, Permission.CASE_READ):
            continue
        if view.facts.is_protected or other.role in NAMED_CASE_ROLES:
            found[other.user_id] = f"{other.user_name}, {_(other.role.label)}"
    return sorted(found.items(), key=lambda row: row[1])


@needs(Permission.READER_NAME)
def add_reader(request: ActorRequest, public_id: str) -> HttpResponse:
    """Let a colleague, by name, work with the case."""
    view = open_case_or_404(request, public_id)
    form = ReaderForm(request.POST or None, people=_colleagues(request, view))

    def write() -> None:
        data = form.cleaned_data
        actions.name_case_reader(
            by=request.actor,
            at=request.actor.at,
            public_id=public_id,
            user_id=data["user"],
            reason=data["reason"],
        )

    page = FormPage(
        _("Gi en kollega tilgang"),
        "web/cases/write.html",
        write,
        _("Tilgangen er gitt."),
        goal=reverse("case-readers", args=[public_id]),
        needs_open=False,
    )
    return form_page(request, view, page, form)


@needs(Permission.READER_NAME)
def remove_reader(request: ActorRequest, public_id: str) -> HttpResponse:
    """Take a named colleague off the case. Asks once before it is done."""
    view = open_case_or_404(request, public_id)
    text = (request.POST if request.method == "POST" else request.GET).get("hvem", "")
    user_id = int(text) if text.isdecimal() and len(text) < 19 else 0
    goal = reverse("case-readers", args=[public_id])
    if user_id not in view.facts.named_user_ids and request.method != "POST":
        return redirect(goal)

    def write() -> None:
        actions.remove_case_reader(
            by=request.actor, at=request.actor.at, public_id=public_id, user_id=user_id
        )

    # Whoever takes away the own name may have lost sight of the case.
    is_self = user_id == request.actor.user_id and view.facts.is_protected
    page = FormPage(
        _("Ta bort tilgang"),
        "web/cases/reader_remove.html",
        write,
        _("Tilgangen er tatt bort."),
        context={"user_id": user_id, "who": list_user_names([user_id]).get(user_id, "")},
        goal=reverse("case-list") if is_self else goal,
        needs_open=False,
    )
    return form_page(request, view, page)


@dataclass(frozen=True, slots=True)
class ShownRead:
    """One line of the log: who, acting for whom, on which day, how often, and on what ground."""

    at: datetime
    name: str
    role: str
    organisation: str
    what: str
    reason: str
    times: int


def _shown_reads(view: CaseView, reads: list[ReadRow]) -> list[ShownRead]:
    """The log, with the pages that one person opened in a row on one day as one line."""
    names = list_user_names(row.user_id for row in reads if row.user_id is not None)
    guardians = list_guardian_names(view.case.pupil_id)
    places = list_organisation_names(
        {row.organisation_id for row in reads if row.organisation_id is not None}
    )
    lines = []
    for key, group in groupby(reads, key=_one_visit):
        rows = list(group)
        _day, user_id, guardian_id, role, organisation_id, kind, ground = key
        lines.append(
            ShownRead(
                at=rows[0].at,
                name=names.get(user_id or 0, "") or guardians.get(guardian_id or 0, ""),
                role=_("Foresatt") if user_id is None else _(Role(role).label),
                organisation=""
                if view.facts.is_protected
                else places.get(organisation_id or 0, ""),
                what=str(READ_KINDS[kind]),
                reason=_(Ground(ground).label),
                times=len(rows),
            )
        )
    return lines


def _one_visit(row: ReadRow) -> tuple[date, int | None, int | None, str, int | None, str, str]:
    day = row.at.astimezone(OSLO).date()
    who = (row.user_id, row.guardian_id, row.role, row.organisation_id)
    return day, *who, row.kind, row.ground


@needs(Permission.READER_NAME)
def log(request: ActorRequest, public_id: str) -> HttpResponse:
    """Who has seen the case, newest first."""
    view = open_case_or_404(request, public_id)
    context = {
        **case_head(view),
        "title": _("Hvem har sett saken?"),
        "rows": _shown_reads(view, list_reads(view.case.pk, limit=READS_SHOWN)),
        "refusal": None,
    }
    return render_page(request, "web/cases/log.html", context)


def _owner_now(view: CaseView) -> str:
    if view.case.owner is None:
        return _("Ingen har ansvaret for saken ennå.")
    return _("%(name)s har ansvaret nå.") % {"name": view.case.owner.name}


@needs(Permission.ELEVSAK_BRING)
def owner(request: ActorRequest, public_id: str) -> HttpResponse:
    """Give the case to somebody at the school who can see it."""
    view = open_case_or_404(request, public_id)
    people = {
        reader.user_id: f"{reader.name}, {_(reader.role.label)}"
        for reader in list_readers(request.actor, view)
        if reader.ground is not Ground.CONSENT and reader.user_id != view.case.owner_id
    }
    form = OwnerForm(request.POST or None, people=people.items())

    def write() -> None:
        actions.set_owner(
            by=request.actor,
            at=request.actor.at,
            public_id=public_id,
            version=version_of(request),
            owner_id=form.cleaned_data["owner"],
        )

    page = FormPage(
        _("Gi ansvaret videre"),
        "web/cases/write.html",
        write,
        _("Ansvaret er gitt videre."),
        context={"lead": _owner_now(view)},
        goal=case_url(view),
    )
    return form_page(request, view, page, form)
