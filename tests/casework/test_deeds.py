"""Every deed in a case: by whom, when it is refused, and its trace. A refusal writes nothing."""

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest

from felles.casework import actions
from felles.casework.actions import Conflict, EvaluationText
from felles.casework.models import Case
from felles.casework.queries import NotVisible
from felles.ledger.models import ChangeEvent
from felles.rules.consent import AnswerKind
from felles.rules.decision import Refused
from felles.rules.roles import Audience, Topic
from tests import make
from tests.casework.deeds import deeds, do, snapshot
from tests.cast import NOW, STAFF_PARTS, Cast, build_cast, days

pytestmark = pytest.mark.django_db


@pytest.fixture
def cast() -> Cast:
    """The district."""
    return build_cast()


TODAY = NOW.date()
LATE = TODAY - days(1)
SOON = TODAY + days(1)

# In which state a deed can be done, and who may do it there, by hand.
ALL_STAFF = "contact_teacher social_teacher rector social_agent"
TEAM = "health_nurse club_leader child_welfare_intake oslohjelpa"
LEAD = "social_teacher rector"
DEEDS: dict[str, tuple[Callable[[Cast], make.Made], str]] = {
    "accept": (make.concern, ALL_STAFF),
    "bring": (make.at_school, ALL_STAFF),
    "try_more": (make.at_elevsaksmote, LEAD),
    "refer": (make.at_elevsaksmote, LEAD),
    "to_team": (make.consented, LEAD),
    "stay": (make.in_team, LEAD),
    "start_evaluation": (make.in_measures, LEAD),
    "evaluate": (make.in_evaluation, LEAD),
    "reopen": (make.closed, LEAD),
    "owner": (make.at_school, "contact_teacher rector social_agent social_teacher"),
    "name_reader": (make.at_school, LEAD),
    "remove_reader": (make.at_school, LEAD),
    "note": (make.in_measures, f"{ALL_STAFF} {TEAM}"),
    "talk": (make.in_measures, ALL_STAFF),
    "voice": (make.in_measures, ALL_STAFF),
    "contact": (make.in_measures, "social_teacher rector social_agent"),
    "take_back": (make.in_measures, "contact_teacher social_teacher"),
    "measure": (make.in_measures, ALL_STAFF),
    "check_in": (make.in_measures, f"{ALL_STAFF} {TEAM}"),
    "give": (make.in_measures, ALL_STAFF),
    "measure_status": (make.in_measures, f"{ALL_STAFF} {TEAM}"),
    "ask_consent": (make.referred, LEAD),
    "answer": (lambda cast: make.asked(cast, services=("health",)), LEAD),
    "add_guardian": (make.at_school, LEAD),
    "verify_guardian": (make.at_school, LEAD),
    "end_guardian": (make.at_school, LEAD),
    "protect": (make.at_school, LEAD),
}
# Tried where the rest stands ready: see test_gate_says_what_is_missing_and_writes_nothing.
GATED = {"close_at_school", "team_decide"}


def test_table_speaks_of_every_deed(cast: Cast) -> None:
    assert {*DEEDS, *GATED} == set(deeds(cast, make.concern(cast)))


@pytest.mark.parametrize("deed", DEEDS)
def test_deed_is_done_by_those_who_may_and_leaves_its_trace(cast: Cast, deed: str) -> None:
    build, may = DEEDS[deed]
    for part in may.split():
        made = build(cast)
        last = ChangeEvent.objects.order_by("-pk").values_list("pk", flat=True)[0]
        do(cast, made, deed, part)
        rows = ChangeEvent.objects.filter(pk__gt=last, case_id=made.case.pk)
        if deed != "remove_reader":  # nobody was named, so nothing changed
            actor = cast.actor(part)
            who = {(row.user_id, row.post_id, row.role, row.organisation_id) for row in rows}
            assert who == {(actor.user_id, actor.post_id, actor.role, actor.organisation_id)}
            assert {row.at for row in rows} == {NOW}


@pytest.mark.parametrize("deed", DEEDS)
def test_deed_by_anybody_else_is_refused_and_writes_nothing(cast: Cast, deed: str) -> None:
    build, may = DEEDS[deed]
    made = build(cast)
    before = snapshot()
    for part in set(STAFF_PARTS) - set(may.split()):
        with pytest.raises((Refused, NotVisible)):
            do(cast, made, deed, part)
    assert snapshot() == before


