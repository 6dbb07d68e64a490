"""Taking back a text: found on the timeline, said plainly, and gone for everybody else."""

import pytest
from django.test import Client

from felles.casework import actions
from felles.casework.models import Concern, Note
from felles.rules.roles import Audience, Topic
from tests import make
from tests.cast import NOW, Cast, build_cast
from tests.web.cases import address, heart, hidden, login, send, show

pytestmark = pytest.mark.django_db
WORDS = "Dette gjaldt et annet barn."


@pytest.fixture
def cast() -> Cast:
    """The district."""
    return build_cast()


@pytest.fixture
def made(cast: Cast) -> make.Made:
    """A case with the team."""
    return make.in_measures(cast)


def way(made: make.Made, text: Note) -> str:
    """Address of the page, under the case."""
    return f"tekst/notat/{text.public_id}/trekk-tilbake/"


@pytest.fixture
def note(cast: Cast, made: make.Made) -> Note:
    """A note for the team, by the contact teacher."""
    return actions.write_note(
        by=cast.actor("contact_teacher"), at=NOW, public_id=made.public_id, text=WORDS,
        audience=Audience.TEAM, topic=Topic.SCHOOL_ENVIRONMENT,
    )  # fmt: skip


@pytest.mark.parametrize(
    ("part", "is_offered"),
    [
        ("contact_teacher", True),
        ("social_teacher", True),
        ("rector", False),
        ("health_nurse", False),
    ],
)
def test_timeline_offers_it_to_the_author_and_the_social_teacher(
    client: Client, cast: Cast, made: make.Made, note: Note, part: str, is_offered: bool
) -> None:
    page = show(client, cast, part, made, "tidslinje/")
    assert WORDS in page
    assert (address(made, way(made, note)) in page) is is_offered


def test_page_says_who_reads_it_now_and_then(
    client: Client, cast: Cast, made: make.Made, note: Note
) -> None:
    page = show(client, cast, "contact_teacher", made, way(made, note))
    assert WORDS in page
    assert "Den er skrevet for: Også innsatsteamet, innenfor samtykket." in page
    assert "Etterpå leser bare sosiallæreren den, og den som skrev den" in page
    assert "Den slettes ikke." in page
    assert "regnes ikke lenger med" not in page


def test_of_a_talk_the_page_says_that_it_counts_no_more(
    client: Client, cast: Cast, made: make.Made
) -> None:
    by = cast.actor("contact_teacher")
    talk = actions.log_talk(
        by=by, at=NOW, public_id=made.public_id, kind="pupil", held_on=NOW.date()
    )
    page = f"tekst/samtale/{talk.public_id}/trekk-tilbake/"
    assert "Den regnes ikke lenger med" in show(client, cast, "contact_teacher", made, page)


def test_service_meets_no_trace_of_it_at_its_next_click(
    client: Client, cast: Cast, made: make.Made, note: Note
) -> None:
    login(client, cast, "contact_teacher")
    answer = send(client, address(made, way(made, note)))
    assert answer["Location"] == address(made, "tidslinje/")
    for part in ("health_nurse", "rector", "social_agent"):
        for page in ("", "tidslinje/"):
            assert WORDS not in show(client, cast, part, made, page)
    for part in ("contact_teacher", "social_teacher"):
        assert WORDS not in show(client, cast, part, made)
        page = show(client, cast, part, made, "tidslinje/")
        assert WORDS in page
        assert "Trukket tilbake" in page
        assert way(made, note) not in page


def test_pupils_words_that_were_taken_back_stand_on_top_of_the_case_no_more(
    client: Client, cast: Cast, made: make.Made
) -> None:
    by = cast.actor("contact_teacher")
    voice = actions.write_child_voice(
        by=by, at=NOW, public_id=made.public_id, said="Jeg savner bestefar.", told_on=NOW.date()
    )
    assert "Jeg savner bestefar." in show(client, cast, "contact_teacher", made)
    send(client, address(made, f"tekst/stemme/{voice.public_id}/trekk-tilbake/"))
    assert "Jeg savner bestefar." not in show(client, cast, "contact_teacher", made)


def test_case_stands_without_its_only_concern(client: Client, cast: Cast, made: make.Made) -> None:
    concern = Concern.objects.get(case=made.case)
    login(client, cast, "social_teacher")
    send(client, address(made, f"tekst/bekymring/{concern.public_id}/trekk-tilbake/"))
    for part in ("rector", "social_teacher", "health_nurse"):
        assert concern.seen not in show(client, cast, part, made)


@pytest.mark.parametrize("part", ["rector", "social_agent", "health_nurse", "other_rector"])
def test_somebody_elses_text_is_not_found(
    client: Client, cast: Cast, made: make.Made, note: Note, part: str
) -> None:
    login(client, cast, part)
    assert client.get(address(made, way(made, note))).status_code == 404
    assert client.post(address(made, way(made, note)), {"form_token": "t"}).status_code == 404
    assert Note.objects.get(pk=note.pk).taken_back_at is None


def test_text_that_was_taken_back_leads_to_the_timeline(
    client: Client, cast: Cast, made: make.Made, note: Note
) -> None:
    login(client, cast, "contact_teacher")
    url = address(made, way(made, note))
    form = hidden(client.get(url))
    send(client, url)
    assert client.get(url)["Location"] == address(made, "tidslinje/")
    late = client.post(url, {**form, "form_token": f"{form['form_token']}2"})
    assert late.status_code == 422
    assert "Teksten er trukket tilbake allerede." in heart(late)


def test_closed_case_offers_it_as_well(client: Client, cast: Cast) -> None:
    made = make.closed(cast)
    concern = Concern.objects.get(case=made.case)
    page = f"tekst/bekymring/{concern.public_id}/trekk-tilbake/"
    assert concern.seen in show(client, cast, "social_teacher", made, page)
