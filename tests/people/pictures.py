"""Files as phones, scanners and people with bad intentions make them."""

import io
import struct
import zlib

from PIL import Image

# The block of EXIF that tells where a picture was taken.
GPS = 0x8825


def picture(kind: str = "JPEG", *, size: tuple[int, int] = (40, 30), mode: str = "RGB") -> bytes:
    """A small picture, darker to the left."""
    drawn = Image.linear_gradient("L").rotate(90).resize(size).convert(mode)
    return saved(drawn, kind)


def saved(drawn: Image.Image, kind: str, **more: object) -> bytes:
    """A picture as the bytes of a file."""
    out = io.BytesIO()
    drawn.save(out, kind, **more)
    return out.getvalue()


def from_a_phone() -> bytes:
    """A photo taken upright, with the place and the name of the phone's owner in it."""
    drawn = Image.new("RGB", (60, 30), "white")
    exif = Image.Exif()
    exif[0x0112] = 6  # turn by a quarter
    exif[0x010F] = "Telefonen til Test Testesen"
    exif.get_ifd(GPS).update({1: "N", 2: (59.0, 54.0, 30.0), 3: "E", 4: (10.0, 45.0, 0.0)})
    return saved(drawn, "JPEG", exif=exif, comment=b"Maja")


def bomb() -> bytes:
    """A PNG of a few bytes that says it is thirty thousand points each way."""
    head = struct.pack(">IIBBBBB", 30_000, 30_000, 8, 2, 0, 0, 0)
    return (
        b"\x89PNG\r\n\x1a\n" + _chunk(b"IHDR", head) + _chunk(b"IDAT", b"") + _chunk(b"IEND", b"")
    )


def _chunk(kind: bytes, data: bytes) -> bytes:
    return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))


PDF = b"%PDF-1.7\n1 0 obj<</Type/Catalog>>endobj\ntrailer<</Root 1 0 R>>\n%%EOF\n"
SVG = b'<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>'
HTML = b"<!doctype html><script>alert(1)</script>"
HEIC = b"\x00\x00\x00\x18ftypheic\x00\x00\x00\x00mif1heic"
