"""The family's session: who is in, since when, and in which language. Apart from staff's login."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.http import HttpRequest

from felles.people.queries import find_family_actor
from felles.portal.texts import FamilyText, load_text
from felles.rules.families import FamilyActor, FamilyLogin
from felles.ui import clock
from felles.ui.papers import LANGUAGES

KEY = "family"
LANGUAGE_KEY = "family_language"
IDLE = timedelta(minutes=15)
LONGEST = timedelta(minutes=60)


class FamilyRequest(HttpRequest):
    """A request that passed ``family``: a guardian is in."""

    family: FamilyActor


def enter(
    request: HttpRequest, guardian_id: int, login: FamilyLogin, *, tie_id: int | None = None
) -> None:
    """Let a guardian in. Whatever was in this browser's session, staff's login too, is gone."""
    language = request.session.get(LANGUAGE_KEY)
    request.session.flush()
    at = clock.now().isoformat()
    request.session[KEY] = {
        "guardian": guardian_id,
        "login": login.value,
        "tie": tie_id,
        "since": at,
        "seen": at,
    }
    if language:
        request.session[LANGUAGE_KEY] = language


def leave(request: HttpRequest) -> None:
    """Log the guardian out; only the language is kept."""
    language = request.session.get(LANGUAGE_KEY)
    request.session.flush()
    if language:
        request.session[LANGUAGE_KEY] = language


def find_family(request: HttpRequest) -> FamilyActor | None:
    """The guardian who is in; None when nobody is, or when it has been too long."""
    kept = request.session.get(KEY)
    if not isinstance(kept, dict) or request.user.is_authenticated:
        return None
    now = clock.now()
    seen, since = (datetime.fromisoformat(kept[key]) for key in ("seen", "since"))
    if now - seen > IDLE or now - since > LONGEST:
        return None
    return find_family_actor(
        kept["guardian"], login=FamilyLogin(kept["login"]), at=now, tie_id=kept["tie"]
    )


def mark_seen(request: HttpRequest) -> None:
    """The guardian did something: the idle time begins anew."""
    request.session[KEY] = {**request.session[KEY], "seen": clock.now().isoformat()}


def get_text(request: HttpRequest) -> FamilyText:
    """The words in the language that was chosen, else in the one that the browser asks for."""
    chosen = request.session.get(LANGUAGE_KEY)
    return load_text(chosen if chosen in LANGUAGES else wanted_language(request))


def wanted_language(request: HttpRequest) -> str:
    """The first of our languages that the browser asks for, else bokmål."""
    header = request.headers.get("Accept-Language", "")
    for part in header.split(",")[:10]:
        code = part.split(";")[0].strip().lower().split("-")[0]
        if code == "no":
            return "nb"
        if code in LANGUAGES:
            return code
    return "nb"
