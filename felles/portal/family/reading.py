"""Who reads, in one line: «Nora B., helsesykepleier · Per K., barnevernet»."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from felles.casework.queries import FamilyReader
from felles.portal.texts import FamilyText
from felles.rules.roles import Role


def role_name(text: FamilyText, role: Role) -> str:
    """What a family calls the role."""
    key = f"roles.{role.value}"
    return text.say(key if key in text.words else "roles.other")


def name_readers(text: FamilyText, readers: Iterable[FamilyReader]) -> str:
    """Each with the role; "" when there is nobody."""
    return " · ".join(f"{text.isolate(one.name)}, {role_name(text, one.role)}" for one in readers)


def name_by_service(
    text: FamilyText, services: Mapping[str, tuple[FamilyReader, ...]]
) -> dict[str, str]:
    """The line of each service, by its public id."""
    return {public_id: name_readers(text, rows) for public_id, rows in services.items()}
