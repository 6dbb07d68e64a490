"""What people write in a case: notes, talks, the child's own words."""

from __future__ import annotations

from typing import Any

from django.http import HttpResponse
from django.utils.translation import gettext as _

from felles.casework import actions
from felles.people.queries import list_guardianships
from felles.rules.access import Permission
from felles.rules.roles import Audience
from felles.ui.access import ActorRequest, needs
from felles.web.cases.forms import NoteForm, TalkForm, VoiceForm
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
