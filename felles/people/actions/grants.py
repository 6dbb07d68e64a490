"""Access grants, the reader list, and address protection."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.db.models import Exists, OuterRef, Q, QuerySet

from felles.ledger.actions import record_change
from felles.people.models import AccessGrant, Post, Pupil
from felles.rules.access import Actor, Permission, may
from felles.rules.decision import Decision
from felles.rules.families import FamilyActor
from felles.rules.people import Protection
from felles.rules.text import N_


def grant_service(
    *,
    by: Actor | FamilyActor,
    at: datetime,
    pupil_id: int,
    service_id: int,
    case_id: int | None = None,
) -> None:
    """Open a pupil for a service, as far as consent goes. Opening twice changes nothing.

    The grant alone shows nothing: every read also asks for a live consent.
    """
    with transaction.atomic():
        grant, created = AccessGrant.objects.get_or_create(
            pupil_id=pupil_id,
            service_id=service_id,
            until_at=None,
            defaults={
                "granted_by_id": by.user_id if isinstance(by, Actor) else None,
                "from_at": at,
            },
        )
        if created:
            record_change(
                by=by,
                at=at,
                action="grant.open",
                object_type="AccessGrant",
                object_id=grant.pk,
                case_id=case_id,
                pupil_id=pupil_id,
                codes={"service": service_id},
            )


def end_service_grants(
    *, by: Actor, at: datetime, pupil_id: int, case_id: int | None = None
) -> None:
    """Close the pupil for every service. What they have read stays in their own records."""
    with transaction.atomic():
        for grant in AccessGrant.objects.filter(
            pupil_id=pupil_id, service__isnull=False, until_at__isnull=True
        ).order_by("pk"):
            grant.until_at = at
            grant.save(update_fields=["until_at"])
            record_change(
                by=by,
                at=at,
                action="grant.close",
                object_type="AccessGrant",
                object_id=grant.pk,
                case_id=case_id,
                pupil_id=pupil_id,
                codes={"service": grant.service_id or 0},
            )


def _running_names(pupil: Pupil) -> QuerySet[AccessGrant]:
    return AccessGrant.objects.filter(pupil=pupil, user__isnull=False, until_at__isnull=True)


def _readers(by: Actor, pupil: Pupil) -> QuerySet[AccessGrant]:
    """Names on the list whose people still work at the school, so that they can read."""
    posts = Post.objects.filter(
        Q(until_on__isnull=True) | Q(until_on__gte=by.on),
        user_id=OuterRef("user_id"),
        organisation_id=pupil.school_id,
        from_on__lte=by.on,
    )
    return _running_names(pupil).filter(Exists(posts), user__is_active=True)


def require_on_list(by: Actor, pupil: Pupil) -> None:
    """Of a protected pupil, only a reader changes who reads; nobody may let oneself in.

    A list without a reader is no lock: a roster may have set the protection.
    """
    is_protected = Pupil.objects.filter(pk=pupil.pk, protection__gt=0).exists()
    readers = set(_readers(by, pupil).values_list("user_id", flat=True))
    if is_protected and readers and by.user_id not in readers:
        Decision.no(N_("Bare de som står på lista, kan endre adressesperre og tilgang.")).require()


def end_grants_at_school(*, by: Actor, at: datetime, school_id: int, service_id: int) -> None:
    """Close every pupil of a school for a service that has left the school's innsatsteam."""
    grants = AccessGrant.objects.filter(
        pupil__school_id=school_id, service_id=service_id, until_at__isnull=True
    )
    with transaction.atomic():
        for grant in grants.order_by("pk"):
            grant.until_at = at
            grant.save(update_fields=["until_at"])
            record_change(
                by=by,
                at=at,
                action="grant.close",
                object_type="AccessGrant",
                object_id=grant.pk,
                pupil_id=grant.pupil_id,
                codes={"service": service_id},
            )


