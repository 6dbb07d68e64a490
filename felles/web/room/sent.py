"""What is sent from the screen: fields to be saved, and what the meeting agreed on."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from datetime import date

from django.http import HttpRequest

from felles.casework.actions import Agreed, Give, write_in_room
from felles.people.queries import list_user_names
from felles.rules.decision import Decision
from felles.rules.roles import Topic
from felles.rules.room import DEADLINES, Outcome, Written
from felles.rules.text import N_
from felles.ui.access import ActorRequest

_FIELD = re.compile(r"(?:why|outcome|evaluate_on|goal|topic|(?:give|due|topic)-[a-z0-9]{4,12})")
TWO_WROTE = Decision.no(
    N_("Noen andre har skrevet i det samme feltet. Begge tekstene er tatt vare på. Se over.")
)


@dataclass
class Saved:
    """What came of saving the fields: those in which somebody else has written meanwhile."""

    others: dict[str, tuple[str, str]] = field(default_factory=dict)
    newer: set[str] = field(default_factory=set)

    @property
    def is_fine(self) -> bool:
        return not self.others and not self.newer


def read_fields(request: HttpRequest) -> dict[str, str]:
    """The fields of the open case as they were sent."""
    return {
        name: str(text).replace("\r\n", "\n")
        for name, text in request.POST.items()
        if _FIELD.fullmatch(name)
    }


def number(text: str) -> int:
    """A number from a form; 0 when it is none."""
    return int(text) if text.isdecimal() and len(text) < 12 else 0


def save_fields(request: ActorRequest, meeting_id: str, row_id: str) -> Saved:
    """Save every field that was sent. Of two who wrote the same one, both texts are kept.

    Raises:
        NotVisible, NotThere, Refused: the line is not open, or out of sight.
    """
    saved = Saved()
    for name, text in read_fields(request).items():
        base = number(request.POST.get(f"rev-{name}", ""))
        if not text and not base:
            continue
        written, newest = write_in_room(
            by=request.actor,
            at=request.actor.at,
            meeting_id=meeting_id,
            row_id=row_id,
            field=name,
            text=text,
            base=base,
        )
        if newest is not None and written is Written.BOTH:
            writer = newest.by_id or 0
            saved.others[name] = (newest.text, list_user_names([writer]).get(writer, ""))
        elif written is Written.NEWER:
            saved.newer.add(name)
    return saved


def read_agreed(request: HttpRequest) -> Agreed:
    """What the meeting agreed on, as it was sent. What is wrong, the action refuses.

    Raises:
        Refused: no outcome was chosen, or a day is none.
    """
    fields = read_fields(request)
    if fields.get("outcome") not in set(Outcome):
        Decision.no(N_("Velg hva møtet beslutter.")).require()
    return Agreed(
        outcome=Outcome(fields["outcome"]),
        why=fields.get("why", "").strip(),
        evaluate_on=_day(fields.get("evaluate_on", "")),
        topic=_topic(fields.get("topic", "")),
        goal=fields.get("goal", "").strip(),
        gives=[
            Give(
                key=name.removeprefix("give-"),
                text=text.strip(),
                days=_days(fields.get(name.replace("give-", "due-", 1), "")),
                topic=_topic(fields.get(name.replace("give-", "topic-", 1), "")),
            )
            for name, text in fields.items()
            if name.startswith("give-") and text.strip()
        ],
    )


def _day(text: str) -> date | None:
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None


def _days(key: str) -> int:
    if key not in DEADLINES:
        Decision.no(N_("Velg en frist for hvert tiltak.")).require()
    return DEADLINES[key][0]


def _topic(text: str) -> Topic:
    if number(text) not in set(Topic):
        Decision.no(N_("Velg tema.")).require()
    return Topic(number(text))
