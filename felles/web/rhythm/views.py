"""The rhythm monitor: each figure a sentence, a table, and a drawing where it helps."""

from __future__ import annotations

from dataclasses import dataclass

from django.http import HttpResponse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_safe

from felles.insight.queries import Promises, Rhythm, SchoolRhythm, ServiceRhythm, get_rhythm
from felles.rules.access import Permission
from felles.ui import dates
from felles.ui.access import ActorRequest, needs
from felles.web.common import render_page
from felles.web.rhythm.drawing import Drawing, draw_year


@dataclass(frozen=True, slots=True)
class ShownSchool:
    """One school in words and as a line through the year."""

    rhythm: SchoolRhythm
    said: list[str]
    drawing: Drawing


@needs(Permission.RHYTHM_READ)
@require_safe
def rhythm(request: ActorRequest) -> HttpResponse:
    """The own school, or every school without children, for those who lead the programme."""
    found = get_rhythm(request.actor)
    context = {
        "rhythm": found,
        "schools": [
            ShownSchool(one, say_school(one), draw_year(one.marks, found.year_start))
            for one in found.schools
        ],
        "services": [(one, say_service(one)) for one in found.services],
        "promises_said": say_promises(found),
        "promise_rows": _promise_rows(found),
        "asks": [one.school.name for one in found.schools if one.is_worth_asking],
    }
    return render_page(request, "web/rhythm/rhythm.html", context)


def say_school(one: SchoolRhythm) -> list[str]:
    """When the team met last, how often it wants to, when it meets next."""
    said = [_last(one), _("Rytmen er hver %(weeks)d. uke.") % {"weeks": one.cadence}]
    if one.weeks is not None and one.weeks > one.cadence:
        said.append(_("Det er lenger enn rytmen. Verdt å spørre om."))
    if one.next_on is None:
        said.append(_("Neste møte er ikke satt opp. Verdt å spørre om."))
    else:
        said.append(_("Neste møte er %(day)s") % {"day": dates.day(one.next_on)})
    return said


def _last(one: SchoolRhythm) -> str:
    if one.last_on is None or one.weeks is None:
        return _("Innsatsteamet har ikke hatt møte i Felles ennå.")
    if one.weeks == 0:
        return _("Innsatsteamet møttes denne uka.")
    return ngettext(
        "Det er %(weeks)d skoleuke siden innsatsteamet møttes.",
        "Det er %(weeks)d skoleuker siden innsatsteamet møttes.",
        one.weeks,
    ) % {"weeks": one.weeks}


def say_service(one: ServiceRhythm) -> str:
    """What is worth asking about one organisation; "" when nothing is."""
    said = []
    if one.never:
        said.append(
            ngettext(
                "Én som er kalt inn flere ganger, har aldri kommet.",
                "%(count)d som er kalt inn flere ganger, har aldri kommet.",
                one.never,
            )
            % {"count": one.never}
        )
        said.append(_("Verdt å spørre om."))
    if one.unanswered:
        said.append(
            ngettext(
                "Ett svar mangler til neste møte.",
                "%(count)d svar mangler til neste møte.",
                one.unanswered,
            )
            % {"count": one.unanswered}
        )
    return " ".join(said)


def say_promises(found: Rhythm) -> str:
    """How much of what was promised is past its deadline without a word."""
    promises = found.promises
    if promises is None:
        return ""
    silent = promises.totals[-1]
    if silent is None:
        return _("Tallene er for små til å vises.")
    if silent == 0:
        return _(
            "Ingen løfter fra møtene er over fristen uten at noen har skrevet hvordan det går."
        )
    return ngettext(
        "Ett løfte er over fristen, og ingen har skrevet hvordan det går. Verdt å spørre om.",
        "%(count)d løfter er over fristen, og ingen har skrevet hvordan det går. "
        "Verdt å spørre om.",
        silent,
    ) % {"count": silent}


def _promise_rows(found: Rhythm) -> list[tuple[str, list[int | None]]]:
    """The table of promises with its margins; a number that is hidden is None."""
    promises: Promises | None = found.promises
    if promises is None:
        return []
    rows: list[tuple[str, list[int | None]]] = [
        (one.school.name, [*cells, total])
        for one, cells, total in zip(found.schools, promises.rows, promises.row_totals, strict=True)
    ]
    if len(rows) > 1:
        rows.append((_("I alt"), [*promises.totals, promises.total]))
    return rows
