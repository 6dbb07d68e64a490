"""Writes of the activities room."""

from felles.activities.actions.checklists import (
    answer_run,
    begin_run,
    forget_old_runs,
    verify_checklist,
    write_checklist,
)
from felles.activities.actions.crossings import (
    CrossingText,
    agree_crossing,
    call_off_crossing,
    change_crossing,
    end_crossing,
    forget_old_crossing_days,
    note_crossing,
    propose_crossing,
)
from felles.activities.actions.outreach import (
    Seen,
    forget_old_notes,
    note_outreach,
)
from felles.activities.actions.week import (
    enter_away,
    forget_old_absence,
    name_follow_up,
    plan_week,
    remove_away,
)

__all__ = [
    "CrossingText",
    "Seen",
    "agree_crossing",
    "answer_run",
    "begin_run",
    "call_off_crossing",
    "change_crossing",
    "end_crossing",
    "enter_away",
    "forget_old_absence",
    "forget_old_crossing_days",
    "forget_old_notes",
    "forget_old_runs",
    "name_follow_up",
    "note_crossing",
    "note_outreach",
    "plan_week",
    "propose_crossing",
    "remove_away",
    "verify_checklist",
    "write_checklist",
]
