"""Finds text that people would read in one language only, since nobody marked it."""

import ast
import re
from collections.abc import Iterator
from html.parser import HTMLParser
from pathlib import Path

from django.template.base import Lexer, TokenType

from script.tool.catalogues import KEYWORDS

SPOKEN_ATTRIBUTES = {"alt", "aria-label", "data-label", "placeholder", "title"}
WORD = re.compile(r"[A-Za-zÆØÅæøå]{2,}")
# A literal in a tag that is prose, not the name of an icon, a field or an address.
PROSE = re.compile(r"[A-ZÆØÅ][a-zæøå]|[a-zæøå] [a-zæøå]|[æøåÆØÅ]")
LITERAL = re.compile(r"""(_\()?(["'])((?:(?!\2).)+)\2""")
NORWEGIAN = re.compile(
    r"[æøå]|\b(?:og|ikke|du|din|deg|dere|den|det|en|et|er|skriv|velg|kan|har|med|til|fra|som)\b",
    re.IGNORECASE,
)


class _Reader(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.texts: list[str] = []

    def handle_data(self, data: str) -> None:
        self.texts.append(data)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        del tag
        self.texts += [value or "" for name, value in attrs if name in SPOKEN_ATTRIBUTES]


def list_template_texts(source: str) -> list[str]:
    """Return what a template says outside all marks: text, spoken attributes, tags' literals."""
    reader = _Reader()
    found: list[str] = []
    inside = ""
    for token in Lexer(source).tokenize():
        name = token.contents.split(maxsplit=1)[0] if token.contents.strip() else ""
        if inside:
            inside = "" if token.token_type is TokenType.BLOCK and name == inside else inside
        elif token.token_type is TokenType.TEXT:
            reader.feed(token.contents)
        elif token.token_type is TokenType.BLOCK and (end := _unread_until(token.contents)):
            inside = end
        elif token.token_type in (TokenType.BLOCK, TokenType.VAR) and name != "translate":
            found += _list_literals(token.contents)
    reader.close()
    spoken = [text.strip() for text in reader.texts if WORD.search(text)]
    return [*spoken, *found]


def _unread_until(tag: str) -> str:
    """Return the tag that ends what is marked, or what nobody reads; empty when it is read."""
    name = tag.split(maxsplit=1)[0]
    if name in ("comment", "blocktranslate"):
        return f"end{name}"
    return "endblock" if tag == "block main_class" else ""


def _list_literals(tag: str) -> Iterator[str]:
    for mark, _quote, text in LITERAL.findall(tag):
        is_name = re.fullmatch(r"[\w./:#-]+", text) and not text[0].isupper()
        if not mark and not is_name and PROSE.search(text):
            yield text


def list_code_texts(path: Path) -> list[str]:
    """Return literals in Python that read as Norwegian and are not marked."""
    tree = ast.parse(path.read_text(encoding="utf-8"))
    aside = {id(node) for part in _marked_or_silent(tree) for node in ast.walk(part)}
    return [
        node.value
        for node in ast.walk(tree)
        if isinstance(node, ast.Constant)
        and isinstance(node.value, str)
        and id(node) not in aside
        and WORD.search(node.value)
        and PROSE.search(node.value)
        and NORWEGIAN.search(node.value)
    ]


def _marked_or_silent(tree: ast.AST) -> Iterator[ast.AST]:
    """Yield calls that mark a text, and what nobody reads on a page: docstrings, patterns."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant):
            yield node
        elif isinstance(node, ast.Call):
            name = getattr(node.func, "id", getattr(node.func, "attr", ""))
            if name in KEYWORDS or name == "compile":
                yield node
