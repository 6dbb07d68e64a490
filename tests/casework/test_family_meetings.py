"""Meetings with pupil and guardians: each household apart, an interpreter, told and retold."""

from datetime import timedelta
from typing import Any

import pytest

from felles.casework import actions
from felles.casework.actions import Conflict, FamilyMeetingPlan
from felles.casework.models import FamilyMeeting, Note, Talk
from felles.casework.queries import (
    NotVisible,
    find_family_of_meeting,
    get_case,
    get_evidence,
    get_family_meeting,
    get_family_page,
    get_family_view,
    get_today,
    list_family_meetings,
    list_paper_facts,
)
from felles.ledger.models import OutboxMessage
from felles.people.models import Guardian, Organisation
from felles.rules.decision import Refused
from felles.rules.families import FamilyActor, FamilyLogin, MessageKind
from felles.rules.meetings import InterpreterState
from tests import make
from tests.cast import NOW, Cast, build_cast, days

SOON = NOW + timedelta(days=2, hours=5, minutes=30)

pytestmark = pytest.mark.django_db


@pytest.fixture
def cast() -> Cast:
    """The district; the school can be called."""
    cast = build_cast()
    Organisation.objects.filter(pk=cast.furulia.pk).update(phone="22 00 00 00")
    return cast


def plan(cast: Cast, made: make.Made, *numbers: int, **changes: Any) -> FamilyMeeting:
    """A meeting with some of the guardians, the first unless others are named."""
    fields: dict[str, Any] = {
        "starts_at": SOON,
        "minutes": 30,
        "place": "Rom 12",
        "guardianships": [made.ties[number].public_id for number in numbers or (0,)],
        "language": "so",
        "needs_interpreter": True,
        **changes,
    }
    return actions.plan_family_meeting(
        by=cast.actor("rector"),
        at=NOW,
        public_id=made.public_id,
        plan=FamilyMeetingPlan(**fields),
    )


def with_email(made: make.Made) -> None:
    for number, tie in enumerate(made.ties):
        email = f"{number}@example.org"
        Guardian.objects.filter(pk=tie.guardian_id).update(email=email)


def invited(cast: Cast, made: make.Made, meeting: FamilyMeeting) -> int:
    return actions.invite_guests(
        by=cast.actor("rector"), at=NOW, public_id=made.public_id, meeting_id=meeting.public_id
    )


def family(made: make.Made, number: int) -> FamilyActor:
    tie = made.ties[number]
    return FamilyActor(tie.guardian_id, "", FamilyLogin.IDPORTEN, NOW)


def own_page(made: make.Made, number: int) -> Any:
    """What the guardian's own page says of a meeting."""
    actor = family(made, number)
    facts = get_family_page(actor, get_family_view(actor, made.pupil.public_id)).facts
    return facts and facts.invitation


def test_guardians_of_two_households_meet_together_only_when_they_want_to(cast: Cast) -> None:
    made = make.in_team(cast)
    with pytest.raises(Refused, match="bor ikke sammen"):
        plan(cast, made, 0, 1)
    assert plan(cast, made, 0, 1, together=True).guests.count() == 2


def test_meeting_needs_a_guardian_of_this_child_and_a_time_to_come(cast: Cast) -> None:
    made, other = make.in_team(cast), make.in_team(cast)
    wrong: tuple[dict[str, Any], ...] = (
        {"guardianships": []},
        {"guardianships": [other.ties[0].public_id]},
        {"starts_at": NOW},
    )
    for changes in wrong:
        with pytest.raises(Refused):
            plan(cast, made, **changes)


def test_no_guardian_meets_the_time_of_the_other_household(cast: Cast) -> None:
    made = make.in_team(cast)
    with_email(made)
    meeting = plan(cast, made, 0)
    assert own_page(made, 0) is None
    assert invited(cast, made, meeting) == 1
    page = own_page(made, 0)
    assert (page.place, page.has_interpreter) == ("Rom 12", True)
    assert own_page(made, 1) is None
    view = get_case(cast.actor("rector"), made.public_id)
    papers = list_paper_facts(cast.actor("rector"), view)
    assert [one.invitation is not None for one in papers] == [True, False]
    notice = OutboxMessage.objects.get(kind="family_meeting")
    assert notice.recipient_id == made.ties[0].guardian_id


def test_notice_goes_to_nobody_who_has_no_page_to_read(cast: Cast) -> None:
    made = make.at_school(cast)
    with_email(made)
    # Nobody has asked about consent: the family's page does not tell of a case.
    assert invited(cast, made, plan(cast, made)) == 0
    asked = make.in_team(cast)
    assert invited(cast, asked, plan(cast, asked)) == 0  # no e-mail
    with_email(asked)
    meeting = plan(cast, asked)
    assert invited(cast, asked, meeting) == 1
    tie = asked.ties[0]
    assert find_family_of_meeting(tie.guardian_id, asked.case.pk, NOW) == tie
    actions.set_family_door(
        by=cast.actor("social_teacher"), at=NOW, public_id=asked.public_id,
        tie_id=tie.public_id, is_open=False, reason="Vold",
    )  # fmt: skip
    assert find_family_of_meeting(tie.guardian_id, asked.case.pk, NOW) is None


