"""Applies what a roster says of classes and pupils.

What a case holds back is decided here, and told to those who coordinate cases only: the lists of
pupils that others see change alike for all (docs/adr/0008).
"""

from __future__ import annotations

from collections.abc import Collection

from felles.people.actions.roster_work import (
    BATCH,
    Work,
    chunks,
    discard_reviews,
    with_public_ids,
)
from felles.people.models import AccessGrant, ClassGroup, Organisation, Pupil
from felles.people.queries.imports import rector_posts
from felles.people.rosters import CaseTies
from felles.rules.people import may_remove_pupil
from felles.rules.reviews import ReviewKind
from felles.rules.roster_plan import KnownPupil, PupilChange, PupilChangeKind

K = ReviewKind
READER_REASON = "Elevlista meldte adressesperre"
_FIELDS = [
    "given_name", "family_name", "preferred_name", "birth_on", "school", "class_group", "grade",
    "protection", "roster_protection", "identity_hash", "external_key", "off_roster_on", "left_on",
    "class_held", "search_text", "sort_key",
]  # fmt: skip


def apply_schools(work: Work) -> None:
    """Remember which school a person said that a school of the roster is."""
    for school_id, row in work.plan.linked:
        Organisation.objects.filter(external_key=row.key).update(external_key="")
        Organisation.objects.filter(pk=school_id).update(external_key=row.key)
        work.log("organisation.link", Organisation(pk=school_id))


def apply_classes(work: Work) -> None:
    """Make, rename and put away classes. Who answers for a class is left alone."""
    plan = work.plan
    rows = with_public_ids(
        ClassGroup,
        [
            ClassGroup(school_id=school_id, name=row.name, grade=row.grade, external_key=row.key)
            for school_id, row in plan.new_classes
        ],
    )
    ClassGroup.objects.bulk_create(rows, batch_size=BATCH)
    for known, row in plan.changed_classes:
        ClassGroup.objects.filter(pk=known.id).update(
            name=row.name, grade=row.grade or known.grade, is_active=True
        )
        work.log("class.change", ClassGroup(pk=known.id))
    for known in plan.gone_classes:
        ClassGroup.objects.filter(pk=known.id).update(is_active=False)
        work.log("class.close", ClassGroup(pk=known.id))
    for group in rows:
        work.log("class.create", group, school=group.school_id)
    found = ClassGroup.objects.exclude(external_key="").order_by("pk")
    work.class_ids = {
        (school_id, key): pk
        for school_id, key, pk in found.values_list("school_id", "external_key", "pk")
    }


def apply_pupils(work: Work, stage: str) -> None:
    """Make and change pupils, then see to those who are gone."""
    changes = work.plan.pupils
    known = {change.known.id for change in changes if change.known and _may_touch_case(change)}
    ties = work.cases_of(known)
    for batch in work.tell(stage, changes):
        _apply_batch(work, batch, ties)
    _apply_gone(work)
    _let_go(work)
    for unread in work.plan.unread_pupils:
        _see_to_readers(work, Pupil.objects.get(pk=unread.id), has_moved=False)


def _may_touch_case(change: PupilChange) -> bool:
    return change.kind is not PupilChangeKind.CHANGED or "class" in change.fields


def _apply_batch(work: Work, batch: Collection[PupilChange], ties: CaseTies) -> None:
    ids = [change.known.id for change in batch if change.known]
    found = Pupil.objects.in_bulk(ids)
    new: list[tuple[PupilChange, Pupil]] = []
    kept: list[tuple[PupilChange, Pupil]] = []
    left_behind: list[Pupil] = []
    for change in batch:
        old = found[change.known.id] if change.known else None
        if old is None:
            new.append((change, Pupil()))
        elif change.kind is PupilChangeKind.MOVED and old.pk in ties.open:
            left_behind.append(old)
            new.append((change, _copy_for_new_school(old)))
            work.split.add(change.row.key)
        else:
            kept.append((change, old))
    before = {pupil.pk: (pupil.protection, pupil.school_id) for _change, pupil in kept}
    for change, pupil in (*new, *kept):
        _fill(work, change, pupil, ties)
    _leave_behind(work, left_behind)
    Pupil.objects.bulk_create(
        with_public_ids(Pupil, [pupil for _change, pupil in new]), batch_size=BATCH
    )
    _update([pupil for _change, pupil in kept])
    for change, pupil in (*new, *kept):
        work.pupil_ids[change.row.key] = pupil.pk
        work.log("pupil.import", pupil, pupil.pk, change=change.kind.value)
    work.new_pupil_ids |= {pupil.pk for _change, pupil in new}
    _review(work, kept, ties)
    for _change, pupil in (*new, *kept):
        protection, school_id = before.get(pupil.pk, (0, pupil.school_id))
        if pupil.protection and (not protection or school_id != pupil.school_id):
            _see_to_readers(work, pupil, has_moved=school_id != pupil.school_id)


def _copy_for_new_school(old: Pupil) -> Pupil:
    """The pupil as the new school meets it: nothing of the case, nor of the guardians' answers."""
    return Pupil(
        preferred_name=old.preferred_name,
        birth_on=old.birth_on,
        grade=old.grade,
        language=old.language,
        protection=old.protection,
        roster_protection=old.roster_protection,
        identity_hash=old.identity_hash,
    )


def _leave_behind(work: Work, pupils: list[Pupil]) -> None:
    """Pupils whose case is open stay at the old school, out of the lists, with the case."""
    for pupil in pupils:
        # The school that is left learns nothing of the way of a pupil with a protected address.
        kind = K.GONE_WITH_OPEN_CASE if pupil.protection else K.MOVED_WITH_OPEN_CASE
        work.review(kind, pupil.school_id, pupil_id=pupil.pk)
        Pupil.objects.filter(pk=pupil.pk).update(
            external_key="", identity_hash="", off_roster_on=work.on
        )
        work.log("pupil.stay_with_case", pupil, pupil.pk)


