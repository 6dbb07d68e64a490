"""Every icon the pages use, by what it means, and the drawing behind it.

The drawings are Aksel's (MIT), read from the installed package when first used.
"""

from __future__ import annotations

import re
from functools import cache
from pathlib import Path

from django.conf import settings
from django.core.exceptions import ImproperlyConfigured
from django.utils.safestring import SafeString, mark_safe

ICONS: dict[str, str] = {
    "add": "Plus",
    "arrow": "ArrowRight",
    "attach": "Paperclip",
    "back": "ChevronLeft",
    "bell": "Bell",
    "building": "Buildings2",
    "calendar": "Calendar",
    "case": "Files",
    "check": "Checkmark",
    "child": "FigureChild",
    "clock": "Clock",
    "close": "XMark",
    "consent": "ClipboardCheckmark",
    "course": "Tasklist",
    "danger": "ExclamationmarkTriangleFill",
    "delete": "Trash",
    "down": "ArrowDown",
    "download": "Download",
    "edit": "Pencil",
    "external": "ExternalLink",
    "eye": "Eye",
    "file": "File",
    "filter": "Funnel",
    "forward": "ChevronRight",
    "group": "PersonGroup",
    "handshake": "Handshake",
    "heart": "HandHeart",
    "help": "QuestionmarkCircle",
    "hide": "EyeObfuscated",
    "home": "House",
    "import": "FileImport",
    "info": "InformationSquare",
    "leave": "Leave",
    "list": "BulletList",
    "lock": "PadlockLocked",
    "mail": "EnvelopeClosed",
    "meeting": "MeetingSmall",
    "menu": "MenuHamburger",
    "more": "ChevronDown",
    "no": "XMarkOctagon",
    "note": "NotePencil",
    "numbers": "BarChart",
    "people": "PersonTallShort",
    "person": "PersonCircle",
    "phone": "Phone",
    "print": "PrinterSmall",
    "quote": "ChatElipsis",
    "school": "HatSchool",
    "search": "MagnifyingGlass",
    "settings": "Cog",
    "shield": "ShieldLock",
    "star": "Star",
    "switch": "ArrowRightLeft",
    "team": "PersonGroup",
    "unknown": "CircleBroken",
    "unlock": "PadlockUnlocked",
    "up": "ArrowUp",
    "warning": "ExclamationmarkTriangle",
    "yes": "CheckmarkCircleFill",
}

_DRAWING = re.compile(r"<svg[^>]*>(?P<inside>.*)</svg>", re.DOTALL)


def drawing_path(name: str) -> Path:
    """Return where the drawing of an icon is installed.

    Raises:
        KeyError: when the name is not in ``ICONS``.
    """
    folder = Path(settings.NODE_MODULES) / "@navikt" / "aksel-icons" / "dist" / "svg"
    return folder / f"{ICONS[name]}.svg"


@cache
def svg(name: str) -> SafeString:
    """Return the icon as an inline picture that screen readers skip.

    Raises:
        ImproperlyConfigured: when the name is unknown or the drawing is not installed.
    """
    if name not in ICONS:
        raise ImproperlyConfigured(f"Unknown icon {name!r}: add it to felles/ui/icons.py.")
    path = drawing_path(name)
    found = _DRAWING.search(path.read_text("utf-8")) if path.is_file() else None
    if found is None:
        raise ImproperlyConfigured(f"The icon {name!r} is missing at {path}: run script/setup.")
    inside = " ".join(found["inside"].split())
    return mark_safe(  # noqa: S308 - the drawing comes from a locked package, never from a user
        '<svg class="icon" aria-hidden="true" focusable="false" viewBox="0 0 24 24" fill="none">'
        f"{inside}</svg>"
    )
