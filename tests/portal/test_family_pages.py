"""The guardian's pages: the question, what was decided, who has read it, a word to the school."""

from typing import Any

import pytest
from django.test import Client

from felles.casework.actions import add_measure, write_child_voice, write_note
from felles.casework.actions.family import answer_question
from felles.ledger.models import ReadEvent
from felles.people.models import ConsentAnswer
from felles.portal.texts import load_text
from felles.rules.consent import AnswerKind, Channel
from felles.rules.roles import Audience, Topic
from tests import make
from tests.cast import NOW, Cast, build_cast, days
from tests.make import Made
from tests.portal.family import base, come_in, send, token_of


@pytest.fixture
def cast(db: None) -> Cast:
    return build_cast()


def shown(client: Client, path: str) -> str:
    response = client.get(path)
    assert response.status_code == 200, (path, response.status_code)
    page: str = response.content.decode()
    return page


def walk(client: Client, made: Made, number: int = 0, **answers: dict[str, Any]) -> str:
    """Answer page by page as one would; returns where the last page led."""
    step = client.get(f"{base(made.ties[number])}samtykke/")["Location"]
    for _page in range(10):
        name = step.rstrip("/").rsplit("/", 1)[-1]
        if name == "takk":
            return step
        data = answers.get(name.split("-")[0], {})
        if name == "se-over":
            data = {"understood": "yes"}
        response = client.post(step, {"form_token": token_of(shown(client, step)), **data})
        assert response.status_code == 302, response.content.decode()
        step = response["Location"]
    raise AssertionError("the question does not end")


def yes_to(cast: Cast, *but: str) -> dict[str, str]:
    return {
        f"service-{cast.service(name).public_id}": "no" if name in but else "yes"
        for name in ("child_welfare", "health", "club", "oslohjelpa")
    }


ALL: dict[str, Any] = {"svar": {"kind": "yes_all"}, "tema": {"until": "suggested"}}


def test_yes_to_all_takes_three_pages_and_opens_the_case_for_the_team(cast: Cast) -> None:
    made = make.asked(cast)
    for number in (0, 1):
        walk(come_in(cast, made.ties[number]), made, number, **ALL)
    answers = ConsentAnswer.objects.filter(is_current=True)
    assert {row.kind for row in answers} == {AnswerKind.YES_ALL.value}
    assert {(row.channel, row.recorded_by_id) for row in answers} == {(Channel.PORTAL.value, None)}
    assert {row.form_version for row in answers} == {f"{load_text('nb').about.version} nb"}


def test_yes_but_not_all_asks_two_services_a_page_and_shuts_one_out(cast: Cast) -> None:
    made = make.asked(cast)
    client = come_in(cast, made.ties[0], "pl")
    some: dict[str, Any] = {
        "svar": {"kind": "yes_some"},
        "hvem": yes_to(cast, "child_welfare"),
        "ansatte": {f"staff-{cast.users['social_agent'].pk}": "no"},
        "tema": {"until": "suggested"},
    }  # fmt: skip
    walk(client, made, **some)
    answer = ConsentAnswer.objects.get(is_current=True)
    assert answer.kind == AnswerKind.YES_SOME.value
    assert answer.language == "pl"
    assert [row.service for row in answer.exclusions.all()] == [cast.service("child_welfare")]
    assert not answer.named_people.exists()


def test_staff_employed_by_a_refused_service_is_asked_about_by_name(cast: Cast) -> None:
    made = make.asked(cast)
    client = come_in(cast, made.ties[0])
    agent = cast.users["social_agent"]
    some: dict[str, Any] = {
        "svar": {"kind": "yes_some"},
        "hvem": yes_to(cast, "child_welfare"),
        "ansatte": {f"staff-{agent.pk}": "yes"},
        "tema": {"until": "suggested"},
    }
    walk(client, made, **some)
    named = ConsentAnswer.objects.get(is_current=True).named_people.all()
    assert [row.user for row in named] == [agent]


