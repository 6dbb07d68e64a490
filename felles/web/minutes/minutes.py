"""The minutes of one case: the list, one version, putting it right, and the paper."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from felles.casework import actions
from felles.casework.queries import (
    CaseView,
    MinutesPage,
    NotVisible,
    get_minutes,
    list_minutes,
)
from felles.rules.access import Permission
from felles.ui.access import ActorRequest, needs
from felles.web.cases.shown import case_head
from felles.web.cases.writing import FormPage, form_page
from felles.web.common import carry_out, open_case_or_404, render_page, status_of, version_of
from felles.web.minutes.documents import as_file, minutes_document
from felles.web.minutes.forms import CorrectForm, MinutesForm


@needs(Permission.CASE_READ)
def minutes_list(request: ActorRequest, public_id: str) -> HttpResponse:
    """The minutes of a case, one for each meeting; those who write them begin the missing."""
    view = open_case_or_404(request, public_id)
    found = list_minutes(request.actor, view)
    refusal = None
    if request.method == "POST":
        row_id = request.POST.get("row", "")
        if row_id not in {item.row.public_id for item in found.missing}:
            return redirect("minutes-list", public_id)
        refusal = carry_out(
            request,
            lambda: actions.begin_minutes(
                by=request.actor, at=request.actor.at, public_id=public_id, row_id=row_id
            ),
        )
        if refusal is None:
            newest = list_minutes(request.actor, view).rows
            mine = (one for one in newest if one.minutes.item.row.public_id == row_id)
            return redirect("minutes", public_id, next(mine).minutes.public_id)
    context = {**case_head(view), "title": _("Referater"), "found": found, "refusal": refusal}
    return render_page(request, "web/minutes/list.html", context, status=status_of(refusal))


@needs(Permission.CASE_READ)
def minutes(request: ActorRequest, public_id: str, minutes_id: str) -> HttpResponse:
    """One version: read it; a draft is written and approved here."""
    view = open_case_or_404(request, public_id)
    page = _get_or_404(request, view, minutes_id)
    if not page.may_write.allowed:
        if request.method == "POST":
            return _too_late(request, view, page)
        return _render(request, view, page, {"form": None, "refusal": None})
    row = page.minutes
    initial = {"text": row.text, "topic": row.topic, "audience": row.audience}
    form = MinutesForm(request.POST or None, called=view.case.pupil.called, initial=initial)
    if request.method != "POST":
        return _render(request, view, page, {"form": form, "refusal": None})
    if not form.is_valid():
        seen = {"form": form, "refusal": None, "version": version_of(request)}
        return _render(request, view, page, seen, status=422)
    approves = request.POST.get("do") == "approve"
    refusal = carry_out(request, _write(request, view, page, form, approves=approves))
    if refusal is None:
        said = _("Referatet er godkjent.") if approves else _("Utkastet er lagret.")
        messages.success(request, said)
        return redirect("minutes", public_id, minutes_id)
    # Shown with what was typed, and as it is now.
    fresh = _get_or_404(request, view, minutes_id)
    context = {"form": form, "refusal": refusal, "theirs": fresh.minutes.text}
    return _render(request, view, fresh, context, status=status_of(refusal))


def _write(
    request: ActorRequest, view: CaseView, page: MinutesPage, form: MinutesForm, *, approves: bool
) -> Callable[[], None]:
    where: dict[str, Any] = {
        "by": request.actor,
        "at": request.actor.at,
        "public_id": view.case.public_id,
        "minutes_id": page.minutes.public_id,
    }
    version = version_of(request)

    def do() -> None:
        actions.write_minutes(**where, version=version, **form.cleaned_data)
        if approves:
            actions.approve_minutes(**where, version=version + 1)

    return do


def _too_late(request: ActorRequest, view: CaseView, page: MinutesPage) -> HttpResponse:
    """Somebody has approved the text meanwhile: what was typed stays on the page.

    For those who only read there is nothing to send.
    """
    if not page.may_write.reason:
        return redirect("minutes", view.case.public_id, page.minutes.public_id)
    called = view.case.pupil.called
    context = {"form": None, "refusal": page.may_write, "typed": request.POST.get("text", "")}
    return _render(request, view, page, {**context, "called": called}, status=409)


def _get_or_404(request: ActorRequest, view: CaseView, minutes_id: str) -> MinutesPage:
    try:
        return get_minutes(request.actor, view, minutes_id)
    except NotVisible:
        raise Http404 from None


def _render(
    request: ActorRequest,
    view: CaseView,
    page: MinutesPage,
    context: dict[str, Any],
    *,
    status: int = 200,
) -> HttpResponse:
    shown = {
        **case_head(view),
        "title": _("Referat"),
        "page": page,
        "minutes": page.minutes,
        "version": page.minutes.version,
        "theirs": "",
        "typed": "",
        **context,
    }
    return render_page(request, "web/minutes/minutes.html", shown, status=status)


@needs(Permission.MEETING_LEAD)
def correct(request: ActorRequest, public_id: str, minutes_id: str) -> HttpResponse:
    """Begin a new version of approved minutes, and say why."""
    view = open_case_or_404(request, public_id)
    page = _get_or_404(request, view, minutes_id)
    form = CorrectForm(request.POST or None)

    def do() -> None:
        actions.correct_minutes(
            by=request.actor,
            at=request.actor.at,
            public_id=public_id,
            minutes_id=minutes_id,
            **form.cleaned_data,
        )

    shown = FormPage(
        _("Rett referatet"),
        "web/cases/write.html",
        do,
        _("Ny versjon er begynt. Skriv den riktige teksten, og godkjenn den."),
        context={"lead": _("Godkjente referater endres ikke. Rettelsen blir en ny versjon.")},
        goal=reverse("minutes-list", args=[public_id]),
        needs_open=False,
        follows_version=False,
    )
    if request.method != "POST" and not page.may_correct.allowed:
        return redirect("minutes", public_id, minutes_id)
    return form_page(request, view, shown, form)


@needs(Permission.MEETING_LEAD)
@require_safe
def paper(request: ActorRequest, public_id: str, minutes_id: str) -> HttpResponse:
    """One version as PDF, made anew each time and kept nowhere; a read row of a file first."""
    by = request.actor
    try:
        view = actions.open_file(by=by, at=by.at, public_id=public_id, route="minutes-paper")
        page = get_minutes(by, view, minutes_id)
    except NotVisible:
        raise Http404 from None
    return as_file(minutes_document(view, page), "referat", by.at)
