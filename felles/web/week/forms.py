"""The forms of the week: stretches by day, absence, and who follows up."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Any

from django import forms
from django.forms import BoundField
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from felles.rules.agent_week import WEEKDAYS, AwayKind, Side, SlotKind, Stretch
from felles.rules.roles import Role
from felles.ui.forms import ChipRadios, DateField, FellesForm
from felles.web.meetings.forms import TimeField

if TYPE_CHECKING:
    from felles.people.models import Post

ROWS = 5
DAY_NAMES = (_("Mandag"), _("Tirsdag"), _("Onsdag"), _("Torsdag"), _("Fredag"))
_PARTS = ("kind", "starts", "ends", "place")


@dataclass(frozen=True, slots=True)
class PlanRow:
    """The fields of one stretch, and whether there is something in it."""

    number: int
    fields: list[BoundField]
    is_filled: bool


@dataclass(frozen=True, slots=True)
class PlanDay:
    """One day of the form: rows in use, and rows that wait."""

    name: str
    used: list[PlanRow]
    spare: list[PlanRow]


class PlanForm(FellesForm):
    """A fixed week: up to five stretches a day. Rows without times are not kept."""

    mark = "none"
    from_on = DateField(label=_("Gjelder fra"))

    def __init__(self, *args: Any, plan: Sequence[Stretch] = (), **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for day in WEEKDAYS:
            of_day = [one for one in plan if one.weekday == day]
            for row in range(ROWS):
                self._add_row(day, row, of_day[row] if row < len(of_day) else None)

    def _add_row(self, day: int, row: int, one: Stretch | None) -> None:
        kinds = [(kind.value, gettext(kind.label)) for kind in SlotKind]
        about = {
            "kind": forms.ChoiceField(
                label=_("Hva"), choices=kinds, required=False,
                initial=one.kind.value if one else SlotKind.DURING.value,
            ),
            "starts": TimeField(label=_("Fra"), required=False, initial=one and one.starts_at),
            "ends": TimeField(label=_("Til"), required=False, initial=one and one.ends_at),
            "place": forms.CharField(
                label=_("Sted"), required=False, max_length=80, initial=one.place if one else ""
            ),
        }  # fmt: skip
        for name, field in about.items():
            self.fields[f"{name}_{day}_{row}"] = field

    def days(self) -> Iterator[PlanDay]:
        """The fields as the page shows them, day by day."""
        for day in WEEKDAYS:
            rows = [self._row(day, row) for row in range(ROWS)]
            used = [row for row in rows if row.is_filled]
            yield PlanDay(str(DAY_NAMES[day]), used, [row for row in rows if not row.is_filled])

    def _row(self, day: int, row: int) -> PlanRow:
        fields = [self[f"{name}_{day}_{row}"] for name in _PARTS]
        is_filled = any(field.value() or field.errors for field in fields[1:])
        return PlanRow(row + 1, fields, is_filled)

    def clean(self) -> dict[str, Any]:
        """A stretch has both its times, and ends after it has begun."""
        for day in WEEKDAYS:
            for row in range(ROWS):
                self._check(f"{day}_{row}")
        return self.cleaned_data

    def _check(self, name: str) -> None:
        starts, ends = f"starts_{name}", f"ends_{name}"
        if starts in self.errors or ends in self.errors:
            return
        begin, end = self.cleaned_data[starts], self.cleaned_data[ends]
        if begin and not end:
            self.add_error(ends, _("Skriv når tiden slutter."))
        elif end and not begin:
            self.add_error(starts, _("Skriv når tiden begynner."))
        elif begin and end <= begin:
            self.add_error(ends, _("Tiden må slutte etter at den begynner."))
        elif self.cleaned_data[f"place_{name}"] and not begin:
            self.add_error(starts, _("Skriv når tiden begynner."))

    def stretches(self) -> list[Stretch]:
        """The week of a form that is valid, in order."""
        data = self.cleaned_data
        found = [
            Stretch(
                weekday=day,
                starts_at=data[f"starts_{day}_{row}"],
                ends_at=data[f"ends_{day}_{row}"],
                kind=SlotKind(data[f"kind_{day}_{row}"] or SlotKind.OTHER.value),
                place=data[f"place_{day}_{row}"],
            )
            for day in WEEKDAYS
            for row in range(ROWS)
            if data[f"starts_{day}_{row}"]
        ]
        return sorted(found, key=lambda one: (one.weekday, one.starts_at))


class AwayForm(FellesForm):
    """Days away. There is no field for why."""

    mark = "none"
    from_on = DateField(label=_("Første dag"))
    until_on = DateField(label=_("Siste dag"))
    kind = forms.ChoiceField(
        label=_("Hva skal lederen se?"),
        help_text=_("Skriv aldri om sykdom her. Skolen ser bare «borte»."),
        choices=[(one.value, _(one.label)) for one in AwayKind],
        initial=AwayKind.AWAY.value,
        widget=ChipRadios,
    )

    def said(self) -> tuple[date, date, AwayKind]:
        """First day, last day and kind, of a form that is valid."""
        data = self.cleaned_data
        return data["from_on"], data["until_on"], AwayKind(data["kind"])


class FollowUpForm(FellesForm):
    """One person on each side, or nobody."""

    mark = "none"

    def __init__(
        self,
        *args: Any,
        choices: Mapping[Side, Iterable[Post]],
        now: Mapping[Side, int],
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        labels = {Side.SCHOOL: _("På skolen"), Side.SERVICE: _("I tjenesten")}
        for side in Side:
            people = [(str(post.pk), _say(post)) for post in choices[side]]
            self.fields[side.value] = forms.ChoiceField(
                label=labels[side],
                choices=[("", gettext("Ingen ennå")), *people],
                required=False,
                initial=str(now.get(side, "")),
            )

    def chosen(self, side: Side) -> int | None:
        """The post that was chosen; None for nobody."""
        return int(self.cleaned_data[side.value]) if self.cleaned_data[side.value] else None


def _say(post: Post) -> str:
    return f"{post.user.name}, {gettext(Role(post.role).label)}"