def name_reader(
    *, by: Actor, at: datetime, pupil: Pupil, user_id: int, reason: str, case_id: int | None = None
) -> None:
    """Put a person on the pupil's reader list by name.

    Raises:
        Refused: the actor may not, or gives no reason.
    """
    if not may(by, Permission.READER_NAME) or by.organisation_id != pupil.school_id:
        Decision.no(N_("Bare rektor og sosiallærer ved skolen kan gi tilgang.")).require()
    if not reason.strip():
        Decision.no(N_("Skriv hvorfor personen trenger tilgang.")).require()
    require_on_list(by, pupil)
    with transaction.atomic():
        grant, created = AccessGrant.objects.get_or_create(
            pupil=pupil,
            user_id=user_id,
            until_at=None,
            defaults={
                "granted_by_id": by.user_id,
                "from_at": at,
                "reason": reason.strip(),
            },
        )
        if created:
            record_change(
                by=by,
                at=at,
                action="reader.name",
                object_type="AccessGrant",
                object_id=grant.pk,
                case_id=case_id,
                pupil_id=pupil.pk,
                codes={"user": user_id},
            )


def end_name_grant(
    *, by: Actor, at: datetime, pupil: Pupil, user_id: int, case_id: int | None = None
) -> None:
    """Take a person off the reader list. The last reader of a protected pupil stays."""
    if not may(by, Permission.READER_NAME) or by.organisation_id != pupil.school_id:
        Decision.no(N_("Bare rektor og sosiallærer ved skolen kan ta bort tilgang.")).require()
    require_on_list(by, pupil)
    with transaction.atomic():
        # Locked, so that the last two cannot take each other off at the same moment.
        locked = Pupil.objects.select_for_update().get(pk=pupil.pk)
        others = _readers(by, pupil).exclude(user_id=user_id)
        if locked.protection and not others.exists():
            Decision.no(N_("Noen må kunne lese saken. Sett på en annen først.")).require()
        for grant in _running_names(pupil).filter(user_id=user_id):
            _end(by, at, grant, case_id)


def end_name_grants(*, by: Actor, at: datetime, pupil: Pupil, case_id: int | None = None) -> None:
    """A case is over, and with it what people were named for. Of a protected pupil the list
    stays: without it nobody at all could read."""
    if pupil.protection:
        return
    with transaction.atomic():
        for grant in _running_names(pupil).order_by("pk"):
            _end(by, at, grant, case_id)


def _end(by: Actor, at: datetime, grant: AccessGrant, case_id: int | None) -> None:
    grant.until_at = at
    grant.save(update_fields=["until_at"])
    record_change(
        by=by,
        at=at,
        action="reader.end",
        object_type="AccessGrant",
        object_id=grant.pk,
        case_id=case_id,
        pupil_id=grant.pupil_id,
        codes={"user": grant.user_id or 0},
    )


def set_protection(
    *, by: Actor, at: datetime, pupil: Pupil, protection: Protection, reason: str
) -> None:
    """Set or clear address protection, with a reason. Whoever sets it is put on the reader list.

    Raises:
        Refused: the actor may not, or gives no reason.
    """
    if not may(by, Permission.PROTECTION_SET) or by.organisation_id != pupil.school_id:
        Decision.no(N_("Bare rektor og sosiallærer ved skolen kan endre adressesperre.")).require()
    if not reason.strip():
        Decision.no(N_("Skriv hvorfor adressesperren endres.")).require()
    require_on_list(by, pupil)
    with transaction.atomic():
        if protection:
            name_reader(by=by, at=at, pupil=pupil, user_id=by.user_id, reason=reason)
        Pupil.objects.filter(pk=pupil.pk).update(protection=protection.value)
        record_change(
            by=by,
            at=at,
            action="protection.set",
            object_type="Pupil",
            object_id=pupil.pk,
            pupil_id=pupil.pk,
            codes={"protection": protection.value},
        )
