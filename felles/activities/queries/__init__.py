"""Reads of the activities room."""

from felles.activities.queries.courses import find_series
from felles.activities.queries.outreach import (
    AtSchool,
    Band,
    Picture,
    first_day,
    get_picture,
    list_side_by_side,
    list_texts,
)

__all__ = [
    "AtSchool",
    "Band",
    "Picture",
    "find_series",
    "first_day",
    "get_picture",
    "list_side_by_side",
    "list_texts",
]
