"""What the pages about parents share: the event or 404, a form carried out, words looked over."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from django import forms
from django.http import Http404
from django.utils.translation import gettext_lazy as _

from felles.activities.actions import EventChanged
from felles.activities.queries import NoEvent, find_event
from felles.people.queries import (
    list_schools,
    list_services,
)
from felles.rules.access import Actor
from felles.rules.decision import Decision
from felles.rules.readability import Reading, read
from felles.rules.text import N_
from felles.ui.access import ActorRequest
from felles.ui.forms import FellesForm
from felles.web import common
from felles.web.schools import checked
from felles.web.schools.checked import Aid, Checked

if TYPE_CHECKING:
    from felles.activities.models import ParentEvent

STALE = Decision.no(
    N_("Noen andre endret dette mens du skrev. Teksten din er her fortsatt. Se over og send igjen.")
)
NO_NAMES = _("Ikke skriv navn på barn eller foreldre.")
_REFUSED = _("Ta bort fødselsnummer, telefonnummer og e-postadresse. De skal ikke stå i teksten.")
_LOOK = _(
    "Noe her kan være et navn, eller peke på en familie. Vi har merket det under «Sjekk teksten». "
    "Ta det bort, eller si at du har lest."
)


def get_event_or_404(actor: Actor, public_id: str) -> ParentEvent:
    """An event of the actor's own school; 404 for all others."""
    event = find_event(actor, public_id)
    if event is None:
        raise Http404
    return event


def carry_out(request: ActorRequest, do: Callable[[], object]) -> Decision | None:
    """As :func:`felles.web.common.carry_out`, for what changes without a case."""
    try:
        return common.carry_out(request, do)
    except EventChanged:
        return STALE
    except NoEvent:
        raise Http404 from None


def status_of(refusal: Decision | None) -> int:
    """HTTP status of a form that is shown again."""
    return 409 if refusal is STALE else common.status_of(refusal)


def make_aid(request: ActorRequest) -> Aid:
    """The aid that marks names, for a form that was sent."""
    if request.method != "POST":
        return Aid()
    actor = request.actor
    return checked.make_aid(actor, [row.name for row in (*list_schools(actor), *list_services())])


class NamelessForm(FellesForm):
    """A form with one text of the writer's own, ``own_text``, which shall name no family."""

    own_text = ""

    seen = forms.CharField(required=False, widget=forms.HiddenInput)
    confirmed = forms.BooleanField(
        label=_("Jeg har lest teksten. Den peker ikke på noen familie."), required=False
    )

    def __init__(self, *args: Any, aid: Aid, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.aid = aid
        self.checked: Checked | None = None

    def clean(self) -> dict[str, Any]:
        """Refuse numbers and addresses; let the writer decide on all else that is marked."""
        data = super().clean() or {}
        text = data.get(self.own_text, "")
        if not text:
            return data
        self.checked = self.aid.check(text)
        data[self.own_text] = self.checked.text
        if self.checked.is_refused:
            self.add_error(self.own_text, _REFUSED)
        elif self.checked.marks and not (
            data.get("confirmed") and self.checked.was_seen(data.get("seen", ""))
        ):
            self.add_error(self.own_text, _LOOK)
        return data

    @property
    def reading(self) -> Reading | None:
        """How easy the text is that was typed; None when there is none."""
        text = self[self.own_text].value() or ""
        found = read([str(text)])
        return found if found.words else None
