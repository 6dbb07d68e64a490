"""What the case pages call things: next steps, kinds of talk, how a measure goes."""

from __future__ import annotations

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from felles.rules.case_flow import Move, Step

# The next step in a list, where only the step is known.
NEXT_OF_STEP: dict[Step, Promise] = {
    Step.CONCERN: _("Ta imot bekymringen"),
    Step.AT_SCHOOL: _("Prøv tiltak på skolen"),
    Step.ELEVSAKSMOTE: _("Beslutt i elevsaksmøtet"),
    Step.CONSENT: _("Få svar på samtykke"),
    Step.INNSATSTEAM: _("Møt familien og bli enige om tiltak"),
    Step.MEASURES: _("Følg tiltakene"),
    Step.EVALUATION: _("Evaluer sammen med familien"),
    Step.CLOSED: _("Saken er avsluttet"),
}
STEP_COLORS: dict[Step, str] = {
    Step.CONCERN: "warning",
    Step.AT_SCHOOL: "neutral",
    Step.ELEVSAKSMOTE: "neutral",
    Step.CONSENT: "neutral",
    Step.INNSATSTEAM: "info",
    Step.MEASURES: "info",
    Step.EVALUATION: "info",
    Step.CLOSED: "success",
}

# What stands in the address when a talk is chosen beforehand: /samtale/?slag=elev
TALK_OF_SLUG = {
    "elev": "pupil",
    "foresatte": "guardians",
    "mote": "family_meeting",
    "ros": "positive_call",
}
TALK_LABELS: dict[str, Promise] = {
    "pupil": _("Samtale med eleven"),
    "guardians": _("Samtale med foresatte"),
    "family_meeting": _("Møte med elev og foresatte"),
    "positive_call": _("God nyhet hjem"),
}
NOT_HELD_LABELS: dict[str, Promise] = {
    "pupil": _("Ikke snakket med eleven ennå"),
    "guardians": _("Ikke snakket med foresatte ennå"),
    "family_meeting": _("Ikke møtt elev og foresatte ennå"),
    "positive_call": _("Ikke ringt hjem ennå"),
}

# The numbers are those of a measure's check-ins and status; a test holds them together.
GOOD, MIXED, BAD = 1, 2, 3
RATING_LABELS: dict[int, Promise] = {GOOD: _("Bra"), MIXED: _("Både og"), BAD: _("Ikke bra")}
RATING_CODES = {GOOD: "good", MIXED: "mixed", BAD: "bad"}
PLANNED, RUNNING, DONE, STOPPED = 1, 2, 8, 9
STATUS_LABELS: dict[int, Promise] = {
    PLANNED: _("Ikke startet"),
    RUNNING: _("I gang"),
    DONE: _("Ferdig"),
    STOPPED: _("Stoppet"),
}

# A move as the history tells it.
MOVE_EVENTS: dict[Move, Promise] = {
    Move.ACCEPT: _("Skolen tok imot bekymringen"),
    Move.BRING: _("Meldt til elevsaksmøtet"),
    Move.TO_TEAM: _("Meldt til innsatsteamet"),
    Move.STAY_AT_SCHOOL: _("Saken fortsetter på skolen"),
    Move.EVALUATE: _("Evalueringen startet"),
    Move.CONTINUE: _("Tiltakene fortsetter"),
    Move.BACK_TO_SCHOOL: _("Saken gikk tilbake til skolen"),
    Move.CLOSE: _("Saken ble avsluttet"),
    Move.REOPEN: _("Saken ble åpnet igjen"),
}

OUTCOME_HINTS: dict[Move, Promise] = {
    Move.TRY_MORE: _("Helt vanlig. Velg når dere ser på saken igjen."),
    Move.REFER: _("Vi spør foresatte først. Ingen utenfor skolen får vite noe ennå."),
    Move.CLOSE_AT_SCHOOL: _("Det går bra nå. Saken kan åpnes igjen."),
    Move.CONTINUE: _("Det hjelper, men vi er ikke ferdige."),
    Move.BACK_TO_SCHOOL: _("Skolen følger opp videre. Tjenestene ser ikke saken lenger."),
    Move.CLOSE: _("Målet er nådd, eller familien trenger ikke mer. Saken kan åpnes igjen."),
}

READ_KINDS: dict[str, Promise] = {
    "open": _("Åpnet saken"),
    "list": _("Så navnet i en liste"),
    "file": _("Lastet ned"),
}
