"""A new Felles gets its first administrator from the command line."""

from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from django.test import Client

from felles.config.management.commands import create_administrator
from felles.people.models import Organisation, Post, User
from felles.rules.roles import Role

pytestmark = pytest.mark.django_db

GOOD = "en lang og god setning"


@pytest.fixture
def typed(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """What is typed at the prompts, in order."""
    answers = [GOOD, GOOD]
    monkeypatch.setattr(create_administrator, "getpass", lambda _prompt: answers.pop(0))
    return answers


def run(username: str = "knut", district: str = "Bydel Eksempel") -> str:
    """Run the command and return what it says."""
    said = StringIO()
    call_command(
        "create_administrator", username, "--name", "Knut Prøve", "--district", district,
        stdout=said,
    )  # fmt: skip
    return said.getvalue()


def test_administrator_can_log_in_and_set_up(client: Client, typed: list[str]) -> None:
    assert "Knut Prøve can now log in as knut." in run()
    assert client.login(username="knut", password=GOOD)
    post = Post.objects.get(user__username="knut")
    assert (Role(post.role), post.organisation.name) == (Role.ADMINISTRATOR, "Bydel Eksempel")


def test_district_of_that_name_is_used_again(typed: list[str]) -> None:
    run()
    typed += [GOOD, GOOD]
    run("aud")
    assert Organisation.objects.count() == 1


def test_user_name_that_is_taken_is_refused_and_nothing_is_made(typed: list[str]) -> None:
    run()
    typed += [GOOD, GOOD]
    with pytest.raises(CommandError, match="Brukernavnet er i bruk"):
        run(district="En annen bydel")
    assert (User.objects.count(), Organisation.objects.count()) == (1, 1)


@pytest.mark.parametrize(
    ("answers", "reason"), [(["kort", "kort"], "12"), ([GOOD, GOOD + "!"], "differ")]
)
def test_password_that_will_not_do_is_refused(
    typed: list[str], answers: list[str], reason: str
) -> None:
    typed[:] = answers
    with pytest.raises(CommandError, match=reason):
        run()
    assert not User.objects.exists()
