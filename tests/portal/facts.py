"""Facts for papers, made without a database."""

from dataclasses import replace
from datetime import UTC, date, datetime
from typing import Any

from felles.casework.queries import (
    PaperDecision,
    PaperFacts,
    PaperInvitation,
    PaperMeasure,
    PaperQuestion,
    PaperService,
    PaperStaff,
)
from felles.rules.access import OSLO
from felles.rules.case_flow import Move
from felles.rules.roles import OrgKind

AT = datetime(2026, 11, 24, 7, 0, tzinfo=UTC)
CHILD_WELFARE = PaperService(OrgKind.CHILD_WELFARE, "Barneverntjenesten Eksempel")
CLUB = PaperService(OrgKind.YOUTH_CLUB, "Klubben Eksempel")
SERVICES = (CHILD_WELFARE, PaperService(OrgKind.SCHOOL_HEALTH, "Helsetjenesten Eksempel"), CLUB)


def paper_facts(**changes: Any) -> PaperFacts:
    """A guardian who is asked, and for whom something is decided."""
    facts = PaperFacts(
        guardianship="g1",
        guardian_name="Agnieszka Przykładowska",
        guardian_language="polsk",
        called="Maja",
        is_protected=False,
        school_name="Furulia skole",
        school_phone="22 00 00 00",
        team=SERVICES,
        question=PaperQuestion(
            services=SERVICES,
            staff=(PaperStaff("Mina Testdal", CHILD_WELFARE),),
            purpose="Hjelpe Maja å ha noen å være sammen med.",
            until=date(2027, 5, 23),
        ),
        decision=PaperDecision(
            is_of_team=True,
            outcome=Move.TEAM_DECIDE,
            held_on=date(2026, 11, 20),
            next_on=date(2027, 1, 3),
            text="Vi starter en lekegruppe.\nKlubben er med.",
            measures=(PaperMeasure("Lekegruppe hver tirsdag", CLUB, date(2026, 12, 24)),),
        ),
        invitation=PaperInvitation(
            starts_at=datetime(2026, 11, 26, 13, 30, tzinfo=OSLO),
            minutes=30,
            place="Rom 12, Furulia skole",
            has_interpreter=True,
            pupil_comes=True,
            is_cancelled=False,
        ),
    )
    return replace(facts, **changes)
