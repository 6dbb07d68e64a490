"""The guardian's pages: the children, what was decided, who has read, and a word to the school."""

from __future__ import annotations

from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_http_methods, require_safe

from felles.casework.actions import (
    open_family,
    open_family_file,
    open_family_home,
    open_family_reads,
    withdraw_answer,
    write_family_message,
)
from felles.casework.queries import (
    FamilyPage,
    FamilyRead,
    FamilyReaders,
    NotYours,
    PaperService,
    get_family_page,
    list_family_contacts,
    list_family_readers,
    may_read_all,
)
from felles.portal.access import family
from felles.portal.family.reading import name_by_service, name_readers, role_name
from felles.portal.pages import carry_out, render_family
from felles.portal.papers import Papers
from felles.portal.session import FamilyRequest, get_text
from felles.rules.case_flow import Step
from felles.rules.families import MessageKind
from felles.rules.roles import Topic
from felles.ui.papers import PaperKind

LONGEST = 4000
READS_A_PAGE = 50
WRITE_KINDS = (MessageKind.WISH, MessageKind.CORRECTION, MessageKind.COPY)
HELP_KINDS = (MessageKind.CALL, MessageKind.INTERPRETER, MessageKind.PAPER)

# Papers that say more than the question itself.
READ_ALL = (PaperKind.DECISION, PaperKind.INVITATION)


@family
@require_safe
def home(request: FamilyRequest) -> HttpResponse:
    """The children, and what waits for an answer. One child alone opens by itself."""
    children = open_family_home(by=request.family, at=request.family.at, route="family-home")
    if len(children) == 1 and not children[0].has_question:
        return redirect("family-pupil", children[0].public_id)
    context = {"children": children, "name": request.family.guardian_name}
    return render_family(request, "portal/family/home.html", context)


@family
@require_safe
def pupil(request: FamilyRequest, pupil: str) -> HttpResponse:
    """What was decided, who does what, with whom it is shared, and the guardian's own answer."""
    view = open_family(
        by=request.family, at=request.family.at, public_id=pupil, route="family-pupil"
    )
    page = get_family_page(request.family, view)
    reads_all = may_read_all(request.family)
    context = {
        "child": view.tie.pupil,
        "page": page,
        "facts": page.facts,
        "reads_all": reads_all,
        "step_key": f"after.step.{Step(view.case.step).name.lower()}" if view.case else "",
        "decided_keys": _decided_keys(page),
        "shared": _shared(request, page),
        "can_answer": bool(page.facts and page.facts.question),
    }
    return render_family(request, "portal/family/pupil.html", context)


def _decided_keys(page: FamilyPage) -> tuple[str, str]:
    if page.facts is None or page.facts.decision is None:
        return "", ""
    decision = page.facts.decision
    board = "innsatsteam" if decision.is_of_team else "elevsaksmote"
    return f"decision.{board}", f"decision.{decision.outcome.value}"


def _shared(
    request: FamilyRequest, page: FamilyPage, now: FamilyReaders | None = None
) -> list[tuple[PaperService, str, str]]:
    """Each service that may read now, with what it may not hear of, and who that is."""
    text = get_text(request)
    who = name_by_service(text, now.services) if now else {}
    rows = []
    for shared in page.shared:
        barred = sorted(frozenset(Topic) - shared.topics)
        topics = ", ".join(text.say(f"topics.{topic.name.lower()}") for topic in barred)
        rows.append((shared.service, topics, who.get(shared.service.public_id, "")))
    return rows


@family
@require_safe
def access(request: FamilyRequest, pupil: str) -> HttpResponse:
    """Who has read, when and why; and who may read now."""
    view, reads = open_family_reads(
        by=request.family, at=request.family.at, public_id=pupil, route="family-access"
    )
    page = get_family_page(request.family, view)
    now = list_family_readers(request.family, view)
    number = _page_number(request.GET.get("side", ""))
    shown = reads[(number - 1) * READS_A_PAGE : number * READS_A_PAGE]
    context = {
        "child": view.tie.pupil,
        "rows": [(read, *_who(request, read)) for read in shown],
        "older": number + 1 if len(reads) > number * READS_A_PAGE else 0,
        "shared": _shared(request, page, now),
        "school_who": name_readers(get_text(request), now.school),
        "has_case": view.case is not None,
        "contacts": list_family_contacts(view),
    }
    return render_family(request, "portal/family/access.html", context)


def _page_number(value: str) -> int:
    return max(int(value), 1) if value.isdecimal() and len(value) < 6 else 1


def _who(request: FamilyRequest, read: FamilyRead) -> tuple[str, str]:
    """The role and organisation, and the reason, in the family's words."""
    text = get_text(request)
    role = role_name(text, read.role)
    who = f"{role}, {text.isolate(read.organisation)}" if read.organisation else role
    return who, text.say(f"after.ground.{read.ground.value}")


