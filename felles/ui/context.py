"""What the frame around every page needs to know."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest
from django.utils.functional import SimpleLazyObject
from django.utils.translation import gettext as _

from felles.rules.access import Actor, Permission, may
from felles.ui.access import find_actor
from felles.ui.nav import Item, find_url, list_items


@dataclass(frozen=True, slots=True)
class Who:
    """The person at the keyboard, and the post that they act in."""

    name: str
    role: str
    organisation: str


@dataclass(frozen=True, slots=True)
class Chrome:
    """The frame: menu, search, who is here, and ways out."""

    home_url: str
    items: list[Item]
    who: Who | None
    search_url: str | None
    switch_url: str | None
    logout_url: str | None
    is_logged_in: bool

    @property
    def has_rest(self) -> bool:
        """True when some places stand in the menu only, also on a wide screen."""
        return any(not item.in_row for item in self.items)


def chrome(request: HttpRequest) -> dict[str, Any]:
    """Context processor. Lazy, so that fragments and plain pages pay nothing."""
    return {"chrome": SimpleLazyObject(lambda: build_chrome(request))}


def build_chrome(request: HttpRequest) -> Chrome:
    """Build the frame for whoever asks."""
    actor = find_actor(request)
    user = getattr(request, "user", None)
    is_logged_in = bool(user is not None and user.is_authenticated)
    return Chrome(
        home_url=find_url("today") or "/",
        items=list_items(actor, request.path) if actor else [],
        who=_who(actor, user) if is_logged_in else None,
        search_url=find_url("case-search") if may(actor, Permission.CASE_READ) else None,
        switch_url=find_url("switch-post") if is_logged_in else None,
        logout_url=find_url("logout") if is_logged_in else None,
        is_logged_in=is_logged_in,
    )


def _who(actor: Actor | None, user: Any) -> Who:
    if actor is None:
        return Who(name=str(user), role="", organisation="")
    return Who(actor.user_name, _(actor.role.label), actor.organisation_name)
