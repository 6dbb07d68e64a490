"""The pure rule and the database say the same, for everybody and every state of a case, also where
each thing that they ask about lies on its edge."""

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

import pytest

from felles.casework import actions
from felles.casework.models import Case, Measure
from felles.casework.queries.cases import facts_of
from felles.casework.queries.commitments import readable_measures
from felles.people.ids import new_public_id
from felles.people.models import (
    AccessGrant,
    ConsentAnswer,
    ConsentException,
    ConsentExclusion,
    ConsentNamedPerson,
    ConsentRequest,
    Guardianship,
    Pupil,
    User,
)
from felles.people.queries import load_pupil_facts
from felles.rules.access import Actor, Permission, may, may_read_text, may_see
from felles.rules.case_flow import Step
from felles.rules.consent import AnswerKind, Authority, ExceptionKind
from felles.rules.people import Protection
from felles.rules.roles import Audience, Role, Topic
from tests import make
from tests.cast import NOW, STAFF_PARTS, Cast, build_cast, days
from tests.permissions import give_all
from tests.proofs.world import undone

pytestmark = pytest.mark.django_db
TODAY = NOW.date()
HEALTH, LEISURE = frozenset({Topic.HEALTH}), frozenset({Topic.LEISURE})
MOMENT = timedelta(seconds=1)


def answers_are(**fields: object) -> Callable[[], object]:
    """Every answer that counts has these fields."""
    return lambda: ConsentAnswer.objects.filter(is_current=True).update(**fields)


def grants_are(**fields: object) -> Callable[[], object]:
    """Every grant has these fields."""
    return lambda: AccessGrant.objects.update(**fields)


def exceptions_are(**fields: object) -> Callable[[], object]:
    """Every exception has these fields."""
    return lambda: ConsentException.objects.update(**fields)


def approved_at(at: datetime) -> Callable[[], object]:
    """Every exception that somebody has approved was approved then."""
    return lambda: ConsentException.objects.filter(approved_by__isnull=False).update(approved_at=at)


def ties_are(*, first: bool, **fields: object) -> Callable[[], object]:
    """The first holder of each pupil, or each of the others, has these fields."""

    def change() -> None:
        holders = Guardianship.objects.filter(authority=Authority.HOLDS.value)
        seen: set[int] = set()
        chosen = []
        for tie in holders.order_by("pupil_id", "pk"):
            if (tie.pupil_id not in seen) is first:
                chosen.append(tie.pk)
            seen.add(tie.pupil_id)
        Guardianship.objects.filter(pk__in=chosen).update(**fields)

    return change


def holds_a_sibling_alone() -> None:
    """The first guardian of each pupil is no holder, but holds a sibling who has no case."""
    sibling = Pupil.objects.order_by("pk")[0]
    sibling.pk, sibling.public_id, sibling.identity_hash = None, "sibling2", ""
    sibling.save(force_insert=True)
    ties_are(first=True, authority=Authority.HOLDS_NOT.value)()
    for tie in Guardianship.objects.filter(authority=Authority.HOLDS_NOT.value):
        tie.pk, tie.public_id = None, new_public_id()
        tie.pupil, tie.authority = sibling, Authority.HOLDS.value
        if not Guardianship.objects.filter(pupil=sibling, guardian_id=tie.guardian_id).exists():
            tie.save(force_insert=True)


def name_everybody() -> None:
    """Every member of staff is on every pupil's reader list."""
    users = User.objects.values_list("pk", flat=True)
    pupils = Pupil.objects.values_list("pk", flat=True)
    AccessGrant.objects.filter(user__isnull=False).delete()
    AccessGrant.objects.bulk_create(
        AccessGrant(pupil_id=pupil, user_id=user, granted_by_id=user, from_at=NOW, reason="Prøve")
        for pupil in pupils
        for user in users
    )


