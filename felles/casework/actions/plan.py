"""Measures: somebody does something for the pupil, by a day, and says how it goes."""

from __future__ import annotations

from datetime import date, datetime

from django.db import transaction
from django.db.models import F

from felles.casework.actions.shared import Conflict, common, log, require_open, see_case
from felles.casework.models import CaseItem, CheckIn, Measure, readable
from felles.casework.queries.cases import CaseView, NotVisible
from felles.casework.queries.readers import list_readers
from felles.rules.access import Actor, Permission
from felles.rules.consent import live_topics
from felles.rules.decision import Decision
from felles.rules.roles import Audience, Topic
from felles.rules.text import N_


def add_measure(
    *,
    by: Actor,
    at: datetime,
    public_id: str,
    goal: str,
    what: str,
    organisation_id: int,
    due_on: date,
    topic: Topic,
    owner_id: int | None = None,
    audience: Audience = Audience.TEAM,
    item: CaseItem | None = None,
) -> Measure:
    """Add a measure with goal, owner and deadline.

    The owner must be somebody who can see the case now; a service adds measures of its own only,
    on topics it may read. ``item`` is the meeting's line in which it was agreed.

    Raises:
        Refused: a field is missing, the deadline has passed, or the owner may not see the case.
    """
    view = see_case(by, public_id, Permission.MEASURE_WRITE)
    require_open(view)
    if not goal.strip() or not what.strip():
        Decision.no(N_("Skriv mål og tiltak.")).require()
    if due_on < by.on:
        Decision.no(N_("Fristen må være i dag eller senere.")).require()
    if not view.sight.is_school:
        audience = Audience.TEAM
        if organisation_id != by.organisation_id:
            Decision.no(N_("Du kan bare love noe for din egen tjeneste.")).require()
        if topic not in view.sight.topics:
            Decision.no(N_("Samtykket omfatter ikke dette temaet for tjenesten din.")).require()
    _check_owner(by, view, organisation_id, owner_id)
    _check_topic(by, view, organisation_id, topic)
    with transaction.atomic():
        measure = Measure.objects.create(
            **common(view, by, at, audience=audience, topic=topic),
            goal=goal.strip(),
            what=what.strip(),
            organisation_id=organisation_id,
            owner_id=owner_id,
            due_on=due_on,
            item=item,
        )
        log(by, at, view, "measure.add", "Measure", measure.pk, organisation=organisation_id)
    return measure


def _check_owner(by: Actor, view: CaseView, organisation_id: int, owner_id: int | None) -> None:
    if organisation_id not in {view.case.school_id, *view.facts.granted_service_ids}:
        Decision.no(N_("Tjenesten er ikke med i saken.")).require()
    if owner_id is None:
        return
    if all(reader.user_id != owner_id for reader in list_readers(by, view)):
        Decision.no(N_("Den som skal ha ansvaret, må kunne se saken.")).require()


def _check_topic(by: Actor, view: CaseView, organisation_id: int, topic: Topic) -> None:
    """A service must be able to read its own measure, within what the guardians allow today."""
    if organisation_id == view.case.school_id:
        return
    if topic not in live_topics(view.facts.holders, organisation_id, by.on):
        Decision.no(N_("Samtykket omfatter ikke dette temaet for tjenesten.")).require()


def _find(by: Actor, view: CaseView, measure_public_id: str) -> Measure:
    measures = readable(Measure, by, view.sight)
    measure = measures.filter(case=view.case, public_id=measure_public_id).first()
    if measure is None:
        raise NotVisible
    return measure


def check_in(
    *,
    by: Actor,
    at: datetime,
    public_id: str,
    measure_public_id: str,
    rating: int,
    text: str = "",
) -> None:
    """Say how a measure goes. The first word starts a planned measure."""
    view = see_case(by, public_id, Permission.MEASURE_FOLLOW)
    require_open(view)
    measure = _find(by, view, measure_public_id)
    if rating not in CheckIn.Rating.values:
        Decision.no(N_("Velg hvordan det går.")).require()
    with transaction.atomic():
        row = CheckIn.objects.create(
            measure=measure, rating=rating, text=text.strip(), on=by.on, by_id=by.user_id, at=at
        )
        Measure.objects.filter(pk=measure.pk, status=Measure.Status.PLANNED.value).update(
            status=Measure.Status.RUNNING.value
        )
        log(by, at, view, "measure.check_in", "CheckIn", row.pk, rating=rating)


def give_measure(
    *,
    by: Actor,
    at: datetime,
    public_id: str,
    measure_public_id: str,
    organisation_id: int,
    owner_id: int | None,
    version: int,
) -> None:
    """Give a measure to somebody else at the school or in a service, who can see the case now.

    Raises:
        Refused: whoever is to have it may not see the case, or not its topic.
        Conflict: somebody else changed the measure first.
    """
    view = see_case(by, public_id, Permission.ELEVSAK_BRING)
    require_open(view)
    measure = _find(by, view, measure_public_id)
    _check_owner(by, view, organisation_id, owner_id)
    _check_topic(by, view, organisation_id, Topic(measure.topic))
    with transaction.atomic():
        changed = Measure.objects.filter(pk=measure.pk, version=version).update(
            organisation_id=organisation_id, owner_id=owner_id, version=F("version") + 1
        )
        if not changed:
            raise Conflict
        codes = {"organisation": organisation_id, "owner": owner_id or 0}
        log(by, at, view, "measure.owner", "Measure", measure.pk, **codes)


def set_measure_status(
    *, by: Actor, at: datetime, public_id: str, measure_public_id: str, status: int, version: int
) -> None:
    """Mark a measure as done or stopped.

    Raises:
        Conflict: somebody else changed the measure first.
    """
    view = see_case(by, public_id, Permission.MEASURE_FOLLOW)
    require_open(view)
    measure = _find(by, view, measure_public_id)
    if status not in Measure.Status.values:
        Decision.no(N_("Velg hvordan det går.")).require()
    with transaction.atomic():
        changed = Measure.objects.filter(pk=measure.pk, version=version).update(
            status=status, version=F("version") + 1
        )
        if not changed:
            raise Conflict
        log(by, at, view, "measure.status", "Measure", measure.pk, status=status)
