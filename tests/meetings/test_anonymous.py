"""A discussion without a name has no path to a pupil: not in its fields, not in the ledger."""

import pytest

from felles.casework.models import Case
from felles.ledger.models import ChangeEvent
from felles.meetings.actions import discuss_anonymously, forget_old_discussions
from felles.meetings.models import AnonymousDiscussion
from felles.meetings.queries import list_anonymous
from felles.people.models import Organisation
from felles.rules.decision import Refused
from felles.rules.discussion import Band
from felles.rules.roles import Topic
from tests import make
from tests.cast import NOW, STAFF_PARTS, Cast, build_cast, days

pytestmark = pytest.mark.django_db


@pytest.fixture
def cast() -> Cast:
    """The district."""
    return build_cast()


def discuss(cast: Cast, part: str, **spoiled: object) -> AnonymousDiscussion:
    fields = {"themes": [Topic.HOME], "grades": Band.MIDDLE, "advice": "Snakk tidlig sammen."}
    return discuss_anonymously(by=cast.actor(part), at=NOW, **{**fields, **spoiled})  # type: ignore[arg-type]


def test_discussion_points_only_at_its_school() -> None:
    fields = AnonymousDiscussion._meta.get_fields()  # into it as well as out of it
    related = {field.related_model for field in fields if field.is_relation}
    assert related == {Organisation}


def test_fields_are_those_that_were_thought_through() -> None:
    # A field more may be a path to a child: think of it before it is added here.
    names = {field.name for field in AnonymousDiscussion._meta.get_fields()}
    assert names == {"id", "public_id", "school", "themes", "grades", "advice", "asked_on"}


def test_ledger_row_names_no_pupil_no_case_and_no_theme(cast: Cast) -> None:
    make.at_school(cast)
    row = discuss(cast, "social_teacher")
    logged = ChangeEvent.objects.get(action="anonymous.discuss")
    assert (logged.object_type, logged.object_id) == ("AnonymousDiscussion", row.pk)
    assert (logged.case_id, logged.pupil_id, logged.codes) == (None, None, {})


def test_only_the_ledger_knows_who_wrote_it(cast: Cast) -> None:
    row = discuss(cast, "social_teacher")
    logged = ChangeEvent.objects.get(action="anonymous.discuss")
    assert logged.user_id == cast.users["social_teacher"].pk
    assert str(logged.user_id) not in (row.advice, row.grades)


def test_it_never_becomes_a_case(cast: Cast) -> None:
    discuss(cast, "health_nurse")
    assert not Case.objects.exists()


def test_discussion_without_theme_or_at_another_school_is_refused(cast: Cast) -> None:
    other = cast.organisations["granasen"].pk
    wrong: list[dict[str, object]] = [{"themes": []}, {"school_id": other}]
    for spoiled in wrong:
        with pytest.raises(Refused):
            discuss(cast, "social_teacher", **spoiled)
    assert not AnonymousDiscussion.objects.exists()


def test_discussion_is_read_at_the_schools_that_the_post_covers(cast: Cast) -> None:
    discuss(cast, "social_teacher")
    sees = {part for part in STAFF_PARTS if list_anonymous(cast.actor(part))}
    covers = {part for part in STAFF_PARTS if cast.furulia.pk in cast.actor(part).school_ids}
    assert sees == covers
    assert not sees & {"other_rector", "other_nurse", "project_leader", "administrator"}


def test_old_discussions_are_forgotten_and_the_ledger_stays(cast: Cast) -> None:
    row = discuss(cast, "social_teacher")
    assert forget_old_discussions(before=row.asked_on) == 0
    assert forget_old_discussions(before=row.asked_on + days(1)) == 1
    assert not AnonymousDiscussion.objects.exists()
    assert ChangeEvent.objects.filter(action="anonymous.discuss").count() == 1
