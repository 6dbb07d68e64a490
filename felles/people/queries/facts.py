"""The facts about pupils that the access rule asks for, in a fixed number of queries."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime

from django.db.models import Q

from felles.people.models import (
    AccessGrant,
    ConsentAnswer,
    ConsentException,
    ConsentRequest,
    Guardianship,
    Pupil,
)
from felles.rules.access import OSLO, CaseFacts
from felles.rules.consent import Answer, AnswerKind, Authority, Holder
from felles.rules.roles import Topic


@dataclass(frozen=True, slots=True)
class PupilFacts:
    """What is known of one pupil at one instant, as far as access goes."""

    class_id: int | None
    is_protected: bool
    named_user_ids: frozenset[int]
    granted_service_ids: frozenset[int]
    holders: tuple[Holder, ...]
    # The latest question, and the question that each guardian's current answer belongs to.
    asked_at: datetime | None
    answered_to: Mapping[int, datetime]

    @property
    def asked(self) -> bool:
        """True when the guardians have been asked."""
        return self.asked_at is not None

    def since(self, at: datetime) -> PupilFacts:
        """The facts as far as a case goes that was opened, or opened again, at the instant.

        What guardians said yes to before then was another case, which is closed. A no stands.
        """
        over = {guardian for guardian, asked_at in self.answered_to.items() if asked_at < at}
        holders = tuple(
            replace(holder, answer=replace(holder.answer, is_over=True))
            if holder.answer and holder.answer.kind.is_yes and holder.guardian_id in over
            else holder
            for holder in self.holders
        )
        asked_at = self.asked_at if self.asked_at and self.asked_at >= at else None
        return replace(self, holders=holders, asked_at=asked_at)

    def of_case(self, school_id: int, *, is_with_team: bool) -> CaseFacts:
        """The facts of a case that belongs to ``school_id``, and is with the services or not."""
        return CaseFacts(
            school_id=school_id,
            is_with_team=is_with_team,
            class_id=self.class_id,
            is_protected=self.is_protected,
            named_user_ids=self.named_user_ids,
            granted_service_ids=self.granted_service_ids,
            holders=self.holders,
        )


def answer_of(row: ConsentAnswer) -> Answer:
    """A row of an answer as the rules ask about it."""
    topics: dict[int, set[Topic]] = defaultdict(set)
    for scope in row.scopes.all():
        topics[scope.service_id].add(Topic(scope.topic))
    return Answer(
        kind=AnswerKind(row.kind),
        valid_from=row.valid_from,
        valid_until=row.valid_until,
        topics={service: frozenset(values) for service, values in topics.items()},
        excluded=frozenset(gone.service_id for gone in row.exclusions.all()),
        named=frozenset(named.user_id for named in row.named_people.all()),
    )


def is_live_answer(row: ConsentAnswer, *, since: datetime, on: date) -> bool:
    """True for a guardian's last answer, when it is a yes that covers the day ``on`` in the case
    that was opened, or opened again, at ``since``."""
    answer = replace(answer_of(row), is_over=row.request.asked_at < since)
    return row.is_current and answer.is_live(on)


def _answers(pupil_ids: set[int]) -> list[ConsentAnswer]:
    answers = ConsentAnswer.objects.filter(pupil_id__in=pupil_ids, is_current=True)
    return list(
        answers.select_related("request")
        .prefetch_related("scopes", "exclusions", "named_people")
        .order_by("pk")
    )


def _list_exempt(pupil_ids: set[int], at: datetime) -> set[int]:
    """The guardianships whose answer is not waited for at the instant."""
    on = at.astimezone(OSLO).date()
    running = ConsentException.objects.filter(
        guardianship__pupil_id__in=pupil_ids,
        approved_at__lte=at,
        ended_at__isnull=True,
        from_on__lte=on,
        until_on__gte=on,
    )
    return set(running.values_list("guardianship_id", flat=True))


def _holders(
    pupil_ids: set[int], current: list[ConsentAnswer], at: datetime
) -> dict[int, list[Holder]]:
    exempt = _list_exempt(pupil_ids, at)
    answers = {(row.pupil_id, row.guardian_id): answer_of(row) for row in current}
    holders: dict[int, list[Holder]] = defaultdict(list)
    ties = Guardianship.objects.filter(pupil_id__in=pupil_ids, ended_on__isnull=True).exclude(
        authority=Authority.HOLDS_NOT.value
    )
    for tie in ties.order_by("pk"):
        answer = answers.get((tie.pupil_id, tie.guardian_id))
        holders[tie.pupil_id].append(
            Holder(tie.guardian_id, Authority(tie.authority), answer, is_exempt=tie.pk in exempt)
        )
    return holders


def load_pupil_facts(pupil_ids: Iterable[int], at: datetime) -> dict[int, PupilFacts]:
    """Facts of many pupils at ``at``, in nine queries however many there are."""
    ids = set(pupil_ids)
    current = _answers(ids)
    holders = _holders(ids, current, at)
    answered_to: dict[int, dict[int, datetime]] = defaultdict(dict)
    for row in current:
        answered_to[row.pupil_id][row.guardian_id] = row.request.asked_at
    named: dict[int, set[int]] = defaultdict(set)
    granted: dict[int, set[int]] = defaultdict(set)
    grants = AccessGrant.objects.filter(
        Q(until_at__isnull=True) | Q(until_at__gt=at), pupil_id__in=ids, from_at__lte=at
    )
    for grant in grants.order_by("pk"):
        if grant.user_id is not None:
            named[grant.pupil_id].add(grant.user_id)
        elif grant.service_id is not None:
            granted[grant.pupil_id].add(grant.service_id)
    requests = ConsentRequest.objects.filter(pupil_id__in=ids).order_by("asked_at")
    asked_at = dict(requests.values_list("pupil_id", "asked_at"))
    return {
        pupil_id: PupilFacts(
            # A class that only a roster has said opens no case before the school agrees.
            class_id=None if held else class_id,
            is_protected=protection > 0,
            named_user_ids=frozenset(named[pupil_id]),
            granted_service_ids=frozenset(granted[pupil_id]),
            holders=tuple(holders[pupil_id]),
            asked_at=asked_at.get(pupil_id),
            answered_to=answered_to[pupil_id],
        )
        for pupil_id, class_id, held, protection in Pupil.objects.filter(pk__in=ids).values_list(
            "pk", "class_group_id", "class_held", "protection"
        )
    }


def get_pupil_facts(pupil_id: int, at: datetime) -> PupilFacts:
    """Facts of one pupil.

    Raises:
        KeyError: no such pupil.
    """
    return load_pupil_facts([pupil_id], at)[pupil_id]
