"""What each page of the question asks, and how it takes the answer."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date

from felles.casework.queries import FamilyPage, FamilyView, PaperQuestion, PaperService
from felles.portal.family import ask
from felles.portal.family.ask import Choice
from felles.portal.papers.parts import day, service_name
from felles.portal.session import FamilyRequest
from felles.portal.texts import FamilyText
from felles.rules.consent import AnswerKind
from felles.rules.roles import Topic

# As long as what people keep of it: see record_own_answer.
LONGEST_OTHER = 1000


@dataclass(frozen=True, slots=True)
class Option:
    """One answer to choose."""

    value: str
    label: str
    hint: str = ""
    chosen: bool = False


@dataclass(frozen=True, slots=True)
class Asked:
    """One question on a page; ``name`` is the name of its field."""

    name: str
    legend: str
    options: list[Option]
    hint: str = ""
    kind: str = "radio"
    error: str = ""
    # The heading of the page says it already.
    is_heading: bool = False


@dataclass(frozen=True, slots=True)
class Step:
    """Everything that a page of the question needs."""

    request: FamilyRequest
    view: FamilyView
    page: FamilyPage
    question: PaperQuestion
    choice: Choice
    text: FamilyText
    name: str = ""
    # Who would read at each service, by its public id, where the page says so.
    readers: Mapping[str, str] = field(default_factory=dict)

    @property
    def called(self) -> str:
        """The name that the child goes by."""
        return self.view.tie.pupil.called

    @property
    def pupil(self) -> str:
        """The child's public id."""
        return self.view.tie.pupil.public_id


@dataclass(frozen=True, slots=True)
class Page:
    """``ask`` gives the questions, with errors by field; ``take`` the choice, or the errors."""

    ask: Callable[[Step, dict[str, str]], list[Asked]]
    take: Callable[[Step], Choice | dict[str, str]]


def _names(step: Step, services: Iterable[PaperService]) -> str:
    """«Barnevernet, Helsesykepleier»: by kind alone, unless two are of the same kind."""
    rows = list(services)
    kinds = Counter(one.kind for one in rows)
    return ", ".join(
        step.text.say(f"services.{one.kind.value}")
        if kinds[one.kind] == 1
        else service_name(step.text, one)
        for one in rows
    )


def _ask_kind(step: Step, errors: dict[str, str]) -> list[Asked]:
    say, chosen = step.text.say, step.choice.kind
    services = _names(step, step.question.services)
    options = [
        Option("yes_all", say("consent.yes_all"), say("ask.yes_all_hint", services=services)),
        Option("yes_some", say("consent.yes_some"), say("ask.yes_some_hint")),
        Option("no", say("consent.no_all"), say("consent.no_all_hint", name=step.called)),
    ]
    options = [replace(one, chosen=one.value == chosen) for one in options]
    error = errors.get("kind", "")
    return [Asked("kind", say("consent.answer"), options, error=error)]


def _take_kind(step: Step) -> Choice | dict[str, str]:
    value = step.request.POST.get("kind", "")
    if value not in ("yes_all", "yes_some", "no"):
        return {"kind": step.text.say("page.choose")}
    return step.choice.with_kind(AnswerKind(value))


def _yes_no(step: Step, chosen: bool | None) -> list[Option]:
    return [
        Option("yes", step.text.say("common.yes"), chosen=chosen is True),
        Option("no", step.text.say("common.no"), chosen=chosen is False),
    ]


def _ask_who(step: Step, errors: dict[str, str]) -> list[Asked]:
    say = step.text.say
    return [
        Asked(
            f"service-{one.public_id}",
            service_name(step.text, one),
            _yes_no(step, step.choice.services.get(one.public_id)),
            hint=f"{say(f'does.{one.kind.value}')} "
            f"{say(f'knows.{one.kind.value}', name=step.called)}{_who_now(step, one)}",
            error=errors.get(one.public_id, ""),
        )
        for one in ask.services_on(step.name, step.question)
    ]


def _who_now(step: Step, service: PaperService) -> str:
    who = step.readers.get(service.public_id, "")
    return f" {step.text.say('ask.would_read', who=who)}" if who else ""


def _take_who(step: Step) -> Choice | dict[str, str]:
    given = {
        one.public_id: step.request.POST.get(f"service-{one.public_id}", "")
        for one in ask.services_on(step.name, step.question)
    }
    missing = [key for key, value in given.items() if value not in ("yes", "no")]
    if missing:
        return dict.fromkeys(missing, step.text.say("page.choose"))
    chosen = {key: value == "yes" for key, value in given.items()}
    return step.choice.with_services(chosen)


