"""The structure of meetings: which series a school or a service has, and who could take part."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from django.db.models import Count, Prefetch, Q, QuerySet

from felles.meetings.models import Series, SeriesMember
from felles.meetings.queries.meetings import NotThere
from felles.meetings.queries.teams import find_team, list_team_services
from felles.people.models import Organisation, Post
from felles.rules.access import Actor, Permission, may
from felles.rules.meetings import TEMPLATES, MeetingKind, Place, Template
from felles.rules.roles import OrgKind, Role

# The guide: most of all years 5 and 6 (part 1). Teachers of these take part in the trinnmøte.
TARGET_GRADES = (5, 6)
_MOST = 100


def may_shape(actor: Actor, organisation_id: int) -> bool:
    """True for those who plan all meetings, and for those who lead the school's own."""
    leads = may(actor, Permission.MEETING_LEAD) and actor.organisation_id == organisation_id
    return leads or may(actor, Permission.MEETING_PLAN)


def running_posts(on: date) -> QuerySet[Post]:
    """Posts that run on a day, of people who are still here, with person and organisation."""
    running = Q(from_on__lte=on) & (Q(until_on__isnull=True) | Q(until_on__gte=on))
    posts = Post.objects.filter(running, user__is_active=True)
    return posts.select_related("user", "organisation", "employer")


@dataclass(frozen=True, slots=True)
class StructureRow:
    """One school or service, and how many series it has: all, active, and without a time."""

    organisation: Organisation
    total: int
    active: int
    untimed: int


def list_structures(actor: Actor) -> list[StructureRow]:
    """The schools and services whose meetings the actor may shape, schools first."""
    planned = Q(meeting_series__is_active=True)
    rows = _shapeable(actor).annotate(
        total=Count("meeting_series", distinct=True),
        active=Count("meeting_series", filter=planned, distinct=True),
        untimed=Count(
            "meeting_series",
            filter=planned & Q(meeting_series__weekday__isnull=True),
            distinct=True,
        ),
    )
    found = [StructureRow(row, row.total, row.active, row.untimed) for row in rows]
    return sorted(
        found,
        key=lambda row: (
            row.organisation.kind != OrgKind.SCHOOL.value,
            row.organisation.name,
            row.organisation.pk,
        ),
    )


def _shapeable(actor: Actor) -> QuerySet[Organisation]:
    organisations = Organisation.objects.filter(is_active=True)
    if not may(actor, Permission.MEETING_PLAN):
        own = may(actor, Permission.MEETING_LEAD)
        return organisations.filter(pk=actor.organisation_id) if own else organisations.none()
    agents = running_posts(actor.on).filter(role=Role.SOCIAL_AGENT.value)
    leaders = running_posts(actor.on).filter(role=Role.AGENT_LEADER.value)
    return organisations.filter(
        Q(kind=OrgKind.SCHOOL.value)
        | Q(pk__in=agents.values("employer_id"))
        | Q(pk__in=leaders.values("organisation_id"))
        | Q(pk__in=Series.objects.values("organisation_id"))
    )


@dataclass(frozen=True, slots=True)
class Structure:
    """The meetings of one school or service. ``missing`` are the guide's that it has not."""

    organisation: Organisation
    series: list[Series]
    missing: list[Template]


def get_structure(actor: Actor, public_id: str) -> Structure:
    """The meetings of a school or service that the actor may shape.

    Raises:
        NotThere: there is no such school or service for the actor.
    """
    organisation = _shapeable(actor).filter(public_id=public_id).first()
    if organisation is None:
        raise NotThere
    rows = _with_members(Series.objects.filter(organisation=organisation))[:_MOST]
    series = sorted(rows, key=lambda row: (_order(row), row.name, row.pk))
    return Structure(organisation, series, list_missing(organisation, series))


def _with_members(rows: QuerySet[Series]) -> QuerySet[Series]:
    running = SeriesMember.objects.filter(until_on=None).select_related(
        "post__user", "post__organisation"
    )
    members = Prefetch("members", running.order_by("is_substitute", "post__user__name", "pk"))
    return rows.select_related("organisation", "team").prefetch_related(members).order_by("pk")


def _order(row: Series) -> int:
    return list(MeetingKind).index(MeetingKind(row.kind))


def place_of(organisation: Organisation) -> Place:
    """Whose templates an organisation uses."""
    return Place.SCHOOL if organisation.kind == OrgKind.SCHOOL.value else Place.SERVICE


def list_missing(organisation: Organisation, series: list[Series]) -> list[Template]:
    """The guide's meetings that an organisation does not have, also none that is put aside."""
    there = {row.kind for row in series}
    place = place_of(organisation)
    return [
        template
        for kind, template in TEMPLATES.items()
        if template.place is place and kind is not MeetingKind.OTHER and kind.value not in there
    ]


def get_series(actor: Actor, public_id: str) -> Series:
    """A series that the actor may shape, with its running members.

    Raises:
        NotThere: there is no such series for the actor.
    """
    row = _with_members(Series.objects.filter(public_id=public_id)).first()
    if row is None or not may_shape(actor, row.organisation_id):
        raise NotThere
    return row


def list_candidates(actor: Actor, organisation: Organisation) -> list[Post]:
    """Posts that could take part: a school's staff, the services that cover it, and the leaders
    of the social agents; a service's own people and those whom it employs."""
    posts = running_posts(actor.on).prefetch_related("classes")
    leaders = Q(role=Role.AGENT_LEADER.value)
    if place_of(organisation) is Place.SCHOOL:
        own = Q(organisation=organisation) | Q(post_schools__school=organisation)
    else:
        own = Q(organisation=organisation) | Q(employer=organisation)
    rows = posts.filter(own | leaders).distinct()[: 4 * _MOST]
    return sorted(
        rows,
        key=lambda post: (
            post.organisation_id != organisation.pk,
            post.organisation.name,
            list(Role).index(Role(post.role)),
            post.user.name,
            post.pk,
        ),
    )


def suggest_posts(
    organisation: Organisation, kind: MeetingKind, candidates: list[Post]
) -> list[Post]:
    """Who takes part according to the guide: those of the candidates with the template's roles.

    In the innsatsteam only those of the team's services; in the trinnmøte the teachers of years 5
    and 6; one person once.
    """
    roles = {role.value for role in TEMPLATES[kind].roles}
    in_team = set()
    if kind is MeetingKind.INNSATSTEAM:
        in_team = {service.pk for service in list_team_services(organisation.pk)}
    found: dict[int, Post] = {}
    for post in candidates:
        if post.role not in roles:
            continue
        if in_team and post.organisation_id not in in_team | {organisation.pk}:
            continue
        if kind is MeetingKind.TRINNMOTE and not _teaches_target(post):
            continue
        found.setdefault(post.user_id, post)
    return list(found.values())


def _teaches_target(post: Post) -> bool:
    if post.role == Role.SOCIAL_AGENT.value:
        return True
    return any(row.grade in TARGET_GRADES for row in post.classes.all())


def find_rhythm(school_id: int) -> tuple[int, int, int | None]:
    """How many teaching weeks lie between a school's innsatsteam meetings, their minutes, and in
    which teaching week the first one is (from 0; None before the year is planned).

    The guide's own where the school has none yet.
    """
    kind = MeetingKind.INNSATSTEAM
    found = Series.objects.filter(organisation_id=school_id, kind=kind.value, is_active=True)
    first = found.order_by("pk").values_list("every_weeks", "minutes", "first_week").first()
    if first is not None:
        return first
    team = find_team(school_id)
    template = TEMPLATES[kind]
    return team.cadence_weeks if team else template.every_weeks, template.minutes, None
