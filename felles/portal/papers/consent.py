"""The consent form for one guardian, to tick and sign."""

from __future__ import annotations

from felles.casework.queries import PaperFacts, PaperQuestion, PaperService
from felles.portal.papers.parts import (
    Part,
    Sheet,
    bullets,
    closing,
    day,
    field,
    foot,
    heading,
    hint,
    lead,
    lines,
    notes,
    service_name,
    staff_words,
    text,
    ticks,
    yes_or_no,
)
from felles.portal.texts import FamilyText
from felles.rules.roles import Topic


def consent_form(family: FamilyText, bokmal: FamilyText, facts: PaperFacts) -> Sheet:
    """What it is about, who would take part, the answer, and a place to sign."""
    question = facts.question
    if question is None:
        raise ValueError("nothing has been asked")
    return Sheet(
        title=family.say("consent.title"),
        lead=lead(family, facts, family.say("consent.title")),
        heading=family.say("consent.question", name=facts.called),
        notes=notes(family, bokmal),
        foot=foot(family),
        parts=(
            *_about(family, facts, question),
            *_answer(family, facts),
            *_services(family, facts, question),
            *_limits(family, question),
        ),
        end=_signature(family, facts),
    )


def _about(family: FamilyText, facts: PaperFacts, question: PaperQuestion) -> list[Part]:
    return [
        text(family.say("consent.about")),
        heading(family.say("consent.purpose")),
        *staff_words(family, question.purpose),
        heading(family.say("consent.decide")),
        bullets(family.say_list("consent.points", name=facts.called)),
        text(family.say("common.danger")),
    ]


def _answer(family: FamilyText, facts: PaperFacts) -> list[Part]:
    return [
        heading(family.say("consent.answer")),
        hint(family.say("consent.answer_hint")),
        ticks(
            [
                (family.say("consent.yes_all"), ""),
                (family.say("consent.yes_some"), family.say("consent.yes_some_hint")),
                (
                    family.say("consent.no_all"),
                    family.say("consent.no_all_hint", name=facts.called),
                ),
            ]
        ),
    ]


def _services(family: FamilyText, facts: PaperFacts, question: PaperQuestion) -> list[Part]:
    return [
        heading(family.say("consent.who")),
        hint(family.say("consent.who_hint")),
        *(_service(family, facts, service) for service in question.services),
        *(_staff(family, person.name, person.service) for person in question.staff),
    ]


def _service(family: FamilyText, facts: PaperFacts, service: PaperService) -> Part:
    does = family.say(f"does.{service.kind.value}")
    knows = family.say(f"knows.{service.kind.value}", name=facts.called)
    return yes_or_no(family, service_name(family, service), f"{does} {knows}")


def _staff(family: FamilyText, agent: str, service: PaperService) -> Part:
    employer = family.say(f"services.{service.kind.value}")
    said = family.say("consent.staff", agent=agent, service=employer)
    return yes_or_no(family, said, family.say("consent.staff_question", agent=agent))


def _limits(family: FamilyText, question: PaperQuestion) -> list[Part]:
    topics = [(family.say(f"topics.{topic.name.lower()}"), "") for topic in Topic]
    return [
        heading(family.say("consent.topics")),
        hint(family.say("consent.topics_hint")),
        ticks(topics),
        text(family.say("consent.topics_more")),
        lines(2),
        heading(family.say("consent.until")),
        text(family.say("consent.until_text", until=day(question.until))),
        field(family.say("consent.until_shorter")),
    ]


def _signature(family: FamilyText, facts: PaperFacts) -> tuple[Part, ...]:
    back = family.say("common.return_neutral")
    if facts.school_name:
        back = family.say("common.return_to", school=facts.school_name)
    return (
        heading(family.say("consent.sign")),
        ticks(
            [
                (family.say("consent.understood"), ""),
                (family.say("consent.interpreter_used"), ""),
                (family.say("consent.copy"), ""),
            ]
        ),
        field(family.say("consent.interpreter_name")),
        field(family.say("consent.name"), facts.guardian_name),
        field(family.say("consent.date")),
        field(family.say("consent.signature")),
        text(back),
        *closing(family, facts),
    )
