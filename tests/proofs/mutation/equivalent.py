"""Mutants that change nothing that anybody could see, each with its reason."""

EQUIVALENT: dict[str, str] = {
    "felles.activities.queries.groups:get_group: place.waiting_since or _LAST -> "
    "place.waiting_since": "the database lets nobody wait without saying since when",
    "felles.casework.actions.room:write_in_room: get_case(by, line.case.public_id if line.case "
    "else '') -> open get_case(by, line.case.public_id if line.case else '')": (
        "the room has no line whose case is out of sight"
    ),
    "felles.casework.actions.room_case:finish_case: see_case(by, case.public_id, "
    "Permission.TEAM_DECIDE) -> open see_case(by, case.public_id, Permission.TEAM_DECIDE)": (
        "the room has no line whose case is out of sight"
    ),
    "felles.casework.models.texts:readable: if not sight: ... -> if False: ...": (
        "without a ground there are no topics, and nobody is inside the school"
    ),
    "felles.rules.access:may_read_text: if not sight: ... -> if False: ...": (
        "without a ground there are no topics, and nobody is inside the school"
    ),
}
