"""Courses are for the school: nobody outside it can tell that there is one."""

import re

import pytest
from django.core import mail

from felles.activities.models import CourseGuest, CourseSeries, CourseSuggestion
from felles.config.notices import send_due
from felles.ledger.models import OutboxMessage
from tests.cast import NOW
from tests.proofs import oracle
from tests.proofs.channels import text_of_mail
from tests.proofs.crawl import IS_FULL, Ask, Crawler
from tests.proofs.tokens import PATTERN, Token
from tests.proofs.two_worlds import masked
from tests.proofs.world import World, kept_uploads, undone

pytestmark = pytest.mark.django_db
OUTSIDE = (oracle.SERVICE_STAFF + oracle.LEADERS + oracle.OFFICE).split()
# script/proof sends every form too, and asks as every service.
METHODS = ("GET", "POST") if IS_FULL else ("GET",)
SERVICES = oracle.SERVICE_STAFF.split() if IS_FULL else ["child_welfare_intake"]
# Whoever has a guest's own address meets the place and time of it, whoever they are.
BY_ADDRESS = {"guest-answer"}
# The agents' leader sees when an agent holds a course, and how many: that is the agent's work.
OF_THE_AGENT = {"week", "week-all"}


def answers(world: World, tokens: dict[str, Token], part: str) -> dict[str, str]:
    """What the part gets from every page without a case, byte for byte."""
    asks = Crawler(world, tokens, part).asks()
    found = {}
    for ask in asks:
        if ask.state or ask.method not in METHODS or ask.route in BY_ADDRESS:
            continue
        if part == "agent_leader" and ask.route in OF_THE_AGENT:
            continue
        found[f"{ask} {ask.url}"] = ask_once(world, part, ask)
    return found


def ask_once(world: World, part: str, ask: Ask) -> str:
    client = world.client(part)
    with undone(), kept_uploads():
        send = client.get if ask.method == "GET" else client.post
        return masked(send(ask.url, headers=ask.headers))


@pytest.mark.parametrize("part", [*SERVICES, "agent_leader", "administrator"])
def test_nothing_that_those_outside_get_changes_with_a_course(
    part: str, world: World, tokens: dict[str, Token]
) -> None:
    with_courses = answers(world, tokens, part)
    with undone():
        CourseSuggestion.objects.all().delete()
        CourseGuest.objects.all().delete()
        CourseSeries.objects.all().delete()
        without = answers(world, tokens, part)
    assert len(with_courses) > 40
    assert {ask for ask, text in without.items() if with_courses[ask] != text} == set()


def test_no_page_of_courses_is_open_to_those_outside() -> None:
    routes = {name for name in oracle.PAGES if name.startswith("course")}
    assert len(routes) >= 18
    opened = {part for name in routes for part in oracle.PAGES[name][0].split()}
    assert opened.isdisjoint(OUTSIDE)


def test_mail_to_a_guest_holds_the_place_and_no_other_word(
    world: World, tokens: dict[str, Token]
) -> None:
    with undone():
        OutboxMessage.objects.exclude(kind="guest_invited").delete()
        assert send_due(NOW, unmarked=set(), go_on=lambda: True) == 1
    [message] = mail.outbox
    text = text_of_mail(message)
    found = {tokens[word.lower()].place for word in PATTERN.findall(text)}
    # The guest's own name and address, and where to come.
    own = {"activities.CourseGuest.email", "activities.CourseGuest.name"}
    assert found <= {*own, "activities.CourseSession.room"}
    assert "activities.CourseSession.room" in found
    assert not re.search(r"\b(6B|5A|trinn|gruppe|Maja|Prøvesen|sak|elev)\b", text)
