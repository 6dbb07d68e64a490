"""The pupil's own page on a shared screen: opened by staff, written by the pupil alone."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.db import transaction

from felles.casework.actions.drafts import keep_for
from felles.casework.actions.shared import log, require_open, see_case
from felles.casework.actions.texts import write_child_voice
from felles.casework.models import Case
from felles.casework.queries.cases import NotVisible
from felles.people.actions import end_visit, open_visit
from felles.people.models import PupilVisit, User
from felles.people.queries import find_visit, get_actor
from felles.rules.access import Actor, Permission
from felles.rules.decision import Refused


@dataclass(frozen=True, slots=True)
class OwnWords:
    """What a pupil wrote. Each part may be empty."""

    said: str = ""
    good: str = ""
    wish: str = ""
    safe_with: str = ""
    not_to_share: str = ""

    def __bool__(self) -> bool:
        return any(
            part.strip()
            for part in (self.said, self.good, self.wish, self.safe_with, self.not_to_share)
        )


def open_pupil_page(*, by: Actor, at: datetime, public_id: str) -> str:
    """Open the pupil's own page for half an hour; returns the secret of the visit.

    Raises:
        NotVisible: the case is out of sight.
        Refused: the role may not, or the case is closed.
    """
    view = see_case(by, public_id, Permission.CHILD_VOICE_WRITE)
    require_open(view)
    with transaction.atomic():
        token = open_visit(by=by, at=at, case_id=view.case.pk, pupil_id=view.case.pupil_id)
        log(by, at, view, "voice.open", "Case", view.case.pk)
    return token


def write_own_words(*, at: datetime, token: str, words: OwnWords) -> bool:
    """Keep what the pupil wrote, and end the visit. False when the visit is over.

    The rules are asked again, of whoever opened the page. If that person may not write any longer,
    the words are kept as that person's rescued text: a child is not asked to say it twice.
    """
    visit = find_visit(token, at)
    if visit is None:
        return False
    with transaction.atomic():
        if not end_visit(at=at, token=token):
            return False
        if words:
            _write(at, visit, words)
    return True


def _write(at: datetime, visit: PupilVisit, words: OwnWords) -> None:
    user = User.objects.get(pk=visit.opened_by_id)
    actor = get_actor(user, post_id=visit.post_id, at=at)
    case = Case.objects.get(pk=visit.case_id)
    parts = {
        "good": words.good,
        "wish": words.wish,
        "safe_with": words.safe_with[:200],
        "not_to_share": words.not_to_share,
    }
    # The quote comes first on the case's page; what is good stands there if nothing else is said.
    said = words.said or words.good or words.wish or "–"
    try:
        if actor is None or actor.post_id != visit.post_id:
            raise NotVisible
        with transaction.atomic():
            write_child_voice(
                by=actor,
                at=at,
                public_id=case.public_id,
                said=said,
                told_on=actor.on,
                good=words.good,
                wish=words.wish,
                safe_with=parts["safe_with"],
                not_to_share=words.not_to_share,
                by_pupil=True,
            )
    except (NotVisible, Refused):
        keep_for(writer_id=user.pk, at=at, data={"said": said, **parts})
