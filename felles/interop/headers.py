"""Which column is which: the names of the formats, other spellings, and slips of the pen.

Sources: 1EdTech OneRoster 1.1 and 1.2 CSV tables, Microsoft School Data Sync v2.1, and the slips
seen in real exports.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass

from felles.interop.findings import Findings, Stop
from felles.interop.source import shown
from felles.rules.roster_problems import ProblemKind, Spot

_COMMON = "sourcedId status dateLastModified"
# File -> every column of its formats, so that a slip is never read as a neighbour.
COLUMNS: dict[str, tuple[str, ...]] = {
    name: tuple(columns.split())
    for name, columns in {
        "manifest": "propertyName value",
        "orgs": f"{_COMMON} name type identifier parentSourcedId",
        "users": (
            f"{_COMMON} enabledUser orgSourcedIds role username userIds givenName familyName "
            "middleName identifier email sms phone agentSourcedIds grades userMasterIdentifier "
            "preferredGivenName preferredMiddleName preferredFamilyName primaryOrgSourcedId "
            "pronouns activeDirectoryMatchId resources resourceSourcedIds"
        ),
        "roles": (
            f"{_COMMON} userSourcedId roleType role beginDate endDate orgSourcedId "
            "userProfileSourcedId sessionSourcedId grade isPrimary"
        ),
        "classes": (
            f"{_COMMON} title grades courseSourcedId classCode classType location "
            "schoolSourcedId termSourcedIds subjects subjectCodes periods resources"
        ),
        "enrollments": (
            f"{_COMMON} classSourcedId schoolSourcedId userSourcedId role primary beginDate endDate"
        ),
        "demographics": (
            f"{_COMMON} userSourcedId birthDate sex birthCity birthState birthCountry "
            "ethnicityCodes raceCodes countryOfBirthCode cityOfBirth stateOfBirthAbbreviation"
        ),
        "relationships": "userSourcedId relationshipUserSourcedId relationshipRole",
    }.items()
}
# File -> other names that are seen in the wild -> the column.
ALIASES: dict[str, dict[str, str]] = {
    "users": {"agents": "agentSourcedIds", "grade": "grades", "userid": "userIds"},
    "roles": {
        "rolestartdate": "beginDate",
        "roleenddate": "endDate",
        "grades": "grade",
        "primary": "isPrimary",
    },
    "classes": {
        "grade": "grades",
        "orgsourcedid": "schoolSourcedId",
        "sessionsourcedids": "termSourcedIds",
    },
}
# File -> columns without which no row can be understood.
REQUIRED: dict[str, tuple[str, ...]] = {
    "manifest": ("propertyName", "value"),
    "orgs": ("sourcedId", "name"),
    "users": ("sourcedId", "givenName", "familyName"),
    "roles": ("userSourcedId", "role", "orgSourcedId"),
    "classes": ("sourcedId", "title", "schoolSourcedId"),
    "enrollments": ("classSourcedId", "userSourcedId"),
    "demographics": ("birthDate",),
    "relationships": COLUMNS["relationships"],
}
_PASSWORD = re.compile(
    r"pass?wor[dt]|passord|passwd|passphrase|passkode|pwd|kodeord|pincode|pinkode"
)


def plain(header: str) -> str:
    """A header without case, spaces and punctuation."""
    return "".join(char for char in header.casefold() if char.isalnum())


def is_password(header: str) -> bool:
    """True for a column that could hold passwords, also misspelt or a vendor's own."""
    word = plain(header)
    return bool(_PASSWORD.search(word)) or (len(word) >= 6 and distance(word, "password", 2) <= 2)


def distance(left: str, right: str, most: int) -> int:
    """How many letters must be changed, added or removed; anything above ``most`` is more."""
    if abs(len(left) - len(right)) > most:
        return most + 1
    before = list(range(len(right) + 1))
    for number, a in enumerate(left, 1):
        row = [number]
        for index, b in enumerate(right, 1):
            row.append(min(before[index] + 1, row[-1] + 1, before[index - 1] + (a != b)))
        before = row
    return before[-1]


@dataclass(frozen=True, slots=True)
class Headers:
    """Where each column lies. ``passwords`` are the columns that must be empty."""

    width: int
    index: dict[str, int]
    named: dict[str, str]
    passwords: tuple[int, ...]
    raw: tuple[str, ...]

    def called(self, column: str) -> str:
        """What the file itself calls a column, for telling where a problem lies."""
        return self.named.get(column, column)


def read_headers(
    file: str, name: str, cells: list[str], findings: Findings, extra: Iterable[str] = ()
) -> Headers:
    """Match the headers of a file with the columns of its formats, and tell of each guess.

    ``file`` is the name in the format, such as "users"; ``name`` the one on disk.

    Raises:
        Stop: two columns share a header.
    """
    known = {plain(column): column for column in (*COLUMNS.get(file, ()), *extra)}
    known |= ALIASES.get(file, {})
    raw = tuple(cell.strip(" \t\r\n\ufeff") for cell in cells)
    index: dict[str, int] = {}
    named: dict[str, str] = {}
    passwords = tuple(number for number, header in enumerate(raw) if is_password(header))
    left = [n for n, header in enumerate(raw) if header and n not in passwords]
    for number in list(left):
        column = known.get(plain(raw[number]))
        if column is None:
            continue
        left.remove(number)
        if column in index:
            raise Stop(ProblemKind.COLUMN_TWICE, Spot(name, 1, shown(raw[number])))
        index[column], named[column] = number, shown(raw[number])
    for number in left:
        column = _guess(plain(raw[number]), [c for c in known.values() if c not in index])
        if column:
            index[column], named[column] = number, shown(raw[number])
            spot = Spot(name, 1, shown(raw[number]))
            findings.add(ProblemKind.HEADER_GUESSED, spot, header=spot.column, column=column)
        elif file in COLUMNS:
            findings.add(ProblemKind.COLUMN_IGNORED, Spot(name, 1, shown(raw[number])))
    return Headers(len(raw), index, named, passwords, raw)


def _guess(word: str, columns: Iterable[str]) -> str:
    """The one column that the word is a slip of, or "" when there is none, or more than one."""
    most = 2 if len(word) >= 8 else 1 if len(word) >= 5 else 0
    near = {column for column in columns if distance(word, plain(column), most) <= most}
    return near.pop() if len(near) == 1 else ""


def find_file(headers: Iterable[str]) -> str:
    """The file of the formats that a line of headers looks most like, or ""."""
    words = {plain(header) for header in headers if header.strip()}
    scores = {
        file: len(words & {plain(column) for column in columns})
        for file, columns in COLUMNS.items()
        if words >= {plain(column) for column in REQUIRED[file]}
    }
    return max(scores, key=lambda file: (scores[file], file), default="")


def check_required(file: str, name: str, headers: Headers) -> list[Spot]:
    """Where columns are missing that the file cannot do without."""
    return [Spot(name, 1, column) for column in REQUIRED[file] if column not in headers.index]
