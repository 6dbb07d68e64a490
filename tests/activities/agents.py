"""A second agent, at the other school: what is the own school's can be told from the rest."""

from felles.people.actions import create_post, create_user
from felles.people.queries import system_actor
from felles.rules.roles import Role
from tests.cast import NOW, START, Cast, build_cast


def with_two_agents() -> Cast:
    """The district; ``social_agent`` is at Furulia, ``other_agent`` at Granåsen."""
    cast = build_cast()
    root = system_actor(NOW)
    cast.users["other_agent"] = create_user(
        by=root, at=NOW, username="other_agent", name="Annen Agentås"
    )
    cast.posts["other_agent"] = create_post(
        by=root, at=NOW, user=cast.users["other_agent"], role=Role.SOCIAL_AGENT,
        organisation=cast.organisations["granasen"], from_on=START,
    )  # fmt: skip
    return cast
