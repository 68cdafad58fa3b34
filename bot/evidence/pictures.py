"""Pictures without what a camera writes into them: place, time, device, and what hides behind the end.

JPEG and PNG are taken apart and put together again from the parts that make the picture, so not a pixel
changes; of the EXIF only the orientation is written anew. WebP is drawn anew. Every picture is decoded
once: a cut or lying file does not pass. Formats: ITU-T T.81 annex B, PNG third edition, Exif 2.32.
"""

import io
import struct
import warnings
import zlib
from collections.abc import Iterator
from contextlib import contextmanager

from PIL import Image, ImageOps

from bot.evidence import texts
from bot.evidence.kinds import FileKind, Unfit

# What decodes, and for WebP draws anew, within the memory that cleaning has.
MOST_PIXELS = {FileKind.JPEG: 50_000_000, FileKind.PNG: 50_000_000, FileKind.WEBP: 20_000_000}
_ORIENTATION = 0x0112
_FORMATS = {FileKind.JPEG: "JPEG", FileKind.PNG: "PNG", FileKind.WEBP: "WEBP"}
_PNG_HEAD = b"\x89PNG\r\n\x1a\n"
_PNG_KEPT = frozenset(
    {
        b"IHDR",
        b"PLTE",
        b"IDAT",
        b"IEND",
        b"tRNS",
        b"gAMA",
        b"cHRM",
        b"sRGB",
        b"iCCP",
        b"sBIT",
        b"bKGD",
        b"pHYs",
    }
)
_WEBP_QUALITY = 90


def clean_picture(content: bytes, kind: FileKind) -> bytes:
    """The picture without its metadata. Raises Unfit for one that cannot be decoded, or is too big."""
    orientation = _examined(content, kind)
    match kind:
        case FileKind.JPEG:
            return strip_jpeg(content, orientation)
        case FileKind.PNG:
            return _strip_png(content, orientation)
        case _:
            return _redrawn(content)


def strip_jpeg(content: bytes, orientation: int = 1) -> bytes:
    """A JPEG without application data and comments, and without what follows its end.

    What says how colours are coded stays (JFIF, Adobe, ICC). Raises Unfit where the markers do not follow
    one another to the end.
    """
    parts = [b"\xff\xd8"]
    if orientation != 1:
        parts.append(_jpeg_segment(0xE1, b"Exif\x00\x00" + _exif(orientation)))
    for marker, part in _jpeg_parts(content):
        if 0xE0 <= marker <= 0xEF or marker == 0xFE:
            parts.append(_coding(marker, part))
        else:
            parts.append(part)
    return b"".join(parts)


def _coding(marker: int, segment: bytes) -> bytes:
    """What an application segment says of the coding; nothing where it says anything else."""
    body = segment[4:]
    if marker == 0xE0 and body.startswith(b"JFIF\x00"):
        return _jpeg_segment(0xE0, body[:12] + b"\x00\x00")  # without a thumbnail
    colours = {0xE2: b"ICC_PROFILE\x00", 0xEE: b"Adobe"}.get(marker)
    return segment if colours and body.startswith(colours) else b""


def _jpeg_parts(content: bytes) -> Iterator[tuple[int, bytes]]:
    """Marker segments after the first, coded data with its scan's; the end marker, written where missing."""
    at, scanned = 2, False
    while True:
        while content[at : at + 2] == b"\xff\xff":
            at += 1
        head = content[at : at + 4]
        if head[:2] == b"\xff\xd9" or (scanned and not head):
            yield 0xD9, b"\xff\xd9"
            return
        end = at + 2 + int.from_bytes(head[2:], "big")
        if len(head) < 4 or head[0] != 0xFF or end < at + 4 or end > len(content):
            raise Unfit(texts.DAMAGED)
        if head[1] == 0xDA:
            end, scanned = _after_scan(content, end), True
        yield head[1], content[at:end]
        at = end


def _after_scan(content: bytes, at: int) -> int:
    """Where the coded data ends: at the next marker that is no stuffed byte and no restart, or the end."""
    while (at := content.find(b"\xff", at)) >= 0 and at + 1 < len(content):
        following = content[at + 1]
        if following not in (0, 0xFF) and not 0xD0 <= following <= 0xD7:
            return at
        at += 1 if following == 0xFF else 2
    return len(content)


def _jpeg_segment(marker: int, body: bytes) -> bytes:
    return bytes((0xFF, marker)) + struct.pack(">H", len(body) + 2) + body


def _exif(orientation: int) -> bytes:
    """A TIFF block that says how the picture is to be turned, and nothing else."""
    return struct.pack(">2sHIHHHIHHI", b"MM", 42, 8, 1, _ORIENTATION, 3, 1, orientation, 0, 0)


def _strip_png(content: bytes, orientation: int) -> bytes:
    parts = [_PNG_HEAD]
    at = len(_PNG_HEAD)
    while at + 12 <= len(content):
        length, name = struct.unpack(">I4s", content[at : at + 8])
        end = at + 12 + length
        if name in _PNG_KEPT:
            parts.append(content[at:end])
        if name == b"IHDR" and orientation != 1:
            parts.append(_png_chunk(b"eXIf", _exif(orientation)))
        if name == b"IEND":
            return b"".join(parts)
        at = end
    raise Unfit(texts.DAMAGED)


def _png_chunk(name: bytes, body: bytes) -> bytes:
    return struct.pack(">I", len(body)) + name + body + struct.pack(">I", zlib.crc32(name + body))


def _redrawn(content: bytes) -> bytes:
    out = io.BytesIO()
    with _decoding(), Image.open(io.BytesIO(content), formats=["WEBP"]) as image:
        ImageOps.exif_transpose(image).save(out, "WEBP", quality=_WEBP_QUALITY, exif=b"", xmp=b"")
    return out.getvalue()


def _examined(content: bytes, kind: FileKind) -> int:
    """Decode the picture once; return how it is to be turned (1-8). Raises Unfit."""
    with _decoding(), Image.open(io.BytesIO(content), formats=[_FORMATS[kind]]) as image:
        if image.width * image.height > MOST_PIXELS[kind]:
            raise Unfit(texts.TOO_MANY_PIXELS)
        image.load()
        turned = image.getexif().get(_ORIENTATION, 1)
    return turned if isinstance(turned, int) and 1 <= turned <= 8 else 1


@contextmanager
def _decoding() -> Iterator[None]:
    """Whatever Pillow's decoders raise of a picture becomes Unfit; what they only remark is ignored."""
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            yield
    except Unfit:
        raise
    except (Image.DecompressionBombError, MemoryError):
        raise Unfit(texts.TOO_MANY_PIXELS) from None
    except Exception:  # noqa: BLE001 - they raise anything
        raise Unfit(texts.DAMAGED) from None
