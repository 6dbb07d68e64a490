"""Which format an export has, and which of its files are to be read."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field

from felles.interop.findings import Findings, Stop
from felles.interop.headers import Headers, find_file, plain
from felles.interop.source import Member, shown
from felles.interop.tables import Table
from felles.rules.roster_problems import ProblemKind, Spot

ONEROSTER_11 = "OneRoster 1.1"
ONEROSTER_12 = "OneRoster 1.2"
SDS = "School Data Sync v2.1"
# The files that are read. All others of the formats hold nothing that Felles keeps.
USED = ("orgs", "users", "roles", "classes", "enrollments", "demographics", "relationships")
_NEEDED = {
    ONEROSTER_11: ("orgs", "users"),
    ONEROSTER_12: ("orgs", "users", "roles"),
    SDS: ("orgs", "users", "roles"),
}
_SHAPES = {"bulk", "delta", "absent"}

Open = Callable[[str, Member], Table]
Peek = Callable[[str, Member], Headers]


@dataclass(frozen=True, slots=True)
class Export:
    """The files to read, by the format's names. ``is_whole``: not only what has changed."""

    format: str
    files: dict[str, Member]
    is_whole: bool = True


@dataclass(slots=True)
class _Manifest:
    version: str = ""
    shapes: dict[str, str] = field(default_factory=dict)


def find_export(members: dict[str, Member], read: Open, peek: Peek, findings: Findings) -> Export:
    """Tell the format from the manifest or the files, and choose what to read.

    ``read`` opens a file and tells of what is odd, ``peek`` looks at its headers in silence.

    Raises:
        Stop: the format is none that we read, or files are missing.
    """
    manifest = _read_manifest(members, read)
    files = {name: members[f"{name}.csv"] for name in USED if f"{name}.csv" in members}
    if "users" not in files and "orgs" not in files:
        raise Stop(ProblemKind.FORMAT_UNKNOWN)
    for name in [name for name in files if manifest.shapes.get(name) == "absent"]:
        findings.add(ProblemKind.FILE_IGNORED, Spot(shown(files.pop(name).name)))
    format_ = _find_format(manifest.version, files, peek)
    _check_missing(format_, files, manifest, findings)
    _tell_ignored(members, files, peek, findings)
    kept = {name: member for name, member in files.items() if _belongs(name, format_)}
    partial = "delta" in {manifest.shapes.get(name) for name in kept}
    return Export(format_, kept, not partial)


def _belongs(name: str, format_: str) -> bool:
    if name == "relationships":
        return format_ == SDS
    return name != "roles" or format_ != ONEROSTER_11


def _read_manifest(members: dict[str, Member], read: Open) -> _Manifest:
    manifest = _Manifest()
    if "manifest.csv" not in members:
        return manifest
    for row in read("manifest", members["manifest.csv"]).rows():
        name, value = plain(row["propertyName"]), row["value"].lower()
        if name == "onerosterversion":
            manifest.version = value
        elif name.startswith("file") and value in _SHAPES:
            manifest.shapes[name.removeprefix("file")] = value
    return manifest


def _find_format(version: str, files: dict[str, Member], peek: Peek) -> str:
    if version:
        for number, format_ in (("1.1", ONEROSTER_11), ("1.2", ONEROSTER_12)):
            if version.lstrip("v").startswith(number):
                return format_
        raise Stop(ProblemKind.VERSION_UNKNOWN, Spot("manifest.csv"))
    if "relationships" in files:
        return SDS
    if "roles" in files:
        return ONEROSTER_12 if "roleType" in peek("roles", files["roles"]).index else SDS
    if "users" in files and "role" not in peek("users", files["users"]).index:
        raise Stop(ProblemKind.FILE_MISSING, Spot("roles.csv"))
    return ONEROSTER_11


def _check_missing(
    format_: str, files: dict[str, Member], manifest: _Manifest, findings: Findings
) -> None:
    promised = {name for name in USED if manifest.shapes.get(name) in ("bulk", "delta")}
    missing = sorted((promised | set(_NEEDED[format_])) - set(files))
    for name in missing[1:]:
        findings.add(ProblemKind.FILE_MISSING, Spot(f"{name}.csv"))
    if missing:
        raise Stop(ProblemKind.FILE_MISSING, Spot(f"{missing[0]}.csv"))


def _tell_ignored(
    members: dict[str, Member], files: dict[str, Member], peek: Peek, findings: Findings
) -> None:
    """Tell which files are left out, and when one holds what belongs in another."""
    for name in sorted(set(members) - {f"{file}.csv" for file in (*USED, "manifest")}):
        spot = Spot(shown(members[name].name))
        try:
            looks_like = find_file(peek("", members[name]).raw)
        except Stop:
            looks_like = ""
        if looks_like in files:
            findings.add(ProblemKind.FILE_MISNAMED, spot, file=f"{looks_like}.csv")
        else:
            findings.add(ProblemKind.FILE_IGNORED, spot)
