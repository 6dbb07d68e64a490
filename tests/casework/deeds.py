"""Every deed that can be done in a case, with sound input, so that tests can spoil one thing."""

from collections.abc import Callable
from typing import Any

from django.apps import apps

from felles.casework import actions
from felles.casework.actions import EvaluationText
from felles.casework.models import Concern, Measure
from felles.people.actions import ServiceScope
from felles.rules.case_flow import Move
from felles.rules.consent import AnswerKind, Authority, Channel
from felles.rules.people import Protection, Relation
from felles.rules.roles import Audience, Topic
from tests import make
from tests.cast import NOW, Cast, days

TODAY = NOW.date()
Deed = tuple[Callable[..., object], dict[str, Any]]


def snapshot() -> dict[str, object]:
    """All rows of the product as they stand, to see that nothing was written."""
    return {
        model._meta.label: list(model._default_manager.order_by("pk").values())
        for config in apps.get_app_configs()
        if config.name.startswith("felles.")
        for model in config.get_models()
    }


def deeds(cast: Cast, made: make.Made) -> dict[str, Deed]:
    """Name of the deed -> the action and its sound input, but ``by``, ``at`` and the case's id."""
    measure = Measure.objects.filter(case=made.case).order_by("pk").first()
    measure_id = measure.public_id if measure else "zzzzzzzz"
    concern = Concern.objects.filter(case=made.case).order_by("pk")[0]
    version = {"version": made.version}
    meeting = {**version, "held_on": TODAY, "text": "Slik gjør vi."}
    reason = {**version, "reason": "Slik ble det."}
    tie = made.ties[0]
    answer = {
        "guardian_id": tie.guardian_id,
        "kind": AnswerKind.YES_SOME,
        "channel": Channel.ORAL,
        "language": "nb",
        "answered_on": TODAY,
        "valid_until": TODAY + days(30),
        "scopes": [ServiceScope(cast.service("health").pk, frozenset({Topic.HEALTH}))],
    }
    return {
        "accept": (actions.accept_case, version),
        "bring": (actions.bring_to_elevsaksmote, version),
        "try_more": (actions.try_more_at_school, meeting),
        "refer": (actions.refer_to_innsatsteam, meeting),
        "close_at_school": (actions.close_at_school, meeting),
        "to_team": (actions.move_to_innsatsteam, version),
        "stay": (actions.stay_at_school, reason),
        "team_decide": (
            actions.record_team_decision,
            {**meeting, "topic": Topic.HEALTH, "evaluate_on": TODAY + days(9)},
        ),
        "start_evaluation": (actions.start_evaluation, version),
        "evaluate": (
            actions.evaluate_case,
            {
                **version,
                "held_on": TODAY,
                "evaluation": EvaluationText("Bra.", child_view="Bra.", guardians_view="Bra."),
                "move": Move.CLOSE,
            },
        ),
        "reopen": (actions.reopen_case, reason),
        "owner": (actions.set_owner, {**version, "owner_id": cast.users["social_teacher"].pk}),
        "name_reader": (
            actions.name_case_reader,
            {"user_id": cast.users["teacher"].pk, "reason": "Matte"},
        ),
        "remove_reader": (actions.remove_case_reader, {"user_id": cast.users["teacher"].pk}),
        "note": (
            actions.write_note,
            {"text": "Notat", "audience": Audience.TEAM, "topic": Topic.SCHOOL_ENVIRONMENT},
        ),
        "talk": (actions.log_talk, {"kind": "pupil", "held_on": TODAY}),
        "voice": (actions.write_child_voice, {"said": "Jeg vil leke.", "told_on": TODAY}),
        "contact": (
            actions.log_contact,
            {
                "service_id": cast.service("health").pk,
                "topic": Topic.SCHOOL_ENVIRONMENT,
                "held_on": TODAY,
                "who": "Helsesykepleieren",
                "text": "Hun snakker med Maja på torsdag.",
            },
        ),
        "take_back": (
            actions.take_back_text,
            {"kind": "bekymring", "text_id": concern.public_id},
        ),
        "measure": (
            actions.add_measure,
            {
                "goal": "Mål",
                "what": "Tiltak",
                "organisation_id": cast.furulia.pk,
                "due_on": TODAY + days(9),
                "topic": Topic.SCHOOL_ENVIRONMENT,
            },
        ),
        "check_in": (actions.check_in, {"measure_public_id": measure_id, "rating": 1}),
        "give": (
            actions.give_measure,
            {
                "measure_public_id": measure_id,
                "organisation_id": cast.furulia.pk,
                "owner_id": cast.users["social_agent"].pk,
                "version": 1,
            },
        ),
        "measure_status": (
            actions.set_measure_status,
            {"measure_public_id": measure_id, "status": 8, "version": 1},
        ),
        "ask_consent": (
            actions.ask_for_consent,
            {
                "service_ids": [cast.service("health").pk],
                "purpose": "Hjelp",
                "form_version": "1",
                "proposed_until": TODAY + days(30),
                "asked_on": TODAY,
            },
        ),
        "answer": (actions.record_consent_answer, answer),
        "add_guardian": (
            actions.add_case_guardian,
            {"name": "Ny Foresatt", "relation": Relation.PARENT},
        ),
        "verify_guardian": (
            actions.verify_case_guardian,
            {"tie_id": tie.public_id, "authority": Authority.HOLDS, "how": "Vist papir"},
        ),
        "end_guardian": (
            actions.end_case_guardian,
            {"tie_id": tie.public_id, "ended_on": TODAY},
        ),
        "protect": (
            actions.protect_case_pupil,
            {"protection": Protection.CONFIDENTIAL, "reason": "Vedtak"},
        ),
    }


def do(cast: Cast, made: make.Made, deed: str, part: str, **spoiled: object) -> object:
    """Do the deed as the part, with something spoiled."""
    action, data = deeds(cast, made)[deed]
    return action(by=cast.actor(part), at=NOW, public_id=made.public_id, **{**data, **spoiled})
