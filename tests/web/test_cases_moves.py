"""A case is carried on its way: by the rule, once, and never over somebody else's decision."""

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
from django.test import Client

from felles.casework import actions
from felles.casework.models import BoardDecision, Case, CaseStep, Evaluation
from felles.rules.case_flow import Move, Step
from felles.rules.consent import AnswerKind
from felles.rules.roles import Topic
from tests import make
from tests.cast import NOW, Cast, build_cast
from tests.make import Made
from tests.web.cases import address, heart, hidden, login, send, show

pytestmark = pytest.mark.django_db
VIEWS = {
    "child_view": "Det er gøy nå.",
    "guardians_view": "Vi er glade.",
    "text": "Lekegruppa hjalp.",
    "topic": "1",
    "held_on": "2026-11-24",
}


@pytest.fixture
def cast() -> Cast:
    return build_cast()


def step_of(made: Made) -> Step:
    return Step(Case.objects.values_list("step", flat=True).get(pk=made.case.pk))


def at_consent(cast: Cast) -> Made:
    return make.consented(cast)


def ready_for_team(cast: Cast) -> Made:
    made = make.in_team(cast)
    by = cast.actor("rector")
    for kind in ("family_meeting",):
        actions.log_talk(
            by=by, at=NOW, public_id=made.public_id, kind=kind, held_on=by.on, who="Alle"
        )
    actions.add_measure(
        by=by,
        at=NOW,
        public_id=made.public_id,
        goal="Venner",
        what="Lekegruppe",
        organisation_id=cast.furulia.pk,
        due_on=by.on,
        topic=Topic.SCHOOL_ENVIRONMENT,
    )
    return made


TEAM = {"text": "Vi starter.", "topic": "1", "evaluate_on": "2027-01-15", "held_on": "2026-11-24"}
TRY_MORE = {
    "outcome": "try_more",
    "text": "Vi prøver mer.",
    "held_on": "2026-11-24",
    "next_on": "2027-01-10",
}
# page, who, how the case got there, what is typed, where it leads
MOVES: dict[str, tuple[str, Callable[[Cast], Made], dict[str, str], Step]] = {
    "ta-imot/": ("contact_teacher", make.concern, {}, Step.AT_SCHOOL),
    "elevsaksmote/meld/": ("social_agent", make.at_school, {}, Step.ELEVSAKSMOTE),
    "elevsaksmote/": ("rector", make.at_elevsaksmote, TRY_MORE, Step.AT_SCHOOL),
    "innsatsteam/meld/": ("social_teacher", at_consent, {}, Step.INNSATSTEAM),
    "innsatsteam/": ("rector", ready_for_team, TEAM, Step.MEASURES),
    "bli-pa-skolen/": ("rector", make.refused, {"reason": "Nei fra hjemmet."}, Step.AT_SCHOOL),
    "evaluering/start/": ("social_teacher", make.in_measures, {}, Step.EVALUATION),
    "evaluering/": ("rector", make.in_evaluation, {**VIEWS, "outcome": "close"}, Step.CLOSED),
    "apne-igjen/": ("rector", make.closed, {"reason": "Det er vondt igjen."}, Step.AT_SCHOOL),
}


@pytest.mark.parametrize("page", MOVES)
def test_move_is_made_once_and_leads_to_the_case(client: Client, cast: Cast, page: str) -> None:
    part, build, data, goal = MOVES[page]
    made = build(cast)
    login(client, cast, part)
    sent = {**hidden(client.get(address(made, page))), **data}
    steps = CaseStep.objects.count()
    for _click in range(2):
        answer = client.post(address(made, page), sent)
        assert answer.headers["Location"].split("#")[0] == address(made)
    assert step_of(made) is goal
    assert CaseStep.objects.count() == steps + 1
    message = heart(client.get(address(made))).split('id="messages"')[1].split("</div>")[0]
    assert "<p>" in message
    assert "Maja" not in message


