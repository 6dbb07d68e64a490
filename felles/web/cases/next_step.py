"""The one next thing to do in a case, for whoever looks: a verb, why, and where to press."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field, replace
from datetime import date

from django.utils.translation import gettext as _

from felles.casework.queries import CasePage, CaseView
from felles.rules.access import Actor, Permission, may
from felles.rules.case_flow import Move, Step
from felles.rules.consent import ConsentState
from felles.rules.decision import Decision
from felles.ui.access import may_open
from felles.web.cases.words import PLANNED, RUNNING

YES = Decision.yes()
# Where each move is made. Those in POSTS need no more than the click.
MOVE_ROUTES: dict[Move, str] = {
    Move.ACCEPT: "case-accept",
    Move.BRING: "case-bring",
    Move.TRY_MORE: "case-decide",
    Move.REFER: "case-decide",
    Move.CLOSE_AT_SCHOOL: "case-decide",
    Move.TO_TEAM: "case-to-team",
    Move.STAY_AT_SCHOOL: "case-stay",
    Move.TEAM_DECIDE: "case-team-decide",
    Move.EVALUATE: "case-start-evaluation",
    Move.CONTINUE: "case-evaluate",
    Move.BACK_TO_SCHOOL: "case-evaluate",
    Move.CLOSE: "case-evaluate",
    Move.REOPEN: "case-reopen",
}
POSTS = frozenset({Move.ACCEPT, Move.BRING, Move.TO_TEAM, Move.EVALUATE})


@dataclass(frozen=True, slots=True)
class Button:
    """One way on. ``posts`` is carried out by the click itself, else it leads to a page."""

    label: str
    route: str
    query: str = ""
    decision: Decision = YES
    posts: bool = False


@dataclass(frozen=True, slots=True)
class NextStep:
    """What the block «Neste steg» shows."""

    title: str
    text: str
    button: Button | None = None
    others: tuple[Button, ...] = ()
    due_on: date | None = None


@dataclass(frozen=True, slots=True)
class Scene:
    """The case as one actor sees it."""

    actor: Actor
    view: CaseView
    page: CasePage
    called: str = field(default="")

    def may(self, permission: Permission) -> bool:
        """True when the actor's role may do this at all."""
        return may(self.actor, permission)

    def move(self, move: Move, label: str) -> tuple[Button, ...]:
        """The button of a move, with the rule's answer; nothing when the role has no such move."""
        decision = self.page.moves.get(move)
        if decision is None:
            return ()
        return (Button(label, MOVE_ROUTES[move], decision=decision, posts=move in POSTS),)

    @property
    def own_due_on(self) -> date | None:
        """When the first measure of the actor, or of the organisation acted for, is due."""
        days = [
            row.due_on
            for row in self.page.measures
            if row.status in (PLANNED, RUNNING)
            and (
                row.owner_id == self.actor.user_id
                or row.organisation_id == self.actor.organisation_id
            )
        ]
        return min(days, default=None)


def find_next_step(actor: Actor, view: CaseView, page: CasePage) -> NextStep | None:
    """The next step for this actor; none when the case is closed or it is not theirs to act.

    A button to a page that the role may not open is left out.
    """
    found = _find(actor, view, page)
    if found and found.button and not may_open(actor, found.button.route, view.case.public_id):
        return replace(found, button=None)
    return found


def _find(actor: Actor, view: CaseView, page: CasePage) -> NextStep | None:
    scene = Scene(actor, view, page, view.case.pupil.called)
    step = Step(view.case.step)
    if not view.sight.is_school:
        return _service(scene, step)
    if step.needs_consent and page.evidence.consent_state is not ConsentState.LIVE:
        return replace(_consent_gone(scene), due_on=view.case.due_on)
    find = _AT_STEP.get(step)
    found = find(scene) if find else None
    return replace(found, due_on=view.case.due_on) if found else None


