"""MP4 without place, time, names and device. Format: ISO/IEC 14496-12.

Boxes that describe are overwritten with zeros where they stand and renamed ``free``, so that no offset
moves and not a frame is touched.
"""

from collections.abc import Iterator
from dataclasses import dataclass

from bot.evidence import texts
from bot.evidence.kinds import Unfit

_TOP = frozenset({b"ftyp", b"styp", b"moov", b"mdat", b"moof", b"sidx", b"mfra", b"pdin"})
_DESCRIBING = frozenset({b"udta", b"meta", b"uuid", b"free", b"skip", b"wide", b"Xtra", b"cprt", b"ID32"})
_NEEDED = frozenset(  # of what stands inside the holding boxes; all else only describes
    {b"mvhd", b"trak", b"mvex", b"iods", b"tkhd", b"mdia", b"edts", b"elst", b"tref", b"mdhd", b"hdlr"}
    | {b"elng", b"minf", b"vmhd", b"smhd", b"dinf", b"stbl", b"mfhd", b"traf", b"tfhd", b"tfdt", b"trun"}
    | {b"sdtp", b"sbgp", b"sgpd", b"subs"}
)
_HOLDING = frozenset({b"moov", b"trak", b"mdia", b"minf", b"moof", b"traf", b"edts"})
_DATED = frozenset({b"mvhd", b"tkhd", b"mdhd"})
_TRACKS = frozenset({b"vide", b"soun", b"hint"})


@dataclass(frozen=True, slots=True)
class _Box:
    name: bytes
    start: int
    body: int
    end: int


def clean_mp4(content: bytes) -> bytes:
    """The film or recording without its metadata. Raises Unfit for a damaged one.

    A track of anything but picture and sound may hold the way that a phone was carried: refused.
    """
    boxes = list(_boxes(content, 0, len(content)))
    names = {box.name for box in boxes}
    if not {b"ftyp", b"moov"} <= names or not names & {b"mdat", b"moof"} or names - _TOP - _DESCRIBING:
        raise Unfit(texts.DAMAGED)
    cleaned = bytearray(content)
    _clean(cleaned, boxes)
    return bytes(cleaned)


def _clean(content: bytearray, boxes: list[_Box], inside: bytes = b"") -> None:
    for box in boxes:
        dropped = box.name not in _NEEDED if inside else box.name in _DESCRIBING
        if dropped or (inside, box.name) == (b"minf", b"hdlr"):
            content[box.start + 4 : box.start + 8] = b"free"
            content[box.body : box.end] = bytes(box.end - box.body)
        elif box.name in _HOLDING:
            _clean(content, list(_boxes(content, box.body, box.end)), box.name)
        elif box.name in _DATED and box.end - box.body >= 20:
            times = 16 if content[box.body] == 1 else 8
            content[box.body + 4 : box.body + 4 + times] = bytes(times)
        elif box.name == b"hdlr":
            if bytes(content[box.body + 8 : box.body + 12]) not in _TRACKS:
                raise Unfit(texts.HIDDEN_TRACKS)
            content[box.body + 24 : box.end] = bytes(max(0, box.end - box.body - 24))


def _boxes(content: bytes | bytearray, at: int, end: int) -> Iterator[_Box]:
    """The boxes that fill a stretch exactly. Raises Unfit where they do not."""
    while at < end:
        size, body = int.from_bytes(content[at : at + 4], "big"), at + 8
        if size == 1:
            size, body = int.from_bytes(content[at + 8 : at + 16], "big"), at + 16
        elif size == 0:
            size = end - at
        if at + size > end or at + size < body:
            raise Unfit(texts.DAMAGED)
        yield _Box(bytes(content[at + 4 : at + 8]), at, body, at + size)
        at += size
