"""A word that stands nowhere else in every text field, and who may meet it."""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

from django.apps import apps
from django.db import models

from felles.activities.models import Checklist, ChecklistTick
from felles.casework.models import CaseText, Concern, Draft, FamilyMeeting
from felles.meetings.models import RowText
from felles.people.models import ClassGroup, ConsentAnswer, Guardian, Guardianship, Pupil
from felles.rules.agent_week import ListKey
from felles.rules.roles import Audience, Topic
from tests.proofs import oracle
from tests.proofs.places import PLACES
from tests.proofs.world import World

PATTERN = re.compile(r"qzk\d{5}", re.IGNORECASE)
CLASS_OF_PROTECTED = "class of a protected pupil"
TEXTS = (models.CharField, models.TextField, models.JSONField)
FURULIA = frozenset(oracle.FURULIA.split())
GRANASEN = frozenset(oracle.GRANASEN.split())
INSIDE = FURULIA | GRANASEN
COORDINATORS = frozenset(oracle.COORDINATORS.split())


@dataclass(frozen=True)
class Token:
    """One word: in which field it stands, in which state's case, who may meet it, on what."""

    word: str
    place: str
    state: str
    may_read: frozenset[str]
    topic: int | None = None
    guardian_id: int | None = None
    audience: int | None = None


def list_text_fields() -> Iterator[tuple[type[models.Model], Any]]:
    """Every field of the product in which somebody, or some system, can put words."""
    for config in apps.get_app_configs():
        if config.name.startswith("felles."):
            for model in config.get_models():
                for column in model._meta.concrete_fields:
                    is_text = isinstance(column, TEXTS) and not column.choices
                    if is_text and column.name != "public_id":
                        yield model, column


def place_of(model: type[models.Model], column: Any) -> str:
    """The field as ``PLACES`` names it."""
    return f"{model._meta.label}.{column.name}"


def guardian_of(row: Any) -> int | None:
    """The guardian whom the row is about or who wrote it, if it is one's own."""
    for name in ("guardianship", "answer"):
        if isinstance(getattr(row, name, None), models.Model):
            row = getattr(row, name)
    if isinstance(row, FamilyMeeting):
        row = row.guests.get().guardianship
    if isinstance(row, Guardian):
        return row.pk
    return row.guardian_id if isinstance(row, Guardianship | ConsentAnswer) else None


def sees(state: str) -> frozenset[str]:
    """Everybody who sees the state's case."""
    return frozenset(oracle.SEES.get(state, "").split())


def readers_of(state: str, audience: Audience, topic: Topic, author: str) -> frozenset[str]:
    """Who reads a text: by its audience, its topic and its author."""
    inside = sees(state) & INSIDE
    if audience is Audience.RESTRICTED:
        return inside & {author, *oracle.SOCIAL_TEACHERS.split()}
    allowed = oracle.TOPICS.get(state, "")
    if audience is Audience.TEAM and allowed in ("all", topic.name.lower()):
        return sees(state)
    return inside


def hears_back(state: str, author: str) -> frozenset[str]:
    """Whoever raised a concern at the own school reads the own words again."""
    if state in oracle.LOOP_IS_CLOSED and author not in sees(state):
        return frozenset()
    home = GRANASEN if state == "other_school" else FURULIA
    return frozenset({author}) & home


