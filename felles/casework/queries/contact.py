"""Which services the school may talk with about a pupil today, and about what."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from felles.casework.queries.cases import CaseView
from felles.meetings.queries import list_team_services
from felles.people.models import Organisation
from felles.rules.access import Actor
from felles.rules.consent import may_contact
from felles.rules.decision import Decision
from felles.rules.roles import Topic


@dataclass(frozen=True, slots=True)
class ContactLine:
    """One service of the team, with the rule's answer for each topic on the actor's day."""

    service: Organisation
    decisions: Mapping[Topic, Decision]

    @property
    def topics(self) -> frozenset[Topic]:
        """What may be talked about with this service today; empty when nothing may."""
        return frozenset(topic for topic, decision in self.decisions.items() if decision)

    @property
    def is_whole(self) -> bool:
        """True when every topic may be talked about."""
        return self.topics == frozenset(Topic)

    @property
    def refusal(self) -> Decision:
        """Why nothing may be talked about; a yes when something may."""
        return next(iter(self.decisions.values())) if not self.topics else Decision.yes()


def list_contact_lines(actor: Actor, view: CaseView) -> list[ContactLine]:
    """Every service of the school's innsatsteam in the case of a visible case, in one query.

    The caller has made sure that the actor may know whom the guardians said no to.
    """
    holders = view.facts.holders
    return [
        ContactLine(
            service,
            {topic: may_contact(holders, service.pk, topic, on=actor.on) for topic in Topic},
        )
        for service in list_team_services(view.case.school_id)
    ]
