"""The families' way in: links, doors, visits; and what guardians and staff write to each other."""

from __future__ import annotations

from datetime import date, datetime, timedelta

from django.db import transaction
from django.db.models import F

from felles.ledger.actions import record_change
from felles.people.actions.grants import require_on_list
from felles.people.ids import identity_hash, new_secret, secret_hash
from felles.people.models import (
    FamilyDoor,
    FamilyLink,
    FamilyMessage,
    Guardian,
    Guardianship,
    Pupil,
    PupilVisit,
)
from felles.people.queries.families import find_link, find_visit, get_door
from felles.rules.access import Actor, Permission, may
from felles.rules.decision import Decision
from felles.rules.families import (
    LINK_TRIES,
    FamilyActor,
    FamilyLogin,
    LinkChannel,
    MessageKind,
)
from felles.rules.identity import find_identity_number, has_check_digits
from felles.rules.text import N_

VISIT_LASTS = timedelta(minutes=30)
LONGEST_MESSAGE = 4000


def _require_at_school(by: Actor, pupil: Pupil) -> None:
    if not may(by, Permission.FAMILY_ANSWER) or by.organisation_id != pupil.school_id:
        Decision.no(N_("Bare rektor og sosiallærer ved skolen kan slippe inn foresatte.")).require()


def _require_on_list(by: Actor, tie: Guardianship) -> None:
    """Of a protected pupil, only somebody on the reader list lets anybody in (rule 8)."""
    _require_at_school(by, tie.pupil)
    require_on_list(by, tie.pupil)


def _log(
    by: Actor | FamilyActor,
    at: datetime,
    action: str,
    row: FamilyLink | FamilyMessage | Guardian,
    tie: Guardianship,
    case_id: int | None,
) -> None:
    record_change(
        by=by,
        at=at,
        action=action,
        object_type=type(row).__name__,
        object_id=row.pk,
        case_id=case_id,
        pupil_id=tie.pupil_id,
    )


def make_link(
    *,
    by: Actor,
    at: datetime,
    tie: Guardianship,
    channel: LinkChannel,
    days: int,
    case_id: int | None = None,
) -> str:
    """Make a one-time link for one guardian about one child; returns its secret, kept nowhere.

    Earlier links of the same guardian stop working. ``days`` is how long it works. ``case_id`` is
    the case in which it is made, for the ledger, here as below.

    Raises:
        Refused: the actor may not, or the guardian may not enter.
    """
    _require_on_list(by, tie)
    _door, is_open = get_door(tie)
    if not is_open:
        Decision.no(
            N_("Den foresatte slipper ikke inn på familiens side."),
            N_("Bekreft foreldreansvaret, og se om siden er stengt for den foresatte."),
        ).require()
    token = new_secret()
    with transaction.atomic():
        revoke_links(by=by, at=at, tie=tie, case_id=case_id)
        link = FamilyLink.objects.create(
            guardianship=tie,
            token_hash=secret_hash(token),
            channel=channel.value,
            created_by_id=by.user_id,
            created_at=at,
            expires_at=at + timedelta(days=days),
        )
        _log(by, at, "family.link", link, tie, case_id)
    return token


def revoke_links(*, by: Actor, at: datetime, tie: Guardianship, case_id: int | None = None) -> None:
    """Make every unused link of the guardian about this child stop working."""
    _require_at_school(by, tie.pupil)
    with transaction.atomic():
        for link in FamilyLink.objects.filter(
            guardianship=tie, used_at__isnull=True, revoked_at__isnull=True
        ).order_by("pk"):
            link.revoked_at = at
            link.save(update_fields=["revoked_at"])
            _log(by, at, "family.link_end", link, tie, case_id)


def use_link(
    *, at: datetime, token: str, birth_on: date | None, case_id: int | None = None
) -> Guardianship | None:
    """Let a guardian in by a one-time link, once, when the child's birth date is right.

    None when the link does not work, or the date is wrong: then a try is counted, and the last
    try locks the link. Nobody acts yet, so the ledger names the guardian of the link.
    """
    link = find_link(token, at)
    if link is None:
        return None
    tie = link.guardianship
    _door, is_open = get_door(tie)
    is_right = tie.pupil.birth_on is not None and tie.pupil.birth_on == birth_on
    unused = FamilyLink.objects.filter(pk=link.pk, used_at__isnull=True, tries__lt=LINK_TRIES)
    if not (is_right and is_open):
        unused.update(tries=F("tries") + 1)
        return None
    with transaction.atomic():
        if unused.update(used_at=at) != 1:
            return None
        _log(_by_link(tie, at), at, "family.enter", link, tie, case_id)
    return tie


def _by_link(tie: Guardianship, at: datetime) -> FamilyActor:
    return FamilyActor(tie.guardian_id, tie.guardian.name, FamilyLogin.LINK, at, tie.pk)


