"""A pupil's next case: what was decided for the one before does not open it, nor the other way."""

from datetime import datetime
from typing import Any

import pytest

from felles.casework import actions
from felles.casework.actions import ConcernText, TalkText
from felles.casework.models import Case
from felles.casework.queries import (
    CaseFilter,
    NotVisible,
    get_case,
    get_case_page,
    get_consent_page,
    list_cases,
    list_paper_facts,
    list_readers,
    search_cases,
)
from felles.casework.queries.cases import facts_of
from felles.casework.queries.today import get_today
from felles.people.models import Pupil
from felles.people.queries import load_pupil_facts
from felles.rules.access import may_see
from felles.rules.consent import Authority
from felles.rules.decision import Decision, Refused
from felles.rules.roles import Topic
from tests import make
from tests.cast import NOW, STAFF_PARTS, TEAM, Cast, build_cast, days

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


def later_case(cast: Cast, before: make.Made, part: str = "contact_teacher") -> make.Made:
    """A case that begins a month after the one before, while its consents still run."""
    at = NOW + days(30)
    by = cast.actor(part, at)
    talk = TalkText(held_on=by.on, who="Foresatt 1")
    concern = actions.raise_concern(
        by=by,
        at=at,
        pupil=Pupil.objects.get(pk=before.pupil.pk),
        concern=ConcernText(seen="Noe nytt.", topic=Topic.HOME),
        pupil_talk=talk,
        guardian_talk=talk,
    )
    return make.Made(concern.case.pupil, concern.case, before.ties)


def refer(cast: Cast, made: make.Made) -> None:
    """From the concern to where the guardians are asked, a month on."""
    at = NOW + days(30)
    by = cast.actor("rector", at)
    for action in (actions.accept_case, actions.bring_to_elevsaksmote):
        action(by=by, at=at, public_id=made.public_id, version=made.version)
    actions.refer_to_innsatsteam(
        by=by, at=at, public_id=made.public_id, version=made.version, held_on=by.on, text="Flere."
    )


def reopen_and_refer(cast: Cast, made: make.Made) -> None:
    """Open the closed case again, a month on, and bring it to where the guardians are asked."""
    at = NOW + days(30)
    by = cast.actor("rector", at)
    common: dict[str, Any] = {"by": by, "at": at, "public_id": made.public_id}
    actions.reopen_case(version=made.version, reason="Ny uro", **common)
    for kind in ("pupil", "guardians"):
        actions.log_talk(kind=kind, held_on=by.on, who="Foresatt 1", **common)
    actions.bring_to_elevsaksmote(version=made.version, **common)
    actions.refer_to_innsatsteam(version=made.version, held_on=by.on, text="Flere.", **common)


def to_team(cast: Cast, made: make.Made) -> Decision:
    """What the rule says of reporting the case to the team, a month on."""
    at = NOW + days(30)
    try:
        actions.move_to_innsatsteam(
            by=cast.actor("rector", at), at=at, public_id=made.public_id, version=made.version
        )
    except Refused as refusal:
        return refusal.decision
    return Decision.yes()


def ask(cast: Cast, made: make.Made, at: datetime) -> None:
    actions.ask_for_consent(
        by=cast.actor("rector", at),
        at=at,
        public_id=made.public_id,
        service_ids=[cast.service(name).pk for name in TEAM],
        purpose="Noe annet",
        form_version="2026-1",
        proposed_until=at.date() + days(90),
        asked_on=at.date(),
    )


@pytest.mark.parametrize("reopened", [False, True])
def test_yes_to_an_earlier_case_is_no_yes_to_this_one(reopened: bool) -> None:
    cast = build_cast()
    made = make.closed(cast)
    at = NOW + days(30)
    if reopened:
        reopen_and_refer(cast, made)
    else:
        made = later_case(cast, made)
        refer(cast, made)
    assert to_team(cast, made).missing == ("Foresatte er ikke spurt om samtykke.",)
    ask(cast, made, at)
    assert to_team(cast, made).missing == ("Ikke alle foresatte har svart.",)
    make.answer(cast, made, 0, at=at, until=at.date() + days(60))
    assert to_team(cast, made).missing == ("Ikke alle foresatte har svart.",)
    make.answer(cast, made, 1, at=at, until=at.date() + days(60))
    assert to_team(cast, made)


def test_yes_cannot_be_written_in_to_the_question_of_an_earlier_case() -> None:
    cast = build_cast()
    made = later_case(cast, make.closed(cast))
    refer(cast, made)
    with pytest.raises(Refused):
        make.answer(cast, made, 0, at=NOW + days(30))


