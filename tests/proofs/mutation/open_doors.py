"""What stands in the place of a check that has been taken away: everything is open."""

from typing import Any

from felles.casework.models import Case
from felles.casework.queries import CaseView, NotVisible
from felles.casework.queries import get_case as ask_for_case
from felles.casework.queries.cases import facts_of
from felles.people.models import Pupil
from felles.people.queries import get_pupil_facts
from felles.rules.access import EVERY_TOPIC, Actor, Ground, Permission, Sight
from felles.rules.access import may as ask_for_permission
from felles.rules.decision import Decision


def visible_to(rows: Any, _actor: Actor) -> Any:
    """All rows."""
    return rows.all()


def visible_cases(_actor: Actor) -> Any:
    """All cases."""
    return Case.objects.all()


def pupils_visible_to(_actor: Actor) -> Any:
    """All pupils."""
    return Pupil.objects.all()


def readable(model: Any, _actor: Actor, _sight: Sight) -> Any:
    """All texts of a kind."""
    return model.objects.all()


def may(_actor: Actor, _permission: Permission) -> bool:
    """Anybody."""
    return True


def may_see(_actor: Actor, _case: object) -> Sight:
    """The whole case."""
    return Sight(Ground.ROLE_AT_SCHOOL, EVERY_TOPIC)


def may_read_text(*_args: object, **_fields: object) -> bool:
    """Any text."""
    return True


may_read_contact = may_read_unshared = may_enter = may_stand = may_read_text


def live_topics(*_args: object) -> frozenset[Any]:
    """Every topic."""
    return EVERY_TOPIC


def get_case(by: Actor, public_id: str) -> CaseView:
    """The case, whoever asks."""
    found = Case.objects.select_related("pupil__class_group", "school", "owner")
    case = found.filter(public_id=public_id).first()
    if case is None:
        raise NotVisible
    facts = get_pupil_facts(case.pupil_id, by.at).since(case.active_since_at)
    facts_of(case, facts)
    return CaseView(case, may_see(by, None), facts)


def see_case(by: Actor, public_id: str, permission: Permission) -> CaseView:
    """The case, whoever asks, when the role may do this."""
    view = get_case(by, public_id)
    if not ask_for_permission(by, permission):
        Decision.no("").require()
    return view


def see_case_without_permission(by: Actor, public_id: str, _permission: Permission) -> CaseView:
    """The case, when the actor sees it, whatever the role."""
    return ask_for_case(by, public_id)


def open_case(*, by: Actor, public_id: str, **_fields: object) -> CaseView:
    """The case, whoever asks, and no row of it."""
    return get_case(by, public_id)


def open_case_without_row(*, by: Actor, public_id: str, **_fields: object) -> CaseView:
    """The case, and no row of it."""
    return ask_for_case(by, public_id)


open_file, open_file_without_row = open_case, open_case_without_row


def open_case_or_404(request: Any, public_id: str) -> CaseView:
    """The case, whoever asks."""
    return get_case(request.actor, public_id)


def open_case_or_404_without_row(request: Any, public_id: str) -> CaseView:
    """The case, and no row of it."""
    from django.http import Http404

    try:
        return ask_for_case(request.actor, public_id)
    except NotVisible:
        raise Http404 from None
