"""Exports as they come: every oddity is understood and told, or refused with a place and a cure."""

from datetime import date
from pathlib import Path
from random import Random

import pytest

from felles.people.rosters import external_key
from felles.rules.roster import Roster
from felles.rules.roster_problems import TEXTS, Level, ProblemKind, Spot
from tests.interop.rosters import (
    DISTRICT,
    Child,
    Files,
    Grownup,
    as_text,
    kinds,
    read,
    read_district,
    shuffle_columns,
    write_folder,
    write_zip,
)

K = ProblemKind


def read_files(files: Files, tmp_path: Path, **options: object) -> Roster:
    """Read files that a test has changed."""
    return read(write_folder(files, tmp_path / "export"), **options)


def spots(roster: Roster, kind: ProblemKind) -> list[Spot]:
    """Where problems of a kind lie."""
    return [one.spot for one in roster.problems if one.kind is kind]


def with_column(files: Files, name: str, column: str, values: list[str]) -> Files:
    """The files with one more column in one of them."""
    rows = files[name]
    more = [
        [*rows[0], column],
        *([*row, value] for row, value in zip(rows[1:], values, strict=True)),
    ]
    return {**files, name: more}


def test_every_problem_has_a_text_and_what_stops_or_refuses_has_a_cure() -> None:
    assert set(TEXTS) == set(ProblemKind)
    assert [k for k in K if not k.text.endswith(".")] == []
    assert [k for k in K if k.level > Level.NOTE and not k.cure.endswith(".")] == []


@pytest.mark.parametrize("format_", ["1.1", "1.2", "sds"])
def test_format_is_told_from_the_files(tmp_path: Path, format_: str) -> None:
    roster = read_district(DISTRICT, tmp_path, format_)
    names = {"1.1": "OneRoster 1.1", "1.2": "OneRoster 1.2", "sds": "School Data Sync v2.1"}
    assert roster.format == names[format_]
    assert kinds(roster) == []


@pytest.mark.parametrize("format_", ["1.1", "1.2"])
def test_format_is_told_without_a_manifest(tmp_path: Path, format_: str) -> None:
    files = DISTRICT.files(format_)
    del files["manifest"]
    assert read_files(files, tmp_path).format == f"OneRoster {format_}"


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be"])
@pytest.mark.parametrize("separator", [",", ";", "\t", "|"])
def test_encoding_and_separator_make_no_difference(
    tmp_path: Path, encoding: str, separator: str
) -> None:
    plain = read_files(DISTRICT.files(), tmp_path)
    folder = write_folder(
        DISTRICT.files(), tmp_path / "other", encoding=encoding, separator=separator
    )
    assert read(folder) == plain


def test_order_of_columns_makes_no_difference(tmp_path: Path) -> None:
    dice = Random(4)
    shuffled = {name: shuffle_columns(rows, dice) for name, rows in DISTRICT.files().items()}
    assert read_files(shuffled, tmp_path / "a") == read_files(DISTRICT.files(), tmp_path / "b")


def test_zip_file_reads_as_the_folder_does(tmp_path: Path) -> None:
    folder = read_files(DISTRICT.files(), tmp_path)
    assert read(write_zip(DISTRICT.files(), tmp_path / "export.zip")) == folder
    assert read(write_zip(DISTRICT.files(), tmp_path / "in.zip", prefix="oneroster/")) == folder


def test_line_that_names_the_separator_is_understood(tmp_path: Path) -> None:
    folder = write_folder(DISTRICT.files(), tmp_path)
    text = as_text(DISTRICT.files()["users"], separator=";")
    (folder / "users.csv").write_text("sep=;\r\n" + text, encoding="utf-16-le", newline="")
    assert len(read(folder).pupils) == 3


def test_line_numbers_count_lines_of_the_file_also_after_a_cell_of_two_lines(
    tmp_path: Path,
) -> None:
    files = DISTRICT.child("p1", given="Maja\nMarie").child("p3", given="", family="").files()
    roster = read_files(files, tmp_path)
    assert spots(roster, K.CELL_MISSING) == [Spot("users.csv", 5, "givenName")]
    assert {row.given_name for row in roster.pupils} == {"Maja Marie", "Jonas"}