def set_door(
    *,
    by: Actor,
    at: datetime,
    tie: Guardianship,
    is_open: bool | None,
    reason: str,
    case_id: int | None = None,
) -> None:
    """Open or close one guardian's way in for one child; None goes back to the rule.

    Raises:
        Refused: the actor may not, or gives no reason.
    """
    _require_on_list(by, tie)
    if not reason.strip():
        Decision.no(N_("Skriv hvorfor.")).require()
    with transaction.atomic():
        FamilyDoor.objects.filter(guardianship=tie, ended_at__isnull=True).update(ended_at=at)
        if is_open is not None:
            FamilyDoor.objects.create(
                guardianship=tie, is_open=is_open, reason=reason.strip(), by_id=by.user_id, at=at
            )
        if is_open is not True:
            revoke_links(by=by, at=at, tie=tie, case_id=case_id)
        record_change(
            by=by,
            at=at,
            action="family.door",
            object_type="Guardianship",
            object_id=tie.pk,
            case_id=case_id,
            pupil_id=tie.pupil_id,
            codes={"open": "rule" if is_open is None else str(is_open)},
        )


def set_guardian_identity(
    *,
    by: Actor,
    at: datetime,
    tie: Guardianship,
    identity_number: str,
    case_id: int | None = None,
) -> None:
    """Keep the keyed hash of a guardian's identity number, so that ID-porten can find them.

    Raises:
        Refused: the actor may not, the number is none, another guardian has it, or the guardian
            has children at other schools, whom the number would open as well.
    """
    _require_on_list(by, tie)
    elsewhere = Guardianship.objects.filter(guardian_id=tie.guardian_id, ended_on__isnull=True)
    if elsewhere.exclude(pupil__school_id=tie.pupil.school_id).exists():
        Decision.no(
            N_("Den foresatte har barn ved flere skoler. Nummeret kan ikke settes av én av dem.")
        ).require()
    number = find_identity_number(identity_number)
    if not number or not has_check_digits(number):
        Decision.no(N_("Dette er ikke et fødselsnummer eller D-nummer.")).require()
    hashed = identity_hash(number)
    if Guardian.objects.filter(identity_hash=hashed).exclude(pk=tie.guardian_id).exists():
        Decision.no(N_("En annen foresatt har dette nummeret. Se over hvem som er hvem.")).require()
    with transaction.atomic():
        Guardian.objects.filter(pk=tie.guardian_id).update(identity_hash=hashed)
        _log(by, at, "guardian.identity", tie.guardian, tie, case_id)


def write_to_school(
    *,
    by: FamilyActor,
    at: datetime,
    tie: Guardianship,
    kind: MessageKind,
    text: str,
    language: str,
    case_id: int | None = None,
) -> FamilyMessage:
    """A guardian writes to the school, or asks for help. ``tie`` is the guardian's own.

    Raises:
        Refused: there is nothing in it, or too much.
    """
    if kind.needs_text and not text.strip():
        Decision.no(N_("Skriv hva du vil si.")).require()
    if len(text) > LONGEST_MESSAGE:
        Decision.no(N_("Teksten er for lang.")).require()
    if tie.guardian_id != by.guardian_id:
        raise ValueError("a guardian writes by an own tie only")
    with transaction.atomic():
        message = FamilyMessage.objects.create(
            guardianship=tie, kind=kind.value, text=text.strip(), language=language, at=at
        )
        _log(by, at, f"family.{kind.value}", message, tie, case_id)
    return message


def handle_message(
    *, by: Actor, at: datetime, message: FamilyMessage, answer: str, case_id: int | None = None
) -> None:
    """Staff have done what a guardian asked for; the answer is shown to that guardian only.

    Raises:
        Refused: the actor may not, or somebody else has handled it.
    """
    _require_at_school(by, message.guardianship.pupil)
    with transaction.atomic():
        done = FamilyMessage.objects.filter(pk=message.pk, handled_at__isnull=True).update(
            handled_by_id=by.user_id, handled_at=at, answer=answer.strip()
        )
        if not done:
            Decision.no(N_("Noen andre har alt svart på dette.")).require()
        _log(by, at, "family.handled", message, message.guardianship, case_id)


def open_visit(*, by: Actor, at: datetime, case_id: int, pupil_id: int) -> str:
    """Open the pupil's own page on a shared screen for half an hour; returns the visit's secret.

    The caller has decided that the actor may write down what the pupil says.
    """
    token = new_secret()
    with transaction.atomic():
        visit = PupilVisit.objects.create(
            token_hash=secret_hash(token),
            case_id=case_id,
            pupil_id=pupil_id,
            post_id=by.post_id,
            opened_by_id=by.user_id,
            opened_at=at,
            expires_at=at + VISIT_LASTS,
        )
        record_change(
            by=by,
            at=at,
            action="pupil.visit",
            object_type="PupilVisit",
            object_id=visit.pk,
            case_id=case_id,
            pupil_id=pupil_id,
        )
    return token


def end_visit(*, at: datetime, token: str) -> bool:
    """The pupil is done. False when the visit was over already."""
    visit = find_visit(token, at)
    if visit is None:
        return False
    return PupilVisit.objects.filter(pk=visit.pk, ended_at__isnull=True).update(ended_at=at) == 1


def forget_old_ways_in(*, before: datetime) -> int:
    """Delete links that ran out and visits that ended before the instant; returns how many."""
    links = FamilyLink.objects.filter(expires_at__lt=before).delete()[0]
    return links + PupilVisit.objects.filter(expires_at__lt=before).delete()[0]
