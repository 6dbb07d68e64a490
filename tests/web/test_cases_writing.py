"""Writing in a case: once, within consent, and no typed text is lost."""

from typing import Any

import pytest
from django.test import Client

from felles.casework.models import CheckIn, ChildVoice, Measure, Note, Talk
from felles.rules.case_flow import Move
from felles.rules.roles import Audience, Topic
from tests import make
from tests.cast import NOW, Cast, build_cast, days
from tests.web.cases import address, heart, heart_as_sent, hidden, login, measure, send, show

pytestmark = pytest.mark.django_db
NOTE: dict[str, Any] = {"text": "Fin dag ute.", "topic": "1", "audience": "2"}


@pytest.fixture
def cast() -> Cast:
    return build_cast()


def test_note_is_saved_with_topic_and_reach(client: Client, cast: Cast) -> None:
    made = make.at_school(cast)
    login(client, cast, "contact_teacher")
    answer = send(client, address(made, "notat/"), **NOTE)
    assert answer.headers["Location"] == address(made)
    row = Note.objects.get()
    assert (row.text, row.topic, row.audience) == ("Fin dag ute.", 1, Audience.SCHOOL)
    assert "Notatet er lagret." in heart(client.get(address(made)))


@pytest.mark.parametrize(
    ("page", "data"),
    [
        ("notat/", NOTE),
        ("samtale/", {"kind": "pupil", "is_held": "yes", "held_on": "2026-11-23"}),
        ("elevens-stemme/", {"said": "Det er kjipt.", "told_on": "2026-11-23", "topic": "1"}),
        (
            "tiltak/",
            {"goal": "Mål", "what": "Hva", "who": "school", "due_on": "2026-12-24", "topic": "1"},
        ),
    ],
)
def test_double_click_writes_one_row(
    client: Client, cast: Cast, page: str, data: dict[str, str]
) -> None:
    made = make.at_school(cast)
    login(client, cast, "contact_teacher")
    url = address(made, page)
    if "who" in data:
        data = {**data, "who": f"{cast.furulia.pk}:"}
    sent = {**hidden(client.get(url)), **data}
    before = [model.objects.count() for model in (Note, Talk, ChildVoice, Measure)]
    answers = [client.post(url, sent) for _click in range(2)]
    assert [answer.status_code for answer in answers] == [302, 302]
    after = [model.objects.count() for model in (Note, Talk, ChildVoice, Measure)]
    assert sum(after) == sum(before) + 1


@pytest.mark.parametrize(
    "page", ["notat/", "samtale/", "elevens-stemme/", "tiltak/", "evaluering/", "elevsaksmote/"]
)
def test_form_that_is_not_complete_keeps_what_was_typed(
    client: Client, cast: Cast, page: str
) -> None:
    made = make.at_elevsaksmote(cast)
    login(client, cast, "rector")
    typed = dict.fromkeys(("text", "note", "said", "goal", "child_view"), "noe jeg skrev")
    answer = send(client, address(made, page), **typed)
    assert answer.status_code == 422
    assert "noe jeg skrev" in heart(answer)
    assert "Noe må rettes før du kan gå videre" in heart(answer)


def test_form_without_its_token_is_not_carried_out_and_keeps_the_text(
    client: Client, cast: Cast
) -> None:
    made = make.at_school(cast)
    login(client, cast, "rector")
    answer = client.post(address(made, "notat/"), NOTE)
    assert answer.status_code == 422
    assert "Siden er for gammel." in heart(answer)
    assert "Fin dag ute." in heart(answer)
    assert not Note.objects.exists()


def test_note_refused_because_the_case_was_closed_meanwhile_says_so_and_keeps_the_text(
    client: Client, cast: Cast
) -> None:
    made = make.in_evaluation(cast)
    login(client, cast, "contact_teacher")
    page = client.get(address(made, "notat/"))
    make.evaluate(cast, made, Move.CLOSE)
    answer = client.post(address(made, "notat/"), {**hidden(page), **NOTE})
    text = heart(answer)
    assert answer.status_code == 409
    assert "Noen andre endret saken mens du skrev." in text
    assert "Saken er nå på steget «Avsluttet»" in text
    assert "Saken er avsluttet. Åpne den igjen først." in text
    assert "Fin dag ute." in text
    assert 'id="refusal" role="alert" tabindex="-1" autofocus' in text


def test_closed_case_leads_from_its_forms_to_the_case(client: Client, cast: Cast) -> None:
    made = make.closed(cast)
    login(client, cast, "rector")
    for page in ("notat/", "samtale/", "elevens-stemme/", "tiltak/", "ansvar/", "evaluering/"):
        answer = client.get(address(made, page))
        assert (answer.status_code, answer.headers["Location"]) == (302, address(made))


