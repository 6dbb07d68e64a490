"""The day page's words: what each thing to do is called, and the sentence on top."""

from __future__ import annotations

from datetime import datetime

from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext

from felles.casework.queries import AskAgain, TodoRow
from felles.rules.access import Actor, Permission, may
from felles.rules.case_flow import Step
from felles.rules.families import MessageKind
from felles.rules.replay import WarnStep
from felles.ui import dates
from felles.ui.papers import LANGUAGES

# Step -> what to do about a case there, the button, the page, and what its page demands.
TODO = {
    Step.CONCERN: (
        gettext_lazy("Ta imot bekymringen om %(name)s"),
        gettext_lazy("Ta imot"),
        "case-accept",
        Permission.ELEVSAK_BRING,
    ),
    Step.AT_SCHOOL: (
        gettext_lazy("Se hvordan det går med %(name)s"),
        gettext_lazy("Se saken"),
        "case",
        Permission.CASE_READ,
    ),
    Step.ELEVSAKSMOTE: (
        gettext_lazy("Skriv elevsaksmøtets beslutning om %(name)s"),
        gettext_lazy("Skriv beslutningen"),
        "case-decide",
        Permission.ELEVSAK_DECIDE,
    ),
    Step.CONSENT: (
        gettext_lazy("Følg opp samtykket for %(name)s"),
        gettext_lazy("Følg opp"),
        "consent",
        Permission.CONSENT_RECORD,
    ),
    Step.INNSATSTEAM: (
        gettext_lazy("Ta opp %(name)s i innsatsteamet"),
        gettext_lazy("Skriv beslutningen"),
        "case-team-decide",
        Permission.TEAM_DECIDE,
    ),
    Step.MEASURES: (
        gettext_lazy("Begynn evalueringen for %(name)s"),
        gettext_lazy("Begynn"),
        "case-start-evaluation",
        Permission.EVALUATE,
    ),
    Step.EVALUATION: (
        gettext_lazy("Evaluer sammen med %(name)s og foreldrene"),
        gettext_lazy("Evaluer"),
        "case-evaluate",
        Permission.EVALUATE,
    ),
}

NEWS = {
    Step.CONCERN: gettext_lazy("ny bekymring"),
    Step.AT_SCHOOL: gettext_lazy("skolen følger opp"),
    Step.ELEVSAKSMOTE: gettext_lazy("skal opp i elevsaksmøtet"),
    Step.CONSENT: gettext_lazy("elevsaksmøtet vil koble på innsatsteamet"),
    Step.INNSATSTEAM: gettext_lazy("er meldt til innsatsteamet"),
    Step.MEASURES: gettext_lazy("innsatsteamet har bestemt tiltak"),
    Step.EVALUATION: gettext_lazy("tiltakene skal evalueres"),
    Step.CLOSED: gettext_lazy("saken er avsluttet"),
}

HURRY = (
    gettext_lazy("Ingenting haster."),
    gettext_lazy("Én ting haster."),
    gettext_lazy("To ting haster."),
    gettext_lazy("Tre ting haster."),
    gettext_lazy("Fire ting haster."),
    gettext_lazy("Fem ting haster."),
)

# What a guardian asks for, and what to do about it.
MESSAGES = {
    MessageKind.WISH: (
        gettext_lazy("Foresatt til %(name)s har skrevet"),
        gettext_lazy("Les og svar"),
    ),
    MessageKind.CALL: (
        gettext_lazy("Foresatt til %(name)s ønsker å bli ringt"),
        gettext_lazy("Se hvem du skal ringe"),
    ),
    MessageKind.INTERPRETER: (
        gettext_lazy("Foresatt til %(name)s trenger tolk"),
        gettext_lazy("Avtal tolk"),
    ),
    MessageKind.PAPER: (
        gettext_lazy("Foresatt til %(name)s vil ha det på papir"),
        gettext_lazy("Se hva som skal skrives ut"),
    ),
    MessageKind.CORRECTION: (
        gettext_lazy("Foresatt til %(name)s ber om retting"),
        gettext_lazy("Les og svar"),
    ),
    MessageKind.COPY: (
        gettext_lazy("Foresatt til %(name)s ber om kopi"),
        gettext_lazy("Les og svar"),
    ),
}

