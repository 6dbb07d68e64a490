"""Typed builders. They go through the product's own actions, so no test stands on rows that the
product could not have made."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime

from felles.casework import actions
from felles.casework.actions import ConcernText, EvaluationText, TalkText
from felles.casework.models import Case
from felles.people.actions import (
    ServiceScope,
    add_guardian,
    create_pupil,
    set_protection,
    verify_authority,
)
from felles.people.models import Guardianship, Pupil
from felles.people.queries import system_actor
from felles.rules.access import Actor
from felles.rules.case_flow import Move
from felles.rules.consent import AnswerKind, Authority, Channel
from felles.rules.people import Protection
from felles.rules.roles import Topic
from tests.cast import NOW, TEAM, Cast, days

ALL_TOPICS = frozenset(Topic)


@dataclass
class Made:
    """A pupil with a case and guardians, for tests to act on."""

    pupil: Pupil
    case: Case
    ties: list[Guardianship] = field(default_factory=list)

    @property
    def public_id(self) -> str:
        """The case's public id."""
        return self.case.public_id

    @property
    def version(self) -> int:
        """The version of the case as it stands now."""
        return Case.objects.values_list("version", flat=True).get(pk=self.case.pk)


def pupil(
    cast: Cast,
    *,
    class_name: str = "6B",
    given_name: str = "Maja",
    family_name: str = "Prøvesen",
    guardians: int = 2,
    holds: bool = True,
    birth_on: date = date(2015, 3, 4),
) -> tuple[Pupil, list[Guardianship]]:
    """A pupil, with guardians whose parental responsibility is verified unless ``holds`` is off."""
    class_group = cast.classes[class_name]
    school = class_group.school
    coordinator = "social_teacher" if school == cast.furulia else "other_rector"
    by = cast.actor(coordinator)
    row = create_pupil(
        by=system_actor(NOW),
        at=NOW,
        school=school,
        class_group=class_group,
        given_name=given_name,
        family_name=family_name,
        birth_on=birth_on,
    )
    ties = []
    for number in range(1, guardians + 1):
        tie = add_guardian(
            by=by, at=NOW, pupil=row, name=f"Foresatt {number} {family_name}", household=number
        )
        if holds:
            verify_authority(
                by=by, at=NOW, tie=tie, authority=Authority.HOLDS, how="Vist i Folkeregisteret"
            )
        ties.append(tie)
    return row, ties


def concern(
    cast: Cast,
    *,
    part: str = "contact_teacher",
    text: str = "Står ofte alene i friminuttet.",
    talks: bool = False,
    at: datetime = NOW,
    **pupil_fields: object,
) -> Made:
    """A fresh concern about a fresh pupil; with ``talks``, pupil and guardians are talked with."""
    row, ties = pupil(cast, **pupil_fields)  # type: ignore[arg-type]
    talk = TalkText(held_on=at.date(), who="Foresatt 1") if talks else None
    made = actions.raise_concern(
        by=cast.actor(part, at),
        at=at,
        pupil=row,
        concern=ConcernText(
            seen=text, topic=Topic.SCHOOL_ENVIRONMENT, strengths="Er god til å tegne."
        ),
        pupil_talk=talk,
        guardian_talk=talk,
    )
    return Made(row, made.case, ties)


def answer(
    cast: Cast,
    made: Made,
    number: int,
    *,
    kind: AnswerKind = AnswerKind.YES_ALL,
    services: Iterable[str] = TEAM,
    topics: frozenset[Topic] = ALL_TOPICS,
    named: Sequence[str] = (),
    until: date | None = None,
    at: datetime = NOW,
) -> None:
    """Guardian ``number`` (from 0) answers."""
    scopes = [ServiceScope(cast.service(name).pk, topics) for name in services]
    actions.record_consent_answer(
        by=cast.actor("social_teacher", at),
        at=at,
        public_id=made.public_id,
        guardian_id=made.ties[number].guardian_id,
        kind=kind,
        channel=Channel.ORAL,
        language="nb",
        answered_on=at.date(),
        valid_until=until or at.date() + days(180),
        scopes=scopes if kind.is_yes else (),
        named_user_ids=[cast.users[part].pk for part in named],
    )


