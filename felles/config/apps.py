"""The room at the top of the stairs, which says who answers whom."""

from __future__ import annotations

from django.apps import AppConfig


class ConfigConfig(AppConfig):
    """Names the makers that faces ask for without knowing each other."""

    name = "felles.config"
    label = "config"

    def ready(self) -> None:
        """Let the families' room make the papers that staff print."""
        from felles.portal.papers import Papers, checks  # noqa: F401
        from felles.ui import papers

        papers.provide(Papers())
