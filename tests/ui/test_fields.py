"""Fields are tied to their label, hint and error, and say in words what is required."""

import pytest
from django import forms
from django.forms.boundfield import BoundField
from django.template import Context, Template

from felles.ui.forms import CardRadios, ChipRadios, DateField, FellesForm
from tests.ui.html import pick, read

ANSWERS = [("yes", "Ja"), ("no", "Nei")]


class Concern(FellesForm):
    pupil = forms.CharField(label="Hvem gjelder det?", help_text="Fornavn og klasse.")
    seen = forms.CharField(label="Hva så du?", widget=forms.Textarea, required=False)
    since = DateField(label="Siden når?")
    talked = forms.ChoiceField(label="Snakket?", choices=ANSWERS, widget=forms.RadioSelect)
    place = forms.ChoiceField(label="Hvor?", choices=ANSWERS, widget=ChipRadios)
    decision = forms.ChoiceField(
        label="Hva nå?", choices=ANSWERS, widget=CardRadios(hints={"yes": "Vi spør hjemmet."})
    )
    told = forms.BooleanField(label="Jeg har sagt fra", required=False)
    roster = forms.FileField(label="Liste", required=False)


def draw(bound: BoundField, options: str = "") -> str:
    template = Template("{% load felles_ui %}{% field bound " + options + " %}")
    return template.render(Context({"bound": bound}))


@pytest.mark.parametrize("name", ["pupil", "seen", "since", "told", "roster"])
def test_label_leads_to_its_control(name: str) -> None:
    html = draw(Concern()[name])
    (label,) = pick(html, "label")
    assert label.attrs["for"] == f"id_{name}"
    assert sum(element.attrs.get("id") == f"id_{name}" for element in read(html)) == 1


@pytest.mark.parametrize("name", ["talked", "place", "decision"])
def test_choices_stand_under_one_question_with_a_label_each(name: str) -> None:
    html = draw(Concern()[name])
    assert len(pick(html, "fieldset")) == 1
    assert str(Concern()[name].label) in pick(html, "legend")[0].text
    assert [label.text for label in pick(html, "label")] == ["Ja", "Nei"]
    assert not [radio for radio in pick(html, "input") if "checked" in radio.attrs]


def test_hint_is_read_with_its_control() -> None:
    html = draw(Concern()["pupil"])
    (control,) = pick(html, "input")
    (hint,) = pick(html, "p", id=control.attrs["aria-describedby"])
    assert hint.text == "Fornavn og klasse."


def test_hint_of_a_choice_is_read_with_that_choice() -> None:
    yes, no = pick(draw(Concern()["decision"]), "input")
    (hint,) = pick(draw(Concern()["decision"]), "p", id=yes.attrs["aria-describedby"])
    assert hint.text == "Vi spør hjemmet."
    assert "aria-describedby" not in no.attrs


def test_error_is_read_with_its_control_after_the_hint() -> None:
    html = draw(Concern({})["pupil"])
    (control,) = pick(html, "input")
    hint_id, error_id = control.attrs["aria-describedby"].split()
    assert control.attrs["aria-invalid"] == "true"
    assert hint_id == "id_pupil_helptext"
    assert pick(html, "div", id=error_id)[0].text == "Svar på «Hvem gjelder det?»."


def test_error_of_choices_belongs_to_the_whole_question() -> None:
    html = draw(Concern({})["talked"])
    (group,) = pick(html, "fieldset")
    assert pick(html, "div", id=group.attrs["aria-describedby"])[0].text == "Svar på «Snakket?»."


def test_required_and_optional_are_said_in_words_never_with_an_asterisk() -> None:
    form = Concern()
    assert "Må fylles ut" in draw(form["pupil"])
    assert "Valgfritt" in draw(form["seen"])
    assert "*" not in "".join(draw(form[name]) for name in form.fields)


def test_tags_can_be_left_to_the_optional_fields() -> None:
    form = Concern()
    assert "Må fylles ut" not in draw(form["pupil"], 'mark="optional"')
    assert "Valgfritt" in draw(form["seen"], 'mark="optional"')
    assert "Valgfritt" not in draw(form["seen"], 'mark="none"')


def test_typed_text_is_shown_again_and_escaped() -> None:
    html = draw(Concern({"pupil": '"><script>x</script>'})["pupil"])
    assert pick(html, "script") == []
    assert pick(html, "input")[0].attrs["value"] == '"><script>x</script>'


def test_browser_does_not_check_before_the_server() -> None:
    assert "required" not in pick(draw(Concern()["pupil"]), "input")[0].attrs


@pytest.mark.parametrize("typed", ["2026-11-24", "24.11.2026", "24.11.26"])
def test_date_is_understood_as_typed(typed: str) -> None:
    form = Concern({"since": typed})
    form.is_valid()
    assert form.cleaned_data["since"].isoformat() == "2026-11-24"


def test_wrong_date_is_answered_with_an_example() -> None:
    assert Concern({"since": "31.02.2026"}).errors["since"] == ["Skriv datoen slik: 24.11.2026."]


def test_error_summary_links_to_each_control() -> None:
    form = Concern({"since": "2026-11-24"})
    form.is_valid()
    form.add_error(None, "Sofie Testdal endret saken mens du skrev.")
    html = Template("{% load felles_ui %}{% error_summary form %}").render(Context({"form": form}))
    links = {link.attrs["href"] for link in pick(html, "a")}
    ids = {
        f"#{element.attrs.get('id')}" for name in form.fields for element in read(draw(form[name]))
    }
    assert links == {"#id_pupil", "#id_talked_0", "#id_place_0", "#id_decision_0"}
    assert links <= ids
    assert "Sofie Testdal endret saken" in html


def test_error_summary_is_absent_when_all_is_well() -> None:
    html = Template("{% load felles_ui %}{% error_summary form %}").render(
        Context({"form": Concern()})
    )
    assert html.strip() == ""


def test_whole_form_is_drawn_with_the_same_fields() -> None:
    html = str(Concern({"pupil": "Maja"}))
    assert len(pick(html, "ds-error-summary")) == 1
    assert len(pick(html, "fieldset")) == 3
