"""What can happen in a story, as data. Days are counted from today: -7 is a week ago.

``by`` is a part at the story's own school (``rector``, ``coordinator``, ``agent``, ``teacher``,
``milieu``, a class such as ``6B`` for its contact teacher) or in the services that cover it
(``nurse``, ``intake``, ``club``, ``oslohjelpa``, ``bup``).
"""

from __future__ import annotations

from dataclasses import dataclass

from felles.casework.models import CheckIn, Measure
from felles.rules.case_flow import Move, Step
from felles.rules.consent import AnswerKind, Authority, Channel, ExceptionKind
from felles.rules.families import MessageKind
from felles.rules.people import Protection, Relation
from felles.rules.roles import Audience, Topic

FRIENDS = Topic.SCHOOL_ENVIRONMENT
LEARNING = Topic.LEARNING
ABSENCE = Topic.ABSENCE
LEISURE = Topic.LEISURE
HEALTH = Topic.HEALTH
HOME = Topic.HOME
GOOD, MIXED, BAD = CheckIn.Rating.GOOD, CheckIn.Rating.MIXED, CheckIn.Rating.BAD
SCHOOL = "school"
FOREVER = 180


@dataclass(frozen=True, slots=True)
class Event:
    """Something that somebody did on a day."""

    day: int
    by: str


@dataclass(frozen=True, slots=True)
class Raise(Event):
    """A concern; ``child`` and ``home`` are what was said in the talks, ``not_home`` why not."""

    topic: Topic
    seen: str
    strengths: str = ""
    where: str = ""
    since: str = ""
    tried: str = ""
    child: str = ""
    home: str = ""
    not_home: str = ""


@dataclass(frozen=True, slots=True)
class Accept(Event):
    """The school takes the concern on."""


@dataclass(frozen=True, slots=True)
class Talked(Event):
    """A talk with pupil, guardians or the whole family; ``reason_not`` when there was none."""

    kind: str
    note: str = ""
    who: str = ""
    interpreter: str = ""
    reason_not: str = ""


@dataclass(frozen=True, slots=True)
class Voice(Event):
    """The pupil's own words."""

    said: str
    good: str = ""
    wish: str = ""
    safe_with: str = ""
    not_to_share: str = ""
    topic: Topic = FRIENDS


@dataclass(frozen=True, slots=True)
class Wrote(Event):
    """A note."""

    text: str
    audience: Audience = Audience.SCHOOL
    topic: Topic = FRIENDS


@dataclass(frozen=True, slots=True)
class Plan(Event):
    """A measure. ``who`` is a part, ``at`` the school or a service of the team."""

    goal: str
    what: str
    until: int
    who: str = ""
    at: str = SCHOOL
    topic: Topic = FRIENDS
    audience: Audience = Audience.TEAM


@dataclass(frozen=True, slots=True)
class Check(Event):
    """How the story's measure number so-and-so goes (counted from 0)."""

    measure: int
    rating: CheckIn.Rating
    text: str = ""


@dataclass(frozen=True, slots=True)
class Finish(Event):
    """A measure is done, or stopped."""

    measure: int
    status: Measure.Status = Measure.Status.DONE


@dataclass(frozen=True, slots=True)
class Bring(Event):
    """To the elevsaksmøte."""


@dataclass(frozen=True, slots=True)
class TryMore(Event):
    """The elevsaksmøte: the school tries more first, and looks again on the day ``next``."""

    text: str
    next: int | None = None


@dataclass(frozen=True, slots=True)
class Refer(Event):
    """The elevsaksmøte: bring in the innsatsteam."""

    text: str


@dataclass(frozen=True, slots=True)
class CloseAtSchool(Event):
    """The elevsaksmøte: close."""

    text: str


@dataclass(frozen=True, slots=True)
class Ask(Event):
    """The guardians are asked about the team's services, or those named."""

    purpose: str
    services: tuple[str, ...] = ()
    until: int = FOREVER


