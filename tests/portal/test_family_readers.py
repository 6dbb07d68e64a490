"""Who reads, by role and first name: the very people who would, and nobody where it tells place."""

import pytest
from django.test import Client

from felles.casework.queries import list_readers
from felles.casework.queries.family import FamilyView
from felles.casework.queries.family_readers import (
    first_name,
    list_family_readers,
    list_family_would_read,
)
from felles.people.models import FamilyDoor, User
from felles.people.queries import find_family_actor
from felles.rules.access import Ground
from felles.rules.families import FamilyActor, FamilyLogin
from tests import make
from tests.cast import NOW, Cast, build_cast
from tests.make import Made
from tests.portal.family import base, come_in, send
from tests.portal.test_family_pages import shown
from tests.proofs.states import STATES

TOLD = sorted(set(make.STATES) - {"concern", "at_school", "elevsaksmote", "protected", "closed",
                                  "other_school"})  # fmt: skip


@pytest.fixture
def cast(db: None) -> Cast:
    found = build_cast()
    names = {"health_nurse": "Nora Marie Berg", "social_teacher": "Siri Fjell",
             "child_welfare_intake": "Per Kvist", "club_leader": "Ali"}  # fmt: skip
    for part, name in names.items():
        User.objects.filter(pk=found.users[part].pk).update(name=name)
    return found


def view_of(made: Made) -> tuple[FamilyActor, FamilyView]:
    from felles.casework.queries import get_family_view

    guardian = made.ties[0].guardian_id
    actor = find_family_actor(guardian, login=FamilyLogin.IDPORTEN, at=NOW)
    assert actor is not None
    return actor, get_family_view(actor, made.pupil.public_id)


@pytest.mark.parametrize(
    ("name", "said"),
    [("Nora Marie Berg", "Nora B."), ("Ali", "Ali"), ("Åse  Øy ", "Åse Ø.")],
)
def test_name_is_the_first_and_an_initial(name: str, said: str) -> None:
    assert first_name(name) == said


def test_guardian_who_chooses_services_is_told_who_they_are_now(cast: Cast) -> None:
    made = make.asked(cast)
    client = come_in(cast, made.ties[0])
    path = f"{base(made.ties[0])}samtykke/"
    first = shown(client, f"{path}svar/")
    assert "Hvem er det nå?" in first
    assert "Nora B., helsesykepleier" in first
    send(client, f"{path}svar/", kind="yes_some")
    pages = shown(client, f"{path}hvem-1/") + shown(client, f"{path}hvem-2/")
    for who in ("Nora B., helsesykepleier", "Per K., barnevernet"):
        assert f"Det er disse nå: {who}." in pages
    assert "Berg" not in first + pages
    assert "Kvist" not in first + pages


def test_page_of_who_knows_what_names_those_who_read_now(cast: Cast) -> None:
    made = make.in_measures(cast)
    page = shown(come_in(cast, made.ties[0]), f"{base(made.ties[0])}hvem-vet-hva/")
    assert "Siri F., sosiallærer" in page
    assert "Nora B., helsesykepleier" in page
    assert "Fjell" not in page
    assert "Berg" not in page


def test_nobody_of_a_service_that_was_refused_is_named_as_a_reader(cast: Cast) -> None:
    made = STATES["team_not_child_welfare"](cast)
    page = shown(come_in(cast, made.ties[0]), f"{base(made.ties[0])}hvem-vet-hva/")
    assert "Nora B., helsesykepleier" in page
    assert "Per K." not in page


@pytest.mark.parametrize("state", TOLD)
def test_family_is_told_of_those_whom_staff_see_on_their_own_list(cast: Cast, state: str) -> None:
    made = STATES[state](cast)
    actor, view = view_of(made)
    if view.case_view is None:
        pytest.fail(f"no page tells of {state}")
    told = list_family_readers(actor, view)
    staff = list_readers(cast.actor("social_teacher"), view.case_view)
    at_school = [first_name(one.name) for one in staff if one.ground is not Ground.CONSENT]
    in_services = [first_name(one.name) for one in staff if one.ground is Ground.CONSENT]
    assert [one.name for one in told.school] == at_school
    named = [one.name for rows in told.services.values() for one in rows]
    assert sorted(named) == sorted(in_services)


def test_whoever_was_named_beforehand_reads_once_all_have_said_yes(cast: Cast) -> None:
    made = make.asked(cast)
    actor, view = view_of(made)
    before = list_family_would_read(actor, view).services
    assert before
    make.answer(cast, made, 0)
    make.answer(cast, made, 1)
    from felles.casework.actions import move_to_innsatsteam

    move_to_innsatsteam(
        by=cast.actor("rector"), at=NOW, public_id=made.public_id, version=made.version
    )
    actor, view = view_of(made)
    assert list_family_readers(actor, view).services == before


def test_nobody_is_named_where_it_would_tell_the_place(cast: Cast) -> None:
    made = make.in_measures(cast)
    make.protect(cast, made)
    by = cast.users["social_teacher"]
    FamilyDoor.objects.create(
        guardianship=made.ties[0], is_open=True, reason="x", by=by, at=NOW
    )  # fmt: skip
    client: Client = come_in(cast, made.ties[0])
    for path in ("samtykke/svar/", "hvem-vet-hva/"):
        page = shown(client, base(made.ties[0]) + path)
        assert "Siri" not in page
        assert "Nora B." not in page
        assert "Hvem er det nå?" not in page
    actor, view = view_of(made)
    assert not list_family_readers(actor, view).school
    assert not list_family_would_read(actor, view).services
