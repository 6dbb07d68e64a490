"""Writes of the agents' week: the fixed plan, absence, and who follows up."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime, timedelta

from django.db import transaction
from django.db.models import Q

from felles.activities.models import Away, FollowUp, WeekSlot
from felles.activities.queries import get_agent, list_follow_up_choices
from felles.ledger.actions import record_change
from felles.meetings.queries import NotThere
from felles.people.models import Post
from felles.rules.access import Actor, Permission, may
from felles.rules.agent_week import (
    AwayKind,
    Side,
    Stretch,
    check_plan,
    may_be_away,
    may_begin_on,
    may_plan_week,
)
from felles.rules.decision import Decision
from felles.rules.text import N_

_DAY = timedelta(days=1)
_NO_ROLE = Decision.no(N_("Rollen din kan ikke gjøre dette."))
_AWAY_ALREADY = Decision.no(N_("Det er allerede ført fravær på noen av dagene."))
_NOT_ONE_OF = Decision.no(N_("Velg en av dem som står i lista."))


def plan_week(
    *, by: Actor, at: datetime, agent: str, plan: Sequence[Stretch], from_on: date
) -> None:
    """Lay an agent's fixed week from a day on. The plan before it ends the day before.

    Raises:
        NotThere: there is no such agent for the actor.
        Refused: not the actor's to lay, or no plan at all.
    """
    post = _agent(by, agent)
    check_plan(plan).require()
    may_begin_on(from_on, by.on).require()
    with transaction.atomic():
        _hold(post)
        slots = WeekSlot.objects.filter(post=post)
        # What never began leaves nothing behind.
        slots.filter(from_on__gte=from_on).delete()
        running = Q(until_on__isnull=True) | Q(until_on__gte=from_on)
        slots.filter(running).update(until_on=from_on - _DAY)
        WeekSlot.objects.bulk_create(
            WeekSlot(
                post=post,
                weekday=one.weekday,
                starts_at=one.starts_at,
                ends_at=one.ends_at,
                kind=one.kind.value,
                place=one.place,
                from_on=from_on,
            )
            for one in plan
        )
        _log(by, at, "week.plan", "Post", post.pk, slots=len(plan))


def enter_away(
    *, by: Actor, at: datetime, agent: str, from_on: date, until_on: date, kind: AwayKind
) -> Away:
    """Put down days on which an agent is away. Says nothing of why beyond the kind.

    Raises:
        NotThere: there is no such agent for the actor.
        Refused: not the actor's to enter, days out of order, or put down already.
    """
    post = _agent(by, agent)
    may_be_away(from_on, until_on, by.on).require()
    with transaction.atomic():
        _hold(post)
        rows = Away.objects.filter(post=post, from_on__lte=until_on, until_on__gte=from_on)
        if rows.exists():
            _AWAY_ALREADY.require()
        row = Away.objects.create(post=post, from_on=from_on, until_on=until_on, kind=kind.value)
        _log(by, at, "away.enter", "Away", row.pk, why=kind.value)
    return row


def remove_away(*, by: Actor, at: datetime, agent: str, away: str) -> None:
    """Take absence back. Removing what is gone is no mistake.

    Raises:
        NotThere: there is no such agent for the actor.
        Refused: not the actor's to remove.
    """
    post = _agent(by, agent)
    with transaction.atomic():
        for row in Away.objects.filter(post=post, public_id=away):
            _log(by, at, "away.remove", "Away", row.pk)
            row.delete()


def name_follow_up(*, by: Actor, at: datetime, agent: str, side: Side, post_id: int | None) -> None:
    """Name who follows up an agent on one side; None ends it without a new one.

    Raises:
        NotThere: there is no such agent for the actor.
        Refused: for the agents' leader only, and among those near the agent.
    """
    post = _agent(by, agent)
    if not may(by, Permission.WEEKS_LEAD):
        _NO_ROLE.require()
    choices = {one.pk for one in list_follow_up_choices(post, side, on=by.on)}
    if post_id is not None and post_id not in choices:
        _NOT_ONE_OF.require()
    with transaction.atomic():
        _hold(post)
        running = FollowUp.objects.filter(agent=post, side=side.value, until_on__isnull=True)
        if running.filter(by_id=post_id).exists():
            return
        running.update(until_on=by.on)
        if post_id is not None:
            FollowUp.objects.create(agent=post, by_id=post_id, side=side.value, from_on=by.on)
        _log(by, at, "follow_up.name", "Post", post.pk, side=side.value, to=post_id or 0)


def forget_old_absence(*, before: date) -> int:
    """Delete absence that was over before the day; returns how many."""
    return Away.objects.filter(until_on__lt=before).delete()[0]


def _agent(by: Actor, public_id: str) -> Post:
    """The agent, whose week the actor may lay."""
    post = get_agent(by, public_id)
    if not may_plan_week(by, post_id=post.pk):
        # Seen by the school, and laid by the agent and the leader alone.
        raise NotThere
    return post


def _hold(post: Post) -> None:
    """Two at once wait for each other."""
    Post.objects.select_for_update().get(pk=post.pk)


def _log(
    by: Actor, at: datetime, action: str, object_type: str, object_id: int, **codes: str | int
) -> None:
    record_change(
        by=by, at=at, action=action, object_type=object_type, object_id=object_id, codes=codes
    )
