"""Mail to guests of a course: what it says and never says, and that it follows what happens."""

from datetime import datetime, time, timedelta
from typing import Any

import pytest
from django.core import mail
from django.test import Client
from pytest_django.fixtures import Settings

from felles.activities.actions import (
    answer_invitation,
    call_off_session,
    change_rest,
    end_series,
    forget_old_guests,
    invite_guest,
    move_session,
    set_outline,
    take_back_guest,
)
from felles.activities.models import CourseGuest
from felles.activities.queries import NoCourse, sign_invitation
from felles.ledger.models import ChangeEvent, OutboxMessage
from felles.people.models import User
from felles.rules.access import OSLO
from felles.rules.course_moves import MOST_GUESTS
from felles.rules.courses import GuestReply, WhyNot
from felles.rules.decision import Refused
from tests.activities.courses import SMALL, invited, planned, session_of, wanted
from tests.cast import NOW, Cast, build_cast
from tests.config.test_meeting_mail import calendar_of, event_of, work
from tests.masks import without_tokens

pytestmark = pytest.mark.django_db
LATER = datetime(2026, 12, 3, 12, tzinfo=OSLO)


@pytest.fixture
def cast(settings: Settings) -> Cast:
    settings.PUBLIC_ADDRESS = "https://felles.example.no"
    settings.DEFAULT_FROM_EMAIL = "Felles <felles@example.no>"
    cast = build_cast()
    User.objects.filter(username="social_agent").update(email="agent@example.test")
    return cast


def address(guest: CourseGuest) -> str:
    return f"/gjest/{sign_invitation(guest)}/"


def fresh(guest: CourseGuest) -> CourseGuest:
    return CourseGuest.objects.get(pk=guest.pk)


def common(cast: Cast, series: Any) -> dict[str, Any]:
    return {"by": cast.actor("social_agent"), "at": NOW, "public_id": series.public_id}


def test_invitation_says_school_theme_time_and_place(cast: Cast) -> None:
    guest = invited(cast, planned(cast))
    [message] = work()
    assert message.to == ["politi@example.test"]
    assert message.subject == "Vil du komme som gjest?"
    assert message.body == (
        "Furulia skole vil gjerne ha deg med på et kurs:\n\n"
        "Tema: Vennskap\n"
        "tirsdag 1. desember 2026 kl. 10.00–10.45\n"
        "Furulia skole, Rom 12\n\n"
        f"Svar ja eller nei her: https://felles.example.no{address(guest)}\n\n"
        "Lurer du på noe? Spør Social Agent agent@example.test.\n"
    )
    event = event_of(message)
    assert calendar_of(message)["method"] == "REQUEST"
    assert (event["summary"], event["location"]) == (
        "Vennskap, Furulia skole",
        "Furulia skole, Rom 12",
    )
    assert event["sequence"] == 0
    assert "attendee" in event


@pytest.mark.parametrize("is_small", [False, True])
def test_neither_mail_calendar_nor_page_tells_of_class_group_or_number(
    cast: Cast, client: Client, is_small: bool
) -> None:
    series = planned(cast, SMALL if is_small else wanted(cast))
    guest = invited(cast, series)
    [message] = work()
    page = client.get(address(guest)).content.decode()
    event = event_of(message).to_ical().decode().replace("\r\n ", "")
    for text in (message.body, event, page):
        for word in (series.name, "6B", "trinn", "iten gruppe", "klasse", series.public_id):
            assert word not in without_tokens(text)


def test_changes_follow_with_a_higher_sequence_and_under_the_same_name(cast: Cast) -> None:
    series = planned(cast)
    guest = invited(cast, series)
    first = event_of(work()[0])
    answer_invitation(at=NOW, token=sign_invitation(guest), reply=GuestReply.COMES)
    move_session(
        **common(cast, series),
        number=1,
        version=1,
        starts_at=LATER,
        ends_at=LATER + timedelta(minutes=45),
        room="Aulaen",
    )
    [message] = work()
    moved = event_of(message)
    assert "Dette gjelder nå" in message.body
    assert "torsdag 3. desember" in message.body
    assert (moved["uid"], moved["sequence"]) == (first["uid"], 1)
    # A new time has a new answer.
    assert fresh(guest).reply == GuestReply.NONE
    set_outline(
        **common(cast, series), number=1, version=2, theme="grenser", outline="stopp-og-kjenn"
    )
    assert "Tema: Egne og andres grenser" in work()[0].body
    change_rest(
        **common(cast, series),
        version=1,
        starts_at=time(13),
        minutes=45,
        room="Biblioteket",
    )
    assert "Biblioteket" in work()[0].body


