"""Made-up notes with traces at places that are known, to count what the writer's aid finds.

Everything is invented: names are put together at random, numbers are drawn and may be nobody's.
"""

import unicodedata
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from random import Random

from felles.rules.identity import has_check_digits
from felles.rules.redaction import Mark, Trace, look_over
from felles.rules.redaction_names import NameBook, fold, list_tokens
from felles.rules.redaction_words import PARTICLES

SEED = 20261124
COUNT = 10_000


def words(text: str) -> list[str]:
    """Split a text into its words."""
    return text.split()


# On the roster: plain, compound, with accents, short, with a word's spelling.
GIVEN = words(
    "Alba Ingeborg Per-Åge Anne-Lise Jonas Zoë José Łukasz Żaneta Siv Bo Liv Odd Stein Kaltrina "
    "Abdirahman Fatuma Nguyễn Yağız Kristoffer Elisabeth Aleksander Muhammad Katarzyna Torbjørn "
    "Åse Aase Øyvor Ætla D'Angelo Mariame Tsegay Svitlana Chidi Xuân Ilze Rúna Çağla Besnik Oddny"
)
FAMILY = words(
    "Prøvesen Testdal Øvelsesen Eksempelstad van-der-Prøve El-Test O'Prøve Kowalczyk-Test Prøvås "
    "Hassan Warsame Nordmannsen Śliwa Ünal Bakkeprøve Lie Moe Berg Dahl Aas Vik Nguyen Tesfaye"
)
# On no roster. Half of them are on no list of the product either.
STRANGERS = words(
    "Emma Oskar Amina Wiktoria Sondre Fatima Mohamed Ingrid Kasper Zuzanna Yonas Halima Tuva "
    "Jakub Olena Emir Sunniva Liam Aisha Henrik Kinnie Bjørghild Torgny Yngvild Xhevahire "
    "Drenusha Tsigereda Eymundur Kjellrun Ulfrik Bolette Oddveig Zygmunt Mirosława Bohdan "
    "Yaryna Cumali Gülsüm Nazlıcan Fartun Deeqa Liibaan Habtom Letebrhan Ruqayyah Zubair "
    "Parveen Thanh Kwabena Adaeze Ragnfrid Tormod"
)

# {x} is where the name or number stands.
MIDDLE = (
    "Vi snakket lenge om {x} i går.",
    "Det er best å ringe hjem til {x} før helga.",
    "Læreren tror at {x} trenger en fast voksen.",
    "Kan klubben ta imot {x} på tirsdager?",
    "Prøv å la {x} sitte ved siden av en venn.",
    "Moren (også kalt {x}) kommer på møtet.",
    "Be om et møte med {x}, og hør hva som er gøy.",
)
OWNED = (
    "Vi snakket med {x} mor om lekser.",
    "Rådet er å invitere {x} familie til skolen.",
    "Hva med {x} fritid?",
)
FIRST = (
    "{x} er ofte alene i friminuttet.",
    "{x} trenger ro til å lese.",
    "{x} har sluttet å komme til frokost.",
    "{x} og en venn var borte på fredag.",
    "{x}, som er ny her, vil helst tegne.",
    "{x} uten venner i klassen, det er det som bekymrer.",
    "{x} igjen: sen tre dager på rad.",
)
FIRST_OWNED = ("{x} mor ønsker hjelp.", "{x} familie har flyttet.")
NUMBERS = (
    "Noter {x} i mappa.",
    "Det gjelder {x}.",
    "({x}) er riktig.",
    "Vi skrev {x}, tror jeg.",
    "Spør etter {x}\nVent på svar.",
)
PLAIN = (
    "Prøv en fast voksen ved skolestart i tre uker.",
    "Snakk med hele klassen om søvn, og inviter helsesykepleier til foreldremøtet.",
    "Begynn med det som er gøy. Klubben har ledig plass før klokka fire.",
    "Vær to voksne ute i storefri. Gjør det i tre uker, og se om det blir roligere.",
    "Teamet møtes igjen 24.11.2026 kl. 08.15 på møterommet.",
    "Det er mye liv i gangen, så ta ti minutter per dag i et lite rom.",
    "Foreldrene bør få et konkret forslag, ikke en lang liste.",
    "Skoleåret 2026–2027 begynner dere tidligere med leksehjelp.",
    "Oslohjelpa kan gi råd uten henvisning. BUP svarer på telefon.",
    "Hvis det ikke hjelper, kan dere ta det opp på nytt.",
    "Elever som er slitne, trenger pauser: to korte hver time.",
    "Husk å spørre hva eleven selv ønsker.",
)