# What waits on a guardian's page, and what to do about it.
FROM_FAMILIES = {
    "exception": (
        gettext_lazy("Unntak for %(name)s venter på godkjenning"),
        gettext_lazy("Se begrunnelsen"),
    ),
    "exception_over": (
        gettext_lazy("Unntaket for %(name)s har gått ut. Vi venter på svaret igjen."),
        gettext_lazy("Se unntaket"),
    ),
}

# What waits about a meeting with pupil and guardians, and the button.
OF_FAMILY_MEETING = {
    "interpreter": (
        gettext_lazy("Bestill tolk: %(language)s, %(day)s kl. %(time)s"),
        gettext_lazy("Skriv hvor langt dere er kommet"),
    ),
    "invite": (
        gettext_lazy("Si fra til foresatte om møtet %(day)s kl. %(time)s for %(name)s"),
        gettext_lazy("Inviter"),
    ),
    "held": (
        gettext_lazy("Skriv hvordan møtet %(day)s med familien til %(name)s gikk"),
        gettext_lazy("Skriv"),
    ),
}


def about_family_meeting(todo: TodoRow) -> tuple[str, str]:
    """What to do about the meeting, and what the button says."""
    title, action = OF_FAMILY_MEETING[todo.kind]
    at = todo.at
    about = {
        "name": short_name(todo.row.name),
        "language": _(LANGUAGES[todo.what]) if todo.what in LANGUAGES else "",
        "day": dates.day(at) if at else "",
        "time": dates.clock_time(at) if at else "",
    }
    return title % about, str(action)


def short_name(name: str) -> str:
    """«Maja P.»: enough for those who know the child, little for those who look over a shoulder."""
    *first, last = name.split() or [""]
    return f"{' '.join(first)} {last[:1]}." if first else last


def ask_anew(name: str, reasons: AskAgain) -> str:
    """That a consent ends or has ended, or that a birthday calls for a new question."""
    about: dict[str, str | int] = {"name": short_name(name)}
    if reasons.ending and reasons.ending.step is WarnStep.ENDED:
        return _("Samtykket for %(name)s har gått ut. Tjenestene ser ikke saken.") % about
    if reasons.ending:
        return _("Samtykket for %(name)s går ut snart. Spør på nytt.") % about
    about["age"] = reasons.milestone.age if reasons.milestone else 0
    return _("%(name)s har fylt %(age)d. Spør på nytt, og hør hva eleven mener.") % about


def new_owner(what: str) -> str:
    """That a measure needs somebody else."""
    return _("«%(what)s» trenger en ny ansvarlig") % {"what": what}


def greeting(at: datetime, name: str) -> str:
    """«God morgen, Mina»"""
    hour = timezone.localtime(at).hour
    first = name.partition(" ")[0]
    if 4 <= hour < 10:
        return _("God morgen, %(name)s") % {"name": first}
    if 10 <= hour < 18:
        return _("God dag, %(name)s") % {"name": first}
    return _("God kveld, %(name)s") % {"name": first}


def long_day(at: datetime) -> str:
    """«Tirsdag 24. november.»"""
    text = date_format(timezone.localdate(at), pgettext("weekday, day and whole month", "l j. F"))
    return f"{text[:1].upper()}{text[1:]}."


def hurry(count: int) -> str:
    """How many things are due by today, without alarm."""
    if count < len(HURRY):
        return str(HURRY[count])
    return _("%(count)d ting haster. Ta én om gangen.") % {"count": count}


def news_since(at: datetime) -> str:
    """The heading of what is new; on Mondays the weekend is included."""
    if timezone.localdate(at).weekday() == 0:
        return _("Nytt siden fredag")
    return _("Nytt siden i går")


def nothing_to_do(actor: Actor) -> str:
    """What an empty list means for the actor's role."""
    if may(actor, Permission.ELEVSAK_DECIDE):
        return _("Ingen saker har frist den neste uka. Da er det tid til en god nyhet hjem.")
    if may(actor, Permission.CONCERN_RAISE):
        return _("Ingenting venter på deg. Ser du noe som bekymrer deg, så si fra.")
    return _("Ingenting venter på deg. Du ser saker når foresatte har sagt ja til tjenesten din.")
