"""The minutes of one case, cut to the reader: never one document for several children.

Inside the school every version can be read. A service reads the newest approved one, where its text
is for the team and its topic within the consent: what was corrected because it said too much is
not read on.
"""

from __future__ import annotations

from dataclasses import dataclass

from django.db.models import Exists, OuterRef, QuerySet

from felles.casework.models import BoardDecision, CaseItem, Measure, Minutes, readable
from felles.casework.queries.cases import CaseView, NotVisible
from felles.meetings.models import Attendee, Meeting, Presence
from felles.meetings.queries import leads, list_team_services
from felles.rules.access import Actor, Permission, may
from felles.rules.consent import live_topics
from felles.rules.decision import Decision
from felles.rules.meetings import RowState
from felles.rules.minutes import (
    MinutesFacts,
    may_approve_minutes,
    may_correct_minutes,
    may_write_minutes,
)


@dataclass(frozen=True, slots=True)
class MinutesRow:
    """One version in the list of a case, with its meeting."""

    minutes: Minutes
    meeting: Meeting
    is_newest: bool

    @property
    def is_approved(self) -> bool:
        """True once nobody changes it any more."""
        return self.minutes.approved_at is not None


@dataclass(frozen=True, slots=True)
class MinutesList:
    """The minutes of a case: the newest of each meeting, and the meetings that have none yet."""

    rows: list[MinutesRow]
    missing: list[CaseItem]


@dataclass(frozen=True, slots=True)
class MinutesPage:
    """One version as its reader may see it.

    ``present`` were in the room when the case was dealt with; empty where nobody wrote it down.
    ``versions`` are those that the reader may open, newest first.
    """

    minutes: Minutes
    meeting: Meeting
    question: str
    decisions: list[BoardDecision]
    measures: list[Measure]
    present: list[Attendee]
    versions: list[Minutes]
    may_write: Decision
    may_approve: Decision
    may_correct: Decision
    is_led: bool

    @property
    def is_newest(self) -> bool:
        """True when no later version exists for this reader."""
        return self.versions[0].pk == self.minutes.pk


def _visible(actor: Actor, view: CaseView) -> QuerySet[Minutes]:
    rows = readable(Minutes, actor, view.sight).filter(case=view.case)
    rows = rows.select_related("item__row__meeting__organisation", "by", "approved_by", "case")
    if view.sight.is_school:
        return rows
    newer = Minutes.objects.filter(
        item=OuterRef("item"), number__gt=OuterRef("number"), approved_at__isnull=False
    )
    return rows.filter(~Exists(newer), approved_at__isnull=False)


def list_approved_minutes(actor: Actor, view: CaseView) -> list[MinutesRow]:
    """The newest approved version of each meeting's minutes, for the history of a case."""
    newest: dict[int, Minutes] = {}
    rows = _visible(actor, view).filter(approved_at__isnull=False).order_by("item_id", "-number")
    for minutes in rows:
        newest.setdefault(minutes.item_id, minutes)
    return [MinutesRow(one, one.item.row.meeting, is_newest=True) for one in newest.values()]


def list_minutes(actor: Actor, view: CaseView) -> MinutesList:
    """The newest version of each meeting's minutes in a visible case, the latest meeting first."""
    newest: dict[int, Minutes] = {}
    ordered = _visible(actor, view).order_by("-item__row__meeting__starts_at", "item_id", "-number")
    for minutes in ordered:
        newest.setdefault(minutes.item_id, minutes)
    rows = [MinutesRow(one, one.item.row.meeting, is_newest=True) for one in newest.values()]
    return MinutesList(rows, _missing(actor, view))


def _missing(actor: Actor, view: CaseView) -> list[CaseItem]:
    """Lines of the case that were dealt with and have no minutes: for those who write them."""
    if not (may(actor, Permission.MEETING_LEAD) and view.sight.is_school):
        return []
    items = CaseItem.objects.filter(case=view.case, row__state=RowState.DONE.value, minutes=None)
    return list(items.select_related("row__meeting").order_by("-row__meeting__starts_at", "pk"))


def get_minutes(actor: Actor, view: CaseView, minutes_id: str) -> MinutesPage:
    """One version of the minutes of a visible case.

    Raises:
        NotVisible: there is none, or the actor may not read it.
    """
    visible = _visible(actor, view)
    minutes = visible.filter(public_id=minutes_id).first()
    if minutes is None:
        raise NotVisible
    item, meeting = minutes.item, minutes.item.row.meeting
    versions = list(visible.filter(item=item).order_by("-number"))
    facts = minutes_facts(minutes)
    is_writer = may(actor, Permission.MEETING_LEAD) and view.sight.is_school
    in_case = {"case": view.case, "item": item}
    decisions = readable(BoardDecision, actor, view.sight).filter(**in_case)
    measures = readable(Measure, actor, view.sight).filter(**in_case)
    return MinutesPage(
        minutes=minutes,
        meeting=meeting,
        question=item.question if view.sight.is_school else "",
        decisions=list(decisions.order_by("held_on", "pk")),
        measures=list(
            measures.select_related("organisation", "owner")
            .prefetch_related("check_ins")
            .order_by("due_on", "pk")
        ),
        present=_present(actor, view, item),
        versions=versions,
        may_write=may_write_minutes(facts) if is_writer else Decision.no(""),
        may_approve=may_approve_minutes(facts) if is_writer else Decision.no(""),
        may_correct=may_correct_minutes(facts) if is_writer else Decision.no(""),
        is_led=leads(actor, meeting),
    )


def minutes_facts(minutes: Minutes) -> MinutesFacts:
    """What the rule asks about one version."""
    newer = Minutes.objects.filter(item_id=minutes.item_id, number__gt=minutes.number)
    return MinutesFacts(
        is_approved=minutes.approved_at is not None,
        is_newest=not newer.exists(),
        has_text=bool(minutes.text.strip()),
    )


def _present(actor: Actor, view: CaseView, item: CaseItem) -> list[Attendee]:
    """Who was in the room. A service is told of the school, of itself, and of those services
    that the guardians allow today: the same as on the case's page."""
    rows = Presence.objects.filter(row=item.row).select_related(
        "attendee__post__user", "attendee__post__organisation"
    )
    there = [row.attendee for row in rows]
    if not view.sight.is_school:
        allowed = {
            service.pk
            for service in list_team_services(view.case.school_id)
            if live_topics(view.facts.holders, service.pk, actor.on)
        }
        allowed |= {view.case.school_id, actor.organisation_id}
        there = [one for one in there if one.post.organisation_id in allowed]
    return sorted(
        there,
        key=lambda one: (
            one.post.organisation_id != view.case.school_id,
            one.post.organisation.name,
            one.post.user.name,
        ),
    )
