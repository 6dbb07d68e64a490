"""The letter about an event for parents. It is the same for everybody and names no child."""

from __future__ import annotations

from datetime import datetime

from felles.activities.queries import PublicEvent
from felles.portal.papers.parts import (
    Part,
    Sheet,
    bullets,
    day,
    foot,
    heading,
    in_norwegian,
    notes,
    text,
)
from felles.portal.texts import FamilyText, load_text
from felles.ui.papers import LANGUAGES


def event_letter(family: FamilyText, bokmal: FamilyText, event: PublicEvent) -> Sheet:
    """When and where, what there is, and who interprets; or that it is off."""
    kind = say_kind(family, event)
    return Sheet(
        title=family.say("event.title"),
        lead=f"{kind} · {family.say('common.from', school=event.school_name)}",
        heading=family.say("event.cancelled" if event.is_cancelled else "event.invitation"),
        notes=notes(family, bokmal),
        foot=foot(family),
        parts=(
            text(say_next(family, event)) if event.is_cancelled else text(kind),
            *(_off(family) if event.is_cancelled else _on(family, event)),
        ),
        end=(text(say_whom_to_ask(family, event)),),
    )


def say_kind(family: FamilyText, event: PublicEvent) -> str:
    """What sort of event it is."""
    return family.say(f"event.kind.{event.kind.value}")


def say_next(family: FamilyText, event: PublicEvent) -> str:
    """Day and hours of the next time, or of the last one when all are over."""
    at = event.times[0] if event.times else event.starts_at
    return say_time(family, event, at)


def say_time(family: FamilyText, event: PublicEvent, at: datetime) -> str:
    """Day and hours as they are written here, in every language."""
    ends = (event.ends_at - event.starts_at) + at
    return family.say(
        "event.when_text", date=day(at), start=at.strftime("%H.%M"), end=ends.strftime("%H.%M")
    )


def say_offers(family: FamilyText, event: PublicEvent) -> list[str]:
    """What there is: children looked after, food, the agent, interpreters."""
    said = [family.say("event.welcome")]
    for is_there, key in (
        (event.child_care, "child_care"),
        (event.food, "food"),
        (event.agent_comes, "agent_comes"),
    ):
        if is_there:
            said.append(family.say(f"event.{key}"))
    named = [code for code in event.interpreters if code in LANGUAGES]
    said += [family.say("event.interpreter", language=_named(family, code)) for code in named]
    return [*said, family.say("event.interpreter_ask")]


def _named(family: FamilyText, code: str) -> str:
    """A language as its readers call it; in Norwegian, as it is called here."""
    return LANGUAGES[code] if family.about.code in ("nb", "nn") else load_text(code).about.name


def say_whom_to_ask(family: FamilyText, event: PublicEvent) -> str:
    """Whom to ask, with a phone number where there is one."""
    said = [family.say("common.contact")]
    if event.phone:
        said.append(family.say("common.phone", phone=event.phone))
    return " ".join(said)


def _off(family: FamilyText) -> list[Part]:
    return [text(family.say("event.cancelled_text"))]


def _on(family: FamilyText, event: PublicEvent) -> list[Part]:
    said = [heading(family.say("event.when")), text(say_next(family, event))]
    if event.until_on is not None:
        said.append(text(family.say("event.again", date=day(event.until_on))))
    if len(event.times) > 1:
        said += [text(family.say("event.next")), bullets([day(at) for at in event.times[1:]])]
    said += [heading(family.say("event.where")), *_own(family, event.place)]
    if event.invited_by:
        said += [heading(family.say("event.who_invites")), *_own(family, event.invited_by)]
    said.append(bullets(say_offers(family, event)))
    words = "\n".join(part for part in (event.title, event.words) if part)
    if words:
        said += [heading(family.say("event.words")), *_own(family, words)]
    return said


def _own(family: FamilyText, words: str) -> list[Part]:
    return [*in_norwegian(family), Part("words", words)]
