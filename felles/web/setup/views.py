"""The task list of the set-up: what is ready, and what remains."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from felles.meetings.queries import list_teams
from felles.people.queries import SetupState, get_setup_state
from felles.programme.queries import get_calendar, list_settings
from felles.rules.access import Actor, Permission, may
from felles.rules.school_year import school_year_to_plan
from felles.ui.access import ActorRequest, needs
from felles.ui.nav import find_url
from felles.ui.papers import TextStatus, get_maker


@dataclass(frozen=True, slots=True)
class SetupTask:
    """One thing to set up, where it stands, and the way there."""

    title: str
    state: str
    is_done: bool
    url: str
    note: str = ""


@needs(Permission.SETUP)
def setup(request: ActorRequest) -> HttpResponse:
    """Everything that a district sets up, in any order."""
    tasks = list(list_tasks(request.actor))
    return render(request, "web/setup/tasks.html", {"tasks": tasks})


def list_tasks(actor: Actor) -> Iterator[SetupTask]:
    """The tasks, each with its state in words. A task that is another's has no address."""
    state = get_setup_state(actor)
    teams = len(list_teams(actor))
    yield SetupTask(
        _("Skoler"),
        ngettext("%(n)d skole", "%(n)d skoler", state.schools) % {"n": state.schools},
        state.schools > 0,
        find_url("setup-schools") or "",
        _("Skolene kommer fra Nasjonalt skoleregister."),
    )
    yield SetupTask(
        _("Tjenester"),
        ngettext("%(n)d tjeneste", "%(n)d tjenester", state.services) % {"n": state.services},
        state.services > 0,
        find_url("setup-services") or "",
        _("Barnevernet, helse, klubb, Oslohjelpa og BUP."),
    )
    yield _people(actor, state)
    missing = max(state.schools - teams, 0)
    yield SetupTask(
        _("Innsatsteam og møterytme"),
        _remaining(missing, _("Alle skoler har innsatsteam")),
        missing == 0 and state.schools > 0,
        find_url("setup-schools") or "",
        _("Hver skole har ett team. Dere velger hvor ofte det møtes."),
    )
    yield _year(actor)
    decided = sum(1 for row in list_settings(actor.on) if row.from_on is not None)
    some = _("%(n)d bestemt av dere, resten er forslag") % {"n": decided}
    yield SetupTask(
        _("Innstillinger"),
        some if decided else _("Forslagene gjelder"),
        True,
        find_url("setup-settings") or "",
        _("Frister, aldersgrenser og hvor lenge et samtykke varer."),
    )
    if may(actor, Permission.TEXTS_APPROVE):
        yield _texts()
    yield _roster(actor, state)


def _year(actor: Actor) -> SetupTask:
    calendar = get_calendar(school_year_to_plan(actor.on))
    weeks = sum(calendar.teaching)
    known = ngettext("%(n)d uke med skole", "%(n)d uker med skole", weeks) % {"n": weeks}
    return SetupTask(
        _("Skolefri og årshjul"),
        _("Feriene mangler") if calendar.has_no_summer else known,
        not calendar.has_no_summer,
        _allowed(actor, Permission.MEETING_PLAN, "year-wheel"),
        _("Hvilke faste møter dere har, og når de er."),
    )


def _texts() -> SetupTask:
    waiting = sum(
        language.status is TextStatus.TO_BE_APPROVED for language in get_maker().list_languages()
    )
    text = ngettext(
        "%(n)d oversettelse venter på godkjenning",
        "%(n)d oversettelser venter på godkjenning",
        waiting,
    ) % {"n": waiting}
    return SetupTask(
        _("Tekster til familier"),
        text if waiting else _("Alle oversettelser er godkjent"),
        waiting == 0,
        find_url("setup-texts") or "",
        _("Samtykket og familiens egen side på ti språk."),
    )


def _people(actor: Actor, state: SetupState) -> SetupTask:
    missing = state.schools_without_coordinator
    text = ngettext(
        "%(n)d skole mangler rektor eller sosiallærer",
        "%(n)d skoler mangler rektor eller sosiallærer",
        missing,
    ) % {"n": missing}
    return SetupTask(
        _("Personer og roller"),
        text if missing else _("Alle skoler har rektor eller sosiallærer"),
        missing == 0 and state.schools > 0,
        _allowed(actor, Permission.PEOPLE_ADMIN, "setup-people"),
        _("Hvem som arbeider hvor, i hvilken rolle."),
    )


def _roster(actor: Actor, state: SetupState) -> SetupTask:
    missing = state.schools_without_pupils
    done = missing == 0 and state.schools > 0
    text = _remaining(missing, _("Alle skoler har elever"))
    if state.staff_reviews:
        waiting = ngettext(
            "%(n)d ansatt venter på rolle",
            "%(n)d ansatte venter på rolle",
            state.staff_reviews,
        ) % {"n": state.staff_reviews}
        text = f"{text}. {waiting}"
    return SetupTask(
        _("Elevlister"),
        text,
        done,
        _allowed(actor, Permission.ROSTER_IMPORT, "imports"),
        _("Elever, klasser og foresatte fra skolenes system."),
    )


def _allowed(actor: Actor, permission: Permission, name: str) -> str:
    return (find_url(name) or "") if may(actor, permission) else ""


def _remaining(missing: int, done: str) -> str:
    if not missing:
        return done
    return ngettext("%(n)d skole gjenstår", "%(n)d skoler gjenstår", missing) % {"n": missing}
