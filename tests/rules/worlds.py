"""Facts for rules: plain builders, and strategies that make worlds nobody thought of."""

from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from hypothesis import strategies as st

from felles.rules.access import Actor, CaseFacts
from felles.rules.consent import Answer, AnswerKind, Authority, Holder
from felles.rules.roles import ROLE_KINDS, SERVICE_ROLES, OrgKind, Role, Topic

AT = datetime(2026, 11, 24, 8, 0, tzinfo=ZoneInfo("Europe/Oslo"))
ON = AT.date()
SCHOOL, OTHER_SCHOOL, DISTRICT = 1, 2, 9
WELFARE, HEALTH, CLUB = 11, 12, 13
SERVICES = (WELFARE, HEALTH, CLUB)
CLASS, OTHER_CLASS = 61, 51
ME, COLLEAGUE = 7, 8
EVERY = frozenset(Topic)


def an_actor(role: Role, **changes: object) -> Actor:
    """Somebody in the role, at the school or in the health service."""
    kind = min(ROLE_KINDS[role], key=lambda kind: (kind is not OrgKind.SCHOOL, kind.value))
    organisation = HEALTH if role in SERVICE_ROLES else SCHOOL
    if kind not in (OrgKind.SCHOOL, *(kind for kind in OrgKind if kind.is_service)):
        organisation = DISTRICT
    fields: dict[str, object] = {
        "user_id": ME,
        "user_name": "Prøve Prøvesen",
        "post_id": 70,
        "role": role,
        "organisation_id": organisation,
        "organisation_kind": kind,
        "organisation_name": "Virksomhet",
        "employer_id": organisation,
        "at": AT,
        "affiliations": frozenset({organisation} & set(SERVICES)),
        "school_ids": frozenset({SCHOOL}),
        "class_ids": frozenset({CLASS}) if role is Role.CONTACT_TEACHER else frozenset(),
    }
    return Actor(**{**fields, **changes})  # type: ignore[arg-type]


def an_answer(
    kind: AnswerKind = AnswerKind.YES_ALL,
    *,
    topics: frozenset[Topic] = EVERY,
    services: tuple[int, ...] = SERVICES,
    first: date = ON - timedelta(days=10),
    last: date = ON + timedelta(days=10),
    excluded: tuple[int, ...] = (),
    named: tuple[int, ...] = (),
) -> Answer:
    """An answer; a yes to every service on every topic, when nothing else is said."""
    return Answer(
        kind=kind,
        valid_from=first,
        valid_until=last,
        topics=dict.fromkeys(services, topics) if kind.is_yes else {},
        excluded=frozenset(excluded),
        named=frozenset(named),
    )


def a_holder(
    answer: Answer | None = None, authority: Authority = Authority.HOLDS, guardian_id: int = 1
) -> Holder:
    """A guardian with parental responsibility."""
    return Holder(guardian_id, authority, answer)


DAYS = st.integers(-3, 3).map(lambda days: ON + timedelta(days=days))
TOPIC_SETS = st.frozensets(st.sampled_from(Topic), max_size=3) | st.just(EVERY)


@st.composite
def answers(draw: st.DrawFn) -> Answer:
    """Any answer, also those that the product's own forms would not make."""
    first, last = sorted((draw(DAYS), draw(DAYS)))
    return Answer(
        kind=draw(st.sampled_from(AnswerKind)),
        valid_from=first,
        valid_until=last,
        topics=draw(st.dictionaries(st.sampled_from(SERVICES), TOPIC_SETS, max_size=3)),
        excluded=draw(st.frozensets(st.sampled_from(SERVICES), max_size=2)),
        named=draw(st.frozensets(st.sampled_from((ME, COLLEAGUE)), max_size=2)),
    )


def yes_answers() -> st.SearchStrategy[Answer]:
    """Answers that open something, so that a property is not tried on closed doors only."""
    return st.builds(
        an_answer,
        st.sampled_from([AnswerKind.YES_ALL, AnswerKind.YES_SOME]),
        topics=st.sampled_from([EVERY, frozenset({Topic.LEARNING, Topic.ABSENCE})]),
    )


HOLDERS = st.builds(
    Holder,
    guardian_id=st.integers(1, 5),
    # A holder who holds it not is left out by the database's half; here it is tried as well.
    authority=st.sampled_from([*Authority, Authority.HOLDS, Authority.HOLDS]),
    answer=st.none() | answers() | yes_answers() | yes_answers(),
)
FAMILIES = st.lists(HOLDERS, max_size=3).map(tuple)

CASES = st.builds(
    CaseFacts,
    school_id=st.sampled_from((SCHOOL, SCHOOL, OTHER_SCHOOL)),
    class_id=st.sampled_from((CLASS, OTHER_CLASS, None)),
    is_protected=st.sampled_from((False, False, True)),
    is_with_team=st.sampled_from((True, True, False)),
    named_user_ids=st.frozensets(st.sampled_from((ME, COLLEAGUE)), max_size=2),
    granted_service_ids=st.frozensets(st.sampled_from(SERVICES), max_size=3),
    holders=FAMILIES,
)


@st.composite
def actors(draw: st.DrawFn) -> Actor:
    """Anybody: every role, at the school or another, paid by a service or not."""
    role = draw(st.sampled_from(Role))
    here = draw(st.sampled_from((SCHOOL, SCHOOL, OTHER_SCHOOL)))
    service = draw(st.sampled_from(SERVICES))
    employer = draw(st.sampled_from((here, service)))
    organisation = service if role in SERVICE_ROLES else here
    return an_actor(
        role,
        organisation_id=organisation,
        employer_id=employer,
        affiliations=frozenset({organisation, employer} & set(SERVICES)),
        school_ids=frozenset({here}),
    )