def test_service_writes_for_the_team_on_topics_of_its_consent_only(
    client: Client, cast: Cast
) -> None:
    made = make.in_team(cast, topics=frozenset({Topic.HEALTH}))
    page = show(client, cast, "health_nurse", made, "notat/")
    assert 'name="audience"' not in page
    assert "Hjem og familie" not in page
    url = address(made, "notat/")
    assert send(client, url, text="Om hjemmet", topic=str(Topic.HOME.value)).status_code == 422
    restricted = {"audience": str(Audience.RESTRICTED.value)}
    assert send(client, url, text="Om helse", topic="5", **restricted).status_code == 302
    assert [row.audience for row in Note.objects.all()] == [Audience.TEAM]


# --- talks


def test_talk_is_logged_with_day_and_who(client: Client, cast: Cast) -> None:
    made = make.concern(cast)
    page = show(client, cast, "contact_teacher", made, "samtale/?slag=foresatte")
    assert 'value="guardians" class="ds-input" id="id_kind_1" checked' in page
    send(
        client,
        address(made, "samtale/"),
        kind="guardians",
        is_held="yes",
        held_on="2026-11-20",
        guardian=str(made.ties[0].guardian_id),
        interpreter="polsk",
        note="Mor er bekymret.",
        reason_not="gjelder ikke",
    )
    row = Talk.objects.get()
    assert (row.kind, row.guardian_id, row.reason_not) == (
        "guardians",
        made.ties[0].guardian_id,
        "",
    )
    history = show(client, cast, "contact_teacher", made, "tidslinje/")
    assert "20. november 2026, Foresatt 1 Prøvesen, tolk: polsk. Mor er bekymret." in history


def test_talk_that_was_not_held_needs_its_reason(client: Client, cast: Cast) -> None:
    made = make.concern(cast)
    login(client, cast, "contact_teacher")
    url = address(made, "samtale/")
    answer = send(client, url, kind="guardians", is_held="no", held_on="2026-11-20")
    assert "Skriv hvorfor dere ikke har snakket sammen." in heart(answer)
    send(client, url, kind="guardians", is_held="no", held_on="2026-11-20", reason_not="Vold.")
    row = Talk.objects.get()
    assert (row.held_on, row.reason_not) == (None, "Vold.")


def test_talk_to_come_is_refused_in_words(client: Client, cast: Cast) -> None:
    made = make.concern(cast)
    login(client, cast, "contact_teacher")
    answer = send(
        client, address(made, "samtale/"), kind="pupil", is_held="yes", held_on="2026-11-25"
    )
    assert answer.status_code == 422
    assert "En samtale som er holdt, kan ikke være fram i tid." in heart(answer)


def test_childs_words_are_written_down(client: Client, cast: Cast) -> None:
    made = make.concern(cast)
    login(client, cast, "milieu_worker")
    assert client.get(address(made, "elevens-stemme/")).status_code == 404
    login(client, cast, "contact_teacher")
    send(
        client,
        address(made, "elevens-stemme/"),
        said="Ingen vil leke.",
        not_to_share="Hemmelig.",
        told_on="2026-11-23",
        topic="1",
    )
    row = ChildVoice.objects.get()
    assert (row.said, row.not_to_share) == ("Ingen vil leke.", "Hemmelig.")


# --- measures


def add(client: Client, url: str, who: str, topic: Topic = Topic.SCHOOL_ENVIRONMENT) -> Any:
    return send(
        client,
        url,
        goal="Har noen å være med",
        what="Lekegruppe",
        who=who,
        due_on="2026-12-18",
        topic=str(topic.value),
    )


def test_school_may_ask_the_services_that_the_guardians_allow(client: Client, cast: Cast) -> None:
    made = make.not_child_welfare(cast)
    page = show(client, cast, "rector", made, "tiltak/")
    assert '<optgroup label="Skolen">' in page
    assert '<optgroup label="Klubben Eksempel">' in page
    assert "Barnevern" not in page
    nurse = cast.users["health_nurse"].pk
    answer = add(client, address(made, "tiltak/"), f"{cast.service('health').pk}:{nurse}")
    assert answer.headers["Location"] == address(made, "#plan")
    row = Measure.objects.get()
    assert (row.organisation_id, row.owner_id) == (cast.service("health").pk, nurse)


def test_service_promises_for_itself_alone(client: Client, cast: Cast) -> None:
    made = make.in_team(cast)
    page = show(client, cast, "club_leader", made, "tiltak/")
    assert '<optgroup label="Klubben Eksempel">' in page
    assert page.count("<optgroup") == 1
    answer = add(client, address(made, "tiltak/"), f"{cast.service('health').pk}:")
    assert answer.status_code == 422
    assert not Measure.objects.exists()


def test_measure_outside_the_topics_of_the_service_is_refused(client: Client, cast: Cast) -> None:
    made = make.in_team(cast, topics=frozenset({Topic.LEISURE}))
    login(client, cast, "rector")
    answer = add(client, address(made, "tiltak/"), f"{cast.service('club').pk}:", Topic.HOME)
    assert answer.status_code == 422
    assert "Samtykket omfatter ikke dette temaet for tjenesten." in heart(answer)
    assert "Lekegruppe" in heart(answer)


