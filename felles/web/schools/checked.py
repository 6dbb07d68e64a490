"""A text as the writer looks it over: what may point to a child is marked, and said in words."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from felles.people.queries import list_class_names, list_registered_names
from felles.rules.access import Actor
from felles.rules.redaction import REFUSED, Mark, Trace, look_over, tidy

_BETWEEN = "|"


@dataclass(frozen=True, slots=True)
class Aid:
    """What the aid knows: registered names (none for a service), what may be written, classes."""

    names: tuple[str, ...] = ()
    known: tuple[str, ...] = ()
    classes: tuple[str, ...] = ()

    def check(self, text: str) -> Checked:
        """Look over a text. Signs that are not seen are taken out of it first."""
        text = tidy(text)
        marks = look_over(text, names=self.names, known=self.known, classes=self.classes)
        return Checked(text, tuple(marks))


def make_aid(actor: Actor, known: Iterable[str]) -> Aid:
    """The aid for a text of this actor's; ``known`` are names of places, that may be written."""
    return Aid(
        names=tuple(list_registered_names(actor)),
        known=tuple(known),
        classes=tuple(list_class_names(actor)),
    )


@dataclass(frozen=True, slots=True)
class Part:
    """A stretch of the text; with a trace, it is marked."""

    text: str
    trace: Trace | None = None

    @property
    def is_refused(self) -> bool:
        return self.trace in REFUSED


@dataclass(frozen=True, slots=True)
class Checked:
    """A text and the places in it that may point to a child."""

    text: str
    marks: tuple[Mark, ...] = field(default=())

    @property
    def parts(self) -> list[Part]:
        """The whole text in order, marked and unmarked stretches in turn."""
        return [part for part in self._parts() if part.text]

    def _parts(self) -> Iterator[Part]:
        end = 0
        for mark in self.marks:
            yield Part(self.text[end : mark.start])
            yield Part(self.text[mark.start : mark.end], mark.trace)
            end = mark.end
        yield Part(self.text[end:])

    @property
    def is_refused(self) -> bool:
        """True when something stands here that nobody may leave."""
        return any(mark.trace in REFUSED for mark in self.marks)

    @property
    def names_a_class(self) -> bool:
        return any(mark.trace is Trace.CLASS for mark in self.marks)

    @property
    def marked(self) -> str:
        """The marked words, for the page to hand back with the writer's confirmation."""
        return _BETWEEN.join(part.text.replace(_BETWEEN, "/") for part in self.parts if part.trace)

    def was_seen(self, seen: str) -> bool:
        """True when every marked word was on the page that the writer looked at."""
        looked_at = Counter(" ".join(seen.split()).split(_BETWEEN))
        return Counter(" ".join(self.marked.split()).split(_BETWEEN)) <= looked_at