@pytest.mark.parametrize("way", ["take_back", "off", "end"])
def test_cancellation_is_told_once_and_shuts_what_it_should(
    cast: Cast, client: Client, way: str
) -> None:
    series = planned(cast)
    guest = invited(cast, series)
    work()
    if way == "take_back":
        for _ in range(2):
            take_back_guest(**common(cast, series), number=1, guest_id=guest.public_id)
    elif way == "off":
        call_off_session(**common(cast, series), number=1, version=1, why=WhyNot.TRIP)
    else:
        end_series(**common(cast, series), version=1)
    [message] = work()
    assert calendar_of(message)["method"] == "CANCEL"
    assert event_of(message)["status"] == "CANCELLED"
    assert "gjest/" not in message.body
    found = client.get(address(guest))
    assert found.status_code == (404 if way == "take_back" else 200)
    if way != "take_back":
        assert "avlyst" in found.content.decode()
        answer = client.post(address(guest), {"answer": "yes"})
        assert answer.status_code == 422
    assert fresh(guest).reply != GuestReply.COMES


def test_invitation_that_was_taken_back_before_it_left_never_leaves(cast: Cast) -> None:
    series = planned(cast)
    guest = invited(cast, series)
    take_back_guest(**common(cast, series), number=1, guest_id=guest.public_id)
    assert [calendar_of(message)["method"] for message in work()] == ["CANCEL"]
    states = list(OutboxMessage.objects.order_by("pk").values_list("state", flat=True))
    assert states == [OutboxMessage.State.DROPPED, OutboxMessage.State.SENT]


def test_guest_answers_by_the_address_and_may_change_the_answer(cast: Cast, client: Client) -> None:
    guest = invited(cast, planned(cast))
    seen = client.get(address(guest))
    assert seen.status_code == 200
    assert fresh(guest).reply == GuestReply.NONE  # looking answers nothing
    for said, reply in (("yes", GuestReply.COMES), ("no", GuestReply.CANNOT)):
        assert client.post(address(guest), {"answer": said}).status_code == 302
        assert fresh(guest).reply == reply
        assert reply.label in client.get(address(guest)).content.decode()
    assert client.post(address(guest), {"answer": "taken_back"}).status_code == 422
    [first, _second] = ChangeEvent.objects.filter(action="course.guest_answer").order_by("pk")
    assert (first.codes, first.user_id) == ({"reply": "comes"}, 0)


@pytest.mark.parametrize("change", ["x", "", "other"])
def test_address_that_we_did_not_sign_opens_nothing(
    cast: Cast, client: Client, change: str
) -> None:
    guest = invited(cast, planned(cast))
    token = sign_invitation(guest)
    wrong = {
        "x": token[:-1] + ("A" if token[-1] != "A" else "B"),
        "": guest.public_id,
        "other": f"22222222:{token[9:]}",
    }[change]
    assert client.get(f"/gjest/{wrong}/").status_code == 404
    assert client.post(f"/gjest/{wrong}/", {"answer": "yes"}).status_code == 404
    with pytest.raises(NoCourse):
        answer_invitation(at=NOW, token=wrong, reply=GuestReply.COMES)


def test_answer_comes_too_late_once_the_session_has_begun(cast: Cast) -> None:
    guest = invited(cast, planned(cast))
    begun = session_of(guest.session.series).starts_at
    with pytest.raises(Refused, match="for sent"):
        answer_invitation(at=begun, token=sign_invitation(guest), reply=GuestReply.COMES)


def test_same_address_is_invited_once_and_guests_are_bounded(cast: Cast) -> None:
    series = planned(cast)
    guest = invited(cast, series)
    with pytest.raises(Refused, match="allerede"):
        invited(cast, series, email=" Politi@example.test ")
    take_back_guest(**common(cast, series), number=1, guest_id=guest.public_id)
    for number in range(MOST_GUESTS):
        invited(cast, series, email=f"{number}@example.test")
    with pytest.raises(Refused, match="nok gjester"):
        invited(cast, series, email="one-more@example.test")


def test_only_who_plans_invites(cast: Cast) -> None:
    series = planned(cast)
    for part in ("teacher", "rector", "milieu_worker"):
        with pytest.raises(Refused):
            invite_guest(
                by=cast.actor(part),
                at=NOW,
                public_id=series.public_id,
                number=1,
                version=1,
                card=None,  # type: ignore[arg-type]
            )
    with pytest.raises(NoCourse):
        take_back_guest(by=cast.actor("other_rector"), at=NOW, public_id=series.public_id,
                        number=1, guest_id="x")  # fmt: skip


def test_guests_are_forgotten_when_the_session_is_long_past(cast: Cast) -> None:
    guest = invited(cast, planned(cast))
    ends_at = guest.session.ends_at
    assert forget_old_guests(before=ends_at) == 0
    assert forget_old_guests(before=ends_at + timedelta(seconds=1)) == 1
    assert len(mail.outbox) == 0
