"""The address of every route in the proofs' world, for a case in one of its states."""

from django.urls import reverse

from felles.casework.models import Case, Concern, FamilyMeeting, Measure, Minutes, Note
from felles.people.models import ConsentPaper
from felles.rules.roles import Audience, Topic
from tests.guards.routes import Route
from tests.proofs import oracle
from tests.proofs.world import World

# Pages about the pupils of a course, by the start of their names.
OF_GROUPS = ("course-group", "course-parts", "course-apart", "course-attendance", "course-smileys")


def address(world: World, route: Route, state: str) -> str:
    """The address of a route, with the objects of the state's case in its path."""
    cast = world.cast
    values: dict[str, str] = {"step": "sett", "kind": "informasjon", "language": "nb"}
    values["token"] = "a" * 32
    values["key"] = "outreach"
    values["number"] = "1"
    values |= {"secret": world.feed_secret, "attendee": world.attendee_id}
    values |= {"number": "1", "theme": "vennskap", "guest": world.guest_id}
    if state:
        made = world.made[state]
        values["pupil"] = made.pupil.public_id
        values |= {"public_id": made.public_id, "guardianship": made.ties[0].public_id}
        values["measure_id"] = _measure_id(made.case.pk)
        values |= {"text_kind": "notat", "text_id": _note_id(world, made.case.pk)}
        values["answer_id"], values["paper_id"] = _paper_ids(made.case.pk, made.pupil.pk)
        values["minutes_id"] = _minutes_id(made.case.pk)
        values["family_meeting_id"] = _family_meeting_id(made.case.pk)
        if route.name == oracle.REVIEW:
            values["public_id"] = world.reviews.get(state, "zzzzzzzz")
        if route.name == oracle.LOOP:
            concern = Concern.objects.filter(case=made.case).order_by("pk")[0]
            values["public_id"] = concern.public_id
    else:
        values["public_id"] = {
            "school": cast.furulia.public_id,
            "setup-team": cast.furulia.public_id,
            "setup-person": cast.users["rector"].public_id,
            "setup-post-new": cast.users["rector"].public_id,
            "import-preview": world.upload_id,
            "import-apply": world.upload_id,
            "import-cancel": world.upload_id,
            "staff-review-settle": world.reviews[""],
            "year-structure": cast.furulia.public_id,
            "year-series": world.series_id,
            **world.weeks.by_route(),
            "public-school": cast.furulia.public_id,
            "public-event": world.public_event_id,
        }.get(route.name, world.draft_id)
        if route.name.startswith("parents-event"):
            values["public_id"] = world.event_id
        if route.name.startswith("meeting"):
            values["public_id"] = world.meeting_id
        if route.name in oracle.ROOM:
            values["public_id"] = world.room_id
        if route.name.startswith("meeting-recap"):
            values["public_id"] = world.held_id
        values |= _of_courses(world, route.name)
        if route.name == "setup-post-end":
            values["public_id"] = cast.posts["rector"].public_id
    kwargs = {name: values[name] for name in route.parameters}
    return reverse(route.name, kwargs=kwargs)


def _of_courses(world: World, name: str) -> dict[str, str]:
    """What names a course, a suggestion or a guest's address in the path."""
    if name == "guest-answer":
        return {"token": world.guest_token}
    if name == "course-decline":
        return {"public_id": world.suggestion_id}
    if name.startswith(OF_GROUPS):
        return {"public_id": world.group_id}
    return {"public_id": world.course_id} if name.startswith("course") else {}


def _paper_ids(case_id: int, pupil_id: int) -> tuple[str, str]:
    """An answer that was given on paper, and its picture; where nobody has answered, neither."""
    since = Case.objects.values_list("opened_at", flat=True).get(pk=case_id)
    papers = ConsentPaper.objects.filter(answer__pupil_id=pupil_id, answer__recorded_at__gte=since)
    found = papers.order_by("pk").values_list("answer__public_id", "public_id").first()
    return found or ("zzzzzzzz", "zzzzzzzz")


def _measure_id(case_id: int) -> str:
    measures = Measure.objects.filter(
        case_id=case_id,
        audience=Audience.TEAM.value,
        topic=Topic.SCHOOL_ENVIRONMENT.value,
    )
    return measures.order_by("pk")[0].public_id


def _note_id(world: World, case_id: int) -> str:
    """The contact teacher's note for the team."""
    by = world.cast.users["contact_teacher"]
    notes = Note.objects.filter(case_id=case_id, by=by, audience=Audience.TEAM.value)
    return notes.order_by("pk")[0].public_id


def _minutes_id(case_id: int) -> str:
    """The newest approved version: the only one that is open to everybody who sees the case."""
    minutes = Minutes.objects.filter(case_id=case_id, approved_at__isnull=False)
    return minutes.order_by("-number")[0].public_id


def _family_meeting_id(case_id: int) -> str:
    return FamilyMeeting.objects.filter(case_id=case_id).order_by("pk")[0].public_id
