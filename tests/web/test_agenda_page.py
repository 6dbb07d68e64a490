"""The chair's agenda: what is ready is put on it, ordered, changed; and what others get of it."""

import pytest
from django.test import Client
from django.urls import reverse

from felles.casework.models import CaseItem
from felles.ledger.models import ReadEvent
from felles.meetings.models import AgendaRow, Meeting
from felles.rules.consent import AnswerKind
from tests import make
from tests.cast import Cast, build_cast
from tests.meetings.calls import called
from tests.web.cases import heart, hidden, login

pytestmark = pytest.mark.django_db
WHO = ("rector", "social_teacher", "social_agent", "health_nurse", "child_welfare_intake")


@pytest.fixture
def cast() -> Cast:
    return build_cast()


def agenda_url(meeting: Meeting) -> str:
    return reverse("meeting-agenda", args=[meeting.public_id])


def send(
    client: Client, meeting: Meeting, what: str, *, status: int = 302, **fields: object
) -> str:
    """Send one of the page's forms as a browser would."""
    url = agenda_url(meeting)
    kept = hidden(client.get(url))
    response = client.post(url, {**kept, "what": what, **fields})
    assert response.status_code == status, heart(response)
    return "" if status == 302 else heart(response)


def rows(meeting: Meeting) -> list[AgendaRow]:
    return list(meeting.rows.order_by("position"))


def test_cases_that_are_ready_are_put_on_the_agenda_in_one_go(client: Client, cast: Cast) -> None:
    meeting = called(cast, WHO)
    ready = [make.in_team(cast), make.in_team(cast)]
    make.asked(cast)
    login(client, cast, "rector")
    html = heart(client.get(agenda_url(meeting)))
    assert html.count('name="cases"') == 2
    send(client, meeting, "cases", cases=[made.public_id for made in ready])
    assert {item.case_id for item in CaseItem.objects.all()} == {made.case.pk for made in ready}
    assert 'name="cases"' not in heart(client.get(agenda_url(meeting)))


def test_nothing_chosen_is_said_in_words(client: Client, cast: Cast) -> None:
    meeting = called(cast, WHO)
    make.in_team(cast)
    login(client, cast, "rector")
    assert "Velg minst én sak." in send(client, meeting, "cases", status=422)


def test_common_point_and_discussion_without_a_name_are_lines_of_their_own(
    client: Client, cast: Cast
) -> None:
    meeting = called(cast, WHO)
    login(client, cast, "rector")
    send(client, meeting, "common", title="Skolemiljø", minutes="10")
    send(client, meeting, "anonymous", minutes="15")
    assert [(row.kind, row.title, row.minutes) for row in rows(meeting)] == [
        ("common", "Skolemiljø", 10),
        ("anonymous", "", 15),
    ]
    assert "Skriv hva" not in heart(client.get(agenda_url(meeting)))


def test_what_was_typed_stays_when_something_is_wrong(client: Client, cast: Cast) -> None:
    meeting = called(cast, WHO)
    login(client, cast, "rector")
    html = send(client, meeting, "common", status=422, title="Skolemiljø", minutes="0")
    assert "Skolemiljø" in html
    assert not rows(meeting)


def test_line_is_moved_changed_and_taken_off(client: Client, cast: Cast) -> None:
    meeting = called(cast, WHO)
    login(client, cast, "rector")
    for title in ("En", "To"):
        send(client, meeting, "common", title=title, minutes="5")
    first, second = rows(meeting)
    send(client, meeting, "down", row=first.public_id)
    assert [row.title for row in rows(meeting)] == ["To", "En"]
    send(client, meeting, "line", row=second.public_id, minutes="25")
    assert rows(meeting)[0].minutes == 25
    send(client, meeting, "remove", row=second.public_id)
    assert [row.title for row in rows(meeting)] == ["En"]


