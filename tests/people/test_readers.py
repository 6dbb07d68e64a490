"""The list of readers by name, and the address that is protected."""

import pytest

from felles.casework import actions
from felles.casework.models import Case
from felles.casework.queries import get_case, list_readers
from felles.ledger.models import ChangeEvent
from felles.people.actions import end_post, name_reader, set_protection
from felles.people.models import AccessGrant, Pupil, User
from felles.people.queries import system_actor
from felles.rules.access import Ground, Permission
from felles.rules.case_flow import Move
from felles.rules.decision import Refused
from felles.rules.people import Protection
from tests import make
from tests.cast import NOW, START, Cast, build_cast, days
from tests.permissions import take_away

pytestmark = pytest.mark.django_db


def sees(cast: Cast, part: str, made: make.Made) -> bool:
    return Case.objects.visible_to(cast.actor(part)).filter(pk=made.case.pk).exists()


def name(cast: Cast, made: make.Made, part: str, by: str = "social_teacher") -> None:
    actions.name_case_reader(
        by=cast.actor(by),
        at=NOW,
        public_id=made.public_id,
        user_id=cast.users[part].pk,
        reason="Har eleven i matte",
    )


def remove(cast: Cast, made: make.Made, part: str, by: str = "social_teacher") -> None:
    actions.remove_case_reader(
        by=cast.actor(by), at=NOW, public_id=made.public_id, user_id=cast.users[part].pk
    )


def test_colleague_named_reads_until_taken_off() -> None:
    cast = build_cast()
    made = make.at_school(cast)
    assert not sees(cast, "teacher", made)
    name(cast, made, "teacher")
    assert sees(cast, "teacher", made)
    remove(cast, made, "teacher")
    assert not sees(cast, "teacher", made)
    grant = AccessGrant.objects.get(user=cast.users["teacher"])
    assert (grant.from_at, grant.until_at) == (NOW, NOW)
    logged = ChangeEvent.objects.filter(case_id=made.case.pk, action__startswith="reader.")
    assert sorted(row.action for row in logged) == ["reader.end", "reader.name"]


def test_name_is_for_the_case_and_goes_when_it_closes() -> None:
    cast = build_cast()
    made = make.in_evaluation(cast)
    name(cast, made, "teacher")
    make.evaluate(cast, made, Move.CLOSE)
    assert not sees(cast, "teacher", made)
    actions.reopen_case(
        by=cast.actor("rector"),
        at=NOW,
        public_id=made.public_id,
        version=made.version,
        reason="Ny uro",
    )
    assert not sees(cast, "teacher", made)


def test_list_of_a_protected_pupil_stays_when_the_case_closes() -> None:
    cast = build_cast()
    made = make.in_evaluation(cast)
    make.protect(cast, made)
    name(cast, made, "rector")
    make.evaluate(cast, made, Move.CLOSE)
    assert sees(cast, "rector", made)


@pytest.mark.parametrize("part", ["other_rector", "club_leader", "outsider"])
def test_nobody_without_a_place_in_the_case_can_be_named(part: str) -> None:
    cast = build_cast()
    made = make.at_school(cast)
    with pytest.raises(Refused):
        name(cast, made, part)
    assert not AccessGrant.objects.filter(user__isnull=False).exists()


@pytest.mark.parametrize("protection", [Protection.STRICTLY_CONFIDENTIAL, Protection.NONE])
def test_who_is_not_on_the_list_of_a_protected_pupil_can_change_nothing(
    protection: Protection,
) -> None:
    cast = build_cast()
    made = make.protected(cast)
    rector = cast.actor("rector")
    with pytest.raises(Refused):
        set_protection(by=rector, at=NOW, pupil=made.pupil, protection=protection, reason="Vil se")
    with pytest.raises(Refused):
        name_reader(by=rector, at=NOW, pupil=made.pupil, user_id=rector.user_id, reason="Vil se")
    assert not sees(cast, "rector", made)
    assert sees(cast, "social_teacher", made)


def test_protection_from_a_roster_leaves_the_list_to_rector_and_social_teacher() -> None:
    cast = build_cast()
    made = make.at_school(cast)
    Pupil.objects.filter(pk=made.pupil.pk).update(protection=Protection.CONFIDENTIAL.value)
    rector = cast.actor("rector")
    assert not sees(cast, "rector", made)
    name_reader(by=rector, at=NOW, pupil=made.pupil, user_id=rector.user_id, reason="Ny på lista")
    assert sees(cast, "rector", made)
    with pytest.raises(Refused):
        set_protection(
            by=cast.actor("social_teacher"),
            at=NOW,
            pupil=made.pupil,
            protection=Protection.NONE,
            reason="Vil se",
        )


def test_last_who_can_read_stays_and_people_who_left_do_not_count() -> None:
    cast = build_cast()
    made = make.protected(cast)
    for part in ("teacher", "milieu_worker"):
        name(cast, made, part)
    User.objects.filter(pk=cast.users["teacher"].pk).update(is_active=False)
    end_post(
        by=system_actor(NOW),
        at=NOW,
        post=cast.posts["milieu_worker"],
        until_on=NOW.date() - days(1),
    )
    with pytest.raises(Refused):
        remove(cast, made, "social_teacher")
    name(cast, made, "rector")
    remove(cast, made, "social_teacher")
    assert (sees(cast, "rector", made), sees(cast, "social_teacher", made)) == (True, False)


def test_readers_of_a_protected_pupil_do_not_tell_the_place() -> None:
    cast = build_cast()
    made = make.in_measures(cast)
    by = cast.actor("social_teacher")
    before = list_readers(by, get_case(by, made.public_id))
    assert {row.organisation_name for row in before} >= {"Furulia skole", "Klubben Eksempel"}
    make.protect(cast, made)
    after = list_readers(by, get_case(by, made.public_id))
    assert {row.organisation_name for row in after} == {""}


def test_only_somebody_at_the_school_owns_a_case() -> None:
    cast = build_cast()
    made = make.in_measures(cast)
    assert sees(cast, "health_nurse", made)
    for part, allowed in (("health_nurse", False), ("teacher", False), ("contact_teacher", True)):
        before = made.version
        try:
            actions.set_owner(
                by=cast.actor("rector"),
                at=NOW,
                public_id=made.public_id,
                version=before,
                owner_id=cast.users[part].pk,
            )
        except Refused:
            assert not allowed, part
        assert (made.version == before + 1) is allowed, part


def test_grants_outlast_nobody() -> None:
    # What a grant opened is asked of the post as well: a name alone opens nothing.
    cast = build_cast()
    made = make.at_school(cast)
    name(cast, made, "teacher")
    end_post(by=system_actor(NOW), at=NOW, post=cast.posts["teacher"], until_on=START)
    readers = list_readers(cast.actor("rector"), get_case(cast.actor("rector"), made.public_id))
    assert cast.users["teacher"].pk not in {reader.user_id for reader in readers}


def test_readers_are_those_whose_role_reads_cases_the_school_first(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    cast = build_cast()
    made = make.in_team(cast)
    teacher = cast.actor("social_teacher")
    view = get_case(teacher, made.public_id)
    grounds = [one.ground for one in list_readers(teacher, view)]
    school = [ground for ground in grounds if ground is not Ground.CONSENT]
    services = [ground for ground in grounds if ground is Ground.CONSENT]
    assert school
    assert services
    assert grounds == school + services
    take_away(monkeypatch, Permission.CASE_READ)
    assert list_readers(teacher, view) == []
