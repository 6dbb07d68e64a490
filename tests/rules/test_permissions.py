"""Who may do what, written by hand a second time and the other way round: per deed, the roles.

Whoever changes the table in ``felles/rules/permissions.py`` must change this one too, and explain
both.
"""

import pytest

from felles.rules.access import PERMISSION_LABELS, ROLE_PERMISSIONS, Permission, may
from felles.rules.roles import SCHOOL_ROLES, SERVICE_ROLES, Role
from tests.rules.worlds import an_actor

SCHOOL = "teacher contact_teacher milieu_worker social_teacher rector social_agent"
SERVICES = "health_nurse child_welfare_intake club_leader oslohjelpa_worker bup_clinician"
LEADERS = "agent_leader project_leader steering_member project_owner"
OFFICE = "secretary administrator"
ALL = f"{SCHOOL} {SERVICES} {LEADERS} {OFFICE}"

WHO_MAY: dict[str, str] = {
    "today": ALL,
    "duty_route": ALL,
    "school_read": ALL,
    "concern_raise": SCHOOL,
    "talk_log": SCHOOL,
    "child_voice_write": SCHOOL,
    "case_read": f"{SCHOOL} {SERVICES}",
    "note_write": f"{SCHOOL} {SERVICES}",
    "measure_follow": f"{SCHOOL} {SERVICES}",
    "measure_write": f"contact_teacher social_teacher rector social_agent {SERVICES}",
    "elevsak_bring": "contact_teacher social_teacher rector social_agent",
    "elevsak_decide": "social_teacher rector",
    "consent_record": "social_teacher rector",
    "guardian_verify": "social_teacher rector",
    "team_decide": "social_teacher rector",
    "evaluate": "social_teacher rector",
    "case_reopen": "social_teacher rector",
    "reader_name": "social_teacher rector",
    "protection_set": "social_teacher rector",
    "exclusions_read": "social_teacher rector social_agent",
    "anonymous_discuss": f"social_teacher rector social_agent {SERVICES}",
    "numbers_read": LEADERS,
    "meeting_read": ALL,
    "meeting_lead": "social_teacher rector",
    "meeting_plan": f"agent_leader project_leader {OFFICE}",
    "rhythm_read": f"social_teacher rector {LEADERS} secretary",
    "outreach_write": "social_agent milieu_worker",
    "outreach_read": "social_agent milieu_worker social_teacher rector agent_leader",
    "week_read": f"{SCHOOL} agent_leader",
    "week_plan": "social_agent",
    "weeks_lead": "agent_leader",
    "crossing": "social_agent milieu_worker social_teacher rector club_leader",
    "checklist_use": "social_agent agent_leader",
    "checklist_write": "agent_leader project_leader secretary",
    "course_read": SCHOOL,
    "course_plan": "social_agent",
    "course_group": "social_agent social_teacher rector",
    "parents_read": f"{SCHOOL} agent_leader project_leader",
    "parents_plan": "social_agent milieu_worker social_teacher rector",
    "parent_texts": f"social_agent social_teacher rector agent_leader {OFFICE}",
    "setup": OFFICE,
    "people_admin": "administrator",
    "roster_import": "administrator",
    "texts_approve": "administrator",
    "exception_approve": "rector",
    "service_contact": "social_teacher rector social_agent",
    "family_answer": "social_teacher rector",
}


def test_handwritten_table_speaks_of_every_permission_and_role() -> None:
    assert set(WHO_MAY) == {permission.value for permission in Permission}
    assert set(ALL.split()) == {role.value for role in Role}
    assert set(ROLE_PERMISSIONS) == set(Role)


@pytest.mark.parametrize("permission", Permission)
def test_permission_belongs_to_the_roles_written_by_hand(permission: Permission) -> None:
    wanted = set(WHO_MAY[permission.value].split())
    assert {role.value for role in Role if may(an_actor(role), permission)} == wanted


@pytest.mark.parametrize("permission", Permission)
def test_nobody_may_nothing(permission: Permission) -> None:
    assert may(None, permission) is False


@pytest.mark.parametrize("role", sorted(set(Role) - SCHOOL_ROLES - SERVICE_ROLES))
def test_role_that_works_with_no_child_may_do_nothing_in_a_case(role: Role) -> None:
    in_a_case = {
        permission
        for permission in Permission
        if permission.value.startswith(
            ("case", "note", "talk", "child", "measure", "elevsak", "consent", "guardian", "team",
             "evaluate", "reader", "protection", "exclusions", "concern", "anonymous", "exception",
             "service", "family")
        )
    }  # fmt: skip
    assert not ROLE_PERMISSIONS[role] & in_a_case


@pytest.mark.parametrize("role", sorted(SCHOOL_ROLES | SERVICE_ROLES))
def test_role_that_works_with_children_sets_up_nothing(role: Role) -> None:
    office = {Permission.SETUP, Permission.PEOPLE_ADMIN, Permission.ROSTER_IMPORT}
    assert not ROLE_PERMISSIONS[role] & office


def test_every_permission_has_a_label_of_its_own() -> None:
    assert len(set(PERMISSION_LABELS.values())) == len(Permission)
    assert all(permission.label for permission in Permission)
