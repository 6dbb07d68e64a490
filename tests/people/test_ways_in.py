"""A guardian's ways in: which children are open, which links work, and until when."""

from datetime import timedelta

import pytest

from felles.people.actions import end_visit, make_link, open_visit, set_door
from felles.people.ids import secret_hash
from felles.people.models import (
    FamilyLink,
    Guardian,
    Guardianship,
    Pupil,
    PupilVisit,
    TextApproval,
    User,
)
from felles.people.queries import (
    find_family_actor,
    find_guardian_by_identity,
    find_link,
    find_own_tie,
    find_visit,
    get_door,
    list_approved_texts,
    list_demo_guardians,
    list_links,
    list_own_ties,
    list_text_approvals,
    list_ties_with_doors,
)
from felles.people.queries.families import find_called, find_unsent_visit, is_continued
from felles.rules.consent import Authority
from felles.rules.families import LINK_TRIES, Door, FamilyActor, FamilyLogin, LinkChannel
from tests import make
from tests.cast import NOW, Cast, build_cast

pytestmark = pytest.mark.django_db
MOMENT = timedelta(seconds=1)


@pytest.fixture
def cast() -> Cast:
    """The district."""
    return build_cast()


@pytest.fixture
def siblings(cast: Cast) -> list[Guardianship]:
    """One mother's ties to two children who are with the team."""
    first, second = make.in_measures(cast), make.in_measures(cast)
    mother = first.ties[0].guardian
    Guardianship.objects.filter(pk=second.ties[0].pk).update(guardian=mother)
    return list(Guardianship.objects.filter(guardian=mother).order_by("pk"))


def enters(tie: Guardianship, *, by_link: bool = False) -> FamilyActor:
    """The guardian as one who has logged in, or has come by a link to this child."""
    login = FamilyLogin.LINK if by_link else FamilyLogin.IDPORTEN
    name = tie.guardian.name
    return FamilyActor(tie.guardian_id, name, login, NOW, tie.pk if by_link else None)


def door(cast: Cast, tie: Guardianship, *, is_open: bool | None) -> None:
    """Staff decide about the guardian's way in."""
    set_door(by=cast.actor("social_teacher"), at=NOW, tie=tie, is_open=is_open, reason="Avtalt.")


def test_login_opens_every_own_child_and_a_link_one(siblings: list[Guardianship]) -> None:
    first, second = siblings
    assert list_own_ties(enters(first)) == [first, second]
    assert list_own_ties(enters(first, by_link=True)) == [first]
    assert list_own_ties(enters(second, by_link=True)) == [second]
    assert find_own_tie(enters(first), second.pupil.public_id) == second
    assert find_own_tie(enters(first, by_link=True), second.pupil.public_id) is None
    other = Guardianship.objects.exclude(guardian_id=first.guardian_id).filter(pupil=first.pupil)[0]
    assert list_own_ties(enters(other)) == [other]
    # A link to a tie that is another guardian's opens nothing.
    stolen = FamilyActor(first.guardian_id, "x", FamilyLogin.LINK, NOW, other.pk)
    assert list_own_ties(stolen) == []


def test_tie_that_is_over_or_holds_no_responsibility_opens_nothing(
    siblings: list[Guardianship],
) -> None:
    first, second = siblings
    Guardianship.objects.filter(pk=first.pk).update(ended_on=NOW.date())
    assert list_own_ties(enters(second)) == [second]
    assert first.pupil_id not in {
        tie.pupil_id
        for ties in list_ties_with_doors({first.pupil_id}).values()
        for tie, _door in ties
        if tie.pk == first.pk
    }
    Guardianship.objects.filter(pk=second.pk).update(authority=Authority.UNVERIFIED.value)
    assert list_own_ties(enters(second)) == []
    assert find_family_actor(second.guardian_id, login=FamilyLogin.IDPORTEN, at=NOW) is None
    assert find_family_actor(0, login=FamilyLogin.IDPORTEN, at=NOW) is None


def test_door_that_is_closed_shuts_until_staff_go_back_to_the_rule(
    cast: Cast, siblings: list[Guardianship]
) -> None:
    first, second = siblings
    assert get_door(first) == (Door.BY_DEFAULT, True)
    door(cast, first, is_open=False)
    assert get_door(first) == (Door.CLOSED, False)
    assert list_own_ties(enters(first)) == [second]
    assert dict(list_ties_with_doors({first.pupil_id})[first.pupil_id])[first] is Door.CLOSED
    assert dict(list_ties_with_doors({second.pupil_id})[second.pupil_id])[second] is Door.BY_DEFAULT
    door(cast, first, is_open=None)
    assert get_door(first) == (Door.BY_DEFAULT, True)
    assert list_own_ties(enters(first)) == [first, second]


def test_door_to_a_protected_child_is_shut_until_it_is_opened_for_one_guardian(
    cast: Cast, siblings: list[Guardianship]
) -> None:
    first, second = siblings
    Pupil.objects.filter(pk=first.pupil_id).update(protection=6)
    assert get_door(first)[1] is False
    assert list_own_ties(enters(first)) == [second]
    door(cast, first, is_open=True)
    assert get_door(first) == (Door.OPENED, True)
    assert list_own_ties(enters(first)) == [first, second]


