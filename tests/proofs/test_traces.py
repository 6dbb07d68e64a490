"""What leaves the pages: the access log before them, mail, and the ledger's rows."""

import re
from typing import Any

import pytest
from django.core import mail
from django.db import DatabaseError
from django.http import HttpResponse
from django.test import Client
from django.urls import reverse

from felles.casework import actions
from felles.casework.actions import ConcernText
from felles.casework.models import Draft
from felles.config.notices import send_due
from felles.ledger.models import ChangeEvent, OutboxMessage, ReadEvent, SubmittedForm
from felles.meetings.actions import make_feed
from felles.meetings.models import Meeting
from felles.people.models import Pupil, User
from felles.rules.roles import Topic
from tests.cast import NOW
from tests.proofs import oracle
from tests.proofs.channels import is_swept, text_of, text_of_mail, words_in
from tests.proofs.crawl import Ask, Crawler
from tests.proofs.tokens import PATTERN, Token
from tests.proofs.world import World, undone

pytestmark = pytest.mark.django_db
# Where a person is to be, in the own calendar.
OWN_PLACES = {"activities.WeekSlot.place", "activities.CourseSession.room"}
# Pages that show a case or its pupil to those who may see it.
SHOWING = {*oracle.CASE_ROUTES, "today", "case-list", "case-search", oracle.LOOP}


def showing(world: World, tokens: dict[str, Token], part: str) -> list[Ask]:
    """The requests that show the part a case."""
    asks = Crawler(world, tokens, part).asks()
    shown = (ask for ask in asks if ask.is_open and ask.takes_method and ask.route in SHOWING)
    states = ("", "measures", "protected_nurse_named")
    return [ask for ask in shown if ask.state in states and ask.method in ("GET", "POST")]


