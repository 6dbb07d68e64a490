"""A change takes effect everywhere with the next request: before and after, for everybody."""

from collections.abc import Callable
from typing import Any
from zlib import crc32

import pytest

from felles.casework import actions
from felles.casework.queries.loop import may_hear_back, may_hear_of_concern
from felles.config.notices import send_due
from felles.ledger.actions import enqueue
from felles.ledger.models import ChangeEvent, OutboxMessage
from felles.people.actions import add_guardian, end_post
from felles.people.models import ConsentAnswer, User
from felles.rules.case_flow import Move
from felles.rules.consent import AnswerKind
from tests import make
from tests.cast import NOW, Cast, days
from tests.proofs import oracle
from tests.proofs.channels import words_in
from tests.proofs.crawl import IS_FULL, JUNK, Crawler
from tests.proofs.states import SCHOOL_TOPIC
from tests.proofs.tokens import Token
from tests.proofs.world import World, undone

pytestmark = pytest.mark.django_db
FEW_OF = 12  # one route in so many, when time is short
BASE = "measures"
LISTS = ("today", "case-list", "case-search")


def withdraw(cast: Cast, made: make.Made) -> None:
    """One guardian takes the yes back."""
    make.answer(cast, made, 0, kind=AnswerKind.WITHDRAWN)


def refuse(cast: Cast, made: make.Made) -> None:
    """One guardian says no instead."""
    make.answer(cast, made, 1, kind=AnswerKind.NO)


def expire(_cast: Cast, made: make.Made) -> None:
    """One guardian's yes was until yesterday."""
    yesterday = NOW.date() - days(1)
    answers = ConsentAnswer.objects.filter(guardian=made.ties[0].guardian_id, is_current=True)
    answers.update(valid_from=yesterday, valid_until=yesterday)


def narrow(cast: Cast, made: make.Made) -> None:
    """One guardian lets the services hear about friends and school environment only."""
    make.answer(cast, made, 1, kind=AnswerKind.YES_SOME, topics=SCHOOL_TOPIC)


def exclude(cast: Cast, made: make.Made) -> None:
    """One guardian shuts child welfare out."""
    services = make.WITHOUT_CHILD_WELFARE
    make.answer(cast, made, 1, kind=AnswerKind.YES_SOME, services=services)


def new_guardian(cast: Cast, made: make.Made) -> None:
    """A third guardian turns up, and nobody knows yet what that guardian holds."""
    by = cast.actor("social_teacher")
    add_guardian(by=by, at=NOW, pupil=made.pupil, name="Foresatt 3 Prøvesen")


def protect(cast: Cast, made: make.Made) -> None:
    """The address is protected."""
    make.protect(cast, made)


def stay(cast: Cast, made: make.Made) -> None:
    """The school goes on alone."""
    version, by = made.version, cast.actor("rector")
    actions.stay_at_school(
        by=by, at=NOW, public_id=made.public_id, version=version, reason="Vi klarer det selv."
    )


def close(cast: Cast, made: make.Made) -> None:
    """The case is evaluated and closed."""
    by = cast.actor("rector")
    actions.start_evaluation(by=by, at=NOW, public_id=made.public_id, version=made.version)
    make.evaluate(cast, made, Move.CLOSE)


# What happens -> the state that the case is like afterwards, as far as sight goes.
CHANGES: dict[Callable[[Cast, make.Made], None], str] = {
    withdraw: "team_withdrawn",
    refuse: "refused",
    expire: "team_lapsed",
    narrow: "team_school_topics_only",
    exclude: "team_not_child_welfare",
    new_guardian: "team_new_guardian",
    protect: "protected",
    stay: "elevsaksmote",
    close: "closed",
}
CELLS = [(change, part) for change in CHANGES for part in oracle.EVERYONE.split()]


class Asker:
    """One part with a page open: asks now, and again after the change."""

    def __init__(self, world: World, tokens: dict[str, Token], part: str) -> None:
        self.client = world.client(part)
        self.part, self.tokens = part, tokens
        crawler = Crawler(world, tokens, part)
        routes = sorted(oracle.CASE_ROUTES)
        if not IS_FULL:
            routes = ["case", *routes[crc32(part.encode()) % FEW_OF :: FEW_OF]]
        self.asks = [
            ask
            for ask in crawler.asks({*routes, *LISTS}, states=(BASE,))
            if ask.method in ("GET", "POST") and ask.takes_method
        ]

    def get(self) -> dict[str, Any]:
        """Every page of the case, and the lists that it may stand in."""
        found: dict[str, Any] = {}
        for ask in self.asks:
            if ask.method == "GET" or ask.route == "case-search":
                found[str(ask)] = self._send(ask)
        return found

    def post(self) -> dict[str, Any]:
        """Every form of the case, filled in before the change."""
        forms = (ask for ask in self.asks if ask.method == "POST" and ask.state)
        return {str(ask): self._send(ask) for ask in forms}

    def _send(self, ask: Any) -> Any:
        with undone():
            if ask.method == "GET":
                return self.client.get(ask.url, headers=ask.headers)
            changes = ChangeEvent.objects.count()
            response: Any = self.client.post(ask.url, JUNK, headers=ask.headers)
            response.wrote = ChangeEvent.objects.count() != changes
            return response

    def words_of_case(self, answers: dict[str, Any]) -> set[str]:
        """The planted words of the case that were shown."""
        found = set().union(*(words_in(answer) for answer in answers.values()))
        return {word for word in found if word in self.tokens and self.tokens[word].state == BASE}


