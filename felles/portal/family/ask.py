"""The question of consent, step by step: what was chosen so far, and what to ask next.

At most two questions a page, nothing chosen beforehand, and everything can be changed until it is
sent. Until then the answer lies in the guardian's session only.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from math import ceil
from typing import Any, Self

from django.http import HttpRequest

from felles.casework.actions import FamilyScope
from felles.casework.queries import PaperQuestion, PaperService, PaperStaff
from felles.rules.consent import AnswerKind
from felles.rules.roles import Topic

KEY = "family_answer"
KIND, WHO, STAFF, TOPICS, WHOM, CHECK = "svar", "hvem", "ansatte", "tema", "gjelder", "se-over"
SERVICES_A_PAGE = 2


@dataclass(frozen=True, slots=True)
class Choice:
    """What a guardian has chosen so far of one question. Services are public ids."""

    question: str
    kind: AnswerKind | None = None
    services: Mapping[str, bool] = field(default_factory=dict)
    staff: Mapping[int, bool] = field(default_factory=dict)
    topics: frozenset[Topic] | None = None
    whom: frozenset[str] | None = None
    until: date | None = None
    # What else we are not to talk about, in the guardian's own words.
    other: str = ""

    @classmethod
    def load(cls, request: HttpRequest, pupil: str, question: str) -> Self:
        """What the session keeps for this child and this very question; else a fresh start."""
        kept = request.session.get(KEY, {}).get(pupil, {})
        if kept.get("question") != question:
            return cls(question)
        return cls(
            question=question,
            kind=AnswerKind(kept["kind"]) if kept.get("kind") else None,
            services=dict(kept.get("services", {})),
            staff={int(key): value for key, value in kept.get("staff", {}).items()},
            topics=_topics(kept.get("topics")),
            whom=None if kept.get("whom") is None else frozenset(kept["whom"]),
            until=date.fromisoformat(kept["until"]) if kept.get("until") else None,
            other=kept.get("other", ""),
        )

    def save(self, request: HttpRequest, pupil: str) -> None:
        """Keep it in the session."""
        request.session[KEY] = {**request.session.get(KEY, {}), pupil: self._kept()}

    def _kept(self) -> dict[str, Any]:
        return {
            "question": self.question,
            "kind": self.kind.value if self.kind else None,
            "services": dict(self.services),
            "staff": {str(key): value for key, value in self.staff.items()},
            "topics": None if self.topics is None else sorted(t.value for t in self.topics),
            "whom": None if self.whom is None else sorted(self.whom),
            "until": self.until.isoformat() if self.until else None,
            "other": self.other,
        }

    def allowed(self, question: PaperQuestion) -> list[PaperService]:
        """The services said yes to."""
        if self.kind is AnswerKind.YES_ALL:
            return list(question.services)
        if self.kind is not AnswerKind.YES_SOME:
            return []
        return [one for one in question.services if self.services.get(one.public_id)]

    def refused_staff(self, question: PaperQuestion) -> list[PaperStaff]:
        """Staff of the school whose employer was said no to: they are asked about by name."""
        if self.kind is not AnswerKind.YES_SOME:
            return []
        allowed = {one.public_id for one in self.allowed(question)}
        return [one for one in question.staff if one.service.public_id not in allowed]

    def outcome(self, question: PaperQuestion) -> AnswerKind:
        """What it amounts to: a yes to nobody is a no, and a yes to each is a yes to all."""
        allowed = self.scopes(question)
        if not allowed:
            return AnswerKind.NO
        whole = len(allowed) == len(question.services)
        return AnswerKind.YES_ALL if whole else AnswerKind.YES_SOME

    def barred(self, service: PaperService) -> frozenset[Topic]:
        """Topics that this service may not hear of."""
        topics = self.topics or frozenset()
        if self.whom is not None and service.public_id not in self.whom:
            return frozenset()
        return topics

    def scopes(self, question: PaperQuestion) -> list[FamilyScope]:
        """What each service is allowed; one of which everything is barred is left out."""
        found = [
            FamilyScope(one.public_id, frozenset(Topic) - self.barred(one))
            for one in self.allowed(question)
        ]
        return [scope for scope in found if scope.topics]

    def named(self, question: PaperQuestion) -> list[int]:
        """Staff accepted by name."""
        return [one.user_id for one in self.refused_staff(question) if self.staff.get(one.user_id)]

    def steps(self, question: PaperQuestion) -> list[str]:
        """The pages that this answer goes through, as far as one can tell."""
        steps, is_open = [KIND], self.kind is None
        if self.kind is AnswerKind.YES_SOME:
            pages = range(1, 1 + ceil(len(question.services) / SERVICES_A_PAGE))
            steps += [f"{WHO}-{page}" for page in pages]
            is_open = not self._has_all(question.services)
            if not is_open and self.refused_staff(question):
                steps.append(STAFF)
        if is_open or self.allowed(question):
            steps.append(TOPICS)
            if self.topics and len(self.allowed(question)) > 1:
                steps.append(WHOM)
        return [*steps, CHECK]

    def _has_all(self, services: Iterable[PaperService]) -> bool:
        return all(one.public_id in self.services for one in services)

    def is_done(self, step: str, question: PaperQuestion) -> bool:
        """True when the page has been answered."""
        if step == KIND:
            return self.kind is not None
        if step.startswith(WHO):
            return self._has_all(services_on(step, question))
        if step == STAFF:
            return all(one.user_id in self.staff for one in self.refused_staff(question))
        if step == TOPICS:
            return self.topics is not None and self.until is not None
        if step == WHOM:
            return self.whom is not None
        return True

    def first_open(self, question: PaperQuestion) -> str:
        """The first page that is not answered yet."""
        steps = self.steps(question)
        return next((step for step in steps if not self.is_done(step, question)), CHECK)

    def with_kind(self, kind: AnswerKind) -> Self:
        """Another answer to the first question; what was chosen on other pages is kept."""
        return replace(self, kind=kind, whom=self.whom if kind is self.kind else None)

    def with_services(self, chosen: Mapping[str, bool]) -> Self:
        """Yes or no to some services. Whom the barred topics are kept from is asked anew when
        that changes anything: until then they are barred for all."""
        services = {**self.services, **chosen}
        return replace(
            self, services=services, whom=self.whom if services == self.services else None
        )


def services_on(step: str, question: PaperQuestion) -> tuple[PaperService, ...]:
    """The services that a page asks about; none when there is no such page."""
    number = step.removeprefix(f"{WHO}-")
    if not number.isdecimal() or len(number) > 3:
        return ()
    first = (int(number) - 1) * SERVICES_A_PAGE
    return question.services[max(first, 0) : first + SERVICES_A_PAGE]


def _topics(values: list[int] | None) -> frozenset[Topic] | None:
    return None if values is None else frozenset(Topic(value) for value in values)


def forget(request: HttpRequest, pupil: str) -> None:
    """The answer is sent: the session keeps nothing of it."""
    kept = dict(request.session.get(KEY, {}))
    if kept.pop(pupil, None) is not None:
        request.session[KEY] = kept
