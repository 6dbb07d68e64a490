"""What is known of the room during a meeting: who is there, which line is open, what is typed."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.db.models import Exists, Max, OuterRef

from felles.meetings.models import AgendaRow, Meeting, Presence, RowText
from felles.meetings.queries.teams import list_team_services
from felles.people.models import Post
from felles.people.queries import list_actors_at_school, list_running_posts
from felles.rules.access import Actor
from felles.rules.meetings import MeetingState, RowState


@dataclass(frozen=True, slots=True)
class Typed:
    """The newest text of one field of a line. ``by_id`` is None where no writer is kept."""

    field: str
    text: str
    revision: int
    by_id: int | None
    at: datetime
    pk: int


def list_typed(row: AgendaRow) -> dict[str, Typed]:
    """What stands in each field of a line. The caller has seen the line's case."""
    later = RowText.objects.filter(
        row_id=OuterRef("row_id"), field=OuterRef("field"), revision__gt=OuterRef("revision")
    )
    newest = RowText.objects.filter(~Exists(later), row=row).order_by("pk")
    return {
        one.field: Typed(one.field, one.text, one.revision, one.by_id, one.at, one.pk)
        for one in newest
    }


def find_last_typed(row: AgendaRow) -> int:
    """The id of the last text that was typed under a line; 0 when none was."""
    return RowText.objects.filter(row=row).aggregate(last=Max("pk"))["last"] or 0


def find_open_row(meeting: Meeting) -> AgendaRow | None:
    """The line that is open, whether or not it may be shown now."""
    return meeting.rows.filter(state=RowState.OPEN.value).first()


def list_present(row: AgendaRow) -> set[int]:
    """Ids of the attendees who were in the room while the line was dealt with."""
    return set(Presence.objects.filter(row=row).values_list("attendee_id", flat=True))


def list_present_in(meeting: Meeting) -> set[int]:
    """Ids of the attendees who were in the room for any line of the meeting."""
    rows = Presence.objects.filter(row__meeting=meeting)
    return set(rows.values_list("attendee_id", flat=True))


def list_who_may_join(actor: Actor, meeting: Meeting) -> list[Post]:
    """Posts that could come in unannounced: the school's own and those of the team's services.

    For whoever leads the meeting. Those who are called already are left out.
    """
    services = frozenset(one.pk for one in list_team_services(meeting.organisation_id))
    might = list_actors_at_school(meeting.organisation_id, service_ids=services, at=actor.at)
    called = set(meeting.attendees.values_list("post_id", flat=True))
    posts = list_running_posts({one.post_id for one in might} - called, actor.at)
    return sorted(posts, key=lambda post: (post.organisation.name, post.user.name, post.pk))


def find_next_meeting(meeting: Meeting) -> Meeting | None:
    """The next meeting of the series that is still to come; None when none is planned."""
    if meeting.series_id is None:
        return None
    ahead = (MeetingState.PLANNED.value, MeetingState.CALLED.value)
    later = Meeting.objects.filter(
        series_id=meeting.series_id, starts_at__gt=meeting.starts_at, state__in=ahead
    )
    return later.order_by("starts_at", "pk").first()