def _concern(scene: Scene) -> NextStep:
    accept = scene.move(Move.ACCEPT, _("Ta imot"))
    if accept:
        text = _("Når du tar imot, begynner skolen å følge opp. Du får ansvaret for saken.")
        return NextStep(_("ta imot bekymringen"), text, accept[0])
    return NextStep(_("skolen tar imot bekymringen"), _("Sosiallæreren eller rektor gjør det."))


def _at_school(scene: Scene) -> NextStep:
    evidence, called = scene.page.evidence, scene.called
    bring = scene.move(Move.BRING, _("Ta opp i elevsaksmøtet"))
    if not evidence.pupil_heard:
        return NextStep(
            _("snakk med %(name)s") % {"name": called},
            _("Spør hva som er bra, og hva %(name)s ønsker.") % {"name": called},
            Button(_("Skriv om samtalen"), "case-talk", "?slag=elev"),
            bring,
        )
    if not evidence.guardians_told:
        return NextStep(
            _("snakk med foresatte"),
            _("Fortell hva dere har sett, og spør hva de tenker."),
            Button(_("Skriv om samtalen"), "case-talk", "?slag=foresatte"),
            bring,
        )
    add = Button(_("Legg til tiltak"), "measure-add")
    if not evidence.measures_running and scene.may(Permission.MEASURE_WRITE):
        text = _("Prøv noe lite først. Skriv hvem som gjør hva, og til når.")
        return NextStep(_("bli enige om hva dere prøver"), text, add, bring)
    text = _("Skriv hvordan det går hver uke. Er det ikke nok, tar elevsaksmøtet saken videre.")
    return NextStep(_("følg tiltakene på skolen"), text, None, bring)


def _elevsaksmote(scene: Scene) -> NextStep:
    if scene.may(Permission.ELEVSAK_DECIDE):
        text = _("Møtet ser på det %(name)s sier, hva dere har prøvd, og hvordan det gikk.")
        return NextStep(
            _("skriv hva elevsaksmøtet beslutter"),
            text % {"name": scene.called},
            Button(_("Gå til beslutningen"), "case-decide"),
        )
    text = _("Sosiallæreren eller rektor skriver beslutningen. Du får vite det her.")
    return NextStep(_("elevsaksmøtet beslutter"), text)


def _consent(scene: Scene) -> NextStep:
    if not scene.may(Permission.CONSENT_RECORD):
        text = _("Sosiallæreren snakker med foresatte. Skolen følger opp som før.")
        return NextStep(_("foresatte svarer om samtykke"), text)
    state = scene.page.evidence.consent_state
    consent = Button(_("Gå til samtykke"), "consent")
    to_team = scene.move(Move.TO_TEAM, _("Meld til innsatsteamet"))
    stay = scene.move(Move.STAY_AT_SCHOOL, _("Bli på skolen"))
    if state is ConsentState.LIVE and to_team:
        text = _("Foresatte har sagt ja. Innsatsteamet kan snakke om %(name)s.")
        return NextStep(_("meld til innsatsteamet"), text % {"name": scene.called}, to_team[0])
    if state is ConsentState.WAITING:
        text = _("Ring gjerne. Mange vil heller snakke om det enn å lese.")
        return NextStep(_("få svar fra foresatte"), text, consent, to_team)
    if state in (ConsentState.REFUSED, ConsentState.WITHDRAWN) and stay:
        text = _("Foresatte bestemmer. %(name)s får hjelp på skolen uansett.")
        return NextStep(_("fortsett på skolen"), text % {"name": scene.called}, stay[0], (consent,))
    text = _("Fortell hvem som kan hjelpe, og hva de får vite. Foresatte bestemmer.")
    return NextStep(_("spør foresatte om samtykke"), text, consent, to_team)


def _said_no(scene: Scene) -> str:
    """A no changes nothing in what the school itself does."""
    return _("Foresatte bestemmer. %(name)s får hjelp på skolen uansett.") % {"name": scene.called}


