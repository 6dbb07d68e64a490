"""Forms of the year: holidays, series, and who takes part."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING, Any

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from felles.meetings.actions import SeriesText
from felles.rules.decision import Decision
from felles.rules.free_times import WEEKDAYS
from felles.rules.holidays import MOST_BYTES, may_add_holiday
from felles.rules.meetings import TEMPLATES, MeetingKind, Place
from felles.ui.forms import DateField, FellesForm

if TYPE_CHECKING:
    from felles.meetings.models import Series
    from felles.people.models import Post

DAYS = [("", _("Ikke bestemt")), *((str(n), _(name)) for n, name in enumerate(WEEKDAYS))]
_SCHOOL_DAY = range(7, 21)


def _number(label: Any, low: int, high: int, hint: Any = "") -> forms.IntegerField:
    text = _("Skriv et tall fra %(low)s til %(high)s.") % {"low": low, "high": high}
    return forms.IntegerField(
        label=label,
        help_text=hint,
        min_value=low,
        max_value=high,
        error_messages=dict.fromkeys(("required", "invalid", "min_value", "max_value"), text),
    )


class HolidayForm(FellesForm):
    """Days without school, by hand."""

    name = forms.CharField(label=_("Hva er det?"), max_length=120)
    from_on = DateField(label=_("Første dag uten skole"))
    until_on = DateField(
        label=_("Siste dag uten skole"), required=False, help_text=_("La stå tom for én dag.")
    )

    def clean(self) -> dict[str, Any]:
        """The rule says which days can be."""
        data = super().clean() or {}
        if data.get("name") and data.get("from_on"):
            data["until_on"] = data.get("until_on") or data["from_on"]
            found: Decision = may_add_holiday(data["name"], data["from_on"], data["until_on"])
            if not found:
                said = [gettext(text) for text in (found.reason, *found.missing)]
                self.add_error("until_on", " ".join(said))
        return data


class HolidayFileForm(FellesForm):
    """A file of days without school."""

    export = forms.FileField(
        label=_("Fil"),
        help_text=_("CSV med navn;fra;til, eller en kalender (ICS)."),
        widget=forms.FileInput(attrs={"accept": ".csv,.txt,.ics"}),
        error_messages={
            "required": _("Velg en fil."),
            "empty": _("Filen er tom."),
        },
    )

    def clean_export(self) -> Any:
        """Nobody's holidays fill a megabyte."""
        file = self.cleaned_data["export"]
        if file.size > MOST_BYTES:
            raise forms.ValidationError(_("Filen er for stor."))
        return file


class NewSeriesForm(FellesForm):
    """One more series of a kind."""

    mark = "none"

    kind = forms.ChoiceField(label=_("Hva slags møte?"))
    name = forms.CharField(
        label=_("Hva kaller dere det?"),
        max_length=120,
        required=False,
        help_text=_("La stå tomt for det vanlige navnet."),
    )

    def __init__(self, *args: Any, place: Place, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        kinds = [
            kind
            for kind, template in TEMPLATES.items()
            if template.place is place or kind is MeetingKind.OTHER
        ]
        self.fields["kind"] = forms.ChoiceField(
            label=_("Hva slags møte?"),
            choices=[("", _("Velg")), *((kind.value, _(kind.label)) for kind in kinds)],
            error_messages={"required": _("Velg hva slags møte det er.")},
        )
        self.order_fields(["kind", "name"])


class SeriesForm(FellesForm):
    """Everything that can be adapted in a series."""

    mark = "none"

    name = forms.CharField(
        label=_("Navn"), max_length=120, required=False, help_text=_("La stå tomt for det vanlige.")
    )
    every_weeks = _number(
        _("Hvor mange skoleuker er det mellom møtene?"), 1, 12, _("1 betyr hver uke.")
    )
    minutes = _number(_("Hvor mange minutter varer møtet?"), 10, 480)
    place = forms.CharField(label=_("Sted"), max_length=120, required=False)
    weekday = forms.ChoiceField(label=_("Fast ukedag"), choices=DAYS, required=False)
    starts_at = forms.TimeField(
        label=_("Fast klokkeslett"),
        required=False,
        input_formats=["%H:%M", "%H.%M", "%H:%M:%S"],
        widget=forms.TimeInput({"type": "time"}, format="%H:%M"),
        error_messages={"invalid": _("Skriv klokkeslettet slik: 13.45.")},
    )
    first_week = _number(
        _("Hvilken skoleuke er det første møtet?"), 1, 12, _("Skoleåret begynner med uke 1.")
    )
    members = forms.MultipleChoiceField(required=False)
    substitutes = forms.MultipleChoiceField(required=False)
    is_active = forms.BooleanField(label=_("Møtet er i bruk"), required=False)

    def __init__(
        self, *args: Any, series: Series, candidates: Iterable[Post], **kwargs: Any
    ) -> None:
        kwargs.setdefault("initial", _initial(series))
        super().__init__(*args, **kwargs)
        self.of_posts = {post.public_id: post for post in candidates}
        choices = [(key, _described(post)) for key, post in self.of_posts.items()]
        for name, label in (
            ("members", _("Hvem er med?")),
            ("substitutes", _("Hvem kan møte for andre?")),
        ):
            self.fields[name] = forms.MultipleChoiceField(
                label=label,
                choices=choices,
                required=False,
                widget=forms.CheckboxSelectMultiple,
                error_messages={"invalid_choice": _("En av dem du valgte, kan ikke være med.")},
            )
        if series.kind == MeetingKind.INNSATSTEAM.value:
            for name in ("weekday", "starts_at", "first_week"):
                del self.fields[name]

    def clean_starts_at(self) -> Any:
        """A meeting lies within the day."""
        start = self.cleaned_data["starts_at"]
        if start is not None and start.hour not in _SCHOOL_DAY:
            raise forms.ValidationError(_("Velg et klokkeslett mellom 7.00 og 20.59."))
        return start

    def text(self) -> SeriesText:
        """What was written, as the action takes it."""
        data = self.cleaned_data
        day = data.get("weekday")
        return SeriesText(
            name=data["name"],
            every_weeks=data["every_weeks"],
            minutes=data["minutes"],
            place=data["place"],
            is_active=data["is_active"],
            weekday=int(day) if day else None,
            starts_at=data.get("starts_at"),
            first_week=data.get("first_week", 1) - 1,
        )

    def chosen(self, name: str) -> list[int]:
        """The ids of the chosen posts of a field."""
        return [self.of_posts[key].pk for key in self.cleaned_data[name]]


def _described(post: Post) -> str:
    from felles.rules.roles import Role

    return f"{post.user.name}, {gettext(Role(post.role).label)}, {post.organisation.name}"


def _initial(series: Series) -> dict[str, Any]:
    members = list(series.members.all())
    return {
        "name": series.name,
        "every_weeks": series.every_weeks,
        "minutes": series.minutes,
        "place": series.place,
        "weekday": "" if series.weekday is None else str(series.weekday),
        "starts_at": series.starts_at,
        "first_week": (series.first_week or 0) + 1,
        "members": [one.post.public_id for one in members if not one.is_substitute],
        "substitutes": [one.post.public_id for one in members if one.is_substitute],
        "is_active": series.is_active,
    }
