"""Writes of the meetings room."""

from felles.meetings.actions.agenda import (
    add_anonymous_row,
    add_common_row,
    add_row,
    remove_row,
    set_order,
    set_row,
)
from felles.meetings.actions.availability import set_availability
from felles.meetings.actions.feeds import make_feed, revoke_feed
from felles.meetings.actions.meetings import (
    MeetingChanged,
    call_meeting,
    cancel_meeting,
    move_meeting,
    plan_meeting,
    reply_to_meeting,
    send_substitute,
    set_attendees,
    set_come_at,
)
from felles.meetings.actions.reminders import remind_of_meetings
from felles.meetings.actions.room import (
    add_presences,
    end_meeting,
    finish_anonymous_row,
    finish_common_row,
    forget_row_texts,
    let_in,
    place_attendee,
    postpone_row,
    set_row_aside,
    set_row_state,
    start_meeting,
    write_anonymous_text,
    write_field,
)
from felles.meetings.actions.series import SeriesText, add_series, change_series, create_structure
from felles.meetings.actions.teams import discuss_anonymously, forget_old_discussions, set_team
from felles.meetings.actions.year import publish_year

__all__ = [
    "MeetingChanged",
    "SeriesText",
    "add_anonymous_row",
    "add_common_row",
    "add_presences",
    "add_row",
    "add_series",
    "call_meeting",
    "cancel_meeting",
    "change_series",
    "create_structure",
    "discuss_anonymously",
    "end_meeting",
    "finish_anonymous_row",
    "finish_common_row",
    "forget_old_discussions",
    "forget_row_texts",
    "let_in",
    "make_feed",
    "move_meeting",
    "place_attendee",
    "plan_meeting",
    "postpone_row",
    "publish_year",
    "remind_of_meetings",
    "remove_row",
    "reply_to_meeting",
    "revoke_feed",
    "send_substitute",
    "set_attendees",
    "set_availability",
    "set_come_at",
    "set_order",
    "set_row",
    "set_row_aside",
    "set_row_state",
    "set_team",
    "start_meeting",
    "write_anonymous_text",
    "write_field",
]
