"""Applies what a roster says of guardians. It proves no parental responsibility and ends no tie."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence

from felles.people.actions.roster_work import (
    BATCH,
    Work,
    chunks,
    discard_reviews,
    with_public_ids,
)
from felles.people.models import Guardian, Guardianship, Pupil
from felles.people.queries.imports import BOTH, ROSTER
from felles.rules.consent import Authority
from felles.rules.reviews import ReviewKind
from felles.rules.roster import GuardianRow, LinkRow
from felles.rules.roster_diff import is_same_guardian
from felles.rules.roster_plan import KnownGuardian

K = ReviewKind


def apply_families(work: Work, stage: str) -> None:
    """Make guardians and ties, and leave to the school what only the school can decide."""
    links = _links(work)
    adopted = _adopt(work, links)
    _create_guardians(work, adopted)
    for batch in chunks(work.plan.changed_guardians):
        _change_guardians(work, batch)
    found = Guardian.objects.exclude(external_key="").order_by("pk")
    work.guardian_ids = dict(found.values_list("external_key", "pk"))
    _create_ties(work, links, stage)
    _bring_back(work)
    _mark_gone(work)


def _links(work: Work) -> list[LinkRow]:
    """The ties to make; all of a pupil's when the pupil starts anew at another school."""
    fresh = [link for link in work.plan.new_links if link.pupil_key not in work.split]
    return fresh + [link for link in work.plan.moved_links if link.pupil_key in work.split]


def _pupil_ids(work: Work, links: Iterable[LinkRow]) -> dict[str, int]:
    """Ids of the pupils of links, also of those whose own rows have not changed."""
    missing = sorted({link.pupil_key for link in links} - work.pupil_ids.keys())
    for chunk in chunks(missing):
        rows = Pupil.objects.filter(external_key__in=chunk).order_by("pk")
        work.pupil_ids.update(rows.values_list("external_key", "pk"))
    return work.pupil_ids


def _adopt(work: Work, links: list[LinkRow]) -> set[str]:
    """Recognise guardians whom staff have added by hand: same pupil, same name, no key yet.

    Otherwise the same person would stand there twice, the second time unproven, and close the
    case to every service. What staff have verified about the person stays.
    """
    new = {row.key: row for row in work.plan.new_guardians}
    ids = _pupil_ids(work, links)
    wanted = [link for link in links if link.guardian_key in new]
    old = {ids[link.pupil_key] for link in wanted} - work.new_pupil_ids
    by_hand: dict[tuple[int, str], Guardianship] = {}
    for chunk in chunks(sorted(old)):
        ties = Guardianship.objects.filter(
            pupil_id__in=chunk, ended_on__isnull=True, guardian__external_key=""
        ).select_related("guardian")
        for tie in ties.order_by("-pk"):
            by_hand[tie.pupil_id, tie.guardian.name.casefold()] = tie
    adopted: set[str] = set()
    for link in wanted:
        row = new[link.guardian_key]
        same = by_hand.get((ids[link.pupil_key], row.name.casefold()))
        if same is not None and row.key not in adopted:
            adopted.add(row.key)
            _adopt_one(work, same, row)
    return adopted


def _adopt_one(work: Work, tie: Guardianship, row: GuardianRow) -> None:
    guardian = tie.guardian
    guardian.external_key = row.key
    guardian.phone = guardian.phone or row.phone
    guardian.email = guardian.email or row.email
    guardian.save(update_fields=["external_key", "phone", "email"])
    Guardianship.objects.filter(pk=tie.pk).update(source=BOTH)
    work.log("guardian.recognise", guardian, tie.pupil_id)


def _create_guardians(work: Work, adopted: set[str]) -> None:
    rows = with_public_ids(
        Guardian,
        [
            Guardian(name=row.name, phone=row.phone, email=row.email, external_key=row.key)
            for row in work.plan.new_guardians
            if row.key not in adopted
        ],
    )
    Guardian.objects.bulk_create(rows, batch_size=BATCH)


def _change_guardians(work: Work, batch: Sequence[tuple[KnownGuardian, GuardianRow]]) -> None:
    """Take over names and contact data. An empty field of the roster changes nothing."""
    found = Guardian.objects.in_bulk([known.id for known, _row in batch])
    for known, row in batch:
        guardian = found[known.id]
        guardian.name = row.name
        guardian.phone = row.phone or guardian.phone
        guardian.email = row.email or guardian.email
        work.log("guardian.change", guardian)
    Guardian.objects.bulk_create(
        found.values(),
        batch_size=BATCH,
        update_conflicts=True,
        unique_fields=["id"],
        update_fields=["name", "phone", "email"],
    )
    for known, row in batch:
        if not is_same_guardian(known.name, row.name):
            _ask_again(work, known.id)


