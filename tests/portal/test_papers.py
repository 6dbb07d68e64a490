"""The papers as files: tagged, in the right language and direction, with no letter missing."""

import io
import re
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pypdf
import pytest
import typst
from pypdf.generic import ArrayObject, DictionaryObject

from felles.casework.queries import PaperFacts, PaperService
from felles.portal.papers import Papers, compose
from felles.portal.papers.parts import Sheet, text
from felles.portal.papers.press import COVERED, UNKNOWN, settable, typeset
from felles.portal.texts import load_text
from felles.portal.words import FACES, PEOPLE, STEPS
from felles.rules.roles import OrgKind
from felles.ui.papers import LANGUAGES, PaperKind, StaffDocument, StaffSection
from tests.portal.facts import AT, CLUB, paper_facts

# Whether a text is approved stands in the database.
pytestmark = pytest.mark.django_db

EVERY_PAPER = [(kind, code) for code in LANGUAGES for kind in PaperKind]


def make(kind: PaperKind, code: str, facts: PaperFacts | None = None) -> pypdf.PdfReader:
    """A paper, read back."""
    return pypdf.PdfReader(io.BytesIO(Papers().make(kind, code, facts or paper_facts(), AT)))


def read(kind: PaperKind, code: str = "nb", facts: PaperFacts | None = None) -> str:
    """The words of a paper on one line."""
    pages = make(kind, code, facts).pages
    return re.sub(r"\s+", " ", " ".join(page.extract_text() for page in pages))


def elements(reader: pypdf.PdfReader) -> list[tuple[str, str]]:
    """The structure of a paper in reading order: the type of each element, and its language."""
    found: list[tuple[str, str]] = []

    def walk(node: Any) -> None:
        node = node.get_object()
        if isinstance(node, ArrayObject):
            for inner in node:
                walk(inner)
        elif isinstance(node, DictionaryObject):
            if "/S" in node:
                found.append((str(node["/S"]), str(node.get("/Lang", ""))))
            if "/K" in node:
                walk(node["/K"])

    walk(root(reader)["/StructTreeRoot"])
    return found


def root(reader: pypdf.PdfReader) -> Any:
    """The catalogue of a file."""
    return reader.trailer["/Root"]


@pytest.mark.parametrize(("kind", "code"), EVERY_PAPER)
def test_papers_are_tagged_titled_and_in_their_language(kind: PaperKind, code: str) -> None:
    reader = make(kind, code)
    catalogue = root(reader)
    assert catalogue["/Lang"] == code
    assert catalogue["/MarkInfo"]["/Marked"]
    assert catalogue["/ViewerPreferences"]["/DisplayDocTitle"]
    assert catalogue["/ViewerPreferences"]["/Direction"] == ("/R2L" if code in "ar ur" else "/L2R")
    title = {
        "samtykke": "consent.title",
        "informasjon": "letter.title",
        "beslutning": "decision.title",
        "elevens-ark": "pupil.sheet_title",
        "invitasjon": "invitation.title",
    }[kind]
    assert reader.metadata is not None
    assert reader.metadata.title == load_text(code).say(title)


@pytest.mark.parametrize(("kind", "code"), EVERY_PAPER)
def test_papers_claim_pdf_ua_1_and_pdf_a_2a(kind: PaperKind, code: str) -> None:
    xmp = root(make(kind, code))["/Metadata"].get_data().decode()
    assert re.search(r"<pdfuaid:part>1<", xmp)
    assert re.search(r"<pdfaid:part>2<", xmp)
    assert re.search(r"<pdfaid:conformance>A<", xmp)


@pytest.mark.parametrize(("kind", "code"), EVERY_PAPER)
def test_papers_begin_with_one_heading_and_embed_their_fonts(kind: PaperKind, code: str) -> None:
    reader = make(kind, code)
    headings = [tag for tag, _ in elements(reader) if tag.startswith("/H")]
    assert headings[0] == "/H1"
    assert set(headings[1:]) == {"/H2"}
    for page in reader.pages:
        resources: Any = page["/Resources"]
        for font in resources["/Font"].values():
            descendant = font.get_object()["/DescendantFonts"][0].get_object()
            assert "/FontFile2" in descendant["/FontDescriptor"]


