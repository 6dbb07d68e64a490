"""Papers for each guardian of a case, as PDF. Nothing is written but the read rows."""

from __future__ import annotations

from dataclasses import dataclass

from django import forms
from django.http import Http404, HttpResponse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_safe

from felles.casework.actions import open_file
from felles.casework.queries import CaseView, NotVisible, PaperFacts, list_paper_facts
from felles.rules.access import Permission
from felles.ui.access import ActorRequest, needs
from felles.ui.forms import FellesForm
from felles.ui.papers import (
    LANGUAGES,
    PaperKind,
    TextLanguage,
    TextStatus,
    find_language,
    get_maker,
)
from felles.web.cases.shown import case_head
from felles.web.common import open_case_or_404, render_page


class LanguageForm(FellesForm):
    """One language for all papers on the page, or each guardian's own."""

    mark = "none"
    sprak = forms.ChoiceField(label=gettext_lazy("Språk på papirene"), required=False)

    def __init__(self, *args: object, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["sprak"]
        assert isinstance(field, forms.ChoiceField)  # noqa: S101 -- set above
        languages = [(code, _(label).capitalize()) for code, label in LANGUAGES.items()]
        field.choices = [("", _("Språket til hver foresatt")), *languages]


@dataclass(frozen=True, slots=True)
class PaperLine:
    """One paper on the page: ready, or why not."""

    kind: PaperKind
    is_ready: bool


@dataclass(frozen=True, slots=True)
class GuardianPapers:
    """The papers of one guardian, in one language."""

    facts: PaperFacts
    language: TextLanguage
    needs_translator: bool
    lines: list[PaperLine]


@needs(Permission.CONSENT_RECORD)
@require_safe
def papers(request: ActorRequest, public_id: str) -> HttpResponse:
    """The papers that can be printed, guardian by guardian."""
    view = open_case_or_404(request, public_id)
    form = LanguageForm(request.GET or None)
    wanted = form.cleaned_data["sprak"] if form.is_bound and form.is_valid() else ""
    context = {
        **case_head(view),
        "title": _("Papirer til foresatte"),
        "refusal": None,
        "view": view,
        "form": form,
        "guardians": _guardians(request, view, wanted),
    }
    return render_page(request, "web/papers/list.html", context)


def _guardians(request: ActorRequest, view: CaseView, wanted: str) -> list[GuardianPapers]:
    languages = {language.code: language for language in get_maker().list_languages()}
    rows = []
    for facts in list_paper_facts(request.actor, view):
        language = languages[wanted or find_language(facts.guardian_language) or "nb"]
        rows.append(
            GuardianPapers(
                facts=facts,
                language=language,
                needs_translator=language.status is TextStatus.TO_BE_APPROVED,
                lines=[PaperLine(kind, kind.is_ready(facts)) for kind in PaperKind],
            )
        )
    return rows


@needs(Permission.CONSENT_RECORD)
@require_safe
def paper(
    request: ActorRequest, public_id: str, kind: str, language: str, guardianship: str
) -> HttpResponse:
    """One paper for one guardian, made anew each time and kept nowhere."""
    if kind not in {known.value for known in PaperKind} or language not in LANGUAGES:
        raise Http404
    view = _open_file_or_404(request, public_id)
    facts = find_facts(request, view, guardianship)
    if facts is None or not PaperKind(kind).is_ready(facts):
        raise Http404
    content = get_maker().make(PaperKind(kind), language, facts, request.actor.at)
    # The name tells neither the child nor the school, wherever the file ends up.
    return HttpResponse(
        content,
        content_type="application/pdf",
        headers={"Content-Disposition": f'attachment; filename="{kind}.pdf"'},
    )


def find_facts(request: ActorRequest, view: CaseView, guardianship: str) -> PaperFacts | None:
    """The papers of a running guardian of the case's own pupil; None for anybody else's."""
    for facts in list_paper_facts(request.actor, view):
        if facts.guardianship == guardianship:
            return facts
    return None


def _open_file_or_404(request: ActorRequest, public_id: str) -> CaseView:
    try:
        return open_file(
            by=request.actor, at=request.actor.at, public_id=public_id, route="case-paper"
        )
    except NotVisible:
        raise Http404 from None
