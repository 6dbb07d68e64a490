"""Every page of the product, with who opens it and in which state of a case.

Kept by hand: a route that is missing here, or stale, fails ``test_every_page``.
"""

from collections.abc import Callable
from dataclasses import dataclass
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

# Routes that show no page of their own.
_FAMILY = "a guardian's page: the families' journeys open it, in every language"
_PUPIL = "the pupil's own page: the pupil's journey opens it"
NO_PAGE = {
    **dict.fromkeys(
        (
            "family-start",
            "family-link",
            "family-home",
            "family-pupil",
            "family-consent-step",
            "family-thanks",
            "family-access",
            "family-withdraw",
            "family-write",
            "family-help",
        ),
        _FAMILY,
    ),
    "family-consent": "leads to the page where one left off",
    "family-paper": "answers with a file",
    "family-language": "takes a form only",
    "family-logout": "takes a form only",
    "family-ended": "the same page as after logging out, which the families' journeys open",
    "family-idporten": "leads to ID-porten",
    "family-callback": "takes ID-porten's answer",
    "family-persona": "exists in demo mode only; opened by the demo's own tests",
    "pupil-page": _PUPIL,
    "pupil-step": _PUPIL,
    "pupil-smileys": "opens on a shared screen: the journey of groups opens it",
    "meeting-reply": "takes a form only",
    "meeting-call": "takes a form only",
    "calendar-feed": "answers a calendar",
    "course-session-held": "takes a form only",
    "course-guest-take-back": "takes a form only",
    "outreach-worker": "answers with a script",
    "outreach-manifest": "answers a machine",
    "crossing-agree": "takes a form only",
    "crossing-note": "takes a form only",
    "checklist-begin": "takes a form only",
    "outreach-ready": "answers a script",
    "outreach-send": "takes a form only",
    "parents-event-invited": "takes a form only",
    "parents-event-letter": "answers with a file",
    "healthz": "answers a machine",
    "readyz": "answers a machine",
    "logout": "takes a form only",
    "set-language": "takes a form only",
    "case-paper": "answers with a file",
    "consent-paper": "answers with a file",
    "minutes-paper": "answers with a file",
    "meeting-recap-paper": "answers with a file",
    "meeting-recap-send": "takes a form only",
    "case-family-meeting-invite": "takes a form only",
    "case-search": "takes a form only; its page is opened by the search journey",
    "import-apply": "takes a form only",
    "import-cancel": "takes a form only",
    "meeting-text": "takes what is typed in a meeting",
    "persona-login": "exists in demo mode only; opened by the demo's own tests",
}


@dataclass(frozen=True)
class Stop:
    """One page: whose, and how its address is found in the world."""

    part: str
    state: str = "measures"


