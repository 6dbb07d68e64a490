"""What has happened in a case, newest first: from the texts that the reader may read."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import date, datetime, time
from typing import TYPE_CHECKING, Any

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from felles.casework.queries import CasePage, CaseView, kind_of
from felles.rules.access import Actor
from felles.rules.case_flow import Move, Step
from felles.rules.consent import AnswerKind
from felles.rules.roles import Audience, Topic
from felles.rules.texts import TextKind, may_choose_text
from felles.ui import dates
from felles.ui.parts import Event
from felles.web.cases.words import MOVE_EVENTS, NOT_HELD_LABELS, TALK_LABELS
from felles.web.consents.texts import say_explained

if TYPE_CHECKING:
    from felles.casework.models import (
        CaseText,
        ChildVoice,
        Concern,
        Contact,
        Evaluation,
        Note,
        Retractable,
        Talk,
    )


@dataclass(frozen=True, slots=True)
class Teller:
    """Tells a text as an event of the reader's; with ``view``, also where to take it back."""

    actor: Actor
    view: CaseView | None = None

    def is_mine(self, text: CaseText) -> bool:
        """True for what the reader wrote himself."""
        return text.by_id == self.actor.user_id

    def tell(self, text: CaseText, title: str, words: str) -> Event:
        """A text that stays as it was written."""
        return Event(title, text.at, text.by.name, words, self.is_mine(text))

    def tell_retractable(
        self, text: Retractable, title: str, words: str, *, is_restricted: bool = False
    ) -> Event:
        """A text that can be taken back, or was."""
        event = self.tell(text, title, words)
        if text.taken_back_at is not None:
            return replace(event, is_restricted=True, taken_back_at=text.taken_back_at)
        return replace(event, is_restricted=is_restricted, take_back_url=self._way(text))

    def _way(self, text: Retractable) -> str:
        if self.view is None:
            return ""
        if not may_choose_text(self.actor, self.view.sight, author_id=text.by_id):
            return ""
        ids = (self.view.case.public_id, kind_of(text).value, text.public_id)
        return reverse("case-text-take-back", args=ids)


def list_events(actor: Actor, page: CasePage, *, ways_of: CaseView | None = None) -> list[Event]:
    """The history of a case as the actor may read it; ``ways_of`` the case if texts in it are to
    show where they can be taken back."""
    teller = Teller(actor, ways_of)
    # What happened at one instant stands in the order in which it leads on.
    rows = [
        *_concerns(teller, page.concerns),
        *_talks(teller, page.talks),
        *_voices(teller, page.voices),
        *_notes(teller, page.notes),
        *_contacts(teller, page.contacts),
        *_answers(actor, page),
        *_measures(teller, page),
        *_evaluations(teller, page.evaluations),
        *_decisions(teller, page),
        *_minutes(actor, page),
        *_steps(actor, page),
    ]
    return sorted(rows, key=lambda event: _instant(event.at))[::-1]


def _instant(at: datetime | date) -> datetime:
    if isinstance(at, datetime):
        return at
    return timezone.make_aware(datetime.combine(at, time.min))


def _concerns(teller: Teller, rows: Iterable[Concern]) -> Iterator[Event]:
    for row in rows:
        yield teller.tell_retractable(row, _("Bekymring"), row.seen)


def _steps(actor: Actor, page: CasePage) -> Iterator[Event]:
    for row in page.steps:
        move = Move(row.move) if row.move else None
        # A board's decision tells of its own move, the concern of the first step.
        if move not in MOVE_EVENTS:
            continue
        yield Event(
            str(MOVE_EVENTS[move]), row.at, row.by.name, row.reason, row.by_id == actor.user_id
        )


def _talks(teller: Teller, rows: Iterable[Talk]) -> Iterator[Event]:
    for row in rows:
        if row.held_on is None:
            title = str(NOT_HELD_LABELS[row.kind])
            yield teller.tell_retractable(row, title, row.reason_not)
            continue
        whom = row.guardian.name if row.guardian else row.who
        facts = [dates.day_long(row.held_on), whom]
        if row.interpreter:
            facts.append(_("tolk: %(language)s") % {"language": row.interpreter})
        text = ", ".join(part for part in facts if part) + "."
        title = str(TALK_LABELS[row.kind])
        yield teller.tell_retractable(row, title, f"{text} {row.note}".strip())


