"""A paper for one guardian: who may make it, what it leaves behind, and what it never tells."""

import io
import re
from itertools import product
from typing import Any

import pypdf
import pytest
from django.test import Client

from felles.casework.actions import FamilyMeetingPlan, plan_family_meeting
from felles.ledger.models import ChangeEvent, ReadEvent
from felles.people.actions import add_guardian, verify_authority
from felles.people.models import Guardian, Guardianship
from felles.rules.consent import AnswerKind, Authority
from felles.ui.papers import LANGUAGES, PaperKind
from tests import make
from tests.cast import NOW, Cast, build_cast, days
from tests.guards.read_only import read_only

pytestmark = pytest.mark.django_db


@pytest.fixture
def cast() -> Cast:
    """The district."""
    return build_cast()


def address(made: make.Made, kind: str = "samtykke", code: str = "nb", tie: str = "") -> str:
    """Address of a paper, by default the first guardian's consent form."""
    return f"/sak/{made.public_id}/papirer/{kind}/{code}/{tie or made.ties[0].public_id}/"


def get(client: Client, cast: Cast, part: str, path: str) -> Any:
    """Ask for a page or a paper as somebody of the cast."""
    client.force_login(cast.users[part])
    return client.get(path)


def words(response: Any) -> str:
    """The words of a paper, its metadata and its outline included."""
    assert response.status_code == 200
    reader = pypdf.PdfReader(io.BytesIO(response.content))
    said = [page.extract_text() for page in reader.pages]
    return re.sub(r"\s+", " ", f"{' '.join(said)} {dict(reader.metadata or {})}")


def second_parent(cast: Cast, made: make.Made) -> Guardianship:
    """Another holder, in another household, with contact data."""
    by = cast.actor("social_teacher")
    tie = add_guardian(
        by=by,
        at=NOW,
        pupil=made.pupil,
        name="Kari Testvik",
        phone="99 88 77 66",
        email="kari@example.org",
        language="polsk",
        household=3,
    )
    verify_authority(by=by, at=NOW, tie=tie, authority=Authority.HOLDS, how="Vist papir")
    made.ties.append(tie)
    return tie


def invite(cast: Cast, made: make.Made) -> make.Made:
    """A meeting is planned with each of the guardians, apart: there is something to invite to."""
    for tie in made.ties:
        plan_family_meeting(
            by=cast.actor("social_teacher"),
            at=NOW,
            public_id=made.public_id,
            plan=FamilyMeetingPlan(
                starts_at=NOW + days(2),
                minutes=30,
                place="Rom 12 ved Furulia",
                guardianships=[tie.public_id],
                language="so",
                needs_interpreter=True,
            ),
        )
    return made


def test_every_paper_comes_as_pdf_with_a_name_that_tells_nothing(
    client: Client, cast: Cast
) -> None:
    made = invite(cast, make.in_measures(cast))
    for kind, code in product(PaperKind, LANGUAGES):
        response = get(client, cast, "social_teacher", address(made, kind, code))
        assert response.status_code == 200
        assert response["Content-Type"] == "application/pdf"
        assert response["Content-Disposition"] == f'attachment; filename="{kind}.pdf"'
        assert "no-store" in response["Cache-Control"]
        root: Any = pypdf.PdfReader(io.BytesIO(response.content)).trailer["/Root"]
        assert root["/Lang"] == code


def test_paper_leaves_one_read_row_of_a_file_and_writes_nothing_else(
    client: Client, cast: Cast
) -> None:
    made = make.asked(cast)
    client.force_login(cast.users["rector"])
    reads, changes = ReadEvent.objects.count(), ChangeEvent.objects.count()
    with read_only():
        assert client.get(address(made)).status_code == 200
    row = ReadEvent.objects.order_by("-pk")[0]
    assert ReadEvent.objects.count() == reads + 1
    assert (row.kind, row.case_id, row.route) == ("file", made.case.pk, "case-paper")
    assert ChangeEvent.objects.count() == changes


