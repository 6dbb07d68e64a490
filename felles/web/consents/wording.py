"""What the consent pages say: from the facts of the case to plain sentences and lists."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from django.forms.boundfield import BoundField
from django.utils.translation import gettext as _

from felles.casework.queries import ConsentPage, GuardianConsent, ServiceLine
from felles.rules.consent import AnswerKind, Channel
from felles.rules.roles import Topic
from felles.ui.dates import day, day_long
from felles.ui.forms import FellesForm
from felles.ui.parts import ServiceAnswer, SummaryRow
from felles.web.consents.answer_form import AnswerForm
from felles.web.consents.cards import say_yes
from felles.web.consents.texts import join_words, say_language


@dataclass(frozen=True, slots=True)
class Check:
    """One point of the checklist before the guardians are asked."""

    text: str
    is_done: bool
    note: str = ""


@dataclass(frozen=True, slots=True)
class NowWords:
    """What is in force. ``closed`` says who shut out all services, ``waiting`` names the rest.

    ``unasked`` are the services of the team that nobody has asked the guardians about.
    """

    closed: list[str]
    topics: str
    services: list[ServiceAnswer]
    waiting: str
    unasked: str


def list_missing(page: ConsentPage) -> list[str]:
    """What is missing before the case may be taken up by name."""
    rows = [row for row in page.guardians if row.counts]
    missing = []
    if not rows:
        missing.append(_("En foresatt med foreldreansvar."))
    for row in rows:
        name = row.tie.guardian.name
        if not row.is_verified:
            missing.append(_("Bekreftet foreldreansvar for %(name)s.") % {"name": name})
    if page.question is None:
        return [*missing, _("Spørsmål til foresatte.")]
    silent = [row.tie.guardian.name for row in rows if row.current is None and row.is_awaited]
    return missing + [_("Svar fra %(name)s.") % {"name": name} for name in silent]


def say_now(page: ConsentPage) -> NowWords:
    """What is in force now: who shut all out, or service by service."""
    closed = [_say_closed(row) for row in page.guardians if _closes_all(row)]
    if closed:
        return NowWords(closed, "", [], "", "")
    open_to = {line.service.name: line.topics for line in page.services if line.topics}
    topics, lines = say_yes(open_to)
    lines += [_no_line(line) for line in page.services if line.denied_by]
    waiting = join_words(
        line.service.name
        for line in page.services
        if line.was_asked and not line.topics and not line.denied_by
    )
    return NowWords([], topics, lines, waiting, _say_unasked(page))


def _say_unasked(page: ConsentPage) -> str:
    if page.question is None:
        return ""
    return join_words(
        line.service.name
        for line in page.services
        if not line.was_asked and not line.topics and not line.denied_by
    )


def _closes_all(row: GuardianConsent) -> bool:
    return row.counts and row.current is not None and not row.has_yes


def _say_closed(row: GuardianConsent) -> str:
    name = {"name": row.tie.guardian.name}
    if row.current is not None and row.current.kind == AnswerKind.WITHDRAWN.value:
        return _("%(name)s har trukket samtykket.") % name
    return _("%(name)s har sagt nei.") % name


def _no_line(line: ServiceLine) -> ServiceAnswer:
    note = _("%(names)s sier nei. Tjenesten kan ikke se at saken finnes.")
    return ServiceAnswer(line.service.name, "no", note % {"names": join_words(line.denied_by)})


def say_staff(page: ConsentPage) -> list[ServiceAnswer]:
    """Staff whom a service employs: in, in by name, or out."""
    rows = []
    for person in page.staff:
        about = {"employer": person.employer}
        if person.is_excluded:
            note = _("Ansatt i %(employer)s, som foresatte har sagt nei til.")
        elif person.is_denied:
            note = _("Ansatt i %(employer)s, men foresatte har sagt ja til personen.")
        else:
            note = _("Ansatt i %(employer)s. Er med som ansatt på skolen.")
        answer = "no" if person.is_excluded else "yes"
        rows.append(ServiceAnswer(person.name, answer, note % about))  # type: ignore[arg-type]
    return rows


def topic_grid(page: ConsentPage) -> list[tuple[str, list[tuple[str, bool]]]]:
    """Every service by every topic, for the table."""
    return [
        (line.service.name, [(_(topic.label), topic in line.topics) for topic in Topic])
        for line in page.services
        if line.was_asked
    ]


def list_checks(page: ConsentPage) -> list[Check]:
    """What should be ready before the guardians are asked."""
    return [
        Check(_("Dere har snakket med eleven."), page.evidence.pupil_heard),
        Check(_("Dere har snakket med foresatte om bekymringen."), page.evidence.guardians_told),
        *_guardian_checks(page),
    ]


def _guardian_checks(page: ConsentPage) -> Iterator[Check]:
    if not page.guardians:
        yield Check(_("Dere vet hvem som har foreldreansvar."), is_done=False)
    for row in page.guardians:
        guardian, about = row.tie.guardian, {"name": row.tie.guardian.name}
        if not row.counts:
            continue
        yield Check(_("Foreldreansvaret til %(name)s er bekreftet.") % about, row.is_verified)
        if guardian.needs_interpreter:
            text = _("%(name)s trenger tolk. Bestill tolk før dere spør.") % about
            yield Check(text, is_done=False, note=say_language(guardian.language))
        elif not guardian.language:
            yield Check(_("Spør hvilket språk %(name)s snakker best.") % about, is_done=False)


def list_kept(page: ConsentPage, kept: set[int]) -> str:
    """Services that stay shut out though the question does not name them."""
    return join_words(line.service.name for line in page.services if line.service.pk in kept)


def say_form(form: FellesForm) -> list[SummaryRow]:
    """The questions of a filled-in form with the answers as words."""
    return [SummaryRow(str(bound.label), _say_value(bound)) for bound in form]


def _say_value(bound: BoundField) -> str:
    value = bound.form.cleaned_data.get(bound.name)
    if isinstance(value, date):
        return day_long(value)
    choices = dict(getattr(bound.field, "choices", ()))
    return str(choices.get(value, value))


def summarise(form: AnswerForm) -> list[SummaryRow]:
    """The answer as it will be saved."""
    data = form.cleaned_data
    rows = [SummaryRow(_("Svaret"), _(form.answer_kind.label))]
    if form.answer_kind.is_yes:
        rows += _summarise_yes(form)
    named = form.named
    for person in form.staff:
        if form.is_denied(person):
            said = _("Ja, kan være med") if person in named else _("Nei")
            rows.append(SummaryRow(person.name, said))
    how = f"{_(Channel(data['channel']).label)}, {day(data['answered_on'])}"
    rows.append(SummaryRow(_("Slik ble det sagt"), how))
    rows.append(SummaryRow(_("Språk"), data["language"]))
    rows.append(SummaryRow(_("Tolk"), data["interpreter"] or _("Ingen tolk")))
    if data["explained"]:
        rows.append(SummaryRow(_("Forklart"), _("Ja, på et språk den foresatte forstår")))
    if data["note"]:
        rows.append(SummaryRow(_("Mer om samtykket"), data["note"]))
    return rows


def _summarise_yes(form: AnswerForm) -> Iterator[SummaryRow]:
    scopes = {scope.service_id: scope.topics for scope in form.scopes}
    topics, lines = say_yes({row.name: scopes[row.pk] for row in form.allowed})
    names = [f"{line.name}: {line.note}" if line.note else line.name for line in lines]
    yield SummaryRow(_("Kan være med"), "\n".join(names))
    if topics:
        yield SummaryRow(_("Kan snakke om"), topics)
    refused = [row.name for row in form.services if row.pk not in scopes]
    if refused:
        yield SummaryRow(_("Ikke med"), "\n".join(refused))
    yield SummaryRow(_("Gjelder til og med"), day_long(form.cleaned_data["valid_until"]))
