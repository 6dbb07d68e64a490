"""Calls, calendars and lists say the same whether or not an excluded case is taken up."""

import re
from collections.abc import Callable, Iterator
from datetime import timedelta

import pytest
import time_machine
from django.core import mail
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from pytest_django import DjangoDbBlocker

from felles.config.notices import send_due
from felles.ledger.models import OutboxMessage
from felles.meetings import actions
from felles.meetings.actions import make_feed, remind_of_meetings
from felles.meetings.models import Meeting
from felles.people.models import User
from tests import make
from tests.cast import NOW, build_cast
from tests.proofs import oracle
from tests.proofs.channels import text_of_mail
from tests.proofs.meetings import call_team, take_up
from tests.proofs.two_worlds import masked
from tests.proofs.world import World, add_parts, log_in, undone

pytestmark = pytest.mark.django_db
HIDDEN = ("refused", "team_not_child_welfare", "team_withdrawn", "protected", "concern", "closed")
SHUT_OUT = [
    (part, state)
    for part in ("social_agent", "health_nurse", "child_welfare_intake")
    for state in HIDDEN
    if part not in oracle.SEES[state].split()
]


@pytest.fixture(scope="module")
def small(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[World]:
    """The cast, a case in each state, and a meeting that takes up none of them."""
    with django_db_blocker.unblock(), transaction.atomic():
        with time_machine.travel(NOW, tick=False):
            world = World(build_cast())
            add_parts(world.cast)
            for state in HIDDEN:
                world.made[state] = make.STATES[state](world.cast)
            User.objects.update(email="somebody@example.org")
            world.meeting_id = call_team(world.cast).public_id
            log_in(world)
        yield world
        transaction.set_rollback(True)


def in_both(world: World, state: str, look: Callable[[], list[str]]) -> tuple[list[str], list[str]]:
    """What there is to see with the case on the agenda, and without."""
    meeting = Meeting.objects.get(public_id=world.meeting_id)
    with undone():
        take_up(world.cast, meeting, world.made[state].case)
        first = look()
    with undone():
        second = look()
    return first, second


@pytest.mark.parametrize(("part", "state"), SHUT_OUT)
def test_pages_and_calendar_of_a_shut_out_member_are_the_same(
    part: str, state: str, small: World
) -> None:
    urls = [reverse("today"), reverse("meeting-list"), reverse("calendar")]
    urls += [f"{reverse('meeting-list')}?vis=tidligere"]
    urls += [reverse(name, args=[small.meeting_id]) for name in ("meeting", "meeting-substitute")]
    with undone():
        secret = make_feed(by=small.cast.actor(part), at=NOW)

        def look() -> list[str]:
            found = []
            for url in (*urls, reverse("calendar-feed", args=[secret])):
                with CaptureQueriesContext(connection) as queries:
                    response = small.client(part).get(url)
                assert response.status_code == 200
                # The same work too, and so the same time.
                found.append(f"{len(queries)} {masked(response)}")
            return found

        first, second = in_both(small, state, look)
    assert first == second


@pytest.mark.parametrize(("part", "state"), SHUT_OUT)
def test_mail_to_a_shut_out_member_is_the_same(part: str, state: str, small: World) -> None:
    user = small.cast.users[part]

    def look() -> list[str]:
        mail.outbox.clear()
        meeting = Meeting.objects.get(public_id=small.meeting_id)
        common = {"by": small.cast.actor("rector"), "at": NOW, "public_id": meeting.public_id}
        later = meeting.starts_at + timedelta(days=20)
        actions.move_meeting(
            **common,  # type: ignore[arg-type]
            version=meeting.version,
            starts_at=later,
            ends_at=later + timedelta(hours=1),
            place="Aula",
        )
        near = later - timedelta(days=2)
        remind_of_meetings(at=near)
        OutboxMessage.objects.exclude(recipient_id=user.pk, meeting_id=meeting.pk).delete()
        send_due(near, unmarked=set(), go_on=lambda: True)
        meeting.refresh_from_db()
        actions.cancel_meeting(**common, version=meeting.version)  # type: ignore[arg-type]
        OutboxMessage.objects.exclude(recipient_id=user.pk, meeting_id=meeting.pk).delete()
        send_due(near, unmarked=set(), go_on=lambda: True)
        whole = [text_of_mail(message) for message in mail.outbox]
        # What differs between any two mails: number of the notice, instant and edge of the parts.
        masks = r"<notice-[^>]*>|Date: .*|^\w{3}, \d+ \w{3} .*$|boundary=\"[^\"]*\"|={5,}\d+=="
        return [re.sub(masks, "-", text, flags=re.MULTILINE) for text in whole]

    first, second = in_both(small, state, look)
    # The call, the move, the reminder and the cancellation.
    assert len(first) == 4
    assert first == second
