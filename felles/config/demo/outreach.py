"""The demo's log of the school yard: eight weeks at four schools, with no child in it."""

from __future__ import annotations

from datetime import datetime, time
from random import Random

from felles.activities.actions import Seen, note_outreach
from felles.config.demo.calendar import Calendar
from felles.config.demo.stage import Stage
from felles.rules.access import OSLO
from felles.rules.outreach import Arena, HowMany, What

DAYS = 52
# school: how many notes; where most of them are from.
NOTES = {"furulia": 30, "granasen": 14, "maltrosten": 10, "ekornlia": 8}
TIMES = (time(8, 5), time(10, 10), time(10, 20), time(11, 45), time(11, 55), time(14, 10))
USUAL = (Arena.YARD,) * 6 + (Arena.CORRIDOR, Arena.WARDROBE, Arena.WAY, Arena.AFTER_SCHOOL)
LATE = (Arena.WAY, Arena.AFTER_SCHOOL, Arena.CLUB, Arena.NEIGHBOURHOOD)
SEEN = (What.PLAY,) * 4 + (What.TALK,) * 3 + (What.ALONE, What.QUARREL, What.LEFT_OUT, What.UNREST)
TEXTS = (
    "Ny lek ved huskene. Alle som ville, fikk være med.",
    "Fotballbanen ble delt i to uten at vi sa noe.",
    "Trangt i garderoben når to trinn går ut samtidig.",
    "Det er mørkt bak gymsalen om morgenen.",
    "Flere ville vise hvor de pleier å leke.",
    "Uenighet om reglene på banen. Roet seg da vi spilte med.",
)


def note_the_yard(stage: Stage, calendar: Calendar) -> None:
    """Let each school's agent note, on school days up to yesterday. The same day gives the same."""
    for school, count in NOTES.items():
        dice = Random(f"{school} yard")  # noqa: S311 -- the same notes each time
        for number in range(count):
            on = calendar.day(-2 - number * DAYS // count)
            _note(stage, dice, school, datetime.combine(on, dice.choice(TIMES), OSLO), number)


def _note(stage: Stage, dice: Random, school: str, at: datetime, number: int) -> None:
    is_late = at.time() > time(14)
    seen = Seen(
        arena=dice.choice(LATE if is_late else USUAL),
        what=dice.choice(SEEN),
        how_many=dice.choice(tuple(HowMany)),
        text=dice.choice(TEXTS) if number % 5 == 0 else "",
    )
    note_outreach(
        by=stage.actor(f"{school}.agent", at),
        at=at,
        school=stage.organisations[school].public_id,
        seen=seen,
        client_key=f"demo-{school}-{number}",
    )
