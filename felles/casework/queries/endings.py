"""Consents that end soon, have ended, or are older than a birthday that means something."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import Q, QuerySet

from felles.casework.models import Case
from felles.casework.queries.cases import CaseView, visible_cases
from felles.meetings.queries import list_team_services
from felles.people.models import Guardianship
from felles.people.queries import (
    PupilFacts,
    list_actors,
    list_coordinator_ids,
    list_own_ties,
    load_pupil_facts,
)
from felles.programme.queries import get_settings
from felles.rules.access import OSLO, Actor
from felles.rules.ages import Milestone, find_passed
from felles.rules.case_flow import Step
from felles.rules.clocks import SettingKey
from felles.rules.consent import live_topics
from felles.rules.families import FamilyActor, FamilyLogin
from felles.rules.replay import WarnStep, last_day, warn_before

# The steps at which a consent is in use, or about to be.
IN_USE = [step.value for step in Step if step.needs_consent or step is Step.CONSENT]


@dataclass(frozen=True, slots=True)
class Ending:
    """The last day of what the guardians allow together, how near it is, and for which services."""

    until: date
    step: WarnStep
    services: frozenset[int]


@dataclass(frozen=True, slots=True)
class AskAgain:
    """Why it is time to ask the guardians of a case anew: an end, a birthday, or both."""

    ending: Ending | None = None
    milestone: Milestone | None = None

    def __bool__(self) -> bool:
        return self.ending is not None or self.milestone is not None


def ask_again(
    facts: PupilFacts,
    birth_on: date | None,
    service_ids: Iterable[int],
    *,
    on: date,
    days: Mapping[SettingKey, int],
) -> AskAgain:
    """What the answers of one case call for on a day; nothing once it has been asked anew."""
    given = [
        (holder.guardian_id, holder.answer)
        for holder in facts.holders
        if holder.is_awaited and holder.answer is not None and holder.answer.kind.is_yes
    ]
    if facts.asked_at is None or not given:
        return AskAgain()
    if any(facts.answered_to[guardian] < facts.asked_at for guardian, _answer in given):
        return AskAgain()
    answered_on = min(answer.valid_from for _guardian, answer in given)
    asked_on = facts.asked_at.astimezone(OSLO).date()
    return AskAgain(
        _ending(facts, service_ids, on, days),
        find_passed(birth_on, days, answered_on=max(answered_on, asked_on), on=on),
    )


def _ending(
    facts: PupilFacts, service_ids: Iterable[int], on: date, days: Mapping[SettingKey, int]
) -> Ending | None:
    team = frozenset(service_ids)
    until = last_day(facts.holders, team)
    step = warn_before(until, on, days) if until else None
    if until is None or step is None:
        return None
    open_until = {one for one in team if live_topics(facts.holders, one, until)}
    return Ending(until, step, frozenset(open_until))


def ask_again_of(actor: Actor, view: CaseView, service_ids: Iterable[int]) -> AskAgain:
    """What the answers of a visible case call for on the actor's day."""
    case = view.case
    if case.state != Case.State.OPEN or case.step not in IN_USE:
        return AskAgain()
    days = get_settings(actor.on)
    return ask_again(view.facts, case.pupil.birth_on, service_ids, on=actor.on, days=days)


def list_ask_again(actor: Actor, *, own: bool) -> dict[int, AskAgain]:
    """Cases of the actor's school to ask anew about, by id, in a fixed number of queries.

    Only those that the actor sees; with ``own`` only those that the actor is responsible for.
    """
    cases = visible_cases(actor).filter(school_id=actor.organisation_id)
    if own:
        cases = cases.filter(owner_id=actor.user_id)
    return _of_school(cases.filter(_open()), actor.organisation_id, actor.at)


def _open() -> Q:
    return Q(state=Case.State.OPEN.value, step__in=IN_USE)


def _of_school(cases: QuerySet[Case], school_id: int, at: datetime) -> dict[int, AskAgain]:
    on = at.astimezone(OSLO).date()
    columns = ("pk", "pupil_id", "pupil__birth_on", "active_since_at")
    rows = list(cases.order_by("pk").values_list(*columns))
    team = [service.pk for service in list_team_services(school_id)]
    days = get_settings(on)
    facts = load_pupil_facts({pupil_id for _pk, pupil_id, _birth, _since in rows}, at)
    found = {
        pk: ask_again(facts[pupil_id].since(since), birth_on, team, on=on, days=days)
        for pk, pupil_id, birth_on, since in rows
    }
    return {pk: reasons for pk, reasons in found.items() if reasons}


@dataclass(frozen=True, slots=True)
class EndingCase:
    """A case whose consent ends soon or has ended, for the worker that reminds."""

    case_id: int
    pupil_id: int
    school_id: int
    ending: Ending


def list_endings(at: datetime) -> list[EndingCase]:
    """Every case whose consent ends soon or has ended, school by school.

    For the worker only, which tells nobody what it is about.
    """
    open_cases = Case.objects.filter(_open())
    found = []
    for school_id in sorted(set(open_cases.values_list("school_id", flat=True))):
        cases = open_cases.filter(school_id=school_id)
        pupils = dict(cases.values_list("pk", "pupil_id"))
        for case_id, reasons in _of_school(cases, school_id, at).items():
            if reasons.ending is not None:
                found.append(EndingCase(case_id, pupils[case_id], school_id, reasons.ending))
    return found


def may_hear_of_end(user_id: int, case_id: int, at: datetime) -> bool:
    """May this person be told now that a consent ends: still a coordinator, or responsible, who
    sees the case, and it is still so?"""
    return any(
        _ends(actor, case_id)
        and (
            user_id in list_coordinator_ids(actor.organisation_id, actor.on)
            or Case.objects.filter(pk=case_id, owner_id=user_id).exists()
        )
        for actor in list_actors(user_id, at)
    )


def _ends(actor: Actor, case_id: int) -> bool:
    reasons = list_ask_again(actor, own=False).get(case_id)
    return reasons is not None and reasons.ending is not None


def find_family_of_end(guardian_id: int, case_id: int, at: datetime) -> Guardianship | None:
    """The guardian's own tie, while the consent of the case still ends soon and the door is open.

    Asked when the notice goes out: a door that has been closed since hears nothing.
    """
    case = next((one for one in list_endings(at) if one.case_id == case_id), None)
    if case is None or case.ending.step is WarnStep.ENDED:
        return None
    actor = FamilyActor(guardian_id, "", FamilyLogin.LINK, at)
    ties = (tie for tie in list_own_ties(actor) if tie.pupil_id == case.pupil_id)
    return next(ties, None)
