"""Minutes of one case, and the recap of a meeting: each reader gets what is the own."""

from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from felles.casework import actions
from felles.casework.actions import Conflict
from felles.casework.models import CaseItem, Measure, Minutes
from felles.casework.queries import NotVisible, get_case, get_minutes, get_recap, list_minutes
from felles.ledger.models import ChangeEvent, OutboxMessage
from felles.meetings.models import Meeting, Presence
from felles.meetings.queries import NotThere
from felles.rules.consent import AnswerKind
from felles.rules.decision import Refused
from felles.rules.meetings import MeetingState, RowState
from felles.rules.roles import Audience, Topic
from tests import make, rooms
from tests.cast import NOW, Cast, build_cast, days

pytestmark = pytest.mark.django_db


@pytest.fixture
def cast() -> Cast:
    """The district."""
    return build_cast()


@pytest.fixture
def meeting(cast: Cast) -> Meeting:
    """The innsatsteam of Furulia, called, with everybody on it."""
    return rooms.planned(cast)


def take_up(cast: Cast, meeting: Meeting, made: make.Made, *, promised_by: str = "health_nurse",
            topic: Topic = Topic.SCHOOL_ENVIRONMENT) -> CaseItem:  # fmt: skip
    """The case is dealt with, somebody promises something, and everybody who may was there."""
    item = actions.take_up_case(
        by=cast.actor("rector"), at=NOW, meeting_id=meeting.public_id, public_id=made.public_id
    )
    user, post = cast.users[promised_by], cast.posts[promised_by]
    Measure.objects.create(
        case=made.case, by=cast.users["rector"], at=NOW, item=item, goal="Mål", topic=topic.value,
        audience=Audience.TEAM.value, what=f"Løftet til {promised_by}", owner=user,
        organisation=post.organisation, due_on=NOW.date() + days(5),
    )  # fmt: skip
    item.row.state = RowState.DONE.value
    item.row.save()
    return item


def hold(meeting: Meeting) -> None:
    Meeting.objects.filter(pk=meeting.pk).update(state=MeetingState.HELD.value)


def written(cast: Cast, item: CaseItem, made: make.Made, *, approve: bool = True,
            topic: Topic = Topic.SCHOOL_ENVIRONMENT) -> Minutes:  # fmt: skip
    by = cast.actor("rector")
    minutes = actions.begin_minutes(
        by=by, at=NOW, public_id=made.public_id, row_id=item.row.public_id,
        text="Helsesykepleier møter Maja fast.", topic=topic,
    )  # fmt: skip
    if approve:
        actions.approve_minutes(
            by=by, at=NOW, public_id=made.public_id, minutes_id=minutes.public_id, version=1
        )
    return minutes


def texts(cast: Cast, part: str, made: make.Made) -> list[str]:
    """The minutes that the part meets in the case's list."""
    actor = cast.actor(part)
    rows = list_minutes(actor, get_case(actor, made.public_id)).rows
    return [row.minutes.text for row in rows]


# --- Minutes ---


def test_service_reads_the_minutes_once_they_are_approved(cast: Cast, meeting: Meeting) -> None:
    made = make.in_measures(cast)
    minutes = written(cast, take_up(cast, meeting, made), made, approve=False)
    assert texts(cast, "social_agent", made) == ["Helsesykepleier møter Maja fast."]
    assert texts(cast, "health_nurse", made) == []
    actions.approve_minutes(
        by=cast.actor("social_teacher"), at=NOW, public_id=made.public_id,
        minutes_id=minutes.public_id, version=1,
    )  # fmt: skip
    assert texts(cast, "health_nurse", made) == ["Helsesykepleier møter Maja fast."]


def test_service_reads_no_minutes_on_a_topic_outside_its_consent(
    cast: Cast, meeting: Meeting
) -> None:
    made = make.in_team(cast, topics=frozenset({Topic.SCHOOL_ENVIRONMENT}))
    item = take_up(cast, meeting, made, promised_by="rector", topic=Topic.HOME)
    minutes = written(cast, item, made, topic=Topic.HOME)
    nurse = cast.actor("health_nurse")
    assert texts(cast, "health_nurse", made) == []
    with pytest.raises(NotVisible):
        get_minutes(nurse, get_case(nurse, made.public_id), minutes.public_id)


def test_minutes_show_a_service_only_promises_on_its_topics(cast: Cast, meeting: Meeting) -> None:
    made = make.in_team(cast, topics=frozenset({Topic.SCHOOL_ENVIRONMENT}))
    item = take_up(cast, meeting, made, promised_by="rector", topic=Topic.HOME)
    minutes = written(cast, item, made)
    for part, expected in (("health_nurse", 0), ("rector", 1)):
        actor = cast.actor(part)
        page = get_minutes(actor, get_case(actor, made.public_id), minutes.public_id)
        assert len(page.measures) == expected
        assert bool(page.may_correct) == (part == "rector")


