"""The case page: who may open it, what it costs, and that the child comes first."""

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from felles.casework import actions
from felles.casework.models import Case, CheckIn, Measure, Talk
from felles.casework.queries.cases import facts_of
from felles.ledger.models import ReadEvent
from felles.people.queries import get_pupil_facts
from felles.rules.access import CaseFacts, may_see
from felles.rules.case_flow import Move, Step
from felles.rules.roles import Topic
from felles.web.cases import words
from tests import make
from tests.cast import NOW, Cast, build_cast
from tests.guards.read_only import read_only
from tests.make import Made
from tests.web.cases import address, check_in, login, measure, show, speak

pytestmark = pytest.mark.django_db
READERS = (
    "contact_teacher",
    "other_contact_teacher",
    "teacher",
    "social_teacher",
    "rector",
    "social_agent",
    "health_nurse",
    "club_leader",
    "child_welfare_intake",
    "other_rector",
    "other_nurse",
)


@pytest.fixture
def cast() -> Cast:
    return build_cast()


@pytest.mark.parametrize("state", make.STATES)
def test_page_opens_for_those_the_rule_lets_in_and_for_nobody_else(
    client: Client, cast: Cast, state: str
) -> None:
    made = make.STATES[state](cast)
    facts = _facts(made)
    for part in READERS:
        login(client, cast, part)
        answer = client.get(address(made))
        sees = bool(may_see(cast.actor(part), facts))
        assert answer.status_code == (200 if sees else 404), part
        assert (b"Maja" in answer.content) is sees, part


def _facts(made: Made) -> CaseFacts:
    case = Case.objects.get(pk=made.case.pk)
    return facts_of(case, get_pupil_facts(made.pupil.pk, NOW))


@pytest.mark.parametrize(
    ("part", "reason"),
    [
        ("contact_teacher", "kontaktlærer for Maja"),
        ("rector", "rektor på skolen"),
        ("health_nurse", "helsesykepleier, og foresatte har sagt ja til tjenesten"),
    ],
)
def test_page_says_why_one_sees_it_and_how_many_others_do(
    client: Client, cast: Cast, part: str, reason: str
) -> None:
    made = make.in_team(cast)
    page = show(client, cast, part, made)
    assert f"Du ser saken fordi du er <strong>{reason}</strong>." in page
    # Contact and social teacher, rector and social agent; a person for each of four services.
    assert "8 personer kan se den." in page
    assert address(made, "tilgang/") in page


def test_named_colleague_reads_that_it_is_by_name(client: Client, cast: Cast) -> None:
    made = make.at_school(cast)
    _name(cast, made, "teacher")
    assert "lærer og er satt på saken ved navn" in show(client, cast, "teacher", made)


def _name(cast: Cast, made: Made, part: str) -> None:
    actions.name_case_reader(
        by=cast.actor("social_teacher"),
        at=NOW,
        public_id=made.public_id,
        user_id=cast.users[part].pk,
        reason="Vikar i klassen",
    )


def test_page_leaves_one_read_row_before_anything_is_shown(client: Client, cast: Cast) -> None:
    made = make.at_school(cast)
    show(client, cast, "rector", made)
    row = ReadEvent.objects.get()
    assert (row.case_id, row.kind, row.route, row.ground) == (
        made.case.pk,
        "open",
        "case",
        "role_at_school",
    )


@pytest.mark.parametrize("page", ["", "tidslinje/", "tilgang/", "logg/", "notat/", "elevsaksmote/"])
def test_nothing_is_shown_when_the_log_cannot_be_written(
    client: Client, cast: Cast, monkeypatch: pytest.MonkeyPatch, page: str
) -> None:
    made = make.at_elevsaksmote(cast)
    login(client, cast, "rector")
    client.raise_request_exception = False

    def fail(*_args: object, **_more: object) -> None:
        raise OSError("disk full")

    monkeypatch.setattr(type(ReadEvent.objects), "bulk_create", fail)
    answer = client.get(address(made, page))
    assert answer.status_code == 500
    assert b"Maja" not in answer.content


def test_reading_writes_nothing_but_the_log(client: Client, cast: Cast) -> None:
    made = make.in_measures(cast)
    login(client, cast, "social_teacher")
    pages = ("", "tidslinje/", "tilgang/", "logg/", "notat/", "tiltak/", "elevsaksmote/")
    with read_only():
        assert {client.get(address(made, page)).status_code for page in pages} == {200}


def test_page_costs_the_same_with_one_measure_and_with_ten(client: Client, cast: Cast) -> None:
    made = make.in_measures(cast)
    login(client, cast, "rector")

    def cost(page: str) -> int:
        with CaptureQueriesContext(connection) as asked:
            client.get(address(made, page))
        return len(asked)

    pages = ("", "tidslinje/", "elevsaksmote/", "evaluering/")
    client.get(address(made))
    before = {page: cost(page) for page in pages}
    for number in range(9):
        row = measure(cast, made, f"Tiltak {number}")
        for rating in (1, 2):
            check_in(cast, made, row, rating, "rector")
    assert {page: cost(page) for page in pages} == before


