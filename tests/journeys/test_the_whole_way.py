"""From a roster file to a closed case: a concern about an imported pupil goes the whole way."""

import re
from collections.abc import Callable, Iterator
from datetime import timedelta
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from django.core.management import call_command
from django.test import Client
from pytest_django.live_server_helper import LiveServer

from felles.casework.models import Case
from felles.ledger.models import ReadEvent
from felles.meetings.actions import set_team
from felles.people.actions import create_organisation, create_post, create_user, verify_authority
from felles.people.models import ClassGroup, Guardianship, Organisation, Pupil, User
from felles.people.queries import get_actor, system_actor
from felles.rules.case_flow import Step
from felles.rules.consent import Authority
from felles.rules.roles import OrgKind, Role
from tests.cast import NOW, START
from tests.journeys.conftest import find_violations
from tests.journeys.files import write_roster, write_schools

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

pytestmark = pytest.mark.journey
TODAY = NOW.date()
STAFF = {
    "teacher": (Role.CONTACT_TEACHER, "school", "Lærer Prøvesen"),
    "coordinator": (Role.SOCIAL_TEACHER, "school", "Sosiallærer Prøvesen"),
    "rector": (Role.RECTOR, "school", "Rektor Prøvesen"),
    "nurse": (Role.HEALTH_NURSE, "health", "Helsesykepleier Prøvesen"),
    "intake": (Role.CHILD_WELFARE_INTAKE, "welfare", "Mottak Prøvesen"),
}


@pytest.fixture
def district(transactional_db: None, clock: object, tmp_path: Path) -> dict[str, User]:
    """Given a district whose school and pupils were imported, and whose staff have their roles."""
    call_command("import_schools", str(write_schools(tmp_path)), "--municipality", "0301")
    call_command("import_roster", str(write_roster(tmp_path)), "--apply")
    by = system_actor(NOW)
    school = Organisation.objects.get(kind=OrgKind.SCHOOL.value)
    places = {
        "school": school,
        "health": create_organisation(
            by=by, at=NOW, kind=OrgKind.SCHOOL_HEALTH, name="Skolehelsetjenesten"
        ),
        "welfare": create_organisation(
            by=by, at=NOW, kind=OrgKind.CHILD_WELFARE, name="Barneverntjenesten"
        ),
    }
    users = {}
    for part, (role, place, name) in STAFF.items():
        users[part] = create_user(by=by, at=NOW, username=part, name=name, password="x" * 12)
        create_post(
            by=by,
            at=NOW,
            user=users[part],
            role=role,
            organisation=places[place],
            from_on=START,
            schools=[] if place == "school" else [school],
            classes=ClassGroup.objects.filter(school=school) if part == "teacher" else [],
        )
    services = [places["health"], places["welfare"]]
    set_team(by=by, at=NOW, school=school, cadence_weeks=5, services=services)
    return users


class Desk:
    """One person's browser, with the few things one does there."""

    def __init__(self, page: "Page") -> None:
        self.page = page

    def open(self, path: str) -> None:
        self.page.goto(path)

    def fill(self, **texts: str) -> None:
        for name, text in texts.items():
            self.page.locator(f"main [name={name}]").fill(text)

    def choose(self, name: str, value: str | None = None) -> None:
        which = "" if value is None else f"[value='{value}']"
        answers = self.page.locator(f"main [name={name}]{which}").all()
        assert answers, f"nothing to choose: {name}{which}"
        for answer in answers:
            # The label lies over the whole card, or around the chip.
            label = self.page.locator(f"label[for='{answer.get_attribute('id')}']")
            if label.count():
                label.click()
            else:
                answer.check()
            assert answer.is_checked()

    def press(self, label: str) -> None:
        self.page.locator("main").get_by_role("button", name=label, exact=True).first.click()

    def follow(self, label: str) -> None:
        self.page.locator("main").get_by_role("link", name=label).first.click()

    def sees(self, text: str) -> None:
        assert self.page.locator("main").get_by_text(re.compile(text)).first.is_visible(), text

    def is_accessible(self) -> None:
        assert find_violations(self.page) == []


@pytest.fixture
def desk_of(
    browser: "Browser", live_server: LiveServer, district: dict[str, User]
) -> Iterator[Callable[[str], Desk]]:
    desks: dict[str, Desk] = {}

    def find(part: str) -> Desk:
        if part not in desks:
            client = Client()
            client.force_login(district[part])
            context = browser.new_context(base_url=live_server.url, locale="nb-NO")
            context.set_default_timeout(10_000)
            value = client.cookies["sessionid"].value
            context.add_cookies([{"name": "sessionid", "value": value, "url": live_server.url}])
            desks[part] = Desk(context.new_page())
        return desks[part]

    yield find
    for desk in desks.values():
        desk.page.context.close()


def day(count: int = 0) -> str:
    return (TODAY + timedelta(days=count)).isoformat()


def raise_a_concern(teacher: Desk) -> None:
    teacher.open("/si-fra/")
    teacher.is_accessible()
    teacher.fill(q="Alba")
    teacher.press("Søk")
    teacher.page.get_by_role("button", name=re.compile("Alba Prøvesen")).first.click()
    teacher.fill(strengths="Tegner fint.", seen="Står alene i friminuttet.")
    teacher.choose("topic", "1")
    teacher.press("Neste")
    teacher.choose("pupil_talked", "yes")
    teacher.fill(pupil_on=day(), pupil_said="Jeg vil være med i leken.")
    teacher.press("Neste")
    teacher.choose("guardians_talked", "yes")
    teacher.fill(guardians_on=day(), guardians_who="Mor", guardians_said="Hun ser det samme.")
    teacher.press("Neste")
    teacher.fill(tried="Ny plass i klassen.")
    teacher.press("Neste")
    teacher.is_accessible()
    teacher.press("Send")
    teacher.sees("Du får svar innen")


