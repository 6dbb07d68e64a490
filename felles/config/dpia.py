"""docs/dpia.md: a data protection impact assessment, begun from the product's own registers.

What the product knows about itself is filled in. What only the municipality knows stands open, and
no law is quoted as certain: the page says where somebody has to check.
"""

from __future__ import annotations

from collections.abc import Iterable

from felles.config.tables import code, page, role_table, table
from felles.ledger.retention import REGISTER, DataClass, Ends
from felles.rules.access import GROUND_LABELS
from felles.rules.clocks import DEFAULTS, SettingKey
from felles.rules.consent import AnswerKind, Channel, ExceptionKind
from felles.rules.families import FamilyLogin, MessageKind
from felles.rules.roles import OrgKind, Topic

OPEN = "*to fill in*"

# Whether something is there that ends the keeping by itself.
DONE_BY: dict[Ends, str] = {
    Ends.NEVER: "nothing to end",
    Ends.POST_ENDED: "by hand; no job does it yet",
    Ends.LEFT_SCHOOL: "by hand; no job does it yet",
    Ends.CASE_CLOSED: "by hand, when the archive has decided; no job does it yet",
    Ends.LOG_PERIOD: "by hand, when the municipality has decided; no job does it yet",
    Ends.DAYS: "the worker, every hour",
    Ends.DONE: "the worker, or when it is settled",
}

# Risk, what the product does about it, where that is proven, what remains.
RISKS: tuple[tuple[str, str, str, str], ...] = (
    (
        "A colleague without need reads a case",
        "sight by role at the own school, class or name; a read row before the page",
        "`tests/proofs/`, `tests/casework/test_reading.py`",
        "no review of the log by itself; rector, social teacher and agent read all at the school",
    ),
    (
        "A service that was refused learns that there is a case",
        "exclusion before all else; the same answer as when there is none",
        "`tests/proofs/test_two_worlds.py`",
        "what people tell each other",
    ),
    (
        "Somebody with two employers reads through the other hat",
        "exclusion follows employer and every running post",
        "`tests/casework/test_twins.py`",
        "posts and employers must be entered rightly",
    ),
    (
        "A service reads on after a withdrawal",
        "nothing is stored that opens; computed at each request",
        "`tests/people/test_consent_history.py`, `tests/proofs/`",
        "what was printed or written down before",
    ),
    (
        "A parent without parental responsibility gets access",
        "a roster proves nothing; a person verifies; the door can be closed",
        "`tests/rules/test_access.py`",
        "a mistake by whoever verifies",
    ),
    (
        "A protected address leaks through school, class, list or paper",
        "a reader list by name; place left out everywhere; guardians' pages closed",
        "`tests/proofs/`, `tests/people/test_readers.py`",
        "free text may tell a place",
    ),
    (
        "A guardian reads a concern about oneself",
        "concerns, talks and notes are never published to guardians",
        "`tests/rules/test_papers.py`",
        "what is decided may let a guardian guess",
    ),
    (
        "A discussion without a name points to a child",
        "coded themes, wide bands, an aid that marks, deleted after days",
        "`tests/docs/test_redaction_page.py`",
        "see [what the aid misses](redaction.md); small schools",
    ),
    (
        "A roster opens or hides something by mistake",
        "a preview; an import never widens access; the rest waits for a person",
        "`tests/interop/`",
        "who reviews what waits",
    ),
    (
        "Whoever administers the database reads text or changes the log",
        "none in the product: text is not encrypted, the log is not chained",
        "none",
        "contract, disk and backup encryption, separate log storage",
    ),
    (
        "A session is taken over, or a screen stands open",
        "short sessions, no stored pages, a button that hides the screen",
        "`tests/ui/test_middleware.py`, `tests/web/test_account_login.py`",
        "devices that the municipality manages",
    ),
    (
        "Needed help comes late because consent is waited for",
        "the duty route stands on every concern form and waits for nobody",
        "`tests/web/test_concerns_duty.py`",
        "people must know it",
    ),
    (
        "Data is lost",
        "one transaction for each deed; a second writer is told",
        "`tests/casework/test_at_once.py`",
        "backup and restore drills are the operator's ([running](running.md))",
    ),
)


def _labels(values: Iterable[AnswerKind | Channel | ExceptionKind | FamilyLogin | Topic]) -> str:
    return "; ".join(value.label for value in values)


def _asked(*questions: str) -> str:
    return table(("question", "answer"), ((question, OPEN) for question in questions))


def dpia_page() -> str:
    """The skeleton, in the order in which an assessment is usually written."""
    return page(
        "DPIA skeleton",
        "Begun by the product, finished by the municipality. What follows is true of this version "
        f"of the code; {OPEN} marks what the code cannot know. No law is quoted here: whether the "
        "authority's own list and form ask for more has to be checked by the data protection "
        "officer before use.",
        *_answerable(),
        *_processing(),
        *_reading(),
        *_necessity(),
        *_keeping(),
        *_risks(),
    )


