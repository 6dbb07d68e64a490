"""Minutes and recaps as documents for staff. What stands about the file names nobody."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING

from django.http import HttpResponse
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from felles.casework.queries import CaseRow, CaseView, MinutesPage, Recap
from felles.ui import dates
from felles.ui.papers import StaffDocument, StaffSection, get_maker

if TYPE_CHECKING:
    from felles.casework.models import Measure


def as_file(document: StaffDocument, name: str, at: datetime) -> HttpResponse:
    """The document as a PDF to keep; ``name`` is that of the file and tells of nobody."""
    return HttpResponse(
        get_maker().set_document(document, at),
        content_type="application/pdf",
        headers={"Content-Disposition": f'attachment; filename="{name}.pdf"'},
    )


def _language() -> str:
    code = (get_language() or "nb").partition("-")[0]
    return code if code in ("nb", "nn", "en") else "nb"


def _foot() -> str:
    return _("Taushetsbelagt. Ta vare på papiret som resten av saken.")


def minutes_document(view: CaseView, page: MinutesPage) -> StaffDocument:
    """The minutes of one case, as the reader sees them."""
    meeting = page.meeting
    day = dates.day_long(meeting.starts_at)
    head = [f"{day} {dates.clock_time(meeting.starts_at)}"]
    if not view.facts.is_protected:
        head.append(meeting.organisation.name)
    version = _("Versjon %(number)d") % {"number": page.minutes.number}
    if not page.minutes.approved_at:
        version = f"{version}, {_('utkast')}"
    sections = [
        StaffSection(_("Møtet"), (" · ".join([_(meeting.title), *head]), version)),
        StaffSection(_("Til stede i saken"), points=tuple(_present(page))),
        StaffSection(_("Spørsmålet"), (page.question,)) if page.question else None,
        StaffSection(_("Referat"), (page.minutes.text,)),
        StaffSection(_("Beslutning"), tuple(row.text for row in page.decisions)),
        StaffSection(_("Avtalt"), points=tuple(_measure(row) for row in page.measures)),
        StaffSection(_("Hvorfor det er rettet"), (page.minutes.why_corrected,)),
    ]
    return StaffDocument(
        title=_("Referat"),
        heading=_("Referat"),
        lead=view.case.pupil.name,
        sections=tuple(one for one in sections if one and (any(one.texts) or one.points)),
        foot=_foot(),
        language=_language(),
    )


def _present(page: MinutesPage) -> list[tuple[str, str]]:
    return [(one.post.user.name, one.post.organisation.name) for one in page.present]


def _measure(measure: Measure) -> tuple[str, str]:
    who = measure.owner.name if measure.owner else measure.organisation.name
    due = _("Frist %(day)s") % {"day": dates.day_long(measure.due_on)}
    return measure.what, f"{who} · {due}"


def recap_document(recap: Recap) -> StaffDocument:
    """Who promised what in a meeting, by person, for whoever led it."""
    meeting = recap.meeting
    sections = [
        StaffSection(
            ", ".join(part for part in (one.name, one.organisation) if part),
            points=tuple(
                (row.measure.what, f"{row.case.name} · {_due(row.measure)}")
                for row in one.commitments
            ),
        )
        for one in recap.promisers
    ]
    for heading, rows in (
        (_("Tatt opp uten avtale"), recap.without),
        (_("Utsatt"), recap.postponed),
    ):
        if rows:
            sections.append(StaffSection(heading, points=tuple(_named(row) for row in rows)))
    if not sections:
        sections.append(StaffSection(_("Avtalt"), (_("Ingen lovet noe i dette møtet."),)))
    return StaffDocument(
        title=_("Oppsummering av møtet"),
        heading=_("Oppsummering av møtet"),
        lead=f"{_(meeting.title)} · {dates.day_long(meeting.starts_at)}",
        sections=tuple(sections),
        foot=_foot(),
        language=_language(),
    )


def _due(measure: Measure) -> str:
    return _("Frist %(day)s") % {"day": dates.day_long(measure.due_on)}


def _named(row: CaseRow) -> tuple[str, str]:
    return row.name, ""
