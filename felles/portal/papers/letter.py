"""The letter about the innsatsteam. It names no child."""

from __future__ import annotations

from felles.casework.queries import PaperFacts, PaperService
from felles.portal.papers.parts import (
    Part,
    Sheet,
    bullets,
    closing,
    foot,
    heading,
    lead,
    notes,
    service_name,
    steps,
    text,
)
from felles.portal.texts import FamilyText
from felles.rules.roles import OrgKind


def letter(family: FamilyText, bokmal: FamilyText, facts: PaperFacts, operator: str) -> Sheet:
    """What the team is, who takes part, how it works, and what a guardian can do."""
    return Sheet(
        title=family.say("letter.title"),
        lead=lead(family, facts),
        heading=family.say("letter.title"),
        notes=notes(family, bokmal),
        foot=foot(family),
        parts=(
            text(family.say("letter.greeting")),
            heading(family.say("letter.what")),
            text(family.say("letter.what_text")),
            *_who(family, facts),
            heading(family.say("letter.how")),
            steps(family.say_list("letter.steps")),
            text(family.say("common.danger")),
            heading(family.say("letter.without")),
            text(family.say("letter.without_text")),
            heading(family.say("letter.rights")),
            bullets(family.say_list("letter.rights_list")),
        ),
        end=(
            heading(family.say("letter.keep")),
            text(_kept(family, facts, operator)),
            *closing(family, facts),
        ),
    )


def _who(family: FamilyText, facts: PaperFacts) -> list[Part]:
    services = [
        service for service in facts.team if service.kind not in (OrgKind.SCHOOL, OrgKind.DISTRICT)
    ]
    said = [heading(family.say("letter.who")), text(family.say("letter.who_text"))]
    return [*said, bullets([_member(family, service) for service in services])]


def _member(family: FamilyText, service: PaperService) -> tuple[str, str]:
    return service_name(family, service), family.say(f"does.{service.kind.value}")


def _kept(family: FamilyText, facts: PaperFacts, operator: str) -> str:
    said = family.say("letter.keep_text")
    if operator and not facts.is_protected:
        return f"{said} {family.say('letter.controller', operator=operator)}"
    return said
