"""Two people at once, on real connections: one of them is first, and nothing is lost or doubled."""

import threading
from collections.abc import Callable, Iterator
from datetime import timedelta
from itertools import pairwise

import pytest
from django.db import connection, connections

from felles.casework import actions
from felles.casework.actions import ConcernText, Conflict
from felles.casework.models import BoardDecision, Case, CaseStep, Concern
from felles.ledger.actions import submit_once
from felles.ledger.models import ChangeEvent, SubmittedForm
from felles.people.models import ConsentAnswer
from felles.rules.case_flow import Move, Step
from felles.rules.consent import AnswerKind
from felles.rules.decision import Refused
from felles.rules.roles import Topic
from tests import make
from tests.cast import NOW, Cast, build_cast

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture(autouse=True)
def _close_connections_of_threads() -> Iterator[None]:
    yield
    connections.close_all()


def at_once(*jobs: Callable[[], object]) -> list[object]:
    """Run the jobs in threads that start together; what each returned, or the exception."""
    start = threading.Barrier(len(jobs))
    results: list[object] = [None] * len(jobs)

    def run(index: int, job: Callable[[], object]) -> None:
        try:
            start.wait(timeout=10)
            results[index] = job()
        except Exception as error:  # noqa: BLE001 -- handed to the test
            results[index] = error
        finally:
            connection.close()

    threads = [threading.Thread(target=run, args=pair) for pair in enumerate(jobs)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=60)
    return results


def once(cast: Cast, part: str, token: str, do: Callable[[], object]) -> Callable[[], bool]:
    """The form of that part, sent with its token."""
    actor = cast.actor(part)
    return lambda: submit_once(by=actor, at=NOW, token=token, do=do)


def raise_about(cast: Cast, made: make.Made, part: str, seen: str) -> Callable[[], object]:
    """A concern about the pupil."""
    return lambda: actions.raise_concern(
        by=cast.actor(part),
        at=NOW + timedelta(minutes=1),
        pupil=made.pupil,
        concern=ConcernText(seen=seen, topic=Topic.LEARNING),
    )


def test_double_click_is_carried_out_once() -> None:
    cast = build_cast()
    made = make.at_school(cast)

    def write() -> object:
        return actions.write_note(
            by=cast.actor("rector"), at=NOW, public_id=made.public_id, text="Ringte hjem."
        )

    clicks = at_once(*[once(cast, "rector", "token-1", write) for _ in range(6)])
    assert sorted(map(str, clicks)) == ["False"] * 5 + ["True"]
    assert made.case.notes.count() == 1
    assert ChangeEvent.objects.filter(action="note.write").count() == 1
    assert SubmittedForm.objects.count() == 1


def test_form_that_was_refused_may_be_sent_again_with_the_same_token() -> None:
    cast = build_cast()
    made = make.at_school(cast)
    refusal = Refused

    def refuse() -> object:
        return actions.write_note(
            by=cast.actor("rector"), at=NOW, public_id=made.public_id, text=" "
        )

    results = at_once(once(cast, "rector", "token-1", refuse))
    assert isinstance(results[0], refusal)
    assert once(cast, "rector", "token-1", lambda: None)() is True


def test_same_token_of_two_people_is_two_forms() -> None:
    cast = build_cast()
    done: list[str] = []
    results = at_once(
        once(cast, "rector", "same", lambda: done.append("rector")),
        once(cast, "social_teacher", "same", lambda: done.append("social_teacher")),
    )
    assert results == [True, True]
    assert sorted(done) == ["rector", "social_teacher"]


def test_two_concerns_at_once_make_one_open_case() -> None:
    cast = build_cast()
    pupil, ties = make.pupil(cast)
    made = make.Made(pupil, Case(), ties)
    parts = ("contact_teacher", "teacher", "milieu_worker", "social_agent")
    results = at_once(*[raise_about(cast, made, part, part) for part in parts])
    assert all(isinstance(result, Concern) for result in results), results
    case = Case.objects.get(pupil=pupil)
    assert set(case.concerns.values_list("seen", flat=True)) == set(parts)
    assert case.steps.count() == 1


