"""Pictures and PDFs of signed papers: told apart by what is in them, never by their name.

A picture is drawn anew, so that nothing follows it into the database but what one can see: no
place, no camera, no thumbnail, nothing hidden behind the picture's end. A PDF cannot be drawn
anew here; it is kept as it is, and only ever handed out as a download.
"""

from __future__ import annotations

import hashlib
import io
from dataclasses import dataclass

from PIL import Image, ImageOps

from felles.rules.decision import Decision
from felles.rules.text import N_

MEGABYTE = 1024 * 1024
PICTURE_BYTES = 15 * MEGABYTE
PDF_BYTES = 5 * MEGABYTE
# A paper has a few pages; a form for two children or in two languages has a few more.
MOST_FILES = 4
# What a phone takes. More than this is made to fill a machine's memory. A JPEG can be decoded
# small at once; any other kind lies in memory whole.
MOST_PIXELS = {"JPEG": 60_000_000, "PNG": 24_000_000, "WEBP": 24_000_000}
# Enough to read small print on A4, and small enough to keep.
LONGEST_SIDE = 2400
QUALITY = 85

JPEG, PDF = "image/jpeg", "application/pdf"
_PICTURES = tuple(MOST_PIXELS)
_HEIC = (b"heic", b"heix", b"hevc", b"mif1", b"msf1", b"heif")
# What Pillow raises for a file that is not whole, or not what it says.
_BROKEN = (
    OSError,
    SyntaxError,
    ValueError,
    EOFError,
    IndexError,
    KeyError,
    TypeError,
    ZeroDivisionError,
    Image.DecompressionBombError,
    Image.DecompressionBombWarning,
)


@dataclass(frozen=True, slots=True)
class PaperFile:
    """A file that may be kept."""

    content: bytes
    media_type: str

    @property
    def digest(self) -> str:
        """SHA-256 of what is kept, in hex."""
        return hashlib.sha256(self.content).hexdigest()


def read_paper(raw: bytes) -> PaperFile:
    """The file as it may be kept.

    Raises:
        Refused: it is neither a picture nor a PDF, it is not whole, or it is too large.
    """
    if not raw:
        Decision.no(N_("Fila er tom. Ta bildet på nytt.")).require()
    if raw[4:8] == b"ftyp" and raw[8:12] in _HEIC:
        Decision.no(
            N_("Telefonen har lagret bildet som HEIC, og det kan vi ikke lese."),
            N_("Ta bildet herfra med kameraet, eller lagre det som JPEG først."),
        ).require()
    if raw.startswith(b"%PDF-"):
        return _read_pdf(raw)
    return _read_picture(raw)


def _read_pdf(raw: bytes) -> PaperFile:
    if len(raw) > PDF_BYTES:
        Decision.no(N_("PDF-fila er for stor. Den kan være opptil 5 MB.")).require()
    if b"%%EOF" not in raw[-1024:]:
        Decision.no(N_("PDF-fila er ikke hel. Lagre den på nytt, og prøv igjen.")).require()
    return PaperFile(raw, PDF)


def _read_picture(raw: bytes) -> PaperFile:
    if len(raw) > PICTURE_BYTES:
        Decision.no(N_("Bildet er for stort. Det kan være opptil 15 MB.")).require()
    picture = _open(raw)
    if picture.width * picture.height > MOST_PIXELS[str(picture.format)]:
        Decision.no(N_("Bildet har for mange punkter. Ta det på nytt med mobilen.")).require()
    return PaperFile(_draw_anew(picture), JPEG)


def _open(raw: bytes) -> Image.Image:
    """The picture, with nothing read but its head."""
    try:
        return Image.open(io.BytesIO(raw), formats=_PICTURES)
    except (Image.DecompressionBombError, Image.DecompressionBombWarning):
        Decision.no(N_("Bildet har for mange punkter. Ta det på nytt med mobilen.")).require()
    except _BROKEN:
        Decision.no(
            N_("Dette er ikke et bilde eller en PDF."),
            N_("Vi tar imot JPEG, PNG, WebP og PDF."),
        ).require()
    raise AssertionError("unreachable: require() raised")


def _draw_anew(picture: Image.Image) -> bytes:
    """A new JPEG of what one sees, upright, on white, at a size that can be read."""
    try:
        if picture.mode not in ("L", "RGB", "RGBA", "CMYK"):
            picture = picture.convert("RGBA")
        picture.thumbnail((LONGEST_SIDE, LONGEST_SIDE))
        upright = ImageOps.exif_transpose(picture).convert("RGBA")
        sheet = Image.new("RGB", upright.size, "white")
        sheet.paste(upright, mask=upright.getchannel("A"))
    except _BROKEN:
        Decision.no(N_("Bildet er ikke helt. Ta det på nytt.")).require()
    out = io.BytesIO()
    sheet.save(out, "JPEG", quality=QUALITY, optimize=True)
    return out.getvalue()
