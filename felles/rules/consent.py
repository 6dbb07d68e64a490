"""Consent: what the holders of parental responsibility together allow.

Lifting the duty of confidentiality (this module) is not the processing basis of the GDPR.
Consent is given to a service, for topics and a period, by every holder of parental
responsibility, and holds only in their intersection. Everything here fails closed.
Source: the guide, part 3B ("Foreldre har mulighet til å reservere seg fra at enkelte instanser
deltar"); docs/access.md, rules 2 and 3.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum

from felles.rules.decision import Decision
from felles.rules.roles import Topic
from felles.rules.text import N_


class Authority(StrEnum):
    """Whether a guardian holds parental responsibility. A roster can only ever say UNVERIFIED."""

    UNVERIFIED = "unverified"
    HOLDS = "holds"
    HOLDS_NOT = "holds_not"

    @property
    def label(self) -> str:
        return AUTHORITY_LABELS[self]


AUTHORITY_LABELS = {
    Authority.UNVERIFIED: N_("Foreldreansvar ikke bekreftet"),
    Authority.HOLDS: N_("Har foreldreansvar"),
    Authority.HOLDS_NOT: N_("Har ikke foreldreansvar"),
}


class AnswerKind(StrEnum):
    """What a guardian said. Withdrawal is an answer of its own; earlier answers stay."""

    YES_ALL = "yes_all"
    YES_SOME = "yes_some"
    NO = "no"
    WITHDRAWN = "withdrawn"

    @property
    def label(self) -> str:
        return ANSWER_LABELS[self]

    @property
    def is_yes(self) -> bool:
        return self in (AnswerKind.YES_ALL, AnswerKind.YES_SOME)


ANSWER_LABELS = {
    AnswerKind.YES_ALL: N_("Ja, alle kan være med"),
    AnswerKind.YES_SOME: N_("Ja, men ikke alle"),
    AnswerKind.NO: N_("Nei"),
    AnswerKind.WITHDRAWN: N_("Trukket"),
}


class Channel(StrEnum):
    """How the answer was given."""

    PAPER = "paper"
    ORAL = "oral"
    PHONE = "phone"
    SCREEN = "screen"
    INTERPRETER = "interpreter"
    PORTAL = "portal"

    @property
    def label(self) -> str:
        return CHANNEL_LABELS[self]


CHANNEL_LABELS = {
    Channel.PAPER: N_("På papir"),
    Channel.ORAL: N_("Muntlig, i møte"),
    Channel.PHONE: N_("På telefon"),
    Channel.SCREEN: N_("På skjerm, sammen med oss"),
    Channel.INTERPRETER: N_("Gjennom tolk"),
    Channel.PORTAL: N_("Selv, på familiens side"),
}


@dataclass(frozen=True, slots=True)
class Answer:
    """The current answer of one guardian.

    ``topics`` maps a service's id to the topics allowed for it. ``excluded`` are services
    the guardian said no to by name. ``named`` are user ids whom the guardian accepts in spite
    of an exclusion of their employer. ``is_over`` says that it was given in an earlier case:
    what it allowed is over with that case, what it shut out stands.
    """

    kind: AnswerKind
    valid_from: date
    valid_until: date
    topics: Mapping[int, frozenset[Topic]] = field(default_factory=dict)
    excluded: frozenset[int] = frozenset()
    named: frozenset[int] = frozenset()
    is_over: bool = False

    def is_live(self, on: date) -> bool:
        """True for a yes in this case, whose period covers ``on`` (both ends included)."""
        return self.kind.is_yes and not self.is_over and self.valid_from <= on <= self.valid_until

    def denies(self, service_id: int) -> bool:
        """True when this answer shuts the service out. A no never runs out by itself."""
        return not self.kind.is_yes or service_id in self.excluded


@dataclass(frozen=True, slots=True)
class Holder:
    """A guardian who holds, or may hold, parental responsibility, with the current answer.

    Guardians who are verified *not* to hold it are no holders and must be left out.
    ``is_exempt`` says that an exception with a reason, approved by a leader, runs today: this
    guardian's yes is not waited for. A no of the same guardian still counts.
    """

    guardian_id: int
    authority: Authority
    answer: Answer | None = None
    is_exempt: bool = False

    @property
    def is_awaited(self) -> bool:
        """False when the exception holds: only for a holder whose responsibility is verified."""
        return not (self.is_exempt and self.authority is Authority.HOLDS)


def live_topics(holders: tuple[Holder, ...], service_id: int, on: date) -> frozenset[Topic]:
    """Topics that every holder allows ``service_id`` on the day ``on``; empty when in doubt.

    Empty when there is no holder, one is unverified, one has not answered, said no, withdrew,
    or whose period is over, or when a holder excluded the service. A holder who is exempt is
    passed over, unless the service is shut out; somebody else must have said yes.
    """
    if any(holder.answer and holder.answer.denies(service_id) for holder in holders):
        return frozenset()
    asked = [holder for holder in holders if holder.is_awaited]
    if not asked:
        return frozenset()
    allowed = frozenset(Topic)
    for holder in asked:
        answer = holder.answer
        if holder.authority is not Authority.HOLDS or answer is None:
            return frozenset()
        if not answer.is_live(on):
            return frozenset()
        allowed &= answer.topics.get(service_id, frozenset())
    return allowed


def is_excluded(holders: tuple[Holder, ...], affiliations: frozenset[int], user_id: int) -> bool:
    """True when any holder shuts out a service that the person belongs to.

    ``affiliations`` are the services the person acts for *or* is employed by. The exclusion is
    lifted only when that same holder named the person (docs/access.md, rule 3).
    """
    return any(
        holder.answer is not None
        and user_id not in holder.answer.named
        and any(holder.answer.denies(service_id) for service_id in affiliations)
        for holder in holders
    )


class ConsentState(StrEnum):
    """The consent of a pupil's holders, seen as a whole."""

    NOT_ASKED = "not_asked"
    WAITING = "waiting"
    LIVE = "live"
    REFUSED = "refused"
    WITHDRAWN = "withdrawn"
    LAPSED = "lapsed"
    NOTHING_COMMON = "nothing_common"
    UNVERIFIED = "unverified"

    @property
    def label(self) -> str:
        return CONSENT_STATE_LABELS[self]


