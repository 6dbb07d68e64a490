"""One way through every form of a case: show, check, carry out once, go back, lose nothing."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from django.contrib import messages
from django.forms import BaseForm
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse

from felles.casework.queries import CaseView
from felles.rules.decision import Decision
from felles.ui.access import ActorRequest
from felles.web.cases.shown import case_head
from felles.web.common import STALE, carry_out, open_case_or_404, render_page, status_of, version_of


def case_url(view: CaseView, part: str = "") -> str:
    """Address of the case's page."""
    return reverse("case", args=[view.case.public_id]) + part


@dataclass(frozen=True)
class FormPage:
    """A page with one form. ``do`` is the action call; ``goal`` where it leads when done.

    ``follows_version`` is off where the version in the form is not that of the case.
    """

    title: str
    template: str
    do: Callable[[], object]
    message: str
    context: Mapping[str, Any] = field(default_factory=dict)
    goal: str = ""
    needs_open: bool = True
    follows_version: bool = True


def form_page(
    request: ActorRequest, view: CaseView, page: FormPage, form: BaseForm | None = None
) -> HttpResponse:
    """Answer a form's GET or POST.

    A version that was seen is sent back as it was after an ordinary error, so that a change by
    somebody else is still noticed; after a conflict the page shows the case as it is now.
    """
    head = case_head(view)
    if request.method != "POST":
        if page.needs_open and head["is_closed"]:
            return redirect(case_url(view))
        return _render(request, page, {**head, "form": form, "refusal": None}, 200)
    if form is not None and not form.is_valid():
        context = {**head, "form": form, "refusal": None, "version": version_of(request)}
        return _render(request, page, context, 422)
    refusal = carry_out(request, page.do)
    if refusal is None:
        if page.message:
            messages.success(request, page.message)
        return redirect(page.goal or case_url(view))
    return refused_page(request, view, page, form, refusal)


def refused_page(
    request: ActorRequest, view: CaseView, page: FormPage, form: BaseForm | None, refusal: Decision
) -> HttpResponse:
    """The form again, with all that was typed, and why it was not carried out.

    When the case has changed since it was shown, that is the reason, whatever else the rule says
    of the case as it is now; the page tells both.
    """
    seen = version_of(request)
    is_stale = refusal is STALE or (page.follows_version and seen not in (0, view.case.version))
    context = {**case_head(view), "version": seen}
    if is_stale:
        context = case_head(open_case_or_404(request, view.case.public_id))
    context |= {"form": form, "refusal": refusal, "is_stale": is_stale, "stale": STALE}
    return _render(request, page, context, status_of(STALE if is_stale else refusal))


def _render(
    request: ActorRequest, page: FormPage, context: dict[str, Any], status: int
) -> HttpResponse:
    return render_page(
        request,
        page.template,
        {"title": page.title, "lead": "", "is_stale": False, **context, **page.context},
        status=status,
    )
