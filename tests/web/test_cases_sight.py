"""To each reader just what that reader may: services, the school, and a protected address."""

import re

import pytest
from django.test import Client

from felles.casework import actions
from felles.rules.consent import AnswerKind
from felles.rules.roles import Audience, Topic
from tests import make
from tests.cast import NOW, Cast, build_cast
from tests.masks import without_tokens
from tests.web.cases import show

pytestmark = pytest.mark.django_db


@pytest.fixture
def cast() -> Cast:
    return build_cast()


def test_restricted_note_leaves_no_trace_for_others(client: Client, cast: Cast) -> None:
    made = make.in_team(cast)
    before = {part: _shape(show(client, cast, part, made)) for part in ("rector", "health_nurse")}
    actions.write_note(
        by=cast.actor("social_teacher"),
        at=NOW,
        public_id=made.public_id,
        text="begrenset tekst",
        audience=Audience.RESTRICTED,
    )
    for part, shape in before.items():
        assert _shape(show(client, cast, part, made)) == shape
    assert "begrenset tekst" in show(client, cast, "social_teacher", made, "tidslinje/")


def _shape(page: str) -> str:
    return re.sub(r'(name="(?:csrfmiddlewaretoken|form_token)" value=")[^"]+', r"\1", page)


def test_service_sees_no_talk_no_guardian_and_no_move(client: Client, cast: Cast) -> None:
    made = make.in_team(cast)
    for page in ("", "tidslinje/"):
        text = show(client, cast, "health_nurse", made, page)
        for hidden in ("Foresatt 1", "Samtale med", "Meldt til", "Foresatte</h2>", "svarte om"):
            assert hidden not in text, hidden
        assert "Samtale med" in show(client, cast, "rector", made, "tidslinje/")


def test_service_sees_only_the_topics_of_its_consent(client: Client, cast: Cast) -> None:
    made = make.in_team(cast, topics=frozenset({Topic.SCHOOL_ENVIRONMENT}))
    for text, topic in (("om leken", Topic.SCHOOL_ENVIRONMENT), ("om hjemmet", Topic.HOME)):
        actions.write_note(
            by=cast.actor("rector"),
            at=NOW,
            public_id=made.public_id,
            text=text,
            topic=topic,
            audience=Audience.TEAM,
        )
    page = show(client, cast, "health_nurse", made)
    assert "om leken" in page
    assert "om hjemmet" not in page


@pytest.mark.parametrize(
    ("part", "knows"),
    [
        ("rector", True),
        ("social_teacher", True),
        ("social_agent", True),
        ("contact_teacher", False),
        ("health_nurse", False),
    ],
)
def test_who_was_said_no_to_is_for_those_who_may_know(
    client: Client, cast: Cast, part: str, knows: bool
) -> None:
    made = make.agent_named(cast)
    page = show(client, cast, part, made)
    assert ("Ikke Barneverntjenesten Eksempel" in page) is knows
    assert ("Barneverntjenesten" in page) is knows
    assert ("men ikke alle" in page) is knows
    assert ("svarte om samtykke" in show(client, cast, part, made, "tidslinje/")) is knows
    assert "Skolehelsetjenesten Eksempel" in page
    assert "Gjelder til 23. mai 2027" in page


def test_refusal_is_told_only_to_those_who_may_know(client: Client, cast: Cast) -> None:
    made = make.refused(cast)
    assert "Foresatte har sagt nei" in show(client, cast, "rector", made)
    page = show(client, cast, "contact_teacher", made)
    assert "sagt nei" not in page
    assert "Uten samtykke nå" in page


def test_withdrawn_consent_names_nobody_on_the_page(client: Client, cast: Cast) -> None:
    made = make.in_measures(cast)
    make.answer(cast, made, 0, kind=AnswerKind.WITHDRAWN)
    page = show(client, cast, "contact_teacher", made)
    assert "Samtykket er trukket" not in page
    assert "Samtykket er trukket" in show(client, cast, "rector", made)


def test_protected_pupil_shows_the_tag_and_nothing_of_the_place(client: Client, cast: Cast) -> None:
    made = make.in_measures(cast)
    assert "6B, Furulia skole" in show(client, cast, "rector", made)
    make.protect(cast, made)
    for page in ("", "tidslinje/", "tilgang/", "logg/", "samtale/", "tiltak/"):
        text = show(client, cast, "social_teacher", made, page)
        assert "6B" not in without_tokens(text), page
        assert "Furulia" not in text, page
    assert "Adressesperre" in show(client, cast, "social_teacher", made)
