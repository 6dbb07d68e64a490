"""Which of a pupil's groups is the class: the contact class, or the only group there is."""

from __future__ import annotations

from felles.interop.groups import Group, Groups, Membership, Memberships
from felles.interop.people import Context, Org, find_school
from felles.interop.sorting import Dates, Sorted
from felles.rules.identity import holds_identity_number
from felles.rules.roster import ClassRow, PupilRow
from felles.rules.roster_problems import ProblemKind, Spot

CLASS_NAME_LENGTH = 80


class ClassChooser:
    """Puts each pupil in one class, and tells when the files leave it open."""

    def __init__(
        self, context: Context, orgs: dict[str, Org], groups: Groups, begins: Dates, ends: Dates
    ) -> None:
        self._context = context
        self._orgs = orgs
        self._begins, self._ends = begins, ends
        self._groups: dict[str, Group] = {}
        self._school_of: dict[str, str] = {}
        for group in groups.classes.values():
            if self._is_usable(group):
                self._groups[group.key] = group
        self._with_homerooms = {
            self._school_of[group.key] for group in self._groups.values() if group.is_homeroom
        }

    def _is_usable(self, group: Group) -> bool:
        school = find_school(self._orgs, group.org)
        findings = self._context.findings
        if school is None:
            findings.add(ProblemKind.ORG_UNKNOWN, group.spot)
        elif len(group.name) > CLASS_NAME_LENGTH:
            findings.add(ProblemKind.TEXT_TOO_LONG, group.spot, limit=str(CLASS_NAME_LENGTH))
        elif holds_identity_number(group.name):
            findings.add(ProblemKind.IDENTITY_IN_TEXT, group.spot)
        else:
            self._school_of[group.key] = school.key
            return True
        return False

    def choose(self, out: Sorted, members: Memberships, *, is_whole: bool) -> list[ClassRow]:
        """Set the class of every pupil of ``out``; the classes that are in use come back.

        A pupil without a class in a roster that is not whole keeps the one from before.
        """
        used = {group.key for group in self._groups.values() if group.is_homeroom}
        for key, pupil in list(out.pupils.items()):
            found = self._candidates(pupil, members.of_pupil.get(key, []))
            group = self._main(found)
            if group is not None:
                used.add(group.key)
                grade = pupil.grade or group.grade
                out.pupils[key] = pupil._replace(class_key=group.key, grade=grade)
            elif found:
                self._context.findings.add(ProblemKind.SEVERAL_CLASSES, Spot(pupil.spot.file))
            elif is_whole and key not in members.unsure:
                out.pupils[key] = pupil._replace(class_key="")
        return [self._row(self._groups[key]) for key in sorted(used)]

    def _runs(self, member: Membership) -> bool:
        on = self._context.options.on
        begins, ends = self._begins.get(member.begins), self._ends.get(member.ends)
        return (begins is None or begins <= on) and (ends is None or ends >= on)

    def _candidates(self, pupil: PupilRow, members: list[Membership]) -> dict[str, bool]:
        """The groups that may be the pupil's class, and whether each is marked as the main one."""
        homerooms_only = pupil.school_key in self._with_homerooms
        found: dict[str, bool] = {}
        for member in members:
            group = self._groups.get(member.group)
            if group is None or self._school_of[group.key] != pupil.school_key:
                continue
            if self._runs(member) and (group.is_homeroom or not homerooms_only):
                found[group.key] = found.get(group.key, False) or member.is_primary
        return found

    def _main(self, found: dict[str, bool]) -> Group | None:
        main = [key for key, is_primary in found.items() if is_primary]
        for choice in (list(found), main):
            if len(choice) == 1:
                return self._groups[choice[0]]
        return None

    def _row(self, group: Group) -> ClassRow:
        school = self._school_of[group.key]
        return ClassRow(group.key, school, group.name, group.grade, group.spot)
