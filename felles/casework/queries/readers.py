"""Who can see a case, each with the reason: the rule asked for everybody who might."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace

from felles.casework.queries.cases import CaseView, facts_of
from felles.people.queries import list_actors_at_school
from felles.rules.access import Actor, CaseFacts, Ground, Permission, may, may_see
from felles.rules.consent import Answer, AnswerKind, Authority, Holder
from felles.rules.families import FamilyActor
from felles.rules.roles import Role, Topic


@dataclass(frozen=True, slots=True)
class Reader:
    """A person who can see the case, in which role, for whom, and on what ground.

    Whom one acts for is left out where the address is protected: it tells the place.
    """

    user_id: int
    name: str
    role: Role
    organisation_id: int
    organisation_name: str
    ground: Ground


def list_readers(actor: Actor | FamilyActor, view: CaseView) -> list[Reader]:
    """Everyone who can see the case at the actor's instant, school first."""
    might = list_actors_at_school(
        view.case.school_id, service_ids=view.facts.granted_service_ids, at=actor.at
    )
    return readers_of(view, might)


def list_would_read(
    actor: Actor | FamilyActor, view: CaseView, service_ids: Iterable[int]
) -> list[Reader]:
    """Those who would see the case today if every guardian said yes to the services.

    The same rule as for who sees it now, asked of another answer: so nobody is promised to a
    family who would not read, or left out who would.
    """
    asked = frozenset(service_ids)
    might = list_actors_at_school(view.case.school_id, service_ids=asked, at=actor.at)
    yes = Answer(
        kind=AnswerKind.YES_ALL,
        valid_from=actor.on,
        valid_until=actor.on,
        topics=dict.fromkeys(asked, frozenset(Topic)),
    )
    facts = replace(
        facts_of(view.case, view.facts),
        is_with_team=True,
        granted_service_ids=asked,
        holders=(Holder(0, Authority.HOLDS, yes),),
    )
    return _readers(facts, might)


def readers_of(view: CaseView, might: list[Actor]) -> list[Reader]:
    """Those among ``might`` who can see the case, school first."""
    return _readers(facts_of(view.case, view.facts), might)


def _readers(facts: CaseFacts, might: list[Actor]) -> list[Reader]:
    readers = []
    for other in might:
        if not may(other, Permission.CASE_READ):
            continue
        sight = may_see(other, facts)
        if sight.ground is not None:
            readers.append(
                Reader(
                    other.user_id,
                    other.user_name,
                    other.role,
                    other.organisation_id,
                    "" if facts.is_protected else other.organisation_name,
                    sight.ground,
                )
            )
    return sorted(readers, key=lambda row: (row.ground is Ground.CONSENT, row.name, row.role))
