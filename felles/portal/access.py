"""The decorators on the views behind the family's login, and behind a pupil's visit."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Concatenate, ParamSpec, cast

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect

from felles.casework.queries import NotYours
from felles.people.queries import find_called, find_unsent_visit, find_visit, is_continued
from felles.portal import words
from felles.portal.pages import not_found, render_family
from felles.portal.session import KEY, FamilyRequest, find_family, leave, mark_seen
from felles.ui import clock
from felles.ui.visits import get_token, get_words, keep_words, take_words_of_before

P = ParamSpec("P")
FAMILY, VISIT = "family", "visit"


class VisitRequest(HttpRequest):
    """A request that passed :func:`pupil_visit`: a pupil sits in front of the screen."""

    called: str


def pupil_visit(
    view: Callable[Concatenate[VisitRequest, P], HttpResponseBase],
) -> Callable[Concatenate[HttpRequest, P], HttpResponseBase]:
    """Let a view run only while staff have the pupil's page open in this browser.

    When the time is out the page is gone, and what the pupil has said stays unseen in the session
    until the same member of staff opens it again for the same pupil.
    """

    @wraps(view)
    def wrapper(request: HttpRequest, /, *args: P.args, **kwargs: P.kwargs) -> HttpResponseBase:
        visit = find_visit(get_token(request), clock.now())
        if visit is None or request.user.is_authenticated:
            return _over(request, str(kwargs.get("step", "")))
        _go_on(request)
        request.called = find_called(visit.pupil_id)  # type: ignore[attr-defined]
        return view(cast("VisitRequest", request), *args, **kwargs)

    wrapper.needed = VISIT  # type: ignore[attr-defined]
    wrapper.login_required = False  # type: ignore[attr-defined]
    return wrapper


def _over(request: HttpRequest, step: str) -> HttpResponse:
    """The time is out. What was being written when it ran out is kept with the rest."""
    is_late = not request.user.is_authenticated and find_unsent_visit(get_token(request))
    if is_late and request.method == "POST":
        words.keep(request, step)
    context = {"is_late": bool(is_late), "is_kept": bool(is_late and get_words(request))}
    return render_family(request, "portal/pupil/over.html", context, status=404)


def _go_on(request: HttpRequest) -> None:
    """Take up what was said before the time ran out; anybody else's words are forgotten."""
    token, said = take_words_of_before(request)
    if token and is_continued(token, get_token(request)):
        keep_words(request, said)


def family(
    view: Callable[Concatenate[FamilyRequest, P], HttpResponseBase],
) -> Callable[Concatenate[HttpRequest, P], HttpResponseBase]:
    """Let a view run only for a guardian who is in; others are sent to the entry.

    What the guardian may not see gets the same answer as what does not exist. ``wrapper.needed``
    lets a test demand the decorator on every route; staff's login is not asked for.
    """

    @wraps(view)
    def wrapper(request: HttpRequest, /, *args: P.args, **kwargs: P.kwargs) -> HttpResponseBase:
        actor = find_family(request)
        if actor is None:
            had = KEY in request.session and not request.user.is_authenticated
            if had:
                leave(request)
            return redirect("family-ended" if had else "family-start")
        mark_seen(request)
        request.family = actor  # type: ignore[attr-defined]
        try:
            return view(cast("FamilyRequest", request), *args, **kwargs)
        except (NotYours, Http404):
            return not_found(request)

    wrapper.needed = FAMILY  # type: ignore[attr-defined]
    wrapper.login_required = False  # type: ignore[attr-defined]
    return wrapper
