"""The forms of courses. No field leads to a pupil."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime, time
from typing import TYPE_CHECKING, Any

from django import forms
from django.utils.dates import WEEKDAYS
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from felles.activities.actions import GuestCard, Idea
from felles.activities.queries import list_sheets
from felles.rules.access import OSLO
from felles.rules.course_plan import Choices, Wanted, Wish
from felles.rules.courses import ROOM_LONGEST, GroupKind, WhyNot
from felles.ui.forms import CardRadios, ChipRadios, DateField, FellesForm
from felles.web.meetings.forms import TimeField
from felles.web.schools.checked import Aid, Checked
from felles.web.schools.forms import REFUSED

if TYPE_CHECKING:
    from felles.people.models import ClassGroup, Post

NO_PUPIL = _("Ikke skriv navn på elever. Alle på skolen ser dette.")
LOOK = _(
    "Noe her kan peke på et barn. Vi har merket det under «Sjekk teksten». "
    "Ta det bort, eller si at du har lest."
)
MOST_THEMES = 5
GRADES = range(1, 8)


def theme_choices(none: Any) -> list[tuple[str, Any]]:
    """The ten themes, after a first line that means none."""
    return [("", none), *((sheet.theme.value, _(sheet.theme.label)) for sheet in list_sheets())]


def group_field(**kwargs: Any) -> forms.ChoiceField:
    """A whole class or a small group."""
    hints = {
        GroupKind.CLASS.value: _("Alle i klassen er med. Planen er åpen for alle på skolen."),
        GroupKind.SMALL_GROUP.value: _(
            "Noen få. At gruppa finnes, ser alle på skolen. Hvem som er med, ser bare de som "
            "holder den."
        ),
    }
    return forms.ChoiceField(
        choices=[(one.value, _(one.label)) for one in GroupKind],
        widget=CardRadios(hints=hints),
        **kwargs,
    )


def class_field(classes: Iterable[ClassGroup], **kwargs: Any) -> forms.ChoiceField:
    """One of the school's classes."""
    found = [(row.public_id, row.name) for row in classes]
    return forms.ChoiceField(
        label=_("Klasse"),
        help_text=_("For en hel klasse."),
        choices=[("", _("Velg klasse")), *found],
        required=False,
        **kwargs,
    )


def grade_field() -> forms.TypedChoiceField:
    """A year of the school, or none."""
    years = [(str(one), _("%(grade)s. trinn") % {"grade": one}) for one in GRADES]
    return forms.TypedChoiceField(
        label=_("Trinn"),
        help_text=_("For en liten gruppe."),
        choices=[("", _("Flere trinn")), *years],
        coerce=int,
        empty_value=None,
        required=False,
    )


