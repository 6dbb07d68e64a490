"""Mutants that change nothing that anybody could see, each with its reason."""

EQUIVALENT: dict[str, str] = {}
