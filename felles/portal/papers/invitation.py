"""The invitation to a meeting with pupil and guardians. It tells one and names no other."""

from __future__ import annotations

from felles.casework.queries import PaperFacts, PaperInvitation
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
    lines,
    notes,
    text,
)
from felles.portal.texts import FamilyText


def invitation(family: FamilyText, bokmal: FamilyText, facts: PaperFacts) -> Sheet:
    """When and where, what it is about, and what a guardian may want to say; or that it is off."""
    meeting = facts.invitation
    if meeting is None:
        raise ValueError("nothing has been planned")
    section = "cancelled" if meeting.is_cancelled else "heading"
    return Sheet(
        title=family.say("invitation.title"),
        lead=lead(family, facts, family.say("invitation.title")),
        heading=family.say(f"invitation.{section}"),
        notes=notes(family, bokmal),
        foot=foot(family),
        parts=_off(family, meeting) if meeting.is_cancelled else _on(family, meeting, facts),
        end=closing(family, facts),
    )


def say_when(family: FamilyText, meeting: PaperInvitation) -> str:
    """Day and hour as they are written here, in every language."""
    at = meeting.starts_at
    return family.say("invitation.when_text", date=day(at), time=at.strftime("%H.%M"))


def _off(family: FamilyText, meeting: PaperInvitation) -> tuple[Part, ...]:
    return (text(say_when(family, meeting)), text(family.say("invitation.cancelled_text")))


def _on(family: FamilyText, meeting: PaperInvitation, facts: PaperFacts) -> tuple[Part, ...]:
    name = facts.called
    comes = "pupil_comes" if meeting.pupil_comes else "pupil_stays"
    return (
        text(family.say("invitation.text", name=name)),
        heading(family.say("invitation.when")),
        text(say_when(family, meeting)),
        text(family.say("invitation.lasts", minutes=str(meeting.minutes))),
        heading(family.say("invitation.where")),
        *_place(family, meeting),
        heading(family.say("invitation.who")),
        text(f"{family.say('invitation.who_text')} {family.say(f'invitation.{comes}', name=name)}"),
        *_interpreter(family, meeting),
        heading(family.say("invitation.think")),
        bullets(family.say_list("invitation.points", name=name)),
        lines(3),
        heading(family.say("invitation.cannot")),
        text(family.say("invitation.cannot_text")),
    )


def _place(family: FamilyText, meeting: PaperInvitation) -> list[Part]:
    if not meeting.place:
        return [text(family.say("invitation.where_ask"))]
    return [*in_norwegian(family), Part("words", meeting.place)]


def _interpreter(family: FamilyText, meeting: PaperInvitation) -> list[Part]:
    if not meeting.has_interpreter:
        return []
    return [text(family.say("invitation.interpreter"))]
