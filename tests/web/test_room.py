"""The chair's screen: nobody's name before the gate, and nothing that was typed is lost."""

import re
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from felles.casework import actions
from felles.casework.models import BoardDecision, Draft, Measure, Minutes
from felles.ledger.models import ReadEvent
from felles.meetings.actions import add_anonymous_row, add_common_row
from felles.meetings.models import AgendaRow, AnonymousDiscussion, Meeting, Presence, RowText
from felles.rules.consent import AnswerKind
from felles.rules.meetings import MeetingState, RowState
from tests import make, rooms
from tests.cast import NOW, Cast, build_cast
from tests.web.cases import heart, login

pytestmark = pytest.mark.django_db
KEPT_OUT = ("child_welfare_intake", "social_agent")
TOKEN = re.compile(r'name="form_token" value="([^"]+)"')


@pytest.fixture
def cast() -> Cast:
    return build_cast()


def address(meeting: Meeting, name: str = "meeting-room") -> str:
    return reverse(name, args=[meeting.public_id])


def send(client: Client, meeting: Meeting, do: str, **data: Any) -> Any:
    """Press a button of the room's page, as a browser without scripts."""
    page = client.get(address(meeting))
    token = TOKEN.findall(page.content.decode())[-1]
    return client.post(address(meeting), {"form_token": token, "do": do, **data})


def typed(row: AgendaRow, **fields: str) -> dict[str, str]:
    """The form of an open case, filled in."""
    made = row.case_item.case
    made.refresh_from_db()
    return {
        "row": row.public_id,
        "case_version": str(made.version),
        "outcome": "start",
        "why": "Hun trives med en voksen.",
        "evaluate_on": "2027-01-10",
        "topic": "1",
        "goal": "Venner",
        "give-school": "Trygg voksen",
        "due-school": "1",
        "topic-school": "1",
        **fields,
    }


def state_of(row: AgendaRow) -> RowState:
    return RowState(AgendaRow.objects.values_list("state", flat=True).get(pk=row.pk))


def test_whole_case_takes_four_clicks_and_no_script(client: Client, cast: Cast) -> None:
    meeting, made = rooms.planned(cast), rooms.ready(cast)
    row = rooms.take_up(cast, meeting, made, "Hvem hjelper Maja?")
    login(client, cast, "rector")
    there = [rooms.attendee(cast, meeting, part).public_id for part in rooms.PARTS]
    send(client, meeting, "start", in_room=there)
    assert send(client, meeting, "open", row=row.public_id).status_code == 302
    page = heart(client.get(address(meeting)))
    assert "Maja Prøvesen" in page
    assert "Hvem hjelper Maja?" in page
    assert "Skolehelsetjenesten" in page
    assert send(client, meeting, "finish", **typed(row)).status_code == 302
    assert state_of(row) is RowState.DONE
    assert Measure.objects.filter(item__row=row, what="Trygg voksen").count() == 1
    assert Minutes.objects.filter(item__row=row).count() == 1


def test_no_name_and_no_read_row_before_the_gate_is_passed(client: Client, cast: Cast) -> None:
    meeting = rooms.planned(cast)
    row = rooms.take_up(cast, meeting, make.not_child_welfare(cast), "Hvem hjelper?")
    rooms.take_up(
        cast,
        meeting,
        make.in_team(cast),
        "Noe annet",
    )
    rooms.start(cast, meeting)
    login(client, cast, "rector")
    for name in ("meeting-room", "meeting-screen", "meeting-close"):
        page = heart(client.get(address(meeting, name)))
        for word in (
            "Maja",
            "Prøvesen",
            "6B",
            "Hvem hjelper?",
            "Noe annet",
            row.case_item.case.public_id,
        ):
            assert word not in page, (name, word)
    assert not ReadEvent.objects.exists()
    page = heart(client.get(address(meeting)))
    assert "Child Welfare Intake" in page
    assert "Begge har gått. Vis saken" in page
    answer = send(client, meeting, "open", row=row.public_id)
    assert answer.status_code == 422
    assert "Maja" not in answer.content.decode()
    assert not Presence.objects.exists()


def test_case_closes_on_the_screen_when_somebody_enters(client: Client, cast: Cast) -> None:
    meeting, made = rooms.planned(cast), make.not_child_welfare(cast)
    row = rooms.take_up(cast, meeting, made)
    rooms.start(cast, meeting, ["rector", "health_nurse"])
    rooms.open_line(cast, meeting, row)
    login(client, cast, "rector")
    assert "Maja" in client.get(address(meeting)).content.decode()
    welfare = rooms.attendee(cast, meeting, "child_welfare_intake")
    send(client, meeting, "place", place=f"{welfare.public_id}:in")
    for name in ("meeting-room", "meeting-screen"):
        assert "Maja" not in client.get(address(meeting, name)).content.decode()
    assert "Saken er lukket på skjermen" in heart(client.get(address(meeting)))
    send(client, meeting, "open", row=row.public_id, gone=[welfare.public_id])
    assert "Maja" in client.get(address(meeting)).content.decode()


