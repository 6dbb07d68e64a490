"""Reads of the people room."""

from felles.people.queries.actors import (
    Persona,
    find_persona,
    find_user,
    get_actor,
    list_actors,
    list_actors_at_school,
    list_coordinator_ids,
    list_personas,
    list_posts,
    list_user_names,
    system_actor,
)
from felles.people.queries.consent import (
    list_consent_answers,
    list_consent_requests,
    list_kept_exclusions,
    list_organisation_names,
)
from felles.people.queries.facts import PupilFacts, get_pupil_facts, load_pupil_facts
from felles.people.queries.pupils import (
    find_pupil_by_public_id,
    get_pupil,
    list_guardianships,
    list_own_class,
    list_pupils_by_public_id,
    pupils_visible_to,
    search_pupils,
)
from felles.people.queries.schools import (
    SchoolPage,
    find_organisation,
    get_school_page,
    list_schools,
    list_services,
)

__all__ = [
    "Persona",
    "PupilFacts",
    "SchoolPage",
    "find_organisation",
    "find_persona",
    "find_pupil_by_public_id",
    "find_user",
    "get_actor",
    "get_pupil",
    "get_pupil_facts",
    "get_school_page",
    "list_actors",
    "list_actors_at_school",
    "list_consent_answers",
    "list_consent_requests",
    "list_coordinator_ids",
    "list_guardianships",
    "list_kept_exclusions",
    "list_organisation_names",
    "list_own_class",
    "list_personas",
    "list_posts",
    "list_pupils_by_public_id",
    "list_schools",
    "list_services",
    "list_user_names",
    "load_pupil_facts",
    "pupils_visible_to",
    "search_pupils",
    "system_actor",
]
