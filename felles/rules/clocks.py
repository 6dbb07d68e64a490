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
    AGE_WEIGHT = "age_weight_years"
    AGE_OWN_CONSENT = "age_own_consent_years"
    AGE_HEALTH = "age_health_years"
    AGE_MAJORITY = "age_majority_years"
    CONSENT_WARN_FIRST = "consent_warn_first_days"
    CONSENT_WARN_LAST = "consent_warn_last_days"
    FAMILY_LINK_DAYS = "family_link_days"
    FAMILY_LINK_READS = "family_link_reads"
    DRAFT_KEPT = "draft_kept_days"
    ANONYMOUS_KEPT = "anonymous_kept_days"
    MEETING_REMIND = "meeting_remind_days"
    MEETING_NOTES_KEPT = "meeting_notes_kept_days"
    MEETING_TEAMS_A_DAY = "meeting_teams_a_day"
    OFFICE_WEEKDAY = "office_weekday"
    WAIT_GOAL = "wait_goal_weeks"
    OUTREACH_KEPT = "outreach_kept_days"
    WEEK_KEPT = "week_kept_days"
    CHECKLIST_KEPT = "checklist_kept_days"
    COURSE_KEPT = "course_kept_days"
    SMILEY_LEAST = "smiley_least_answers"
    GOOD_CALL_WEEKS = "good_call_weeks"

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
    SettingKey.AGE_WEIGHT: N_("Alder da barnets mening skal veie tungt, i år"),
    SettingKey.AGE_OWN_CONSENT: N_("Alder da barnet også svarer selv, i år (0: brukes ikke)"),
    SettingKey.AGE_HEALTH: N_("Alder da barnet svarer selv om helse, i år (0: brukes ikke)"),
    SettingKey.AGE_MAJORITY: N_("Alder da foresatte ikke lenger svarer, i år"),
    SettingKey.CONSENT_WARN_FIRST: N_("Dager før et samtykke går ut: første påminnelse"),
    SettingKey.CONSENT_WARN_LAST: N_("Dager før et samtykke går ut: siste påminnelse"),
    SettingKey.FAMILY_LINK_DAYS: N_("Dager en engangslenke til foresatte virker"),
    SettingKey.FAMILY_LINK_READS: N_(
        "Engangslenke viser også det som er bestemt (1: ja, 0: bare spørsmålet)"
    ),
    SettingKey.DRAFT_KEPT: N_("Dager vi tar vare på et utkast"),
    SettingKey.ANONYMOUS_KEPT: N_("Dager vi tar vare på en drøfting uten navn"),
    SettingKey.MEETING_REMIND: N_("Dager før et møte vi minner om det (0: ingen påminnelse)"),
    SettingKey.MEETING_NOTES_KEPT: N_("Dager vi tar vare på utkast fra et møte"),
    SettingKey.MEETING_TEAMS_A_DAY: N_("Flest innsatsteam én person er i på én dag"),
    SettingKey.OFFICE_WEEKDAY: N_("Sosialagentenes kontordag (1 mandag – 5 fredag, 0: ingen)"),
    SettingKey.WAIT_GOAL: N_("Uker en familie skal vente på innsatsteamet, høyst"),
    SettingKey.OUTREACH_KEPT: N_("Dager vi tar vare på notater fra det oppsøkende arbeidet"),
    SettingKey.WEEK_KEPT: N_("Dager vi tar vare på fravær og overganger til klubben"),
    SettingKey.CHECKLIST_KEPT: N_("Dager vi tar vare på utfylte sjekklister"),
    SettingKey.COURSE_KEPT: N_("Dager vi tar vare på gruppe og oppmøte etter at et kurs er ferdig"),
    SettingKey.SMILEY_LEAST: N_("Færrest svar før vi viser svarene før og etter et kurs"),
    SettingKey.GOOD_CALL_WEEKS: N_("Uker uten gode nyheter før vi minner om å ringe hjem"),
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
    SettingKey.AGE_WEIGHT: 12,
    SettingKey.AGE_OWN_CONSENT: 15,
    SettingKey.AGE_HEALTH: 16,
    SettingKey.AGE_MAJORITY: 18,
    SettingKey.CONSENT_WARN_FIRST: 30,
    SettingKey.CONSENT_WARN_LAST: 7,
    SettingKey.FAMILY_LINK_DAYS: 14,
    SettingKey.FAMILY_LINK_READS: 1,
    SettingKey.DRAFT_KEPT: 30,
    SettingKey.ANONYMOUS_KEPT: 90,
    SettingKey.MEETING_REMIND: 3,
    SettingKey.MEETING_NOTES_KEPT: 60,
    SettingKey.MEETING_TEAMS_A_DAY: 2,
    SettingKey.OFFICE_WEEKDAY: 0,
    SettingKey.WAIT_GOAL: 6,
    SettingKey.OUTREACH_KEPT: 180,
    SettingKey.WEEK_KEPT: 400,
    SettingKey.CHECKLIST_KEPT: 400,
    SettingKey.COURSE_KEPT: 180,
    SettingKey.SMILEY_LEAST: 10,
    SettingKey.GOOD_CALL_WEEKS: 3,
}

# What may be switched off, by the number 0; the label says so.
OFF_AT_ZERO = frozenset(
    {
        SettingKey.AGE_OWN_CONSENT,
        SettingKey.AGE_HEALTH,
        SettingKey.FAMILY_LINK_READS,
        SettingKey.MEETING_REMIND,
        SettingKey.OFFICE_WEEKDAY,
    }
)

# The ages at which the question of consent is asked anew, youngest first.
AGE_KEYS = (
    SettingKey.CHILD_HEARD_FROM,
    SettingKey.AGE_WEIGHT,
    SettingKey.AGE_OWN_CONSENT,
    SettingKey.AGE_HEALTH,
    SettingKey.AGE_MAJORITY,
)

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
