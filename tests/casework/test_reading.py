"""No row, no page: every way to read a case writes down who read it, before anything else."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.db import DatabaseError

from felles.casework import actions
from felles.casework.models import Concern
from felles.casework.queries import CaseFilter, NotVisible, get_case, search_cases
from felles.ledger.models import ReadEvent
from felles.rules.access import Actor
from tests import make, rooms
from tests.cast import NOW, STAFF_PARTS, Cast, build_cast

pytestmark = pytest.mark.django_db
AT = {"at": NOW, "route": "test"}


@pytest.fixture
def cast() -> Cast:
    """The district."""
    return build_cast()


def ways(made: make.Made) -> dict[str, Callable[[Actor], object]]:
    """Every way for a page to come by a case."""
    concern = Concern.objects.filter(case=made.case).order_by("pk")[0].public_id
    return {
        "open": lambda by: actions.open_case(by=by, public_id=made.public_id, **AT),  # type: ignore[arg-type]
        "file": lambda by: actions.open_file(by=by, public_id=made.public_id, **AT),  # type: ignore[arg-type]
        "list": lambda by: actions.open_list(by=by, wanted=CaseFilter(), **AT),  # type: ignore[arg-type]
        "search": lambda by: actions.open_search(by=by, text="maja", **AT),  # type: ignore[arg-type]
        "today": lambda by: actions.open_today(by=by, **AT),  # type: ignore[arg-type]
        "loop": lambda by: actions.open_loop(by=by, public_id=concern, **AT),  # type: ignore[arg-type]
    }


@pytest.mark.parametrize(
    ("way", "part", "ground", "kind"),
    [
        ("open", "rector", "role_at_school", "open"),
        ("open", "contact_teacher", "own_class", "open"),
        ("open", "health_nurse", "consent", "open"),
        ("file", "rector", "role_at_school", "file"),
        ("list", "rector", "role_at_school", "list"),
        ("list", "club_leader", "consent", "list"),
        ("search", "contact_teacher", "own_class", "list"),
        ("today", "rector", "role_at_school", "list"),
        ("loop", "contact_teacher", "raised_it", "list"),
    ],
)
def test_reading_writes_who_in_which_post_on_what_ground(
    cast: Cast, way: str, part: str, ground: str, kind: str
) -> None:
    made = make.in_measures(cast)
    actor = cast.actor(part)
    ways(made)[way](actor)
    row = ReadEvent.objects.filter(case_id=made.case.pk, kind=kind, ground=ground).get()
    assert (row.user_id, row.post_id, row.role) == (actor.user_id, actor.post_id, actor.role)
    assert (row.organisation_id, row.employer_id) == (actor.organisation_id, actor.employer_id)
    assert (row.at, row.route) == (NOW, "test")


@pytest.mark.parametrize("way", ["open", "file", "list", "search", "today", "loop"])
def test_when_the_log_fails_nothing_is_handed_over(
    cast: Cast, way: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    made = make.in_measures(cast)

    def fail(*_args: object, **_fields: object) -> None:
        raise DatabaseError

    monkeypatch.setattr(ReadEvent.objects, "bulk_create", fail)
    with pytest.raises(DatabaseError):
        ways(made)[way](cast.actor("contact_teacher"))


def test_case_out_of_sight_leaves_no_row(cast: Cast) -> None:
    made = make.protected(cast)
    for part in set(STAFF_PARTS) - {"social_teacher"}:
        for way, read in ways(made).items():
            if way in ("open", "file"):
                with pytest.raises(NotVisible):
                    read(cast.actor(part))
            else:
                read(cast.actor(part))
    assert not ReadEvent.objects.exists()


def test_list_writes_one_row_for_each_case_on_the_page(cast: Cast) -> None:
    made = [make.concern(cast), make.at_school(cast), make.in_measures(cast)]
    make.protected(cast)
    make.other_school(cast)
    rows, has_next = actions.open_list(
        by=cast.actor("rector"), at=NOW, wanted=CaseFilter(), route="test"
    )
    assert not has_next
    assert {row.case_id for row in rows} == {one.case.pk for one in made}
    assert sorted(ReadEvent.objects.values_list("case_id", flat=True)) == sorted(
        one.case.pk for one in made
    )


def test_day_page_names_each_case_once_in_the_log(cast: Cast) -> None:
    made = make.in_measures(cast)
    today = actions.open_today(
        by=cast.actor("rector", NOW + timedelta(hours=1)),
        at=NOW + timedelta(hours=1),
        route="today",
    )
    assert today.news
    assert list(ReadEvent.objects.values_list("case_id", flat=True)) == [made.case.pk]


def test_day_page_names_a_case_once_in_the_log_for_its_raiser_who_works_with_it(
    cast: Cast,
) -> None:
    made = make.in_measures(cast)
    at = NOW + timedelta(hours=1)
    today = actions.open_today(by=cast.actor("contact_teacher", at), at=at, route="today")
    assert [loop.case_id for loop in today.loops] == [made.case.pk]
    assert [row.case_id for row in today.rows] == [made.case.pk]
    assert [row.ground for row in ReadEvent.objects.all()] == ["own_class"]


@pytest.mark.parametrize("text", ["", "  ", "%", "_", "\x00", "maja%", "a" * 400])
def test_search_text_is_words_and_never_a_pattern(cast: Cast, text: str) -> None:
    make.concern(cast)
    assert search_cases(cast.actor("rector"), text) == []


def test_search_finds_the_start_of_every_word(cast: Cast) -> None:
    made = make.concern(cast, given_name="Åse Marie", family_name="Øst-Prøvesen")
    for text in ("åse", "MARIE øst", "ma ås", "Øst-p"):
        found = search_cases(cast.actor("rector"), text)
        assert [row.case_id for row in found] == [made.case.pk], text
    assert search_cases(cast.actor("rector"), "arie") == []


def test_case_is_opened_by_its_whole_id_only(cast: Cast) -> None:
    made = make.concern(cast)
    rector = cast.actor("rector")
    assert get_case(rector, made.public_id).case.pk == made.case.pk
    for wrong in (made.public_id.upper(), made.public_id[:-1], str(made.case.pk), "", "%"):
        with pytest.raises(NotVisible):
            get_case(rector, wrong)


def test_own_agenda_is_read_with_a_row_for_each_case_on_it(cast: Cast) -> None:
    meeting, made = rooms.planned(cast), rooms.ready(cast)
    rooms.take_up(cast, meeting, made, "Hvem hjelper Maja?")
    actor = cast.actor("health_nurse")
    agenda = actions.open_own_agenda(by=actor, meeting=meeting, at=NOW, route="test")
    assert agenda.rows
    row = ReadEvent.objects.get(case_id=made.case.pk, user_id=actor.user_id)
    assert (row.kind, row.ground) == ("list", "consent")
