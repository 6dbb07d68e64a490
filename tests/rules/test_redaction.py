"""The writer's aid marks what may lead to a child, and never calls a text anonymous."""

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from felles.rules.identity import has_check_digits
from felles.rules.redaction import REFUSED, Mark, Trace, find_traces, look_over, tidy
from felles.rules.redaction_names import NameBook, fold

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
        ("Peråge kom", "Peråge", Trace.NAME),
        ("Per Åge kom", "Per", Trace.NAME),
        ("med A\u030age", "A\u030age", Trace.NAME),
        ("Al\u00adba er borte", "Al\u00adba", Trace.NAME),
        ("venn av Alba-Maria", "Alba-Maria", Trace.NAME),
        ("Liv er ny", "Liv", Trace.NAME),
        ("Nummer 04031512345.", "04031512345", Trace.IDENTITY_NUMBER),
        ("040315 12345", "040315 12345", Trace.IDENTITY_NUMBER),
        ("44 03 15 123 45", "44 03 15 123 45", Trace.IDENTITY_NUMBER),
        ("04.03.15-12345", "04.03.15-12345", Trace.IDENTITY_NUMBER),
        ("kode 0483 15 12345", "0483 15 12345", Trace.IDENTITY_NUMBER),
        ("ring 22 33 44 55", "22 33 44 55", Trace.PHONE),
        ("+47 90000000", "+47 90000000", Trace.PHONE),
        ("tlf22.33.44.55", "22.33.44.55", Trace.PHONE),
        ("+46 70 123 45 67", "+46 70 123 45 67", Trace.PHONE),
        ("alba(at)example.org", "alba(at)example.org", Trace.EMAIL),
        ("født 4.3.2015", "født 4.3.2015", Trace.BIRTH),
        ("se @alba_06 på nett", "@alba_06", Trace.LINK),
        ("https://example.org/alba", "https://example.org/alba", Trace.LINK),
        ("skriv til alba@example.org", "alba@example.org", Trace.EMAIL),
        ("bor i Prøveveien 14 B", "Prøveveien 14 B", Trace.ADDRESS),
        ("Eksempelgata 3", "Eksempelgata 3", Trace.ADDRESS),
        ("ved Prøveveien", "Prøveveien", Trace.ADDRESS),
        ("0001 Prøveby", "0001 Prøveby", Trace.ADDRESS),
        ("går i 6B nå", "6B", Trace.CLASS),
        ("Går i 6B.", "6B", Trace.CLASS),
        ("en i 6. klasse", "6. klasse", Trace.CLASS),
        ("på 7.trinn", "7.trinn", Trace.CLASS),
        ("går i sjette nå", "i sjette", Trace.CLASS),
        ("på sjuende trinn", "sjuende trinn", Trace.CLASS),
        ("klasse 5 a", "klasse 5 a", Trace.CLASS),
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
        "Gjelder skoleåret 2026-2027 og datoen 2026-11-24.",
        "Det kostet 25 000 000 kroner.",
        "Gjelder 5.–7. trinn.",
        "I første omgang bør dere vente.",
        "Ring 116 111.",
    ],
)
def test_everyday_text_is_left_alone(text: str) -> None:
    assert marked(text) == []


CLASSES = ("6 Rev", "Mottak", "6")


def looked_over(text: str) -> list[str]:
    found = look_over(text, names=NAMES, known=("Klubben Eksempel", "Oslohjelpa"), classes=CLASSES)
    return [text[mark.start : mark.end] for mark in found]


@pytest.mark.parametrize(
    ("text", "marks"),
    [
        ("Snakk med Kinga i 6B.", ["Kinga", "6B"]),
        ("Kinga bør snakke med noen.", ["Kinga"]),
        ("Kinga Prøvås er ny.", ["Kinga", "Prøvås"]),
        ("Kingas mor ringte.", ["Kingas"]),
        ("Kinga, som er ny, vil tegne.", ["Kinga"]),
        ("Vi så emma i går.", ["emma"]),
        ("Vi så f.eks. Kinga der.", ["Kinga"]),
        ("Elev: Kinga", ["Kinga"]),
        ("- Kinga er alene.", ["Kinga"]),
        ("Gutten M. er ny.", ["M"]),
        ("Peråge er her. Alb er her.", ["Peråge", "Alb"]),
        ("I 6 rev er det bråk.", ["6 rev"]),
        ("Han er på mottak.", ["mottak"]),
        ("Kontakt Oslohjelpa og BUP. De svarer fort.", []),
        ("Spør Klubben Eksempel først.", []),
        ("Prøv to ganger i uka.\nSpør så igjen. «Vent litt», sa vi.", []),
        ("I dag var det bra. Skolen bør følge opp. Elevene trenger ro.", []),
        ("1. Fast voksen\n2. Samme plass hver dag", []),
        ("Jeg tror på 6 minutter.", []),
    ],
)
def test_look_over_marks_what_looks_like_a_name_and_little_else(
    text: str, marks: list[str]
) -> None:
    assert looked_over(text) == marks


