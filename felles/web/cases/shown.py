"""What every page of a case shows first: whose it is, why it is seen, how far it has come."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING, Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from felles.casework.queries import CasePage, CaseView
from felles.rules.access import Actor, Ground, Permission, may
from felles.rules.case_flow import Step
from felles.rules.consent import ConsentState
from felles.ui import dates, parts
from felles.web.cases.history import find_visits

if TYPE_CHECKING:
    from felles.people.models import Guardianship

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
            return _("%(role)s, og foresatte har sagt ja til tjenesten") % names
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
    if step is Step.CLOSED:
        return []
    if not view.sight.is_school:
        return [(_("Samtykke gjelder"), "success", "check")]
    state = page.evidence.consent_state
    if state is ConsentState.LIVE:
        # The page names a service that was refused only to those who may know of it.
        some = any(row.excluded for row in page.services)
        text = _("Samtykke: ja, men ikke alle") if some else _("Samtykke gjelder")
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
