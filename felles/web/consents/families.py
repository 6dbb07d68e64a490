"""One guardian's page: the way in to the family's own pages, messages, and exceptions."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _

from felles.casework import actions
from felles.casework.queries import CaseView, NotVisible
from felles.people.queries import (
    get_door,
    list_exceptions,
    list_guardianships,
    list_links,
    list_messages,
)
from felles.rules.access import Permission, may
from felles.rules.consent import ExceptionKind, may_approve_exception
from felles.rules.decision import Decision, Refused
from felles.rules.families import LINK_TRIES, LinkChannel
from felles.ui.access import ActorRequest, needs
from felles.ui.forms import FellesForm
from felles.web.common import carry_out, open_case_or_404, render_page, status_of
from felles.web.consents.effects import say_effect
from felles.web.consents.family_forms import (
    AnswerForm,
    DoorForm,
    ExceptionForm,
    IdentityForm,
    LinkForm,
)
from felles.web.consents.link_text import say_link
from felles.web.consents.messages import tell_messages
from felles.web.consents.views import carry_out_and_tell

if TYPE_CHECKING:
    from felles.people.models import Guardianship


@dataclass(frozen=True, slots=True)
class Sent:
    """A form that was sent: what to do, what to say, and the form itself, if there is one."""

    do: Callable[[], object]
    done: str
    form: FellesForm | None = None
    # Who may read changes with it: what follows is shown before it is saved.
    changes_access: bool = False


@needs(Permission.FAMILY_ANSWER)
def guardian(request: ActorRequest, public_id: str, guardianship: str) -> HttpResponse:
    """Everything about one guardian; each form on the page is sent by itself."""
    view = open_case_or_404(request, public_id)
    ties = list_guardianships(view.case.pupil_id)
    tie = next((tie for tie in ties if tie.public_id == guardianship), None)
    if tie is None:
        return redirect("consent", public_id)
    context: dict[str, Any] = {"view": view, "tie": tie, "refusal": None, "link": None}
    context |= {"answered": "", "answer": None, "is_link_lost": False}
    forms: dict[str, FellesForm] = {
        "link": LinkForm(),
        "door": DoorForm(),
        "identity": IdentityForm(),
        "exception": ExceptionForm(on=request.actor.on),
    }
    status = 200
    if request.method == "POST":
        response, status = _post(request, view, tie, forms, context)
        if response is not None:
            return response
    context |= {"forms": forms, **_facts(request, view, tie)}
    return render_page(request, "web/consents/family.html", context, status=status)


def _post(
    request: ActorRequest,
    view: CaseView,
    tie: Guardianship,
    forms: dict[str, FellesForm],
    context: dict[str, Any],
) -> tuple[HttpResponse | None, int]:
    """Carry out the form that was sent. A new link is shown at once, and never again."""
    made: list[str] = []
    tie_id = tie.public_id
    sent = _read(request, view.case.public_id, tie_id, forms, made)
    context["answered"] = request.POST.get("row", "")
    context["answer"] = sent.form if sent and isinstance(sent.form, AnswerForm) else None
    if sent is None:
        return redirect("guardian-page", view.case.public_id, tie_id), 302
    if sent.form is not None and not sent.form.is_valid():
        return None, 422
    if sent.changes_access and "save" not in request.POST:
        return _check(request, view, context, sent)
    told = ""
    refusal: Decision | None
    if sent.changes_access:
        refusal, told = carry_out_and_tell(request, view.case.public_id, sent.do)
    else:
        refusal = carry_out(request, sent.do)
    context["refusal"] = refusal
    if refusal is not None:
        return None, status_of(refusal)
    if made:
        context["link"] = say_link(tie, made[0])
        return None, 200
    if request.POST["what"] == "link":
        # The second of two clicks: the first answer had the link, and nobody has it any more.
        context["is_link_lost"] = True
        return None, 200
    messages.success(request, f"{sent.done} {told}".strip())
    return redirect("guardian-page", view.case.public_id, tie_id), 302


def _check(
    request: ActorRequest, view: CaseView, context: dict[str, Any], sent: Sent
) -> tuple[HttpResponse | None, int]:
    """Show what follows of an exception. Nothing is saved yet."""
    by = request.actor
    try:
        effect = actions.preview_change(by=by, at=by.at, public_id=view.case.public_id, do=sent.do)
    except Refused as refused:
        context["refusal"] = refused.decision
        return None, status_of(refused.decision)
    except NotVisible:
        raise Http404 from None
    shown = {
        **context,
        "effect": say_effect(effect),
        "what": request.POST["what"],
        "row": request.POST.get("row", ""),
    }
    return render_page(request, "web/consents/exception_check.html", shown), 200


def _read(
    request: ActorRequest,
    public_id: str,
    tie_id: str,
    forms: dict[str, FellesForm],
    made: list[str],
) -> Sent | None:
    """Which of the page's forms was sent, and what it asks for."""
    common: dict[str, Any] = {
        "by": request.actor, "at": request.actor.at, "public_id": public_id,
    }  # fmt: skip
    mine = {**common, "tie_id": tie_id}
    what, post = request.POST.get("what", ""), request.POST

    def link(form: FellesForm) -> None:
        channel = LinkChannel(form.cleaned_data["channel"])
        made.append(actions.make_family_link(**mine, channel=channel))

    def door(form: FellesForm) -> None:
        is_open = {"open": True, "closed": False}.get(form.cleaned_data["door"])
        actions.set_family_door(**mine, is_open=is_open, reason=form.cleaned_data["reason"])

    def identity(form: FellesForm) -> None:
        actions.set_family_identity(**mine, identity_number=form.cleaned_data["number"])

    def ask(form: FellesForm) -> None:
        data = form.cleaned_data
        kind = ExceptionKind(data["kind"])
        actions.ask_case_exception(**mine, kind=kind, reason=data["why"], until_on=data["until_on"])

    bound: dict[str, tuple[FellesForm, Callable[[FellesForm], None], str]] = {
        "link": (LinkForm(post), link, ""),
        "door": (DoorForm(post), door, _("Det er lagret, og gjelder fra nå.")),
        "identity": (IdentityForm(post), identity, _("Nummeret er knyttet til den foresatte.")),
        "exception": (
            ExceptionForm(post, on=request.actor.on),
            ask,
            _("Rektor er bedt om å godkjenne."),
        ),
    }
    if what in bound:
        form, do, done = bound[what]
        forms[what] = form
        return Sent(lambda: do(form), done, form)
    return _read_plain(request, what, common, mine)


