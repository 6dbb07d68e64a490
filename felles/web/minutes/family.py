"""The meeting with pupil and guardians: planned, used, moved, cancelled, held."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST

from felles.casework import actions
from felles.casework.actions import FamilyMeetingPlan
from felles.casework.queries import (
    CaseView,
    FamilyMeetingPage,
    NotVisible,
    get_family_meeting,
    list_family_meetings,
    list_open_items,
    list_who_may_come,
)
from felles.rules.access import Permission, may
from felles.rules.meetings import InterpreterState
from felles.ui import dates
from felles.ui.access import ActorRequest, needs
from felles.ui.papers import LANGUAGES, find_language
from felles.web.cases.shown import case_head
from felles.web.cases.writing import FormPage, form_page
from felles.web.common import carry_out, open_case_or_404, render_page, version_of
from felles.web.minutes.forms import (
    APART,
    CancelForm,
    CloseForm,
    InterpreterForm,
    PlanForm,
    WhenForm,
)

DEFAULT_MINUTES = 30


@needs(Permission.TALK_LOG)
def meetings(request: ActorRequest, public_id: str) -> HttpResponse:
    """The case's meetings with the family, the latest first."""
    view = open_case_or_404(request, public_id)
    context = {
        **case_head(view),
        "title": _("Møter med familien"),
        "refusal": None,
        "found": list_family_meetings(request.actor, view),
        "may_plan": may(request.actor, Permission.MEETING_LEAD),
        "language_names": LANGUAGES,
    }
    return render_page(request, "web/minutes/family_list.html", context)


@needs(Permission.MEETING_LEAD)
def plan(request: ActorRequest, public_id: str) -> HttpResponse:
    """Plan a meeting: with whom, when, in which language."""
    view = open_case_or_404(request, public_id)
    form = _plan_form(request, view)

    def do() -> None:
        data = form.cleaned_data
        item = data.get("item", "")
        actions.plan_family_meeting(
            by=request.actor,
            at=request.actor.at,
            public_id=public_id,
            plan=FamilyMeetingPlan(
                **form.when(),
                guardianships=data["guests"],
                language=data["language"],
                needs_interpreter=data["needs_interpreter"] == "yes",
                together=data.get("together", False),
                item="" if item in ("", APART) else item,
            ),
        )

    shown = FormPage(
        _("Planlegg møte med familien"),
        "web/minutes/plan.html",
        do,
        _("Møtet er planlagt. Inviter dem som skal komme."),
        goal=reverse("case-family-meetings", args=[public_id]),
        follows_version=False,
    )
    return form_page(request, view, shown, form)


def _plan_form(request: ActorRequest, view: CaseView) -> PlanForm:
    ties = list_who_may_come(view)
    items = list_open_items(request.actor, view)
    first = items[0] if items else None
    start = first.row.meeting.starts_at if first else None
    live_apart = len({tie.household for tie in ties}) > 1
    languages = [find_language(tie.guardian.language) for tie in ties if tie.guardian.language]
    initial = {
        "guests": [] if live_apart else [tie.public_id for tie in ties],
        "item": first.row.public_id if first else APART,
        "on": dates.as_day(start) if start else None,
        "clock": first.row.guardians_at if first else None,
        "minutes": DEFAULT_MINUTES,
        "pupil_comes": True,
        "needs_interpreter": "yes" if any(t.guardian.needs_interpreter for t in ties) else None,
        "language": next((code for code in languages if code), ""),
    }
    return PlanForm(
        request.POST or None,
        guests=[(tie.public_id, tie.guardian.name) for tie in ties],
        items=[
            (
                item.row.public_id,
                f"{_(item.row.meeting.title)}, {dates.weekday(item.row.meeting.starts_at)}",
            )
            for item in items
        ],
        live_apart=live_apart,
        called=view.case.pupil.called,
        is_protected=view.facts.is_protected,
        initial=initial,
    )


