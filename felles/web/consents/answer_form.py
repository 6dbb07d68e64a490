"""What one guardian answered."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, timedelta
from typing import TYPE_CHECKING, Any

from django import forms
from django.forms.boundfield import BoundField
from django.utils.translation import gettext, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from felles.casework.queries import DualStaff
from felles.people.actions import ServiceScope
from felles.rules.consent import AnswerKind, Channel
from felles.rules.roles import Topic
from felles.ui.dates import day_long
from felles.ui.forms import CardRadios, ChipCheckboxes, ChipRadios, DateField, FellesForm
from felles.web.consents.forms import check_until
from felles.web.consents.texts import join_words, say_language

if TYPE_CHECKING:
    from felles.people.models import Organisation

YES, NO = "yes", "no"
YES_NO = [(YES, pgettext_lazy("answer", "Ja")), (NO, pgettext_lazy("answer", "Nei"))]
TOPICS = [(str(topic.value), _(topic.label)) for topic in Topic]


class AnswerForm(FellesForm):
    """What one guardian answered. One page; nothing about the answer is chosen beforehand.

    Topics are asked as what may *not* be talked about, so that a yes means all six unless the
    guardian says otherwise.
    """

    kind = forms.ChoiceField(label="", choices=())
    barred = forms.MultipleChoiceField(
        label=_("Er det noe vi ikke skal snakke om?"),
        help_text=_("Kryss av for det dere ikke skal snakke om med noen av tjenestene."),
        choices=TOPICS,
        widget=ChipCheckboxes,
        required=False,
    )
    channel = forms.ChoiceField(
        label=_("Hvordan svarte de?"),
        choices=[(channel.value, _(channel.label)) for channel in Channel],
        widget=ChipRadios,
        error_messages={"required": _("Velg hvordan svaret ble gitt.")},
    )
    answered_on = DateField(
        label=_("Når svarte de?"), error_messages={"required": _("Skriv når svaret ble gitt.")}
    )
    language = forms.CharField(
        label=_("Hvilket språk snakket dere?"),
        help_text=_("For eksempel norsk, polsk eller somali."),
        max_length=40,
    )
    interpreter = forms.CharField(
        label=_("Hvem tolket?"),
        help_text=_("Skriv navnet på tolketjenesten. La stå tomt hvis dere ikke brukte tolk."),
        max_length=120,
        required=False,
    )
    explained = forms.BooleanField(required=False)
    valid_until = DateField(label=_("Hvor lenge gjelder det?"), required=False)
    note = forms.CharField(
        label=_("Er det noe mer de sa om samtykket?"),
        widget=forms.Textarea({"rows": 3}),
        max_length=2000,
        required=False,
    )

    def __init__(
        self,
        *args: Any,
        services: Iterable[Organisation],
        staff: Iterable[DualStaff],
        kept: set[int],
        name: str,
        called: str,
        may_withdraw: bool,
        on: date,
        longest: int,
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        self.services, self.staff, self.kept = list(services), list(staff), kept
        self.on, self.last = on, on + timedelta(days=longest)
        self._name_fields(name, called)
        self._offer_answers(name, called, may_withdraw)
        for service in self.services:
            self._add_service(service)
        for person in self.staff:
            self._add_person(person)

    def _name_fields(self, name: str, called: str) -> None:
        fields = self.fields
        fields["channel"].label = _("Hvordan svarte %(name)s?") % {"name": name}
        fields["answered_on"].label = _("Når svarte %(name)s?") % {"name": name}
        fields["note"].label = _("Er det noe mer %(name)s sa om samtykket?") % {"name": name}
        fields["note"].help_text = _("Skriv slik at %(name)s og foreldrene kan lese det.") % {
            "name": called
        }
        fields["explained"].label = _(
            "Vi har forklart samtykket på et språk %(name)s forstår, og lest opp om det trengtes"
        ) % {"name": name}
        fields["valid_until"].help_text = _("Senest %(day)s.") % {"day": day_long(self.last)}

    def _offer_answers(self, name: str, called: str, may_withdraw: bool) -> None:
        kinds = [AnswerKind.YES_ALL, AnswerKind.YES_SOME, AnswerKind.NO]
        labels: list[tuple[str, Any]] = [(kind.value, _(kind.label)) for kind in kinds]
        hints: dict[str, Any] = {
            AnswerKind.YES_ALL.value: self._say_all(),
            AnswerKind.YES_SOME.value: _("Velg hvem lenger ned."),
            AnswerKind.NO.value: _("Da snakker innsatsteamet ikke om %(name)s med navn.")
            % {"name": called},
        }
        if may_withdraw:
            labels.append((AnswerKind.WITHDRAWN.value, _("Trekker samtykket")))
            hints[AnswerKind.WITHDRAWN.value] = _(
                "Vi slutter å dele fra nå. Det vi har skrevet før, blir ikke slettet."
            )
        self.fields["kind"] = forms.ChoiceField(
            label=_("Hva svarer %(name)s?") % {"name": name},
            choices=labels,
            widget=CardRadios(hints=hints),
            error_messages={"required": _("Velg hva %(name)s svarer.") % {"name": name}},
        )

    def _say_all(self) -> str:
        names = [f"{join_words(service.name for service in self.services)}."]
        for person in self.staff:
            about = {"name": person.name, "employer": person.employer}
            names.append(gettext("%(name)s, ansatt i %(employer)s, er også med.") % about)
        return " ".join(names)

    def _add_service(self, service: Organisation) -> None:
        self.fields[f"service_{service.public_id}"] = forms.ChoiceField(
            label=service.name,
            choices=YES_NO,
            widget=ChipRadios,
            required=False,
        )
        self.fields[f"barred_{service.public_id}"] = forms.MultipleChoiceField(
            label=_("Ikke snakk med %(service)s om") % {"service": service.name},
            choices=TOPICS,
            widget=ChipCheckboxes,
            required=False,
        )

    def _add_person(self, person: DualStaff) -> None:
        self.fields[f"person_{person.user_id}"] = forms.ChoiceField(
            label=_("Skal %(name)s være med?") % {"name": person.name},
            help_text=_(
                "%(name)s er ansatt i %(employer)s og arbeider på skolen. "
                "Spør når arbeidsgiveren ikke er med."
            )
            % {"name": person.name, "employer": person.employer},
            choices=YES_NO,
            widget=ChipRadios,
            required=False,
        )

    @property
    def service_rows(self) -> list[BoundField]:
        """The yes or no of each service, as bound fields."""
        return [self[f"service_{service.public_id}"] for service in self.services]

    @property
    def barred_rows(self) -> list[BoundField]:
        """The barred topics of each service, as bound fields."""
        return [self[f"barred_{service.public_id}"] for service in self.services]

    @property
    def has_own_topics(self) -> bool:
        """True when something was barred for one service only, which must then be in sight."""
        return any(row.value() for row in self.barred_rows)

    @property
    def person_rows(self) -> list[BoundField]:
        """Whether each member of staff whom a service employs may take part, as bound fields."""
        return [self[f"person_{person.user_id}"] for person in self.staff]

    def clean_answered_on(self) -> date:
        """An answer has been given."""
        answered_on: date = self.cleaned_data["answered_on"]
        if answered_on > self.on:
            raise forms.ValidationError(_("Svardatoen kan ikke være fram i tid."))
        return answered_on

    def clean(self) -> dict[str, Any]:
        """Ask for what this answer needs, and for nothing that it does not."""
        data = self.cleaned_data
        if "kind" not in data:
            return data
        self.answer_kind = AnswerKind(data["kind"])
        if self.answer_kind is AnswerKind.YES_SOME:
            self._clean_services()
        if self.answer_kind.is_yes:
            self._clean_yes()
        if self.answer_kind is not AnswerKind.WITHDRAWN:
            # Taking back asks for no more than giving: a person nobody speaks of is out.
            self._clean_people()
        return data

    def _clean_services(self) -> None:
        answers = {service: self._answer(service) for service in self.services}
        for service, answer in answers.items():
            if not answer:
                text = _("Velg ja eller nei for %(service)s.") % {"service": service.name}
                self.add_error(f"service_{service.public_id}", text)
        if set(answers.values()) == {NO}:
            self.add_error("kind", _("Velg «Nei» hvis ingen av tjenestene kan være med."))
        if set(answers.values()) == {YES}:
            self.answer_kind = AnswerKind.YES_ALL

    def _clean_yes(self) -> None:
        for scope, service in zip(self.scopes, self.allowed, strict=True):
            if not scope.topics:
                text = gettext("Alle tema er krysset bort for %(service)s. Svar heller nei.")
                self.add_error("barred", text % {"service": service.name})
        until = self.cleaned_data.get("valid_until")
        if until is None and "valid_until" not in self.errors:
            self.add_error("valid_until", _("Velg hvor lenge samtykket gjelder."))
        elif until is not None:
            try:
                check_until(until, self.on, self.last)
            except forms.ValidationError as error:
                self.add_error("valid_until", error)
        if not self.cleaned_data.get("explained"):
            self.add_error("explained", _("Forklar samtykket før dere tar imot et ja."))

    def _clean_people(self) -> None:
        for person in self.staff:
            name = f"person_{person.user_id}"
            if self.is_denied(person) and not self.cleaned_data.get(name):
                self.add_error(name, _("Velg ja eller nei for %(name)s.") % {"name": person.name})

    def is_denied(self, person: DualStaff) -> bool:
        """True when this answer shuts out a service that the person belongs to."""
        if not self.answer_kind.is_yes:
            return True
        refused = {service.pk for service in self.services if self._answer(service) == NO}
        if self.answer_kind is AnswerKind.YES_ALL:
            refused = set()
        return bool(person.affiliations & (refused | self.kept))

    def _answer(self, service: Organisation) -> str:
        return str(self.cleaned_data.get(f"service_{service.public_id}", ""))

    @property
    def allowed(self) -> list[Organisation]:
        """The services said yes to."""
        if not self.answer_kind.is_yes:
            return []
        if self.answer_kind is AnswerKind.YES_ALL:
            return self.services
        return [service for service in self.services if self._answer(service) == YES]

    @property
    def scopes(self) -> list[ServiceScope]:
        """The topics that each service said yes to may hear about."""
        barred = set(self.cleaned_data.get("barred", ()))
        scopes = []
        for service in self.allowed:
            own = barred | set(self.cleaned_data.get(f"barred_{service.public_id}", ()))
            topics = frozenset(topic for topic in Topic if str(topic.value) not in own)
            scopes.append(ServiceScope(service.pk, topics))
        return scopes

    @property
    def named(self) -> list[DualStaff]:
        """Staff accepted by name in spite of their employer."""
        return [
            person
            for person in self.staff
            if self.is_denied(person) and self.cleaned_data.get(f"person_{person.user_id}") == YES
        ]


def first_answer(*, until: date, on: date, language: str) -> dict[str, Any]:
    """What the form suggests: dates and the guardian's language, never an answer."""
    return {"valid_until": until, "answered_on": on, "language": say_language(language)}
