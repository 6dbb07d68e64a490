"""How easy the texts to families are, in which languages they stand, and who has read them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from felles.activities.actions import check_text
from felles.activities.queries import list_school_pages, list_text_checks
from felles.rules.access import Actor, Permission
from felles.rules.decision import Decision
from felles.rules.readability import HINT_OVER, Meaning, Reading, fingerprint, meaning_of, read
from felles.rules.text import N_
from felles.ui.access import ActorRequest, needs
from felles.ui.papers import LANGUAGES, TEXT_PARTS, TextStatus, get_maker
from felles.web.common import carry_out, render_page, status_of

if TYPE_CHECKING:
    from felles.activities.models import TextCheck

CHANGED = Decision.no(N_("Teksten er endret siden du åpnet siden. Les den på nytt."))


@dataclass(frozen=True, slots=True)
class TextRow:
    """One text in one language, as it stands."""

    key: str
    label: str
    language: str
    language_label: str
    needs_translator: bool
    reading: Reading
    mark: str
    lines: tuple[str, ...]
    check: TextCheck | None

    @property
    def meaning(self) -> Meaning:
        """What LIX is worth in this language."""
        return meaning_of(self.language)

    @property
    def has_lix(self) -> bool:
        """True where the number tells something."""
        return self.meaning is not Meaning.NONE

    @property
    def is_read(self) -> bool:
        """True when somebody has read the text as it stands now."""
        return self.check is not None and self.check.fingerprint == self.mark


@needs(Permission.PARENT_TEXTS)
def texts(request: ActorRequest) -> HttpResponse:
    """Every text to families in one language at a time; a button for who has read one."""
    actor = request.actor
    chosen = request.GET.get("sprak") or get_language() or ""
    language = chosen if chosen in LANGUAGES else "nb"
    rows = list(_rows(actor))
    refusal: Decision | None = None
    if request.method == "POST":
        refusal = _check(request, rows)
        if refusal is None:
            messages.success(request, _("Notert: du har lest teksten, og den er til å forstå."))
            return redirect(f"{request.path}?sprak={language}")
    context = {
        "rows": [row for row in rows if row.language == language],
        "language": language,
        "meaning": meaning_of(language),
        "has_lix": meaning_of(language) is not Meaning.NONE,
        "hint_over": HINT_OVER,
        "languages": list(_languages(rows)),
        "refusal": refusal,
    }
    return render_page(request, "web/parents/reading.html", context, status=status_of(refusal))


def _check(request: ActorRequest, rows: Iterable[TextRow]) -> Decision | None:
    wanted = (request.POST.get("key", ""), request.POST.get("language", ""))
    mark = request.POST.get("mark", "")
    row = next((row for row in rows if (row.key, row.language) == wanted), None)
    if row is None or row.mark != mark:
        return CHANGED
    by = request.actor
    do = partial(
        check_text, by=by, at=by.at, key=row.key, language=row.language, fingerprint=row.mark
    )
    return carry_out(request, do)


def _rows(actor: Actor) -> Iterator[TextRow]:
    checks = list_text_checks(actor)
    for part in get_maker().list_text_parts():
        about = part.language
        yield _row(
            checks,
            (part.key, about.code, _(TEXT_PARTS[part.key])),
            part.lines,
            needs_translator=about.status is TextStatus.TO_BE_APPROVED,
        )
    for page in list_school_pages(actor):
        name = _("%(school)s: skolens egne ord") % {"school": page.school.name}
        yield _row(checks, (f"page.{page.school.public_id}", "nb", name), (page.about,))


def _row(
    checks: Mapping[tuple[str, str], TextCheck],
    named: tuple[str, str, str],
    lines: tuple[str, ...],
    *,
    needs_translator: bool = False,
) -> TextRow:
    key, language, label = named
    return TextRow(
        key=key,
        label=label,
        language=language,
        language_label=_(LANGUAGES[language]),
        needs_translator=needs_translator,
        reading=read(lines),
        mark=fingerprint(lines),
        lines=lines,
        check=checks.get((key, language)),
    )


def _languages(rows: list[TextRow]) -> Iterator[tuple[str, str, int]]:
    """Each language with how many of its texts nobody has read as they stand."""
    for code, label in LANGUAGES.items():
        of_language = [row for row in rows if row.language == code]
        yield code, _(label).capitalize(), sum(not row.is_read for row in of_language)
