"""A text that is wrong or went too far is taken back: read by two, counted by nobody."""

from typing import Any

import pytest
from django.db import IntegrityError, transaction

from felles.casework import actions
from felles.casework.models import Note, Retractable, Talk
from felles.casework.queries import (
    NotVisible,
    find_own_text,
    get_case,
    get_case_page,
    get_evidence,
    list_good_calls,
)
from felles.ledger.models import ChangeEvent
from felles.rules.case_flow import Move
from felles.rules.decision import Refused
from felles.rules.roles import Audience, Topic
from felles.rules.texts import TextKind
from tests import make
from tests.casework.deeds import snapshot
from tests.cast import NOW, STAFF_PARTS, Cast, build_cast

pytestmark = pytest.mark.django_db
TODAY = NOW.date()


@pytest.fixture
def cast() -> Cast:
    """The district."""
    return build_cast()


def note(cast: Cast, made: make.Made, part: str, audience: Audience = Audience.TEAM) -> Note:
    """A note by somebody of the cast."""
    return actions.write_note(
        by=cast.actor(part), at=NOW, public_id=made.public_id, text="Feil barn.",
        audience=audience, topic=Topic.SCHOOL_ENVIRONMENT,
    )  # fmt: skip


def take_back(cast: Cast, made: make.Made, part: str, kind: str, text: Retractable) -> None:
    """Somebody takes a text back."""
    actions.take_back_text(
        by=cast.actor(part), at=NOW, public_id=made.public_id, kind=kind, text_id=text.public_id
    )


def readers(cast: Cast, made: make.Made, text: Note, *, with_taken_back: bool) -> set[str]:
    """Who finds the note on the pages of the case."""
    found = set()
    for part in STAFF_PARTS:
        try:
            view = get_case(cast.actor(part), made.public_id)
        except NotVisible:
            continue
        page = get_case_page(cast.actor(part), view, with_taken_back=with_taken_back)
        if text.pk in {one.pk for one in page.notes}:
            found.add(part)
    return found


def test_note_for_the_team_is_read_by_two_once_it_is_taken_back(cast: Cast) -> None:
    made = make.in_measures(cast)
    text = note(cast, made, "contact_teacher")
    assert {"health_nurse", "rector", "social_agent"} < readers(
        cast, made, text, with_taken_back=False
    )
    take_back(cast, made, "contact_teacher", "notat", text)
    assert readers(cast, made, text, with_taken_back=True) == {"contact_teacher", "social_teacher"}
    assert readers(cast, made, text, with_taken_back=False) == set()


def test_note_of_a_service_goes_out_of_the_services_own_sight_as_well(cast: Cast) -> None:
    made = make.in_measures(cast)
    text = note(cast, made, "health_nurse")
    take_back(cast, made, "health_nurse", "notat", text)
    assert readers(cast, made, text, with_taken_back=True) == {"social_teacher"}


@pytest.mark.parametrize("part", ["rector", "social_agent", "health_nurse", "teacher"])
def test_what_somebody_else_wrote_is_not_there_to_be_taken_back(cast: Cast, part: str) -> None:
    made = make.in_measures(cast)
    text = note(cast, made, "contact_teacher")
    before = snapshot()
    with pytest.raises(NotVisible):
        take_back(cast, made, part, "notat", text)
    assert snapshot() == before


def test_text_is_taken_back_once_and_the_ledger_says_how_far_it_had_gone(cast: Cast) -> None:
    made = make.in_measures(cast)
    text = note(cast, made, "contact_teacher")
    take_back(cast, made, "social_teacher", "notat", text)
    row = ChangeEvent.objects.get(action="text.take_back")
    assert (row.object_type, row.object_id, row.case_id) == ("Note", text.pk, made.case.pk)
    assert row.codes == {"audience": Audience.TEAM.value}
    before = snapshot()
    with pytest.raises(Refused, match="trukket tilbake allerede"):
        take_back(cast, made, "contact_teacher", "notat", text)
    assert snapshot() == before


