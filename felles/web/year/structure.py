"""Which meetings a school or a service has: made from the guide, adapted by those who meet."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from felles.meetings.actions import add_series, change_series, create_structure
from felles.meetings.queries import (
    NotThere,
    Structure,
    get_series,
    get_structure,
    list_candidates,
    list_structures,
)
from felles.rules.access import Permission, may
from felles.rules.decision import Decision
from felles.rules.free_times import WEEKDAYS
from felles.rules.meetings import MeetingKind, Place
from felles.rules.roles import OrgKind
from felles.ui import dates
from felles.ui.access import ActorRequest, needs
from felles.web.common import render_page, version_of
from felles.web.year.common import carry_out_change, listed, rhythm
from felles.web.year.forms import NewSeriesForm, SeriesForm

if TYPE_CHECKING:
    from felles.meetings.models import Series

# So many names are found by the eye.
FEW = 10


@needs(Permission.MEETING_READ)
def structures(request: ActorRequest) -> HttpResponse:
    """The schools and services whose meetings the actor may shape. ``sok`` narrows by name."""
    every = list_structures(request.actor)
    if not every:
        raise Http404
    wanted = request.GET.get("sok", "").strip()
    rows = [row for row in every if wanted.casefold() in row.organisation.name.casefold()]
    context = {
        "schools": [row for row in rows if row.organisation.kind == OrgKind.SCHOOL.value],
        "services": [row for row in rows if row.organisation.kind != OrgKind.SCHOOL.value],
        "wanted": wanted,
        "may_narrow": bool(wanted) or len(every) > FEW,
        "may_plan": may(request.actor, Permission.MEETING_PLAN),
    }
    return render_page(request, "web/year/structures.html", context)


@dataclass(frozen=True, slots=True)
class SeriesRow:
    """One series as the page tells of it."""

    series: Series
    name: str
    rhythm: str
    when: str
    members: str
    substitutes: str
    source: str


@needs(Permission.MEETING_READ)
def structure(request: ActorRequest, public_id: str) -> HttpResponse:
    """The meetings of one school or service."""
    found = _structure_or_404(request, public_id)
    what = request.POST.get("what", "add")
    place = Place.SCHOOL if found.organisation.kind == OrgKind.SCHOOL.value else Place.SERVICE
    is_add = request.method == "POST" and what != "create"
    form = NewSeriesForm(request.POST if is_add else None, place=place)
    refusal: Decision | None = None
    status = 200
    if request.method == "POST":
        do = _deed(request, what, public_id, form)
        if do is not None:
            refusal, status = carry_out_change(request, do)
            if refusal is None:
                messages.success(request, _("Møtene er lagret."))
                return redirect("year-structure", public_id)
    context = {
        "organisation": found.organisation,
        "is_school": place is Place.SCHOOL,
        "rows": [_row(one) for one in found.series],
        "missing": [template.kind.label for template in found.missing],
        "form": form,
        "refusal": refusal,
        "may_plan": may(request.actor, Permission.MEETING_PLAN),
    }
    status = 422 if form.errors else status
    return render_page(request, "web/year/structure.html", context, status=status)


def _structure_or_404(request: ActorRequest, public_id: str) -> Structure:
    try:
        return get_structure(request.actor, public_id)
    except NotThere:
        raise Http404 from None


def _deed(
    request: ActorRequest, what: str, public_id: str, form: NewSeriesForm
) -> Callable[[], object] | None:
    by = request.actor
    if what == "create":
        return partial(create_structure, by=by, at=by.at, public_id=public_id)
    if form.is_valid():
        kind = MeetingKind(form.cleaned_data["kind"])
        name = form.cleaned_data["name"]
        return partial(add_series, by=by, at=by.at, public_id=public_id, kind=kind, name=name)
    return None


def _row(series: Series) -> SeriesRow:
    from felles.rules.meetings import TEMPLATES

    kind = MeetingKind(series.kind)
    members = list(series.members.all())
    minutes = ngettext("%(n)d minutt", "%(n)d minutter", series.minutes) % {"n": series.minutes}
    return SeriesRow(
        series=series,
        name=series_name(series.kind, series.name),
        rhythm=f"{rhythm(series.every_weeks).capitalize()}, {minutes}",
        when=_when(series),
        members=listed(one.post.user.name for one in members if not one.is_substitute),
        substitutes=listed(one.post.user.name for one in members if one.is_substitute),
        source=TEMPLATES[kind].source,
    )


def series_name(kind: str, name: str) -> str:
    """What a series is called: its own name, else that of its kind."""
    return name or _(MeetingKind(kind).label)


def _when(series: Series) -> str:
    if series.weekday is None or series.starts_at is None:
        return ""
    return _("%(day)s kl. %(time)s") % {
        "day": _(WEEKDAYS[series.weekday]),
        "time": dates.clock_time(series.starts_at),
    }


@needs(Permission.MEETING_READ)
def series(request: ActorRequest, public_id: str) -> HttpResponse:
    """One series: how often, how long, where, and who takes part."""
    try:
        row = get_series(request.actor, public_id)
    except NotThere:
        raise Http404 from None
    # Those who take part stand first, so that a long staff list need not be read.
    candidates = {one.post_id: one.post for one in row.members.all()}
    for post in list_candidates(request.actor, row.organisation):
        candidates.setdefault(post.pk, post)
    form = SeriesForm(request.POST or None, series=row, candidates=candidates.values())
    refusal: Decision | None = None
    status = 200
    if request.method == "POST" and form.is_valid():
        refusal, status = carry_out_change(request, partial(_change, request, row, form))
        if refusal is None:
            messages.success(request, _("Møtet er lagret."))
            return redirect("year-structure", row.organisation.public_id)
    context = {
        "series": row,
        "name": series_name(row.kind, row.name),
        "organisation": row.organisation,
        "is_team": row.kind == MeetingKind.INNSATSTEAM.value,
        "when": _when(row),
        "form": form,
        "refusal": refusal,
        # What was typed is sent again against the row as it is now.
        "version": row.version,
        "may_plan": may(request.actor, Permission.MEETING_PLAN),
    }
    status = 422 if form.errors else status
    return render_page(request, "web/year/series.html", context, status=status)


def _change(request: ActorRequest, row: Series, form: SeriesForm) -> None:
    change_series(
        by=request.actor,
        at=request.actor.at,
        public_id=row.public_id,
        version=version_of(request),
        text=form.text(),
        post_ids=form.chosen("members"),
        substitute_ids=form.chosen("substitutes"),
    )
