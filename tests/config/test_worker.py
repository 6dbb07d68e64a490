"""The worker: who is mailed, what the mail says, what happens when something is down."""

import os
import signal
import smtplib
import subprocess
import sys
import time
from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path

import pytest
import time_machine
from django.conf import settings
from django.core import mail
from django.core.mail import EmailMessage
from django.core.mail.backends.base import BaseEmailBackend
from django.core.mail.backends.locmem import EmailBackend as Kept
from django.core.management import call_command
from django.db import OperationalError
from django.utils import translation
from django.utils.translation import gettext
from pytest_django.fixtures import Settings

from felles.activities.actions import Seen, note_outreach
from felles.activities.models import OutreachNote
from felles.casework import actions
from felles.casework.models import Draft
from felles.config import worker as worker_module
from felles.config.notices import TEXTS
from felles.config.worker import Worker, forget_old_uploads
from felles.ledger.actions import LEASE, beat, claim_message, enqueue, submit_once
from felles.ledger.models import OutboxMessage, SubmittedForm
from felles.ledger.queries import WORKER, worker_heartbeat_at
from felles.meetings.actions import discuss_anonymously
from felles.meetings.models import AnonymousDiscussion
from felles.people.actions import create_post, end_post, make_link
from felles.people.models import FamilyLink, User
from felles.people.queries import system_actor
from felles.programme.actions import set_setting
from felles.rules.clocks import SettingKey
from felles.rules.consent import AnswerKind
from felles.rules.discussion import Band
from felles.rules.families import LinkChannel
from felles.rules.outreach import Arena, HowMany, What
from felles.rules.roles import Role, Topic
from tests import make
from tests.cast import NOW, Cast, build_cast, days

pytestmark = pytest.mark.django_db

State = OutboxMessage.State
LATER = NOW + timedelta(minutes=1)


class Clock:
    """A clock that stands until it is moved."""

    def __init__(self, at: datetime = LATER) -> None:
        self.at = at

    def __call__(self) -> datetime:
        return self.at


class Broken(BaseEmailBackend):
    """A mail server that answers, and takes nothing."""

    def send_messages(self, email_messages: Sequence[EmailMessage]) -> int:
        """Refuse them all."""
        assert email_messages
        raise smtplib.SMTPServerDisconnected("no more today")


class OutOfReach(Broken):
    """A mail server that does not answer at all."""

    def open(self) -> bool:
        raise ConnectionRefusedError


def backend(kind: type) -> str:
    return f"{__name__}.{kind.__name__}"


@pytest.fixture
def cast(settings: Settings, tmp_path: Path) -> Cast:
    settings.VAR_DIR = tmp_path
    cast = build_cast()
    for part, user in cast.users.items():
        User.objects.filter(pk=user.pk).update(email=f"{part}@example.test")
    return cast


def addresses() -> list[str]:
    return [address for message in mail.outbox for address in message.to]


def states() -> set[int]:
    return set(OutboxMessage.objects.values_list("state", flat=True))


def due_now() -> None:
    """Let everything that waits be due, whatever back-off or lease it has."""
    OutboxMessage.objects.update(not_before_at=NOW)


def test_worker_tells_the_coordinator_of_a_concern(cast: Cast) -> None:
    make.concern(cast)
    assert Worker(Clock()).round()
    assert addresses() == ["social_teacher@example.test"]
    assert states() == {State.SENT}


def test_worker_tells_the_raiser_that_the_case_has_moved(cast: Cast) -> None:
    make.at_school(cast)
    Worker(Clock()).round()
    assert sorted(addresses()) == ["contact_teacher@example.test", "social_teacher@example.test"]


def test_mail_says_nothing_of_whom_or_what_it_is_about(cast: Cast) -> None:
    made = make.at_school(cast, given_name="Maja", family_name="Prøvesen")
    Worker(Clock()).round()
    secrets = ("Maja", "Prøvesen", "6B", "Furulia", "alene", made.public_id, "sak", "elev")
    for message in mail.outbox:
        whole = message.message().as_string() + message.subject + str(message.body)
        assert [secret for secret in secrets if secret in whole] == []


def test_mail_carries_the_address_to_log_in_at(cast: Cast, settings: Settings) -> None:
    settings.PUBLIC_ADDRESS = "https://felles.example.test"
    make.concern(cast)
    Worker(Clock()).round()
    [message] = mail.outbox
    assert (
        message.body == "Det er noe nytt til deg i Felles. Logg inn: https://felles.example.test\n"
    )


