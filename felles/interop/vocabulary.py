"""The words of the formats: roles, statuses, years and degrees of protection."""

from __future__ import annotations

import re

from felles.rules.people import Protection, Relation
from felles.rules.roles import Role

STUDENT = "student"
RELATIONS: dict[str, Relation] = {
    "parent": Relation.PARENT,
    "guardian": Relation.OTHER,
    "relative": Relation.OTHER,
}
# Staff of the formats -> the role to suggest to the administrator. In doubt the one that sees
# least: a teacher reads no case before somebody at the school names the teacher in it.
STAFF: dict[str, Role] = {
    **dict.fromkeys(
        (
            "teacher",
            "professor",
            "lecturer",
            "instructor",
            "adjunct",
            "faculty",
            "administrator",
            "siteadministrator",
            "districtadministrator",
            "systemadministrator",
            "itadmin",
            "adminassistant",
            "officestaff",
            "staff",
            "other",
            "proctor",
            "researcher",
            "coach",
            "librarian",
        ),
        Role.TEACHER,
    ),
    **dict.fromkeys(("aide", "assistant", "paraprofessional", "mentor"), Role.MILIEU_WORKER),
    "counselor": Role.SOCIAL_TEACHER,
    "advisor": Role.SOCIAL_TEACHER,
    "principal": Role.RECTOR,
}
ACTIVE = frozenset({"", "active"})
ENDED = frozenset({"tobedeleted", "inactive"})
HOMEROOM = frozenset({"homeroom", "kontaktgruppe", "kontaktlærergruppe", "basisgruppe"})
SCHOOL = "school"
YES = frozenset({"true", "1", "yes", "ja"})
NO = frozenset({"false", "0", "no", "nei"})

# The register's own codes: SPSF and 6 are strengt fortrolig, SPFO and 7 fortrolig.
_PROTECTIONS: dict[str, Protection] = {
    **dict.fromkeys(("", "0", "false", "no", "nei", "none", "ingen", "ugradert"), Protection.NONE),
    **dict.fromkeys(
        ("7", "kode7", "spfo", "fortrolig", "confidential", "true", "1", "yes", "ja"),
        Protection.CONFIDENTIAL,
    ),
    **dict.fromkeys(
        ("6", "kode6", "spsf", "strengtfortrolig", "strictlyconfidential"),
        Protection.STRICTLY_CONFIDENTIAL,
    ),
}
_YEAR = re.compile(r"(?:vg)?0*(\d{1,2})(?:\.?\s?(?:trinn|klasse|årstrinn))?", re.IGNORECASE)
_CLASS_YEAR = re.compile(r"(\d{1,2})\.?\s?(?:trinn\s?)?(?:[A-ZÆØÅ][A-ZÆØÅ0-9]?)?", re.IGNORECASE)


def word(text: str) -> str:
    """A word of the formats without case, spaces and punctuation."""
    return "".join(char for char in text.casefold() if char.isalnum())


def list_words(text: str) -> list[str]:
    """The parts of a cell that holds several values."""
    return [part.strip() for part in re.split(r"[,;|]", text) if part.strip()]


def read_grade(text: str) -> int | None:
    """A school year from 1 to 13; None when the text is none, or several."""
    found = _YEAR.fullmatch(text.strip())
    if found is None:
        return None
    year = int(found[1]) + (10 if text.strip().lower().startswith("vg") else 0)
    return year if 1 <= year <= 13 else None


def grade_of_class(title: str) -> int | None:
    """The school year that a class's name such as «6B» begins with."""
    found = _CLASS_YEAR.fullmatch(title.strip())
    year = int(found[1]) if found else 0
    return year if 1 <= year <= 13 else None


def read_protection(text: str) -> Protection | None:
    """The degree of protection; None for a word that we do not know."""
    return _PROTECTIONS.get(word(text))