def test_barred_topics_hold_for_the_services_that_were_chosen(cast: Cast) -> None:
    made = make.asked(cast)
    club = cast.service("club")
    walk(
        come_in(cast, made.ties[0]),
        made,
        svar={"kind": "yes_all"},
        tema={"topic": [str(Topic.HEALTH.value)], "until": "suggested"},
        gjelder={"whom": [club.public_id]},
    )
    scopes = ConsentAnswer.objects.get(is_current=True).scopes
    assert not scopes.filter(service=club, topic=Topic.HEALTH.value).exists()
    others = scopes.filter(topic=Topic.HEALTH.value).exclude(service=club)
    assert others.count() == 3


def test_no_is_taken_without_a_reason_and_promises_help_at_school(cast: Cast) -> None:
    made = make.asked(cast)
    client = come_in(cast, made.ties[0])
    path = f"{base(made.ties[0])}samtykke/"
    send(client, f"{path}svar/", kind="no")
    assert "Et nei får ingen følger. Maja får hjelp på skolen uansett." in shown(
        client, f"{path}se-over/"
    )
    send(client, f"{path}se-over/", understood="yes")
    assert "Skolen hjelper Maja videre." in shown(client, f"{path}takk/")
    assert ConsentAnswer.objects.get(is_current=True).kind == AnswerKind.NO.value


def test_no_to_each_service_is_a_no(cast: Cast) -> None:
    made = make.asked(cast)
    client = come_in(cast, made.ties[0])
    staff = {f"staff-{cast.users['social_agent'].pk}": "no"}
    walk(
        client, made, svar={"kind": "yes_some"},
        hvem=yes_to(cast, "child_welfare", "health", "club", "oslohjelpa"),
        ansatte=staff, tema={"until": "suggested"},
    )  # fmt: skip
    assert ConsentAnswer.objects.get(is_current=True).kind == AnswerKind.NO.value


def test_nothing_is_chosen_beforehand(cast: Cast) -> None:
    made = make.asked(cast)
    client = come_in(cast, made.ties[0])
    path = f"{base(made.ties[0])}samtykke/"
    assert " checked" not in shown(client, f"{path}svar/")
    send(client, f"{path}svar/", kind="yes_some")
    assert " checked" not in shown(client, f"{path}hvem-1/")


@pytest.mark.parametrize(
    ("step", "data", "said"),
    [
        ("svar", {}, "Velg et svar."),
        ("svar", {"kind": "kanskje"}, "Velg et svar."),
        ("tema", {"until": ""}, "Velg et svar."),
        ("tema", {"until": "shorter", "until_on": "2020-01-01"}, "Velg en dag fra i dag til"),
        ("tema", {"until": "shorter", "until_on": "tull"}, "Velg en dag fra i dag til"),
    ],
)
def test_page_says_what_is_missing_and_keeps_what_was_chosen(
    cast: Cast, step: str, data: dict[str, str], said: str
) -> None:
    made = make.asked(cast)
    client = come_in(cast, made.ties[0])
    path = f"{base(made.ties[0])}samtykke/"
    if step == "tema":
        send(client, f"{path}svar/", kind="yes_all")
        data = {"topic": str(Topic.HOME.value), **data}
    response = send(client, f"{path}{step}/", **data)
    page = response.content.decode()  # type: ignore[attr-defined]
    assert response.status_code == 422  # type: ignore[attr-defined]
    assert said in page
    if step == "tema":
        assert f'value="{Topic.HOME.value}" checked' in page


def test_answer_must_be_understood_before_it_is_sent(cast: Cast) -> None:
    made = make.asked(cast)
    client = come_in(cast, made.ties[0])
    path = f"{base(made.ties[0])}samtykke/"
    send(client, f"{path}svar/", kind="no")
    response = send(client, f"{path}se-over/")
    assert response.status_code == 422  # type: ignore[attr-defined]
    assert not ConsentAnswer.objects.exists()


