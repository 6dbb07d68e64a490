"""Discussion without a name: themes and advice, never a path to a child."""

import re
from typing import Any

import pytest
from django.db import connection, transaction
from django.http import HttpResponse
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from felles.casework.models import Case, Concern, Draft
from felles.meetings.models import AnonymousDiscussion
from felles.people.models import Guardianship
from felles.rules.redaction import Trace
from felles.rules.roles import Topic
from felles.web.schools.checked import Aid
from tests import make
from tests.cast import Cast, build_cast
from tests.proofs.two_worlds import masked
from tests.web.consents import token


@pytest.fixture
def cast() -> Cast:
    return build_cast()


def discuss(client: Client, **more: Any) -> HttpResponse:
    path = reverse("anonymous-new")
    sent = {
        "themes": [str(Topic.ABSENCE.value)],
        "grades": "5-7",
        "advice": "Prøv en fast voksen ved skolestart.",
        "form_token": token(client, path),
        **more,
    }
    response = client.post(path, sent)
    assert isinstance(response, HttpResponse)
    return response


@pytest.mark.django_db
def test_discussion_keeps_themes_years_and_advice_only(client: Client, cast: Cast) -> None:
    client.force_login(cast.users["social_teacher"])
    assert discuss(client).status_code == 302
    row = AnonymousDiscussion.objects.get()
    assert (row.school, row.themes, row.grades) == (cast.furulia, [Topic.ABSENCE.value], "5-7")
    links = {field.name for field in AnonymousDiscussion._meta.get_fields() if field.is_relation}
    assert links == {"school"}


@pytest.mark.django_db
def test_list_shows_advice_to_those_at_the_school_but_not_who_asked(
    client: Client, cast: Cast
) -> None:
    client.force_login(cast.users["social_teacher"])
    discuss(client)
    for part, sees in (("health_nurse", True), ("other_rector", False)):
        client.force_login(cast.users[part])
        html = client.get(reverse("anonymous-list")).content.decode()
        assert ("Prøv en fast voksen" in html) is sees
        assert "Social Teacher" not in html


CONFIRM = {"confirmed": "on"}


def marked(html: str) -> list[tuple[str, str]]:
    """The marked words of a page with what the page says of each."""
    found = re.findall(
        r'<mark class="[^"]+">([^<]*) <span class="found__label">\(([^<]*)\)</span></mark>', html
    )
    return [(word, label) for word, label in found]


def text_of(html: str) -> str:
    """What stands in the field for the text."""
    found = re.search(r'<textarea name="advice"[^>]*>\s*(.*?)</textarea>', html, re.DOTALL)
    assert found
    return found.group(1)


@pytest.mark.django_db
def test_names_are_marked_before_anything_is_saved_and_nothing_typed_is_lost(
    client: Client, cast: Cast
) -> None:
    make.pupil(cast, given_name="Zebra")
    client.force_login(cast.users["social_teacher"])
    text = "I morgen snakker zebra med Kinga &lt;3 oss."
    response = discuss(client, advice=text.replace("&lt;", "<"))
    html = response.content.decode()
    assert response.status_code == 422
    assert marked(html) == [("zebra", "navn?"), ("Kinga", "navn?")]
    assert text_of(html) == text
    assert 'value="5-7" ' in html
    assert "checked" in html
    assert "Jeg har sett over teksten" in html
    assert not AnonymousDiscussion.objects.exists()


@pytest.mark.django_db
def test_text_that_was_looked_over_is_saved_as_it_stands(client: Client, cast: Cast) -> None:
    client.force_login(cast.users["social_teacher"])
    text = "Spør på Eksempelhuset om råd."
    assert discuss(client, advice=text, **CONFIRM).status_code == 422
    sent = {"advice": text, "seen": "Eksempelhuset", **CONFIRM}
    for worse in ("Snakk med Maja.", "Spør Eksempelhuset igjen, Eksempelhuset svarer."):
        assert discuss(client, **{**sent, "advice": f"{text} {worse}"}).status_code == 422
    assert discuss(client, **{**sent, "confirmed": ""}).status_code == 422
    assert discuss(client, **sent).status_code == 302
    assert AnonymousDiscussion.objects.get().advice == text


