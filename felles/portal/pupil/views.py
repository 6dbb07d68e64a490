"""The pupil's own page: one question at a time, with faces and few words.

What is chosen lies in the browser's session until the pupil sends it, and goes with it.
"""

from __future__ import annotations

from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_http_methods, require_safe

from felles.casework.actions import OwnWords, write_own_words
from felles.portal.access import VisitRequest, pupil_visit
from felles.portal.pages import render_family
from felles.portal.session import get_text
from felles.portal.texts import load_text
from felles.portal.words import (
    FACES,
    LONGEST,
    LONGEST_MORE,
    MORE,
    PEOPLE,
    STEPS,
    find_next,
    in_words,
    keep,
)
from felles.ui import clock
from felles.ui.visits import get_token, get_words

CHECK = "se-over"


@pupil_visit
@require_safe
def start(request: VisitRequest) -> HttpResponse:
    """Hello, and that the pupil decides; or where the pupil left off."""
    said = get_words(request)
    context = {
        "called": request.called,
        "has_begun": bool(said),
        "next": (find_next(said) or CHECK) if said else next(iter(STEPS)),
    }
    return render_family(request, "portal/pupil/start.html", context)


@pupil_visit
@require_http_methods(["GET", "HEAD", "POST"])
def step(request: VisitRequest, step: str) -> HttpResponse:
    """One question, or the last look."""
    if step == CHECK:
        return _check(request)
    if step not in STEPS:
        raise Http404
    slugs = [*STEPS, CHECK]
    number = slugs.index(step)
    if request.method == "POST":
        keep(request, step)
        # Sent by the page itself while the pupil writes: it stays where it is.
        if "keep" in request.POST:
            return HttpResponse(status=204)
        return redirect("pupil-step", slugs[number + 1])
    said = get_words(request)
    kept = said.get(STEPS[step], "")
    context = {
        "called": request.called,
        "slug": step,
        "key": STEPS[step],
        "kept": kept,
        "chosen": kept.split(","),
        "more": said.get(MORE, ""),
        "faces": FACES,
        "people": PEOPLE,
        "longest": LONGEST,
        "longest_more": LONGEST_MORE,
        "number": number + 1,
        "total": len(STEPS),
        "before": slugs[number - 1] if number else "",
    }
    return render_family(request, "portal/pupil/step.html", context)


def _check(request: VisitRequest) -> HttpResponse:
    if request.method == "POST":
        # In bokmål, for the adults who read it; what the pupil typed stays as it is.
        said = in_words(get_words(request), load_text("nb"))
        words = OwnWords(
            said=" ".join(filter(None, [_stop(said["feel"]), said["hard"]])),
            good=said["good"],
            wish=said["wish"],
            safe_with=said["safe"],
            not_to_share=said["secret"],
        )
        write_own_words(at=clock.now(), token=get_token(request), words=words)
        language = get_text(request)
        request.session.flush()
        context = {"called": request.called, "t": language, "has_said": bool(words)}
        return render_family(request, "portal/pupil/done.html", context)
    said = in_words(get_words(request), get_text(request))
    rows = [(slug, f"pupil.{key}", said[key]) for slug, key in STEPS.items() if said[key]]
    context = {"called": request.called, "rows": rows, "before": [*STEPS][-1]}
    return render_family(request, "portal/pupil/check.html", context)


def _stop(text: str) -> str:
    return f"{text}." if text else ""
