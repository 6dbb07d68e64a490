"""Days without school: by hand, from a file that is shown first, and the public ones by a click."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from functools import partial

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from felles.programme.actions import (
    BY_HAND,
    BY_LAW,
    add_holiday,
    add_public_holidays,
    import_holidays,
    remove_holiday,
)
from felles.programme.queries import find_known_periods, get_calendar, list_holidays, list_periods
from felles.rules.access import Permission
from felles.rules.decision import Decision
from felles.rules.holidays import (
    MOST_BYTES,
    Flaw,
    HolidayFile,
    as_text,
    read_date,
    read_file,
    read_text,
    suggest_holidays,
)
from felles.rules.school_year import Period, school_year_to_plan
from felles.rules.text import N_
from felles.ui.access import ActorRequest, needs
from felles.ui.parts import FileChange
from felles.web.common import render_page
from felles.web.year.common import carry_out_change, chosen_year, list_years, year_name
from felles.web.year.forms import HolidayFileForm, HolidayForm

# Codes that the programme room writes, in words; else the name of a file.
SOURCES = {BY_HAND: N_("Lagt inn for hånd"), BY_LAW: N_("Offentlig fridag")}


def _sample() -> list[Period]:
    """How a file looks, on the page where one is chosen. No school's real days."""
    return [
        Period(_("Høstferie"), date(2026, 10, 5), date(2026, 10, 9)),
        Period(_("Planleggingsdag"), date(2026, 11, 20), date(2026, 11, 20)),
    ]


@needs(Permission.MEETING_PLAN)
def holidays(request: ActorRequest) -> HttpResponse:
    """The days without school of a year, and ways to add and remove."""
    year = chosen_year(request, request.actor)
    what = request.POST.get("what", "add")
    is_add = request.method == "POST" and what not in ("remove", "public")
    form = HolidayForm(request.POST if is_add else None)
    refusal: Decision | None = None
    status = 200
    if request.method == "POST":
        do = _deed(request, what, year, form)
        if do is not None:
            refusal, status = carry_out_change(request, do)
            if refusal is None:
                messages.success(request, _("Skolefri er lagret."))
                return redirect(f"{reverse('year-holidays')}?ar={year}")
    rows = list_holidays(year)
    context = {
        "year": year,
        "year_name": year_name(year),
        "years": [(one, year_name(one)) for one in list_years(request.actor)],
        "rows": [(row, SOURCES.get(row.source, row.source)) for row in rows],
        "suggested": suggest_holidays(year, list_periods(year)),
        "teaching": sum(get_calendar(year).teaching),
        "has_no_summer": get_calendar(year).has_no_summer,
        "form": form,
        "refusal": refusal,
    }
    status = 422 if form.errors else status
    return render_page(request, "web/year/holidays.html", context, status=status)


def _deed(request: ActorRequest, what: str, year: int, form: HolidayForm) -> partial[None] | None:
    """What the form that was sent asks for; None when it is nothing that can be done."""
    by = request.actor
    if what == "public":
        return partial(_public, request, year)
    if what == "remove":
        from_on = read_date(request.POST.get("from_on", ""))
        until_on = read_date(request.POST.get("until_on", ""))
        if from_on is None or until_on is None:
            return None
        return partial(remove_holiday, by=by, at=by.at, from_on=from_on, until_on=until_on)
    if form.is_valid():
        return partial(add_holiday, by=by, at=by.at, **form.cleaned_data)
    return None


def _public(request: ActorRequest, year: int) -> None:
    add_public_holidays(by=request.actor, at=request.actor.at, year=year)


@dataclass(frozen=True, slots=True)
class _Preview:
    """What a file would do, row by row, and the file as plain text for the next form."""

    changes: list[FileChange]
    news: int
    text: str
    source: str


@needs(Permission.MEETING_PLAN)
def import_page(request: ActorRequest) -> HttpResponse:
    """Reads a file and shows what it would change; the second form carries that out."""
    if "rows" in request.POST:
        return _carry_out(request)
    sent = request.method == "POST"
    form = HolidayFileForm(request.POST, request.FILES) if sent else HolidayFileForm()
    if sent and form.is_valid():
        file = form.cleaned_data["export"]
        name = (file.name or "")[:120]
        return _show(request, read_file(file.read(MOST_BYTES + 1)), name)
    return _page(request, form, status=422 if form.errors else 200)


def _page(
    request: ActorRequest,
    form: HolidayFileForm,
    *,
    preview: _Preview | None = None,
    flaws: list[FileChange] | None = None,
    refusal: Decision | None = None,
    status: int = 200,
) -> HttpResponse:
    context = {
        "form": form,
        "preview": preview,
        "flaws": flaws or [],
        "refusal": refusal,
        "sample": as_text(_sample()),
    }
    return render_page(request, "web/year/holidays_import.html", context, status=status)


def _show(
    request: ActorRequest, found: HolidayFile, source: str, refusal: Decision | None = None
) -> HttpResponse:
    if found.flaws:
        flaws = [_flaw(one, source) for one in found.flaws]
        return _page(request, HolidayFileForm(), flaws=flaws, status=422)
    preview = _preview(found, source)
    status = 200 if refusal is None else 422
    return _page(request, HolidayFileForm(), preview=preview, refusal=refusal, status=status)


def _flaw(flaw: Flaw, file: str) -> FileChange:
    return FileChange(
        change="refused",
        what=flaw.text or file,
        detail=_(flaw.what),
        file=file,
        line=flaw.line or None,
        cure=_(flaw.cure),
    )


def _preview(found: HolidayFile, source: str) -> _Preview:
    known = find_known_periods(list(found.periods))
    changes: list[FileChange] = []
    for period in found.periods:
        name = known.get((period.from_on, period.until_on))
        if name != period.name:
            changes.append(_change(period, name))
    return _Preview(changes, len(changes), as_text(found.periods), source)


def _change(period: Period, now: str | None) -> FileChange:
    from felles.ui import dates

    days = dates.day_long(period.from_on)
    if period.until_on != period.from_on:
        days = f"{days}–{dates.day_long(period.until_on)}"
    is_new = now is None
    detail = days if is_new else _("%(days)s, het %(name)s") % {"days": days, "name": now}
    return FileChange(change="new" if is_new else "changed", what=period.name, detail=detail)


def _carry_out(request: ActorRequest) -> HttpResponse:
    """Carry out what was shown: the text of the first page, read again."""
    found = read_text(request.POST["rows"][:MOST_BYTES])
    source = request.POST.get("source", "")[:120]
    if found.flaws:
        return _show(request, found, source)
    by = request.actor
    refusal, _status = carry_out_change(
        request,
        lambda: import_holidays(by=by, at=by.at, periods=found.periods, source=source or BY_HAND),
    )
    if refusal is not None:
        return _show(request, found, source, refusal)
    count = len(found.periods)
    told = ngettext(
        "Filen er tatt i bruk: %(n)d ferie eller fridag.",
        "Filen er tatt i bruk: %(n)d ferier og fridager.",
        count,
    )
    messages.success(request, told % {"n": count})
    year = school_year_to_plan(by.on)
    return redirect(f"{reverse('year-holidays')}?ar={year}")
