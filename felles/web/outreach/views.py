"""The page for noting, as a plain form. The phone's own way, for when there is no net, stands in
``offline``."""

from __future__ import annotations

import secrets
from functools import partial
from typing import TYPE_CHECKING

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.crypto import salted_hmac
from django.utils.translation import gettext as _

from felles.activities.actions import note_outreach
from felles.people.queries import list_schools
from felles.rules.access import Actor, Permission
from felles.rules.decision import Decision
from felles.ui.access import ActorRequest, needs
from felles.web.common import carry_out, render_page, status_of
from felles.web.outreach.forms import OutreachForm
from felles.web.schools.checked import Aid, make_aid

if TYPE_CHECKING:
    from felles.people.models import Organisation


@needs(Permission.OUTREACH_WRITE)
def new(request: ActorRequest) -> HttpResponse:
    """Note something from the school yard: at most five taps, and nothing typed."""
    refusal: Decision | None = None
    if request.method == "POST":
        form = filled(request)
        if form.is_valid():
            refusal = carry_out(request, partial(keep, request.actor, form))
            if refusal is None:
                messages.success(request, _("Notert."))
                return redirect("outreach-new")
    else:
        form = empty()
    status = 422 if form.errors else status_of(refusal)
    return render_page(request, "web/outreach/new.html", context(form, refusal), status=status)


def empty() -> OutreachForm:
    """The form as it is met, with a key of its own."""
    return OutreachForm(aid=Aid(), initial={"client_key": secrets.token_urlsafe(18)})


def filled(request: ActorRequest) -> OutreachForm:
    """The form as it was sent; the aid reads names only where there is a text to look over."""
    aid = Aid()
    if request.POST.get("text", "").strip():
        aid = make_aid(request.actor, [school.name for school in own_schools(request.actor)])
    return OutreachForm(request.POST, aid=aid)


def own_schools(actor: Actor) -> list[Organisation]:
    """The schools that the post covers."""
    return [school for school in list_schools(actor) if school.pk in actor.school_ids]


def keep(actor: Actor, form: OutreachForm) -> None:
    """Keep the note of a form that is valid. Without a school named, it is the post's own."""
    own = own_schools(actor)
    note_outreach(
        by=actor,
        at=actor.at,
        school=form.cleaned_data["school"] or (own[0].public_id if own else ""),
        seen=form.said(),
        client_key=form.cleaned_data["client_key"],
        noted_at=form.instant("noted_at"),
        sent_at=form.instant("sent_at"),
    )


def owner_of(actor: Actor) -> str:
    """A mark by which a phone keeps the notes of two people apart, and which names neither."""
    return salted_hmac("felles.outreach.owner", str(actor.user_id)).hexdigest()[:20]


def context(form: OutreachForm, refusal: Decision | None = None) -> dict[str, object]:
    """What the page shows."""
    return {"form": form, "checked": form.checked, "refusal": refusal, "is_shell": False}
