"""What of the staff's own words may stand on a paper for one guardian. When in doubt, nothing.

Where this module says no, the paper has lines instead, and a person decides what to write on
them. A yes is no promise either: whoever hands over the paper reads it first.
Source: docs/access.md, rule 7 (households are kept apart, text about a guardian stays hidden) and
rule 8 (nothing about place).
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, field

from felles.rules.redaction import Trace, find_traces
from felles.rules.roles import Audience, Topic

# A text with one of these may carry another household's contact data.
_CONTACT = frozenset({Trace.PHONE, Trace.EMAIL, Trace.ADDRESS, Trace.IDENTITY_NUMBER})
_PARENT = r"(?:mor|mora|moren|mamma|mammaen|far|faren|pappa|pappaen)"
# «Mor», «stefaren», «mammas»: who is meant is not for a machine to tell.
_PARENTS = re.compile(rf"\b(?:ste|bonus|foster|beste)?{_PARENT}s?\b", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Recipient:
    """Who a paper is for, as far as the words on it go.

    ``others`` are the names of everybody else who is or was a guardian of the pupil;
    ``known`` are the recipient's own name and the pupil's.
    """

    known: tuple[str, ...]
    others: tuple[str, ...] = field(default=())
    is_protected: bool = False


def may_stand(
    text: str,
    recipient: Recipient,
    *,
    audience: Audience = Audience.TEAM,
    topic: Topic = Topic.SCHOOL_ENVIRONMENT,
) -> bool:
    """May these words of the staff be printed on a paper for this recipient?

    Not what is restricted or about the home, not with a protected address, not with anybody's
    contact data, and not when another guardian is named, or one of several parents meant.
    """
    if recipient.is_protected or audience is Audience.RESTRICTED or topic is Topic.HOME:
        return False
    if recipient.others and _PARENTS.search(text):
        return False
    names = _parts(recipient.others) - _parts(recipient.known)
    return not any(
        mark.trace in _CONTACT or mark.trace is Trace.NAME
        for mark in find_traces(text, names=sorted(names))
    )


def _parts(names: Iterable[str]) -> set[str]:
    return {part.casefold() for name in names for part in re.split(r"[\s\-]+", name)}