def _ask_again(work: Work, guardian_id: int) -> None:
    """Another first name is another person: what was verified holds no longer."""
    ties = Guardianship.objects.filter(guardian_id=guardian_id, ended_on__isnull=True)
    proven = ties.exclude(authority=Authority.UNVERIFIED.value)
    for tie in proven.select_related("pupil").order_by("pk"):
        Guardianship.objects.filter(pk=tie.pk).update(
            authority=Authority.UNVERIFIED.value,
            verified_by=None,
            verified_at=None,
            verified_how="",
        )
        work.log("guardian.unverify", tie, tie.pupil_id)
        work.review(
            K.GUARDIAN_RENAMED, tie.pupil.school_id, pupil_id=tie.pupil_id, guardian_id=guardian_id
        )


def _create_ties(work: Work, links: list[LinkRow], stage: str) -> None:
    ids = _pupil_ids(work, links)
    old = {ids[link.pupil_key] for link in links} - work.new_pupil_ids
    running, households = _running_ties(old)
    made: list[Guardianship] = []
    for link in links:
        pupil_id, guardian_id = ids[link.pupil_key], work.guardian_ids[link.guardian_key]
        if (pupil_id, guardian_id) in running:
            Guardianship.objects.filter(pk=running[pupil_id, guardian_id]).update(source=BOTH)
            continue
        households[pupil_id] += 1
        made.append(
            Guardianship(
                pupil_id=pupil_id,
                guardian_id=guardian_id,
                relation=link.relation.value,
                # Nobody has said that they live together, so nothing is shared between them.
                household=households[pupil_id],
                source=ROSTER,
            )
        )
    for batch in work.tell(stage, with_public_ids(Guardianship, made)):
        Guardianship.objects.bulk_create(batch)
    added = [tie for tie in made if tie.pupil_id in old]
    for tie in added:
        work.log("guardianship.import", tie, tie.pupil_id)
    _review_new(work, added)


def _running_ties(pupil_ids: set[int]) -> tuple[dict[tuple[int, int], int], Counter[int]]:
    """Ties that run already, and the highest household number of each pupil."""
    running: dict[tuple[int, int], int] = {}
    households: Counter[int] = Counter()
    for chunk in chunks(sorted(pupil_ids)):
        ties = Guardianship.objects.filter(pupil_id__in=chunk).order_by("pk")
        for tie in ties:
            households[tie.pupil_id] = max(households[tie.pupil_id], tie.household)
            if tie.ended_on is None:
                running[tie.pupil_id, tie.guardian_id] = tie.pk
    return running, households


def _review_new(work: Work, ties: list[Guardianship]) -> None:
    """A new, unproven guardian closes a running case to the services: the school must know."""
    by_pupil: dict[int, list[int]] = defaultdict(list)
    for tie in ties:
        by_pupil[tie.pupil_id].append(tie.guardian_id)
    with_case = sorted(work.cases_of(set(by_pupil)).open)
    schools = dict(Pupil.objects.filter(pk__in=with_case).values_list("pk", "school_id"))
    for pupil_id in with_case:
        for guardian_id in by_pupil[pupil_id]:
            work.review(
                K.NEW_PARENT_LINK, schools[pupil_id], pupil_id=pupil_id, guardian_id=guardian_id
            )


def _bring_back(work: Work) -> None:
    back = work.plan.back_links
    for chunk in chunks(sorted(tie.id for tie in back)):
        Guardianship.objects.filter(pk__in=chunk).update(off_roster_on=None)
    for tie in back:
        work.log("guardianship.back", Guardianship(pk=tie.id), tie.pupil_id)
        discard_reviews(
            work, [K.PARENT_LINK_GONE], pupil_id=tie.pupil_id, guardian_id=tie.guardian_id
        )


def _mark_gone(work: Work) -> None:
    """The tie stays, with a mark; whether the person is a guardian is for the school to say."""
    gone = work.plan.gone_links
    for chunk in chunks(sorted(tie.id for tie in gone)):
        Guardianship.objects.filter(pk__in=chunk).update(off_roster_on=work.on)
    pupils = sorted({tie.pupil_id for tie in gone})
    schools: dict[int, int] = {}
    for chunk in chunks(pupils):
        schools.update(Pupil.objects.filter(pk__in=chunk).values_list("pk", "school_id"))
    for tie in gone:
        work.log("guardianship.gone", Guardianship(pk=tie.id), tie.pupil_id)
        work.review(
            K.PARENT_LINK_GONE,
            schools[tie.pupil_id],
            pupil_id=tie.pupil_id,
            guardian_id=tie.guardian_id,
        )
