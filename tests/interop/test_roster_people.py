"""Who is what in an export: pupils, staff, guardians, classes, and who fits nowhere."""

from pathlib import Path

import pytest

from felles.people.rosters import external_key
from felles.rules.roster_problems import ProblemKind, Spot
from tests.interop.rosters import (
    DISTRICT,
    Child,
    Grownup,
    kinds,
    read_district,
    read_files,
    spots,
    with_column,
)

K = ProblemKind


def test_unknown_role_is_refused_and_the_person_held(tmp_path: Path) -> None:
    files = DISTRICT.files()
    files["users"][1][4] = "wizard"
    roster = read_files(files, tmp_path)
    assert spots(roster, K.BAD_ROLE) == [Spot("users.csv", 2, "role")]
    assert external_key("user", "p1") in roster.held_keys
    assert len(roster.pupils) == 2


def test_unknown_status_is_refused(tmp_path: Path) -> None:
    roster = read_district(DISTRICT.child("p1", status="perhaps"), tmp_path)
    assert spots(roster, K.BAD_STATUS) == [Spot("users.csv", 2, "status")]


def test_same_id_for_two_people_is_refused_for_both(tmp_path: Path) -> None:
    roster = read_district(DISTRICT.plus(Child("p1", "Somebody", "Else")), tmp_path)
    assert kinds(roster) == ["id_twice"]
    assert {row.given_name for row in roster.pupils} == {"Jonas", "Åse"}


def test_same_row_twice_is_one_person(tmp_path: Path) -> None:
    files = DISTRICT.files()
    files["users"].append(files["users"][1])
    roster = read_files(files, tmp_path)
    assert kinds(roster) == []
    assert len(roster.pupils) == 3


def test_reference_to_nobody_is_refused_where_it_stands(tmp_path: Path) -> None:
    files = DISTRICT.child("p1", parents=("g1", "ghost")).files()
    files["enrollments"] += [["e9", "org-1-6B", "org-1", "ghost", "student"]]
    files["enrollments"] += [["e8", "no-class", "org-1", "p1", "student"]]
    roster = read_files(files, tmp_path)
    assert spots(roster, K.USER_UNKNOWN) == [
        Spot("enrollments.csv", 5, "userSourcedId"),
        Spot("users.csv", 2, "agentSourcedIds"),
    ]
    assert spots(roster, K.CLASS_UNKNOWN) == [Spot("enrollments.csv", 6, "classSourcedId")]
    assert len(roster.pupils) == 3


def test_pupil_at_a_school_that_is_not_in_the_file_is_refused(tmp_path: Path) -> None:
    files = DISTRICT.files()
    files["users"][1][3] = "org-9"
    assert spots(read_files(files, tmp_path), K.ORG_UNKNOWN) == [Spot("users.csv", 2, "role")]


def test_pupil_at_two_schools_needs_a_main_one(tmp_path: Path) -> None:
    files = DISTRICT.files("1.2")
    files["roles"].append(["r9", "active", "p1", "secondary", "student", "org-2"])
    plain = read_files(files, tmp_path)
    assert kinds(plain) == []
    assert {row.school_key for row in plain.pupils if row.given_name == "Maja"} == {
        external_key("org", "org-1")
    }
    files["roles"][1][3] = files["roles"][-1][3] = ""
    assert kinds(read_files(files, tmp_path / "again")) == ["two_schools"]


def test_somebody_who_is_both_pupil_and_staff_is_refused(tmp_path: Path) -> None:
    files = DISTRICT.files("1.2")
    files["roles"].append(["r9", "active", "p1", "secondary", "teacher", "org-1"])
    assert kinds(read_files(files, tmp_path)) == ["pupil_and_staff"]


@pytest.mark.parametrize(("begin", "end"), [("2020-08-01", "2026-06-20"), ("2027-01-01", "")])
def test_role_that_does_not_run_today_ends_the_pupil(tmp_path: Path, begin: str, end: str) -> None:
    files = DISTRICT.files("1.2")
    periods = [[begin, end]] + [["", ""]] * (len(files["roles"]) - 2)
    files["roles"] = [
        [*files["roles"][0], "beginDate", "endDate"],
        *([*row, *period] for row, period in zip(files["roles"][1:], periods, strict=True)),
    ]
    roster = read_files(files, tmp_path)
    assert kinds(roster) == ["role_ended"]
    assert external_key("user", "p1") in roster.ended_keys