def _ask_staff(step: Step, errors: dict[str, str]) -> list[Asked]:
    say = step.text.say
    return [
        Asked(
            f"staff-{one.user_id}",
            say("ask.staff_question", agent=one.name),
            _yes_no(step, step.choice.staff.get(one.user_id)),
            hint=say(
                "ask.staff_why", agent=one.name, service=say(f"services.{one.service.kind.value}")
            ),
            error=errors.get(str(one.user_id), ""),
        )
        for one in step.choice.refused_staff(step.question)
    ]


def _take_staff(step: Step) -> Choice | dict[str, str]:
    given = {
        one.user_id: step.request.POST.get(f"staff-{one.user_id}", "")
        for one in step.choice.refused_staff(step.question)
    }
    missing = [str(key) for key, value in given.items() if value not in ("yes", "no")]
    if missing:
        return dict.fromkeys(missing, step.text.say("page.choose"))
    return replace(step.choice, staff={key: value == "yes" for key, value in given.items()})


def _ask_topics(step: Step, errors: dict[str, str]) -> list[Asked]:
    say, chosen = step.text.say, step.choice
    topics = [
        Option(
            str(topic.value),
            say(f"topics.{topic.name.lower()}"),
            chosen=topic in (chosen.topics or ()),
        )
        for topic in Topic
    ]
    last = step.question.until
    until = [
        Option(
            "suggested", say("ask.until_suggested", until=day(last)), chosen=chosen.until == last
        ),
        Option(
            "shorter",
            say("ask.until_shorter"),
            chosen=chosen.until is not None and chosen.until != last,
        ),
    ]
    return [
        Asked(
            "topic", say("consent.topics"), topics, hint=say("page.optional"), kind="checkbox",
            error=errors.get("topic", ""), is_heading=True,
        ),
        Asked("until", say("consent.until"), until, error=errors.get("until", "")),
    ]  # fmt: skip


def _take_topics(step: Step) -> Choice | dict[str, str]:
    post, say = step.request.POST, step.text.say
    known = {str(topic.value): topic for topic in Topic}
    topics = frozenset(known[value] for value in post.getlist("topic") if value in known)
    errors = {}
    if topics == frozenset(Topic):
        errors["topic"] = say("consent.no_all_hint", name=step.called)
    other = post.get("other", "").strip()
    if len(other) > LONGEST_OTHER:
        errors["other"] = say("ask.other_long", limit=str(LONGEST_OTHER))
    until = _take_until(step)
    if until is None:
        chosen = post.get("until") == "shorter"
        wrong = say("ask.until_wrong", until=day(step.question.until))
        errors["until"] = wrong if chosen else say("page.choose")
    if errors or until is None:
        return errors
    whom = step.choice.whom if topics else None
    return replace(step.choice, topics=topics, until=until, whom=whom, other=other)


def _take_until(step: Step) -> date | None:
    post, last = step.request.POST, step.question.until
    if post.get("until") == "suggested":
        return last
    if post.get("until") != "shorter":
        return None
    try:
        on = date.fromisoformat(post.get("until_on", ""))
    except ValueError:
        return None
    return on if step.request.family.on <= on <= last else None


def _ask_whom(step: Step, errors: dict[str, str]) -> list[Asked]:
    say, whom = step.text.say, step.choice.whom
    allowed = step.choice.allowed(step.question)
    return [
        Asked(
            "whom",
            say("ask.topics_pick"),
            [
                Option(
                    one.public_id,
                    service_name(step.text, one),
                    chosen=whom is not None and one.public_id in whom,
                )
                for one in allowed
            ],
            kind="checkbox",
            error=errors.get("whom", ""),
            is_heading=True,
        )
    ]


def _take_whom(step: Step) -> Choice | dict[str, str]:
    known = {one.public_id for one in step.choice.allowed(step.question)}
    whom = frozenset(step.request.POST.getlist("whom")) & known
    if not whom:
        return {"whom": step.text.say("page.choose")}
    return replace(step.choice, whom=whom)


PAGES = {
    ask.KIND: Page(_ask_kind, _take_kind),
    ask.WHO: Page(_ask_who, _take_who),
    ask.STAFF: Page(_ask_staff, _take_staff),
    ask.TOPICS: Page(_ask_topics, _take_topics),
    ask.WHOM: Page(_ask_whom, _take_whom),
}