@pytest.mark.django_db
def test_page_hands_back_what_the_writer_confirms(client: Client, cast: Cast) -> None:
    client.force_login(cast.users["social_teacher"])
    text = "Vi så Kinga | Prøvås i 6B.\nSe www.example.org/a|b nå."
    html = discuss(client, advice=text).content.decode()
    seen = re.search(r'name="seen" value="([^"]*)"', html)
    assert seen
    assert discuss(client, advice=text, seen=seen.group(1), **CONFIRM).status_code == 302


@pytest.mark.parametrize(
    ("what", "label"),
    [
        ("010115 12345", Trace.IDENTITY_NUMBER.label),
        ("22 33 44 55", Trace.PHONE.label),
        ("maja@example.org", Trace.EMAIL.label),
        ("0101\u200b1512345", Trace.IDENTITY_NUMBER.label),
    ],
)
@pytest.mark.django_db
def test_numbers_and_addresses_of_persons_are_refused_whatever_is_confirmed(
    what: str, label: str, client: Client, cast: Cast
) -> None:
    client.force_login(cast.users["social_teacher"])
    shown = what.replace("\u200b", "")
    response = discuss(client, advice=f"Gjelder {what}.", seen=shown, **CONFIRM)
    html = response.content.decode()
    assert response.status_code == 422
    assert marked(html) == [(shown, f"{label}, må bort")]
    assert "Jeg har sett over teksten" not in html
    assert not AnonymousDiscussion.objects.exists()


@pytest.mark.django_db
def test_text_can_be_looked_over_without_saving_or_filling_in_the_rest(
    client: Client, cast: Cast
) -> None:
    client.force_login(cast.users["social_teacher"])
    path = reverse("anonymous-new")
    typed = {"check": "1", "advice": "Vi så Kinga i 6B.", "themes": ["3"], "grades": "1-4"}
    response = client.post(path, typed)
    html = response.content.decode()
    assert response.status_code == 200
    assert marked(html) == [("Kinga", "navn?"), ("6B", "klasse eller trinn?")]
    assert "På et lite trinn peker det på ett barn." in html
    assert text_of(html) == "Vi så Kinga i 6B."
    chosen = re.findall(r'<input[^>]*name="(themes|grades)"[^>]*value="([^"]+)"[^>]*checked', html)
    assert chosen == [("themes", "3"), ("grades", "1-4")]
    assert not AnonymousDiscussion.objects.exists()


@pytest.mark.django_db
def test_page_never_says_that_a_text_is_anonymous(client: Client, cast: Cast) -> None:
    client.force_login(cast.users["social_teacher"])
    path = reverse("anonymous-new")
    clean = client.post(path, {"check": "1", "advice": "Prøv en fast voksen."}).content.decode()
    assert marked(clean) == []
    assert "Det betyr ikke at teksten er uten spor." in clean
    for html in (clean, client.get(path).content.decode()):
        assert "den gjør ikke teksten anonym" in html
        assert "anonymiser" not in html.casefold()
        assert "sladd" not in html.casefold()


@pytest.mark.django_db
def test_discussion_offers_no_short_way_to_a_case(client: Client, cast: Cast) -> None:
    client.force_login(cast.users["social_teacher"])
    discuss(client)
    own = {reverse("anonymous-list"), reverse("anonymous-new"), reverse("today"), "#checked"}
    for name in ("anonymous-list", "anonymous-new"):
        html = client.get(reverse(name)).content.decode()
        main = html[html.index("<main") : html.index("</main>")]
        assert set(re.findall(r'href="([^"]+)"', main)) <= own
        assert set(re.findall(r'action="([^"]+)"', main)) <= own
    assert (
        "Foresatte sier ja til hver tjeneste"
        in client.get(reverse("anonymous-list")).content.decode()
    )
    assert not any(model.objects.exists() for model in (Case, Concern, Draft))


@pytest.mark.django_db
def test_list_says_how_long_discussions_are_kept(client: Client, cast: Cast) -> None:
    client.force_login(cast.users["health_nurse"])
    html = client.get(reverse("anonymous-list")).content.decode()
    assert "Vi sletter en drøfting etter 90 dager." in html


