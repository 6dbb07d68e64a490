"""What a roster would change, in words, for the page and the command alike.

No name of a pupil with a protected address, and nothing that would lead to the row in the file.
Families are counted, not listed: who is whose parent is in the file already.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from felles.rules.roster import Roster
from felles.rules.roster_plan import Plan, PupilChange, PupilChangeKind
from felles.rules.roster_problems import Level, Problem, ProblemKind
from felles.ui.parts import Change, FileChange

_FIELDS = {
    "id": gettext_lazy("id i kilden"),
    "identity": gettext_lazy("fødselsnummer"),
    "given_name": gettext_lazy("fornavn"),
    "family_name": gettext_lazy("etternavn"),
    "preferred_name": gettext_lazy("kallenavn"),
    "birth_on": gettext_lazy("fødselsdato"),
    "grade": gettext_lazy("trinn"),
    "protection": gettext_lazy("adressesperre"),
}
_KINDS: dict[PupilChangeKind, Change] = {
    PupilChangeKind.NEW: "new",
    PupilChangeKind.CHANGED: "changed",
    PupilChangeKind.MOVED: "changed",
    PupilChangeKind.BACK: "new",
}


COLUMNS_TOLD = 12


@dataclass(frozen=True, slots=True)
class Count:
    """How many of one sort would be new, changed and gone."""

    label: str
    new: int
    changed: int
    gone: int


@dataclass(frozen=True, slots=True)
class Group:
    """The rows of one sort, at most so many as were asked for; ``left`` are the others."""

    title: str
    rows: list[FileChange]
    left: int


def list_counts(plan: Plan) -> list[Count]:
    """The difference in numbers."""
    kinds = [change.kind for change in plan.pupils]
    changed = len(kinds) + len(plan.unread_pupils)
    fresh = sum(kind in (PupilChangeKind.NEW, PupilChangeKind.BACK) for kind in kinds)
    changed -= fresh
    return [
        Count(
            _("Klasser"), len(plan.new_classes), len(plan.changed_classes), len(plan.gone_classes)
        ),
        Count(_("Elever"), fresh, changed, len(plan.gone_pupils)),
        Count(_("Foresatte"), len(plan.new_guardians), len(plan.changed_guardians), 0),
        Count(
            _("Foresatt for elev"),
            len(plan.new_links) + len(plan.back_links),
            0,
            len(plan.gone_links),
        ),
        Count(
            _("Ansatte"),
            len(plan.new_staff) + len(plan.back_staff),
            len(plan.changed_staff),
            len(plan.gone_staff),
        ),
    ]


def list_groups(plan: Plan, roster: Roster, *, limit: int) -> list[Group]:
    """The difference row by row."""
    class_names = {row.key: row.name for row in roster.classes}
    school_names = {row.key: row.name for row in roster.schools}
    pupils = [_pupil(one, class_names, school_names) for one in plan.pupils]
    gone = [
        FileChange("gone", one.name if not one.is_protected else hidden_name())
        for one in plan.gone_pupils
    ]
    unread = [FileChange("changed", hidden_name()) for _one in plan.unread_pupils]
    groups = (
        (_("Elever"), pupils + unread + gone),
        (_("Klasser"), _classes(plan)),
        (_("Ansatte"), _staff(plan)),
    )
    return [Group(title, rows[:limit], max(0, len(rows) - limit)) for title, rows in groups if rows]


def hidden_name() -> str:
    """What stands where the name of a pupil with a protected address would."""
    return _("Elev med adressesperre")


def _pupil(
    change: PupilChange, class_names: dict[str, str], school_names: dict[str, str]
) -> FileChange:
    if change.is_protected:
        return FileChange(_KINDS[change.kind], hidden_name())
    row = change.row
    parts = [str(_FIELDS[name]) for name in change.fields if name in _FIELDS]
    if change.kind in (PupilChangeKind.NEW, PupilChangeKind.MOVED):
        parts.insert(0, school_names.get(row.school_key, ""))
    if change.kind is PupilChangeKind.BACK:
        parts.insert(0, _("tilbake i lista"))
    in_class = class_names.get(row.class_key or "", "")
    if "class" in change.fields:
        parts.append(_("ny klasse: %(name)s") % {"name": in_class or _("ingen")})
    elif in_class and change.kind is PupilChangeKind.NEW:
        parts.append(in_class)
    detail = ", ".join(part for part in parts if part)
    return FileChange(_KINDS[change.kind], row.name, detail, row.spot.file, row.spot.line)


def _classes(plan: Plan) -> list[FileChange]:
    return [
        *(
            FileChange("new", row.name, "", row.spot.file, row.spot.line)
            for _school, row in plan.new_classes
        ),
        *(
            FileChange("changed", row.name, known.name, row.spot.file, row.spot.line)
            for known, row in plan.changed_classes
        ),
        *(FileChange("gone", known.name) for known in plan.gone_classes),
    ]


def _staff(plan: Plan) -> list[FileChange]:
    no_role = _("uten rolle i Felles til du gir en")
    return [
        *(
            FileChange("new", row.name, no_role, row.spot.file, row.spot.line)
            for row in plan.new_staff
        ),
        *(
            FileChange("changed", row.name, known.name, row.spot.file, row.spot.line)
            for known, row in plan.changed_staff
        ),
        *(FileChange("new", known.name, _("tilbake i lista")) for known in plan.back_staff),
        *(
            FileChange("gone", known.name, _("roller i Felles løper til du avslutter dem"))
            for known in plan.gone_staff
        ),
    ]


def list_problems(problems: Iterable[Problem], level: Level) -> list[FileChange]:
    """The problems of one level, each with its place and its cure."""
    ordered = sorted(problems, key=lambda one: (one.spot, one.kind))
    columns: dict[str, list[str]] = {}
    for problem in ordered:
        if problem.kind is ProblemKind.COLUMN_IGNORED:
            columns.setdefault(problem.spot.file, []).append(problem.spot.column)
    rows = [
        FileChange(
            "review" if level is Level.NOTE else "refused",
            say(problem),
            _times(problem.times),
            problem.spot.file,
            problem.spot.line or None,
            problem.spot.column,
            _(problem.kind.cure) if problem.kind.cure else "",
        )
        for problem in ordered
        if problem.kind.level is level and problem.kind is not ProblemKind.COLUMN_IGNORED
    ]
    if level is Level.NOTE:
        rows += [FileChange("review", _unused(names), "", file) for file, names in columns.items()]
    return rows


def _unused(names: list[str]) -> str:
    """One row for all columns of a file that are not used."""
    told = ", ".join(names[:COLUMNS_TOLD]) + (" …" if len(names) > COLUMNS_TOLD else "")
    return _("Kolonner som ikke er brukt: %(names)s") % {"names": told}


def say(problem: Problem) -> str:
    """What is wrong, in words."""
    text = _(problem.kind.text)
    return text % dict(problem.words) if problem.words else text


def _times(times: int) -> str:
    if times == 1:
        return ""
    return ngettext("%(n)s gang", "%(n)s ganger", times) % {"n": times}
