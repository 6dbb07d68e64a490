"""What we see: where and when, and how it goes over the weeks. For a team that decides together."""

from __future__ import annotations

from dataclasses import dataclass

from django.http import HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from felles.activities.queries import Band, Picture, get_picture, list_side_by_side, list_texts
from felles.programme.queries import get_setting
from felles.rules.access import Permission
from felles.rules.clocks import SettingKey
from felles.rules.outreach import BAND, WEEKS_SHOWN, Arena, PartOfDay, What, reads_texts
from felles.ui.access import ActorRequest, needs
from felles.web.common import render_page
from felles.web.outreach.drawing import draw_weeks

# So many shades, each of them one band of five.
_SHADES = 4


@dataclass(frozen=True, slots=True)
class Cell:
    """A number in words, and how dark it is drawn: 0 where there are too few to tell."""

    words: str
    shade: int


@dataclass(frozen=True, slots=True)
class Row:
    """A place or a school, with a cell for each part of the day."""

    name: str
    cells: list[Cell]


@require_GET
@needs(Permission.OUTREACH_READ)
def picture(request: ActorRequest) -> HttpResponse:
    """The own school's picture with its texts; for a leader, the schools side by side."""
    actor = request.actor
    only_watch = request.GET.get("hva") == "folge"
    context: dict[str, object] = {
        "only_watch": only_watch,
        "weeks_shown": WEEKS_SHOWN,
        "smallest": BAND,
        "columns": [_(part.label) for part in PartOfDay],
        "is_own": reads_texts(actor),
        "kept_days": get_setting(SettingKey.OUTREACH_KEPT, actor.on),
    }
    if reads_texts(actor):
        found = get_picture(actor, only_watch=only_watch)
        texts = [
            (note, _(Arena(note.arena).label), _(What(note.what).label))
            for note in list_texts(actor)
        ]
        context |= {"rows": _places(found), "texts": texts, "line": draw_weeks(found.weeks)}
        context["weeks"] = [(monday, say(band)) for monday, band in found.weeks]
    else:
        context["rows"] = [
            Row(row.school.name, [_cell(row.parts[part]) for part in PartOfDay])
            for row in list_side_by_side(actor, only_watch=only_watch)
        ]
    return render_page(request, "web/outreach/picture.html", context)


def _places(found: Picture) -> list[Row]:
    return [
        Row(_(arena.label), [_cell(found.cells.get((arena, part))) for part in PartOfDay])
        for arena in Arena
    ]


def _cell(band: Band) -> Cell:
    return Cell(say(band), min((band or 0) // BAND, _SHADES))


def say(band: Band) -> str:
    """A band in words: «5–9», and «få» where there are too few to tell."""
    if band is None:
        return _("få")
    return f"{band}–{band + BAND - 1}"
