"""I dag: what to do first, what is new, and nothing that one may not see."""

from collections.abc import Callable
from datetime import timedelta

import pytest
import time_machine
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from felles.casework import actions
from felles.casework.models import Case
from felles.ledger.models import ReadEvent
from felles.people.models import User
from felles.rules.case_flow import Step
from felles.rules.roles import Topic
from felles.web.today.words import NEWS, TODO, greeting, hurry, short_name
from tests import make
from tests.cast import NOW, STAFF_PARTS, Cast, build_cast, days
from tests.guards.read_only import read_only
from tests.masks import without_tokens
from tests.ui.html import pick

pytestmark = pytest.mark.django_db
OLD = NOW - timedelta(days=14)
SHAME = ("forsink", "mangle", "glemt", "problem", "feil", "brudd", "bruker")


@pytest.fixture
def cast() -> Cast:
    return build_cast()


def day_of(client: Client, cast: Cast, part: str) -> str:
    """The day page as the part sees it."""
    client.force_login(cast.users[part])
    response = client.get("/")
    assert response.status_code == 200
    return response.content.decode()


def titles(page: str) -> list[str]:
    """The things to do, in order."""
    return [element.text for element in pick(page, "p", class_="todo__title")]


def measure(cast: Cast, made: make.Made, what: str, in_days: int, *, owner: str = "") -> None:
    """A measure with a deadline."""
    actions.add_measure(
        by=cast.actor("rector"),
        at=NOW,
        public_id=made.public_id,
        goal="Har noen å være sammen med",
        what=what,
        organisation_id=cast.furulia.pk,
        owner_id=cast.users[owner].pk if owner else None,
        due_on=NOW.date() + days(in_days),
        topic=Topic.SCHOOL_ENVIRONMENT,
    )


@pytest.mark.parametrize(
    ("hour", "words"), [(4, "God morgen"), (9, "God morgen"), (10, "God dag"), (18, "God kveld")]
)
def test_greeting_follows_the_hour(hour: int, words: str) -> None:
    assert greeting(NOW.replace(hour=hour), "Mina Aas") == f"{words}, Mina"


def test_page_greets_with_the_first_name_and_the_day(client: Client, cast: Cast) -> None:
    page = day_of(client, cast, "social_teacher")
    assert "God morgen, Social" in page
    assert "Tirsdag 24. november. Ingenting haster." in page


@pytest.mark.parametrize(
    ("name", "short"),
    [("Maja Prøvesen", "Maja P."), ("Ali Ben Said", "Ali Ben S."), ("Leo", "Leo"), ("", "")],
)
def test_short_name_shows_one_letter_of_the_family_name(name: str, short: str) -> None:
    assert short_name(name) == short


def test_every_step_has_words_for_what_to_do_and_what_is_new() -> None:
    assert set(TODO) == set(Step) - {Step.CLOSED}
    assert set(NEWS) == set(Step)


def test_hurry_is_told_calmly_however_much_there_is() -> None:
    assert [hurry(0), hurry(1), hurry(2)] == [
        "Ingenting haster.",
        "Én ting haster.",
        "To ting haster.",
    ]
    assert hurry(12) == "12 ting haster. Ta én om gangen."


def test_coordinator_is_told_to_receive_the_concern(client: Client, cast: Cast) -> None:
    make.concern(cast, at=OLD)
    page = day_of(client, cast, "social_teacher")
    assert titles(page) == ["Ta imot bekymringen om Maja P."]
    assert "Frist i dag" in page
    assert "Én ting haster." in page


def test_late_comes_before_today_and_later(client: Client, cast: Cast) -> None:
    make.concern(cast, given_name="Senere", at=NOW - timedelta(days=10))
    make.concern(cast, given_name="Over", at=NOW - timedelta(days=20))
    make.concern(cast, given_name="Idag", at=OLD)
    page = day_of(client, cast, "rector")
    assert [title.split()[-2] for title in titles(page)] == ["Over", "Idag", "Senere"]


