"""Schools from the national register: by number, for some municipalities, again and again."""

import io
import json
from collections.abc import Iterator
from datetime import UTC, datetime
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest
from django.core.management import CommandError, call_command

from felles.interop.nsr import parse_register
from felles.interop.nsr_api import fetch_register
from felles.ledger.models import ChangeEvent
from felles.people.models import Organisation, SchoolProfile
from felles.rules.identity import find_org_number, is_org_number
from felles.rules.register import RegisterFile
from tests.cast import NOW
from tests.interop.real_data import real
from tests.interop.rosters import FURULIA, GRANASEN

OSLO = "0301"


def school(number: str = FURULIA, name: str = "Furulia skole", **changes: Any) -> dict[str, Any]:
    """A school as the published file has it."""
    row = {
        "id": number,
        "name": name,
        "kommunenummer": OSLO,
        "lat": 59.9,
        "lon": 10.8,
        "type": "grunnskole",
        "owner": "offentlig",
        "students": 300,
        "gradeFrom": 1,
        "gradeTo": 7,
        "address": "Skoleveien 1",
        "poststed": "OSLO",
        "url": "www.furulia.example",
    }
    return row | changes


def write(folder: Path, *rows: object, **more: object) -> Path:
    """Write a file of the register."""
    path = folder / "schools.json"
    path.write_text(json.dumps({"schools": rows, **more}), encoding="utf-8")
    return path


def parse(*rows: object) -> RegisterFile:
    """Understand a file of the register with these rows."""
    return parse_register(json.dumps({"schools": rows}).encode(), at=NOW)


def run(path: Path, *args: str) -> str:
    """Run the command and return what it says."""
    out = io.StringIO()
    call_command("import_schools", path, *args, stdout=out, stderr=out)
    return out.getvalue()


@pytest.mark.django_db
def test_schools_of_the_municipality_are_taken_in(tmp_path: Path) -> None:
    path = write(tmp_path, school(), school(GRANASEN, "Granåsen skole", kommunenummer="4601"))
    told = run(path, "--municipality", OSLO)
    assert told == "Skoler: 1 nye, 0 endret, 0 uendret, 0 borte fra registeret.\n"
    (row,) = Organisation.objects.filter(kind="school")
    assert (row.org_number, row.name) == (FURULIA, "Furulia skole")
    assert (row.profile.municipality, row.profile.grade_to, row.profile.pupil_count) == (
        OSLO,
        7,
        300,
    )


@pytest.mark.django_db
def test_schools_read_again_are_unchanged_and_changes_are_taken_over(tmp_path: Path) -> None:
    run(write(tmp_path, school()), "--municipality", OSLO)
    rows = ChangeEvent.objects.count()
    assert "0 nye, 0 endret, 1 uendret" in run(write(tmp_path, school()), "--municipality", OSLO)
    assert ChangeEvent.objects.count() == rows
    changed = write(tmp_path, school(name="Furulia barneskole", students=310))
    assert "0 nye, 1 endret, 0 uendret" in run(changed, "--municipality", OSLO)
    row = Organisation.objects.get(org_number=FURULIA)
    assert (row.name, row.profile.pupil_count) == ("Furulia barneskole", 310)


@pytest.mark.django_db
def test_school_that_is_gone_is_told_of_and_stays(tmp_path: Path) -> None:
    run(write(tmp_path, school(), school(GRANASEN, "Granåsen skole")), "--municipality", OSLO)
    told = run(write(tmp_path, school()), "--municipality", OSLO)
    assert "1 borte fra registeret" in told
    assert f"{GRANASEN} Granåsen skole" in told
    assert Organisation.objects.get(org_number=GRANASEN).is_active


@pytest.mark.django_db
def test_school_made_by_hand_is_found_by_its_number(tmp_path: Path) -> None:
    by_hand = Organisation.objects.create(kind="school", name="Furulia", org_number=FURULIA)
    run(write(tmp_path, school()), "--municipality", OSLO)
    by_hand.refresh_from_db()
    assert (by_hand.name, by_hand.profile.municipality) == ("Furulia skole", OSLO)


@pytest.mark.django_db
def test_number_of_a_service_is_not_made_a_school(tmp_path: Path) -> None:
    Organisation.objects.create(kind="bup", name="BUP", org_number=FURULIA)
    told = run(write(tmp_path, school()), "--all")
    assert "tilhører en tjeneste" in told
    assert Organisation.objects.get().name == "BUP"


