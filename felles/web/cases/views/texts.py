"""What people write in a case: notes, talks, the child's own words."""

from __future__ import annotations

from typing import Any

from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _

from felles.casework import actions
from felles.casework.queries import NotVisible, find_own_text
from felles.people.queries import list_guardianships
from felles.rules.access import Permission
from felles.rules.roles import Audience
from felles.rules.texts import EVIDENCE
from felles.ui.access import ActorRequest, needs
from felles.web.cases.forms import NoteForm, TalkForm, VoiceForm
from felles.web.cases.history import tell_text
from felles.web.cases.words import TALK_OF_SLUG
from felles.web.cases.writing import FormPage, form_page
from felles.web.common import open_case_or_404


@needs(Permission.NOTE_WRITE)
def note(request: ActorRequest, public_id: str) -> HttpResponse:
    """Write a note."""
    view = open_case_or_404(request, public_id)
    form = NoteForm(
        request.POST or None,
        called=view.case.pupil.called,
        is_school=view.sight.is_school,
        topics=view.sight.topics,
    )

    def write() -> object:
        data = form.cleaned_data
        return actions.write_note(
            by=request.actor,
            at=request.actor.at,
            public_id=public_id,
            text=data["text"],
            topic=data["topic"],
            audience=data.get("audience", Audience.TEAM),
        )

    return form_page(
        request,
        view,
        FormPage(_("Skriv notat"), "web/cases/write.html", write, _("Notatet er lagret.")),
        form,
    )


@needs(Permission.TALK_LOG)
def talk(request: ActorRequest, public_id: str) -> HttpResponse:
    """Log a talk that was held, or why it was not."""
    view = open_case_or_404(request, public_id)
    guardians = [
        (tie.guardian_id, tie.guardian.name) for tie in list_guardianships(view.case.pupil_id)
    ]
    kind = TALK_OF_SLUG.get(request.GET.get("slag", ""), "")
    form = TalkForm(
        request.POST or None,
        guardians=guardians,
        initial={"kind": kind, "is_held": TalkForm.YES, "held_on": request.actor.on},
    )

    def write() -> object:
        data: dict[str, Any] = dict(form.cleaned_data)
        guardian_id = data.pop("guardian")
        del data["is_held"]
        return actions.log_talk(
            by=request.actor,
            at=request.actor.at,
            public_id=public_id,
            guardian_id=guardian_id,
            **data,
        )

    page = FormPage(
        _("Skriv om en samtale"), "web/cases/talk.html", write, _("Samtalen er lagret.")
    )
    return form_page(request, view, page, form)


@needs(Permission.CHILD_VOICE_WRITE)
def voice(request: ActorRequest, public_id: str) -> HttpResponse:
    """Write down what the pupil says."""
    view = open_case_or_404(request, public_id)
    form = VoiceForm(
        request.POST or None,
        called=view.case.pupil.called,
        initial={"told_on": request.actor.on},
    )

    def write() -> object:
        return actions.write_child_voice(
            by=request.actor, at=request.actor.at, public_id=public_id, **form.cleaned_data
        )

    title = _("Skriv ned det %(name)s sier") % {"name": view.case.pupil.called}
    page = FormPage(title, "web/cases/write.html", write, _("Det eleven sier, er lagret."))
    return form_page(request, view, page, form)


@needs(Permission.CASE_READ)
def take_back(request: ActorRequest, public_id: str, text_kind: str, text_id: str) -> HttpResponse:
    """Take back a text that is wrong or went too far. Says who reads it before and after."""
    view = open_case_or_404(request, public_id)
    try:
        text = find_own_text(request.actor, view, text_kind, text_id)
    except NotVisible:
        raise Http404 from None
    goal = reverse("case-timeline", args=[public_id])
    if text.taken_back_at is not None and request.method != "POST":
        return redirect(goal)

    def write() -> object:
        return actions.take_back_text(
            by=request.actor,
            at=request.actor.at,
            public_id=public_id,
            kind=text_kind,
            text_id=text_id,
        )

    page = FormPage(
        _("Trekk teksten tilbake"),
        "web/cases/take_back.html",
        write,
        _("Teksten er trukket tilbake. Skriv den på nytt hvis noe av den skal stå."),
        context={
            "events": [tell_text(request.actor, text)],
            "read_by": _(Audience(text.audience).label),
            "counts": text_kind in EVIDENCE,
        },
        goal=goal,
        needs_open=False,
    )
    return form_page(request, view, page)
