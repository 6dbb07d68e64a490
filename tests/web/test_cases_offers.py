"""A page of a case offers no way to a page that the role may not open, whatever the table says."""

import re

import pytest
from django.test import Client
from django.urls import resolve

from felles.ledger.models import ReadEvent
from felles.people.models import ConsentAnswer, Post
from felles.rules.access import ROLE_PERMISSIONS, Permission
from felles.rules.roles import Role
from tests import make
from tests.casework.deeds import do
from tests.cast import Cast, build_cast
from tests.make import Made
from tests.permissions import take_away
from tests.web.cases import address, heart, login, show

pytestmark = pytest.mark.django_db
WAYS = re.compile(r'(?:href|action|formaction|hx-get|hx-post)="(/[^"#?]*)')


@pytest.fixture
def cast() -> Cast:
    """The district."""
    return build_cast()


def ways(client: Client, cast: Cast, part: str, made: Made, page: str) -> dict[str, Permission]:
    """Where the page leads the part, and what each place needs; empty where there is no page."""
    login(client, cast, part)
    response = client.get(address(made, page))
    if response.status_code == 404:
        return {}
    found = {url: resolve(url).func for url in set(WAYS.findall(heart(response)))}
    return {url: view.needed for url, view in found.items() if hasattr(view, "needed")}


def test_page_of_a_case_offers_no_way_that_is_shut(
    client: Client, cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    looks = [
        (part, made, page)
        for part, made in (
            ("rector", make.not_child_welfare(cast)),
            ("rector", make.at_school(cast)),
            ("rector", make.asked(cast)),
            ("social_agent", make.in_measures(cast)),
            ("health_nurse", make.in_measures(cast)),
        )
        for page in ("", "kontakt/")
    ]
    needed = {one for look in looks for one in ways(client, cast, *look).values()}
    assert len(needed) > 10
    for permission in sorted(needed - {Permission.TODAY, Permission.CASE_READ}):
        with monkeypatch.context() as patch:
            take_away(patch, permission)
            for look in looks:
                assert permission not in ways(client, cast, *look).values(), (permission, look)


def test_consent_page_is_offered_to_those_who_record_answers(
    client: Client, cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    made = make.in_measures(cast)
    link = f'href="{address(made)}samtykke/"'
    assert link in show(client, cast, "rector", made)
    assert link not in show(client, cast, "social_agent", made)
    take_away(monkeypatch, Permission.CONSENT_RECORD)
    for page in ("", "kontakt/"):
        assert link not in show(client, cast, "rector", made, page)


def test_consent_tells_who_was_refused_to_those_alone_who_may_know(
    client: Client, cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    made = make.not_child_welfare(cast)
    assert "Samtykke: ja, men ikke alle" in show(client, cast, "rector", made)
    take_away(monkeypatch, Permission.EXCLUSIONS_READ)
    page = show(client, cast, "rector", made)
    assert "men ikke alle" not in page
    assert "Samtykke gjelder" in page


def test_colleague_whose_role_reads_no_cases_cannot_be_named(
    client: Client, cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    made = make.at_school(cast)
    page = "tilgang/gi/"
    assert "Teacher, lærer" in show(client, cast, "rector", made, page)
    without = ROLE_PERMISSIONS[Role.TEACHER] - {Permission.CASE_READ}
    monkeypatch.setitem(ROLE_PERMISSIONS, Role.TEACHER, without)
    assert Post.objects.filter(role=Role.TEACHER.value).exists()
    assert "Teacher, lærer" not in show(client, cast, "rector", made, page)


def test_page_on_which_a_name_is_taken_away_leaves_a_row(client: Client, cast: Cast) -> None:
    made = make.at_school(cast)
    do(cast, made, "name_reader", "rector")
    ReadEvent.objects.all().delete()
    teacher = cast.users["teacher"].pk
    page = show(client, cast, "rector", made, f"tilgang/ta-bort/?hvem={teacher}")
    assert "Teacher" in page
    row = ReadEvent.objects.get()
    assert (row.case_id, row.user_id) == (made.case.pk, cast.users["rector"].pk)


def test_measure_is_offered_to_services_that_the_guardians_allow_today(
    client: Client, cast: Cast
) -> None:
    made = make.in_measures(cast)
    club = cast.service("club")
    assert club.name in show(client, cast, "rector", made, "tiltak/")
    answer = ConsentAnswer.objects.get(guardian=made.ties[0].guardian, is_current=True)
    answer.scopes.filter(service=club).delete()
    page = show(client, cast, "rector", made, "tiltak/")
    assert club.name not in page
    assert cast.service("health").name in page
