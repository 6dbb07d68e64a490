"""The plan in plain sentences: what is proposed, what stands in the way, what would change."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from felles.meetings.queries import YearPlan
from felles.rules.free_times import WEEKDAYS, time_of
from felles.rules.year_plan import (
    DoubleBooking,
    SeriesFacts,
    TeamRow,
    list_double_bookings,
)
from felles.rules.year_wheel import Pattern, Problem, Time, Trouble
from felles.ui import dates
from felles.web.year.common import listed, rhythm
from felles.web.year.structure import series_name

MOST_TOLD = 20


@dataclass(frozen=True, slots=True)
class Row:
    """One innsatsteam of the proposal."""

    name: str
    url_id: str
    when: str
    rhythm: str
    next_on: date | None
    disliked_by: str
    change: str
    before: str


def list_rows(plan: YearPlan, today: date) -> list[Row]:
    """The proposal, school by school, with the next meeting from today on."""
    following: dict[int, date] = {}
    for one in plan.occasions:
        if one.on is not None and one.on >= today:
            following.setdefault(one.series_id, one.on)
    return [_row(row, following.get(row.series.id)) for row in plan.proposal.rows]


def _row(row: TeamRow, next_on: date | None) -> Row:
    now = row.series.pattern
    change = "" if row.pattern is None else "kept"
    if row.pattern is not None and now is None:
        change = "new"
    if row.is_moved:
        change = "moved"
    return Row(
        name=row.series.organisation_name,
        url_id=row.series.public_id,
        when=said_time(row.pattern.time) if row.pattern else "",
        rhythm=rhythm(row.series.every_weeks),
        next_on=next_on if row.pattern else None,
        disliked_by=listed(row.disliked_by),
        change=change,
        before=_before(row.pattern, now) if row.is_moved and now else "",
    )


def _before(pattern: Pattern | None, now: Pattern) -> str:
    if pattern is not None and pattern.time == now.time:
        return _("andre uker")
    return said_time(now.time)


def said_time(when: Time) -> str:
    """«tirsdag kl. 10.00»"""
    weekday, slot = when
    return _("%(day)s kl. %(time)s") % {
        "day": _(WEEKDAYS[weekday]),
        "time": dates.clock_time(time_of(slot)),
    }


def list_problems(plan: YearPlan) -> list[str]:
    """What stands in the way, a sentence or two each."""
    of = {one.id: one for one in plan.series}
    told = [_stuck(row) for row in plan.proposal.rows if row.pattern is None or row.missing]
    told += [
        _clash(problem, plan.proposal.names, of)
        for problem in plan.proposal.plan.problems
        if problem.trouble is not Trouble.NO_COMMON_TIME
    ]
    return told[:MOST_TOLD]


def _stuck(row: TeamRow) -> str:
    place = row.series.organisation_name
    if not row.series.members:
        return _("%(school)s: Ingen er med i innsatsteamet ennå.") % {"school": place}
    if row.pattern is not None:
        return _(
            "%(school)s beholder tida si, men da kan ikke %(names)s. Vi fant ingen bedre tid."
        ) % {"school": place, "names": listed(row.missing)}
    if row.unanswered:
        return _("%(school)s får ikke tid ennå. Disse har ikke svart: %(names)s.") % {
            "school": place,
            "names": listed(row.unanswered),
        }
    if row.nearest is None:
        return _("%(school)s har ingen felles ledig tid.") % {"school": place}
    return _(
        "%(school)s har ingen felles ledig tid. Nærmest er %(time)s, men da kan ikke %(names)s."
    ) % {"school": place, "time": said_time(row.nearest), "names": listed(row.missing)}


def _clash(problem: Problem, names: Mapping[int, str], of: Mapping[int, SeriesFacts]) -> str:
    schools = listed(of[one].organisation_name for one in problem.schools if one in of)
    values = {
        "name": names.get(problem.member or 0, ""),
        "n": problem.times,
        "weeks": problem.out_of,
        "schools": schools,
    }
    if problem.trouble is Trouble.TWO_PLACES:
        return (
            ngettext(
                "%(name)s må være to steder %(n)d gang på %(weeks)d skoleuker (%(schools)s).",
                "%(name)s må være to steder %(n)d ganger på %(weeks)d skoleuker (%(schools)s).",
                problem.times,
            )
            % values
        )
    return (
        ngettext(
            "%(name)s får for mange innsatsteam på én dag %(n)d gang på %(weeks)d skoleuker "
            "(%(schools)s).",
            "%(name)s får for mange innsatsteam på én dag %(n)d ganger på %(weeks)d skoleuker "
            "(%(schools)s).",
            problem.times,
        )
        % values
    )


def list_doubles(plan: YearPlan) -> list[str]:
    """Who would be in two places by the other meetings' own times."""
    names = {member.user_id: member.name for one in plan.series for member in one.members}
    of = {one.id: one for one in plan.series}
    found = list_double_bookings(plan.series, plan.occasions)
    return [_double(one, names, of) for one in found[:MOST_TOLD]]