@pytest.mark.parametrize(("kind", "code"), EVERY_PAPER)
def test_papers_name_nobody_in_their_metadata(kind: PaperKind, code: str) -> None:
    reader = make(kind, code)
    facts = paper_facts()
    told = f"{dict(reader.metadata or {})} {root(reader)['/Metadata'].get_data().decode()}"
    for name in (facts.called, facts.guardian_name, facts.school_name, "Mina", "Klubben"):
        assert name not in told


@pytest.mark.parametrize("code", sorted(set(LANGUAGES) - {"ar", "ur"}))
def test_consent_form_says_all_that_a_guardian_must_know(code: str) -> None:
    family, said = load_text(code), read(PaperKind.CONSENT, code)
    keys = [key for key in family.words if key.startswith("consent.")]
    name = {"name": "Maja", "until": "23.05.2027", "agent": "Mina Testdal"}
    name["service"] = family.say("services.child_welfare")
    for key in sorted(set(keys) - {"consent.title", "consent.points"}):
        assert re.sub(r"\s+", " ", family.say(key, **name)) in said, key
    for point in family.say_list("consent.points", **name):
        assert point in said
    assert "Agnieszka Przykładowska" in said
    assert family.say("common.return_to", school="Furulia skole") in said


@pytest.mark.parametrize("code", sorted(set(LANGUAGES) - {"nb", "nn", "en"}))
def test_translations_say_in_two_languages_that_nobody_has_approved_them(code: str) -> None:
    sheet = compose(PaperKind.LETTER, load_text(code), paper_facts())
    own = load_text(code).say("common.translation_note")
    assert sheet.notes == (own, load_text("nb").say("common.translation_note"))
    assert sheet.notes[1] in read(PaperKind.LETTER, code)


@pytest.mark.parametrize("code", ["nb", "nn", "en"])
def test_sources_say_that_the_municipality_must_approve_them(code: str) -> None:
    assert load_text(code).say("common.source_note") in read(PaperKind.CONSENT, code)


@pytest.mark.parametrize("kind", list(PaperKind))
def test_papers_say_which_version_of_the_text_they_hold(kind: PaperKind) -> None:
    assert "Tekst 2026-3 nb" in read(kind)


def test_letter_names_no_child() -> None:
    said = read(PaperKind.LETTER)
    assert "Maja" not in said
    assert "Agnieszka" not in said
    assert "Klubben Eksempel" in said


def test_summary_says_what_who_and_when() -> None:
    said = read(PaperKind.DECISION)
    for words in ("Vi starter en lekegruppe.", "Lekegruppe hver tirsdag", "Klubben Eksempel"):
        assert words in said
    assert "Frist: 24.12.2026." in said
    assert "03.01.2027" in said


def test_words_of_the_staff_are_marked_as_norwegian() -> None:
    norwegian = [tag for tag, lang in elements(make(PaperKind.DECISION, "pl")) if lang == "nb"]
    # The note on top, the two lines of the decision, and the measure.
    assert len(norwegian) == 4
    assert "To jest napisane po norwesku." in read(PaperKind.DECISION, "pl")


def test_words_that_may_not_stand_on_the_paper_become_lines() -> None:
    facts = paper_facts()
    assert facts.question is not None
    blank = replace(facts, question=replace(facts.question, purpose=""))
    said = read(PaperKind.CONSENT, facts=blank)
    assert "Vi fyller ut dette for hånd:" in said


def test_paper_of_a_protected_pupil_asks_for_it_back_without_a_place() -> None:
    service = PaperService(OrgKind.YOUTH_CLUB)
    facts = paper_facts()
    assert facts.question is not None
    question = replace(facts.question, services=(service,), staff=(), purpose="")
    protected = replace(
        facts,
        is_protected=True,
        school_name="",
        school_phone="",
        team=(service,),
        question=question,
    )
    for kind in (PaperKind.CONSENT, PaperKind.LETTER):
        said = read(kind, facts=protected)
        assert "Furulia" not in said
        assert "Eksempel" not in said
        assert "22 00" not in said
    assert "Gi arket til den du fikk det av." in read(PaperKind.CONSENT, facts=protected)


