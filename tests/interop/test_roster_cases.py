"""A roster and cases: nothing gets wider, and nobody but the school learns that there is a case."""

from datetime import timedelta
from pathlib import Path

import pytest
from django.db.models import Q

from felles.casework import actions
from felles.casework.actions import ConcernText
from felles.casework.models import Case
from felles.people.actions import verify_authority
from felles.people.models import AccessGrant, Guardianship, Post, Pupil, RosterReview
from felles.people.queries import (
    find_pupil_by_public_id,
    get_pupil_facts,
    list_reviews,
    list_staff_reviews,
    search_pupils,
)
from felles.people.rosters import external_key
from felles.rules.access import may_see
from felles.rules.case_flow import Step
from felles.rules.consent import Authority
from felles.rules.people import Protection
from felles.rules.roles import Topic
from tests import make
from tests.cast import NOW, Cast, build_cast
from tests.interop.rosters import (
    DISTRICT,
    Child,
    District,
    Grownup,
    number_schools,
    pupil,
    take_in,
)
from tests.make import Made

pytestmark = pytest.mark.django_db

CLOSED = {"state": Case.State.CLOSED.value, "step": Step.CLOSED.value, "closed_at": NOW}
WITH_EMIL = DISTRICT.plus(Child("p4", "Emil", parents=("g2",)))


@pytest.fixture
def cast() -> Cast:
    """The cast, whose schools have the numbers of the roster's."""
    built = build_cast()
    number_schools(built)
    return built


def open_case(cast: Cast, child_id: str, part: str = "social_teacher") -> Case:
    """Raise a concern about a pupil of the roster."""
    concern = actions.raise_concern(
        by=cast.actor(part),
        at=NOW,
        pupil=pupil(child_id),
        concern=ConcernText(seen="Ser trist ut.", topic=Topic.SCHOOL_ENVIRONMENT),
    )
    return concern.case


def sees(cast: Cast, part: str, case: Case) -> bool:
    """Whether a part sees a case, by the database and by the rule alike."""
    actor = cast.actor(part)
    by_database = Case.objects.visible_to(actor).filter(pk=case.pk).exists()
    facts = get_pupil_facts(case.pupil_id, NOW).of_case(case.school_id, is_with_team=False)
    assert by_database is bool(may_see(actor, facts))
    return by_database


def test_concern_is_raised_for_a_pupil_of_the_roster(cast: Cast, tmp_path: Path) -> None:
    take_in(DISTRICT, tmp_path)
    found = search_pupils(cast.actor("teacher"), "maja")
    assert [row.name for row in found] == ["Maja Prøvesen"]
    assert sees(cast, "rector", open_case(cast, "p1"))


def test_pupil_with_an_open_case_who_is_gone_keeps_the_case(cast: Cast, tmp_path: Path) -> None:
    take_in(WITH_EMIL, tmp_path)
    case = open_case(cast, "p4")
    take_in(DISTRICT, tmp_path)
    emil = pupil("p4")
    assert emil.left_on is None
    assert sees(cast, "rector", case)
    (review,) = list_reviews(cast.actor("rector"))
    assert (review.kind, review.pupil) == ("gone_with_open_case", emil)


def test_pupil_who_was_kept_leaves_when_the_case_is_closed(cast: Cast, tmp_path: Path) -> None:
    take_in(WITH_EMIL, tmp_path)
    case = open_case(cast, "p4")
    take_in(DISTRICT, tmp_path)
    Case.objects.filter(pk=case.pk).update(**CLOSED)
    take_in(DISTRICT, tmp_path)
    assert pupil("p4").left_on == NOW.date()
    assert list_reviews(cast.actor("rector")) == []