def test_place_stands_nowhere_when_the_address_is_protected(cast: Cast) -> None:
    made = make.in_team(cast)
    make.protect(cast, made)
    meeting = actions.plan_family_meeting(
        by=cast.actor("social_teacher"),
        at=NOW,
        public_id=made.public_id,
        plan=FamilyMeetingPlan(SOON, 30, "Rom 12", [made.ties[0].public_id], "nb", False),
    )
    actor = cast.actor("social_teacher")
    (paper, *_) = list_paper_facts(actor, get_case(actor, made.public_id))
    assert paper.invitation is not None
    assert paper.invitation.place == ""
    with_email(made)
    told = actions.invite_guests(
        by=actor, at=NOW, public_id=made.public_id, meeting_id=meeting.public_id
    )
    assert told == 0
    # Only who stands on the reader list finds the meeting at all.
    with pytest.raises(NotVisible):
        get_case(cast.actor("rector"), made.public_id)


def test_services_are_not_told_that_the_family_meets_the_school(cast: Cast) -> None:
    made = make.in_team(cast)
    meeting = plan(cast, made)
    nurse = cast.actor("health_nurse")
    view = get_case(nurse, made.public_id)
    with pytest.raises(NotVisible):
        list_family_meetings(nurse, view)
    with pytest.raises(NotVisible):
        get_family_meeting(nurse, view, meeting.public_id)
    with pytest.raises(Refused):
        actions.invite_guests(
            by=nurse, at=NOW, public_id=made.public_id, meeting_id=meeting.public_id
        )


def todos(cast: Cast, part: str = "rector") -> list[str]:
    today = get_today(cast.actor(part))
    kinds = ("interpreter", "invite", "held")
    return sorted(one.kind for one in (*today.first, *today.later) if one.kind in kinds)


def test_interpreter_stays_to_do_until_it_is_confirmed(cast: Cast) -> None:
    made = make.in_team(cast)
    meeting = plan(cast, made)
    assert todos(cast) == ["interpreter", "invite"]
    assert todos(cast, "social_agent") == todos(cast, "health_nurse") == []
    about: dict[str, Any] = {"by": cast.actor("rector"), "at": NOW, "public_id": made.public_id,
             "meeting_id": meeting.public_id, "language": "so"}  # fmt: skip
    actions.set_interpreter(**about, version=1, state=InterpreterState.ORDERED)
    assert "interpreter" in todos(cast)
    with pytest.raises(Refused, match="navnet"):
        actions.set_interpreter(**about, version=2, state=InterpreterState.CONFIRMED)
    actions.set_interpreter(
        **about, version=2, state=InterpreterState.CONFIRMED, note="Tolketjenesten 4711"
    )
    assert todos(cast) == ["invite"]
    with pytest.raises(Conflict):
        actions.set_interpreter(**about, version=2, state=InterpreterState.NEEDED)


def move(cast: Cast, made: make.Made, meeting: FamilyMeeting, version: int) -> None:
    later = NOW + timedelta(hours=1)
    actions.move_family_meeting(
        by=cast.actor("rector", later), at=later, public_id=made.public_id,
        meeting_id=meeting.public_id, version=version, starts_at=SOON + days(1), minutes=30,
        place="Rom 13", pupil_comes=False,
    )  # fmt: skip


def test_moved_meeting_tells_its_guests_again_and_orders_the_interpreter_anew(cast: Cast) -> None:
    made = make.in_team(cast)
    with_email(made)
    meeting = plan(cast, made)
    invited(cast, made, meeting)
    move(cast, made, meeting, 1)
    assert OutboxMessage.objects.filter(kind="family_meeting").count() == 2
    assert own_page(made, 0).place == "Rom 13"
    meeting.refresh_from_db()
    assert meeting.interpreter == InterpreterState.NEEDED.value
    assert todos(cast) == ["interpreter"]


def test_guest_without_a_page_must_be_told_again_by_somebody(cast: Cast) -> None:
    made = make.in_team(cast)
    meeting = plan(cast, made, needs_interpreter=False)
    by = cast.actor("rector")
    about: dict[str, Any] = {"public_id": made.public_id, "meeting_id": meeting.public_id,
             "guardianship": made.ties[0].public_id}  # fmt: skip
    actions.mark_guest_told(by=by, at=NOW, **about)
    assert todos(cast) == []
    move(cast, made, meeting, 1)
    assert todos(cast) == ["invite"]
    later = NOW + timedelta(hours=2)
    actions.mark_guest_told(by=cast.actor("rector", later), at=later, **about)
    assert todos(cast) == []
    other: dict[str, Any] = {**about, "guardianship": made.ties[1].public_id}
    with pytest.raises(NotVisible):
        actions.mark_guest_told(by=by, at=NOW, **other)