def test_withdrawal_takes_the_minutes_out_of_sight_of_the_service(
    cast: Cast, meeting: Meeting
) -> None:
    made = make.in_measures(cast)
    written(cast, take_up(cast, meeting, made), made)
    make.answer(cast, made, 0, kind=AnswerKind.WITHDRAWN)
    with pytest.raises(NotVisible):
        texts(cast, "health_nurse", made)
    assert texts(cast, "rector", made)


def test_approved_minutes_do_not_change(cast: Cast, meeting: Meeting) -> None:
    made = make.in_measures(cast)
    minutes = written(cast, take_up(cast, meeting, made), made)
    about: dict[str, Any] = {"by": cast.actor("rector"), "at": NOW, "public_id": made.public_id,
             "minutes_id": minutes.public_id}  # fmt: skip
    with pytest.raises(Refused, match="godkjent"):
        actions.write_minutes(
            **about, version=2, text="Noe annet", topic=Topic.HOME, audience=Audience.TEAM
        )
    with pytest.raises(Refused, match="godkjent"):
        actions.approve_minutes(**about, version=2)
    minutes.refresh_from_db()
    assert minutes.text == "Helsesykepleier møter Maja fast."


def test_what_was_wrong_is_put_right_in_a_new_version_and_the_old_one_stays(
    cast: Cast, meeting: Meeting
) -> None:
    made = make.in_measures(cast)
    first = written(cast, take_up(cast, meeting, made), made)
    by = cast.actor("social_teacher")
    about: dict[str, Any] = {"by": by, "at": NOW, "public_id": made.public_id}
    with pytest.raises(Refused, match="hvorfor"):
        actions.correct_minutes(**about, minutes_id=first.public_id, why=" ")
    second = actions.correct_minutes(**about, minutes_id=first.public_id, why="Feil dag")
    # Until it is approved, the service reads the earlier one; then only the newest.
    assert texts(cast, "health_nurse", made) == [first.text]
    actions.write_minutes(
        **about, minutes_id=second.public_id, version=1, text="På tirsdager.",
        topic=Topic.SCHOOL_ENVIRONMENT, audience=Audience.TEAM,
    )  # fmt: skip
    actions.approve_minutes(**about, minutes_id=second.public_id, version=2)
    assert texts(cast, "health_nurse", made) == ["På tirsdager."]
    page = get_minutes(by, get_case(by, made.public_id), first.public_id)
    assert [one.number for one in page.versions] == [2, 1]
    assert page.minutes.text == "Helsesykepleier møter Maja fast."
    nurse = cast.actor("health_nurse")
    with pytest.raises(NotVisible):
        get_minutes(nurse, get_case(nurse, made.public_id), first.public_id)
    with pytest.raises(Refused, match="nyere"):
        actions.correct_minutes(**about, minutes_id=first.public_id, why="Igjen")


def test_correction_for_the_school_alone_takes_the_earlier_text_from_services(
    cast: Cast, meeting: Meeting
) -> None:
    made = make.in_measures(cast)
    first = written(cast, take_up(cast, meeting, made), made)
    about: dict[str, Any] = {"by": cast.actor("rector"), "at": NOW, "public_id": made.public_id}
    second = actions.correct_minutes(**about, minutes_id=first.public_id, why="Sa for mye")
    actions.write_minutes(
        **about, minutes_id=second.public_id, version=1, text="Bare skolen.",
        topic=Topic.SCHOOL_ENVIRONMENT, audience=Audience.SCHOOL,
    )  # fmt: skip
    actions.approve_minutes(**about, minutes_id=second.public_id, version=2)
    assert texts(cast, "health_nurse", made) == []


def test_second_writer_of_the_minutes_is_told(cast: Cast, meeting: Meeting) -> None:
    made = make.in_measures(cast)
    minutes = written(cast, take_up(cast, meeting, made), made, approve=False)
    about: dict[str, Any] = {"by": cast.actor("rector"), "at": NOW, "public_id": made.public_id,
             "minutes_id": minutes.public_id}  # fmt: skip
    text: dict[str, Any] = {"topic": Topic.SCHOOL_ENVIRONMENT, "audience": Audience.TEAM}
    actions.write_minutes(**about, **text, version=1, text="Først")
    with pytest.raises(Conflict):
        actions.write_minutes(**about, **text, version=1, text="Sist")
    # Nor is a text approved that the approver has not seen.
    with pytest.raises(Conflict):
        actions.approve_minutes(**about, version=1)


def test_only_those_who_lead_meetings_write_minutes(cast: Cast, meeting: Meeting) -> None:
    made = make.in_measures(cast)
    item = take_up(cast, meeting, made)
    for part in ("social_agent", "health_nurse", "contact_teacher"):
        with pytest.raises(Refused):
            actions.begin_minutes(
                by=cast.actor(part), at=NOW, public_id=made.public_id, row_id=item.row.public_id
            )
    other = make.in_measures(cast)
    with pytest.raises(NotVisible):
        actions.begin_minutes(
            by=cast.actor("rector"), at=NOW, public_id=other.public_id, row_id=item.row.public_id
        )