@pytest.mark.parametrize("language", ["nn", "en"])
def test_mail_speaks_the_recipients_language(cast: Cast, language: str) -> None:
    User.objects.update(language=language)
    make.concern(cast)
    Worker(Clock()).round()
    with translation.override(language):
        expected = gettext(TEXTS["concern"])
    assert expected != TEXTS["concern"]
    assert mail.outbox[0].body == expected.format(address=settings.PUBLIC_ADDRESS) + "\n"


def test_second_round_sends_nothing_again(cast: Cast) -> None:
    make.concern(cast)
    worker = Worker(Clock())
    worker.round()
    worker.round()
    Worker(Clock()).round()
    assert len(mail.outbox) == 1


def test_notice_taken_by_another_worker_is_left_to_it(cast: Cast) -> None:
    make.concern(cast)
    [message] = OutboxMessage.objects.all()
    assert claim_message(message_id=message.pk, at=LATER)
    assert not claim_message(message_id=message.pk, at=LATER)
    Worker(Clock()).round()
    assert mail.outbox == []
    # The other one died: after the lease the notice is free again.
    Worker(Clock(LATER + LEASE)).round()
    assert len(mail.outbox) == 1


def test_message_id_is_the_same_at_every_try_and_another_for_each_notice(
    cast: Cast, settings: Settings
) -> None:
    make.at_school(cast)
    Worker(Clock()).round()
    first = [message.extra_headers["Message-ID"] for message in mail.outbox]
    assert len(set(first)) == 2
    OutboxMessage.objects.update(state=State.WAITING)
    due_now()
    Worker(Clock()).round()
    assert [message.extra_headers["Message-ID"] for message in mail.outbox] == first * 2


def test_raiser_who_has_been_shut_out_since_is_not_mailed(cast: Cast) -> None:
    """Child welfare is excluded after the social agent, employed there, raised the concern."""
    made = make.asked(cast, part="social_agent")
    OutboxMessage.objects.update(state=State.SENT)
    make.answer(cast, made, 0)
    make.answer(cast, made, 1, kind=AnswerKind.YES_SOME, services=make.WITHOUT_CHILD_WELFARE)
    actions.move_to_innsatsteam(
        by=cast.actor("rector"), at=NOW, public_id=made.public_id, version=made.version
    )
    assert OutboxMessage.objects.filter(state=State.WAITING).exists()
    Worker(Clock()).round()
    assert mail.outbox == []
    assert states() == {State.SENT, State.DROPPED}


def test_raiser_of_a_pupil_with_a_protected_address_since_is_not_mailed(cast: Cast) -> None:
    made = make.at_school(cast)
    make.protect(cast, made)
    Worker(Clock()).round()
    assert "contact_teacher@example.test" not in addresses()


def test_coordinator_who_has_left_since_is_not_mailed(cast: Cast) -> None:
    make.concern(cast)
    end_post(by=system_actor(NOW), at=NOW, post=cast.posts["social_teacher"], until_on=NOW.date())
    Worker(Clock(NOW + days(1))).round()
    assert mail.outbox == []
    assert states() == {State.DROPPED}


def test_coordinator_in_a_second_post_is_mailed(cast: Cast) -> None:
    """The post that comes first is at another school."""
    create_post(
        by=system_actor(NOW),
        at=NOW,
        user=cast.users["other_school_teacher"],
        role=Role.SOCIAL_TEACHER,
        organisation=cast.furulia,
        from_on=NOW.date(),
    )
    make.concern(cast)
    Worker(Clock()).round()
    assert "other_school_teacher@example.test" in addresses()


def test_recipient_without_an_address_is_passed_over(cast: Cast) -> None:
    User.objects.update(email="")
    make.concern(cast)
    Worker(Clock()).round()
    assert states() == {State.DROPPED}


@pytest.mark.parametrize("kind", ["unheard_of", "loop"])
def test_notice_without_a_case_or_of_unknown_kind_is_passed_over(cast: Cast, kind: str) -> None:
    enqueue(at=NOW, kind=kind, recipient_id=cast.users["rector"].pk)
    Worker(Clock()).round()
    assert (mail.outbox, states()) == ([], {State.DROPPED})


def test_refused_mail_is_tried_again_with_growing_pauses_and_then_given_up(
    cast: Cast, settings: Settings
) -> None:
    settings.EMAIL_BACKEND = backend(Broken)
    make.concern(cast)
    clock = Clock()
    worker = Worker(clock)
    waits = []
    for _ in range(5):
        worker.round()
        [message] = OutboxMessage.objects.all()
        waits.append(message.not_before_at - clock.at)
        clock.at = message.not_before_at
    assert waits == [timedelta(minutes=minutes) for minutes in (2, 4, 8, 16, 32)]
    assert states() == {State.FAILED}


