"""What the tour of every page finds: cases with texts, imports, meetings, a year."""

from datetime import date, time, timedelta

from django.core.files.uploadedfile import SimpleUploadedFile

from felles.activities.actions import (
    Idea,
    Seen,
    call_off_session,
    note_outreach,
    suggest_course,
)
from felles.casework import actions
from felles.casework.actions import ConcernText, TalkText
from felles.casework.models import Minutes
from felles.meetings.actions import (
    create_structure,
    make_feed,
    reply_to_meeting,
    set_availability,
    set_come_at,
)
from felles.people.models import RosterReview
from felles.programme.actions import add_holiday
from felles.rules.courses import GroupKind, WhyNot
from felles.rules.free_times import STARTS
from felles.rules.meetings import Reply
from felles.rules.outreach import Arena, HowMany, What
from felles.rules.reviews import ReviewKind
from felles.rules.roles import Audience, Topic
from felles.web.imports import uploads
from tests import make, rooms
from tests.activities import course_rows, parents
from tests.activities.courses import christmas, invited, planned
from tests.cast import NOW, Cast, days
from tests.journeys.files import ROSTER
from tests.meetings.calls import called
from tests.proofs.groups import make_group
from tests.proofs.held import deal_with, hold_meeting


def furnish(cast: Cast, made: make.Made) -> None:
    """Fill a case with one of everything, so that its pages are as full as in life."""
    agent, rector = cast.actor("social_agent"), cast.actor("rector")
    case = made.public_id
    actions.write_child_voice(
        by=agent,
        at=NOW,
        public_id=case,
        said="Jeg vil helst spille ball.",
        wish="At noen spør meg.",
        not_to_share="At jeg gråt.",
        safe_with="Agenten",
        told_on=agent.on,
    )
    actions.write_note(
        by=rector, at=NOW, public_id=case, text="Et notat for noen.", audience=Audience.RESTRICTED
    )
    actions.write_note(by=agent, at=NOW, public_id=case, text="Et notat.", audience=Audience.TEAM)
    actions.log_talk(
        by=rector, at=NOW, public_id=case, kind="guardians", reason_not="Får ikke tak i dem."
    )
    measure = actions.add_measure(
        by=agent,
        at=NOW,
        public_id=case,
        goal="Være med i leken",
        what="Ballspill i storefri",
        organisation_id=cast.service("health").pk,
        owner_id=cast.users["health_nurse"].pk,
        due_on=agent.on,
        topic=Topic.LEISURE,
    )
    for rating in (1, 2, 3):
        actions.check_in(
            by=agent, at=NOW, public_id=case, measure_public_id=measure.public_id, rating=rating
        )
    actions.name_case_reader(
        by=rector,
        at=NOW,
        public_id=case,
        user_id=cast.users["teacher"].pk,
        reason="Har eleven i gym",
    )


def furnish_desk(cast: Cast, made: make.Made) -> None:
    """A draft and a concern of the contact teacher's own."""
    teacher = cast.actor("contact_teacher")
    actions.save_draft(
        by=teacher, at=NOW, data={"pupil": made.pupil.public_id, "seen": "Noe jeg begynte på."}
    )
    actions.rescue_text(by=teacher, at=NOW, data={"text": "Et notat som ikke ble lagret."})
    actions.raise_concern(
        by=teacher,
        at=NOW - days(2),
        pupil=made.pupil,
        concern=ConcernText(seen="Var alene igjen.", topic=Topic.SCHOOL_ENVIRONMENT),
        pupil_talk=TalkText(reason_not="Var borte"),
    )


def furnish_imports(cast: Cast, made: make.Made) -> None:
    """A roster that waits to be carried out, and what earlier ones left to decide."""
    files = [SimpleUploadedFile(name, text.encode()) for name, text in ROSTER.items()]
    admin = cast.users["administrator"].pk
    uploads.save(files, user_id=admin, at=NOW, date_order="", encoding="")
    common = {"school": cast.furulia, "found_at": NOW}
    RosterReview.objects.create(
        kind=ReviewKind.GONE_WITH_OPEN_CASE.value, pupil=made.pupil, **common
    )
    RosterReview.objects.create(
        kind=ReviewKind.NEW_STAFF.value, user=cast.users["outsider"], role="teacher", **common
    )


