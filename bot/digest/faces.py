"""Every face of the digest by its name; what a face needs is imported only where that face is wanted."""

from collections.abc import Callable

from bot.digest import texts
from bot.digest.model import Digest
from bot.digest.paper import Letterhead, PaperKind, compose
from bot.plan.model import Plan


def render(face: str, digest: Digest, plan: Plan, letterhead: Letterhead) -> bytes:
    """One face of :data:`FACES` as a file's content, UTF-8 where it is text. Call it off the event loop."""
    return _FACES[face](digest, plan, letterhead)


def file_name(face: str, digest: Digest) -> str:
    """The file's name as it will lie in somebody's folder."""
    name, _, ending = FACES[face].partition(".")
    return f"{name}_{digest.first:%Y%m%d}-{digest.last:%Y%m%d}.{ending}"


def _text(digest: Digest, _plan: Plan, _letterhead: Letterhead) -> bytes:
    from bot.digest.text import summary

    return (summary(digest) + "\n").encode()


def _json(digest: Digest, _plan: Plan, _letterhead: Letterhead) -> bytes:
    from bot.digest.data import digest_json_bytes

    return digest_json_bytes(digest)


def _markdown(digest: Digest, _plan: Plan, _letterhead: Letterhead) -> bytes:
    from bot.digest.markdown import markdown

    return markdown(digest).encode()


def _workbook(digest: Digest, _plan: Plan, _letterhead: Letterhead) -> bytes:
    from bot.digest.xlsx import workbook

    return workbook(digest)


def _upward(digest: Digest, plan: Plan, letterhead: Letterhead) -> bytes:
    from bot.digest.docx import document

    return document(compose(digest, plan, PaperKind.UPWARD, letterhead), digest.moment)


def _bulletin(digest: Digest, plan: Plan, letterhead: Letterhead) -> bytes:
    from bot.digest.docx import document

    return document(compose(digest, plan, PaperKind.BULLETIN, letterhead), digest.moment)


FACES = {
    "text": f"{texts.FILE_STEM}周报.txt",
    "json": f"{texts.FILE_STEM}周报.json",
    "md": f"{texts.FILE_STEM}周报.md",
    "xlsx": f"{texts.FILE_STEM}周报.xlsx",
    "upward": f"{texts.FILE_STEM}专报.docx",
    "bulletin": f"{texts.FILE_STEM}简报.docx",
}
_FACES: dict[str, Callable[[Digest, Plan, Letterhead], bytes]] = {
    "text": _text,
    "json": _json,
    "md": _markdown,
    "xlsx": _workbook,
    "upward": _upward,
    "bulletin": _bulletin,
}