def _fill(work: Work, change: PupilChange, pupil: Pupil, ties: CaseTies) -> None:
    """Write the row into the pupil. What the row leaves out stays as it was."""
    row = change.row
    pupil.given_name, pupil.family_name = row.given_name, row.family_name
    pupil.preferred_name = row.preferred_name or pupil.preferred_name
    pupil.birth_on = row.birth_on or pupil.birth_on
    pupil.grade = row.grade or pupil.grade
    pupil.identity_hash = row.identity or pupil.identity_hash
    pupil.external_key = row.key
    pupil.off_roster_on = pupil.left_on = None
    if change.raises_protection and row.protection is not None:
        pupil.protection = max(pupil.protection, row.protection.value)
    if row.protection is not None:
        pupil.roster_protection = row.protection.value
    _put_in_class(work, change, pupil, ties)
    pupil.school_id = change.school_id
    pupil.refresh_keys()


def _put_in_class(work: Work, change: PupilChange, pupil: Pupil, ties: CaseTies) -> None:
    before = (pupil.school_id, pupil.class_group_id)
    if change.row.class_key:
        pupil.class_group_id = work.class_ids.get((change.school_id, change.row.class_key))
    elif change.row.class_key == "" or pupil.school_id != change.school_id:
        pupil.class_group_id = None
    if (change.school_id, pupil.class_group_id) == before or pupil.class_group_id is None:
        return
    # A new contact teacher would read what is written there already.
    pupil.class_held = pupil.class_held or (pupil.pk, change.school_id) in ties.at_schools


def _review(work: Work, kept: list[tuple[PupilChange, Pupil]], ties: CaseTies) -> None:
    moved, back = set(), set()
    for change, pupil in kept:
        has_case = (pupil.pk, change.school_id) in ties.at_schools
        if "class" in change.fields and pupil.class_held and has_case:
            work.review(K.CLASS_WITH_CASE, pupil.school_id, pupil_id=pupil.pk)
        if change.wants_to_clear and pupil.protection:
            work.review(K.PROTECTION_CLEARED, pupil.school_id, pupil_id=pupil.pk)
        if change.kind is PupilChangeKind.MOVED:
            moved.add(pupil.pk)
        if change.kind is PupilChangeKind.BACK:
            back.add(pupil.pk)
    discard_reviews(work, list(K), pupil_id__in=moved)
    discard_reviews(work, [K.GONE_WITH_OPEN_CASE, K.MOVED_WITH_OPEN_CASE], pupil_id__in=back)


def _update(pupils: list[Pupil]) -> None:
    """Save many changed pupils at once."""
    Pupil.objects.bulk_create(
        pupils,
        batch_size=BATCH,
        update_conflicts=True,
        unique_fields=["id"],
        update_fields=_FIELDS,
    )


def _see_to_readers(work: Work, pupil: Pupil, *, has_moved: bool) -> None:
    """The rectors, who read by role until now, come on the reader list by name; nobody else."""
    posts = rector_posts(work.on).filter(organisation_id=pupil.school_id).order_by("user_id")
    rectors = sorted(set(posts.values_list("user_id", flat=True)))
    if has_moved:
        _end_readers_elsewhere(work, pupil)
    for user_id in rectors:
        grant, created = AccessGrant.objects.get_or_create(
            pupil=pupil,
            user_id=user_id,
            until_at=None,
            defaults={
                "granted_by_id": work.by.user_id,
                "from_at": work.at,
                "reason": READER_REASON,
            },
        )
        if created:
            work.log("reader.name", grant, pupil.pk, user=user_id)


def _end_readers_elsewhere(work: Work, pupil: Pupil) -> None:
    """Readers at the school that a protected pupil has left may not see where the pupil is now."""
    running = AccessGrant.objects.filter(pupil=pupil, user__isnull=False, until_at__isnull=True)
    away = running.exclude(user__posts__organisation_id=pupil.school_id)
    for grant in away.order_by("pk"):
        AccessGrant.objects.filter(pk=grant.pk).update(until_at=work.at)
        work.log("reader.end", grant, pupil.pk, user=grant.user_id or 0)


def _apply_gone(work: Work) -> None:
    """Take pupils out of the lists. Those with an open case stay with it, for the school to see."""
    gone = work.plan.gone_pupils
    ties = work.cases_of({known.id for known in gone})
    for known in gone:
        _take_out(work, known, may_remove_pupil(has_open_case=known.id in ties.open).allowed)


def _take_out(work: Work, known: KnownPupil, may_leave: bool) -> None:
    values = {"off_roster_on": work.on} | ({"left_on": work.on} if may_leave else {})
    Pupil.objects.filter(pk=known.id).update(**values)
    work.log("pupil.gone", Pupil(pk=known.id), known.id)
    if not may_leave:
        work.review(K.GONE_WITH_OPEN_CASE, known.school_id, pupil_id=known.id)


def _let_go(work: Work) -> None:
    """Pupils who were kept for a case that is closed by now have left as well."""
    kept = Pupil.objects.filter(off_roster_on__isnull=False, left_on__isnull=True)
    waiting = set(kept.order_by("pk").values_list("pk", flat=True))
    free = waiting - work.cases_of(waiting).open
    for chunk in chunks(sorted(free)):
        Pupil.objects.filter(pk__in=chunk).update(left_on=work.on)
    for pk in sorted(free):
        work.log("pupil.leave", Pupil(pk=pk), pk)
    discard_reviews(work, [K.GONE_WITH_OPEN_CASE, K.MOVED_WITH_OPEN_CASE], pupil_id__in=free)
