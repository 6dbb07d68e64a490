"""Files made to harm, and secrets in the wrong place: a clear no, nothing written, nothing told."""

import io
import logging
import os
import struct
import tracemalloc
import zipfile
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

from felles.interop.roster import read_roster
from felles.interop.source import MEGABYTE, Limits
from felles.people.models import Guardian, Pupil, User
from felles.people.rosters import ReadOptions
from felles.rules.roster import Roster
from tests.interop.rosters import (
    DISTRICT,
    ON,
    Child,
    Grownup,
    add_schools,
    as_text,
    kinds,
    read,
    read_district,
    take_in,
    write_folder,
    write_zip,
)

# A synthetic identity number (month + 80), with right check digits, that belongs to nobody.
IDENTITY = "04831599907"


def export_with(tmp_path: Path, users: bytes) -> Path:
    """An export whose users.csv holds the bytes."""
    folder = write_folder(DISTRICT.files(), tmp_path / "export")
    (folder / "users.csv").write_bytes(users)
    return folder


def users_text(**changes: str) -> str:
    """The users of the invented roster, with Maja changed."""
    return as_text(DISTRICT.child("p1", **changes).files()["users"])


def read_within(path: Path, limits: Limits) -> Roster:
    """Read with other limits than the usual ones."""
    return read_roster(path, ReadOptions(on=ON), limits=limits)


def test_path_that_is_not_there_is_told(tmp_path: Path) -> None:
    assert kinds(read(tmp_path / "nothing")) == ["path_missing"]


def test_single_file_is_no_roster(tmp_path: Path) -> None:
    path = write_folder(DISTRICT.files(), tmp_path) / "users.csv"
    assert kinds(read(path)) == ["not_a_roster"]


def test_spreadsheet_is_told_from_a_zip_file_of_text(tmp_path: Path) -> None:
    path = tmp_path / "elever.xlsx"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("[Content_Types].xml", "<Types/>")
    assert kinds(read(path)) == ["excel_file"]


def test_file_of_two_gigabytes_is_refused_before_it_is_read(tmp_path: Path) -> None:
    folder = write_folder(DISTRICT.files(), tmp_path)
    with (folder / "users.csv").open("r+b") as file:
        file.truncate(2 * 1024 * MEGABYTE)
    zipped = tmp_path / "large.zip"
    zipped.touch()
    os.truncate(zipped, 2 * 1024 * MEGABYTE)
    tracemalloc.start()
    assert kinds(read(folder)) == kinds(read(zipped)) == ["too_big"]
    assert tracemalloc.get_traced_memory()[1] < MEGABYTE
    tracemalloc.stop()


def test_zip_file_that_explodes_is_not_opened(tmp_path: Path) -> None:
    path = tmp_path / "bomb.zip"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("users.csv", b"0" * (100 * MEGABYTE))
    tracemalloc.start()
    assert kinds(read(path)) == ["zip_bomb"]
    assert tracemalloc.get_traced_memory()[1] < MEGABYTE
    tracemalloc.stop()


