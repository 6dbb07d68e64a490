"""The catalogue: the ten themes, each on a page to read and to print."""

from __future__ import annotations

from django.http import Http404, HttpResponse
from django.views.decorators.http import require_safe

from felles.activities.queries import find_sheet, list_sheets
from felles.rules.access import Permission, may
from felles.ui.access import ActorRequest, needs
from felles.web.common import render_page


@needs(Permission.COURSE_READ)
@require_safe
def list_page(request: ActorRequest) -> HttpResponse:
    """All ten, in the guide's order."""
    return render_page(request, "web/courses/themes.html", {"sheets": list_sheets()})


@needs(Permission.COURSE_READ)
@require_safe
def theme(request: ActorRequest, theme: str) -> HttpResponse:
    """One theme: aims, outlines minute by minute, what to remember, and the curriculum."""
    sheet = find_sheet(theme)
    if sheet is None:
        raise Http404
    context = {
        "sheet": sheet,
        "has_unchecked": any(not code.checked_on for code in sheet.codes),
        "may_plan": may(request.actor, Permission.COURSE_PLAN),
    }
    return render_page(request, "web/courses/theme.html", context)
