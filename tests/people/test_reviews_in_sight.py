"""What rosters have left for a person to settle is in sight of those it is for, and of no other."""

from datetime import datetime

import pytest

from felles.people.actions import create_post, settle_review
from felles.people.models import Organisation, Pupil, RosterReview
from felles.people.queries import (
    find_review,
    get_actor,
    list_reviews,
    list_staff_reviews,
    system_actor,
)
from felles.people.queries.imports import load_known, load_register_schools
from felles.rules.access import Actor, Permission
from felles.rules.consent import AnswerKind
from felles.rules.decision import Refused
from felles.rules.reviews import ReviewKind
from felles.rules.roles import Role
from tests import make
from tests.cast import NOW, STAFF_PARTS, Cast, build_cast
from tests.permissions import take_away
from tests.proofs.world import undone

pytestmark = pytest.mark.django_db
COORDINATORS = {"rector", "social_teacher"}


@pytest.fixture
def cast() -> Cast:
    """The district."""
    return build_cast()


def about_pupil(cast: Cast, pupil: Pupil, settled_at: datetime | None = None) -> RosterReview:
    return RosterReview.objects.create(
        kind=ReviewKind.GONE_WITH_OPEN_CASE.value, school=pupil.school, pupil=pupil, found_at=NOW,
        settled_at=settled_at, settled_by=cast.users["rector"] if settled_at else None,
    )  # fmt: skip


def about_staff(cast: Cast, part: str = "teacher") -> RosterReview:
    return RosterReview.objects.create(
        kind=ReviewKind.STAFF_GONE.value, school=cast.furulia, user=cast.users[part], found_at=NOW
    )


def sees(actor: Actor, review: RosterReview) -> bool:
    """Is the review on one of the actor's lists? It is found exactly then."""
    listed = review in [*list_reviews(actor), *list_staff_reviews(actor)]
    assert (find_review(actor, review.public_id) == review) is listed
    return listed


def who_sees(cast: Cast, review: RosterReview) -> set[str]:
    return {part for part in STAFF_PARTS if sees(cast.actor(part), review)}


def test_pupil_who_is_gone_is_for_the_coordinators_of_the_school(cast: Cast) -> None:
    here, _ties = make.pupil(cast)
    there, _ties = make.pupil(cast, class_name="7C")
    assert who_sees(cast, about_pupil(cast, here)) == COORDINATORS
    assert who_sees(cast, about_pupil(cast, there)) == {"other_rector"}


def test_review_that_is_settled_waits_for_nobody(cast: Cast) -> None:
    pupil, _ties = make.pupil(cast)
    about = about_pupil(cast, pupil)
    staff = about_staff(cast)
    by = cast.users["rector"]
    RosterReview.objects.update(settled_at=NOW, settled_by=by, outcome="kept")
    assert who_sees(cast, about) == who_sees(cast, staff) == set()


def test_staff_who_are_gone_are_for_the_administrator_alone(cast: Cast) -> None:
    assert who_sees(cast, about_staff(cast)) == {"administrator"}


def test_list_of_pupils_holds_no_staff_and_that_of_staff_no_pupils(cast: Cast) -> None:
    pupil, _ties = make.pupil(cast)
    about_pupil(cast, pupil)
    about_staff(cast)
    for part in STAFF_PARTS:
        actor = cast.actor(part)
        assert all(one.pupil_id for one in list_reviews(actor))
        assert all(one.user_id for one in list_staff_reviews(actor))


def test_pupil_with_a_protected_address_is_listed_for_those_on_the_reader_list(cast: Cast) -> None:
    made = make.at_school(cast)
    review = about_pupil(cast, made.pupil)
    make.protect(cast, made)
    assert who_sees(cast, review) == {"social_teacher"}


def test_coordinator_whom_the_guardians_have_shut_out_is_told_nothing(cast: Cast) -> None:
    made = make.not_child_welfare(cast)
    review = about_pupil(cast, made.pupil)
    post = create_post(
        by=system_actor(NOW), at=NOW, user=cast.users["child_welfare_intake"],
        role=Role.SOCIAL_TEACHER, organisation=cast.furulia, from_on=NOW.date(),
    )  # fmt: skip
    actor = get_actor(cast.users["child_welfare_intake"], post_id=post.pk, at=NOW)
    assert actor is not None
    assert not sees(actor, review)
    make.answer(cast, made, 1, kind=AnswerKind.YES_ALL)
    assert sees(actor, review)


def test_nothing_is_listed_without_the_permission(
    cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    pupil, _ties = make.pupil(cast)
    about, staff = about_pupil(cast, pupil), about_staff(cast)
    with monkeypatch.context() as patch:
        take_away(patch, Permission.GUARDIAN_VERIFY)
        assert who_sees(cast, about) == set()
        assert who_sees(cast, staff) == {"administrator"}
    take_away(monkeypatch, Permission.PEOPLE_ADMIN)
    assert who_sees(cast, staff) == set()
    assert who_sees(cast, about) == COORDINATORS


def test_what_rosters_and_registers_have_said_is_for_those_who_bring_them_in(
    cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    admin = system_actor(NOW)
    Organisation.objects.filter(pk=cast.furulia.pk).update(org_number="974000000")
    assert load_known(admin).schools
    assert len(load_register_schools(admin)) == 1
    for part in STAFF_PARTS:
        actor = cast.actor(part)
        assert bool(load_known(actor).schools) is (part == "administrator"), part
    with monkeypatch.context() as patch:
        take_away(patch, Permission.ROSTER_IMPORT)
        assert not load_known(admin).schools
    take_away(monkeypatch, Permission.SETUP)
    assert load_register_schools(admin) == []


def test_review_is_settled_by_those_it_is_for_whoever_hands_it_to_them(cast: Cast) -> None:
    pupil, _ties = make.pupil(cast)
    for review, settlers in (
        (about_pupil(cast, pupil), COORDINATORS),
        (about_staff(cast), {"administrator"}),
    ):
        for part in STAFF_PARTS:
            with undone():
                outcome = ReviewKind(review.kind).outcomes[-1]
                done = {"at": NOW, "review": review, "outcome": outcome, "has_open_case": False}
                if part in settlers:
                    settle_review(by=cast.actor(part), **done)  # type: ignore[arg-type]
                    continue
                with pytest.raises(Refused, match="Rollen din"):
                    settle_review(by=cast.actor(part), **done)  # type: ignore[arg-type]
