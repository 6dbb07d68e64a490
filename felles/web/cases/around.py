"""Who is around the child: what the guardians have said yes to, themselves, and those who help."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from felles.casework.queries import CasePage, CaseView
from felles.rules.access import Actor, Permission, may
from felles.rules.consent import Authority, ConsentState
from felles.rules.people import Relation
from felles.rules.roles import OrgKind
from felles.ui import dates, parts
from felles.web.cases.words import PLANNED, RUNNING

if TYPE_CHECKING:
    from felles.casework.models import Measure


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
    if knows and live:
        answers += [*_named(page), *_refused(view, page)]
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
