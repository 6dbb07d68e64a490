"""Plan an event, change it, mark it as invited, call it off."""

from __future__ import annotations

from functools import partial

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from felles.activities.actions import cancel_event, change_event, mark_invited, plan_event
from felles.activities.queries import facts_of
from felles.rules.access import Permission
from felles.rules.decision import Decision
from felles.rules.parents import may_change_event, may_plan_events
from felles.ui.access import ActorRequest, needs
from felles.web.common import render_page, version_of
from felles.web.parents.common import carry_out, get_event_or_404, make_aid, status_of
from felles.web.parents.forms import EventForm, event_initial
from felles.web.parents.views import event_page


@needs(Permission.PARENTS_PLAN)
def new(request: ActorRequest) -> HttpResponse:
    """Plan an event in few fields."""
    actor = request.actor
    form = EventForm(request.POST or None, aid=make_aid(request), initial={"agent_comes": True})
    refusal: Decision | None = None
    if _is_sent(request, form):
        refusal = carry_out(request, lambda: plan_event(by=actor, at=actor.at, text=form.said()))
        if refusal is None:
            messages.success(request, _("Treffet er planlagt."))
            return redirect("parents-list")
    context = {
        "heading": _("Nytt treff for foreldre"),
        "form": form,
        "refusal": refusal,
        "decision": may_plan_events(actor, actor.organisation_id),
        "button": _("Lagre treffet"),
    }
    return _form_page(request, context)


@needs(Permission.PARENTS_PLAN)
def change(request: ActorRequest, public_id: str) -> HttpResponse:
    """Change or move an event."""
    actor = request.actor
    event = get_event_or_404(actor, public_id)
    form = EventForm(request.POST or None, aid=make_aid(request), initial=event_initial(event))
    refusal: Decision | None = None
    if _is_sent(request, form):
        do = partial(
            change_event, by=actor, at=actor.at, public_id=public_id, version=version_of(request),
        )  # fmt: skip
        refusal = carry_out(request, lambda: do(text=form.said()))
        if refusal is None:
            messages.success(request, _("Endringen er lagret."))
            return redirect("parents-event", public_id)
    context = {
        "heading": _("Endre treffet"),
        "form": form,
        "refusal": refusal,
        "decision": may_change_event(facts_of(event)),
        "button": _("Lagre endringen"),
        "event": event,
        "version": event.version,
    }
    return _form_page(request, context)


def _is_sent(request: ActorRequest, form: EventForm) -> bool:
    """True when the form is to be carried out; a look at the text alone is not."""
    return request.method == "POST" and form.is_valid() and "check" not in request.POST


def _form_page(request: ActorRequest, context: dict[str, object]) -> HttpResponse:
    form, refusal = context["form"], context["refusal"]
    assert isinstance(form, EventForm)  # noqa: S101 -- put there above
    status = 422 if form.errors else status_of(refusal if isinstance(refusal, Decision) else None)
    page = {**context, "checked": form.checked, "reading": form.reading}
    return render_page(request, "web/parents/event_form.html", page, status=status)


@needs(Permission.PARENTS_PLAN)
def cancel(request: ActorRequest, public_id: str) -> HttpResponse:
    """Call an event off, after a question."""
    actor = request.actor
    event = get_event_or_404(actor, public_id)
    refusal: Decision | None = None
    if request.method == "POST":
        do = partial(
            cancel_event, by=actor, at=actor.at, public_id=public_id, version=version_of(request)
        )
        refusal = carry_out(request, do)
        if refusal is None:
            messages.success(request, _("Treffet er avlyst. Siden for alle sier det også."))
            return redirect("parents-event", public_id)
    context = {
        "heading": _("Vil du avlyse treffet?"),
        "event": event,
        "version": event.version,
        "decision": may_change_event(facts_of(event)),
        "refusal": refusal,
    }
    status = status_of(refusal)
    return render_page(request, "web/parents/cancel.html", context, status=status)


@needs(Permission.PARENTS_PLAN)
@require_POST
def invited(request: ActorRequest, public_id: str) -> HttpResponse:
    """Note that the letter has gone out."""
    actor = request.actor
    event = get_event_or_404(actor, public_id)
    do = partial(
        mark_invited, by=actor, at=actor.at, public_id=public_id, version=version_of(request)
    )
    refusal = carry_out(request, do)
    if refusal is not None:
        return event_page(request, event, refusal)
    messages.success(request, _("Notert: foreldrene er invitert."))
    return redirect("parents-event", public_id)
