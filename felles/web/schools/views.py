"""The schools, and whom to ask about what. No pupil and no case comes near these pages."""

from __future__ import annotations

from django.http import Http404, HttpResponse
from django.shortcuts import render

from felles.activities.queries import find_away_until, list_follow_ups
from felles.meetings.queries import find_team, list_team_services, may_shape
from felles.people.queries import get_school_page, list_schools
from felles.rules.access import Permission, may
from felles.rules.waiting import may_reckon
from felles.ui.access import ActorRequest, needs
from felles.web.schools import who

# So many names are found by the eye.
FEW = 10


@needs(Permission.SCHOOL_READ)
def list_page(request: ActorRequest) -> HttpResponse:
    """All schools, those that the post covers first. ``sok`` narrows by a school's name."""
    wanted = request.GET.get("sok", "").strip()
    schools = [
        school
        for school in list_schools(request.actor)
        if wanted.casefold() in school.name.casefold()
    ]
    own = [school for school in schools if school.pk in request.actor.school_ids]
    others = [school for school in schools if school.pk not in request.actor.school_ids]
    context = {
        "own": own,
        "others": others,
        "wanted": wanted,
        "may_narrow": bool(wanted) or len(schools) > FEW,
    }
    return render(request, "web/schools/list.html", context)


@needs(Permission.SCHOOL_READ)
def school(request: ActorRequest, public_id: str) -> HttpResponse:
    """«Hvem kontakter jeg?»: who is who at a school, and its innsatsteam."""
    page = get_school_page(request.actor, public_id, on=request.actor.on)
    if page is None:
        raise Http404
    context = {
        "page": page,
        "groups": who.list_groups(
            page,
            away=find_away_until(request.actor, page.school.pk),
            follow_ups=list_follow_ups(who.list_agents(page), on=request.actor.on),
        ),
        "may_see_week": may(request.actor, Permission.WEEK_READ)
        and (
            page.school.pk == request.actor.organisation_id
            or may(request.actor, Permission.WEEKS_LEAD)
        ),
        "classes": who.list_classes(page),
        "team": find_team(page.school.pk),
        "team_services": list_team_services(page.school.pk),
        "may_raise": may(request.actor, Permission.CONCERN_RAISE),
        "may_discuss": may(request.actor, Permission.ANONYMOUS_DISCUSS),
        "may_shape": may_shape(request.actor, page.school.pk),
        "may_wait": may_reckon(request.actor, page.school.pk),
        "may_contact": may(request.actor, Permission.SERVICE_CONTACT)
        and page.school.pk == request.actor.organisation_id,
    }
    return render(request, "web/schools/school.html", context)