def test_at_most_three_things_stand_first_and_the_rest_later(client: Client, cast: Cast) -> None:
    for number in range(5):
        make.concern(cast, given_name=f"Elev{number}", at=NOW - timedelta(days=10))
    page = day_of(client, cast, "rector")
    first, later = page.split("Senere (2)")
    assert len(titles(first)) == 3
    assert len(titles(later)) == 2


def test_more_than_three_things_of_today_stand_in_the_day(client: Client, cast: Cast) -> None:
    for number in range(4):
        make.concern(cast, given_name=f"Elev{number}", at=OLD)
    page = day_of(client, cast, "rector")
    first, rest = page.split("Dagen din")
    assert (len(titles(first)), len(titles(rest))) == (3, 1)
    assert "Senere (" not in page


def test_measure_is_called_by_its_own_words(client: Client, cast: Cast) -> None:
    made = make.at_school(cast)
    measure(cast, made, "Følg Maja til klubben", 1, owner="social_agent")
    page = day_of(client, cast, "social_agent")
    assert titles(page) == ["Følg Maja til klubben"]
    assert "Maja P. · 6B" in page
    assert "Frist i morgen" in page


def test_contact_teacher_is_not_told_to_do_what_others_decide(client: Client, cast: Cast) -> None:
    made = make.at_elevsaksmote(cast)
    actions.set_owner(
        by=cast.actor("rector"),
        at=NOW,
        public_id=made.public_id,
        version=made.version,
        owner_id=cast.users["contact_teacher"].pk,
    )
    Case.objects.update(due_on=NOW.date())
    page = day_of(client, cast, "contact_teacher")
    assert titles(page) == ["Skriv elevsaksmøtets beslutning om Maja P."]
    assert "Skriv beslutningen" not in page
    assert "Se saken" in page


@pytest.mark.parametrize("state", ["concern", "elevsaksmote", "asked", "measures", "evaluation"])
def test_every_link_and_button_of_the_day_opens(client: Client, cast: Cast, state: str) -> None:
    make.STATES[state](cast)
    Case.objects.update(due_on=NOW.date())
    page = day_of(client, cast, "rector")
    main = page.split("<main")[1].split("</main>")[0]
    links = {element.attrs["href"] for element in pick(main, "a")} - {"tel:112"}
    assert len(links) >= 3
    assert {link: client.get(link).status_code for link in links} == dict.fromkeys(links, 200)


def test_news_tells_the_last_move_of_each_case(client: Client, cast: Cast) -> None:
    make.at_elevsaksmote(cast)
    page = day_of(client, cast, "social_teacher")
    assert "Nytt siden i går" in page
    news = [element.text for element in pick(page, "ul", class_="news")]
    assert news == ["Maja P.: skal opp i elevsaksmøtet. Rector, i dag 08.00"]


def test_monday_tells_the_news_since_friday(client: Client, cast: Cast) -> None:
    monday = NOW + timedelta(days=6)
    make.concern(cast, at=monday - timedelta(days=2))
    with time_machine.travel(monday, tick=False):
        page = day_of(client, cast, "social_teacher")
    assert "Nytt siden fredag" in page
    assert "ny bekymring" in page


def test_service_is_told_nothing_of_what_the_school_did_before(client: Client, cast: Cast) -> None:
    make.in_team(cast)
    page = day_of(client, cast, "health_nurse")
    assert "er meldt til innsatsteamet" in page
    assert "ny bekymring" not in page
    assert "Contact Teacher" not in page


@pytest.mark.parametrize("part", ["health_nurse", "club_leader", "child_welfare_intake"])
@pytest.mark.parametrize("state", ["asked", "refused", "team_withdrawn"])
def test_service_outside_the_consent_sees_the_same_day_with_and_without_the_case(
    client: Client, cast: Cast, part: str, state: str
) -> None:
    client.force_login(cast.users[part])
    before = client.get("/").content
    make.STATES[state](cast)
    after = client.get("/").content
    assert after == before.replace(_csrf(before), _csrf(after))


