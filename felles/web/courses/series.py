"""What whoever plans does with a series: another time or room, who holds it, its end."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.decorators.http import require_http_methods

from felles.activities.actions import add_holder, change_rest, end_series, remove_holder
from felles.activities.queries import list_holders, list_possible_holders
from felles.rules.access import Permission
from felles.rules.course_moves import may_change_series
from felles.rules.courses import CourseState
from felles.rules.decision import Decision
from felles.rules.roles import Role
from felles.ui.access import ActorRequest, needs
from felles.ui.forms import FellesForm
from felles.web.common import carry_out, render_page, status_of, version_of
from felles.web.courses.forms import EndForm, HolderForm, RestForm, say_post
from felles.web.courses.shown import get_series_or_404, show_series

if TYPE_CHECKING:
    from felles.activities.models import CourseSeries

BOTH = require_http_methods(["GET", "POST"])
HEADINGS = {
    "web/courses/change.html": gettext_lazy("Endre tid eller rom for resten"),
    "web/courses/holders.html": gettext_lazy("Hvem holder kurset"),
    "web/courses/end.html": gettext_lazy("Avslutt kurset"),
}


def common(request: ActorRequest, public_id: str) -> dict[str, Any]:
    """What every action on a series asks for."""
    by = request.actor
    return {"by": by, "at": by.at, "public_id": public_id}


def _page(
    request: ActorRequest,
    series: CourseSeries,
    template: str,
    form: FellesForm,
    refusal: Decision | None,
    more: dict[str, Any] | None = None,
) -> HttpResponse:
    context = {
        "series": show_series(series),
        "public_id": series.public_id,
        "version": series.version,
        "form": form,
        "refusal": refusal,
        "decision": may_change_series(CourseState(series.state)),
        "heading": HEADINGS[template],
        "session": None,
        **(more or {}),
    }
    status = 422 if form.errors else status_of(refusal)
    return render_page(request, template, context, status=status)


@needs(Permission.COURSE_PLAN)
@BOTH
def change(request: ActorRequest, public_id: str) -> HttpResponse:
    """Another time of day or room for the rest."""
    series = get_series_or_404(request.actor, public_id)
    initial = {"starts": series.starts_at, "minutes": series.minutes, "room": series.room}
    form = RestForm(request.POST or None, initial=initial)
    refusal: Decision | None = None
    if request.method == "POST" and form.is_valid():
        data, changed = form.cleaned_data, [0]

        def do() -> None:
            changed[0] = change_rest(
                **common(request, public_id),
                version=version_of(request),
                starts_at=data["starts"],
                minutes=data["minutes"],
                room=data["room"],
            )

        refusal = carry_out(request, do)
        if refusal is None:
            said = ngettext("%(n)d økt er endret.", "%(n)d økter er endret.", changed[0])
            messages.success(request, said % {"n": changed[0]})
            return redirect("course", public_id)
    return _page(request, series, "web/courses/change.html", form, refusal)


@needs(Permission.COURSE_PLAN)
@BOTH
def holders(request: ActorRequest, public_id: str) -> HttpResponse:
    """Who holds the series: add a colleague, or take one off."""
    actor = request.actor
    series = get_series_or_404(actor, public_id)
    posts = [
        (post.public_id, say_post(post, _(Role(post.role).label)))
        for post in list_possible_holders(actor, series)
    ]
    removed = request.POST.get("remove", "")
    form = HolderForm(None if removed else request.POST or None, posts=posts)
    refusal: Decision | None = None
    if request.method == "POST" and (removed or form.is_valid()):
        do = (
            partial(remove_holder, **common(request, public_id), post_id=removed)
            if removed
            else partial(
                add_holder, **common(request, public_id), post_id=form.cleaned_data["post"]
            )
        )
        refusal = carry_out(request, do)
        if refusal is None:
            messages.success(request, _("Lista er lagret."))
            return redirect("course-holders", public_id)
    return _page(request, series, "web/courses/holders.html", form, refusal, _who(series))


def _who(series: CourseSeries) -> dict[str, Any]:
    rows = list_holders(series)
    return {
        "holders": [
            (row.post.public_id, row.post.user.name, _(Role(row.post.role).label)) for row in rows
        ]
    }


@needs(Permission.COURSE_PLAN)
@BOTH
def end(request: ActorRequest, public_id: str) -> HttpResponse:
    """The series is over, or its rest is cancelled."""
    series = get_series_or_404(request.actor, public_id)
    form = EndForm(request.POST or None, initial={"how": "ended"})
    refusal: Decision | None = None
    if request.method == "POST" and form.is_valid():
        do = partial(
            end_series,
            **common(request, public_id),
            version=version_of(request),
            is_cancelled=form.cleaned_data["how"] == "cancelled",
        )
        refusal = carry_out(request, do)
        if refusal is None:
            messages.success(request, _("Kurset er avsluttet."))
            return redirect("course", public_id)
    return _page(request, series, "web/courses/end.html", form, refusal)
