"""What a case asks of the people room is asked twice: who may do this in a case, and who may do it
to this pupil. Each lock holds when the other stands open; the people room's own are tried in
``tests/people/test_own_locks.py``."""

from collections.abc import Callable
from types import ModuleType

import pytest

from felles.people.actions import consent, consent_papers, exceptions, families, grants, guardians
from felles.rules.decision import Refused
from tests import make
from tests.casework.deeds import deeds, snapshot
from tests.casework.staff_deeds import around, staff_deeds
from tests.cast import NOW, Cast, build_cast

pytestmark = pytest.mark.django_db
PEOPLE: tuple[ModuleType, ...] = (
    consent, consent_papers, exceptions, families, grants, guardians,
)  # fmt: skip
# At the school, and they see the case; none of these deeds is theirs.
SEE_AND_MAY_NOT = ("contact_teacher", "social_agent")
BEFORE_CONSENT: dict[str, Callable[[Cast], make.Made]] = {
    "ask_consent": make.referred,
    "answer": make.asked,
}
OF_CASE = (
    *("ask_consent", "answer", "add_guardian", "verify_guardian", "end_guardian"),
    *("name_reader", "remove_reader", "protect"),
)
AROUND = (
    *("papers", "link", "no_links", "door", "identity", "reply"),
    *("ask_exception", "approve_exception", "end_exception"),
)


@pytest.fixture
def cast() -> Cast:
    """The district."""
    return build_cast()


@pytest.fixture
def open_people(monkeypatch: pytest.MonkeyPatch) -> None:
    """The people room lets everybody at the school do everything."""
    for module in PEOPLE:
        monkeypatch.setattr(module, "may", lambda *_: True)


@pytest.mark.usefixtures("open_people")
@pytest.mark.parametrize("deed", OF_CASE)
def test_case_refuses_by_itself_whoever_may_not(cast: Cast, deed: str) -> None:
    build = BEFORE_CONSENT.get(deed, make.at_school)
    made = build(cast)
    action, data = deeds(cast, made)[deed]
    before = snapshot()
    for part in SEE_AND_MAY_NOT:
        with pytest.raises(Refused, match="Rollen din"):
            action(by=cast.actor(part), at=NOW, public_id=made.public_id, **data)
    assert snapshot() == before


@pytest.mark.usefixtures("open_people")
@pytest.mark.parametrize("deed", AROUND)
def test_case_refuses_by_itself_what_is_around_it(cast: Cast, deed: str) -> None:
    it = around(cast)
    action, data = staff_deeds(it)[deed]
    before = snapshot()
    for part in SEE_AND_MAY_NOT:
        with pytest.raises(Refused, match="Rollen din"):
            action(by=cast.actor(part), at=NOW, public_id=it.made.public_id, **data)
    assert snapshot() == before
