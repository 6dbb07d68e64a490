"""Components say in words what they also show in colour, and escape what people typed."""

from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from django.template import Context, Template

from felles.rules.decision import Decision
from felles.ui.parts import Arena, Event, FileChange, ServiceAnswer, Step, SummaryRow, Todo
from tests.ui.html import pick, read

TODAY = date(2026, 11, 24)
NASTY = "<script>alert(1)</script>"
NO = Decision.no("Dere kan ikke ta opp saken ennå.", "Ikke alle har svart.")


def draw(source: str, **context: Any) -> str:
    return Template("{% load felles_ui %}" + source).render(Context(context))


def text(html: str) -> str:
    return " ".join(element.text for element in read(f"<body>{html}</body>")[:1])


@pytest.mark.parametrize(
    ("days", "words"), [(-2, "2 dager over fristen"), (0, "Frist i dag"), (1, "Frist i morgen")]
)
def test_due_says_how_near_the_deadline_is(days: int, words: str) -> None:
    assert text(draw("{% due day %}", day=TODAY + timedelta(days=days))) == words


def test_due_is_calm_when_done_or_without_deadline() -> None:
    assert text(draw("{% due day True %}", day=TODAY - timedelta(days=9))) == "Gjort"
    assert text(draw("{% due day %}", day=None)) == "Ingen frist"


def test_step_tracker_says_each_state_and_where_the_case_is() -> None:
    steps = [
        Step("Bekymring", "done", "3. sep."),
        Step("På skolen", "now"),
        Step("Elevsaksmøte", "later"),
    ]
    html = draw("{% step_tracker steps %}", steps=steps)
    items = pick(html, "li")
    assert [item.text for item in items] == [
        "Ferdig: Bekymring 3. sep.",
        "Nå: På skolen",
        "Senere: Elevsaksmøte",
    ]
    assert [item.attrs.get("aria-current") for item in items] == [None, "step", None]
    assert "Steg 2 av 3" in html


def test_step_tracker_stands_at_the_end_when_all_is_done() -> None:
    html = draw("{% step_tracker steps %}", steps=[Step("A", "done"), Step("B", "done")])
    assert "Steg 2 av 2" in html


def test_step_tracker_of_nothing_is_empty() -> None:
    assert pick(draw("{% step_tracker steps %}", steps=[]), "li") == []


def test_reason_button_works_when_the_rule_says_yes() -> None:
    html = draw('{% reason_button "Avslutt" yes name="do" value="x" %}', yes=Decision.yes())
    (button,) = pick(html, "button", type="submit")
    assert (button.attrs["name"], button.attrs["value"], button.text) == ("do", "x", "Avslutt")


def test_reason_button_leads_to_a_page_when_given_one() -> None:
    html = draw('{% reason_button "Avslutt" yes href="/x/" %}', yes=Decision.yes())
    assert pick(html, "a")[0].attrs["href"] == "/x/"
    assert pick(html, "button") == []


@pytest.mark.parametrize("extra", ["", 'href="/x/"'])
def test_reason_button_says_why_not_and_sends_nothing(extra: str) -> None:
    html = draw('{% reason_button "Avslutt" no ' + extra + " %}", no=NO)
    (button,) = pick(html, "button")
    assert (button.attrs["type"], button.attrs["aria-disabled"]) == ("button", "true")
    (why,) = pick(html, "div", id=button.attrs["aria-describedby"])
    assert "Dere kan ikke ta opp saken ennå." in why.text
    assert "Ikke alle har svart." in why.text
    assert pick(html, "a") == []


def test_access_strip_counts_readers_only_when_told() -> None:
    assert "person" not in text(draw('{% access_strip "rektor" %}'))
    assert "1 person kan se den." in text(draw('{% access_strip "rektor" 1 %}'))
    assert "6 personer kan se den." in text(draw('{% access_strip "rektor" 6 %}'))


def test_duty_route_always_offers_112_and_the_report() -> None:
    html = draw('{% duty_route "/meld/" %}')
    assert [link.attrs["href"] for link in pick(html, "a")] == ["tel:112", "/meld/"]
    assert "Meld til barnevernet" in text(draw("{% duty_route %}"))


def test_consent_answers_are_said_in_words() -> None:
    answers = [
        ServiceAnswer("Skolen", "yes"),
        ServiceAnswer("barnevernet", "no"),
        ServiceAnswer("BUP", "unasked"),
    ]
    items = pick(draw("{% consent_services answers %}", answers=answers), "li")
    assert [item.text for item in items] == ["Ja: Skolen", "Ikke barnevernet", "BUP ikke spurt"]