def test_minutes_name_to_a_service_those_only_whom_the_guardians_allow(
    cast: Cast, meeting: Meeting
) -> None:
    made = make.in_measures(cast)
    item = take_up(cast, meeting, made)
    for attendee in meeting.attendees.all():
        Presence.objects.create(row=item.row, attendee=attendee)
    minutes = written(cast, item, made)
    make.answer(
        cast, made, 0, kind=AnswerKind.YES_SOME, services=make.WITHOUT_CHILD_WELFARE,
        named=("social_agent",),
    )  # fmt: skip
    who = {}
    for part in ("rector", "health_nurse"):
        actor = cast.actor(part)
        page = get_minutes(actor, get_case(actor, made.public_id), minutes.public_id)
        who[part] = {one.post.user.username for one in page.present}
    assert who["rector"] == set(rooms.PARTS)
    assert who["health_nurse"] == set(rooms.PARTS) - {"child_welfare_intake"}


# --- Recap ---


def promised(cast: Cast, part: str, meeting: Meeting) -> list[str]:
    recap = get_recap(cast.actor(part), meeting.public_id)
    return [one.measure.what for who in recap.promisers for one in who.commitments]


def test_chair_reads_every_promise_and_each_member_the_own(cast: Cast, meeting: Meeting) -> None:
    take_up(cast, meeting, make.in_measures(cast))
    take_up(cast, meeting, make.in_measures(cast), promised_by="club_leader")
    take_up(cast, meeting, make.in_measures(cast), promised_by="social_agent")
    assert len(promised(cast, "rector", meeting)) == 3
    for part in ("health_nurse", "club_leader", "social_agent"):
        assert promised(cast, part, meeting) == [f"Løftet til {part}"]
        recap = get_recap(cast.actor(part), meeting.public_id)
        assert (recap.without, recap.postponed, recap.is_led) == ([], [], False)
    assert promised(cast, "oslohjelpa", meeting) == []


def test_chair_sees_what_was_taken_up_and_gave_no_promise(cast: Cast, meeting: Meeting) -> None:
    made, put_off = make.in_measures(cast), make.in_team(cast)
    Measure.objects.filter(item=take_up(cast, meeting, made)).delete()
    later = take_up(cast, meeting, put_off)
    Measure.objects.filter(item=later).delete()
    later.row.state = RowState.POSTPONED.value
    later.row.save()
    recap = get_recap(cast.actor("rector"), meeting.public_id)
    assert [row.public_id for row in recap.without] == [made.public_id]
    assert [row.public_id for row in recap.postponed] == [put_off.public_id]


def test_recap_of_a_service_is_empty_when_consent_has_gone(cast: Cast, meeting: Meeting) -> None:
    made = make.in_measures(cast)
    take_up(cast, meeting, made)
    make.answer(cast, made, 0, kind=AnswerKind.WITHDRAWN)
    assert promised(cast, "health_nurse", meeting) == []
    assert promised(cast, "rector", meeting) == ["Løftet til health_nurse"]


def test_who_was_not_called_finds_a_recap_only_by_an_own_promise(
    cast: Cast, meeting: Meeting
) -> None:
    made = make.in_measures(cast)
    for part in ("contact_teacher", "bup", "other_rector"):
        with pytest.raises(NotThere):
            get_recap(cast.actor(part), meeting.public_id)
    take_up(cast, meeting, made, promised_by="contact_teacher")
    assert promised(cast, "contact_teacher", meeting) == ["Løftet til contact_teacher"]


def test_recap_costs_the_same_with_one_promise_and_with_many(cast: Cast, meeting: Meeting) -> None:
    counts = set()
    for _number in range(3):
        take_up(cast, meeting, make.in_measures(cast))
        with CaptureQueriesContext(connection) as queries:
            get_recap(cast.actor("rector"), meeting.public_id)
        counts.add(len(queries))
    assert len(counts) == 1


def test_recap_is_sent_to_those_who_promised_without_a_word_of_what(
    cast: Cast, meeting: Meeting
) -> None:
    take_up(cast, meeting, make.in_measures(cast))
    by = cast.actor("rector")
    with pytest.raises(Refused):
        actions.send_recap(by=by, at=NOW, meeting_id=meeting.public_id)
    hold(meeting)
    assert actions.send_recap(by=by, at=NOW, meeting_id=meeting.public_id) == 1
    notice = OutboxMessage.objects.get(kind="meeting_recap")
    assert (notice.recipient_id, notice.case_id) == (cast.users["health_nurse"].pk, None)
    change = ChangeEvent.objects.get(action="meeting.recap")
    assert (change.case_id, change.codes) == (None, {})
    with pytest.raises(NotThere):
        actions.send_recap(by=cast.actor("health_nurse"), at=NOW, meeting_id=meeting.public_id)
