"""Suggestions of courses: made by the school's staff, declined with thanks, forgotten."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.db.models import Q

from felles.activities.models import CourseGuest, CourseSuggestion
from felles.activities.queries.catalogue import find_sheet
from felles.activities.queries.courses import NoCourse, get_suggestion, list_own_classes
from felles.ledger.actions import record_change
from felles.rules.access import Actor
from felles.rules.course_moves import (
    may_answer_suggestion,
    may_plan_at,
    may_suggest_at,
    may_suggest_more,
)
from felles.rules.courses import GroupKind, SuggestionState
from felles.rules.decision import Decision
from felles.rules.text import N_


@dataclass(frozen=True, slots=True)
class Idea:
    """What is suggested: a theme or none, for a class, or for a small group of a year."""

    group: GroupKind
    theme: str = ""
    class_id: str = ""
    grade: int | None = None
    text: str = ""


def suggest_course(*, by: Actor, at: datetime, idea: Idea) -> CourseSuggestion:
    """Suggest a course at the own school. The text names nobody; the face has it looked over.

    Raises:
        NoCourse: the class is not one of the school.
        Refused: the actor suggests no courses, or it has neither theme nor text.
    """
    may_suggest_at(by, by.organisation_id).require()
    text = idea.text.strip()
    if not text and find_sheet(idea.theme) is None:
        Decision.no(N_("Velg et tema, eller skriv hva dere trenger.")).require()
    waiting = CourseSuggestion.objects.filter(by_id=by.post_id, state=SuggestionState.NEW.value)
    may_suggest_more(waiting.count()).require()
    is_class = idea.group is GroupKind.CLASS
    with transaction.atomic():
        suggestion = CourseSuggestion.objects.create(
            school_id=by.organisation_id,
            by_id=by.post_id,
            at=at,
            theme=idea.theme,
            group=idea.group.value,
            class_group_id=_class_id(by, idea.class_id) if is_class else None,
            grade=None if is_class else idea.grade,
            text=text,
        )
        _log(by, at, suggestion, "course.suggest")
    return suggestion


def _class_id(by: Actor, public_id: str) -> int:
    for row in list_own_classes(by):
        if row.public_id == public_id:
            return row.pk
    raise NoCourse


def decline_suggestion(*, by: Actor, at: datetime, public_id: str, answer: str) -> None:
    """Say no for now, with thanks and a few words; whoever suggested it sees them.

    Raises:
        NoCourse: no such suggestion for the actor.
        Refused: it is answered already.
    """
    suggestion = get_suggestion(by, public_id)
    may_plan_at(by, suggestion.school_id).require()
    may_answer_suggestion(SuggestionState(suggestion.state)).require()
    with transaction.atomic():
        rows = CourseSuggestion.objects.filter(pk=suggestion.pk, state=SuggestionState.NEW.value)
        rows.update(
            state=SuggestionState.DECLINED.value,
            answer=answer.strip(),
            answered_by_id=by.user_id,
            answered_at=at,
        )
        _log(by, at, suggestion, "course.suggestion_decline")


def _log(by: Actor, at: datetime, suggestion: CourseSuggestion, action: str) -> None:
    record_change(
        by=by,
        at=at,
        action=action,
        object_type="CourseSuggestion",
        object_id=suggestion.pk,
    )


def forget_old_suggestions(*, before: datetime) -> int:
    """Delete suggestions that were answered, or made and left, before the instant; how many."""
    left = Q(answered_at__isnull=True, at__lt=before)
    rows = CourseSuggestion.objects.filter(Q(answered_at__lt=before) | left)
    return rows.delete()[0]


def forget_old_guests(*, before: datetime) -> int:
    """Delete who was invited to sessions that ended before the instant; returns how many."""
    return CourseGuest.objects.filter(session__ends_at__lt=before).delete()[0]
