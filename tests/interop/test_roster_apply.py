"""What a roster changes when it is carried out, and that the second time changes nothing."""

from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from felles.casework.queries import find_case_ties
from felles.people.actions import apply_roster, imports
from felles.people.models import (
    ClassGroup,
    Guardian,
    Guardianship,
    Organisation,
    Post,
    Pupil,
    RosterReview,
    User,
)
from felles.people.queries import get_actor, system_actor
from felles.people.rosters import external_key
from felles.rules.access import Permission, may
from felles.rules.consent import Authority
from felles.rules.decision import Refused
from felles.rules.people import Relation
from felles.rules.roles import Role
from tests.cast import NOW
from tests.interop.rosters import (
    DISTRICT,
    Child,
    Grownup,
    add_schools,
    apply,
    plan_of,
    pupil,
    read,
    read_district,
    take_in,
    write_folder,
)
from tests.permissions import take_away

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("format_", ["1.1", "1.2", "sds"])
def test_roster_brings_pupils_with_class_year_birth_date_and_guardians(
    tmp_path: Path, format_: str
) -> None:
    schools = add_schools()
    plan = take_in(DISTRICT, tmp_path, format_)
    assert plan.refused == 0
    maja = pupil("p1")
    assert (maja.name, maja.birth_on, maja.grade) == ("Maja Prøvesen", date(2015, 3, 4), 6)
    assert maja.class_group is not None
    assert (maja.class_group.name, maja.class_group.grade) == ("6B", 6)
    assert maja.school == maja.class_group.school == schools["999888720"]
    ties = maja.guardianships.order_by("guardian__name")
    assert [tie.guardian.name for tie in ties] == ["Kari Prøvesen", "Ola Prøvesen"]
    assert pupil("p3").search_text == " åse østby"


@pytest.mark.parametrize("format_", ["1.1", "1.2", "sds"])
def test_roster_read_a_second_time_changes_nothing(tmp_path: Path, format_: str) -> None:
    add_schools()
    take_in(DISTRICT, tmp_path, format_)
    before = [list(model.objects.order_by("pk").values()) for model in TABLES]
    again = take_in(DISTRICT, tmp_path, format_)
    assert again.is_empty
    assert [list(model.objects.order_by("pk").values()) for model in TABLES] == before


TABLES = (ClassGroup, Guardian, Guardianship, Organisation, Post, Pupil, RosterReview, User)


@pytest.mark.parametrize("format_", ["1.2", "sds"])
def test_same_people_in_another_format_change_nothing(tmp_path: Path, format_: str) -> None:
    add_schools()
    take_in(DISTRICT, tmp_path / "first")
    assert plan_of(read_district(DISTRICT, tmp_path / "second", format_)).pupils == []


def test_guardians_of_a_roster_are_never_proven(tmp_path: Path) -> None:
    add_schools()
    take_in(DISTRICT, tmp_path)
    ties = Guardianship.objects.order_by("pk")
    assert {tie.authority for tie in ties} == {Authority.UNVERIFIED.value}
    assert {tie.verified_by_id for tie in ties} == {None}
    assert {(tie.guardian.name, tie.relation) for tie in ties} == {
        ("Kari Prøvesen", Relation.PARENT.value),
        ("Ola Prøvesen", Relation.PARENT.value),
        ("Siv Eksempel", Relation.OTHER.value),
    }


def test_guardians_of_a_pupil_share_no_household(tmp_path: Path) -> None:
    add_schools()
    take_in(DISTRICT, tmp_path)
    ties = Guardianship.objects.filter(pupil=pupil("p1")).order_by("pk")
    assert sorted(tie.household for tie in ties) == [1, 2]


def test_siblings_share_one_guardian(tmp_path: Path) -> None:
    add_schools()
    take_in(DISTRICT, tmp_path)
    siv = Guardian.objects.get(name="Siv Eksempel")
    assert {tie.pupil.name for tie in siv.guardianships.order_by("pk")} == {
        "Jonas Eksempel",
        "Åse Østby",
    }


