"""Words about consent that several pages share."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from django import forms
from django.utils.translation import get_language_info, gettext, ngettext

from felles.rules.ages import Milestone
from felles.rules.clocks import SettingKey
from felles.rules.consent import AnswerKind, Channel
from felles.rules.roles import Topic

if TYPE_CHECKING:
    from felles.people.models import ConsentAnswer

# The version of the text in web/consents/question.html. A new text gets a new version, so that
# every answer says which text the guardian was shown.
FORM_VERSION = "2026-3"

# A consent should not outlive the work that it is for; half a school year is the suggestion.
SUGGESTED_DAYS = 180


def join_words(words: Iterable[str]) -> str:
    """«a», «a og b», «a, b og c»."""
    *first, last = list(words) or [""]
    if not first:
        return last
    return gettext("%(first)s og %(last)s") % {"first": ", ".join(first), "last": last}


def say_topics(topics: Iterable[Topic]) -> str:
    """What may be talked about, in the fewest words: all, all but these, or only these."""
    allowed = set(topics)
    barred = [topic for topic in Topic if topic not in allowed]
    if not barred:
        return gettext("Alle tema")
    if not allowed:
        return gettext("Ingen tema")
    if len(barred) <= len(allowed):
        names = join_words(map(_quote, barred))
        return gettext("Alle tema, men ikke %(topics)s") % {"topics": names}
    return gettext("Bare %(topics)s") % {"topics": join_words(map(_quote, sorted(allowed)))}


def _quote(topic: Topic) -> str:
    return f"«{gettext(topic.label)}»"


def say_language(value: str) -> str:
    """The name of a language that was written as a name or, by a roster, as a code."""
    if value in ("nb", "no"):
        return gettext("norsk")
    try:
        name: str = get_language_info(value)["name_translated"]
    except KeyError:
        return value
    return name.lower()


def say_explained(answer: ConsentAnswer) -> str:
    """Whether the guardian had it explained in a language that he or she understands.

    A no needs no explanation: there nothing is said when nothing was written.
    """
    if answer.channel == Channel.PORTAL:
        return gettext("Den foresatte leste det selv på familiens side.")
    if answer.explained:
        return gettext("Forklart på et språk den foresatte forstår.")
    if AnswerKind(answer.kind).is_yes:
        return gettext("Det er ikke skrevet at samtykket ble forklart.")
    return ""


def say_milestone(milestone: Milestone) -> str:
    """That a birthday calls for a new question."""
    if milestone.key is SettingKey.AGE_MAJORITY:
        text = gettext("Eleven har fylt %(age)d. Foresatte svarer ikke lenger. Spør eleven.")
    else:
        text = gettext("Eleven har fylt %(age)d. Spør på nytt, og hør hva eleven mener.")
    return text % {"age": milestone.age}


def say_days(days: int) -> str:
    """«1 dag», «180 dager»."""
    return ngettext("%(days)d dag", "%(days)d dager", days) % {"days": days}


def list_typed(form: forms.Form) -> list[tuple[str, str]]:
    """Everything that was sent, for carrying it past the page where it is checked."""
    return [
        (name, value)
        for name, field in form.fields.items()
        for value in _values(field.widget.value_from_datadict(form.data, form.files, name))
    ]


def _values(value: object) -> list[str]:
    if value is None or value is False:
        return []
    return [str(one) for one in value] if isinstance(value, list) else [str(value)]