class Planter:
    """Puts a word into every text field of every row, and writes down who may read it."""

    def __init__(self, world: World) -> None:
        self.world = world
        self.tokens: dict[str, Token] = {}
        self.states = {made.case.pk: state for state, made in world.made.items()}
        self.parts = {user.pk: part for part, user in world.cast.users.items()}
        self.readers: dict[str, Callable[[Any, str], frozenset[str]]] = {
            "nobody": lambda _row, _state: frozenset(),
            "name": lambda row, _state: self._name(row),
            "school": lambda _row, state: sees(state) & INSIDE,
            "consent": lambda _row, state: sees(state) & frozenset(oracle.KNOWS_CONSENT.split()),
            "coordinators": lambda _row, state: sees(state) & COORDINATORS,
            "meeting": lambda _row, state: sees(state) & INSIDE,
            "message": lambda _row, state: sees(state) & COORDINATORS,
            "anonymous": lambda _row, _state: frozenset(oracle.DISCUSS.split()) - GRANASEN,
            "everybody": lambda row, _state: self._public(row),
            "learned": lambda _row, _state: FURULIA,
            "outreach": lambda _row, _state: frozenset(oracle.READS_OUTREACH.split()),
            "course": lambda _row, _state: frozenset(oracle.READS_COURSES.split()),
            "course_room": self._course_room,
            "course_plan": lambda _row, _state: frozenset(oracle.PLANS_COURSES.split()),
            "suggestion": self._suggestion,
            "week": lambda _row, _state: FURULIA | {"agent_leader"},
            "crossing": lambda _row, _state: frozenset(oracle.CROSSES.split()),
            "checklist": lambda row, _state: self._checklist(row),
            "tick": lambda row, _state: self._tick(row),
            "writer": lambda _row, _state: frozenset({"teacher"}),
            "text": self._text,
            "contact": self._contact,
            "unshared": self._unshared,
            "room": self._typed,
        }

    def plant(self) -> dict[str, Token]:
        """Fill every field; returns the tokens by word."""
        for model, column in list_text_fields():
            place = place_of(model, column)
            if PLACES[place] not in ("code", "staff"):
                for row in model._default_manager.order_by("pk"):
                    self._put(row, column, place)
        self._plant_class()
        for pupil in Pupil.objects.order_by("pk"):
            pupil.save()  # search text and sort key follow the names
        return self.tokens

    def _plant_class(self) -> None:
        """A class of its own for a protected pupil, whose name would tell where the child is."""
        word = "Qzk99999"
        self.tokens[word.lower()] = Token(word, CLASS_OF_PROTECTED, "", frozenset())
        group = ClassGroup.objects.create(school=self.world.cast.furulia, name=word, grade=6)
        for state in oracle.LOOP_IS_CLOSED:
            Pupil.objects.filter(pk=self.world.made[state].pupil.pk).update(class_group=group)

    def _put(self, row: models.Model, column: Any, place: str) -> None:
        if place == "casework.Talk.reason_not" and not getattr(row, column.attname):
            return  # a talk was held, or it has a reason
        state = self._state(row)
        word = f"Qzk{len(self.tokens):05d}"
        may_read = self.readers[PLACES[place]](row, state)
        text = getattr(row, "measure", row)
        topic, audience = (getattr(text, name, None) for name in ("topic", "audience"))
        own = guardian_of(row)
        self.tokens[word.lower()] = Token(word, place, state, may_read, topic, own, audience)
        value: object = word
        if isinstance(column, models.EmailField):
            value = f"{word}@example.org"
        if isinstance(row, Draft):
            value = {**row.data, "seen": word}
        if isinstance(row, Checklist) and column.name == "points":
            value = [word, *row.points[1:]]
        type(row)._default_manager.filter(pk=row.pk).update(**{column.attname: value})

    def _state(self, row: Any) -> str:
        """The state of the case that the row belongs to; empty when it belongs to none."""
        for name in ("measure", "guardianship", "answer"):
            if isinstance(getattr(row, name, None), models.Model):
                row = getattr(row, name)
        if isinstance(row, RowText):
            row = row.row.case_item
        if hasattr(row, "case_id"):
            return self.states.get(row.case_id, "")
        if hasattr(row, "guardianships") and not isinstance(row, Pupil):
            row = row.guardianships.order_by("-pk").first()
        pupil_id = row.pk if isinstance(row, Pupil) else getattr(row, "pupil_id", None)
        found = (state for state, made in self.world.made.items() if made.pupil.pk == pupil_id)
        return next(found, "")

    def _checklist(self, row: Checklist) -> frozenset[str]:
        writers = frozenset(oracle.WRITES_CHECKLISTS.split())
        is_method = row.key == ListKey.OUTREACH.value
        return writers | (frozenset(oracle.CHECKS.split()) if is_method else frozenset())

    def _tick(self, row: ChecklistTick) -> frozenset[str]:
        is_method = row.run.checklist.key == ListKey.OUTREACH.value
        return frozenset(oracle.CHECKS.split() if is_method else ["agent_leader"])

    def _text(self, row: Any, state: str) -> frozenset[str]:
        text: CaseText = row.measure if hasattr(row, "measure_id") else row
        author = self.parts[text.by_id]
        found = readers_of(state, Audience(text.audience), Topic(text.topic), author)
        return found | hears_back(state, author) if isinstance(row, Concern) else found

    def _contact(self, row: Any, state: str) -> frozenset[str]:
        found = self._text(row, state)
        return (found & INSIDE) | (found & frozenset({oracle.CONTACTED}))

    def _typed(self, row: Any, state: str) -> frozenset[str]:
        """Those who lead the meeting and see the case; of a service's own field, the service."""
        leads = sees(state) & frozenset(oracle.LEADS_AT_FURULIA.split())
        own = {
            part
            for part, post in self.world.cast.posts.items()
            if row.field == f"give-{post.organisation.public_id}"
        }
        return leads | (sees(state) & own)

    def _course_room(self, row: Any, _state: str) -> frozenset[str]:
        """Whoever has a guest's address reads where the guest is to come."""
        parts = oracle.EVERYONE if row.guests.exists() else oracle.READS_COURSES
        return frozenset(parts.split())

    def _suggestion(self, row: Any, _state: str) -> frozenset[str]:
        author = self.parts[row.by.user_id]
        return frozenset({author, *oracle.PLANS_COURSES.split()})

    def _unshared(self, row: Any, state: str) -> frozenset[str]:
        return readers_of(state, Audience.RESTRICTED, Topic(row.topic), self.parts[row.by_id])

    def _public(self, row: Any) -> frozenset[str]:
        """What is published or a public event is for everybody, the rest for the school."""
        is_open = getattr(row, "is_published", False) or getattr(row, "is_public", False)
        return frozenset(oracle.EVERYONE.split()) if is_open else FURULIA

    def _name(self, pupil: Pupil) -> frozenset[str]:
        at_furulia = pupil.school_id == self.world.cast.furulia.pk
        found = frozenset() if pupil.protection else FURULIA if at_furulia else GRANASEN
        for state, made in self.world.made.items():
            if made.pupil.pk == pupil.pk:
                raisers = Concern.objects.filter(case=made.case).values_list("by_id", flat=True)
                found |= sees(state)
                for author in {self.parts[pk] for pk in raisers}:
                    found |= hears_back(state, author)
        return found