def test_operator_of_a_district_is_left_out_with_a_protected_address(settings: Any) -> None:
    settings.OPERATOR = "Bydel Eksempel"
    assert "Bydel Eksempel har ansvar" in read(PaperKind.LETTER)
    protected = paper_facts(is_protected=True, school_name="", school_phone="", team=())
    assert "Bydel Eksempel" not in read(PaperKind.LETTER, facts=protected)


def test_service_whose_own_name_repeats_its_kind_is_named_once() -> None:
    facts = paper_facts(team=(PaperService(OrgKind.OSLOHJELPA, "Oslohjelpa Eksempel"), CLUB))
    said = read(PaperKind.LETTER, facts=facts)
    assert "Oslohjelpa: Oslohjelpa" not in said
    assert "Fritidsklubben: Klubben Eksempel" in said


def test_data_is_never_read_as_markup() -> None:
    said = read(PaperKind.CONSENT, facts=paper_facts(called="#panic() *Maja* $x$"))
    assert "#panic() *Maja* $x$" in said


@pytest.mark.parametrize("code", ["nb", "ar", "ur", "ti"])
@pytest.mark.parametrize("block", COVERED, ids=lambda block: f"{block[0]:04x}")
def test_letters_that_may_stand_on_a_paper_are_all_in_a_font(
    block: tuple[int, int], code: str
) -> None:
    letters = [chr(point) for point in range(block[0], block[1] + 1)]
    known = [letter for letter in letters if settable(letter) == letter]
    sheet = Sheet("t", "", "h", (), "f", (text(" ".join(known)),), ())
    assert known
    assert typeset(load_text(code), sheet, AT).startswith(b"%PDF-")


@pytest.mark.parametrize("name", ["தமிழ்", "王小明", "Maja 😀", "\u202eajaM\u0000"])
def test_name_in_letters_that_no_font_has_still_gives_a_paper(name: str) -> None:
    said = read(PaperKind.CONSENT, facts=paper_facts(called=name))
    assert settable(name) in said
    assert "\u202e" not in said


def test_letters_without_a_font_become_a_line_to_fill_in() -> None:
    assert settable("Aо\u0161\u0107 王") == f"Aо\u0161\u0107 {UNKNOWN}"


