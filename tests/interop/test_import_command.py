"""``import_roster`` on the command line: it shows first, and does what it showed."""

import io
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext

from felles.casework.actions import ConcernText, raise_concern
from felles.casework.models import Case
from felles.ledger.models import ChangeEvent
from felles.people.actions import create_post
from felles.people.models import Guardian, Organisation, Pupil, RosterReview, User
from felles.people.queries import get_actor, search_pupils, system_actor
from felles.rules.roles import Role, Topic
from tests.cast import NOW, build_cast
from tests.interop.rosters import (
    DISTRICT,
    FURULIA,
    GRANASEN,
    Child,
    District,
    add_schools,
    number_schools,
    pupil,
    take_in,
    write_folder,
)

pytestmark = pytest.mark.django_db


def run(path: Path, *args: str) -> str:
    """Run the command and return what it says."""
    out = io.StringIO()
    call_command("import_roster", path, *args, stdout=out, stderr=out)
    return out.getvalue()


def export(district: District, folder: Path, format_: str = "1.1") -> Path:
    """Write a district out."""
    return write_folder(district.files(format_), folder)


def test_command_shows_the_difference_and_changes_nothing(tmp_path: Path) -> None:
    add_schools()
    told = run(export(DISTRICT, tmp_path))
    assert told.splitlines()[0] == "OneRoster 1.1"
    assert "Elever                     3       0       0" in told
    assert "Foresatte                  3       0       0" in told
    assert "Kjør på nytt med --apply" in told
    assert "Maja" not in told
    assert (
        Pupil.objects.count() == ChangeEvent.objects.exclude(action__contains="organ").count() - 1
    )


def test_details_name_each_pupil_but_no_protected_one(tmp_path: Path) -> None:
    add_schools()
    district = DISTRICT.child("p2", protection="6")
    told = run(export(district, tmp_path), "--details")
    assert "+ users.csv, linje 2: Maja Prøvesen (Furulia skole, 6B)" in told
    assert "+ Elev med adressesperre\n" in told
    assert "Jonas" not in told


def test_apply_does_it_and_the_second_time_there_is_nothing_to_do(tmp_path: Path) -> None:
    add_schools()
    path = export(DISTRICT, tmp_path)
    assert "Alle endringene er gjort" in run(path, "--apply")
    assert Pupil.objects.count() == 3
    changes = ChangeEvent.objects.count()
    assert run(path, "--apply").endswith("Ingenting å endre.\n")
    assert ChangeEvent.objects.count() == changes


def test_refusal_stands_with_file_line_column_and_cure(tmp_path: Path) -> None:
    add_schools()
    told = run(export(DISTRICT.child("p1", given="", family=""), tmp_path))
    assert "! users.csv, linje 2, givenName: Feltet er tomt. Fyll ut feltet i kilden." in told
    assert "Rader som ikke blir brukt: 1" in told


def test_file_that_cannot_be_used_ends_the_command_with_an_error(tmp_path: Path) -> None:
    with pytest.raises(CommandError, match="Ingenting er endret"):
        run(tmp_path / "nothing", "--apply")


def test_school_can_be_told_by_its_id_and_is_remembered(tmp_path: Path) -> None:
    add_schools()
    nameless = District(schools=(("org-1", "A", ""), ("org-2", "B", "")))
    path = export(nameless, tmp_path)
    assert "Skolen «A» finnes ikke i Felles" in run(path)
    run(path, "--apply", "--school", f"org-1={FURULIA}", "--school", f"org-2={GRANASEN}")
    assert pupil("p1").school.org_number == FURULIA
    assert run(path).endswith("Ingenting å endre.\n")


@pytest.mark.parametrize("value", ["org-1", "org-1=", "org-1=123", f"={FURULIA[:-1]}"])
def test_school_told_wrongly_is_refused(tmp_path: Path, value: str) -> None:
    with pytest.raises(CommandError, match="ID=ORGNR"):
        run(export(DISTRICT, tmp_path), "--school", value)


def test_many_gone_need_a_word_on_the_command_line(tmp_path: Path) -> None:
    add_schools()
    take_in(DISTRICT.plus(*(Child(f"m{n}", f"Barn {n}") for n in range(20))), tmp_path / "a")
    path = export(DISTRICT, tmp_path / "b")
    assert "20 av 22 elever ved Furulia skole" in run(path)
    with pytest.raises(CommandError, match="--confirm-gone"):
        run(path, "--apply")
    run(path, "--apply", "--confirm-gone")
    assert Pupil.objects.filter(left_on=None).count() == 3


def test_command_says_the_same_with_and_without_a_case(tmp_path: Path) -> None:
    cast = build_cast()
    number_schools(cast)
    start = DISTRICT.plus(*(Child(f"q{n}", f"Elev {n}", parents=("g1",)) for n in range(3)))
    end = start.without("q0").child("q1", school="org-2", cls="7C").child("q2", cls="5A")
    worlds = []
    for with_case in (False, True):
        with transaction.atomic():
            take_in(start, tmp_path / "start")
            for child_id in ("q0", "q1", "q2") if with_case else ():
                raise_concern(
                    by=cast.actor("rector"),
                    at=NOW,
                    pupil=pupil(child_id),
                    concern=ConcernText(seen="Trist.", topic=Topic.SCHOOL_ENVIRONMENT),
                )
            told = [run(export(end, tmp_path / "end"), "--details", "--apply")]
            told += [run(export(one, tmp_path / "x"), "--details") for one in (end, start)]
            worlds.append(told)
            assert RosterReview.objects.filter(pupil__isnull=False).exists() is with_case
            transaction.set_rollback(True)
    assert worlds[0] == worlds[1]


def test_imported_district_works_once_the_administrator_has_given_roles(tmp_path: Path) -> None:
    add_schools()
    run(export(DISTRICT, tmp_path, "1.2"), "--apply")
    by = system_actor(NOW)
    school = Organisation.objects.get(org_number=FURULIA)
    for name, role in (("Nils Lærer", Role.TEACHER), ("Rita Rektor", Role.RECTOR)):
        user = User.objects.get(name=name)
        create_post(by=by, at=NOW, user=user, role=role, organisation=school, from_on=NOW.date())
    teacher = get_actor(User.objects.get(name="Nils Lærer"), post_id=None, at=NOW)
    rector = get_actor(User.objects.get(name="Rita Rektor"), post_id=None, at=NOW)
    assert teacher is not None
    assert rector is not None
    (maja,) = search_pupils(teacher, "maja pr")
    concern = ConcernText(seen="Står alene.", topic=Topic.SCHOOL_ENVIRONMENT)
    raise_concern(by=teacher, at=NOW, pupil=maja, concern=concern)
    assert Case.objects.visible_to(rector).count() == 1
    assert Case.objects.visible_to(teacher).count() == 0


def test_large_roster_is_written_in_batches(tmp_path: Path) -> None:
    add_schools()
    children = (Child(f"c{n}", f"Barn {n}", parents=("g1", "g2")) for n in range(400))
    path = export(DISTRICT.plus(*children), tmp_path)
    with CaptureQueriesContext(
        connection,
    ) as first:
        run(path, "--apply")
    assert Pupil.objects.count() == 403
    assert len(first) < 120
    with CaptureQueriesContext(connection) as second:
        run(path, "--apply")
    assert len(second) < 40
    assert Guardian.objects.count() == 3
