"""What is done around a case — with papers, families, exceptions, meetings and minutes — with sound
input, as :mod:`tests.casework.deeds` has it of the case itself."""

from dataclasses import dataclass
from datetime import timedelta

from felles.casework import actions
from felles.casework.actions import FamilyMeetingPlan
from felles.casework.models import CaseItem, FamilyMeeting, Minutes
from felles.people.models import ConsentAnswer, ConsentException, ConsentPaper, FamilyMessage
from felles.rules.consent import ExceptionKind
from felles.rules.families import LinkChannel, MessageKind
from felles.rules.meetings import InterpreterState
from felles.rules.roles import Audience, Topic
from tests import make
from tests.casework.deeds import Deed
from tests.cast import NOW, Cast, days
from tests.people import pictures
from tests.proofs.held import deal_with, hold_meeting

TODAY = NOW.date()


@dataclass(frozen=True)
class Around:
    """What stands around a case with the team."""

    made: make.Made
    row_id: str
    approved: Minutes
    draft: Minutes
    meeting: FamilyMeeting
    over: FamilyMeeting
    message: FamilyMessage
    exception: ConsentException
    answer: ConsentAnswer
    paper: ConsentPaper


def around(cast: Cast) -> Around:
    """A case with the team, a meeting that took it up, and a family that has written."""
    made = make.in_measures(cast)
    held = hold_meeting(cast)
    deal_with(cast, held, made.case)
    other = hold_meeting(cast)
    deal_with(cast, other, made.case)
    row = CaseItem.objects.get(row__meeting=other, case=made.case)
    row.minutes.all().delete()
    tie, by = made.ties[0], cast.users["social_teacher"]
    planned = FamilyMeeting.objects.filter(case=made.case).order_by("pk")
    over = planned.last()
    assert over is not None
    FamilyMeeting.objects.filter(pk=over.pk).update(starts_at=NOW - timedelta(hours=3))
    answer = ConsentAnswer.objects.filter(pupil=made.pupil).order_by("pk")[0]
    ConsentAnswer.objects.filter(pk=answer.pk).update(channel="paper")
    return Around(
        made=made,
        row_id=row.row.public_id,
        approved=Minutes.objects.get(case=made.case, number=2),
        draft=Minutes.objects.get(case=made.case, number=3),
        meeting=planned[0],
        over=over,
        message=FamilyMessage.objects.create(
            guardianship=tie, kind=MessageKind.WISH.value, text="Ring oss.", language="nb", at=NOW
        ),
        exception=ConsentException.objects.create(
            guardianship=made.ties[1], kind=ExceptionKind.UNREACHABLE.value, reason="Svarer ikke.",
            from_on=TODAY, until_on=TODAY + days(7), asked_by=by, asked_at=NOW,
        ),
        answer=answer,
        paper=ConsentPaper.objects.create(
            answer=answer, content=pictures.picture(), media_type="image/jpeg", digest="x",
            added_by=by, added_at=NOW,
        ),
    )  # fmt: skip


def staff_deeds(it: Around) -> dict[str, Deed]:
    """Name of the deed -> the action and its sound input, but ``by``, ``at`` and the case's id."""
    return {**_with_families(it), **_with_meetings(it)}


def _with_families(it: Around) -> dict[str, Deed]:
    tie = {"tie_id": it.made.ties[0].public_id}
    exception = {"exception_id": it.exception.public_id}
    return {
        "papers": (
            actions.add_consent_papers,
            {"answer_id": it.answer.public_id, "files": [pictures.picture()]},
        ),
        "open_paper": (
            actions.open_consent_paper,
            {"paper_id": it.paper.public_id, "route": "consent-paper"},
        ),
        "link": (actions.make_family_link, {**tie, "channel": LinkChannel.SMS}),
        "no_links": (actions.revoke_family_links, tie),
        "door": (actions.set_family_door, {**tie, "is_open": False, "reason": "Avtalt."}),
        "identity": (actions.set_family_identity, {**tie, "identity_number": "01010750160"}),
        "reply": (
            actions.answer_family_message,
            {**tie, "message_id": it.message.public_id, "answer": "Vi ringer."},
        ),
        "ask_exception": (
            actions.ask_case_exception,
            {
                **tie,
                "kind": ExceptionKind.UNREACHABLE,
                "reason": "Svarer ikke.",
                "until_on": TODAY + days(7),
            },
        ),
        "approve_exception": (actions.approve_case_exception, exception),
        "end_exception": (actions.end_case_exception, exception),
        "pupil_page": (actions.open_pupil_page, {}),
        "good_call": (actions.note_good_call, {"guardianship": it.made.ties[0].public_id}),
    }


def _with_meetings(it: Around) -> dict[str, Deed]:
    meeting = {"meeting_id": it.meeting.public_id}
    draft = {"minutes_id": it.draft.public_id}
    when = {"starts_at": NOW + days(3), "minutes": 30, "place": "Rom 4", "pupil_comes": True}
    text = {"text": "Vi ble enige.", "topic": Topic.SCHOOL_ENVIRONMENT, "audience": Audience.TEAM}
    plan = FamilyMeetingPlan(
        starts_at=NOW + days(3), minutes=30, place="Rom 4", language="nb", needs_interpreter=False,
        guardianships=[it.made.ties[0].public_id],
    )  # fmt: skip
    return {
        "plan_meeting": (actions.plan_family_meeting, {"plan": plan}),
        "move_meeting": (actions.move_family_meeting, {**meeting, **when, "version": 1}),
        "invite": (actions.invite_guests, meeting),
        "told": (
            actions.mark_guest_told,
            {**meeting, "guardianship": it.made.ties[0].public_id},
        ),
        "interpreter": (
            actions.set_interpreter,
            {**meeting, "version": 1, "state": InterpreterState.ORDERED, "language": "so"},
        ),
        "cancel_meeting": (actions.cancel_family_meeting, {**meeting, "version": 1}),
        "close_meeting": (
            actions.close_family_meeting,
            {"meeting_id": it.over.public_id, "version": 1, "reason_not": "Ingen kom."},
        ),
        "begin_minutes": (actions.begin_minutes, {"row_id": it.row_id, "text": "Vi begynte."}),
        "write_minutes": (actions.write_minutes, {**draft, **text, "version": 1}),
        "approve_minutes": (actions.approve_minutes, {**draft, "version": 1}),
        "correct_minutes": (
            actions.correct_minutes,
            {"minutes_id": it.approved.public_id, "why": "Feil dato."},
        ),
    }  # fmt: skip
