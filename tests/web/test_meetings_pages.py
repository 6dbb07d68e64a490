"""Møter: the list, one meeting, the answer with one tap, and what the one who leads can do."""

import re
from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from felles.meetings.models import Attendee, Meeting, Series
from felles.people.models import Organisation
from felles.rules.meetings import MeetingKind, MeetingState, Reply
from tests.cast import NOW, STAFF_PARTS, Cast, build_cast, days
from tests.meetings.calls import AHEAD, WHO, called, colleague, fresh, place_of, plan, told
from tests.web.cases import heart, heart_as_sent, hidden, login, send

pytestmark = pytest.mark.django_db
NEW = {"what": "other", "on": "2026-12-03", "starts": "13.00", "ends": "14:00", "place": "Aula"}


@pytest.fixture
def cast() -> Cast:
    return build_cast()


def page(client: Client, cast: Cast, part: str, url: str) -> str:
    """The heart of a page as the part sees it."""
    login(client, cast, part)
    response = client.get(url)
    assert response.status_code == 200, url
    return heart(response)


def test_list_shows_when_where_what_and_the_own_answer(client: Client, cast: Cast) -> None:
    called(cast)
    html = page(client, cast, "health_nurse", "/moter/")
    for words in (
        "Innsatsteam, Furulia skole",
        "torsdag 26. nov.",
        "13.00–14.30",
        "Møterom 2",
        "Innkalt",
        "Har ikke svart",
    ):
        assert words in html
    assert "Nytt møte" not in html
    assert "Nytt møte" in page(client, cast, "rector", "/moter/")


@pytest.mark.parametrize("part", STAFF_PARTS)
def test_everybody_has_a_list_also_when_it_is_empty(client: Client, cast: Cast, part: str) -> None:
    assert "Ingen møter i sikte." in page(client, cast, part, "/moter/")
    assert "Ingen møter har vært ennå." in page(client, cast, part, "/moter/?vis=tidligere")


def test_pages_are_bounded_and_tell_no_total(client: Client, cast: Cast) -> None:
    for number in range(27):
        called(cast, ["rector", "health_nurse"], starts_at=AHEAD + days(number))
    first = page(client, cast, "health_nurse", "/moter/")
    second = page(client, cast, "health_nurse", "/moter/?side=2")
    assert (first.count('scope="row"'), second.count('scope="row"')) == (25, 2)
    assert "27" not in re.sub(r"\d\d?\. (nov|des|jan)", "", re.sub("<[^>]*>", "", first))
    assert page(client, cast, "health_nurse", "/moter/?side=x") == first


def test_list_costs_the_same_with_one_meeting_and_with_ten(client: Client, cast: Cast) -> None:
    login(client, cast, "health_nurse")

    def count(url: str) -> int:
        with CaptureQueriesContext(connection) as queries:
            assert client.get(url).status_code == 200
        return len(queries)

    one = called(cast)
    of_list, of_page = count("/moter/"), count(f"/mote/{one.public_id}/")
    for number in range(1, 10):
        called(cast, starts_at=AHEAD + days(number))
    for part in ("club_leader", "child_welfare_intake", "oslohjelpa", "bup", "teacher"):
        Attendee.objects.create(meeting=one, post=cast.posts[part])
    assert (count("/moter/"), count(f"/mote/{one.public_id}/")) == (of_list, of_page)


@pytest.mark.parametrize("part", ["club_leader", "other_nurse", "teacher", "project_leader"])
def test_meeting_of_others_is_not_there(client: Client, cast: Cast, part: str) -> None:
    meeting = called(cast)
    login(client, cast, part)
    for route in ("meeting", "meeting-substitute", "meeting-move", "meeting-attendees"):
        assert client.get(reverse(route, args=[meeting.public_id])).status_code == 404


def test_others_see_who_takes_part_and_only_the_leader_what_they_answered(
    client: Client, cast: Cast
) -> None:
    meeting = called(cast)
    Attendee.objects.filter(meeting=meeting).update(reply=Reply.MAYBE.value, come_at="13:30")
    Attendee.objects.filter(meeting=meeting, post=cast.posts["health_nurse"]).update(
        reply=Reply.COMES.value, come_at=None
    )
    url = f"/mote/{meeting.public_id}/"
    own = page(client, cast, "health_nurse", url)
    assert "Social Agent" in own
    assert "Bedt om å komme" not in own
    assert own.count("Kanskje") == 1  # the button
    leader = page(client, cast, "rector", url)
    assert leader.count("Kanskje") == 5  # the button, the own answer and three people
    assert leader.count("Bedt om å komme 13.30") == 3


def test_version_that_moves_with_the_agenda_stands_on_the_leaders_page_only(
    client: Client, cast: Cast
) -> None:
    meeting = called(cast)
    url = f"/mote/{meeting.public_id}/"
    assert 'name="version"' in page(client, cast, "rector", url)
    assert 'name="version"' not in page(client, cast, "health_nurse", url)