def test_staff_of_a_roster_have_no_role_and_cannot_log_in(tmp_path: Path) -> None:
    add_schools()
    take_in(DISTRICT, tmp_path)
    nils = User.objects.get(name="Nils Lærer")
    assert not nils.has_usable_password()
    assert get_actor(nils, post_id=None, at=NOW) is None
    assert Post.objects.count() == 0
    reviews = RosterReview.objects.order_by("user__name")
    assert [(row.kind, row.user and row.user.name, row.role) for row in reviews] == [
        ("new_staff", "Nils Lærer", "teacher"),
        ("new_staff", "Rita Rektor", "rector"),
    ]


def test_staff_already_made_by_hand_are_recognised(tmp_path: Path) -> None:
    add_schools()
    by_hand = User.objects.create(username="nils", name="Nils Lærer", email="nils@example.org")
    take_in(DISTRICT, tmp_path)
    assert User.objects.filter(name="Nils Lærer").count() == 1
    by_hand.refresh_from_db()
    assert by_hand.external_key == external_key("user", "t1")


def test_staff_with_a_taken_user_name_get_another(tmp_path: Path) -> None:
    add_schools()
    User.objects.create(username="t1", name="Somebody Else")
    take_in(DISTRICT, tmp_path)
    nils = User.objects.get(name="Nils Lærer")
    assert nils.username == f"ansatt-{nils.public_id}"


def test_changed_names_and_years_are_taken_over(tmp_path: Path) -> None:
    add_schools()
    take_in(DISTRICT, tmp_path)
    public_id = pupil("p1").public_id
    take_in(DISTRICT.child("p1", family="Nyhus", cls="7B", grade="7"), tmp_path)
    maja = pupil("p1")
    assert (maja.public_id, maja.name, maja.grade) == (public_id, "Maja Nyhus", 7)
    assert maja.class_group is not None
    assert maja.class_group.name == "7B"
    assert maja.sort_key.startswith("nyhus")


def test_class_that_is_gone_is_put_away_and_comes_back(tmp_path: Path) -> None:
    add_schools()
    take_in(DISTRICT, tmp_path)
    take_in(DISTRICT.child("p2", cls="6B", grade="6"), tmp_path)
    assert not ClassGroup.objects.get(name="5A").is_active
    take_in(DISTRICT, tmp_path)
    assert ClassGroup.objects.get(name="5A").is_active


def test_pupil_without_a_case_who_is_gone_has_left(tmp_path: Path) -> None:
    add_schools()
    take_in(DISTRICT.plus(Child("p4", "Emil")), tmp_path)
    plan = take_in(DISTRICT, tmp_path)
    assert [known.name for known in plan.gone_pupils] == ["Emil Prøvesen"]
    assert pupil("p4").left_on == NOW.date()
    assert not RosterReview.objects.filter(pupil=pupil("p4")).exists()


def test_pupil_marked_to_be_deleted_has_left(tmp_path: Path) -> None:
    add_schools()
    take_in(DISTRICT.plus(Child("p4", "Emil")), tmp_path)
    take_in(DISTRICT.plus(Child("p4", "Emil", status="tobedeleted")), tmp_path)
    assert pupil("p4").left_on == NOW.date()


def test_pupil_who_comes_back_is_there_again(tmp_path: Path) -> None:
    add_schools()
    with_emil = DISTRICT.plus(Child("p4", "Emil"))
    take_in(with_emil, tmp_path)
    take_in(DISTRICT, tmp_path)
    plan = take_in(with_emil, tmp_path)
    assert [change.kind for change in plan.pupils] == ["back"]
    assert pupil("p4").left_on is None
    assert pupil("p4").off_roster_on is None


