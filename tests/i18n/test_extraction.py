"""The tool finds every way in which code and templates mark a text."""

from pathlib import Path

import polib
import pytest

from script.tool import catalogues
from script.tool.catalogues import Message, extract_from, list_faults, render

CODE = '''
"""«Ikke denne.»"""
A = _("En tekst")
B = N_("Delt "
       "i to")
C = ngettext("%(n)d sak", "%(n)d saker", n)
D = pgettext("time of day", "H.i")
E = npgettext("table", "%(n)d rad", "%(n)d rader", n)
F = gettext(variable)
G = _(f"{name} sier")
I = _(data["topic"].label), ngettext("bare én", flere, n), _(*alle)
H = Decision.no(N_("Nei."), N_("Dette mangler:"))
'''
TEMPLATE = """
{% load i18n %}{# {% translate "Ikke denne" %} #}
{% translate "I dag" %}  {% translate "H.i" context "time of day" %}
{% panel _("Plan") url=x %}
  {{ _("Tolk")|upper }} {{ value|default:_("ingen") }}
 {% blocktranslate trimmed with name=case.name %}
    {{ name }} er   her
  {% endblocktranslate %}
{% blocktranslate count n=n %}{{ n }} dag{% plural %}{{ n }} dager{% endblocktranslate %}
{% comment %}{% translate "Heller ikke denne" %}{% endcomment %}
"""


def extract(path: Path, source: str) -> set[Message]:
    """Write a file and return what the tool finds in it."""
    path.write_text(source, encoding="utf-8")
    return set(extract_from(path))


def test_extraction_finds_texts_in_code(tmp_path: Path) -> None:
    assert extract(tmp_path / "code.py", CODE) == {
        Message("En tekst"),
        Message("Delt i to"),
        Message("%(n)d sak", "%(n)d saker"),
        Message("H.i", "", "time of day"),
        Message("%(n)d rad", "%(n)d rader", "table"),
        Message("Nei."),
        Message("Dette mangler:"),
    }


def test_extraction_finds_texts_in_templates(tmp_path: Path) -> None:
    assert extract(tmp_path / "page.html", TEMPLATE) == {
        Message("I dag"),
        Message("H.i", "", "time of day"),
        Message("Plan"),
        Message("Tolk"),
        Message("ingen"),
        Message("%(name)s er   her"),
        Message("%(n)s dag", "%(n)s dager"),
    }


def test_render_keeps_translations_and_drops_what_is_gone() -> None:
    old = polib.POFile()
    old.append(polib.POEntry(msgid="I dag", msgstr="Today"))
    old.append(polib.POEntry(msgid="Borte", msgstr="Gone"))
    fresh = polib.pofile(render("en", [Message("I dag"), Message("Ny")], old))
    assert {entry.msgid: entry.msgstr for entry in fresh} == {"I dag": "Today", "Ny": ""}


@pytest.mark.parametrize(
    ("source", "translation", "fault"),
    [
        (Message("%(name)s sier"), "%(name)s says", ""),
        (Message("%(name)s sier"), "%(navn)s says", "placeholders or markup differ"),
        (Message("Les <a>mer</a>"), "Read more", "placeholders or markup differ"),
        (Message("Logg inn: {address}"), "Log in", "placeholders or markup differ"),
        (Message("og "), "and", "space at the ends differs"),
        (Message("Nei"), " ", "not translated"),
    ],
)
def test_check_tells_what_is_wrong_with_a_translation(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, source: Message, translation: str, fault: str
) -> None:
    monkeypatch.setattr(catalogues, "LOCALE", tmp_path)
    path = catalogues.catalogue_path("en")
    path.parent.mkdir(parents=True)
    catalogue = polib.POFile()
    catalogue.append(polib.POEntry(msgid=source.text, msgstr=translation))
    path.write_text(str(catalogue), encoding="utf-8")
    assert list_faults("en", [source]) == ([f"{fault}: {source.text}"] if fault else [])


def test_check_demands_both_forms_of_a_plural(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(catalogues, "LOCALE", tmp_path)
    source = Message("%(n)d sak", "%(n)d saker")
    path = catalogues.catalogue_path("en")
    path.parent.mkdir(parents=True)
    path.write_text(render("en", [source], polib.POFile()), encoding="utf-8")
    assert list_faults("en", [source]) == ["not translated: %(n)d sak"]
    missing = Message("En annen")
    assert list_faults("en", [source, missing])[1:] == ["missing: En annen"]
