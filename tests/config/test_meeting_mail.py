"""Mail about meetings: who gets it, what it says and what it never says, and how often."""

from datetime import datetime, time, timedelta
from typing import Any

import icalendar
import pytest
from django.core import mail
from pytest_django.fixtures import Settings

from felles.config.worker import Worker
from felles.ledger.actions import LEASE, claim_message
from felles.ledger.models import OutboxMessage
from felles.meetings import actions
from felles.meetings.actions import remind_of_meetings
from felles.meetings.models import Meeting
from felles.people.actions import create_post, end_post
from felles.people.models import User
from felles.people.queries import system_actor
from felles.programme.actions import set_setting
from felles.rules.clocks import SettingKey
from felles.rules.meetings import Reply
from felles.rules.roles import Role
from tests.cast import NOW, START, Cast, build_cast, days
from tests.config.test_worker import Clock
from tests.meetings.calls import AHEAD, WHO, called, fresh, give_addresses, place_of

pytestmark = pytest.mark.django_db
State = OutboxMessage.State
FAR = AHEAD + days(14)


@pytest.fixture
def cast(settings: Settings) -> Cast:
    settings.PUBLIC_ADDRESS = "https://felles.example.no"
    settings.DEFAULT_FROM_EMAIL = "Felles <felles@example.no>"
    cast = build_cast()
    give_addresses(cast)
    return cast


def work(at: datetime = NOW) -> list[Any]:
    """What the worker sends in one round."""
    before = len(mail.outbox)
    assert Worker(Clock(at)).round()
    return mail.outbox[before:]


def sent_to(messages: list[Any], part: str) -> Any:
    [found] = [message for message in messages if message.to == [f"{part}@example.test"]]
    return found


def calendar_of(message: Any) -> Any:
    """The calendar that comes with a mail, as a mail program takes it out."""
    [part] = [one for one in message.message().walk() if one.get_content_type() == "text/calendar"]
    calendar = icalendar.Calendar.from_ical(part.get_payload(decode=True))
    assert part.get_param("method") == calendar["method"]
    return calendar


def event_of(message: Any) -> Any:
    [event] = calendar_of(message).walk("VEVENT")
    return event


def test_call_says_kind_school_time_place_and_role(cast: Cast) -> None:
    meeting = called(cast)
    messages = work()
    assert sorted(message.to[0] for message in messages) == sorted(
        f"{part}@example.test" for part in WHO
    )
    message = sent_to(messages, "health_nurse")
    assert message.subject == "Innkalling til møte"
    assert message.body == (
        "Du er kalt inn til et møte:\n\n"
        "Innsatsteam, Furulia skole\n"
        "torsdag 26. november 2026 kl. 13.00–14.30\n"
        "Møterom 2\n\n"
        "Du er kalt inn som helsesykepleier, Skolehelsetjenesten Eksempel.\n\n"
        f"Se møtet og svar i Felles: https://felles.example.no/mote/{meeting.public_id}/\n"
    )


def test_call_carries_an_invitation_for_its_recipient_alone(cast: Cast) -> None:
    called(cast)
    message = sent_to(work(), "health_nurse")
    event = event_of(message)
    assert calendar_of(message)["method"] == "REQUEST"
    assert str(event["attendee"]) == "mailto:health_nurse@example.test"
    assert str(event["organizer"]) == "mailto:felles@example.no"
    assert event.decoded("dtstart") == AHEAD
    whole = message.message().as_string() + str(event)
    assert [part for part in WHO if part != "health_nurse" and f"{part}@" in whole] == []


def test_name_that_the_chair_gave_a_meeting_does_not_leave_the_house(cast: Cast) -> None:
    called(cast, name="Om Maja i 6B")
    for message in work():
        assert (
            "Maja" not in message.body + message.subject + calendar_of(message).to_ical().decode()
        )


@pytest.mark.parametrize(
    ("language", "words"), [("nn", "Du er kalla inn"), ("en", "You are called to a meeting")]
)
def test_mail_speaks_the_recipients_language(cast: Cast, language: str, words: str) -> None:
    User.objects.update(language=language)
    called(cast)
    assert words in sent_to(work(), "health_nurse").body


