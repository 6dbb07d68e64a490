"""One guardian alone, as the consent page shows it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Set
from dataclasses import dataclass
from itertools import groupby
from typing import TYPE_CHECKING

from django.utils.translation import gettext as _

from felles.casework.queries import GuardianConsent
from felles.rules.consent import AnswerKind, Authority, Channel, ExceptionState
from felles.rules.people import Relation
from felles.rules.roles import Topic
from felles.ui.dates import day_long
from felles.ui.parts import ServiceAnswer
from felles.web.consents.copies import Copies, list_copies, needs_copy
from felles.web.consents.texts import join_words, say_explained, say_language, say_topics

if TYPE_CHECKING:
    from felles.people.models import ConsentAnswer

_AUTHORITY_COLORS = {
    Authority.HOLDS: "success",
    Authority.UNVERIFIED: "warning",
    Authority.HOLDS_NOT: "neutral",
}


@dataclass(frozen=True, slots=True)
class GuardianCard:
    """One guardian as the page shows it."""

    row: GuardianConsent
    about: str
    tag: str
    color: str
    answer: str
    answer_color: str
    how: str
    topics: str
    services: list[ServiceAnswer]
    people: str
    exception: str
    copies: list[Copies]
    lacks_copy: bool
    earlier: list[tuple[str, str, list[Copies]]]


def by_household(
    guardians: Iterable[GuardianConsent], *, is_protected: bool
) -> list[list[GuardianCard]]:
    """The guardians as cards, household by household, so that no two are mixed up."""
    return [
        [_card(row, is_protected=is_protected) for row in rows]
        for _household, rows in groupby(guardians, key=lambda row: row.tie.household)
    ]


def _card(row: GuardianConsent, *, is_protected: bool) -> GuardianCard:
    authority, current = Authority(row.tie.authority), row.current
    topics, services = _answered_services(current) if current else ("", [])
    return GuardianCard(
        row=row,
        about=_about(row, is_protected=is_protected),
        tag=_(authority.label),
        color=_AUTHORITY_COLORS[authority],
        answer=_answer_tag(row),
        answer_color=_answer_color(row),
        how=say_how(current) if current else "",
        topics=topics,
        services=services,
        people=_named(current) if current else "",
        exception=_say_exception(row),
        copies=list_copies(current.papers.all()) if current else [],
        lacks_copy=current is not None and needs_copy(current),
        earlier=[
            (_(AnswerKind(old.kind).label), say_how(old), list_copies(old.papers.all()))
            for old in row.earlier
        ],
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


def _say_exception(row: GuardianConsent) -> str:
    """That the answer is not waited for, or is again; nothing once it has come."""
    if row.exception is None:
        return ""
    day = {"day": day_long(row.exception.until_on)}
    if row.exception_state is ExceptionState.WAITING:
        return _("Dere har bedt rektor om å ikke vente på dette svaret.")
    if row.exception_state is ExceptionState.RUNNING:
        return _("Vi venter ikke på dette svaret til og med %(day)s.") % day
    return _("Unntaket gikk ut %(day)s. Vi venter på svaret igjen.") % day if row.is_awaited else ""


def say_how(answer: ConsentAnswer) -> str:
    """«Svarte 24. november 2026. På papir. Språk: polsk. Tolk: Tolkesentralen. Gjelder til …»."""
    parts = [
        _("Svarte %(day)s.") % {"day": day_long(answer.answered_on)},
        f"{_(Channel(answer.channel).label)}.",
        _("Språk: %(language)s.") % {"language": say_language(answer.language)},
    ]
    if answer.interpreter:
        parts.append(_("Tolk: %(name)s.") % {"name": answer.interpreter})
    parts.append(say_explained(answer))
    if AnswerKind(answer.kind).is_yes:
        parts.append(_("Gjelder til og med %(day)s.") % {"day": day_long(answer.valid_until)})
    return " ".join(filter(None, parts))


def _answered_services(answer: ConsentAnswer) -> tuple[str, list[ServiceAnswer]]:
    topics: dict[str, set[Topic]] = {}
    for scope in answer.scopes.all():
        topics.setdefault(scope.service.name, set()).add(Topic(scope.topic))
    refused = sorted(gone.service.name for gone in answer.exclusions.all())
    same, yes = say_yes(topics)
    return same, yes + [ServiceAnswer(name, "no") for name in refused]


def _about(row: GuardianConsent, *, is_protected: bool) -> str:
    """«Forelder · polsk, trenger tolk · 900 00 000». No phone beside a protected address."""
    guardian = row.tie.guardian
    label = _(Relation(row.tie.relation).label)
    language = say_language(guardian.language) if guardian.language else ""
    if guardian.needs_interpreter:
        language = ", ".join(filter(None, [language, _("trenger tolk")]))
    reach = [] if is_protected else [guardian.phone, guardian.email]
    return " · ".join(filter(None, [label[:1].upper() + label[1:], language, *reach]))


def _named(answer: ConsentAnswer) -> str:
    return join_words(sorted(named.user.name for named in answer.named_people.all()))


def say_yes(topics: Mapping[str, Set[Topic]]) -> tuple[str, list[ServiceAnswer]]:
    """Services with their topics; topics that are the same for all are said once."""
    said = {name: say_topics(allowed) for name, allowed in sorted(topics.items())}
    if len(set(said.values())) == 1:
        return next(iter(said.values())), [ServiceAnswer(name, "yes") for name in said]
    return "", [ServiceAnswer(name, "yes", note) for name, note in said.items()]