def at_school(cast: Cast, **fields: object) -> Made:
    """On the school's floor, with the talks held."""
    made = concern(cast, talks=True, **fields)  # type: ignore[arg-type]
    _step(cast, made, actions.accept_case)
    return made


def at_elevsaksmote(cast: Cast, **fields: object) -> Made:
    """On the elevsaksmøte's list."""
    made = at_school(cast, **fields)
    _step(cast, made, actions.bring_to_elevsaksmote)
    return made


def referred(cast: Cast, **fields: object) -> Made:
    """The elevsaksmøte has decided to bring in the innsatsteam; nobody has been asked."""
    made = at_elevsaksmote(cast, **fields)
    by = cast.actor("rector")
    actions.refer_to_innsatsteam(
        by=by,
        at=NOW,
        public_id=made.public_id,
        version=made.version,
        held_on=by.on,
        text="Skolen trenger hjelp fra flere.",
    )
    return made


def asked(cast: Cast, *, services: Iterable[str] = TEAM, **fields: object) -> Made:
    """The guardians have been asked about the services; nobody has answered."""
    made = referred(cast, **fields)
    by = cast.actor("social_teacher")
    actions.ask_for_consent(
        by=by,
        at=NOW,
        public_id=made.public_id,
        service_ids=[cast.service(name).pk for name in services],
        purpose="Hjelpe Maja å ha noen å være sammen med.",
        form_version="2026-1",
        proposed_until=by.on + days(180),
        asked_on=by.on,
    )
    return made


def consented(cast: Cast, **answer_fields: object) -> Made:
    """All guardians have answered, by default yes to all; the case is still at consent."""
    made = asked(cast)
    for number in range(len(made.ties)):
        answer(cast, made, number, **answer_fields)  # type: ignore[arg-type]
    return made


def in_team(cast: Cast, **answer_fields: object) -> Made:
    """Named in the innsatsteam, within the consents."""
    made = consented(cast, **answer_fields)
    _step(cast, made, actions.move_to_innsatsteam, part="social_teacher")
    return made


def in_measures(cast: Cast, **answer_fields: object) -> Made:
    """The innsatsteam has decided, and a measure runs."""
    made = in_team(cast, **answer_fields)
    by = cast.actor("rector")
    actions.log_talk(
        by=by, at=NOW, public_id=made.public_id, kind="family_meeting", held_on=by.on, who="Alle"
    )
    actions.add_measure(
        by=by,
        at=NOW,
        public_id=made.public_id,
        goal="Har noen å være sammen med",
        what="Lekegruppe to ganger i uka",
        organisation_id=cast.furulia.pk,
        due_on=by.on + days(30),
        topic=Topic.SCHOOL_ENVIRONMENT,
    )
    actions.record_team_decision(
        by=by,
        at=NOW,
        public_id=made.public_id,
        version=made.version,
        held_on=by.on,
        text="Vi starter en lekegruppe.",
        topic=Topic.SCHOOL_ENVIRONMENT,
        evaluate_on=by.on + days(40),
    )
    return made


def in_evaluation(cast: Cast, **answer_fields: object) -> Made:
    """The measures have run; evaluation is due."""
    made = in_measures(cast, **answer_fields)
    start_evaluation(cast, made)
    return made


def start_evaluation(cast: Cast, made: Made) -> None:
    """The rector says that it is time to look back."""
    _step(cast, made, actions.start_evaluation)


def closed(cast: Cast, **answer_fields: object) -> Made:
    """Evaluated in all three views and closed."""
    made = in_evaluation(cast, **answer_fields)
    evaluate(cast, made, Move.CLOSE)
    return made


