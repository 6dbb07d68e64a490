"""What has happened in a case, newest first: from the texts that the reader may read."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime, time

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from felles.casework.queries import CasePage
from felles.rules.access import Actor
from felles.rules.case_flow import Move, Step
from felles.rules.consent import AnswerKind
from felles.rules.roles import Audience, Topic
from felles.ui import dates
from felles.ui.parts import Event
from felles.web.cases.words import MOVE_EVENTS, NOT_HELD_LABELS, TALK_LABELS
from felles.web.consents.texts import say_explained


def list_events(actor: Actor, page: CasePage) -> list[Event]:
    """The history of a case as the actor may read it."""
    # What happened at one instant stands in the order in which it leads on.
    rows = [
        *_concerns(actor, page),
        *_talks(actor, page),
        *_voices(actor, page),
        *_notes(actor, page),
        *_contacts(actor, page),
        *_answers(actor, page),
        *_measures(actor, page),
        *_evaluations(actor, page),
        *_decisions(actor, page),
        *_minutes(actor, page),
        *_steps(actor, page),
    ]
    return sorted(rows, key=lambda event: _instant(event.at))[::-1]


def _instant(at: datetime | date) -> datetime:
    if isinstance(at, datetime):
        return at
    return timezone.make_aware(datetime.combine(at, time.min))


def _concerns(actor: Actor, page: CasePage) -> Iterator[Event]:
    for row in page.concerns:
        yield Event(_("Bekymring"), row.at, row.by.name, row.seen, row.by_id == actor.user_id)


def _steps(actor: Actor, page: CasePage) -> Iterator[Event]:
    for row in page.steps:
        move = Move(row.move) if row.move else None
        # A board's decision tells of its own move, the concern of the first step.
        if move not in MOVE_EVENTS:
            continue
        yield Event(
            str(MOVE_EVENTS[move]), row.at, row.by.name, row.reason, row.by_id == actor.user_id
        )


def _talks(actor: Actor, page: CasePage) -> Iterator[Event]:
    for row in page.talks:
        mine = row.by_id == actor.user_id
        if row.held_on is None:
            title = str(NOT_HELD_LABELS[row.kind])
            yield Event(title, row.at, row.by.name, row.reason_not, mine)
            continue
        whom = row.guardian.name if row.guardian else row.who
        facts = [dates.day_long(row.held_on), whom]
        if row.interpreter:
            facts.append(_("tolk: %(language)s") % {"language": row.interpreter})
        text = ", ".join(part for part in facts if part) + "."
        title = str(TALK_LABELS[row.kind])
        yield Event(title, row.at, row.by.name, f"{text} {row.note}".strip(), mine)


def _notes(actor: Actor, page: CasePage) -> Iterator[Event]:
    for row in page.notes:
        restricted = row.audience == Audience.RESTRICTED
        title = _("Begrenset notat") if restricted else _("Notat")
        mine = row.by_id == actor.user_id
        yield Event(title, row.at, row.by.name, row.text, mine, is_restricted=restricted)


def _contacts(actor: Actor, page: CasePage) -> Iterator[Event]:
    for row in page.contacts:
        title = _("Kontakt med %(service)s") % {"service": row.service.name}
        about = {"day": dates.day_long(row.held_on), "who": row.who}
        about["topic"] = _(Topic(row.topic).label)
        text = _("%(day)s, med %(who)s. Tema: %(topic)s.") % about
        yield Event(title, row.at, row.by.name, f"{text} {row.text}", row.by_id == actor.user_id)


def _voices(actor: Actor, page: CasePage) -> Iterator[Event]:
    for row in page.voices:
        title = _("Eleven sier")
        yield Event(title, row.at, row.by.name, f"«{row.said}»", row.by_id == actor.user_id)


def _decisions(actor: Actor, page: CasePage) -> Iterator[Event]:
    boards = {"elevsaksmote": _("Elevsaksmøte"), "innsatsteam": _("Innsatsteam")}
    for row in page.decisions:
        outcome = _(Move(row.outcome).label)
        # The team's decision has no name of its own: its text says what it was.
        title = boards[row.board]
        if row.outcome != Move.TEAM_DECIDE:
            title = f"{title}: {outcome[:1].lower()}{outcome[1:]}"
        yield Event(title, row.at, row.by.name, row.text, row.by_id == actor.user_id)


def _minutes(actor: Actor, page: CasePage) -> Iterator[Event]:
    for row in page.minutes:
        one = row.minutes
        title = _("Referat: %(meeting)s") % {"meeting": _(row.meeting.title).lower()}
        url = reverse("minutes", args=[one.case.public_id, one.public_id])
        at = one.approved_at or one.at
        yield Event(title, at, one.by.name, one.text, one.by_id == actor.user_id, url=url)


def _measures(actor: Actor, page: CasePage) -> Iterator[Event]:
    for row in page.measures:
        yield Event(_("Nytt tiltak"), row.at, row.by.name, row.what, row.by_id == actor.user_id)


def _evaluations(actor: Actor, page: CasePage) -> Iterator[Event]:
    for row in page.evaluations:
        said = (
            (_("Eleven: %(text)s"), row.child_view or row.child_why_not),
            (_("Foresatte: %(text)s"), row.guardians_view or row.guardians_why_not),
        )
        views = [form % {"text": text} for form, text in said if text]
        text = " ".join([row.text, *views])
        yield Event(_("Evaluering"), row.at, row.by.name, text, row.by_id == actor.user_id)


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


def find_visits(page: CasePage) -> dict[Step, list[datetime]]:
    """When the case came to each step, oldest first. Known inside the school only."""
    visits: dict[Step, list[datetime]] = {}
    for row in page.steps:
        visits.setdefault(Step(row.to_step), []).append(row.at)
    return visits
