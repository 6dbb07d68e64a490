"""The message that staff send a guardian with a one-time link: in the guardian's language."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.conf import settings
from django.urls import reverse
from django.utils.translation import get_language

from felles.ui.contact import phone_to_call
from felles.ui.papers import TextLanguage, TextStatus, find_language, get_maker

if TYPE_CHECKING:
    from felles.people.models import Guardianship

RIGHT_TO_LEFT = frozenset({"ar", "ur"})


@dataclass(frozen=True, slots=True)
class LinkText:
    """A new link, the message to send with it, and the same in the language of the staff.

    ``meaning`` is empty where both are one language. ``unknown`` is the guardian's language where
    there is no text in it.
    """

    address: str
    language: TextLanguage
    text: str
    meaning: str
    meaning_language: str
    unknown: str

    @property
    def direction(self) -> str:
        """How the guardian's language is written."""
        return "rtl" if self.language.code in RIGHT_TO_LEFT else "ltr"

    @property
    def is_unapproved(self) -> bool:
        """True for a translation that nobody has read and approved."""
        return self.language.status is TextStatus.TO_BE_APPROVED


def say_link(tie: Guardianship, token: str) -> LinkText:
    """The message for a guardian. It tells neither of whom nor of what."""
    maker, phone = get_maker(), phone_to_call(tie)
    address = settings.PUBLIC_ADDRESS + reverse("family-link", args=[token])
    said = tie.guardian.language
    code, own = find_language(said) or "nb", find_language(get_language() or "") or "nb"
    language = next(one for one in maker.list_languages() if one.code == code)
    return LinkText(
        address=address,
        language=language,
        text=maker.link_message(code, address=address, phone=phone),
        meaning="" if own == code else maker.link_message(own, address=address, phone=phone),
        meaning_language=own,
        unknown="" if not said or find_language(said) else said,
    )