@pytest.mark.parametrize("deed", DEEDS)
def test_deed_in_a_case_out_of_sight_is_no_different_from_no_case(cast: Cast, deed: str) -> None:
    made = make.protected(cast)
    before = snapshot()
    for part in STAFF_PARTS:
        if part == "social_teacher":
            continue
        action, data = deeds(cast, made)[deed]
        for public_id in (made.public_id, "zzzzzzzz"):
            with pytest.raises(NotVisible):
                action(by=cast.actor(part), at=NOW, public_id=public_id, **data)
    assert snapshot() == before


STALE = ("accept", "bring", "try_more", "refer", "to_team", "stay", "start_evaluation",
         "evaluate", "reopen", "owner")  # fmt: skip


@pytest.mark.parametrize("deed", STALE)
def test_deed_on_an_older_version_is_a_conflict_and_writes_nothing(cast: Cast, deed: str) -> None:
    made = DEEDS[deed][0](cast)
    before = snapshot()
    for version in (made.version - 1, made.version + 1, 0):
        with pytest.raises(Conflict):
            do(cast, made, deed, "rector", version=version)
    assert snapshot() == before
    do(cast, made, deed, "rector")
    assert made.version == Case.objects.get(pk=made.case.pk).version


SPOILED: list[tuple[str, dict[str, Any]]] = [
    ("try_more", {"text": " "}),
    ("try_more", {"held_on": SOON}),
    ("try_more", {"next_on": TODAY}),
    ("refer", {"text": ""}),
    ("refer", {"held_on": SOON}),
    ("stay", {"reason": " "}),
    ("reopen", {"reason": ""}),
    ("evaluate", {"held_on": SOON}),
    ("evaluate", {"evaluation": EvaluationText(" ", child_view="x", guardians_view="x")}),
    ("evaluate", {"evaluation": EvaluationText("x", guardians_view="x")}),
    ("evaluate", {"evaluation": EvaluationText("x", child_view="x")}),
    ("owner", {"owner_id": 0}),
    ("name_reader", {"reason": " "}),
    ("name_reader", {"user_id": 0}),
    ("note", {"text": "\n"}),
    ("talk", {"held_on": None}),
    ("talk", {"held_on": SOON}),
    ("talk", {"kind": "gossip"}),
    ("talk", {"kind": "guardians"}),
    ("talk", {"guardian_id": 0}),
    ("voice", {"said": " "}),
    ("voice", {"told_on": SOON}),
    ("contact", {"service_id": 0}),
    ("contact", {"held_on": SOON}),
    ("contact", {"held_on": LATE}),
    ("contact", {"who": " "}),
    ("contact", {"text": ""}),
    ("contact", {"audience": Audience.RESTRICTED}),
    ("measure", {"goal": " "}),
    ("measure", {"what": ""}),
    ("measure", {"due_on": LATE}),
    ("measure", {"organisation_id": 0}),
    ("measure", {"owner_id": 0}),
    ("check_in", {"rating": 0}),
    ("measure_status", {"status": 7}),
    ("ask_consent", {"service_ids": []}),
    ("ask_consent", {"service_ids": [0]}),
    ("ask_consent", {"purpose": " "}),
    ("ask_consent", {"asked_on": SOON}),
    ("ask_consent", {"proposed_until": TODAY}),
    ("ask_consent", {"proposed_until": TODAY + days(366)}),
    ("answer", {"guardian_id": 0}),
    ("answer", {"answered_on": SOON}),
    ("answer", {"valid_until": LATE}),
    ("answer", {"valid_until": TODAY + days(366)}),
    ("answer", {"scopes": ()}),
    ("answer", {"kind": AnswerKind.WITHDRAWN}),
    ("answer", {"named_user_ids": [0]}),
    ("verify_guardian", {"how": " "}),
    ("end_guardian", {"ended_on": SOON}),
    ("protect", {"reason": " "}),
]


@pytest.mark.parametrize(("deed", "spoiled"), SPOILED, ids=lambda value: str(value)[:40])
def test_deed_with_something_missing_or_wrong_is_refused_with_words(
    cast: Cast, deed: str, spoiled: dict[str, Any]
) -> None:
    made = DEEDS[deed][0](cast)
    before = snapshot()
    with pytest.raises(Refused) as refusal:
        do(cast, made, deed, "rector", **spoiled)
    assert refusal.value.decision.reason
    assert snapshot() == before
    do(cast, made, deed, "rector")


IN_CLOSED = (
    "owner",
    "note",
    "talk",
    "voice",
    "contact",
    "measure",
    "check_in",
    "give",
    "measure_status",
    "evaluate",
)


