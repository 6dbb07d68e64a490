"""What the tests of the room share: a no writes nothing at all."""

from collections.abc import Callable

import pytest

from felles.casework.models import BoardDecision, Case, CaseItem, Measure, Minutes
from felles.ledger.models import ChangeEvent
from felles.meetings.models import AgendaRow, Attendee, Presence, RowText
from felles.rules.decision import Refused


def refused(do: Callable[[], object], match: str | None = None) -> None:
    """The rule says no, and nothing at all is written."""
    before = count()
    with pytest.raises(Refused, match=match):
        do()
    assert count() == before


def count() -> dict[str, object]:
    models = (Measure, BoardDecision, Minutes, Presence, ChangeEvent, RowText, CaseItem)
    found: dict[str, object] = {model.__name__: model.objects.count() for model in models}
    found["rows"] = sorted(AgendaRow.objects.values_list("pk", "state", "version"))
    found["people"] = sorted(Attendee.objects.values_list("pk", "is_in_room", "came"))
    found["cases"] = sorted(Case.objects.values_list("pk", "step", "version", "due_on"))
    return found
