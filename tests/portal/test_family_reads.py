"""Families see who has read and with whom the school has talked; every look leaves a row first."""

import pytest
from django.test import Client

from felles.casework.actions import log_contact
from felles.ledger.models import ReadEvent
from felles.rules.roles import Topic
from tests import make
from tests.cast import NOW, Cast, build_cast
from tests.portal.family import base, come_in


@pytest.fixture
def cast(db: None) -> Cast:
    return build_cast()


def shown(client: Client, path: str) -> str:
    response = client.get(path)
    assert response.status_code == 200, (path, response.status_code)
    page: str = response.content.decode()
    return page


def test_who_has_read_shows_role_and_reason_and_no_name(cast: Cast) -> None:
    made = make.in_measures(cast)
    nurse = Client()
    nurse.force_login(cast.users["health_nurse"])
    nurse.get(f"/sak/{made.public_id}/")
    come_in(cast, made.ties[1]).get(base(made.ties[1]))
    page = shown(come_in(cast, made.ties[0]), f"{base(made.ties[0])}hvem-vet-hva/")
    assert "helsesykepleier, Skolehelsetjenesten Eksempel" in page
    assert "dere har sagt ja" in page
    assert cast.users["health_nurse"].name not in page
    assert "forelder" not in page


def test_family_sees_with_which_service_the_school_has_talked_and_not_what_was_said(
    cast: Cast,
) -> None:
    made = make.in_measures(cast)
    said = ("Helsesykepleieren Hilde", "Hun snakker med Maja på torsdag.")
    log_contact(
        by=cast.actor("social_agent"),
        at=NOW,
        public_id=made.public_id,
        service_id=cast.service("health").pk,
        topic=Topic.HEALTH,
        held_on=NOW.date(),
        who=said[0],
        text=said[1],
    )
    talked = "Hvem har skolen snakket med?"
    for tie in made.ties:
        page = shown(come_in(cast, tie), f"{base(tie)}hvem-vet-hva/")
        section = page.split(talked)[1].split("</section>")[0]
        assert "Skolehelsetjenesten Eksempel" in section
        assert not [words for words in said if words in page]
    other = make.asked(cast, given_name="Nora", family_name="Prøvdottir")
    assert talked not in shown(come_in(cast, other.ties[0]), f"{base(other.ties[0])}hvem-vet-hva/")


def test_every_page_about_a_case_leaves_one_read_row_first(cast: Cast) -> None:
    made = make.in_measures(cast)
    client = come_in(cast, made.ties[0])
    for path in ("", "hvem-vet-hva/", "trekk/", "skriv/", "hjelp/", "papir/beslutning/"):
        ReadEvent.objects.all().delete()
        assert client.get(base(made.ties[0]) + path).status_code == 200
        (row,) = ReadEvent.objects.all()
        assert (row.guardian_id, row.user_id) == (made.ties[0].guardian_id, None)
        assert row.case_id == made.case.pk


def test_nothing_is_shown_when_the_log_cannot_be_written(
    cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    made = make.in_measures(cast)
    client = come_in(cast, made.ties[0])

    def fail(**_fields: object) -> None:
        raise OSError("no room for the log")

    monkeypatch.setattr("felles.casework.actions.family.record_reads", fail)
    client.raise_request_exception = False
    for path in ("", "hvem-vet-hva/", "papir/beslutning/"):
        response = client.get(base(made.ties[0]) + path)
        assert response.status_code == 500
        assert "Maja" not in response.content.decode()
