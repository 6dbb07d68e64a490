"""Suggestions: a theme and for whom, in nameless words; taken, or declined with thanks."""

from __future__ import annotations

from functools import partial

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from felles.activities.actions import decline_suggestion, suggest_course
from felles.activities.queries import NoCourse, get_suggestion, list_own_classes
from felles.rules.access import Permission
from felles.rules.course_moves import may_answer_suggestion
from felles.rules.courses import SuggestionState
from felles.rules.decision import Decision
from felles.ui.access import ActorRequest, needs
from felles.web.common import carry_out, render_page, status_of
from felles.web.courses.forms import DeclineForm, SuggestForm
from felles.web.courses.views import show_suggestion
from felles.web.schools.checked import Aid, make_aid

BOTH = require_http_methods(["GET", "POST"])


@needs(Permission.COURSE_READ)
@BOTH
def suggest(request: ActorRequest) -> HttpResponse:
    """Suggest a course. What looks like a name is marked before it is kept."""
    actor = request.actor
    classes = list_own_classes(actor)
    refusal: Decision | None = None
    if request.method == "POST":
        form = SuggestForm(request.POST, aid=_aid(request), classes=classes)
        if form.is_valid() and "check" not in request.POST:
            do = partial(suggest_course, by=actor, at=actor.at, idea=form.idea)
            refusal = carry_out(request, do)
            if refusal is None:
                said = _("Takk! Sosialagenten ser forslaget. Du får svar her og på I dag.")
                messages.success(request, said)
                return redirect("course-list")
    else:
        initial = {"theme": request.GET.get("tema", "")}
        form = SuggestForm(aid=Aid(), classes=classes, initial=initial)
    context = {"form": form, "checked": form.checked, "refusal": refusal}
    status = 422 if form.errors else status_of(refusal)
    return render_page(request, "web/courses/suggest.html", context, status=status)


def _aid(request: ActorRequest) -> Aid:
    """The aid reads names only where there is a text to look over."""
    if not request.POST.get("text", "").strip():
        return Aid()
    return make_aid(request.actor, [request.actor.organisation_name])


@needs(Permission.COURSE_PLAN)
@BOTH
def decline(request: ActorRequest, public_id: str) -> HttpResponse:
    """Say no for now, with thanks."""
    by = request.actor
    try:
        suggestion = get_suggestion(by, public_id)
    except NoCourse:
        raise Http404 from None
    form = DeclineForm(request.POST or None)
    refusal: Decision | None = None
    if request.method == "POST" and form.is_valid():
        do = partial(
            decline_suggestion,
            by=by,
            at=by.at,
            public_id=public_id,
            answer=form.cleaned_data["answer"],
        )
        refusal = carry_out(request, do)
        if refusal is None:
            messages.success(request, _("Svaret er sendt."))
            return redirect("course-list")
    context = {
        "form": form,
        "refusal": refusal,
        "suggestion": show_suggestion(suggestion),
        "decision": may_answer_suggestion(SuggestionState(suggestion.state)),
    }
    status = 422 if form.errors else status_of(refusal)
    return render_page(request, "web/courses/decline.html", context, status=status)
