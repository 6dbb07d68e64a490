"""What stands in the minutes of one case in one meeting, and nothing of another case or meeting."""

from dataclasses import dataclass, field
from datetime import timedelta

import pytest

from felles.casework.models import BoardDecision, CaseItem, Minutes
from felles.casework.queries import CaseView, NotVisible, get_case, get_minutes, list_minutes
from felles.casework.queries.minutes import MinutesPage, list_approved_minutes
from felles.meetings.models import Presence
from felles.rules.access import Actor, Permission
from felles.rules.consent import AnswerKind
from felles.rules.meetings import RowState
from felles.rules.roles import Audience, Topic
from tests import make, rooms
from tests.casework.test_minutes import take_up, written
from tests.cast import NOW, Cast, build_cast
from tests.make import Made
from tests.permissions import give_all, take_away

pytestmark = pytest.mark.django_db
LATER = NOW + timedelta(hours=4)


@pytest.fixture
def cast() -> Cast:
    """The district."""
    return build_cast()


@dataclass
class Held:
    """Two cases in one meeting, and the first of them in another one too."""

    made: Made
    other: Made
    items: list[CaseItem]
    minutes: list[Minutes] = field(default_factory=list)


# Who was in the room for each of the three lines.
THERE = ("health_nurse", "club_leader", "oslohjelpa")


@pytest.fixture
def held(cast: Cast) -> Held:
    """Each line with a decision, a promise, somebody who was there, and approved minutes."""
    made, other = make.in_measures(cast), make.in_measures(cast)
    first, second = rooms.planned(cast), rooms.planned(cast, starts_at=LATER)
    where = [(first, made), (first, other), (second, made)]
    held = Held(made, other, [])
    for number, (meeting, one) in enumerate(where):
        item = take_up(cast, meeting, one, promised_by=THERE[number])
        BoardDecision.objects.create(
            case=one.case, by=cast.users["rector"], at=NOW, item=item, held_on=NOW.date(),
            board="innsatsteam", outcome="team_decide", text=f"Vedtak {number}",
            audience=Audience.TEAM.value,
        )  # fmt: skip
        attendee = meeting.attendees.get(post=cast.posts[THERE[number]])
        Presence.objects.create(row=item.row, attendee=attendee)
        held.items.append(item)
        held.minutes.append(written(cast, item, one))
    return held


def seen(cast: Cast, part: str, made: Made) -> tuple[Actor, CaseView]:
    actor = cast.actor(part)
    return actor, get_case(actor, made.public_id)


def page(cast: Cast, part: str, held: Held, number: int) -> MinutesPage:
    made = held.other if number == 1 else held.made
    return get_minutes(*seen(cast, part, made), held.minutes[number].public_id)


@pytest.mark.parametrize("number", range(3))
@pytest.mark.parametrize("part", ["rector", "health_nurse"])
def test_minutes_hold_what_belongs_to_the_line_alone(
    cast: Cast, held: Held, part: str, number: int
) -> None:
    found = page(cast, part, held, number)
    assert [one.text for one in found.decisions] == [f"Vedtak {number}"]
    assert [one.what for one in found.measures] == [f"Løftet til {THERE[number]}"]
    assert [one.post.user.username for one in found.present] == [THERE[number]]
    assert [one.pk for one in found.versions] == [held.minutes[number].pk]
    assert found.is_newest


def test_minutes_are_not_found_in_another_case(cast: Cast, held: Held) -> None:
    for part in ("rector", "health_nurse"):
        with pytest.raises(NotVisible):
            get_minutes(*seen(cast, part, held.other), held.minutes[0].public_id)


def test_list_of_a_case_holds_its_own_minutes_the_latest_meeting_first(
    cast: Cast, held: Held
) -> None:
    for part in ("rector", "health_nurse"):
        actor, view = seen(cast, part, held.made)
        rows = list_minutes(actor, view).rows
        assert [row.minutes.pk for row in rows] == [held.minutes[2].pk, held.minutes[0].pk]
        approved = {row.minutes.pk for row in list_approved_minutes(actor, view)}
        assert approved == {held.minutes[0].pk, held.minutes[2].pk}


def correct(held: Held, number: int, *, is_approved: bool, audience: Audience) -> Minutes:
    """A later version of some minutes, as it would stand."""
    last = Minutes.objects.filter(item=held.items[number]).order_by("-number")[0]
    return Minutes.objects.create(
        case=last.case, by=last.by, at=NOW, item=last.item, number=last.number + 1,
        text=f"Versjon {last.number + 1}", why_corrected="Feil dag", audience=audience.value,
        approved_by=last.by if is_approved else None, approved_at=NOW if is_approved else None,
    )  # fmt: skip


def test_school_reads_every_version_and_a_service_the_newest_that_is_approved(
    cast: Cast, held: Held
) -> None:
    second = correct(held, 0, is_approved=True, audience=Audience.TEAM)
    draft = correct(held, 0, is_approved=False, audience=Audience.TEAM)
    actor, view = seen(cast, "rector", held.made)
    found = get_minutes(actor, view, second.public_id)
    assert [one.number for one in found.versions] == [3, 2, 1]
    assert not found.is_newest
    newest = {row.minutes.pk for row in list_minutes(actor, view).rows}
    assert newest == {draft.pk, held.minutes[2].pk}
    approved = {row.minutes.pk for row in list_approved_minutes(actor, view)}
    assert approved == {second.pk, held.minutes[2].pk}
    nurse, view = seen(cast, "health_nurse", held.made)
    # The other meeting's minutes stay, though this one's have a later version.
    rows = {row.minutes.pk for row in list_minutes(nurse, view).rows}
    assert rows == {second.pk, held.minutes[2].pk}
    assert [one.number for one in get_minutes(nurse, view, second.public_id).versions] == [2]
    for hidden in (draft, held.minutes[0]):
        with pytest.raises(NotVisible):
            get_minutes(nurse, view, hidden.public_id)


