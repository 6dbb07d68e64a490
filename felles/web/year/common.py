"""What the pages of the year share: which school year, and lists and rhythms in words."""

from __future__ import annotations

from collections.abc import Callable, Iterable

from django.http import HttpRequest
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from felles.rules.access import Actor
from felles.rules.decision import Decision
from felles.rules.school_year import school_year_of, school_year_to_plan
from felles.ui.access import ActorRequest
from felles.web.common import carry_out, status_of


def chosen_year(request: HttpRequest, actor: Actor) -> int:
    """The school year of the page: ``ar`` in the address, else the one that is planned now."""
    planned = school_year_to_plan(actor.on)
    wanted = request.GET.get("ar", "")
    return int(wanted) if wanted in map(str, list_years(actor)) else planned


def list_years(actor: Actor) -> list[int]:
    """The school years that can be planned: this one and the next."""
    now = school_year_of(actor.on)
    return [now, now + 1]


def year_name(year: int) -> str:
    """«2026/27»"""
    return f"{year}/{(year + 1) % 100:02}"


def carry_out_change(
    request: ActorRequest, do: Callable[[], object]
) -> tuple[Decision | None, int]:
    """Carry out a form once; what to show when it was not, and the status of the page then."""
    refusal = carry_out(request, do)
    return refusal, status_of(refusal)


def listed(names: Iterable[str], *, most: int = 6) -> str:
    """«Ada, Bo og Cato», or the first of them «og 3 til»."""
    every = list(dict.fromkeys(names))
    if len(every) > most:
        more = ngettext("%(n)d til", "%(n)d til", len(every) - most) % {"n": len(every) - most}
        every = [*every[:most], more]
    if len(every) < 2:
        return "".join(every)
    return _("%(first)s og %(last)s") % {"first": ", ".join(every[:-1]), "last": every[-1]}


def rhythm(weeks: int) -> str:
    """«hver uke», «hver 4. uke»"""
    return ngettext("hver uke", "hver %(n)d. uke", weeks) % {"n": weeks}
