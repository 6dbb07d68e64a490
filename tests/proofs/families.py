"""Guardians of every kind, each in a browser of the own, and what each may open and read."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.test import Client
from django.urls import reverse

from felles.casework.models import Case
from felles.people.models import ConsentAnswer, ConsentRequest, FamilyDoor, Guardianship, Pupil
from felles.portal.family.ask import KEY as CHOSEN
from felles.portal.session import KEY
from felles.portal.texts import load_text
from felles.rules.consent import AnswerKind, Authority
from felles.rules.families import FamilyLogin
from felles.rules.roles import Topic
from tests.cast import NOW, days
from tests.make import Made
from tests.proofs import family_oracle, oracle
from tests.proofs.world import World

GUARDIANS = tuple(family_oracle.WHO)
# A protected address closes the door for everybody until somebody on the reader list opens it.
PROTECTED = {"protected", "protected_nurse_named"}
STRANGER_OF = "other_school"
STEPS, PAPERS = "family-consent-step", "family-paper"
JUNK = {"form_token": "junk", "text": "Kladd", "kind": "wish", "answer": "yes_all"}
ANSWERED = {
    "said_yes": AnswerKind.YES_ALL,
    "said_no": AnswerKind.NO,
    "other_household": AnswerKind.YES_ALL,
    "by_link": AnswerKind.YES_ALL,
    "opened": AnswerKind.YES_ALL,
}
# What the words of the oracle look like in bokmål, where a status alone does not tell.
SAID = {
    "closed": "ask.closed_title",
    "nothing": "after.withdraw_nothing",
    "done": "after.withdrawn_title",
    "sent": "write.sent",
    "gone": "page.not_found",
}
STATUS = {"gone": 404, "missing": 422, "refused": 405}


@dataclass(frozen=True)
class FamilyAsk:
    """One request of one guardian. ``row`` is the page as the oracle names it."""

    guardian: str
    state: str
    row: str
    method: str
    url: str

    def __str__(self) -> str:
        return f"{self.method} {self.row} [{self.state}] as {self.guardian}"

    @property
    def expected(self) -> str:
        """What the oracle says."""
        if family_oracle.WHO[self.guardian][self.state in PROTECTED] == "entry":
            return "entry"
        answers = family_oracle.ANSWERS[self.row, self.method]
        if self.guardian == "of_another_child":
            own = answers["quiet"]
            is_own = self.row == oracle.FAMILY_HOME or own == "refused"
            return own if is_own else family_oracle.STRANGER
        return answers[self._column()]

    def _column(self) -> str:
        case = family_oracle.CASE_IS[self.state]
        if case == "quiet":
            return case
        said = ANSWERED.get(self.guardian)
        if said is None:
            is_chosen = case == "asked" and self.guardian == "has_chosen"
            return "chosen" if is_chosen else case
        yes = "yes" if said.is_yes else "no"
        return f"over-{yes}" if case == "over" else yes


def list_asks(world: World, guardian: str, state: str) -> Iterator[FamilyAsk]:
    """Every page of the child's family."""
    pupil = world.made[state].pupil.public_id
    for row, method in family_oracle.ANSWERS:
        route, _slash, last = row.partition("/")
        if row == oracle.FAMILY_HOME:
            url = reverse(row)
        elif last:
            name, word = {"step": (STEPS, "step"), "paper": (PAPERS, "kind")}[route]
            url = reverse(name, kwargs={"pupil": pupil, word: last})
        else:
            url = reverse(row, kwargs={"pupil": pupil})
        yield FamilyAsk(guardian, state, row, method, url)


def matches(expected: str, response: Any, pupil: str) -> bool:
    """Whether the answer is what the word of the oracle says."""
    status, place = response.status_code, response.headers.get("Location", "")
    if expected == "entry":
        return status == 302 and place in (reverse("family-start"), reverse("family-ended"))
    if expected == "child":
        return bool(status == 302 and place == reverse("family-pupil", args=[pupil]))
    if expected == "question":
        return bool(status == 302 and place.startswith(reverse("family-consent", args=[pupil])))
    if status != STATUS.get(expected, 200):
        return False
    is_paper = response.headers.get("Content-Type") == "application/pdf"
    if is_paper or expected in ("paper", "refused"):
        return expected == ("paper" if is_paper else "refused")
    # Each says its own, and none says another's.
    said = {word for word, key in SAID.items() if load_text("nb").say(key) in _page(response)}
    return said == ({expected} & set(SAID))


