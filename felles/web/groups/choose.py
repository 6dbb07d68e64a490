"""Choose pupils for a group: by name, sent as a form so that no name reaches a log, or by class."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _

from felles.activities.actions import add_to_group
from felles.activities.queries import Course, Group, get_group, list_class_pupils
from felles.people.queries import find_pupil_by_public_id, list_classes, search_pupils
from felles.rules.access import Actor, Permission
from felles.rules.course_groups import NOT_TOGETHER
from felles.ui.access import ActorRequest, needs
from felles.web.common import render_page
from felles.web.concerns.forms import FindForm
from felles.web.groups.common import carry_out_in_group, get_changing_or_404, way_back

if TYPE_CHECKING:
    from felles.people.models import ClassGroup, Pupil

FOUND_AT_MOST = 20


@needs(Permission.COURSE_GROUP)
def choose(request: ActorRequest, public_id: str) -> HttpResponse:
    """Search, or open a class, and tap the pupils one after the other."""
    course = get_changing_or_404(request, public_id)
    classes = list_classes(request.actor.organisation_id)
    chosen = next((one for one in classes if one.public_id == request.GET.get("klasse")), None)
    context: dict[str, object] = {**way_back(course), "classes": classes, "chosen": chosen}
    status = 200
    if request.method == "POST" and request.POST.get("pupil"):
        refusal, status = carry_out_in_group(request, partial(_add, request, public_id))
        if refusal is None:
            here = reverse("course-group-add", args=[public_id])
            return redirect(f"{here}?klasse={chosen.public_id}" if chosen else here)
        context["refusal"] = refusal
        if refusal is NOT_TOGETHER:
            context["again"] = {key: request.POST.get(key, "") for key in ("pupil", "part")}
    form = FindForm(request.POST) if "q" in request.POST else FindForm()
    if form.is_bound and not form.is_valid():
        status = 422
    context |= _lists(request.actor, course, chosen, form)
    return render_page(request, "web/groups/choose.html", context, status=status)


def _add(request: ActorRequest, public_id: str) -> None:
    actor, sent = request.actor, request.POST
    place = add_to_group(
        by=actor,
        at=actor.at,
        public_id=public_id,
        pupil=sent["pupil"],
        part=sent.get("part", "A"),
        anyway=sent.get("anyway") == "1",
    )
    pupil = find_pupil_by_public_id(actor, sent["pupil"])
    name = pupil.name if pupil else ""
    said = _("%(name)s er med.") if place.state == "in" else _("%(name)s står på ventelista.")
    messages.success(request, said % {"name": name})


def _lists(
    actor: Actor, course: Course, chosen: ClassGroup | None, form: FindForm
) -> dict[str, object]:
    group = get_group(actor, course)
    is_searched = form.is_bound and form.is_valid()
    found: list[Pupil] = []
    if is_searched:
        found = search_pupils(actor, form.cleaned_data["q"], limit=FOUND_AT_MOST + 1)
    of_class = list_class_pupils(actor, chosen.pk) if chosen else []
    return {
        "form": form,
        "is_searched": is_searched,
        "found": _others(group, found[:FOUND_AT_MOST]),
        "has_more": len(found) > FOUND_AT_MOST,
        "of_class": _others(group, of_class),
        "group": group,
        "letters": list(group.parts) if len(group.parts) > 1 else [],
    }


def _others(group: Group, pupils: list[Pupil]) -> list[Pupil]:
    """Those who are neither in the group nor in the line."""
    known = {place.pupil_id for place in [*group.members, *group.waiting]}
    return [pupil for pupil in pupils if pupil.pk not in known]