def _csrf(page: bytes) -> bytes:
    return page.split(b'"X-CSRFToken": "')[1].split(b'"')[0]


def test_protected_pupil_has_no_class_on_the_page(client: Client, cast: Cast) -> None:
    made = make.concern(cast, at=OLD)
    make.protect(cast, made)
    page = day_of(client, cast, "social_teacher")
    assert "Maja P." in page
    assert "Adressesperre" in page
    assert "6B" not in without_tokens(page)


def test_protected_pupil_is_not_on_the_page_of_others(client: Client, cast: Cast) -> None:
    made = make.concern(cast, at=OLD)
    make.protect(cast, made)
    for part in ("rector", "contact_teacher", "social_agent"):
        assert "Maja" not in day_of(client, cast, part)


def test_each_case_on_the_page_leaves_one_row_in_the_log(client: Client, cast: Cast) -> None:
    made = make.at_school(cast, at=NOW)
    other = make.concern(cast, given_name="Jonas", at=OLD)
    client.force_login(cast.users["rector"])
    with read_only():
        client.get("/")
    rows = ReadEvent.objects.order_by("case_id")
    assert [(row.case_id, row.kind, row.route) for row in rows] == [
        (pk, "list", "today") for pk in sorted({made.case.pk, other.case.pk})
    ]


@pytest.mark.parametrize("part", STAFF_PARTS)
def test_everybody_has_a_day_page_that_says_something_useful(
    client: Client, cast: Cast, part: str
) -> None:
    page = day_of(client, cast, part)
    assert "God morgen, " in page
    if cast.actor(part).role in ("administrator", "secretary"):
        assert 'href="/oppsett/"' in page
    elif "Gjør først" in page:
        assert "Ingen" in page


@pytest.mark.parametrize("part", ["social_teacher", "contact_teacher", "health_nurse"])
def test_words_of_the_page_shame_nobody(client: Client, cast: Cast, part: str) -> None:
    make.concern(cast, at=NOW - timedelta(days=30))
    make.in_measures(cast)
    page = day_of(client, cast, part)
    main = page.split("<main")[1].split("</main>")[0].casefold()
    assert [word for word in SHAME if word in main] == []


@pytest.mark.parametrize("part", ["rector", "social_agent", "contact_teacher", "health_nurse"])
def test_page_costs_the_same_number_of_queries_at_one_row_and_at_ten(
    client: Client, cast: Cast, part: str
) -> None:
    def fill(number: int) -> None:
        made = make.in_measures(cast)
        measure(cast, made, f"Tiltak {number}", 1, owner=part if part != "health_nurse" else "")
        make.concern(cast, given_name=f"Elev{number}", at=OLD, part=_raiser(part))
        actions.save_draft(by=cast.actor(part), at=NOW, data={"seen": "Noe"})

    client.force_login(cast.users[part])
    counts = [_count(client, fill, range(1)), _count(client, fill, range(1, 10))]
    assert counts[0] == counts[1]


def _raiser(part: str) -> str:
    return "contact_teacher" if part == "health_nurse" else part


def _count(client: Client, fill: Callable[[int], None], numbers: range) -> int:
    for number in numbers:
        fill(number)
    with CaptureQueriesContext(connection) as queries:
        assert client.get("/").status_code == 200
    return len(queries)


def test_person_without_a_role_is_sent_to_a_page_that_says_so(client: Client, cast: Cast) -> None:
    client.force_login(cast.users["outsider"])
    response = client.get("/", follow=True)
    assert response.redirect_chain == [("/rolle/", 302)]
    assert "Du har ingen rolle ennå" in response.content.decode()


def test_person_whose_only_role_has_ended_is_sent_there_too(client: Client, cast: Cast) -> None:
    post = cast.posts["teacher"]
    post.until_on = NOW.date() - days(1)
    post.save()
    client.force_login(User.objects.get(username="teacher"))
    assert client.get("/").headers["Location"] == "/rolle/"
