"""Discussion without a name: it has no path to a pupil, and never becomes a case by itself."""

from __future__ import annotations

from functools import partial

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from felles.meetings.actions import discuss_anonymously
from felles.meetings.queries import list_anonymous
from felles.people.queries import list_pupil_words, list_schools, list_services
from felles.rules.access import Permission
from felles.rules.decision import Decision
from felles.rules.roles import Topic
from felles.ui.access import ActorRequest, needs
from felles.web.common import carry_out, render_page, status_of
from felles.web.schools.forms import GRADES, AnonymousForm


@needs(Permission.ANONYMOUS_DISCUSS)
def list_page(request: ActorRequest) -> HttpResponse:
    """What was discussed at the schools that the post covers: themes, years and advice.

    Who asked is not shown: with the day, it could point to a class.
    """
    grades = dict(GRADES)
    rows = [
        (row, [Topic(theme).label for theme in row.themes], grades.get(row.grades, row.grades))
        for row in list_anonymous(request.actor)
    ]
    return render(request, "web/schools/anonymous_list.html", {"rows": rows})


@needs(Permission.ANONYMOUS_DISCUSS)
def new(request: ActorRequest) -> HttpResponse:
    """Write down a discussion without a name."""
    actor = request.actor
    everyone = list_schools(actor)
    known = [row.name for row in (*everyone, *list_services())]
    form = AnonymousForm(
        request.POST or None,
        schools=[school for school in everyone if school.pk in actor.school_ids],
        names=list_pupil_words(actor) if request.method == "POST" else frozenset(),
        known=frozenset(word for name in known for word in name.casefold().split()),
    )
    refusal: Decision | None = None
    if request.method == "POST" and form.is_valid():
        refusal = carry_out(request, partial(_discuss, request, form))
        if refusal is None:
            messages.success(request, _("Drøftingen er skrevet ned, uten navn."))
            return redirect("anonymous-list")
    context = {"form": form, "refusal": refusal, "seen": "|".join(form.marks)}
    status = 422 if form.errors else status_of(refusal)
    return render_page(request, "web/schools/anonymous_new.html", context, status=status)


def _discuss(request: ActorRequest, form: AnonymousForm) -> None:
    data = form.cleaned_data
    discuss_anonymously(
        by=request.actor,
        at=request.actor.at,
        themes=[Topic(int(theme)) for theme in data["themes"]],
        grades=data["grades"],
        advice=data["advice"],
        school_id=form.school_id,
    )
