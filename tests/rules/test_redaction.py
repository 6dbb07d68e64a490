"""The writer's aid marks what may lead to a child, and never calls a text anonymous."""

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from felles.rules.redaction import Trace, find_traces

NAMES = ("Alba Prøvesen", "Per-Åge Testdal", "Liv Øvelsesen")


def marked(text: str) -> list[tuple[str, Trace]]:
    return [(text[mark.start : mark.end], mark.trace) for mark in find_traces(text, names=NAMES)]


@pytest.mark.parametrize(
    ("text", "what", "trace"),
    [
        ("Så Alba i går", "Alba", Trace.NAME),
        ("Albas mor ringte", "Albas", Trace.NAME),
        ("Det er Alba's venn", "Alba's", Trace.NAME),
        ("ALBA ropte", "ALBA", Trace.NAME),
        ("alba sa det", "alba", Trace.NAME),
        ("hos Prøvesens", "Prøvesens", Trace.NAME),
        ("med Åge", "Åge", Trace.NAME),
        ("Nummer 04031512345.", "04031512345", Trace.IDENTITY_NUMBER),
        ("040315 12345", "040315 12345", Trace.IDENTITY_NUMBER),
        ("ring 22 33 44 55", "22 33 44 55", Trace.PHONE),
        ("+47 90000000", "+47 90000000", Trace.PHONE),
        ("skriv til alba@example.org", "alba@example.org", Trace.EMAIL),
        ("bor i Prøveveien 14 B", "Prøveveien 14 B", Trace.ADDRESS),
        ("Eksempelgata 3", "Eksempelgata 3", Trace.ADDRESS),
        ("går i 6B nå", "6B", Trace.CLASS),
        ("klasse 5 a", "5 a", Trace.CLASS),
    ],
)
def test_trace_is_marked(text: str, what: str, trace: Trace) -> None:
    assert (what, trace) in marked(text)


@pytest.mark.parametrize(
    "text",
    [
        "Står ofte alene. Vil ikke per i dag være med.",
        "Det er mye liv i gangen.",
        "Kom 24.11.2026 klokka 08.15.",
        "Tre av fire uker var bra.",
        "Albansk mat i kantina",
    ],
)
def test_everyday_text_is_left_alone(text: str) -> None:
    assert marked(text) == []


@given(st.text(), st.lists(st.text(min_size=1, max_size=12), max_size=5))
def test_marks_are_in_order_and_inside_the_text(text: str, names: list[str]) -> None:
    marks = find_traces(text, names=names)
    assert all(0 <= mark.start < mark.end <= len(text) for mark in marks)
    assert all(left.end <= right.start for left, right in pairwise(marks))


@given(
    st.sampled_from(["Alba", "Prøvesen", "Testdal", "Øvelsesen"]),
    st.sampled_from(["", "s", "'s", "’s", "’"]),
    st.sampled_from(["Så ", "I går: ", "(", "«", "med\n"]),
    st.sampled_from([".", " ", ",", ")", "»", "?", ""]),
)
def test_registered_name_is_always_marked(name: str, ending: str, before: str, after: str) -> None:
    text = f"{before}{name}{ending}{after}"
    assert any(
        mark.trace is Trace.NAME and mark.start == len(before)
        for mark in find_traces(text, names=NAMES)
    )
