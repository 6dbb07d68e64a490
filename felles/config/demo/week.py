"""The demo's weeks: a plan for each agent, who follows up, one absence, a crossing, checklists."""

from __future__ import annotations

from datetime import datetime, time, timedelta

from felles.activities.actions import (
    CrossingText,
    agree_crossing,
    answer_run,
    begin_run,
    enter_away,
    name_follow_up,
    note_crossing,
    plan_week,
    propose_crossing,
)
from felles.config.demo.calendar import Calendar
from felles.config.demo.stage import Stage
from felles.rules.access import OSLO
from felles.rules.agent_week import (
    WEEKDAYS,
    AwayKind,
    ListKey,
    Side,
    SlotKind,
    Stretch,
    Tick,
    suggest_plan,
)

WEEKS_BACK = 10
# school: its agent's office day, 0 for Monday; at the third another than the district's. The last
# has no plan yet, for the leader to see.
OFFICE_DAYS = {"furulia": 2, "granasen": 2, "maltrosten": 3}
CLUB_DAY = 1
AWAY = "granasen"
CROSSES = "furulia"
FIRST = (Tick.YES, Tick.YES, Tick.PARTLY, Tick.NO, Tick.PARTLY, Tick.YES, Tick.PARTLY)
LATEST = (Tick.YES, Tick.YES, Tick.YES, Tick.PARTLY, Tick.PARTLY, Tick.PARTLY, Tick.YES)
NOTES = {3: "Vi har begynt å spørre elevrådet.", 5: "Mye uro i høst. Vi kom sent til det."}
APPLICANTS = (
    (Tick.YES, Tick.PARTLY, Tick.YES, Tick.YES, Tick.YES),
    (Tick.YES, Tick.YES, Tick.YES, Tick.PARTLY, Tick.NO),
)


def lay_weeks(stage: Stage, calendar: Calendar) -> None:
    """Everything about the agents' weeks."""
    begun = calendar.now - timedelta(weeks=WEEKS_BACK)
    for school, office in OFFICE_DAYS.items():
        _plan(stage, begun, school, office)
        _follow(stage, begun, school)
    _be_away(stage, calendar)
    _cross(stage, calendar)
    _check_method(stage, calendar)
    _check_applicants(stage, calendar)


def _plan(stage: Stage, at: datetime, school: str, office: int) -> None:
    plan = suggest_plan(office)
    plan = [one for one in plan if (one.weekday, one.kind) != (CLUB_DAY, SlotKind.AFTER)]
    plan.append(Stretch(CLUB_DAY, time(14), time(17), SlotKind.CLUB, "Hallen"))
    plan_week(
        by=stage.actor(f"{school}.agent", at),
        at=at,
        agent=stage.posts[f"{school}.agent"].public_id,
        plan=plan,
        from_on=at.astimezone(OSLO).date(),
    )


def _follow(stage: Stage, at: datetime, school: str) -> None:
    sides = {Side.SERVICE: "leader"}
    if school != "maltrosten":
        sides[Side.SCHOOL] = f"{school}.rector"
    for side, who in sides.items():
        name_follow_up(
            by=stage.actor("leader", at),
            at=at,
            agent=stage.posts[f"{school}.agent"].public_id,
            side=side,
            post_id=stage.posts[who].pk,
        )


def _be_away(stage: Stage, calendar: Calendar) -> None:
    at = calendar.now - timedelta(days=3)
    enter_away(
        by=stage.actor(f"{AWAY}.agent", at),
        at=at,
        agent=stage.posts[f"{AWAY}.agent"].public_id,
        from_on=calendar.today,
        until_on=calendar.today + timedelta(days=2),
        kind=AwayKind.TRAINING,
    )


def _cross(stage: Stage, calendar: Calendar) -> None:
    """Agreed on both sides, on today's weekday where there is one; last week's number differs."""
    begun = calendar.now - timedelta(weeks=4)
    weekday = calendar.today.weekday() if calendar.today.weekday() in WEEKDAYS else CLUB_DAY
    text = CrossingText(
        weekday=weekday,
        starts_at=time(14, 15),
        meet_at="Ved hovedporten",
        hand_over_at="Inngangen til Loftet",
        from_on=begun.astimezone(OSLO).date(),
    )
    by = stage.actor(f"{CROSSES}.agent", begun)
    club = stage.organisations["loftet"].public_id
    row = propose_crossing(by=by, at=begun, other=club, text=text)
    agree_crossing(by=stage.actor("club", begun), at=begun, public_id=row.public_id, version=1)
    for weeks, followed, received in ((3, 7, 7), (2, 9, 9), (1, 8, 7)):
        days = timedelta(days=(calendar.today.weekday() - weekday) % 7)
        on = calendar.today - days - timedelta(weeks=weeks if not days else weeks - 1)
        at = datetime.combine(on, time(14, 20), OSLO)
        for part, number in ((f"{CROSSES}.agent", followed), ("club", received)):
            note_crossing(by=stage.actor(part, at), at=at, public_id=row.public_id, number=number)


def _check_method(stage: Stage, calendar: Calendar) -> None:
    for weeks, answers, notes in ((20, FIRST, {}), (3, LATEST, NOTES)):
        at = calendar.now - timedelta(weeks=weeks)
        by = stage.actor(f"{CROSSES}.agent", at)
        place = stage.organisations[CROSSES].public_id
        run = begin_run(by=by, at=at, key=ListKey.OUTREACH, place=place)
        said = {number: (tick, notes.get(number, "")) for number, tick in enumerate(answers)}
        answer_run(by=by, at=at, public_id=run.public_id, version=1, answers=said, is_done=True)


def _check_applicants(stage: Stage, calendar: Calendar) -> None:
    at = calendar.now - timedelta(weeks=2)
    by = stage.actor("leader", at)
    for answers in APPLICANTS:
        run = begin_run(by=by, at=at, key=ListKey.RECRUITING)
        said = {number: (tick, "") for number, tick in enumerate(answers)}
        answer_run(by=by, at=at, public_id=run.public_id, version=1, answers=said, is_done=True)
