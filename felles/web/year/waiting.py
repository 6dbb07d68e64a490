"""«Ventetid»: how long a family waits for the innsatsteam, with this rhythm and so many cases."""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import lru_cache
from urllib.parse import urlencode

from django.http import HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from felles.insight.queries import find_band_of_new_cases
from felles.meetings.queries import find_rhythm
from felles.people.queries import list_schools
from felles.programme.queries import get_calendar, get_setting
from felles.rules.access import Actor, Permission
from felles.rules.clocks import SettingKey
from felles.rules.school_year import school_year_of, teaching_as_a_rule
from felles.rules.waiting import (
    SMALLEST_BAND,
    Forecast,
    Rhythm,
    find_best_first_week,
    forecast,
    longest_rhythm,
    may_reckon,
)
from felles.ui.access import ActorRequest, needs
from felles.web.common import render_page
from felles.web.year.common import rhythm as said_rhythm
from felles.web.year.drawing import draw_bars
from felles.web.year.waiting_form import WaitingForm

# The guide's rhythms, from every second to every sixth week (part 3B).
GUIDE_WEEKS = (2, 3, 4, 5, 6)
_SLOT_MINUTES, _COMMON_MINUTES = 15, 15
_DEFAULT_NEW = 10
# So many items are played through; a page costs the same with few cases and with many.
_ITEMS = 2000
_MOST_RUNS, _FEWEST_RUNS = 60, 8

_forecast = lru_cache(maxsize=512)(forecast)
_best_first_week = lru_cache(maxsize=128)(find_best_first_week)
Teaching = tuple[bool, ...]


@dataclass(frozen=True, slots=True)
class RhythmRow:
    """What one rhythm gives, for the table and the picture."""

    weeks: int
    name: str
    found: Forecast
    is_now: bool

    @property
    def is_full(self) -> bool:
        """True when more is asked for than there is room for."""
        return self.found.load >= 1


@dataclass(frozen=True, slots=True)
class Step:
    """One change to try: what it is called, its address, and the wait that it would give."""

    label: str
    url: str
    nine_of_ten: float | None


@needs(Permission.RHYTHM_READ)
def waiting(request: ActorRequest) -> HttpResponse:
    """The wait for a school's numbers, or any; all of it stands in the address."""
    actor = request.actor
    schools = [school for school in list_schools(actor) if may_reckon(actor, school.pk)]
    only = schools[0].public_id if len(schools) == 1 else ""
    wanted = request.GET.get("skole", only)
    school = next((one for one in schools if one.public_id == wanted), None)
    band = find_band_of_new_cases(actor, school.pk, _last_year(actor)) if school else None
    own = find_rhythm(school.pk) if school else (4, 90, None)
    suggested = {"skole": wanted, **_suggest(own[0], own[1], band)}
    form = WaitingForm(request.GET or None, schools=schools, suggested=suggested)
    rhythm = form.rhythm()
    context = {
        "form": form,
        "school": school,
        "band": band,
        "band_end": band + 4 if band else None,
        "smallest": SMALLEST_BAND,
        **(_result(actor, rhythm, wanted, own) if rhythm else {"result": None}),
    }
    is_part = request.headers.get("HX-Target") == "wait-result"
    template = "web/year/waiting.html#result" if is_part else "web/year/waiting.html"
    return render_page(request, template, context)


def _last_year(actor: Actor) -> int:
    return school_year_of(actor.on) - 1


