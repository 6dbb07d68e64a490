"""Contact with a member of the innsatsteam between meetings, within consent.

Source: the guide, part 3B (contact with representatives of the innsatsteam when needed, also
outside the meetings, after consent from the parents).
"""

from __future__ import annotations

from datetime import date, datetime

from django.db import transaction

from felles.casework.actions.shared import common, log, require_open, see_case
from felles.casework.models import Contact
from felles.casework.queries.evidence import list_team_service_ids
from felles.rules.access import Actor, Permission
from felles.rules.consent import may_contact
from felles.rules.decision import Decision
from felles.rules.roles import Audience, Topic
from felles.rules.text import N_

AUDIENCES = frozenset({Audience.SCHOOL, Audience.TEAM})


def log_contact(
    *,
    by: Actor,
    at: datetime,
    public_id: str,
    service_id: int,
    topic: Topic,
    held_on: date,
    who: str,
    text: str,
    audience: Audience = Audience.TEAM,
) -> Contact:
    """Log that the school has been in contact with a service about the pupil, by name.

    The consent is asked for the day of the contact: what was lawful then may be written now, and
    a yes that came later makes nothing lawful that was not.

    Raises:
        NotVisible: the case is out of sight.
        Refused: the role may not, the service is not in the team, the guardians had not said yes
            to this service and topic, the day is to come, or something is not written.
    """
    view = see_case(by, public_id, Permission.SERVICE_CONTACT)
    require_open(view)
    if service_id not in list_team_service_ids(view.case.school_id):
        Decision.no(N_("Tjenesten er ikke med i skolens innsatsteam.")).require()
    if held_on > by.on:
        Decision.no(N_("En samtale som er holdt, kan ikke være fram i tid.")).require()
    may_contact(view.facts.holders, service_id, topic, on=held_on).require()
    if audience not in AUDIENCES:
        Decision.no(N_("Velg hvem som kan lese det.")).require()
    if not who.strip() or not text.strip():
        Decision.no(N_("Skriv hvem dere snakket med, og hva dere ble enige om.")).require()
    with transaction.atomic():
        contact = Contact.objects.create(
            **common(view, by, at, audience=audience, topic=topic),
            service_id=service_id,
            held_on=held_on,
            who=who.strip(),
            text=text.strip(),
        )
        log(by, at, view, "contact.log", "Contact", contact.pk, service=service_id)
    return contact
