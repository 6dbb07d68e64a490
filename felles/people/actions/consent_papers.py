"""The paper that a guardian signed, as a picture. Rows are added: the newest counts."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from django.db import transaction

from felles.ledger.actions import record_change
from felles.people.models import ConsentAnswer, ConsentPaper
from felles.people.paper_files import MOST_FILES, read_paper
from felles.rules.access import Actor, Permission, may
from felles.rules.consent import Channel
from felles.rules.decision import Decision
from felles.rules.text import N_


def add_papers(
    *,
    by: Actor,
    at: datetime,
    answer: ConsentAnswer,
    files: Sequence[bytes],
    case_id: int | None = None,
) -> list[ConsentPaper]:
    """Keep the pages of the paper that an answer was given on.

    What was kept before stays as history; what was added last is what counts. All pages are
    kept, or none.

    Raises:
        Refused: the actor may not, the answer was not given on paper, or a file is not one that
            may be kept.
    """
    if not may(by, Permission.CONSENT_RECORD) or by.organisation_id != answer.pupil.school_id:
        Decision.no(N_("Bare rektor og sosiallærer ved skolen kan skrive inn samtykke.")).require()
    if answer.channel != Channel.PAPER:
        Decision.no(N_("Svaret ble ikke gitt på papir.")).require()
    if not files:
        Decision.no(N_("Velg et bilde eller en PDF.")).require()
    if len(files) > MOST_FILES:
        Decision.no(N_("Det er for mange filer. Legg ved høyst fire.")).require()
    # Drawing takes its time; the transaction begins after it.
    read = [read_paper(raw) for raw in files]
    with transaction.atomic():
        rows = []
        for file in read:
            row = ConsentPaper.objects.create(
                answer=answer,
                content=file.content,
                media_type=file.media_type,
                digest=file.digest,
                added_by_id=by.user_id,
                added_at=at,
            )
            record_change(
                by=by,
                at=at,
                action="consent.paper",
                object_type="ConsentPaper",
                object_id=row.pk,
                case_id=case_id,
                pupil_id=answer.pupil_id,
                codes={"answer": answer.pk, "type": row.media_type},
            )
            rows.append(row)
    return rows
