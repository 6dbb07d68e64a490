"""Divide a group: a size is asked for, a division proposed, and taken as it stands or not."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from felles.activities.actions import set_parts
from felles.activities.queries import get_group, list_pair_ids
from felles.rules.access import Permission
from felles.rules.course_groups import GROUP_LARGEST, SMALLEST_PART, Division, divide, name_parts
from felles.ui.access import ActorRequest, needs
from felles.ui.forms import FellesForm
from felles.web.common import render_page
from felles.web.groups.common import carry_out_in_group, get_changing_or_404, way_back

if TYPE_CHECKING:
    from felles.activities.models import CoursePlace


class SizeForm(FellesForm):
    """How many in each part, at most."""

    mark = "none"

    size = forms.IntegerField(
        label=gettext_lazy("Hvor mange i hver del, høyst?"),
        min_value=SMALLEST_PART,
        max_value=GROUP_LARGEST,
        error_messages={"invalid": gettext_lazy("Skriv et helt tall.")},
    )


@needs(Permission.COURSE_GROUP)
def parts(request: ActorRequest, public_id: str) -> HttpResponse:
    """Ask for a size, show a division, and take it."""
    course = get_changing_or_404(request, public_id)
    actor, status = request.actor, 200
    context: dict[str, object] = {**way_back(course), "form": SizeForm()}
    if request.method == "POST" and request.POST.get("what") == "take":
        taken = {
            key.removeprefix("part-"): request.POST.get(key, "")
            for key in request.POST
            if key.startswith("part-")
        }
        do = partial(set_parts, by=actor, at=actor.at, public_id=public_id, parts=taken)
        refusal, status = carry_out_in_group(request, do)
        if refusal is None:
            messages.success(request, _("Gruppa er delt."))
            return redirect("course-group", public_id)
        context["refusal"] = refusal
    elif request.method == "POST":
        form = SizeForm(request.POST)
        context["form"] = form
        status = 200 if form.is_valid() else 422
        if form.is_valid():
            members = get_group(actor, course).members
            pairs = list_pair_ids(actor, (place.pupil_id for place in members))
            found = divide([one.pupil_id for one in members], pairs, form.cleaned_data["size"])
            context |= _proposed(members, found)
    return render_page(request, "web/groups/parts.html", context, status=status)


def _proposed(members: list[CoursePlace], found: Division[int]) -> dict[str, object]:
    by_id = {place.pupil_id: place.pupil for place in members}
    letters = name_parts(len(found.parts))
    return {
        "is_asked": True,
        "is_empty": not members,
        "found": found,
        "proposed": [
            (letter, [by_id[pk] for pk in part])
            for letter, part in zip(letters, found.parts, strict=False)
        ],
    }
