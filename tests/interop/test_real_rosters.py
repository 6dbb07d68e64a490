"""Real sample exports: each is taken in, or refused with a place and a cure."""

import csv
import shutil
import zipfile
from datetime import date
from pathlib import Path

import pytest

from felles.people.models import Guardianship, Organisation, Pupil, User
from felles.people.rosters import external_key
from felles.rules.roster import Roster
from felles.rules.roster_problems import Level, ProblemKind, Spot
from tests.interop.real_data import real
from tests.interop.rosters import FURULIA, GRANASEN, add_schools, apply, kinds, plan_of, read

pytestmark = pytest.mark.django_db
SAMPLES = (
    "oneroster/sds_v2.1_microsoft",
    "oneroster/v1p1_oat-sa",
    "oneroster/v1p2/v1p2_full_dataset.zip",
)


def link(*pairs: tuple[str, str]) -> dict[str, str]:
    """Say of ids in orgs.csv which organisation numbers they have."""
    return {external_key("org", sourced_id): number for sourced_id, number in pairs}


def without_passwords(path: Path, folder: Path) -> Path:
    """A copy of an export without its column of passwords, as the cure says."""
    if path.is_dir():
        shutil.copytree(path, folder)
    else:
        with zipfile.ZipFile(path) as archive:
            archive.extractall(folder)
    users = folder / "users.csv"
    users.chmod(0o644)
    with users.open(newline="", encoding="utf-8-sig") as file:
        rows = list(csv.reader(file))
    column = rows[0].index("password")
    with users.open("w", newline="", encoding="utf-8") as file:
        csv.writer(file).writerows(row[:column] + row[column + 1 :] for row in rows)
    return folder


@pytest.mark.parametrize("path", SAMPLES)
def test_sample_is_taken_in_or_refused_with_a_cure(path: str) -> None:
    plan = plan_of(read(real(path)))
    refused = [one for one in plan.problems if one.kind.level > Level.NOTE]
    assert refused, "every sample has something to refuse, before a school is known"
    assert [one for one in refused if not (one.spot.file and one.kind.cure)] == []


@pytest.mark.parametrize("path", [SAMPLES[0], SAMPLES[2]])
def test_sample_with_passwords_is_refused_without_repeating_them(path: str) -> None:
    roster = read(real(path))
    assert kinds(roster) == ["password"]
    assert roster.problems[0].spot == Spot("users.csv", 2, "password")
    assert not any(word in repr(roster) for word in ("P@ssword", "Password1"))


def test_oneroster_11_with_a_vendors_columns_is_taken_in() -> None:
    schools = add_schools()
    roster = read(real(SAMPLES[1]), schools=link(("12345", FURULIA), ("54321", GRANASEN)))
    assert roster.format == "OneRoster 1.1"
    assert apply(roster).refused == 0
    assert {row.school for row in Pupil.objects.order_by("pk")} == set(schools.values())
    ignored = {one.spot.column for one in roster.problems if one.kind == "column_ignored"}
    assert {"metadata.gender", "ext_tao_userMotherName"} <= ignored
    assert plan_of(read(real(SAMPLES[1]))).is_empty


def test_oneroster_12_with_slips_in_its_headers_is_taken_in(tmp_path: Path) -> None:
    add_schools()
    folder = without_passwords(real(SAMPLES[2]), tmp_path / "v12")
    roster = read(folder, on=date(2025, 1, 1), schools=link(("org-sch-222-456", FURULIA)))
    guessed = {dict(one.words)["column"] for one in roster.problems if one.kind == "header_guessed"}
    assert {"preferredGivenName", "dateLastModified"} <= guessed
    assert "userprofiles.csv" in misnamed(roster)
    apply(roster)
    names = {row.name for row in Pupil.objects.order_by("pk")}
    assert names == {"MJ Jones", "mmichel Jones", "Anna Brown"}
    assert Guardianship.objects.exclude(authority="unverified").count() == 0


def misnamed(roster: Roster) -> set[str]:
    """Files that hold what belongs in another."""
    return {one.spot.file for one in roster.problems if one.kind is ProblemKind.FILE_MISNAMED}


def test_oneroster_12_whose_roles_have_ended_takes_nobody_in(tmp_path: Path) -> None:
    add_schools()
    folder = without_passwords(real(SAMPLES[2]), tmp_path / "v12")
    roster = read(folder, on=date(2026, 11, 24), schools=link(("org-sch-222-456", FURULIA)))
    assert set(kinds(roster)) == {"role_ended"}
    assert roster.pupils == ()


def test_school_data_sync_is_taken_in(tmp_path: Path) -> None:
    add_schools()
    folder = without_passwords(real(SAMPLES[0]), tmp_path / "sds")
    roster = read(folder, on=date(2022, 1, 1), schools=link(("110003", FURULIA)))
    assert roster.format == "School Data Sync v2.1"
    apply(roster)
    assert {row.name for row in Pupil.objects.order_by("pk")} == {
        "Jack Craig",
        "Fred Hutch",
        "Alice Smithee",
    }
    ties = Guardianship.objects.order_by("pk")
    assert sorted((tie.pupil.given_name, tie.guardian.name) for tie in ties) == [
        ("Alice", "Bob Smithee"),
        ("Fred", "Jean Craig"),
        ("Jack", "Jean Craig"),
    ]
    assert [user.name for user in User.objects.order_by("pk")] == ["Kristen Fein"]
    assert plan_of(read(folder, on=date(2022, 1, 1))).is_empty
    assert Organisation.objects.get(org_number=FURULIA).external_key == external_key(
        "org", "110003"
    )
