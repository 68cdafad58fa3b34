"""Recordings without their tags. Formats: RFC 3533 and 7845 (Ogg, Opus), ID3v2.4, APEv2, ISO 11172-3."""

import struct
from collections.abc import Iterator
from dataclasses import dataclass

from bot.evidence import texts
from bot.evidence.kinds import Unfit

_OPUS_TAGS, _VORBIS_TAGS = b"OpusTags", b"\x03vorbis"
_BITRATES = {  # kbit/s of layer III, by version: 1, then 2 and 2.5
    True: (0, 32, 40, 48, 56, 64, 80, 96, 112, 128, 160, 192, 224, 256, 320),
    False: (0, 8, 16, 24, 32, 40, 48, 56, 64, 80, 96, 112, 128, 144, 160),
}
_RATES = {3: (44100, 48000, 32000), 2: (22050, 24000, 16000), 0: (11025, 12000, 8000)}


@dataclass(frozen=True, slots=True)
class _Page:
    start: int
    body: int
    end: int
    laces: bytes


def clean_ogg(content: bytes) -> bytes:
    """Ogg Opus or Vorbis with an empty comment header. Raises Unfit for any other or a damaged one."""
    pages = list(_pages(content))
    if not pages or not content[pages[0].body :].startswith((b"OpusHead", b"\x01vorbis")):
        raise Unfit(texts.UNKNOWN)
    if len({content[page.start + 14 : page.start + 18] for page in pages}) != 1:
        raise Unfit(texts.UNKNOWN)  # several streams: a film
    cleaned = bytearray(content)
    places = _comment_places(pages)
    packet = b"".join(content[start:end] for start, end in places)
    blank = _blank_comments(packet)
    at = 0
    for start, end in places:
        cleaned[start:end] = blank[at : at + end - start]
        at += end - start
    for page in (page for page in pages if page.start < places[-1][1] and page.end > places[0][0]):
        cleaned[page.start + 22 : page.start + 26] = bytes(4)
        cleaned[page.start + 22 : page.start + 26] = struct.pack("<I", _crc(cleaned[page.start : page.end]))
    return bytes(cleaned)


def _pages(content: bytes) -> Iterator[_Page]:
    at = 0
    while at < len(content):
        if content[at : at + 5] != b"OggS\x00" or at + 27 > len(content):
            raise Unfit(texts.DAMAGED)
        body = at + 27 + content[at + 26]
        laces = content[at + 27 : body]
        end = body + sum(laces)
        if end > len(content):
            raise Unfit(texts.DAMAGED)
        whole = bytearray(content[at:end])
        whole[22:26] = bytes(4)
        if struct.pack("<I", _crc(whole)) != content[at + 22 : at + 26]:
            raise Unfit(texts.DAMAGED)
        yield _Page(at, body, end, laces)
        at = end


def _comment_places(pages: list[_Page]) -> list[tuple[int, int]]:
    """Where the second packet, the comment header, lies: it begins on the second page (RFC 7845, 3)."""
    places = []
    for page in pages[1:]:
        start = page.body
        for lace in page.laces:
            places.append((start, start + lace))
            if lace < 255:
                return places
            start += lace
    raise Unfit(texts.DAMAGED)


def _blank_comments(packet: bytes) -> bytes:
    """An empty comment header of the same length: no vendor, no comments, and nothing after them."""
    head = next((tag for tag in (_OPUS_TAGS, _VORBIS_TAGS) if packet.startswith(tag)), None)
    if head is None or len(packet) < len(head) + 9:
        raise Unfit(texts.DAMAGED)
    if head == _VORBIS_TAGS:  # ends in a framing bit; the vendor's name takes up the room
        vendor = len(packet) - len(head) - 9
        return head + struct.pack("<I", vendor) + b" " * vendor + bytes(4) + b"\x01"
    return head + bytes(len(packet) - len(head))


def _crc_table() -> list[int]:
    table = []
    for number in range(256):
        value = number << 24
        for _ in range(8):
            value = (value << 1 ^ 0x04C11DB7 if value & 0x80000000 else value << 1) & 0xFFFFFFFF
        table.append(value)
    return table


_CRC_TABLE = _crc_table()


def _crc(data: bytes | bytearray) -> int:
    value = 0
    for byte in data:
        value = (value << 8 & 0xFFFFFFFF) ^ _CRC_TABLE[value >> 24 ^ byte]
    return value


def clean_mp3(content: bytes) -> bytes:
    """The frames of an MP3, without tags before, between or after them. Raises Unfit for anything else."""
    at = 0
    while content[at : at + 3] == b"ID3" and at + 10 <= len(content):
        size = 0
        for byte in content[at + 6 : at + 10]:
            size = size << 7 | byte & 0x7F
        at += 10 + size + (10 if content[at + 5] & 0x10 else 0)
    frames = []
    while (length := _frame_length(content[at : at + 4])) and at + length <= len(content):
        frames.append(content[at : at + length])
        at += length
    rest = content[at:]
    if len(frames) < 2 or not (rest[:3] in (b"", b"TAG") or rest[:8] == b"APETAGEX" or not any(rest)):
        raise Unfit(texts.DAMAGED)
    return b"".join(frames)


def _frame_length(header: bytes) -> int:
    """The length in bytes of the layer III frame that begins so; 0 where none does."""
    if len(header) < 4 or header[0] != 0xFF or header[1] & 0xE6 != 0xE2:
        return 0
    version, bits, rate = header[1] >> 3 & 3, header[2] >> 4, header[2] >> 2 & 3
    if version == 1 or bits in (0, 15) or rate == 3:
        return 0
    samples = 144 if version == 3 else 72
    return samples * _BITRATES[version == 3][bits] * 1000 // _RATES[version][rate] + (header[2] >> 1 & 1)
