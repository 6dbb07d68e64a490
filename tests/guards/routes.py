"""Every route of the product, for guards that walk them all."""

import importlib
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

from django.test import override_settings
from django.urls import URLPattern, URLResolver, clear_url_caches, get_resolver, set_urlconf


@dataclass(frozen=True)
class Route:
    """One URL pattern: its name with namespaces, its path, the parameters and the view."""

    name: str
    path: str
    parameters: tuple[str, ...]
    view: Callable[..., Any]


def cells_of_door(view: Callable[..., Any]) -> dict[str, Any]:
    """What ``needs`` has closed over on a view, the permission and the page, by name. It may stand
    within other decorators."""
    door: Any = view
    while "permission" not in door.__code__.co_freevars:
        door = door.__wrapped__
    return dict(zip(door.__code__.co_freevars, door.__closure__, strict=True))


def list_routes() -> list[Route]:
    """Return all routes of the URLconf in use."""
    return list(_walk(get_resolver().url_patterns, "", ""))


def _walk(patterns: list[Any], prefix: str, namespace: str) -> Iterator[Route]:
    for pattern in patterns:
        path = prefix + str(pattern.pattern)
        if isinstance(pattern, URLResolver):
            inner = f"{namespace}{pattern.namespace}:" if pattern.namespace else namespace
            yield from _walk(pattern.url_patterns, path, inner)
        elif isinstance(pattern, URLPattern):
            converters = _parameters(pattern, prefix)
            yield Route(f"{namespace}{pattern.name or ''}", path, converters, pattern.callback)


def _parameters(pattern: URLPattern, prefix: str) -> tuple[str, ...]:
    own = tuple(pattern.pattern.regex.groupindex)
    return (*own, "prefix") if "<" in prefix else own


@contextmanager
def demo_routes() -> Iterator[None]:
    """Use the URLconf of demo mode, which has routes that no other mode has."""
    urls = importlib.import_module("felles.config.urls")
    try:
        with override_settings(IS_DEMO=True):
            _reload(urls)
            yield
    finally:
        _reload(urls)


def _reload(urls: Any) -> None:
    importlib.reload(urls)
    clear_url_caches()
    set_urlconf(None)
