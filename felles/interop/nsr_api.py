"""Asks the public API of the national school register, page by page and school by school.

Source: data-nsr.udir.no, version 4. ``/enheter`` lists every unit in pages with its number,
municipality and what sort of unit it is; ``/enhet/{number}`` tells the rest.
"""

from __future__ import annotations

import json
import urllib.error
import urllib.parse
import urllib.request
from collections.abc import Callable, Iterator
from datetime import datetime
from http.client import HTTPException
from typing import Any

from felles.interop.nsr import check_schools
from felles.rules.identity import is_org_number
from felles.rules.register import RegisterFile, RegisterProblem, RegisterProblemKind

ADDRESS = "https://data-nsr.udir.no/v4"
PAGE_SIZE = 1000
MOST_PAGES = 100
MOST_BYTES = 32 * 1024 * 1024
TIMEOUT = 30
TRIES = 3
NOT_FOUND = 404

# Called with how many schools are fetched, and how many there are.
Progress = Callable[[int, int], None]


class _NoAnswer(Exception):
    """The register did not answer, or answered something else than expected."""


def fetch_register(
    municipalities: frozenset[str],
    *,
    at: datetime,
    address: str = ADDRESS,
    progress: Progress = lambda _done, _total: None,
) -> RegisterFile:
    """Fetch the schools of some municipalities (all when empty). Never raises."""
    try:
        numbers = sorted(set(_list_numbers(address, municipalities)))
        rows: list[object] = []
        for number in numbers:
            # A school that is listed but not found is told of by its number.
            rows.append(_get(f"{address}/enhet/{number}") or {"Organisasjonsnummer": number})
            progress(len(rows), len(numbers))
    except _NoAnswer:
        return RegisterFile(problems=(RegisterProblem(RegisterProblemKind.NO_ANSWER),))
    return check_schools(rows, fetched_at=at)


def _list_numbers(address: str, municipalities: frozenset[str]) -> Iterator[str]:
    page, pages = 1, 1
    while page <= min(pages, MOST_PAGES):
        query = urllib.parse.urlencode({"sidenummer": page, "antallPerSide": PAGE_SIZE})
        answer = _get(f"{address}/enheter?{query}")
        units, count = answer.get("EnhetListe"), answer.get("AntallSider")
        if not isinstance(units, list) or not isinstance(count, int):
            raise _NoAnswer
        pages = count
        for unit in units:
            if isinstance(unit, dict) and _is_wanted(unit, municipalities):
                yield unit["Organisasjonsnummer"]
        page += 1


def _is_wanted(unit: dict[str, Any], municipalities: frozenset[str]) -> bool:
    number = unit.get("Organisasjonsnummer")
    # Only a right number becomes part of an address that is asked for.
    if not isinstance(number, str) or not is_org_number(number):
        return False
    is_school = unit.get("ErAktiv") is True and unit.get("ErSkole") is True
    return is_school and (not municipalities or unit.get("Kommunenummer") in municipalities)


def _get(url: str) -> dict[str, Any]:
    request = urllib.request.Request(url, headers={"Accept": "application/json"})  # noqa: S310 -- the register's own address
    for _ in range(TRIES):
        try:
            with urllib.request.urlopen(request, timeout=TIMEOUT) as answer:  # noqa: S310 -- as above
                text = answer.read(MOST_BYTES + 1)
        except urllib.error.HTTPError as error:
            error.close()
            if error.code == NOT_FOUND:
                return {}
            continue
        except (urllib.error.URLError, HTTPException, OSError):
            continue
        return _parse(text)
    raise _NoAnswer


def _parse(text: bytes) -> dict[str, Any]:
    try:
        found = json.loads(text) if len(text) <= MOST_BYTES else None
    except (ValueError, RecursionError) as error:
        raise _NoAnswer from error
    if not isinstance(found, dict):
        raise _NoAnswer
    return found
