"""The words of the families' pages: easy to read, whole, and silent outside the house."""

import re

import pytest

from felles.casework.models import CheckIn, Measure
from felles.ledger.models import ReadEvent
from felles.portal.texts import FamilyText, load_text
from felles.rules.access import Ground
from felles.rules.case_flow import Step
from felles.rules.consent import AnswerKind, Channel
from felles.rules.roles import SCHOOL_ROLES, SERVICE_ROLES
from felles.web.consents.texts import FORM_VERSION
from tests.portal.test_texts import HARDEST, PLACEHOLDER, lix, plain, sentences, texts

PAGES = ("page", "start", "link", "home", "ask", "after", "write", "help", "pupil", "warn")
LEAVING = "message"
# A child reads these, or hears them once.
LONGEST_FOR_A_CHILD = 12
# The beginnings of words that would tell what a message is about, in the message's own language.
TELLING = {
    "nb": ("barn", "elev", "skole", "samtykke", "foreld", "foresatt", "sak", "bekymr", "hjelp"),
    "nn": ("barn", "elev", "skule", "samtykke", "foreld", "føresett", "sak", "uro", "hjelp"),
    "en": ("child", "pupil", "school", "consent", "parent", "guardian", "case", "concern", "help"),
    "pl": ("dzieck", "dziec", "uczeń", "uczn", "szko", "zgod", "rodzic", "pomoc"),
    "so": ("ilm", "carruur", "arday", "dugsi", "oggol", "waalid", "caawi"),
    "ur": ("بچ", "طالب", "اسکول", "اجازت", "والد", "مدد"),
    "ar": ("طفل", "الطفل", "أطفال", "الأطفال", "مدرس", "المدرس", "موافق", "والد", "الوالد"),
    "ti": ("ቆልዓ", "ቆልዑ", "ተመሃራ", "ትምህርቲ", "ስምምዕ", "ወላዲ", "ወለዲ", "ሓገዝ"),
    "tr": ("çocu", "öğrenci", "okul", "onay", "veli", "anne", "baba", "yardım"),
    "uk": ("дит", "учен", "учн", "шкіл", "школ", "згод", "бать", "допомо"),
}


@pytest.mark.parametrize("section", [*PAGES, LEAVING])
@pytest.mark.parametrize("code", ["nb", "nn"])
def test_pages_are_easy_to_read(code: str, section: str) -> None:
    words = plain(load_text(code), f"{section}.")
    assert words
    assert lix(words) <= HARDEST


@pytest.mark.parametrize("code", ["nb", "nn"])
def test_pages_for_a_child_have_sentences_for_a_child(code: str) -> None:
    words = plain(load_text(code), "pupil.")
    assert words
    assert [one for one in sentences(words) if len(one) > LONGEST_FOR_A_CHILD] == []


def test_pages_have_words_for_everything_that_a_case_can_say() -> None:
    wanted = {
        "step": [step.name for step in Step],
        "status": Measure.Status.names,
        "rating": CheckIn.Rating.names,
        "read": ReadEvent.Kind.values,
        "ground": [*Ground, "you"],
        "channel": list(Channel),
    }
    keys = {f"after.{part}.{name.lower()}" for part, names in wanted.items() for name in names}
    answers = {f"after.said_{kind}" for kind in AnswerKind}
    roles = {f"roles.{role}" for role in [*SCHOOL_ROLES, *SERVICE_ROLES, "other"]}
    assert keys | answers | roles <= set(load_text("nb").words)


@pytest.mark.parametrize("text", texts())
def test_messages_that_leave_the_house_tell_nothing(text: FamilyText) -> None:
    lines = plain(text, f"{LEAVING}.")
    words = re.findall(r"\w+", " ".join(lines).lower())
    assert [one for one in words if one.startswith(TELLING[text.about.code])] == []
    marks = {mark for line in lines for mark in PLACEHOLDER.findall(line)}
    assert marks == {"{address}", "{phone}", "{until}"}


@pytest.mark.parametrize("text", texts())
def test_words_that_would_tell_are_the_words_of_that_language(text: FamilyText) -> None:
    # The list above would hold nothing back if it were in the wrong language.
    words = re.findall(r"\w+", " ".join(plain(text, "consent.")).lower())
    assert len({one for one in words if one.startswith(TELLING[text.about.code])}) > 3


@pytest.mark.parametrize("code", ["ar", "ur"])
def test_addresses_in_messages_from_right_to_left_stand_bare(code: str) -> None:
    address = "https://felles.example/familie/lenke/abc/"
    said = load_text(code).say("message.link", address=address, phone="22 00 00 00")
    assert f" {address} " in said
    assert "\u206822 00 00 00\u2069" in said


@pytest.mark.parametrize("text", texts())
def test_texts_and_what_staff_read_aloud_have_the_same_version(text: FamilyText) -> None:
    # An answer keeps one version, whoever wrote it down and in whichever language it was read.
    assert text.about.version == FORM_VERSION
