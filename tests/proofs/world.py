"""One district with a case in every state, everybody logged in, and a text of every kind."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from datetime import timedelta
from http.cookies import SimpleCookie
from pathlib import Path

from django.conf import settings
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import transaction
from django.test import Client

from felles.activities.actions import (
    Idea,
    Seen,
    decline_suggestion,
    note_outreach,
    suggest_course,
)
from felles.activities.models import ParentEvent
from felles.activities.queries import sign_invitation
from felles.casework import actions
from felles.casework.models import (
    BoardDecision,
    Case,
    CheckIn,
    ChildVoice,
    Concern,
    Contact,
    Evaluation,
    Measure,
    Note,
    Talk,
)
from felles.meetings.actions import create_structure, discuss_anonymously, make_feed
from felles.meetings.queries import get_structure
from felles.people.actions import create_post, create_user, end_post
from felles.people.models import (
    ConsentAnswer,
    ConsentException,
    ConsentPaper,
    FamilyDoor,
    FamilyLink,
    FamilyMessage,
    Guardianship,
    PupilVisit,
    RosterReview,
)
from felles.people.queries import system_actor
from felles.rules.courses import GroupKind
from felles.rules.discussion import Band
from felles.rules.outreach import Arena, HowMany, What
from felles.rules.reviews import ReviewKind
from felles.rules.roles import Audience, Role, Topic
from felles.web.imports import uploads
from tests import make
from tests.activities import parents
from tests.activities.courses import SMALL, invited, planned
from tests.cast import NOW, START, Cast, build_cast, days
from tests.interop.rosters import DISTRICT, as_text, number_schools
from tests.people import pictures
from tests.proofs import oracle
from tests.proofs.groups import make_group
from tests.proofs.held import deal_with, hold_meeting
from tests.proofs.meetings import take_up_all
from tests.proofs.room import open_meeting
from tests.proofs.states import STATES
from tests.proofs.weeks import Weeks, lay_weeks

ROOT = system_actor(NOW)


WRITTEN = (
    ("contact_teacher", Audience.TEAM, Topic.SCHOOL_ENVIRONMENT),
    ("health_nurse", Audience.TEAM, Topic.HEALTH),
    ("milieu_worker", Audience.SCHOOL, Topic.SCHOOL_ENVIRONMENT),
    ("social_agent", Audience.RESTRICTED, Topic.SCHOOL_ENVIRONMENT),
)


@dataclass
class World:
    """The district as the proofs see it."""

    cast: Cast
    made: dict[str, make.Made] = field(default_factory=dict)
    clients: dict[str, Client] = field(default_factory=dict)
    cookies: dict[str, SimpleCookie] = field(default_factory=dict)
    draft_id: str = ""
    upload_id: str = ""
    series_id: str = ""
    room_id: str = ""
    # The small group that the pupils of all cases at Furulia are in.
    group_id: str = ""
    held_id: str = ""
    # State -> what a roster left for the school to decide; "" is for the administrator.
    reviews: dict[str, str] = field(default_factory=dict)
    # The innsatsteam's next meeting, which takes up cases; the secret of the rector's calendar.
    meeting_id: str = ""
    attendee_id: str = ""
    # A small group's course at Furulia with a guest at its first session, and a suggestion.
    course_id: str = ""
    guest_id: str = ""
    guest_token: str = ""
    suggestion_id: str = ""
    feed_secret: str = ""
    # The ids of the agent's week, a crossing and the checklists.
    weeks: Weeks = field(default_factory=lambda: Weeks("", "", "", ""))
    # Events for parents: one of the school's own that has been counted, and one for everybody.
    event_id: str = ""
    public_event_id: str = ""

    def client(self, part: str) -> Client:
        """The part's browser, as it was right after login."""
        client = self.clients[part]
        client.cookies = SimpleCookie(self.cookies[part].output(header="", sep=";"))
        return client


@contextmanager
def kept_uploads() -> Iterator[None]:
    """What happens to uploaded files within is undone as well."""
    folder = Path(settings.VAR_DIR) / "uploads"
    before = {path: path.read_bytes() for path in folder.rglob("*") if path.is_file()}
    try:
        yield
    finally:
        for path, content in before.items():
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(content)


@contextmanager
def undone() -> Iterator[None]:
    """What happens within is rolled back: every request meets the same world."""
    with transaction.atomic():
        yield
        transaction.set_rollback(True)


