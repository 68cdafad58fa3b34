"""A file as it may be kept: told by its content, freed of metadata, in a process of its own.

Decoders of foreign files are where programs break. Here one may take too long, too much memory, or die:
the bot goes on, and the file is refused.
"""

import json
import os
import resource
import sys
from dataclasses import dataclass

from bot.evidence import texts
from bot.evidence.kinds import FileKind, Unfit, kind_of

_SECONDS = 60
_MEMORY = 1 << 30
_UNFIT, _FIT = b"unfit", b"fit"


@dataclass(frozen=True, slots=True)
class Cleaned:
    """What is kept of a file."""

    content: bytes
    kind: FileKind


def clean(content: bytes) -> Cleaned:
    """The file without its metadata. Raises Unfit for what is not kept."""
    kind = kind_of(content)
    if kind is None:
        from bot.evidence.office import clean_office

        return Cleaned(*clean_office(content))
    if kind is FileKind.PDF:
        from bot.evidence.papers import clean_pdf

        return Cleaned(clean_pdf(content), kind)
    if kind is FileKind.MP4:
        from bot.evidence.films import clean_mp4

        return Cleaned(clean_mp4(content), kind)
    if kind in (FileKind.OGG, FileKind.MP3):
        from bot.evidence.sounds import clean_mp3, clean_ogg

        return Cleaned(clean_ogg(content) if kind is FileKind.OGG else clean_mp3(content), kind)
    from bot.evidence.pictures import clean_picture

    return Cleaned(clean_picture(content, kind), kind)


async def clean_apart(content: bytes) -> Cleaned:
    """The same in a process of its own, with bounds on time and memory.

    Raises Unfit, also where the process did not live to answer; OSError where none can be started, and
    HelperStopped.
    """
    from bot.helper import helped  # not at the top: the other process starts faster without

    try:
        _, answered = await helped(__name__, content, _SECONDS)
    except TimeoutError:
        raise Unfit(texts.TOO_LARGE_INSIDE) from None
    head, _, rest = answered.partition(b"\n")
    word, _, said = head.partition(b" ")
    if word == _FIT:
        return Cleaned(rest, FileKind(said.decode()))
    raise Unfit(json.loads(said) if word == _UNFIT else texts.DAMAGED)


def answer() -> None:
    """The other process: a file on standard input, what becomes of it on standard output."""
    os.nice(10)  # people are answered first
    resource.setrlimit(resource.RLIMIT_AS, (_MEMORY, _MEMORY))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    resource.setrlimit(resource.RLIMIT_CPU, (_SECONDS, _SECONDS))
    out = sys.stdout.buffer
    try:
        cleaned = clean(sys.stdin.buffer.read())
    except Unfit as refusal:
        out.write(b"%s %s\n" % (_UNFIT, json.dumps(str(refusal)).encode()))
    except MemoryError:
        out.write(b"%s %s\n" % (_UNFIT, json.dumps(texts.TOO_LARGE_INSIDE).encode()))
    else:
        out.write(b"%s %s\n" % (_FIT, cleaned.kind.value.encode()))
        out.write(cleaned.content)
