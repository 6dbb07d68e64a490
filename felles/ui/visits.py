"""The pupil's page on a shared screen: staff's page opens it, the families' face shows it."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest

_KEY = "visit"
_BEFORE = "visit_before"
# What the pupil has said so far and not sent. Nothing of it is shown but within a visit.
_WORDS = "visit_words"


def start_visit(request: HttpRequest, token: str) -> None:
    """End whatever login is in this browser, so that the pupil reaches this one page only.

    What was said in the visit before, and not sent, goes along. Whether it may be shown in this
    one is for the page to ask: see :func:`take_words_of_before`.
    """
    before, words = get_token(request), get_words(request)
    request.session.flush()
    request.session[_KEY] = token
    if before and words:
        request.session[_BEFORE] = {"token": before, "words": words}


def get_token(request: HttpRequest) -> str:
    """The secret of the visit in this browser; "" without one."""
    return str(request.session.get(_KEY, ""))


def get_words(request: HttpRequest) -> dict[str, str]:
    """What the pupil has said so far in this visit."""
    words: Any = request.session.get(_WORDS, {})
    return dict(words)


def keep_words(request: HttpRequest, words: dict[str, str]) -> None:
    """Keep what the pupil has said so far."""
    request.session[_WORDS] = words


def take_words_of_before(request: HttpRequest) -> tuple[str, dict[str, str]]:
    """The secret and the words of the visit before, once; ("", {}) when there are none."""
    before: Any = request.session.pop(_BEFORE, None)
    return (str(before["token"]), dict(before["words"])) if before else ("", {})