def test_of_two_who_take_it_back_at_once_one_is_refused(
    cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    made = make.in_measures(cast)
    text = note(cast, made, "contact_teacher")

    def found(*_args: object) -> Note:
        seen = Note.objects.get(pk=text.pk)
        Note.objects.filter(pk=text.pk).update(audience=Audience.RESTRICTED, taken_back_at=NOW)
        return seen

    monkeypatch.setattr("felles.casework.actions.texts.find_own_text", found)
    with pytest.raises(Refused, match="trukket tilbake allerede"):
        take_back(cast, made, "contact_teacher", "notat", text)
    assert not ChangeEvent.objects.filter(action="text.take_back").exists()


@pytest.mark.parametrize("kind", ["tiltak", "", "samtale", "NOTE"])
def test_kind_that_the_text_is_not_finds_nothing(cast: Cast, kind: str) -> None:
    made = make.in_measures(cast)
    text = note(cast, made, "contact_teacher")
    with pytest.raises(NotVisible):
        take_back(cast, made, "contact_teacher", kind, text)


def test_text_of_another_case_is_not_found_in_this_one(cast: Cast) -> None:
    made, other = make.in_measures(cast), make.in_measures(cast)
    text = note(cast, other, "contact_teacher")
    with pytest.raises(NotVisible):
        take_back(cast, made, "contact_teacher", "notat", text)


def test_closed_case_is_mended_as_well(cast: Cast) -> None:
    made = make.in_evaluation(cast)
    text = note(cast, made, "contact_teacher")
    make.evaluate(cast, made, Move.CLOSE)
    take_back(cast, made, "contact_teacher", "notat", text)
    assert Note.objects.get(pk=text.pk).taken_back_at == NOW


def test_talk_that_was_taken_back_opens_no_gate(cast: Cast) -> None:
    made = make.concern(cast)
    by = cast.actor("contact_teacher")

    def heard() -> bool:
        return get_evidence(by, get_case(by, made.public_id)).pupil_heard

    Talk.objects.filter(case=made.case).delete()
    text = actions.log_talk(by=by, at=NOW, public_id=made.public_id, kind="pupil", held_on=TODAY)
    assert heard()
    take_back(cast, made, "contact_teacher", "samtale", text)
    assert not heard()


def test_evaluation_that_was_taken_back_is_none(cast: Cast) -> None:
    made = make.in_evaluation(cast)
    by = cast.actor("social_teacher")
    make.evaluate(cast, made, None)
    view = get_case(by, made.public_id)
    assert get_evidence(by, view).evaluated
    take_back(cast, made, "social_teacher", "evaluering", get_case_page(by, view).evaluations[0])
    assert not get_evidence(by, view).evaluated


def test_good_call_that_was_noted_by_mistake_counts_no_more(cast: Cast) -> None:
    made = make.at_school(cast)
    by = cast.actor("contact_teacher")
    tie = made.ties[0].public_id

    def waits() -> bool:
        return made.public_id in {one.row.public_id for one in list_good_calls(by)}

    assert waits()
    text = actions.note_good_call(by=by, at=NOW, public_id=made.public_id, guardianship=tie)
    assert not waits()
    take_back(cast, made, "contact_teacher", "samtale", text)
    assert waits()


def make_texts(cast: Cast, made: make.Made) -> dict[TextKind, Retractable]:
    """A text of every kind, all for the team where that can be."""
    by = cast.actor("rector")
    plain: dict[str, Any] = {"by": by, "at": NOW, "public_id": made.public_id}
    view = get_case(by, made.public_id)
    return {
        TextKind.CONCERN: get_case_page(by, view).concerns[0],
        TextKind.NOTE: note(cast, made, "rector"),
        TextKind.TALK: actions.log_talk(**plain, kind="pupil", held_on=TODAY),
        TextKind.VOICE: actions.write_child_voice(**plain, said="Jeg vil leke.", told_on=TODAY),
        TextKind.CONTACT: actions.log_contact(
            **plain, service_id=cast.service("health").pk, topic=Topic.HEALTH, held_on=TODAY,
            who="Helsesykepleieren", text="Avtalt.",
        ),
    }  # fmt: skip


def test_text_of_every_kind_goes_from_every_page(cast: Cast) -> None:
    made = make.in_measures(cast)
    by = cast.actor("social_teacher")
    texts = make_texts(cast, made)
    assert {*texts, TextKind.EVALUATION} == set(TextKind)
    view = get_case(by, made.public_id)
    for kind, text in texts.items():
        assert find_own_text(by, view, kind.value, text.public_id) == text
        take_back(cast, made, "social_teacher", kind.value, text)
    page = get_case_page(by, view)
    shown = [*page.concerns, *page.notes, *page.talks, *page.voices, *page.contacts]
    assert not {(type(one), one.pk) for one in shown} & {
        (type(one), one.pk) for one in texts.values()
    }


@pytest.mark.parametrize("audience", [Audience.SCHOOL, Audience.TEAM])
def test_database_holds_no_text_that_was_taken_back_and_is_read_by_many(
    cast: Cast, audience: Audience
) -> None:
    text = note(cast, make.in_measures(cast), "rector", audience)
    with pytest.raises(IntegrityError), transaction.atomic():
        Note.objects.filter(pk=text.pk).update(taken_back_at=NOW)


def test_service_takes_nothing_back_that_it_may_read_no_longer(cast: Cast) -> None:
    made = make.in_team(cast)
    nurse = cast.actor("health_nurse")
    text = Note.objects.create(
        case=made.case, by=cast.users["health_nurse"], at=NOW, text="Om helse.",
        topic=Topic.HEALTH.value, audience=Audience.TEAM.value,
    )  # fmt: skip

    def find() -> Retractable:
        view = get_case(nurse, made.public_id)
        return find_own_text(nurse, view, TextKind.NOTE.value, text.public_id)

    assert find() == text
    make.answer(cast, made, 0, topics=frozenset({Topic.LEISURE}))
    with pytest.raises(NotVisible):
        find()
    make.answer(cast, made, 0)
    assert find() == text
    other = make.in_team(cast)
    Note.objects.filter(pk=text.pk).update(case=other.case)
    with pytest.raises(NotVisible):
        find()
