"""Finds the texts that are marked for translation, and keeps a catalogue a language in step.

Neither xgettext nor msgfmt is needed: Python reads itself, and Django turns a template into
something that Babel can read. A catalogue holds no dates and no line numbers, so that a change of
it shows texts alone.
"""

import ast
import io
import re
import sys
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import polib
from babel.messages.extract import extract
from django.utils.translation.template import templatize

from script.tool.common import ROOT, say

FELLES = ROOT / "felles"
LOCALE = FELLES / "locale"
LANGUAGES = {"nn": "Norwegian Nynorsk", "en": "English"}
METADATA = {
    "MIME-Version": "1.0",
    "Content-Type": "text/plain; charset=UTF-8",
    "Content-Transfer-Encoding": "8bit",
    "Plural-Forms": "nplurals=2; plural=(n != 1);",
}
# What the arguments of each marking function are, in order.
_TEXT = ("text",)
_PLURAL = ("text", "plural")
_CONTEXT = ("context", "text")
_CONTEXT_PLURAL = ("context", "text", "plural")
KEYWORDS = {
    "_": _TEXT,
    "N_": _TEXT,
    "gettext": _TEXT,
    "gettext_lazy": _TEXT,
    "gettext_noop": _TEXT,
    "ngettext": _PLURAL,
    "ngettext_lazy": _PLURAL,
    "pgettext": _CONTEXT,
    "pgettext_lazy": _CONTEXT,
    "npgettext": _CONTEXT_PLURAL,
    "npgettext_lazy": _CONTEXT_PLURAL,
}
BABEL = {_TEXT: None, _PLURAL: (1, 2), _CONTEXT: ((1, "c"), 2), _CONTEXT_PLURAL: ((1, "c"), 2, 3)}
UTF_8 = {"encoding": "utf-8"}
_PLACEHOLDER = re.compile(r"%(?:\(\w+\))?[sd]|%%|\{\w*\}")
_MARKUP = re.compile(r"</?\w+")


@dataclass(frozen=True, order=True, slots=True)
class Message:
    """A text to translate. ``plural`` is empty for a text without a number."""

    text: str
    plural: str = ""
    context: str = ""

    @property
    def key(self) -> tuple[str, str]:
        """What a catalogue looks a text up by."""
        return self.text, self.context


def list_messages() -> list[Message]:
    """Return every marked text of the product, sorted; a text with a plural wins over one without.

    Raises:
        ValueError: two places give the same text different plurals.
    """
    found: dict[tuple[str, str], Message] = {}
    for message in sorted({message for path in _list_sources() for message in extract_from(path)}):
        before = found.get(message.key)
        if before and before.plural and before.plural != message.plural:
            raise ValueError(f"“{message.text}” has two plurals.")
        found[message.key] = message
    return sorted(found.values())


def _list_sources() -> list[Path]:
    code = (path for path in FELLES.rglob("*.py") if "migrations" not in path.parts)
    return sorted([*code, *FELLES.glob("*/templates/**/*.*")])


def extract_from(path: Path) -> Iterator[Message]:
    """Yield the marked texts of one Python file or template."""
    source = path.read_text(encoding="utf-8")
    return _from_code(source) if path.suffix == ".py" else _from_template(source, str(path))


def _from_code(source: str) -> Iterator[Message]:
    # Not Babel: it takes `_(data["topic"].label)` for the text “topic”.
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Call):
            name = getattr(node.func, "id", getattr(node.func, "attr", ""))
            texts = [part.value for part in node.args if isinstance(part, ast.Constant)]
            if name in KEYWORDS and texts and all(isinstance(text, str) for text in texts):
                yield from _message(KEYWORDS[name], [str(text) for text in texts])


def _message(shape: tuple[str, ...], texts: list[str]) -> Iterator[Message]:
    if len(texts) >= len(shape):
        yield Message(**dict(zip(shape, texts, strict=False)))


def _from_template(source: str, origin: str) -> Iterator[Message]:
    # What Django leaves of a template is no Python: its indentation means nothing.
    lines = (line.lstrip() for line in templatize(source, origin=origin).splitlines())
    text = io.BytesIO("\n".join(lines).encode())
    spec = {name: BABEL[shape] for name, shape in KEYWORDS.items()}
    for _line, found, _comments, context in extract("python", text, spec, options=UTF_8):
        single, plural = (found[0], found[-1]) if isinstance(found, tuple) else (found, "")
        if single:
            yield Message(single, plural, context or "")


