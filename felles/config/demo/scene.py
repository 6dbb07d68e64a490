"""A story while it is played: who acts now, when, on which case."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date, datetime

from felles.casework.models import Case, Measure
from felles.config.demo.calendar import Calendar
from felles.config.demo.events import SCHOOL, Story
from felles.config.demo.stage import Stage
from felles.people.models import Guardianship, Organisation, Pupil
from felles.rules.access import Actor


@dataclass
class Scene:
    """A story while it is played. ``by`` and ``at`` are those of the event at hand."""

    stage: Stage
    calendar: Calendar
    story: Story
    pupil: Pupil
    by: Actor
    at: datetime
    ties: list[Guardianship] = field(default_factory=list)
    measures: list[Measure] = field(default_factory=list)
    asked: tuple[str, ...] = ()
    readers: set[tuple[int, date]] = field(default_factory=set)
    case: Case | None = None

    @property
    def public_id(self) -> str:
        """The case's public id."""
        if self.case is None:
            raise LookupError("a story begins with a concern")
        return self.case.public_id

    def day(self, offset: int) -> date:
        """A day of the calendar."""
        return self.calendar.day(offset)

    def user_id(self, part: str) -> int:
        """The id of whoever plays a part at the story's school."""
        return self.stage.users[self.stage.part(self.story.school, part)].pk

    def organisation(self, name: str) -> Organisation:
        """The school, or a service by name."""
        key = self.story.school if name == SCHOOL else name
        return self.stage.organisations[key]

    def do(self, action: Callable[..., object], **more: object) -> None:
        """Carry out an action on the case."""
        action(by=self.by, at=self.at, public_id=self.public_id, **more)

    def move(self, action: Callable[..., object], **more: object) -> None:
        """Carry out an action that names the version of the case that it saw."""
        version = Case.objects.values_list("version", flat=True).get(public_id=self.public_id)
        self.do(action, version=version, **more)