def test_change_by_somebody_else_is_told_and_not_overwritten(client: Client, cast: Cast) -> None:
    meeting = called(cast, WHO)
    login(client, cast, "rector")
    for title in ("En", "To"):
        send(client, meeting, "common", title=title, minutes="5")
    seen = hidden(client.get(agenda_url(meeting)))
    send(client, meeting, "common", title="Tre", minutes="5")
    ids = [row.public_id for row in rows(meeting)]
    response = client.post(agenda_url(meeting), {**seen, "what": "down", "row": ids[0]})
    assert response.status_code == 409
    assert [row.public_id for row in rows(meeting)] == ids


def test_guardians_hour_that_does_not_fit_is_shown(client: Client, cast: Cast) -> None:
    meeting, made = called(cast, WHO), make.in_team(cast)
    login(client, cast, "rector")
    send(client, meeting, "cases", cases=[made.public_id])
    row = rows(meeting)[0].public_id
    send(client, meeting, "line", row=row, minutes="15", guardians_at="13.30", question="Hvem?")
    html = heart(client.get(agenda_url(meeting)))
    assert "Foresatte kommer kl. 13.30." in html
    assert "Saken begynner kl. 13.00." in html
    assert "Hvem?" in html


def test_proposed_order_is_offered_only_when_it_is_better(client: Client, cast: Cast) -> None:
    meeting = called(cast, WHO)
    made = [make.not_child_welfare(cast), make.in_team(cast)]
    login(client, cast, "rector")
    for one in made:
        send(client, meeting, "cases", cases=[one.public_id])
    assert "Foreslå rekkefølge" in heart(client.get(agenda_url(meeting)))
    send(client, meeting, "order")
    assert [item.case_id for item in CaseItem.objects.order_by("row__position")] == [
        made[1].case.pk,
        made[0].case.pk,
    ]
    assert "Foreslå rekkefølge" not in heart(client.get(agenda_url(meeting)))


def test_chair_is_told_who_is_not_in_the_room_and_that_a_yes_is_gone(
    client: Client, cast: Cast
) -> None:
    meeting, made = called(cast, WHO), make.not_child_welfare(cast)
    login(client, cast, "rector")
    send(client, meeting, "cases", cases=[made.public_id])
    html = heart(client.get(agenda_url(meeting)))
    assert "Child Welfare Intake (Barneverntjenesten Eksempel)" in html.split("Ikke i rommet: ")[1]
    assert "Saken kan ikke tas opp med navn ennå." not in html
    make.answer(cast, made, 0, kind=AnswerKind.WITHDRAWN)
    assert "Saken kan ikke tas opp med navn ennå." in heart(client.get(agenda_url(meeting)))


def test_page_leaves_a_read_row_for_each_case_that_it_names(client: Client, cast: Cast) -> None:
    meeting = called(cast, WHO)
    made = [make.in_team(cast), make.in_team(cast)]
    login(client, cast, "rector")
    send(client, meeting, "cases", cases=[made[0].public_id])
    ReadEvent.objects.all().delete()
    client.get(agenda_url(meeting))
    read = ReadEvent.objects.filter(route="meeting-agenda").values_list("case_id", flat=True)
    assert sorted(read) == sorted(one.case.pk for one in made)


@pytest.mark.parametrize("part", ["social_agent", "health_nurse", "other_rector", "administrator"])
def test_agenda_of_the_chair_is_there_for_nobody_else(
    client: Client, cast: Cast, part: str
) -> None:
    meeting = called(cast, WHO)
    login(client, cast, part)
    assert client.get(agenda_url(meeting)).status_code == 404


def test_members_own_agenda_names_only_what_the_member_takes_part_in(
    client: Client, cast: Cast
) -> None:
    meeting = called(cast, WHO)
    shared, hidden_one = make.in_team(cast), make.not_child_welfare(cast)
    login(client, cast, "rector")
    send(client, meeting, "cases", cases=[shared.public_id, hidden_one.public_id])
    url = reverse("meeting", args=[meeting.public_id])
    login(client, cast, "child_welfare_intake")
    html = heart(client.get(url))
    assert shared.public_id in html
    assert hidden_one.public_id not in html
    assert "Til sammen omtrent 15 minutter." in html
    login(client, cast, "health_nurse")
    assert "Til sammen omtrent 30 minutter." in heart(client.get(url))