def _answerable() -> tuple[str, ...]:
    return (
        "## 1. Who answers for it",
        _asked(
            "Controller, and which department",
            "Data protection officer, asked when, and the advice",
            "Processors (hosting, mail, ID-porten) and agreements",
            "Basis for processing, for each purpose below, with supplementary law",
            "Were pupils, guardians and staff asked for their view",
        ),
    )


def _processing() -> tuple[str, ...]:
    return (
        "## 2. What is processed",
        (
            "Help for pupils in primary school, from a concern to an evaluation, across school and "
            f"services ({', '.join(kind.label for kind in OrgKind if kind.is_service)}). "
            "About pupils, guardians and staff. Special categories may stand in free text, and "
            f"follow from the topics: {_labels(Topic)}."
        ),
        _data_table(),
        (
            "Every table with its purpose: [register of personal data](personal-data.md). National "
            "identity numbers are in no table, only a keyed hash."
        ),
    )


def _reading() -> tuple[str, ...]:
    grounds = "; ".join(f"«{label}»" for label in GROUND_LABELS.values())
    return (
        "## 3. Who reads",
        role_table(),
        f"Grounds, which stand in the read log: {grounds}.",
        f"Guardians come in by: {_labels([FamilyLogin.LINK, FamilyLogin.IDPORTEN])}.",
    )


def _necessity() -> tuple[str, ...]:
    return (
        "## 4. Necessity and proportion",
        (
            "[How consent decides every read](consent.md). Answers: "
            f"{_labels(AnswerKind)}. Ways to answer: {_labels(Channel)}. Exceptions, approved "
            f"by a leader: {_labels(ExceptionKind)}."
        ),
        _asked(
            "Why each purpose needs named data, and discussion without a name is not enough",
            "Why each service must take part",
            "How a yes is kept free, given the balance of power between school and home",
        ),
    )


def _keeping() -> tuple[str, ...]:
    return (
        "## 5. Numbers that the district decides",
        (
            "Dated settings. The number here is the product's own suggestion, not law, unless the "
            "district has decided another (Oppsett, Innstillinger)."
        ),
        _setting_table(),
        "## 6. How long it is kept",
        _ends_table(),
        "## 7. Rights of those it is about",
        table(("right", "how the product helps", "routine"), _rights()),
    )


def _risks() -> tuple[str, ...]:
    return (
        "## 8. Risks",
        "Likelihood and consequence are the municipality's to judge, before and after measures.",
        table(
            ("risk", "what the product does", "proven in", "what remains", "likelihood", "harm"),
            ((*row, OPEN, OPEN) for row in RISKS),
        ),
        "## 9. Decision",
        _asked(
            "Measures to take, by whom, before when",
            "Remaining risk, accepted by whom",
            "Must the authority be consulted beforehand",
            "Next review",
        ),
    )


def _data_table() -> str:
    rows = []
    for data in DataClass:
        entries = [entry for entry in REGISTER.values() if entry.data is data]
        purposes = dict.fromkeys(entry.purpose for entry in entries)
        if data is not DataClass.NONE:
            rows.append((data.value, str(len(entries)), "; ".join(purposes)))
    return table(("data", "tables", "for"), rows)


def _setting_table() -> str:
    rows = ((code(key), key.label, str(DEFAULTS[key]), OPEN) for key in SettingKey)
    return table(("setting", "", "suggestion", "decided, by whom, why"), rows)


def _ends_table() -> str:
    rows = []
    for ends in Ends:
        names = [code(name) for name, entry in REGISTER.items() if entry.ends is ends]
        if names and ends is not Ends.NEVER:
            rows.append((ends.value, DONE_BY[ends], ", ".join(names), OPEN))
    return table(("kept until", "ended by", "tables", "period decided"), rows)


def _rights() -> list[tuple[str, str, str]]:
    said = {kind: f"«{kind.label}» from the family's own page" for kind in MessageKind}
    return [
        ("information", "the letter to guardians, on paper and on the page", OPEN),
        ("access", "the family's own page; who has read, and when", OPEN),
        ("a copy", said[MessageKind.COPY] + "; staff make it", OPEN),
        (
            "correction",
            said[MessageKind.CORRECTION] + "; staff take the text back, write it anew, and answer",
            OPEN,
        ),
        ("erasure", "none by itself; see how long it is kept", OPEN),
        ("withdraw a consent", "by one guardian alone, from the next request on", OPEN),
        ("not to be decided on by a machine", "no decision is made by the program", OPEN),
        ("complain", "no page of its own", OPEN),
    ]