@pytest.mark.parametrize("deed", IN_CLOSED)
def test_nothing_is_written_in_a_closed_case(cast: Cast, deed: str) -> None:
    made = make.closed(cast)
    before = snapshot()
    with pytest.raises(Refused):
        do(cast, made, deed, "rector")
    assert snapshot() == before


def test_evaluation_that_moves_nothing_is_not_written_in_a_closed_case_either(cast: Cast) -> None:
    made = make.closed(cast)
    before = snapshot()
    with pytest.raises(Refused, match="avsluttet"):
        do(cast, made, "evaluate", "rector", move=None)
    assert snapshot() == before


def no_talks(cast: Cast) -> make.Made:
    """Accepted by the school; nobody has been talked with."""
    made = make.concern(cast)
    actions.accept_case(
        by=cast.actor("rector"), at=NOW, public_id=made.public_id, version=made.version
    )
    return made


GATES: list[tuple[str, Callable[[Cast], make.Made], str]] = [
    ("bring", no_talks, "Samtale med eleven, eller hvorfor ikke."),
    (
        "bring",
        no_talks,
        "Samtale med foresatte (dato og hvem), eller hvorfor ikke.",
    ),
    ("close_at_school", make.at_elevsaksmote, "Evaluering av tiltakene."),
    (
        "close_at_school",
        make.at_elevsaksmote,
        "Elevens syn i evalueringen, eller hvorfor ikke.",
    ),
    ("to_team", make.referred, "Foresatte er ikke spurt om samtykke."),
    ("to_team", make.asked, "Ikke alle foresatte har svart."),
    ("to_team", make.refused, "Foresatte har sagt nei. Eleven får hjelp på skolen."),
    ("team_decide", make.in_team, "Møte med elev og foresatte, eller hvorfor ikke."),
    ("team_decide", make.in_team, "Minst ett tiltak med ansvarlig og frist."),
]


@pytest.mark.parametrize(("deed", "build", "missing"), GATES)
def test_gate_says_what_is_missing_and_writes_nothing(
    cast: Cast, deed: str, build: Callable[[Cast], make.Made], missing: str
) -> None:
    made = build(cast)
    before = snapshot()
    with pytest.raises(Refused) as refusal:
        do(cast, made, deed, "rector")
    assert missing in refusal.value.decision.missing
    assert snapshot() == before


def test_service_writes_for_the_team_on_its_own_topics_and_for_itself(cast: Cast) -> None:
    made = make.in_measures(cast, topics=frozenset({Topic.HEALTH}))
    before = snapshot()
    spoiled: list[tuple[str, dict[str, object]]] = [
        ("note", {"topic": Topic.HOME}),
        ("note", {"topic": Topic.HEALTH, "audience": 2}),
        ("note", {"topic": Topic.HEALTH, "audience": 1}),
        ("measure", {"topic": Topic.HEALTH}),
        ("measure", {"topic": Topic.HOME, "organisation_id": cast.service("health").pk}),
        ("measure", {"topic": Topic.HEALTH, "organisation_id": cast.service("club").pk}),
    ]
    for deed, fields in spoiled:
        with pytest.raises(Refused):
            do(cast, made, deed, "health_nurse", **fields)
    assert snapshot() == before
    do(cast, made, "note", "health_nurse", topic=Topic.HEALTH)
    own = cast.service("health").pk
    do(cast, made, "measure", "health_nurse", topic=Topic.HEALTH, organisation_id=own)


def test_measure_out_of_a_services_topics_is_not_there_for_it(cast: Cast) -> None:
    made = make.in_measures(cast, topics=frozenset({Topic.HEALTH}))
    for deed in ("check_in", "measure_status"):
        with pytest.raises(NotVisible):
            do(cast, made, deed, "health_nurse")


@pytest.mark.parametrize(
    "later", [TODAY + days(180), TODAY + days(181)], ids=["last day", "day after"]
)
def test_consent_that_lapsed_since_the_page_was_shown_closes_the_deed(
    cast: Cast, later: date
) -> None:
    made = make.in_measures(cast)
    at = NOW + (later - TODAY)
    action, data = deeds(cast, made)["note"]
    nurse = cast.actor("health_nurse", at)
    if later == TODAY + days(180):
        action(by=nurse, at=at, public_id=made.public_id, **data)
        return
    before = snapshot()
    with pytest.raises(NotVisible):
        action(by=nurse, at=at, public_id=made.public_id, **data)
    assert snapshot() == before
