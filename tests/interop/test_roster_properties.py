"""Whatever the files hold, there is an answer; however they are written, it is the same one."""

import io
import tempfile
import zipfile
from pathlib import Path
from random import Random

import pytest
from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from felles.people.models import ClassGroup, Guardian, Guardianship, Pupil, User
from felles.rules.decision import Refused
from felles.rules.roster import Roster
from felles.rules.roster_diff import make_plan
from felles.rules.roster_plan import Known, KnownSchool
from felles.rules.roster_problems import NOWHERE, Level
from felles.ui.roster_report import list_counts, list_groups, list_problems
from tests.interop.rosters import (
    DISTRICT,
    FURULIA,
    GRANASEN,
    Files,
    add_schools,
    apply,
    as_text,
    plan_of,
    read,
    shuffle_columns,
)

FEW = settings(max_examples=40, deadline=None, derandomize=True)
WITH_DATABASE = settings(
    FEW, suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=25
)
NAMES = ("manifest", "orgs", "users", "roles", "classes", "enrollments", "relationships")
WORDS = st.sampled_from(
    ["sourcedId", "givenName", "password", "role", "student", "active", "1/2/2015", '"', ",", ";",
     "\n", "\r\n", "\x00", "ø", "org-1", "p1", "04831599907", "sep=;", "%s", "{}", "users"]
)  # fmt: skip
WORDY = st.lists(WORDS, max_size=60).map(lambda words: "".join(words).encode())
SOUP = st.one_of(st.binary(max_size=300), WORDY)
KNOWN = Known(
    schools=(KnownSchool(1, "Furulia", FURULIA, ""), KnownSchool(2, "Granåsen", GRANASEN, ""))
)


def read_bytes(files: dict[str, bytes]) -> Roster:
    """Read files with these bytes."""
    with tempfile.TemporaryDirectory() as folder:
        for name, data in files.items():
            (Path(folder) / f"{name}.csv").write_bytes(data)
        return read(Path(folder))


def tell(roster: Roster) -> None:
    """Put everything into words, as a page and a command would."""
    plan = make_plan(roster, KNOWN)
    list_counts(plan)
    list_groups(plan, roster, limit=100)
    for level in Level:
        list_problems(plan.problems, level)
    assert len(plan.fingerprint()) == 64


def encoded(files: Files) -> dict[str, bytes]:
    """The files as bytes."""
    return {name: as_text(rows).encode() for name, rows in files.items()}


@FEW
@given(st.dictionaries(st.sampled_from(NAMES), SOUP, max_size=6))
def test_any_soup_of_bytes_gives_an_answer(files: dict[str, bytes]) -> None:
    tell(read_bytes(files))


@FEW
@given(st.binary(max_size=2000))
def test_any_bytes_called_a_zip_file_give_an_answer(data: bytes) -> None:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "x.zip"
        path.write_bytes(data)
        tell(read(path))


@FEW
@given(st.integers(0, 5000), st.binary(min_size=1, max_size=8), st.integers(0, 40))
def test_zip_file_hurt_anywhere_gives_an_answer(at: int, data: bytes, cut: int) -> None:
    text = io.BytesIO()
    with zipfile.ZipFile(text, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, rows in DISTRICT.files().items():
            archive.writestr(f"{name}.csv", as_text(rows))
    whole = text.getvalue()
    at %= len(whole)
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "x.zip"
        path.write_bytes(whole[:at] + data + whole[at + cut :])
        tell(read(path))


@st.composite
def hurt_exports(draw: st.DrawFn) -> dict[str, bytes]:
    """A right export in one of the formats, with bytes put in, taken out or turned around."""
    files = encoded(DISTRICT.files(draw(st.sampled_from(["1.1", "1.2", "sds"]))))
    for _ in range(draw(st.integers(1, 3))):
        name = draw(st.sampled_from(sorted(files)))
        data = files[name]
        at, cut = draw(st.integers(0, len(data))), draw(st.integers(0, 30))
        files[name] = data[:at] + draw(SOUP) + data[at + cut :]
    return files


@FEW
@given(hurt_exports())
def test_export_hurt_anywhere_gives_an_answer(files: dict[str, bytes]) -> None:
    tell(read_bytes(files))


@pytest.mark.django_db
@WITH_DATABASE
@given(hurt_exports())
def test_export_hurt_anywhere_is_carried_out_whole_or_not_at_all(files: dict[str, bytes]) -> None:
    with transaction.atomic():
        add_schools()
        roster = read_bytes(files)
        wanted = plan_of(roster)
        try:
            apply(roster)
        except Refused:
            assert Pupil.objects.count() == Guardian.objects.count() == User.objects.count() == 0
        else:
            assert Pupil.objects.count() == len(wanted.pupils)
            assert ClassGroup.objects.count() == len(wanted.new_classes)
            assert Guardianship.objects.count() == len(wanted.new_links)
            assert plan_of(roster).is_empty
        transaction.set_rollback(True)


def without_places(roster: Roster) -> list[list[str]]:
    """The rows of a roster without where in the files they lie."""
    parts = (
        roster.schools,
        roster.classes,
        roster.pupils,
        roster.guardians,
        roster.links,
        roster.staff,
    )
    return [sorted(repr(row._replace(spot=NOWHERE)) for row in part) for part in parts]


@FEW
@given(
    st.integers(0, 10_000),
    st.sampled_from(["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be"]),
    st.sampled_from([",", ";", "\t", "|"]),
    st.sampled_from(["\n", "\r\n"]),
    st.booleans(),
    st.sampled_from(["1.1", "1.2", "sds"]),
)
def test_way_of_writing_makes_no_difference(
    seed: int, encoding: str, separator: str, newline: str, with_more: bool, format_: str
) -> None:
    dice = Random(seed)
    written = {}
    for name, rows in DISTRICT.files(format_).items():
        head, body = rows[0], rows[1:]
        dice.shuffle(body)
        if with_more and name != "manifest":
            head, body = [*head, "ext_anything"], [[*row, "x;y, z"] for row in body]
        text = as_text(shuffle_columns([head, *body], dice), separator=separator, newline=newline)
        written[name] = text.encode(encoding)
    plain = read_bytes(encoded(DISTRICT.files(format_)))
    assert without_places(read_bytes(written)) == without_places(plain)