def evaluate(cast: Cast, made: Made, move: Move | None) -> None:
    """Evaluate with every view, and make the move."""
    by = cast.actor("rector")
    actions.evaluate_case(
        by=by,
        at=NOW,
        public_id=made.public_id,
        version=made.version,
        held_on=by.on,
        evaluation=EvaluationText(
            text="Det går bedre.", child_view="Det er gøy.", guardians_view="Vi er glade."
        ),
        move=move,
    )


def protect(cast: Cast, made: Made) -> None:
    """Set a protected address; the social teacher, who sets it, is on the reader list."""
    set_protection(
        by=cast.actor("social_teacher"),
        at=NOW,
        pupil=made.pupil,
        protection=Protection.STRICTLY_CONFIDENTIAL,
        reason="Vedtak",
    )


def _step(cast: Cast, made: Made, action: Callable[..., None], *, part: str = "rector") -> None:
    by: Actor = cast.actor(part)
    action(by=by, at=NOW, public_id=made.public_id, version=made.version)


# Every state of a case that decides what somebody sees, by a name that a person can read.
STATES: dict[str, Callable[[Cast], Made]] = {}


def state(name: str) -> Callable[[Callable[[Cast], Made]], Callable[[Cast], Made]]:
    """Put a builder in ``STATES``."""

    def register(build: Callable[[Cast], Made]) -> Callable[[Cast], Made]:
        STATES[name] = build
        return build

    return register


state("concern")(concern)
state("at_school")(at_school)
state("elevsaksmote")(at_elevsaksmote)
state("asked")(asked)
state("team_yes_all")(in_team)
state("measures")(in_measures)
state("evaluation")(in_evaluation)
state("closed")(closed)


@state("refused")
def refused(cast: Cast) -> Made:
    """One guardian said yes, the other no."""
    made = asked(cast)
    answer(cast, made, 0)
    answer(cast, made, 1, kind=AnswerKind.NO)
    return made


WITHOUT_CHILD_WELFARE = tuple(name for name in TEAM if name != "child_welfare")


@state("team_not_child_welfare")
def not_child_welfare(cast: Cast) -> Made:
    """One guardian shut out child welfare, and named nobody there."""
    made = asked(cast)
    answer(cast, made, 0)
    answer(cast, made, 1, kind=AnswerKind.YES_SOME, services=WITHOUT_CHILD_WELFARE)
    _step(cast, made, actions.move_to_innsatsteam)
    return made


@state("team_agent_named")
def agent_named(cast: Cast) -> Made:
    """Child welfare is shut out, but the social agent is accepted by name."""
    made = asked(cast)
    answer(cast, made, 0)
    answer(
        cast,
        made,
        1,
        kind=AnswerKind.YES_SOME,
        services=WITHOUT_CHILD_WELFARE,
        named=("social_agent",),
    )
    _step(cast, made, actions.move_to_innsatsteam)
    return made


@state("team_withdrawn")
def withdrawn(cast: Cast) -> Made:
    """Everybody said yes; then one guardian withdrew."""
    made = in_measures(cast)
    answer(cast, made, 0, kind=AnswerKind.WITHDRAWN)
    return made


@state("team_new_guardian")
def new_guardian(cast: Cast) -> Made:
    """Everybody said yes; then a third guardian, not verified, turned up."""
    made = in_measures(cast)
    made.ties.append(
        add_guardian(
            by=cast.actor("social_teacher"), at=NOW, pupil=made.pupil, name="Foresatt 3 Prøvesen"
        )
    )
    return made


@state("protected")
def protected(cast: Cast) -> Made:
    """In the team with everybody's yes, and then the address is protected."""
    made = in_measures(cast)
    protect(cast, made)
    return made


@state("other_school")
def other_school(cast: Cast) -> Made:
    """A concern at the other school."""
    return concern(cast, part="other_rector", class_name="7C")
