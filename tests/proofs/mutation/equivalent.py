"""Mutants that change nothing that anybody could see, each with its reason."""

EQUIVALENT: dict[str, str] = {
    "felles.activities.queries.groups:get_group: place.waiting_since or _LAST -> "
    "place.waiting_since": "the database lets nobody wait without saying since when",
    "felles.rules.access:may_read_text: if not sight: ... -> if False: ...": (
        "without a ground there are no topics, and nobody is inside the school"
    ),
}
