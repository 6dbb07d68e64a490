"""Sets a sheet as PDF/UA-1 and PDF/A-2a: tagged, with its language, and nothing left on disk.

typst refuses to set what would not be accessible: no title, a skipped heading level, a letter
that no font has. The last must not happen to a name, so letters outside what the fonts are known
to have become a low line that somebody fills in by hand.
"""

from __future__ import annotations

import json
import unicodedata
from collections.abc import Sequence
from dataclasses import asdict
from datetime import datetime
from functools import cache
from pathlib import Path
from typing import Any

import typst
from django.conf import settings

from felles.portal.papers.parts import Sheet
from felles.portal.texts import FamilyText

FOLDER = Path(__file__).parent
# npm packages with TTF files: typst does not read WOFF2.
FONTS = (
    "inter",
    "noto-sans",
    "noto-sans-ethiopic",
    "ibm-plex-sans-arabic",
    "noto-nastaliq-urdu",
)
WEIGHTS = ("400Regular", "600SemiBold")
STANDARDS: list[Any] = ["a-2a", "ua-1"]
# First and last letter of what the fonts have between them; a test sets every one of them.
COVERED = (
    (0x0020, 0x007E),
    (0x00A0, 0x024F),
    (0x0300, 0x0304),
    (0x0400, 0x045F),
    (0x0490, 0x0493),
    (0x060C, 0x060C),
    (0x061B, 0x061B),
    (0x061F, 0x061F),
    (0x0621, 0x063A),
    (0x0640, 0x0652),
    (0x0660, 0x0669),
    (0x0679, 0x0679),
    (0x067E, 0x067E),
    (0x0686, 0x0686),
    (0x0688, 0x0688),
    (0x0691, 0x0691),
    (0x0698, 0x0698),
    (0x06A9, 0x06A9),
    (0x06AF, 0x06AF),
    (0x06BA, 0x06BA),
    (0x06BE, 0x06BE),
    (0x06C1, 0x06C2),
    (0x06CC, 0x06CC),
    (0x06D2, 0x06D4),
    (0x06F0, 0x06F9),
    (0x1200, 0x137C),
    (0x1E00, 0x1EFF),
    (0x2013, 0x2014),
    (0x2018, 0x201E),
    (0x2022, 0x2022),
    (0x2026, 0x2026),
    (0x2068, 0x2069),
    (0x20AC, 0x20AC),
)
UNKNOWN = "_"


def font_folders() -> list[Path]:
    """The folders that the letters come from."""
    fonts = Path(settings.NODE_MODULES) / "@expo-google-fonts"
    return [fonts / name / weight for name in FONTS for weight in WEIGHTS]


@cache
def _fonts() -> typst.Fonts:
    # Neither the machine's fonts nor typst's own: a paper looks the same wherever it is made.
    return typst.Fonts(False, False, [str(folder) for folder in font_folders()])


def settable(text: str) -> str:
    """The text with every letter that no font has as a low line; lines are kept."""
    composed = unicodedata.normalize("NFC", text.replace("\r\n", "\n").replace("\t", " "))
    return "".join(letter if letter == "\n" else _settable(letter) for letter in composed)


def _settable(letter: str) -> str:
    category = unicodedata.category(letter)
    if letter not in "\u2068\u2069" and category in ("Cc", "Cf"):
        return ""
    known = category != "Cn" and any(first <= ord(letter) <= last for first, last in COVERED)
    return letter if known else UNKNOWN


def typeset(family: FamilyText, sheet: Sheet, at: datetime) -> bytes:
    """The sheet as PDF, dated ``at``."""
    return typeset_all([(family, sheet)], at)


def typeset_all(sheets: Sequence[tuple[FamilyText, Sheet]], at: datetime) -> bytes:
    """Sheets in one PDF, each in its language and on pages of its own. The first gives the title.

    Raises:
        ValueError: there is none.
    """
    if not sheets:
        raise ValueError("nothing to set")
    data = [
        {"lang": family.about.code, "is_rtl": family.is_rtl, **_clean(asdict(sheet))}
        for family, sheet in sheets
    ]
    return typst.compile(
        str(FOLDER / "paper.typ"),
        root=str(FOLDER.parent),
        font_paths=_fonts(),
        ignore_system_fonts=True,
        sys_inputs={"data": json.dumps(data)},
        pdf_standards=STANDARDS,
        timestamp=int(at.timestamp()),
    )


def _clean(value: Any) -> Any:
    if isinstance(value, str):
        return settable(value)
    if isinstance(value, dict):
        return {key: _clean(inner) for key, inner in value.items()}
    if isinstance(value, list | tuple):
        return [_clean(inner) for inner in value]
    return value
