"""What else we are not to talk about, in the guardian's own words: kept, shown, never computed."""

import pytest
from django.test import Client

from felles.people.models import ConsentAnswer
from tests import make
from tests.cast import Cast, build_cast
from tests.portal.family import base, come_in, send, token_of
from tests.portal.test_family_pages import ALL, shown, walk

WORDS = "Ikke snakk om <flyttingen>, takk."
SAFE = "Ikke snakk om &lt;flyttingen&gt;, takk."


@pytest.fixture
def cast(db: None) -> Cast:
    return build_cast()


def answered(cast: Cast, words: str = WORDS) -> tuple[make.Made, Client]:
    made = make.asked(cast)
    client = come_in(cast, made.ties[0])
    walk(client, made, **{**ALL, "tema": {"until": "suggested", "other": words}})
    return made, client


def staff(cast: Cast, part: str, path: str) -> str:
    client = Client()
    client.force_login(cast.users[part])
    return client.get(path).content.decode()


def test_guardian_writes_what_else_to_leave_out_and_sees_it_before_and_after(cast: Cast) -> None:
    made = make.asked(cast)
    client = come_in(cast, made.ties[0])
    path = f"{base(made.ties[0])}samtykke/"
    send(client, f"{path}svar/", kind="yes_all")
    page = shown(client, f"{path}tema/")
    assert "Er det noe annet? Skriv det her." in page
    assert "Skolen leser det du skriver" in page
    send(client, f"{path}tema/", until="suggested", other=WORDS)
    assert f"Du skrev: {SAFE}" in shown(client, f"{path}se-over/")
    assert SAFE in shown(client, f"{path}tema/")
    send(client, f"{path}se-over/", understood="yes")
    assert ConsentAnswer.objects.get(is_current=True).note == WORDS
    assert f"Du skrev: {SAFE}" in shown(client, base(made.ties[0]))


def test_staff_see_it_before_all_else_that_was_answered(cast: Cast) -> None:
    made, _client = answered(cast)
    for part in ("social_teacher", "rector"):
        page = staff(cast, part, f"/sak/{made.public_id}/samtykke/")
        assert "Foresatte ber også om at vi ikke snakker om dette" in page
        assert SAFE in page


def test_other_household_and_services_never_see_it(cast: Cast) -> None:
    made, _client = answered(cast)
    make.answer(cast, made, 1)
    other = come_in(cast, made.ties[1])
    for path in ("", "samtykke/svar/", "hvem-vet-hva/", "skriv/"):
        assert "flyttingen" not in shown(other, base(made.ties[1]) + path)
    for path in (f"/sak/{made.public_id}/", f"/sak/{made.public_id}/samtykke/"):
        assert "flyttingen" not in staff(cast, "health_nurse", path)


def test_it_is_optional_and_lets_nothing_through_or_out(cast: Cast) -> None:
    made, _client = answered(cast, "   ")
    answer = ConsentAnswer.objects.get(is_current=True)
    assert answer.note == ""
    scopes = set(answer.scopes.values_list("service_id", "topic"))
    walk(come_in(cast, made.ties[1]), made, 1, **{**ALL, "tema": {"until": "suggested",
                                                                  "other": WORDS}})  # fmt: skip
    theirs = ConsentAnswer.objects.get(guardian=made.ties[1].guardian, is_current=True)
    assert set(theirs.scopes.values_list("service_id", "topic")) == scopes


def test_text_that_is_too_long_is_kept_on_the_page_and_said(cast: Cast) -> None:
    made = make.asked(cast)
    client = come_in(cast, made.ties[0])
    path = f"{base(made.ties[0])}samtykke/"
    send(client, f"{path}svar/", kind="yes_all")
    token = token_of(shown(client, f"{path}tema/"))
    response = client.post(
        f"{path}tema/", {"form_token": token, "until": "suggested", "other": "å" * 1001}
    )
    page = response.content.decode()
    assert response.status_code == 422
    assert "Så mange tegn er det plass til: 1000." in page
    assert "å" * 1001 in page


def test_what_staff_noted_beside_an_answer_is_not_the_guardians_page(cast: Cast) -> None:
    made = make.in_measures(cast)
    ConsentAnswer.objects.filter(pupil=made.pupil).update(note="Far var sint på telefonen.")
    assert "sint" not in shown(come_in(cast, made.ties[0]), base(made.ties[0]))


def test_no_takes_no_words_along(cast: Cast) -> None:
    made = make.asked(cast)
    client = come_in(cast, made.ties[0])
    path = f"{base(made.ties[0])}samtykke/"
    send(client, f"{path}svar/", kind="yes_all")
    send(client, f"{path}tema/", until="suggested", other=WORDS)
    send(client, f"{path}svar/", kind="no")
    assert "flyttingen" not in shown(client, f"{path}se-over/")
    send(client, f"{path}se-over/", understood="yes")
    assert ConsentAnswer.objects.get(is_current=True).note == ""
