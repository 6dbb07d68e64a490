"""The answer every rule gives: yes, or no with a reason and what is missing."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Self


class Refused(Exception):
    """A rule said no. Carries the decision, whose reason and missing list the page shows."""

    def __init__(self, decision: Decision) -> None:
        super().__init__(decision.reason)
        self.decision = decision


@dataclass(frozen=True, slots=True)
class Decision:
    """Outcome of a rule.

    ``reason`` and ``missing`` are bokmål message ids (see :mod:`felles.rules.text`); they never
    hold names or dates, so they can be translated and logged.
    """

    allowed: bool
    reason: str = ""
    missing: tuple[str, ...] = ()

    def __bool__(self) -> bool:
        return self.allowed

    def require(self) -> Self:
        """Return self when allowed.

        Raises:
            Refused: when the decision is no.
        """
        if not self.allowed:
            raise Refused(self)
        return self

    @classmethod
    def yes(cls) -> Decision:
        """The plain yes."""
        return cls(True)

    @classmethod
    def no(cls, reason: str, *missing: str) -> Decision:
        """A no with its reason and, where they can be named, the pieces that are missing."""
        return cls(False, reason, tuple(missing))