def test_two_decisions_at_once_leave_one_and_no_trace_of_the_other() -> None:
    cast = build_cast()
    made = make.at_elevsaksmote(cast)
    version = made.version

    def decide(part: str, action: Callable[..., None], text: str) -> Callable[[], object]:
        by = cast.actor(part)
        return lambda: action(
            by=by, at=NOW, public_id=made.public_id, version=version, held_on=by.on, text=text
        )

    results = at_once(
        decide("rector", actions.refer_to_innsatsteam, "Vi trenger flere."),
        decide("social_teacher", actions.try_more_at_school, "Vi prøver mer."),
    )
    assert sorted(type(result).__name__ for result in results) == ["Conflict", "NoneType"]
    first = results.index(None)
    decision = BoardDecision.objects.get(case=made.case)
    wanted = [(Move.REFER, Step.CONSENT), (Move.TRY_MORE, Step.AT_SCHOOL)][first]
    case = Case.objects.get(pk=made.case.pk)
    assert (decision.outcome, case.step) == wanted
    assert case.version == version + 1
    moves = [step.move for step in case.steps.order_by("at", "pk")]
    assert moves == ["", "accept", "bring", wanted[0].value]
    logged = ChangeEvent.objects.filter(case_id=case.pk, action="elevsaksmote.decide")
    assert [row.codes["outcome"] for row in logged] == [wanted[0].value]


def test_concern_at_the_moment_of_closing_is_read_by_somebody() -> None:
    cast = build_cast()
    made = make.in_evaluation(cast)
    version = made.version

    def close() -> None:
        actions.evaluate_case(
            by=cast.actor("rector"),
            at=NOW,
            public_id=made.public_id,
            version=version,
            held_on=NOW.date(),
            evaluation=actions.EvaluationText(
                text="Bra.", child_view="Bra.", guardians_view="Bra."
            ),
            move=Move.CLOSE,
        )

    closed, raised = at_once(close, raise_about(cast, made, "teacher", "Noe nytt"))
    assert isinstance(raised, Concern), raised
    home = Case.objects.get(concerns__pk=raised.pk)
    assert home.state == Case.State.OPEN
    if isinstance(closed, Conflict):
        assert home.pk == made.case.pk
    else:
        assert closed is None
        assert home.pk != made.case.pk


def test_withdrawal_and_yes_at_once_leave_one_current_answer() -> None:
    cast = build_cast()
    made = make.in_measures(cast)

    def say(part: AnswerKind) -> Callable[[], object]:
        return lambda: make.answer(cast, made, 0, kind=part)

    results = at_once(say(AnswerKind.WITHDRAWN), say(AnswerKind.YES_ALL))
    assert all(result is None or isinstance(result, Refused) for result in results), results
    current = ConsentAnswer.objects.filter(pupil=made.pupil, is_current=True)
    assert current.filter(guardian_id=made.ties[0].guardian_id).count() == 1


def test_moves_of_a_case_form_one_line_whoever_made_them() -> None:
    cast = build_cast()
    made = make.at_school(cast)
    version = made.version

    def bring(part: str) -> Callable[[], object]:
        return lambda: actions.bring_to_elevsaksmote(
            by=cast.actor(part), at=NOW, public_id=made.public_id, version=version
        )

    results = at_once(*[bring(part) for part in ("rector", "social_teacher", "contact_teacher")])
    assert results.count(None) == 1
    assert all(result is None or isinstance(result, Conflict | Refused) for result in results)
    steps = list(CaseStep.objects.filter(case=made.case).order_by("at", "pk"))
    joints = [(after.from_step, before.to_step) for before, after in pairwise(steps)]
    assert all(came_from == went_to for came_from, went_to in joints)
    assert len(steps) == 3