def test_childs_words_stand_above_the_adults(client: Client, cast: Cast) -> None:
    made = make.at_school(cast)
    assert "Vi har ikke hørt med Maja ennå." in show(client, cast, "rector", made)
    speak(cast, made, safe_with="Læreren i musikk")
    page = show(client, cast, "rector", made)
    assert "Maja sier" in page
    assert "Læreren i musikk" in page
    assert "Vi har ikke hørt" not in page
    said, concern = page.index("noen å leke med"), page.index("Bekymringen</h2>")
    assert said < concern < page.index("Plan</h2>")


@pytest.mark.parametrize(
    ("part", "reads"),
    [
        ("contact_teacher", True),
        ("social_teacher", True),
        ("rector", False),
        ("social_agent", False),
        ("health_nurse", False),
    ],
)
def test_what_the_child_does_not_want_shared_stays_with_two(
    client: Client, cast: Cast, part: str, reads: bool
) -> None:
    made = make.in_team(cast)
    speak(cast, made, not_to_share="hemmelig sorg")
    for page in ("", "tidslinje/"):
        text = show(client, cast, part, made, page)
        assert "noen å leke med" in text
        assert ("hemmelig sorg" in text) is (reads and page == "")
        assert ("vil ikke Maja at vi deler" in text) is (reads and page == "")


def test_strengths_come_before_what_was_seen(client: Client, cast: Cast) -> None:
    page = show(client, cast, "rector", make.concern(cast))
    assert page.index("Er god til å tegne.") < page.index("Står ofte alene")


def test_several_concerns_stand_in_one_case(client: Client, cast: Cast) -> None:
    made = make.concern(cast, text="Det første.")
    actions.raise_concern(
        by=cast.actor("social_agent"),
        at=NOW,
        pupil=made.pupil,
        concern=actions.ConcernText(seen="Det andre.", topic=Topic.LEARNING),
    )
    page = show(client, cast, "rector", made)
    assert page.index("Det andre.") < page.index("Tidligere bekymringer") < page.index("Det første")


def test_plan_shows_weeks_who_and_until_when(client: Client, cast: Cast) -> None:
    made = make.at_school(cast)
    row = measure(cast, made, "Lekegruppe ute", "social_agent")
    for rating in (CheckIn.Rating.BAD, CheckIn.Rating.GOOD):
        check_in(cast, made, row, rating, "social_agent")
    page = show(client, cast, "rector", made)
    assert "Har noen å være med" in page
    assert "Lekegruppe ute" in page
    assert "Social Agent" in page
    # Two words in one week are one square: the last one.
    assert "Bra 1 av 1 uke" in page
    assert page.count("data-value=") == 1


def test_own_measure_asks_once_a_week_and_others_do_not(client: Client, cast: Cast) -> None:
    made = make.at_school(cast)
    row = measure(cast, made, "Lekegruppe ute", "social_agent")
    assert "Hvordan går det nå?" not in show(client, cast, "rector", made)
    assert "Hvordan går det nå?" in show(client, cast, "social_agent", made)
    check_in(cast, made, row, 1, "rector")
    assert "Hvordan går det nå?" not in show(client, cast, "social_agent", made)


def test_finished_measures_leave_the_plan_but_not_the_case(client: Client, cast: Cast) -> None:
    made = make.closed(cast)
    page = show(client, cast, "rector", made)
    assert page.index("Ferdige og stoppede tiltak") < page.index("Lekegruppe to ganger i uka")


def test_home_says_when_the_family_was_last_talked_with(client: Client, cast: Cast) -> None:
    made = make.in_measures(cast)
    page = show(client, cast, "rector", made)
    assert "Hvem er rundt Maja?" in page
    assert "Sist snakket: 24. nov." in page
    assert "Hvem er rundt" not in show(client, cast, "health_nurse", made)


def test_page_has_the_way_that_never_waits(client: Client, cast: Cast) -> None:
    page = show(client, cast, "health_nurse", make.in_team(cast))
    assert 'href="/varsle/"' in page
    assert "Er et barn i fare?" in page


def test_words_of_the_pages_cover_every_code() -> None:
    assert set(words.RATING_LABELS) == set(words.RATING_CODES) == set(CheckIn.Rating.values)
    assert set(words.STATUS_LABELS) == set(Measure.Status.values)
    assert set(words.TALK_LABELS) == set(words.NOT_HELD_LABELS) == set(Talk.Kind.values)
    assert set(words.TALK_OF_SLUG.values()) == set(Talk.Kind.values)
    assert set(words.READ_KINDS) == set(ReadEvent.Kind.values)
    assert set(words.NEXT_OF_STEP) == set(words.STEP_COLORS) == set(Step)
    told = set(words.MOVE_EVENTS) | {Move.TRY_MORE, Move.REFER, Move.CLOSE_AT_SCHOOL}
    assert told | {Move.TEAM_DECIDE} == set(Move)
