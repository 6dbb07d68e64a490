"""Who reads, and with whom the school has talked, as a family is told.

Nothing where it would tell the place.

The same list as staff see, asked by the same rule: :mod:`felles.casework.queries.readers`.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date

from felles.casework.models import Contact, standing
from felles.casework.queries.family import FamilyView
from felles.casework.queries.papers import PaperService
from felles.casework.queries.readers import Reader, list_readers, list_would_read
from felles.people.queries import list_consent_requests, list_organisations_by_id
from felles.rules.access import Ground
from felles.rules.families import FamilyActor
from felles.rules.roles import OrgKind, Role

CONTACTS_SHOWN = 50


@dataclass(frozen=True, slots=True)
class FamilyReader:
    """Somebody who reads: «Nora B.», and in which role."""

    name: str
    role: Role


@dataclass(frozen=True, slots=True)
class FamilyReaders:
    """Those at the school, and those of each service by its public id."""

    school: tuple[FamilyReader, ...] = ()
    services: Mapping[str, tuple[FamilyReader, ...]] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class FamilyContact:
    """That the school has talked with a service between meetings: when and with which."""

    on: date
    service: PaperService


def list_family_contacts(view: FamilyView) -> list[FamilyContact]:
    """With which services the school has talked in this case, newest first, at most fifty.

    The day and the service only: what was said may be about somebody at home.
    """
    if view.case is None:
        return []
    protected = view.tie.pupil.protection > 0
    rows = standing(Contact.objects.filter(case=view.case, at__gte=view.case.active_since_at))
    return [
        FamilyContact(
            row.held_on,
            PaperService(
                OrgKind(row.service.kind),
                "" if protected else row.service.name,
                row.service.public_id,
            ),
        )
        for row in rows.select_related("service").order_by("-held_on", "-pk")[:CONTACTS_SHOWN]
    ]


def list_family_readers(actor: FamilyActor, view: FamilyView) -> FamilyReaders:
    """Who reads the case now."""
    if view.case_view is None or view.tie.pupil.protection > 0:
        return FamilyReaders()
    return _told(list_readers(actor, view.case_view))


def list_family_would_read(actor: FamilyActor, view: FamilyView) -> FamilyReaders:
    """Who would read today if every guardian said yes to all that was asked last."""
    told = view.case_view
    if told is None or view.tie.pupil.protection > 0:
        return FamilyReaders()
    asked = list_consent_requests(told.case.pupil_id, since=told.case.active_since_at)
    services = [one.pk for request in asked[:1] for one in request.services.all()]
    return _told(list_would_read(actor, told, services))


def _told(readers: Iterable[Reader]) -> FamilyReaders:
    school: list[FamilyReader] = []
    services: dict[int, list[FamilyReader]] = defaultdict(list)
    for reader in readers:
        told = FamilyReader(first_name(reader.name), reader.role)
        if reader.ground is Ground.CONSENT:
            services[reader.organisation_id].append(told)
        else:
            school.append(told)
    known = list_organisations_by_id(set(services))
    return FamilyReaders(
        school=tuple(school),
        services={known[pk].public_id: tuple(rows) for pk, rows in services.items()},
    )


def first_name(name: str) -> str:
    """«Nora B.» of «Nora Marie Berg»: whom a family would meet, and no name to look up."""
    first, *rest = name.split()
    return f"{first} {rest[-1][0]}." if rest else first
