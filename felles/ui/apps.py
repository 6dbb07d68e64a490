"""The room of components: what every page is made of."""

from __future__ import annotations

from django.apps import AppConfig


class UiConfig(AppConfig):
    """Registers the templates, tags and static files that the faces share."""

    name = "felles.ui"
    label = "ui"

    def ready(self) -> None:
        """Register the check that the front-end packages are installed."""
        from felles.ui import checks  # noqa: F401