def test_moved_meeting_is_told_with_the_same_identity_and_a_higher_number(cast: Cast) -> None:
    meeting = called(cast)
    first = event_of(sent_to(work(), "health_nurse"))
    later = AHEAD + days(1)
    actions.move_meeting(
        by=cast.actor("rector"), at=NOW, public_id=meeting.public_id, version=meeting.version,
        starts_at=later, ends_at=later + timedelta(hours=1), place="Aula",
    )  # fmt: skip
    message = sent_to(work(), "health_nurse")
    event = event_of(message)
    assert message.subject == "Et møte er endret"
    assert "fredag 27. november 2026 kl. 13.00–14.00\nAula" in message.body
    assert event["uid"] == first["uid"]
    assert int(event["sequence"]) == int(first["sequence"]) + 1


def test_cancelled_meeting_is_taken_out_of_the_calendar(cast: Cast) -> None:
    meeting = called(cast)
    work()
    actions.cancel_meeting(
        by=cast.actor("rector"), at=NOW, public_id=meeting.public_id, version=meeting.version
    )
    message = sent_to(work(), "health_nurse")
    assert message.subject == "Et møte er avlyst"
    assert calendar_of(message)["method"] == "CANCEL"
    assert event_of(message)["status"] == "CANCELLED"


def test_who_is_taken_off_is_told_so_and_not_that_the_meeting_is_off(cast: Cast) -> None:
    meeting = called(cast)
    work()
    actions.set_attendees(
        by=cast.actor("rector"), at=NOW, public_id=meeting.public_id, version=meeting.version,
        post_ids=[cast.posts["rector"].pk],
    )  # fmt: skip
    message = sent_to(work(), "health_nurse")
    assert message.subject == "Du trenger ikke å komme på et møte"
    assert calendar_of(message)["method"] == "CANCEL"
    assert "avlyst" not in message.body


def test_who_is_asked_to_come_later_hears_the_own_time_and_no_reason(cast: Cast) -> None:
    meeting = called(cast)
    work()
    actions.set_come_at(
        by=cast.actor("rector"), at=NOW, public_id=meeting.public_id, come_at=time(13, 30),
        attendee_id=place_of(cast, meeting, "health_nurse").public_id,
    )  # fmt: skip
    [message] = work()
    assert message.to == ["health_nurse@example.test"]
    assert "kl. 13.30–14.30" in message.body
    assert event_of(message).decoded("dtstart") == AHEAD + timedelta(minutes=30)


def test_who_may_hear_is_asked_when_the_mail_goes_out(cast: Cast) -> None:
    meeting = called(cast)
    end_post(by=system_actor(NOW), at=NOW, post=cast.posts["health_nurse"], until_on=NOW.date())
    User.objects.filter(username="social_agent").update(is_active=False)
    User.objects.filter(username="social_teacher").update(email="")
    messages = work(NOW + days(1))
    assert [message.to for message in messages] == [["rector@example.test"]]
    assert sorted(OutboxMessage.objects.values_list("state", flat=True)) == [
        State.SENT, State.DROPPED, State.DROPPED, State.DROPPED,
    ]  # fmt: skip
    assert meeting.attendees.count() == len(WHO)


def test_call_to_a_meeting_that_was_cancelled_meanwhile_is_not_sent(cast: Cast) -> None:
    meeting = called(cast)
    actions.cancel_meeting(
        by=cast.actor("rector"), at=NOW, public_id=meeting.public_id, version=meeting.version
    )
    assert {message.subject for message in work()} == {"Et møte er avlyst"}


def test_nothing_is_sent_of_a_meeting_that_is_over(cast: Cast) -> None:
    called(cast)
    assert work(AHEAD + days(1)) == []


@pytest.mark.parametrize("kind", ["meeting_called", "meeting_cancelled", "meeting_reminder"])
def test_notice_of_no_meeting_or_to_a_stranger_is_dropped(cast: Cast, kind: str) -> None:
    meeting = called(cast, starts_at=FAR)
    OutboxMessage.objects.all().delete()
    stranger = cast.users["outsider"].pk
    for recipient, number in ((stranger, meeting.pk), (cast.users["rector"].pk, 0)):
        OutboxMessage.objects.create(
            kind=kind, recipient_id=recipient, meeting_id=number, not_before_at=NOW, created_at=NOW
        )
    assert work() == []


def test_worker_killed_between_sends_nothing_twice_but_in_the_gap_that_cannot_be_closed(
    cast: Cast,
) -> None:
    called(cast, ["rector", "health_nurse"])
    first, second = OutboxMessage.objects.order_by("pk")
    # One worker has taken both, sent the first, marked it, and is killed before the second.
    assert claim_message(message_id=first.pk, at=NOW)
    assert claim_message(message_id=second.pk, at=NOW)
    OutboxMessage.objects.filter(pk=first.pk).update(state=State.SENT)
    assert work(NOW + timedelta(minutes=1)) == []
    [message] = work(NOW + LEASE)
    assert message.to == [f"{User.objects.get(pk=second.recipient_id).username}@example.test"]
    assert work(NOW + 2 * LEASE) == []