@family
@require_http_methods(["GET", "HEAD", "POST"])
def withdraw(request: FamilyRequest, pupil: str) -> HttpResponse:
    """Take the yes back: one page, one button."""
    view = open_family(
        by=request.family, at=request.family.at, public_id=pupil, route="family-withdraw"
    )
    page = get_family_page(request.family, view)
    current = page.current
    context = {"child": view.tie.pupil, "error": "", "has_yes": bool(current and current.has_yes)}
    if request.method == "POST" and context["has_yes"]:
        problem = carry_out(
            request,
            lambda: withdraw_answer(
                by=request.family,
                at=request.family.at,
                public_id=pupil,
                language=get_text(request).about.code,
            ),
        )
        if not problem:
            return render_family(request, "portal/family/withdrawn.html", context)
        context["error"] = problem
        return render_family(request, "portal/family/withdraw.html", context, status=422)
    return render_family(request, "portal/family/withdraw.html", context)


@family
@require_safe
def thanks(request: FamilyRequest, pupil: str) -> HttpResponse:
    """The answer has come: what happens next, and a copy."""
    view = open_family(
        by=request.family, at=request.family.at, public_id=pupil, route="family-thanks"
    )
    page = get_family_page(request.family, view)
    if page.current is None:
        raise NotYours
    context = {"child": view.tie.pupil, "page": page, "current": page.current}
    return render_family(request, "portal/family/thanks.html", context)


@family
@require_http_methods(["GET", "HEAD", "POST"])
def write(request: FamilyRequest, pupil: str) -> HttpResponse:
    """What we want, something that is wrong, or a wish for a copy; and what was written before."""
    return _message(request, pupil, "family-write", WRITE_KINDS)


@family
@require_http_methods(["GET", "HEAD", "POST"])
def get_help(request: FamilyRequest, pupil: str) -> HttpResponse:
    """Call me, an interpreter, or paper."""
    return _message(request, pupil, "family-help", HELP_KINDS)


def _message(
    request: FamilyRequest, pupil: str, route: str, kinds: tuple[MessageKind, ...]
) -> HttpResponse:
    view = open_family(by=request.family, at=request.family.at, public_id=pupil, route=route)
    page = get_family_page(request.family, view)
    typed = {"kind": request.POST.get("kind", ""), "text": request.POST.get("text", "")}
    context = {
        "child": view.tie.pupil,
        "kinds": [kind.value for kind in kinds],
        "typed": typed,
        "messages": [one for one in page.messages if MessageKind(one.kind) in kinds],
        "error": "",
        "sent": "",
        "limit": LONGEST,
    }
    template = "portal/family/help.html" if kinds is HELP_KINDS else "portal/family/write.html"
    if request.method != "POST":
        return render_family(request, template, context)
    error = _send(request, pupil, kinds, typed)
    if not error:
        return render_family(request, template, {**context, "sent": typed["kind"]})
    return render_family(request, template, {**context, "error": error}, status=422)


def _send(
    request: FamilyRequest, pupil: str, kinds: tuple[MessageKind, ...], typed: dict[str, str]
) -> str:
    """Send a message; "" when it is sent, else what to say."""
    text = get_text(request)
    if typed["kind"] not in {kind.value for kind in kinds}:
        return text.say("page.choose")
    kind = MessageKind(typed["kind"])
    if kind.needs_text and not typed["text"].strip():
        return text.say("write.empty")
    if len(typed["text"]) > LONGEST:
        return text.say("write.too_long", limit=str(LONGEST))
    problem = carry_out(
        request,
        lambda: write_family_message(
            by=request.family,
            at=request.family.at,
            public_id=pupil,
            kind=kind,
            text=typed["text"],
            language=text.about.code,
        ),
    )
    return text.say(problem) if problem else ""


@family
@require_safe
def paper(request: FamilyRequest, pupil: str, kind: str) -> HttpResponse:
    """One of the guardian's own papers as PDF, in the language of the pages; kept nowhere."""
    if kind not in {known.value for known in PaperKind if known.is_for_guardian}:
        raise Http404
    view = open_family_file(
        by=request.family, at=request.family.at, public_id=pupil, route="family-paper"
    )
    facts = get_family_page(request.family, view).facts
    wanted = PaperKind(kind)
    if facts is None or not wanted.is_ready(facts):
        raise NotYours
    if wanted in READ_ALL and not may_read_all(request.family):
        raise NotYours
    content = Papers().make(wanted, get_text(request).about.code, facts, request.family.at)
    return HttpResponse(
        content,
        content_type="application/pdf",
        headers={"Content-Disposition": f'attachment; filename="{kind}.pdf"'},
    )