def test_refused_mail_is_not_tried_before_its_time(cast: Cast, settings: Settings) -> None:
    settings.EMAIL_BACKEND = backend(Broken)
    make.concern(cast)
    worker = Worker(Clock())
    worker.round()
    settings.EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
    worker.round()
    assert mail.outbox == []
    worker.clock = Clock(LATER + timedelta(minutes=2))
    worker.round()
    assert len(mail.outbox) == 1


def test_mail_server_out_of_reach_costs_no_notice_a_try(cast: Cast, settings: Settings) -> None:
    settings.EMAIL_BACKEND = backend(OutOfReach)
    make.concern(cast)
    assert not Worker(Clock()).round()
    assert list(OutboxMessage.objects.values_list("tries", "state")) == [(0, State.WAITING)]
    settings.EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
    Worker(Clock()).round()
    assert len(mail.outbox) == 1


def test_sent_notice_that_could_not_be_marked_is_marked_later_and_not_sent_again(
    cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    make.concern(cast)
    worker = Worker(Clock())

    def down(**_: object) -> None:
        raise OperationalError

    with monkeypatch.context() as patch:
        patch.setattr("felles.config.notices.mark_sent", down)
        assert not worker.round()
    worker.clock = Clock(LATER + 2 * LEASE)
    assert worker.round()
    assert (len(mail.outbox), states()) == (1, {State.SENT})


def test_worker_outlives_a_database_that_is_down(
    cast: Cast, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    make.concern(cast)
    worker = Worker(Clock())

    def down(**_: object) -> None:
        raise OperationalError("server closed the connection: Maja Prøvesen")

    with monkeypatch.context() as patch:
        patch.setattr(worker_module, "beat", down)
        assert not worker.round()
    assert "Maja" not in caplog.text
    assert worker.round()
    assert len(mail.outbox) == 1
    assert worker_heartbeat_at() == LATER


def test_worker_says_that_it_lives_while_it_sends(
    cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    make.at_school(cast)
    clock = Clock()
    send = Kept.send_messages

    def slowly(self: Kept, messages: Sequence[EmailMessage]) -> int:
        clock.at += timedelta(seconds=40)
        return int(send(self, messages))

    monkeypatch.setattr(Kept, "send_messages", slowly)
    Worker(clock).round()
    assert worker_heartbeat_at() == LATER + timedelta(seconds=40)


def test_worker_told_to_stop_begins_no_further_notice(
    cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    make.at_school(cast)
    worker = Worker(Clock())
    send = Kept.send_messages

    def last(self: Kept, messages: Sequence[EmailMessage]) -> int:
        worker.stop()
        return int(send(self, messages))

    monkeypatch.setattr(Kept, "send_messages", last)
    worker.run()
    assert len(mail.outbox) == 1
    assert states() == {State.SENT, State.WAITING}


def test_worker_forgets_what_has_served_its_time_and_keeps_the_rest(cast: Cast) -> None:
    by = cast.actor("contact_teacher")
    for age in (days(31), days(1)):
        actions.save_draft(by=by, at=NOW - age, data={"seen": str(age.days)})
    for age in (days(8), days(1)):
        submit_once(by=by, at=NOW - age, token=f"t{age.days}", do=lambda: None)
    for age in (days(31), days(1)):
        enqueue(at=NOW - age, kind="loop", recipient_id=by.user_id)
    OutboxMessage.objects.update(state=State.SENT)
    Worker(Clock()).round()
    assert [row.data for row in Draft.objects.all()] == [{"seen": "1"}]
    assert [row.token for row in SubmittedForm.objects.all()] == [f"{by.user_id}:t1"]
    assert OutboxMessage.objects.count() == 1


def test_worker_forgets_discussions_after_the_number_of_days_in_the_settings(cast: Cast) -> None:
    for age in (91, 90, 10):
        discuss_anonymously(
            by=cast.actor("rector", NOW - days(age)),
            at=NOW - days(age),
            themes=[Topic.HOME],
            grades=Band.MIDDLE,
            advice=str(age),
        )

    def kept() -> list[str]:
        return list(AnonymousDiscussion.objects.order_by("pk").values_list("advice", flat=True))

    Worker(Clock()).round()
    assert kept() == ["90", "10"]
    key = SettingKey.ANONYMOUS_KEPT
    set_setting(by=cast.actor("administrator"), at=NOW, key=key, value=9, from_on=NOW.date())
    Worker(Clock()).round()
    assert kept() == []


def test_worker_forgets_notes_of_the_yard_after_the_number_of_days_in_the_settings(
    cast: Cast,
) -> None:
    for age in (181, 179, 10):
        at = NOW - days(age)
        note_outreach(
            by=replace(cast.actor("social_agent"), at=at),
            at=at,
            school=cast.furulia.public_id,
            seen=Seen(Arena.YARD, What.PLAY, HowMany.SOME),
            client_key=f"aged-{age:04}",
        )

    def kept() -> list[str]:
        return list(OutreachNote.objects.order_by("pk").values_list("client_key", flat=True))

    Worker(Clock()).round()
    assert kept() == ["aged-0179", "aged-0010"]
    key = SettingKey.OUTREACH_KEPT
    set_setting(by=cast.actor("administrator"), at=NOW, key=key, value=9, from_on=NOW.date())
    Worker(Clock()).round()
    assert kept() == []


def test_worker_forgets_links_of_guardians_that_ran_out_long_ago(cast: Cast) -> None:
    made = make.in_measures(cast)
    by = cast.actor("rector")
    for tie, age in zip(made.ties, (32, 20), strict=True):
        make_link(by=by, at=NOW - days(age), tie=tie, channel=LinkChannel.LETTER, days=1)
    Worker(Clock()).round()
    kept = FamilyLink.objects.values_list("guardianship_id", flat=True)
    assert list(kept) == [made.ties[1].pk]


def test_old_uploads_go_and_fresh_ones_stay(tmp_path: Path) -> None:
    outside = tmp_path / "outside.txt"
    folder = tmp_path / "uploads" / "deep"
    folder.mkdir(parents=True)
    old, fresh = folder / "old.csv", folder / "fresh.csv"
    for path in (outside, old, fresh):
        path.write_text("x")
    (folder / "link").symlink_to(outside)
    hour_ago = NOW.timestamp() - 3601
    os.utime(old, (hour_ago, hour_ago))
    os.utime(folder / "link", (hour_ago, hour_ago), follow_symlinks=False)
    os.utime(fresh, (NOW.timestamp(), NOW.timestamp()))
    assert forget_old_uploads(tmp_path / "uploads", before=NOW - timedelta(hours=1)) == 2
    assert (old.exists(), fresh.exists(), outside.exists()) == (False, True, True)


def test_uploads_folder_that_is_not_there_is_no_trouble(tmp_path: Path) -> None:
    assert forget_old_uploads(tmp_path / "nothing", before=NOW) == 0


def test_tidying_waits_an_hour(cast: Cast) -> None:
    worker = Worker(Clock())
    worker.round()
    enqueue(at=NOW - days(60), kind="loop", recipient_id=1)
    OutboxMessage.objects.update(state=State.SENT)
    worker.round()
    assert OutboxMessage.objects.count() == 1
    worker.clock = Clock(LATER + timedelta(hours=1))
    worker.round()
    assert OutboxMessage.objects.count() == 0


@time_machine.travel(LATER, tick=False)
def test_work_once_does_one_round(cast: Cast) -> None:
    make.concern(cast)
    call_command("work", "--once")
    assert worker_heartbeat_at() == LATER
    assert len(mail.outbox) == 1


@time_machine.travel(LATER, tick=False)
def test_work_once_fails_aloud_when_something_is_down(cast: Cast, settings: Settings) -> None:
    settings.EMAIL_BACKEND = backend(OutOfReach)
    make.concern(cast)
    with pytest.raises(SystemExit):
        call_command("work", "--once")


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT])
def test_worker_process_ends_cleanly_when_told_to(
    tmp_path: Path, settings: Settings, number: signal.Signals
) -> None:
    env = {
        **os.environ,
        "DATABASE_URL": f"sqlite:///{tmp_path / 'empty.sqlite3'}",
        "FELLES_VAR": str(tmp_path),
        "FELLES_NODE_MODULES": str(settings.NODE_MODULES),
    }
    command = [sys.executable, "-m", "django", "work"]
    with subprocess.Popen(command, env=env, stderr=subprocess.PIPE, text=True) as child:
        assert child.stderr is not None
        # No table is there: it says so, and goes on.
        assert "failed" in child.stderr.readline()
        child.send_signal(number)
        begun = time.monotonic()
        child.communicate(timeout=10)
    assert child.returncode == 0
    assert time.monotonic() - begun < 5


def test_heartbeat_is_the_one_that_readyz_asks_for(cast: Cast) -> None:
    beat(name=WORKER, at=NOW)
    assert worker_heartbeat_at() == NOW
