"""Three questions with three faces: when they are open, and what may be told of the answers.

The questions are the product's own; no licensed scale. No answer has a pupil, an order or a time.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta

from felles.rules.courses import FACES, Moment
from felles.rules.decision import Decision
from felles.rules.text import N_

QUESTION_TEXTS = {
    1: N_("Har du noen å være sammen med i friminuttene?"),
    2: N_("Tør du å si ifra når noe ikke er greit?"),
    3: N_("Er det greit å være deg på skolen?"),
}
# What stands below the faces, from sad to glad.
FACE_TEXTS = {1: N_("Nei"), 2: N_("Litt"), 3: N_("Ja")}
GLAD = max(FACES)
# A fifth of fewer than so many would tell a number of children, whatever the settings say.
LEAST_EVER = 10
# What is typed from paper: no class is larger.
MOST_ANSWERS = 99
FIFTHS = 5
# How long a screen is open to children before an adult must open it again.
SCREEN_OPEN = timedelta(minutes=60)


@dataclass(frozen=True, slots=True)
class RoundFacts:
    """One round: whether it goes on, and how many have answered each question."""

    moment: Moment
    is_open: bool
    answered: tuple[int, ...]


def least_answers(setting: int) -> int:
    """How many must have answered, before and after, for anything to be told."""
    return max(setting, LEAST_EVER)


def is_told(before: int, after: int, *, least: int) -> bool:
    """True when a question was answered by enough in both rounds."""
    return min(before, after) >= max(least, LEAST_EVER)


def fifth_of(glad: int, answered: int) -> int:
    """In which fifth the share of glad faces lies, from 0 to 4.

    Of ten answers or more, each fifth holds two numbers at least, so that no number can be found.
    Only the glad are told: beside a second share, both could be found by adding them up.
    """
    return min(glad * FIFTHS // answered, FIFTHS - 1)


def are_told(rounds: dict[Moment, RoundFacts], *, least: int) -> bool:
    """True when both rounds are closed and a question at least has enough answers in both."""
    before, after = rounds.get(Moment.BEFORE), rounds.get(Moment.AFTER)
    if before is None or after is None or before.is_open or after.is_open:
        return False
    pairs = zip(before.answered, after.answered, strict=True)
    return any(is_told(one, other, least=least) for one, other in pairs)


def may_begin(rounds: dict[Moment, RoundFacts], moment: Moment) -> Decision:
    """May a round be opened, or typed in from paper? Each is asked once, and one at a time."""
    if moment in rounds:
        return Decision.no(N_("Denne runden er tatt. Den kan ikke åpnes igjen."))
    if any(one.is_open for one in rounds.values()):
        return Decision.no(N_("En runde er åpen. Lukk den først."))
    return Decision.yes()


def may_remove(rounds: dict[Moment, RoundFacts], *, least: int) -> Decision:
    """May a round be taken away and asked anew? Not once its answers have been shown.

    Whoever has seen them could otherwise take a few answers more, and find those by taking one
    number from the other.
    """
    if are_told(rounds, least=least):
        return Decision.no(N_("Svarene er vist. Da kan runden ikke tas på nytt."))
    return Decision.yes()