def test_zip_file_that_lies_about_its_size_is_stopped_while_it_is_read(tmp_path: Path) -> None:
    files = DISTRICT.files()
    path = write_zip(files, tmp_path / "liar.zip")
    data = bytearray(path.read_bytes())
    size = len(as_text(files["users"]).encode())
    true, claimed = struct.pack("<L", size), struct.pack("<L", size // 2)
    assert data.count(true) >= 2
    path.write_bytes(bytes(data.replace(true, claimed)))
    assert kinds(read(path))[0] in ("zip_broken", "zip_bomb")


def test_zip_files_in_zip_files_are_left_closed(tmp_path: Path) -> None:
    inner = io.BytesIO()
    with zipfile.ZipFile(inner, "w") as archive:
        archive.writestr("users.csv", "x")
    path = write_zip(DISTRICT.files(), tmp_path / "outer.zip")
    with zipfile.ZipFile(path, "a") as archive:
        archive.writestr("more.zip", inner.getvalue())
    roster = read(path)
    assert (kinds(roster), len(roster.pupils)) == ([], 3)


@pytest.mark.parametrize(
    "name", ["../users.csv", "/etc/users.csv", "a/../../users.csv", "C:users.csv", "a\\users.csv"]
)
def test_zip_file_with_paths_that_lead_out_is_not_opened(tmp_path: Path, name: str) -> None:
    path = write_zip(DISTRICT.files(), tmp_path / "paths.zip")
    with zipfile.ZipFile(path, "a") as archive:
        entry = zipfile.ZipInfo("x")
        entry.filename = name
        archive.writestr(entry, "x")
    assert kinds(read(path)) == ["zip_path"]
    assert sorted(found.name for found in tmp_path.rglob("*")) == ["paths.zip"]


def test_zip_file_with_a_link_in_it_is_not_opened(tmp_path: Path) -> None:
    path = tmp_path / "link.zip"
    with zipfile.ZipFile(path, "w") as archive:
        entry = zipfile.ZipInfo("users.csv")
        entry.external_attr = 0o120777 << 16
        archive.writestr(entry, "/etc/passwd")
    assert kinds(read(path)) == ["zip_path"]


def test_link_in_a_folder_is_not_followed(tmp_path: Path) -> None:
    folder = write_folder(DISTRICT.files(), tmp_path / "export")
    (folder / "users.csv").rename(tmp_path / "elsewhere.csv")
    (folder / "users.csv").symlink_to(tmp_path / "elsewhere.csv")
    assert kinds(read(folder)) == ["file_missing"]


def test_zip_file_locked_with_a_password_is_told(tmp_path: Path) -> None:
    path = write_zip(DISTRICT.files(), tmp_path / "locked.zip")
    data = bytearray(path.read_bytes())
    at = data.index(b"PK\x01\x02")
    data[at + 8] |= 1
    path.write_bytes(bytes(data))
    assert kinds(read(path)) == ["zip_locked"]


def test_zip_file_with_a_file_twice_is_refused(tmp_path: Path) -> None:
    path = write_zip(DISTRICT.files(), tmp_path / "twice.zip")
    with zipfile.ZipFile(path, "a") as archive:
        archive.writestr("USERS.csv", "x")
    assert kinds(read(path)) == ["file_twice"]


def test_zip_file_with_thousands_of_files_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "many.zip"
    with zipfile.ZipFile(path, "w") as archive:
        for number in range(2000):
            archive.writestr(f"{number}.csv", "")
    assert kinds(read(path)) == ["too_many_files"]


@pytest.mark.parametrize("cut", [10, 200, 1000])
def test_zip_file_that_is_cut_short_is_told(tmp_path: Path, cut: int) -> None:
    path = write_zip(DISTRICT.files(), tmp_path / "short.zip")
    path.write_bytes(path.read_bytes()[:cut])
    assert kinds(read(path)) == ["not_a_roster"]


def test_damaged_zip_file_is_told(tmp_path: Path) -> None:
    path = write_zip(DISTRICT.files(), tmp_path / "hurt.zip")
    data = bytearray(path.read_bytes())
    with zipfile.ZipFile(path) as archive:
        at = archive.getinfo("users.csv").header_offset + 60
    data[at : at + 20] = b"\xff" * 20
    path.write_bytes(bytes(data))
    assert kinds(read(path)) == ["zip_broken"]


def test_zero_byte_in_a_text_is_refused_with_its_line(tmp_path: Path) -> None:
    text = users_text(given="Ma\0ja").encode()
    (problem,) = (one for one in read(export_with(tmp_path, text)).problems if one.stops)
    assert (problem.kind, problem.spot[:2]) == ("nul", ("users.csv", 2))


def test_wrong_encoding_is_refused_with_its_line_and_read_when_named(tmp_path: Path) -> None:
    text = users_text().encode("cp1252")
    folder = export_with(tmp_path, text)
    (problem,) = (one for one in read(folder).problems if one.stops)
    assert (problem.kind, problem.spot[:2]) == ("encoding", ("users.csv", 2))
    names = {row.name for row in read(folder, encoding="cp1252").pupils}
    assert "Åse Østby" in names


@pytest.mark.parametrize(
    "data",
    [b"", b"\xef\xbb\xbf", b"\xff\xfe", b"\xff\xfe\x00\x00abcd", b"\x00" * 4000, b"\x80abc,def\n"],
)
def test_what_is_no_text_is_refused(tmp_path: Path, data: bytes) -> None:
    roster = read(export_with(tmp_path, data))
    assert roster.stops
    assert roster.pupils == ()


def test_cell_of_ten_megabytes_is_refused_in_little_space(tmp_path: Path) -> None:
    one_line = users_text().replace("Maja", "x" * 10 * MEGABYTE).encode()
    many_lines = users_text().replace("Maja", '"' + "x\n" * 5 * MEGABYTE + '"').encode()
    for data in (one_line, many_lines):
        folder = export_with(tmp_path, data)
        tracemalloc.start()
        assert kinds(read(folder))[0] in ("line_too_long", "quotes", "cell_too_long")
        assert tracemalloc.get_traced_memory()[1] < 8 * MEGABYTE
        tracemalloc.stop()


def test_million_columns_are_refused(tmp_path: Path) -> None:
    wide = (",".join("abcdefghij"[n % 10] for n in range(90_000)) + "\n").encode()
    assert kinds(read(export_with(tmp_path, wide))) == ["too_many_columns"]
    wider = ("a," * 1_000_000 + "\n").encode()
    assert kinds(read(export_with(tmp_path, wider))) == ["line_too_long"]


def test_quote_that_is_left_open_is_refused_where_it_begins(tmp_path: Path) -> None:
    folder = export_with(tmp_path, users_text().replace("Jonas", '"Jonas').encode())
    (problem,) = (one for one in read(folder).problems if one.stops)
    assert (problem.kind, problem.spot[:2]) == ("quotes", ("users.csv", 3))


def test_too_many_rows_are_refused(tmp_path: Path) -> None:
    folder = write_folder(DISTRICT.files(), tmp_path)
    assert kinds(read_within(folder, Limits(rows=5))) == ["too_many_rows"]


def test_thousands_of_refusals_are_counted_not_listed(tmp_path: Path) -> None:
    nameless = [Child(f"x{number}", "", "") for number in range(1000)]
    roster = read_district(DISTRICT.plus(*nameless), tmp_path)
    told = [one for one in roster.problems if one.kind == "cell_missing"]
    assert sum(one.times for one in told) == 1000
    assert len(told) < 250


@pytest.mark.django_db
@pytest.mark.parametrize("sign", ["=", "+", "-", "@"])
def test_formula_is_a_name_like_any_other(tmp_path: Path, sign: str) -> None:
    add_schools()
    name = f"{sign}cmd|'/c calc'!A1"
    take_in(DISTRICT.child("p1", given=name), tmp_path)
    assert Pupil.objects.filter(given_name=name).count() == 1


def test_signs_that_cannot_be_seen_are_left_out_of_names(tmp_path: Path) -> None:
    text = users_text(given="Ma\u202ej\u200ba\x1b[31m").encode()
    names = {row.given_name for row in read(export_with(tmp_path, text)).pupils}
    assert "Maja[31m" in names


def test_identity_number_becomes_a_keyed_hash_and_a_birth_date(tmp_path: Path) -> None:
    district = DISTRICT.child("p1", identity=IDENTITY, born="")
    roster = read_district(district, tmp_path)
    (maja,) = (row for row in roster.pupils if row.given_name == "Maja")
    assert len(maja.identity) == 64
    assert maja.birth_on is not None
    assert (maja.birth_on.month, maja.birth_on.day) == (3, 4)
    assert IDENTITY not in repr(roster)


@pytest.mark.parametrize(
    "number", ["04031599900", "44031599900", "04431599900", "04831599900", "040315 99900"]
)
def test_every_sort_of_identity_number_is_hashed(tmp_path: Path, number: str) -> None:
    roster = read_district(DISTRICT.child("p1", identity=number), tmp_path)
    assert [len(row.identity) for row in roster.pupils if row.given_name == "Maja"] == [64]
    assert number not in repr(roster)


@pytest.mark.parametrize("field", ["given", "family"])
def test_identity_number_in_a_name_is_refused_unrepeated(tmp_path: Path, field: str) -> None:
    roster = read_district(DISTRICT.child("p1", **{field: f"Maja {IDENTITY}"}), tmp_path)
    assert kinds(roster) == ["identity_in_text"]
    assert IDENTITY not in repr(roster)


@pytest.mark.django_db
def test_no_secret_reaches_the_database_the_log_or_the_screen(
    tmp_path: Path, caplog: pytest.LogCaptureFixture, capsys: pytest.CaptureFixture[str]
) -> None:
    caplog.set_level(logging.DEBUG)
    add_schools()
    district = DISTRICT.child("p1", identity=IDENTITY, parents=(IDENTITY, "g1")).plus(
        Grownup(IDENTITY, "Fødsel", phone=IDENTITY, email=f"{IDENTITY}@example.org"),
        Grownup("w1", "Hemmelig", role="teacher", school="org-1"),
    )
    folder = write_folder(district.files(), tmp_path)
    call_command("import_roster", folder, "--apply", "--details")
    captured = capsys.readouterr()
    screen = captured.out + captured.err
    rows = [
        repr(row)
        for model in (Pupil, Guardian, User)
        for row in model.objects.order_by("pk").values()
    ]
    for secret in (IDENTITY, "g1", "p1"):
        assert not any(f"'{secret}'" in row for row in rows)
    assert IDENTITY not in screen + "".join(rows)
    assert Pupil.objects.filter(given_name="Maja").count() == 1
    logged = " ".join(record.getMessage() for record in caplog.records if record.levelno > 10)
    assert not any(name in logged for name in ("Maja", "Prøvesen", IDENTITY))


@pytest.mark.django_db
def test_refused_file_writes_nothing(tmp_path: Path) -> None:
    add_schools()
    folder = export_with(tmp_path, users_text().replace("Jonas", '"Jonas').encode())
    with pytest.raises(CommandError, match="Ingenting er endret"):
        call_command("import_roster", folder, "--apply", stdout=io.StringIO())
    assert Pupil.objects.count() == Guardian.objects.count() == User.objects.count() == 0