def test_withdrawal_in_the_middle_is_told_and_the_text_stays(client: Client, cast: Cast) -> None:
    meeting, made = rooms.planned(cast), rooms.ready(cast)
    row = rooms.take_up(cast, meeting, made)
    rooms.start(cast, meeting)
    rooms.open_line(cast, meeting, row)
    login(client, cast, "rector")
    data = typed(row)
    token = TOKEN.findall(client.get(address(meeting)).content.decode())[-1]
    make.answer(cast, made, 0, kind=AnswerKind.WITHDRAWN)
    answer = client.post(address(meeting), {"form_token": token, "do": "finish", **data})
    assert answer.status_code == 422
    page = answer.content.decode()
    assert "Maja" not in page
    assert "Det dere har skrevet, er tatt vare på." in page
    texts = dict(RowText.objects.filter(row=row).values_list("field", "text"))
    assert texts["why"] == data["why"]
    assert texts["give-school"] == data["give-school"]
    assert not Measure.objects.exists()
    assert not Minutes.objects.exists()
    # The screen shows nobody either, once consent is gone.
    assert "Maja" not in client.get(address(meeting, "meeting-screen")).content.decode()
    send(client, meeting, "postpone", row=row.public_id)
    assert state_of(row) is RowState.POSTPONED


def test_double_click_on_ferdig_is_one_decision(client: Client, cast: Cast) -> None:
    meeting, made = rooms.planned(cast), rooms.ready(cast)
    row = rooms.take_up(cast, meeting, made)
    rooms.start(cast, meeting)
    rooms.open_line(cast, meeting, row)
    login(client, cast, "rector")
    data = {"form_token": "one", "do": "finish", **typed(row)}
    assert [client.post(address(meeting), data).status_code for _click in "12"] == [302, 302]
    assert Measure.objects.filter(item__row=row).count() == 1
    assert BoardDecision.objects.filter(item__row=row).count() == 1
    assert not Draft.objects.exists()


def test_what_is_missing_is_shown_with_where_to_mend_it(client: Client, cast: Cast) -> None:
    meeting, made = rooms.planned(cast), make.in_team(cast)
    row = rooms.take_up(cast, meeting, made)
    rooms.start(cast, meeting)
    rooms.open_line(cast, meeting, row)
    login(client, cast, "rector")
    assert f"/sak/{made.public_id}/samtale/?slag=mote" in heart(client.get(address(meeting)))
    answer = send(client, meeting, "finish", **typed(row))
    assert answer.status_code == 422
    page = heart(answer)
    assert "Møte med elev og foresatte" in page
    assert "Hun trives med en voksen." in page
    assert state_of(row) is RowState.OPEN


def test_two_who_wrote_the_same_field_see_both_texts(client: Client, cast: Cast) -> None:
    meeting = rooms.planned(cast)
    row = rooms.take_up(cast, meeting, rooms.ready(cast))
    rooms.start(cast, meeting)
    rooms.open_line(cast, meeting, row)
    how = {"at": NOW, "meeting_id": meeting.public_id, "row_id": row.public_id, "base": 0}
    by = cast.actor("social_teacher")
    actions.write_in_room(by=by, **how, field="why", text="Sosiallærers ord.")  # type: ignore[arg-type]
    login(client, cast, "rector")
    answer = send(client, meeting, "finish", **typed(row, why="Rektors ord."))
    assert answer.status_code == 409
    page = heart(answer)
    assert "Rektors ord." in page
    assert "Sosiallærers ord." in page
    assert state_of(row) is RowState.OPEN
    revision = re.findall(r'name="rev-why" value="(\d+)"', page)[0]
    data = typed(row, why="Begges ord.", **{"rev-why": revision})
    assert send(client, meeting, "finish", **data).status_code == 302
    assert Minutes.objects.get(item__row=row).text == "Begges ord."


