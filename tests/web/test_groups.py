"""The pages of a group: attendance with one thumb, places, pairs that only some may know of."""

import re

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from felles.activities import actions
from felles.activities.models import CourseAttendance, CoursePlace, CourseSeries, NotTogether
from felles.casework.models import Draft
from felles.people.models import Pupil
from tests import make
from tests.activities.course_rows import pupils, small_group
from tests.cast import NOW, Cast, build_cast
from tests.masks import without_tokens

pytestmark = pytest.mark.django_db


@pytest.fixture
def cast(clock: object) -> Cast:
    return build_cast()


def enter(cast: Cast, part: str) -> Client:
    client = Client()
    client.force_login(cast.users[part])
    return client


def hidden(client: Client, path: str) -> dict[str, str]:
    """The token and the version that the page's forms carry."""
    html = client.get(path).content.decode()
    found = re.findall(r'<input type="hidden" name="(form_token|version)" value="([^"]*)"', html)
    return dict(found)


def of(row: CourseSeries, rest: str) -> str:
    return f"/kurs/{row.public_id}/{rest}"


def test_all_are_here_in_one_tap(cast: Cast) -> None:
    row, found = small_group(cast, "Ada", "Bo")
    holder, path = enter(cast, "milieu_worker"), of(row, "okt/1/oppmote/")
    sent = {**hidden(holder, path), "listed": [one.public_id for one in found], "what": "all"}
    assert [holder.post(path, sent).status_code for _ in range(2)] == [302, 302]
    assert CourseAttendance.objects.filter(came=True).count() == 2
    assert row.sessions.get(number=1).state == "held"


def test_one_who_is_missing_takes_one_tap_and_a_reason_one_more(cast: Cast) -> None:
    row, (ada, bo) = small_group(cast, "Ada", "Bo")
    holder, path = enter(cast, "milieu_worker"), of(row, "okt/1/oppmote/")
    sent = {
        **hidden(holder, path),
        "listed": [ada.public_id, bo.public_id],
        "away": [ada.public_id, bo.public_id],
        f"reason-{ada.public_id}": "other_lesson",
        "what": "save",
    }
    holder.post(path, sent)
    reasons = dict(CourseAttendance.objects.order_by("pk").values_list("pupil_id", "reason"))
    assert reasons == {ada.pk: "other_lesson", bo.pk: "unknown"}
    html = holder.get(path).content.decode()
    assert len(re.findall(r'name="away"[^>]*checked', html)) == 2
    assert re.search(r'value="other_lesson" checked', html)


def test_all_here_beside_a_mark_is_a_slip_and_keeps_the_mark(cast: Cast) -> None:
    row, (ada,) = small_group(cast, "Ada")
    holder, path = enter(cast, "milieu_worker"), of(row, "okt/1/oppmote/")
    sent = {**hidden(holder, path), "listed": ada.public_id, "away": ada.public_id, "what": "all"}
    response = holder.post(path, sent)
    assert response.status_code == 422
    assert re.search(r'name="away"[^>]*checked', response.content.decode())
    assert not CourseAttendance.objects.exists()


def test_second_writer_sees_it_and_nothing_is_lost(cast: Cast) -> None:
    row, (ada,) = small_group(cast, "Ada")
    path = of(row, "okt/1/oppmote/")
    one, other = enter(cast, "milieu_worker"), enter(cast, "social_agent")
    first, second = hidden(one, path), hidden(other, path)
    one.post(path, {**first, "listed": ada.public_id, "what": "all"})
    late = other.post(path, {**second, "listed": ada.public_id, "away": ada.public_id})
    assert late.status_code == 409
    assert CourseAttendance.objects.get().came
    # Sent once more from the page that says so, it is kept.
    again = dict(re.findall(r'name="(form_token|version)" value="([^"]*)"', late.content.decode()))
    other.post(path, {**again, "listed": ada.public_id, "away": ada.public_id})
    assert not CourseAttendance.objects.get().came


@pytest.mark.parametrize("number", [5, 9])
def test_session_to_come_says_why_and_one_that_is_not_is_404(cast: Cast, number: int) -> None:
    row, _found = small_group(cast, "Ada")
    response = enter(cast, "milieu_worker").get(of(row, f"okt/{number}/oppmote/"))
    assert response.status_code == (200 if number == 5 else 404)
    assert '<form method="post" class="roll' not in response.content.decode()