def build_world() -> World:
    """Make the cast, the cases and the texts."""
    cast = build_cast()
    add_parts(cast)
    world = World(cast)
    for state, build in STATES.items():
        world.made[state] = build(cast)
    before = world.made["earlier_case"]
    later = Case.objects.exclude(pk=before.case.pk).get(pupil=before.pupil)
    world.made["later_case"] = replace(before, case=later)
    held = hold_meeting(cast)
    world.held_id = held.public_id
    for made in world.made.values():
        _write_everything(cast, made.case)
        deal_with(cast, held, made.case)
    for tie in Guardianship.objects.order_by("pk"):
        _write_of_family(cast, tie)
    world.draft_id = _draft(cast)
    world.upload_id = _upload(cast)
    world.reviews = _reviews(world)
    world.series_id = _series(cast)
    meeting = take_up_all(cast, [made.case for made in world.made.values()])
    world.meeting_id = meeting.public_id
    world.attendee_id = meeting.attendees.order_by("pk")[0].public_id
    make_feed(by=cast.actor("rector"), at=NOW)
    world.room_id = open_meeting(cast, world.made["measures"]).public_id
    world.group_id = make_group(cast, [made.pupil for made in world.made.values()])
    discuss_anonymously(
        by=cast.actor("social_teacher"),
        at=NOW,
        themes=[Topic.HOME],
        grades=Band.MIDDLE,
        advice="Snakk med foreldrene tidlig.",
    )
    note_outreach(
        by=cast.actor("social_agent"),
        at=NOW,
        school=cast.furulia.public_id,
        seen=Seen(Arena.YARD, What.ALONE, HowMany.ONE, text="Sto ved gjerdet."),
        client_key="world-note",
    )
    plan_courses(world)
    world.weeks = lay_weeks(cast)
    world.event_id, world.public_event_id = _meet_parents(cast)
    return world


def plan_courses(world: World) -> None:
    """A class and a small group with courses, a guest, and a suggestion that waits."""
    cast = world.cast
    planned(cast)
    small = planned(cast, SMALL)
    guest = invited(cast, small)
    world.course_id, world.guest_id = small.public_id, guest.public_id
    world.guest_token = sign_invitation(guest)
    for part, is_answered in (("milieu_worker", True), ("teacher", False)):
        idea = Idea(GroupKind.SMALL_GROUP, "respekt", grade=6, text="Ord som sårer.")
        suggestion = suggest_course(by=cast.actor(part), at=NOW, idea=idea)
        world.suggestion_id = suggestion.public_id
        if is_answered:
            decline_suggestion(
                by=cast.actor("social_agent"),
                at=NOW,
                public_id=suggestion.public_id,
                answer="Takk, til våren.",
            )


def log_in(world: World) -> None:
    """A browser for everybody, each in the post that the cast gives the part."""
    cast = world.cast
    for part in oracle.EVERYONE.split():
        world.clients[part] = Client(raise_request_exception=True)
        if part != "anonymous":
            cast.users[part].refresh_from_db()
            world.clients[part].force_login(cast.users[part])
        if part in cast.posts:
            _choose_post(world.clients[part], cast.posts[part].pk)
        world.cookies[part] = world.clients[part].cookies


def _choose_post(client: Client, post_id: int) -> None:
    session = client.session
    session["post_id"] = post_id
    session.save()


def add_parts(cast: Cast) -> None:
    """Two who are not in the small cast: somebody with two hats, and somebody who has left."""
    _two_hats(cast)
    _former(cast)


def _two_hats(cast: Cast) -> None:
    """Works in child welfare's intake and, in another post, as social teacher at Furulia."""
    user = create_user(by=ROOT, at=NOW, username="double_hat", name="Double Hat")
    posts = [
        create_post(by=ROOT, at=NOW, user=user, role=role, organisation=organisation, from_on=START)
        for role, organisation in (
            (Role.CHILD_WELFARE_INTAKE, cast.service("child_welfare")),
            (Role.SOCIAL_TEACHER, cast.furulia),
        )
    ]
    cast.users["double_hat"], cast.posts["double_hat"] = user, posts[1]


def _former(cast: Cast) -> None:
    """Was rector at Furulia until yesterday."""
    user = create_user(by=ROOT, at=NOW, username="former_rector", name="Former Rector")
    post = create_post(
        by=ROOT, at=NOW, user=user, role=Role.RECTOR, organisation=cast.furulia, from_on=START
    )
    end_post(by=ROOT, at=NOW, post=post, until_on=NOW.date() - days(1))
    cast.users["former_rector"] = user


def _draft(cast: Cast) -> str:
    pupil, _ties = make.pupil(cast, given_name="Utkast")
    return actions.save_draft(
        by=cast.actor("teacher"), at=NOW, data={"pupil": pupil.public_id, "seen": "Halvskrevet."}
    ).public_id


def _upload(cast: Cast) -> str:
    """A roster that the administrator has uploaded and not carried out."""
    number_schools(cast)
    files = [
        SimpleUploadedFile(f"{name}.csv", as_text(rows).encode())
        for name, rows in DISTRICT.files().items()
    ]
    user_id = cast.users["administrator"].pk
    return uploads.save(files, user_id=user_id, at=NOW, date_order="", encoding="").id


