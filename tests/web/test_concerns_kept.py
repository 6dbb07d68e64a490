"""A concern on its way: nothing typed is lost, and it is sent once."""

import pytest
from django.test import Client

from felles.casework.models import Case, Concern, Draft
from felles.ledger.models import SubmittedForm
from felles.people.actions import create_post, set_protection
from felles.people.queries import system_actor
from felles.rules.people import Protection
from felles.rules.roles import Role
from tests import make
from tests.cast import NOW, START, Cast, build_cast
from tests.web import concerns

pytestmark = pytest.mark.django_db


@pytest.fixture
def cast() -> Cast:
    return build_cast()


@pytest.fixture
def teacher(client: Client, cast: Cast) -> Client:
    client.force_login(cast.users["contact_teacher"])
    return client


def test_draft_survives_logging_out(teacher: Client, cast: Cast) -> None:
    pupil, _ = make.pupil(cast)
    draft = concerns.pick(teacher, pupil)
    teacher.post(concerns.path(draft, "sett"), concerns.SEEN)
    teacher.post("/logg-ut/")
    assert teacher.get(concerns.path(draft, "sett")).status_code == 302
    teacher.force_login(cast.users["contact_teacher"])
    page = teacher.get(concerns.path(draft, "sett")).content.decode()
    assert "Står ofte alene i friminuttet." in page


def test_text_of_a_page_that_cannot_go_on_is_kept(teacher: Client, cast: Cast) -> None:
    pupil, _ = make.pupil(cast)
    draft = concerns.pick(teacher, pupil)
    response = teacher.post(
        concerns.path(draft, "sett"), {**concerns.SEEN, "topic": "", "seen": "Nesten ferdig."}
    )
    assert response.status_code == 422
    assert "Nesten ferdig." in response.content.decode()
    assert "Nesten ferdig." in teacher.get(concerns.path(draft, "sett")).content.decode()


def test_leaving_halfway_keeps_what_is_typed_without_complaints(
    teacher: Client, cast: Cast
) -> None:
    pupil, _ = make.pupil(cast)
    draft = concerns.pick(teacher, pupil)
    response = teacher.post(concerns.path(draft, "sett"), {"seen": "Halvveis", "later": "1"})
    assert (response.status_code, response.headers["Location"]) == (302, "/")
    assert Draft.objects.get().data["seen"] == "Halvveis"


def test_typing_is_kept_while_one_types(teacher: Client, cast: Cast) -> None:
    pupil, _ = make.pupil(cast)
    draft = concerns.pick(teacher, pupil)
    response = teacher.post(concerns.path(draft, "sett"), {"seen": "Hal", "autosave": "1"})
    assert response.content.decode() == "Utkast lagret kl. 08.00"
    assert Draft.objects.get().data["seen"] == "Hal"


def test_choosing_the_same_pupil_again_goes_on_with_the_draft(teacher: Client, cast: Cast) -> None:
    pupil, _ = make.pupil(cast)
    draft = concerns.pick(teacher, pupil)
    teacher.post(concerns.path(draft, "sett"), concerns.SEEN)
    assert concerns.pick(teacher, pupil) == draft
    assert Draft.objects.count() == 1


def test_another_pupil_can_be_chosen_and_the_text_stays(teacher: Client, cast: Cast) -> None:
    first, _ = make.pupil(cast)
    second, _ = make.pupil(cast, given_name="Jonas")
    draft = concerns.pick(teacher, first)
    concerns.answer(teacher, draft)
    response = teacher.post(concerns.path(draft, "hvem"), {"pupil": second.public_id})
    assert response.headers["Location"] == concerns.path(draft, "se-over")
    concerns.send(teacher, draft)
    assert Case.objects.get().pupil == second


def test_double_click_sends_one_concern_and_shows_its_receipt_twice(
    teacher: Client, cast: Cast
) -> None:
    pupil, _ = make.pupil(cast)
    draft = concerns.pick(teacher, pupil)
    concerns.answer(teacher, draft)
    token = concerns.token_of(teacher.get(concerns.path(draft, "se-over")))
    answers = [
        teacher.post(concerns.path(draft, "se-over"), {"form_token": token}) for _ in range(2)
    ]
    assert [answer.headers["Location"] for answer in answers] == [concerns.path(draft, "sendt")] * 2
    assert Concern.objects.count() == 1
    assert SubmittedForm.objects.count() == 1


