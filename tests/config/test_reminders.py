"""Reminders that a consent ends: once a step, without content, and decided anew when sent."""

from datetime import datetime, timedelta

import pytest
from django.core import mail
from pytest_django.fixtures import Settings

from felles.casework.actions import remind_of_ends
from felles.config.notices import send_due
from felles.config.worker import Worker
from felles.ledger.models import OutboxMessage
from felles.people.actions import set_door
from felles.people.models import ConsentReminder, Guardian, User
from felles.people.queries import system_actor
from felles.programme.actions import set_setting
from felles.rules.clocks import SettingKey
from felles.rules.consent import AnswerKind
from tests import make
from tests.cast import NOW, Cast, build_cast, days

pytestmark = pytest.mark.django_db
UNTIL = NOW.date() + days(100)


@pytest.fixture
def cast(settings: Settings) -> Cast:
    settings.CONTACT = "21 80 21 80"
    cast = build_cast()
    for part, user in cast.users.items():
        User.objects.filter(pk=user.pk).update(email=f"{part}@example.test")
    return cast


def left(count: int) -> datetime:
    """The instant with so many days left."""
    return NOW + days(100 - count)


def queued(kind: str = "consent_ends") -> int:
    return OutboxMessage.objects.filter(kind=kind).count()


def send(at: datetime) -> list[str]:
    mail.outbox.clear()
    send_due(at, unmarked=set(), go_on=lambda: True)
    return sorted(address for message in mail.outbox for address in message.to)


def clear() -> None:
    OutboxMessage.objects.all().delete()


def test_reminded_once_at_thirty_and_once_at_seven_days(cast: Cast) -> None:
    make.in_measures(cast, until=UNTIL)
    clear()
    told = [remind_of_ends(at=left(count)) for count in (31, 30, 30, 29, 8, 7, 6, 0, -1, -2)]
    assert told == [0, 1, 0, 0, 0, 1, 0, 0, 0, 0]
    assert ConsentReminder.objects.count() == 2


def test_days_are_the_districts_own(cast: Cast) -> None:
    by = system_actor(NOW)
    set_setting(
        by=by, at=NOW, key=SettingKey.CONSENT_WARN_FIRST, value=10, from_on=NOW.date() + days(1)
    )
    make.in_measures(cast, until=UNTIL)
    assert [remind_of_ends(at=left(count)) for count in (30, 11, 10, 7)] == [0, 0, 1, 1]


def test_new_answer_is_reminded_of_anew(cast: Cast) -> None:
    made = make.in_measures(cast, until=UNTIL)
    assert remind_of_ends(at=left(30)) == 1
    for number in (0, 1):
        make.answer(cast, made, number, at=left(20), until=UNTIL + days(50))
    assert remind_of_ends(at=left(20)) == 0
    assert remind_of_ends(at=left(-20)) == 1


def test_two_workers_at_once_remind_once(cast: Cast) -> None:
    make.in_measures(cast, until=UNTIL)
    clear()
    workers = [Worker(lambda: left(30)) for _number in range(2)]
    assert all(worker.round() for worker in workers)
    assert ConsentReminder.objects.count() == 1
    # The coordinator, and whoever is responsible for the case.
    assert queued() == len(set(OutboxMessage.objects.values_list("recipient_id", flat=True)))


def test_mail_reaches_the_coordinator_and_says_nothing(cast: Cast) -> None:
    made = make.in_measures(cast, until=UNTIL)
    clear()
    remind_of_ends(at=left(30))
    assert "social_teacher@example.test" in send(left(30))
    secrets = ("Maja", "Prøvesen", "6B", "Furulia", "amtykke", made.public_id)
    for message in mail.outbox:
        whole = message.message().as_string() + message.subject + str(message.body)
        assert [secret for secret in secrets if secret in whole] == []


@pytest.mark.parametrize("happens", ["withdrawn", "renewed", "protected"])
def test_who_may_hear_is_asked_again_when_it_goes_out(cast: Cast, happens: str) -> None:
    made = make.in_measures(cast, until=UNTIL)
    clear()
    remind_of_ends(at=left(30))
    assert queued() > 0
    if happens == "withdrawn":
        make.answer(cast, made, 0, kind=AnswerKind.WITHDRAWN, at=left(29))
    elif happens == "renewed":
        for number in (0, 1):
            make.answer(cast, made, number, at=left(29), until=UNTIL + days(60))
    else:
        make.protect(cast, made)
    heard = send(left(29))
    # The social teacher stands on the reader list of the pupil with a protected address.
    assert heard == (["social_teacher@example.test"] if happens == "protected" else [])


def family(made: make.Made) -> None:
    Guardian.objects.filter(pk=made.ties[0].guardian_id).update(
        email="mor@example.test", language="polsk"
    )


def test_guardian_hears_in_own_language_and_not_of_what(cast: Cast) -> None:
    made = make.in_measures(cast, until=UNTIL)
    family(made)
    clear()
    remind_of_ends(at=left(30))
    assert "mor@example.test" in send(left(30))
    (message,) = [one for one in mail.outbox if one.to == ["mor@example.test"]]
    assert "Dzień dobry!" in str(message.body)
    for secret in ("Maja", "Prøvesen", "Furulia", made.public_id):
        assert secret not in message.message().as_string() + str(message.body)


@pytest.mark.parametrize("shut", ["door", "protected", "withdrawn"])
def test_guardian_whose_door_is_shut_meanwhile_hears_nothing(cast: Cast, shut: str) -> None:
    made = make.in_measures(cast, until=UNTIL)
    family(made)
    clear()
    remind_of_ends(at=left(30))
    made.ties[0].refresh_from_db()
    if shut == "door":
        by = cast.actor("social_teacher", left(30))
        set_door(by=by, at=left(30), tie=made.ties[0], is_open=False, reason="Avtalt")
    elif shut == "protected":
        make.protect(cast, made)
    else:
        make.answer(cast, made, 1, kind=AnswerKind.WITHDRAWN, at=left(30))
    assert "mor@example.test" not in send(left(30) + timedelta(minutes=1))
    assert OutboxMessage.objects.get(kind="family_consent_ends").state == 4
