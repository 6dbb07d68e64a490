"""The paper that a guardian signed: kept as a picture, read by those who record answers."""

import hashlib
import io
from datetime import timedelta
from typing import Any

import pytest
import time_machine
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from PIL import Image

from felles.casework.actions import end_case_guardian
from felles.ledger.models import ChangeEvent, ReadEvent
from felles.people.models import ConsentAnswer, ConsentPaper
from felles.rules.consent import Channel
from tests import make
from tests.cast import NOW, Cast, build_cast
from tests.people import pictures
from tests.web.cases import heart, hidden, login
from tests.web.consents import answer_data, post_answer

pytestmark = pytest.mark.django_db


@pytest.fixture
def cast() -> Cast:
    """The district."""
    return build_cast()


@pytest.fixture
def made(cast: Cast) -> make.Made:
    """Both have said yes; the first on paper."""
    found = make.in_measures(cast)
    ConsentAnswer.objects.filter(guardian=found.ties[0].guardian_id).update(channel=Channel.PAPER)
    return found


def answer_of(made: make.Made, number: int = 0) -> ConsentAnswer:
    """What a guardian answered last."""
    return ConsentAnswer.objects.get(guardian=made.ties[number].guardian_id, is_current=True)


def page_of(made: make.Made, number: int = 0) -> str:
    """Where the paper of an answer is added."""
    return reverse("consent-paper-add", args=[made.public_id, answer_of(made, number).public_id])


def add(client: Client, made: make.Made, *contents: bytes, name: str = "Maja P.jpg") -> Any:
    """Add files as a browser sends them."""
    files = [SimpleUploadedFile(name, content) for content in contents]
    form = hidden(client.get(page_of(made)))
    return client.post(page_of(made), {**form, "pages": files})


def file_of(made: make.Made, paper: ConsentPaper) -> str:
    """The address of a kept paper."""
    return reverse("consent-paper", args=[made.public_id, paper.public_id])


def test_answer_on_paper_leads_to_the_picture_and_any_other_to_the_consent(
    client: Client, cast: Cast
) -> None:
    made = make.asked(cast)
    login(client, cast, "social_teacher")
    on_paper = post_answer(client, made, 0, answer_data(cast, "yes_all", channel="paper"))
    assert on_paper["Location"] == page_of(made)
    assert "er lagret, og gjelder" in client.get(page_of(made)).content.decode()
    oral = post_answer(client, made, 1, answer_data(cast, "yes_all"))
    assert oral["Location"] == reverse("consent", args=[made.public_id])


def test_picture_is_kept_with_its_digest_and_without_place(
    client: Client, cast: Cast, made: make.Made
) -> None:
    login(client, cast, "social_teacher")
    assert (
        "Legg ved bilde av papiret"
        in client.get(f"/sak/{made.public_id}/samtykke/").content.decode()
    )
    assert add(client, made, pictures.from_a_phone()).status_code == 302
    kept = ConsentPaper.objects.get()
    content = bytes(kept.content)
    assert kept.digest == hashlib.sha256(content).hexdigest()
    assert not dict(Image.open(io.BytesIO(content)).getexif())
    assert (kept.added_by, kept.added_at) == (cast.users["social_teacher"], NOW)
    row = ChangeEvent.objects.get(action="consent.paper")
    assert (row.case_id, row.pupil_id, row.object_id) == (made.case.pk, made.pupil.pk, kept.pk)
    page = client.get(f"/sak/{made.public_id}/samtykke/").content.decode()
    assert file_of(made, kept) in page
    assert "Legg ved bilde av papiret" not in page


def test_picture_is_shown_with_a_row_of_a_file_and_a_name_without_a_name(
    client: Client, cast: Cast, made: make.Made
) -> None:
    login(client, cast, "rector")
    add(client, made, pictures.picture())
    paper = ConsentPaper.objects.get()
    last = ReadEvent.objects.order_by("-pk").values_list("pk", flat=True)[0]
    answer = client.get(file_of(made, paper))
    assert answer.content == bytes(paper.content)
    assert answer["Content-Type"] == "image/jpeg"
    assert answer["Content-Disposition"] == 'inline; filename="samtykke.jpg"'
    row = ReadEvent.objects.get(pk__gt=last)
    assert (row.kind, row.case_id, row.route) == ("file", made.case.pk, "consent-paper")
    assert row.user_id == cast.users["rector"].pk


def test_pdf_with_a_script_in_it_is_never_opened_in_the_browser(
    client: Client, cast: Cast, made: make.Made
) -> None:
    login(client, cast, "rector")
    raw = pictures.PDF.replace(b"trailer", pictures.HTML + b"\ntrailer")
    assert add(client, made, raw, name="paper.html").status_code == 302
    answer = client.get(file_of(made, ConsentPaper.objects.get()))
    assert answer["Content-Type"] == "application/pdf"
    assert answer["Content-Disposition"] == 'attachment; filename="samtykke.pdf"'
    assert answer["Content-Security-Policy"].startswith("sandbox;")
    assert answer["X-Content-Type-Options"] == "nosniff"


