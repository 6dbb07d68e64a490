"""The gallery: every component in every state, with made-up people.

Shown to those who set up a district, and opened by the accessibility tests.
"""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from django import forms
from django.http import HttpResponse
from django.shortcuts import render

from felles.rules.access import Permission
from felles.rules.decision import Decision
from felles.ui import clock
from felles.ui.access import ActorRequest, needs
from felles.ui.forms import CardRadios, ChipCheckboxes, ChipRadios, DateField, FellesForm
from felles.ui.icons import ICONS
from felles.ui.parts import (
    Appointment,
    Arena,
    Event,
    FileChange,
    ServiceAnswer,
    Step,
    SummaryRow,
    Todo,
)

# why: the texts below are samples for the builders of pages, so they are not translated.
PLACES = [("yard", "Skolegården"), ("gate", "Porten"), ("inside", "Inne"), ("club", "Klubben")]
SEEN = [("play", "Fin lek"), ("talk", "God prat"), ("alone", "Noen alene")]
DECISIONS = [("school", "Skolen prøver mer først"), ("team", "Spør om samtykke")]


class SampleForm(FellesForm):
    """One field of each sort."""

    name = forms.CharField(label="Hvem gjelder det?", help_text="Skriv fornavn og klasse.")
    seen = forms.CharField(
        label="Hva har du sett eller hørt?",
        help_text="Skriv slik at eleven og foreldrene kan lese det.",
        widget=forms.Textarea,
    )
    since = DateField(label="Siden når?", required=False)
    grade = forms.ChoiceField(
        label="Trinn", choices=[("", "Velg trinn"), ("5", "5. trinn"), ("6", "6. trinn")]
    )
    talked = forms.ChoiceField(
        label="Har du snakket med eleven?",
        choices=[("yes", "Ja"), ("no", "Ikke ennå")],
        widget=forms.RadioSelect,
    )
    topics = forms.MultipleChoiceField(
        label="Hva handler det om?", choices=SEEN, widget=forms.CheckboxSelectMultiple
    )
    where = forms.ChoiceField(label="Hvor er du?", choices=PLACES, widget=ChipRadios)
    what = forms.MultipleChoiceField(
        label="Hva skjedde?", choices=SEEN, widget=ChipCheckboxes, required=False
    )
    decision = forms.ChoiceField(
        label="Hva bestemte dere?",
        choices=DECISIONS,
        widget=CardRadios(
            hints={"school": "Dere setter en ny dato.", "team": "Foreldrene får spørsmålet."}
        ),
    )
    roster = forms.FileField(label="Elevliste", help_text="En zip eller csv.", required=False)
    agreed = forms.BooleanField(label="Jeg har snakket med foreldrene", required=False)


@needs(Permission.SETUP)
def gallery(request: ActorRequest) -> HttpResponse:
    """Show all components."""
    return render(request, "ui/gallery.html", gallery_context(clock.now()))


def gallery_context(now: datetime) -> dict[str, Any]:
    """Return samples of everything, with dates around ``now``."""
    return {
        "icons": sorted(ICONS),
        "steps": _steps(),
        "early_steps": _steps(at=0),
        "events": _events(now),
        "todos": _todos(now),
        "appointments": _appointments(now),
        "answers": _answers(),
        "arenas": _arenas(),
        "rows": _rows(),
        "changes": _changes(),
        "good_weeks": ["good", "good", "mixed", "good"],
        "bad_weeks": ["bad", "mixed"],
        "yes": Decision.yes(),
        "no": Decision.no(
            "Dere kan ikke ta opp saken med navn ennå.",
            "Ikke alle foresatte har svart.",
            "Samtalen med eleven er ikke skrevet inn.",
        ),
        "days": {
            "late": now - timedelta(days=2),
            "today": now,
            "soon": now + timedelta(days=1),
            "later": now + timedelta(days=9),
        },
        "form": SampleForm(prefix="empty"),
        "wrong_form": SampleForm({"wrong-seen": "Hun går alene."}, prefix="wrong"),
    }


