"""Consent as it was asked and answered, for those who have already been let into the case."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime

from django.db.models import Prefetch, QuerySet

from felles.people.models import (
    ConsentAnswer,
    ConsentNamedPerson,
    ConsentPaper,
    ConsentRequest,
    ConsentScope,
    Organisation,
)
from felles.rules.consent import AnswerKind


def list_consent_requests(pupil_id: int, *, since: datetime) -> list[ConsentRequest]:
    """What the guardians of a pupil were asked, newest first; the caller has decided on access.

    ``since`` is when the case began: what was asked before belongs to a case of its own, maybe at
    another school.
    """
    requests = ConsentRequest.objects.filter(pupil_id=pupil_id, asked_at__gte=since)
    requests = requests.select_related("asked_by")
    return list(
        requests.prefetch_related(
            Prefetch("services", Organisation.objects.order_by("kind", "name", "pk"))
        ).order_by("-asked_at", "-pk")
    )


def list_latest_requests(pupil_ids: Collection[int]) -> dict[int, ConsentRequest]:
    """By pupil, what the guardians were asked last; the caller has decided on access."""
    rows = ConsentRequest.objects.filter(pupil_id__in=pupil_ids).order_by("asked_at", "pk")
    return {row.pupil_id: row for row in rows}


def list_answered_requests(guardian_id: int) -> set[int]:
    """The questions that the guardian's answers, as they count now, belong to."""
    rows = ConsentAnswer.objects.filter(guardian_id=guardian_id, is_current=True)
    return set(rows.values_list("request_id", flat=True))


def _papers() -> QuerySet[ConsentPaper]:
    """Kept papers, the newest first and page by page, without what is in them."""
    papers = ConsentPaper.objects.defer("content").select_related("added_by")
    return papers.order_by("-added_at", "pk")


def find_consent_paper(pupil_id: int, public_id: str, *, since: datetime) -> ConsentPaper | None:
    """A kept paper of an answer in the case that began at ``since``, with what is in it; the
    caller has decided on access."""
    papers = ConsentPaper.objects.filter(
        public_id=public_id, answer__pupil_id=pupil_id, answer__recorded_at__gte=since
    )
    return papers.select_related("answer").first()


def find_consent_answer(pupil_id: int, public_id: str, *, since: datetime) -> ConsentAnswer | None:
    """One answer in the case that began at ``since``; the caller has decided on access."""
    answers = _answers().select_related("pupil")
    return answers.filter(public_id=public_id, pupil_id=pupil_id, recorded_at__gte=since).first()


def _answers() -> QuerySet[ConsentAnswer]:
    return (
        ConsentAnswer.objects.select_related("guardian", "recorded_by", "request")
        .prefetch_related(
            Prefetch("scopes", ConsentScope.objects.select_related("service").order_by("topic")),
            "exclusions__service",
            Prefetch("named_people", ConsentNamedPerson.objects.select_related("user")),
            Prefetch("papers", _papers()),
        )
        .order_by("-recorded_at", "-pk")
    )


def list_consent_answers(pupil_id: int, *, since: datetime) -> list[ConsentAnswer]:
    """Every answer about a pupil in the case that began at ``since``, newest first; the caller has
    decided on access."""
    return list(_answers().filter(pupil_id=pupil_id, recorded_at__gte=since))


def list_kept_exclusions(before: ConsentAnswer | None, request: ConsentRequest) -> set[int]:
    """Services that the guardian shut out before and is not asked about now.

    A new question about one service must not lift the exclusion of another.
    """
    if before is None:
        return set()
    refused = set(before.exclusions.values_list("service_id", flat=True))
    if not AnswerKind(before.kind).is_yes:
        refused |= set(before.request.request_services.values_list("service_id", flat=True))
    return refused - set(request.request_services.values_list("service_id", flat=True))


def list_organisation_names(organisation_ids: set[int]) -> dict[int, str]:
    """Names of organisations by id. Organisations are public."""
    rows = Organisation.objects.filter(pk__in=organisation_ids).values_list("pk", "name")
    return dict(rows)


def list_organisations_by_id(organisation_ids: set[int]) -> dict[int, Organisation]:
    """Organisations by id. Organisations are public."""
    return Organisation.objects.in_bulk(organisation_ids)
