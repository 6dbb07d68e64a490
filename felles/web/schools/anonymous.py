"""Discussion without a name: it has no path to a pupil, and never becomes a case by itself."""

from __future__ import annotations

from functools import partial

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from felles.meetings.actions import discuss_anonymously
from felles.meetings.queries import list_anonymous
from felles.people.queries import (
    list_schools,
    list_services,
)
from felles.programme.queries import get_setting
from felles.rules.access import Permission
from felles.rules.clocks import SettingKey
from felles.rules.decision import Decision
from felles.rules.discussion import BAND_LABELS, Band
from felles.rules.roles import Topic
from felles.ui.access import ActorRequest, needs
from felles.web.common import carry_out, render_page, status_of
from felles.web.schools.checked import Aid, make_aid
from felles.web.schools.forms import AnonymousForm

_TYPED = ("school", "grades", "advice")


@needs(Permission.ANONYMOUS_DISCUSS)
def list_page(request: ActorRequest) -> HttpResponse:
    """What was discussed at the schools that the post covers: themes, years and advice.

    Who asked is not shown, and not kept with the row: with the day, it could point to a class.
    """
    rows = [
        (row, [Topic(theme).label for theme in row.themes], BAND_LABELS.get(row.grades, ""))
        for row in list_anonymous(request.actor)
    ]
    kept_days = get_setting(SettingKey.ANONYMOUS_KEPT, request.actor.on)
    context = {"rows": rows, "kept_days": kept_days}
    return render(request, "web/schools/anonymous_list.html", context)


@needs(Permission.ANONYMOUS_DISCUSS)
def new(request: ActorRequest) -> HttpResponse:
    """Write down a discussion without a name; first look over the text, if the writer wishes."""
    if request.method != "POST":
        return _page(request, _form(request))
    if "check" in request.POST:
        return _page(request, _only_checked(request))
    form = _form(request, request.POST)
    refusal: Decision | None = None
    if form.is_valid():
        refusal = carry_out(request, partial(_discuss, request, form))
        if refusal is None:
            messages.success(request, _("Drøftingen er skrevet ned, uten navn."))
            return redirect("anonymous-list")
    return _page(request, form, refusal)


def _form(request: ActorRequest, *data: object, **more: object) -> AnonymousForm:
    covered = [row for row in list_schools(request.actor) if row.pk in request.actor.school_ids]
    aid = Aid()
    if request.method == "POST":
        aid = make_aid(request.actor, [row.name for row in (*covered, *list_services())])
    return AnonymousForm(*data, schools=covered, aid=aid, **more)


def _only_checked(request: ActorRequest) -> AnonymousForm:
    """The form as it was typed, with the text looked over and nothing else asked for yet."""
    typed: dict[str, object] = {name: request.POST.get(name, "") for name in _TYPED}
    typed["themes"] = request.POST.getlist("themes")
    form = _form(request, initial=typed)
    form.checked = form.aid.check(str(typed["advice"]).strip())
    return form


def _page(
    request: ActorRequest, form: AnonymousForm, refusal: Decision | None = None
) -> HttpResponse:
    status = 422 if form.errors else status_of(refusal)
    context = {"form": form, "checked": form.checked, "refusal": refusal}
    return render_page(request, "web/schools/anonymous_new.html", context, status=status)


def _discuss(request: ActorRequest, form: AnonymousForm) -> None:
    data = form.cleaned_data
    discuss_anonymously(
        by=request.actor,
        at=request.actor.at,
        themes=[Topic(int(theme)) for theme in data["themes"]],
        grades=Band(data["grades"]),
        advice=data["advice"],
        school_id=form.school_id,
    )