def _steps(at: int = 4) -> list[Step]:
    labels = "Bekymring,På skolen,Elevsaksmøte,Samtykke,Innsatsteam,Tiltak,Evaluering,Avsluttet"
    notes = ["3. sep.", "2 runder", "10. nov.", "23. nov.", "26. nov."]
    return [
        Step(
            label=label,
            state="done" if number < at else "now" if number == at else "later",
            note=notes[number] if number <= at else "",
        )
        for number, label in enumerate(labels.split(","))
    ]


def _events(now: datetime) -> list[Event]:
    return [
        Event("Begge foreldrene har svart på samtykket", now - timedelta(hours=15)),
        Event(
            "Notat: Godt samspill",
            now - timedelta(days=4),
            by="Agnes Eksempelsen",
            text="Alba tok initiativ til leken selv.",
            is_mine=True,
        ),
        Event(
            "Begrenset notat i skolen",
            now - timedelta(days=6),
            by="Sofie Testdal",
            is_restricted=True,
        ),
        Event("Elevsaksmøte: koble på innsatsteamet", now.date() - timedelta(days=14), url="#"),
    ]


def _todos(now: datetime) -> list[Todo]:
    day = now.date()
    return [
        Todo(
            "Ring hjem til Jon P. om samtykket",
            "#",
            day - timedelta(days=2),
            "6A · venter på svar",
            "Skriv hva de svarte",
        ),
        Todo("Svar om lesegruppa", "#", day, "Alba P., 6B", "Svar"),
        Todo(
            "Snakk med Leo P. hva han ønsker",
            "#",
            day + timedelta(days=1),
            "5C · før neste møte",
            "Skriv ned svaret",
        ),
    ]


def _appointments(now: datetime) -> list[Appointment]:
    def at(hour: int, minute: int) -> datetime:
        return now.replace(hour=hour, minute=minute, second=0, microsecond=0)

    return [
        Appointment(at(7, 10), "Vakt ved inngangen", "Til 08.30 · Ta imot 5. og 6. trinn"),
        Appointment(at(9, 0), "Kurs: Samarbeid, økt 2 av 6", "6B, grupperom 2", "#", is_next=True),
        Appointment(at(11, 30), "Elevsaksmøte", "Rom 204 · du skal legge fram én sak", "#"),
    ]


def _answers() -> list[ServiceAnswer]:
    return [
        ServiceAnswer("Skolen", "yes"),
        ServiceAnswer("Sosialagent Agnes Eksempelsen", "yes", "Godkjent av foreldrene ved navn"),
        ServiceAnswer("Helsesykepleier", "yes"),
        ServiceAnswer("barnevernet", "no", "Er ikke med når vi snakker om Alba"),
        ServiceAnswer("BUP", "unasked"),
    ]


def _arenas() -> list[Arena]:
    return [
        Arena("Hjem", "Mor og far", "Sist snakket: 23. nov."),
        Arena("Klasse", "Lars Skissevik, kontaktlærer", "1 tiltak"),
        Arena("Friminutt", "Agnes Eksempelsen", "1 tiltak"),
        Arena("AKS", is_gap=True, url="#"),
        Arena("Klubb", "Klaus Demosen", "1 tiltak"),
        Arena("Tjenester", note="Ikke spurt"),
    ]


def _rows() -> list[SummaryRow]:
    return [
        SummaryRow("Hvem gjelder det?", "Alba P., 6B", "#"),
        SummaryRow("Hva går bra?", "Hun er flink til å tegne.\nHun møter hver dag.", "#"),
        SummaryRow("Siden når?", "", "#"),
    ]


def _changes() -> list[FileChange]:
    return [
        FileChange("new", "Nora Prøvesen", "5A", "users.csv", 14),
        FileChange("changed", "Ali Prøvesen", "Fra 5A til 5B", "enrollments.csv", 88),
        FileChange("gone", "Leo Prøvesen", "Står ikke i filen", "users.csv"),
        FileChange("review", "Jon Prøvesen", "Borte fra filen, men har en åpen sak", "users.csv"),
        FileChange(
            "refused",
            "Linje 97",
            "Datoen 31.02.2015 finnes ikke",
            "users.csv",
            97,
            "birthDate",
            "Rett datoen i elevsystemet, og eksporter på nytt.",
        ),
    ]