def may(found: MinutesPage) -> tuple[bool, bool, bool]:
    return bool(found.may_write), bool(found.may_approve), bool(found.may_correct)


def test_minutes_are_corrected_in_their_newest_version_by_those_who_lead_meetings(
    cast: Cast, held: Held, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert may(page(cast, "rector", held, 0)) == (False, False, True)
    assert may(page(cast, "social_agent", held, 0)) == (False, False, False)
    draft = correct(held, 0, is_approved=False, audience=Audience.TEAM)
    assert may(page(cast, "rector", held, 0)) == (False, False, False)
    # A later version of another meeting's minutes has nothing to do with these.
    assert may(page(cast, "rector", held, 2)) == (False, False, True)
    rector, view = seen(cast, "rector", held.made)
    assert may(get_minutes(rector, view, draft.public_id)) == (True, True, False)
    agent, view = seen(cast, "social_agent", held.made)
    assert may(get_minutes(agent, view, draft.public_id)) == (False, False, False)
    with monkeypatch.context() as patch:
        give_all(patch, Permission.MEETING_LEAD)
        assert may(page(cast, "health_nurse", held, 2)) == (False, False, False)
        assert may(page(cast, "social_agent", held, 2)) == (False, False, True)
    take_away(monkeypatch, Permission.MEETING_LEAD)
    assert may(page(cast, "rector", held, 2)) == (False, False, False)


def test_minutes_show_each_reader_the_decisions_that_may_be_read(cast: Cast, held: Held) -> None:
    make.answer(cast, held.made, 0, topics=frozenset({Topic.SCHOOL_ENVIRONMENT}))
    about: dict[str, object] = {
        "case": held.made.case, "by": cast.users["social_teacher"], "at": NOW,
        "item": held.items[0], "held_on": NOW.date(), "board": "innsatsteam",
        "outcome": "team_decide",
    }  # fmt: skip
    for audience, topic in (
        (Audience.RESTRICTED, Topic.SCHOOL_ENVIRONMENT),
        (Audience.SCHOOL, Topic.SCHOOL_ENVIRONMENT),
        (Audience.TEAM, Topic.HOME),
    ):
        BoardDecision.objects.create(
            **about,
            audience=audience.value,
            topic=topic.value,
            text=f"{audience.name} {topic.name}",
        )

    def shown(part: str) -> set[str]:
        return {one.text for one in page(cast, part, held, 0).decisions}

    team, school = {"Vedtak 0"}, {"SCHOOL SCHOOL_ENVIRONMENT", "TEAM HOME"}
    assert shown("health_nurse") == team
    assert shown("rector") == team | school
    assert shown("social_teacher") == team | school | {"RESTRICTED SCHOOL_ENVIRONMENT"}


def test_question_of_the_line_is_the_schools(cast: Cast, held: Held) -> None:
    CaseItem.objects.filter(pk=held.items[0].pk).update(question="Hva gjør vi?")
    assert page(cast, "rector", held, 0).question == "Hva gjør vi?"
    assert page(cast, "health_nurse", held, 0).question == ""


def test_meeting_is_led_by_those_who_lead_meetings_there(cast: Cast, held: Held) -> None:
    assert page(cast, "rector", held, 0).is_led
    assert not page(cast, "health_nurse", held, 0).is_led


def missing(cast: Cast, part: str, made: Made) -> list[CaseItem]:
    return list_minutes(*seen(cast, part, made)).missing


def test_lines_without_minutes_are_told_to_those_who_write_them(
    cast: Cast, held: Held, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert missing(cast, "rector", held.made) == []
    Minutes.objects.all().delete()
    assert missing(cast, "rector", held.made) == [held.items[2], held.items[0]]
    assert missing(cast, "rector", held.other) == [held.items[1]]
    assert missing(cast, "social_agent", held.made) == []
    held.items[2].row.state = RowState.WAITING.value
    held.items[2].row.save()
    assert missing(cast, "rector", held.made) == [held.items[0]]
    with monkeypatch.context() as patch:
        give_all(patch, Permission.MEETING_LEAD)
        assert missing(cast, "health_nurse", held.made) == []
        assert missing(cast, "social_agent", held.made) == [held.items[0]]


def test_service_is_told_of_the_school_of_itself_and_of_those_with_every_yes(
    cast: Cast, held: Held
) -> None:
    row = held.items[0].row
    for part in ("rector", "club_leader", "child_welfare_intake"):
        attendee = row.meeting.attendees.get(post=cast.posts[part])
        Presence.objects.create(row=row, attendee=attendee)
    make.answer(
        cast, held.made, 0, kind=AnswerKind.YES_SOME, services=("health", "oslohjelpa"),
    )  # fmt: skip
    everybody = ["rector", "child_welfare_intake", "club_leader", "health_nurse"]
    for part, there in (("rector", everybody), ("health_nurse", ["rector", "health_nurse"])):
        found = page(cast, part, held, 0)
        assert [one.post.user.username for one in found.present] == there