def test_arena_without_a_trusted_adult_is_said_in_words() -> None:
    html = draw("{% arenas places %}", places=[Arena("AKS", is_gap=True, url="/finn/")])
    assert pick(html, "li")[0].text == "AKS Ingen trygg voksen ennå Finn noen, AKS"


def test_timeline_tells_days_and_instants() -> None:
    events = [
        Event("Svar", datetime(2026, 11, 23, 19, 14, tzinfo=UTC), by="Mina", is_mine=True),
        Event("Møte", TODAY),
    ]
    items = pick(draw("{% timeline events %}", events=events), "li")
    assert items[0].text == "Svar 23. nov. kl. 20.14 · Mina (du)"
    assert items[1].text == "Møte 24. nov."


def test_breadcrumbs_end_on_the_page_itself() -> None:
    html = draw('{% breadcrumbs "Saker" "/saker/" "Maja" %}')
    assert [link.attrs["href"] for link in pick(html, "a")] == ["/saker/"]
    assert [item.text for item in pick(html, "li", aria_current="page")] == ["Maja"]


def test_weeks_are_squares_for_the_eye_and_words_for_all() -> None:
    html = draw("{% weeks values %}", values=["good", "mixed", "good"])
    assert "Bra 2 av 3 uker" in text(html)
    assert "Ikke startet" in text(draw("{% weeks values %}", values=[]))


def test_pager_is_absent_without_more() -> None:
    assert draw("{% pager %}").strip() == ""


def test_pager_never_counts() -> None:
    assert text(draw('{% pager previous="/a/" next="/b/" %}')) == "Forrige Neste"


def test_summary_names_the_question_behind_each_change_link() -> None:
    html = draw("{% summary_list rows %}", rows=[SummaryRow("Siden når?", "", "/endre/")])
    assert "Ikke svart" in html
    assert pick(html, "a")[0].text == "Endre: Siden når?"


def test_refused_row_of_a_file_has_place_and_cure() -> None:
    row = FileChange(
        "refused", "Linje 97", "Ukjent dato", "users.csv", 97, "birthDate", "Rett den."
    )
    cells = pick(draw('{% diff_table rows "Endringer" %}', rows=[row]), "td")
    assert [cell.text for cell in cells] == [
        "Avvist",
        "Ukjent dato Rett den.",
        "users.csv, linje 97, kolonne birthDate",
    ]


@pytest.mark.parametrize(
    "source",
    [
        "{% tag nasty %}",
        "{% person nasty nasty nasty %}",
        "{% access_strip nasty %}",
        "{% breadcrumbs nasty %}",
        "{% empty nasty nasty %}",
        "{% todo_list todos %}",
        "{% timeline events %}",
        "{% consent_services answers %}",
        "{% arenas places %}",
        "{% summary_list rows %}",
        "{% diff_table changes nasty %}",
        "{% panel nasty note=nasty %}{{ nasty }}{% endpanel %}",
        "{% next_step nasty owner=nasty %}{{ nasty }}{% endnext_step %}",
        "{% voice nasty quote=nasty %}{{ nasty }}{% endvoice %}",
        "{% notice title=nasty %}{{ nasty }}{% endnotice %}",
        "{% reason_button nasty no %}",
        "{% step_tracker steps nasty %}",
    ],
)
def test_typed_text_never_becomes_markup(source: str) -> None:
    html = draw(
        source,
        nasty=NASTY,
        no=Decision.no(NASTY, NASTY),
        todos=[Todo(NASTY, "/", TODAY, NASTY, NASTY)],
        events=[Event(NASTY, TODAY, NASTY, NASTY)],
        answers=[ServiceAnswer(NASTY, "yes", NASTY)],
        places=[Arena(NASTY, NASTY, NASTY)],
        rows=[SummaryRow(NASTY, NASTY)],
        changes=[FileChange("new", NASTY, NASTY, NASTY, 1, NASTY, NASTY)],
        steps=[Step(NASTY, "now", NASTY)],
    )
    assert "<script" not in html
    assert "&lt;script&gt;" in html


def test_panel_is_named_by_its_heading() -> None:
    html = draw('{% panel "Dagen din" level=3 %}innhold{% endpanel %}')
    (heading,) = pick(html, "h3")
    assert pick(html, "section", aria_labelledby=heading.attrs["id"])[0].text == "Dagen din innhold"