def test_invitation_is_the_same_at_every_try(cast: Cast) -> None:
    called(cast, ["rector"])
    [first] = work()
    OutboxMessage.objects.update(state=State.WAITING, not_before_at=NOW)
    [again] = work(NOW + timedelta(minutes=9))
    assert calendar_of(first).to_ical() == calendar_of(again).to_ical()
    assert first.extra_headers == again.extra_headers


# --- Reminders ---


def reminders(at: datetime) -> list[str]:
    found = [one for one in work(at) if one.subject == "Du har snart et møte"]
    return sorted(message.to[0].partition("@")[0] for message in found)


def test_each_person_is_reminded_once_three_days_before(cast: Cast) -> None:
    called(cast, starts_at=FAR)
    work()
    assert reminders(FAR - days(4)) == []
    assert reminders(FAR - days(3)) == sorted(WHO)
    # The same worker, another one, and one that was started again.
    for hours in (1, 2, 30, 60):
        assert reminders(FAR - days(3) + timedelta(hours=hours)) == []


def test_reminder_says_when_and_carries_no_second_invitation(cast: Cast) -> None:
    called(cast, starts_at=FAR)
    work()
    message = sent_to(work(FAR - days(2)), "health_nurse")
    assert "Vi minner om et møte" in message.body
    assert "torsdag 10. desember 2026 kl. 13.00" in message.body
    assert message.attachments == []


def test_who_has_declined_or_heard_the_same_days_is_not_reminded(cast: Cast) -> None:
    meeting = called(cast, starts_at=FAR)
    work()
    actions.reply_to_meeting(
        by=cast.actor("health_nurse"), at=NOW, public_id=meeting.public_id, reply=Reply.CANNOT
    )
    late = FAR - days(2)
    actions.set_attendees(
        by=cast.actor("rector", late), at=late, public_id=meeting.public_id,
        version=fresh(meeting).version,
        post_ids=[cast.posts[one].pk for one in (*WHO, "club_leader")],
    )  # fmt: skip
    assert reminders(late) == ["rector", "social_agent", "social_teacher"]


def test_meeting_called_within_the_days_needs_no_reminder(cast: Cast) -> None:
    called(cast)
    work()
    assert remind_of_meetings(at=NOW + timedelta(hours=1)) == 0


@pytest.mark.parametrize("deed", ["cancelled", "held"])
def test_meeting_that_is_off_or_over_is_not_reminded_of(cast: Cast, deed: str) -> None:
    meeting = called(cast, starts_at=FAR)
    work()
    fields: dict[str, Any] = {"cancelled": {"state": 9, "cancelled_at": NOW}, "held": {"state": 8}}
    Meeting.objects.filter(pk=meeting.pk).update(**fields[deed])
    assert reminders(FAR - days(2)) == []


@pytest.mark.parametrize(("value", "expected"), [(0, 0), (1, 0), (2, 4), (28, 4)])
def test_district_decides_how_many_days_before_or_none(
    cast: Cast, value: int, expected: int
) -> None:
    by = cast.actor("administrator")
    set_setting(by=by, at=NOW, key=SettingKey.MEETING_REMIND, value=value, from_on=NOW.date())
    called(cast, starts_at=NOW + days(40))
    work()
    assert remind_of_meetings(at=NOW + days(38)) == expected


def test_two_workers_at_once_remind_once(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    called(cast, starts_at=FAR)
    work()
    at = FAR - days(2)
    # The other worker has asked who has heard before the first one wrote it down.
    monkeypatch.setattr(
        "felles.meetings.actions.reminders.list_meeting_messages", lambda meeting_ids: {}
    )
    assert [remind_of_meetings(at=at), remind_of_meetings(at=at)] == [len(WHO), 0]


def test_two_posts_of_a_person_get_one_reminder(cast: Cast) -> None:
    post = create_post(
        by=system_actor(NOW), at=NOW, user=cast.users["health_nurse"], role=Role.BUP_CLINICIAN,
        organisation=cast.service("bup"), from_on=START, schools=[cast.furulia],
    )  # fmt: skip
    cast.posts["bup hat"] = post
    called(cast, ["health_nurse", "bup hat"], starts_at=FAR)
    work()
    message = sent_to(work(FAR - days(1)), "health_nurse")
    assert "helsesykepleier" in message.body
    assert "behandler i BUP" in message.body
