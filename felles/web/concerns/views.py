"""Si fra: one question a page. Each page keeps its answers in a draft on the server."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING, Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from felles.casework.actions import rescue_text, save_draft, send_concern
from felles.casework.queries import find_answer_by, find_draft, list_drafts
from felles.people.ids import sort_key
from felles.people.queries import find_pupil_by_public_id, list_own_class, search_pupils
from felles.rules.access import Permission
from felles.rules.decision import Decision
from felles.ui.access import ActorRequest, needs
from felles.web.common import carry_out, render_page, status_of
from felles.web.concerns import questions
from felles.web.concerns.after import receipt
from felles.web.concerns.forms import FindForm
from felles.web.concerns.questions import CHECK, SENT, WHO, Question
from felles.web.concerns.summary import list_rows

if TYPE_CHECKING:
    from felles.casework.models import Draft
    from felles.people.models import Pupil

FOUND_AT_MOST = 20


@needs(Permission.CONCERN_RAISE)
@require_http_methods(["GET", "POST"])
def new(request: ActorRequest) -> HttpResponse:
    """Begin: whom is it about? Nothing is kept before somebody is chosen."""
    return _choose(request, None)


@needs(Permission.CONCERN_RAISE)
@require_http_methods(["GET", "POST"])
def step(request: ActorRequest, public_id: str, step: str) -> HttpResponse:
    """One page of a draft. The pupil is looked up anew on each of them."""
    if step == SENT:
        return receipt(request, public_id)
    question = questions.find_question(step)
    if question is None and step not in (WHO, CHECK):
        raise Http404
    draft = find_draft(request.actor, public_id)
    if draft is None:
        return _sent_or_404(request, public_id)
    if step == WHO:
        return _choose(request, draft)
    pupil = find_pupil_by_public_id(request.actor, str(draft.data.get("pupil", "")))
    if pupil is None:
        _rescue(request, question)
        raise Http404
    if question is None:
        return _check(request, draft, pupil)
    return _ask(request, draft, pupil, question)


def _sent_or_404(request: ActorRequest, public_id: str) -> HttpResponse:
    """A second click, or the way back in the browser, after the draft was sent."""
    if find_answer_by(request.actor, public_id) is None:
        raise Http404
    return redirect("concern-step", public_id, SENT)


def _rescue(request: ActorRequest, question: Question | None) -> None:
    if request.method == "POST" and question is not None:
        rescue_text(by=request.actor, at=request.actor.at, data=_typed(request, question.names))


def _typed(request: ActorRequest, names: Iterable[str]) -> dict[str, str]:
    """What was typed on the page."""
    return {name: request.POST.get(name, "") for name in names}


def _choose(request: ActorRequest, draft: Draft | None) -> HttpResponse:
    if request.method == "POST" and "pupil" in request.POST:
        return _pick(request, draft)
    is_search = request.method == "POST"
    form = FindForm(request.POST) if is_search else FindForm()
    found: list[Pupil] = []
    if is_search and form.is_valid():
        words = form.cleaned_data["q"]
        found = search_pupils(request.actor, words, limit=FOUND_AT_MOST + 1)
    context = {
        "form": form,
        "draft": draft,
        "own_class": sorted(list_own_class(request.actor), key=_by_first_name),
        "found": found[:FOUND_AT_MOST],
        "has_more": len(found) > FOUND_AT_MOST,
        "is_searched": is_search and form.is_valid(),
        "page_count": questions.PAGE_COUNT,
    }
    status = 422 if is_search and not form.is_valid() else 200
    return render_page(request, "web/concerns/who.html", context, status=status)


def _by_first_name(pupil: Pupil) -> str:
    """Teachers look for a pupil of their own class by the name that they call."""
    return sort_key(pupil.called, pupil.family_name)


def _pick(request: ActorRequest, draft: Draft | None) -> HttpResponse:
    """Keep who it is about. A draft about the same pupil goes on, so that no text is lost."""
    pupil = find_pupil_by_public_id(request.actor, request.POST["pupil"])
    if pupil is None:
        raise Http404
    if draft is None:
        draft = _find_draft_about(request, pupil)
        if draft is not None:
            messages.info(request, _("Du har begynt før. Her er det du skrev."))
    draft = save_draft(
        by=request.actor,
        at=request.actor.at,
        data={"pupil": pupil.public_id},
        public_id=draft.public_id if draft else "",
    )
    return _go_on(request, draft, pupil)


def _find_draft_about(request: ActorRequest, pupil: Pupil) -> Draft | None:
    return next(
        (
            draft
            for draft in list_drafts(request.actor)
            if draft.kind == "concern" and draft.data.get("pupil") == pupil.public_id
        ),
        None,
    )


def _go_on(request: ActorRequest, draft: Draft, pupil: Pupil) -> HttpResponse:
    slug = questions.first_open(draft.data, called=pupil.called, on=request.actor.on)
    return redirect("concern-step", draft.public_id, slug)


def _ask(request: ActorRequest, draft: Draft, pupil: Pupil, question: Question) -> HttpResponse:
    called, on = pupil.called, request.actor.on
    if request.method != "POST":
        form = question.show(draft.data, called=called, on=on)
        return _show_question(request, draft, pupil, question, form)
    typed = _typed(request, question.names)
    draft = save_draft(by=request.actor, at=request.actor.at, data=typed, public_id=draft.public_id)
    if "autosave" in request.POST:
        context = {"saved_at": draft.updated_at}
        return render_page(request, "web/concerns/question.html#saved", context)
    if "later" in request.POST:
        messages.success(request, _("Vi har tatt vare på teksten. Du finner den under «Utkast»."))
        return redirect("today")
    form = question.bind(typed, called=called, on=on)
    if form.is_valid():
        return _go_on(request, draft, pupil)
    return _show_question(request, draft, pupil, question, form, status=422)


def _show_question(
    request: ActorRequest,
    draft: Draft,
    pupil: Pupil,
    question: Question,
    form: Any,
    *,
    status: int = 200,
) -> HttpResponse:
    context = {
        "draft": draft,
        "pupil": pupil,
        "question": question,
        "form": form,
        "back_url": _page(draft, questions.slug_before(question.slug)),
        "who_url": _page(draft, WHO),
        "page": questions.page_number(question.slug),
        "page_count": questions.PAGE_COUNT,
        "saved_at": None,
    }
    return render_page(request, "web/concerns/question.html", context, status=status)


def _page(draft: Draft, slug: str) -> str:
    return reverse("concern-step", args=[draft.public_id, slug])


def _check(request: ActorRequest, draft: Draft, pupil: Pupil) -> HttpResponse:
    called, on = pupil.called, request.actor.on
    slug = questions.first_open(draft.data, called=called, on=on)
    if slug != CHECK:
        return redirect("concern-step", draft.public_id, slug)
    cleaned = questions.clean_answers(draft.data, called=called, on=on)
    refusal: Decision | None = None
    if request.method == "POST":
        refusal = carry_out(
            request,
            lambda: send_concern(
                by=request.actor,
                at=request.actor.at,
                draft_id=draft.public_id,
                pupil=pupil,
                concern=questions.concern_text(cleaned),
                pupil_talk=questions.talk_text(cleaned, "pupil"),
                guardian_talk=questions.talk_text(cleaned, "guardians"),
            ),
        )
        if refusal is None:
            return redirect("concern-step", draft.public_id, SENT)
    context = {
        "refusal": refusal,
        "rows": list_rows(draft.public_id, pupil, cleaned),
        "back_url": _page(draft, questions.slug_before(CHECK)),
        "page_count": questions.PAGE_COUNT,
    }
    return render_page(request, "web/concerns/check.html", context, status=status_of(refusal))
