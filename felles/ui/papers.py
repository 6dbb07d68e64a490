"""Papers for families: which there are, in which languages, and who makes them.

The texts belong to the families' face, and staff's pages print them. The faces do not know of
each other, so staff ask here, and the settings' room says who answers.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Protocol

from felles.activities.queries import PublicEvent
from felles.casework.queries import PaperFacts
from felles.rules.text import N_

# The languages of the families' texts, by tag (BCP 47), as staff call them.
LANGUAGES: dict[str, str] = {
    "nb": N_("bokmål"),
    "nn": N_("nynorsk"),
    "en": N_("engelsk"),
    "pl": N_("polsk"),
    "so": N_("somali"),
    "ur": N_("urdu"),
    "ar": N_("arabisk"),
    "ti": N_("tigrinja"),
    "tr": N_("tyrkisk"),
    "uk": N_("ukrainsk"),
}


class PaperKind(StrEnum):
    """The papers, by the slug that is both in the address and the name of the file."""

    CONSENT = "samtykke"
    LETTER = "informasjon"
    DECISION = "beslutning"
    SHEET = "elevens-ark"
    INVITATION = "invitasjon"

    @property
    def label(self) -> str:
        return KIND_LABELS[self]

    def is_ready(self, facts: PaperFacts) -> bool:
        """False while there is nothing to say: nothing asked, nothing decided, no meeting."""
        if self is PaperKind.CONSENT:
            return facts.question is not None
        if self is PaperKind.INVITATION:
            return facts.invitation is not None
        return self in (PaperKind.LETTER, PaperKind.SHEET) or facts.decision is not None

    @property
    def is_for_guardian(self) -> bool:
        """False for what a pupil fills in at school, with an adult of the school."""
        return self is not PaperKind.SHEET


KIND_LABELS = {
    PaperKind.CONSENT: N_("Samtykkeskjema"),
    PaperKind.LETTER: N_("Brev om innsatsteamet"),
    PaperKind.DECISION: N_("Det som er bestemt"),
    PaperKind.SHEET: N_("Elevens ark: spørsmål med ansikter"),
    PaperKind.INVITATION: N_("Invitasjon til møte"),
}


class TextStatus(StrEnum):
    """How far a text has come. Only people approve: nothing in the product sets APPROVED."""

    SOURCE = "source"
    TO_BE_APPROVED = "to_be_approved"
    APPROVED = "approved"


@dataclass(frozen=True, slots=True)
class TextLanguage:
    """A language that the families' texts stand in."""

    code: str
    name: str
    version: str
    status: TextStatus

    @property
    def label(self) -> str:
        """What staff call the language; shown with ``said``."""
        return LANGUAGES[self.code]


# The parts that the families' texts are read over in; a part is one or more of their sections.
TEXT_PARTS: dict[str, str] = {
    "consent": N_("Samtykkeskjemaet"),
    "letter": N_("Brevet om innsatsteamet"),
    "decision": N_("Brevet om det som er bestemt"),
    "invitation": N_("Invitasjonen til møte"),
    "event": N_("Brevet om treff for foreldre"),
    "school": N_("Skolens side for foreldre"),
    "entry": N_("Veien inn til familiens side"),
    "ask": N_("Spørsmålene om samtykke"),
    "after": N_("Det familien ser etterpå"),
    "write": N_("Når familien skriver eller vil ha hjelp"),
    "pupil": N_("Elevens egen side"),
    "message": N_("Meldinger som sendes ut"),
    "common": N_("Ord som går igjen"),
}


@dataclass(frozen=True, slots=True)
class TextPart:
    """A part of the families' texts in one language, as it is read over."""

    key: str
    language: TextLanguage
    lines: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class StaffSection:
    """A part of a staff document: a heading, paragraphs, and points with a note each."""

    heading: str
    texts: tuple[str, ...] = ()
    points: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class StaffDocument:
    """What staff take out on paper. ``title`` goes into the file and says nothing of whom.

    ``language`` is one of nb, nn and en: that of the words around what people have written.
    """

    title: str
    heading: str
    lead: str
    sections: tuple[StaffSection, ...]
    foot: str
    language: str = "nb"


class PaperMaker(Protocol):
    """Whoever sets the papers."""

    def list_languages(self) -> Sequence[TextLanguage]:
        """The languages, in the order of ``LANGUAGES``."""
        ...

    def link_message(self, language: str, *, address: str, phone: str) -> str:
        """What goes out with a one-time link, in one of ``LANGUAGES``: it tells nothing of whom
        or what. Without a phone number nobody is promised to be called."""
        ...

    def make(self, kind: PaperKind, language: str, facts: PaperFacts, at: datetime) -> bytes:
        """The paper as PDF. ``kind`` is ready, ``language`` is one of ``LANGUAGES``."""
        ...

    def list_text_parts(self) -> Sequence[TextPart]:
        """Every part of ``TEXT_PARTS`` in every language, in that order."""
        ...

    def make_event_letters(
        self, event: PublicEvent, languages: Sequence[str], at: datetime
    ) -> bytes:
        """The letter about an event as one PDF, a language after the other."""
        ...

    def set_document(self, document: StaffDocument, at: datetime) -> bytes:
        """A staff document as PDF, as accessible as the families' papers."""
        ...


_makers: list[PaperMaker] = []


def provide(maker: PaperMaker) -> None:
    """Say who makes the papers; called once at start-up."""
    _makers[:] = [maker]


def get_maker() -> PaperMaker:
    """Whoever makes the papers.

    Raises:
        LookupError: nobody was named at start-up.
    """
    if not _makers:
        raise LookupError("nobody makes papers: felles.config names the maker at start-up")
    return _makers[0]


def find_language(said: str) -> str | None:
    """The tag of a language that was written as a tag or, by people, as a name."""
    wanted = said.strip().casefold()
    for code, label in LANGUAGES.items():
        if wanted in (code, label):
            return code
    return {"norsk": "nb", "norwegian": "nb", "no": "nb", "english": "en"}.get(wanted)