def test_pupils_of_a_school_without_pupils_in_the_file_are_left_alone(tmp_path: Path) -> None:
    add_schools()
    take_in(DISTRICT, tmp_path)
    plan = take_in(DISTRICT.without("p3"), tmp_path)
    assert plan.gone_pupils == []
    assert [str(one.kind) for one in plan.problems] == ["no_pupils"]


def test_roster_of_changes_only_takes_nobody_out(tmp_path: Path) -> None:
    add_schools()
    take_in(DISTRICT.plus(Child("p4", "Emil")), tmp_path)
    files = DISTRICT.files()
    files["manifest"] = [
        [name, "delta" if name == "file.users" else value] for name, value in files["manifest"]
    ]
    assert plan_of(read(write_folder(files, tmp_path / "delta"))).gone_pupils == []


def test_pupil_with_a_refused_row_is_not_gone(tmp_path: Path) -> None:
    add_schools()
    take_in(DISTRICT, tmp_path)
    plan = plan_of(read_district(DISTRICT.child("p2", given="", family=""), tmp_path))
    assert plan.gone_pupils == []
    assert plan.refused == 1


def test_pupil_at_a_school_that_felles_does_not_know_is_refused(tmp_path: Path) -> None:
    schools = add_schools()
    schools["999888739"].is_active = False
    schools["999888739"].save()
    plan = take_in(DISTRICT, tmp_path)
    assert [str(one.kind) for one in plan.problems if one.kind.level == 2] == ["school_unknown"]
    assert {row.name for row in Pupil.objects.order_by("pk")} == {"Maja Prøvesen", "Jonas Eksempel"}


def test_moved_pupil_without_a_case_is_the_same_pupil_at_the_new_school(tmp_path: Path) -> None:
    schools = add_schools()
    take_in(DISTRICT, tmp_path)
    before = pupil("p1")
    plan = take_in(DISTRICT.child("p1", school="org-2", cls="7C", grade="7"), tmp_path)
    assert [change.kind for change in plan.pupils] == ["moved"]
    after = pupil("p1")
    assert after.pk == before.pk
    assert after.school == schools["999888739"]
    assert after.class_group is not None
    assert after.class_group.name == "7C"


def test_guardian_who_is_gone_stays_and_is_reviewed(tmp_path: Path) -> None:
    add_schools()
    take_in(DISTRICT, tmp_path)
    take_in(DISTRICT.child("p1", parents=("g1",)), tmp_path)
    tie = Guardianship.objects.get(pupil=pupil("p1"), guardian__name="Ola Prøvesen")
    assert tie.ended_on is None
    assert tie.off_roster_on == NOW.date()
    review = RosterReview.objects.get(pupil=pupil("p1"))
    assert (review.kind, review.guardian) == ("parent_link_gone", tie.guardian)


def test_guardian_who_is_back_is_no_longer_reviewed(tmp_path: Path) -> None:
    add_schools()
    take_in(DISTRICT, tmp_path)
    take_in(DISTRICT.child("p1", parents=("g1",)), tmp_path)
    take_in(DISTRICT, tmp_path)
    assert not RosterReview.objects.filter(pupil=pupil("p1")).exists()
    assert Guardianship.objects.filter(pupil=pupil("p1"), off_roster_on=None).count() == 2


def test_guardian_whom_staff_have_ended_does_not_come_back_by_itself(tmp_path: Path) -> None:
    add_schools()
    take_in(DISTRICT, tmp_path)
    ties = Guardianship.objects.filter(pupil=pupil("p1"), guardian__name="Ola Prøvesen")
    ties.update(ended_on=NOW.date())
    assert take_in(DISTRICT, tmp_path).is_empty
    assert ties.count() == 1


def test_roster_without_parents_touches_no_guardian(tmp_path: Path) -> None:
    add_schools()
    take_in(DISTRICT, tmp_path)
    alone = DISTRICT
    for child_id in ("p1", "p2", "p3"):
        alone = alone.child(child_id, parents=())
    plan = plan_of(read_district(alone, tmp_path))
    assert plan.gone_links == []
    assert "no_parents" in {str(one.kind) for one in plan.problems}