def test_case_of_a_pupil_who_moves_stays_and_the_new_school_sees_none(
    cast: Cast, tmp_path: Path
) -> None:
    take_in(WITH_EMIL, tmp_path)
    case = open_case(cast, "p4")
    take_in(WITH_EMIL.child("p4", school="org-2", cls="7C"), tmp_path)
    case.refresh_from_db()
    assert case.school == case.pupil.school == cast.furulia
    assert sees(cast, "rector", case)
    assert not sees(cast, "other_rector", case)
    (review,) = list_reviews(cast.actor("rector"))
    assert review.kind == "moved_with_open_case"
    assert list_reviews(cast.actor("other_rector")) == []


def test_pupil_who_moves_with_a_case_is_like_any_other_at_the_new_school(
    cast: Cast, tmp_path: Path
) -> None:
    take_in(WITH_EMIL, tmp_path)
    open_case(cast, "p4")
    take_in(WITH_EMIL.child("p4", school="org-2", cls="7C"), tmp_path)
    (found,) = search_pupils(cast.actor("other_rector"), "emil")
    assert found == pupil("p4")
    assert [tie.authority for tie in found.guardianships.order_by("pk")] == ["unverified"]
    assert search_pupils(cast.actor("rector"), "emil") == []


def test_new_class_opens_no_case_before_the_school_says_so(cast: Cast, tmp_path: Path) -> None:
    take_in(DISTRICT, tmp_path)
    maja = pupil("p1")
    case = open_case(cast, "p1")
    give_class(cast, "contact_teacher", maja)
    give_class(cast, "other_contact_teacher", pupil("p2"))
    assert sees(cast, "contact_teacher", case)
    take_in(DISTRICT.child("p1", cls="5A", grade="5"), tmp_path)
    assert pupil("p1").class_group == pupil("p2").class_group
    assert not sees(cast, "other_contact_teacher", case)
    assert not sees(cast, "contact_teacher", case)
    (review,) = list_reviews(cast.actor("social_teacher"))
    assert review.kind == "class_with_case"


def give_class(cast: Cast, part: str, row: Pupil) -> None:
    """Let a contact teacher answer for the class that a pupil of the roster goes in."""
    assert row.class_group is not None
    cast.posts[part].classes.add(row.class_group)


def test_new_class_of_a_pupil_with_a_closed_case_is_held_too(cast: Cast, tmp_path: Path) -> None:
    take_in(DISTRICT, tmp_path)
    case = open_case(cast, "p1")
    Case.objects.filter(pk=case.pk).update(**CLOSED)
    give_class(cast, "other_contact_teacher", pupil("p2"))
    take_in(DISTRICT.child("p1", cls="5A", grade="5"), tmp_path)
    assert not sees(cast, "other_contact_teacher", case)


def test_new_class_of_a_pupil_without_a_case_is_not_held(cast: Cast, tmp_path: Path) -> None:
    take_in(DISTRICT, tmp_path)
    take_in(DISTRICT.child("p1", cls="5A", grade="5"), tmp_path)
    assert not pupil("p1").class_held
    assert list_reviews(cast.actor("rector")) == []


def test_new_guardian_closes_the_case_to_services_and_is_reviewed(
    cast: Cast, tmp_path: Path
) -> None:
    made = make.in_measures(cast)
    adopt(made, "p9")
    assert sees_as_service(cast, made)
    district = DISTRICT.plus(Child("p9", "Maja", parents=("g9",)))
    take_in(with_new_parent(district), tmp_path)
    assert not sees_as_service(cast, made)
    kinds = {review.kind for review in list_reviews(cast.actor("rector"))}
    assert "new_parent_link" in kinds


def adopt(made: Made, child_id: str) -> None:
    """Let a pupil whom a test has made be the one of the roster."""
    Pupil.objects.filter(pk=made.pupil.pk).update(external_key=external_key("user", child_id))


def with_new_parent(district: District) -> District:
    """The district with a parent whom nobody has met."""
    return district.plus(Grownup("g9", "Ukjent"))


