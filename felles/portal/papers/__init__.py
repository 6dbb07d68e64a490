"""Papers for families: the same words as on their screens, for those without eID or phone."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from django.conf import settings

from felles.activities.queries import PublicEvent
from felles.casework.queries import PaperFacts
from felles.people.queries import list_approved_texts
from felles.portal.papers.consent import consent_form
from felles.portal.papers.decision import summary
from felles.portal.papers.documents import lay_out
from felles.portal.papers.event import event_letter
from felles.portal.papers.invitation import invitation
from felles.portal.papers.letter import letter
from felles.portal.papers.parts import Sheet
from felles.portal.papers.press import typeset, typeset_all
from felles.portal.papers.pupil import sheet
from felles.portal.texts import FamilyText, list_parts, list_texts, load_text, with_approval
from felles.ui.papers import PaperKind, StaffDocument, TextLanguage, TextPart


class Papers:
    """Makes the papers that ``felles.ui.papers`` hands out."""

    def list_languages(self) -> Sequence[TextLanguage]:
        """The languages of the texts."""
        approved = list_approved_texts()
        return [with_approval(text, approved).about for text in list_texts()]

    def link_message(self, language: str, *, address: str, phone: str) -> str:
        """What goes out with a one-time link, by SMS or mail from the school's own phone.

        Raises:
            KeyError: no such language.
        """
        text = load_text(language)
        if phone:
            return text.say("message.link", address=address, phone=phone)
        return f"{text.say('message.letter_title')}\n{address}"

    def make(self, kind: PaperKind, language: str, facts: PaperFacts, at: datetime) -> bytes:
        """The paper as tagged PDF; nothing is kept.

        Raises:
            KeyError: no such language.
            ValueError: there is nothing to put on this kind of paper yet.
        """
        family = with_approval(load_text(language), list_approved_texts())
        return typeset(family, compose(kind, family, facts), at)

    def list_text_parts(self) -> Sequence[TextPart]:
        """Every part of the texts in every language."""
        approved = list_approved_texts()
        return list_parts([with_approval(text, approved) for text in list_texts()])

    def make_event_letters(
        self, event: PublicEvent, languages: Sequence[str], at: datetime
    ) -> bytes:
        """The letter about an event, a language after the other; nothing is kept.

        Raises:
            KeyError: no such language.
            ValueError: no language at all.
        """
        approved, bokmal = list_approved_texts(), load_text("nb")
        families = [with_approval(load_text(code), approved) for code in languages]
        return typeset_all([(one, event_letter(one, bokmal, event)) for one in families], at)

    def set_document(self, document: StaffDocument, at: datetime) -> bytes:
        """A staff document as tagged PDF; nothing is kept."""
        return typeset(load_text(document.language), lay_out(document), at)


def compose(kind: PaperKind, family: FamilyText, facts: PaperFacts) -> Sheet:
    """The content of a paper, before it is set."""
    bokmal = load_text("nb")
    if kind is PaperKind.CONSENT:
        return consent_form(family, bokmal, facts)
    if kind is PaperKind.SHEET:
        return sheet(family, bokmal, facts)
    if kind is PaperKind.DECISION:
        return summary(family, bokmal, facts)
    if kind is PaperKind.INVITATION:
        return invitation(family, bokmal, facts)
    return letter(family, bokmal, facts, settings.OPERATOR)
