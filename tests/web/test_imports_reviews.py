"""What a roster left is decided by those at the school, and by the administrator for staff."""

from pathlib import Path

import pytest
from django.test import Client
from django.urls import reverse

from felles.casework import actions
from felles.casework.actions import ConcernText
from felles.casework.models import Case
from felles.ledger.models import ChangeEvent, ReadEvent
from felles.people.models import Pupil, RosterReview
from felles.rules.case_flow import Step
from felles.rules.reviews import OF_STAFF, ReviewKind
from felles.rules.roles import Topic
from tests.cast import NOW, Cast, build_cast
from tests.guards.read_only import read_only
from tests.interop.rosters import DISTRICT, Child, number_schools, pupil, take_in

pytestmark = pytest.mark.django_db
LIST = reverse("reviews")
TOKEN = {"form_token": "t" * 24}
WITH_EMIL = DISTRICT.plus(Child("p4", "Emil", parents=("g2",)))
CLOSED = {"state": Case.State.CLOSED.value, "step": Step.CLOSED.value, "closed_at": NOW}


@pytest.fixture
def cast() -> Cast:
    """The cast, whose schools have the numbers of the roster's."""
    built = build_cast()
    number_schools(built)
    return built


@pytest.fixture
def gone(cast: Cast, tmp_path: Path) -> RosterReview:
    """A pupil with an open case is gone from the roster."""
    take_in(WITH_EMIL, tmp_path)
    actions.raise_concern(
        by=cast.actor("rector"),
        at=NOW,
        pupil=pupil("p4"),
        concern=ConcernText(seen="Trist.", topic=Topic.SCHOOL_ENVIRONMENT),
    )
    take_in(DISTRICT, tmp_path)
    return RosterReview.objects.get(pupil=pupil("p4"))


def login(client: Client, cast: Cast, part: str) -> Client:
    """Log a part in."""
    client.force_login(cast.users[part])
    return client


def page_of(review: RosterReview) -> str:
    """The address of a review about a pupil."""
    return reverse("review-settle", args=[review.public_id])


def test_list_names_the_pupil_and_leaves_a_read_row(
    client: Client, cast: Cast, gone: RosterReview
) -> None:
    login(client, cast, "rector")
    before = ReadEvent.objects.count()
    with read_only():
        text = client.get(LIST).content.decode()
    assert "Emil Prøvesen" in text
    assert "har åpen sak" in text
    event = ReadEvent.objects.order_by("pk").last()
    assert ReadEvent.objects.count() == before + 1
    assert event is not None
    assert (event.route, event.case_id) == ("reviews", Case.objects.get().pk)


@pytest.mark.parametrize(
    "part",
    ["administrator", "secretary", "teacher", "contact_teacher", "social_agent", "health_nurse"],
)
def test_list_is_not_found_by_others(
    client: Client, cast: Cast, gone: RosterReview, part: str
) -> None:
    login(client, cast, part)
    assert client.get(LIST).status_code == 404
    assert client.get(page_of(gone)).status_code == 404
    assert client.post(page_of(gone), TOKEN | {"outcome": "kept"}).status_code == 404


def test_list_of_another_school_is_empty(client: Client, cast: Cast, gone: RosterReview) -> None:
    login(client, cast, "other_rector")
    assert "Emil" not in client.get(LIST).content.decode()
    assert client.get(page_of(gone)).status_code == 404


def test_pupil_with_a_protected_address_is_listed_for_readers_alone(
    client: Client, cast: Cast, gone: RosterReview
) -> None:
    Pupil.objects.filter(pk=pupil("p4").pk).update(protection=7)
    assert "Emil" not in login(client, cast, "rector").get(LIST).content.decode()
    assert client.get(page_of(gone)).status_code == 404


def test_pupil_who_has_left_can_be_let_go_only_when_the_case_is_closed(
    client: Client, cast: Cast, gone: RosterReview
) -> None:
    login(client, cast, "rector")
    refused = client.post(page_of(gone), TOKEN | {"outcome": "applied"})
    assert refused.status_code == 422
    assert "åpen sak" in refused.content.decode()
    assert pupil("p4").left_on is None
    Case.objects.update(**CLOSED)
    done = client.post(page_of(gone), {"form_token": "u" * 24, "outcome": "applied"})
    assert done["Location"] == LIST
    assert pupil("p4").left_on == NOW.date()
    gone.refresh_from_db()
    assert (gone.outcome, gone.settled_by) == ("applied", cast.users["rector"])
    assert ChangeEvent.objects.filter(action="review.settle").count() == 1