@pytest.mark.parametrize("reply", [Reply.COMES, Reply.MAYBE, Reply.CANNOT])
def test_answer_takes_one_tap(client: Client, cast: Cast, reply: Reply) -> None:
    meeting = called(cast)
    login(client, cast, "health_nurse")
    token = hidden(client.get(f"/mote/{meeting.public_id}/"))
    url = f"/mote/{meeting.public_id}/svar/"
    response = client.post(url, {**token, "reply": reply.value}, follow=True)
    assert "Svaret ditt er lagret." in heart(response)
    assert place_of(cast, meeting, "health_nurse").reply == reply


def test_answer_that_is_none_is_refused_in_words(client: Client, cast: Cast) -> None:
    meeting = called(cast)
    login(client, cast, "health_nurse")
    for wrong in ("", "0", "9", "x"):
        response = client.post(f"/mote/{meeting.public_id}/svar/", {"reply": wrong})
        assert response.status_code == 422
        assert "Velg om du kommer." in heart(response)


def test_cancelled_meeting_asks_for_no_answer(client: Client, cast: Cast) -> None:
    meeting = called(cast)
    Meeting.objects.filter(pk=meeting.pk).update(
        state=MeetingState.CANCELLED.value, cancelled_at=NOW
    )
    html = page(client, cast, "health_nurse", f"/mote/{meeting.public_id}/")
    assert "Avlyst" in html
    assert "Kommer du?" not in html
    assert "Har ikke svart" not in page(client, cast, "health_nurse", "/moter/")


def test_nurse_sends_a_colleague(client: Client, cast: Cast) -> None:
    post = colleague(cast)
    meeting = called(cast)
    login(client, cast, "health_nurse")
    url = f"/mote/{meeting.public_id}/vikar/"
    choice = re.findall(r'name="post"[^>]*value="([^"]+)"|value="([^"]+)"[^>]*name="post"',
                        heart(client.get(url)))  # fmt: skip
    assert len(choice) == 1
    response = send(client, url, post="".join(choice[0]))
    assert response.status_code == 302
    assert Attendee.objects.filter(meeting=meeting, post_id=post).exists()
    login(client, cast, "rector")
    assert "i stedet for Health Nurse" in heart(client.get(f"/mote/{meeting.public_id}/"))


def test_rector_plans_looks_over_who_and_calls(client: Client, cast: Cast) -> None:
    login(client, cast, "rector")
    response = send(client, "/moter/nytt/", **{**NEW, "what": "innsatsteam"})
    meeting = Meeting.objects.get()
    assert response["Location"] == f"/mote/{meeting.public_id}/deltakere/"
    assert told() == []
    assert meeting.attendees.count() == 7
    html = heart(client.get(response["Location"]))
    assert len(re.findall(r'type="checkbox"[^>]*checked|checked[^>]*type="checkbox"', html)) == 7
    near = [cast.posts[part].public_id for part in WHO]
    assert send(client, response["Location"], near=near).status_code == 302
    url = f"/mote/{meeting.public_id}/"
    assert send_from(client, url, "innkalling/").status_code == 302
    assert told("meeting_called") == sorted(WHO)


def send_from(client: Client, page: str, path: str, **data: Any) -> Any:
    """Press a button of the meeting's page that is sent elsewhere."""
    html = heart_as_sent(client.get(page))
    version = re.findall(r'name="version" value="(\d+)"', html)[0]
    token = re.findall(r'name="form_token" value="([^"]+)"', html)[-1]
    return client.post(page + path, {"version": version, "form_token": token, **data})


def test_series_is_offered_first_and_gives_kind_and_people(client: Client, cast: Cast) -> None:
    series = Series.objects.create(
        kind=MeetingKind.MILJOTEAM.value, organisation=cast.furulia, every_weeks=2, minutes=45
    )
    other = Organisation.objects.get(pk=cast.service("granasen").pk)
    strange = Series.objects.create(
        kind=MeetingKind.TRINNMOTE.value, organisation=other, every_weeks=1, minutes=45
    )
    login(client, cast, "rector")
    html = heart(client.get("/moter/nytt/"))
    assert f"s-{series.public_id}" in html
    assert f"s-{strange.public_id}" not in html
    sent = {**NEW, "what": f"s-{series.public_id}"}
    assert send(client, "/moter/nytt/", **sent).status_code == 302
    assert Meeting.objects.get().series == series
    sent["what"] = f"s-{strange.public_id}"
    assert send(client, "/moter/nytt/", **sent).status_code == 422


