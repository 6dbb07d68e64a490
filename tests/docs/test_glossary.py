"""The glossary names things that are in the code, and the catalogues use its words."""

import re

from script.tool.catalogues import load
from tests.guards.source import FELLES, ROOT, list_files

ROW = re.compile(r"^\| (?!bokmål|---)(.+) \|$", re.MULTILINE)


def rows() -> list[list[str]]:
    """Return the cells of every row: bokmål, nynorsk, English, code, words to avoid."""
    page = (ROOT / "docs" / "glossary.md").read_text()
    return [[cell.strip() for cell in row.split(" | ")] for row in ROW.findall(page)]


def test_glossary_names_code_that_is_there() -> None:
    code = "\n".join(path.read_text() for path in list_files(FELLES))
    named = {name for row in rows() for name in re.findall(r"`([\w.]+)`", row[3])}
    words = {part for name in named for part in name.split(".")}
    assert len(words) > 50
    assert sorted(word for word in words if not re.search(rf"\b{word}\b", code)) == []


def test_catalogues_translate_a_term_as_the_glossary_does() -> None:
    wrong = []
    for number, language in ((1, "nn"), (2, "en")):
        said = {entry.msgid.casefold(): entry.msgstr.casefold() for entry in load(language)}
        for row in rows():
            term, wanted = row[0].casefold(), row[number].casefold()
            if term in said and said[term].rstrip("s") != wanted.rstrip("s"):
                wrong.append(f"{language}: {term} is {said[term]!r}, not {wanted!r}")
    assert wrong == []
