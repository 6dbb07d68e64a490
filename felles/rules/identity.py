"""What national identity numbers and organisation numbers look like.

Source: the National Population Register's and the Central Coordinating Register's formats. Real
numbers, D-numbers (day + 40) and the synthetic numbers of test populations (month + 40, + 65 or
+ 80) are all treated as secret: what looks like one is one.
"""

from __future__ import annotations

import re
from datetime import date

_WHOLE = re.compile(r"\s*(\d{6})[\s-]?(\d{5})\s*")
_WITHIN = re.compile(r"(?<!\d)(\d{6})[\s-]?(\d{5})(?!\d)")
_ORG_NUMBER = re.compile(r"(?:NO)?(\d{9})(?:MVA)?", re.IGNORECASE)
_ORG_WEIGHTS = (3, 2, 7, 6, 5, 4, 3, 2)
_FIRST_WEIGHTS = (3, 7, 6, 1, 8, 9, 4, 5, 2)
_SECOND_WEIGHTS = (5, 4, 3, 2, 7, 6, 5, 4, 3, 2)
_D_NUMBER = 40
_SYNTHETIC = (0, 40, 65, 80)


def _day(number: str) -> int:
    day = int(number[:2])
    return day - _D_NUMBER if day > _D_NUMBER else day


def _month(number: str) -> int:
    raw = int(number[2:4])
    return next((raw - step for step in _SYNTHETIC if 1 <= raw - step <= 12), 0)


def _is_plausible(number: str) -> bool:
    return 1 <= _day(number) <= 31 and _month(number) > 0


def find_identity_number(text: str) -> str:
    """The eleven digits when the whole text looks like a national identity number, else ""."""
    found = _WHOLE.fullmatch(text)
    number = "".join(found.groups()) if found else ""
    return number if number and _is_plausible(number) else ""


def holds_identity_number(text: str) -> bool:
    """True when something that looks like a national identity number stands within the text."""
    return any(_is_plausible("".join(found.groups())) for found in _WITHIN.finditer(text))


def _check_digit(digits: str, weights: tuple[int, ...]) -> int:
    total = sum(int(digit) * weight for digit, weight in zip(digits, weights, strict=False))
    return -total % 11


def has_check_digits(number: str) -> bool:
    """True when both check digits of an identity number are right."""
    return _check_digit(number, _FIRST_WEIGHTS) == int(number[9]) and _check_digit(
        number, _SECOND_WEIGHTS
    ) == int(number[10])


def _year(number: str) -> int | None:
    short, individual = int(number[4:6]), int(number[6:9])
    if individual < 500:
        return 1900 + short
    if short < 40:
        return 2000 + short
    if individual < 750 and short >= 54:
        return 1800 + short
    return 1900 + short if individual >= 900 else None


def birth_date_of(number: str, on: date) -> date | None:
    """The birth date that an identity number tells, when the number is whole and not from later."""
    if not _is_plausible(number) or not has_check_digits(number):
        return None
    year = _year(number)
    if year is None:
        return None
    try:
        birth_on = date(year, _month(number), _day(number))
    except ValueError:
        return None
    return birth_on if birth_on <= on else None


def is_org_number(text: str) -> bool:
    """True for nine digits whose check digit is right. Every school in the register has one."""
    if len(text) != 9 or not (text.isascii() and text.isdigit()):
        return False
    return _check_digit(text, _ORG_WEIGHTS) == int(text[8])


def find_org_number(text: str) -> str:
    """The organisation number that the text is, also as "NO123456789MVA"; else ""."""
    found = _ORG_NUMBER.fullmatch("".join(text.split()))
    return found.group(1) if found and is_org_number(found.group(1)) else ""
