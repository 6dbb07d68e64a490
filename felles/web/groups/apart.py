"""Which pupils are not put together: seen and set by those who make groups, and nobody else."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _

from felles.activities.actions import end_apart, keep_apart
from felles.activities.queries import get_group, list_pairs
from felles.people.queries import find_pupil_by_public_id, search_pupils
from felles.rules.access import Permission
from felles.ui.access import ActorRequest, needs
from felles.web.common import render_page
from felles.web.concerns.forms import FindForm
from felles.web.groups.choose import FOUND_AT_MOST
from felles.web.groups.common import carry_out_in_group, get_course_or_404, way_back

if TYPE_CHECKING:
    from felles.people.models import Pupil


@needs(Permission.COURSE_GROUP)
def apart(request: ActorRequest, public_id: str) -> HttpResponse:
    """The pairs of the school; choose one, then the other. Nothing asks for a reason."""
    course = get_course_or_404(request, public_id)
    actor, sent = request.actor, request.POST
    context: dict[str, object] = {**way_back(course)}
    status = 200
    if request.method == "POST" and sent.get("what") in ("set", "end"):
        act = keep_apart if sent["what"] == "set" else end_apart
        pupils = (sent.get("first", ""), sent.get("second", ""))
        do = partial(act, by=actor, at=actor.at, pupils=pupils)
        refusal, status = carry_out_in_group(request, do)
        if refusal is None:
            messages.success(request, _("Lagret."))
            return redirect("course-apart", public_id)
        context["refusal"] = refusal
    first = find_pupil_by_public_id(actor, sent.get("first", "")) if sent.get("first") else None
    form = FindForm(sent) if "q" in sent else FindForm()
    found: list[Pupil] = []
    if form.is_bound and form.is_valid():
        found = search_pupils(actor, form.cleaned_data["q"], limit=FOUND_AT_MOST)
    elif form.is_bound:
        status = 422
    members = [place.pupil for place in get_group(actor, course).members]
    context |= {
        "form": form,
        "first": first,
        "is_searched": form.is_bound and form.is_valid(),
        "found": [pupil for pupil in found if pupil != first],
        "members": [pupil for pupil in members if pupil != first],
        "pairs": list_pairs(actor),
    }
    return render_page(request, "web/groups/apart.html", context, status=status)
