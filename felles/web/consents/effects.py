"""What follows of a change in consent, in words: before it is saved, once it is, and as history."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from felles.casework.actions import Effect
from felles.casework.queries import Consequence, ConsequenceKind, FollowUp, HistoryRow, Reader
from felles.rules.replay import Cause, ServiceChange
from felles.ui.dates import moment
from felles.web.consents.texts import join_words, say_topics

CAUSES = {
    Cause.ADDED: gettext_lazy("%(name)s ble lagt til som foresatt."),
    Cause.VERIFIED: gettext_lazy("Dere sjekket foreldreansvaret til %(name)s."),
    Cause.LEFT: gettext_lazy("%(name)s er ikke lenger foresatt."),
    Cause.YES: gettext_lazy("%(name)s sa ja."),
    Cause.NO: gettext_lazy("%(name)s sa nei."),
    Cause.WITHDRAWN: gettext_lazy("%(name)s trakk samtykket."),
    Cause.ENDED: gettext_lazy("Samtykket fra %(name)s gikk ut."),
    Cause.EXEMPT: gettext_lazy("Vi venter ikke på svar fra %(name)s. Rektor har godkjent det."),
    Cause.AWAITED: gettext_lazy("Vi venter på svar fra %(name)s igjen."),
}


@dataclass(frozen=True, slots=True)
class EffectWords:
    """What follows of a change, sentence by sentence."""

    services: list[str]
    gone: list[Reader]
    new: list[Reader]
    owners: list[Consequence]
    papers: list[Consequence]
    notices: str
    agendas: list[Consequence]

    def __bool__(self) -> bool:
        lists = (self.services, self.gone, self.new, self.owners, self.papers, self.agendas)
        return bool(self.notices) or any(lists)


@dataclass(frozen=True, slots=True)
class HistoryWords:
    """One change of the history: when, why, and what followed."""

    at: str
    why: str
    followed: list[str]


def say_effect(effect: Effect) -> EffectWords:
    """What follows of a change, in words."""
    of_kind: dict[ConsequenceKind, list[Consequence]] = {kind: [] for kind in ConsequenceKind}
    for one in effect.consequences:
        of_kind[one.kind].append(one)
    return EffectWords(
        say_changes(effect.services, effect.names),
        effect.gone,
        effect.new,
        of_kind[ConsequenceKind.OWNER],
        of_kind[ConsequenceKind.PAPER],
        join_words(sorted({one.who for one in of_kind[ConsequenceKind.NOTICE]})),
        of_kind[ConsequenceKind.AGENDA],
    )


def say_changes(changes: Iterable[ServiceChange], names: Mapping[int, str]) -> list[str]:
    """The services to which the same happens, in one sentence each."""
    same: dict[str, list[str]] = {}
    for change in changes:
        same.setdefault(_change_text(change), []).append(names[change.service_id])
    return [text % {"services": join_words(sorted(who))} for text, who in same.items()]


def _change_text(change: ServiceChange) -> str:
    if change.closes:
        return _("%(services)s er ikke lenger med.")
    if change.opens:
        text = _("%(services)s kan være med. %(topics)s.")
    elif not change.gained:
        text = _("%(services)s får færre tema: %(topics)s.")
    elif not change.lost:
        text = _("%(services)s får flere tema: %(topics)s.")
    else:
        text = _("%(services)s får andre tema: %(topics)s.")
    return text.replace("%(topics)s", say_topics(change.after))


def say_done(effect: Effect) -> str:
    """What was carried out, in a few sentences for the top of the next page."""
    said = say_effect(effect)
    parts = list(said.services)
    if said.gone:
        names = join_words(sorted({reader.name for reader in said.gone}))
        parts.append(_("Ser ikke lenger saken: %(names)s.") % {"names": names})
    if said.new:
        names = join_words(sorted({reader.name for reader in said.new}))
        parts.append(_("Ser saken fra nå: %(names)s.") % {"names": names})
    if said.owners:
        parts.append(_("Noen tiltak trenger en ny ansvarlig."))
    if said.papers:
        parts.append(_("Be om å få tilbake papirene som er skrevet ut."))
    if said.agendas:
        parts.append(_("Se over sakslista for neste møte."))
    return " ".join(parts) or _("Ingen får eller mister tilgang nå.")


def say_history(follow_up: FollowUp, people: Mapping[int, str]) -> list[HistoryWords]:
    """What followed of each change, newest first. ``people`` are the guardians' names by id."""
    names = follow_up.history.names
    return [_row(row, people, names) for row in follow_up.history.rows]


def _row(row: HistoryRow, people: Mapping[int, str], names: Mapping[int, str]) -> HistoryWords:
    why = " ".join(
        str(CAUSES[cause]) % {"name": people.get(guardian, _("en tidligere foresatt"))}
        for cause, guardian in row.causes
    )
    followed = say_changes(row.changes, names)
    for text, who in (
        (_("%(names)s ser ikke lenger saken."), row.shut_out),
        (_("%(names)s er ikke lenger stengt ute."), row.let_in),
    ):
        if who:
            followed.append(text % {"names": join_words(who)})
    followed += [
        _("Papir skrevet ut før dette: %(when)s, av %(name)s.")
        % {"when": moment(paper.at), "name": paper.by_name}
        for paper in row.papers
    ]
    return HistoryWords(moment(row.at), why, followed or [_("Ingen fikk eller mistet tilgang.")])