def test_paper_is_not_made_when_the_read_row_cannot_be_written(
    client: Client, cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    made = make.asked(cast)

    def broken(**kwargs: Any) -> None:
        raise OSError("the log is full")

    monkeypatch.setattr("felles.casework.actions.reading.record_reads", broken)
    monkeypatch.setattr("felles.ui.papers._makers", [])
    with pytest.raises(OSError, match="the log is full"):
        get(client, cast, "rector", address(made))


@pytest.mark.parametrize(
    "part",
    ["contact_teacher", "teacher", "social_agent", "club_leader", "administrator", "other_rector"],
)
def test_paper_is_not_there_for_those_who_do_not_record_its_consent(
    client: Client, cast: Cast, part: str
) -> None:
    made = make.in_measures(cast)
    before = ReadEvent.objects.count()
    for path in (address(made), f"/sak/{made.public_id}/papirer/"):
        assert get(client, cast, part, path).status_code == 404
    assert ReadEvent.objects.count() == before


def test_paper_of_a_protected_pupil_is_only_for_the_reader_list(client: Client, cast: Cast) -> None:
    made = make.protected(cast)
    assert get(client, cast, "rector", address(made)).status_code == 404
    assert get(client, cast, "social_teacher", address(made)).status_code == 200


def test_paper_for_the_guardian_of_another_pupil_is_not_there(client: Client, cast: Cast) -> None:
    made, other = make.asked(cast), make.asked(cast, given_name="Nora")
    wrong = address(made, tie=other.ties[0].public_id)
    assert get(client, cast, "social_teacher", wrong).status_code == 404


@pytest.mark.parametrize("path", ["faktura/nb", "samtykke/xx", "samtykke/sv", "SAMTYKKE/nb"])
def test_paper_of_a_kind_or_language_that_is_not_there_is_not_found(
    client: Client, cast: Cast, path: str
) -> None:
    made = make.asked(cast)
    wrong = f"/sak/{made.public_id}/papirer/{path}/{made.ties[0].public_id}/"
    assert get(client, cast, "social_teacher", wrong).status_code == 404


def test_consent_form_before_anybody_is_asked_is_not_found(client: Client, cast: Cast) -> None:
    made = make.referred(cast)
    assert get(client, cast, "social_teacher", address(made)).status_code == 404
    letter = address(made, "informasjon")
    assert get(client, cast, "social_teacher", letter).status_code == 200


def test_papers_cannot_be_posted_to(client: Client, cast: Cast) -> None:
    made = make.asked(cast)
    client.force_login(cast.users["social_teacher"])
    assert client.post(address(made)).status_code == 405


@pytest.mark.parametrize("code", ["nb", "pl"])
@pytest.mark.parametrize("kind", list(PaperKind))
def test_paper_never_tells_of_the_other_household(
    client: Client, cast: Cast, kind: str, code: str
) -> None:
    made = make.in_measures(cast)
    second_parent(cast, made)
    invite(cast, made)
    make.answer(cast, made, 2, kind=AnswerKind.YES_SOME, services=("club",))
    said = words(get(client, cast, "social_teacher", address(made, kind, code)))
    other = Guardian.objects.get(name="Kari Testvik")
    for secret in (other.name, "Kari", "Testvik", other.phone, "99887766", other.email):
        assert secret not in said
    assert "Foresatt 2" not in said


def test_paper_is_the_same_whatever_the_other_guardian_answers(client: Client, cast: Cast) -> None:
    made = make.in_measures(cast)
    second_parent(cast, made)
    invite(cast, made)
    paths = [address(made, kind) for kind in PaperKind]
    before = [words(get(client, cast, "social_teacher", path)) for path in paths]
    make.answer(cast, made, 2, kind=AnswerKind.YES_SOME, services=("club",))
    assert [words(get(client, cast, "social_teacher", path)) for path in paths] == before
    make.answer(cast, made, 2, kind=AnswerKind.NO)
    assert [words(get(client, cast, "social_teacher", path)) for path in paths] == before


@pytest.mark.parametrize("kind", list(PaperKind))
def test_paper_of_a_protected_pupil_tells_no_place(client: Client, cast: Cast, kind: str) -> None:
    made = invite(cast, make.protected(cast))
    said = words(get(client, cast, "social_teacher", address(made, kind)))
    for place in ("Furulia", "Eksempel", "6B", "lekegruppe", "Lekegruppe", "Social Agent"):
        assert place not in said
