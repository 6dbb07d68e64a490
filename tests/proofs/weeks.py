"""An agent's week, absence ahead, follow-up, a crossing of today, and checklists gone through."""

from dataclasses import dataclass
from datetime import time

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
from felles.activities.models import Crossing
from felles.rules.agent_week import (
    AwayKind,
    ListKey,
    Side,
    SlotKind,
    Stretch,
    Tick,
    suggest_plan,
)
from tests.cast import NOW, Cast, days


@dataclass(frozen=True)
class Weeks:
    """The ids that the routes ask for."""

    agent: str
    crossing: str
    run: str
    applicant: str

    def by_route(self) -> dict[str, str]:
        """The id in the path of each route that names one of them."""
        crossings = ("", "-change", "-agree", "-note", "-end")
        of_agent = ("week-plan-of", "week-away-of", "week-follow-up")
        return {
            "checklist-run": self.run,
            **dict.fromkeys(of_agent, self.agent),
            **{f"crossing{name}": self.crossing for name in crossings},
        }


def lay_weeks(cast: Cast) -> Weeks:
    """One of everything, by those who do it in life."""
    agent = cast.posts["social_agent"].public_id
    by, leader = cast.actor("social_agent"), cast.actor("agent_leader")
    plan = [
        *suggest_plan(2),
        Stretch(1, time(16), time(18), SlotKind.CLUB, "Hallen"),
        Stretch(4, time(16), time(17), SlotKind.OTHER, "Biblioteket"),
    ]
    plan_week(by=by, at=NOW, agent=agent, plan=plan, from_on=by.on)
    away = by.on + days(7)
    enter_away(by=by, at=NOW, agent=agent, from_on=away, until_on=away, kind=AwayKind.TRAINING)
    for side, part in ((Side.SCHOOL, "rector"), (Side.SERVICE, "agent_leader")):
        post = cast.posts[part].pk
        name_follow_up(by=leader, at=NOW, agent=agent, side=side, post_id=post)
    place = cast.furulia.public_id
    run = begin_run(by=by, at=NOW, key=ListKey.OUTREACH, place=place)
    applicant = begin_run(by=leader, at=NOW, key=ListKey.RECRUITING)
    for who, one in ((by, run), (leader, applicant)):
        said = {0: (Tick.PARTLY, "Merket her"), 1: (Tick.YES, "Og her")}
        answer_run(by=who, at=NOW, public_id=one.public_id, version=1, answers=said)
    crossing = agreed(cast)
    note_crossing(by=by, at=NOW, public_id=crossing.public_id, number=7)
    return Weeks(agent, crossing.public_id, run.public_id, applicant.public_id)


def agreed(cast: Cast, *, weekday: int = 1) -> Crossing:
    """A crossing that both sides have agreed on; the cast's day is a Tuesday."""
    text = CrossingText(
        weekday=weekday,
        starts_at=time(14, 15),
        meet_at="Hovedporten",
        hand_over_at="Inngangen",
        from_on=NOW.date() - days(30),
    )
    by = cast.actor("social_agent")
    club = cast.service("club").public_id
    row = propose_crossing(by=by, at=NOW, other=club, text=text)
    agree_crossing(by=cast.actor("club_leader"), at=NOW, public_id=row.public_id, version=1)
    return row
