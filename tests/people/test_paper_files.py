"""What may be kept of a signed paper is decided by what is in the file, and drawn anew."""

import io

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image

from felles.people import paper_files
from felles.people.paper_files import JPEG, LONGEST_SIDE, read_paper
from felles.rules.decision import Refused
from tests.people import pictures


def drawn(content: bytes) -> Image.Image:
    """The kept picture, read to its end."""
    kept = Image.open(io.BytesIO(content))
    kept.load()
    return kept


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP"])
@pytest.mark.parametrize("mode", ["RGB", "L", "P"])
def test_pictures_are_kept_as_jpeg(kind: str, mode: str) -> None:
    if mode == "P" and kind == "JPEG":
        mode = "CMYK"  # what printers make
    kept = read_paper(pictures.picture(kind, mode=mode))
    assert kept.media_type == JPEG
    assert drawn(kept.content).format == "JPEG"
    assert drawn(kept.content).size == (40, 30)
    assert len(kept.digest) == 64


def test_place_camera_and_comment_are_gone_and_the_picture_stands_upright() -> None:
    raw = pictures.from_a_phone()
    assert Image.open(io.BytesIO(raw)).getexif().get_ifd(pictures.GPS)
    kept = read_paper(raw).content
    assert not dict(drawn(kept).getexif())
    assert drawn(kept).size == (30, 60)
    assert b"Exif" not in kept
    assert [word for word in (b"Testesen", b"Maja") if word in kept] == []


def test_what_hides_behind_a_picture_is_gone() -> None:
    for hidden in (pictures.HTML, b"PK\x03\x04evil", pictures.PDF, b"<?php system(1) ?>"):
        raw = pictures.picture() + hidden
        kept = read_paper(raw).content
        assert hidden not in kept
        assert kept.endswith(b"\xff\xd9")


def test_transparent_picture_is_on_white_paper() -> None:
    clear = Image.new("RGBA", (10, 10), (0, 0, 0, 0))
    kept = drawn(read_paper(pictures.saved(clear, "PNG")).content)
    assert kept.getpixel((5, 5)) == (255, 255, 255)


def test_large_picture_is_kept_at_a_size_that_can_be_read() -> None:
    kept = drawn(read_paper(pictures.picture(size=(5000, 2500))).content)
    assert max(kept.size) <= LONGEST_SIDE
    assert min(kept.size) >= 1000


def test_pdf_is_kept_byte_for_byte() -> None:
    kept = read_paper(pictures.PDF)
    assert (kept.content, kept.media_type) == (pictures.PDF, "application/pdf")


HOSTILE = {
    "empty": (b"", "tom"),
    "svg": (pictures.SVG, "ikke et bilde eller en PDF"),
    "html": (pictures.HTML, "ikke et bilde eller en PDF"),
    "html that says it is a picture": (b"GIF89a" + pictures.HTML, "ikke et bilde eller en PDF"),
    "gif": (pictures.picture("GIF"), "ikke et bilde eller en PDF"),
    "tiff": (pictures.picture("TIFF"), "ikke et bilde eller en PDF"),
    "program": (b"MZ\x90\x00" + bytes(200), "ikke et bilde eller en PDF"),
    "html before a pdf": (pictures.HTML + pictures.PDF, "ikke et bilde eller en PDF"),
    "heic": (pictures.HEIC, "HEIC"),
    "cut jpeg": (pictures.picture(size=(400, 300))[:-900], "ikke helt"),
    "cut png": (pictures.picture("PNG", size=(400, 300))[:-200], "ikke helt"),
    "cut pdf": (pictures.PDF[:-8], "ikke hel"),
    "bomb": (pictures.bomb(), "for mange punkter"),
}


@pytest.mark.parametrize("name", HOSTILE)
def test_file_that_is_not_what_it_should_be_is_refused_with_words(name: str) -> None:
    raw, said = HOSTILE[name]
    with pytest.raises(Refused) as refused:
        read_paper(raw)
    assert said in refused.value.decision.reason


def test_sizes_have_an_end(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(paper_files, "PDF_BYTES", len(pictures.PDF) - 1)
    monkeypatch.setattr(paper_files, "PICTURE_BYTES", 100)
    for raw, said in ((pictures.PDF, "5 MB"), (pictures.picture(), "15 MB")):
        with pytest.raises(Refused) as refused:
            read_paper(raw)
        assert said in refused.value.decision.reason
    monkeypatch.undo()
    for kind in ("JPEG", "PNG", "WEBP"):
        monkeypatch.setitem(paper_files.MOST_PIXELS, kind, 40 * 30 - 1)
        with pytest.raises(Refused) as refused:
            read_paper(pictures.picture(kind))
        assert "punkter" in refused.value.decision.reason


def test_sizes_that_are_said_are_those_that_hold() -> None:
    assert (paper_files.PDF_BYTES, paper_files.PICTURE_BYTES) == (5 * 1024**2, 15 * 1024**2)


@settings(max_examples=200, deadline=None)
@given(
    st.sampled_from([pictures.picture(kind) for kind in ("JPEG", "PNG", "WEBP")] + [pictures.PDF]),
    st.lists(st.tuples(st.integers(0, 10_000), st.integers(0, 255)), max_size=8),
    st.integers(0, 400),
)
def test_no_spoiled_file_does_anything_but_be_kept_or_refused(
    raw: bytes, spoiled: list[tuple[int, int]], cut: int
) -> None:
    broken = bytearray(raw)
    for place, value in spoiled:
        broken[place % len(broken)] = value
    try:
        kept = read_paper(bytes(broken[: len(broken) - cut]))
    except Refused:
        return
    assert kept.media_type == "application/pdf" or drawn(kept.content).format == "JPEG"