@dataclass(frozen=True)
class Planted:
    """A trace that was put into a note."""

    group: str
    start: int
    end: int
    trace: Trace


@dataclass
class Note:
    """A made-up note and what stands in it."""

    text: str = ""
    planted: list[Planted] = field(default_factory=list)

    def add(
        self, sentence: str, what: str = "", group: str = "", trace: Trace = Trace.NAME
    ) -> None:
        """Add a sentence, with a trace where its slot is."""
        self.text += " " if self.text else ""
        if what:
            start = len(self.text) + sentence.index("{x}")
            self.planted.append(Planted(group, start, start + len(what), trace))
            sentence = sentence.replace("{x}", what)
        self.text += sentence


def make_roster(dice: Random, size: int = 400) -> list[str]:
    """Full names of pupils, guardians and staff, invented."""
    return [
        f"{dice.choice(GIVEN)} {dice.choice(FAMILY).replace('-der-', ' der ')}" for _ in range(size)
    ]


def _identity(dice: Random) -> str:
    """Eleven digits as somebody would write them: right or wrong check digits, D-numbers, tests."""
    while True:
        day, month = dice.randint(1, 28) + dice.choice((0, 40)), dice.randint(1, 12)
        head = f"{day:02}{month + dice.choice((0, 40, 80)):02}{dice.randint(5, 19):02}"
        number = head + f"{dice.randint(0, 99_999):05}"
        if dice.random() < 0.5 or has_check_digits(number):
            break
    form = dice.choice(
        ("{0}{1}", "{0} {1}", "{0}-{1}", "{0}.{1}", "{2} {3} {4} {1}", "{2}.{3}.{4}-{1}")
    )
    return form.format(number[:6], number[6:], number[:2], number[2:4], number[4:6])


def _phone(dice: Random) -> str:
    digits = str(dice.randint(20_000_000, 99_999_999))
    pairs = [digits[at : at + 2] for at in range(0, 8, 2)]
    threes = [digits[:3], digits[3:5], digits[5:]]
    form = dice.choice(
        (
            digits,
            " ".join(pairs),
            " ".join(threes),
            "\u00a0".join(pairs),
            ".".join(pairs),
            "-".join(threes),
        )
    )
    return dice.choice(("", "", "+47 ", "+47", "0047 ")) + form


def _mail(dice: Random) -> str:
    user = f"{dice.choice(STRANGERS)}.{dice.randint(1, 99)}".casefold()
    return f"{user}{dice.choice(('@', '(at)', ' [at] '))}example.{dice.choice(('org', 'no'))}"


def _written(dice: Random, name: str) -> str:
    """A name as it may be typed: whole or a part, any case, sometimes letters in two signs."""
    parts = name.split()
    name = dice.choice((name, parts[0], parts[0], parts[-1], parts[0].replace("-", " ")))
    name = dice.choice((name, name, name.upper()))
    return unicodedata.normalize(dice.choice(("NFC", "NFC", "NFC", "NFD")), name)


def _belongs(dice: Random, name: str) -> str:
    return name + dice.choice(("s", "s", "’s", "'s", "’"))


def make_notes(dice: Random, roster: list[str], count: int = COUNT) -> Iterator[Note]:
    """So many notes of two to five sentences, each kind of trace in every third or so."""
    for _ in range(count):
        note = Note()
        sentences = dice.sample(_KINDS, dice.randint(2, 5))
        for add in sentences:
            add(dice, note, roster)
        yield note


def _plain(dice: Random, note: Note, _roster: list[str]) -> None:
    note.add(dice.choice(PLAIN))