@pytest.mark.parametrize("page", MOVES)
def test_move_after_somebody_elses_is_a_conflict_that_keeps_the_text(
    client: Client, cast: Cast, page: str
) -> None:
    part, build, data, _goal = MOVES[page]
    made = build(cast)
    login(client, cast, part)
    seen = hidden(client.get(address(made, page)))
    Case.objects.filter(pk=made.case.pk).update(version=made.version + 1)
    before = step_of(made)
    answer = client.post(address(made, page), {**seen, **data})
    text = heart(answer)
    assert answer.status_code == 409
    assert "Noen andre endret saken mens du skrev. Teksten din er her fortsatt." in text
    assert "Saken er nå på steget" in text
    assert all(value in text for name, value in data.items() if name in ("text", "reason"))
    assert step_of(made) is before
    assert not BoardDecision.objects.filter(text=data.get("text", "-")).exists()
    # The page now holds the version of today: looked over and sent again, it goes through.
    again = client.post(address(made, page), {**hidden(answer), **data})
    assert again.status_code == 302


def test_case_that_has_moved_on_tells_where_it_is_now(client: Client, cast: Cast) -> None:
    made = make.at_elevsaksmote(cast)
    login(client, cast, "rector")
    seen = hidden(client.get(address(made, "elevsaksmote/")))
    by = cast.actor("social_teacher")
    actions.refer_to_innsatsteam(
        by=by,
        at=NOW,
        public_id=made.public_id,
        version=made.version,
        held_on=by.on,
        text="Først ute.",
    )
    answer = client.post(address(made, "elevsaksmote/"), {**seen, **TRY_MORE})
    assert answer.status_code == 409
    text = heart(answer)
    assert "Saken er nå på steget «Samtykke»" in text
    assert "Rector har ansvaret." in text
    assert "Vi prøver mer." in text
    assert step_of(made) is Step.CONSENT


@pytest.mark.parametrize(
    ("page", "build", "missing"),
    [
        ("elevsaksmote/meld/", make.concern, "Saken er ikke på dette steget."),
        ("innsatsteam/meld/", make.asked, "Ikke alle foresatte har svart."),
        ("innsatsteam/meld/", make.refused, "Foresatte har sagt nei."),
        ("innsatsteam/", make.in_team, "Møte med elev og foresatte, eller hvorfor ikke."),
        ("innsatsteam/", make.in_team, "Minst ett tiltak med ansvarlig og frist."),
    ],
)
def test_page_of_a_refused_move_says_what_is_missing(
    client: Client, cast: Cast, page: str, build: Callable[[Cast], Made], missing: str
) -> None:
    made = build(cast)
    text = show(client, cast, "rector", made, page)
    assert missing in text
    assert 'aria-disabled="true"' in text
    answer = send(client, address(made, page), **TEAM)
    assert answer.status_code == 422
    assert missing in heart(answer)


def test_consent_that_goes_between_the_page_and_the_click_stops_the_move(
    client: Client, cast: Cast
) -> None:
    made = make.consented(cast)
    login(client, cast, "rector")
    seen = hidden(client.get(address(made)))
    make.answer(cast, made, 0, kind=AnswerKind.WITHDRAWN)
    answer = client.post(address(made, "innsatsteam/meld/"), seen)
    assert answer.status_code == 422
    assert "Samtykket er trukket." in heart(answer)
    assert step_of(made) is Step.CONSENT


# --- the elevsaksmøte


def test_decision_page_shows_question_childs_words_and_what_was_tried(
    client: Client, cast: Cast
) -> None:
    made = make.at_elevsaksmote(cast)
    by = cast.actor("contact_teacher")
    actions.write_child_voice(
        by=by, at=NOW, public_id=made.public_id, said="Jeg er alene.", told_on=by.on
    )
    row = actions.add_measure(
        by=by,
        at=NOW,
        public_id=made.public_id,
        goal="Venner",
        what="Fadderordning",
        organisation_id=cast.furulia.pk,
        due_on=by.on,
        topic=Topic.SCHOOL_ENVIRONMENT,
    )
    actions.check_in(
        by=by, at=NOW, public_id=made.public_id, measure_public_id=row.public_id, rating=3
    )
    page = show(client, cast, "rector", made, "elevsaksmote/")
    order = ["Står ofte alene", "Jeg er alene.", "Fadderordning", "Bra 0 av 1 uke", "Hva beslutter"]
    places = [page.index(text) for text in order]
    assert places == sorted(places)