@pytest.mark.parametrize("part", ["social_teacher", "health_nurse", "contact_teacher"])
def test_without_its_row_in_the_log_no_page_shows_a_word(
    part: str, world: World, tokens: dict[str, Token], monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(*_args: object, **_fields: object) -> None:
        raise DatabaseError

    monkeypatch.setattr(ReadEvent.objects, "bulk_create", fail)
    client: Client = world.client(part)
    client.raise_request_exception = False
    asks = showing(world, tokens, part)
    failed = 0
    for ask in asks:
        with undone():
            response: Any = (
                client.get(ask.url, headers=ask.headers)
                if ask.method == "GET"
                else client.post(ask.url, {"q": "qzk", "form_token": "t"}, headers=ask.headers)
            )
        failed += response.status_code == 500
        assert not words_in(response) & set(tokens), ask
    client.raise_request_exception = True
    # All but the search before anybody has typed a name.
    assert failed >= len(asks) - 2 > 20


def test_mail_tells_that_there_is_news_and_nothing_else(
    world: World, tokens: dict[str, Token]
) -> None:
    with undone():
        for user in User.objects.order_by("pk"):
            User.objects.filter(pk=user.pk).update(email=f"{user.username}@example.org")
        made = world.made["at_school"]
        for part in ("teacher", "milieu_worker", "social_agent"):
            actions.raise_concern(
                by=world.cast.actor(part),
                at=NOW,
                pupil=Pupil.objects.get(pk=made.pupil.pk),
                concern=ConcernText(seen="Qzk77777", topic=Topic.HOME),
            )
        actions.bring_to_elevsaksmote(
            by=world.cast.actor("rector"), at=NOW, public_id=made.public_id, version=made.version
        )
        OutboxMessage.objects.filter(meeting_id__isnull=False).delete()
        # Guests of courses have no login to be sent to: test_courses.py reads their mail.
        OutboxMessage.objects.filter(kind__startswith="guest_").delete()
        sent = send_due(NOW, unmarked=set(), go_on=lambda: True)
        states = set(OutboxMessage.objects.values_list("state", flat=True))
    assert sent == len(mail.outbox) > 4
    assert states - {OutboxMessage.State.WAITING}
    names = re.compile(r"furulia|granåsen|6b|5a", re.IGNORECASE)
    for message in mail.outbox:
        whole = text_of_mail(message)
        assert not PATTERN.findall(whole)
        assert not names.findall(whole)
        assert made.public_id not in whole
    assert len({message.subject for message in mail.outbox}) == 1


def test_ledger_holds_no_word_of_anybody(world: World, tokens: dict[str, Token]) -> None:
    asks = showing(world, tokens, "social_teacher")[:30]
    with undone():
        for ask in asks:
            world.client("social_teacher").get(ask.url)
        for model in (ChangeEvent, ReadEvent, OutboxMessage, SubmittedForm):
            for row in model._default_manager.order_by("pk").values():
                assert not PATTERN.findall(str(row))
        assert ReadEvent.objects.count() >= len(asks)


def test_draft_of_another_stays_whatever_is_sent(world: World) -> None:
    for part in oracle.EVERYONE.split():
        with undone():
            world.client(part).post(f"/utkast/{world.draft_id}/slett/", {"form_token": "t"})
            is_there = Draft.objects.filter(public_id=world.draft_id).exists()
        assert is_there is (part != "teacher"), part


def test_words_of_a_paper_are_read(world: World, tokens: dict[str, Token]) -> None:
    # A word in a file that nobody can read would not be found if it should not be there.
    made = world.made["measures"]
    with undone():
        url = f"/sak/{made.public_id}/papirer/samtykke/nb/{made.ties[0].public_id}/"
        paper: Any = world.client("social_teacher").get(url)
    assert paper["Content-Type"] == "application/pdf"
    assert len(text_of(paper)) > 500
    places = {tokens[word].place for word in words_in(paper)}
    assert places >= {"people.Pupil.preferred_name", "people.ConsentRequest.purpose"}


def test_nothing_about_a_child_leaves_by_mail_or_calendar(
    world: World, tokens: dict[str, Token]
) -> None:
    """Every case of the school is on the agenda, and each of their texts has a word of its own."""
    ids = [made.public_id for made in world.made.values()]
    texts = []
    with undone():
        User.objects.filter(pk__gt=0).update(email="somebody@example.org")
        meeting = Meeting.objects.get(public_id=world.meeting_id)
        assert meeting.rows.count() > 15
        OutboxMessage.objects.filter(meeting_id__isnull=True).delete()
        send_due(NOW, unmarked=set(), go_on=lambda: True)
        texts += [text_of_mail(message) for message in mail.outbox]
        for part in oracle.CALLED.split():
            secret = make_feed(by=world.cast.actor(part), at=NOW)
            response = world.client("anonymous").get(reverse("calendar-feed", args=[secret]))
            texts.append(text_of(response))
    assert len(texts) == 2 * len(oracle.CALLED.split())
    for text in texts:
        assert "Furulia skole" in text.replace("\\", "")
        found = {tokens[word.lower()].place for word in PATTERN.findall(text)}
        assert found <= OWN_PLACES
        assert not re.search(r"\b(6B|5A|Maja|Prøvesen|sak|elev)\b", text)
        assert [public_id for public_id in ids if public_id in text] == []


@pytest.mark.parametrize(
    ("kind", "said", "is_known"),
    [
        ("text/html; charset=utf-8", '<input type="search" autocomplete="off">', True),
        ("text/html; charset=utf-8", '<input list="pupils"><datalist id="pupils">', False),
        ("text/html; charset=utf-8", '<input role="combobox">', False),
        ("text/html; charset=utf-8", '<input aria-autocomplete="list">', False),
        ("text/csv", "a;b", False),
        ("application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", "PK", False),
        ("text/calendar", "BEGIN:VCALENDAR", True),
    ],
)
def test_way_out_that_nobody_looks_into_is_noticed(kind: str, said: str, is_known: bool) -> None:
    assert is_swept(HttpResponse(said, content_type=kind)) is is_known
