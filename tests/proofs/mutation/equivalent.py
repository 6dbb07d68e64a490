"""Mutants that change nothing that anybody could see, each with its reason."""

EQUIVALENT: dict[str, str] = {
    "felles.rules.access:may_read_text: if not sight: ... -> if False: ...": (
        "without a ground there are no topics, and nobody is inside the school"
    ),
}
