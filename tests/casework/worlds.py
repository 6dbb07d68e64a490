"""Random families, answers, grants and cases in the database, for tests that compare the twins.

The rows are written straight to the tables: also worlds that the product's own actions would never
make must be read alike by the rule and by the database.
"""

from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta

from hypothesis import strategies as st

from felles.casework.models import Case
from felles.people.models import (
    AccessGrant,
    ConsentAnswer,
    ConsentException,
    ConsentExclusion,
    ConsentNamedPerson,
    ConsentRequest,
    ConsentScope,
    Guardian,
    Guardianship,
    Pupil,
)
from felles.rules.case_flow import Step
from felles.rules.consent import AnswerKind, Authority
from felles.rules.people import Protection
from felles.rules.roles import Topic
from tests.cast import NOW, Cast, days

TODAY = NOW.date()
SERVICES = ("child_welfare", "health", "club", "oslohjelpa", "bup", "youth_unit")
NAMABLE = ("social_agent", "health_nurse", "child_welfare_intake", "teacher", "contact_teacher")
ALL = tuple(Topic)


@dataclass(frozen=True)
class AnswerPlan:
    """One answer of one guardian. ``to_earlier``: the question was asked in an earlier case."""

    kind: AnswerKind
    first: date
    last: date
    scopes: frozenset[tuple[str, Topic]]
    excluded: frozenset[str]
    named: frozenset[str]
    is_current: bool
    to_earlier: bool = False


@dataclass(frozen=True)
class ExceptionPlan:
    """That a guardian's answer is not waited for, or was not, or somebody asked for it."""

    first: date
    last: date
    approved_at: datetime | None
    ended: bool


@dataclass(frozen=True)
class TiePlan:
    """One guardian of the pupil; a shared one is the guardian of siblings as well."""

    authority: Authority
    ended: bool
    answers: tuple[AnswerPlan, ...]
    exceptions: tuple[ExceptionPlan, ...] = ()
    is_shared: bool = False


@dataclass(frozen=True)
class GrantPlan:
    """One grant, to a service or to a person."""

    to: str
    first: datetime
    last: datetime | None


@dataclass(frozen=True)
class PupilPlan:
    """A pupil with a case."""

    school: str
    class_name: str | None
    class_held: bool
    protection: Protection
    step: Step
    ties: tuple[TiePlan, ...]
    grants: tuple[GrantPlan, ...]


DAYS = st.integers(-2, 2).map(lambda count: TODAY + timedelta(days=count))
HOURS = st.one_of(
    st.integers(-48, 48).map(lambda count: NOW + timedelta(hours=count)), st.just(NOW)
)
SOME_SCOPES = st.frozensets(
    st.tuples(st.sampled_from(SERVICES), st.sampled_from(ALL)), min_size=1, max_size=8
)
WIDE_SCOPES = st.sets(st.sampled_from(SERVICES), min_size=2).map(
    lambda services: frozenset((service, topic) for service in services for topic in ALL)
)


@st.composite
def answer_plans(draw: st.DrawFn, *, is_current: bool) -> AnswerPlan:
    """Any answer, most of them wide enough to open something."""
    first, last = sorted((draw(DAYS), draw(DAYS)))
    wide = draw(st.booleans())
    return AnswerPlan(
        kind=draw(st.sampled_from([*AnswerKind, AnswerKind.YES_ALL, AnswerKind.YES_SOME])),
        first=TODAY if wide else first,
        last=TODAY + days(1) if wide else last,
        scopes=draw(WIDE_SCOPES if wide else SOME_SCOPES),
        excluded=draw(st.frozensets(st.sampled_from(SERVICES), max_size=1)),
        named=draw(st.frozensets(st.sampled_from(NAMABLE), max_size=2)),
        is_current=is_current,
        to_earlier=draw(st.sampled_from((False, False, False, True))),
    )


@st.composite
def exception_plans(draw: st.DrawFn) -> ExceptionPlan:
    """Any exception, most of them approved and running."""
    first, last = sorted((draw(DAYS), draw(DAYS)))
    return ExceptionPlan(
        first=first,
        last=max(last, draw(st.sampled_from((first, TODAY)))),
        approved_at=draw(st.one_of(st.just(NOW), st.just(NOW), HOURS, st.none())),
        ended=draw(st.sampled_from((False, False, False, True))),
    )


@st.composite
def tie_plans(draw: st.DrawFn) -> TiePlan:
    """Any guardian: verified or not, ended or not, with earlier answers and a current one."""
    earlier = draw(st.lists(answer_plans(is_current=False), max_size=1))
    current = draw(st.lists(answer_plans(is_current=True), max_size=1))
    exceptions = draw(st.lists(exception_plans(), max_size=1))
    return TiePlan(
        exceptions=tuple(exceptions),
        is_shared=draw(st.booleans()),
        authority=draw(st.sampled_from([*Authority, Authority.HOLDS, Authority.HOLDS])),
        ended=draw(st.sampled_from((False, False, False, True))),
        answers=(*earlier, *current),
    )


@st.composite
def grant_plans(draw: st.DrawFn) -> tuple[GrantPlan, ...]:
    """Grants past, running and to come; at most one open end for each."""
    plans = []
    for to in draw(st.sets(st.sampled_from((*SERVICES, *NAMABLE)), max_size=8)):
        if draw(st.booleans()):
            first, last = sorted((draw(HOURS), draw(HOURS)))
            plans.append(GrantPlan(to, first, last))
        else:
            plans.append(GrantPlan(to, draw(HOURS), None))
    return tuple(plans)


