"""What lies beside the cases: discussions without a name, and a concern half written."""

from __future__ import annotations

from dataclasses import dataclass

from felles.rules.discussion import Band
from felles.rules.roles import Topic


@dataclass(frozen=True, slots=True)
class Discussion:
    """Who asked, when, about what, and what was advised; with no path to a pupil."""

    day: int
    by: str
    school: str
    themes: tuple[Topic, ...]
    grades: Band
    advice: str


DISCUSSIONS = (
    Discussion(
        -34, "furulia.coordinator", "furulia", (Topic.LEISURE, Topic.ABSENCE), Band.MIDDLE,
        "Begynn med det som er gøy. Klubben har ledig plass før klokka fire."),
    Discussion(
        -13, "nurse", "granasen", (Topic.HEALTH,), Band.LOW,
        "Snakk med hele klassen om søvn. Inviter helsesykepleier til foreldremøtet."),
    Discussion(
        -1, "maltrosten.agent", "maltrosten", (Topic.SCHOOL_ENVIRONMENT,), Band.MIDDLE,
        "Vær to voksne ute i storefri. Gjør det i tre uker, og se om det blir roligere."),
)  # fmt: skip

# Keyed as the fields of the first page of «Si fra».
DRAFT = {
    "strengths": "Er en god leser og låner bort bøkene sine.",
    "seen": "Har spist alene tre dager på rad. De andre ved bordet byttet plass.",
    "where": "Matpausen",
}
