"""The pages of a concern, in order, and how far a draft has come."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from felles.casework.actions import ConcernText, TalkText
from felles.web.concerns.forms import (
    GuardianTalkForm,
    PupilTalkForm,
    QuestionForm,
    SeenForm,
    TriedForm,
)

WHO, CHECK, SENT = "hvem", "se-over", "sendt"
Typed = Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Question:
    """One page: its place in the address, its heading, its form."""

    slug: str
    title: str | Promise
    form: type[QuestionForm]

    @property
    def names(self) -> tuple[str, ...]:
        """The keys of the draft that the page fills."""
        return tuple(self.form.base_fields)

    def bind(self, data: Typed, *, called: str, on: date) -> QuestionForm:
        """The form filled with what the draft holds; checked when valid is asked."""
        return self.form(data, called=called, on=on)

    def show(self, data: Typed, *, called: str, on: date) -> QuestionForm:
        """The form for showing, with the draft's answers and without complaints."""
        return self.form(initial=dict(data), called=called, on=on)


QUESTIONS: tuple[Question, ...] = (
    Question("sett", _("Hva har du sett?"), SeenForm),
    Question("elev", _("Samtale med eleven"), PupilTalkForm),
    Question("foresatte", _("Samtale med foresatte"), GuardianTalkForm),
    Question("provd", _("Det dere har prøvd"), TriedForm),
)
# Whom it is about and the check at the end are pages too.
PAGE_COUNT = len(QUESTIONS) + 2


def find_question(slug: str) -> Question | None:
    """The page with this place in the address."""
    return next((question for question in QUESTIONS if question.slug == slug), None)


def page_number(slug: str) -> int:
    """Which page of the whole this is, counted from one."""
    slugs = [WHO, *(question.slug for question in QUESTIONS), CHECK]
    return slugs.index(slug) + 1


def slug_before(slug: str) -> str:
    """The page before this one."""
    slugs = [WHO, *(question.slug for question in QUESTIONS), CHECK]
    return slugs[max(slugs.index(slug) - 1, 0)]


def first_open(data: Typed, *, called: str, on: date) -> str:
    """The first page that lacks an answer, else the check at the end."""
    for question in QUESTIONS:
        is_seen = all(name in data for name in question.names)
        if not (is_seen and question.bind(data, called=called, on=on).is_valid()):
            return question.slug
    return CHECK


def clean_answers(data: Typed, *, called: str, on: date) -> dict[str, Any]:
    """All answers of a draft that :func:`first_open` finds complete."""
    cleaned: dict[str, Any] = {}
    for question in QUESTIONS:
        form = question.bind(data, called=called, on=on)
        form.is_valid()
        cleaned |= form.cleaned_data
    return cleaned


def concern_text(cleaned: Mapping[str, Any]) -> ConcernText:
    """What the concern itself says."""
    return ConcernText(
        seen=cleaned["seen"],
        topic=cleaned["topic"],
        strengths=cleaned["strengths"],
        where=cleaned["where"],
        since=cleaned["since"],
        tried=cleaned["tried"],
    )


def talk_text(cleaned: Mapping[str, Any], who: str) -> TalkText | None:
    """The talk with ``pupil`` or ``guardians``: held, not held for a reason, or none yet."""
    talked = cleaned[f"{who}_talked"]
    if talked == "yes":
        return TalkText(
            held_on=cleaned[f"{who}_on"],
            who=cleaned.get(f"{who}_who", ""),
            note=cleaned[f"{who}_said"],
        )
    if talked == "could_not":
        return TalkText(reason_not=cleaned[f"{who}_why_not"])
    return None
