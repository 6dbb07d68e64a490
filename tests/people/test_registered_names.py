"""Which names the writer's aid looks for: the school's own, never whose case is open."""

import pytest

from felles.people.models import Guardianship, Pupil
from felles.people.queries import list_class_names, list_registered_names
from felles.rules.people import Protection
from tests import make
from tests.cast import STAFF_PARTS, Cast, build_cast

pytestmark = pytest.mark.django_db


@pytest.fixture
def cast() -> Cast:
    """The district."""
    return build_cast()


def names(cast: Cast, part: str) -> list[str]:
    return list_registered_names(cast.actor(part))


def test_school_staff_get_pupils_guardians_and_staff_of_their_own_school(cast: Cast) -> None:
    pupil, ties = make.pupil(cast, given_name="Zebra", family_name="Prøvås")
    Pupil.objects.filter(pk=pupil.pk).update(preferred_name="Zeb")
    Guardianship.objects.filter(pk=ties[0].pk).update(source="roster")
    found = names(cast, "social_teacher")
    assert {"Zebra Zeb Prøvås", ties[0].guardian.name, "Rector", "Health Nurse"} <= set(found)
    assert "Other Rector" not in found
    assert "Zebra Zeb Prøvås" not in names(cast, "other_rector")


def test_services_leaders_and_office_get_no_name_at_all(cast: Cast) -> None:
    make.pupil(cast)
    have = {part for part in STAFF_PARTS if names(cast, part)}
    assert have == {
        "contact_teacher", "other_contact_teacher", "teacher", "milieu_worker", "social_teacher",
        "rector", "social_agent", "other_rector", "other_school_teacher",
    }  # fmt: skip


def test_pupil_with_protected_address_is_looked_for_by_the_readers_only(cast: Cast) -> None:
    made = make.concern(cast, given_name="Zebra", family_name="Prøvås")
    make.protect(cast, made)
    assert Pupil.objects.get().protection != Protection.NONE
    assert "Zebra Prøvås" in names(cast, "social_teacher")
    assert "Zebra Prøvås" not in names(cast, "rector")


@pytest.mark.parametrize("state", make.STATES)
def test_no_case_changes_the_list(state: str, cast: Cast) -> None:
    made = make.STATES[state](cast)
    if state in ("protected", "other_school"):
        return  # out of sight by protection; at another school
    Guardianship.objects.filter(pupil=made.pupil).update(source="roster")
    with_case = names(cast, "social_agent")
    Guardianship.objects.filter(pupil=made.pupil).update(ended_on=cast.actor("rector").on)
    assert names(cast, "social_agent") == with_case
    Guardianship.objects.filter(pupil=made.pupil).update(source="manual")
    known = set(with_case) - set(names(cast, "social_agent"))
    assert known == {tie.guardian.name for tie in made.ties}


def test_class_names_are_those_of_the_schools_that_the_post_covers(cast: Cast) -> None:
    assert list_class_names(cast.actor("health_nurse")) == ["5A", "6B"]
    assert list_class_names(cast.actor("child_welfare_intake")) == ["5A", "6B", "7C"]
    assert list_class_names(cast.actor("project_leader")) == []