def test_cancelled_meeting_tells_those_who_were_invited(cast: Cast) -> None:
    made = make.in_team(cast)
    with_email(made)
    meeting = plan(cast, made)
    invited(cast, made, meeting)
    actions.cancel_family_meeting(
        by=cast.actor("rector"), at=NOW, public_id=made.public_id, meeting_id=meeting.public_id,
        version=1, reason="Rektor er syk",
    )  # fmt: skip
    assert own_page(made, 0).is_cancelled
    assert OutboxMessage.objects.filter(kind="family_meeting").count() == 2
    assert todos(cast) == []


def after(cast: Cast, part: str = "rector") -> dict[str, Any]:
    at = SOON + timedelta(hours=1)
    return {"by": cast.actor(part, at), "at": at}


def test_meeting_that_was_held_is_the_talk_that_the_decision_waits_for(cast: Cast) -> None:
    made = make.in_team(cast)
    meeting = plan(cast, made, 0, 1, together=True)
    about: dict[str, Any] = {
        "public_id": made.public_id,
        "meeting_id": meeting.public_id,
        "version": 1,
    }
    came = [made.ties[0].public_id]
    rector = cast.actor("rector")
    assert not get_evidence(rector, get_case(rector, made.public_id)).family_met
    with pytest.raises(Refused, match="fram i tid"):
        actions.close_family_meeting(by=rector, at=NOW, **about, came=came)
    with pytest.raises(Refused, match="hvem som kom"):
        actions.close_family_meeting(**after(cast), **about)
    actions.close_family_meeting(
        **after(cast), **about, came=came, note="Enige om klubben.", interpreter="somali"
    )
    talk = Talk.objects.get(case=made.case, kind="family_meeting")
    assert (talk.held_on, talk.interpreter) == (SOON.date(), "somali")
    assert talk.who == "Maja, Foresatt 1 Prøvesen"
    assert get_evidence(rector, get_case(rector, made.public_id)).family_met
    assert [guest.came for guest in meeting.guests.order_by("pk")] == [True, False]


def test_meeting_that_was_not_held_says_why_and_the_case_goes_on(cast: Cast) -> None:
    made = make.in_team(cast)
    meeting = plan(cast, made)
    actions.close_family_meeting(
        **after(cast), public_id=made.public_id, meeting_id=meeting.public_id, version=1,
        reason_not="Foresatte ville heller ringe.",
    )  # fmt: skip
    talk = Talk.objects.get(case=made.case, kind="family_meeting")
    assert (talk.held_on, talk.reason_not) == (None, "Foresatte ville heller ringe.")
    with pytest.raises(Refused):
        actions.close_family_meeting(
            **after(cast), public_id=made.public_id, meeting_id=meeting.public_id, version=2,
            reason_not="Igjen",
        )  # fmt: skip


def test_wishes_of_child_and_guests_stand_first_and_no_others(cast: Cast) -> None:
    made = make.in_team(cast)
    meeting = plan(cast, made, 0)
    actions.write_child_voice(
        by=cast.actor("social_agent"), at=NOW, public_id=made.public_id, said="Jeg er sliten.",
        wish="At noen spør meg.", not_to_share="At jeg gråt.", told_on=NOW.date(),
    )  # fmt: skip
    for number in (0, 1):
        actions.write_family_message(
            by=family(made, number), at=NOW, public_id=made.pupil.public_id,
            kind=MessageKind.WISH, text=f"Ønske {number}", language="nb",
        )  # fmt: skip
    page = get_family_meeting(
        cast.actor("rector"), get_case(cast.actor("rector"), made.public_id), meeting.public_id
    )
    assert page.voice is not None
    assert page.voice.wish == "At noen spør meg."
    wishes = [wish.text for guest in page.guests for wish in guest.wishes]
    assert wishes == ["Ønske 0"]
    # Messages are read by those who answer them.
    agent = cast.actor("social_agent")
    seen = get_family_meeting(agent, get_case(agent, made.public_id), meeting.public_id)
    assert [guest.wishes for guest in seen.guests] == [[]]


def test_summary_that_was_handed_out_stands_in_the_case(cast: Cast) -> None:
    made = make.in_team(cast)
    meeting = plan(cast, made)
    about: dict[str, Any] = {"by": cast.actor("rector"), "at": NOW, "public_id": made.public_id,
             "meeting_id": meeting.public_id, "text": "Ga papiret."}  # fmt: skip
    actions.hand_out_summary(**about, guardianship=made.ties[0].public_id)
    assert Note.objects.get(case=made.case).text == "Ga papiret."
    with pytest.raises(NotVisible):
        actions.hand_out_summary(**about, guardianship=made.ties[1].public_id)
