"""Drafts, and text that was rescued from forms that could not be sent."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from felles.casework.actions import delete_draft
from felles.casework.queries import list_drafts
from felles.people.queries import list_pupils_by_public_id
from felles.programme.queries import get_setting
from felles.rules.access import Actor, Permission
from felles.rules.clocks import SettingKey
from felles.ui.access import ActorRequest, needs
from felles.web.common import render_page
from felles.web.today.kept import KeptText, list_texts

if TYPE_CHECKING:
    from felles.casework.models import Draft
    from felles.people.models import Pupil


@dataclass(frozen=True, slots=True)
class DraftRow:
    """One draft or rescued text, as its writer sees it."""

    public_id: str
    name: str
    updated_at: datetime
    url: str
    is_rescued: bool
    texts: list[KeptText]


@needs(Permission.TODAY)
@require_safe
def drafts(request: ActorRequest) -> HttpResponse:
    """Everything the actor has typed and not sent."""
    kept = list_drafts(request.actor)
    pupils = _find_pupils(request.actor, kept)
    kept_days = get_setting(SettingKey.DRAFT_KEPT, request.actor.on)
    context = {
        "rows": [_row(draft, pupils) for draft in kept],
        "kept_days": kept_days,
    }
    return render_page(request, "web/today/drafts.html", context)


@needs(Permission.TODAY)
@require_http_methods(["GET", "POST"])
def delete(request: ActorRequest, public_id: str) -> HttpResponse:
    """Ask once, then delete. Deleting what is gone already is no mistake."""
    if request.method == "POST":
        delete_draft(by=request.actor, public_id=public_id)
        messages.success(request, _("Utkastet er slettet."))
        return redirect("drafts")
    found = [draft for draft in list_drafts(request.actor) if draft.public_id == public_id]
    if not found:
        raise Http404
    context = {"row": _row(found[0], _find_pupils(request.actor, found))}
    return render_page(request, "web/today/draft_delete.html", context)


def _find_pupils(actor: Actor, kept: Iterable[Draft]) -> dict[str, Pupil]:
    """The pupils that the drafts are about, as far as the actor may look them up today."""
    return list_pupils_by_public_id(actor, (str(draft.data.get("pupil", "")) for draft in kept))


def _row(draft: Draft, pupils: Mapping[str, Pupil]) -> DraftRow:
    is_rescued = draft.kind != "concern"
    pupil = None if is_rescued else pupils.get(str(draft.data.get("pupil", "")))
    return DraftRow(
        public_id=draft.public_id,
        name=pupil.name if pupil else "",
        updated_at=draft.updated_at,
        url=reverse("concern-step", args=[draft.public_id, "se-over"]) if pupil else "",
        is_rescued=is_rescued,
        texts=list_texts(draft.data),
    )
