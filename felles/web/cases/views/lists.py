"""The list of cases, and the search by name."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from django.http import HttpResponse
from django.urls import reverse
from django.utils.cache import patch_vary_headers
from django.utils.functional import Promise
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from felles.casework.actions import open_list, open_search
from felles.casework.queries import CaseFilter, CaseRow
from felles.rules.access import Actor, Ground, Permission
from felles.rules.case_flow import Step
from felles.rules.roles import SERVICE_ROLES
from felles.ui.access import ActorRequest, needs
from felles.web.cases.forms import CaseFilterForm
from felles.web.cases.words import NEXT_OF_STEP, STEP_COLORS
from felles.web.common import render_page

# The tab in the address -> the scope of the list, and what it is called.
TABS: dict[str, tuple[str, str | Promise]] = {
    "alle": ("all", _("Alle jeg ser")),
    "mine": ("mine", _("Mine")),
    "over-fristen": ("late", _("Over fristen")),
    "avsluttede": ("closed", _("Avsluttede")),
}
GRADES = range(1, 11)
# As many as a search answers with; the one who is looked for may be among those left out.
FULL = 25


@dataclass(frozen=True, slots=True)
class ShownRow:
    """A row of the list, in words. No class for services, nor for a protected pupil."""

    row: CaseRow
    next: str
    color: str
    class_name: str
    is_closed: bool


def show_rows(rows: list[CaseRow]) -> list[ShownRow]:
    """The rows as the pages say them."""
    return [
        ShownRow(
            row=row,
            next=str(NEXT_OF_STEP[row.step]),
            color=STEP_COLORS[row.step],
            class_name="" if row.ground is Ground.CONSENT or row.is_protected else row.class_name,
            is_closed=row.step is Step.CLOSED,
        )
        for row in rows
    ]


def _steps(actor: Actor) -> list[tuple[int, str]]:
    """The steps a list may be cut to; a service meets no case outside its own steps."""
    is_service = actor.role in SERVICE_ROLES
    return [
        (step.value, gettext(step.label))
        for step in Step
        if step is not Step.CLOSED and (step.needs_consent or not is_service)
    ]


def _grades(actor: Actor) -> list[tuple[int, str]]:
    """School years to cut to, inside the school only: the year tells of the class."""
    if actor.role in SERVICE_ROLES:
        return []
    return [(grade, gettext("%(grade)d. trinn") % {"grade": grade}) for grade in GRADES]


def _number(text: str, allowed: list[int]) -> int | None:
    return int(text) if text.isdecimal() and len(text) < 6 and int(text) in allowed else None


def _wanted(request: ActorRequest, tab: str) -> CaseFilter:
    step = _number(request.GET.get("steg", ""), [value for value, _l in _steps(request.actor)])
    grade = _number(request.GET.get("trinn", ""), [value for value, _l in _grades(request.actor)])
    page = _number(request.GET.get("side", ""), list(range(1, 1000)))
    scope = TABS[tab][0]
    is_open = scope != "closed"
    return CaseFilter(
        scope=scope if is_open else "all",
        step=Step(step) if step is not None and is_open else None,
        grade=grade,
        is_open=is_open,
        page=page or 1,
    )


def _address(tab: str, wanted: CaseFilter, page: int = 1) -> str:
    query: dict[str, Any] = {} if tab == "alle" else {"vis": tab}
    if wanted.step is not None and TABS[tab][0] != "closed":
        query["steg"] = wanted.step.value
    if wanted.grade is not None:
        query["trinn"] = wanted.grade
    if page > 1:
        query["side"] = page
    address = reverse("case-list")
    return f"{address}?{urlencode(query)}" if query else address


@needs(Permission.CASE_READ)
def case_list(request: ActorRequest) -> HttpResponse:
    """The cases that the actor sees, most urgent first; the page, or its list for htmx."""
    tab = request.GET.get("vis", "")
    tab = tab if tab in TABS else "alle"
    wanted = _wanted(request, tab)
    rows, has_next = open_list(
        by=request.actor, at=request.actor.at, wanted=wanted, route="case-list"
    )
    shown = show_rows(rows)
    context = {
        "tab": tab,
        "tabs": [(_address(key, wanted), label, key == tab) for key, (_s, label) in TABS.items()],
        "rows": shown,
        "shows_class": any(row.class_name for row in shown),
        "form": CaseFilterForm(
            {"steg": wanted.step.value if wanted.step else "", "trinn": wanted.grade or ""},
            steps=[] if tab == "avsluttede" else _steps(request.actor),
            grades=_grades(request.actor),
        ),
        "is_cut": wanted.step is not None or wanted.grade is not None,
        "clear_url": _address(tab, CaseFilter()),
        "previous": _address(tab, wanted, wanted.page - 1) if wanted.page > 1 else "",
        "next": _address(tab, wanted, wanted.page + 1) if has_next else "",
    }
    is_fragment = request.headers.get("HX-Target") == "case-list"
    template = "web/cases/list.html#rows" if is_fragment else "web/cases/list.html"
    response = render_page(request, template, context)
    patch_vary_headers(response, ["HX-Request", "HX-Target"])
    return response


@needs(Permission.CASE_READ)
def search(request: ActorRequest) -> HttpResponse:
    """Cases by name. The name comes in the body, so that no log and no history keeps it."""
    text = request.POST.get("q", "").strip()[:100]
    rows = []
    if text:
        rows = open_search(by=request.actor, at=request.actor.at, text=text, route="case-search")
    shown = show_rows(rows)
    context = {
        "q": text,
        "rows": shown,
        "shows_class": any(row.class_name for row in shown),
        "is_full": len(shown) >= FULL,
    }
    return render_page(request, "web/cases/search.html", context)