@pytest.mark.django_db
def test_several_municipalities_in_one_run(tmp_path: Path) -> None:
    path = write(tmp_path, school(), school(GRANASEN, kommunenummer="4601"))
    assert "2 nye" in run(path, "--municipality", "0301,4601")


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("args", "said"),
    [
        ((), "--municipality"),
        (("--all", "--municipality", OSLO), "--municipality"),
        (("--municipality", "301"), "fire siffer"),
        (("--municipality", "Oslo"), "fire siffer"),
        (("--municipality", "9999"), "Fant ingen skoler"),
        (("--all", "--fetch"), "--fetch"),
    ],
)
def test_command_says_what_it_needs(tmp_path: Path, args: tuple[str, ...], said: str) -> None:
    with pytest.raises(CommandError, match=said):
        run(write(tmp_path, school()), *args)


@pytest.mark.django_db
@pytest.mark.parametrize("text", [b"", b"{", b"<html>", b"[" * 100_000, b"\xff\xfe", b"{}", b"7"])
def test_file_that_is_no_register_is_refused(tmp_path: Path, text: bytes) -> None:
    path = tmp_path / "schools.json"
    path.write_bytes(text)
    with pytest.raises(CommandError, match="Last"):
        run(path, "--all")
    assert not Organisation.objects.exists()


@pytest.mark.parametrize("number", ["", "99988872", "999888721", "9998887200", "99988872O"])
def test_wrong_number_is_refused_for_its_school_alone(number: str) -> None:
    file = parse(school(number), school(GRANASEN))
    assert [problem.kind for problem in file.problems] == ["bad_number"]
    assert [row.org_number for row in file.schools] == [GRANASEN]


@pytest.mark.parametrize(
    ("change", "kind"),
    [
        ({"name": ""}, "no_name"),
        ({"name": "x" * 201}, "no_name"),
        ({"kommunenummer": "301"}, "no_municipality"),
        ({"kommunenummer": 301}, "no_municipality"),
    ],
)
def test_school_without_what_it_needs_is_refused(change: dict[str, Any], kind: str) -> None:
    assert [problem.kind for problem in parse(school(**change)).problems] == [kind]


def test_school_twice_in_the_file_is_taken_once() -> None:
    file = parse(school(), school(name="Another"))
    assert [row.name for row in file.schools] == ["Furulia skole"]
    assert [problem.kind for problem in file.problems] == ["twice"]


def test_zero_zero_is_no_place_on_earth() -> None:
    (row,) = parse(school(lat=0, lon=0)).schools
    assert (row.latitude, row.longitude) == (None, None)


def test_address_of_mail_is_no_web_page() -> None:
    (row,) = parse(school(url="post@furulia.example")).schools
    assert row.website == ""


def test_organisation_number_has_a_check_digit() -> None:
    assert is_org_number(FURULIA)
    assert not is_org_number(FURULIA[:-1] + "1")
    assert find_org_number(f"NO {FURULIA} MVA") == FURULIA
    assert find_org_number("my identifier") == ""


# What the public API answers, shortened: a page of units, and one unit in full.
UNIT = {
    "Organisasjonsnummer": FURULIA,
    "Navn": "Furulia skole",
    "Kommunenummer": OSLO,
    "ErAktiv": True,
    "ErSkole": True,
}
DETAIL = {
    "Organisasjonsnummer": FURULIA,
    "Navn": "Furulia skole",
    "Kommune": {"Kommunenummer": OSLO, "Navn": "Oslo"},
    "Beliggenhetsadresse": {"Adresse": "Skoleveien 1", "Postnummer": "0001", "Poststed": "OSLO"},
    "Koordinat": {"Lengdegrad": 10.8, "Breddegrad": 59.9, "GeoKilde": "Kartverket"},
    "Internettadresse": "www.furulia.example",
    "Elevtall": 300,
    "SkoletrinnGSFra": 1,
    "SkoletrinnGSTil": 7,
    "ErAktiv": True,
    "ErSkole": True,
    "ErGrunnskole": True,
    "ErVideregaaendeSkole": False,
    "ErOffentligSkole": True,
    "ErPrivatskole": False,
}


