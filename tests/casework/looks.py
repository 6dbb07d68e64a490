"""What asks which cases are in sight, and what comes of it when one answer is out of date."""

import pytest
from django.db.models import QuerySet

from felles.casework.models import Case
from felles.casework.queries.cases import visible_cases
from felles.rules.access import Actor


class Looks:
    """Stands in for a module's ``visible_cases``. The look whose number is ``stale`` sees all."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch, module: str, stale: int = 0) -> None:
        self.stale, self.count = stale, 0
        monkeypatch.setattr(f"{module}.visible_cases", self)

    def __call__(self, actor: Actor) -> QuerySet[Case]:
        self.count += 1
        return Case.objects.all() if self.count == self.stale else visible_cases(actor)
