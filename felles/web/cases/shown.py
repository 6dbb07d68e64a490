"""What the case page shows, cut from what the actor may read. No rule lives here."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from felles.casework.queries import CasePage, CaseView
from felles.rules.access import Actor, Ground, Permission, may
from felles.rules.case_flow import Step
from felles.rules.consent import Authority, ConsentState
from felles.rules.people import Relation
from felles.rules.roles import OrgKind
from felles.ui import dates, parts
from felles.web.cases.history import find_visits
from felles.web.cases.words import (
    DONE,
    PLANNED,
    RATING_CODES,
    RATING_LABELS,
    RUNNING,
    STATUS_LABELS,
    STOPPED,
)

if TYPE_CHECKING:
    from felles.casework.models import CheckIn, Measure
    from felles.people.models import Guardianship

WEEKS_SHOWN = 8
Tag = tuple[str, str, str]


def case_head(view: CaseView) -> dict[str, Any]:
    """What every page of a case knows: whose it is, and how it is seen."""
    case = view.case
    return {
        "case": case,
        "public_id": case.public_id,
        "name": case.pupil.name,
        "called": case.pupil.called,
        "is_school": view.sight.is_school,
        "is_protected": view.facts.is_protected,
        "is_closed": Step(case.step) is Step.CLOSED,
        "step": Step(case.step),
        "version": case.version,
    }


def say_reason(actor: Actor, view: CaseView) -> str:
    """Who you are to this case, for «Du ser saken fordi du er …»."""
    role = _(actor.role.label)
    names = {"role": role, "name": view.case.pupil.called}
    match view.sight.ground:
        case Ground.OWN_CLASS:
            return _("%(role)s for %(name)s") % names
        case Ground.NAMED:
            return _("%(role)s og er satt på saken ved navn") % names
        case Ground.CONSENT:
            return _("%(role)s og foresatte har sagt ja til tjenesten") % names
        case _ground:
            return _("%(role)s på skolen") % names


def list_tags(actor: Actor, view: CaseView, page: CasePage) -> list[Tag]:
    """Short facts under the name. Of a protected pupil nothing tells the place."""
    tags: list[Tag] = []
    pupil = view.case.pupil
    if view.facts.is_protected:
        tags.append((_("Adressesperre"), "danger", "shield"))
    else:
        group = pupil.class_group.name if view.sight.is_school and pupil.class_group else ""
        place = ", ".join(part for part in (group, view.case.school.name) if part)
        tags.append((place, "neutral", ""))
    if view.sight.is_school:
        tags += [(text, "warning", "") for text in _languages(page.ties)]
    return [*tags, *_consent_tag(actor, view, page)]


def _languages(ties: Iterable[Guardianship]) -> list[str]:
    wanted = sorted(
        {tie.guardian.language for tie in ties if tie.guardian.needs_interpreter} - {""}
    )
    if wanted:
        return [_("Tolk: %(language)s") % {"language": ", ".join(wanted)}]
    return [_("Tolk")] if any(tie.guardian.needs_interpreter for tie in ties) else []


def _consent_tag(actor: Actor, view: CaseView, page: CasePage) -> list[Tag]:
    """Where consent stands. Whoever may not know who was refused, learns yes or nothing."""
    step = Step(view.case.step)
    if not view.sight.is_school:
        return [(_("Samtykke gjelder"), "success", "check")]
    state = page.evidence.consent_state
    if state is ConsentState.LIVE:
        some = any(row.excluded for row in page.services)
        knows = may(actor, Permission.EXCLUSIONS_READ)
        text = _("Samtykke: ja, men ikke alle") if some and knows else _("Samtykke gjelder")
        return [(text, "success", "check")]
    if step not in (Step.CONSENT, Step.INNSATSTEAM, Step.MEASURES, Step.EVALUATION):
        return []
    if not may(actor, Permission.EXCLUSIONS_READ):
        return [(_("Uten samtykke nå"), "neutral", "")]
    return [(_(state.label), "warning", "")]


def list_steps(view: CaseView, page: CasePage) -> list[parts.Step]:
    """The eight steps, with the day each was reached. Services see no days from before."""
    now = Step(view.case.step)
    visits = find_visits(page)
    shown = []
    for step in Step:
        times = visits.get(step, [])
        state: parts.StepState = "later"
        if step is now:
            state = "now"
        elif step < now:
            state = "done" if times or not view.sight.is_school else "skipped"
        note = ""
        if times and state != "later":
            rounds = len(times) if step is Step.AT_SCHOOL else 1
            note = dates.day(times[-1])
            if rounds > 1:
                note = ngettext("%(count)d runde", "%(count)d runder", rounds) % {"count": rounds}
        shown.append(parts.Step(_(step.label), state, note))
    return shown


@dataclass(frozen=True, slots=True)
class MeasureRow:
    """One line of the plan."""

    measure: Measure
    who: str
    weeks: list[str]
    status: str
    is_open: bool
    asks: bool
    token: str

    @property
    def is_planned(self) -> bool:
        """True before anybody has said how it goes."""
        return self.measure.status == PLANNED and not self.weeks


@dataclass(frozen=True, slots=True)
class Goal:
    """What the measures under it are for."""

    goal: str
    rows: list[MeasureRow]


def sorted_check_ins(measure: Measure) -> list[CheckIn]:
    """How a measure has gone, oldest first."""
    return sorted(measure.check_ins.all(), key=lambda row: (row.on, row.pk))


def _weeks(measure: Measure) -> list[str]:
    """One code a week, the last word of that week, at most eight weeks."""
    by_week: dict[tuple[int, int], str] = {}
    for row in sorted_check_ins(measure):
        by_week[row.on.isocalendar()[:2]] = RATING_CODES[row.rating]
    return list(by_week.values())[-WEEKS_SHOWN:]


def _is_own(actor: Actor, view: CaseView, measure: Measure) -> bool:
    """True for the owner; where nobody is named, for the case's owner or the service itself."""
    if measure.owner_id is not None:
        return measure.owner_id == actor.user_id
    if measure.organisation_id == view.case.school_id:
        return view.case.owner_id == actor.user_id
    return measure.organisation_id == actor.organisation_id