def test_new_measure_offers_the_goal_that_is_under_way(client: Client, cast: Cast) -> None:
    made = make.at_school(cast)
    measure(cast, made)
    assert 'value="Har noen å være med"' in show(client, cast, "rector", made, "tiltak/")


def test_one_tap_without_script_leads_back_to_the_plan(client: Client, cast: Cast) -> None:
    made = make.at_school(cast)
    row = measure(cast, made, part="social_agent")
    login(client, cast, "social_agent")
    sent = {**hidden(client.get(address(made))), "rating": "1"}
    url = address(made, f"tiltak/{row.public_id}/slik-gar-det/")
    for _click in range(2):
        assert client.post(url, sent).headers["Location"] == address(made, "#plan")
    assert CheckIn.objects.get().rating == CheckIn.Rating.GOOD


def test_one_tap_with_script_answers_with_the_line_and_the_weeks(
    client: Client, cast: Cast
) -> None:
    made = make.at_school(cast)
    row = measure(cast, made, part="social_agent")
    login(client, cast, "social_agent")
    sent = {**hidden(client.get(address(made))), "rating": "2"}
    url = address(made, f"tiltak/{row.public_id}/slik-gar-det/")
    answer = client.post(url, sent, headers={"HX-Request": "true"})
    text = answer.content.decode()
    assert answer.status_code == 200
    assert "<html" not in text
    assert "Bra 0 av 1 uke" in text
    assert f'id="going-{row.public_id}" hx-swap-oob="innerHTML"' in text
    assert "Det er lagret" not in heart(client.get(address(made)))


def test_two_taps_on_one_page_are_two_rows(client: Client, cast: Cast) -> None:
    made = make.at_school(cast)
    rows = [measure(cast, made, what, "social_agent") for what in ("En", "To")]
    login(client, cast, "social_agent")
    tokens = _tokens(heart_as_sent(client.get(address(made))))
    for row in rows:
        url = address(made, f"tiltak/{row.public_id}/slik-gar-det/")
        client.post(url, {"form_token": tokens[row.public_id], "rating": "1"})
    assert CheckIn.objects.count() == 2


def _tokens(page: str) -> dict[str, str]:
    values = [part.split('"')[0] for part in page.split('name="form_token" value="')[1:]]
    return {value[-8:]: value for value in values}


def test_tap_that_is_refused_leads_to_the_page_that_says_why(client: Client, cast: Cast) -> None:
    made = make.at_school(cast)
    row = measure(cast, made)
    login(client, cast, "rector")
    url = address(made, f"tiltak/{row.public_id}/slik-gar-det/")
    answer = client.post(url, {"rating": "9"}, headers={"HX-Request": "true"})
    assert (answer.status_code, answer.headers["HX-Redirect"]) == (204, url)


def test_measure_page_tells_how_it_has_gone(client: Client, cast: Cast) -> None:
    made = make.at_school(cast)
    row = measure(cast, made)
    url = address(made, f"tiltak/{row.public_id}/slik-gar-det/")
    login(client, cast, "contact_teacher")
    send(client, url, rating="3", text="Ingen kom.")
    page = heart(client.get(url))
    assert "Ikke bra</span>: Ingen kom." in page
    assert "Contact Teacher" in page


def test_measure_is_ended_once_and_by_the_version_that_was_seen(client: Client, cast: Cast) -> None:
    made = make.at_school(cast)
    row = measure(cast, made)
    login(client, cast, "rector")
    url = address(made, f"tiltak/{row.public_id}/status/")
    seen = hidden(client.get(url))
    assert send(client, url, status="8").status_code == 302
    assert Measure.objects.get().status == Measure.Status.DONE
    answer = client.post(url, {**seen, "status": "9"})
    assert answer.status_code == 409
    assert Measure.objects.get().status == Measure.Status.DONE


def test_measure_takes_no_status_that_the_page_does_not_offer(client: Client, cast: Cast) -> None:
    made = make.at_school(cast)
    row = measure(cast, made)
    login(client, cast, "rector")
    url = address(made, f"tiltak/{row.public_id}/status/")
    assert send(client, url, status="2").status_code == 422
    assert Measure.objects.get().status == Measure.Status.PLANNED


def test_measure_due_day_that_has_passed_is_refused(client: Client, cast: Cast) -> None:
    made = make.at_school(cast)
    login(client, cast, "rector")
    answer = send(
        client,
        address(made, "tiltak/"),
        goal="G",
        what="W",
        who=f"{cast.furulia.pk}:",
        due_on=(NOW.date() - days(1)).isoformat(),
        topic="1",
    )
    assert "Fristen må være i dag eller senere." in heart(answer)