def bring_in_the_team(coordinator: Desk, rector: Desk, case: str) -> None:
    coordinator.open(case)
    coordinator.press("Ta imot")
    coordinator.open(f"{case}elevsaksmote/meld/")
    coordinator.press("Ta opp i elevsaksmøtet")
    rector.open(f"{case}elevsaksmote/")
    rector.choose("outcome", "refer")
    rector.fill(text="Skolen trenger hjelp fra helsesykepleier.", held_on=day())
    rector.press("Lagre beslutningen")


def ask_and_answer(coordinator: Desk, case: str, guardian: str) -> None:
    coordinator.open(f"{case}samtykke/spor/")
    coordinator.choose("services")
    coordinator.fill(
        purpose="Hjelpe Alba å være med i leken.", proposed_until=day(180), asked_on=day()
    )
    coordinator.press("Lagre spørsmålet")
    coordinator.open(f"{case}samtykke/{guardian}/svar/")
    coordinator.choose("kind", "yes_some")
    answers = {"Skolehelsetjenesten": "yes", "Barneverntjenesten": "no"}
    for service in Organisation.objects.filter(name__in=answers):
        coordinator.choose(f"service_{service.public_id}", answers[service.name])
    coordinator.choose("channel", "oral")
    coordinator.fill(answered_on=day(), language="norsk", valid_until=day(180))
    coordinator.choose("explained")
    coordinator.press("Se over svaret")
    coordinator.is_accessible()
    coordinator.press("Lagre svaret")
    coordinator.open(case)
    coordinator.press("Meld til innsatsteamet")


def work_and_evaluate(nurse: Desk, rector: Desk, case: str) -> None:
    nurse.open(f"{case}tiltak/")
    nurse.fill(goal="Være med i leken", what="Prat på helsekontoret", due_on=day(30))
    nurse.page.locator("main [name=who]").select_option(index=1)
    nurse.choose("topic", "1")
    nurse.press("Lagre")
    rector.open(f"{case}samtale/")
    rector.choose("kind", "family_meeting")
    rector.choose("is_held", "yes")
    rector.fill(held_on=day(), who="Alba, mor, rektor og helsesykepleier")
    rector.press("Lagre")
    rector.open(f"{case}innsatsteam/")
    rector.fill(text="Helsesykepleier snakker med Alba.", evaluate_on=day(40), held_on=day())
    rector.choose("topic", "1")
    rector.press("Lagre beslutningen")
    rector.open(f"{case}evaluering/start/")
    rector.press("Start evaluering")
    rector.open(f"{case}evaluering/")
    rector.fill(
        child_view="Det er gøyere nå.",
        guardians_view="Hun gleder seg til skolen.",
        text="Leken går av seg selv.",
        held_on=day(),
    )
    rector.choose("topic", "1")
    rector.choose("outcome", "close")
    rector.press("Lagre evalueringen")


def test_concern_about_an_imported_pupil_goes_the_whole_way(
    desk_of: Callable[[str], Desk], district: dict[str, User]
) -> None:
    # Given a pupil and a guardian from the roster, whose parental responsibility was checked
    pupil = Pupil.objects.get(given_name="Alba")
    tie = Guardianship.objects.get(pupil=pupil)
    assert tie.authority == Authority.UNVERIFIED.value
    coordinator_actor = get_actor(district["coordinator"], post_id=None, at=NOW)
    assert coordinator_actor is not None
    verify_authority(
        by=coordinator_actor, at=NOW, tie=tie, authority=Authority.HOLDS, how="Folkeregisteret"
    )

    # When the contact teacher says that she is worried
    raise_a_concern(desk_of("teacher"))
    row = Case.objects.get(pupil=pupil)
    case = f"/sak/{row.public_id}/"

    # And the school brings in the innsatsteam
    bring_in_the_team(desk_of("coordinator"), desk_of("rector"), case)

    # Then no service sees anything before the guardian has answered
    for part in ("nurse", "intake"):
        desk_of(part).open(case)
        desk_of(part).sees("Vi finner ikke siden")

    # When the guardian says yes to the nurse and no to child welfare
    ask_and_answer(desk_of("coordinator"), case, tie.public_id)

    # Then the nurse sees the case, and child welfare no trace of it
    desk_of("nurse").open(case)
    desk_of("nurse").sees("Står alene i friminuttet")
    desk_of("nurse").is_accessible()
    desk_of("intake").open(case)
    desk_of("intake").sees("Vi finner ikke siden")
    desk_of("intake").open("/saker/")
    assert "Alba" not in desk_of("intake").page.content()

    # When they have helped, evaluated and closed
    work_and_evaluate(desk_of("nurse"), desk_of("rector"), case)

    # Then the case is closed, the nurse sees it no more, and the teacher hears back
    row.refresh_from_db()
    assert row.step == Step.CLOSED.value
    desk_of("nurse").open(case)
    desk_of("nurse").sees("Vi finner ikke siden")
    desk_of("teacher").open("/")
    desk_of("teacher").sees("Saken er avsluttet")

    # And each read has its row, none by child welfare
    readers = set(ReadEvent.objects.filter(case_id=row.pk).values_list("user_id", flat=True))
    assert readers == {district[part].pk for part in ("teacher", "coordinator", "rector", "nurse")}