def test_relative_without_the_role_of_a_guardian_is_refused(tmp_path: Path) -> None:
    roster = read_district(DISTRICT.child("p1", parents=("g1", "t1")), tmp_path)
    assert spots(roster, K.NOT_A_PARENT) == [Spot("users.csv", 2, "agentSourcedIds")]
    assert len(roster.links) == 3


def test_relation_written_at_the_parent_is_the_same_relation(tmp_path: Path) -> None:
    files = DISTRICT.files()
    column = files["users"][0].index("agentSourcedIds")
    for row in files["users"][1:]:
        row[column] = {"g1": "p1", "g2": "p1", "g3": "p2,p3"}.get(row[0], "")
    links = read_files(files, tmp_path).links
    plain = read_files(DISTRICT.files(), tmp_path / "plain").links
    assert [link[:3] for link in links] == [link[:3] for link in plain]


def test_parent_of_nobody_is_told_and_left_out(tmp_path: Path) -> None:
    roster = read_district(DISTRICT.plus(Grownup("g9", "Alene")), tmp_path)
    assert len(spots(roster, K.PARENT_ALONE)) == 1
    assert len(roster.guardians) == 3


def test_pupil_in_several_groups_keeps_the_class_from_before(tmp_path: Path) -> None:
    files = DISTRICT.files()
    files["classes"] = [[*row[:4], "scheduled", row[5]] for row in files["classes"]]
    files["classes"][0][4] = "classType"
    files["enrollments"].append(["e9", "org-1-5A", "org-1", "p1", "student"])
    roster = read_files(files, tmp_path)
    assert len(spots(roster, K.SEVERAL_CLASSES)) == 1
    assert [row.class_key for row in roster.pupils if row.given_name == "Maja"] == [None]


def test_contact_class_is_chosen_among_teaching_groups(tmp_path: Path) -> None:
    files = DISTRICT.files()
    files["classes"].append(["chess", "active", "Sjakk", "", "scheduled", "org-1"])
    files["enrollments"].append(["e9", "chess", "org-1", "p1", "student"])
    roster = read_files(files, tmp_path)
    assert {row.name for row in roster.classes} == {"5A", "6B", "7C"}
    maja = next(row for row in roster.pupils if row.given_name == "Maja")
    assert maja.class_key == external_key("class", "org-1-6B")


@pytest.mark.parametrize(("written", "grade"), [("06", 6), ("6", 6), ("KG", None), ("5,6", None)])
def test_year_is_read_when_it_is_one_number(
    tmp_path: Path, written: str, grade: int | None
) -> None:
    files = DISTRICT.child("p1", grade=written).files()
    files["classes"][1][2:4] = ["Blå", ""]
    roster = read_files(files, tmp_path)
    assert [row.grade for row in roster.pupils if row.given_name == "Maja"] == [grade]


@pytest.mark.parametrize(
    ("written", "degree"),
    [("", 0), ("nei", 0), ("fortrolig", 6), ("7", 6), ("6", 7), ("strengt fortrolig", 7)],
)
def test_degree_of_protection_is_read_by_the_registers_codes(
    tmp_path: Path, written: str, degree: int
) -> None:
    roster = read_district(DISTRICT.child("p1", protection=written), tmp_path)
    assert [row.protection for row in roster.pupils if row.given_name == "Maja"] == [degree]


def test_unknown_degree_of_protection_counts_as_the_strictest(tmp_path: Path) -> None:
    roster = read_district(DISTRICT.child("p1", protection="hemmelig"), tmp_path)
    assert [row.protection for row in roster.pupils if row.given_name == "Maja"] == [7]
    assert len(spots(roster, K.PROTECTION_UNKNOWN)) == 1


def test_column_of_protection_may_lie_beside_the_birth_dates(tmp_path: Path) -> None:
    files = with_column(
        DISTRICT.files(), "demographics", "metadata.addressProtection", ["7", "", ""]
    )
    roster = read_files(files, tmp_path)
    assert sorted(int(row.protection or 0) for row in roster.pupils) == [0, 0, 6]