def _double(one: DoubleBooking, names: Mapping[int, str], of: Mapping[int, SeriesFacts]) -> str:
    first, second = (full_name(of[series]) for series in one.series_ids)
    return ngettext(
        "%(name)s har to møter samtidig %(n)d dag i året: %(first)s og %(second)s.",
        "%(name)s har to møter samtidig %(n)d dager i året: %(first)s og %(second)s.",
        one.times,
    ) % {"name": names.get(one.user_id, ""), "n": one.times, "first": first, "second": second}


def full_name(one: SeriesFacts) -> str:
    """«Elevsaksmøte ved Furulia skole»"""
    return _("%(meeting)s ved %(place)s") % {
        "meeting": series_name(one.kind.value, one.name),
        "place": one.organisation_name,
    }


def list_untimed(plan: YearPlan) -> list[tuple[str, str]]:
    """Series other than innsatsteam that have no time of their own: name and public id."""
    return [
        (full_name(one), one.public_id)
        for one in plan.series
        if one.is_active and not one.is_team and one.pattern is None
    ]


def say_steps(plan: YearPlan) -> list[str]:
    """What publishing would do, a sentence a sort."""
    steps = plan.steps
    rows = (
        (len(steps.new), _new),
        (len(steps.changed), _changed),
        (len(steps.removed), _removed),
        (steps.kept, _kept),
        (steps.left, _left),
    )
    return [say(count) for count, say in rows if count]


def _new(n: int) -> str:
    return ngettext(
        "%(n)d nytt møte kommer i kalenderen.", "%(n)d nye møter kommer i kalenderen.", n
    ) % {"n": n}


def _changed(n: int) -> str:
    return ngettext(
        "%(n)d møte får ny tid eller nytt sted.", "%(n)d møter får ny tid eller nytt sted.", n
    ) % {"n": n}


def _removed(n: int) -> str:
    return ngettext("%(n)d møte blir tatt bort.", "%(n)d møter blir tatt bort.", n) % {"n": n}


def _kept(n: int) -> str:
    return ngettext("%(n)d møte står som før.", "%(n)d møter står som før.", n) % {"n": n}


def _left(n: int) -> str:
    return ngettext(
        "%(n)d møte rører vi ikke. Det er innkalt, flyttet for hånd eller har en saksliste.",
        "%(n)d møter rører vi ikke. De er innkalt, flyttet for hånd eller har en saksliste.",
        n,
    ) % {"n": n}


def say_moves(plan: YearPlan) -> str:
    """How much a new plan upsets what is published."""
    published = [row for row in plan.proposal.rows if row.series.pattern is not None]
    if not published:
        return ""
    moved = plan.proposal.moves
    if not moved:
        return _("Ingen publisert tid blir flyttet.")
    return ngettext(
        "Forslaget flytter %(n)d av %(all)d faste tider. Det er det færreste som går.",
        "Forslaget flytter %(n)d av %(all)d faste tider. Det er det færreste som går.",
        moved,
    ) % {"n": moved, "all": len(published)}
