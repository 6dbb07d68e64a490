"""Sets up the district: organisations, classes, teams, people and posts; and says who is who."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from datetime import date, datetime
from random import Random
from unicodedata import normalize

from felles.config.demo.district import (
    CLASSES,
    PARTS,
    PLACES,
    SECOND_POSTS,
    STAND_INS,
    TEAMS,
    Part,
)
from felles.config.demo.names import FAMILY, GROWN_UP
from felles.meetings.actions import set_team
from felles.people.actions import create_class, create_organisation, create_post, create_user
from felles.people.models import ClassGroup, Organisation, Post, User
from felles.people.queries import get_actor, system_actor
from felles.rules.access import Actor
from felles.rules.roles import Role

_PLAIN = str.maketrans({"æ": "ae", "ø": "o", "å": "a", "Æ": "Ae", "Ø": "O", "Å": "A", " ": "."})


@dataclass
class Stage:
    """The district once it is set up. Actors are worked out once and moved in time."""

    dice: Random
    since_on: date
    organisations: dict[str, Organisation] = field(default_factory=dict)
    classes: dict[tuple[str, str], ClassGroup] = field(default_factory=dict)
    users: dict[str, User] = field(default_factory=dict)
    posts: dict[str, Post] = field(default_factory=dict)
    _actors: dict[str, Actor] = field(default_factory=dict)

    def part(self, school: str, name: str) -> str:
        """The key of whoever plays ``name`` at the school."""
        own = f"{school}.{name}"
        return own if own in self.users else STAND_INS.get((school, name), name)

    def actor(self, key: str, at: datetime) -> Actor:
        """The part's actor at an instant."""
        if key not in self._actors:
            actor = get_actor(self.users[key], post_id=self.posts[key].pk, at=at)
            if actor is None:
                raise LookupError(f"{key} has no post")
            self._actors[key] = actor
        return replace(self._actors[key], at=at)


def phone(dice: Random) -> str:
    """A telephone number that reaches nobody: none in Norway begins with 00."""
    return f"00 00 {dice.randrange(100):02} {dice.randrange(100):02}"


def address(name: str, place: str) -> str:
    """An e-mail address that reaches nobody."""
    plain = normalize("NFKD", name.translate(_PLAIN)).encode("ascii", "ignore").decode()
    return f"{plain.lower()}@{place.replace('_', '-')}.example"


def set_stage(*, at: datetime, since_on: date, dice: Random) -> Stage:
    """Make everything but pupils, through the administrator's own actions."""
    stage = Stage(dice, since_on)
    by = system_actor(at)
    for key, place in PLACES.items():
        stage.organisations[key] = create_organisation(
            by=by,
            at=at,
            kind=place.kind,
            name=place.name,
            parent=stage.organisations.get(place.parent),
            phone=phone(dice),
            hours=place.hours,
        )
    for school, (services, weeks) in TEAMS.items():
        set_team(
            by=by,
            at=at,
            school=stage.organisations[school],
            cadence_weeks=weeks,
            services=[stage.organisations[name] for name in services],
        )
    for school, names in CLASSES.items():
        for name in names:
            row = create_class(
                by=by, at=at, school=stage.organisations[school], name=name, grade=int(name[0])
            )
            stage.classes[school, name] = row
    _add_people(stage, by, at)
    return stage


def _add_people(stage: Stage, by: Actor, at: datetime) -> None:
    for key, part in {**PARTS, **_contact_teachers(stage)}.items():
        stage.users[key] = create_user(
            by=by,
            at=at,
            username=key,
            name=part.name,
            email=address(part.name, part.at),
            phone=phone(stage.dice),
            is_demo=True,
        )
        stage.posts[key] = _add_post(stage, by, at, key, part)
    for key, role, place in SECOND_POSTS:
        _add_post(stage, by, at, key, Part("", role, place))


def _add_post(stage: Stage, by: Actor, at: datetime, key: str, part: Part) -> Post:
    return create_post(
        by=by,
        at=at,
        user=stage.users[key],
        role=part.role,
        organisation=stage.organisations[part.at],
        employer=stage.organisations[part.employer or part.at],
        from_on=stage.since_on,
        schools=[stage.organisations[name] for name in part.schools],
        classes=[stage.classes[part.at, name] for name in part.classes],
    )


def _contact_teachers(stage: Stage) -> dict[str, Part]:
    """A contact teacher for each class that has none yet."""
    taken = {part.name for part in PARTS.values()}
    found = {}
    for school, name in stage.classes:
        key = f"{school}.{name}"
        if key in PARTS:
            continue
        teacher = ""
        while not teacher or teacher in taken:
            teacher = f"{stage.dice.choice(GROWN_UP)} {stage.dice.choice(FAMILY)}"
        taken.add(teacher)
        found[key] = Part(teacher, Role.CONTACT_TEACHER, school, classes=(name,))
    return found
