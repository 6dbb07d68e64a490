"""What an import is held against, and the review lists that come of it."""

from __future__ import annotations

from collections import defaultdict
from datetime import date

from django.db.models import Q, QuerySet

from felles.people import visibility
from felles.people.models import (
    AccessGrant,
    ClassGroup,
    Guardian,
    Guardianship,
    Organisation,
    Post,
    Pupil,
    RosterReview,
    User,
)
from felles.rules.access import Actor, Permission, may
from felles.rules.people import Protection
from felles.rules.register import KnownRegisterSchool, RegisterSchool
from felles.rules.reviews import ReviewKind
from felles.rules.roles import OrgKind, Role
from felles.rules.roster_plan import (
    Known,
    KnownClass,
    KnownGuardian,
    KnownPupil,
    KnownSchool,
    KnownStaff,
    KnownTie,
)

# Ties that a roster has named: made by one, or made by hand and then found in one.
ROSTER = "roster"
BOTH = "both"
FROM_ROSTER = (ROSTER, BOTH)


def load_known(actor: Actor) -> Known:
    """Everything that rosters have said so far. Nothing of cases, consents or verification."""
    if not may(actor, Permission.ROSTER_IMPORT):
        return Known()
    return Known(
        schools=_schools(actor.on),
        classes=_classes(),
        pupils=_pupils(),
        guardians=_guardians(),
        ties=_ties(),
        staff=_staff(actor.on),
    )


def _schools(on: date) -> tuple[KnownSchool, ...]:
    schools = Organisation.objects.filter(kind=OrgKind.SCHOOL.value, is_active=True)
    rows = schools.order_by("pk").values_list("pk", "name", "org_number", "external_key")
    led = set(rector_posts(on).values_list("organisation_id", flat=True))
    return tuple(KnownSchool(*row, has_rector=row[0] in led) for row in rows)


def rector_posts(on: date) -> QuerySet[Post]:
    """The running posts of rectors."""
    running = Q(from_on__lte=on) & (Q(until_on__isnull=True) | Q(until_on__gte=on))
    return Post.objects.filter(running, role=Role.RECTOR.value, user__is_active=True)


def _classes() -> tuple[KnownClass, ...]:
    rows = ClassGroup.objects.exclude(external_key="").order_by("pk")
    columns = ("pk", "external_key", "school_id", "name", "grade", "is_active")
    return tuple(KnownClass(*row) for row in rows.values_list(*columns))


def _pupils() -> tuple[KnownPupil, ...]:
    rows = Pupil.objects.exclude(external_key="", identity_hash="").order_by("pk")
    running = AccessGrant.objects.filter(user__isnull=False, until_at__isnull=True)
    read = set(running.filter(pupil__protection__gt=0).values_list("pupil_id", flat=True))
    columns = (
        "pk",
        "external_key",
        "identity_hash",
        "school_id",
        "class_group_id",
        "given_name",
        "family_name",
        "preferred_name",
        "birth_on",
        "grade",
        "protection",
        "roster_protection",
        "off_roster_on",
        "left_on",
    )
    return tuple(
        KnownPupil._make(
            (
                *row[:10],
                row[10] > 0,
                Protection(row[11]),
                row[12] is not None or row[13] is not None,
                row[10] > 0 and row[11] > 0 and row[0] not in read,
            )
        )
        for row in rows.values_list(*columns).iterator(chunk_size=5000)
    )


def _guardians() -> tuple[KnownGuardian, ...]:
    rows = Guardian.objects.exclude(external_key="").order_by("pk")
    columns = ("pk", "external_key", "name", "phone", "email")
    return tuple(KnownGuardian(*row) for row in rows.values_list(*columns).iterator(5000))


def _ties() -> tuple[KnownTie, ...]:
    rows = Guardianship.objects.filter(source__in=FROM_ROSTER).order_by("pk")
    columns = ("pk", "pupil_id", "guardian_id", "off_roster_on", "ended_on")
    return tuple(
        KnownTie(pk, pupil_id, guardian_id, off_on is not None, ended_on is not None)
        for pk, pupil_id, guardian_id, off_on, ended_on in rows.values_list(*columns).iterator(5000)
    )


