"""The paper that a guardian signed: staff keep a picture of it, look at it, and replace it."""

from __future__ import annotations

from functools import partial
from typing import Any

from django import forms
from django.contrib import messages
from django.core.files.uploadedfile import UploadedFile
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.csrf import csrf_exempt, csrf_protect
from django.views.decorators.http import require_safe

from felles.casework.actions import add_consent_papers, open_consent_paper
from felles.casework.queries import NotVisible, find_answer
from felles.people.paper_files import MEGABYTE, MOST_FILES, PDF, PDF_BYTES, PICTURE_BYTES
from felles.rules.access import Permission
from felles.rules.consent import Channel
from felles.rules.decision import Decision
from felles.ui.access import ActorRequest, needs
from felles.ui.forms import FellesForm
from felles.web.common import carry_out, open_case_or_404, render_page, status_of
from felles.web.consents.copies import list_copies

ALL_BYTES = 40 * MEGABYTE
TOO_LARGE = 413
# A picture shows itself and does nothing; a PDF is never opened in the browser.
SAFE = {
    "Content-Security-Policy": "sandbox; default-src 'none'",
    "X-Content-Type-Options": "nosniff",
}


class ManyFiles(forms.FileInput):
    """One or several files."""

    allow_multiple_selected = True


class PaperFiles(forms.FileField):
    """Pictures or PDFs. What is in them is looked at when they are kept."""

    widget = ManyFiles

    def clean(self, data: Any, _initial: Any = None) -> list[UploadedFile]:
        """Every file, none of them empty or missing its end."""
        files = data if isinstance(data, list | tuple) else [data] if data else []
        return [file for file in files if file]


class PaperForm(FellesForm):
    """The camera of a phone, or files."""

    mark = "none"
    camera = PaperFiles(
        label=gettext_lazy("Ta bilde med kameraet"),
        required=False,
        widget=forms.FileInput({"accept": "image/*", "capture": "environment"}),
    )
    pages = PaperFiles(
        label=gettext_lazy("Velg bilde eller PDF"),
        help_text=gettext_lazy("Har papiret flere sider, velger du alle på én gang. Høyst fire."),
        required=False,
        widget=ManyFiles({"accept": "image/*,application/pdf"}),
    )

    def clean(self) -> dict[str, Any]:
        """At least one file, and no more than a paper has pages."""
        data = super().clean() or {}
        chosen = self.chosen
        if not chosen:
            self.add_error("pages", _("Velg et bilde eller en PDF."))
        elif len(chosen) > MOST_FILES:
            self.add_error("pages", _("Det er for mange filer. Legg ved høyst fire."))
        return data

    @property
    def chosen(self) -> list[UploadedFile]:
        """What was taken and what was chosen."""
        return [*self.cleaned_data.get("camera", []), *self.cleaned_data.get("pages", [])]


@needs(Permission.CONSENT_RECORD)
# The size is asked for before the body is read, and the token lies in the body.
@csrf_exempt
def add(request: ActorRequest, public_id: str, answer_id: str) -> HttpResponse:
    """Keep the paper of an answer. What counted before stays as history."""
    if int(request.META.get("CONTENT_LENGTH") or 0) > ALL_BYTES:
        context = {"limit": ALL_BYTES // MEGABYTE, "back": request.path}
        return render_page(request, "web/consents/paper_too_large.html", context, status=TOO_LARGE)
    return _add(request, public_id, answer_id)


@csrf_protect
def _add(request: ActorRequest, public_id: str, answer_id: str) -> HttpResponse:
    view = open_case_or_404(request, public_id)
    answer = find_answer(request.actor, view, answer_id)
    if answer is None or answer.channel != Channel.PAPER:
        return redirect("consent", public_id)
    sent = request.method == "POST"
    form = PaperForm(request.POST, request.FILES) if sent else PaperForm()
    refusal: Decision | None = None
    if sent and form.is_valid():
        refusal = carry_out(request, partial(_keep, request, public_id, answer_id, form))
        if refusal is None:
            messages.success(request, _("Papiret er lagt ved svaret."))
            return redirect("consent", public_id)
    context = {
        "view": view,
        "answer": answer,
        "form": form,
        "refusal": refusal,
        "copies": list_copies(answer.papers.all()),
        "pdf_limit": PDF_BYTES // MEGABYTE,
        "picture_limit": PICTURE_BYTES // MEGABYTE,
    }
    status = 422 if form.errors else status_of(refusal)
    return render_page(request, "web/consents/paper.html", context, status=status)


def _keep(request: ActorRequest, public_id: str, answer_id: str, form: PaperForm) -> None:
    add_consent_papers(
        by=request.actor,
        at=request.actor.at,
        public_id=public_id,
        answer_id=answer_id,
        files=[_content(file) for file in form.chosen],
    )


def _content(file: UploadedFile) -> bytes:
    """All of a file, or one byte more than may be kept of any: what is larger is refused unread."""
    return bytes(file.read(PICTURE_BYTES + 1))


@needs(Permission.CONSENT_RECORD)
@require_safe
def show(request: ActorRequest, public_id: str, paper_id: str) -> HttpResponse:
    """One page of a kept paper. The file's name tells nothing of whose it is."""
    by = request.actor
    try:
        paper = open_consent_paper(
            by=by, at=by.at, public_id=public_id, paper_id=paper_id, route="consent-paper"
        )
    except NotVisible:
        raise Http404 from None
    if paper is None:
        return redirect("consent", public_id)
    place = "attachment" if paper.media_type == PDF else "inline"
    ending = "pdf" if paper.media_type == PDF else "jpg"
    name = {"Content-Disposition": f'{place}; filename="samtykke.{ending}"'}
    return HttpResponse(bytes(paper.content), content_type=paper.media_type, headers=SAFE | name)