def test_double_click_answers_once(cast: Cast) -> None:
    made = make.asked(cast)
    client = come_in(cast, made.ties[0])
    path = f"{base(made.ties[0])}samtykke/"
    send(client, f"{path}svar/", kind="no")
    data = {"form_token": token_of(shown(client, f"{path}se-over/")), "understood": "yes"}
    kept = client.session["family_answer"]
    client.post(f"{path}se-over/", data)
    session = client.session
    session["family_answer"] = kept
    session.save()
    assert client.post(f"{path}se-over/", data).status_code == 302
    assert ConsentAnswer.objects.count() == 1


def test_question_that_was_changed_meanwhile_is_asked_anew(cast: Cast) -> None:
    made = make.asked(cast)
    client = come_in(cast, made.ties[0])
    path = f"{base(made.ties[0])}samtykke/"
    send(client, f"{path}svar/", kind="no")
    token = token_of(shown(client, f"{path}se-over/"))
    _ask_again(cast, made)
    response = client.post(f"{path}se-over/", {"form_token": token, "understood": "yes"})
    assert response.status_code == 302
    assert response["Location"] == f"{path}svar/"
    assert not ConsentAnswer.objects.exists()


def _ask_again(cast: Cast, made: Made) -> None:
    from felles.casework import actions

    by = cast.actor("social_teacher")
    actions.ask_for_consent(
        by=by, at=NOW, public_id=made.public_id, purpose="Noe annet.", form_version="2026-1",
        service_ids=[cast.service("health").pk], proposed_until=by.on + days(90),
        asked_on=by.on,
    )  # fmt: skip


def test_withdrawal_takes_one_button_and_closes_the_services_next_request(cast: Cast) -> None:
    made = make.in_measures(cast)
    nurse = Client()
    nurse.force_login(cast.users["health_nurse"])
    assert nurse.get(f"/sak/{made.public_id}/").status_code == 200
    client = come_in(cast, made.ties[1])
    response = send(client, f"{base(made.ties[1])}trekk/")
    assert "Vi slutter å dele fra nå." in response.content.decode()  # type: ignore[attr-defined]
    assert nurse.get(f"/sak/{made.public_id}/").status_code == 404
    assert "Det er ikke noe samtykke å trekke." in shown(client, f"{base(made.ties[1])}trekk/")


def test_page_tells_what_was_decided_and_who_does_what(cast: Cast) -> None:
    made = make.in_measures(cast)
    page = shown(come_in(cast, made.ties[0]), base(made.ties[0]))
    decision = made.case.boarddecisions.order_by("-pk")[0]
    measure = made.case.measures.order_by("-pk")[0]
    assert decision.text in page
    assert measure.what in page
    assert "Skolehelsetjenesten Eksempel" in page


def test_staffs_own_texts_and_the_other_household_never_show(cast: Cast) -> None:
    made = make.in_measures(cast)
    agent, case = cast.actor("social_agent"), made.public_id
    write_note(by=agent, at=NOW, public_id=case, text="NOTATORD", audience=Audience.TEAM)
    write_child_voice(
        by=agent, at=NOW, public_id=case, said="ELEVORD", wish="ONSKEORD", told_on=agent.on,
        not_to_share="HEMMELIGORD",
    )  # fmt: skip
    add_measure(
        by=agent, at=NOW, public_id=case, goal="MALORD", what="RESTRIKTORD", topic=Topic.HOME,
        organisation_id=cast.furulia.pk, due_on=agent.on,
    )  # fmt: skip
    other = made.ties[1].guardian
    other.name, other.phone, other.email = "Andre Navnesen", "99887766", "annen@eksempel.example"
    other.save()
    send(come_in(cast, made.ties[1]), f"{base(made.ties[1])}skriv/", kind="wish", text="ANNETORD")
    client = come_in(cast, made.ties[0])
    here = base(made.ties[0])
    paths = ["", "hvem-vet-hva/", "trekk/", "skriv/", "hjelp/", "samtykke/svar/"]
    hidden = ["NOTATORD", "ELEVORD", "ONSKEORD", "HEMMELIGORD", "RESTRIKTORD", "ANNETORD",
              "Navnesen", "99887766", "annen@", "Står ofte alene"]  # fmt: skip
    for path in paths:
        page = shown(client, here + path)
        assert [word for word in hidden if word in page] == [], path