@pytest.mark.parametrize(
    ("raw", "said"),
    [
        (pictures.SVG, "Vi tar imot JPEG, PNG, WebP og PDF."),
        (pictures.picture(size=(400, 300))[:-900], "Bildet er ikke helt. Ta det på nytt."),
        (pictures.bomb(), "Bildet har for mange punkter."),
        (pictures.HEIC, "HEIC"),
    ],
)
def test_hostile_file_is_refused_with_words_and_the_answer_stands(
    client: Client, cast: Cast, made: make.Made, raw: bytes, said: str
) -> None:
    login(client, cast, "rector")
    answer = add(client, made, raw)
    assert answer.status_code == 422
    assert said in heart(answer)
    assert not ConsentPaper.objects.exists()
    assert answer_of(made).channel == Channel.PAPER


def test_one_bad_page_keeps_none_of_them(client: Client, cast: Cast, made: make.Made) -> None:
    login(client, cast, "rector")
    assert add(client, made, pictures.picture(), pictures.SVG).status_code == 422
    assert not ConsentPaper.objects.exists()


def test_too_many_files_none_and_far_too_much_are_said_clearly(
    client: Client, cast: Cast, made: make.Made
) -> None:
    login(client, cast, "rector")
    assert "Legg ved høyst fire." in heart(add(client, made, *[pictures.picture()] * 5))
    assert "Velg et bilde eller en PDF." in heart(add(client, made))
    huge = client.post(page_of(made), b"", "multipart/form-data", CONTENT_LENGTH=str(41 * 1024**2))
    assert huge.status_code == 413
    assert "Vi tar imot opptil 40 MB til sammen." in heart(huge)


def test_replaced_paper_stays_as_history_and_the_new_one_counts(
    client: Client, cast: Cast, made: make.Made, clock: time_machine.Traveller
) -> None:
    login(client, cast, "rector")
    add(client, made, pictures.picture("PNG"))
    clock.shift(timedelta(minutes=5))
    add(client, made, pictures.picture(), pictures.PDF)
    old, *new = ConsentPaper.objects.order_by("pk")
    page = heart(client.get(page_of(made)))
    replaced = page.index("<summary>Erstattet")
    assert max(page.index(file_of(made, paper)) for paper in new) < replaced
    assert page.index(file_of(made, old)) > replaced
    assert client.get(file_of(made, old)).status_code == 200


def test_double_click_keeps_one_picture(client: Client, cast: Cast, made: make.Made) -> None:
    login(client, cast, "rector")
    form = hidden(client.get(page_of(made)))
    for _click in "12":
        file = SimpleUploadedFile("a.jpg", pictures.picture())
        assert client.post(page_of(made), {**form, "pages": file}).status_code == 302
    assert ConsentPaper.objects.count() == 1


def test_form_from_elsewhere_is_refused(cast: Cast, made: make.Made) -> None:
    strict = Client(enforce_csrf_checks=True)
    login(strict, cast, "rector")
    file = SimpleUploadedFile("a.jpg", pictures.picture())
    sent = strict.post(page_of(made), {"form_token": "x", "pages": file})
    assert sent.status_code == 403
    assert not ConsentPaper.objects.exists()


def test_paper_of_another_case_is_not_there(client: Client, cast: Cast, made: make.Made) -> None:
    login(client, cast, "rector")
    add(client, made, pictures.picture())
    paper = ConsentPaper.objects.get()
    other = make.in_measures(cast)
    for path in (
        reverse("consent-paper", args=[other.public_id, paper.public_id]),
        reverse("consent-paper-add", args=[other.public_id, answer_of(made).public_id]),
    ):
        answer = client.get(path)
        assert answer["Location"] == reverse("consent", args=[other.public_id])


def test_paper_of_a_guardian_who_is_none_any_longer_is_not_lost(
    client: Client, cast: Cast, made: make.Made
) -> None:
    login(client, cast, "rector")
    add(client, made, pictures.picture())
    end_case_guardian(
        by=cast.actor("rector"),
        at=NOW,
        public_id=made.public_id,
        tie_id=made.ties[0].public_id,
        ended_on=NOW.date(),
    )
    page = client.get(f"/sak/{made.public_id}/samtykke/").content.decode()
    former = page.split("Svar fra tidligere foresatte")[1]
    assert file_of(made, ConsentPaper.objects.get()) in former


@pytest.mark.parametrize("part", ["social_agent", "contact_teacher", "health_nurse", "outsider"])
def test_nobody_else_sees_that_there_is_a_paper(
    client: Client, cast: Cast, made: make.Made, part: str
) -> None:
    login(client, cast, "rector")
    add(client, made, pictures.picture())
    path = file_of(made, ConsentPaper.objects.get())
    login(client, cast, part)
    assert client.get(path).status_code == 404
    assert client.get(page_of(made)).status_code == 404
    if part == "social_agent":
        page = client.get(f"/sak/{made.public_id}/samtykke/").content.decode()
        assert path not in page


def test_answer_given_by_word_of_mouth_has_no_paper(
    client: Client, cast: Cast, made: make.Made
) -> None:
    login(client, cast, "rector")
    assert client.get(page_of(made, 1))["Location"] == f"/sak/{made.public_id}/samtykke/"
