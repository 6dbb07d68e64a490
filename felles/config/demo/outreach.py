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
# school: how many notes. At the first there are enough for the picture to tell something.
NOTES = {"furulia": 44, "granasen": 10, "maltrosten": 7, "ekornlia": 5}
TIMES = (time(8, 5), time(10, 10), time(11, 45), time(11, 55), time(14, 10))
USUAL = (Arena.YARD,) * 6 + (Arena.WARDROBE,) * 3 + (Arena.CORRIDOR,)
LATE = (Arena.AFTER_SCHOOL, Arena.AFTER_SCHOOL, Arena.WAY, Arena.CLUB, Arena.NEIGHBOURHOOD)
SEEN = (What.PLAY,) * 4 + (What.TALK,) * 3 + (What.ALONE, What.QUARREL, What.LEFT_OUT, What.UNREST)
TEXT_EVERY = 8
TEXTS = (
    (Arena.YARD, What.PLAY, "Ny lek ved huskene. Alle som ville, fikk være med."),
    (Arena.WARDROBE, What.UNREST, "Trangt når to trinn går ut samtidig."),
    (Arena.YARD, What.OTHER_WATCH, "Det er mørkt bak gymsalen om morgenen."),
    (Arena.YARD, What.QUARREL, "Uenighet om reglene på banen. Roet seg da vi spilte med."),
    (Arena.YARD, What.TALK, "Flere ville vise hvor de pleier å leke."),
    (Arena.YARD, What.OTHER_GOOD, "Banen ble delt i to uten at vi sa noe."),
)


def note_the_yard(stage: Stage, calendar: Calendar) -> None:
    """Let each school's agent note, on school days up to yesterday. The same day gives the same."""
    for school, count in NOTES.items():
        dice = Random(f"{school} yard")  # noqa: S311 -- the same notes each time
        for number in range(count):
            on = calendar.day(-2 - number * DAYS // count)
            _note(stage, dice, school, datetime.combine(on, dice.choice(TIMES), OSLO), number)


def _note(stage: Stage, dice: Random, school: str, at: datetime, number: int) -> None:
    arena, what, text = dice.choice(LATE if at.time() > time(14) else USUAL), dice.choice(SEEN), ""
    how_many = dice.choice(tuple(HowMany))
    if number % TEXT_EVERY == 0:
        arena, what, text = TEXTS[number // TEXT_EVERY % len(TEXTS)]
    note_outreach(
        by=stage.actor(f"{school}.agent", at),
        at=at,
        school=stage.organisations[school].public_id,
        seen=Seen(arena, what, how_many, text=text),
        client_key=f"demo-{school}-{number}",
    )
