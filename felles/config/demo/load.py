"""Loads the whole demo, or says why not."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from random import Random
from typing import Any

from django.apps import apps
from django.conf import settings
from django.db import transaction
from django.db.models import QuerySet

from felles.casework.actions import save_draft
from felles.casework.models import Case
from felles.config.demo import families as _families  # noqa: F401 -- teaches the stage its part
from felles.config.demo.begun import DISCUSSIONS, DRAFT
from felles.config.demo.calendar import Calendar
from felles.config.demo.courses import hold_courses
from felles.config.demo.crowd import fill_classes
from felles.config.demo.groups import make_groups
from felles.config.demo.meetings_held import hold_meetings
from felles.config.demo.meetings_year import plan_year
from felles.config.demo.outreach import note_the_yard
from felles.config.demo.parents import meet_parents
from felles.config.demo.play import play
from felles.config.demo.stage import Stage, set_stage
from felles.config.demo.stories import STORIES
from felles.config.demo.week import lay_weeks
from felles.ledger.actions import mark_sent
from felles.ledger.models import OutboxMessage
from felles.meetings.actions import discuss_anonymously
from felles.people.ids import public_id_from
from felles.people.models import Pupil, User

SINCE = timedelta(days=500)
CLASS_SIZE = 12


class Unfit(Exception):
    """The demo must not be loaded here; the text says why in a sentence."""


@dataclass(frozen=True, slots=True)
class Loaded:
    """What is in the demo."""

    people: int
    pupils: int
    cases: int


def check_fit() -> None:
    """Refuse where a demo has no place.

    Raises:
        Unfit: in production mode, or among people who were not made for the demo.
    """
    if settings.MODE == "production":
        raise Unfit("The demo is not loaded in production mode. FELLES_MODE=demo is for trying.")
    if User.objects.filter(is_demo=False).exists():
        raise Unfit(
            "The demo is not loaded: this database holds people who were not made for the demo. "
            "Name an empty database in DATABASE_URL."
        )


def is_loaded() -> bool:
    """True when the demo is here already."""
    return User.objects.filter(is_demo=True).exists()


def count() -> Loaded:
    """How much there is."""
    return Loaded(User.objects.count(), Pupil.objects.count(), Case.objects.count())


def load(*, at: datetime, seed: int, step: Callable[[str], None] = lambda _: None) -> Loaded:
    """Load everything or nothing. ``step`` is told what is being made."""
    dice = Random(seed)  # noqa: S311 -- the same seed gives the same district
    calendar = Calendar(at)
    with transaction.atomic():
        step("Skoler og folk")
        begun_at = at - SINCE
        stage = set_stage(at=begun_at, since_on=begun_at.date(), dice=dice)
        _fill(stage, calendar, begun_at)
        for story in STORIES:
            step(f"{story.child} {story.family}")
            play(stage, calendar, story)
        _discuss(stage, calendar)
        note_the_yard(stage, calendar)
        lay_weeks(stage, calendar)
        meet_parents(stage, calendar)
        make_groups(stage, calendar)
        step("Årets møter")
        plan_year(stage, calendar)
        hold_meetings(stage, calendar)
        hold_courses(stage, calendar)
        _send_everything()
        _settle_public_ids(dice)
        _leave_a_draft(stage, calendar)
    return count()


def _fill(stage: Stage, calendar: Calendar, at: datetime) -> None:
    coordinators = {
        stage.organisations[school].pk: stage.users[f"{school}.coordinator"].pk
        for school, _ in stage.classes
    }
    fill_classes(
        stage.dice,
        stage.classes.values(),
        size=CLASS_SIZE,
        on=calendar.today,
        at=at,
        verified_by=coordinators,
    )


def _discuss(stage: Stage, calendar: Calendar) -> None:
    for number, row in enumerate(DISCUSSIONS):
        at = calendar.instant(row.day, number, stage.dice)
        discuss_anonymously(
            by=stage.actor(row.by, at),
            at=at,
            themes=row.themes,
            grades=row.grades,
            advice=row.advice,
            school_id=stage.organisations[row.school].pk,
        )


def _leave_a_draft(stage: Stage, calendar: Calendar) -> None:
    """A concern that a teacher began yesterday, about somebody without a case."""
    class_group = stage.classes["furulia", "6B"]
    pupil = class_group.pupils.filter(cases=None).order_by("sort_key", "pk")[0]
    at = calendar.instant(-1, 0, stage.dice)
    draft = save_draft(
        by=stage.actor("furulia.6B", at), at=at, data={**DRAFT, "pupil": pupil.public_id}
    )
    draft.public_id = public_id_from(stage.dice.choice)
    draft.save(update_fields=["public_id"])


def _send_everything() -> None:
    """Notices of the past have gone out; a worker that starts now has nothing to send."""
    for message in OutboxMessage.objects.order_by("pk"):
        mark_sent(message_id=message.pk, at=message.created_at + timedelta(seconds=5))


def _settle_public_ids(dice: Random) -> None:
    """Draw the opaque ids again from the seed, so that a link outlives a new load."""
    for model in apps.get_models():
        if hasattr(model, "public_id"):
            _settle(model.objects.order_by("pk"), dice)  # type: ignore[attr-defined]


def _settle(rows: QuerySet[Any], dice: Random) -> None:
    found = list(rows)
    for row in found:
        row.public_id = public_id_from(dice.choice)
    rows.bulk_update(found, ["public_id"], batch_size=200)