def test_two_on_different_fields_never_collide(client: Client, cast: Cast) -> None:
    meeting = rooms.planned(cast)
    row = rooms.take_up(cast, meeting, rooms.ready(cast))
    rooms.start(cast, meeting)
    rooms.open_line(cast, meeting, row)
    for part, name in (("rector", "why"), ("social_teacher", "goal"), ("rector", "give-school")):
        login(client, cast, part)
        data = {"row": row.public_id, "field": name, "text": f"Fra {part}", "base": "0"}
        found = client.post(address(meeting, "meeting-text"), data).json()
        assert found["revision"] == 1
        assert "other" not in found
        assert found["said"] == "Lagret kl. 8.00" or found["said"] == "Lagret kl. 08.00"


def test_what_a_member_writes_turns_up_at_the_chairs(client: Client, cast: Cast) -> None:
    meeting = rooms.planned(cast)
    row = rooms.take_up(cast, meeting, rooms.ready(cast))
    rooms.start(cast, meeting)
    rooms.open_line(cast, meeting, row)
    url = address(meeting, "meeting-contribute")
    login(client, cast, "health_nurse")
    assert "Maja Prøvesen" in client.get(url).content.decode()
    assert client.post(url, {"text": "Samtale hver uke", "base": "0"}).status_code == 302
    login(client, cast, "rector")
    assert "Samtale hver uke" in heart(client.get(address(meeting)))
    reads = ReadEvent.objects.count()
    poll = {"row": row.public_id, "since": "0"}
    news = client.post(address(meeting, "meeting-text"), poll).json()
    name = f"give-{cast.service('health').public_id}"
    assert news["texts"] == {name: {"text": "Samtale hver uke", "revision": 1}}
    # Words left the house, so there is a row; asking again for nothing new leaves none.
    assert ReadEvent.objects.count() == reads + 1
    client.post(address(meeting, "meeting-text"), {**poll, "since": str(news["since"])})
    assert ReadEvent.objects.count() == reads + 1


def test_text_for_a_case_that_is_shut_is_kept_for_its_writer(client: Client, cast: Cast) -> None:
    meeting = rooms.planned(cast)
    row = rooms.take_up(cast, meeting, rooms.ready(cast))
    rooms.start(cast, meeting)
    login(client, cast, "rector")
    data = {"row": row.public_id, "field": "why", "text": "Skrevet for sent", "base": "0"}
    assert client.post(address(meeting, "meeting-text"), data).json() == {"closed": True}
    assert "Skrevet for sent" in str(Draft.objects.get().data)
    assert not RowText.objects.exists()


def test_screen_that_looks_again_shows_nothing_new_and_logs_nothing(
    client: Client, cast: Cast
) -> None:
    meeting = rooms.planned(cast)
    row = rooms.take_up(cast, meeting, rooms.ready(cast), "Hvem hjelper?")
    rooms.start(cast, meeting)
    rooms.open_line(cast, meeting, row)
    login(client, cast, "rector")
    url = address(meeting, "meeting-screen")
    page = client.get(url).content.decode()
    assert "Maja Prøvesen" in page
    assert "Hvem hjelper?" in page
    again = re.findall(r'hx-get="([^"]+)"', page)[0]
    reads = ReadEvent.objects.count()
    assert client.get(again, headers={"HX-Request": "true"}).status_code == 204
    assert ReadEvent.objects.count() == reads == 1
    data = {"row": row.public_id, "field": "why", "text": "Ny tekst", "base": "0"}
    client.post(address(meeting, "meeting-text"), data)
    assert "Ny tekst" in client.get(again, headers={"HX-Request": "true"}).content.decode()
    assert ReadEvent.objects.count() == reads + 1


def test_what_the_pupil_would_not_share_and_school_texts_are_on_no_shared_screen(
    client: Client, cast: Cast
) -> None:
    meeting, made = rooms.planned(cast), rooms.ready(cast)
    by = cast.actor("social_teacher")
    actions.write_child_voice(
        by=by, at=NOW, public_id=made.public_id, said="Jeg vil ha en venn.",
        not_to_share="At jeg gråt.", told_on=by.on,
    )  # fmt: skip
    actions.log_talk(
        by=by,
        at=NOW,
        public_id=made.public_id,
        kind="guardians",
        held_on=by.on,
        who="Mor",
        note="Mor er redd.",
    )
    row = rooms.take_up(cast, meeting, made)
    rooms.start(cast, meeting)
    rooms.open_line(cast, meeting, row)
    login(client, cast, "social_teacher")
    room, screen = (
        client.get(address(meeting, name)).content.decode()
        for name in ("meeting-room", "meeting-screen")
    )
    assert "Jeg vil ha en venn." in room
    assert "Jeg vil ha en venn." in screen
    assert "gråt" not in room + screen
    assert "Mor er redd." not in screen
    # The chair reads it, behind a fold that says so.
    assert "Mor er redd." in room.split("Mer som bare du kan lese her")[1]


