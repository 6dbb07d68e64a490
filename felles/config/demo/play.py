"""Plays a story through the product's own actions, each at its instant, by its person."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from functools import singledispatch

from felles.casework import actions
from felles.casework.actions import ConcernText, EvaluationText, TalkText
from felles.config.demo import events
from felles.config.demo.calendar import Calendar
from felles.config.demo.crowd import birth_on
from felles.config.demo.district import TEAMS
from felles.config.demo.events import Event, Parent, Story
from felles.config.demo.scene import Scene
from felles.config.demo.stage import Stage, phone
from felles.people.actions import ServiceScope, add_guardian, create_pupil, verify_authority
from felles.people.models import Guardianship
from felles.people.queries import system_actor
from felles.rules.consent import AnswerKind
from felles.rules.roles import Topic
from felles.web.consents.texts import FORM_VERSION

CASE_ROUTE = "case"
# A concern has a form of its own, and how a measure goes is one tap on the day page.
_WITHOUT_THE_PAGE = (events.Raise, events.Duty, events.Check)


def play(stage: Stage, calendar: Calendar, story: Story) -> Scene:
    """Make the child and let everything happen."""
    scene = _open_scene(stage, calendar, story)
    for number, event in enumerate(sorted(story.events, key=lambda event: event.day)):
        scene.at = calendar.instant(event.day, number, stage.dice)
        scene.by = stage.actor(stage.part(story.school, event.by), scene.at)
        if scene.case is not None and not isinstance(event, _WITHOUT_THE_PAGE):
            _read(scene)
        perform(event, scene)
    return scene


def _open_scene(stage: Stage, calendar: Calendar, story: Story) -> Scene:
    at = calendar.instant(min(event.day for event in story.events) - 14, 0, stage.dice)
    class_group = stage.classes[story.school, story.class_name]
    pupil = create_pupil(
        by=system_actor(at),
        at=at,
        school=stage.organisations[story.school],
        class_group=class_group,
        given_name=story.child,
        family_name=story.family,
        language=story.language,
        birth_on=birth_on(class_group.grade or 1, calendar.today, stage.dice),
    )
    by = stage.actor(f"{story.school}.coordinator", at)
    scene = Scene(stage, calendar, story, pupil, by, at)
    for parent in story.parents:
        scene.ties.append(_add_parent(scene, parent))
    return scene


def _add_parent(scene: Scene, parent: Parent) -> Guardianship:
    tie = add_guardian(
        by=scene.by,
        at=scene.at,
        pupil=scene.pupil,
        name=parent.name,
        relation=parent.relation,
        phone=phone(scene.stage.dice),
        language=parent.language,
        needs_interpreter=parent.interpreter,
        household=parent.household,
    )
    if parent.authority is not None:
        how = "Vist i Folkeregisteret"
        verify_authority(by=scene.by, at=scene.at, tie=tie, authority=parent.authority, how=how)
    return tie


def _read(scene: Scene) -> None:
    """Whoever writes in a case has opened it that day; the access log tells so."""
    reader = (scene.by.user_id, scene.by.on)
    if reader in scene.readers:
        return
    scene.readers.add(reader)
    at = scene.at - timedelta(minutes=2)
    by = replace(scene.by, at=at)
    actions.open_case(by=by, at=at, public_id=scene.public_id, route=CASE_ROUTE)


@singledispatch
def perform(event: Event, scene: Scene) -> None:
    """Carry out one event."""
    raise TypeError(f"nobody knows how to play {event} in {scene.story.child}'s story")


@perform.register
def _(event: events.Raise, scene: Scene) -> None:
    on = scene.by.on
    child = TalkText(held_on=on, who=scene.pupil.called, note=event.child)
    home = TalkText(held_on=on, who=scene.story.parents[0].name, note=event.home)
    concern = actions.raise_concern(
        by=scene.by,
        at=scene.at,
        pupil=scene.pupil,
        concern=ConcernText(
            seen=event.seen,
            topic=event.topic,
            strengths=event.strengths,
            where=event.where,
            since=event.since,
            tried=event.tried,
        ),
        pupil_talk=child if event.child else None,
        guardian_talk=home if event.home else TalkText(reason_not=event.not_home),
    )
    scene.case = concern.case


@perform.register
def _(_event: events.Accept, scene: Scene) -> None:
    scene.move(actions.accept_case)


@perform.register
def _(event: events.Talked, scene: Scene) -> None:
    scene.do(
        actions.log_talk,
        kind=event.kind,
        held_on=None if event.reason_not else scene.by.on,
        who=event.who,
        note=event.note,
        reason_not=event.reason_not,
        interpreter=event.interpreter,
    )


@perform.register
def _(event: events.Voice, scene: Scene) -> None:
    scene.do(
        actions.write_child_voice,
        said=event.said,
        told_on=scene.by.on,
        good=event.good,
        wish=event.wish,
        safe_with=event.safe_with,
        not_to_share=event.not_to_share,
        topic=event.topic,
    )


@perform.register
def _(event: events.Wrote, scene: Scene) -> None:
    scene.do(
        actions.write_note,
        text=event.text,
        audience=event.audience,
        topic=event.topic,
    )


@perform.register
def _(event: events.Plan, scene: Scene) -> None:
    measure = actions.add_measure(
        by=scene.by,
        at=scene.at,
        public_id=scene.public_id,
        goal=event.goal,
        what=event.what,
        organisation_id=scene.organisation(event.at).pk,
        due_on=scene.day(event.until),
        topic=event.topic,
        owner_id=scene.user_id(event.who) if event.who else None,
        audience=event.audience,
    )
    scene.measures.append(measure)


@perform.register
def _(event: events.Check, scene: Scene) -> None:
    scene.do(
        actions.check_in,
        measure_public_id=scene.measures[event.measure].public_id,
        rating=event.rating.value,
        text=event.text,
    )


@perform.register
def _(event: events.Finish, scene: Scene) -> None:
    measure = scene.measures[event.measure]
    measure.refresh_from_db(fields=["version"])
    scene.do(
        actions.set_measure_status,
        measure_public_id=measure.public_id,
        status=event.status.value,
        version=measure.version,
    )


@perform.register
def _(_event: events.Bring, scene: Scene) -> None:
    scene.move(actions.bring_to_elevsaksmote)


@perform.register
def _(event: events.TryMore, scene: Scene) -> None:
    scene.move(
        actions.try_more_at_school,
        held_on=scene.by.on,
        text=event.text,
        next_on=None if event.next is None else scene.day(event.next),
    )


@perform.register
def _(event: events.Refer, scene: Scene) -> None:
    scene.move(
        actions.refer_to_innsatsteam,
        held_on=scene.by.on,
        text=event.text,
    )


@perform.register
def _(event: events.CloseAtSchool, scene: Scene) -> None:
    scene.move(
        actions.close_at_school,
        held_on=scene.by.on,
        text=event.text,
    )


@perform.register
def _(event: events.Ask, scene: Scene) -> None:
    scene.asked = event.services or TEAMS[scene.story.school][0]
    scene.do(
        actions.ask_for_consent,
        service_ids=[scene.organisation(name).pk for name in scene.asked],
        purpose=event.purpose,
        form_version=FORM_VERSION,
        proposed_until=scene.day(event.until),
        asked_on=scene.by.on,
    )


@perform.register
def _(event: events.Answer, scene: Scene) -> None:
    tie = scene.ties[event.guardian]
    scene.do(
        actions.record_consent_answer,
        guardian_id=tie.guardian_id,
        kind=event.kind,
        channel=event.channel,
        language=tie.guardian.language,
        answered_on=scene.by.on,
        valid_until=scene.day(event.until),
        scopes=_scopes(event, scene),
        named_user_ids=[scene.user_id(part) for part in event.named],
        interpreter=event.interpreter,
        explained=True,
        note=event.note,
    )


def _scopes(event: events.Answer, scene: Scene) -> list[ServiceScope]:
    if event.kind in (AnswerKind.NO, AnswerKind.WITHDRAWN):
        return []
    kept = [name for name in event.only or scene.asked if name not in event.but]
    topics = frozenset(Topic) - frozenset(event.barred)
    return [ServiceScope(scene.organisation(name).pk, topics) for name in kept]


@perform.register
def _(_event: events.ToTeam, scene: Scene) -> None:
    scene.move(actions.move_to_innsatsteam)


@perform.register
def _(event: events.Stay, scene: Scene) -> None:
    scene.move(
        actions.stay_at_school,
        reason=event.reason,
    )


@perform.register
def _(event: events.Decide, scene: Scene) -> None:
    scene.move(
        actions.record_team_decision,
        held_on=scene.by.on,
        text=event.text,
        topic=event.topic,
        evaluate_on=scene.day(event.evaluate),
    )


@perform.register
def _(_event: events.StartEvaluation, scene: Scene) -> None:
    scene.move(actions.start_evaluation)


@perform.register
def _(event: events.Evaluate, scene: Scene) -> None:
    scene.move(
        actions.evaluate_case,
        held_on=scene.by.on,
        evaluation=EvaluationText(
            text=event.text,
            child_view=event.child,
            guardians_view=event.home,
            guardians_why_not=event.not_home,
        ),
        move=event.move,
    )


@perform.register
def _(event: events.Reopen, scene: Scene) -> None:
    scene.move(
        actions.reopen_case,
        reason=event.reason,
    )


@perform.register
def _(event: events.LetRead, scene: Scene) -> None:
    scene.do(
        actions.name_case_reader,
        user_id=scene.user_id(event.who),
        reason=event.reason,
    )


@perform.register
def _(event: events.Own, scene: Scene) -> None:
    scene.move(
        actions.set_owner,
        owner_id=scene.user_id(event.who),
    )


@perform.register
def _(event: events.Protect, scene: Scene) -> None:
    scene.do(
        actions.protect_case_pupil,
        protection=event.grade,
        reason=event.reason,
    )


@perform.register
def _(_event: events.Read, _scene: Scene) -> None:
    """The read row is written before every event."""


@perform.register
def _(event: events.Duty, scene: Scene) -> None:
    actions.record_duty_route(by=scene.by, at=scene.at, route=event.route)


@perform.register
def _(event: events.NewParent, scene: Scene) -> None:
    parent = event.parent
    scene.do(
        actions.add_case_guardian,
        name=parent.name,
        relation=parent.relation,
        phone=phone(scene.stage.dice),
        language=parent.language,
        needs_interpreter=parent.interpreter,
        household=parent.household,
    )