def test_pupil_is_searched_by_form_and_tapped(cast: Cast) -> None:
    row, (ada,) = small_group(cast, "Ada", seats=2)
    pupils(cast, "Bo", "Cato")
    rector, path = enter(cast, "rector"), of(row, "gruppe/velg/")
    html = rector.post(path, {"q": "bo"}).content.decode()
    assert re.findall(r'name="pupil" value="(\w+)"', html) == [
        Pupil.objects.get(given_name="Bo").public_id
    ]
    in_class = f"{path}?klasse={cast.classes['6B'].public_id}"
    html = rector.get(in_class).content.decode()
    ids = re.findall(r'name="pupil" value="(\w+)"', html)
    assert ada.public_id not in ids
    for pupil in ids:
        rector.post(in_class, {**hidden(rector, in_class), "pupil": pupil})
    states = CoursePlace.objects.order_by("pk").values_list("state", flat=True)
    assert list(states) == ["in", "in", "waiting"]
    # No name came into an address.
    assert "bo" not in rector.post(path, {"q": "bo"}).request["QUERY_STRING"].lower()


def test_pair_warns_those_who_make_groups_and_may_be_put_in_anyway(cast: Cast) -> None:
    row, (ada,) = small_group(cast, "Ada")
    (bo,) = pupils(cast, "Bo")
    rector = enter(cast, "rector")
    path = of(row, f"gruppe/velg/?klasse={cast.classes['6B'].public_id}")
    apart = of(row, "gruppe/hver-for-seg/")
    pair = {"what": "set", "first": ada.public_id, "second": bo.public_id}
    rector.post(apart, {**hidden(rector, apart), **pair})
    assert NotTogether.objects.count() == 1
    warned = rector.post(path, {**hidden(rector, path), "pupil": bo.public_id, "part": "A"})
    assert (warned.status_code, "Sett inn likevel" in warned.content.decode()) == (422, True)
    assert CoursePlace.objects.count() == 1
    anyway = {"pupil": bo.public_id, "part": "A", "anyway": "1"}
    rector.post(path, {**hidden(rector, path), **anyway})
    assert CoursePlace.objects.count() == 2
    assert "skal ikke være sammen, og er det nå" in rector.get(of(row, "gruppe/")).content.decode()
    rector.post(apart, {**hidden(rector, apart), **pair, "what": "end"})
    assert not NotTogether.objects.exists()


def test_holder_who_makes_no_groups_cannot_tell_that_there_is_a_pair(cast: Cast) -> None:
    row, (ada, bo, cato) = small_group(cast, "Ada", "Bo", "Cato", seats=2)
    holder = enter(cast, "milieu_worker")
    sent = {"pupil": cato.public_id, "part": "A", "number": "1", "anyway": ""}

    def look() -> list[tuple[int, str, int]]:
        found = []
        for rest in ("gruppe/", "okt/1/oppmote/", "gruppe/velg/", "gruppe/hver-for-seg/",
                     "gruppe/deler/"):  # fmt: skip
            path = of(row, rest)
            with CaptureQueriesContext(connection) as queries:
                response = holder.get(path)
            found.append(
                (response.status_code, without_tokens(response.content.decode()), len(queries))
            )
        for what in ("give", "leave", "move", "caught-up", "nothing"):
            for part in ("A", "B"):
                token = {"form_token": f"{what}{part}{len(found)}{NotTogether.objects.count()}"}
                data = {**sent, **token, "what": what, "part": part}
                with CaptureQueriesContext(connection) as queries:
                    response = holder.post(of(row, "gruppe/"), data)
                found.append(
                    (response.status_code, without_tokens(response.content.decode()), len(queries))
                )
        return found

    before = look()
    for one, other in ((ada, bo), (ada, cato), (bo, cato)):
        actions.keep_apart(by=cast.actor("rector"), at=NOW, pupils=(one.public_id, other.public_id))
    assert look() == before
    assert {status for status, _html, _n in before} == {200, 404, 409, 422}
    # Whoever makes groups can tell: else the two would be one, and this would prove nothing.
    assert "skal ikke være sammen" in enter(cast, "rector").get(of(row, "gruppe/")).content.decode()


def test_division_is_proposed_and_then_taken(cast: Cast) -> None:
    row, (ada, bo, *_) = small_group(cast, "Ada", "Bo", "Cato", "Dag")
    actions.keep_apart(by=cast.actor("rector"), at=NOW, pupils=(ada.public_id, bo.public_id))
    agent, path = enter(cast, "social_agent"), of(row, "gruppe/deler/")
    html = agent.post(path, {"size": "2"}).content.decode()
    assert not CoursePlace.objects.filter(part="B").exists()
    parts = dict(re.findall(r'name="(part-\w+)" value="([AB])"', html))
    agent.post(path, {**hidden(agent, path), "what": "take", **parts})
    placed = {place.pupil_id: place.part for place in CoursePlace.objects.order_by("pk")}
    assert sorted(placed.values()) == ["A", "A", "B", "B"]
    assert placed[ada.pk] != placed[bo.pk]


