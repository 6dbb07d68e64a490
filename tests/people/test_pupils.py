"""Which pupils somebody may look up by name: each condition by itself."""

from dataclasses import replace

import pytest

from felles.people.models import Pupil
from felles.people.queries.pupils import (
    find_pupil_by_public_id,
    list_own_class,
    list_pupils_by_public_id,
    pupils_visible_to,
    search_pupils,
)
from felles.rules.access import ROLE_PERMISSIONS, Permission
from felles.rules.roles import Role
from tests import make
from tests.cast import NOW, Cast, build_cast

pytestmark = pytest.mark.django_db
# Who work at a school, by hand.
AT_SCHOOL = {
    Role.TEACHER,
    Role.CONTACT_TEACHER,
    Role.SOCIAL_TEACHER,
    Role.SOCIAL_AGENT,
    Role.MILIEU_WORKER,
    Role.RECTOR,
}


@pytest.fixture
def cast() -> Cast:
    """The district."""
    return build_cast()


@pytest.mark.parametrize("role", Role)
@pytest.mark.parametrize("has", [True, False])
def test_only_who_works_at_a_school_and_may_raise_a_concern_looks_pupils_up(
    cast: Cast, role: Role, has: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    made = make.in_measures(cast)
    permissions = ROLE_PERMISSIONS[role] - {Permission.CONCERN_RAISE}
    line = {Permission.CONCERN_RAISE} if has else set()
    monkeypatch.setitem(ROLE_PERMISSIONS, role, permissions | line)
    actor = replace(cast.actor("teacher"), role=role)
    is_seen = role in AT_SCHOOL and has
    assert pupils_visible_to(actor).filter(pk=made.pupil.pk).exists() is is_seen
    assert bool(search_pupils(actor, made.pupil.family_name)) is is_seen
    assert bool(find_pupil_by_public_id(actor, made.pupil.public_id)) is is_seen
    assert bool(list_pupils_by_public_id(actor, [made.pupil.public_id])) is is_seen


@pytest.mark.parametrize(
    "gone", [{"left_on": NOW.date()}, {"off_roster_on": NOW.date()}, {"protection": 6}]
)
def test_pupil_who_left_or_is_protected_is_not_looked_up(
    cast: Cast, gone: dict[str, object]
) -> None:
    made = make.in_measures(cast)
    Pupil.objects.filter(pk=made.pupil.pk).update(**gone)
    assert not pupils_visible_to(cast.actor("rector")).filter(pk=made.pupil.pk).exists()


def test_pupil_of_another_school_is_not_looked_up_and_one_by_name_is(cast: Cast) -> None:
    made = make.protected(cast)
    assert not pupils_visible_to(cast.actor("other_rector")).filter(pk=made.pupil.pk).exists()
    assert not pupils_visible_to(cast.actor("rector")).filter(pk=made.pupil.pk).exists()
    assert pupils_visible_to(cast.actor("social_teacher")).get(pk=made.pupil.pk) == made.pupil


def test_own_class_is_for_choosing_and_nobody_elses(cast: Cast) -> None:
    made = make.in_measures(cast)
    assert made.pupil in list_own_class(cast.actor("contact_teacher"))
    assert list_own_class(cast.actor("teacher")) == []
    assert search_pupils(cast.actor("teacher"), "") == []
    assert search_pupils(cast.actor("teacher"), "finnes-ikke") == []


@pytest.mark.parametrize(
    "gone", [{"left_on": NOW.date()}, {"off_roster_on": NOW.date()}, {"protection": 6}]
)
def test_own_class_holds_those_who_may_be_looked_up(cast: Cast, gone: dict[str, object]) -> None:
    pupil, _ties = make.pupil(cast)
    other, _ties = make.pupil(cast, given_name="Nora")
    Pupil.objects.filter(pk=other.pk).update(**gone)
    assert list_own_class(cast.actor("contact_teacher")) == [pupil]
