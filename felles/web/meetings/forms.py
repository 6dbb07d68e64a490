"""The forms of meetings."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime, time
from typing import TYPE_CHECKING, Any

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from felles.rules.access import OSLO
from felles.rules.meetings import MeetingKind, may_meet_at
from felles.rules.roles import OrgKind, Role
from felles.ui.forms import DateField, FellesForm

if TYPE_CHECKING:
    from felles.meetings.models import Series
    from felles.people.models import Post

NO_PUPIL = _("Skriv ikke navn på elever. Teksten står også i kalendere og e-post.")
INSIDE = _("Skriv ikke navn på elever. Alle som kalles inn, ser dette.")


class TimeField(forms.TimeField):
    """A time of day; 13.45 and 13:45 are the same."""

    def __init__(self, **kwargs: Any) -> None:
        kwargs.setdefault("input_formats", ["%H:%M", "%H.%M", "%H:%M:%S"])
        kwargs.setdefault("widget", forms.TimeInput({"type": "time"}, format="%H:%M"))
        kwargs.setdefault("error_messages", {}).setdefault(
            "invalid", _("Skriv klokkeslettet slik: 13.45.")
        )
        super().__init__(**kwargs)


class MoveForm(FellesForm):
    """When and where."""

    mark = "optional"
    on = DateField(label=_("Dato"))
    starts = TimeField(label=_("Begynner"))
    ends = TimeField(label=_("Slutter"))
    place = forms.CharField(label=_("Sted"), help_text=NO_PUPIL, max_length=120, required=False)

    @property
    def starts_at(self) -> datetime:
        """The instant at which it begins."""
        return self._at(self.cleaned_data["starts"])

    @property
    def ends_at(self) -> datetime:
        """The instant at which it ends."""
        return self._at(self.cleaned_data["ends"])

    def _at(self, clock: time) -> datetime:
        return datetime.combine(self.cleaned_data["on"], clock, OSLO)


class NewMeetingForm(MoveForm):
    """A meeting of some kind, or the next one of a series."""

    what = forms.ChoiceField(label=_("Hva slags møte?"))
    name = forms.CharField(
        label=_("Eget navn på møtet"), help_text=INSIDE, max_length=120, required=False
    )
    field_order = ("what", "name", "on", "starts", "ends", "place")

    def __init__(
        self, *args: Any, series: Iterable[Series], place_kind: OrgKind, **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.of_series = {f"s-{row.public_id}": row for row in series}
        fixed = [(key, _series_name(row)) for key, row in self.of_series.items()]
        single = [
            (kind.value, gettext(kind.label))
            for kind in MeetingKind
            if may_meet_at(kind, place_kind)
        ]
        groups: list[Any] = [("", gettext("Velg møte"))]
        groups += [(gettext("Faste møter"), fixed), (gettext("Enkeltmøter"), single)]
        self.fields["what"] = forms.ChoiceField(
            label=_("Hva slags møte?"), choices=groups if fixed else [groups[0], *single]
        )
        self.order_fields(self.field_order)

    @property
    def series(self) -> Series | None:
        """The series that it belongs to, if any."""
        return self.of_series.get(self.cleaned_data["what"])

    @property
    def kind(self) -> MeetingKind:
        """The kind that was chosen, or that of the series."""
        series = self.series
        return MeetingKind(series.kind if series else self.cleaned_data["what"])


def _series_name(row: Series) -> str:
    return row.name or gettext(MeetingKind(row.kind).label)


def say_post(post: Post) -> str:
    """«Siri Holm, rektor, Furulia skole»"""
    return f"{post.user.name}, {gettext(Role(post.role).label)}, {post.organisation.name}"


class AttendeesForm(FellesForm):
    """Who takes part: those who are on it or usually are, and others one can call."""

    mark = "none"
    near = forms.MultipleChoiceField(
        label=_("Hvem skal være med?"), required=False, widget=forms.CheckboxSelectMultiple
    )
    more = forms.MultipleChoiceField(
        label=_("Andre du kan kalle inn"), required=False, widget=forms.CheckboxSelectMultiple
    )

    def __init__(self, *args: Any, near: list[Post], more: list[Post], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.of_posts = {post.public_id: post.pk for post in (*near, *more)}
        for name, posts in (("near", near), ("more", more)):
            field = self.fields[name]
            assert isinstance(field, forms.MultipleChoiceField)  # noqa: S101 -- for the types
            field.choices = [(post.public_id, say_post(post)) for post in posts]

    @property
    def post_ids(self) -> set[int]:
        """The posts that are chosen."""
        chosen = (*self.cleaned_data["near"], *self.cleaned_data["more"])
        return {self.of_posts[public_id] for public_id in chosen}


class ComeAtForm(FellesForm):
    """When one person comes."""

    come_at = TimeField(
        label=_("Kom klokka"),
        help_text=_("La feltet stå tomt hvis personen skal komme fra start."),
        required=False,
    )


class SubstituteForm(FellesForm):
    """Which colleague goes instead."""

    mark = "none"
    post = forms.ChoiceField(label=_("Hvem går i stedet for deg?"), widget=forms.RadioSelect)

    def __init__(self, *args: Any, posts: list[Post], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.of_posts = {post.public_id: post.pk for post in posts}
        field = self.fields["post"]
        assert isinstance(field, forms.ChoiceField)  # noqa: S101 -- for the types
        field.choices = [(post.public_id, say_post(post)) for post in posts]

    @property
    def post_id(self) -> int:
        """The post that is chosen."""
        return self.of_posts[self.cleaned_data["post"]]
