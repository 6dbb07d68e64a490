"""What people write in a case. Every text says how far it may travel, and what it is about."""

from __future__ import annotations

from typing import ClassVar, TypeVar

from django.db import models
from django.db.models import Q

from felles.casework.models.case import Case
from felles.casework.models.items import CaseItem
from felles.people.ids import new_public_id
from felles.people.models import Guardian, Organisation, User
from felles.rules.access import Actor, Sight
from felles.rules.case_flow import Move
from felles.rules.roles import Audience, Role, Topic

TOPICS = [(topic.value, topic.name.lower()) for topic in Topic]
AUDIENCES = [(audience.value, audience.name.lower()) for audience in Audience]
MOVES = [(move.value, move.value) for move in Move]


Text = TypeVar("Text", bound="CaseText")
Retracted = TypeVar("Retracted", bound="Retractable")


def readable(model: type[Text], actor: Actor, sight: Sight) -> models.QuerySet[Text]:
    """Rows of one kind of text that the actor may read, in cases of which he has this sight.

    The SQL twin of :func:`felles.rules.access.may_read_text`, and of ``may_read_contact``.
    """
    rows: models.QuerySet[Text] = models.QuerySet(model)
    if not sight:
        return rows.none()
    if not sight.is_school:
        if issubclass(model, Contact):
            rows = rows.filter(service_id=actor.organisation_id)
        topics = sorted(topic.value for topic in sight.topics)
        return rows.filter(audience=Audience.TEAM.value, topic__in=topics)
    if actor.role is Role.SOCIAL_TEACHER:
        return rows
    return rows.filter(~Q(audience=Audience.RESTRICTED.value) | Q(by_id=actor.user_id))


def standing(rows: models.QuerySet[Retracted]) -> models.QuerySet[Retracted]:
    """The texts that nobody has taken back."""
    return rows.filter(taken_back_at__isnull=True)


class CaseText(models.Model):
    """Common to all texts: the case, the author and the instant, topic and audience."""

    public_id = models.CharField(max_length=8, unique=True, default=new_public_id, editable=False)
    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="%(class)ss")
    by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()
    round_number = models.PositiveSmallIntegerField(default=1)
    topic = models.PositiveSmallIntegerField(choices=TOPICS, default=Topic.SCHOOL_ENVIRONMENT.value)
    audience = models.PositiveSmallIntegerField(choices=AUDIENCES, default=Audience.SCHOOL.value)

    class Meta:
        abstract = True
        indexes: ClassVar = [models.Index(fields=["case", "at"], name="%(class)s_case_at")]

    def __str__(self) -> str:
        return self.public_id


class Retractable(CaseText):
    """A text that can be taken back: then it is for its author and the social teacher alone."""

    taken_back_at = models.DateTimeField(null=True)

    class Meta(CaseText.Meta):
        abstract = True
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(taken_back_at__isnull=True) | Q(audience=Audience.RESTRICTED.value),
                name="%(class)s_taken_back_is_restricted",
            )
        ]


class Concern(Retractable):
    """What somebody has seen or heard. What goes well is asked first."""

    strengths = models.TextField(blank=True)
    seen = models.TextField()
    where = models.CharField(max_length=200, blank=True)
    since = models.CharField(max_length=200, blank=True)
    tried = models.TextField(blank=True)

    class Meta(Retractable.Meta):
        indexes: ClassVar = [
            *Retractable.Meta.indexes,
            models.Index(fields=["by", "-at"], name="concern_by_at"),
        ]


class Talk(Retractable):
    """A talk with pupil or guardians, on a day; or the recorded reason why there was none."""

    class Kind(models.TextChoices):
        PUPIL = "pupil"
        GUARDIANS = "guardians"
        FAMILY_MEETING = "family_meeting"
        POSITIVE_CALL = "positive_call"

    kind = models.CharField(max_length=16, choices=Kind.choices)
    guardian = models.ForeignKey(Guardian, null=True, on_delete=models.PROTECT, related_name="+")
    held_on = models.DateField(null=True)
    who = models.CharField(max_length=200, blank=True)
    interpreter = models.CharField(max_length=120, blank=True)
    note = models.TextField(blank=True)
    reason_not = models.TextField(blank=True)

    class Meta(Retractable.Meta):
        constraints: ClassVar = [
            *Retractable.Meta.constraints,
            models.CheckConstraint(
                condition=Q(held_on__isnull=False, reason_not="")
                | (Q(held_on__isnull=True) & ~Q(reason_not="")),
                name="talk_held_or_reason",
            ),
        ]


class Note(Retractable):
    """A free note."""

    text = models.TextField()

    class Meta(Retractable.Meta):
        pass


class ChildVoice(Retractable):
    """The pupil's own words. What the pupil does not want shared stays with the two it was told."""

    said = models.TextField()
    good = models.TextField(blank=True)
    wish = models.TextField(blank=True)
    safe_with = models.CharField(max_length=200, blank=True)
    not_to_share = models.TextField(blank=True)
    told_on = models.DateField()
    # The pupil wrote it alone, on the page that ``by`` had opened on a shared screen.
    by_pupil = models.BooleanField(default=False)

    class Meta(Retractable.Meta):
        pass


class BoardDecision(CaseText):
    """What the elevsaksmøte or the innsatsteam decided, when and why."""

    class Board(models.TextChoices):
        ELEVSAKSMOTE = "elevsaksmote"
        INNSATSTEAM = "innsatsteam"

    board = models.CharField(max_length=16, choices=Board.choices)
    outcome = models.CharField(max_length=20, choices=MOVES)
    held_on = models.DateField()
    text = models.TextField()
    next_on = models.DateField(null=True)
    # The meeting's line in which it was decided, where it was.
    item = models.ForeignKey(
        CaseItem, null=True, on_delete=models.SET_NULL, related_name="decisions"
    )

    class Meta(CaseText.Meta):
        pass


class Evaluation(Retractable):
    """Whether it helped, in three views. A view that is missing has its reason."""

    held_on = models.DateField()
    text = models.TextField()
    child_view = models.TextField(blank=True)
    child_why_not = models.TextField(blank=True)
    guardians_view = models.TextField(blank=True)
    guardians_why_not = models.TextField(blank=True)

    class Meta(Retractable.Meta):
        pass


class Contact(Retractable):
    """Contact with one service about the pupil between meetings: when, with whom, about what.

    Written only within the consent of that day; the topic is the one that was asked about.
    """

    service = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    held_on = models.DateField()
    who = models.CharField(max_length=200)
    text = models.TextField()

    class Meta(Retractable.Meta):
        pass