@needs(Permission.TALK_LOG)
def meeting(request: ActorRequest, public_id: str, family_meeting_id: str) -> HttpResponse:
    """The page for before and during the meeting: what the child and the guardians want first."""
    view = open_case_or_404(request, public_id)
    page = _get_or_404(request, view, family_meeting_id)
    found = page.meeting
    context = {
        **case_head(view),
        "title": _("Møte med familien"),
        "refusal": None,
        "page": page,
        "meeting": found,
        "language": LANGUAGES.get(found.language, ""),
        "needs_order": page.is_planned
        and page.interpreter in (InterpreterState.NEEDED, InterpreterState.ORDERED),
        "has_interpreter": page.interpreter is not InterpreterState.NOT_NEEDED,
        "may_lead": may(request.actor, Permission.MEETING_LEAD),
    }
    return render_page(request, "web/minutes/family.html", context)


def _get_or_404(request: ActorRequest, view: CaseView, meeting_id: str) -> FamilyMeetingPage:
    try:
        return get_family_meeting(request.actor, view, meeting_id)
    except NotVisible:
        raise Http404 from None


def _where(request: ActorRequest, view: CaseView, meeting_id: str) -> dict[str, Any]:
    return {
        "by": request.actor,
        "at": request.actor.at,
        "public_id": view.case.public_id,
        "meeting_id": meeting_id,
    }


@needs(Permission.MEETING_LEAD)
@require_POST
def invite(request: ActorRequest, public_id: str, family_meeting_id: str) -> HttpResponse:
    """Send the invitation, or write that a guardian was told or got the summary."""
    view = open_case_or_404(request, public_id)
    page = _get_or_404(request, view, family_meeting_id)
    where = _where(request, view, family_meeting_id)
    guardianship = request.POST.get("guest", "")
    told: list[int] = []
    match request.POST.get("what"):
        case "send":
            refusal = carry_out(request, lambda: told.append(actions.invite_guests(**where)))
            said = _say_sent(told[0]) if told else ""
        case "told":
            refusal = carry_out(
                request, lambda: actions.mark_guest_told(**where, guardianship=guardianship)
            )
            said = _("Vi husker at dere har sagt fra.")
        case "summary":
            text = _say_handed_out(page, guardianship)
            refusal = carry_out(
                request,
                lambda: actions.hand_out_summary(**where, guardianship=guardianship, text=text),
            )
            said = _("Det står i saken at papiret er gitt.")
        case _unknown:
            return redirect("case-family-meeting", public_id, family_meeting_id)
    if refusal is not None:
        messages.warning(request, _(refusal.reason))
    elif said:
        messages.success(request, said)
    return redirect("case-family-meeting", public_id, family_meeting_id)


def _say_sent(count: int) -> str:
    if not count:
        return _("Ingen kan varsles på nett. Ring, eller gi invitasjonen på papir.")
    return ngettext(
        "Én foresatt får beskjed på e-post, uten innhold.",
        "%(count)d foresatte får beskjed på e-post, uten innhold.",
        count,
    ) % {"count": count}


def _say_handed_out(page: FamilyMeetingPage, guardianship: str) -> str:
    names = [one.tie.guardian.name for one in page.guests if one.tie.public_id == guardianship]
    if not names:
        raise Http404
    return _("Ga papiret «Det som er bestemt» til %(name)s.") % {"name": names[0]}


@needs(Permission.MEETING_LEAD)
def move(request: ActorRequest, public_id: str, family_meeting_id: str) -> HttpResponse:
    """Another time or place. Those who were told are told again."""
    view = open_case_or_404(request, public_id)
    page = _get_or_404(request, view, family_meeting_id)
    found = page.meeting
    form = WhenForm(
        request.POST or None,
        called=view.case.pupil.called,
        is_protected=view.facts.is_protected,
        initial={
            "on": dates.as_day(found.starts_at),
            "clock": dates.clock_time(found.starts_at).replace(".", ":"),
            "minutes": found.minutes,
            "place": found.place,
            "pupil_comes": found.pupil_comes,
        },
    )

    def do() -> None:
        actions.move_family_meeting(
            **_where(request, view, family_meeting_id),
            version=version_of(request),
            **form.when(),
        )

    lead = _("De som er invitert, får beskjed. En tolk som er bestilt, må bestilles på nytt.")
    return _form(request, view, page, form, do, _("Flytt møtet"), _("Møtet er flyttet."), lead)