def furnish_meetings(cast: Cast) -> None:
    """A meeting today and one in two days, with answers, and somebody who comes later."""
    called(cast, starts_at=NOW + timedelta(hours=5))
    meeting = called(cast)
    for made in (make.in_team(cast), make.not_child_welfare(cast)):
        actions.take_up_case(
            by=cast.actor("rector"),
            at=NOW,
            meeting_id=meeting.public_id,
            public_id=made.public_id,
            question="Hvem følger til klubben?",
        )
    make.in_team(cast)
    reply_to_meeting(
        by=cast.actor("social_agent"), at=NOW, public_id=meeting.public_id, reply=Reply.COMES
    )
    set_come_at(
        by=cast.actor("rector"),
        at=NOW,
        public_id=meeting.public_id,
        attendee_id=meeting.attendees.order_by("pk")[0].public_id,
        come_at=time(13, 30),
    )
    make_feed(by=cast.actor("health_nurse"), at=NOW)


def furnish_held(cast: Cast, *made: make.Made) -> None:
    """A meeting in which the cases were dealt with; the first one's minutes have a new draft."""
    meeting = hold_meeting(cast)
    for number, one in enumerate(made):
        deal_with(cast, meeting, one.case)
        if number:
            Minutes.objects.filter(case=one.case, approved_at__isnull=True).delete()


def furnish_room(cast: Cast, made: make.Made) -> None:
    """A meeting that goes on, with the case open on the screen."""
    meeting = rooms.planned(cast)
    row = rooms.take_up(cast, meeting, made, "Hvem hjelper videre?")
    rooms.start(cast, meeting)
    rooms.open_line(cast, meeting, row)


def furnish_year(cast: Cast) -> None:
    """The meetings of a school, a summer, and one who has said when he can meet."""
    by = cast.actor("project_leader")
    create_structure(by=by, at=NOW, public_id=cast.furulia.public_id)
    add_holiday(
        by=by, at=NOW, name="Sommerferie", from_on=date(2027, 6, 19), until_on=date(2027, 8, 15)
    )
    everywhere = [(day, start) for day in range(5) for start in STARTS[:2]]
    set_availability(by=cast.actor("rector"), at=NOW, good=everywhere, possible=[])


def furnish_groups(cast: Cast) -> None:
    """A small group with a line, two who are kept apart, somebody who missed, and one round."""
    make_group(cast, course_rows.pupils(cast, "Ada", "Bo", "Cato", "Dag"), seats=3)


def furnish_outreach(cast: Cast) -> None:
    """Enough notes from the yard for a number and a text."""
    for number in range(12):
        note_outreach(
            by=cast.actor("social_agent"),
            at=NOW,
            school=cast.furulia.public_id,
            seen=Seen(Arena.YARD, What.PLAY, HowMany.SOME, text="Alle var med." if number else ""),
            client_key=f"tour-{number:08}",
        )


def furnish_parents(cast: Cast) -> None:
    """A café that was counted, one ahead, and a page that is open to everybody."""
    parents.held(cast, 12, so=5, ar=3)
    parents.plan(cast, title="Språk hjemme")
    parents.publish(cast, names_agent=True)


def furnish_courses(cast: Cast) -> None:
    """A class with a course around a holiday, a guest, a session that is off, and a suggestion."""
    christmas(cast)
    series = planned(cast)
    invited(cast, series)
    call_off_session(
        by=cast.actor("social_agent"),
        at=NOW,
        public_id=series.public_id,
        number=2,
        version=1,
        why=WhyNot.TRIP,
    )
    idea = Idea(GroupKind.SMALL_GROUP, "grenser", grade=5, text="Vi trenger å øve på stopp.")
    suggest_course(by=cast.actor("teacher"), at=NOW, idea=idea)
