"""How long a case may rest on a step before the day page reminds somebody.

The numbers of days are defaults for settings that a district dates and changes; only the first
has a source (14 days from worry to decision in BTI practice, Tromsø). The others are the
product's own starting points, marked as such in the settings page.
"""

from __future__ import annotations

from datetime import date, timedelta
from enum import StrEnum

from felles.rules.case_flow import Step
from felles.rules.text import N_


class SettingKey(StrEnum):
    """Numbers that a district decides. Each has a default and a plain label."""

    STALL_CONCERN = "stall_concern_days"
    STALL_AT_SCHOOL = "stall_at_school_days"
    STALL_ELEVSAKSMOTE = "stall_elevsaksmote_days"
    STALL_CONSENT = "stall_consent_days"
    STALL_INNSATSTEAM = "stall_innsatsteam_days"
    STALL_MEASURES = "stall_measures_days"
    STALL_EVALUATION = "stall_evaluation_days"
    CONSENT_LONGEST = "consent_longest_days"
    CHILD_HEARD_FROM = "child_heard_from_years"
    DRAFT_KEPT = "draft_kept_days"

    @property
    def label(self) -> str:
        return SETTING_LABELS[self]


SETTING_LABELS = {
    SettingKey.STALL_CONCERN: N_("Dager fra bekymring til skolen har begynt"),
    SettingKey.STALL_AT_SCHOOL: N_("Dager på skolen før noen ser på saken igjen"),
    SettingKey.STALL_ELEVSAKSMOTE: N_("Dager til elevsaksmøtet har besluttet"),
    SettingKey.STALL_CONSENT: N_("Dager vi venter på svar om samtykke"),
    SettingKey.STALL_INNSATSTEAM: N_("Dager til innsatsteamet har besluttet"),
    SettingKey.STALL_MEASURES: N_("Dager med tiltak før evaluering"),
    SettingKey.STALL_EVALUATION: N_("Dager til evalueringen er ferdig"),
    SettingKey.CONSENT_LONGEST: N_("Lengste periode for et samtykke, i dager"),
    SettingKey.CHILD_HEARD_FROM: N_("Alder da barnet alltid skal bli hørt, i år"),
    SettingKey.DRAFT_KEPT: N_("Dager vi tar vare på et utkast"),
}

DEFAULTS: dict[SettingKey, int] = {
    SettingKey.STALL_CONCERN: 14,
    SettingKey.STALL_AT_SCHOOL: 42,
    SettingKey.STALL_ELEVSAKSMOTE: 21,
    SettingKey.STALL_CONSENT: 14,
    SettingKey.STALL_INNSATSTEAM: 42,
    SettingKey.STALL_MEASURES: 60,
    SettingKey.STALL_EVALUATION: 21,
    SettingKey.CONSENT_LONGEST: 365,
    SettingKey.CHILD_HEARD_FROM: 7,
    SettingKey.DRAFT_KEPT: 30,
}

STALL_OF_STEP: dict[Step, SettingKey] = {
    Step.CONCERN: SettingKey.STALL_CONCERN,
    Step.AT_SCHOOL: SettingKey.STALL_AT_SCHOOL,
    Step.ELEVSAKSMOTE: SettingKey.STALL_ELEVSAKSMOTE,
    Step.CONSENT: SettingKey.STALL_CONSENT,
    Step.INNSATSTEAM: SettingKey.STALL_INNSATSTEAM,
    Step.MEASURES: SettingKey.STALL_MEASURES,
    Step.EVALUATION: SettingKey.STALL_EVALUATION,
}


def due_on(step: Step, since: date, days: dict[SettingKey, int]) -> date | None:
    """The day by which somebody should have acted; none once the case is closed."""
    key = STALL_OF_STEP.get(step)
    return None if key is None else since + timedelta(days=days.get(key, DEFAULTS[key]))


class Urgency(StrEnum):
    """How a deadline is shown. Words, not shame."""

    LATE = "late"
    TODAY = "today"
    SOON = "soon"
    LATER = "later"


def urgency(due: date, on: date) -> Urgency:
    """How near ``due`` is on the day ``on``; SOON is within three days."""
    if due < on:
        return Urgency.LATE
    if due == on:
        return Urgency.TODAY
    return Urgency.SOON if (due - on).days <= 3 else Urgency.LATER
