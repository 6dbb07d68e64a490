"""Families: who may enter the family's own pages, for which child. Denied unless a line says so.

A guardian is let in for a child only when a person has verified parental responsibility, the tie
is running, and staff have not closed the door. A protected address closes it for everybody until
somebody on the child's reader list opens it: the other parent may be the one to be hidden from.
Source: docs/access.md, rules 7 (families see their own; separate households) and 8.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from zoneinfo import ZoneInfo

from felles.rules.consent import Authority
from felles.rules.text import N_

OSLO = ZoneInfo("Europe/Oslo")


class FamilyLogin(StrEnum):
    """How the guardian came in."""

    LINK = "link"
    IDPORTEN = "idporten"
    DEMO = "demo"

    @property
    def label(self) -> str:
        return LOGIN_LABELS[self]


LOGIN_LABELS = {
    FamilyLogin.LINK: N_("engangslenke"),
    FamilyLogin.IDPORTEN: N_("ID-porten"),
    FamilyLogin.DEMO: N_("demo"),
}


@dataclass(frozen=True, slots=True)
class FamilyActor:
    """A guardian at one instant, logged in. Built once per request; holds no staff's post.

    ``tie_id`` is set when a one-time link let the guardian in: then only that child is open.
    """

    guardian_id: int
    guardian_name: str
    login: FamilyLogin
    at: datetime
    tie_id: int | None = None

    @property
    def on(self) -> date:
        """The calendar day in Norway at the actor's instant."""
        return self.at.astimezone(OSLO).date()


class Door(StrEnum):
    """What staff have decided about one guardian's way in, for one child."""

    BY_DEFAULT = "by_default"
    OPENED = "opened"
    CLOSED = "closed"

    @property
    def label(self) -> str:
        return DOOR_LABELS[self]


DOOR_LABELS = {
    Door.BY_DEFAULT: N_("Følger regelen"),
    Door.OPENED: N_("Åpnet av skolen"),
    Door.CLOSED: N_("Stengt av skolen"),
}


@dataclass(frozen=True, slots=True)
class FamilyFacts:
    """All that decides whether one guardian may enter for one child."""

    authority: Authority
    is_running: bool
    is_protected: bool = False
    door: Door = Door.BY_DEFAULT


def may_enter(facts: FamilyFacts) -> bool:
    """May the guardian see what is the family's own about this child? Fails closed."""
    if facts.authority is not Authority.HOLDS or not facts.is_running:
        return False
    if facts.door is Door.CLOSED:
        return False
    return facts.door is Door.OPENED or not facts.is_protected


class MessageKind(StrEnum):
    """What a guardian sends the school from the family's own pages."""

    WISH = "wish"
    CALL = "call"
    INTERPRETER = "interpreter"
    PAPER = "paper"
    CORRECTION = "correction"
    COPY = "copy"

    @property
    def label(self) -> str:
        return MESSAGE_LABELS[self]

    @property
    def needs_text(self) -> bool:
        """True when an empty message would say nothing."""
        return self in (MessageKind.WISH, MessageKind.CORRECTION)


MESSAGE_LABELS = {
    MessageKind.WISH: N_("Har skrevet"),
    MessageKind.CALL: N_("Ønsker å bli ringt"),
    MessageKind.INTERPRETER: N_("Trenger tolk"),
    MessageKind.PAPER: N_("Vil ha det på papir"),
    MessageKind.CORRECTION: N_("Ber om retting"),
    MessageKind.COPY: N_("Ber om kopi"),
}


class LinkChannel(StrEnum):
    """How a one-time link reaches the guardian. None of them tells what it is about."""

    LETTER = "letter"
    SMS = "sms"
    EMAIL = "email"

    @property
    def label(self) -> str:
        return CHANNEL_LABELS[self]


CHANNEL_LABELS = {
    LinkChannel.LETTER: N_("På papir"),
    LinkChannel.SMS: N_("SMS fra skolens telefon"),
    LinkChannel.EMAIL: N_("E-post uten innhold"),
}

# So many wrong answers lock a one-time link; a new one must be made by staff.
LINK_TRIES = 5
