"""Notes of the school yard: kept once, without a path to a child, told in bands, and forgotten."""

from datetime import UTC, datetime, timedelta

import pytest
from django.db import IntegrityError, transaction

from felles.activities.actions import Seen, forget_old_notes, note_outreach
from felles.activities.models import OutreachNote
from felles.activities.queries import get_picture, list_side_by_side, list_texts
from felles.ledger.models import ChangeEvent
from felles.people.models import Organisation, User
from felles.rules.decision import Refused
from felles.rules.outreach import Arena, HowMany, Level, PartOfDay, What, part_of_day
from tests.cast import NOW, STAFF_PARTS, Cast, build_cast, days

pytestmark = pytest.mark.django_db
WRITERS = {"social_agent", "milieu_worker"}
QUARREL = Seen(Arena.YARD, What.QUARREL, HowMany.TWO)
PLAY = Seen(Arena.YARD, What.PLAY, HowMany.MANY, text="Alle fikk være med.")


@pytest.fixture
def cast() -> Cast:
    return build_cast()


def note(
    cast: Cast,
    *,
    part: str = "social_agent",
    key: str = "key-00000",
    seen: Seen = PLAY,
    at: datetime = NOW,
    school: str = "furulia",
) -> OutreachNote:
    return note_outreach(
        by=cast.actor(part, at),
        at=at,
        school=cast.organisations[school].public_id,
        seen=seen,
        client_key=key,
    )


def many(cast: Cast, count: int, *, at: datetime = NOW, seen: Seen = PLAY) -> None:
    start = OutreachNote.objects.count()
    for number in range(start, start + count):
        note(cast, key=f"key-{number:05}", at=at, seen=seen)


def test_note_points_at_its_school_and_author_and_at_nothing_else() -> None:
    fields = OutreachNote._meta.get_fields()  # into it as well as out of it
    assert {one.related_model for one in fields if one.is_relation} == {Organisation, User}


def test_fields_are_those_that_were_thought_through() -> None:
    # A field more may be a path to a child: think of it before it is added here.
    names = {field.name for field in OutreachNote._meta.get_fields()}
    assert names == {
        "id", "school", "author", "at", "received_at", "arena", "what", "how_many", "level",
        "text", "client_key",
    }  # fmt: skip


def test_note_sent_twice_is_one_note_and_one_row_in_the_ledger(cast: Cast) -> None:
    first = note(cast)
    again = note(cast, seen=QUARREL)
    assert first.pk == again.pk
    assert OutreachNote.objects.get().what == What.PLAY
    logged = ChangeEvent.objects.get(action="outreach.note")
    assert (logged.case_id, logged.pupil_id, logged.codes) == (None, None, {})


def test_two_people_may_have_the_same_key(cast: Cast) -> None:
    note(cast)
    note(cast, part="milieu_worker")
    assert OutreachNote.objects.count() == 2


def test_database_refuses_a_second_row_of_the_same_note_and_one_from_the_future(
    cast: Cast,
) -> None:
    row = note(cast)
    row.pk = None
    with transaction.atomic(), pytest.raises(IntegrityError):
        row.save()
    with transaction.atomic(), pytest.raises(IntegrityError):
        OutreachNote.objects.update(at=NOW + timedelta(seconds=1))


def test_level_follows_the_number_unless_it_is_chosen(cast: Cast) -> None:
    chosen = Seen(Arena.CLUB, What.TALK, HowMany.ONE, level=Level.GROUP)
    assert note(cast, seen=QUARREL).level == Level.GROUP
    assert note(cast, key="key-11111", seen=PLAY).level == Level.ENVIRONMENT
    assert note(cast, key="key-22222", seen=chosen).level == Level.GROUP


def test_note_that_waited_is_dated_when_it_happened_though_the_phones_clock_is_wrong(
    cast: Cast,
) -> None:
    wrong = datetime(2001, 1, 1, tzinfo=UTC)
    row = note_outreach(
        by=cast.actor("social_agent"),
        at=NOW,
        school=cast.furulia.public_id,
        seen=PLAY,
        client_key="key-00000",
        noted_at=wrong,
        sent_at=wrong + timedelta(hours=2),
    )
    assert (row.at, row.received_at) == (NOW - timedelta(hours=2), NOW)


@pytest.mark.parametrize("part", STAFF_PARTS)
def test_only_agent_and_milieu_worker_note_and_only_at_their_school(cast: Cast, part: str) -> None:
    if part in WRITERS:
        note(cast, part=part)
    else:
        with pytest.raises(Refused):
            note(cast, part=part)
    with pytest.raises(Refused):
        note(cast, part=part, key="key-99999", school="granasen")
    assert OutreachNote.objects.count() == (part in WRITERS)


def test_picture_puts_each_note_where_the_rule_puts_it(cast: Cast) -> None:
    # The SQL twin of the rule, at each border of the day.
    for hour, minute in ((8, 29), (8, 30), (13, 44), (13, 45)):
        at = NOW.replace(hour=hour, minute=minute) - days(1)
        OutreachNote.objects.all().delete()
        many(cast, 5, at=at)
        assert get_picture(cast.actor("rector")).cells == {(Arena.YARD, part_of_day(at)): 5}


def test_few_notes_look_like_none_and_more_are_told_in_bands(cast: Cast) -> None:
    rector = cast.actor("rector")
    many(cast, 4)
    assert set(get_picture(rector).cells.values()) == {None}
    assert {band for _week, band in get_picture(rector).weeks} == {None}
    many(cast, 4)
    assert get_picture(rector).cells[Arena.YARD, PartOfDay.BEFORE] == 5
    assert get_picture(rector).weeks[-1][1] == 5


def test_picture_can_leave_out_the_good(cast: Cast) -> None:
    many(cast, 5)
    assert get_picture(cast.actor("rector"), only_watch=True).cells == {}
    many(cast, 5, seen=QUARREL)
    assert get_picture(cast.actor("rector"), only_watch=True).cells != {}


def test_picture_is_of_the_last_eight_weeks_from_a_monday(cast: Cast) -> None:
    first = NOW - days(NOW.weekday() + 49)
    many(cast, 5, at=first)
    many(cast, 5, at=first - days(1))
    found = get_picture(cast.actor("rector"))
    assert [band for _monday, band in found.weeks] == [5, *[None] * 7]
    assert found.weeks[0][0] == first.date()


def test_other_school_sees_nothing_and_leader_sees_schools_without_texts(cast: Cast) -> None:
    many(cast, 7)
    other, leader = cast.actor("other_rector"), cast.actor("agent_leader")
    assert (get_picture(other).cells, list_texts(other)) == ({}, [])
    assert list_texts(leader) == []
    told = {row.school.name: row.parts[PartOfDay.BEFORE] for row in list_side_by_side(leader)}
    assert told == {"Furulia skole": 5, "Granåsen skole": None}


def test_school_reads_the_newest_texts_and_no_more_than_fifty(cast: Cast) -> None:
    many(cast, 55)
    many(cast, 1, seen=QUARREL)
    texts = list_texts(cast.actor("milieu_worker"))
    assert (len(texts), {row.text for row in texts}) == (50, {"Alle fikk være med."})


def test_old_notes_are_forgotten(cast: Cast) -> None:
    note(cast, at=NOW - days(2))
    note(cast, key="key-11111")
    assert forget_old_notes(before=NOW - days(1)) == 1
    assert OutreachNote.objects.get().client_key == "key-11111"
