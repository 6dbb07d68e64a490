"""Three faces before and after: open a round, hand over the screen, or type what is on paper."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from felles.activities import actions
from felles.activities.queries import Course, Smileys, get_smileys
from felles.programme.queries import get_setting
from felles.rules.access import Actor, Permission
from felles.rules.clocks import SettingKey
from felles.rules.courses import FACES, QUESTIONS, Moment
from felles.rules.decision import Decision
from felles.rules.smileys import (
    FACE_TEXTS,
    MOST_ANSWERS,
    QUESTION_TEXTS,
    least_answers,
    may_begin,
    may_remove,
)
from felles.ui.access import ActorRequest, needs
from felles.ui.forms import ChipRadios, FellesForm
from felles.web.common import render_page
from felles.web.groups.common import carry_out_in_group, get_course_or_404, way_back
from felles.web.groups.drawing import draw_told
from felles.web.groups.screen import hand_over


@dataclass(frozen=True, slots=True)
class ShownRound:
    """One of the two rounds: not asked yet, open, or closed; and how many have answered."""

    moment: Moment
    state: str
    answers: int
    may_begin: Decision
    may_remove: Decision


class PaperForm(FellesForm):
    """How many chose each face, as counted on paper."""

    mark = "none"

    moment = forms.ChoiceField(label=gettext_lazy("Når ble det spurt?"), widget=ChipRadios)

    def __init__(self, *args: Any, moments: list[Moment], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choice = self.fields["moment"]
        assert isinstance(choice, forms.ChoiceField)  # noqa: S101 -- as written above
        choice.choices = [(one.value, _(one.label)) for one in moments]
        for question in QUESTIONS:
            for face in FACES:
                self.fields[f"count-{question}-{face}"] = forms.IntegerField(
                    label=_(FACE_TEXTS[face]),
                    min_value=0,
                    max_value=MOST_ANSWERS,
                    required=False,
                    error_messages={"invalid": _("Skriv et helt tall.")},
                )

    def rows(self) -> list[tuple[str, list[Any]]]:
        """Each question with its three fields."""
        return [
            (_(QUESTION_TEXTS[number]), [self[f"count-{number}-{face}"] for face in FACES])
            for number in QUESTIONS
        ]

    def counts(self) -> dict[tuple[int, int], int]:
        """What was typed, from a form that is valid; an empty field is none."""
        return {
            (question, face): self.cleaned_data[f"count-{question}-{face}"] or 0
            for question in QUESTIONS
            for face in FACES
        }


@needs(Permission.COURSE_READ)
def smileys(request: ActorRequest, public_id: str) -> HttpResponse:
    """The two rounds. While one is open, only how many have answered is told."""
    course = get_course_or_404(request, public_id)
    refusal, status = None, 200
    if request.method == "POST":
        sent = request.POST.get("moment", "")
        moment = Moment(sent) if sent in set(Moment) else Moment.BEFORE
        if request.POST.get("what") == "screen":
            one = get_smileys(course, least=_least(request.actor)).rounds.get(moment)
            if one is not None and one.closed_at is None:
                hand_over(request, one.pk, at=request.actor.at)
                return redirect("pupil-smileys")
        refusal, status = carry_out_in_group(request, _deed(request, public_id, moment))
        if refusal is None:
            return redirect("course-smileys", public_id)
    least = _least(request.actor)
    found = get_smileys(course, least=least)
    context = {
        **way_back(course),
        "refusal": refusal,
        "least": least,
        "rounds": [_shown(found, moment, least) for moment in Moment],
        "is_told": bool(found.told),
        "lines": draw_told(found.told),
        "questions": [_(text) for text in QUESTION_TEXTS.values()],
        "may_type": any(may_begin(found.facts, moment) for moment in Moment),
    }
    return render_page(request, "web/groups/smileys.html", context, status=status)


@needs(Permission.COURSE_READ)
def paper(request: ActorRequest, public_id: str) -> HttpResponse:
    """Type what was counted on paper. The round is closed at once."""
    course = get_course_or_404(request, public_id)
    refusal, status = None, 200
    moments = _to_type(course, request.actor)
    form = PaperForm(request.POST or None, moments=moments, initial={"moment": moments[0].value})
    if request.method == "POST":
        status = 422
        if form.is_valid():
            do = partial(
                actions.write_round,
                **_common(request.actor, public_id),
                moment=Moment(form.cleaned_data["moment"]),
                counts=form.counts(),
            )
            refusal, status = carry_out_in_group(request, do)
            if refusal is None:
                messages.success(request, _("Lagret."))
                return redirect("course-smileys", public_id)
    context = {**way_back(course), "form": form, "refusal": refusal, "most": MOST_ANSWERS}
    return render_page(request, "web/groups/paper.html", context, status=status)


def _to_type(course: Course, actor: Actor) -> list[Moment]:
    """The rounds that can be typed in; both when none can, so that the form says why."""
    found = get_smileys(course, least=_least(actor))
    return [moment for moment in Moment if may_begin(found.facts, moment)] or list(Moment)


def _least(actor: Actor) -> int:
    return least_answers(get_setting(SettingKey.SMILEY_LEAST, actor.on))


def _common(actor: Actor, public_id: str) -> dict[str, Any]:
    return {"by": actor, "at": actor.at, "public_id": public_id, "least": _least(actor)}


def _deed(request: ActorRequest, public_id: str, moment: Moment) -> Callable[[], object]:
    deeds = {"open": actions.open_round, "remove": actions.remove_round}
    act = deeds.get(request.POST.get("what", ""), actions.close_round)
    return partial(act, **_common(request.actor, public_id), moment=moment)


def _shown(found: Smileys, moment: Moment, least: int) -> ShownRound:
    one = found.rounds.get(moment)
    state = "new" if one is None else "closed" if one.closed_at else "open"
    return ShownRound(
        moment,
        state,
        one.answers if one else 0,
        may_begin(found.facts, moment),
        may_remove(found.facts, least=least),
    )
