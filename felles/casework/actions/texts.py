"""Talks, notes, the child's own words, and texts that are taken back."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction
from django.db.models import QuerySet

from felles.casework.actions.shared import common, log, require_open, see_case
from felles.casework.models import ChildVoice, Note, Retractable, Talk
from felles.casework.queries.cases import CaseView, get_case
from felles.casework.queries.texts import find_own_text
from felles.people.queries import list_guardianships
from felles.rules.access import Actor, Permission
from felles.rules.decision import Decision
from felles.rules.roles import Audience, Topic
from felles.rules.text import N_
from felles.rules.texts import TAKEN_BACK, may_take_back


def _check_text(view: CaseView, audience: Audience, topic: Topic) -> None:
    """A service writes only for the team, and only on topics it may read."""
    if view.sight.is_school:
        return
    if audience is not Audience.TEAM or topic not in view.sight.topics:
        Decision.no(N_("Samtykket omfatter ikke dette temaet for tjenesten din.")).require()


@dataclass(frozen=True, slots=True)
class TalkLog:
    """A talk as it is logged: the day it was held on, or why it was not held."""

    kind: str
    held_on: date | None = None
    who: str = ""
    note: str = ""
    reason_not: str = ""
    interpreter: str = ""
    guardian_id: int | None = None
    topic: Topic = Topic.SCHOOL_ENVIRONMENT


def log_talk(
    *,
    by: Actor,
    at: datetime,
    public_id: str,
    kind: str,
    held_on: date | None = None,
    who: str = "",
    note: str = "",
    reason_not: str = "",
    interpreter: str = "",
    guardian_id: int | None = None,
    topic: Topic = Topic.SCHOOL_ENVIRONMENT,
) -> Talk:
    """Log a talk that was held on a day, or why it was not held. Stays inside the school.

    Raises:
        Refused: neither day nor reason, a day to come, or no guardian named for a guardians' talk.
    """
    view = see_case(by, public_id, Permission.TALK_LOG)
    require_open(view)
    talk = TalkLog(kind, held_on, who, note, reason_not, interpreter, guardian_id, topic)
    return add_talk(by, at, view, talk)


def add_talk(by: Actor, at: datetime, view: CaseView, talk: TalkLog) -> Talk:
    """Write the row of a talk; the caller has asked who may, and whether the case is open.

    Raises:
        Refused: as for :func:`log_talk`.
    """
    is_held = talk.held_on is not None
    if talk.kind not in Talk.Kind.values:
        Decision.no(N_("Velg hva slags samtale det var.")).require()
    if not is_held and not talk.reason_not.strip():
        Decision.no(N_("Skriv datoen for samtalen, eller hvorfor den ikke er holdt.")).require()
    if talk.held_on is not None and talk.held_on > by.on:
        Decision.no(N_("En samtale som er holdt, kan ikke være fram i tid.")).require()
    ties = {tie.guardian_id for tie in list_guardianships(view.case.pupil_id)}
    if talk.guardian_id is not None and talk.guardian_id not in ties:
        Decision.no(N_("Personen er ikke foresatt for eleven.")).require()
    is_nobody = talk.guardian_id is None and not talk.who.strip()
    if talk.kind == Talk.Kind.GUARDIANS and is_held and is_nobody:
        Decision.no(N_("Skriv hvem dere snakket med.")).require()
    with transaction.atomic():
        row = Talk.objects.create(
            **common(view, by, at, audience=Audience.SCHOOL, topic=talk.topic),
            kind=talk.kind,
            guardian_id=talk.guardian_id,
            held_on=talk.held_on,
            who=talk.who.strip(),
            interpreter=talk.interpreter.strip(),
            note=talk.note.strip(),
            reason_not="" if is_held else talk.reason_not.strip(),
        )
        log(by, at, view, "talk.log", "Talk", row.pk, kind=talk.kind)
    return row


def write_note(
    *,
    by: Actor,
    at: datetime,
    public_id: str,
    text: str,
    audience: Audience = Audience.SCHOOL,
    topic: Topic = Topic.SCHOOL_ENVIRONMENT,
) -> Note:
    """Write a note, with how far it may travel. A service's note is for the team."""
    view = see_case(by, public_id, Permission.NOTE_WRITE)
    require_open(view)
    if not text.strip():
        Decision.no(N_("Skriv notatet først.")).require()
    _check_text(view, audience, topic)
    with transaction.atomic():
        note = Note.objects.create(
            **common(view, by, at, audience=audience, topic=topic),
            text=text.strip(),
        )
        log(by, at, view, "note.write", "Note", note.pk, audience=audience.value)
    return note


def write_child_voice(
    *,
    by: Actor,
    at: datetime,
    public_id: str,
    said: str,
    told_on: date,
    good: str = "",
    wish: str = "",
    safe_with: str = "",
    not_to_share: str = "",
    topic: Topic = Topic.SCHOOL_ENVIRONMENT,
    by_pupil: bool = False,
) -> ChildVoice:
    """Write down the pupil's own words. ``not_to_share`` is read by the writer and the social
    teacher only (Barnekonvensjonen art. 12; the pupil decides what is passed on).

    What the pupil wrote alone stays in the school: no adult has said what it is about, so no
    consent for a topic can cover it.
    """
    view = see_case(by, public_id, Permission.CHILD_VOICE_WRITE)
    require_open(view)
    if not said.strip():
        Decision.no(N_("Skriv det eleven sier, med elevens egne ord.")).require()
    if told_on > by.on:
        Decision.no(N_("En samtale som er holdt, kan ikke være fram i tid.")).require()
    audience = Audience.SCHOOL if by_pupil else Audience.TEAM
    with transaction.atomic():
        voice = ChildVoice.objects.create(
            **common(view, by, at, audience=audience, topic=topic),
            by_pupil=by_pupil,
            said=said.strip(),
            good=good.strip(),
            wish=wish.strip(),
            safe_with=safe_with.strip(),
            not_to_share=not_to_share.strip(),
            told_on=told_on,
        )
        who = "pupil" if by_pupil else "staff"
        log(by, at, view, "voice.write", "ChildVoice", voice.pk, written_by=who)
    return voice


def take_back_text(
    *, by: Actor, at: datetime, public_id: str, kind: str, text_id: str
) -> Retractable:
    """Take back a text that is wrong or went too far: now its author at the school and the social
    teacher read it, and nobody else. It counts as evidence no more. Nothing is deleted.

    Raises:
        NotVisible: the case or the text is out of sight, or the text is somebody else's.
        Refused: it was taken back before.
    """
    view = get_case(by, public_id)
    text = find_own_text(by, view, kind, text_id)
    may_take_back(is_taken_back=text.taken_back_at is not None).require()
    with transaction.atomic():
        rows: QuerySet[Retractable] = QuerySet(type(text))
        mine = rows.filter(pk=text.pk, taken_back_at__isnull=True)
        if not mine.update(audience=Audience.RESTRICTED.value, taken_back_at=at):
            TAKEN_BACK.require()
        was = Audience(text.audience).value
        log(by, at, view, "text.take_back", type(text).__name__, text.pk, audience=was)
    return text
