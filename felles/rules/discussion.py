"""What is coded in a discussion without a name. Source: docs/access.md, rule 5."""

from __future__ import annotations

from enum import StrEnum

from felles.rules.text import N_


class Band(StrEnum):
    """Wide bands of years: a single year at a small school can point to a child."""

    LOW = "1-4"
    MIDDLE = "5-7"

    @property
    def label(self) -> str:
        return BAND_LABELS[self]


BAND_LABELS: dict[str, str] = {
    Band.LOW: N_("1.–4. trinn"),
    Band.MIDDLE: N_("5.–7. trinn"),
}
