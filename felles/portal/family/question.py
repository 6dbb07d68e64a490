"""The pages of the question: each shows what to choose, takes it, and leads to the next."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from datetime import date

from django.http import HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_http_methods, require_safe

from felles.casework.actions import answer_question, open_family
from felles.casework.queries import (
    FamilyPage,
    FamilyView,
    NotYours,
    PaperQuestion,
    PaperService,
    get_family_page,
)
from felles.portal.access import family
from felles.portal.family import ask
from felles.portal.family.ask import Choice
from felles.portal.pages import carry_out, render_family, say_problem
from felles.portal.papers.parts import day, service_name
from felles.portal.session import FamilyRequest, get_text
from felles.portal.texts import FamilyText
from felles.rules.consent import AnswerKind
from felles.rules.roles import Topic


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


@dataclass(frozen=True, slots=True)
class Step:
    """Everything that a page of the question needs."""

    request: FamilyRequest
    view: FamilyView
    page: FamilyPage
    question: PaperQuestion
    choice: Choice
    text: FamilyText

    @property
    def called(self) -> str:
        """The name that the child goes by."""
        return self.view.tie.pupil.called

    @property
    def pupil(self) -> str:
        """The child's public id."""
        return self.view.tie.pupil.public_id


def _load(request: FamilyRequest, pupil: str, route: str) -> Step | None:
    """The question as it stands now; None when nothing is asked any longer."""
    at = request.family.at
    view = open_family(by=request.family, at=at, public_id=pupil, route=route)
    page = get_family_page(request.family, view)
    if page.facts is None or page.facts.question is None:
        return None
    choice = Choice.load(request, pupil, page.question_id)
    return Step(request, view, page, page.facts.question, choice, get_text(request))


@family
@require_safe
def begin(request: FamilyRequest, pupil: str) -> HttpResponse:
    """Where one left off, or the first page."""
    step = _load(request, pupil, "family-consent")
    if step is None:
        return say_problem(request, "ask.closed_title", "ask.closed", status=200)
    return redirect("family-consent-step", pupil, step.choice.first_open(step.question))


@family
@require_http_methods(["GET", "HEAD", "POST"])
def show(request: FamilyRequest, pupil: str, step: str) -> HttpResponse:
    """One page of the question."""
    if step not in ask.STEPS:
        raise NotYours
    loaded = _load(request, pupil, "family-consent-step")
    if loaded is None:
        return say_problem(request, "ask.closed_title", "ask.closed", status=200)
    if step not in loaded.choice.steps(loaded.question):
        return redirect("family-consent-step", pupil, loaded.choice.first_open(loaded.question))
    if step == ask.CHECK:
        return _check(loaded)
    return _page(loaded, step)


def _page(step: Step, name: str) -> HttpResponse:
    request = step.request
    if request.method != "POST":
        return _render(step, name, PAGES[name].ask(step, {}))
    taken = PAGES[name].take(step)
    if isinstance(taken, dict):
        return _render(step, name, PAGES[name].ask(step, taken), status=422)
    taken.save(request, step.pupil)
    steps = taken.steps(step.question)
    return redirect("family-consent-step", step.pupil, steps[steps.index(name) + 1])


def _render(step: Step, name: str, asked: list[Asked], *, status: int = 200) -> HttpResponse:
    steps = step.choice.steps(step.question)
    number = steps.index(name)
    context = {
        "child": step.view.tie.pupil,
        "facts": step.page.facts,
        "asked": asked,
        "name": name,
        "number": number + 1,
        "total": len(steps),
        "before": steps[number - 1] if number else "",
        "until": step.choice.until,
        "needs_date": name == ask.TOPICS,
        "errors": [one for one in asked if one.error],
    }
    return render_family(step.request, "portal/family/question.html", context, status=status)


# --- The pages, each with what it asks and how it takes the answer.
@dataclass(frozen=True, slots=True)
class Page:
    """``ask`` gives the questions, with errors by field; ``take`` the choice, or the errors."""

    ask: Callable[[Step, dict[str, str]], list[Asked]]
    take: Callable[[Step], Choice | dict[str, str]]