def _staff(on: date) -> tuple[KnownStaff, ...]:
    schools: dict[int, set[int]] = defaultdict(set)
    running = Q(until_on__isnull=True) | Q(until_on__gte=on)
    posts = Post.objects.filter(running, organisation__kind=OrgKind.SCHOOL.value)
    for user_id, school_id in posts.order_by("pk").values_list("user_id", "organisation_id"):
        schools[user_id].add(school_id)
    offered: dict[int, set[tuple[int, Role]]] = defaultdict(set)
    reviews = RosterReview.objects.filter(kind=ReviewKind.NEW_STAFF.value, user__isnull=False)
    for user_id, school_id, role in reviews.order_by("pk").values_list(
        "user_id", "school_id", "role"
    ):
        if user_id is not None:
            offered[user_id].add((school_id, Role(role)))
    users = User.objects.exclude(external_key="").order_by("pk")
    return tuple(
        KnownStaff(
            pk, key, name, off_on is not None, frozenset(schools[pk]), frozenset(offered[pk])
        )
        for pk, key, name, off_on in users.values_list(
            "pk", "external_key", "name", "off_roster_on"
        )
    )


def load_register_schools(actor: Actor) -> list[KnownRegisterSchool]:
    """Every organisation with a number, as the school register last had it."""
    if not may(actor, Permission.SETUP):
        return []
    rows = Organisation.objects.exclude(org_number="").select_related("profile").order_by("pk")
    return [
        KnownRegisterSchool(row.pk, _register_row(row), row.kind == OrgKind.SCHOOL.value)
        for row in rows
    ]


def _register_row(row: Organisation) -> RegisterSchool:
    profile = getattr(row, "profile", None)
    if profile is None:
        return RegisterSchool(row.org_number, row.name, "")
    return RegisterSchool(
        org_number=row.org_number,
        name=row.name,
        municipality=profile.municipality,
        school_type=profile.school_type,
        owner=profile.owner,
        grade_from=profile.grade_from,
        grade_to=profile.grade_to,
        pupil_count=profile.pupil_count,
        street=profile.street,
        post_place=profile.post_place,
        website=profile.website,
        latitude=profile.latitude,
        longitude=profile.longitude,
    )


def _of_pupils(actor: Actor) -> QuerySet[RosterReview]:
    if not may(actor, Permission.GUARDIAN_VERIFY):
        return RosterReview.objects.none()
    rows = RosterReview.objects.filter(
        Q(pupil__protection=0) | visibility.is_named(actor, "pupil_id"),
        school_id=actor.organisation_id,
        settled_at__isnull=True,
    )
    if actor.affiliations:
        rows = rows.filter(~visibility.is_excluded(actor, "pupil_id"))
    return rows.select_related("pupil__class_group", "guardian", "school")


def _of_staff(actor: Actor) -> QuerySet[RosterReview]:
    if not may(actor, Permission.PEOPLE_ADMIN):
        return RosterReview.objects.none()
    rows = RosterReview.objects.filter(settled_at__isnull=True, user__isnull=False)
    return rows.select_related("user", "school")


def list_reviews(actor: Actor, *, limit: int = 100) -> list[RosterReview]:
    """What rosters have left for those who coordinate cases at the actor's school.

    Such a row may tell that a pupil has a case. So a pupil with a protected address is listed for
    those on the reader list only, and nobody sees a pupil whose guardians have shut them out.
    """
    return list(_of_pupils(actor).order_by("kind", "pupil__sort_key", "pk")[:limit])


def list_staff_reviews(actor: Actor, *, limit: int = 100) -> list[RosterReview]:
    """Staff whom rosters have named, or no longer name, for the administrator."""
    return list(_of_staff(actor).order_by("kind", "school__name", "user__name", "pk")[:limit])


def find_review(actor: Actor, public_id: str) -> RosterReview | None:
    """An open review that the actor may see and settle, None otherwise."""
    found = _of_pupils(actor).filter(public_id=public_id).first()
    return found or _of_staff(actor).filter(public_id=public_id).first()
