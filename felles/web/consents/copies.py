"""The kept pages of a signed paper, as the consent pages list them."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from itertools import groupby
from typing import TYPE_CHECKING

from django.utils.translation import gettext as _

from felles.people.paper_files import PDF
from felles.rules.consent import Channel
from felles.ui.dates import moment

if TYPE_CHECKING:
    from felles.people.models import ConsentAnswer, ConsentPaper


@dataclass(frozen=True, slots=True)
class Copy:
    """One page of a kept paper."""

    public_id: str
    number: int
    is_pdf: bool


@dataclass(frozen=True, slots=True)
class Copies:
    """What was added at one instant: the pages of one paper."""

    about: str
    pages: list[Copy]


def list_copies(papers: Iterable[ConsentPaper]) -> list[Copies]:
    """Kept papers of one answer, the one that counts first; those after it were replaced."""
    found = []
    for _at, rows in groupby(papers, key=lambda row: row.added_at):
        batch = list(rows)
        about = {"when": moment(batch[0].added_at), "name": batch[0].added_by.name}
        pages = [
            Copy(row.public_id, number, row.media_type == PDF)
            for number, row in enumerate(batch, 1)
        ]
        found.append(Copies(_("Lagt ved %(when)s av %(name)s") % about, pages))
    return found


def needs_copy(answer: ConsentAnswer) -> bool:
    """True for an answer on paper of which no picture is kept."""
    return answer.channel == Channel.PAPER and not answer.papers.all()
