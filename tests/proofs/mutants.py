"""Checks of access to take away, one at a time: some quick test must notice each of them.

Each is a line of the product, what it becomes without the check, and what the check is for.
``script/proof`` runs them; a test keeps the list in step with the code.
"""

from dataclasses import dataclass


@dataclass(frozen=True)
class Mutant:
    """One check taken away."""

    path: str
    before: str
    after: str
    check: str


ACCESS = "felles/rules/access.py"
CONSENT = "felles/rules/consent.py"
VISIBLE = "felles/people/visibility.py"
CASE = "felles/casework/models/case.py"
TEXTS = "felles/casework/models/texts.py"
CASES = "felles/casework/queries/cases.py"

MUTANTS = (
    # The pure rule.
    Mutant(
        ACCESS,
        "return actor is not None and permission in ROLE_PERMISSIONS[actor.role]",
        "return actor is not None",
        "a role may do what the table says",
    ),
    Mutant(
        ACCESS,
        "    if consent.is_excluded(case.holders, actor.affiliations, actor.user_id):\n",
        "    if False:\n",
        "an exclusion beats everything",
    ),
    Mutant(
        ACCESS,
        "    if case.is_protected and actor.user_id not in case.named_user_ids:\n",
        "    if False:\n",
        "a protected address needs a name on the list",
    ),
    Mutant(
        ACCESS,
        "    if actor.organisation_id != case.school_id:\n",
        "    if False:\n",
        "school staff see cases of their own school",
    ),
    Mutant(
        ACCESS,
        "actor.role in CLASS_CASE_ROLES and case.class_id in actor.class_ids",
        "actor.role in CLASS_CASE_ROLES",
        "a contact teacher sees the own class",
    ),
    Mutant(
        ACCESS,
        "actor.role in NAMED_CASE_ROLES and actor.user_id in case.named_user_ids",
        "actor.role in NAMED_CASE_ROLES",
        "other staff see a case when they are named",
    ),
    Mutant(
        ACCESS,
        "if case.school_id not in actor.school_ids or not case.is_with_team:",
        "if not case.is_with_team:",
        "a service post covers its schools",
    ),
    Mutant(
        ACCESS,
        "if case.school_id not in actor.school_ids or not case.is_with_team:",
        "if case.school_id not in actor.school_ids:",
        "a service sees the case that is with the team",
    ),
    Mutant(
        ACCESS,
        "    if actor.organisation_id not in case.granted_service_ids:\n",
        "    if False:\n",
        "a case has opened the pupil for the service",
    ),
    Mutant(
        ACCESS,
        "return Sight(Ground.CONSENT, topics) if topics else NOTHING",
        "return Sight(Ground.CONSENT, topics)",
        "a service sees nothing without consent",
    ),
    Mutant(
        ACCESS,
        "return sight.is_school and (author_id == actor.user_id or "
        "actor.role is Role.SOCIAL_TEACHER)",
        "return sight.is_school",
        "a restricted text is for author and social teacher",
    ),
    Mutant(
        ACCESS,
        "return audience is Audience.TEAM and topic in sight.topics",
        "return topic in sight.topics",
        "a service reads texts for the team",
    ),
    Mutant(
        ACCESS,
        "return audience is Audience.TEAM and topic in sight.topics",
        "return audience is Audience.TEAM",
        "a service reads topics within consent",
    ),
    # Consent.
    Mutant(
        CONSENT,
        "if holder.authority is not Authority.HOLDS or answer is None:",
        "if answer is None:",
        "parental responsibility is verified",
    ),
    Mutant(
        CONSENT,
        "if not answer.is_live(on) or answer.denies(service_id):",
        "if answer.denies(service_id):",
        "a yes has a period",
    ),
    Mutant(
        CONSENT,
        "if not answer.is_live(on) or answer.denies(service_id):",
        "if not answer.is_live(on):",
        "a service said no to reads nothing",
    ),
    Mutant(
        CONSENT,
        "allowed &= answer.topics.get(service_id, frozenset())",
        "allowed |= answer.topics.get(service_id, frozenset())",
        "topics are those that all allow",
    ),
    Mutant(
        CONSENT,
        "return not self.kind.is_yes or service_id in self.excluded",
        "return service_id in self.excluded",
        "a no or a withdrawal shuts out every service",
    ),
    # The same, asked of the database.
    Mutant(
        CASE,
        '            seen = seen.filter(~visibility.is_excluded(actor, "pupil_id"))\n',
        "            pass\n",
        "an exclusion beats everything, in SQL",
    ),
    Mutant(
        CASE,
        'return seen.filter(~visibility.is_hidden(actor, "pupil_id"))',
        "return seen",
        "a protected address, in SQL",
    ),
    Mutant(
        CASE,
        'visibility.has_live_consent(actor, "pupil_id"),',
        "",
        "a live consent, in SQL",
    ),
    Mutant(CASE, "                step__in=WITH_TEAM,\n", "", "with the team, in SQL"),
    Mutant(
        CASE,
        "at_school = self.filter(school_id=actor.organisation_id)",
        "at_school = self.all()",
        "the own school, in SQL",
    ),
    Mutant(
        VISIBLE,
        "            Q(kind__in=_DENIED) | Exists(shut_out),\n",
        "            Exists(shut_out),\n",
        "a no shuts out, in SQL",
    ),
    Mutant(
        VISIBLE,
        "return live & Q(Exists(by_holder)) & Q(~Exists(fails))",
        "return live & Q(Exists(by_holder))",
        "all guardians agree, in SQL",
    ),
    Mutant(
        VISIBLE,
        "        answer__valid_until__gte=actor.on,\n",
        "",
        "a yes runs out, in SQL",
    ),
    Mutant(
        TEXTS,
        "return rows.filter(audience=Audience.TEAM.value, topic__in=topics)",
        "return rows.filter(audience=Audience.TEAM.value)",
        "topics within consent, in SQL",
    ),
    Mutant(
        TEXTS,
        "return rows.filter(~Q(audience=Audience.RESTRICTED.value) | Q(by_id=actor.user_id))",
        "return rows",
        "restricted texts, in SQL",
    ),
    # Where the rule is asked.
    Mutant(
        CASES,
        "    if not may(actor, Permission.CASE_READ):\n",
        "    if False:\n",
        "a list asks for the role's permission",
    ),
    Mutant(
        "felles/casework/actions/reading.py",
        "    record_reads(by=by, at=at, kind=kind, route=route, cases=[(view.case.pk, ground)])\n",
        "",
        "no row, no page",
    ),
    Mutant(
        "felles/casework/actions/shared.py",
        "    if not may(by, permission):\n",
        "    if False:\n",
        "a deed asks for the role's permission",
    ),
    Mutant(
        "felles/ui/access.py",
        "            if may(actor, permission) is not True:\n",
        "            if False:\n",
        "a page asks for the role's permission",
    ),
    Mutant(
        "felles/people/queries/actors.py",
        "for organisation in (post.organisation, post.employer)",
        "for organisation in (post.organisation,)",
        "an exclusion follows the employer",
    ),
    Mutant(
        "felles/people/queries/pupils.py",
        'Q(protection=0) | visibility.is_named(actor, "pk"),',
        "",
        "a protected pupil is found by name on the list only",
    ),
    Mutant(
        "felles/people/actions/grants.py",
        "    if is_protected and readers and by.user_id not in readers:\n",
        "    if False:\n",
        "nobody lets oneself in to a protected pupil",
    ),
)
