"""A case and the history of its steps."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models import Q

from felles.people import visibility
from felles.people.ids import new_public_id
from felles.people.models import Organisation, Pupil, User
from felles.rules.access import Actor
from felles.rules.case_flow import Move, Step
from felles.rules.roles import (
    CLASS_CASE_ROLES,
    NAMED_CASE_ROLES,
    SCHOOL_CASE_ROLES,
    SERVICE_ROLES,
)

STEPS = [(step.value, step.name.lower()) for step in Step]
MOVES = [(move.value, move.value) for move in Move]
# The steps in which services work with the case, and may see it.
WITH_TEAM = [step.value for step in Step if step.needs_consent]


class CaseQuerySet(models.QuerySet["Case"]):
    """Cases, never without asking who looks."""

    def visible_to(self, actor: Actor) -> CaseQuerySet:
        """The cases that the actor may see: the SQL twin of :func:`felles.rules.access.may_see`.

        Built from the actor's post, so that the database is asked about one school, or one
        service, and can walk its index.
        """
        seen = self._by_post(actor)
        if actor.affiliations:
            seen = seen.filter(~visibility.is_excluded(actor, "pupil_id"))
        return seen.filter(~visibility.is_hidden(actor, "pupil_id"))

    def _by_post(self, actor: Actor) -> CaseQuerySet:
        at_school = self.filter(school_id=actor.organisation_id)
        if actor.role in SERVICE_ROLES:
            return self.filter(
                visibility.is_granted(actor, "pupil_id"),
                visibility.has_live_consent(actor, "pupil_id", "active_since_at"),
                school_id__in=sorted(actor.school_ids),
                step__in=WITH_TEAM,
            )
        if actor.role in SCHOOL_CASE_ROLES:
            return at_school
        named = Q(pk__in=[])
        if actor.role in NAMED_CASE_ROLES:
            named = Q(visibility.is_named(actor, "pupil_id"))
        if actor.role in CLASS_CASE_ROLES:
            own_class = Q(
                pupil__class_group_id__in=sorted(actor.class_ids), pupil__class_held=False
            )
            return at_school.filter(named | own_class)
        return at_school.filter(named)


class Case(models.Model):
    """What the school and, within consent, the services do for one pupil.

    ``version`` counts writes: every write names the version it saw, so that nobody overwrites
    what another has just decided. ``state`` is an integer for the sake of the list's index.
    """

    class State(models.IntegerChoices):
        OPEN = 1
        CLOSED = 9

    public_id = models.CharField(max_length=8, unique=True, default=new_public_id, editable=False)
    pupil = models.ForeignKey(Pupil, on_delete=models.PROTECT, related_name="cases")
    school = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    state = models.PositiveSmallIntegerField(choices=State.choices, default=State.OPEN)
    step = models.PositiveSmallIntegerField(choices=STEPS, default=Step.CONCERN.value)
    step_since_on = models.DateField()
    due_on = models.DateField(null=True)
    owner = models.ForeignKey(User, null=True, on_delete=models.PROTECT, related_name="+")
    round_number = models.PositiveSmallIntegerField(default=1)
    opened_at = models.DateTimeField()
    # Opened, or opened again: talks from before count no more.
    active_since_at = models.DateTimeField()
    closed_at = models.DateTimeField(null=True)
    version = models.PositiveIntegerField(default=1)

    objects = CaseQuerySet.as_manager()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["pupil"], condition=Q(state=1), name="case_one_open_a_pupil"
            ),
            models.CheckConstraint(
                condition=Q(state=1, closed_at__isnull=True)
                | Q(state=9, closed_at__isnull=False, step=Step.CLOSED.value),
                name="case_closed_when_closed",
            ),
            models.CheckConstraint(
                condition=Q(step__in=[step.value for step in Step]), name="case_step_known"
            ),
        ]
        indexes: ClassVar = [
            models.Index(fields=["school", "state", "due_on", "id"], name="case_list"),
            models.Index(fields=["school", "state", "step", "due_on"], name="case_list_step"),
            models.Index(fields=["school", "state", "-closed_at", "-id"], name="case_list_closed"),
            models.Index(fields=["pupil", "state"], name="case_pupil_state"),
        ]

    def __str__(self) -> str:
        return self.public_id


class CaseStep(models.Model):
    """One move of a case: from where, to where, by whom, why. Rows are only added."""

    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="steps")
    move = models.CharField(max_length=20, choices=MOVES, blank=True)
    from_step = models.PositiveSmallIntegerField(choices=STEPS, null=True)
    to_step = models.PositiveSmallIntegerField(choices=STEPS)
    reason = models.TextField(blank=True)
    by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        indexes: ClassVar = [
            models.Index(fields=["case", "at"], name="step_case_at"),
            models.Index(fields=["at"], name="step_at"),
        ]

    def __str__(self) -> str:
        return f"{self.case_id}: {self.from_step}->{self.to_step}"