def test_two_windows_send_one_concern(teacher: Client, cast: Cast) -> None:
    pupil, _ = make.pupil(cast)
    draft = concerns.pick(teacher, pupil)
    concerns.answer(teacher, draft)
    tokens = [concerns.token_of(teacher.get(concerns.path(draft, "se-over"))) for _ in range(2)]
    for token in tokens:
        response = teacher.post(concerns.path(draft, "se-over"), {"form_token": token})
        assert response.headers["Location"] == concerns.path(draft, "sendt")
    assert Concern.objects.count() == 1


def test_form_without_a_token_sends_nothing(teacher: Client, cast: Cast) -> None:
    pupil, _ = make.pupil(cast)
    draft = concerns.pick(teacher, pupil)
    concerns.answer(teacher, draft)
    response = teacher.post(concerns.path(draft, "se-over"))
    assert response.status_code == 422
    assert not Concern.objects.exists()
    assert Draft.objects.exists()


def test_draft_is_gone_when_it_is_sent(teacher: Client, cast: Cast) -> None:
    pupil, _ = make.pupil(cast)
    concerns.raise_concern(teacher, pupil)
    assert not Draft.objects.exists()


def test_draft_of_somebody_else_is_no_page(teacher: Client, cast: Cast) -> None:
    pupil, _ = make.pupil(cast)
    draft = concerns.pick(teacher, pupil)
    concerns.answer(teacher, draft)
    teacher.force_login(cast.users["rector"])
    for step in ("hvem", *concerns.PAGES, "se-over", "sendt"):
        assert teacher.get(concerns.path(draft, step)).status_code == 404
        if step != "sendt":
            assert teacher.post(concerns.path(draft, step), concerns.SEEN).status_code == 404
    assert Draft.objects.get().data["seen"] == concerns.SEEN["seen"]


def test_pupil_who_becomes_invisible_midway_gives_no_page_and_loses_no_text(
    teacher: Client, cast: Cast
) -> None:
    pupil, _ = make.pupil(cast)
    draft = concerns.pick(teacher, pupil)
    set_protection(
        by=cast.actor("social_teacher"),
        at=NOW,
        pupil=pupil,
        protection=Protection.STRICTLY_CONFIDENTIAL,
        reason="Vedtak",
    )
    assert teacher.get(concerns.path(draft, "sett")).status_code == 404
    response = teacher.post(concerns.path(draft, "sett"), concerns.SEEN)
    assert response.status_code == 404
    page = teacher.get("/utkast/").content.decode()
    assert "Står ofte alene i friminuttet." in page
    assert "Maja" not in page


def test_sending_is_refused_when_the_pupil_has_become_invisible(
    teacher: Client, cast: Cast
) -> None:
    pupil, _ = make.pupil(cast)
    draft = concerns.pick(teacher, pupil)
    concerns.answer(teacher, draft)
    token = concerns.token_of(teacher.get(concerns.path(draft, "se-over")))
    pupil.left_on = NOW.date()
    pupil.save()
    response = teacher.post(concerns.path(draft, "se-over"), {"form_token": token})
    assert response.status_code == 404
    assert not Concern.objects.exists()
    assert Draft.objects.get().data["seen"] == concerns.SEEN["seen"]


def test_null_character_in_a_text_is_dropped(teacher: Client, cast: Cast) -> None:
    pupil, _ = make.pupil(cast)
    draft = concerns.pick(teacher, pupil)
    teacher.post(concerns.path(draft, "sett"), {**concerns.SEEN, "seen": "Alene\x00 ute"})
    assert Draft.objects.get().data["seen"] == "Alene ute"


def test_acting_at_another_school_shows_the_draft_without_the_pupil(
    teacher: Client, cast: Cast
) -> None:
    post = create_post(
        by=system_actor(NOW),
        at=NOW,
        user=cast.users["contact_teacher"],
        role=Role.TEACHER,
        organisation=cast.organisations["granasen"],
        from_on=START,
    )
    pupil, _ = make.pupil(cast)
    draft = concerns.pick(teacher, pupil)
    teacher.post("/rolle/", {"post": post.public_id})
    assert teacher.get(concerns.path(draft, "sett")).status_code == 404
    page = teacher.get("/utkast/").content.decode()
    assert "Du finner ikke eleven i rollen du har nå." in page
    assert "Maja" not in page
