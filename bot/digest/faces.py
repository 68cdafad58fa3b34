"""Every face of the digest by its name; what a face needs is imported only where that face is wanted."""

from collections.abc import Callable

from bot.digest import texts
from bot.digest.apart import apart
from bot.digest.model import Digest, Letterhead
from bot.digest.paper import PaperKind, compose
from bot.plan.model import Plan


def render(face: str, digest: Digest, plan: Plan, letterhead: Letterhead) -> bytes:
    """One face of :data:`FACES` as a file's content, UTF-8 where it is text."""
    return _FACES[face](digest, plan, letterhead)


async def render_apart(face: str, digest: Digest, plan: Plan, letterhead: Letterhead) -> bytes:
    """The same by a process of its own (bot.digest.apart)."""
    return await apart(render, face, digest, plan, letterhead)


def file_name(face: str, digest: Digest) -> str:
    """The file's name as it will lie in somebody's folder."""
    name, _, ending = FACES[face].partition(".")
    number = f"第{digest.issue}期" if digest.issue is not None else ""
    name = name.replace("周报", texts.FILE_NAMES[digest.span])
    return f"{name}{number}_{digest.first:%Y%m%d}-{digest.last:%Y%m%d}.{ending}"


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


def _picture(digest: Digest, _plan: Plan, _letterhead: Letterhead) -> bytes:
    from bot.digest.picture import picture

    return picture(digest)


FACES = {
    "text": f"{texts.FILE_STEM}周报.txt",
    "json": f"{texts.FILE_STEM}周报.json",
    "md": f"{texts.FILE_STEM}周报.md",
    "xlsx": f"{texts.FILE_STEM}周报.xlsx",
    "upward": f"{texts.FILE_STEM}专报.docx",
    "bulletin": f"{texts.FILE_STEM}简报.docx",
    "png": f"{texts.FILE_STEM}周报.png",
}
_FACES: dict[str, Callable[[Digest, Plan, Letterhead], bytes]] = {
    "text": _text,
    "json": _json,
    "md": _markdown,
    "xlsx": _workbook,
    "upward": _upward,
    "bulletin": _bulletin,
    "png": _picture,
}