@pytest.mark.parametrize(
    ("changed", "works"),
    [
        ({}, True),
        ({"expires_at": NOW + MOMENT}, True),
        ({"expires_at": NOW}, False),
        ({"used_at": NOW}, False),
        ({"revoked_at": NOW}, False),
        ({"tries": LINK_TRIES - 1}, True),
        ({"tries": LINK_TRIES}, False),
    ],
)
def test_link_works_once_until_it_runs_out_is_revoked_or_was_guessed_at(
    cast: Cast, siblings: list[Guardianship], changed: dict[str, object], works: bool
) -> None:
    by = cast.actor("social_teacher")
    token = make_link(by=by, at=NOW, tie=siblings[0], channel=LinkChannel.SMS, days=7)
    other = make_link(by=by, at=NOW, tie=siblings[1], channel=LinkChannel.SMS, days=7)
    FamilyLink.objects.filter(guardianship=siblings[0]).update(**changed)
    found = find_link(token, NOW)
    assert (found is not None) is works
    assert found is None or found.guardianship == siblings[0]
    assert find_link("wrong", NOW) is None
    assert find_link(other, NOW) is not None


def test_identity_finds_its_guardian_alone(siblings: list[Guardianship]) -> None:
    Guardian.objects.filter(pk=siblings[0].guardian_id).update(identity_hash="abc")
    found = find_guardian_by_identity("abc")
    assert found is not None
    assert found.pk == siblings[0].guardian_id
    assert find_guardian_by_identity("abd") is None
    assert find_guardian_by_identity("") is None


@pytest.mark.parametrize(
    ("changed", "is_open", "is_unsent"),
    [
        ({}, True, True),
        ({"expires_at": NOW + MOMENT}, True, True),
        ({"expires_at": NOW}, False, True),
        ({"ended_at": NOW}, False, False),
    ],
)
def test_childs_page_is_open_for_its_time_and_until_it_is_sent(
    cast: Cast, changed: dict[str, object], is_open: bool, is_unsent: bool
) -> None:
    made = make.in_measures(cast)
    by = cast.actor("social_agent")
    token = open_visit(by=by, at=NOW, case_id=made.case.pk, pupil_id=made.pupil.pk)
    PupilVisit.objects.filter(token_hash=secret_hash(token)).update(**changed)
    assert (find_visit(token, NOW) is not None) is is_open
    assert (find_unsent_visit(token) is not None) is is_unsent
    assert find_visit("wrong", NOW) is None
    assert find_unsent_visit("wrong") is None


def test_words_go_on_in_a_visit_of_the_same_child_case_and_adult_alone(cast: Cast) -> None:
    made, other = make.in_measures(cast), make.in_measures(cast)
    agent, teacher = cast.actor("social_agent"), cast.actor("social_teacher")

    def visit(by: str, one: make.Made, case: make.Made) -> str:
        return open_visit(by=cast.actor(by), at=NOW, case_id=case.case.pk, pupil_id=one.pupil.pk)

    before = visit("social_agent", made, made)
    assert agent.user_id != teacher.user_id
    again = visit("social_agent", made, made)
    assert is_continued(before, again)
    assert not is_continued(before, visit("social_teacher", made, made))
    assert not is_continued(before, visit("social_agent", other, made))
    assert not is_continued(before, visit("social_agent", made, other))
    assert not is_continued("wrong", again)
    assert not is_continued(before, "wrong")
    end_visit(at=NOW, token=before)
    assert not is_continued(before, again)


def test_links_of_one_guardian_are_listed_without_those_of_others(
    cast: Cast, siblings: list[Guardianship]
) -> None:
    by = cast.actor("social_teacher")
    for tie in siblings:
        make_link(by=by, at=NOW, tie=tie, channel=LinkChannel.SMS, days=7)
    assert [link.guardianship for link in list_links({siblings[0].pk})] == siblings[:1]


def test_approval_of_a_text_that_was_taken_back_counts_no_more(cast: Cast) -> None:
    by = cast.users["administrator"]
    fields = {"version": "2026-1", "approved_by": by, "approved_at": NOW}
    TextApproval.objects.create(language="pl", **fields)
    TextApproval.objects.create(language="so", revoked_at=NOW, **fields)
    assert list_approved_texts() == {"pl": "2026-1"}
    assert [row.language for row in list_text_approvals()] == ["pl"]


def test_demo_lets_in_guardians_verified_by_invented_staff_alone(
    siblings: list[Guardianship],
) -> None:
    assert list_demo_guardians(NOW) == []
    User.objects.update(is_demo=True)
    assert set(siblings) <= set(list_demo_guardians(NOW))
    first, second = siblings
    Guardianship.objects.filter(pk=first.pk).update(ended_on=NOW.date())
    assert first not in list_demo_guardians(NOW)
    Guardianship.objects.filter(pk=second.pk).update(authority=Authority.UNVERIFIED.value)
    assert second not in list_demo_guardians(NOW)


def test_demo_lets_nobody_in_to_a_child_about_whom_nobody_was_asked(cast: Cast) -> None:
    made = make.at_school(cast)
    User.objects.update(is_demo=True)
    assert set(made.ties).isdisjoint(list_demo_guardians(NOW))


def test_childs_page_calls_the_child_by_name_or_not_at_all(cast: Cast) -> None:
    made = make.in_measures(cast)
    assert find_called(made.pupil.pk) == made.pupil.called
    assert find_called(0) == ""