def say_organisation(view: CaseView, organisation: Any) -> str:
    """A service by its name; the school without one, since it would tell the place."""
    return _("Skolen") if organisation.pk == view.case.school_id else str(organisation.name)


def measure_row(actor: Actor, view: CaseView, measure: Measure, token: str) -> MeasureRow:
    """A measure as the plan shows it. It asks its own people once a week how it goes."""
    week = actor.on.isocalendar()[:2]
    told = any(row.on.isocalendar()[:2] == week for row in measure.check_ins.all())
    is_open = measure.status in (PLANNED, RUNNING)
    active = is_open and Step(view.case.step) is not Step.CLOSED
    owner = measure.owner.name if measure.owner else ""
    return MeasureRow(
        measure=measure,
        who=owner or say_organisation(view, measure.organisation),
        weeks=_weeks(measure),
        status=str(STATUS_LABELS[measure.status]),
        is_open=is_open,
        asks=active
        and not told
        and _is_own(actor, view, measure)
        and may(actor, Permission.MEASURE_FOLLOW),
        token=f"{token}-{measure.public_id}",
    )


def list_goals(
    actor: Actor, view: CaseView, page: CasePage, token: str
) -> tuple[list[Goal], list[MeasureRow]]:
    """The plan by goal, and the measures that are over."""
    goals: dict[str, list[MeasureRow]] = {}
    over = []
    for measure in page.measures:
        row = measure_row(actor, view, measure, token)
        if measure.status in (DONE, STOPPED):
            over.append(row)
        else:
            goals.setdefault(measure.goal, []).append(row)
    return [Goal(goal, rows) for goal, rows in goals.items()], over


@dataclass(frozen=True, slots=True)
class ConsentBox:
    """The side column's account of consent."""

    text: str
    answers: list[parts.ServiceAnswer]
    has_refused: bool
    until: date | None


def consent_box(actor: Actor, view: CaseView, page: CasePage) -> ConsentBox | None:
    """Who may take part. None as long as nobody has been asked."""
    live = any(row.topics for row in page.services)
    knows = bool(may(actor, Permission.EXCLUSIONS_READ)) and view.sight.is_school
    if not knows and not live:
        return None
    if knows and page.evidence.consent_state is ConsentState.NOT_ASKED and not page.answers:
        return None
    answers = [parts.ServiceAnswer(row.service.name, "yes") for row in page.services if row.topics]
    if knows:
        answers += _named(page)
    if knows and live:
        answers += _refused(view, page)
    has_refused = any(row.answer == "no" for row in answers)
    return ConsentBox(_consent_text(view, page, knows), answers, has_refused, _until(view, live))


def _named(page: CasePage) -> list[parts.ServiceAnswer]:
    people = {
        named.user.name
        for answer in page.answers
        if answer.is_current
        for named in answer.named_people.all()
    }
    note = _("Foresatte har sagt ja til denne personen")
    return [parts.ServiceAnswer(name, "yes", note) for name in sorted(people)]


