"""Who may see a case, and on what ground: every role in every situation, by a handmade table."""

from dataclasses import replace
from itertools import product

import pytest

from felles.rules.access import (
    EVERY_TOPIC,
    GROUND_LABELS,
    NOTHING,
    CaseFacts,
    Ground,
    Sight,
    may_read_text,
    may_see,
)
from felles.rules.consent import Answer, AnswerKind, Authority
from felles.rules.roles import Audience, Role, Topic
from tests.rules.worlds import (
    CLASS,
    CLUB,
    COLLEAGUE,
    HEALTH,
    ME,
    OTHER_CLASS,
    OTHER_SCHOOL,
    SCHOOL,
    SERVICES,
    WELFARE,
    a_holder,
    an_actor,
    an_answer,
)

AT_SCHOOL = "rector social_teacher social_agent"
CLASS_TEACHER = "contact_teacher"
NAMABLE = "teacher milieu_worker contact_teacher"
SERVICE = "health_nurse child_welfare_intake club_leader oslohjelpa_worker bup_clinician"

YES = a_holder(an_answer())
PLAIN = CaseFacts(school_id=SCHOOL, class_id=CLASS)
IN_TEAM = replace(PLAIN, is_with_team=True, holders=(YES,), granted_service_ids=frozenset(SERVICES))
BY_NAME = frozenset({ME})


def without(service: int) -> CaseFacts:
    """In the team, but a second guardian said no to the service."""
    others = tuple(other for other in SERVICES if other != service)
    some = an_answer(AnswerKind.YES_SOME, services=others, excluded=(service,))
    return replace(IN_TEAM, holders=(YES, a_holder(some, guardian_id=2)))


# Situation: the case, and per ground the roles that see it. Who is not written, sees nothing.
SITUATIONS: dict[str, tuple[CaseFacts, dict[str, str]]] = {
    "before consent": (PLAIN, {"role_at_school": AT_SCHOOL, "own_class": CLASS_TEACHER}),
    "another class": (replace(PLAIN, class_id=OTHER_CLASS), {"role_at_school": AT_SCHOOL}),
    "no class": (replace(PLAIN, class_id=None), {"role_at_school": AT_SCHOOL}),
    "another school": (replace(PLAIN, school_id=OTHER_SCHOOL), {}),
    "another school, named": (
        replace(PLAIN, school_id=OTHER_SCHOOL, named_user_ids=BY_NAME),
        {},
    ),
    "another school, in team": (replace(IN_TEAM, school_id=OTHER_SCHOOL), {}),
    "named": (
        replace(PLAIN, named_user_ids=BY_NAME, class_id=OTHER_CLASS),
        {"role_at_school": AT_SCHOOL, "named": NAMABLE},
    ),
    "named in own class": (
        replace(PLAIN, named_user_ids=BY_NAME),
        {
            "role_at_school": AT_SCHOOL,
            "own_class": CLASS_TEACHER,
            "named": "teacher milieu_worker",
        },
    ),
    "colleague named": (
        replace(PLAIN, named_user_ids=frozenset({COLLEAGUE})),
        {"role_at_school": AT_SCHOOL, "own_class": CLASS_TEACHER},
    ),
    "in team": (
        IN_TEAM,
        {"role_at_school": AT_SCHOOL, "own_class": CLASS_TEACHER, "consent": SERVICE},
    ),
    "opened, nobody asked": (
        replace(IN_TEAM, holders=(a_holder(None),)),
        {"role_at_school": AT_SCHOOL, "own_class": CLASS_TEACHER},
    ),
    "consented, not opened": (
        replace(IN_TEAM, granted_service_ids=frozenset()),
        {"role_at_school": AT_SCHOOL, "own_class": CLASS_TEACHER},
    ),
    "an earlier case, closed, of a pupil whose next case is in team": (
        replace(IN_TEAM, is_with_team=False),
        {"role_at_school": AT_SCHOOL, "own_class": CLASS_TEACHER},
    ),
    "opened for another service": (
        replace(IN_TEAM, granted_service_ids=frozenset({CLUB})),
        {"role_at_school": AT_SCHOOL, "own_class": CLASS_TEACHER},
    ),
    "a guardian not verified": (
        replace(IN_TEAM, holders=(YES, a_holder(an_answer(), Authority.UNVERIFIED, 2))),
        {"role_at_school": AT_SCHOOL, "own_class": CLASS_TEACHER},
    ),
    "service of the actor shut out": (
        without(HEALTH),
        {"role_at_school": AT_SCHOOL, "own_class": CLASS_TEACHER},
    ),
    "another service shut out": (
        without(CLUB),
        {"role_at_school": AT_SCHOOL, "own_class": CLASS_TEACHER, "consent": SERVICE},
    ),
    "protected": (replace(IN_TEAM, is_protected=True), {}),
    "protected, colleague named": (
        replace(IN_TEAM, is_protected=True, named_user_ids=frozenset({COLLEAGUE})),
        {},
    ),
    "protected, named": (
        replace(IN_TEAM, is_protected=True, named_user_ids=BY_NAME),
        {
            "role_at_school": AT_SCHOOL,
            "own_class": CLASS_TEACHER,
            "named": "teacher milieu_worker",
            "consent": SERVICE,
        },
    ),
    "protected, named, no consent": (
        replace(PLAIN, is_protected=True, named_user_ids=BY_NAME),
        {
            "role_at_school": AT_SCHOOL,
            "own_class": CLASS_TEACHER,
            "named": "teacher milieu_worker",
        },
    ),
}