WORLDS: dict[str, Callable[[], object]] = {
    "as it is": lambda: None,
    "no grant": lambda: AccessGrant.objects.all().delete(),
    "grants end now": grants_are(until_at=NOW, from_at=NOW - days(9)),
    "grants end in a moment": grants_are(until_at=NOW + MOMENT, from_at=NOW - days(9)),
    "grants begin now": grants_are(from_at=NOW, until_at=NOW + days(9)),
    "grants begin in a moment": grants_are(from_at=NOW + MOMENT, until_at=NOW + days(9)),
    "yes until today": answers_are(valid_from=TODAY - days(9), valid_until=TODAY),
    "yes until yesterday": answers_are(valid_from=TODAY - days(9), valid_until=TODAY - days(1)),
    "yes from today": answers_are(valid_from=TODAY),
    "yes from tomorrow": answers_are(valid_from=TODAY + days(1)),
    "yes, of which none counts": answers_are(is_current=False),
    "asked when the case was opened": lambda: Case.objects.update(active_since_at=NOW)
    and ConsentRequest.objects.update(asked_at=NOW),
    "asked a moment before": lambda: Case.objects.update(active_since_at=NOW)
    and ConsentRequest.objects.update(asked_at=NOW - MOMENT),
    "one holder unverified": ties_are(first=True, authority=Authority.UNVERIFIED.value),
    "the other unverified": ties_are(first=False, authority=Authority.UNVERIFIED.value),
    "one holds not": ties_are(first=True, authority=Authority.HOLDS_NOT.value),
    "the other holds not": ties_are(first=False, authority=Authority.HOLDS_NOT.value),
    "one tie over": ties_are(first=True, ended_on=TODAY),
    "the other tie over": ties_are(first=False, ended_on=TODAY),
    "one holds a sibling alone": holds_a_sibling_alone,
    "nobody shut out": lambda: ConsentExclusion.objects.all().delete(),
    "somebody else named": lambda: ConsentNamedPerson.objects.update(user=User.objects.all()[0]),
    "nobody named": lambda: ConsentNamedPerson.objects.all().delete(),
    "exceptions from today to today": exceptions_are(from_on=TODAY, until_on=TODAY),
    "exceptions from tomorrow": exceptions_are(from_on=TODAY + days(1), until_on=TODAY + days(2)),
    "exceptions until yesterday": exceptions_are(
        from_on=TODAY - days(3), until_on=TODAY - days(1)
    ),
    "exceptions approved now": approved_at(NOW),
    "exceptions approved in a moment": approved_at(NOW + MOMENT),
    "exceptions ended": exceptions_are(ended_at=NOW),
    "everybody named": name_everybody,
    "all pupils protected": lambda: Pupil.objects.update(protection=Protection.CONFIDENTIAL.value),
    "no class but a roster's": lambda: Pupil.objects.update(class_held=True),
}  # fmt: skip


@pytest.fixture
def cast() -> Cast:
    """The district."""
    return build_cast()


def exempt(cast: Cast, *numbers: int) -> make.Made:
    """The guardians have been asked; the answers of these are not waited for."""
    made = make.asked(cast)
    ask: dict[str, Any] = {"at": NOW, "public_id": made.public_id}
    for number in numbers:
        tie = made.ties[number]
        actions.ask_case_exception(
            **ask,
            by=cast.actor("social_teacher"),
            tie_id=tie.public_id,
            kind=ExceptionKind.UNREACHABLE,
            reason="Svarer ikke.",
            until_on=TODAY + days(7),
        )
        row = ConsentException.objects.get(guardianship=tie)
        actions.approve_case_exception(**ask, by=cast.actor("rector"), exception_id=row.public_id)
    return made


def swap_guardian(made: make.Made, other: make.Made) -> None:
    """The second guardian of one pupil is the second of the other as well, with the answers."""
    old, new = made.ties[1].guardian, other.ties[1].guardian
    Guardianship.objects.filter(pk=made.ties[1].pk).update(guardian=new)
    ConsentAnswer.objects.filter(pupil=made.pupil, guardian=old).update(guardian=new)


def edges(cast: Cast) -> dict[str, make.Made]:
    """Cases that differ in one answer, whatever their step: see :func:`with_the_team`."""
    made = {
        "one exempt": exempt(cast, 1),
        "one exempt, who said no": exempt(cast, 1),
        "one exempt, who shut out child welfare": exempt(cast, 1),
        "one exempt, who named one of child welfare": exempt(cast, 1),
        "one exempt, who said no and named one": exempt(cast, 1),
        "both exempt": exempt(cast, 0, 1),
        "disjoint topics": make.asked(cast),
        "no, and then yes": make.asked(cast),
        "one answered": make.asked(cast),
        "a sibling's yes": make.asked(cast),
        "a sibling's no": make.consented(cast),
        "some topics": make.asked(cast),
    }
    some: dict[str, Any] = {
        "services": make.WITHOUT_CHILD_WELFARE,
        "kind": AnswerKind.YES_SOME,
    }
    health = ("disjoint topics", "some topics")
    for name, one in made.items():
        if name not in ("a sibling's no", "both exempt"):
            make.answer(cast, one, 0, topics=HEALTH if name in health else make.ALL_TOPICS)
    make.answer(cast, made["one exempt, who said no"], 1, kind=AnswerKind.NO)
    make.answer(cast, made["one exempt, who shut out child welfare"], 1, **some)
    named = ("child_welfare_intake",)
    make.answer(cast, made["one exempt, who named one of child welfare"], 1, named=named, **some)
    of_no = made["one exempt, who said no and named one"]
    make.answer(cast, of_no, 1, kind=AnswerKind.NO)
    answer = ConsentAnswer.objects.get(pupil=of_no.pupil, kind=AnswerKind.NO.value)
    ConsentNamedPerson.objects.create(answer=answer, user=cast.users["child_welfare_intake"])
    make.answer(cast, made["both exempt"], 1)
    make.answer(cast, made["disjoint topics"], 1, topics=LEISURE)
    make.answer(cast, made["some topics"], 1, topics=HEALTH | LEISURE)
    make.answer(cast, made["no, and then yes"], 1, kind=AnswerKind.NO)
    make.answer(cast, made["no, and then yes"], 1)
    # The yes, or the no, is about another child of the same guardian.
    sibling, refused = make.consented(cast), make.asked(cast)
    swap_guardian(made["a sibling's yes"], sibling)
    make.answer(cast, refused, 1, kind=AnswerKind.NO)
    swap_guardian(refused, made["a sibling's no"])
    return made