def test_typesetting_refuses_a_letter_that_was_let_through(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr("felles.portal.papers.press.settable", lambda words: words)
    with pytest.raises(typst.TypstError, match="could not be displayed"):
        Papers().make(PaperKind.CONSENT, "nb", paper_facts(called="王"), AT)


def test_papers_made_twice_are_alike_but_for_their_date() -> None:
    first = Papers().make(PaperKind.CONSENT, "nb", paper_facts(), AT)
    assert Papers().make(PaperKind.CONSENT, "nb", paper_facts(), AT) == first
    assert Papers().make(PaperKind.CONSENT, "nb", paper_facts(), AT + timedelta(days=1)) != first


@pytest.mark.parametrize(
    ("kind", "missing"),
    [
        (PaperKind.CONSENT, "question"),
        (PaperKind.DECISION, "decision"),
        (PaperKind.INVITATION, "invitation"),
    ],
)
def test_paper_that_has_nothing_to_say_yet_is_not_made(kind: PaperKind, missing: str) -> None:
    facts = paper_facts(**{missing: None})
    assert not kind.is_ready(facts)
    with pytest.raises(ValueError, match="nothing has been"):
        Papers().make(kind, "nb", facts, AT)


@pytest.mark.parametrize("code", sorted(set(LANGUAGES) - {"ar", "ur"}))
def test_pupils_sheet_asks_what_the_pupils_page_asks_and_has_every_face(code: str) -> None:
    family, said = load_text(code), read(PaperKind.SHEET, code)
    asked = [f"pupil.{key}" for key in STEPS.values()]
    faces = [f"pupil.face.{name}" for name in FACES]
    people = [f"pupil.person.{name}" for name in PEOPLE]
    bare = re.sub(r"\s", "", said)
    for key in [*asked, *faces, *people, "pupil.danger", "pupil.who_reads", "pupil.sheet_back"]:
        assert re.sub(r"\s", "", family.say(key)) in bare, key
    assert re.sub(r"\s", "", family.say("pupil.hello", name="Maja")) in bare


def test_adult_reads_the_pupils_sheet_in_bokmal_whatever_its_language() -> None:
    bokmal, said = load_text("nb"), re.sub(r"\s", "", read(PaperKind.SHEET, "ti"))
    for key in ("pupil.feel", "pupil.safe", "pupil.face.so_so", "pupil.person.grandparent"):
        assert re.sub(r"\s", "", bokmal.say(key)) in said
    once = re.sub(r"\s", "", read(PaperKind.SHEET, "nb"))
    assert once.count("Midtimellom") == 1


@pytest.mark.parametrize("code", LANGUAGES)
def test_pupils_sheet_knows_no_guardian_and_is_two_leaves_at_most(code: str) -> None:
    facts = paper_facts()
    said = read(PaperKind.SHEET, code)
    assert facts.question is not None
    assert facts.decision is not None
    for word in (facts.guardian_name, facts.question.purpose, facts.decision.text, "Mina"):
        assert word not in said
    assert len(make(PaperKind.SHEET, code).pages) <= 4


def test_pupils_sheet_of_a_protected_pupil_tells_no_school() -> None:
    facts = paper_facts(is_protected=True, school_name="", school_phone="")
    assert "Furulia" not in read(PaperKind.SHEET, "nb", facts)


def test_invitation_says_when_where_and_that_no_child_interprets() -> None:
    said = read(PaperKind.INVITATION)
    for words in ("26.11.2026 klokka 13.30.", "Rom 12, Furulia skole", "Barn skal ikke tolke."):
        assert words in said
    assert "Maja er også med." in said


def test_invitation_without_a_place_says_that_it_is_agreed() -> None:
    facts = paper_facts()
    assert facts.invitation is not None
    hidden = replace(facts, invitation=replace(facts.invitation, place="", has_interpreter=False))
    said = read(PaperKind.INVITATION, facts=hidden)
    assert "Vi avtaler stedet med deg." in said
    assert "tolke" not in said


def test_invitation_to_a_meeting_that_is_off_says_so_and_asks_nothing() -> None:
    facts = paper_facts()
    assert facts.invitation is not None
    off = replace(facts, invitation=replace(facts.invitation, is_cancelled=True))
    said = read(PaperKind.INVITATION, facts=off)
    assert "Møtet er avlyst" in said
    assert "Rom 12" not in said


@pytest.mark.parametrize("code", ["nb", "nn", "en"])
def test_documents_of_staff_are_as_accessible_as_the_families_papers(code: str) -> None:
    document = StaffDocument(
        title="Referat",
        heading="Referat fra innsatsteamet",
        lead="Maja P.",
        sections=(StaffSection("Avtalt", ("To ord.\nOg to til.",), (("Lekegruppe", "Frist"),)),),
        foot="Bare for den som har saken.",
        language=code,
    )
    content = Papers().set_document(document, AT)
    reader = pypdf.PdfReader(io.BytesIO(content))
    catalogue = root(reader)
    assert catalogue["/Lang"] == code
    assert [tag for tag, _ in elements(reader) if tag.startswith("/H")] == ["/H1", "/H2"]
    xmp = catalogue["/Metadata"].get_data().decode()
    assert re.search(r"<pdfaid:part>2<", xmp)
    # What stands about the file names nobody; the page does.
    assert "Maja" not in f"{dict(reader.metadata or {})} {xmp}"
    assert "Maja P." in reader.pages[0].extract_text()