def _refused(view: CaseView, page: CasePage) -> list[parts.ServiceAnswer]:
    note = _("Er ikke med når vi snakker om %(name)s") % {"name": view.case.pupil.called}
    rows = []
    for row in page.services:
        if row.excluded:
            rows.append(parts.ServiceAnswer(row.service.name, "no", note))
        elif not row.topics:
            rows.append(parts.ServiceAnswer(row.service.name, "unasked"))
    return rows


def _consent_text(view: CaseView, page: CasePage, knows: bool) -> str:
    if not view.sight.is_school:
        return _("Disse kan snakke om %(name)s.") % {"name": view.case.pupil.called}
    if not knows or page.evidence.consent_state is not ConsentState.LIVE:
        return _(page.evidence.consent_state.label) + "." if knows else _("Samtykke gjelder.")
    last = max(row.answered_on for row in page.answers if row.is_current)
    text = _("Alle med foreldreansvar har svart, sist %(day)s. Det strengeste svaret gjelder.")
    return text % {"day": dates.day_long(last)}


def _until(view: CaseView, live: bool) -> date | None:
    """The day the first of the answers runs out, when there is a live consent."""
    ends = [holder.answer.valid_until for holder in view.facts.holders if holder.answer]
    return min(ends) if live and ends else None


@dataclass(frozen=True, slots=True)
class GuardianRow:
    """A guardian, as the school's staff need it. No phone where the address is protected."""

    name: str
    relation: str
    authority: str
    is_verified: bool
    phone: str
    language: str


def list_guardians(view: CaseView, page: CasePage) -> list[GuardianRow]:
    """The guardians, for those who work with the case at school."""
    rows = []
    for tie in page.ties:
        guardian = tie.guardian
        authority = Authority(tie.authority)
        rows.append(
            GuardianRow(
                name=guardian.name,
                relation=_(Relation(tie.relation).label),
                authority=_(authority.label),
                is_verified=authority is not Authority.UNVERIFIED,
                phone="" if view.facts.is_protected else guardian.phone,
                language=guardian.language,
            )
        )
    return rows


def list_arenas(view: CaseView, page: CasePage) -> list[parts.Arena]:
    """Who is around the child, from what is written: home, school, and each service said yes to.

    Nothing before there is a plan: an empty map would only say what nobody has had time for.
    Nothing for a protected pupil either, since it is a map of places.
    """
    measures = [row for row in page.measures if row.status in (PLANNED, RUNNING)]
    if not measures or not view.sight.is_school or view.facts.is_protected:
        return []
    return [_home(page), _school(view, measures), *_services(page, measures)]


def _home(page: CasePage) -> parts.Arena:
    names = ", ".join(tie.guardian.name for tie in page.ties)
    held = [
        talk.held_on
        for talk in page.talks
        if talk.held_on and talk.kind in ("guardians", "family_meeting", "positive_call")
    ]
    note = _("Sist snakket: %(day)s") % {"day": dates.day(max(held))} if held else ""
    return parts.Arena(_("Hjem"), names or _("Ingen foresatte er registrert"), note)


def _count(measures: list[Measure]) -> str:
    return ngettext("%(count)d tiltak", "%(count)d tiltak", len(measures)) % {
        "count": len(measures)
    }


def _people(measures: list[Measure]) -> str:
    return ", ".join(sorted({row.owner.name for row in measures if row.owner}))


def _school(view: CaseView, measures: list[Measure]) -> parts.Arena:
    own = [row for row in measures if row.organisation_id == view.case.school_id]
    owner = view.case.owner.name if view.case.owner else ""
    return parts.Arena(_("Skole"), _people(own) or owner, _count(own) if own else _("Ingen tiltak"))


def _services(page: CasePage, measures: list[Measure]) -> list[parts.Arena]:
    arenas = []
    for row in page.services:
        if not row.topics:
            continue
        own = [one for one in measures if one.organisation_id == row.service.pk]
        note = _count(own) if own else _("Ikke med i planen ennå")
        name = _(OrgKind(row.service.kind).label)
        arenas.append(parts.Arena(name, _people(own) or row.service.name, note))
    return arenas


def say_evaluation(view: CaseView) -> str:
    """When the measures are to be evaluated, while they run."""
    if Step(view.case.step) is not Step.MEASURES or view.case.due_on is None:
        return ""
    return _("Evalueres %(day)s") % {"day": dates.day_long(view.case.due_on)}


def check_in_label(row: CheckIn) -> str:
    """«Bra», «Både og» or «Ikke bra»."""
    return str(RATING_LABELS[row.rating])
