"""An answer is recorded in two steps, once, and access follows at the next request."""

from datetime import timedelta
from typing import Any

import pytest
import time_machine
from django.test import Client
from django.urls import reverse

from felles.casework import actions
from felles.people.models import ConsentAnswer
from felles.rules.consent import AnswerKind
from felles.rules.roles import Audience, Topic
from tests import make
from tests.cast import NOW, Cast, build_cast
from tests.ui.html import pick
from tests.web.consents import (
    answer_data,
    answer_path,
    barred,
    post_answer,
    question_of,
    token,
    yes_but,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def cast() -> Cast:
    return build_cast()


@pytest.fixture
def staff(client: Client, cast: Cast) -> Client:
    """The social teacher's browser."""
    client.force_login(cast.users["social_teacher"])
    return client


def status_for(cast: Cast, made: make.Made, part: str) -> int:
    """What the case page answers to a part of the cast."""
    browser = Client()
    browser.force_login(cast.users[part])
    return browser.get(reverse("case", args=[made.public_id])).status_code


def list_for(cast: Cast, part: str) -> str:
    """The case list of a part of the cast."""
    browser = Client()
    browser.force_login(cast.users[part])
    return browser.get(reverse("case-list")).content.decode()


def to_team(cast: Cast, made: make.Made) -> None:
    actions.move_to_innsatsteam(
        by=cast.actor("rector"), at=NOW, public_id=made.public_id, version=made.version
    )


def person(cast: Cast, answer: str) -> dict[str, str]:
    """What the guardian says of the social agent by name."""
    return {f"person_{cast.users['social_agent'].pk}": answer}


def test_no_answer_is_chosen_beforehand(staff: Client, cast: Cast) -> None:
    made = make.asked(cast)
    html = staff.get(answer_path(made, 0)).content.decode()
    radios = pick(html, "input", type="radio") + pick(html, "input", type="checkbox")
    assert len(radios) > 20
    assert [radio.attrs["name"] for radio in radios if "checked" in radio.attrs] == []


def test_one_guardian_without_child_welfare_shuts_it_out_of_the_team(
    staff: Client, cast: Cast
) -> None:
    made = make.asked(cast, given_name="Zebra")
    post_answer(staff, made, 0, answer_data(cast, "yes_all"))
    some = yes_but(cast, "child_welfare") | person(cast, "no")
    assert post_answer(staff, made, 1, answer_data(cast, "yes_some", **some)).status_code == 302
    to_team(cast, made)
    assert status_for(cast, made, "health_nurse") == 200
    assert status_for(cast, made, "child_welfare_intake") == 404
    assert "Zebra" in list_for(cast, "health_nurse")
    assert "Zebra" not in list_for(cast, "child_welfare_intake")


@pytest.mark.parametrize(("answer", "status"), [("yes", 200), ("no", 404)])
def test_agent_of_an_excluded_employer_takes_part_only_by_name(
    staff: Client, cast: Cast, answer: str, status: int
) -> None:
    made = make.asked(cast)
    some = yes_but(cast, "child_welfare") | person(cast, answer)
    post_answer(staff, made, 0, answer_data(cast, "yes_some", **some))
    assert status_for(cast, made, "social_agent") == status


@pytest.mark.parametrize("kind", ["yes_some", "no"])
def test_agent_must_be_asked_about_when_the_employer_is_out(
    staff: Client, cast: Cast, kind: str
) -> None:
    made = make.asked(cast)
    response = post_answer(
        staff, made, 0, answer_data(cast, kind, **yes_but(cast, "child_welfare"))
    )
    assert response.status_code == 422
    assert "Velg ja eller nei for Social Agent." in response.content.decode()
    assert not ConsentAnswer.objects.exists()


def test_agent_need_not_be_asked_about_when_child_welfare_takes_part(
    staff: Client, cast: Cast
) -> None:
    made = make.asked(cast)
    response = post_answer(staff, made, 0, answer_data(cast, "yes_some", **yes_but(cast, "club")))
    assert response.status_code == 302


def test_yes_to_every_service_counts_as_yes_to_all(staff: Client, cast: Cast) -> None:
    made = make.asked(cast)
    post_answer(staff, made, 0, answer_data(cast, "yes_some", **yes_but(cast)))
    assert ConsentAnswer.objects.get().kind == AnswerKind.YES_ALL


def test_barred_topic_hides_its_text_from_the_service(staff: Client, cast: Cast) -> None:
    made = make.asked(cast)
    for number in (0, 1):
        data = answer_data(cast, "yes_all")
        if number:
            health = cast.service("health").public_id
            data |= {"barred": barred(Topic.HOME), f"barred_{health}": barred(Topic.HEALTH)}
        post_answer(staff, made, number, data)
    to_team(cast, made)
    for topic in (Topic.HOME, Topic.HEALTH, Topic.LEISURE):
        actions.write_note(
            by=cast.actor("rector"),
            at=NOW,
            public_id=made.public_id,
            text=f"Om {topic.name}.",
            topic=topic,
            audience=Audience.TEAM,
        )
    pages = {part: timeline_for(cast, made, part) for part in ("health_nurse", "club_leader")}
    assert [name in pages["health_nurse"] for name in ("HOME", "HEALTH", "LEISURE")] == [
        False,
        False,
        True,
    ]
    assert [name in pages["club_leader"] for name in ("HOME", "HEALTH", "LEISURE")] == [
        False,
        True,
        True,
    ]


def timeline_for(cast: Cast, made: make.Made, part: str) -> str:
    browser = Client()
    browser.force_login(cast.users[part])
    response = browser.get(reverse("case-timeline", args=[made.public_id]))
    assert response.status_code == 200
    return response.content.decode()


def test_withdrawal_closes_the_case_on_the_next_request(staff: Client, cast: Cast) -> None:
    made = make.in_measures(cast)
    nurse = Client()
    nurse.force_login(cast.users["health_nurse"])
    case = reverse("case", args=[made.public_id])
    assert nurse.get(case).status_code == 200
    data = answer_data(cast, "withdrawn", **person(cast, "no"))
    assert post_answer(staff, made, 0, data).status_code == 302
    assert nurse.get(case).status_code == 404


def test_withdrawal_is_offered_only_where_there_is_a_yes(staff: Client, cast: Cast) -> None:
    made = make.asked(cast)
    make.answer(cast, made, 0)
    assert 'value="withdrawn"' in staff.get(answer_path(made, 0)).content.decode()
    assert 'value="withdrawn"' not in staff.get(answer_path(made, 1)).content.decode()


def test_consent_runs_out_by_the_clock(
    staff: Client, cast: Cast, clock: time_machine.Traveller
) -> None:
    made = make.asked(cast)
    until = (NOW.date() + timedelta(days=10)).isoformat()
    for number in (0, 1):
        post_answer(staff, made, number, answer_data(cast, "yes_all", valid_until=until))
    to_team(cast, made)
    clock.shift(timedelta(days=10))
    assert status_for(cast, made, "health_nurse") == 200
    clock.shift(timedelta(days=1))
    assert status_for(cast, made, "health_nurse") == 404
    staff.force_login(cast.users["social_teacher"])
    overview = staff.get(reverse("consent", args=[made.public_id])).content.decode()
    assert "Samtykket gikk ut 4. desember 2026. Siden da ser " in overview
    assert "Samtykket fra Foresatt 1 Prøvesen gikk ut." in overview


def test_checking_an_answer_says_what_follows_and_saves_nothing(staff: Client, cast: Cast) -> None:
    made = make.in_measures(cast)
    answers = ConsentAnswer.objects.count()
    data = answer_data(cast, "no", **person(cast, "no"))
    html = post_answer(staff, made, 1, data, save=False).content.decode()
    assert "Disse ser ikke lenger saken:" in html
    assert "Health Nurse" in html
    assert "Social Agent" in html
    assert ConsentAnswer.objects.count() == answers
    assert status_for(cast, made, "health_nurse") == 200


def test_going_back_from_the_check_keeps_every_answer(staff: Client, cast: Cast) -> None:
    made = make.asked(cast)
    data = answer_data(cast, "yes_all", note="Ring meg først.", change="1")
    html = post_answer(staff, made, 0, data, save=False).content.decode()
    assert "Ring meg først." in html
    chosen = [radio for radio in pick(html, "input", type="radio") if "checked" in radio.attrs]
    assert [radio.attrs["value"] for radio in chosen] == ["yes_all", "oral"]


def test_double_click_records_one_answer(staff: Client, cast: Cast) -> None:
    made = make.asked(cast)
    path = answer_path(made, 0)
    sent = {
        **answer_data(cast, "yes_all"),
        "question": question_of(made),
        "form_token": token(staff, path),
        "save": "1",
    }
    assert [staff.post(path, sent).status_code for _click in range(2)] == [302, 302]
    assert ConsentAnswer.objects.count() == 1


def test_answer_to_a_question_asked_anew_meanwhile_is_shown_again(
    staff: Client, cast: Cast
) -> None:
    made = make.asked(cast, services=("club",))
    old = question_of(made)
    path = answer_path(made, 0)
    form_token = token(staff, path)
    actions.ask_for_consent(
        by=cast.actor("rector"),
        at=NOW + timedelta(minutes=1),
        public_id=made.public_id,
        service_ids=[cast.service("club").pk, cast.service("child_welfare").pk],
        purpose="Også barnevernet.",
        form_version="2026-1",
        proposed_until=NOW.date() + timedelta(days=90),
        asked_on=NOW.date(),
    )
    sent = {**answer_data(cast, "yes_all", note="Ja takk."), "question": old, "save": "1"}
    response = staff.post(path, {**sent, "form_token": form_token})
    assert response.status_code == 409
    assert "Ja takk." in response.content.decode()
    assert "Også barnevernet." in response.content.decode()
    assert not ConsentAnswer.objects.exists()


WRONG: list[tuple[dict[str, Any], str]] = [
    ({"kind": ""}, "Velg hva Foresatt 1 Prøvesen svarer."),
    ({"explained": ""}, "Forklar samtykket før dere tar imot et ja."),
    ({"valid_until": "2026-11-24"}, "Datoen må være senere enn i dag."),
    ({"valid_until": "2029-01-01"}, "Samtykket kan ikke vare lenger enn til"),
    ({"valid_until": ""}, "Velg hvor lenge samtykket gjelder."),
    ({"answered_on": "2026-11-25"}, "Svardatoen kan ikke være fram i tid."),
    ({"answered_on": "2026-11-01"}, "Svardatoen kan ikke være før dere spurte."),
    ({"barred": barred(*Topic)}, "Alle tema er krysset bort"),
    ({"kind": "yes_some"}, "Velg ja eller nei for"),
    ({"channel": ""}, "Velg hvordan svaret ble gitt."),
]


@pytest.mark.parametrize(("wrong", "message"), WRONG)
def test_wrong_answer_is_explained_and_typed_text_stays(
    staff: Client, cast: Cast, wrong: dict[str, Any], message: str
) -> None:
    made = make.asked(cast)
    data = answer_data(cast, "yes_all", note="Mor vil snakke med helsesykepleier.")
    response = post_answer(staff, made, 0, data | wrong, save=False)
    html = response.content.decode()
    assert response.status_code == 422
    assert message in html
    assert "Mor vil snakke med helsesykepleier." in html
    assert not ConsentAnswer.objects.exists()


def test_no_to_every_service_by_name_is_sent_to_the_plain_no(staff: Client, cast: Cast) -> None:
    made = make.asked(cast)
    nobody = yes_but(cast, "child_welfare", "health", "club", "oslohjelpa") | person(cast, "no")
    response = post_answer(staff, made, 0, answer_data(cast, "yes_some", **nobody))
    assert response.status_code == 422
    assert "Velg «Nei» hvis ingen av tjenestene kan være med." in response.content.decode()


def test_no_needs_neither_period_nor_explanation(staff: Client, cast: Cast) -> None:
    made = make.asked(cast)
    data = answer_data(cast, "no", valid_until="", explained="", **person(cast, "no"))
    assert post_answer(staff, made, 0, data).status_code == 302
    assert ConsentAnswer.objects.get().kind == AnswerKind.NO


def test_guardian_of_another_pupil_is_not_found(staff: Client, cast: Cast) -> None:
    made, other = make.asked(cast), make.asked(cast, given_name="Leo")
    tie = other.ties[0].public_id
    for name in ("consent-answer", "guardian-verify", "guardian-end"):
        path = reverse(name, args=[made.public_id, tie])
        assert staff.get(path).status_code == 404
        sent = {**answer_data(cast, "yes_all"), "form_token": "x" * 20, "save": "1"}
        assert staff.post(path, sent).status_code == 404
    assert not ConsentAnswer.objects.exists()


def test_answer_page_without_a_question_leads_back(staff: Client, cast: Cast) -> None:
    made = make.referred(cast)
    response = staff.get(answer_path(made, 0))
    assert response.headers["Location"] == reverse("consent", args=[made.public_id])
