"""The ways by which words leave the product, and where each of them is looked into.

A channel that the product does not have yet stands here as well. A route that answers with a
content type of such a channel, or with a field that suggests what to type, fails the crawl, so
that a new channel cannot be forgotten.
"""

import io
import re
from dataclasses import dataclass
from email.header import decode_header, make_header
from typing import Any

import pypdf

from tests.proofs.tokens import PATTERN

NONE_YET = "there is none: an answer that has it fails the matrix"
# A field that suggests what to type, in the ways that HTML and ARIA know.
SUGGESTS = re.compile(r"<datalist|<[^>]*\s(list=|aria-autocomplete=|role=.?combobox)", re.I)


@dataclass(frozen=True)
class Channel:
    """One way out: where it is swept, and by which content types a route is known to use it."""

    name: str
    swept: str
    types: tuple[str, ...] = ()


EVERY_ROUTE = "every answer of the matrix"
CHANNELS = (
    Channel("pages", EVERY_ROUTE, ("text/html",)),
    Channel("fragments", f"{EVERY_ROUTE}, with HX-Request", ("text/html",)),
    Channel("API", f"{EVERY_ROUTE}: texts, health, the phone that notes", ("application/json",)),
    Channel("what a phone keeps", EVERY_ROUTE, ("text/javascript", "application/manifest+json")),
    Channel("search", "every page with a search, for the start of every planted name"),
    Channel("autocomplete", NONE_YET),
    Channel("PDF, its text and what stands about it", EVERY_ROUTE, ("application/pdf",)),
    Channel("pictures of signed papers", EVERY_ROUTE, ("image/jpeg",)),
    Channel("CSV and XLSX", NONE_YET, ("text/csv", "application/vnd.openxmlformats",
                                       "application/vnd.ms-excel", "application/zip")),
    Channel("ICS, lines unfolded", f"{EVERY_ROUTE}; test_traces.py", ("text/calendar",)),
    Channel("e-mail", "what the worker sends and attaches, test_traces.py and test_families.py"),
    Channel("notifications", "the outbox and every header of an answer, test_traces.py"),
    Channel("read-aloud text", "the words of the open page alone, test_families.py"),
    Channel("statistics", f"{EVERY_ROUTE}; one case more or less: tests/insight"),
    Channel("application log", "open during the whole matrix"),
)  # fmt: skip
SWEPT_TYPES = tuple(kind for channel in CHANNELS if channel.swept != NONE_YET
                    for kind in channel.types)  # fmt: skip


def is_swept(response: Any) -> bool:
    """True for an answer whose words are looked at."""
    if response.status_code in (302, 405) or not response.content:
        return True
    kind = str(response.headers.get("Content-Type", ""))
    if kind.startswith("text/html") and SUGGESTS.search(response.content.decode()):
        return False
    return kind.startswith(SWEPT_TYPES)


def text_of(response: Any) -> str:
    """The words of a page, or of a paper with what stands about it in the file."""
    kind = str(response.headers.get("Content-Type", ""))
    if kind == "application/pdf" and response.content:
        return text_of_paper(response.content)
    text = str(response.content.decode(errors="replace"))
    return unfolded(text) if kind.startswith("text/calendar") else text


def unfolded(text: str) -> str:
    """A calendar's words whole again: its lines are cut wherever they grow too long."""
    return re.sub(r"\r?\n[ \t]", "", text)


def text_of_mail(message: Any) -> str:
    """All words of a mail: headers decoded, and each part as a mail program takes it out."""
    whole = message.message()
    said = [str(make_header(decode_header(str(value)))) for value in whole.values()]
    for part in whole.walk():
        payload = part.get_payload(decode=True)
        said += [*map(str, part.values()), unfolded(payload.decode()) if payload else ""]
    return "\n".join(said)


def text_of_paper(content: bytes) -> str:
    """All words of a PDF: pages, metadata of both kinds, bookmarks, notes and attached files."""
    reader = pypdf.PdfReader(io.BytesIO(content))
    said = "".join(page.extract_text() for page in reader.pages)
    about = [str(dict(reader.metadata or {}))]
    for number in range(len(reader.xref.get(0, {})) + 1):
        about += _strings(reader.get_object(number)) if number else []
    attached = [str(item) for item in reader.attachments.items()]
    return " ".join([re.sub(r"\s", "", said), *about, *attached])


def _strings(found: Any) -> list[str]:
    """Every string within an object of the file; a stream's own bytes where they can be read."""
    if isinstance(found, pypdf.generic.IndirectObject):
        return []  # looked at by itself
    if isinstance(found, pypdf.generic.StreamObject) and found.get("/Type") == "/Metadata":
        return [found.get_data().decode(errors="replace")]
    if isinstance(found, dict):
        return [text for value in found.values() for text in _strings(value)]
    if isinstance(found, list):
        return [text for value in found for text in _strings(value)]
    return [str(found)] if isinstance(found, pypdf.generic.TextStringObject) else []


def words_in(response: Any) -> set[str]:
    """Every planted word in what came back: body, headers, cookies."""
    headers = " ".join(f"{name}: {value}" for name, value in response.headers.items())
    text = f"{text_of(response)} {headers} {response.cookies.output()}"
    return {word.lower() for word in PATTERN.findall(text)}