@pytest.mark.django_db
def test_service_at_two_schools_says_which(client: Client, cast: Cast) -> None:
    client.force_login(cast.users["child_welfare_intake"])
    assert discuss(client).status_code == 422
    granasen = cast.organisations["granasen"]
    assert discuss(client, school=granasen.public_id).status_code == 302
    assert AnonymousDiscussion.objects.get().school == granasen


# A school's writer types these: names of a child, a guardian, and neither.
PROBES = (
    "Vi snakket med zebra i går.",
    "Zebra igjen: sen tre dager på rad.",
    "Hva med kvagga prøvås?",
    "Det gjelder prøvåsen.",
    "Zeb er her. Er 6b med?",
)


def saved(client: Client, text: str) -> str:
    """All that comes back when the text is sent to be saved."""
    path = reverse("anonymous-new")
    school = re.search(r'<option value="(\w+)"', client.get(path).content.decode())
    sent = {"advice": text, "themes": ["3"], "grades": "5-7", "form_token": f"t{text}"}
    return masked(client.post(path, {**sent, "school": school.group(1)} if school else sent))


def checked(client: Client, text: str) -> str:
    """All that comes back when the text is only looked over."""
    return masked(client.post(reverse("anonymous-new"), {"check": "1", "advice": text}))


@pytest.mark.parametrize(
    "part", ["health_nurse", "child_welfare_intake", "club_leader", "oslohjelpa", "bup"]
)
@pytest.mark.django_db
def test_service_cannot_find_out_who_goes_to_the_school_by_typing_names(
    part: str, client: Client, cast: Cast
) -> None:
    client.force_login(cast.users[part])

    def look() -> list[str]:
        with transaction.atomic():
            with CaptureQueriesContext(connection) as queries:
                pages = [saved(client, text) for text in PROBES]
            transaction.set_rollback(True)
        return [*pages, str(len(queries))]

    without = look()
    _pupil, ties = make.pupil(cast, given_name="Zebra", family_name="Prøvås")
    Guardianship.objects.update(source="roster")
    tell(ties[0], "Kvagga Prøvås")
    assert look() == without
    client.force_login(cast.users["social_teacher"])
    assert [marked(page) for page in look()[:-1]] != [marked(page) for page in without[:-1]]


@pytest.mark.parametrize("state", ["concern", "measures", "refused", "closed"])
@pytest.mark.parametrize("part", ["social_agent", "social_teacher", "rector"])
@pytest.mark.django_db
def test_name_is_marked_the_same_whether_or_not_the_pupil_has_a_case(
    part: str, state: str, client: Client, cast: Cast
) -> None:
    pupil, ties = make.pupil(cast, given_name="Zebra", family_name="Prøvås")
    Guardianship.objects.update(source="roster")
    tell(ties[0], "Kvagga Prøvås")
    client.force_login(cast.users[part])
    without = [checked(client, text) for text in PROBES]
    plain = make.pupil
    try:
        make.pupil = lambda *_args, **_fields: (pupil, ties)
        make.STATES[state](cast)
    finally:
        make.pupil = plain
    assert Case.objects.filter(pupil=pupil).exists()
    assert [checked(client, text) for text in PROBES] == without
    assert marked(without[0]) == [("zebra", "navn?")]


@pytest.mark.django_db
def test_guardian_known_from_a_case_only_is_not_told_by_a_mark(client: Client, cast: Cast) -> None:
    make.concern(cast)  # its guardians were written in by hand
    tell(Guardianship.objects.order_by("pk")[0], "Kvagga Prøvås")
    client.force_login(cast.users["social_agent"])
    assert marked(checked(client, "Vi snakket med kvagga i går.")) == []


def tell(tie: Guardianship, name: str) -> None:
    """Give a guardian a name that nothing else in the cast has."""
    tie.guardian.name = name
    tie.guardian.save()


def test_parts_are_the_whole_text_and_words_are_handed_back() -> None:
    checked = Aid(names=("Zebra Prøvås",)).check("Zebra\u00ad er i 6B.\nRing 22 33 44 55!")
    assert checked.text == "Zebra er i 6B.\nRing 22 33 44 55!"
    assert "".join(part.text for part in checked.parts) == checked.text
    assert checked.marked == "Zebra|6B|22 33 44 55"
    assert checked.is_refused
    assert checked.names_a_class
    assert checked.was_seen("Zebra|6B|22 33 44 55|mer")
    assert not checked.was_seen("Zebra|6B")
