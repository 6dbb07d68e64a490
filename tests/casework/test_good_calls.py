"""Good news home: only about pupils whom one follows, never to somebody who may not be called."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from felles.casework.actions import log_talk, note_good_call, open_good_calls
from felles.casework.models import Talk
from felles.casework.queries import NotVisible, list_call_shares, list_good_calls
from felles.ledger.models import ReadEvent
from felles.people.models import FamilyDoor, Guardianship
from felles.rules.consent import Authority
from felles.rules.decision import Refused
from tests import make
from tests.cast import NOW, STAFF_PARTS, Cast, build_cast, days

pytestmark = pytest.mark.django_db
SEE_IT = {"contact_teacher", "social_teacher", "rector", "social_agent"}


@pytest.fixture
def cast() -> Cast:
    return build_cast()


def call(cast: Cast, made: make.Made, *, part: str = "contact_teacher", tie: int = 0) -> Talk:
    by = cast.actor(part)
    return note_good_call(
        by=by, at=NOW, public_id=made.public_id, guardianship=made.ties[tie].public_id
    )


def close_door(cast: Cast, tie: Guardianship, *, is_open: bool = False) -> None:
    by = cast.users["social_teacher"]
    FamilyDoor.objects.create(guardianship=tie, is_open=is_open, reason="x", by=by, at=NOW)


def listed(cast: Cast, part: str = "contact_teacher") -> list[str]:
    return [one.row.public_id for one in list_good_calls(cast.actor(part))]


@pytest.mark.parametrize("part", STAFF_PARTS)
def test_list_holds_only_pupils_whom_one_follows_at_school(cast: Cast, part: str) -> None:
    # In measures with consent: services see the case, and call nobody.
    made = make.in_measures(cast)
    assert listed(cast, part) == ([made.public_id] if part in SEE_IT else [])


@pytest.mark.parametrize("part", STAFF_PARTS)
def test_call_is_noted_only_by_those_who_see_the_case_at_school(cast: Cast, part: str) -> None:
    made = make.in_measures(cast)
    if part in SEE_IT:
        assert call(cast, made, part=part).kind == Talk.Kind.POSITIVE_CALL
    else:
        with pytest.raises((NotVisible, Refused)):
            call(cast, made, part=part)
        assert not Talk.objects.filter(kind=Talk.Kind.POSITIVE_CALL.value).exists()


def test_call_needs_no_word_and_takes_the_pupil_off_the_list_for_some_weeks(cast: Cast) -> None:
    made = make.at_school(cast)
    talk = call(cast, made)
    assert (talk.guardian_id, talk.held_on, talk.note) == (made.ties[0].guardian_id, NOW.date(), "")
    assert listed(cast) == []
    Talk.objects.filter(pk=talk.pk).update(held_on=NOW.date() - timedelta(weeks=3))
    assert listed(cast) == []
    Talk.objects.filter(pk=talk.pk).update(held_on=NOW.date() - timedelta(weeks=3, days=1))
    assert listed(cast) == [made.public_id]


def test_home_that_has_never_heard_anything_good_comes_first(cast: Cast) -> None:
    early, late = make.at_school(cast), make.at_school(cast, given_name="Nora")
    Talk.objects.filter(pk=call(cast, early).pk).update(held_on=NOW.date() - days(60))
    assert listed(cast) == [late.public_id, early.public_id]


def test_closed_case_is_no_longer_followed(cast: Cast) -> None:
    made = make.closed(cast)
    assert listed(cast, "rector") == []
    with pytest.raises(Refused):
        call(cast, made, part="rector")


@pytest.mark.parametrize("blocked", ["door", "holds_not", "ended"])
def test_guardian_who_may_not_be_called_is_not_there_and_is_refused(
    cast: Cast, blocked: str
) -> None:
    made = make.at_school(cast)
    tie = made.ties[0]
    if blocked == "door":
        close_door(cast, tie)
    elif blocked == "holds_not":
        Guardianship.objects.filter(pk=tie.pk).update(authority=Authority.HOLDS_NOT.value)
    else:
        Guardianship.objects.filter(pk=tie.pk).update(ended_on=NOW.date())
    (row,) = list_good_calls(cast.actor("contact_teacher"))
    assert [one.pk for one in row.ties] == [made.ties[1].pk]
    with pytest.raises(Refused):
        call(cast, made)


def test_guardian_of_another_child_is_refused(cast: Cast) -> None:
    made, other = make.at_school(cast), make.at_school(cast, given_name="Nora")
    with pytest.raises(Refused):
        note_good_call(
            by=cast.actor("rector"),
            at=NOW,
            public_id=made.public_id,
            guardianship=other.ties[0].public_id,
        )


def test_protected_pupil_is_there_only_when_the_school_has_opened_for_somebody(cast: Cast) -> None:
    made = make.protected(cast)
    assert listed(cast, "social_teacher") == []
    close_door(cast, made.ties[1], is_open=True)
    (row,) = list_good_calls(cast.actor("social_teacher"))
    assert [one.pk for one in row.ties] == [made.ties[1].pk]
    assert row.row.class_name == ""
    assert listed(cast, "contact_teacher") == []


def test_list_writes_a_read_row_for_each_case_first(cast: Cast) -> None:
    made = make.at_school(cast)
    by = cast.actor("contact_teacher")
    open_good_calls(by=by, at=NOW, route="good-calls")
    row = ReadEvent.objects.get(route="good-calls")
    assert (row.case_id, row.user_id, row.kind) == (made.case.pk, by.user_id, "list")


def test_list_costs_the_same_with_one_pupil_and_with_six(cast: Cast) -> None:
    def cost() -> int:
        with CaptureQueriesContext(connection) as captured:
            list_good_calls(cast.actor("rector"))
        return len(captured)

    make.at_school(cast)
    first = cost()
    for number in range(5):
        make.at_school(cast, given_name=f"Nora {number}")
    assert cost() == first


def talk_home(cast: Cast, made: make.Made, count: int) -> None:
    for _ in range(count):
        log_talk(
            by=cast.actor("rector"),
            at=NOW,
            public_id=made.public_id,
            kind=Talk.Kind.GUARDIANS.value,
            held_on=NOW.date(),
            who="Far",
        )


def shares(cast: Cast, part: str) -> dict[str, int | None]:
    return {one.school: one.tenths for one in list_call_shares(cast.actor(part))}


def test_share_is_the_schools_and_is_told_only_of_enough_calls(cast: Cast) -> None:
    made = make.at_school(cast)
    Talk.objects.all().delete()
    call(cast, made)
    talk_home(cast, made, 8)
    assert shares(cast, "rector") == {"Furulia skole": None}
    talk_home(cast, made, 1)
    for part in ("rector", "social_teacher", "social_agent"):
        assert shares(cast, part) == {"Furulia skole": 1}
    for part in ("agent_leader", "project_leader"):
        assert shares(cast, part) == {"Furulia skole": 1, "Granåsen skole": None}


def test_share_counts_calls_home_of_the_last_twelve_weeks_with_both_days(cast: Cast) -> None:
    made = make.at_school(cast)
    Talk.objects.all().delete()
    first = NOW.date() - timedelta(weeks=12)
    held = {
        (Talk.Kind.POSITIVE_CALL, first): 5,
        (Talk.Kind.GUARDIANS, NOW.date()): 5,
        # None of these counts.
        (Talk.Kind.PUPIL, NOW.date()): 30,
        (Talk.Kind.GUARDIANS, first - days(1)): 30,
        (Talk.Kind.GUARDIANS, NOW.date() + days(1)): 30,
    }
    by = cast.users["rector"]
    Talk.objects.bulk_create(
        Talk(case=made.case, by=by, at=NOW, kind=kind.value, held_on=on)
        for (kind, on), count in held.items()
        for _number in range(count)
    )
    assert shares(cast, "rector") == {"Furulia skole": 5}


HEAR = {
    "rector", "social_teacher", "social_agent", "other_rector", "agent_leader", "project_leader",
}  # fmt: skip


@pytest.mark.parametrize("part", sorted(set(STAFF_PARTS) - HEAR))
def test_share_is_told_to_nobody_else(cast: Cast, part: str) -> None:
    assert shares(cast, part) == {}