def _suggest(weeks: int, minutes: int, band: int | None) -> dict[str, int]:
    """Starting values: the school's own rhythm and length of meeting, and a band of its cases."""
    return {
        "uker": weeks,
        "plasser": max((minutes - _COMMON_MINUTES) // _SLOT_MINUTES, 1),
        "nye": _DEFAULT_NEW if band is None else band + 2,
    }


def _teaching(actor: Actor) -> tuple[Teaching, bool]:
    """The weeks of this school year, and whether they are those of the district's holidays."""
    calendar = get_calendar(school_year_of(actor.on))
    if calendar.has_no_summer:
        return tuple(teaching_as_a_rule()), False
    return calendar.teaching, True


@dataclass(frozen=True, slots=True)
class _Model:
    """The year that is played through. ``own`` is the rhythm and first week of the year wheel."""

    teaching: Teaching
    goal: int
    own: tuple[int, int | None]

    def ask(self, rhythm: Rhythm) -> Forecast:
        """The forecast, as the meetings lie in the year wheel, else as well as they can lie."""
        weeks, first = self.own
        if first is None or weeks != rhythm.every_weeks:
            first = _best_first_week(self.teaching, rhythm.every_weeks)
        items = rhythm.new_a_year * (1 + rhythm.reviews)
        runs = int(min(max(_ITEMS / max(items, 1), _FEWEST_RUNS), _MOST_RUNS))
        placed = replace(rhythm, first_week=first)
        return _forecast(placed, self.teaching, goal_weeks=self.goal, runs=runs)


def _result(
    actor: Actor, rhythm: Rhythm, school: str, own: tuple[int, int, int | None]
) -> dict[str, object]:
    goal = max(get_setting(SettingKey.WAIT_GOAL, actor.on), 1)
    teaching, is_own = _teaching(actor)
    model = _Model(teaching, goal, (own[0], own[2]))
    found = model.ask(rhythm)
    by_weeks = {
        weeks: model.ask(replace(rhythm, every_weeks=weeks))
        for weeks in sorted({*GUIDE_WEEKS, rhythm.every_weeks})
    }
    rows = [
        RhythmRow(weeks, said_rhythm(weeks).capitalize(), one, weeks == rhythm.every_weeks)
        for weeks, one in by_weeks.items()
    ]
    bars = [
        (
            row.name,
            None if row.is_full else row.found.median,
            None if row.is_full else row.found.nine_of_ten,
            row.is_now,
        )
        for row in rows
    ]
    return {
        "result": found,
        "is_full": found.load >= 1,
        "goal": goal,
        "teaching": sum(teaching),
        "teaching_is_own": is_own,
        "sentence": say_rhythm(by_weeks, goal),
        "rows": rows,
        "bars": draw_bars(bars, goal),
        "steps": _steps(model, rhythm, school),
        "is_planned": own[2] is not None and own[0] == rhythm.every_weeks,
    }


def say_rhythm(by_weeks: dict[int, Forecast], goal: int) -> str:
    """Which of the guide's two rhythms holds, with these numbers."""
    guide = {weeks: by_weeks[weeks] for weeks in GUIDE_WEEKS}
    weeks = longest_rhythm(guide, goal)
    said = _("Veilederen sier både hver 4.–6. uke og hver andre eller tredje uke.")
    if weeks is None:
        answer = _(
            "Med disse tallene er ingen av dem nok. Gi nye saker egne plasser, eller lag flere "
            "plasser i hvert møte."
        )
    elif weeks >= 4:
        answer = ngettext(
            "Med disse tallene holder det å møtes hver %(n)d. uke: Da venter ni av ti familier "
            "høyst %(goal)d uke.",
            "Med disse tallene holder det å møtes hver %(n)d. uke: Da venter ni av ti familier "
            "høyst %(goal)d uker.",
            goal,
        )
    else:
        answer = ngettext(
            "Med disse tallene må dere møtes hver %(n)d. uke for at ni av ti familier skal vente "
            "høyst %(goal)d uke.",
            "Med disse tallene må dere møtes hver %(n)d. uke for at ni av ti familier skal vente "
            "høyst %(goal)d uker.",
            goal,
        )
    return f"{said} {answer % {'n': weeks, 'goal': goal}}"


def _steps(model: _Model, rhythm: Rhythm, school: str) -> list[Step]:
    tries = [
        (_("+1 plass i hvert møte"), replace(rhythm, slots=rhythm.slots + 1)),
        (_("+1 møte i året"), replace(rhythm, extra_meetings=rhythm.extra_meetings + 1)),
    ]
    if rhythm.reserved < rhythm.slots:
        more = replace(rhythm, reserved=rhythm.reserved + 1)
        tries.append((_("+1 plass bare for nye saker"), more))
    steps = []
    for label, tried in tries:
        if WaitingForm.holds(tried):
            found = model.ask(tried)
            nine = found.nine_of_ten if found.load < 1 else None
            steps.append(Step(label, f"{reverse('waiting')}?{_query(tried, school)}", nine))
    return steps


def _query(rhythm: Rhythm, school: str) -> str:
    values = WaitingForm.values_of(rhythm)
    return urlencode({**({"skole": school} if school else {}), **values})
