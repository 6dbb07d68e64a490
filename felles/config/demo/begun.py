"""What lies beside the cases: discussions without a name, and a concern half written."""

from __future__ import annotations

from dataclasses import dataclass

from felles.rules.roles import Topic


@dataclass(frozen=True, slots=True)
class Discussion:
    """Who asked, when, about what, and what was advised; with no path to a pupil."""

    day: int
    by: str
    school: str
    themes: tuple[Topic, ...]
    grades: str
    advice: str


DISCUSSIONS = (
    Discussion(
        -34, "furulia.coordinator", "furulia", (Topic.LEISURE, Topic.ABSENCE), "5-7",
        "Begynn med det som er gøy. Klubben har ledig plass før klokka fire."),
    Discussion(
        -13, "nurse", "granasen", (Topic.HEALTH,), "3-4",
        "Snakk med hele klassen om søvn. Inviter helsesykepleier til foreldremøtet."),
    Discussion(
        -1, "maltrosten.agent", "maltrosten", (Topic.SCHOOL_ENVIRONMENT,), "5-7",
        "Vær to voksne ute i storefri. Gjør det i tre uker, og se om det blir roligere."),
)  # fmt: skip

# Keyed as the fields of the first page of «Si fra».
DRAFT = {
    "strengths": "Er en god leser og låner bort bøkene sine.",
    "seen": "Har spist alene tre dager på rad. De andre ved bordet byttet plass.",
    "where": "Matpausen",
}