@pytest.mark.parametrize(
    ("file", "right", "slip"),
    [
        ("users", "givenName", "gvenName"),
        ("users", "familyName", "FamilyName "),
        ("users", "agentSourcedIds", "agentSourcedId"),
        ("users", "agentSourcedIds", "agents"),
        ("orgs", "identifier", "identifer"),
        ("demographics", "birthDate", "birthdate"),
        ("classes", "schoolSourcedId", "schoolSourceId"),
        ("enrollments", "userSourcedId", "user_sourced_id"),
    ],
)
def test_slip_in_a_header_is_understood(tmp_path: Path, file: str, right: str, slip: str) -> None:
    files = DISTRICT.files()
    files[file][0] = [slip if name == right else name for name in files[file][0]]
    changed = read_files(files, tmp_path)
    plain = read_files(DISTRICT.files(), tmp_path / "plain")
    assert (changed.pupils, changed.links) == (plain.pupils, plain.links)


def test_guessed_header_is_told(tmp_path: Path) -> None:
    files = with_column(DISTRICT.files(), "users", "prefferedGivenName", ["Mia"] + [""] * 7)
    roster = read_files(files, tmp_path)
    assert spots(roster, K.HEADER_GUESSED) == [Spot("users.csv", 1, "prefferedGivenName")]
    assert [row.name for row in roster.pupils if row.preferred_name] == ["Mia Prøvesen"]


def test_columns_of_a_vendor_are_ignored_and_told(tmp_path: Path) -> None:
    files = with_column(DISTRICT.files(), "users", "ext_shoeSize", ["38"] * 8)
    roster = read_files(files, tmp_path)
    assert spots(roster, K.COLUMN_IGNORED) == [Spot("users.csv", 1, "ext_shoeSize")]
    assert len(roster.pupils) == 3


def test_empty_headers_at_the_end_are_no_matter(tmp_path: Path) -> None:
    files = DISTRICT.files("1.2")
    files["roles"][0] += ["", ""]
    assert kinds(read_files(files, tmp_path)) == []


def test_two_columns_with_the_same_header_are_refused(tmp_path: Path) -> None:
    files = with_column(DISTRICT.files(), "users", "GivenName", ["x"] * 8)
    roster = read_files(files, tmp_path)
    assert spots(roster, K.COLUMN_TWICE) == [Spot("users.csv", 1, "GivenName")]
    assert roster.pupils == ()


def test_missing_column_is_refused_by_name(tmp_path: Path) -> None:
    files = DISTRICT.files()
    files["users"] = [row[1:] for row in files["users"]]
    assert spots(read_files(files, tmp_path), K.COLUMN_MISSING) == [
        Spot("users.csv", 1, "sourcedId")
    ]


def test_row_with_cells_to_spare_is_refused_but_empty_ones_are_no_matter(tmp_path: Path) -> None:
    files = DISTRICT.files()
    files["users"][1] += ["", ""]
    files["users"][2] += ["Oslo"]
    roster = read_files(files, tmp_path)
    assert spots(roster, K.EXTRA_CELLS) == [Spot("users.csv", 3)]
    assert spots(roster, K.LONG_ROW) == [Spot("users.csv", 2)]
    assert not roster.is_whole


def test_row_that_ends_early_reads_as_empty_at_the_end(tmp_path: Path) -> None:
    files = DISTRICT.files()
    files["users"][3] = files["users"][3][:9]
    roster = read_files(files, tmp_path)
    assert spots(roster, K.SHORT_ROW) == [Spot("users.csv", 4)]
    assert len(roster.pupils) == 3


@pytest.mark.parametrize(
    ("written", "birth_on"),
    [
        ("2015-03-04", date(2015, 3, 4)),
        ("2015-03-04T00:00:00.000Z", date(2015, 3, 4)),
        ("04.03.2015", date(2015, 3, 4)),
        ("4.3.2015", date(2015, 3, 4)),
        ("20150304", date(2015, 3, 4)),
        ("2015/3/4", date(2015, 3, 4)),
        ("5/5/2015", date(2015, 5, 5)),
        ("24/3/2015", date(2015, 3, 24)),
        ("3/24/2015", date(2015, 3, 24)),
    ],
)
def test_dates_are_read_as_they_are_written(tmp_path: Path, written: str, birth_on: date) -> None:
    roster = read_district(DISTRICT.child("p1", born=written), tmp_path)
    assert kinds(roster) == []
    assert birth_on in {row.birth_on for row in roster.pupils}


def test_date_that_reads_two_ways_is_refused_until_somebody_says_how(tmp_path: Path) -> None:
    files = DISTRICT.child("p1", born="4/3/2015").files()
    roster = read_files(files, tmp_path)
    assert spots(roster, K.DATE_ORDER) == [Spot("demographics.csv", 2, "birthDate")]
    assert roster.pupils == ()
    for order, birth_on in (("dmy", date(2015, 3, 4)), ("mdy", date(2015, 4, 3))):
        chosen = read_files(files, tmp_path, date_order=order)
        assert birth_on in {row.birth_on for row in chosen.pupils}