def catalogue_path(language: str) -> Path:
    """Return where the catalogue of a language lies."""
    return LOCALE / language / "LC_MESSAGES" / "django.po"


def load(language: str) -> polib.POFile:
    """Return the catalogue of a language, empty when there is none."""
    path = catalogue_path(language)
    return polib.pofile(str(path)) if path.is_file() else polib.POFile()


def render(language: str, messages: list[Message], old: polib.POFile) -> str:
    """Return the catalogue with exactly these messages and the translations it has had."""
    known = {(entry.msgid, entry.msgctxt or ""): entry for entry in old if not entry.obsolete}
    fresh = polib.POFile(wrapwidth=98)
    fresh.metadata = {"Language": language, **METADATA}
    for message in messages:
        before = known.get(message.key)
        entry = polib.POEntry(msgid=message.text, msgctxt=message.context or None)
        if message.plural:
            entry.msgid_plural = message.plural
            had = before.msgstr_plural if before else {}
            entry.msgstr_plural = {number: had.get(number, "") for number in (0, 1)}
        elif before:
            entry.msgstr = before.msgstr
        if _PLACEHOLDER.search(message.text) and "{" not in message.text:
            entry.flags = ["python-format"]
        fresh.append(entry)
    return f"{fresh}\n"


def list_faults(language: str, messages: list[Message]) -> list[str]:
    """Return what is amiss in the catalogue of a language, one sentence each."""
    catalogue = load(language)
    entries = {(entry.msgid, entry.msgctxt or ""): entry for entry in catalogue}
    wanted = {message.key: message for message in messages}
    faults = [f"not in the source: {_label(key)}" for key in entries if key not in wanted]
    for key, message in wanted.items():
        entry = entries.get(key)
        fault = "missing" if entry is None else _fault(message, entry)
        if fault:
            faults.append(f"{fault}: {_label(key)}")
    return faults


def _label(key: tuple[str, str]) -> str:
    text, context = key
    return f"{text} ({context})" if context else text


def _fault(message: Message, entry: polib.POEntry) -> str:
    if entry.obsolete or entry.fuzzy:
        return "fuzzy or obsolete"
    pairs: list[tuple[tuple[str, ...], str]] = [((message.text,), entry.msgstr)]
    if message.plural:
        # “a week” need not say the number, and may.
        sources = ((message.text, message.plural), (message.plural,))
        pairs = [(sources[number], entry.msgstr_plural.get(number, "")) for number in (0, 1)]
    for texts, translation in pairs:
        if not translation.strip():
            return "not translated"
        if _marks(translation) not in [_marks(text) for text in texts]:
            return "placeholders or markup differ"
        if _edges(translation) not in [_edges(text) for text in texts]:
            return "space at the ends differs"
    return ""


def _marks(text: str) -> tuple[set[str], Counter[str]]:
    return set(_PLACEHOLDER.findall(text)), Counter(_MARKUP.findall(text))


def _edges(text: str) -> tuple[bool, bool]:
    return text[:1].isspace(), text[-1:].isspace()


def update() -> int:
    """Write the catalogues anew and say how many texts wait for a translation."""
    messages = list_messages()
    for language, name in LANGUAGES.items():
        path = catalogue_path(language)
        text = render(language, messages, load(language))
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
        waiting = sum(not entry.translated() for entry in polib.pofile(text))
        say(f"{name}: {len(messages)} texts, {waiting} to translate")
    return 0


def check() -> int:
    """Say what is amiss in each catalogue; 1 when anything is."""
    messages = list_messages()
    failed = 0
    for language, name in LANGUAGES.items():
        faults = list_faults(language, messages)
        if not faults and render(language, messages, load(language)) != _on_disk(language):
            faults = ["The file is not as script/messages writes it."]
        failed = failed or bool(faults)
        say(f"{name}: {len(messages)} texts, {len(faults)} faults")
        for fault in faults:
            say(f"  {fault}")
    return int(failed)


def _on_disk(language: str) -> str:
    path = catalogue_path(language)
    return path.read_text(encoding="utf-8") if path.is_file() else ""


if __name__ == "__main__":
    sys.exit(check() if sys.argv[1:] == ["--check"] else update())
