"""Measures: adding one, saying how it goes, ending it."""

from __future__ import annotations

import secrets
from http import HTTPStatus
from typing import TYPE_CHECKING

from django.http import Http404, HttpResponse
from django.utils.translation import gettext as _

from felles.casework import actions
from felles.casework.queries import CaseView, NotVisible, get_measure, list_goals, list_readers
from felles.meetings.queries import list_team_services
from felles.rules.access import Actor, Permission
from felles.rules.consent import live_topics
from felles.ui.access import ActorRequest, needs
from felles.web.cases.forms import CheckInForm, MeasureForm, MeasureOwnerForm
from felles.web.cases.plan import (
    check_in_label,
    measure_row,
    say_organisation,
    sorted_check_ins,
)
from felles.web.cases.shown import case_head
from felles.web.cases.words import DONE, RATING_LABELS, STOPPED
from felles.web.cases.writing import FormPage, case_url, form_page
from felles.web.common import keep_typed_text, open_case_or_404, render_page, version_of

if TYPE_CHECKING:
    from felles.casework.models import Measure

Who = list[tuple[str, list[tuple[str, str]]]]


def _who(actor: Actor, view: CaseView) -> Who:
    """The school and the services that the guardians allow, with the people who see the case."""
    case, holders = view.case, view.facts.holders
    services = [
        (service.pk, service.name)
        for service in list_team_services(case.school_id)
        if service.pk in view.facts.granted_service_ids
        and live_topics(holders, service.pk, actor.on)
    ]
    offered = [(case.school_id, _("Skolen")), *services]
    if not view.sight.is_school:
        offered = [row for row in services if row[0] == actor.organisation_id]
    readers = list_readers(actor, view)
    groups: Who = []
    for organisation_id, name in offered:
        people = [
            (f"{organisation_id}:{reader.user_id}", f"{reader.name}, {_(reader.role.label)}")
            for reader in readers
            if reader.organisation_id == organisation_id
        ]
        anyone = (f"{organisation_id}:", _("%(name)s, ikke bestemt hvem") % {"name": name})
        groups.append((name, [anyone, *people]))
    return groups


@needs(Permission.MEASURE_WRITE)
def add_measure(request: ActorRequest, public_id: str) -> HttpResponse:
    """Add a measure: goal, what, who, by when."""
    view = open_case_or_404(request, public_id)
    form = MeasureForm(
        request.POST or None,
        called=view.case.pupil.called,
        who=_who(request.actor, view),
        topics=view.sight.topics,
        initial={"goal": next(iter(list_goals(request.actor, view)), "")},
    )

    def write() -> object:
        data = form.cleaned_data
        organisation_id, owner_id = data["who"]
        return actions.add_measure(
            by=request.actor,
            at=request.actor.at,
            public_id=public_id,
            goal=data["goal"],
            what=data["what"],
            due_on=data["due_on"],
            topic=data["topic"],
            organisation_id=organisation_id,
            owner_id=owner_id,
        )

    page = FormPage(
        _("Legg til tiltak"),
        "web/cases/write.html",
        write,
        _("Tiltaket er lagt til."),
        goal=case_url(view, "#plan"),
    )
    return form_page(request, view, page, form)


@needs(Permission.MEASURE_FOLLOW)
def check_in(request: ActorRequest, public_id: str, measure_id: str) -> HttpResponse:
    """One measure: how it has gone, and how it goes now. One tap answers with the plan's line."""
    view = open_case_or_404(request, public_id)
    measure = _measure_or_404(request, view, measure_id)
    form = CheckInForm(request.POST or None)

    def write() -> None:
        actions.check_in(
            by=request.actor,
            at=request.actor.at,
            public_id=public_id,
            measure_public_id=measure_id,
            **form.cleaned_data,
        )

    is_tap = request.headers.get("HX-Request") == "true"
    page = FormPage(
        measure.what,
        "web/cases/measure.html",
        write,
        "" if is_tap else _("Takk. Det er lagret."),
        goal=case_url(view, "#plan"),
        context=_measure_context(request.actor, view, measure),
        needs_open=False,
    )
    response = form_page(request, view, page, form)
    if is_tap and request.method == "POST":
        return _answer_tap(request, view, measure_id, response)
    return response


def _measure_or_404(request: ActorRequest, view: CaseView, measure_id: str) -> Measure:
    try:
        return get_measure(request.actor, view, measure_id)
    except NotVisible:
        keep_typed_text(request)
        raise Http404 from None


def _measure_context(actor: Actor, view: CaseView, measure: Measure) -> dict[str, object]:
    return {
        "measure": measure,
        "row": measure_row(actor, view, measure, ""),
        "organisation": say_organisation(view, measure.organisation),
        "told": [(row, check_in_label(row)) for row in reversed(sorted_check_ins(measure))],
        "measure_version": measure.version,
        "done": DONE,
        "stopped": STOPPED,
    }


def _answer_tap(
    request: ActorRequest, view: CaseView, measure_id: str, response: HttpResponse
) -> HttpResponse:
    """Answer htmx: the plan's line as it stands now, or the way to the page that says why not."""
    if response.status_code != HTTPStatus.FOUND:
        return HttpResponse(status=HTTPStatus.NO_CONTENT, headers={"HX-Redirect": request.path})
    row = measure_row(
        request.actor,
        view,
        _measure_or_404(request, view, measure_id),
        secrets.token_urlsafe(24),
    )
    context = {**case_head(view), "row": row, "is_answer": True, "ratings": RATING_LABELS.items()}
    return render_page(request, "web/cases/detail.html#ask", context)


@needs(Permission.MEASURE_FOLLOW)
def measure_status(request: ActorRequest, public_id: str, measure_id: str) -> HttpResponse:
    """Mark a measure as done or stopped."""
    view = open_case_or_404(request, public_id)
    measure = _measure_or_404(request, view, measure_id)
    status = request.POST.get("status", "")

    def write() -> None:
        actions.set_measure_status(
            by=request.actor,
            at=request.actor.at,
            public_id=public_id,
            measure_public_id=measure_id,
            status=int(status) if status in (str(DONE), str(STOPPED)) else 0,
            version=version_of(request),
        )

    page = FormPage(
        _("Ferdig eller stoppet"),
        "web/cases/measure_status.html",
        write,
        _("Tiltaket er oppdatert."),
        goal=case_url(view, "#plan"),
        follows_version=False,
        context=_measure_context(request.actor, view, measure),
        needs_open=False,
    )
    return form_page(request, view, page)


@needs(Permission.ELEVSAK_BRING)
def measure_owner(request: ActorRequest, public_id: str, measure_id: str) -> HttpResponse:
    """Give a measure to somebody else, for example when a service is not in the case any longer."""
    view = open_case_or_404(request, public_id)
    measure = _measure_or_404(request, view, measure_id)
    form = MeasureOwnerForm(request.POST or None, who=_who(request.actor, view))

    def write() -> None:
        organisation_id, owner_id = form.cleaned_data["who"]
        actions.give_measure(
            by=request.actor,
            at=request.actor.at,
            public_id=public_id,
            measure_public_id=measure_id,
            organisation_id=organisation_id,
            owner_id=owner_id,
            version=version_of(request),
        )

    page = FormPage(
        _("Hvem gjør tiltaket?"),
        "web/cases/measure_owner.html",
        write,
        _("Tiltaket har fått en ny ansvarlig."),
        goal=case_url(view, "#plan"),
        follows_version=False,
        context=_measure_context(request.actor, view, measure),
    )
    return form_page(request, view, page, form)
