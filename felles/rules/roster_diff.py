"""Works out what a roster would change.

The difference is worked out from the files and from what rosters have said before, never from
cases, consents, what staff have verified, or guardians whom staff have added. So it reads the same
whether or not a pupil has a case, and the administrator, who may not know, cannot tell.
Source: docs/access.md, rules 4, 8 and 9; docs/rosters.md.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable

from felles.rules.roster import GuardianRow, LinkRow, PupilRow, Roster, SchoolRow
from felles.rules.roster_plan import (
    Known,
    KnownGuardian,
    KnownPupil,
    Plan,
    PupilChange,
    PupilChangeKind,
)
from felles.rules.roster_problems import Problem, ProblemKind
from felles.rules.roster_staff import plan_staff

# When so large a part of a school's pupils is missing, the file is more likely cut short.
MANY_GONE_SHARE = 0.4
MANY_GONE_FROM = 10


def make_plan(roster: Roster, known: Known) -> Plan:
    """Work out what the roster would change."""
    plan = Plan(format=roster.format, problems=list(roster.problems))
    if not roster.stops:
        _match_schools(roster, known, plan)
        _plan_classes(roster, known, plan)
        pupils = _Pupils(roster, known, plan)
        pupils.work_out()
        _plan_guardians(roster, known, plan, pupils)
        _Links(roster, known, plan, pupils).work_out()
        plan_staff(roster, known, plan)
    return plan


def is_same_pupil(known: KnownPupil, row: PupilRow) -> bool:
    """Whether a row with a pupil's id is about that pupil, and not about somebody new.

    The same identity number settles it. A changed one (a child who got a national number instead
    of a D-number) needs the same first name and birth date. Else one of the two must be the same.
    """
    same_name = known.given_name.casefold() == row.given_name.casefold()
    same_birth = known.birth_on is not None and known.birth_on == row.birth_on
    if known.identity and row.identity:
        return known.identity == row.identity or (same_name and same_birth)
    return same_name or same_birth


def is_same_guardian(before: str, after: str) -> bool:
    """Whether a guardian's new name can be the same person's: the first name is kept."""
    return before.casefold().split()[:1] == after.casefold().split()[:1]


def _match_schools(roster: Roster, known: Known, plan: Plan) -> None:
    by_number = {one.org_number: one for one in known.schools if one.org_number}
    by_key = {one.key: one for one in known.schools if one.key}
    taken: set[int] = set()
    for row in roster.schools:
        school = by_number.get(row.org_number) or by_key.get(row.key)
        if school is None:
            plan.problems.append(Problem(ProblemKind.SCHOOL_UNKNOWN, row.spot, _named(row)))
            plan.unknown_schools.append(row)
        elif school.id in taken:
            plan.problems.append(Problem(ProblemKind.SCHOOL_TWICE, row.spot))
        else:
            taken.add(school.id)
            plan.school_ids[row.key] = school.id
            if row.is_linked and school.key != row.key:
                plan.linked.append((school.id, row))


def _plan_classes(roster: Roster, known: Known, plan: Plan) -> None:
    by_key = {(one.school_id, one.key): one for one in known.classes}
    seen = set()
    for row in roster.classes:
        school_id = plan.school_ids.get(row.school_key)
        if school_id is None:
            continue
        before = by_key.get((school_id, row.key))
        seen.add((school_id, row.key))
        if before is None:
            plan.new_classes.append((school_id, row))
        elif before != before._replace(
            name=row.name, grade=row.grade or before.grade, is_active=True
        ):
            plan.changed_classes.append((before, row))
    if roster.is_whole:
        covered = {school_id for school_id, _key in seen}
        plan.gone_classes = [
            one
            for one in known.classes
            if one.is_active and one.school_id in covered and (one.school_id, one.key) not in seen
        ]


def _named(row: SchoolRow) -> tuple[tuple[str, str]]:
    return (("name", row.name),)


class _Pupils:
    """Which row is about which pupil, and what differs."""

    def __init__(self, roster: Roster, known: Known, plan: Plan) -> None:
        self._roster = roster
        self._known = known
        self._plan = plan
        self._class_ids = {(one.school_id, one.key): one.id for one in known.classes}
        self.accepted: dict[str, int] = {}
        self.matched: dict[str, KnownPupil] = {}
        self.moved: set[str] = set()
        self._held: set[int] = set()

    def work_out(self) -> None:
        """Plan every pupil of the roster, then those who are missing from it."""
        by_key = {one.key: one for one in self._known.pupils if one.key}
        by_identity = {one.identity: one for one in self._known.pupils if one.identity}
        claimed = {by_key[row.key].id for row in self._roster.pupils if row.key in by_key}
        shared = Counter(row.identity for row in self._roster.pupils if row.identity)
        for row in self._roster.pupils:
            known, other = by_key.get(row.key), by_identity.get(row.identity)
            if shared[row.identity] > 1:
                self._refuse(ProblemKind.IDENTITY_TWICE, row, known, other)
            elif other and other is not known and (known or other.id in claimed):
                self._refuse(ProblemKind.TWO_PUPILS, row, known, other)
            else:
                self._plan_row(row, known or other)
        self._plan_gone()

    def _refuse(self, kind: ProblemKind, row: PupilRow, *pupils: KnownPupil | None) -> None:
        """Leave a row out. The pupils whom it may be about are not gone."""
        self._plan.problems.append(Problem(kind, row.spot))
        self._hold(*pupils)

    def _hold(self, *pupils: KnownPupil | None) -> None:
        self._held |= {pupil.id for pupil in pupils if pupil is not None}

    def _plan_row(self, row: PupilRow, known: KnownPupil | None) -> None:
        school_id = self._plan.school_ids.get(row.school_key)
        if school_id is None:
            self._hold(known)
            return
        if known is not None and not is_same_pupil(known, row):
            self._refuse(ProblemKind.OTHER_PERSON, row, known)
            return
        self.accepted[row.key] = school_id
        if known is None:
            change = PupilChange(PupilChangeKind.NEW, row, None, school_id)
        else:
            self.matched[row.key] = known
            change = self._compare(row, known, school_id)
        if change.kind is PupilChangeKind.MOVED:
            self.moved.add(row.key)
        if change.fields or change.kind is not PupilChangeKind.CHANGED:
            self._plan.pupils.append(change)
        else:
            self._plan.unchanged += 1

    def _compare(self, row: PupilRow, known: KnownPupil, school_id: int) -> PupilChange:
        fields = [name for name, before, after in self._pairs(row, known) if before != after]
        if row.class_key is not None and not self._is_in_class(row, known, school_id):
            fields.append("class")
        kind = PupilChangeKind.CHANGED
        if school_id != known.school_id:
            kind = PupilChangeKind.MOVED
        elif known.is_off:
            kind = PupilChangeKind.BACK
        return PupilChange(kind, row, known, school_id, tuple(fields))

    def _pairs(self, row: PupilRow, known: KnownPupil) -> Iterable[tuple[str, object, object]]:
        """Each field with its value before and after. What a roster leaves out stays."""
        yield "id", known.key, row.key
        yield "identity", known.identity, row.identity or known.identity
        yield "given_name", known.given_name, row.given_name
        yield "family_name", known.family_name, row.family_name
        yield "preferred_name", known.preferred_name, row.preferred_name or known.preferred_name
        yield "birth_on", known.birth_on, row.birth_on or known.birth_on
        yield "grade", known.grade, row.grade or known.grade
        if row.protection is not None:
            yield "protection", known.roster_protection, row.protection

    def _is_in_class(self, row: PupilRow, known: KnownPupil, school_id: int) -> bool:
        if not row.class_key:
            return known.class_id is None
        found = self._class_ids.get((school_id, row.class_key))
        return found is not None and found == known.class_id

    def _plan_gone(self) -> None:
        covered = {self._plan.school_ids.get(row.school_key) for row in self._roster.pupils}
        matched = {pupil.id for pupil in self.matched.values()}
        there: Counter[int] = Counter()
        gone: Counter[int] = Counter()
        for known in self._known.pupils:
            if known.is_off or not known.key:
                continue
            there[known.school_id] += 1
            missing = self._roster.is_whole and known.school_id in covered
            is_out = missing or known.key in self._roster.ended_keys
            kept = known.id in matched or known.id in self._held
            if is_out and not kept and known.key not in self._roster.held_keys:
                gone[known.school_id] += 1
                self._plan.gone_pupils.append(known)
        self._tell_of_schools(covered, there, gone)
        self._tell_of_readers()

    def _tell_of_schools(
        self, covered: set[int | None], there: Counter[int], gone: Counter[int]
    ) -> None:
        for row in self._roster.schools:
            school_id = self._plan.school_ids.get(row.key)
            if school_id is None:
                continue
            if school_id not in covered and there[school_id]:
                self._plan.problems.append(Problem(ProblemKind.NO_PUPILS, row.spot, _named(row)))
            count, of = gone[school_id], there[school_id]
            if count >= MANY_GONE_FROM and count > of * MANY_GONE_SHARE:
                words = (("all", str(of)), ("gone", str(count)), *_named(row))
                self._plan.problems.append(Problem(ProblemKind.MANY_GONE, row.spot, words))

    def _tell_of_readers(self) -> None:
        """See to pupils with a secret address whom nobody can read; tell where nobody leads."""
        led = {one.id for one in self._known.schools if one.has_rector}
        unread = [
            known
            for key, known in self.matched.items()
            if known.lacks_reader and self.accepted[key] == known.school_id
        ]
        self._plan.unread_pupils = [known for known in unread if known.school_id in led]
        left = {change.school_id for change in self._plan.pupils if change.raises_protection}
        left = (left | {known.school_id for known in unread}) - led
        for row in self._roster.schools:
            if self._plan.school_ids.get(row.key) in left:
                self._plan.problems.append(Problem(ProblemKind.NO_READER, row.spot, _named(row)))


def _plan_guardians(roster: Roster, known: Known, plan: Plan, pupils: _Pupils) -> None:
    by_key = {one.key: one for one in known.guardians}
    wanted = {link.guardian_key for link in roster.links if link.pupil_key in pupils.accepted}
    for row in roster.guardians:
        before = by_key.get(row.key)
        if row.key not in wanted:
            continue
        if before is None:
            plan.new_guardians.append(row)
        elif before != _after(before, row):
            plan.changed_guardians.append((before, row))


def _after(before: KnownGuardian, row: GuardianRow) -> KnownGuardian:
    """A guardian as the roster has it. An empty telephone number or address changes nothing."""
    return before._replace(
        name=row.name, phone=row.phone or before.phone, email=row.email or before.email
    )


class _Links:
    """Which ties between pupils and guardians are new, back or gone."""

    def __init__(self, roster: Roster, known: Known, plan: Plan, pupils: _Pupils) -> None:
        self._roster = roster
        self._plan = plan
        self._pupils = pupils
        self._guardians = {one.key: one for one in known.guardians}
        self._ties = known.ties

    def work_out(self) -> None:
        """Plan the links that the roster has, then those that it no longer has."""
        # A running tie counts before one that has ended.
        in_order = sorted(self._ties, key=lambda one: (not one.is_ended, one.id))
        ties = {(one.pupil_id, one.guardian_id): one for one in in_order}
        named: set[tuple[int, int]] = set()
        told_at: set[int] = set()
        for link in self._roster.links:
            school_id = self._pupils.accepted.get(link.pupil_key)
            if school_id is None:
                continue
            told_at.add(school_id)
            pair = self._pair(link)
            tie = ties.get(pair) if pair else None
            if pair:
                named.add(pair)
            if link.pupil_key in self._pupils.moved:
                self._plan.moved_links.append(link)
            if tie is None or (tie.is_ended and tie.is_off):
                self._plan.new_links.append(link)
            elif tie.is_off:
                self._plan.back_links.append(tie)
        if self._roster.is_whole:
            self._plan_gone(named, told_at)

    def _pair(self, link: LinkRow) -> tuple[int, int] | None:
        pupil = self._pupils.matched.get(link.pupil_key)
        guardian = self._guardians.get(link.guardian_key)
        return (pupil.id, guardian.id) if pupil and guardian else None

    def _plan_gone(self, named: set[tuple[int, int]], told_at: set[int]) -> None:
        """A tie is gone when the school's other parents are there. Without any, none is gone."""
        held = {one.id for one in self._guardians.values() if one.key in self._roster.held_keys}
        there = {
            known.id: self._pupils.accepted[key] for key, known in self._pupils.matched.items()
        }
        self._plan.gone_links = [
            tie
            for tie in self._ties
            if there.get(tie.pupil_id) in told_at
            and not (tie.is_off or tie.is_ended)
            and tie.guardian_id not in held
            and (tie.pupil_id, tie.guardian_id) not in named
        ]
