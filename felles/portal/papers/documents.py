"""Documents for staff, set by the same press as the families' papers."""

from __future__ import annotations

from collections.abc import Iterator

from felles.portal.papers.parts import Part, Sheet, bullets, heading, text
from felles.ui.papers import StaffDocument, StaffSection


def lay_out(document: StaffDocument) -> Sheet:
    """The document as a sheet: each section with its heading, paragraphs and points."""
    return Sheet(
        title=document.title,
        lead=document.lead,
        heading=document.heading,
        notes=(),
        foot=document.foot,
        parts=tuple(part for section in document.sections for part in _section(section)),
        end=(),
    )


def _section(section: StaffSection) -> Iterator[Part]:
    yield heading(section.heading)
    for paragraph in section.texts:
        yield from (text(line) for line in paragraph.splitlines() if line.strip())
    if section.points:
        yield bullets(section.points)