class CourseForm(FellesForm):
    """For whom, on what, when and where. The plan is shown before anything is saved."""

    mark = "optional"

    name = forms.CharField(label=_("Navn på kurset"), help_text=NO_PUPIL, max_length=120)
    weekday = forms.TypedChoiceField(
        label=_("Ukedag"),
        choices=[(str(number), WEEKDAYS[number]) for number in range(5)],
        coerce=int,
        widget=ChipRadios,
    )
    starts = TimeField(label=_("Begynner"))
    minutes = forms.IntegerField(label=_("Minutter"), min_value=10, max_value=240, initial=45)
    first_on = DateField(label=_("Første dag"), help_text=_("Vi tar den første slike ukedagen."))
    count = forms.IntegerField(label=_("Antall økter"), min_value=1, max_value=30, initial=8)
    room = forms.CharField(label=_("Rom"), max_length=ROOM_LONGEST, required=False)
    extend = forms.BooleanField(
        label=_("Legg uker som hoppes over, til på slutten"), required=False, initial=True
    )
    seats = forms.IntegerField(
        label=_("Plasser"),
        help_text=_("For en liten gruppe."),
        min_value=2,
        max_value=30,
        required=False,
    )
    field_order = (
        "name", "group", "class_id", "grade", "seats",
        *(f"theme_{number}" for number in range(1, MOST_THEMES + 1)),
        "weekday", "starts", "minutes", "first_on", "count", "room", "extend",
    )  # fmt: skip

    def __init__(self, *args: Any, classes: list[ClassGroup], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["group"] = group_field(label=_("Hvem er kurset for?"))
        self.fields["class_id"] = class_field(classes)
        self.fields["grade"] = grade_field()
        for number in range(1, MOST_THEMES + 1):
            none = _("Velg tema") if number == 1 else _("Ikke flere")
            label = _("Tema %(number)s") % {"number": number}
            self.fields[f"theme_{number}"] = forms.ChoiceField(
                label=label,
                choices=theme_choices(none),
                required=number == 1,
                error_messages={"required": _("Velg minst ett tema.")},
            )
        self.order_fields(self.field_order)

    def clean(self) -> dict[str, Any]:
        """A whole class is one of the school's."""
        data = self.cleaned_data
        if data.get("group") == GroupKind.CLASS.value and not data.get("class_id"):
            self.add_error("class_id", _("Velg hvilken klasse."))
        return data

    @property
    def theme_fields(self) -> list[forms.BoundField]:
        """The fields of the themes, in order."""
        return [self[f"theme_{number}"] for number in range(1, MOST_THEMES + 1)]

    @property
    def kept(self) -> list[tuple[str, str]]:
        """What was typed, for the next page to hand back; without what that page asks itself."""
        return [
            (name, str(self.data.get(name, "")))
            for name in self.fields
            if name != "extend" and self.data.get(name)
        ]

    def wanted(self, choices: Choices) -> Wanted:
        """The series that a valid form asks for."""
        data = self.cleaned_data
        named = [data[f"theme_{number}"] for number in range(1, MOST_THEMES + 1)]
        is_small = data["group"] == GroupKind.SMALL_GROUP.value
        return Wanted(
            name=data["name"],
            themes=tuple(dict.fromkeys(one for one in named if one)),
            group=GroupKind(data["group"]),
            wish=Wish(
                weekday=data["weekday"],
                starts_at=data["starts"],
                minutes=data["minutes"],
                first_on=data["first_on"],
                count=data["count"],
                extend=data["extend"],
            ),
            room=data["room"],
            class_id="" if is_small else data["class_id"],
            grade=data["grade"],
            seats=data["seats"],
            choices=choices,
        )


class RestForm(FellesForm):
    """Another time of day or room for what is left of a series."""

    mark = "optional"
    starts = TimeField(label=_("Begynner"))
    minutes = forms.IntegerField(label=_("Minutter"), min_value=10, max_value=240)
    room = forms.CharField(label=_("Rom"), max_length=ROOM_LONGEST, required=False)


class SessionTimeForm(FellesForm):
    """When and where one session is."""

    mark = "optional"
    on = DateField(label=_("Dato"))
    starts = TimeField(label=_("Begynner"))
    ends = TimeField(label=_("Slutter"))
    room = forms.CharField(label=_("Rom"), max_length=ROOM_LONGEST, required=False)

    def clean(self) -> dict[str, Any]:
        """It ends after it begins."""
        data = self.cleaned_data
        if data.get("starts") and data.get("ends") and data["ends"] <= data["starts"]:
            self.add_error("ends", _("Økta må slutte etter at den begynner."))
        return data

    @property
    def times(self) -> dict[str, Any]:
        """What the actions ask for."""
        data = self.cleaned_data
        return {
            "starts_at": self._at(data["starts"]),
            "ends_at": self._at(data["ends"]),
            "room": data["room"],
        }

    def _at(self, clock: time) -> datetime:
        return datetime.combine(self.cleaned_data["on"], clock, OSLO)


class WhyNotForm(FellesForm):
    """Why a session comes to nothing. Of staff and plans, never of a child."""

    mark = "none"
    why = forms.ChoiceField(
        label=_("Hvorfor ble det ikke noe av?"),
        choices=[(one.value, _(one.label)) for one in WhyNot],
        widget=forms.RadioSelect,
    )


class OutlineForm(FellesForm):
    """A theme with one of its outlines, or an outline of one's own."""

    mark = "none"
    chosen = forms.ChoiceField(label=_("Tema og opplegg"))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choices: list[Any] = []
        for sheet in list_sheets():
            key = sheet.theme.value
            own = [(f"{key}/{one.key}", one.title) for one in sheet.outlines]
            theme = gettext(sheet.theme.label)
            # Each by its theme's name: lists that are read aloud lose the heading.
            free = (f"{key}/", gettext("%(theme)s, eget opplegg") % {"theme": theme})
            choices.append((theme, [*own, free]))
        self.fields["chosen"] = forms.ChoiceField(label=_("Tema og opplegg"), choices=choices)

    @property
    def theme_and_outline(self) -> tuple[str, str]:
        """The keys that were chosen."""
        theme, _mark, outline = str(self.cleaned_data["chosen"]).partition("/")
        return theme, outline


class HolderForm(FellesForm):
    """A colleague of the school."""

    mark = "none"
    post = forms.ChoiceField(label=_("Kollega"))

    def __init__(self, *args: Any, posts: Iterable[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["post"] = forms.ChoiceField(
            label=_("Kollega"), choices=[("", _("Velg kollega")), *posts]
        )


class EndForm(FellesForm):
    """How a series is over."""

    mark = "none"
    how = forms.ChoiceField(
        label=_("Hvordan slutter kurset?"),
        choices=[
            ("ended", _("Vi er ferdige")),
            ("cancelled", _("Vi avlyser resten")),
        ],
        widget=ChipRadios,
    )


class GuestForm(FellesForm):
    """Who is invited, and by which address."""

    mark = "optional"
    organisation_name = forms.CharField(
        label=_("Hvor kommer gjesten fra?"),
        help_text=_("For eksempel politiet, ruskonsulenten eller utekontakten."),
        max_length=120,
    )
    name = forms.CharField(label=_("Navn på gjesten"), max_length=120, required=False)
    email = forms.EmailField(
        label=_("E-post"),
        widget=forms.EmailInput({"autocomplete": "off"}),
        error_messages={"invalid": _("Skriv en hel e-postadresse, som navn@sted.no.")},
    )

    @property
    def card(self) -> GuestCard:
        """What the action asks for."""
        data = self.cleaned_data
        return GuestCard(data["organisation_name"], data["email"], data["name"])


class GuestAnswerForm(FellesForm):
    """A guest's yes or no."""

    mark = "none"


class SuggestForm(FellesForm):
    """A theme and for whom, with a nameless text."""

    mark = "optional"
    theme = forms.ChoiceField(label=_("Tema"), required=False)
    text = forms.CharField(
        label=_("Hva trenger dere?"),
        help_text=_("Ikke skriv navn eller annet som peker på et barn."),
        max_length=400,
        required=False,
        widget=forms.Textarea({"rows": 4, "autocomplete": "off"}),
    )
    seen = forms.CharField(required=False, widget=forms.HiddenInput)
    confirmed = forms.BooleanField(
        label=_("Jeg har lest teksten. Den peker ikke på noe barn."), required=False
    )
    field_order = ("theme", "group", "class_id", "grade", "text", "seen", "confirmed")

    def __init__(self, *args: Any, aid: Aid, classes: list[ClassGroup], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.aid = aid
        self.checked: Checked | None = None
        self.fields["theme"] = forms.ChoiceField(
            label=_("Tema"), choices=theme_choices(_("Vet ikke")), required=False
        )
        self.fields["group"] = group_field(label=_("Hvem er det for?"))
        self.fields["class_id"] = class_field(classes)
        self.fields["grade"] = grade_field()
        self.order_fields(self.field_order)

    def clean_text(self) -> str:
        """The text as it is looked over and kept: without signs that nobody sees."""
        text = self.cleaned_data["text"]
        if not text:
            return ""
        self.checked = self.aid.check(text)
        return self.checked.text

    def clean(self) -> dict[str, Any]:
        """Refuse numbers and addresses; let the writer decide on all else that is marked."""
        data = self.cleaned_data
        if data.get("group") == GroupKind.CLASS.value and not data.get("class_id"):
            self.add_error("class_id", _("Velg hvilken klasse."))
        if not data.get("theme") and "text" in data and not data["text"]:
            self.add_error("text", _("Velg et tema, eller skriv hva dere trenger."))
        if self.checked is None or not self.checked.marks:
            return data
        if self.checked.is_refused:
            self.add_error("text", REFUSED)
        elif not (data.get("confirmed") and self.checked.was_seen(data.get("seen", ""))):
            self.add_error("text", LOOK)
        return data

    @property
    def idea(self) -> Idea:
        """What the action asks for."""
        data = self.cleaned_data
        return Idea(
            group=GroupKind(data["group"]),
            theme=data["theme"],
            class_id=data["class_id"],
            grade=data["grade"],
            text=data["text"],
        )


class DeclineForm(FellesForm):
    """A few words with the no."""

    mark = "none"
    answer = forms.CharField(
        label=_("Hva vil du svare?"),
        help_text=_("Den som foreslo det, leser dette. Ikke skriv navn på elever."),
        max_length=300,
        widget=forms.Textarea({"rows": 3}),
    )


def say_post(post: Post, role: str) -> str:
    """«Siri Holm, kontaktlærer»"""
    return f"{post.user.name}, {role}"
