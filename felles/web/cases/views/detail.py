"""The case itself, and its whole history."""

from __future__ import annotations

import secrets

from django.http import HttpResponse
from django.utils.translation import gettext as _

from felles.casework.queries import CasePage, CaseView, get_case_page, list_readers
from felles.rules.access import Actor, Permission, may
from felles.ui.access import ActorRequest, may_open, needs
from felles.web.cases.around import consent_box, list_arenas, list_guardians
from felles.web.cases.history import list_events
from felles.web.cases.menu import list_choices
from felles.web.cases.next_step import find_next_step
from felles.web.cases.plan import list_goals, say_evaluation
from felles.web.cases.shown import case_head, list_steps, list_tags, say_reason
from felles.web.cases.words import RATING_LABELS
from felles.web.common import TOKEN, open_case_or_404, render_page

EVENTS_SHOWN = 5


@needs(Permission.CASE_READ)
def case(request: ActorRequest, public_id: str) -> HttpResponse:
    """The case page: one next step, the child's words, the plan, consent always in sight."""
    view = open_case_or_404(request, public_id)
    page = get_case_page(request.actor, view)
    token = secrets.token_urlsafe(24)
    context = {
        **case_head(view),
        **_who_sees(request.actor, view),
        **_what(request.actor, view, page, token),
        TOKEN: token,
    }
    return render_page(request, "web/cases/detail.html", context)


def _who_sees(actor: Actor, view: CaseView) -> dict[str, object]:
    readers = {reader.user_id for reader in list_readers(actor, view)}
    return {"reason": say_reason(actor, view), "reader_count": len(readers)}


def _what(actor: Actor, view: CaseView, page: CasePage, token: str) -> dict[str, object]:
    goals, over = list_goals(actor, view, page, token)
    events = list_events(actor, page)
    is_open = not case_head(view)["is_closed"]
    return {
        "tags": list_tags(actor, view, page),
        "steps": list_steps(view, page),
        "next": find_next_step(actor, view, page),
        "owner": view.case.owner.name if view.case.owner else "",
        "voice": page.voices[0] if page.voices else None,
        "concerns": page.concerns,
        "goals": goals,
        "asks": [row for goal in goals for row in goal.rows if row.asks],
        "over": over,
        "plan_note": say_evaluation(view),
        "arenas": list_arenas(view, page),
        "consent": consent_box(actor, view, page),
        "guardians": list_guardians(view, page),
        "events": events[:EVENTS_SHOWN],
        "has_more_events": len(events) > EVENTS_SHOWN,
        "choices": list_choices(actor, view, page),
        "may_hand_over": view.case.owner_id == actor.user_id
        and may(actor, Permission.ELEVSAK_BRING),
        "may_note": is_open and may(actor, Permission.NOTE_WRITE),
        "may_measure": is_open and may(actor, Permission.MEASURE_WRITE),
        "may_follow": is_open and may(actor, Permission.MEASURE_FOLLOW),
        "may_hear": is_open and may(actor, Permission.CHILD_VOICE_WRITE),
        "is_answer": False,
        "ratings": RATING_LABELS.items(),
        "may_consent": may(actor, Permission.CONSENT_RECORD)
        and may_open(actor, "consent", view.case.public_id),
        "may_warn": may_open(actor, "duty-route"),
    }


@needs(Permission.CASE_READ)
def timeline(request: ActorRequest, public_id: str) -> HttpResponse:
    """All that has happened, as far as the actor may read it."""
    view = open_case_or_404(request, public_id)
    page = get_case_page(request.actor, view, with_taken_back=True)
    context = {
        **case_head(view),
        "title": _("Tidslinje"),
        "events": list_events(request.actor, page, ways_of=view),
        "refusal": None,
    }
    return render_page(request, "web/cases/timeline.html", context)