def test_date_that_reads_two_ways_is_settled_by_another_in_the_column(tmp_path: Path) -> None:
    district = DISTRICT.child("p1", born="4/3/2015").child("p2", born="31/1/2016")
    roster = read_district(district, tmp_path)
    assert kinds(roster) == []
    assert {row.birth_on for row in roster.pupils} >= {date(2015, 3, 4), date(2016, 1, 31)}
    assert spots(roster, K.DATE_GUESSED) == [Spot("demographics.csv", 3, "birthDate")]


def test_dates_that_settle_the_order_both_ways_are_refused(tmp_path: Path) -> None:
    district = DISTRICT.child("p1", born="24/3/2015").child("p2", born="3/24/2015")
    assert kinds(read_district(district, tmp_path)) == ["date_order"]


@pytest.mark.parametrize("written", ["31.02.2015", "4/3/15", "mars", "2015-13-01"])
def test_what_is_no_date_is_refused_and_the_pupil_comes_without(
    tmp_path: Path, written: str
) -> None:
    roster = read_district(DISTRICT.child("p1", born=written), tmp_path)
    assert spots(roster, K.BAD_DATE) == [Spot("demographics.csv", 2, "birthDate")]
    assert [row.birth_on for row in roster.pupils if row.given_name == "Maja"] == [None]


@pytest.mark.parametrize(
    "header", ["password", "Password", "ext_vendor_studentPassword", "passord", "pasword", "pwd"]
)
def test_password_stops_the_file_without_being_repeated(tmp_path: Path, header: str) -> None:
    files = with_column(DISTRICT.files(), "users", header, [""] * 7 + ["hunter2-secret"])
    roster = read_files(files, tmp_path)
    assert spots(roster, K.PASSWORD) == [Spot("users.csv", 9, header)]
    assert roster.pupils == ()
    assert "hunter2" not in repr(roster)


def test_password_in_a_file_that_is_not_used_stops_as_well(tmp_path: Path) -> None:
    files = {**DISTRICT.files(), "userProfiles": [["userSourcedId", "password"], ["p1", "hunter2"]]}
    assert kinds(read_files(files, tmp_path)) == ["password"]


def test_empty_password_column_is_no_matter_but_told(tmp_path: Path) -> None:
    files = with_column(DISTRICT.files(), "users", "password", [" "] * 8)
    roster = read_files(files, tmp_path)
    assert kinds(roster) == []
    assert spots(roster, K.PASSWORD_EMPTY) == [Spot("users.csv", 1, "password")]


@pytest.mark.parametrize("name", ["orgs", "users"])
def test_file_that_cannot_be_missed_is_asked_for(tmp_path: Path, name: str) -> None:
    files = DISTRICT.files()
    del files[name]
    assert spots(read_files(files, tmp_path), K.FILE_MISSING) == [Spot(f"{name}.csv")]


def test_file_that_the_manifest_promises_is_asked_for(tmp_path: Path) -> None:
    files = DISTRICT.files()
    del files["demographics"]
    assert spots(read_files(files, tmp_path), K.FILE_MISSING) == [Spot("demographics.csv")]


def test_file_that_the_manifest_calls_absent_is_not_read(tmp_path: Path) -> None:
    files = DISTRICT.files()
    files["manifest"] = [
        [name, "absent" if name == "file.demographics" else value]
        for name, value in files["manifest"]
    ]
    roster = read_files(files, tmp_path)
    assert Spot("demographics.csv") in spots(roster, K.FILE_IGNORED)
    assert {row.birth_on for row in roster.pupils} == {None}


def test_file_with_the_content_of_another_is_told_of(tmp_path: Path) -> None:
    files = DISTRICT.files("1.2")
    files["userProfiles"] = files["roles"]
    roster = read_files(files, tmp_path)
    (problem,) = (one for one in roster.problems if one.kind is K.FILE_MISNAMED)
    assert (problem.spot.file, dict(problem.words)) == ("userProfiles.csv", {"file": "roles.csv"})


@pytest.mark.parametrize("version", ["1.0", "2.0", "hello"])
def test_version_that_we_do_not_read_is_refused(tmp_path: Path, version: str) -> None:
    files = DISTRICT.files()
    files["manifest"][1][1] = version
    assert kinds(read_files(files, tmp_path)) == ["version_unknown"]


def test_folder_of_something_else_is_refused(tmp_path: Path) -> None:
    assert kinds(read_files({"Student": [["SIS ID", "First Name"]]}, tmp_path)) == [
        "format_unknown"
    ]


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