def _names(step: Step, services: Iterable[PaperService]) -> str:
    return ", ".join(service_name(step.text, one) for one in services)


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
            f"{say(f'knows.{one.kind.value}', name=step.called)}",
            error=errors.get(one.public_id, ""),
        )
        for one in step.question.services
    ]


def _take_who(step: Step) -> Choice | dict[str, str]:
    given = {
        one.public_id: step.request.POST.get(f"service-{one.public_id}", "")
        for one in step.question.services
    }
    missing = [key for key, value in given.items() if value not in ("yes", "no")]
    if missing:
        return dict.fromkeys(missing, step.text.say("page.choose"))
    chosen = {key: value == "yes" for key, value in given.items()}
    return replace(step.choice, services=chosen)


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
            error=errors.get("topic", ""),
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
    until = _take_until(step)
    if until is None:
        chosen = post.get("until") == "shorter"
        wrong = say("ask.until_wrong", until=day(step.question.until))
        errors["until"] = wrong if chosen else say("page.choose")
    if errors or until is None:
        return errors
    whom = step.choice.whom if topics else None
    return replace(step.choice, topics=topics, until=until, whom=whom)


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
                    chosen=whom is None or one.public_id in whom,
                )
                for one in allowed
            ],
            kind="checkbox",
            error=errors.get("whom", ""),
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


# --- The last page: everything in plain sentences, and the button that sends it.
def _check(step: Step) -> HttpResponse:
    open_step = step.choice.first_open(step.question)
    if open_step != ask.CHECK:
        return redirect("family-consent-step", step.pupil, open_step)
    if step.request.method != "POST":
        return _show_check(step, "")
    if step.request.POST.get("understood") != "yes":
        return _show_check(step, step.text.say("ask.understood_missing"), status=422)
    problem = carry_out(step.request, lambda: _send(step))
    if problem == "ask.changed":
        ask.forget(step.request, step.pupil)
        return say_problem(step.request, "ask.changed_title", "ask.changed", status=409)
    if problem:
        return _show_check(step, step.text.say(problem), status=422)
    ask.forget(step.request, step.pupil)
    return redirect("family-thanks", step.pupil)


def _send(step: Step) -> None:
    choice, question = step.choice, step.question
    kind = choice.outcome(question)
    answer_question(
        by=step.request.family,
        at=step.request.family.at,
        public_id=step.pupil,
        question=choice.question,
        kind=kind,
        language=step.text.about.code,
        valid_until=choice.until or step.request.family.on,
        scopes=choice.scopes(question) if kind.is_yes else (),
        named_user_ids=choice.named(question) if kind.is_yes else (),
        form_version=f"{step.text.about.version} {step.text.about.code}",
    )


def _show_check(step: Step, error: str, *, status: int = 200) -> HttpResponse:
    steps = step.choice.steps(step.question)
    context = {
        "child": step.view.tie.pupil,
        "lines": _sum_up(step),
        "kind": step.choice.outcome(step.question).value,
        "error": error,
        "number": len(steps),
        "total": len(steps),
        "before": steps[-2],
        "first": steps[0],
    }
    return render_family(step.request, "portal/family/check.html", context, status=status)


def _sum_up(step: Step) -> list[str]:
    """The answer in plain sentences, service by service."""
    say, choice, question = step.text.say, step.choice, step.question
    if not choice.outcome(question).is_yes:
        said = say("ask.sum_no_all", name=step.called)
        return [said, say("ask.refused", name=step.called)]
    allowed = {one.public_id for one in choice.allowed(question)}
    lines = []
    for one in question.services:
        service, barred = service_name(step.text, one), choice.barred(one)
        if one.public_id not in allowed or barred == frozenset(Topic):
            lines.append(say("ask.sum_no", service=service))
        elif barred:
            topics = ", ".join(say(f"topics.{topic.name.lower()}") for topic in sorted(barred))
            lines.append(say("ask.sum_yes_not", service=service, topics=topics))
        else:
            lines.append(say("ask.sum_yes", service=service))
    for person in choice.refused_staff(question):
        key = "ask.sum_staff_yes" if choice.staff.get(person.user_id) else "ask.sum_staff_no"
        lines.append(say(key, agent=person.name))
    if choice.until:
        lines.append(say("ask.sum_until", until=day(choice.until)))
    return lines