def test_mark_does_not_tell_which_rule_found_a_name() -> None:
    registered, common, by_letter = look_over("Vi så Alba, Emma og Kinga.", names=NAMES)
    assert {mark.trace for mark in (registered, common, by_letter)} == {Trace.NAME}
    assert Mark.__slots__ == ("start", "end", "trace")


def test_labels_say_what_each_trace_is() -> None:
    assert len({trace.label for trace in Trace}) == len(Trace)
    assert set(Trace) > REFUSED


@pytest.mark.parametrize("sign", [*"\u00ad\u200b\u200c\u200d\u2060\ufeff"])
def test_tidy_text_holds_nothing_unseen(sign: str) -> None:
    assert tidy(f"Al{sign}ba fikk nr. 0403{sign}1512345, A\u030age") == (
        "Alba fikk nr. 04031512345, Åge"
    )


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Åse", "aase"),
        ("Łukasz", "lukasz"),
        ("Zoë", "ZOE"),
        ("D’Angelo", "d'angelo"),
        ("Ömer", "ømer"),
    ],
)
def test_spellings_of_one_name_are_one(one: str, other: str) -> None:
    assert fold(one) == fold(other)


@pytest.mark.parametrize(("one", "other"), [("Åge", "Age"), ("Bø", "Bo"), ("Læra", "Lara")])
def test_norwegian_letters_are_letters_of_their_own(one: str, other: str) -> None:
    assert fold(one) != fold(other)


def test_small_words_of_a_name_are_not_marked_by_themselves() -> None:
    book = NameBook.of(["Luca van der Prøve"])
    assert [word for word in ("van", "der", "Luca", "Prøve") if book.holds(word)] == [
        "Luca",
        "Prøve",
    ]


@given(st.text(), st.lists(st.text(min_size=1, max_size=12), max_size=5))
def test_marks_are_in_order_and_inside_the_text(text: str, names: list[str]) -> None:
    for marks in (find_traces(text, names=names), look_over(text, names=names, known=names)):
        assert all(0 <= mark.start < mark.end <= len(text) for mark in marks)
        assert all(left.end <= right.start for left, right in pairwise(marks))


@given(
    st.sampled_from(["Alba", "Prøvesen", "Testdal", "Øvelsesen", "Åge", "ALBA", "albá"]),
    st.sampled_from(["", "s", "'s", "’s", "’"]),
    st.sampled_from(["Så ", "I går: ", "(", "«", "med\n", "", "2", "_"]),
    st.sampled_from([".", " ", ",", ")", "»", "?", "", "3", "_", "-venn"]),
)
def test_registered_name_is_always_marked(name: str, ending: str, before: str, after: str) -> None:
    text = f"{before}{name}{ending}{after}"
    for marks in (find_traces(text, names=NAMES), look_over(text, names=NAMES)):
        assert any(
            mark.trace is Trace.NAME and mark.start <= len(before) < mark.end for mark in marks
        )


_DIGITS = st.text("0123456789", min_size=11, max_size=11)
_PROSE = st.text("abc øå.,:()\n", max_size=10)


@given(_DIGITS, st.sampled_from(["", " ", "-", ".", "\u00a0"]), _PROSE, _PROSE)
def test_eleven_digits_are_always_refused(number: str, gap: str, before: str, after: str) -> None:
    text = f"{before}{number[:6]}{gap}{number[6:]}{after}"
    marks = find_traces(text)
    assert any(
        mark.trace is Trace.IDENTITY_NUMBER
        and text[mark.start : mark.end].replace(gap or "x", "") == number
        for mark in marks
    )


@given(_DIGITS, st.lists(st.sampled_from(["", " ", "."]), min_size=10, max_size=10))
def test_right_check_digits_are_seen_however_they_are_grouped(number: str, gaps: list[str]) -> None:
    text = "".join(a + b for a, b in zip(number, [*gaps, ""], strict=True))
    if has_check_digits(number):
        assert [mark.trace for mark in find_traces(text)] == [Trace.IDENTITY_NUMBER]


@given(
    st.integers(20_000_000, 99_999_999).map(str),
    st.sampled_from([(2, 2, 2, 2), (3, 2, 3), (8,), (4, 4)]),
    st.sampled_from([" ", "\u00a0", "-"]),
    st.sampled_from(["", "+47", "+47 ", "0047 "]),
    _PROSE,
)
def test_phone_numbers_are_always_refused(
    digits: str, sizes: tuple[int, ...], gap: str, code: str, before: str
) -> None:
    parts, rest = [], digits
    for size in sizes:
        parts.append(rest[:size])
        rest = rest[size:]
    number = gap.join(parts)
    if sizes == (4, 4) and gap == "-" and parts[0][:2] == parts[1][:2] == "20":
        return  # a school year
    marks = find_traces(f"{before}{code}{number}")
    assert any(mark.trace in REFUSED for mark in marks)
