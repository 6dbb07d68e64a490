"""Cases of one school, on every step of the way, with what lies in them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from random import Random

from felles.casework.models import (
    BoardDecision,
    Case,
    CaseStep,
    CheckIn,
    ChildVoice,
    Concern,
    Evaluation,
    Measure,
    Note,
    Talk,
)
from felles.config.city.places import Maker, School
from felles.config.demo.crowd import Household
from felles.config.demo.events import Check, Evaluate, Plan, Raise, Voice
from felles.config.demo.stories import STORIES
from felles.people.models import User
from felles.rules.access import OSLO
from felles.rules.case_flow import TRANSITIONS, Move, Step
from felles.rules.clocks import DEFAULTS, STALL_OF_STEP, due_on
from felles.rules.roles import Audience, Topic

_EVENTS = [event for story in STORIES for event in story.events]
_RAISED = [event for event in _EVENTS if isinstance(event, Raise)]
_PLANNED = [event for event in _EVENTS if isinstance(event, Plan)]
_CHECKED = [event for event in _EVENTS if isinstance(event, Check)]
_VOICES = [event for event in _EVENTS if isinstance(event, Voice)]
_EVALUATED = [event for event in _EVENTS if isinstance(event, Evaluate)]

_TO_TEAM = (Move.ACCEPT, Move.BRING, Move.REFER, Move.TO_TEAM)
_MEASURED = (*_TO_TEAM, Move.TEAM_DECIDE)
AT_SCHOOL_ONLY = (Move.ACCEPT, Move.BRING, Move.CLOSE_AT_SCHOOL)
THROUGH_TEAM = (*_MEASURED, Move.EVALUATE, Move.CLOSE)
# The way so far of an open case, and how common it is (percent).
OPEN_WAYS: dict[tuple[Move, ...], int] = {
    (): 15,
    (Move.ACCEPT,): 30,
    (Move.ACCEPT, Move.BRING): 8,
    (Move.ACCEPT, Move.BRING, Move.REFER): 10,
    _TO_TEAM: 7,
    _MEASURED: 25,
    (*_MEASURED, Move.EVALUATE): 5,
}
CLOSED_WAYS: dict[tuple[Move, ...], int] = {AT_SCHOOL_ONLY: 70, THROUGH_TEAM: 30}
RECTOR_DECIDES = frozenset({Move.REFER, Move.CLOSE_AT_SCHOOL, Move.TEAM_DECIDE})
BOARDS = {
    Move.REFER: BoardDecision.Board.ELEVSAKSMOTE,
    Move.CLOSE_AT_SCHOOL: BoardDecision.Board.ELEVSAKSMOTE,
    Move.TEAM_DECIDE: BoardDecision.Board.INNSATSTEAM,
}


@dataclass
class Made:
    """A case not yet saved, with the instants of its opening and of each move."""

    case: Case
    home: Household
    way: tuple[Move, ...]
    instants: list[datetime]

    def at(self, move: Move) -> datetime | None:
        """When the move was made; None when it was not."""
        return self.instants[self.way.index(move) + 1] if move in self.way else None


def make_cases(
    make: Maker, school: School, homes: list[Household], *, count: int, open_percent: int
) -> list[Made]:
    """So many cases: some open, one at most for a pupil; the others closed."""
    open_count = min(round(count * open_percent / 100), len(homes))
    open_homes = make.dice.sample(homes, open_count)
    made = [_make(make, school, home, _way(make.dice, OPEN_WAYS), None) for home in open_homes]
    # One case of a pupil follows upon the other, the open one last.
    begun = {id(row.home.pupil): row.instants[0] for row in made}
    for home in make.dice.choices(homes, k=count - open_count) if homes else []:
        before = begun.get(id(home.pupil))
        row = _make(make, school, home, _way(make.dice, CLOSED_WAYS), before)
        begun[id(home.pupil)] = row.instants[0]
        made.append(row)
    return made


def _way(dice: Random, ways: dict[tuple[Move, ...], int]) -> tuple[Move, ...]:
    return dice.choices(list(ways), list(ways.values()))[0]


def _make(
    make: Maker,
    school: School,
    home: Household,
    way: tuple[Move, ...],
    before: datetime | None,
) -> Made:
    step = TRANSITIONS[way[-1]].target if way else Step.CONCERN
    instants = _instants(make, step, len(way), before)
    since = instants[-1].astimezone(OSLO).date()
    is_closed = step is Step.CLOSED
    case = Case(
        public_id=next(make.ids),
        pupil=home.pupil,
        school=school.organisation,
        state=Case.State.CLOSED if is_closed else Case.State.OPEN,
        step=step.value,
        step_since_on=since,
        due_on=due_on(step, since, DEFAULTS),
        owner=school.coordinator if way else None,
        opened_at=instants[0],
        active_since_at=instants[0],
        closed_at=instants[-1] if is_closed else None,
        version=len(way) + 1,
    )
    made = Made(case, home, way, instants)
    make.rows.add(case)
    _fill(make, school, made)
    return made


def _instants(make: Maker, step: Step, moves: int, before: datetime | None) -> list[datetime]:
    """From the last move back to the opening; some open cases rest longer than they should.

    With ``before`` the last move was made before that.
    """
    dice = make.dice
    if step is Step.CLOSED:
        rested = dice.randint(30, 400)
    else:
        rested = dice.randint(0, DEFAULTS[STALL_OF_STEP[step]] * 5 // 4)
    instants = [(before or make.at) - timedelta(days=rested, minutes=dice.randrange(1, 400))]
    for _ in range(moves):
        gap = timedelta(days=dice.randint(4, 18), minutes=dice.randrange(300))
        instants.append(instants[-1] - gap)
    return instants[::-1]


def _fill(make: Maker, school: School, made: Made) -> None:
    raised = make.dice.choice(_RAISED)
    teacher = make.dice.choice(school.teachers)
    _steps(make, school, made, teacher)
    for _ in range(1 + (make.dice.random() < 0.2)):
        _concern(make, made, make.dice.choice([teacher, school.agent]), raised)
    if made.way:
        _talks(make, school, made, teacher, raised)
        for _ in range(make.dice.randint(1, 2)):
            _measure(make, school, made)
    if make.dice.random() < 0.3:
        _voice(make, school, made)
    for _ in range(make.dice.randint(0, 2)):
        _note(make, made, school.coordinator, make.dice.choice(_CHECKED).text or raised.tried)
    if made.case.state == Case.State.CLOSED:
        _evaluation(make, school, made)


def _text(
    made: Made, by: User, at: datetime, audience: Audience, topic: Topic
) -> dict[str, object]:
    return {
        "case": made.case,
        "by": by,
        "at": at,
        "audience": audience.value,
        "topic": topic.value,
    }


def _steps(make: Maker, school: School, made: Made, teacher: User) -> None:
    step = Step.CONCERN
    make.rows.add(CaseStep(case=made.case, to_step=step.value, by=teacher, at=made.instants[0]))
    for move, at in zip(made.way, made.instants[1:], strict=True):
        target = TRANSITIONS[move].target
        by = school.rector if move in RECTOR_DECIDES else school.coordinator
        make.rows.add(
            CaseStep(
                case=made.case,
                move=move.value,
                from_step=step.value,
                to_step=target.value,
                by=by,
                at=at,
            )
        )
        if move in BOARDS:
            _decision(make, made, by, at, move)
        step = target


def _decision(make: Maker, made: Made, by: User, at: datetime, move: Move) -> None:
    is_team = BOARDS[move] is BoardDecision.Board.INNSATSTEAM
    audience = Audience.TEAM if is_team else Audience.SCHOOL
    make.rows.add(
        BoardDecision(
            public_id=next(make.ids),
            **_text(made, by, at, audience, Topic.SCHOOL_ENVIRONMENT),
            board=BOARDS[move].value,
            outcome=move.value,
            held_on=at.astimezone(OSLO).date(),
            text=make.dice.choice(_PLANNED).goal,
        )
    )


def _concern(make: Maker, made: Made, by: User, raised: Raise) -> None:
    make.rows.add(
        Concern(
            public_id=next(make.ids),
            **_text(made, by, made.instants[0], Audience.TEAM, raised.topic),
            strengths=raised.strengths,
            seen=raised.seen,
            where=raised.where,
            since=raised.since,
            tried=raised.tried,
        )
    )


def _talks(make: Maker, school: School, made: Made, teacher: User, raised: Raise) -> None:
    talks = [
        (Talk.Kind.PUPIL, teacher, made.instants[0], raised.child),
        (Talk.Kind.GUARDIANS, teacher, made.instants[0], raised.home),
    ]
    decided_at = made.at(Move.TEAM_DECIDE)
    if decided_at is not None:
        talks.append((Talk.Kind.FAMILY_MEETING, school.coordinator, decided_at, ""))
    for kind, by, at, note in talks:
        make.rows.add(
            Talk(
                public_id=next(make.ids),
                **_text(made, by, at, Audience.SCHOOL, raised.topic),
                kind=kind.value,
                held_on=at.astimezone(OSLO).date(),
                who=made.home.guardians[0].name,
                note=note,
            )
        )


def _measure(make: Maker, school: School, made: Made) -> None:
    planned = make.dice.choice(_PLANNED)
    begun_at = made.at(Move.TEAM_DECIDE) or made.instants[1]
    owner, place = school.coordinator, school.organisation
    if made.at(Move.TEAM_DECIDE) and make.dice.random() < 0.6:
        owner, place = make.dice.choice(
            [(school.nurse, school.services[1]), (school.club_leader, school.services[2])]
        )
    is_closed = made.case.state == Case.State.CLOSED
    # A service takes some on before it is known who there will do it.
    is_unowned = place is not school.organisation and make.dice.random() < 0.3
    measure = Measure(
        public_id=next(make.ids),
        **_text(made, school.coordinator, begun_at, Audience.TEAM, planned.topic),
        goal=planned.goal,
        what=planned.what,
        organisation=place,
        owner=None if is_unowned else owner,
        due_on=begun_at.astimezone(OSLO).date() + timedelta(days=make.dice.randint(20, 70)),
        status=Measure.Status.DONE if is_closed else Measure.Status.RUNNING,
    )
    make.rows.add(measure)
    last_at = made.instants[-1] if is_closed else make.at
    for week in range(1, make.dice.randint(1, 4)):
        at = begun_at + timedelta(days=7 * week)
        if at < last_at:
            _check_in(make, measure, owner, at)


def _check_in(make: Maker, measure: Measure, by: User, at: datetime) -> None:
    said = make.dice.choice(_CHECKED)
    on = at.astimezone(OSLO).date()
    make.rows.add(
        CheckIn(measure=measure, rating=said.rating.value, text=said.text, on=on, by=by, at=at)
    )


def _voice(make: Maker, school: School, made: Made) -> None:
    voice, at = make.dice.choice(_VOICES), made.instants[-1]
    make.rows.add(
        ChildVoice(
            public_id=next(make.ids),
            **_text(made, school.agent, at, Audience.TEAM, voice.topic),
            said=voice.said,
            good=voice.good,
            wish=voice.wish,
            safe_with=voice.safe_with,
            not_to_share=voice.not_to_share,
            told_on=at.astimezone(OSLO).date(),
        )
    )


def _note(make: Maker, made: Made, by: User, text: str) -> None:
    make.rows.add(
        Note(
            public_id=next(make.ids),
            **_text(made, by, made.instants[-1], Audience.SCHOOL, Topic.SCHOOL_ENVIRONMENT),
            text=text or "Fulgt opp i dag.",
        )
    )


def _evaluation(make: Maker, school: School, made: Made) -> None:
    said, at = make.dice.choice(_EVALUATED), made.instants[-1]
    make.rows.add(
        Evaluation(
            public_id=next(make.ids),
            **_text(made, school.coordinator, at, Audience.TEAM, Topic.SCHOOL_ENVIRONMENT),
            held_on=at.astimezone(OSLO).date(),
            text=said.text,
            child_view=said.child,
            guardians_view=said.home,
        )
    )
