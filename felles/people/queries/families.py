"""Guardians as those who log in: who they are, and for which children they may enter."""

from __future__ import annotations

from datetime import datetime

from django.db.models import QuerySet

from felles.people.ids import secret_hash
from felles.people.models import (
    ConsentException,
    FamilyDoor,
    FamilyLink,
    FamilyMessage,
    Guardian,
    Guardianship,
    Pupil,
    PupilVisit,
    TextApproval,
)
from felles.rules.consent import Authority
from felles.rules.families import LINK_TRIES, Door, FamilyActor, FamilyFacts, FamilyLogin, may_enter


def _doors(tie_ids: set[int]) -> dict[int, Door]:
    rows = FamilyDoor.objects.filter(guardianship_id__in=tie_ids, ended_at__isnull=True)
    return {
        tie_id: Door.OPENED if is_open else Door.CLOSED
        for tie_id, is_open in rows.values_list("guardianship_id", "is_open")
    }


def _facts(tie: Guardianship, door: Door) -> FamilyFacts:
    return FamilyFacts(
        authority=Authority(tie.authority),
        is_running=tie.ended_on is None,
        is_protected=tie.pupil.protection > 0,
        door=door,
    )


def _entered(ties: QuerySet[Guardianship]) -> list[Guardianship]:
    rows = list(ties.select_related("pupil__school", "guardian").order_by("pk"))
    doors = _doors({tie.pk for tie in rows})
    return [tie for tie in rows if may_enter(_facts(tie, doors.get(tie.pk, Door.BY_DEFAULT)))]


def list_own_ties(actor: FamilyActor) -> list[Guardianship]:
    """The children the guardian may enter for now, in three queries; a link opens one only."""
    ties = Guardianship.objects.filter(guardian_id=actor.guardian_id, ended_on__isnull=True)
    if actor.tie_id is not None:
        ties = ties.filter(pk=actor.tie_id)
    return _entered(ties)


def find_own_tie(actor: FamilyActor, pupil_public_id: str) -> Guardianship | None:
    """The guardian's own running tie to the child, if the door is open; None else, and for all
    who are somebody else's."""
    return next(
        (tie for tie in list_own_ties(actor) if tie.pupil.public_id == pupil_public_id), None
    )


def list_ties_with_doors(pupil_ids: set[int]) -> dict[int, list[tuple[Guardianship, Door]]]:
    """The running ties of some pupils, households in order, each with what staff decided about
    the guardian's way in; in two queries. The caller has decided on access."""
    ties = Guardianship.objects.filter(pupil_id__in=pupil_ids, ended_on__isnull=True)
    rows = list(ties.select_related("guardian").order_by("household", "pk"))
    doors = _doors({tie.pk for tie in rows})
    found: dict[int, list[tuple[Guardianship, Door]]] = {}
    for tie in rows:
        found.setdefault(tie.pupil_id, []).append((tie, doors.get(tie.pk, Door.BY_DEFAULT)))
    return found


def get_door(tie: Guardianship) -> tuple[Door, bool]:
    """What staff decided about a guardian's way in, and whether the guardian may enter now."""
    fresh = Guardianship.objects.select_related("pupil").get(pk=tie.pk)
    door = _doors({tie.pk}).get(tie.pk, Door.BY_DEFAULT)
    return door, may_enter(_facts(fresh, door))


def find_family_actor(
    guardian_id: int, *, login: FamilyLogin, at: datetime, tie_id: int | None = None
) -> FamilyActor | None:
    """The guardian who is logged in; None once there is no child left to enter for.

    Asked at every request: a door that closes ends the login with it.
    """
    guardian = Guardian.objects.filter(pk=guardian_id).first()
    if guardian is None:
        return None
    actor = FamilyActor(guardian.pk, guardian.name, login, at, tie_id)
    return actor if list_own_ties(actor) else None


def find_guardian_by_identity(identity_hash: str) -> Guardian | None:
    """The guardian whom a log-in service named, by the keyed hash of the identity number."""
    if not identity_hash:
        return None
    return Guardian.objects.filter(identity_hash=identity_hash).first()


def find_link(token: str, at: datetime) -> FamilyLink | None:
    """A one-time link that still works: not used, not revoked, not run out, not locked."""
    return (
        FamilyLink.objects.select_related("guardianship__pupil", "guardianship__guardian")
        .filter(
            token_hash=secret_hash(token),
            used_at__isnull=True,
            revoked_at__isnull=True,
            expires_at__gt=at,
            tries__lt=LINK_TRIES,
        )
        .first()
    )


def list_links(tie_ids: set[int]) -> list[FamilyLink]:
    """One-time links of some guardianships, newest first; the caller has decided on access."""
    links = FamilyLink.objects.filter(guardianship_id__in=tie_ids).select_related("created_by")
    return list(links.order_by("-created_at", "-pk"))


def list_messages(tie_ids: set[int]) -> list[FamilyMessage]:
    """What guardians wrote, newest first; the caller has decided on access."""
    messages = FamilyMessage.objects.filter(guardianship_id__in=tie_ids)
    return list(
        messages.select_related("guardianship__guardian", "handled_by").order_by("-at", "-pk")
    )


def list_exceptions(pupil_id: int) -> list[ConsentException]:
    """Exceptions about a pupil, newest first; the caller has decided on access."""
    rows = ConsentException.objects.filter(guardianship__pupil_id=pupil_id)
    return list(
        rows.select_related("guardianship__guardian", "asked_by", "approved_by").order_by("-pk")
    )


def list_approved_texts() -> dict[str, str]:
    """The approved version of the families' texts, by language."""
    rows = TextApproval.objects.filter(revoked_at__isnull=True).order_by("approved_at", "pk")
    return dict(rows.values_list("language", "version"))


def list_text_approvals() -> list[TextApproval]:
    """Running approvals of the families' texts, with who gave them."""
    rows = TextApproval.objects.filter(revoked_at__isnull=True)
    return list(rows.select_related("approved_by").order_by("language", "-approved_at"))


def find_visit(token: str, at: datetime) -> PupilVisit | None:
    """The pupil's page that is open on a shared screen; None when it is over."""
    return PupilVisit.objects.filter(
        token_hash=secret_hash(token), ended_at__isnull=True, expires_at__gt=at
    ).first()


def find_unsent_visit(token: str) -> PupilVisit | None:
    """A pupil's visit from which nothing was sent, also one whose time is out."""
    return PupilVisit.objects.filter(token_hash=secret_hash(token), ended_at__isnull=True).first()


def is_continued(before: str, now: str) -> bool:
    """True when the visit with the secret ``now`` goes on with the visit ``before``: nothing was
    sent from it, and the same member of staff opened the page again for the same pupil's case."""
    first, second = find_unsent_visit(before), find_unsent_visit(now)
    if first is None or second is None:
        return False
    return (first.pupil_id, first.case_id, first.opened_by_id) == (
        second.pupil_id,
        second.case_id,
        second.opened_by_id,
    )


def find_called(pupil_id: int) -> str:
    """The name that a child goes by. For the child's own page, which knows nothing else."""
    pupil = Pupil.objects.filter(pk=pupil_id).first()
    return pupil.called if pupil else ""


def list_demo_guardians(at: datetime) -> list[Guardianship]:
    """Running ties of guardians who may enter, verified by people made for the demo, by name."""
    ties = Guardianship.objects.filter(
        verified_by__is_demo=True, pupil__consent_requests__isnull=False
    )
    found = _entered(ties.distinct())
    return sorted(found, key=lambda tie: (tie.guardian.name, tie.pk))
