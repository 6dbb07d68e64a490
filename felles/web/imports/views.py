"""Uploads a roster, shows what it would change, and carries it out.

The page says the same whether or not a pupil has a case: what it shows is worked out without
looking at cases (docs/adr/0008).
"""

from __future__ import annotations

from dataclasses import dataclass

from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.csrf import csrf_exempt, csrf_protect
from django.views.decorators.http import require_POST

from felles.casework.queries import find_case_ties
from felles.people.actions import apply_roster
from felles.people.queries import list_staff_reviews, load_known
from felles.people.rosters import ReadOptions, read_roster
from felles.rules.access import Permission, may
from felles.rules.decision import Decision
from felles.rules.roster import Roster
from felles.rules.roster_diff import make_plan
from felles.rules.roster_plan import Plan
from felles.rules.roster_problems import Level
from felles.ui.access import ActorRequest, needs
from felles.ui.roster_report import list_counts, list_groups, list_problems
from felles.web.common import carry_out, render_page, status_of
from felles.web.imports import uploads
from felles.web.imports.forms import SchoolsForm, UploadForm
from felles.web.imports.uploads import Upload

# Rows of each sort on the page; the command shows them all.
SHOWN = 100
ASKED = 20
# What a form weighs around the files themselves.
AROUND = 1024 * 1024
TOO_LARGE = 413


@needs(Permission.ROSTER_IMPORT)
# The size is asked for before the body is read, and the token lies in the body.
@csrf_exempt
def imports(request: ActorRequest) -> HttpResponse:
    """The form to upload a roster with, and what earlier ones have left."""
    if int(request.META.get("CONTENT_LENGTH") or 0) > settings.ROSTER_MAX_BYTES + AROUND:
        context = {"limit": settings.ROSTER_MAX_BYTES // (1024 * 1024)}
        return render_page(request, "web/imports/too_large.html", context, status=TOO_LARGE)
    return _imports(request)


@csrf_protect
def _imports(request: ActorRequest) -> HttpResponse:
    sent = request.method == "POST"
    form = UploadForm(request.POST, request.FILES) if sent else UploadForm()
    if sent and form.is_valid():
        upload = uploads.save(
            form.cleaned_data["export"],
            user_id=request.actor.user_id,
            at=request.actor.at,
            date_order=form.cleaned_data["date_order"],
            encoding=form.cleaned_data["encoding"],
        )
        return redirect("import-preview", upload.id)
    may_see_staff = may(request.actor, Permission.PEOPLE_ADMIN)
    context = {
        "form": form,
        "staff": bool(may_see_staff and list_staff_reviews(request.actor, limit=1)),
    }
    return render_page(
        request, "web/imports/upload.html", context, status=422 if form.errors else 200
    )


@dataclass(frozen=True, slots=True)
class _Look:
    """An upload, what was read of it, and what it would change now."""

    upload: Upload
    roster: Roster
    plan: Plan


def _look(request: ActorRequest, public_id: str) -> _Look | None:
    actor = request.actor
    upload = uploads.find(public_id, user_id=actor.user_id, at=actor.at)
    if upload is None:
        return None
    options = ReadOptions(
        on=actor.on,
        date_order=upload.date_order,
        encoding=upload.encoding,
        schools=upload.schools,
    )
    roster = read_roster(upload.path, options)
    return _Look(upload, roster, make_plan(roster, load_known(actor)))


def _gone(request: HttpRequest) -> HttpResponse:
    return render_page(request, "web/imports/gone.html", {}, status=404)


@needs(Permission.ROSTER_IMPORT)
def preview(request: ActorRequest, public_id: str) -> HttpResponse:
    """What the roster would change, and which schools it speaks of that Felles does not know."""
    look = _look(request, public_id)
    if look is None:
        return _gone(request)
    asked = look.plan.unknown_schools[:ASKED]
    sent = request.method == "POST"
    form = SchoolsForm(request.POST if sent else None, schools=asked)
    if sent and form.is_valid():
        uploads.answer(look.upload, form.answers())
        return redirect("import-preview", public_id)
    return _show(request, look, form, status=422 if form.errors else 200)


def _show(
    request: ActorRequest,
    look: _Look,
    form: SchoolsForm,
    *,
    refusal: Decision | None = None,
    status: int = 200,
) -> HttpResponse:
    plan = look.plan
    context = {
        "upload": look.upload,
        "plan": plan,
        "stops": list_problems(plan.problems, Level.STOP),
        "refused": list_problems(plan.problems, Level.REFUSED),
        "notes": list_problems(plan.problems, Level.NOTE),
        "counts": list_counts(plan),
        "groups": list_groups(plan, look.roster, limit=SHOWN),
        "fingerprint": plan.fingerprint(),
        "form": form,
        "refusal": refusal,
    }
    return render_page(request, "web/imports/preview.html", context, status=status)


@needs(Permission.ROSTER_IMPORT)
@require_POST
def apply(request: ActorRequest, public_id: str) -> HttpResponse:
    """Carry the roster out, whole or not at all, when it is still what was shown."""
    look = _look(request, public_id)
    if look is None:
        return _gone(request)
    refusal = carry_out(
        request,
        lambda: apply_roster(
            by=request.actor,
            at=request.actor.at,
            roster=look.roster,
            expected=request.POST.get("expected", ""),
            find_cases=find_case_ties,
            is_confirmed="confirm" in request.POST,
        ),
    )
    if refusal is not None:
        form = SchoolsForm(None, schools=look.plan.unknown_schools[:ASKED])
        return _show(request, look, form, refusal=refusal, status=status_of(refusal))
    uploads.delete(look.upload)
    messages.success(request, _told(look.plan))
    return redirect("imports")


def _told(plan: Plan) -> str:
    """What was done, in one sentence: the same numbers as on the page before."""
    pupils = len(plan.pupils) + len(plan.gone_pupils)
    return ngettext(
        "Lista er tatt i bruk. %(n)s elev er ny, endret eller borte.",
        "Lista er tatt i bruk. %(n)s elever er nye, endret eller borte.",
        pupils,
    ) % {"n": pupils}


@needs(Permission.ROSTER_IMPORT)
@require_POST
def cancel(request: ActorRequest, public_id: str) -> HttpResponse:
    """Delete an upload that nobody wants."""
    upload = uploads.find(public_id, user_id=request.actor.user_id, at=request.actor.at)
    if upload is None:
        return _gone(request)
    uploads.delete(upload)
    messages.info(request, _("Filene er slettet. Ingenting er endret."))
    return redirect("imports")
