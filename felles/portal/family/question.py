"""The pages of the question: each shows what to choose, takes it, and leads to the next."""

from __future__ import annotations

from dataclasses import replace

from django.http import HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_http_methods, require_safe

from felles.casework.actions import answer_question, open_family
from felles.casework.queries import get_family_page, list_family_would_read
from felles.portal.access import family
from felles.portal.family import ask
from felles.portal.family.ask import Choice
from felles.portal.family.asking import PAGES, Asked, Step
from felles.portal.family.reading import name_by_service
from felles.portal.pages import carry_out, render_family, say_problem
from felles.portal.papers.parts import day, service_name
from felles.portal.session import FamilyRequest, get_text
from felles.rules.roles import Topic

# What each page after the first is about. Where it is the question itself, it stands there once.
HEADINGS = {
    ask.WHO: "consent.who",
    ask.STAFF: "ask.staff_title",
    ask.TOPICS: "consent.topics",
    ask.WHOM: "ask.topics_pick",
}


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
    loaded = _load(request, pupil, "family-consent-step")
    if loaded is None:
        return say_problem(request, "ask.closed_title", "ask.closed", status=200)
    if step not in loaded.choice.steps(loaded.question):
        return redirect("family-consent-step", pupil, loaded.choice.first_open(loaded.question))
    if step == ask.CHECK:
        return _check(loaded)
    return _page(replace(loaded, name=step, readers=_readers(loaded, step)), step)


def _readers(step: Step, name: str) -> dict[str, str]:
    """Who would read, on the pages where one chooses the services."""
    if not name.startswith((ask.KIND, ask.WHO)):
        return {}
    told = list_family_would_read(step.request.family, step.view)
    return name_by_service(step.text, told.services)


def _page(step: Step, name: str) -> HttpResponse:
    request = step.request
    page = PAGES[name.split("-", maxsplit=1)[0]]
    if request.method != "POST":
        return _render(step, name, page.ask(step, {}))
    taken = page.take(step)
    if isinstance(taken, dict):
        asked = [_as_typed(step, one) for one in page.ask(step, taken)]
        return _render(step, name, asked, status=422, other_error=taken.get("other", ""))
    taken.save(request, step.pupil)
    steps = taken.steps(step.question)
    return redirect("family-consent-step", step.pupil, steps[steps.index(name) + 1])


def _as_typed(step: Step, asked: Asked) -> Asked:
    """The question with what was just chosen, so that nothing must be chosen twice."""
    given = step.request.POST.getlist(asked.name)
    return replace(
        asked, options=[replace(one, chosen=one.value in given) for one in asked.options]
    )


def _render(
    step: Step, name: str, asked: list[Asked], *, status: int = 200, other_error: str = ""
) -> HttpResponse:
    steps = step.choice.steps(step.question)
    number = steps.index(name)
    context = {
        "child": step.view.tie.pupil,
        "facts": step.page.facts,
        "asked": asked,
        "name": name,
        "heading": HEADINGS.get(name.split("-", maxsplit=1)[0], ""),
        "number": number + 1,
        "total": len(steps),
        "before": steps[number - 1] if number else "",
        "until_on": _typed_date(step),
        "needs_date": name == ask.TOPICS,
        "other": _typed_other(step),
        "other_error": other_error,
        "who_now": [
            (service_name(step.text, one), step.readers[one.public_id])
            for one in step.question.services
            if name == ask.KIND and step.readers.get(one.public_id)
        ],
        "errors": [one for one in asked if one.error],
    }
    return render_family(step.request, "portal/family/question.html", context, status=status)


def _typed_other(step: Step) -> str:
    return step.request.POST.get("other", step.choice.other)


def _typed_date(step: Step) -> str:
    if step.request.method == "POST":
        return step.request.POST.get("until_on", "")
    until = step.choice.until
    return until.isoformat() if until and until != step.question.until else ""


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
        note=choice.other,
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
    if choice.other:
        lines.append(say("ask.sum_other", text=choice.other))
    if choice.until:
        lines.append(say("ask.sum_until", until=day(choice.until)))
    return lines