def _notes(teller: Teller, rows: Iterable[Note]) -> Iterator[Event]:
    for row in rows:
        restricted = row.audience == Audience.RESTRICTED and row.taken_back_at is None
        title = _("Begrenset notat") if restricted else _("Notat")
        yield teller.tell_retractable(row, title, row.text, is_restricted=restricted)


def _contacts(teller: Teller, rows: Iterable[Contact]) -> Iterator[Event]:
    for row in rows:
        title = _("Kontakt med %(service)s") % {"service": row.service.name}
        about = {"day": dates.day_long(row.held_on), "who": row.who}
        about["topic"] = _(Topic(row.topic).label)
        text = _("%(day)s, med %(who)s. Tema: %(topic)s.") % about
        yield teller.tell_retractable(row, title, f"{text} {row.text}")


def _voices(teller: Teller, rows: Iterable[ChildVoice]) -> Iterator[Event]:
    for row in rows:
        yield teller.tell_retractable(row, _("Eleven sier"), f"«{row.said}»")


def _decisions(teller: Teller, page: CasePage) -> Iterator[Event]:
    boards = {"elevsaksmote": _("Elevsaksmøte"), "innsatsteam": _("Innsatsteam")}
    for row in page.decisions:
        outcome = _(Move(row.outcome).label)
        # The team's decision has no name of its own: its text says what it was.
        title = boards[row.board]
        if row.outcome != Move.TEAM_DECIDE:
            title = f"{title}: {outcome[:1].lower()}{outcome[1:]}"
        yield teller.tell(row, title, row.text)


def _minutes(actor: Actor, page: CasePage) -> Iterator[Event]:
    for row in page.minutes:
        one = row.minutes
        title = _("Referat: %(meeting)s") % {"meeting": _(row.meeting.title).lower()}
        url = reverse("minutes", args=[one.case.public_id, one.public_id])
        at = one.approved_at or one.at
        yield Event(title, at, one.by.name, one.text, one.by_id == actor.user_id, url=url)


def _measures(teller: Teller, page: CasePage) -> Iterator[Event]:
    for row in page.measures:
        yield teller.tell(row, _("Nytt tiltak"), row.what)


def _evaluations(teller: Teller, rows: Iterable[Evaluation]) -> Iterator[Event]:
    for row in rows:
        said = (
            (_("Eleven: %(text)s"), row.child_view or row.child_why_not),
            (_("Foresatte: %(text)s"), row.guardians_view or row.guardians_why_not),
        )
        views = [form % {"text": text} for form, text in said if text]
        text = " ".join([row.text, *views])
        yield teller.tell_retractable(row, _("Evaluering"), text)


def _answers(actor: Actor, page: CasePage) -> Iterator[Event]:
    for row in page.answers:
        title = _("%(name)s svarte om samtykke") % {"name": row.guardian.name}
        text = f"{_(AnswerKind(row.kind).label)}. {say_explained(row)}".strip()
        mine = row.recorded_by_id == actor.user_id
        yield Event(
            title,
            row.recorded_at,
            row.recorded_by.name if row.recorded_by else row.guardian.name,
            text,
            mine,
        )


_TELL: dict[TextKind, Callable[[Teller, Iterable[Any]], Iterator[Event]]] = {
    TextKind.CONCERN: _concerns,
    TextKind.TALK: _talks,
    TextKind.NOTE: _notes,
    TextKind.VOICE: _voices,
    TextKind.EVALUATION: _evaluations,
    TextKind.CONTACT: _contacts,
}


def tell_text(actor: Actor, text: Retractable) -> Event:
    """One text that can be taken back, as it stands in the history."""
    return next(_TELL[kind_of(text)](Teller(actor), [text]))


def find_visits(page: CasePage) -> dict[Step, list[datetime]]:
    """When the case came to each step, oldest first. Known inside the school only."""
    visits: dict[Step, list[datetime]] = {}
    for row in page.steps:
        visits.setdefault(Step(row.to_step), []).append(row.at)
    return visits