class Register:
    """A register on this machine: two pages of units, and their details."""

    def __init__(self) -> None:
        self.asked: list[str] = []
        self.pages: list[Any] = [
            {"AntallSider": 2, "EnhetListe": [UNIT, UNIT | {"Organisasjonsnummer": "../../x"}]},
            {
                "AntallSider": 2,
                "EnhetListe": [
                    UNIT | {"Organisasjonsnummer": GRANASEN, "Kommunenummer": "4601"},
                    UNIT | {"Organisasjonsnummer": GRANASEN, "ErSkole": False},
                    UNIT | {"Organisasjonsnummer": GRANASEN, "ErAktiv": False},
                ],
            },
        ]
        self.details: dict[str, Any] = {FURULIA: DETAIL}

    def answer(self, path: str) -> object:
        """What the register has to say at a path; None is not found."""
        self.asked.append(path)
        parts = urlsplit(path)
        if parts.path == "/v4/enheter":
            return self.pages[int(parse_qs(parts.query)["sidenummer"][0]) - 1]
        return self.details.get(parts.path.removeprefix("/v4/enhet/"))


@pytest.fixture
def register() -> Iterator[tuple[Register, str]]:
    """The register, and the address it answers at."""
    place = Register()

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            body = place.answer(self.path)
            self.send_response(200 if body is not None else 404)
            self.end_headers()
            self.wfile.write(body if isinstance(body, bytes) else json.dumps(body).encode())

        def log_message(self, *args: object) -> None:
            """Say nothing."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    thread = Thread(target=server.serve_forever)
    thread.start()
    yield place, f"http://127.0.0.1:{server.server_port}/v4"
    server.shutdown()
    thread.join()
    server.server_close()


@pytest.mark.django_db
def test_schools_are_fetched_from_the_register(register: tuple[Register, str]) -> None:
    place, address = register
    out = io.StringIO()
    call_command(
        "import_schools", "--fetch", "--municipality", OSLO, "--address", address, stdout=out
    )
    assert out.getvalue().startswith("Skoler: 1 nye")
    assert [path.split("?")[0] for path in place.asked] == [
        "/v4/enheter",
        "/v4/enheter",
        f"/v4/enhet/{FURULIA}",
    ]
    profile = SchoolProfile.objects.get(organisation__org_number=FURULIA)
    assert (profile.school_type, profile.owner, profile.street) == (
        "grunnskole",
        "offentlig",
        "Skoleveien 1",
    )
    assert (profile.latitude, profile.longitude, profile.grade_to) == (59.9, 10.8, 7)


def test_file_and_register_tell_of_a_school_in_the_same_words(
    register: tuple[Register, str],
) -> None:
    _place, address = register
    fetched = fetch_register(frozenset({OSLO}), at=NOW, address=address)
    assert fetched.schools == parse(school()).schools


def test_school_that_is_listed_but_not_found_is_told_of(register: tuple[Register, str]) -> None:
    place, address = register
    place.details = {}
    file = fetch_register(frozenset({OSLO}), at=NOW, address=address)
    assert [(one.kind, one.school) for one in file.problems] == [("no_name", FURULIA)]


@pytest.mark.django_db
@pytest.mark.parametrize("answer", [b"<html>", b"[]", b"{}", b'{"EnhetListe": 7}'])
def test_register_that_answers_something_else_changes_nothing(
    register: tuple[Register, str], answer: bytes
) -> None:
    place, address = register
    place.pages = [answer]
    with pytest.raises(CommandError, match="Prøv igjen senere"):
        call_command("import_schools", "--fetch", "--all", "--address", address)
    assert not Organisation.objects.exists()


@pytest.mark.django_db
def test_register_out_of_reach_is_told_in_one_sentence() -> None:
    with pytest.raises(CommandError, match="svarte ikke"):
        call_command("import_schools", "--fetch", "--all", "--address", "http://127.0.0.1:9/v4")


@pytest.mark.django_db
def test_every_real_school_is_taken_in_and_the_second_run_changes_none() -> None:
    path = real("schools_nsr/schools.json")
    assert "3130 nye, 0 endret" in run(path, "--all")
    assert "0 nye, 0 endret, 3130 uendret" in run(path, "--all")
    profile = SchoolProfile.objects.order_by("pk").first()
    assert profile is not None
    assert profile.fetched_at == datetime(2026, 4, 13, 14, 13, 24, 527000, tzinfo=UTC)
    assert not SchoolProfile.objects.filter(website__contains="@").exists()


@pytest.mark.django_db
def test_real_schools_of_oslo_are_taken_in() -> None:
    told = run(real("schools_nsr/schools.json"), "--municipality", OSLO)
    assert told.startswith("Skoler: 201 nye")
    assert {row.municipality for row in SchoolProfile.objects.order_by("pk")} == {OSLO}
