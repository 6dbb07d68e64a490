"""Good news home: whom to call, and the call noted in two taps."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from functools import partial
from typing import TYPE_CHECKING

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _

from felles.casework.actions import note_good_call, open_good_calls
from felles.casework.queries import CallRow
from felles.programme.queries import get_setting
from felles.rules.access import Permission
from felles.rules.clocks import SettingKey
from felles.rules.decision import Decision
from felles.rules.good_calls import may_call_home
from felles.rules.text import N_
from felles.ui.access import ActorRequest, needs
from felles.ui.papers import LANGUAGES, find_language
from felles.web.common import carry_out, render_page, status_of

if TYPE_CHECKING:
    from felles.people.models import Guardianship

CHOOSE = Decision.no(N_("Velg hvem du ringte."))


@dataclass(frozen=True, slots=True)
class Whom:
    """A guardian who may be called."""

    id: str
    name: str
    phone: str
    interpreter: str


@dataclass(frozen=True, slots=True)
class Call:
    """A pupil to call home about. ``households`` keeps those apart who live apart."""

    public_id: str
    url: str
    name: str
    class_name: str
    is_protected: bool
    last_on: date | None
    households: list[list[Whom]]


@needs(Permission.TALK_LOG)
def good_calls(request: ActorRequest) -> HttpResponse:
    """Pupils whom one follows, whose home has not heard anything good for some weeks."""
    actor = request.actor
    refusal: Decision | None = None
    if request.method == "POST":
        refusal = _note(request)
        if refusal is None:
            messages.success(request, _("Notert. Fint at du ringte."))
            return redirect("good-calls")
    rows = open_good_calls(by=actor, at=actor.at, route="good-calls")
    context = {
        "calls": [_call(row) for row in rows],
        "weeks": get_setting(SettingKey.GOOD_CALL_WEEKS, actor.on),
        "refusal": refusal,
        "may_call": may_call_home(actor),
    }
    return render_page(request, "web/parents/calls.html", context, status=status_of(refusal))


def _note(request: ActorRequest) -> Decision | None:
    """Carry out the button that was pressed: a pupil's case and one guardian."""
    public_id, _slash, tie = request.POST.get("call", "").partition("/")
    if not tie:
        return CHOOSE
    by = request.actor
    do = partial(note_good_call, by=by, at=by.at, public_id=public_id, guardianship=tie)
    return carry_out(request, do)


def _call(row: CallRow) -> Call:
    households: dict[int, list[Whom]] = {}
    for tie in row.ties:
        households.setdefault(tie.household, []).append(_whom(tie))
    return Call(
        public_id=row.row.public_id,
        url=reverse("case", args=[row.row.public_id]),
        name=row.row.name,
        class_name=row.row.class_name,
        is_protected=row.row.is_protected,
        last_on=row.last_on,
        households=list(households.values()),
    )


def _whom(tie: Guardianship) -> Whom:
    guardian = tie.guardian
    spoken = ""
    if guardian.needs_interpreter:
        code = find_language(guardian.language)
        spoken = _(LANGUAGES[code]) if code else guardian.language or _("språk ikke skrevet inn")
    return Whom(tie.public_id, guardian.name, guardian.phone, spoken)
