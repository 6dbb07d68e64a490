"""What the consent pages say: from the facts of the case to plain sentences and lists."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import groupby
from typing import TYPE_CHECKING

from django.utils.translation import gettext as _

from felles.casework.actions import Effect
from felles.casework.queries import ConsentPage, GuardianConsent, Reader, ServiceLine
from felles.rules.consent import AnswerKind, Authority, Channel
from felles.rules.people import Relation
from felles.rules.roles import Topic
from felles.ui.dates import day, day_long
from felles.ui.parts import ServiceAnswer, SummaryRow
from felles.web.consents.answer_form import AnswerForm
from felles.web.consents.texts import join_words, say_language, say_topics

if TYPE_CHECKING:
    from felles.people.models import ConsentAnswer


@dataclass(frozen=True, slots=True)
class Check:
    """One point of the checklist before the guardians are asked."""

    text: str
    is_done: bool
    note: str = ""


@dataclass(frozen=True, slots=True)
class GuardianCard:
    """One guardian as the page shows it."""

    row: GuardianConsent
    relation: str
    tag: str
    color: str
    answer: str
    answer_color: str
    how: str
    services: list[ServiceAnswer]
    people: str
    earlier: list[tuple[str, str]]


@dataclass(frozen=True, slots=True)
class EffectWords:
    """What follows of a change, sentence by sentence."""

    services: list[str]
    gone: list[Reader]
    new: list[Reader]


_AUTHORITY_COLORS = {
    Authority.HOLDS: "success",
    Authority.UNVERIFIED: "warning",
    Authority.HOLDS_NOT: "neutral",
}


def by_household(guardians: Iterable[GuardianConsent]) -> list[list[GuardianCard]]:
    """The guardians as cards, household by household, so that no two are mixed up."""
    return [
        [_card(row) for row in rows]
        for _household, rows in groupby(guardians, key=lambda row: row.tie.household)
    ]


def _card(row: GuardianConsent) -> GuardianCard:
    authority, current = Authority(row.tie.authority), row.current
    return GuardianCard(
        row=row,
        relation=_(Relation(row.tie.relation).label),
        tag=_(authority.label),
        color=_AUTHORITY_COLORS[authority],
        answer=_answer_tag(row),
        answer_color=_answer_color(row),
        how=say_how(current) if current else "",
        services=_answered_services(current) if current else [],
        people=_named(current) if current else "",
        earlier=[(_(AnswerKind(old.kind).label), say_how(old)) for old in row.earlier],
    )


def _answer_tag(row: GuardianConsent) -> str:
    if row.current is None:
        return _("Har ikke svart") if row.counts else ""
    if row.has_yes and not row.is_live:
        return _("Samtykket er gått ut")
    return _(AnswerKind(row.current.kind).label)


def _answer_color(row: GuardianConsent) -> str:
    if row.is_live:
        return "success"
    return "warning" if row.current is None or row.has_yes else "danger"


def say_how(answer: ConsentAnswer) -> str:
    """«Svarte 24. november 2026. På papir. Språk: polsk. Tolk: Tolkesentralen. Gjelder til …»."""
    parts = [
        _("Svarte %(day)s.") % {"day": day_long(answer.answered_on)},
        f"{_(Channel(answer.channel).label)}.",
        _("Språk: %(language)s.") % {"language": say_language(answer.language)},
    ]
    if answer.interpreter:
        parts.append(_("Tolk: %(name)s.") % {"name": answer.interpreter})
    if AnswerKind(answer.kind).is_yes:
        parts.append(_("Gjelder til og med %(day)s.") % {"day": day_long(answer.valid_until)})
    return " ".join(parts)


def _answered_services(answer: ConsentAnswer) -> list[ServiceAnswer]:
    topics: dict[str, set[Topic]] = {}
    for scope in answer.scopes.all():
        topics.setdefault(scope.service.name, set()).add(Topic(scope.topic))
    yes = [ServiceAnswer(name, "yes", say_topics(topics[name])) for name in sorted(topics)]
    refused = sorted(gone.service.name for gone in answer.exclusions.all())
    return yes + [ServiceAnswer(name, "no") for name in refused]


def _named(answer: ConsentAnswer) -> str:
    return join_words(sorted(named.user.name for named in answer.named_people.all()))


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
    silent = [row.tie.guardian.name for row in rows if row.current is None]
    return missing + [_("Svar fra %(name)s.") % {"name": name} for name in silent]


def say_services(page: ConsentPage) -> list[ServiceAnswer]:
    """What is in force now, service by service."""
    return [
        ServiceAnswer(
            name=line.service.name,
            answer="yes" if line.topics else "no" if line.denied_by else "unasked",
            note=_service_note(line),
        )
        for line in page.services
        if line.topics or line.denied_by or line.was_asked
    ]


def _service_note(line: ServiceLine) -> str:
    if line.topics:
        return say_topics(line.topics)
    if line.denied_by:
        names = join_words(line.denied_by)
        return _("%(names)s sier nei. Tjenesten kan ikke se at saken finnes.") % {"names": names}
    return ""


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
            note = _("Ansatt i %(employer)s. Ser saken som ansatt på skolen.")
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


def say_effect(effect: Effect) -> EffectWords:
    """What follows of a change, in words."""
    sentences = []
    for change in effect.services:
        about = {"service": change.name, "topics": say_topics(change.after)}
        if not change.after:
            text = _("%(service)s er ikke lenger med.")
        elif not change.before:
            text = _("%(service)s kan være med. %(topics)s.")
        else:
            text = _("%(service)s får andre tema: %(topics)s.")
        sentences.append(text % about)
    return EffectWords(sentences, effect.gone, effect.new)


def summarise(form: AnswerForm) -> list[SummaryRow]:
    """The answer as it will be saved."""
    data = form.cleaned_data
    rows = [SummaryRow(_("Svaret"), _(form.answer_kind.label))]
    if form.answer_kind.is_yes:
        scopes = {scope.service_id: scope.topics for scope in form.scopes}
        yes = [f"{row.name}: {say_topics(scopes[row.pk])}" for row in form.allowed]
        no = [row.name for row in form.services if row.pk not in scopes]
        rows.append(SummaryRow(_("Kan være med"), "\n".join(yes)))
        if no:
            rows.append(SummaryRow(_("Ikke med"), "\n".join(no)))
        rows.append(SummaryRow(_("Gjelder til og med"), day_long(data["valid_until"])))
    asked = [person for person in form.staff if form.is_denied(person)]
    named = [person.name for person in form.named]
    for person in asked:
        said = _("Ja, kan være med") if person.name in named else _("Nei")
        rows.append(SummaryRow(person.name, said))
    how = f"{_(Channel(data['channel']).label)}, {day(data['answered_on'])}"
    rows.append(SummaryRow(_("Slik svarte de"), how))
    rows.append(SummaryRow(_("Språk"), data["language"]))
    rows.append(SummaryRow(_("Tolk"), data["interpreter"] or _("Ingen tolk")))
    if data["note"]:
        rows.append(SummaryRow(_("Mer om samtykket"), data["note"]))
    return rows