@pytest.mark.parametrize(
    ("wrong", "words"),
    [
        ({"what": ""}, "Hva slags møte?"),
        ({"starts": "kl. ett"}, "Skriv klokkeslettet slik: 13.45."),
        ({"ends": "13:00"}, "Møtet må slutte etter at det begynner."),
        ({"on": "2026-11-20"}, "Møtet må være fram i tid."),
    ],
)
def test_what_is_wrong_is_said_and_what_was_typed_stays(
    client: Client, cast: Cast, wrong: dict[str, str], words: str
) -> None:
    login(client, cast, "rector")
    response = send(client, "/moter/nytt/", **{**NEW, **wrong})
    assert response.status_code == 422
    assert words in heart(response)
    assert 'value="Aula"' in heart(response)
    assert not Meeting.objects.exists()


def test_agents_leader_is_offered_meetings_without_pupils_only(client: Client, cast: Cast) -> None:
    html = page(client, cast, "agent_leader", "/moter/nytt/")
    assert 'value="agent_team"' in html
    assert 'value="innsatsteam"' not in html
    login(client, cast, "agent_leader")
    assert send(client, "/moter/nytt/", **{**NEW, "what": "innsatsteam"}).status_code == 422


@pytest.mark.parametrize("part", ["teacher", "social_agent", "health_nurse", "project_owner"])
def test_who_leads_no_meetings_plans_none(client: Client, cast: Cast, part: str) -> None:
    login(client, cast, part)
    assert client.get("/moter/nytt/").status_code == 404


def test_double_click_plans_one_meeting(client: Client, cast: Cast) -> None:
    login(client, cast, "rector")
    form = {**hidden(client.get("/moter/nytt/")), **NEW}
    assert [client.post("/moter/nytt/", form).status_code for _ in "12"] == [302, 302]
    assert Meeting.objects.count() == 1


def test_leader_moves_and_is_told_when_somebody_was_first(client: Client, cast: Cast) -> None:
    meeting = called(cast)
    login(client, cast, "rector")
    url = f"/mote/{meeting.public_id}/flytt/"
    stale = hidden(client.get(url))
    data = {"on": "2026-11-27", "starts": "10:00", "ends": "11:00", "place": "Aula"}
    assert send(client, url, **data).status_code == 302
    assert fresh(meeting).starts_at == AHEAD + timedelta(hours=21)
    response = client.post(url, {**stale, **data, "place": "Rom 9"})
    assert response.status_code == 409
    assert "Noen andre endret møtet" in heart(response)
    assert 'value="Rom 9"' in heart(response)


def test_leader_cancels_after_having_been_asked(client: Client, cast: Cast) -> None:
    meeting = called(cast)
    login(client, cast, "rector")
    url = f"/mote/{meeting.public_id}/avlys/"
    client.get(url)
    assert fresh(meeting).state == MeetingState.CALLED
    assert send(client, url).status_code == 302
    assert fresh(meeting).state == MeetingState.CANCELLED
    assert "Møtet er avlyst." in heart(client.get(url))


def test_asking_somebody_to_come_later_carries_a_warning(client: Client, cast: Cast) -> None:
    meeting = called(cast)
    login(client, cast, "rector")
    row = place_of(cast, meeting, "health_nurse")
    url = f"/mote/{meeting.public_id}/kom/{row.public_id}/"
    assert "Et annet tidspunkt kan få folk til å lure" in heart(client.get(url))
    assert send(client, url, come_at="13.30").status_code == 302
    assert "Du er bedt om å komme 13.30." in page(
        client, cast, "health_nurse", f"/mote/{meeting.public_id}/"
    )
    login(client, cast, "rector")
    assert send(client, url, come_at="23.30").status_code == 422
    assert send(client, url, come_at="").status_code == 302
    assert place_of(cast, meeting, "health_nurse").come_at is None
    assert client.get(url.replace(row.public_id, "zzzzzzzz")).status_code == 404


def test_meeting_nobody_is_told_of_says_so(client: Client, cast: Cast) -> None:
    meeting = plan(cast)
    html = page(client, cast, "rector", f"/mote/{meeting.public_id}/")
    assert "Ingen har fått beskjed ennå." in html
    assert "Send innkalling" in html


def test_calendar_address_is_shown_once_and_can_be_turned_off(client: Client, cast: Cast) -> None:
    login(client, cast, "health_nurse")
    url = reverse("calendar")
    assert "Du har ingen adresse ennå." in heart(client.get(url))
    form = {**hidden(client.get(url)), "make": "1"}
    shown = re.findall(r"(/kalender/[^\"]+\.ics)", heart(client.post(url, form)))
    secret = shown[0]
    assert client.get(secret).status_code == 200
    # Neither a second click nor the page itself shows it again.
    assert secret not in heart(client.post(url, form, follow=True))
    assert secret not in heart(client.get(url))
    assert "Du har en adresse som virker." in heart(client.get(url))
    send(client, url, revoke="1")
    assert client.get(secret).status_code == 404
