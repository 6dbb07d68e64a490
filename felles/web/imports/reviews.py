"""What a roster left for people to decide: pupils for their school, staff for the administrator."""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _

from felles.casework.actions import open_cases_of
from felles.casework.queries import CaseRow, open_case_pupils
from felles.people.actions import settle_review
from felles.people.queries import find_review, list_reviews, list_staff_reviews
from felles.rules.access import Permission
from felles.rules.decision import Decision
from felles.rules.reviews import OF_STAFF, ReviewKind
from felles.rules.roles import Role
from felles.ui.access import ActorRequest, needs
from felles.web.common import carry_out, render_page, status_of
from felles.web.imports.forms import SettleForm

if TYPE_CHECKING:
    from felles.people.models import RosterReview

SHOWN = 100


@dataclass(frozen=True, slots=True)
class Shown:
    """A review as the page shows it. ``case`` is one of the pupil's, where the actor sees one."""

    review: RosterReview
    kind: ReviewKind
    role: Role | None = None
    case: CaseRow | None = None


def _shown(request: ActorRequest, rows: list[RosterReview], route: str) -> list[Shown]:
    """The rows with their cases; a read row for each case is written first."""
    pupils = {row.pupil_id for row in rows if row.pupil_id is not None}
    cases = open_cases_of(by=request.actor, at=request.actor.at, pupil_ids=pupils, route=route)
    return [
        Shown(
            row,
            ReviewKind(row.kind),
            None,
            cases.get(row.pupil_id) if row.pupil_id is not None else None,
        )
        for row in rows
    ]


@needs(Permission.GUARDIAN_VERIFY)
def reviews(request: ActorRequest) -> HttpResponse:
    """What waits for those who coordinate cases at the school."""
    rows = list_reviews(request.actor, limit=SHOWN + 1)
    context = {
        "rows": _shown(request, rows[:SHOWN], "reviews"),
        "is_cut": len(rows) > SHOWN,
    }
    return render_page(request, "web/imports/reviews.html", context)


@needs(Permission.PEOPLE_ADMIN)
def staff(request: ActorRequest) -> HttpResponse:
    """Staff who wait for a role, and staff who are gone."""
    rows = list_staff_reviews(request.actor, limit=SHOWN + 1)
    context = {
        "rows": [Shown(row, ReviewKind(row.kind), _role(row)) for row in rows[:SHOWN]],
        "is_cut": len(rows) > SHOWN,
    }
    return render_page(request, "web/imports/staff.html", context)


def _role(row: RosterReview) -> Role | None:
    return Role(row.role) if row.role else None


@needs(Permission.GUARDIAN_VERIFY)
def settle(request: ActorRequest, public_id: str) -> HttpResponse:
    """Decide one of those that are about a pupil."""
    return _settle(request, public_id, "reviews", about_staff=False)


@needs(Permission.PEOPLE_ADMIN)
def settle_staff(request: ActorRequest, public_id: str) -> HttpResponse:
    """Settle one of those that are about staff."""
    return _settle(request, public_id, "staff-reviews", about_staff=True)


def _settle(request: ActorRequest, public_id: str, back: str, *, about_staff: bool) -> HttpResponse:
    review = find_review(request.actor, public_id)
    if review is None or (ReviewKind(review.kind) in OF_STAFF) is not about_staff:
        raise Http404
    sent = request.method == "POST"
    form = SettleForm(request.POST if sent else None, review=review)
    refusal: Decision | None = None
    if sent and form.is_valid():
        refusal = carry_out(request, partial(_carry_out, request, review, form))
        if refusal is None:
            messages.success(request, _("Avgjørelsen er lagret."))
            return redirect(back)
    (row,) = _shown(request, [review], "review-settle")
    context = {"row": row, "form": form, "refusal": refusal, "back": back}
    status = 422 if form.errors else status_of(refusal)
    return render_page(request, "web/imports/settle.html", context, status=status)


def _carry_out(request: ActorRequest, review: RosterReview, form: SettleForm) -> None:
    pupils = {review.pupil_id} - {None}
    settle_review(
        by=request.actor,
        at=request.actor.at,
        review=review,
        outcome=form.outcome(),
        has_open_case=bool(open_case_pupils(pupil for pupil in pupils if pupil is not None)),
        note=form.cleaned_data["note"],
    )