def _registered(dice: Random, note: Note, roster: list[str]) -> None:
    name = _written(dice, dice.choice(roster))
    if dice.random() < 0.4:
        note.add(dice.choice(OWNED + FIRST_OWNED), _belongs(dice, name), "registered")
    else:
        note.add(dice.choice(MIDDLE + FIRST), name, "registered")


def _registered_small(dice: Random, note: Note, roster: list[str]) -> None:
    """In small letters. A name that is an everyday word as well cannot be told from the word."""
    name = dice.choice(roster).split()[0]
    group = (
        "registered, small letters, also a word"
        if name in ("Siv", "Bo", "Liv", "Odd", "Stein")
        else "registered, small letters"
    )
    note.add(dice.choice(MIDDLE), name.casefold(), group)


def _stranger(dice: Random, note: Note, _roster: list[str]) -> None:
    name, where = dice.choice(STRANGERS), dice.random()
    if where < 0.45:
        note.add(dice.choice(MIDDLE), name, "unregistered, within a sentence")
    elif where < 0.6:
        note.add(dice.choice(OWNED), _belongs(dice, name), "unregistered, within a sentence")
    elif where < 0.85:
        note.add(dice.choice(FIRST), name, "unregistered, first in a sentence")
    elif where < 0.95:
        note.add(dice.choice(FIRST_OWNED), name + "s", "unregistered, first in a sentence")
    else:
        note.add(dice.choice(MIDDLE), name.casefold(), "unregistered, small letters")


def _number(
    kind: Callable[[Random], str], group: str, trace: Trace
) -> Callable[[Random, Note, list[str]], None]:
    def add(dice: Random, note: Note, _roster: list[str]) -> None:
        note.add(dice.choice(NUMBERS), kind(dice), group, trace)

    return add


_KINDS: list[Callable[[Random, Note, list[str]], None]] = [
    _plain, _plain, _plain, _registered, _registered, _registered_small, _stranger, _stranger,
    _number(_identity, "identity number", Trace.IDENTITY_NUMBER),
    _number(_phone, "phone number", Trace.PHONE),
    _number(_mail, "e-mail address", Trace.EMAIL),
]  # fmt: skip


@dataclass
class Count:
    """What was planted and found, by group; and what was marked without reason."""

    planted: Counter[str] = field(default_factory=Counter)
    found: Counter[str] = field(default_factory=Counter)
    missed: list[str] = field(default_factory=list)
    words: int = 0
    needless: int = 0


def count_notes(seed: int = SEED, count: int = COUNT) -> Count:
    """Look over so many notes and count."""
    dice = Random(seed)
    roster = make_roster(dice)
    book = NameBook.of(roster)
    counted = Count()
    for note in make_notes(dice, roster, count):
        marks = look_over(note.text, names=book, known=("Oslohjelpa", "Klubben Eksempel"))
        _count(counted, note, marks)
    return counted


def _count(counted: Count, note: Note, marks: list[Mark]) -> None:
    counted.words += len(note.text.split())
    for planted in note.planted:
        counted.planted[planted.group] += 1
        if _is_found(planted, marks, note.text):
            counted.found[planted.group] += 1
        else:
            counted.missed.append(
                f"{planted.group}: {note.text[planted.start : planted.end]!r} in {note.text!r}"
            )
    counted.needless += sum(
        not any(mark.start < planted.end and planted.start < mark.end for planted in note.planted)
        for mark in marks
    )


def _is_found(planted: Planted, marks: list[Mark], text: str) -> bool:
    """Every letter and digit lies in a mark; a number's mark says which sort of number it is.

    The small words within a name (van, der) say nothing by themselves.
    """
    seen = {at for mark in marks for at in range(mark.start, mark.end)}
    passed = {
        at
        for token in list_tokens(text)
        if fold(token.text) in PARTICLES
        for at in range(token.start, token.end)
    }
    whole = range(planted.start, planted.end)
    hidden = all(at in seen or at in passed or not text[at].isalnum() for at in whole)
    if planted.trace is Trace.NAME:
        return hidden
    return hidden and any(
        mark.trace is planted.trace and mark.start < planted.end and planted.start < mark.end
        for mark in marks
    )
