"""The open case on the chair's screen: what is known, and the fields that the meeting fills in."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from felles.casework.queries import Giver, RoomCase
from felles.rules.access import Actor
from felles.rules.decision import Decision
from felles.rules.roles import OrgKind, Role, Topic
from felles.rules.room import DEADLINES, EVALUATE_AFTER_DAYS, EVALUATION_FIRST
from felles.rules.text import N_
from felles.web.cases.plan import measure_row

FIRST_DEADLINE = "1"
# What is missing -> the page where it is mended, and what stands after its address.
MENDS = {
    N_("Møte med elev og foresatte, eller hvorfor ikke."): ("case-talk", "?slag=mote"),
    N_("Samtale med eleven, eller hvorfor ikke."): ("case-talk", "?slag=elev"),
    N_("Samtale med foresatte (dato og hvem), eller hvorfor ikke."): (
        "case-talk",
        "?slag=foresatte",
    ),
    EVALUATION_FIRST: ("case-evaluate", ""),
    N_("Elevens syn i evalueringen, eller hvorfor ikke."): ("case-evaluate", ""),
    N_("Foresattes syn i evalueringen, eller hvorfor ikke."): ("case-evaluate", ""),
}


@dataclass(frozen=True, slots=True)
class Field:
    """One field of the screen: what stands in it, the revision it was read at, and, when two have
    written, what the other wrote."""

    name: str
    value: str
    revision: int = 0
    other: str = ""
    other_by: str = ""
    is_wrong: bool = False


@dataclass(frozen=True, slots=True)
class GiveRow:
    """A line under «Hva kan vi bidra med?»."""

    label: str
    text: Field
    due: Field
    topic: Field
    topics: list[tuple[str, str]]


@dataclass(frozen=True, slots=True)
class OutcomeCard:
    """One way to end the case. ``mends`` are what is missing, each with where to mend it."""

    value: str
    label: str
    is_chosen: bool
    reason: str
    mends: list[tuple[str, str]]


@dataclass(frozen=True, slots=True)
class Fields:
    """What was typed, or sent and not carried out, by field."""

    case: RoomCase
    sent: Mapping[str, str]
    others: Mapping[str, tuple[str, str]]

    def get(self, name: str, first: str = "") -> Field:
        """A field by name; ``first`` stands in it before anybody has typed."""
        typed = self.case.typed.get(name)
        value = self.sent.get(name, typed.text if typed else first)
        other, by = self.others.get(name, ("", ""))
        return Field(
            name,
            value,
            typed.revision if typed else 0,
            other,
            by,
            is_wrong=name in self.others,
        )


def show_case(
    actor: Actor,
    case: RoomCase,
    sent: Mapping[str, str],
    others: Mapping[str, tuple[str, str]],
) -> dict[str, Any]:
    """The context of the open case. ``others`` are texts that somebody else wrote at once."""
    fields = Fields(case, sent, others)
    pupil, item = case.view.case.pupil, case.line.item
    running = [measure_row(actor, case.view, one, "") for one in case.measures]
    day = (actor.on + timedelta(days=EVALUATE_AFTER_DAYS)).isoformat()
    return {
        "name": pupil.name,
        "called": pupil.called,
        "class_name": case.line.case.class_name if case.line.case else "",
        "is_protected": case.view.facts.is_protected,
        "public_id": case.view.case.public_id,
        "question": item.question if item else "",
        "voice": case.voice,
        "strengths": [one for one in case.concerns if one.strengths][:1],
        "tried": [one for one in case.concerns if one.tried][:2],
        "running": [row for row in running if row.is_open],
        "over": [row for row in running if not row.is_open][:4],
        "own": [*case.own_concerns, *case.own_talks, *case.own_messages],
        "own_concerns": case.own_concerns,
        "own_talks": case.own_talks,
        "own_messages": case.own_messages,
        "gives": [_give(fields, giver) for giver in case.givers],
        "deadlines": [(key, _(label)) for key, (_days, label) in DEADLINES.items()],
        "goal": fields.get("goal", _first_goal(case)),
        "outcomes": _outcomes(fields),
        "outcome_revision": fields.get("outcome").revision,
        "why": fields.get("why"),
        "evaluate_on": fields.get("evaluate_on", day),
        "topic": fields.get("topic", str(_first_topic(case).value)),
        "topics": [(str(one.value), _(one.label)) for one in Topic],
        "case_version": case.view.case.version,
        "last_typed": max((one.pk for one in case.typed.values()), default=0),
    }


def _first_goal(case: RoomCase) -> str:
    """The goal of what runs already, else what the meeting shall agree on."""
    running = [one.goal for one in case.measures if one.goal and one.status in (1, 2)]
    question = case.line.item.question if case.line.item else ""
    return running[0] if running else question[:200]


def _first_topic(case: RoomCase) -> Topic:
    """The first topic that everybody in the room may hear of."""
    topics = sorted(case.hearers.topics)
    return topics[0] if topics else Topic.SCHOOL_ENVIRONMENT


def _give(fields: Fields, giver: Giver) -> GiveRow:
    first = str(giver.topics[0].value)
    return GiveRow(
        label=giver_label(giver),
        text=fields.get(f"give-{giver.key}"),
        due=fields.get(f"due-{giver.key}", FIRST_DEADLINE),
        topic=fields.get(f"topic-{giver.key}", first),
        topics=[(str(one.value), _(one.label)) for one in giver.topics],
    )


def giver_label(giver: Giver) -> str:
    """Who promises, in one word: the school, a role at it, or the kind of service."""
    if giver.attendee is None:
        return _("Skolen")
    if giver.is_school:
        role = _(Role(giver.attendee.post.role).label)
        return f"{role[:1].upper()}{role[1:]}"
    return _(OrgKind(giver.attendee.post.organisation.kind).label)


def _outcomes(fields: Fields) -> list[OutcomeCard]:
    chosen = fields.get("outcome").value
    return [
        OutcomeCard(
            value=outcome.value,
            label=_(outcome.label),
            is_chosen=chosen == outcome.value,
            reason="" if decision else _(decision.reason),
            mends=_mends(fields.case, decision),
        )
        for outcome, decision in fields.case.outcomes.items()
    ]


def _mends(case: RoomCase, decision: Decision) -> list[tuple[str, str]]:
    public_id = case.view.case.public_id
    return [
        (_(text), reverse(MENDS[text][0], args=[public_id]) + MENDS[text][1])
        if text in MENDS
        else (_(text), "")
        for text in decision.missing
    ]