def sees_as_service(cast: Cast, made: Made) -> bool:
    """Whether the school nurse sees the case."""
    return Case.objects.visible_to(cast.actor("health_nurse")).filter(pk=made.case.pk).exists()


def test_guardian_known_by_name_is_not_entered_twice_and_stays_verified(
    cast: Cast, tmp_path: Path
) -> None:
    made = make.in_measures(cast)
    adopt(made, "p9")
    district = DISTRICT.plus(
        Child("p9", "Maja", parents=("g8", "g9")),
        Grownup("g8", "Foresatt 1", "Prøvesen"),
        Grownup("g9", "Foresatt 2", "Prøvesen"),
    )
    take_in(district, tmp_path)
    ties = Guardianship.objects.filter(pupil=made.pupil).order_by("pk")
    assert [(tie.guardian.name, tie.authority) for tie in ties] == [
        ("Foresatt 1 Prøvesen", "holds"),
        ("Foresatt 2 Prøvesen", "holds"),
    ]
    assert sees_as_service(cast, made)
    assert take_in(district, tmp_path).is_empty


def test_guardian_who_becomes_somebody_else_must_be_verified_again(
    cast: Cast, tmp_path: Path
) -> None:
    take_in(DISTRICT, tmp_path)
    open_case(cast, "p1")
    tie = Guardianship.objects.get(pupil=pupil("p1"), guardian__name="Kari Prøvesen")
    verify(cast, tie)
    take_in(DISTRICT.grownup("g1", given="Roger"), tmp_path)
    tie.refresh_from_db()
    assert (tie.authority, tie.verified_by) == ("unverified", None)
    assert [row.kind for row in list_reviews(cast.actor("rector"))] == ["guardian_renamed"]


def test_guardian_with_a_new_family_name_stays_verified(cast: Cast, tmp_path: Path) -> None:
    take_in(DISTRICT, tmp_path)
    tie = Guardianship.objects.get(pupil=pupil("p1"), guardian__name="Kari Prøvesen")
    verify(cast, tie)
    take_in(DISTRICT.grownup("g1", family="Nyhus"), tmp_path)
    tie.refresh_from_db()
    assert tie.authority == "holds"


def verify(cast: Cast, tie: Guardianship) -> None:
    """Somebody at the school has checked who holds parental responsibility."""
    verify_authority(
        by=cast.actor("social_teacher"), at=NOW, tie=tie, authority=Authority.HOLDS, how="Vist"
    )


def test_protection_raised_by_a_roster_leaves_the_rector_as_reader(
    cast: Cast, tmp_path: Path
) -> None:
    take_in(DISTRICT, tmp_path)
    case = open_case(cast, "p1")
    take_in(DISTRICT.child("p1", protection="strengt fortrolig"), tmp_path)
    assert pupil("p1").protection == Protection.STRICTLY_CONFIDENTIAL
    assert sees(cast, "rector", case)
    assert not sees(cast, "social_teacher", case)
    grants = AccessGrant.objects.filter(pupil=pupil("p1"))
    assert [grant.user for grant in grants] == [cast.users["rector"]]


def test_protected_pupil_at_a_school_without_rector_is_read_by_the_next_one(
    cast: Cast, tmp_path: Path
) -> None:
    post = cast.posts["rector"]
    Post.objects.filter(pk=post.pk).update(until_on=NOW.date() - timedelta(days=1))
    district = DISTRICT.child("p1", protection="7")
    plan = take_in(district, tmp_path)
    assert "no_reader" in {str(one.kind) for one in plan.problems}
    assert take_in(district, tmp_path).is_empty
    Post.objects.filter(pk=post.pk).update(until_on=None)
    assert not take_in(district, tmp_path).is_empty
    assert search_pupils(cast.actor("rector"), "maja") == [pupil("p1")]
    assert take_in(district, tmp_path).is_empty


