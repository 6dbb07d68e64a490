"""Which row each page of the tour is about."""

from collections.abc import Callable
from pathlib import Path

from django.conf import settings

from felles.activities.models import (
    ChecklistRun,
    CourseGuest,
    CourseSeries,
    CourseSuggestion,
    Crossing,
    ParentEvent,
)
from felles.activities.queries import sign_invitation
from felles.casework.models import CaseItem, Concern, Draft, FamilyMeeting, Measure, Minutes
from felles.meetings.models import Meeting
from felles.meetings.queries import get_structure
from felles.people.models import ConsentAnswer, ConsentPaper, RosterReview
from tests import make
from tests.cast import NOW, Cast, days
from tests.people import pictures


def _review(about: str) -> str:
    reviews = RosterReview.objects.filter(**{f"{about}__isnull": False}).order_by("pk")
    return reviews[0].public_id


def _upload() -> str:
    return next((Path(settings.VAR_DIR) / "uploads").iterdir()).name


IDS: dict[str, Callable[[Cast, make.Made], str]] = {
    "draft-delete": lambda cast, made: _draft(cast),
    "concern-step": lambda cast, made: _draft(cast, Draft.Kind.CONCERN),
    "concern-status": lambda cast, made: _concern(cast),
    "school": lambda cast, made: cast.furulia.public_id,
    **dict.fromkeys(
        (
            "meeting",
            "meeting-agenda",
            "meeting-move",
            "meeting-cancel",
            "meeting-attendees",
            "meeting-come-at",
            "meeting-substitute",
        ),
        lambda cast, made: _meeting().public_id,
    ),
    "import-preview": lambda cast, made: _upload(),
    "review-settle": lambda cast, made: _review("pupil"),
    "staff-review-settle": lambda cast, made: _review("user"),
    "setup-team": lambda cast, made: cast.furulia.public_id,
    "setup-person": lambda cast, made: cast.users["social_agent"].public_id,
    "setup-post-new": lambda cast, made: cast.users["social_agent"].public_id,
    "setup-post-end": lambda cast, made: cast.posts["social_agent"].public_id,
    "meeting-recap": lambda cast, made: _held(made),
    **dict.fromkeys(
        ("week-plan-of", "week-away-of", "week-follow-up"),
        lambda cast, made: cast.posts["social_agent"].public_id,
    ),
    **dict.fromkeys(
        ("crossing", "crossing-change", "crossing-end"),
        lambda cast, made: Crossing.objects.order_by("pk")[0].public_id,
    ),
    "checklist-run": lambda cast, made: ChecklistRun.objects.order_by("pk")[0].public_id,
    "year-structure": lambda cast, made: cast.furulia.public_id,
    "year-series": lambda cast, made: _series(cast),
    "public-school": lambda cast, made: cast.furulia.public_id,
    **dict.fromkeys(
        (
            "parents-event",
            "parents-event-change",
            "parents-event-cancel",
            "parents-event-count",
            "public-event",
        ),
        lambda cast, made: ParentEvent.objects.order_by("pk")[0].public_id,
    ),
    **dict.fromkeys(
        (
            "course",
            "course-change",
            "course-holders",
            "course-end",
            "course-session",
            "course-session-move",
            "course-session-off",
            "course-session-replace",
            "course-session-outline",
            "course-guest-invite",
        ),
        lambda cast, made: _course(),
    ),
    "course-decline": lambda cast, made: _suggestion(),
    **dict.fromkeys(
        ("meeting-room", "meeting-screen", "meeting-close", "meeting-contribute"),
        lambda cast, made: Meeting.objects.order_by("-pk")[0].public_id,
    ),
    **dict.fromkeys(
        (
            "course-group",
            "course-group-add",
            "course-parts",
            "course-apart",
            "course-attendance",
            "course-smileys",
            "course-smileys-paper",
        ),
        lambda cast, made: CourseSeries.objects.order_by("-pk")[0].public_id,
    ),
}


def _course() -> str:
    return CourseSeries.objects.order_by("pk")[0].public_id


def _suggestion() -> str:
    return CourseSuggestion.objects.filter(answered_at=None).order_by("pk")[0].public_id


def _guest_token() -> str:
    return sign_invitation(CourseGuest.objects.order_by("pk")[0])


def _series(cast: Cast) -> str:
    return get_structure(cast.actor("rector"), cast.furulia.public_id).series[0].public_id


def _has_meeting() -> bool:
    return Meeting.objects.exists()


def _meeting() -> Meeting:
    return Meeting.objects.order_by("-starts_at")[0]


def _held(made: make.Made) -> str:
    return CaseItem.objects.filter(case=made.case).order_by("pk")[0].row.meeting.public_id


def _draft(cast: Cast, kind: str = Draft.Kind.RESCUED) -> str:
    drafts = Draft.objects.filter(writer=cast.users["contact_teacher"], kind=kind)
    return drafts.order_by("pk")[0].public_id


def _concern(cast: Cast) -> str:
    concerns = Concern.objects.filter(by=cast.users["contact_teacher"])
    return concerns.order_by("-pk")[0].public_id


def _paper_answer(cast: Cast, made: make.Made) -> str:
    """An answer that was given on paper, of which two pictures are kept."""
    answer = ConsentAnswer.objects.filter(pupil=made.pupil).order_by("pk")[0]
    if not answer.papers.exists():
        ConsentAnswer.objects.filter(pk=answer.pk).update(channel="paper")
        for at in (NOW - days(1), NOW):
            ConsentPaper.objects.create(
                answer=answer,
                content=pictures.picture(),
                media_type="image/jpeg",
                digest="x",
                added_by=cast.users["social_teacher"],
                added_at=at,
            )
    return answer.public_id


# The pages of one route that differ by a word in the address.


def arguments(
    name: str, parameters: tuple[str, ...], cast: Cast, made: make.Made, step: str = ""
) -> dict[str, str]:
    """The path's arguments for a route, found in the world."""
    values = {
        "public_id": IDS[name](cast, made) if name in IDS else made.public_id,
        "step": step,
        "key": "outreach",
        "attendee": _meeting().attendees.order_by("pk")[0].public_id if _has_meeting() else "",
        "guardianship": made.ties[-1].public_id if made.ties else "",
        # The second session was called off, so that another day can be offered.
        "number": "2" if name == "course-session-replace" else "1",
        "theme": "vennskap",
        "token": _guest_token() if name == "guest-answer" else "",
    }
    if "measure_id" in parameters:
        rows = Measure.objects.filter(case=made.case).order_by("-pk")
        values["measure_id"] = rows[0].public_id
    if "text_id" in parameters:
        concerns = Concern.objects.filter(case=made.case).order_by("pk")
        values |= {"text_kind": "bekymring", "text_id": concerns[0].public_id}
    if "answer_id" in parameters:
        values["answer_id"] = _paper_answer(cast, made)
    if "minutes_id" in parameters:
        minutes = Minutes.objects.filter(case=made.case).order_by("-number")
        values["minutes_id"] = minutes[0].public_id
    if "family_meeting_id" in parameters:
        meets = FamilyMeeting.objects.filter(case=made.case).order_by("pk")
        values["family_meeting_id"] = meets[0].public_id
    return {parameter: values[parameter] for parameter in parameters}