def test_anonymous_discussion_leaves_no_text_and_no_link(client: Client, cast: Cast) -> None:
    meeting = rooms.planned(cast)
    row = add_anonymous_row(by=cast.actor("rector"), at=NOW, public_id=meeting.public_id, minutes=5)
    rooms.start(cast, meeting)
    rooms.open_line(cast, meeting, row)
    login(client, cast, "rector")
    data = {"row": row.public_id, "field": "advice", "text": "Snakk med", "base": "0"}
    client.post(address(meeting, "meeting-text"), data)
    assert RowText.objects.get(row=row).by_id is None
    form = {"row": row.public_id, "themes": ["1"], "grades": "5-7"}
    answer = send(client, meeting, "anonymous", **form, advice="Ring 98765432.")
    assert answer.status_code == 422
    assert (
        send(client, meeting, "anonymous", **form, advice="Snakk med hjemmet tidlig.").status_code
        == 302
    )
    found = AnonymousDiscussion.objects.get()
    assert (found.advice, found.school) == ("Snakk med hjemmet tidlig.", cast.furulia)
    assert state_of(row) is RowState.DONE
    assert not RowText.objects.exists()


def test_common_point_keeps_nothing_but_that_it_is_done(client: Client, cast: Cast) -> None:
    meeting = rooms.planned(cast)
    row = add_common_row(
        by=cast.actor("rector"), at=NOW, public_id=meeting.public_id, title="Skolemiljø", minutes=5
    )
    rooms.start(cast, meeting)
    rooms.open_line(cast, meeting, row)
    login(client, cast, "rector")
    assert "Skolemiljø" in heart(client.get(address(meeting)))
    assert send(client, meeting, "common", row=row.public_id).status_code == 302
    assert state_of(row) is RowState.DONE
    page = heart(client.get(address(meeting)))
    assert "Alt er tatt opp" in page
    token = TOKEN.findall(client.get(address(meeting, "meeting-close")).content.decode())[-1]
    came = [rooms.attendee(cast, meeting, "rector").public_id]
    client.post(address(meeting, "meeting-close"), {"form_token": token, "came": came})
    meeting.refresh_from_db()
    assert MeetingState(meeting.state) is MeetingState.HELD


def test_another_case_can_be_taken_first(client: Client, cast: Cast) -> None:
    meeting = rooms.planned(cast)
    rooms.take_up(cast, meeting, make.in_team(cast))
    second = rooms.take_up(cast, meeting, make.in_team(cast))
    rooms.start(cast, meeting)
    login(client, cast, "rector")
    url = f"{address(meeting)}?sak={second.public_id}"
    assert f'name="row" value="{second.public_id}"' in heart(client.get(url))


def member_page(client: Client, cast: Cast, meeting: Meeting, part: str) -> tuple[int, str]:
    login(client, cast, part)
    answer = client.get(address(meeting, "meeting-contribute"))
    text = re.sub(r'"X-CSRFToken": "[^"]*"|value="[A-Za-z0-9]{64}"', "", answer.content.decode())
    return answer.status_code, text


@pytest.mark.parametrize("part", ["child_welfare_intake", "social_agent"])
def test_excluded_member_cannot_tell_that_a_case_is_open(
    client: Client, cast: Cast, part: str
) -> None:
    meeting = rooms.planned(cast)
    row = rooms.take_up(cast, meeting, make.not_child_welfare(cast))
    before = member_page(client, cast, meeting, part)
    rooms.start(cast, meeting)
    waiting = member_page(client, cast, meeting, part)
    rooms.open_line(cast, meeting, row, gone=KEPT_OUT)
    url = address(meeting, "meeting-contribute")
    assert member_page(client, cast, meeting, part) == waiting == before
    assert "Ingenting å skrive nå." in waiting[1]
    again = {"HX-Request": "true"}
    assert client.get(f"{url}?sett=", headers=again).status_code == 204
    answer = client.post(url, {"text": "Noe", "base": "0"}, headers={"Accept": "application/json"})
    assert answer.json() == {"closed": True}
    assert not RowText.objects.exists()


@pytest.mark.parametrize(
    "name", ["meeting-room", "meeting-screen", "meeting-close", "meeting-text"]
)
@pytest.mark.parametrize("part", ["health_nurse", "social_agent", "other_rector", "project_leader"])
def test_chairs_pages_are_the_chairs(client: Client, cast: Cast, name: str, part: str) -> None:
    meeting = rooms.planned(cast)
    rooms.start(cast, meeting)
    login(client, cast, part)
    assert client.get(address(meeting, name)).status_code == 404
    assert client.post(address(meeting, name), {"do": "start"}).status_code == 404