def test_new_pupil_with_protection_is_found_by_the_rector_only(cast: Cast, tmp_path: Path) -> None:
    take_in(DISTRICT.child("p1", protection="6"), tmp_path)
    assert search_pupils(cast.actor("rector"), "maja") == [pupil("p1")]
    assert search_pupils(cast.actor("social_teacher"), "maja") == []


def test_protection_is_never_cleared_by_a_roster(cast: Cast, tmp_path: Path) -> None:
    take_in(DISTRICT.child("p1", protection="fortrolig"), tmp_path)
    cleared = DISTRICT.child("p1", protection="")
    take_in(cleared, tmp_path)
    assert pupil("p1").protection == Protection.CONFIDENTIAL
    assert [row.kind for row in list_reviews(cast.actor("rector"))] == ["protection_cleared"]
    assert list_reviews(cast.actor("social_teacher")) == []
    assert take_in(cleared, tmp_path).is_empty


def test_protection_set_by_the_school_is_no_question_for_the_roster(
    cast: Cast, tmp_path: Path
) -> None:
    district = DISTRICT.child("p2", protection="fortrolig")
    take_in(district, tmp_path)
    Pupil.objects.filter(pk=pupil("p1").pk).update(protection=7)
    assert take_in(district, tmp_path).is_empty
    assert pupil("p1").protection == 7


def test_roster_without_the_column_says_nothing_of_protection(cast: Cast, tmp_path: Path) -> None:
    take_in(DISTRICT.child("p1", protection="fortrolig"), tmp_path)
    take_in(DISTRICT, tmp_path)
    assert pupil("p1").protection == Protection.CONFIDENTIAL
    assert not RosterReview.objects.filter(pupil=pupil("p1")).exists()


def test_school_that_is_left_learns_nothing_of_a_protected_pupils_way(
    cast: Cast, tmp_path: Path
) -> None:
    district = WITH_EMIL.child("p4", protection="6")
    take_in(district, tmp_path)
    open_case(cast, "p4", "rector")
    take_in(district.child("p4", school="org-2", cls="7C"), tmp_path)
    assert [row.kind for row in list_reviews(cast.actor("rector"))] == ["gone_with_open_case"]


def test_readers_of_a_protected_pupil_change_with_the_school(cast: Cast, tmp_path: Path) -> None:
    district = WITH_EMIL.child("p4", protection="6")
    take_in(district, tmp_path)
    take_in(district.child("p4", school="org-2", cls="7C"), tmp_path)
    emil = pupil("p4")
    assert search_pupils(cast.actor("other_rector"), "emil") == [emil]
    running = AccessGrant.objects.filter(Q(until_at=None), pupil=emil)
    assert [grant.user for grant in running] == [cast.users["other_rector"]]


def test_reviews_of_pupils_are_for_the_school_and_those_of_staff_for_the_administrator(
    cast: Cast, tmp_path: Path
) -> None:
    take_in(WITH_EMIL, tmp_path)
    open_case(cast, "p4")
    take_in(DISTRICT, tmp_path)
    assert list_reviews(cast.actor("administrator")) == []
    assert list_reviews(cast.actor("teacher")) == []
    assert list_reviews(cast.actor("other_rector")) == []
    assert list_staff_reviews(cast.actor("rector")) == []
    kinds = {row.kind for row in list_staff_reviews(cast.actor("administrator"))}
    assert kinds == {"new_staff"}


def test_pupil_who_is_gone_is_out_of_sight_with_and_without_a_case(
    cast: Cast, tmp_path: Path
) -> None:
    take_in(WITH_EMIL.plus(Child("p5", "Nora")), tmp_path)
    open_case(cast, "p4")
    take_in(DISTRICT, tmp_path)
    for part in ("teacher", "contact_teacher", "rector"):
        actor = cast.actor(part, NOW + timedelta(days=1))
        assert search_pupils(actor, "emil") == search_pupils(actor, "nora") == []
        assert find_pupil_by_public_id(actor, pupil("p4").public_id) is None
