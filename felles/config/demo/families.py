"""Plays what guardians do on their own pages, and what staff do about one guardian."""

from __future__ import annotations

from felles.casework import actions
from felles.casework.actions import FamilyScope
from felles.casework.queries import get_family_page, get_family_view
from felles.config.demo import events
from felles.config.demo.play import perform
from felles.config.demo.scene import Scene
from felles.people.queries import find_family_actor, list_exceptions
from felles.rules.consent import AnswerKind
from felles.rules.families import FamilyActor, FamilyLogin
from felles.rules.roles import Topic
from felles.web.consents.texts import FORM_VERSION


def _family(scene: Scene, guardian: int) -> FamilyActor:
    tie = scene.ties[guardian]
    actor = find_family_actor(tie.guardian_id, login=FamilyLogin.DEMO, at=scene.at)
    if actor is None:
        raise ValueError(f"{tie.guardian} may not enter in {scene.story.child}'s story")
    return actor


@perform.register
def _(event: events.OwnAnswer, scene: Scene) -> None:
    by = _family(scene, event.guardian)
    kept = [name for name in scene.asked if name not in event.but]
    services = [scene.organisation(name).public_id for name in kept]
    view = get_family_view(by, scene.pupil.public_id)
    actions.answer_question(
        by=by,
        at=scene.at,
        public_id=scene.pupil.public_id,
        question=get_family_page(by, view).question_id,
        kind=AnswerKind.YES_SOME if event.but else AnswerKind.YES_ALL,
        language=event.language,
        valid_until=scene.day(event.until),
        scopes=[FamilyScope(service, frozenset(Topic)) for service in services],
        form_version=f"{FORM_VERSION} {event.language}",
    )


@perform.register
def _(event: events.Writes, scene: Scene) -> None:
    message = actions.write_family_message(
        by=_family(scene, event.guardian),
        at=scene.at,
        public_id=scene.pupil.public_id,
        kind=event.kind,
        text=event.text,
        language=event.language,
    )
    if event.answer:
        tie = scene.ties[event.guardian].public_id
        scene.do(
            actions.answer_family_message,
            tie_id=tie,
            message_id=message.public_id,
            answer=event.answer,
        )


@perform.register
def _(event: events.NotWaiting, scene: Scene) -> None:
    tie = scene.ties[event.guardian]
    scene.do(
        actions.ask_case_exception,
        tie_id=tie.public_id,
        kind=event.kind,
        reason=event.reason,
        until_on=scene.day(event.until),
    )
    if event.is_approved:
        row = list_exceptions(scene.pupil.pk)[0]
        rector = scene.stage.actor(scene.stage.part(scene.story.school, "rector"), scene.at)
        actions.approve_case_exception(
            by=rector, at=scene.at, public_id=scene.public_id, exception_id=row.public_id
        )