def _series(cast: Cast) -> str:
    """The meetings of Furulia as the guide has them; the first of them."""
    by = cast.actor("project_leader")
    create_structure(by=by, at=NOW, public_id=cast.furulia.public_id)
    return get_structure(by, cast.furulia.public_id).series[0].public_id


def _meet_parents(cast: Cast) -> tuple[str, str]:
    """What the school does with parents; its page is open to everybody, and names the agent."""
    event = parents.held(cast, 7, so=4)
    ParentEvent.objects.filter(pk=event.pk).update(is_public=False)
    parents.publish(cast, names_agent=True)
    return event.public_id, parents.plan(cast, title="Kafé").public_id


def _reviews(world: World) -> dict[str, str]:
    """An earlier roster found pupils with an open case gone, and a new teacher."""
    found = {}
    for state in sorted(oracle.REVIEWED):
        case = world.made[state].case
        found[state] = RosterReview.objects.create(
            kind=ReviewKind.GONE_WITH_OPEN_CASE.value,
            school=case.school,
            pupil=case.pupil,
            found_at=NOW,
        ).public_id
    found[""] = RosterReview.objects.create(
        kind=ReviewKind.NEW_STAFF.value,
        school=world.cast.furulia,
        user=world.cast.users["outsider"],
        role=Role.TEACHER.value,
        found_at=NOW,
    ).public_id
    return found


def _write_everything(cast: Cast, case: Case) -> None:
    """A text of every kind for every audience, by people inside and outside the case.

    Straight to the tables: some of these authors may not write here any more.
    """
    for part, audience, topic in WRITTEN:
        common = {
            "case": case,
            "by": cast.users[part],
            "at": NOW - timedelta(hours=2),
            "audience": audience.value,
            "topic": topic.value,
        }
        on = NOW.date()
        Concern.objects.create(**common, seen="x", strengths="x", where="x", since="x", tried="x")
        Note.objects.create(**common, text="x")
        service = cast.service("health")
        Contact.objects.create(**common, service=service, held_on=on, who="x", text="x")
        Talk.objects.create(**common, kind="pupil", held_on=on, who="x", interpreter="x", note="x")
        Talk.objects.create(**common, kind="guardians", reason_not="x")
        ChildVoice.objects.create(
            **common, said="x", good="x", wish="x", safe_with="x", not_to_share="x", told_on=on
        )
        BoardDecision.objects.create(
            **common, board="elevsaksmote", outcome="try_more", held_on=on, text="x"
        )
        Evaluation.objects.create(
            **common,
            held_on=on,
            text="x",
            child_view="x",
            child_why_not="x",
            guardians_view="x",
            guardians_why_not="x",
        )
        measure = Measure.objects.create(
            **common, goal="x", what="x", organisation=case.school, due_on=on
        )
        CheckIn.objects.create(
            measure=measure, rating=1, text="x", on=on, by=cast.users[part], at=NOW
        )


def _write_of_family(cast: Cast, tie: Guardianship) -> None:
    """What stands about each guardian: an exception that nobody approved, a door that was closed
    and is as before, a message with its answer, and the paper of each answer."""
    by = cast.users["social_teacher"]
    on = NOW.date()
    ConsentException.objects.create(
        guardianship=tie, kind="unreachable", reason="x", from_on=on, until_on=on, asked_by=by,
        asked_at=NOW,
    )  # fmt: skip
    FamilyDoor.objects.create(
        guardianship=tie, is_open=False, reason="x", by=by, at=NOW, ended_at=NOW
    )
    FamilyMessage.objects.create(
        guardianship=tie, kind="wish", text="x", language="nb", at=NOW, handled_by=by,
        handled_at=NOW, answer="x",
    )  # fmt: skip
    FamilyLink.objects.create(
        guardianship=tie, token_hash=f"used {tie.pk}", channel="sms", created_by=by,
        created_at=NOW, expires_at=NOW, used_at=NOW,
    )  # fmt: skip
    PupilVisit.objects.create(
        token_hash=f"over {tie.pk}", case_id=0, pupil_id=tie.pupil_id, post_id=0, opened_by=by,
        opened_at=NOW, expires_at=NOW, ended_at=NOW,
    )  # fmt: skip
    for answer in ConsentAnswer.objects.filter(pupil=tie.pupil, guardian=tie.guardian):
        ConsentPaper.objects.create(
            answer=answer, content=pictures.picture(), media_type="image/jpeg", digest="x",
            added_by=by, added_at=NOW,
        )  # fmt: skip
        ConsentAnswer.objects.filter(pk=answer.pk).update(channel="paper")
