"""Writes of the three faces. A child who answers leaves no row, no order and no time."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

from django.db import IntegrityError, transaction
from django.db.models import F

from felles.activities.models import SmileyCount, SmileyRound
from felles.activities.queries.groups import Course, get_course
from felles.activities.queries.smileys import Smileys, find_open_round, get_smileys
from felles.ledger.actions import record_change, spend_token
from felles.rules.access import Actor
from felles.rules.courses import FACES, QUESTIONS, Moment
from felles.rules.decision import Decision
from felles.rules.smileys import MOST_ANSWERS, may_begin, may_remove
from felles.rules.text import N_

# Question and face -> how many.
Counted = Mapping[tuple[int, int], int]
NO_ROUND = Decision.no(N_("Runden er ikke åpen lenger."))
NOTHING = Decision.no(N_("Skriv hvor mange som valgte hvert fjes."))
TAKEN = Decision.no(N_("Denne runden er tatt. Den kan ikke åpnes igjen."))


def open_round(
    *, by: Actor, at: datetime, public_id: str, moment: Moment, least: int
) -> SmileyRound:
    """Open a round, for children to answer on a screen.

    Raises:
        NotThere: the group is not there for the actor.
        Refused: the round was asked before, or the other one is open.
    """
    course, found = _get(by, public_id, least)
    may_begin(found.facts, moment).require()
    with transaction.atomic():
        return _make_round(by, at, course, moment, {}, closed_at=None)


def write_round(
    *, by: Actor, at: datetime, public_id: str, moment: Moment, counts: Counted, least: int
) -> SmileyRound:
    """Keep a round that was answered on paper. It is closed at once.

    Raises:
        NotThere: the group is not there for the actor.
        Refused: the round was asked before, the other one is open, or there is no answer.
    """
    course, found = _get(by, public_id, least)
    may_begin(found.facts, moment).require()
    if not any(counts.values()) or max(counts.values()) > MOST_ANSWERS:
        NOTHING.require()
    with transaction.atomic():
        return _make_round(by, at, course, moment, counts, closed_at=at)


def close_round(*, by: Actor, at: datetime, public_id: str, moment: Moment, least: int) -> None:
    """Close a round; the screens that still show it say thank you.

    Raises:
        NotThere: the group is not there for the actor.
        Refused: the round is not open.
    """
    _course, found = _get(by, public_id, least)
    one = found.rounds.get(moment)
    with transaction.atomic():
        open_ = SmileyRound.objects.filter(pk=one.pk if one else 0, closed_at__isnull=True)
        if one is None or not open_.update(closed_at=at, version=F("version") + 1):
            NO_ROUND.require()
        else:
            _tell_round(by, at, "smileys.close", one)


def remove_round(*, by: Actor, at: datetime, public_id: str, moment: Moment, least: int) -> None:
    """Take a round away, to ask anew. What was answered is gone.

    Raises:
        NotThere: the group is not there for the actor.
        Refused: its answers have been shown.
    """
    _course, found = _get(by, public_id, least)
    may_remove(found.facts, least=least).require()
    one = found.rounds.get(moment)
    if one is not None:
        with transaction.atomic():
            _tell_round(by, at, "smileys.remove", one)
            one.delete()


def answer_smileys(*, at: datetime, round_id: int, token: str, faces: Mapping[int, int]) -> bool:
    """Count one child's three faces. False when the round is not open.

    Nothing is recorded of who, when or in which order: the token that makes a double tap count
    once is kept with the instant at which the round was opened.
    """
    found = find_open_round(round_id, at=at)
    if found is None or set(faces) != set(QUESTIONS) or not set(faces.values()) <= set(FACES):
        return False
    with transaction.atomic():
        if not spend_token(at=found.opened_at, token=f"smiley:{token}"):
            return True
        open_ = SmileyRound.objects.filter(pk=found.pk, closed_at__isnull=True)
        if not open_.update(answers=F("answers") + 1):
            return False
        for question, face in faces.items():
            SmileyCount.objects.filter(round=found, question=question, face=face).update(
                count=F("count") + 1
            )
    return True


def _get(by: Actor, public_id: str, least: int) -> tuple[Course, Smileys]:
    course = get_course(by, public_id)
    return course, get_smileys(course, least=least)


def _make_round(
    by: Actor,
    at: datetime,
    course: Course,
    moment: Moment,
    counts: Counted,
    *,
    closed_at: datetime | None,
) -> SmileyRound:
    """A round with a count for every face, also those that nobody has chosen."""
    sums = [sum(counts.get((question, face), 0) for face in FACES) for question in QUESTIONS]
    try:
        with transaction.atomic():
            made = SmileyRound.objects.create(
                series=course.series,
                moment=moment.value,
                answers=max(sums),
                opened_at=at,
                closed_at=closed_at,
            )
    except IntegrityError:
        TAKEN.require()
        raise
    SmileyCount.objects.bulk_create(
        SmileyCount(round=made, question=question, face=face, count=counts.get((question, face), 0))
        for question in QUESTIONS
        for face in FACES
    )
    _tell_round(by, at, "smileys.paper" if closed_at else "smileys.open", made)
    return made


def _tell_round(by: Actor, at: datetime, action: str, one: SmileyRound) -> None:
    record_change(by=by, at=at, action=action, object_type="SmileyRound", object_id=one.pk)