CONSENT_STATE_LABELS = {
    ConsentState.NOT_ASKED: N_("Ikke spurt om samtykke"),
    ConsentState.WAITING: N_("Venter på svar om samtykke"),
    ConsentState.LIVE: N_("Samtykke gjelder"),
    ConsentState.REFUSED: N_("Foresatte har sagt nei"),
    ConsentState.WITHDRAWN: N_("Samtykket er trukket"),
    ConsentState.LAPSED: N_("Samtykket er gått ut"),
    ConsentState.NOTHING_COMMON: N_("Samtykkene har ingen tjeneste felles"),
    ConsentState.UNVERIFIED: N_("Foreldreansvaret er ikke bekreftet"),
}


def consent_state(
    holders: tuple[Holder, ...], service_ids: frozenset[int], *, asked: bool, on: date
) -> ConsentState:
    """Sum up where the consent stands. The strictest answer decides.

    ``service_ids`` are the services that could take part (the team's).
    """
    if any(live_topics(holders, service_id, on) for service_id in service_ids):
        return ConsentState.LIVE
    answers = [one.answer for one in holders if one.answer is not None and not one.answer.is_over]
    for kind, state in (
        (AnswerKind.WITHDRAWN, ConsentState.WITHDRAWN),
        (AnswerKind.NO, ConsentState.REFUSED),
    ):
        if any(answer.kind is kind for answer in answers):
            return state
    if not asked and not answers:
        return ConsentState.NOT_ASKED
    awaited = [holder for holder in holders if holder.is_awaited]
    if not awaited or any(holder.authority is not Authority.HOLDS for holder in awaited):
        return ConsentState.UNVERIFIED
    given = [one.answer for one in awaited if one.answer is not None and not one.answer.is_over]
    if len(given) < len(awaited):
        return ConsentState.WAITING
    if any(not answer.is_live(on) for answer in given):
        return ConsentState.LAPSED
    return ConsentState.NOTHING_COMMON


class ExceptionKind(StrEnum):
    """Why one holder's yes is not waited for. Each needs a reason and a leader's approval."""

    SOLE = "sole"
    UNREACHABLE = "unreachable"
    CARE_ORDER = "care_order"

    @property
    def label(self) -> str:
        return EXCEPTION_LABELS[self]