@dataclass(frozen=True, slots=True)
class Answer(Event):
    """A guardian (counted from 0) answers. ``but`` are services that are left out, ``only`` those
    kept, ``barred`` topics that nobody may hear of, ``named`` people accepted by name."""

    guardian: int
    kind: AnswerKind = AnswerKind.YES_ALL
    but: tuple[str, ...] = ()
    only: tuple[str, ...] = ()
    barred: tuple[Topic, ...] = ()
    named: tuple[str, ...] = ()
    until: int = FOREVER
    channel: Channel = Channel.PAPER
    interpreter: str = ""
    note: str = ""


@dataclass(frozen=True, slots=True)
class ToTeam(Event):
    """The named case is reported to the innsatsteam."""


@dataclass(frozen=True, slots=True)
class Stay(Event):
    """The case stays at school."""

    reason: str


@dataclass(frozen=True, slots=True)
class Decide(Event):
    """The innsatsteam decides; evaluation on the day ``evaluate``."""

    text: str
    evaluate: int
    topic: Topic = FRIENDS


@dataclass(frozen=True, slots=True)
class StartEvaluation(Event):
    """The measures have run."""


@dataclass(frozen=True, slots=True)
class Evaluate(Event):
    """How it went, in three views, and what follows."""

    text: str
    child: str = ""
    home: str = ""
    not_home: str = ""
    move: Move | None = None


@dataclass(frozen=True, slots=True)
class Reopen(Event):
    """A closed case is opened again."""

    reason: str


@dataclass(frozen=True, slots=True)
class LetRead(Event):
    """A colleague is named in the case."""

    who: str
    reason: str


@dataclass(frozen=True, slots=True)
class Own(Event):
    """Somebody else takes over the case."""

    who: str


@dataclass(frozen=True, slots=True)
class Protect(Event):
    """The address is protected."""

    grade: Protection
    reason: str


@dataclass(frozen=True, slots=True)
class Read(Event):
    """Somebody only reads the case."""


@dataclass(frozen=True, slots=True)
class Duty(Event):
    """112 or barnevernet was told. Tied to no case."""

    route: str


@dataclass(frozen=True, slots=True)
class Parent:
    """A guardian. ``authority`` None leaves parental responsibility unverified."""

    name: str
    authority: Authority | None = Authority.HOLDS
    relation: Relation = Relation.PARENT
    language: str = "norsk"
    interpreter: bool = False
    household: int = 1


@dataclass(frozen=True, slots=True)
class OwnAnswer(Event):
    """A guardian (counted from 0) answers alone, on the family's page; ``by`` is not asked."""

    guardian: int
    but: tuple[str, ...] = ()
    until: int = FOREVER
    language: str = "nb"


@dataclass(frozen=True, slots=True)
class Writes(Event):
    """A guardian writes to the school; ``answer`` is the coordinator's, "" while it waits."""

    guardian: int
    kind: MessageKind
    text: str = ""
    language: str = "nb"
    answer: str = ""


@dataclass(frozen=True, slots=True)
class NotWaiting(Event):
    """An exception is asked for; the rector has approved it, or not yet."""

    guardian: int
    kind: ExceptionKind
    reason: str
    until: int = FOREVER
    is_approved: bool = False


@dataclass(frozen=True, slots=True)
class NewParent(Event):
    """A further guardian turns up."""

    parent: Parent


@dataclass(frozen=True, slots=True)
class Story:
    """One child's case, from the first concern to where it stands today (``ends``)."""

    child: str
    family: str
    school: str
    class_name: str
    ends: Step
    parents: tuple[Parent, ...]
    events: tuple[Event, ...]
    language: str = "norsk"


def weekly(by: str, measure: int, last: int, ratings: str, *texts: str) -> tuple[Check, ...]:
    """A check-in a week, the last one on the day ``last``: ``ratings`` is such as ``"+~++"``."""
    kinds = {"+": GOOD, "~": MIXED, "-": BAD}
    said = [*texts, *[""] * len(ratings)]
    first = last - 7 * (len(ratings) - 1)
    return tuple(
        Check(first + 7 * week, by, measure, kinds[mark], said[week])
        for week, mark in enumerate(ratings)
    )
