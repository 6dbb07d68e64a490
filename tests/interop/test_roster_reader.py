"""Exports as they come: every oddity is understood and told, or refused with a place and a cure."""

from datetime import date
from pathlib import Path
from random import Random

import pytest

from felles.rules.roster_problems import TEXTS, Level, ProblemKind, Spot
from tests.interop.rosters import (
    DISTRICT,
    as_text,
    kinds,
    read,
    read_district,
    read_files,
    shuffle_columns,
    spots,
    with_column,
    write_folder,
    write_zip,
)

K = ProblemKind


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
