"""The demo's work with parents: a year's cafés with counts, what is ahead, and a public page."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, time, timedelta

from felles.activities.actions import (
    Counts,
    EventText,
    PageText,
    cancel_event,
    check_text,
    count_event,
    mark_invited,
    plan_event,
    write_school_page,
)
from felles.activities.models import ParentEvent
from felles.config.demo.calendar import Calendar
from felles.config.demo.stage import Stage
from felles.rules.access import OSLO
from felles.rules.parents import EventKind, Interpreting
from felles.rules.readability import fingerprint
from felles.ui.papers import get_maker

K = EventKind
PLANNED_BEFORE = timedelta(days=21)
WORDS = "Kom som du er. Vi har kaffe på kannen. Du kan ta med søsken."


@dataclass(frozen=True, slots=True)
class Treff:
    """An event on a day. ``came`` is None while it is ahead; ``spoken`` counts the languages."""

    day: int
    kind: EventKind
    title: str
    came: int | None = None
    spoken: tuple[tuple[str, int], ...] = ()
    learned: str = ""


FURULIA = (
    Treff(-290, K.CAFE, "", 9, (("nb", 5), ("so", 3)), "Folk blir lenger når det er mat."),
    Treff(-255, K.CAFE, "", 12, (("nb", 5), ("so", 5), ("ar", 2)), ""),
    Treff(-220, K.LEISURE, "Aktivitetsdag i idrettshallen", 46, (("nb", 30), ("so", 8), ("ur", 6)),
          "Klubben fikk mange nye navn på lista da de sto ved døra."),
    Treff(-190, K.CAFE, "", 14, (("nb", 6), ("so", 5), ("ar", 3)), "Bestill tolk tidlig."),
    Treff(-160, K.PARENTS_MEETING, "Nett og telefon", 38, (("nb", 24), ("pl", 6), ("so", 6)),
          "Korte bolker med tolk virker bedre enn én lang."),
    Treff(-95, K.FAU, "", 8, (("nb", 8),), ""),
    Treff(-70, K.CAFE, "", 15, (("nb", 6), ("so", 5), ("ar", 4)), "Be dem ta med noen."),
    Treff(-40, K.GROUP_COURSE, "Å sette grenser uten å kjefte", 11, (("nb", 6), ("ar", 5)), ""),
    Treff(-12, K.CAFE, "", 17, (("nb", 7), ("so", 6), ("ar", 4)), "Flere kom da vi ringte."),
    Treff(-4, K.PARENTS_MEETING, "Overgang til ungdomsskolen"),
    Treff(16, K.CAFE, ""),
    Treff(37, K.PARENTS_MEETING, "Språk hjemme og på skolen"),
)  # fmt: skip
ELSEWHERE = {
    "granasen": (Treff(-60, K.CAFE, "", 7, (("nb", 4), ("uk", 3))), Treff(12, K.CAFE, "")),
    "maltrosten": (Treff(-33, K.PARENTS_MEETING, "", 29, (("nb", 22), ("tr", 5))),),
}
READ = ("event", "letter", "school")


def meet_parents(stage: Stage, calendar: Calendar) -> None:
    """Let each school's agent plan, hold and count, and Furulia publish its page."""
    for school, rows in {"furulia": FURULIA, **ELSEWHERE}.items():
        for row in rows:
            _meet(stage, calendar, school, row)
    _offer(stage, calendar)
    _call_off(stage, calendar)
    _publish(stage, calendar)
    _read_over(stage, calendar)


def _at(calendar: Calendar, offset: int, hour: int) -> datetime:
    return datetime.combine(calendar.day(offset), time(hour), OSLO)


def _plan(stage: Stage, calendar: Calendar, school: str, text: EventText) -> ParentEvent:
    at = min(text.starts_at, calendar.now) - PLANNED_BEFORE
    event = plan_event(by=stage.actor(f"{school}.agent", at), at=at, text=text)
    at += timedelta(days=2)
    mark_invited(by=stage.actor(f"{school}.agent", at), at=at, public_id=event.public_id, version=1)
    return event


def _text(row: Treff, starts_at: datetime) -> EventText:
    languages = {code: Interpreting.ORDERED for code, _n in row.spoken if code not in ("nb", "en")}
    if row.came is None:
        languages = {"so": Interpreting.ORDERED, "ar": Interpreting.WANTED}
    is_cafe = row.kind is K.CAFE
    return EventText(
        kind=row.kind,
        title=row.title,
        starts_at=starts_at,
        ends_at=starts_at + timedelta(hours=1 if is_cafe else 2),
        place="Biblioteket" if is_cafe else "Aulaen",
        invited_by="Skolen og FAU",
        words=WORDS if is_cafe else "",
        child_care=True,
        food=is_cafe,
        is_public=True,
        languages=languages,
    )


def _meet(stage: Stage, calendar: Calendar, school: str, row: Treff) -> None:
    hour = 8 if row.kind is K.CAFE else 18
    starts_at = _at(calendar, row.day, hour)
    event = _plan(stage, calendar, school, _text(row, starts_at))
    if row.came is None:
        return
    at = starts_at + timedelta(hours=3)
    count_event(
        by=stage.actor(f"{school}.agent", at),
        at=at,
        public_id=event.public_id,
        version=2,
        counts=Counts(row.came, dict(row.spoken), row.learned),
    )


def _offer(stage: Stage, calendar: Calendar) -> None:
    """An open hall every second week, since some weeks and for some weeks more."""
    starts_at = _at(calendar, -28, 17)
    text = EventText(
        kind=K.OFFER,
        title="Åpen hall for familier",
        starts_at=starts_at,
        ends_at=starts_at + timedelta(hours=2),
        every_weeks=2,
        until_on=starts_at.date() + timedelta(weeks=20),
        place="Idrettshallen",
        invited_by="Skolen og klubben",
        is_public=True,
    )
    _plan(stage, calendar, "furulia", text)


def _call_off(stage: Stage, calendar: Calendar) -> None:
    event = _plan(
        stage, calendar, "furulia", _text(Treff(9, K.LEISURE, "Skitur"), _at(calendar, 9, 11))
    )
    at = calendar.now - timedelta(days=1)
    by = stage.actor("furulia.agent", at)
    cancel_event(by=by, at=at, public_id=event.public_id, version=2)


def _publish(stage: Stage, calendar: Calendar) -> None:
    at = calendar.now - timedelta(days=20)
    write_school_page(
        by=stage.actor("furulia.coordinator", at),
        at=at,
        version=0,
        text=PageText(
            about="Du kan komme innom når du vil. Vi har alltid tid til en prat.",
            reach="Rom 12, rett ved hovedinngangen.",
            names_agent=True,
            is_published=True,
        ),
    )


def _read_over(stage: Stage, calendar: Calendar) -> None:
    """Some texts have been read over; most wait."""
    at = calendar.now - timedelta(days=15)
    by = stage.actor("furulia.coordinator", at)
    for part in get_maker().list_text_parts():
        if part.key in READ and part.language.code == "nb":
            mark = fingerprint(part.lines)
            check_text(by=by, at=at, key=part.key, language="nb", fingerprint=mark)