@st.composite
def pupil_plans(draw: st.DrawFn) -> PupilPlan:
    """Any pupil with a case."""
    school = draw(st.sampled_from(("furulia", "furulia", "granasen")))
    classes = ("6B", "5A", None) if school == "furulia" else ("7C", None)
    return PupilPlan(
        school=school,
        class_name=draw(st.sampled_from(classes)),
        class_held=draw(st.sampled_from((False, False, True))),
        protection=draw(st.sampled_from([Protection.NONE, *Protection])),
        step=draw(st.sampled_from([*Step, Step.INNSATSTEAM, Step.MEASURES, Step.EVALUATION])),
        ties=tuple(draw(st.lists(tie_plans(), max_size=3))),
        grants=draw(grant_plans()),
    )


OPEN_ANSWER = AnswerPlan(
    kind=AnswerKind.YES_ALL,
    first=TODAY - days(1),
    last=TODAY + days(1),
    scopes=frozenset((service, topic) for service in SERVICES for topic in ALL),
    excluded=frozenset(),
    named=frozenset(),
    is_current=True,
)
OPEN_PLAN = PupilPlan(
    school="furulia",
    class_name="6B",
    class_held=False,
    protection=Protection.NONE,
    step=Step.MEASURES,
    ties=(TiePlan(Authority.HOLDS, False, (OPEN_ANSWER,)),) * 2,
    grants=tuple(GrantPlan(service, NOW - days(1), None) for service in SERVICES),
)


@st.composite
def nearly_open_plans(draw: st.DrawFn) -> PupilPlan:
    """A case that services see, with one thing or another that may be wrong."""
    other = draw(pupil_plans())
    plan = replace(OPEN_PLAN, grants=(*OPEN_PLAN.grants, GrantPlan("teacher", NOW, None)))
    wrong = draw(
        st.sets(st.sampled_from(("protection", "step", "ties", "tie", "grants", "class_name")))
    )
    if "tie" in wrong and "ties" not in wrong:
        plan = replace(plan, ties=(plan.ties[0], draw(tie_plans())))
    fields = {name: getattr(other, name) for name in wrong - {"tie"}}
    if other.school != plan.school:
        fields.pop("class_name", None)
    return replace(plan, **fields)


PLANS = st.one_of(pupil_plans(), nearly_open_plans(), nearly_open_plans())


def write(cast: Cast, plan: PupilPlan) -> Case:
    """Make the rows of a plan."""
    pupil = Pupil.objects.create(
        given_name="Prøve",
        family_name="Prøvesen",
        school=cast.organisations[plan.school],
        class_group=cast.classes[plan.class_name] if plan.class_name else None,
        class_held=plan.class_held,
        protection=plan.protection.value,
    )
    for number, tie in enumerate(plan.ties):
        _write_tie(cast, pupil, tie, f"Felles {number}" if tie.is_shared else "")
    for grant in plan.grants:
        is_service = grant.to in cast.organisations
        AccessGrant.objects.create(
            pupil=pupil,
            service=cast.organisations[grant.to] if is_service else None,
            user=None if is_service else cast.users[grant.to],
            granted_by_id=0,
            from_at=grant.first,
            until_at=grant.last,
        )
    closed = plan.step is Step.CLOSED
    return Case.objects.create(
        pupil=pupil,
        school=pupil.school,
        state=Case.State.CLOSED if closed else Case.State.OPEN,
        step=plan.step.value,
        step_since_on=TODAY,
        due_on=TODAY,
        opened_at=NOW,
        active_since_at=NOW,
        closed_at=NOW if closed else None,
    )


def _write_exceptions(cast: Cast, tie: Guardianship, plan: TiePlan) -> None:
    for exception in plan.exceptions:
        ConsentException.objects.create(
            guardianship=tie,
            kind="unreachable",
            reason="Får ikke tak i",
            from_on=exception.first,
            until_on=exception.last,
            asked_by=cast.users["social_teacher"],
            asked_at=NOW,
            approved_by=cast.users["rector"] if exception.approved_at else None,
            approved_at=exception.approved_at,
            ended_at=NOW if exception.ended else None,
        )


def _write_tie(cast: Cast, pupil: Pupil, plan: TiePlan, shared: str) -> None:
    somebody = cast.users["social_teacher"]
    if shared:
        guardian = Guardian.objects.get_or_create(name=shared)[0]
    else:
        guardian = Guardian.objects.create(name="Foresatt")
    tie = Guardianship.objects.create(
        pupil=pupil,
        guardian=guardian,
        authority=plan.authority.value,
        verified_by=somebody,
        verified_at=NOW,
        ended_on=TODAY if plan.ended else None,
    )
    _write_exceptions(cast, tie, plan)
    for answer in plan.answers:
        request = ConsentRequest.objects.create(
            pupil=pupil,
            purpose="",
            form_version="1",
            proposed_until=TODAY,
            asked_on=TODAY,
            asked_by=somebody,
            asked_at=NOW - days(1) if answer.to_earlier else NOW,
        )
        row = ConsentAnswer.objects.create(
            pupil=pupil,
            guardian=guardian,
            request=request,
            kind=answer.kind.value,
            channel="oral",
            language="nb",
            form_version="1",
            valid_from=answer.first,
            valid_until=answer.last,
            answered_on=answer.first,
            recorded_by=somebody,
            recorded_at=NOW,
            is_current=answer.is_current,
        )
        ConsentScope.objects.bulk_create(
            ConsentScope(answer=row, service=cast.organisations[service], topic=topic.value)
            for service, topic in sorted(answer.scopes)
        )
        ConsentExclusion.objects.bulk_create(
            ConsentExclusion(answer=row, service=cast.organisations[service])
            for service in sorted(answer.excluded)
        )
        ConsentNamedPerson.objects.bulk_create(
            ConsentNamedPerson(answer=row, user=cast.users[part]) for part in sorted(answer.named)
        )