@needs(Permission.MEETING_LEAD)
def interpreter(request: ActorRequest, public_id: str, family_meeting_id: str) -> HttpResponse:
    """How far the order of an interpreter has come."""
    view = open_case_or_404(request, public_id)
    page = _get_or_404(request, view, family_meeting_id)
    found = page.meeting
    form = InterpreterForm(
        request.POST or None,
        initial={
            "state": found.interpreter,
            "language": found.language,
            "note": found.interpreter_note,
        },
    )

    def do() -> None:
        actions.set_interpreter(
            **_where(request, view, family_meeting_id),
            version=version_of(request),
            **form.cleaned_data,
        )

    lead = _("Barn og slektninger skal ikke tolke. Bestill en kvalifisert tolk.")
    return _form(request, view, page, form, do, _("Tolk"), _("Det er lagret."), lead)


@needs(Permission.MEETING_LEAD)
def cancel(request: ActorRequest, public_id: str, family_meeting_id: str) -> HttpResponse:
    """Cancel the meeting. Those who were told are told so."""
    view = open_case_or_404(request, public_id)
    page = _get_or_404(request, view, family_meeting_id)
    form = CancelForm(request.POST if request.method == "POST" else None)

    def do() -> None:
        actions.cancel_family_meeting(
            **_where(request, view, family_meeting_id),
            version=version_of(request),
            **form.cleaned_data,
        )

    lead = _("De som er invitert, får beskjed om at møtet er avlyst.")
    if page.interpreter is not InterpreterState.NOT_NEEDED:
        lead = f"{lead} {_('Husk å avbestille tolken.')}"
    return _form(request, view, page, form, do, _("Avlys møtet"), _("Møtet er avlyst."), lead)


@needs(Permission.MEETING_LEAD)
def close(request: ActorRequest, public_id: str, family_meeting_id: str) -> HttpResponse:
    """That the meeting was held and who came; or why it was not."""
    view = open_case_or_404(request, public_id)
    page = _get_or_404(request, view, family_meeting_id)
    guests = [(one.tie.public_id, one.tie.guardian.name) for one in page.guests]
    form = CloseForm(request.POST or None, guests=guests)

    def do() -> None:
        data = dict(form.cleaned_data)
        del data["is_held"]
        actions.close_family_meeting(
            **_where(request, view, family_meeting_id),
            version=version_of(request),
            interpreter=_interpreted(page),
            **data,
        )

    return _form(
        request,
        view,
        page,
        form,
        do,
        _("Etter møtet"),
        _("Møtet står i saken. Gi foresatte det som ble bestemt, på språket deres."),
        _("Dette blir også skrevet som en samtale i saken."),
        template="web/minutes/close.html",
    )


def _interpreted(page: FamilyMeetingPage) -> str:
    """The language that was interpreted, as staff call it; "" without an interpreter."""
    if page.interpreter is InterpreterState.NOT_NEEDED:
        return ""
    label = LANGUAGES.get(page.meeting.language)
    return _(label) if label else ""


def _form(
    request: ActorRequest,
    view: CaseView,
    page: FamilyMeetingPage,
    form: Any,
    do: Any,
    title: str,
    message: str,
    lead: str,
    *,
    template: str = "web/minutes/form.html",
) -> HttpResponse:
    """A form about one meeting; its version is the meeting's, not the case's.

    What was seen is sent back after an error in the form, so that a change by somebody else is
    still noticed; else the meeting is shown as it is now.
    """
    is_wrong = request.method == "POST" and not form.is_valid()
    shown = FormPage(
        title,
        template,
        do,
        message,
        context={
            "lead": lead,
            "meeting": page.meeting,
            "version": version_of(request) if is_wrong else page.meeting.version,
        },
        goal=reverse("case-family-meeting", args=[view.case.public_id, page.meeting.public_id]),
        follows_version=False,
    )
    return form_page(request, view, shown, form)
