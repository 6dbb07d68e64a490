"""Discussions without a name: coded themes and advice, with no path to a pupil."""

from __future__ import annotations

from dataclasses import dataclass

from felles.rules.roles import Topic


@dataclass(frozen=True, slots=True)
class Discussion:
    """Who asked, when, about what, and what was advised."""

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