EXCEPTION_LABELS = {
    ExceptionKind.SOLE: N_("En annen har foreldreansvaret alene i dette"),
    ExceptionKind.UNREACHABLE: N_("Vi når ikke den foresatte"),
    ExceptionKind.CARE_ORDER: N_("Barnevernet har overtatt omsorgen"),
}


class ExceptionState(StrEnum):
    """Where an exception stands on a day."""

    WAITING = "waiting"
    RUNNING = "running"
    OVER = "over"
    NEVER_APPROVED = "never_approved"
    ENDED = "ended"

    @property
    def label(self) -> str:
        return EXCEPTION_STATE_LABELS[self]

    @property
    def is_open(self) -> bool:
        """True while it holds, or may still be approved."""
        return self in (ExceptionState.WAITING, ExceptionState.RUNNING)

    @property
    def has_run_out(self) -> bool:
        """True when its last day is past and nobody ended it before: the answer is awaited."""
        return self in (ExceptionState.OVER, ExceptionState.NEVER_APPROVED)


EXCEPTION_STATE_LABELS = {
    ExceptionState.WAITING: N_("Venter på rektor"),
    ExceptionState.RUNNING: N_("Godkjent"),
    ExceptionState.OVER: N_("Gikk ut"),
    ExceptionState.NEVER_APPROVED: N_("Gikk ut uten godkjenning"),
    ExceptionState.ENDED: N_("Avsluttet"),
}


def exception_state(
    *, is_approved: bool, until_on: date, ended_on: date | None, on: date
) -> ExceptionState:
    """Where an exception stands on the day ``on``; its last day is still one of its days."""
    if ended_on is not None and ended_on <= until_on:
        return ExceptionState.ENDED
    if until_on < on:
        return ExceptionState.OVER if is_approved else ExceptionState.NEVER_APPROVED
    return ExceptionState.RUNNING if is_approved else ExceptionState.WAITING


def may_approve_exception(
    *, asked_by: int, approver: int, is_leader: bool, state: ExceptionState
) -> Decision:
    """An exception is approved by the rector, in time, and never by whoever asked for it."""
    if state is not ExceptionState.WAITING:
        return Decision.no(N_("Unntaket er alt godkjent, avsluttet eller gått ut."))
    if not is_leader:
        return Decision.no(N_("Bare rektor kan godkjenne et unntak."))
    if asked_by == approver:
        return Decision.no(N_("Den som ber om et unntak, kan ikke godkjenne det."))
    return Decision.yes()


def may_contact(
    holders: tuple[Holder, ...], service_id: int, topic: Topic, *, on: date
) -> Decision:
    """May the school talk with a service about the pupil by name, between meetings?

    The same rule as for reading: this service, this topic, today.
    """
    topics = live_topics(holders, service_id, on)
    if not topics:
        return Decision.no(
            N_("Foresatte har ikke sagt ja til denne tjenesten nå."),
            N_("Spør om samtykke, eller drøft uten navn."),
        )
    if topic not in topics:
        return Decision.no(
            N_("Foresatte har ikke sagt ja til dette temaet for tjenesten."),
            N_("Snakk om noe annet, eller spør foresatte først."),
        )
    return Decision.yes()


CONSENT_MISSING = {
    ConsentState.NOT_ASKED: N_("Foresatte er ikke spurt om samtykke."),
    ConsentState.WAITING: N_("Ikke alle foresatte har svart."),
    ConsentState.REFUSED: N_("Foresatte har sagt nei. Eleven får hjelp på skolen."),
    ConsentState.WITHDRAWN: N_("Samtykket er trukket. Spør på nytt hvis foresatte ønsker det."),
    ConsentState.LAPSED: N_("Samtykket er gått ut. Spør på nytt."),
    ConsentState.NOTHING_COMMON: N_("Foresatte har ikke sagt ja til noen av de samme tjenestene."),
    ConsentState.UNVERIFIED: N_("Bekreft hvem som har foreldreansvar."),
}


def may_discuss_named(
    holders: tuple[Holder, ...], service_ids: frozenset[int], *, asked: bool, on: date
) -> Decision:
    """May the innsatsteam take up the pupil by name? Only with a live consent."""
    state = consent_state(holders, service_ids, asked=asked, on=on)
    if state is ConsentState.LIVE:
        return Decision.yes()
    return Decision.no(N_("Saken kan ikke tas opp med navn ennå."), CONSENT_MISSING[state])
