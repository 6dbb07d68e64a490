"""Events for parents as the tests of several rooms make them."""

from datetime import datetime, timedelta
from typing import Any

from felles.activities.actions import (
    Counts,
    EventText,
    PageText,
    count_event,
    mark_invited,
    plan_event,
    write_school_page,
)
from felles.activities.models import ParentEvent
from felles.rules.parents import EventKind, Interpreting
from tests.cast import NOW, Cast, days

CAFE_AT = NOW + days(7)
WORDS = "Kom som du er. Vi har kaffe."


def text(at: datetime = CAFE_AT, **more: Any) -> EventText:
    """A parents' café with interpreters, as the agent plans it."""
    said: dict[str, Any] = {
        "kind": EventKind.CAFE,
        "starts_at": at,
        "ends_at": at + timedelta(hours=1),
        "place": "Biblioteket",
        "invited_by": "Skolen og FAU",
        "words": WORDS,
        "child_care": True,
        "is_public": True,
        "languages": {"so": Interpreting.ORDERED, "ar": Interpreting.WANTED},
        **more,
    }
    return EventText(**said)


def plan(
    cast: Cast, at: datetime = CAFE_AT, *, part: str = "social_agent", **more: Any
) -> ParentEvent:
    """An event that is planned now."""
    return plan_event(by=cast.actor(part), at=NOW, text=text(at, **more))


def held(cast: Cast, came: int, *, part: str = "social_agent", **spoken: int) -> ParentEvent:
    """An event of yesterday, with how many came."""
    event = plan(cast, NOW - days(1), part=part)
    by = cast.actor(part)
    count_event(
        by=by,
        at=NOW,
        public_id=event.public_id,
        version=1,
        counts=Counts(came, spoken, "Be dem ta med noen."),
    )
    event.refresh_from_db()
    return event


def invite(cast: Cast, event: ParentEvent, *, part: str = "social_agent") -> None:
    """The letter has gone out."""
    by = cast.actor(part)
    mark_invited(by=by, at=NOW, public_id=event.public_id, version=event.version)


def publish(cast: Cast, *, version: int = 0, **more: Any) -> None:
    """Furulia's page is open to everybody."""
    said = {"about": "Kom innom.", "reach": "Rom 12", "is_published": True, **more}
    by = cast.actor("social_teacher")
    write_school_page(by=by, at=NOW, version=version, text=PageText(**said))