def is_shut(answers: dict[str, Any]) -> list[str]:
    """The pages of the case that do not answer as if there were none."""
    pages = {ask: answer for ask, answer in answers.items() if f"[{BASE}]" in ask}
    return [ask for ask, answer in pages.items() if answer.status_code not in (302, 404)]


@pytest.mark.parametrize(
    ("change", "part"), CELLS, ids=[f"{change.__name__}-{part}" for change, part in CELLS]
)
def test_change_takes_effect_with_the_next_request(
    change: Callable[[Cast, make.Made], None],
    part: str,
    world: World,
    tokens: dict[str, Token],
    record_property: Callable[[str, object], None],
) -> None:
    made = world.made[BASE]
    saw, sees = (part in oracle.SEES[state].split() for state in (BASE, CHANGES[change]))
    if not (saw or IS_FULL):
        pytest.skip("saw nothing before; asked by script/proof")
    asker = Asker(world, tokens, part)
    with undone():
        before = asker.get()
        change(world.cast, made)
        after, forms = asker.get(), asker.post()
    record_property("change cells", len(before) + len(after) + len(forms))
    assert bool(asker.words_of_case(before)) is saw
    if sees:
        assert not [
            ask for ask in before if after[ask].status_code == 404 != before[ask].status_code
        ]
        assert asker.words_of_case(after)
        return
    # What is one's own stays: see the closed loop in test_every_route.py.
    left = {asker.tokens[word] for word in asker.words_of_case(after)}
    assert all(token.place.startswith(("casework.Concern", "people.Pupil")) for token in left)
    assert not left or part in (oracle.RAISED_BY[BASE], "contact_teacher", "social_agent")
    assert is_shut(after) == []
    assert is_shut(forms) == []
    assert not [ask for ask, answer in forms.items() if answer.wrote]


def test_services_hear_of_fewer_topics_with_the_next_request(
    world: World, tokens: dict[str, Token]
) -> None:
    asker = Asker(world, tokens, "health_nurse")
    with undone():
        before = asker.words_of_case(asker.get())
        narrow(world.cast, world.made[BASE])
        after = asker.words_of_case(asker.get())
    school = {None, *(topic.value for topic in SCHOOL_TOPIC)}
    assert {tokens[word].topic for word in before} > school
    assert {tokens[word].topic for word in after} == school


@pytest.mark.parametrize("change", [withdraw, refuse, exclude, protect])
def test_notice_on_its_way_is_dropped(
    change: Callable[[Cast, make.Made], None], world: World
) -> None:
    cast, made = world.cast, world.made[BASE]
    users = {part: cast.users[part].pk for part in ("social_agent", "double_hat")}
    asked = {"loop": may_hear_back, "concern": may_hear_of_concern}
    with undone():
        User.objects.update(email="x@example.org")
        OutboxMessage.objects.all().delete()
        for kind, part in (("loop", "social_agent"), ("concern", "double_hat")):
            enqueue(at=NOW, kind=kind, recipient_id=users[part], case_id=made.case.pk)
            assert asked[kind](users[part], made.case.pk, NOW), kind
        change(cast, made)
        OutboxMessage.objects.exclude(recipient_id__in=users.values()).delete()
        assert send_due(NOW, unmarked=set(), go_on=lambda: True) == 0
        states = set(OutboxMessage.objects.values_list("state", flat=True))
    assert states == {OutboxMessage.State.DROPPED}


def test_notice_is_sent_when_nothing_has_changed(world: World) -> None:
    cast, made = world.cast, world.made[BASE]
    with undone():
        User.objects.update(email="x@example.org")
        OutboxMessage.objects.all().delete()
        for kind, part in (("loop", "social_agent"), ("concern", "double_hat")):
            recipient = cast.users[part].pk
            enqueue(at=NOW, kind=kind, recipient_id=recipient, case_id=made.case.pk)
        assert send_due(NOW, unmarked=set(), go_on=lambda: True) == 2


@pytest.mark.parametrize("part", ["rector", "contact_teacher", "health_nurse", "social_agent"])
def test_post_that_ends_closes_every_page_with_the_next_request(
    part: str, world: World, tokens: dict[str, Token]
) -> None:
    asker = Asker(world, tokens, part)
    with undone():
        assert asker.words_of_case(asker.get())
        post = world.cast.posts[part]
        end_post(
            by=world.cast.actor("administrator"), at=NOW, post=post, until_on=NOW.date() - days(1)
        )
        after = {**asker.get(), **asker.post()}
    assert not asker.words_of_case(after)
    assert is_shut(after) == []
