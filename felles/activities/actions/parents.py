"""Writes of the ledger of cooperation with parents: events, the school's page, texts read over."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from datetime import date, datetime

from django.db import transaction
from django.db.models import F

from felles.activities.models import EventLanguage, ParentEvent, SchoolPage, TextCheck
from felles.activities.queries.parents import NoEvent, facts_of, find_event
from felles.ledger.actions import record_change
from felles.rules.access import Actor, Permission, may
from felles.rules.decision import Decision
from felles.rules.parents import (
    EventKind,
    EventState,
    Interpreting,
    may_be_counts,
    may_change_event,
    may_count,
    may_plan_events,
    may_set_times,
    state_when_counted,
)
from felles.rules.text import N_


class EventChanged(Exception):
    """Somebody else has changed the event or page since it was shown. Nothing was written."""


@dataclass(frozen=True, slots=True)
class EventText:
    """An event as it is planned. ``languages`` says who interprets, by language."""

    kind: EventKind
    starts_at: datetime
    ends_at: datetime
    place: str
    title: str = ""
    every_weeks: int | None = None
    until_on: date | None = None
    invited_by: str = ""
    phone: str = ""
    words: str = ""
    child_care: bool = False
    food: bool = False
    agent_comes: bool = True
    is_public: bool = False
    languages: Mapping[str, Interpreting] = field(default_factory=dict)

    def columns(self) -> dict[str, object]:
        """The fields as the row has them."""
        found = asdict(self)
        del found["languages"]
        return {**found, "kind": self.kind.value}


@dataclass(frozen=True, slots=True)
class Counts:
    """How many came: in all, and of each language. ``learned`` is one thing for next time."""

    came: int
    languages: Mapping[str, int]
    learned: str = ""


@dataclass(frozen=True, slots=True)
class PageText:
    """What the school writes on its public page."""

    about: str = ""
    reach: str = ""
    phone: str = ""
    email: str = ""
    names_agent: bool = False
    is_published: bool = False


def plan_event(*, by: Actor, at: datetime, text: EventText) -> ParentEvent:
    """Plan an event at the actor's own school.

    Raises:
        Refused: the role may not, or the times make no sense.
    """
    may_plan_events(by, by.organisation_id).require()
    _check(text)
    with transaction.atomic():
        event = ParentEvent.objects.create(
            school_id=by.organisation_id,
            made_by_id=by.user_id,
            made_at=at,
            changed_at=at,
            **text.columns(),
        )
        _set_languages(event, text.languages)
        _log(by, at, "plan", event.pk, kind=text.kind.value)
    return event


def change_event(*, by: Actor, at: datetime, public_id: str, version: int, text: EventText) -> None:
    """Change or move an event that has not been held.

    Raises:
        NoEvent: there is none at the actor's school.
        Refused: it is over or called off, or the times make no sense.
        EventChanged: somebody else was first.
    """
    event = _own(by, public_id)
    may_change_event(facts_of(event)).require()
    _check(text)
    with transaction.atomic():
        _update(event, at, version, **text.columns())
        _set_languages(event, text.languages)
        _log(by, at, "change", event.pk)


def mark_invited(*, by: Actor, at: datetime, public_id: str, version: int) -> None:
    """Note that the letter has gone out.

    Raises:
        NoEvent: there is none at the actor's school.
        Refused: it is over or called off.
        EventChanged: somebody else was first.
    """
    event = _own(by, public_id)
    may_change_event(facts_of(event)).require()
    with transaction.atomic():
        _update(event, at, version, state=EventState.INVITED.value)
        _log(by, at, "invite", event.pk)


def cancel_event(*, by: Actor, at: datetime, public_id: str, version: int) -> None:
    """Call an event off. Its public page stays, and says so.

    Raises:
        NoEvent: there is none at the actor's school.
        Refused: it is over, or called off already.
        EventChanged: somebody else was first.
    """
    event = _own(by, public_id)
    may_change_event(facts_of(event)).require()
    with transaction.atomic():
        _update(event, at, version, state=EventState.CANCELLED.value)
        _log(by, at, "cancel", event.pk)


def count_event(*, by: Actor, at: datetime, public_id: str, version: int, counts: Counts) -> None:
    """Write how many came, of which languages, and what was learned. No name of anybody.

    Raises:
        NoEvent: there is none at the actor's school.
        Refused: it has not begun, was called off, or the numbers cannot be right.
        EventChanged: somebody else was first.
    """
    event = _own(by, public_id)
    facts = facts_of(event)
    may_count(facts, at).require()
    may_be_counts(counts.came, counts.languages.values()).require()
    with transaction.atomic():
        _update(
            event,
            at,
            version,
            came=counts.came,
            learned=counts.learned,
            counted_at=at,
            state=state_when_counted(facts, by.on).value,
        )
        for language, came in counts.languages.items():
            EventLanguage.objects.update_or_create(
                event=event, language=language, defaults={"came": came}
            )
        _log(by, at, "count", event.pk)


def write_school_page(*, by: Actor, at: datetime, version: int, text: PageText) -> None:
    """Write the public page of the actor's own school; whoever saves has looked it over.

    Raises:
        Refused: the role may not.
        EventChanged: somebody else was first.
    """
    may_plan_events(by, by.organisation_id).require()
    checked = {**asdict(text), "checked_by_id": by.user_id, "checked_at": at, "changed_at": at}
    with transaction.atomic():
        page, is_new = SchoolPage.objects.get_or_create(
            school_id=by.organisation_id, defaults=checked
        )
        if not is_new:
            rows = SchoolPage.objects.filter(pk=page.pk, version=version)
            if not rows.update(version=F("version") + 1, **checked):
                raise EventChanged
        record_change(
            by=by,
            at=at,
            action="parents.page",
            object_type="SchoolPage",
            object_id=page.pk,
            codes={"is_published": text.is_published},
        )


def check_text(*, by: Actor, at: datetime, key: str, language: str, fingerprint: str) -> TextCheck:
    """Note that the actor has read a text as it stands, and found it understandable.

    Raises:
        Refused: the role may not.
    """
    if not may(by, Permission.PARENT_TEXTS):
        Decision.no(N_("Rollen din kan ikke gjøre dette.")).require()
    with transaction.atomic():
        row = TextCheck.objects.create(
            key=key, language=language, fingerprint=fingerprint, by_id=by.user_id, at=at
        )
        record_change(
            by=by,
            at=at,
            action="parents.text_check",
            object_type="TextCheck",
            object_id=row.pk,
            codes={"language": language},
        )
    return row


def _own(by: Actor, public_id: str) -> ParentEvent:
    event = find_event(by, public_id)
    if event is None:
        raise NoEvent
    may_plan_events(by, event.school_id).require()
    return event


def _check(text: EventText) -> None:
    again = (text.every_weeks, text.until_on)
    may_set_times(text.kind, text.starts_at, text.ends_at, again).require()


def _update(event: ParentEvent, at: datetime, version: int, **fields: object) -> None:
    rows = ParentEvent.objects.filter(pk=event.pk, version=version)
    if not rows.update(version=F("version") + 1, changed_at=at, **fields):
        raise EventChanged


def _set_languages(event: ParentEvent, languages: Mapping[str, Interpreting]) -> None:
    """The languages as they are chosen now; one that has been counted stays."""
    EventLanguage.objects.filter(event=event, came__isnull=True).exclude(
        language__in=list(languages)
    ).delete()
    for language, interpreting in languages.items():
        EventLanguage.objects.update_or_create(
            event=event, language=language, defaults={"interpreting": interpreting.value}
        )


def _log(by: Actor, at: datetime, what: str, event_id: int, **codes: str) -> None:
    record_change(
        by=by,
        at=at,
        action=f"parents.{what}",
        object_type="ParentEvent",
        object_id=event_id,
        codes=codes,
    )
