"""Small frozen shapes that views fill and the component tags draw.

Any object or dict with the same names works too; these exist for typing and for tests.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import Literal

StepState = Literal["done", "now", "later", "skipped"]
Answer = Literal["yes", "no", "unasked"]
Change = Literal["new", "changed", "gone", "refused", "review"]


@dataclass(frozen=True, slots=True)
class Step:
    """One of the steps on the way of a case. ``note`` is a date or «2 runder»."""

    label: str
    state: StepState
    note: str = ""


@dataclass(frozen=True, slots=True)
class Event:
    """One entry of a timeline: what happened, when, and who did it.

    ``take_back_url`` leads to where the reader may take the text back, if that is his to do.
    """

    title: str
    at: datetime | date
    by: str = ""
    text: str = ""
    is_mine: bool = False
    is_restricted: bool = False
    url: str = ""
    taken_back_at: datetime | None = None
    take_back_url: str = ""


@dataclass(frozen=True, slots=True)
class ServiceAnswer:
    """What the guardians answered about one service."""

    name: str
    answer: Answer
    note: str = ""


@dataclass(frozen=True, slots=True)
class Arena:
    """One place in a child's life: the trusted adult there, or that one is missing."""

    name: str
    adult: str = ""
    note: str = ""
    is_gap: bool = False
    url: str = ""
    link: str = ""


@dataclass(frozen=True, slots=True)
class Todo:
    """One thing to do: one verb, one deadline, one button."""

    title: str
    url: str
    due_on: date | None = None
    note: str = ""
    action: str = ""
    action_url: str = ""


@dataclass(frozen=True, slots=True)
class Appointment:
    """One entry of the day."""

    at: datetime
    title: str
    note: str = ""
    url: str = ""
    is_next: bool = False


@dataclass(frozen=True, slots=True)
class SummaryRow:
    """One question and its answer, with the way back to change it."""

    label: str
    value: str
    change_url: str = ""


@dataclass(frozen=True, slots=True)
class FileChange:
    """One row of an import's dry run: what would happen, where in the file, and the cure."""

    change: Change
    what: str
    detail: str = ""
    file: str = ""
    line: int | None = None
    column: str = ""
    cure: str = ""
