"""Contact with a member of the innsatsteam between meetings. The consent is shown first."""

from __future__ import annotations

from django.http import HttpResponse
from django.utils.translation import gettext as _

from felles.casework import actions
from felles.casework.queries import CaseView, ContactLine, list_contact_lines
from felles.rules.access import Permission, may
from felles.ui.access import ActorRequest, may_open, needs
from felles.ui.parts import ServiceAnswer
from felles.web.cases.forms import ContactForm, limit_topics
from felles.web.cases.writing import FormPage, form_page
from felles.web.common import open_case_or_404
from felles.web.consents.texts import say_topics


@needs(Permission.SERVICE_CONTACT)
def contact(request: ActorRequest, public_id: str) -> HttpResponse:
    """What may be talked about with whom today; then what was said, and when."""
    view = open_case_or_404(request, public_id)
    lines = list_contact_lines(request.actor, view)
    form = _form(request, view, lines)
    ids = {line.service.public_id: line.service.pk for line in lines}

    def write() -> object:
        data = dict(form.cleaned_data)
        return actions.log_contact(
            by=request.actor,
            at=request.actor.at,
            public_id=public_id,
            service_id=ids[data.pop("service")],
            **data,
        )

    page = FormPage(
        _("Kontakt med en tjeneste"),
        "web/cases/contact.html",
        write,
        _("Kontakten er lagret, og står på tidslinjen."),
        context=_context(request, view, lines),
    )
    return form_page(request, view, page, form)


def _form(request: ActorRequest, view: CaseView, lines: list[ContactLine]) -> ContactForm:
    """What is open today can be chosen. A form that was sent keeps what it chose: the rule says
    why that does not hold any longer."""
    offered = lines if request.method == "POST" else [line for line in lines if line.topics]
    form = ContactForm(
        request.POST or None,
        called=view.case.pupil.called,
        services=[(line.service.public_id, line.service.name) for line in offered],
        hints={line.service.public_id: _hint(line) for line in offered if not line.is_whole},
        initial={"held_on": request.actor.on, "service": request.GET.get("tjeneste", "")},
    )
    if not form.is_bound:
        limit_topics(form, {topic for line in lines for topic in line.topics})
    return form


def _hint(line: ContactLine) -> str:
    return say_topics(line.topics) if line.topics else _(line.refusal.reason)


def _context(request: ActorRequest, view: CaseView, lines: list[ContactLine]) -> dict[str, object]:
    actor, school = request.actor, view.case.school.public_id
    may_call = not view.facts.is_protected and may_open(actor, "school", school)
    return {
        "lines": [
            ServiceAnswer(line.service.name, "yes" if line.topics else "no", _hint(line))
            for line in lines
        ],
        "is_any_open": any(line.topics for line in lines),
        "may_ask": may(actor, Permission.CONSENT_RECORD)
        and may_open(actor, "consent", view.case.public_id),
        "may_note": may_open(actor, "case-note", view.case.public_id),
        "may_discuss": may(actor, Permission.ANONYMOUS_DISCUSS),
        # The school's page tells where a protected pupil goes.
        "school_id": school if may_call else "",
    }