def test_no_from_an_earlier_case_stands_in_the_next() -> None:
    cast = build_cast()
    before = make.not_child_welfare(cast)
    rector = cast.actor("rector")
    actions.stay_at_school(
        by=rector, at=NOW, public_id=before.public_id, version=before.version, reason="Venter"
    )
    actions.bring_to_elevsaksmote(
        by=rector, at=NOW, public_id=before.public_id, version=before.version
    )
    make.evaluate(cast, before, None)
    actions.close_at_school(
        by=rector,
        at=NOW,
        public_id=before.public_id,
        version=before.version,
        held_on=rector.on,
        text="Bra.",
    )
    made = later_case(cast, before)
    agent = cast.actor("social_agent", NOW + days(30))
    assert not Case.objects.visible_to(agent).exists()
    view = get_case(cast.actor("rector", NOW + days(30)), made.public_id)
    assert view.facts.holders[1].answer is not None
    assert view.facts.holders[1].answer.denies(cast.service("youth_unit").pk) is False
    assert view.facts.holders[1].answer.denies(cast.service("child_welfare").pk)
    assert agent.user_id not in {
        reader.user_id for reader in list_readers(cast.actor("rector", NOW + days(30)), view)
    }


def test_new_school_reads_nothing_of_what_guardians_were_asked_at_the_old() -> None:
    cast = build_cast()
    before = make.closed(cast)
    Pupil.objects.filter(pk=before.pupil.pk).update(
        school=cast.organisations["granasen"], class_group=cast.classes["7C"]
    )
    made = later_case(cast, before, part="other_rector")
    rector = cast.actor("other_rector", NOW + days(30))
    view = get_case(rector, made.public_id)
    consent = get_consent_page(rector, view)
    assert (consent.question, consent.earlier_questions, consent.former_answers) == (None, [], [])
    assert all(row.current is None and row.earlier == [] for row in consent.guardians)
    assert get_case_page(rector, view).answers == []
    assert all(facts.question is None for facts in list_paper_facts(rector, view))


def twins_agree(cast: Cast, at: datetime) -> set[tuple[str, int]]:
    """Ask rule and database of everybody and every case, and return what is seen."""
    cases = list(Case.objects.order_by("pk"))
    facts = load_pupil_facts([case.pupil_id for case in cases], at)
    seen = set()
    for part in STAFF_PARTS:
        actor = cast.actor(part, at)
        database = set(Case.objects.visible_to(actor).values_list("pk", flat=True))
        for case in cases:
            known = facts[case.pupil_id].since(case.active_since_at)
            rule = bool(may_see(actor, facts_of(case, known)))
            assert (case.pk in database) is rule, (part, case.pk)
            seen |= {(part, case.pk)} if rule else set()
    return seen


@pytest.mark.parametrize("reopened", [False, True])
def test_yes_from_an_earlier_case_opens_no_list_when_its_guardian_counts_again(
    reopened: bool,
) -> None:
    # One guardian loses parental responsibility after the first case and has it back during the
    # second, which the other guardian alone has said yes to.
    cast = build_cast()
    made = make.closed(cast)
    at = NOW + days(30)
    rector, nurse = cast.actor("rector", at), cast.actor("health_nurse", at)
    tie = made.ties[1].public_id
    first = make.Made(made.pupil, made.case, made.ties)
    verify: dict[str, Any] = {"by": rector, "at": at, "tie_id": tie, "how": "Brev"}
    actions.verify_case_guardian(public_id=first.public_id, authority=Authority.HOLDS_NOT, **verify)
    if reopened:
        reopen_and_refer(cast, made)
    else:
        made = later_case(cast, made)
        refer(cast, made)
    ask(cast, made, at)
    make.answer(cast, made, 0, at=at, until=at.date() + days(60))
    assert to_team(cast, made)
    assert ("health_nurse", made.case.pk) in twins_agree(cast, at)
    actions.verify_case_guardian(public_id=made.public_id, authority=Authority.HOLDS, **verify)
    assert "health_nurse" not in {part for part, _case in twins_agree(cast, at)}
    assert list_cases(nurse, CaseFilter()) == ([], False)
    assert search_cases(nurse, made.pupil.family_name) == []
    assert get_today(nurse).rows == []
    # Asked anew, and yes: open again.
    make.answer(cast, made, 1, at=at, until=at.date() + days(60))
    assert ("health_nurse", made.case.pk) in twins_agree(cast, at)


def test_preview_of_a_change_counts_no_yes_from_an_earlier_case() -> None:
    cast = build_cast()
    before = make.closed(cast)
    at = NOW + days(30)
    rector = cast.actor("rector", at)
    verify: dict[str, Any] = {
        "by": rector,
        "at": at,
        "tie_id": before.ties[1].public_id,
        "how": "Brev",
    }
    actions.verify_case_guardian(
        public_id=before.public_id, authority=Authority.HOLDS_NOT, **verify
    )
    made = later_case(cast, before)
    refer(cast, made)
    ask(cast, made, at)
    make.answer(cast, made, 0, at=at, until=at.date() + days(60))
    to_team(cast, made)
    effect = actions.preview_change(
        by=rector,
        at=at,
        public_id=made.public_id,
        do=lambda: actions.verify_case_guardian(
            public_id=made.public_id, authority=Authority.HOLDS, **verify
        ),
    )
    assert {change.after for change in effect.services} == {frozenset()}
    assert cast.users["health_nurse"].pk in {reader.user_id for reader in effect.gone}
