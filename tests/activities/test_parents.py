"""The ledger of cooperation with parents: numbers without names, and small numbers with care."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from felles.activities.actions import (
    Counts,
    EventChanged,
    cancel_event,
    change_event,
    check_text,
    count_event,
    plan_event,
)
from felles.activities.models import EventLanguage, ParentEvent, SchoolPage, TextCheck
from felles.activities.queries import (
    NoEvent,
    PublicSchool,
    find_event,
    find_own_page,
    find_public_event,
    find_public_school,
    get_summary,
    is_published,
    list_ahead,
    list_behind,
    list_school_pages,
    list_school_sums,
    list_text_checks,
)
from felles.ledger.models import ChangeEvent
from felles.people.models import Organisation, User
from felles.rules.access import Permission
from felles.rules.decision import Refused
from felles.rules.parents import EventKind, EventState
from felles.rules.roles import OrgKind
from tests.activities import parents
from tests.cast import NOW, STAFF_PARTS, Cast, build_cast, days
from tests.permissions import give_all, take_away

pytestmark = pytest.mark.django_db
PLANS = {"milieu_worker", "social_teacher", "rector", "social_agent", "other_rector"}
AT_FURULIA = {
    "contact_teacher", "other_contact_teacher", "teacher", "milieu_worker", "social_teacher",
    "rector", "social_agent",
}  # fmt: skip


@pytest.fixture
def cast() -> Cast:
    return build_cast()


@pytest.mark.parametrize("model", [ParentEvent, EventLanguage, SchoolPage, TextCheck])
def test_no_row_of_it_leads_to_a_child_or_a_parent(model: type) -> None:
    ways = {one.related_model for one in model._meta.get_fields() if one.is_relation}  # type: ignore[attr-defined]
    assert ways <= {Organisation, User, ParentEvent, EventLanguage}


@pytest.mark.parametrize("part", STAFF_PARTS)
def test_only_those_who_work_with_parents_at_a_school_plan(cast: Cast, part: str) -> None:
    if part in PLANS:
        event = parents.plan(cast, part=part)
        assert event.school_id == cast.posts[part].organisation_id
    else:
        with pytest.raises(Refused):
            parents.plan(cast, part=part)
        assert not ParentEvent.objects.exists()


@pytest.mark.parametrize("part", STAFF_PARTS)
def test_event_is_seen_at_its_own_school_only(cast: Cast, part: str) -> None:
    event = parents.plan(cast)
    found = find_event(cast.actor(part), event.public_id)
    assert (found is not None) == (part in AT_FURULIA)


def test_rector_of_another_school_can_neither_change_nor_count(cast: Cast) -> None:
    event = parents.plan(cast)
    by = cast.actor("other_rector")
    with pytest.raises(NoEvent):
        cancel_event(by=by, at=NOW, public_id=event.public_id, version=1)


def test_cafe_goes_from_plan_to_counts(cast: Cast) -> None:
    event = parents.plan(cast)
    parents.invite(cast, event)
    at = parents.CAFE_AT + timedelta(hours=2)
    count_event(
        by=cast.actor("social_agent", at),
        at=at,
        public_id=event.public_id,
        version=2,
        counts=Counts(12, {"so": 5, "ar": 3, "nb": 4}, "Mat hjelper."),
    )
    event.refresh_from_db()
    assert (event.state, event.came, event.learned) == (EventState.HELD, 12, "Mat hjelper.")
    rows = event.languages.order_by("language").values_list("language", "interpreting", "came")
    assert list(rows) == [("ar", "wanted", 3), ("nb", "none", 4), ("so", "ordered", 5)]
    actions = ChangeEvent.objects.filter(action__startswith="parents.").order_by("pk")
    said = [(one.action, one.case_id, one.pupil_id) for one in actions]
    assert said == [(f"parents.{what}", None, None) for what in ("plan", "invite", "count")]


def test_counts_can_be_corrected_and_cannot_be_impossible(cast: Cast) -> None:
    event = parents.held(cast, 9, so=4)
    by = cast.actor("social_agent")
    with pytest.raises(Refused):
        count_event(
            by=by, at=NOW, public_id=event.public_id, version=2, counts=Counts(3, {"so": 4})
        )
    count_event(by=by, at=NOW, public_id=event.public_id, version=2, counts=Counts(10, {"so": 5}))
    event.refresh_from_db()
    assert event.came == 10


def test_second_writer_is_told_and_writes_nothing(cast: Cast) -> None:
    event = parents.plan(cast)
    by = cast.actor("rector")
    change_event(by=by, at=NOW, public_id=event.public_id, version=1, text=parents.text(title="Nå"))
    with pytest.raises(EventChanged):
        cancel_event(by=by, at=NOW, public_id=event.public_id, version=1)
    event.refresh_from_db()
    assert (event.title, event.state) == ("Nå", EventState.PLANNED)
    parents.publish(cast)
    parents.publish(cast, version=1)
    with pytest.raises(EventChanged):
        parents.publish(cast, version=1)
    with pytest.raises(EventChanged):
        parents.publish(cast)


def test_event_that_is_off_stays_off(cast: Cast) -> None:
    event = parents.plan(cast)
    by = cast.actor("social_agent")
    cancel_event(by=by, at=NOW, public_id=event.public_id, version=1)
    with pytest.raises(Refused):
        cancel_event(by=by, at=NOW, public_id=event.public_id, version=2)
    shown = find_public_event(event.public_id, NOW)
    assert shown is not None
    assert shown.is_cancelled


def test_list_shows_an_offer_on_each_of_its_days_and_moves_what_is_over(cast: Cast) -> None:
    parents.plan(cast, NOW - days(3))
    start = NOW - days(7)
    parents.plan(
        cast, start, kind=EventKind.OFFER, every_weeks=1, until_on=(start + days(21)).date()
    )
    actor = cast.actor("teacher")
    assert [one.at.date() for one in list_ahead(actor)] == [
        (NOW + days(number)).date() for number in (0, 7, 14)
    ]
    assert [one.kind for one in list_behind(actor)] == [EventKind.CAFE]
    assert list_ahead(cast.actor("other_rector")) == []
    assert list_ahead(cast.actor("health_nurse")) == []
    assert list_behind(cast.actor("agent_leader")) == []


def test_own_school_reads_numbers_as_they_are_and_others_in_bands(cast: Cast) -> None:
    parents.held(cast, 9, so=4, nb=5)
    parents.held(cast, 12, ar=1, nb=8)
    found = get_summary(cast.actor("teacher"))
    assert (found.events, found.came) == (2, 21)
    assert found.languages == [("nb", 13), ("so", 4), ("ar", 1)]
    assert [one.learned for one in found.learned] == ["Be dem ta med noen."] * 2
    schools = {one.school.name: one for one in list_school_sums(cast.actor("agent_leader"))}
    side = schools["Furulia skole"]
    # A language that few families speak would point to them: it is not told at all.
    assert (side.kinds, side.came, side.languages) == ({EventKind.CAFE: 2}, 20, [("nb", 10)])
    assert schools["Granåsen skole"].came is None


def test_school_beside_others_shows_the_languages_of_this_year_alone(cast: Cast) -> None:
    parents.held(cast, 12, nb=12)
    long_ago = parents.held(cast, 40, so=40)
    ParentEvent.objects.filter(pk=long_ago.pk).update(starts_at=NOW - days(400))
    schools = {one.school.name: one for one in list_school_sums(cast.actor("agent_leader"))}
    assert schools["Furulia skole"].languages == [("nb", 10)]


def test_events_are_for_those_at_the_school_whose_role_reads_of_them(
    cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    event = parents.plan(cast)
    with monkeypatch.context() as patch:
        give_all(patch, Permission.PARENTS_READ)
        # Services that come to the school are of no school.
        for part in ("health_nurse", "club_leader", "other_rector"):
            assert find_event(cast.actor(part), event.public_id) is None
    assert find_event(cast.actor("teacher"), event.public_id) == event
    take_away(monkeypatch, Permission.PARENTS_READ)
    assert find_event(cast.actor("teacher"), event.public_id) is None


@pytest.mark.parametrize("part", sorted(set(STAFF_PARTS) - {"agent_leader", "project_leader"}))
def test_only_leaders_see_schools_side_by_side(cast: Cast, part: str) -> None:
    parents.held(cast, 9)
    assert list_school_sums(cast.actor(part)) == []


def test_page_is_for_nobody_until_it_is_published(cast: Cast) -> None:
    public_id = cast.furulia.public_id
    assert find_public_school(public_id, NOW) is None
    parents.publish(cast, is_published=False)
    assert find_public_school(public_id, NOW) is None
    assert not is_published(public_id)
    parents.publish(cast, version=1)
    assert is_published(public_id)
    assert not is_published(cast.organisations["granasen"].public_id)
    found = find_public_school(public_id, NOW)
    assert found is not None
    assert (found.name, found.agents, found.checked_on) == ("Furulia skole", (), NOW.date())


def test_agent_is_named_only_where_the_school_says_so(cast: Cast) -> None:
    parents.publish(cast, names_agent=True)
    found = find_public_school(cast.furulia.public_id, NOW)
    assert found is not None
    assert found.agents == ("Social Agent",)
    gone = find_public_school(cast.furulia.public_id, NOW - days(400))
    assert gone is not None
    assert gone.agents == ()


def test_public_page_lists_only_what_is_for_everybody_and_ahead(cast: Cast) -> None:
    parents.publish(cast)
    shown = parents.plan(cast)
    parents.plan(cast, is_public=False)
    parents.plan(cast, NOW - days(2))
    parents.plan(cast, part="other_rector")
    found = find_public_school(cast.furulia.public_id, NOW)
    assert found is not None
    assert [one.public_id for one in found.events] == [shown.public_id]
    assert found.events[0].interpreters == ("so",)


def test_text_is_unread_again_only_when_it_is_another(cast: Cast) -> None:
    by = cast.actor("social_teacher")
    check_text(by=by, at=NOW, key="event", language="nb", fingerprint="a")
    check_text(by=by, at=NOW + days(1), key="event", language="nb", fingerprint="b")
    found = list_text_checks(cast.actor("secretary"))
    assert found["event", "nb"].fingerprint == "b"
    assert list_text_checks(cast.actor("teacher")) == {}
    with pytest.raises(Refused):
        check_text(by=cast.actor("teacher"), at=NOW, key="event", language="nb", fingerprint="c")


def test_lists_cost_the_same_with_one_event_and_with_ten(cast: Cast) -> None:
    def cost() -> int:
        with CaptureQueriesContext(
            connection,
        ) as captured:
            for one in list_ahead(cast.actor("rector")):
                list(one.event.languages.all())
            list_behind(cast.actor("rector"))
            get_summary(cast.actor("rector"))
            find_public_school(cast.furulia.public_id, NOW)
        return len(captured)

    parents.publish(cast)
    parents.plan(cast)
    parents.held(cast, 3, so=1)
    first = cost()
    for number in range(9):
        parents.plan(cast, NOW + days(number + 1))
        parents.held(cast, 3, so=1)
    assert cost() == first


def test_impossible_times_are_refused(cast: Cast) -> None:
    by = cast.actor("social_agent")
    with pytest.raises(Refused):
        plan_event(by=by, at=NOW, text=parents.text(ends_at=NOW))


def test_what_schools_write_for_parents_is_read_by_those_who_check_the_texts(
    cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    parents.publish(cast)
    agent, leader = cast.actor("social_agent"), cast.actor("agent_leader")
    check_text(by=leader, at=NOW, key="letter", language="nb", fingerprint="0" * 64)
    assert [page.school for page in list_school_pages(leader)] == [cast.furulia]
    assert list_school_pages(cast.actor("other_rector")) == []
    take_away(monkeypatch, Permission.PARENT_TEXTS)
    for actor in (agent, leader):
        assert list_school_pages(actor) == []
        assert list_text_checks(actor) == {}


def test_page_of_the_own_school_is_written_by_those_who_plan_there(
    cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    parents.publish(cast)
    found = {part for part in STAFF_PARTS if find_own_page(cast.actor(part))}
    assert found == PLANS - {"other_rector"}
    take_away(monkeypatch, Permission.PARENTS_PLAN)
    assert find_own_page(cast.actor("rector")) is None


def test_nothing_is_public_of_a_school_that_is_not_in_use(cast: Cast) -> None:
    parents.publish(cast)
    event, school = parents.plan(cast), cast.furulia.public_id
    assert find_public_event(event.public_id, NOW) is not None
    Organisation.objects.filter(pk=cast.furulia.pk).update(is_active=False)
    assert find_public_event(event.public_id, NOW) is None
    assert find_public_school(school, NOW) is None
    assert not is_published(school)


def test_public_page_is_the_schools_own_with_its_phone_and_the_services_of_its_team(
    cast: Cast,
) -> None:
    parents.publish(cast)
    other = cast.organisations["granasen"]
    # Of another school, made before and after.
    SchoolPage.objects.create(school=other, is_published=True, about="Om Granåsen", changed_at=NOW)

    def page() -> PublicSchool:
        found = find_public_school(cast.furulia.public_id, NOW)
        assert found is not None
        return found

    assert (page().name, page().public_id) == ("Furulia skole", cast.furulia.public_id)
    theirs = find_public_school(other.public_id, NOW)
    assert theirs is not None
    assert (theirs.name, theirs.checked_on) == ("Granåsen skole", None)
    team = {OrgKind.CHILD_WELFARE, OrgKind.SCHOOL_HEALTH, OrgKind.YOUTH_CLUB, OrgKind.OSLOHJELPA}
    assert set(page().services) == team
    Organisation.objects.filter(pk=cast.furulia.pk).update(phone="22 00 00 01")
    for own, shown in (("", "22 00 00 01"), ("22 00 00 02", "22 00 00 02")):
        SchoolPage.objects.filter(school=cast.furulia).update(phone=own)
        assert page().phone == shown
    Organisation.objects.filter(pk=cast.furulia.pk).update(phone="")
    assert page().phone == "22 00 00 02"