def test_division_that_cannot_be_says_how_many_parts_it_takes(cast: Cast) -> None:
    row, (ada, bo) = small_group(cast, "Ada", "Bo")
    actions.keep_apart(by=cast.actor("rector"), at=NOW, pupils=(ada.public_id, bo.public_id))
    html = enter(cast, "rector").post(of(row, "gruppe/deler/"), {"size": "2"}).content.decode()
    assert "minst 2 deler" in html
    wrong = enter(cast, "rector").post(of(row, "gruppe/deler/"), {"size": "1"})
    assert wrong.status_code == 422


def test_waiting_list_gives_the_place_on(cast: Cast) -> None:
    row, (ada, bo) = small_group(cast, "Ada", "Bo", seats=1)
    rector, path = enter(cast, "rector"), of(row, "gruppe/")
    assert "Gi plass" not in rector.get(path).content.decode()
    for what, pupil in (("leave", ada), ("give", bo)):
        sent = {**hidden(rector, path), "what": what, "pupil": pupil.public_id}
        assert rector.post(path, sent).status_code == 302
    assert CoursePlace.objects.get(pupil=bo).state == "in"


def test_who_missed_is_caught_up_with_one_tap_and_it_can_be_undone(cast: Cast) -> None:
    row, (ada,) = small_group(cast, "Ada")
    holder, path = enter(cast, "milieu_worker"), of(row, "gruppe/")
    roll = of(row, "okt/1/oppmote/")
    away = {"listed": ada.public_id, "away": ada.public_id, "what": "save"}
    holder.post(roll, {**hidden(holder, roll), **away})
    for what, day in (("caught-up", NOW.date()), ("not-caught-up", None)):
        sent = {**hidden(holder, path), "what": what, "pupil": ada.public_id, "number": "1"}
        holder.post(path, sent)
        assert CourseAttendance.objects.get().caught_up_on == day


def test_refused_form_of_pupils_is_not_kept_as_a_draft(cast: Cast) -> None:
    row, _found = small_group(cast, "Ada")
    rector, path = enter(cast, "rector"), of(row, "gruppe/")
    sent = {**hidden(rector, path), "what": "leave", "pupil": "zzzzzzzz"}
    assert rector.post(path, sent).status_code == 409
    assert not Draft.objects.exists()


def test_protected_pupil_stands_on_no_list_of_those_who_are_not_named(cast: Cast) -> None:
    row, (ada,) = small_group(cast, "Ada")
    made = make.concern(cast, given_name="Vern", family_name="Skjultesen")
    by = cast.actor("social_teacher")
    actions.add_to_group(by=by, at=NOW, public_id=row.public_id, pupil=made.pupil.public_id)
    actions.keep_apart(by=by, at=NOW, pupils=(ada.public_id, made.pupil.public_id))
    make.protect(cast, made)
    pages = ("gruppe/", "okt/4/oppmote/", "gruppe/velg/?klasse=" + cast.classes["6B"].public_id,
             "gruppe/hver-for-seg/")  # fmt: skip
    for part, sees in (("social_teacher", True), ("rector", False), ("social_agent", False)):
        said = "".join(enter(cast, part).get(of(row, page)).content.decode() for page in pages)
        assert ("Skjultesen" in said) == sees, part


def test_pages_cost_the_same_with_one_pupil_and_with_ten(cast: Cast) -> None:
    pages = ("gruppe/", "gruppe/velg/", "gruppe/hver-for-seg/", "okt/1/oppmote/", "smilefjes/")

    def cost(row: CourseSeries) -> list[int]:
        rector = enter(cast, "rector")
        rector.get(of(row, "gruppe/"))
        found = []
        for page in pages:
            with CaptureQueriesContext(connection) as queries:
                assert rector.get(of(row, page)).status_code == 200
            found.append(len(queries))
        return found

    one, _two = small_group(cast, "Ada", "Bo")
    many, others = small_group(cast, *"CDEFGHIJKL")
    few = cost(one)
    for pupil in others[1:]:
        actions.keep_apart(
            by=cast.actor("rector"), at=NOW, pupils=(others[0].public_id, pupil.public_id)
        )
    roll = of(many, "okt/1/oppmote/")
    ids = [pupil.public_id for pupil in others]
    holder = enter(cast, "milieu_worker")
    holder.post(roll, {**hidden(holder, roll), "listed": ids, "away": ids, "what": "save"})
    assert cost(many) == few