def test_settled_review_is_out_of_the_list_and_not_found(
    client: Client, cast: Cast, gone: RosterReview
) -> None:
    login(client, cast, "social_teacher")
    client.post(page_of(gone), TOKEN | {"outcome": "kept", "note": "Flytter til jul."})
    assert "Emil" not in client.get(LIST).content.decode()
    assert client.get(page_of(gone)).status_code == 404
    gone.refresh_from_db()
    assert (gone.outcome, gone.note) == ("kept", "Flytter til jul.")


def test_answer_is_asked_for(client: Client, cast: Cast, gone: RosterReview) -> None:
    response = login(client, cast, "rector").post(page_of(gone), TOKEN)
    assert response.status_code == 422
    gone.refresh_from_db()
    assert gone.settled_at is None


def test_review_that_tells_of_a_closed_case_leaves_a_read_row_too(
    client: Client, cast: Cast, gone: RosterReview
) -> None:
    Case.objects.update(**CLOSED)
    login(client, cast, "rector").get(page_of(gone))
    event = ReadEvent.objects.order_by("-pk")[0]
    assert (event.route, event.case_id) == ("review-settle", Case.objects.get().pk)


def test_yes_to_a_new_class_opens_the_case_to_its_contact_teacher(
    client: Client, cast: Cast, tmp_path: Path
) -> None:
    take_in(DISTRICT, tmp_path)
    actions.raise_concern(
        by=cast.actor("rector"),
        at=NOW,
        pupil=pupil("p1"),
        concern=ConcernText(seen="Trist.", topic=Topic.SCHOOL_ENVIRONMENT),
    )
    new_class = pupil("p2").class_group
    assert new_class is not None
    cast.posts["other_contact_teacher"].classes.add(new_class)
    take_in(DISTRICT.child("p1", cls="5A", grade="5"), tmp_path)
    cases = Case.objects.visible_to(cast.actor("other_contact_teacher"))
    assert not cases.exists()
    review = RosterReview.objects.get(pupil=pupil("p1"))
    login(client, cast, "rector").post(page_of(review), TOKEN | {"outcome": "applied"})
    assert Case.objects.visible_to(cast.actor("other_contact_teacher")).exists()


def test_protection_is_taken_away_by_a_person_with_a_reason(
    client: Client, cast: Cast, tmp_path: Path
) -> None:
    take_in(DISTRICT.child("p1", protection="fortrolig"), tmp_path)
    take_in(DISTRICT.child("p1", protection=""), tmp_path)
    review = RosterReview.objects.get(pupil=pupil("p1"))
    login(client, cast, "rector")
    without = client.post(page_of(review), TOKEN | {"outcome": "applied"})
    assert "Skriv hvorfor" in without.content.decode()
    assert pupil("p1").protection == 6
    client.post(
        page_of(review),
        {"form_token": "u" * 24, "outcome": "applied", "note": "Vedtaket har gått ut."},
    )
    assert pupil("p1").protection == 0


def test_administrator_settles_staff_and_finds_the_way_to_give_a_role(
    client: Client, cast: Cast, tmp_path: Path
) -> None:
    take_in(DISTRICT, tmp_path)
    login(client, cast, "administrator")
    url = reverse("staff-reviews")
    text = client.get(url).content.decode()
    review = RosterReview.objects.get(user__name="Nils Lærer")
    assert review.user is not None
    assert reverse("setup-person", args=[review.user.public_id]) in text
    settle = reverse("staff-review-settle", args=[review.public_id])
    assert client.get(settle).status_code == 200
    assert client.post(settle, TOKEN)["Location"] == url
    assert "Nils Lærer" not in client.get(url).content.decode()
    take_in(DISTRICT, tmp_path)
    assert "Nils Lærer" not in client.get(url).content.decode()


def test_review_of_staff_is_not_found_among_those_of_pupils(
    client: Client, cast: Cast, gone: RosterReview
) -> None:
    staff = RosterReview.objects.filter(user__isnull=False).order_by("pk")[0]
    login(client, cast, "administrator")
    assert client.get(page_of(staff)).status_code == 404
    wrong = reverse("staff-review-settle", args=[gone.public_id])
    assert client.get(wrong).status_code == 404


def test_every_kind_of_review_can_be_answered() -> None:
    for kind in ReviewKind:
        assert kind.label
        assert kind.explanation
        assert kind.question
        assert kind.outcomes
    assert {kind.permission for kind in OF_STAFF} == {"people_admin"}