def _consent_gone(scene: Scene) -> NextStep:
    text = _("Tjenestene ser ikke saken nå. Det som er skrevet før, blir ikke slettet.")
    if scene.page.evidence.consent_state in (ConsentState.REFUSED, ConsentState.WITHDRAWN):
        text = f"{text} {_said_no(scene)}"
    if not scene.may(Permission.CONSENT_RECORD):
        return NextStep(_("foresatte svarer om samtykke"), text)
    consent = Button(_("Gå til samtykke"), "consent")
    stay = scene.move(Move.STAY_AT_SCHOOL, _("Fortsett på skolen"))
    return NextStep(_("avklar samtykket med foresatte"), text, consent, stay)


def _innsatsteam(scene: Scene) -> NextStep:
    evidence = scene.page.evidence
    decide = scene.move(Move.TEAM_DECIDE, _("Skriv beslutningen"))
    if not evidence.family_met:
        return NextStep(
            _("møt %(name)s og foresatte") % {"name": scene.called},
            _("De skal få si hva de ønsker, før innsatsteamet beslutter."),
            Button(_("Skriv om møtet"), "case-talk", "?slag=mote"),
            decide,
        )
    if not evidence.measures_running and scene.may(Permission.MEASURE_WRITE):
        text = _("Hvem gjør hva, og til når? Foresatte må ha sagt ja til tjenesten.")
        return NextStep(
            _("bli enige om tiltak"), text, Button(_("Legg til tiltak"), "measure-add"), decide
        )
    if decide:
        text = _("Skriv hva dere ble enige om, og når dere evaluerer.")
        return NextStep(_("skriv hva innsatsteamet beslutter"), text, decide[0])
    return NextStep(_("innsatsteamet beslutter"), _("Rektor eller sosiallæreren skriver det her."))


def _measures(scene: Scene) -> NextStep:
    due_on = scene.view.case.due_on
    evaluate = scene.move(Move.EVALUATE, _("Start evaluering"))
    if evaluate and due_on is not None and due_on <= scene.actor.on:
        text = _("Hjalp det? Spør %(name)s og foresatte før dere bestemmer dere.")
        return NextStep(_("evaluer tiltakene"), text % {"name": scene.called}, evaluate[0])
    text = _("Skriv hvordan det går med hvert tiltak hver uke.")
    return NextStep(_("følg tiltakene til evalueringen"), text, None, evaluate)


def _evaluation(scene: Scene) -> NextStep:
    if scene.may(Permission.EVALUATE):
        text = _("Spør hva som har hjulpet, og hva de ønsker nå.")
        return NextStep(
            _("evaluer sammen med %(name)s og foresatte") % {"name": scene.called},
            text,
            Button(_("Skriv evalueringen"), "case-evaluate"),
        )
    text = _("Har du sett noe som har hjulpet? Skriv det i et notat.")
    return NextStep(_("fortell hvordan det har gått"), text, Button(_("Skriv notat"), "case-note"))


def _service(scene: Scene, step: Step) -> NextStep | None:
    """For a service: only what it can do itself, from what it may read."""
    if step is Step.EVALUATION:
        text = _("Skolen evaluerer nå. Skriv hva dere har sett.")
        button = Button(_("Skriv notat"), "case-note")
        return NextStep(_("fortell hvordan det har gått"), text, button)
    if scene.own_due_on:
        text = _("Skriv hvordan det går med tiltaket ditt hver uke.")
        return NextStep(_("følg tiltaket ditt"), text, due_on=scene.own_due_on)
    if step in (Step.INNSATSTEAM, Step.MEASURES):
        text = _("Skriv hva dere kan bidra med, og til når.")
        button = Button(_("Legg til tiltak"), "measure-add")
        return NextStep(_("si hva dere kan bidra med"), text, button)
    return None


_AT_STEP: dict[Step, Callable[[Scene], NextStep]] = {
    Step.CONCERN: _concern,
    Step.AT_SCHOOL: _at_school,
    Step.ELEVSAKSMOTE: _elevsaksmote,
    Step.CONSENT: _consent,
    Step.INNSATSTEAM: _innsatsteam,
    Step.MEASURES: _measures,
    Step.EVALUATION: _evaluation,
}