@pytest.mark.parametrize("situation", SITUATIONS)
def test_role_sees_case_on_the_ground_in_the_table(situation: str) -> None:
    case, grounds = SITUATIONS[situation]
    for role in Role:
        wanted = [Ground(ground) for ground, roles in grounds.items() if role in roles.split()]
        sight = may_see(an_actor(role), case)
        assert sight.ground is (wanted[0] if wanted else None), role
        assert sight.topics == (EVERY_TOPIC if wanted else frozenset())
        assert sight.is_school is bool(wanted and wanted != [Ground.CONSENT])


@pytest.mark.parametrize("situation", SITUATIONS)
def test_employer_that_is_shut_out_shuts_out_whatever_the_role(situation: str) -> None:
    case, _ = SITUATIONS[situation]
    shut = an_answer(AnswerKind.YES_SOME, excluded=(WELFARE,))
    for role in Role:
        plain = an_actor(role)
        paid = replace(plain, employer_id=WELFARE, affiliations=plain.affiliations | {WELFARE})

        def with_answer(answer: Answer) -> CaseFacts:
            return replace(case, holders=(*case.holders, a_holder(answer, guardian_id=5)))

        assert may_see(paid, with_answer(shut)) == NOTHING
        named = may_see(paid, with_answer(replace(shut, named=BY_NAME)))
        # Naming the person gives what the person would have had, no more.
        assert named == may_see(paid, with_answer(an_answer())), role


def test_service_sees_the_topics_that_all_allow() -> None:
    narrow = an_answer(AnswerKind.YES_SOME, topics=frozenset({Topic.HOME, Topic.HEALTH}))
    case = replace(IN_TEAM, holders=(YES, a_holder(narrow, guardian_id=2)))
    sight = may_see(an_actor(Role.HEALTH_NURSE), case)
    assert sight == Sight(Ground.CONSENT, frozenset({Topic.HOME, Topic.HEALTH}))


def test_service_post_that_does_not_cover_the_school_sees_nothing() -> None:
    nurse_elsewhere = an_actor(Role.HEALTH_NURSE, school_ids=frozenset({OTHER_SCHOOL}))
    assert may_see(nurse_elsewhere, IN_TEAM) == NOTHING
    assert may_see(an_actor(Role.HEALTH_NURSE, school_ids=frozenset()), IN_TEAM) == NOTHING


def test_contact_teacher_of_two_classes_sees_both_and_no_third() -> None:
    teacher = an_actor(Role.CONTACT_TEACHER, class_ids=frozenset({CLASS, OTHER_CLASS}))
    for class_id, seen in ((CLASS, True), (OTHER_CLASS, True), (99, False), (None, False)):
        assert bool(may_see(teacher, replace(PLAIN, class_id=class_id))) is seen


@pytest.mark.parametrize("role", [role for role in Role if role is not Role.CONTACT_TEACHER])
def test_class_opens_its_pupils_cases_for_its_contact_teacher_alone(role: Role) -> None:
    elsewhere = replace(PLAIN, class_id=OTHER_CLASS)
    somebody = an_actor(role, class_ids=frozenset({OTHER_CLASS}))
    assert may_see(somebody, elsewhere).ground is not Ground.OWN_CLASS
    assert bool(may_see(somebody, elsewhere)) is (role.value in AT_SCHOOL.split())


# Who may read a text, per sight: audience x author x topic, written out.
TEXTS = [
    (audience, mine, covered)
    for audience in Audience
    for mine in (True, False)
    for covered in (True, False)
]


@pytest.mark.parametrize(("audience", "mine", "covered"), TEXTS)
def test_text_is_read_by_those_its_audience_names(
    audience: Audience, mine: bool, covered: bool
) -> None:
    author = ME if mine else COLLEAGUE
    for ground, role in product([*Ground, None], Role):
        topics = frozenset({Topic.HEALTH if covered else Topic.LEARNING})
        sight = Sight(ground, topics) if ground else NOTHING
        if ground is None:
            wanted = False
        elif ground is Ground.CONSENT:
            wanted = audience is Audience.TEAM and covered
        elif audience is Audience.RESTRICTED:
            wanted = mine or role is Role.SOCIAL_TEACHER
        else:
            wanted = True
        found = may_read_text(
            an_actor(role), sight, audience=audience, topic=Topic.HEALTH, author_id=author
        )
        assert found is wanted, (ground, role)


def test_every_ground_has_a_label_of_its_own() -> None:
    assert set(GROUND_LABELS) == set(Ground)
    assert len(set(GROUND_LABELS.values())) == len(Ground)