def _page(response: Any) -> str:
    return str(response.content.decode())


def is_let_in(guardian: str, state: str) -> bool:
    """Whether the guardian has a page of the own in this child's case."""
    return family_oracle.WHO[guardian][state in PROTECTED] == "in"


def come_in(world: World, guardian: str, state: str) -> Client | None:
    """A browser where the guardian logged in a moment ago; what has changed since is done now.

    None where there is no such guardian.
    """
    if guardian == "of_another_child" and state == STRANGER_OF:
        return None
    client = Client()
    if guardian == "logged_out":
        return client
    made = world.made[STRANGER_OF if guardian == "of_another_child" else state]
    tie = Guardianship.objects.get(pk=tie_of(made, guardian).pk)
    _happens(world, guardian, tie)
    session: Any = client.session
    session[KEY] = {
        "guardian": tie.guardian_id,
        "login": (FamilyLogin.LINK if guardian == "by_link" else FamilyLogin.IDPORTEN).value,
        "tie": tie.pk if guardian == "by_link" else None,
        "since": NOW.isoformat(),
        "seen": NOW.isoformat(),
    }
    if guardian == "has_chosen":
        session[CHOSEN] = _chosen(world, tie.pupil)
    session.save()
    client.cookies["sessionid"] = session.session_key
    return client


def _chosen(world: World, pupil: Pupil) -> dict[str, object]:
    """Everything chosen, and nothing sent: yes to two services, and one topic for one of them."""
    question = _question(pupil)
    if question is None:
        return {}
    no = {world.cast.service(name).public_id for name in ("child_welfare", "oslohjelpa")}
    services = {one.public_id: one.public_id not in no for one in question.services.all()}
    kept: dict[str, object] = {
        "question": question.public_id,
        "kind": AnswerKind.YES_SOME.value,
        "services": services,
        "staff": {str(user.pk): True for user in world.cast.users.values()},
        "topics": [Topic.HEALTH.value],
        "whom": [one for one, is_in in services.items() if is_in][:1],
        "until": question.proposed_until.isoformat(),
    }
    return {pupil.public_id: kept}


def _question(pupil: Pupil) -> ConsentRequest | None:
    return pupil.consent_requests.order_by("-asked_at", "-pk").first()


def _happens(world: World, guardian: str, tie: Guardianship) -> None:
    if guardian in ("shut_out", "opened"):
        by, is_open = world.cast.users["social_teacher"], guardian == "opened"
        FamilyDoor.objects.create(guardianship=tie, is_open=is_open, reason="x", by=by, at=NOW)
    changes: dict[str, dict[str, object]] = {
        "former": {"ended_on": NOW.date()},
        "unverified": {"authority": Authority.UNVERIFIED.value},
        "not_a_holder": {"authority": Authority.HOLDS_NOT.value},
    }
    if guardian in changes:
        Guardianship.objects.filter(pk=tie.pk).update(**changes[guardian])
    if guardian in ANSWERED or guardian.startswith("has_"):
        _answers(tie, ANSWERED.get(guardian))


def _answers(tie: Guardianship, kind: AnswerKind | None) -> None:
    """What the guardian answered to the last question, if there was one; None for nothing yet."""
    question = _question(tie.pupil)
    own = ConsentAnswer.objects.filter(pupil=tie.pupil, guardian=tie.guardian, is_current=True)
    case = Case.objects.filter(pupil=tie.pupil).order_by("state", "-opened_at", "-pk").first()
    if question is None or case is None or question.asked_at < case.active_since_at:
        return
    own.update(is_current=False)
    if kind is not None:
        ConsentAnswer.objects.create(
            pupil=tie.pupil, guardian=tie.guardian, request=question, kind=kind.value,
            channel="portal", language="nb", form_version="x", valid_from=NOW.date(),
            valid_until=NOW.date() + days(90), answered_on=NOW.date(), recorded_at=NOW,
        )  # fmt: skip


def tie_of(made: Made, guardian: str) -> Guardianship:
    """The guardian's own tie to the child of the case."""
    return made.ties[guardian == "other_household"]