def _read_plain(
    request: ActorRequest, what: str, common: dict[str, Any], mine: dict[str, Any]
) -> Sent | None:
    """Buttons without fields of their own, and the answer to a message."""
    row = request.POST.get("row", "")
    if what == "revoke":
        return Sent(lambda: actions.revoke_family_links(**mine), _("Lenken virker ikke lenger."))
    if what == "approve":
        return Sent(
            lambda: actions.approve_case_exception(**common, exception_id=row),
            _("Unntaket er godkjent, og gjelder fra nå."),
            changes_access=True,
        )
    if what == "end":
        return Sent(
            lambda: actions.end_case_exception(**common, exception_id=row),
            _("Unntaket er avsluttet. Vi venter på svaret igjen."),
            changes_access=True,
        )
    if what == "answer":
        form = AnswerForm(request.POST)
        return Sent(
            lambda: actions.answer_family_message(
                **mine, message_id=row, answer=form.cleaned_data["answer"]
            ),
            _("Svaret er sendt."),
            form,
        )
    return None


def _facts(request: ActorRequest, view: CaseView, tie: Any) -> dict[str, Any]:
    door, is_open = get_door(tie)
    exceptions = [
        (row, row.state_on(request.actor.on), _may_approve(request, row))
        for row in list_exceptions(view.case.pupil_id)
        if row.guardianship_id == tie.pk
    ]
    return {
        "door": door,
        "is_open": is_open,
        "links": [(link, _link_state(request, link)) for link in list_links({tie.pk})],
        "family_messages": tell_messages(list_messages({tie.pk})),
        "phone": "" if tie.pupil.protection else tie.guardian.phone,
        "exceptions": exceptions,
        "has_running_exception": any(state.is_open for _row, state, _may in exceptions),
        "has_identity": bool(tie.guardian.identity_hash),
    }


def _may_approve(request: ActorRequest, row: Any) -> Decision:
    return may_approve_exception(
        asked_by=row.asked_by_id,
        approver=request.actor.user_id,
        is_leader=may(request.actor, Permission.EXCEPTION_APPROVE),
        state=row.state_on(request.actor.on),
    )


def _link_state(request: ActorRequest, link: Any) -> str:
    if link.used_at:
        return _("Brukt")
    if link.revoked_at:
        return _("Trukket tilbake")
    if link.tries >= LINK_TRIES:
        return _("Stengt etter for mange feil datoer")
    return _("Gått ut") if link.expires_at <= request.actor.at else _("Venter på å bli brukt")