def test_page_tells_of_a_case_only_when_consent_was_asked_in_it(cast: Cast) -> None:
    row, ties = make.pupil(cast)
    made = Made(row, None, ties)  # type: ignore[arg-type]
    client = come_in(cast, ties[0])
    before = shown(client, base(ties[0]))
    concern = make.at_elevsaksmote(cast, given_name="Nora", family_name="Prøvdottir")
    other = come_in(cast, concern.ties[0])
    after = shown(other, base(concern.ties[0]))
    assert "Vi har ingenting å vise deg nå." in before
    assert "Vi har ingenting å vise deg nå." in after
    assert made.pupil.given_name in before
    assert not ReadEvent.objects.filter(guardian_id=concern.ties[0].guardian_id).exists()


def test_child_of_others_and_child_that_does_not_exist_are_the_same(cast: Cast) -> None:
    mine = make.in_measures(cast)
    other = make.asked(cast, given_name="Nora", family_name="Annenby")
    client = come_in(cast, mine.ties[0])
    for path in ("", "samtykke/", "samtykke/svar/", "hvem-vet-hva/", "trekk/", "skriv/", "hjelp/",
                 "papir/beslutning/", "samtykke/takk/"):  # fmt: skip
        real = client.get(f"/min-side/{other.pupil.public_id}/{path}")
        none = client.get(f"/min-side/finsikke/{path}")
        assert (real.status_code, none.status_code) == (404, 404)
        assert _masked(real.content, other.pupil.public_id) == _masked(none.content, "finsikke")


def _masked(page: bytes, public_id: str) -> str:
    from tests.masks import without_tokens

    return without_tokens(page.decode().replace(public_id, "…"))


def test_paper_is_the_guardians_own_with_a_neutral_name(cast: Cast) -> None:
    made = make.in_measures(cast)
    response = come_in(cast, made.ties[0], "ur").get(f"{base(made.ties[0])}papir/beslutning/")
    assert response["Content-Type"] == "application/pdf"
    assert response["Content-Disposition"] == 'attachment; filename="beslutning.pdf"'


def test_answer_cannot_last_longer_than_was_asked(cast: Cast) -> None:
    from felles.people.queries import find_family_actor
    from felles.rules.decision import Refused
    from felles.rules.families import FamilyLogin

    made = make.asked(cast)
    actor = find_family_actor(made.ties[0].guardian_id, login=FamilyLogin.IDPORTEN, at=NOW)
    assert actor is not None
    request = made.pupil.consent_requests.get()
    with pytest.raises(Refused, match="lenger"):
        answer_question(
            by=actor, at=NOW, public_id=made.pupil.public_id, question=request.public_id,
            kind=AnswerKind.YES_ALL, language="nb",
            valid_until=request.proposed_until + days(1),
        )  # fmt: skip


def test_page_costs_the_same_queries_however_much_there_is(cast: Cast) -> None:
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    made = make.in_measures(cast)
    client = come_in(cast, made.ties[0])
    counts = []
    for _round in range(2):
        with CaptureQueriesContext(
            connection,
        ) as queries:
            shown(client, base(made.ties[0]))
        counts.append(len(queries))
        agent = cast.actor("social_agent")
        for number in range(8):
            add_measure(
                by=agent, at=NOW, public_id=made.public_id, goal="Mål", what=f"Tiltak {number}",
                organisation_id=cast.furulia.pk, due_on=agent.on, topic=Topic.LEISURE,
            )  # fmt: skip
            send(client, f"{base(made.ties[0])}skriv/", kind="wish", text="Et ønske")
    assert counts[0] == counts[1]
