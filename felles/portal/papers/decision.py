"""What was decided, and who does what, in plain words for one guardian."""

from __future__ import annotations

from felles.casework.queries import PaperDecision, PaperFacts, PaperMeasure
from felles.portal.papers.parts import (
    Part,
    Sheet,
    bullets,
    closing,
    day,
    foot,
    heading,
    in_norwegian,
    lead,
    notes,
    service_name,
    staff_words,
    text,
)
from felles.portal.texts import FamilyText


def summary(family: FamilyText, bokmal: FamilyText, facts: PaperFacts) -> Sheet:
    """The latest decision, the measures that run, and what a guardian can do now."""
    decision = facts.decision
    if decision is None:
        raise ValueError("nothing has been decided")
    return Sheet(
        title=family.say("decision.title"),
        lead=lead(family, facts, family.say("decision.title")),
        heading=family.say("decision.heading", name=facts.called),
        notes=notes(family, bokmal),
        foot=foot(family),
        parts=(
            *_decided(family, decision),
            *_measures(family, decision),
            heading(family.say("decision.after")),
            bullets(family.say_list("decision.points", name=facts.called)),
        ),
        end=closing(family, facts),
    )


def _decided(family: FamilyText, decision: PaperDecision) -> list[Part]:
    board = "innsatsteam" if decision.is_of_team else "elevsaksmote"
    met = family.say(f"decision.{board}", date=day(decision.held_on))
    said = f"{met} {family.say(f'decision.{decision.outcome.value}')}"
    if decision.next_on is not None:
        said += f" {family.say('decision.next', date=day(decision.next_on))}"
    return [
        text(said),
        heading(family.say("decision.words")),
        *staff_words(family, decision.text),
    ]


def _measures(family: FamilyText, decision: PaperDecision) -> list[Part]:
    if not decision.measures:
        return []
    said = [heading(family.say("decision.measures")), *in_norwegian(family)]
    for measure in decision.measures:
        said += _measure(family, measure)
    return said


def _measure(family: FamilyText, measure: PaperMeasure) -> list[Part]:
    who = family.say("decision.measure_who", who=service_name(family, measure.who))
    due = family.say("decision.measure_due", date=day(measure.due_on))
    return [Part("words", measure.what), text(f"{who} {due}")]