def test_contact_data_is_taken_over_but_an_empty_field_changes_nothing(tmp_path: Path) -> None:
    add_schools()
    take_in(DISTRICT, tmp_path)
    take_in(DISTRICT.grownup("g1", phone="+47 900 00 099", email=""), tmp_path)
    kari = Guardian.objects.get(name="Kari Prøvesen")
    assert (kari.phone, kari.email) == ("+47 900 00 099", "kari@example.org")


def test_staff_who_are_gone_are_reviewed_and_keep_their_posts(tmp_path: Path) -> None:
    schools = add_schools()
    take_in(DISTRICT, tmp_path)
    nils = User.objects.get(name="Nils Lærer")
    school = schools["999888720"]
    post = Post.objects.create(
        user=nils, role="teacher", organisation=school, employer=school, from_on=NOW.date()
    )
    rest = DISTRICT.without("t1").plus(Grownup("t3", "Ny", role="teacher", school="org-1"))
    take_in(rest, tmp_path)
    assert RosterReview.objects.filter(kind="staff_gone", user=nils).count() == 1
    post.refresh_from_db()
    assert post.until_on is None
    assert take_in(rest, tmp_path).is_empty


def test_many_gone_at_once_must_be_confirmed(tmp_path: Path) -> None:
    add_schools()
    more = DISTRICT.plus(*(Child(f"m{number}", f"Barn {number}") for number in range(20)))
    take_in(more, tmp_path)
    roster = read_district(DISTRICT, tmp_path)
    assert plan_of(roster).needs_confirmation
    with pytest.raises(Refused, match="Mange elever"):
        apply(roster)
    assert Pupil.objects.filter(left_on=None).count() == 23
    apply(roster, is_confirmed=True)
    assert Pupil.objects.filter(left_on=None).count() == 3


def test_roster_is_refused_when_felles_has_changed_since_the_preview(tmp_path: Path) -> None:
    add_schools()
    roster = read_district(DISTRICT, tmp_path)
    seen = plan_of(roster).fingerprint()
    take_in(DISTRICT.child("p1", given="Mia"), tmp_path)
    with pytest.raises(Refused, match="Noe er endret"):
        apply_roster(
            by=system_actor(NOW), at=NOW, roster=roster, expected=seen, find_cases=find_case_ties
        )


def test_roster_that_fails_half_way_leaves_nothing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(_work: object) -> None:
        raise RuntimeError("the power went")

    add_schools()
    monkeypatch.setattr(imports, "apply_staff", fail)
    with pytest.raises(RuntimeError, match="power"):
        take_in(DISTRICT, tmp_path)
    assert Pupil.objects.count() == Guardian.objects.count() == ClassGroup.objects.count() == 0


@pytest.mark.parametrize("role", sorted(set(Role) - {Role.ADMINISTRATOR}))
def test_nothing_is_brought_in_by_another_than_the_administrator(
    tmp_path: Path, role: Role
) -> None:
    add_schools()
    by = replace(system_actor(NOW), role=role)
    assert may(by, Permission.ROSTER_IMPORT) is False
    roster = read_district(DISTRICT, tmp_path)
    with pytest.raises(Refused, match="elevlister"):
        apply_roster(
            by=by,
            at=NOW,
            roster=roster,
            expected=plan_of(roster).fingerprint(),
            find_cases=find_case_ties,
        )
    assert Pupil.objects.count() == 0


def test_schools_are_brought_in_by_those_who_set_up(monkeypatch: pytest.MonkeyPatch) -> None:
    take_away(monkeypatch, Permission.SETUP)
    with pytest.raises(Refused):
        add_schools()
    assert not Organisation.objects.exists()
