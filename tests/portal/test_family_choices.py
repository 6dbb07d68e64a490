"""What a guardian chose holds to the end, and what others read is never hidden."""

import pytest
from django.test import Client

from felles.ledger.models import ReadEvent
from felles.people.models import ConsentAnswer
from felles.rules.roles import Topic
from tests import make
from tests.cast import Cast, build_cast
from tests.portal.family import base, come_in, send
from tests.portal.test_family_pages import shown, yes_to


@pytest.fixture
def cast(db: None) -> Cast:
    return build_cast()


def test_barred_topic_is_barred_for_a_service_allowed_after_going_back(cast: Cast) -> None:
    made = make.asked(cast)
    client = come_in(cast, made.ties[0])
    club, health = cast.service("club"), cast.service("health")
    staff = {f"staff-{cast.users['social_agent'].pk}": "no"}
    topics = {"topic": [str(Topic.HEALTH.value)], "until": "suggested"}
    path = f"{base(made.ties[0])}samtykke/"
    send(client, f"{path}svar/", kind="yes_some")
    for page in ("hvem-1/", "hvem-2/"):
        send(client, path + page, **yes_to(cast, "child_welfare", "oslohjelpa"))
    send(client, f"{path}ansatte/", **staff)
    send(client, f"{path}tema/", **topics)
    assert " checked" not in shown(client, f"{path}gjelder/")
    send(client, f"{path}gjelder/", whom=[health.public_id])
    for page in ("hvem-1/", "hvem-2/"):
        send(client, path + page, **yes_to(cast, "child_welfare", "oslohjelpa", "health"))
    send(client, f"{path}tema/", **topics)
    send(client, f"{path}se-over/", understood="yes")
    scopes = ConsentAnswer.objects.get(is_current=True).scopes
    assert {scope.service for scope in scopes.all()} == {club}
    assert not scopes.filter(topic=Topic.HEALTH.value).exists()


def test_own_visits_never_hide_who_has_read(cast: Cast) -> None:
    made = make.in_measures(cast)
    nurse = Client()
    nurse.force_login(cast.users["health_nurse"])
    nurse.get(f"/sak/{made.public_id}/")
    client = come_in(cast, made.ties[0])
    path = f"{base(made.ties[0])}hvem-vet-hva/"
    shown(client, path)
    own = ReadEvent.objects.filter(guardian_id=made.ties[0].guardian_id)[0]
    for _visit in range(501):
        own.pk, own._state.adding = None, True
        own.save(force_insert=True)
    assert "helsesykepleier, Skolehelsetjenesten Eksempel" in shown(client, path)


def test_first_page_leaves_a_read_row_for_each_child_it_tells_something_of(cast: Cast) -> None:
    made = make.asked(cast)
    quiet = make.at_school(cast, given_name="Nora", family_name="Stille")
    ReadEvent.objects.all().delete()
    assert "Vi vil spørre deg om noe." in shown(come_in(cast, made.ties[0]), "/min-side/")
    (row,) = ReadEvent.objects.all()
    assert (row.case_id, row.guardian_id) == (made.case.pk, made.ties[0].guardian_id)
    come_in(cast, quiet.ties[0]).get("/min-side/")
    assert not ReadEvent.objects.filter(case_id=quiet.case.pk).exists()
