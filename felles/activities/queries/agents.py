"""Whose weeks an actor may see: the own, those at the own school, or all agents'."""

from __future__ import annotations

from datetime import date

from django.db.models import Q, QuerySet

from felles.activities.models import Away, FollowUp
from felles.meetings.queries import NotThere
from felles.people.models import Post
from felles.rules.access import Actor, Permission, may
from felles.rules.agent_week import Side, may_plan_week, may_see_week
from felles.rules.roles import OrgKind, Role

MOST_AGENTS = 200
MOST_AWAY = 60


def _agents(on: date) -> QuerySet[Post]:
    running = Q(from_on__lte=on) & (Q(until_on__isnull=True) | Q(until_on__gte=on))
    posts = Post.objects.filter(running, role=Role.SOCIAL_AGENT.value, user__is_active=True)
    return posts.select_related("user", "organisation", "employer")


def list_agents(actor: Actor) -> list[Post]:
    """The agents whose weeks the actor may see, by school and name: an agent's post is at a school,
    and everybody there may see it."""
    posts = _agents(actor.on)
    if not may(actor, Permission.WEEKS_LEAD):
        posts = posts.filter(organisation_id=actor.organisation_id)
    return list(posts.order_by("organisation__name", "user__name", "pk")[:MOST_AGENTS])


def get_agent(actor: Actor, public_id: str) -> Post:
    """An agent whose week the actor may see.

    Raises:
        NotThere: there is no such agent for the actor.
    """
    post = _agents(actor.on).filter(public_id=public_id).first()
    if post is None or not may_see_week(actor, post_id=post.pk, school_id=post.organisation_id):
        raise NotThere
    return post


def get_own_post(actor: Actor) -> Post:
    """The actor's own post, as an agent.

    Raises:
        NotThere: the actor is no social agent.
    """
    post = _agents(actor.on).filter(pk=actor.post_id).first()
    if post is None:
        raise NotThere
    return post


def list_away(actor: Actor, agent: Post) -> list[Away]:
    """The agent's absence that is not over, earliest first, for those who may enter it."""
    if not may_plan_week(actor, post_id=agent.pk):
        return []
    rows = Away.objects.filter(post=agent, until_on__gte=actor.on)
    return list(rows.order_by("from_on", "pk")[:MOST_AWAY])


def find_away_until(actor: Actor, school_id: int) -> dict[int, date]:
    """Which posts at a school are away today, and until when. Never of what."""
    rows = Away.objects.filter(
        post__organisation_id=school_id, from_on__lte=actor.on, until_on__gte=actor.on
    )
    return dict(rows.values_list("post_id", "until_on").order_by("until_on"))


def list_away_here(actor: Actor) -> list[Away]:
    """The agents at the actor's own school who are away today, for whoever leads the school."""
    if not may(actor, Permission.MEETING_LEAD):
        return []
    rows = Away.objects.filter(
        post__organisation_id=actor.organisation_id,
        from_on__lte=actor.on,
        until_on__gte=actor.on,
        post__user__is_active=True,
    )
    return list(rows.select_related("post__user").order_by("until_on", "pk")[:MOST_AWAY])


def list_follow_ups(agents: list[Post], *, on: date) -> dict[int, dict[Side, FollowUp]]:
    """Who follows up each of the agents now, by the agent's post and side.

    Whoever has left their post follows up nobody, also before the leader has named another.
    """
    here = Q(by__until_on__isnull=True) | Q(by__until_on__gte=on)
    rows = FollowUp.objects.filter(
        here, agent__in=agents, until_on__isnull=True, by__user__is_active=True
    )
    found: dict[int, dict[Side, FollowUp]] = {agent.pk: {} for agent in agents}
    for row in rows.select_related("by__user", "by__organisation"):
        found[row.agent_id][Side(row.side)] = row
    return found


def list_follow_up_choices(agent: Post, side: Side, *, on: date) -> list[Post]:
    """Who can follow up the agent: colleagues at the school, or those of the service."""
    running = Q(from_on__lte=on) & (Q(until_on__isnull=True) | Q(until_on__gte=on))
    posts = Post.objects.filter(running, user__is_active=True).exclude(user_id=agent.user_id)
    if side is Side.SCHOOL:
        posts = posts.filter(organisation_id=agent.organisation_id)
    else:
        near = Q(organisation_id=agent.employer_id) | Q(organisation__children=agent.employer_id)
        is_service = ~Q(organisation__kind=OrgKind.SCHOOL.value)
        posts = posts.filter(near & is_service | Q(role=Role.AGENT_LEADER.value)).distinct()
    return list(posts.select_related("user", "organisation").order_by("user__name", "pk")[:300])
