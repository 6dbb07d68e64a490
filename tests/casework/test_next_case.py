"""A pupil's next case: what was decided for the one before does not open it, nor the other way."""

import pytest

from felles.casework import actions
from felles.casework.actions import ConcernText, TalkText
from felles.casework.models import Case
from felles.casework.queries import NotVisible, get_case, list_readers
from felles.people.models import Pupil
from felles.rules.decision import Refused
from felles.rules.roles import Topic
from tests import make
from tests.cast import NOW, TEAM, Cast, build_cast, days

pytestmark = pytest.mark.django_db


def closed_at_school(cast: Cast) -> make.Made:
    """A case that the school closed by itself: no service ever heard of it."""
    made = make.at_elevsaksmote(cast)
    make.evaluate(cast, made, None)
    by = cast.actor("rector")
    actions.close_at_school(
        by=by, at=NOW, public_id=made.public_id, version=made.version, held_on=by.on, text="Bra nå."
    )
    return made


def next_case(cast: Cast, before: make.Made) -> make.Made:
    """A fresh concern about the same pupil, with the talks held."""
    by = cast.actor("contact_teacher")
    talk = TalkText(held_on=by.on, who="Foresatt 1")
    concern = actions.raise_concern(
        by=by,
        at=NOW,
        pupil=before.pupil,
        concern=ConcernText(seen="Noe nytt.", topic=Topic.LEARNING),
        pupil_talk=talk,
        guardian_talk=talk,
    )
    return make.Made(before.pupil, concern.case, before.ties)


def bring_in_team(cast: Cast, made: make.Made) -> None:
    """The whole way from concern to innsatsteam, with everybody's yes."""
    by = cast.actor("rector")
    for action in (actions.accept_case, actions.bring_to_elevsaksmote):
        action(by=by, at=NOW, public_id=made.public_id, version=made.version)
    actions.refer_to_innsatsteam(
        by=by, at=NOW, public_id=made.public_id, version=made.version, held_on=by.on, text="Flere."
    )
    actions.ask_for_consent(
        by=by,
        at=NOW,
        public_id=made.public_id,
        service_ids=[cast.service(name).pk for name in TEAM],
        purpose="Hjelp",
        form_version="2026-1",
        proposed_until=by.on + days(180),
        asked_on=by.on,
    )
    for number in range(len(made.ties)):
        make.answer(cast, made, number)
    actions.move_to_innsatsteam(by=by, at=NOW, public_id=made.public_id, version=made.version)


def test_consent_to_the_next_case_does_not_open_the_closed_one() -> None:
    cast = build_cast()
    before = closed_at_school(cast)
    made = next_case(cast, before)
    bring_in_team(cast, made)
    nurse = cast.actor("health_nurse")
    assert [case.pk for case in Case.objects.visible_to(nurse)] == [made.case.pk]
    with pytest.raises(NotVisible):
        get_case(nurse, before.public_id)
    rector = cast.actor("rector")
    readers = list_readers(rector, get_case(rector, before.public_id))
    assert nurse.user_id not in {reader.user_id for reader in readers}


def test_colleague_named_in_one_case_is_not_named_in_the_next() -> None:
    cast = build_cast()
    before = make.at_elevsaksmote(cast)
    by = cast.actor("rector")
    actions.name_case_reader(
        by=by,
        at=NOW,
        public_id=before.public_id,
        user_id=cast.users["teacher"].pk,
        reason="Har eleven i matte",
    )
    make.evaluate(cast, before, None)
    actions.close_at_school(
        by=by,
        at=NOW,
        public_id=before.public_id,
        version=before.version,
        held_on=by.on,
        text="Bra.",
    )
    next_case(cast, before)
    assert not Case.objects.visible_to(cast.actor("teacher")).exists()


@pytest.mark.parametrize("leaves", ["to another school", "altogether"])
def test_old_school_reopens_no_case_of_a_pupil_who_left_and_hears_of_no_other(leaves: str) -> None:
    cast = build_cast()
    before = make.closed(cast)
    if leaves == "altogether":
        Pupil.objects.filter(pk=before.pupil.pk).update(left_on=NOW.date())
    else:
        moved = cast.organisations["granasen"]
        Pupil.objects.filter(pk=before.pupil.pk).update(school=moved, class_group=None)
    told = []
    for with_case_there in (False, True):
        if with_case_there and leaves == "to another school":
            actions.raise_concern(
                by=cast.actor("other_rector"),
                at=NOW,
                pupil=Pupil.objects.get(pk=before.pupil.pk),
                concern=ConcernText(seen="Noe der.", topic=Topic.LEARNING),
            )
        with pytest.raises(Refused) as refusal:
            actions.reopen_case(
                by=cast.actor("rector"),
                at=NOW,
                public_id=before.public_id,
                version=before.version,
                reason="Ny uro",
            )
        told.append(refusal.value.decision)
    assert told[0] == told[1]
    assert told[0].reason == "Eleven går ikke på skolen lenger."
