"""A new question never lifts an exclusion that it did not ask about."""

import pytest

from felles.casework import actions
from felles.people.queries import get_pupil_facts
from felles.rules.consent import AnswerKind
from tests import make
from tests.cast import NOW, TEAM, Cast, build_cast, days

pytestmark = pytest.mark.django_db


def ask_again(cast: Cast, made: make.Made, *services: str) -> None:
    by = cast.actor("social_teacher")
    actions.ask_for_consent(
        by=by,
        at=NOW,
        public_id=made.public_id,
        service_ids=[cast.service(name).pk for name in services],
        purpose="Også klubben.",
        form_version="2026-1",
        proposed_until=by.on + days(90),
        asked_on=by.on,
    )


@pytest.mark.parametrize("first", [AnswerKind.YES_SOME, AnswerKind.NO])
@pytest.mark.parametrize("withdrawn_between", [False, True])
def test_yes_to_the_club_keeps_child_welfare_shut_out(
    first: AnswerKind, withdrawn_between: bool
) -> None:
    cast = build_cast()
    made = make.asked(cast)
    make.answer(cast, made, 1, kind=first, services=make.WITHOUT_CHILD_WELFARE)
    ask_again(cast, made, "club")
    make.answer(cast, made, 1, services=("club",))
    if withdrawn_between:
        make.answer(cast, made, 1, kind=AnswerKind.WITHDRAWN)
        make.answer(cast, made, 1, services=("club",))
    holder = get_pupil_facts(made.pupil.pk, NOW).holders[1]
    assert holder.answer is not None
    assert holder.answer.denies(cast.service("child_welfare").pk)
    assert not holder.answer.denies(cast.service("club").pk)


def test_yes_to_all_asked_again_lifts_the_exclusion() -> None:
    cast = build_cast()
    made = make.asked(cast)
    make.answer(cast, made, 1, kind=AnswerKind.NO)
    ask_again(cast, made, *TEAM)
    make.answer(cast, made, 1)
    holder = get_pupil_facts(made.pupil.pk, NOW).holders[1]
    assert holder.answer is not None
    assert not holder.answer.denies(cast.service("child_welfare").pk)