def test_outcome_that_the_rule_refuses_says_what_is_missing(client: Client, cast: Cast) -> None:
    made = make.at_elevsaksmote(cast)
    page = show(client, cast, "rector", made, "elevsaksmote/")
    assert "– Evaluering av tiltakene." in page
    assert page.count("Kan ikke velges ennå.") == 1
    typed = {"outcome": "close_at_school", "text": "Det går fint.", "held_on": "2026-11-24"}
    answer = send(client, address(made, "elevsaksmote/"), **typed)
    assert answer.status_code == 422
    assert "Dette mangler:" in heart(answer)
    assert "Det går fint." in heart(answer)
    assert step_of(made) is Step.ELEVSAKSMOTE


def test_school_that_tries_more_says_when_it_looks_again(client: Client, cast: Cast) -> None:
    made = make.at_elevsaksmote(cast)
    login(client, cast, "rector")
    url = address(made, "elevsaksmote/")
    answer = send(client, url, **{**TRY_MORE, "next_on": ""})
    assert "Skriv når dere ser på saken igjen." in heart(answer)
    send(client, url, **TRY_MORE)
    assert Case.objects.get(pk=made.case.pk).due_on == date(2027, 1, 10)


def test_elevsaksmote_may_close_after_its_own_evaluation(client: Client, cast: Cast) -> None:
    made = make.at_elevsaksmote(cast)
    login(client, cast, "rector")
    answer = send(client, address(made, "evaluering/"), **VIEWS)
    assert answer.headers["Location"] == address(made, "elevsaksmote/")
    typed = {"outcome": "close_at_school", "text": "Det går fint.", "held_on": "2026-11-24"}
    send(client, address(made, "elevsaksmote/"), **typed)
    assert step_of(made) is Step.CLOSED


def test_decision_page_of_a_case_elsewhere_leads_to_the_case(client: Client, cast: Cast) -> None:
    made = make.at_school(cast)
    page = show(client, cast, "rector", made, "elevsaksmote/")
    assert "Saken er ikke på dette steget." in page
    assert "<form" not in page


# --- the evaluation


@pytest.mark.parametrize("missing", ["child", "guardians"])
def test_evaluation_needs_both_views_or_why_not(client: Client, cast: Cast, missing: str) -> None:
    made = make.in_evaluation(cast)
    login(client, cast, "rector")
    url = address(made, "evaluering/")
    typed: dict[str, Any] = {**VIEWS, "outcome": "close", f"{missing}_view": ""}
    answer = send(client, url, **typed)
    assert answer.status_code == 422
    assert "Skriv hva de sier, eller hvorfor dere ikke vet det." in heart(answer)
    assert not Evaluation.objects.exists()
    assert send(client, url, **{**typed, f"{missing}_why_not": "Ferie."}).status_code == 302
    assert step_of(made) is Step.CLOSED


@pytest.mark.parametrize(
    ("outcome", "goal"), [(Move.CONTINUE, Step.MEASURES), (Move.BACK_TO_SCHOOL, Step.AT_SCHOOL)]
)
def test_evaluation_may_carry_on_or_lead_back_to_the_school(
    client: Client, cast: Cast, outcome: Move, goal: Step
) -> None:
    made = make.in_evaluation(cast)
    login(client, cast, "social_teacher")
    send(client, address(made, "evaluering/"), **VIEWS, outcome=outcome.value)
    assert step_of(made) is goal


def test_carrying_on_without_consent_is_refused_and_writes_nothing(
    client: Client, cast: Cast
) -> None:
    made = make.in_evaluation(cast)
    make.answer(cast, made, 0, kind=AnswerKind.WITHDRAWN)
    page = show(client, cast, "rector", made, "evaluering/")
    assert "– Samtykket er trukket." in page
    answer = send(client, address(made, "evaluering/"), **VIEWS, outcome="continue")
    assert answer.status_code == 422
    assert "Lekegruppa hjalp." in heart(answer)
    assert not Evaluation.objects.exists()


def test_outcome_of_an_evaluation_is_never_left_out_in_silence(client: Client, cast: Cast) -> None:
    made = make.in_evaluation(cast)
    login(client, cast, "rector")
    seen = hidden(client.get(address(made, "evaluering/")))
    make.evaluate(cast, made, Move.CONTINUE)
    sent = {**seen, **VIEWS, "outcome": "close"}
    answer = client.post(address(made, "evaluering/"), sent)
    assert answer.status_code == 409
    assert Evaluation.objects.count() == 1
    assert step_of(made) is Step.MEASURES