# route -> the stop. A part of "" is somebody who has not logged in.
STOPS: dict[str, Stop] = {
    "login": Stop(""),
    "help": Stop(""),
    "about-privacy": Stop(""),
    "about-accessibility": Stop(""),
    "switch-post": Stop("rector"),
    "gallery": Stop("administrator"),
    "today": Stop("social_teacher"),
    "drafts": Stop("contact_teacher"),
    "draft-delete": Stop("contact_teacher"),
    "concern-new": Stop("contact_teacher"),
    "concern-step": Stop("contact_teacher"),
    "concern-status": Stop("contact_teacher"),
    "duty-route": Stop("health_nurse"),
    "case-list": Stop("social_teacher"),
    "case": Stop("social_agent"),
    "case-timeline": Stop("rector"),
    "case-readers": Stop("rector"),
    "case-reader-add": Stop("rector"),
    "case-reader-remove": Stop("rector"),
    "case-log": Stop("rector"),
    "case-owner": Stop("rector"),
    "case-note": Stop("social_agent"),
    "case-talk": Stop("contact_teacher"),
    "case-voice": Stop("social_agent"),
    "case-contact": Stop("social_teacher", "team_not_child_welfare"),
    "case-pupil-page": Stop("social_agent"),
    "measure-add": Stop("health_nurse"),
    "measure-check-in": Stop("social_agent"),
    "measure-status": Stop("social_agent"),
    "measure-owner": Stop("social_teacher"),
    "case-accept": Stop("rector", "concern"),
    "case-bring": Stop("rector", "at_school"),
    "case-decide": Stop("rector", "elevsaksmote"),
    "case-refer": Stop("rector", "elevsaksmote"),
    "case-to-team": Stop("social_teacher", "refused"),
    "case-team-decide": Stop("rector", "team_yes_all"),
    "case-stay": Stop("rector", "refused"),
    "case-start-evaluation": Stop("rector"),
    "case-evaluate": Stop("rector", "evaluation"),
    "case-reopen": Stop("rector", "closed"),
    "consent": Stop("social_teacher", "team_not_child_welfare"),
    "consent-ask": Stop("social_teacher", "asked"),
    "consent-answer": Stop("social_teacher", "asked"),
    "consent-paper-add": Stop("social_teacher"),
    "guardian-add": Stop("social_teacher"),
    "guardian-verify": Stop("social_teacher", "team_new_guardian"),
    "guardian-end": Stop("social_teacher"),
    "guardian-page": Stop("social_teacher"),
    "setup-texts": Stop("administrator"),
    "protection": Stop("social_teacher", "protected"),
    "case-papers": Stop("social_teacher"),
    "minutes-list": Stop("health_nurse"),
    "minutes": Stop("rector"),
    "minutes-correct": Stop("rector", "evaluation"),
    "meeting-recap": Stop("rector"),
    "case-family-meetings": Stop("social_agent"),
    "case-family-meeting-plan": Stop("rector"),
    "case-family-meeting": Stop("rector"),
    "case-family-meeting-move": Stop("rector"),
    "case-family-meeting-interpreter": Stop("rector"),
    "case-family-meeting-cancel": Stop("rector"),
    "case-family-meeting-close": Stop("rector"),
    "rhythm": Stop("project_leader"),
    "school-list": Stop("health_nurse"),
    "school": Stop("social_agent"),
    "meeting-list": Stop("social_agent"),
    "meeting": Stop("rector"),
    "meeting-agenda": Stop("rector"),
    "meeting-new": Stop("rector"),
    "meeting-move": Stop("rector"),
    "meeting-cancel": Stop("rector"),
    "meeting-attendees": Stop("rector"),
    "meeting-come-at": Stop("rector"),
    "meeting-substitute": Stop("health_nurse"),
    "calendar": Stop("health_nurse"),
    "anonymous-list": Stop("health_nurse"),
    "anonymous-new": Stop("child_welfare_intake"),
    "imports": Stop("administrator"),
    "import-preview": Stop("administrator"),
    "reviews": Stop("social_teacher"),
    "review-settle": Stop("social_teacher"),
    "staff-reviews": Stop("administrator"),
    "staff-review-settle": Stop("administrator"),
    "setup": Stop("administrator"),
    "setup-people": Stop("administrator"),
    "setup-person-new": Stop("administrator"),
    "setup-person": Stop("administrator"),
    "setup-post-new": Stop("administrator"),
    "setup-post-end": Stop("administrator"),
    "setup-schools": Stop("administrator"),
    "setup-team": Stop("administrator"),
    "setup-services": Stop("administrator"),
    "setup-settings": Stop("administrator"),
    "own-times": Stop("health_nurse"),
    "year-wheel": Stop("project_leader"),
    "year-holidays": Stop("secretary"),
    "year-holidays-import": Stop("secretary"),
    "year-structures": Stop("project_leader"),
    "year-structure": Stop("rector"),
    "year-series": Stop("rector"),
    "waiting": Stop("rector"),
    "meeting-room": Stop("rector"),
    "meeting-screen": Stop("rector"),
    "meeting-close": Stop("rector"),
    "meeting-contribute": Stop("health_nurse"),
    "outreach-new": Stop("social_agent"),
    "outreach-shell": Stop("social_agent"),
    "outreach-picture": Stop("milieu_worker"),
    "course-list": Stop("social_agent"),
    "course-themes": Stop("teacher"),
    "course-theme": Stop("teacher"),
    "course-new": Stop("social_agent"),
    "course-suggest": Stop("teacher"),
    "course-decline": Stop("social_agent"),
    "course": Stop("social_agent"),
    "course-change": Stop("social_agent"),
    "course-holders": Stop("social_agent"),
    "course-end": Stop("social_agent"),
    "course-session": Stop("social_agent"),
    "course-session-move": Stop("social_agent"),
    "course-session-off": Stop("social_agent"),
    "course-session-replace": Stop("social_agent"),
    "course-session-outline": Stop("social_agent"),
    "course-guest-invite": Stop("social_agent"),
    "guest-answer": Stop(""),
    "week": Stop("social_agent"),
    "week-all": Stop("agent_leader"),
    "week-plan": Stop("social_agent"),
    "week-away": Stop("social_agent"),
    "week-plan-of": Stop("agent_leader"),
    "week-away-of": Stop("agent_leader"),
    "week-follow-up": Stop("agent_leader"),
    "crossing-list": Stop("club_leader"),
    "crossing-new": Stop("club_leader"),
    "crossing": Stop("social_agent"),
    "crossing-change": Stop("social_agent"),
    "crossing-end": Stop("social_agent"),
    "checklist-list": Stop("agent_leader"),
    "checklist-run": Stop("social_agent"),
    "checklist-texts": Stop("project_leader"),
    "checklist-text": Stop("secretary"),
    "parents-list": Stop("social_agent"),
    "parents-summary": Stop("agent_leader"),
    "parents-page": Stop("social_teacher"),
    "parents-event-new": Stop("milieu_worker"),
    "parents-event": Stop("social_agent"),
    "parents-event-change": Stop("social_agent"),
    "parents-event-cancel": Stop("rector"),
    "parents-event-count": Stop("social_agent"),
    "good-calls": Stop("contact_teacher"),
    "text-readability": Stop("social_teacher"),
    "public-school": Stop(""),
    "public-event": Stop(""),
    "course-group": Stop("social_agent"),
    "course-group-add": Stop("social_agent"),
    "course-parts": Stop("social_agent"),
    "course-apart": Stop("social_agent"),
    "course-attendance": Stop("milieu_worker"),
    "course-smileys": Stop("milieu_worker"),
    "course-smileys-paper": Stop("milieu_worker"),
}


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
STEPS = {"concern-step": ("hvem", "sett", "elev", "foresatte", "provd", "se-over")}


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
    if "answer_id" in parameters:
        values["answer_id"] = _paper_answer(cast, made)
    if "minutes_id" in parameters:
        minutes = Minutes.objects.filter(case=made.case).order_by("-number")
        values["minutes_id"] = minutes[0].public_id
    if "family_meeting_id" in parameters:
        meets = FamilyMeeting.objects.filter(case=made.case).order_by("pk")
        values["family_meeting_id"] = meets[0].public_id
    return {parameter: values[parameter] for parameter in parameters}
