"""The decorator that stands on every view: who may open the page at all."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Concatenate, ParamSpec, cast

from django.http import Http404, HttpRequest, HttpResponseBase
from django.shortcuts import redirect
from django.urls import resolve, reverse

from felles.rules.access import Actor, Permission, may

P = ParamSpec("P")


class ActorRequest(HttpRequest):
    """A request that passed :func:`needs`: somebody acts, in one post."""

    actor: Actor


def find_actor(request: HttpRequest) -> Actor | None:
    """Return who acts in this request, or None for those without a post."""
    actor = getattr(request, "actor", None)
    return actor if isinstance(actor, Actor) else None


def may_open(actor: Actor, route: str, *args: object) -> bool:
    """May the actor's role open the page? What :func:`needs` says on it, before a way to it is
    offered; whether there is such a case or school for the actor is another question."""
    needed = getattr(resolve(reverse(route, args=args)).func, "needed", None)
    return needed is None or may(actor, needed)


def needs(
    permission: Permission, *, without_post: str = ""
) -> Callable[
    [Callable[Concatenate[ActorRequest, P], HttpResponseBase]],
    Callable[Concatenate[HttpRequest, P], HttpResponseBase],
]:
    """Let a view run only for those whose role has the permission.

    Others get the same answer as for a page that does not exist, so that nothing is revealed.
    ``without_post`` names the page for those who are logged in and have no role at all.
    ``wrapper.needed`` lets a test demand the decorator on every route.
    """

    def decorate(
        view: Callable[Concatenate[ActorRequest, P], HttpResponseBase],
    ) -> Callable[Concatenate[HttpRequest, P], HttpResponseBase]:
        @wraps(view)
        def wrapper(request: HttpRequest, /, *args: P.args, **kwargs: P.kwargs) -> HttpResponseBase:
            actor = find_actor(request)
            if actor is None and without_post:
                return redirect(without_post)
            if may(actor, permission) is not True:
                raise Http404
            return view(cast("ActorRequest", request), *args, **kwargs)

        wrapper.needed = permission  # type: ignore[attr-defined]
        return wrapper

    return decorate
