"""Consents and grants behind the cases that went to the innsatsteam, or wait to."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import timedelta

from felles.casework.models import Case
from felles.config.city.cases import Made
from felles.config.city.places import Maker, School
from felles.people.models import (
    AccessGrant,
    ConsentAnswer,
    ConsentExclusion,
    ConsentNamedPerson,
    ConsentRequest,
    ConsentRequestService,
    ConsentScope,
    Guardian,
    Organisation,
)
from felles.rules.access import OSLO
from felles.rules.case_flow import Move
from felles.rules.consent import AnswerKind, Channel
from felles.rules.roles import Topic
from felles.web.consents.texts import FORM_VERSION


@dataclass(frozen=True, slots=True)
class Answered:
    """What the guardians said: of the first ``count`` (all when None) the last says ``last``."""

    last: AnswerKind = AnswerKind.YES_ALL
    count: int | None = None
    days: int = 300


# What was said in cases that are with the team, and in those that wait, and how common it is.
WITH_TEAM: dict[Answered, int] = {
    Answered(): 75,
    Answered(AnswerKind.YES_SOME): 17,
    Answered(AnswerKind.WITHDRAWN): 3,
    Answered(days=20): 5,
}
WAITING: dict[Answered, int] = {
    Answered(count=0): 25,
    Answered(count=1): 40,
    Answered(AnswerKind.NO): 20,
    Answered(): 15,
}


def add_consents(make: Maker, school: School, made: Iterable[Made]) -> None:
    """For each pupil the cases in order of time: only the answers of the last one are current."""
    by_pupil: dict[int, list[Made]] = defaultdict(list)
    for row in made:
        if Move.REFER in row.way:
            by_pupil[id(row.home.pupil)].append(row)
    for rows in by_pupil.values():
        rows.sort(key=lambda row: row.instants[-1])
        for row in rows:
            _consent(make, school, row, is_current=row is rows[-1])


def _consent(make: Maker, school: School, made: Made, *, is_current: bool) -> None:
    to_team_at = made.at(Move.TO_TEAM)
    shares = WAITING if to_team_at is None else WITH_TEAM
    if made.case.state == Case.State.CLOSED:
        shares = {Answered(): 1}
    said = make.dice.choices(list(shares), list(shares.values()))[0]
    asked_at = made.instants[made.way.index(Move.REFER) + 1] + timedelta(hours=1)
    request = ConsentRequest(
        public_id=next(make.ids),
        pupil=made.home.pupil,
        purpose="Finne ut sammen hva som hjelper.",
        form_version=FORM_VERSION,
        proposed_until=asked_at.astimezone(OSLO).date() + timedelta(days=said.days),
        asked_on=asked_at.astimezone(OSLO).date(),
        asked_by=school.coordinator,
        asked_at=asked_at,
    )
    make.rows.add(request)
    make.rows.add(
        *(ConsentRequestService(request=request, service=service) for service in school.services)
    )
    guardians = made.home.guardians[: said.count]
    for number, guardian in enumerate(guardians, 1):
        kind = said.last if number == len(guardians) else AnswerKind.YES_ALL
        _answer(make, school, request, guardian, kind, is_current=is_current)
    if to_team_at is not None:
        for service in _allowed(school, said.last):
            make.rows.add(
                AccessGrant(
                    pupil=made.home.pupil,
                    service=service,
                    granted_by_id=school.coordinator.pk,
                    from_at=to_team_at,
                    until_at=made.case.closed_at,
                )
            )


def _allowed(school: School, kind: AnswerKind) -> list[Organisation]:
    if kind is not AnswerKind.YES_SOME:
        return school.services
    return [service for service in school.services if service is not school.child_welfare]


def _answer(
    make: Maker,
    school: School,
    request: ConsentRequest,
    guardian: Guardian,
    kind: AnswerKind,
    *,
    is_current: bool,
) -> None:
    answer = ConsentAnswer(
        public_id=next(make.ids),
        pupil=request.pupil,
        guardian=guardian,
        request=request,
        kind=kind.value,
        channel=Channel.PAPER.value,
        language=guardian.language,
        form_version=FORM_VERSION,
        valid_from=request.asked_on,
        valid_until=request.proposed_until,
        answered_on=request.asked_on,
        recorded_by=school.coordinator,
        recorded_at=request.asked_at + timedelta(hours=2),
        is_current=is_current,
    )
    make.rows.add(answer)
    if not kind.is_yes:
        return
    make.rows.add(
        *(
            ConsentScope(answer=answer, service=service, topic=topic.value)
            for service in _allowed(school, kind)
            for topic in Topic
        )
    )
    if kind is AnswerKind.YES_SOME:
        make.rows.add(ConsentExclusion(answer=answer, service=school.child_welfare))
        if make.dice.random() < 0.5:
            make.rows.add(ConsentNamedPerson(answer=answer, user=school.agent))