def with_the_team(cast: Cast) -> None:
    """Every case is with the team, and every pupil is open for every service."""
    Case.objects.update(step=Step.INNSATSTEAM.value, state=Case.State.OPEN.value, closed_at=None)
    AccessGrant.objects.filter(service__isnull=False).delete()
    by = cast.users["rector"]
    AccessGrant.objects.bulk_create(
        AccessGrant(pupil=pupil, service=service, granted_by_id=by.pk, from_at=NOW)
        for pupil in Pupil.objects.order_by("pk")
        for name in ("child_welfare", "health", "club", "oslohjelpa", "bup")
        for service in [cast.service(name)]
    )


def everybody(cast: Cast, at: datetime, class_ids: frozenset[int]) -> list[Actor]:
    """The cast as it is, and again with the classes, which open a case to contact teachers only;
    then one who works at the school in every role that there is."""
    actors = [cast.actor(part, at) for part in STAFF_PARTS]
    actors += [replace(cast.actor("teacher", at), role=role) for role in Role]
    return [*actors, *(replace(actor, class_ids=class_ids) for actor in actors if class_ids)]


def promise(cast: Cast, made: dict[str, make.Made]) -> None:
    """A measure on each topic stands in each case."""
    Measure.objects.all().delete()
    Measure.objects.bulk_create(
        Measure(
            case=one.case,
            by=cast.users["rector"],
            at=NOW,
            audience=Audience.TEAM.value,
            topic=topic.value,
            goal="Mål",
            what="Tiltak",
            organisation=cast.furulia,
            due_on=TODAY,
        )
        for one in made.values()
        for topic in Topic
    )


def cells(cast: Cast, made: dict[str, make.Made], world: str) -> int:
    """Ask both about each case, and about a measure on each topic in it; count the cases."""
    asked = 0
    promise(cast, made)
    for at in (NOW, NOW + days(181)) if world == "as it is" else (NOW,):
        cases = Case.objects.in_bulk()
        facts = load_pupil_facts([row.pupil.pk for row in made.values()], at)
        of_class = cast.actor("contact_teacher", at).class_ids
        for actor in everybody(cast, at, frozenset() if world == "as it is" else of_class):
            seen = set(Case.objects.visible_to(actor).values_list("pk", flat=True))
            read = set(readable_measures(actor).values_list("case_id", "topic"))
            for name, row in made.items():
                case = cases[row.case.pk]
                known = facts[row.pupil.pk].since(case.active_since_at)
                sight = may_see(actor, facts_of(case, known))
                assert (row.case.pk in seen) is bool(sight), (actor, name, world)
                reads = bool(sight) and may(actor, Permission.CASE_READ)
                for topic in Topic:
                    rule = reads and may_read_text(
                        actor, sight, audience=Audience.TEAM, topic=topic, author_id=0
                    )
                    assert ((case.pk, topic.value) in read) is rule, (actor, name, world, topic)
                asked += 1
    return asked


def test_database_and_rule_agree_for_the_whole_cast_in_every_state(cast: Cast) -> None:
    made = {name: build(cast) for name, build in make.STATES.items()}
    asked = 0
    for world, change in WORLDS.items():
        with undone():
            change()
            asked += cells(cast, made, world)
    everybody_asked = len(STAFF_PARTS) + len(Role)
    assert asked == 2 * len(WORLDS) * everybody_asked * len(made)


def test_database_and_rule_agree_where_cases_differ_in_one_answer(cast: Cast) -> None:
    made = edges(cast)
    with_the_team(cast)
    seen = Case.objects.visible_to(cast.actor("health_nurse")).values_list("pk", flat=True)
    closed = {name for name, one in made.items() if one.case.pk not in set(seen)}
    assert closed == {
        "one exempt, who said no",
        "one exempt, who said no and named one",
        "both exempt",
        "disjoint topics",
        "one answered",
        "a sibling's yes",
    }
    for world, change in WORLDS.items():
        with undone():
            change()
            assert cells(cast, made, world)


@pytest.mark.parametrize("world", ["as it is", "everybody named", "all pupils protected"])
def test_database_and_rule_agree_also_where_the_table_lets_everybody_read(
    cast: Cast, world: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    give_all(monkeypatch, Permission.CASE_READ)
    made = {name: build(cast) for name, build in make.STATES.items()}
    WORLDS[world]()
    assert cells(cast, made, world)
