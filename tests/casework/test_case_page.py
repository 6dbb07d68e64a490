"""What stands on the page of a case for each who sees it: every kind of text, as the rule says."""

from collections.abc import Callable

import pytest

from felles.casework import actions
from felles.casework.models import (
    BoardDecision,
    CaseText,
    ChildVoice,
    Concern,
    Evaluation,
    Measure,
    Note,
    Talk,
)
from felles.casework.queries import CasePage, get_case, get_case_page, list_paper_facts
from felles.rules.access import Permission, may_read_text
from felles.rules.consent import AnswerKind
from felles.rules.roles import Audience, Topic
from tests import make
from tests.cast import NOW, Cast, build_cast, days
from tests.make import Made
from tests.permissions import give_all, take_away

pytestmark = pytest.mark.django_db
TODAY = NOW.date()
AUTHOR = "club_leader"
READERS = ("rector", "social_teacher", "contact_teacher", "health_nurse", "club_leader")
# Every kind of text on the page, and what it needs beside audience and topic.
KINDS: dict[str, tuple[type[CaseText], Callable[[Cast], dict[str, object]]]] = {
    "concerns": (Concern, lambda _: {"seen": "Sett"}),
    "talks": (Talk, lambda _: {"kind": "guardians", "held_on": TODAY, "note": "Sagt"}),
    "measures": (
        Measure,
        lambda cast: {
            "goal": "Mål",
            "what": "Tiltak",
            "organisation": cast.furulia,
            "due_on": TODAY,
        },
    ),
    "voices": (ChildVoice, lambda _: {"told_on": TODAY}),
    "decisions": (
        BoardDecision,
        lambda _: {
            "board": "innsatsteam",
            "outcome": "team_decide",
            "held_on": TODAY,
            "text": "Vedtak",
        },
    ),
    "evaluations": (Evaluation, lambda _: {"held_on": TODAY, "text": "Bedre"}),
    "notes": (Note, lambda _: {"text": "Notat"}),
}
ABOUT = (Topic.HEALTH, Topic.HOME)


@pytest.fixture
def cast() -> Cast:
    """The district."""
    return build_cast()


def write_all(cast: Cast, made: Made, kind: str) -> list[CaseText]:
    """A text of the kind for each audience and two topics, by somebody who is no reader here."""
    model, fields = KINDS[kind]
    return [
        model.objects.create(  # type: ignore[attr-defined]
            case=made.case, by=cast.users[AUTHOR], at=NOW, audience=audience.value,
            topic=topic.value, **fields(cast),
        )
        for audience in Audience
        for topic in ABOUT
    ]  # fmt: skip


def page_of(cast: Cast, part: str, made: Made) -> CasePage:
    actor = cast.actor(part)
    return get_case_page(actor, get_case(actor, made.public_id))


@pytest.mark.parametrize("kind", KINDS)
def test_text_stands_on_the_page_of_those_who_may_read_it_and_in_its_own_case(
    cast: Cast, kind: str
) -> None:
    made = make.in_team(cast, topics=frozenset({Topic.HEALTH}))
    other = make.in_team(cast)
    texts = {text.pk: text for text in write_all(cast, made, kind)}
    elsewhere = {text.pk for text in write_all(cast, other, kind)}
    for part in READERS:
        actor = cast.actor(part)
        view = get_case(actor, made.public_id)
        shown = {text.pk for text in getattr(get_case_page(actor, view), kind)}
        allowed = {
            pk
            for pk, text in texts.items()
            if may_read_text(
                actor,
                view.sight,
                audience=Audience(text.audience),
                topic=Topic(text.topic),
                author_id=text.by_id,
            )
        }
        assert shown & set(texts) == allowed, part
        assert not shown & elsewhere


def test_history_guardians_and_answers_are_the_schools(
    cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    made = make.in_team(cast)
    for part in ("rector", "social_teacher"):
        page = page_of(cast, part, made)
        assert page.steps
        assert [tie.pk for tie in page.ties] == [tie.pk for tie in made.ties]
        assert len(page.answers) == 2
    nurse = page_of(cast, "health_nurse", made)
    assert (nurse.steps, nurse.ties, nurse.answers) == ([], [], [])
    with monkeypatch.context() as patch:
        give_all(patch, Permission.EXCLUSIONS_READ)
        assert page_of(cast, "health_nurse", made).answers == []
    take_away(monkeypatch, Permission.EXCLUSIONS_READ)
    page = page_of(cast, "rector", made)
    assert page.steps
    assert page.answers == []


def services(cast: Cast, part: str, made: Made) -> dict[str, tuple[frozenset[Topic], bool]]:
    """Each service that the page names, with its topics and whether somebody said no."""
    rows = page_of(cast, part, made).services
    return {row.service.name.split()[0]: (row.topics, row.excluded) for row in rows}


def test_service_that_was_refused_is_named_to_those_alone_who_know_whom_guardians_shut_out(
    cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    made = make.asked(cast)
    health = frozenset({Topic.HEALTH})
    make.answer(cast, made, 0, topics=health)
    make.answer(
        cast, made, 1, kind=AnswerKind.YES_SOME, services=make.WITHOUT_CHILD_WELFARE, topics=health
    )
    actions.move_to_innsatsteam(
        by=cast.actor("rector"), at=NOW, public_id=made.public_id, version=made.version
    )
    allowed = dict.fromkeys(("Skolehelsetjenesten", "Klubben", "Oslohjelpa"), (health, False))
    refused = {"Barneverntjenesten": (frozenset[Topic](), True)}
    assert services(cast, "rector", made) == allowed | refused
    assert services(cast, "health_nurse", made) == allowed
    with monkeypatch.context() as patch:
        give_all(patch, Permission.EXCLUSIONS_READ)
        assert services(cast, "health_nurse", made) == allowed
    take_away(monkeypatch, Permission.EXCLUSIONS_READ)
    assert services(cast, "rector", made) == allowed


def test_page_offers_the_moves_that_the_role_makes(
    cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    made = make.at_elevsaksmote(cast)
    assert page_of(cast, "rector", made).moves
    assert page_of(cast, "contact_teacher", made).moves == {}
    in_team = make.in_team(cast)
    assert page_of(cast, "health_nurse", in_team).moves == {}
    for permission in Permission:
        give_all(monkeypatch, permission)
    assert page_of(cast, "health_nurse", in_team).moves == {}


def test_paper_says_nothing_that_whoever_prints_it_may_not_read(cast: Cast) -> None:
    made = make.in_team(cast)
    BoardDecision.objects.all().delete()
    about: dict[str, object] = {
        "case": made.case, "by": cast.users["social_teacher"], "at": NOW,
        "topic": Topic.SCHOOL_ENVIRONMENT.value,
    }  # fmt: skip
    open_, shut = Audience.TEAM.value, Audience.RESTRICTED.value
    for audience, on in ((open_, TODAY), (shut, TODAY + days(1))):
        BoardDecision.objects.create(
            **about, audience=audience, board="innsatsteam", outcome="team_decide", held_on=on,
            text=f"Vedtak {audience}",
        )  # fmt: skip
        Measure.objects.create(
            **about, audience=audience, goal="Mål", what=f"Tiltak {audience}",
            organisation=cast.furulia, due_on=on,
        )  # fmt: skip
    rector = cast.actor("rector")
    for facts in list_paper_facts(rector, get_case(rector, made.public_id)):
        assert facts.decision is not None
        assert facts.decision.held_on == TODAY
        assert facts.decision.text == f"Vedtak {open_}"
        assert [one.what for one in facts.decision.measures] == [f"Tiltak {open_}"]
