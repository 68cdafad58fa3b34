"""Word, Excel and PowerPoint files without who wrote them, for whom, when and on which machine.

A file is written anew, part by part: descriptive parts are left out with what points at them, names are
taken out of comments and tracked changes, pictures are cleaned, and nothing outside is fetched any more.
Format: ECMA-376 part 2 (packages) and part 1 (documents).
"""

import html
import io
import posixpath
import re
import zipfile
import zlib
from collections.abc import Callable
from urllib.parse import unquote

from bot.evidence import texts
from bot.evidence.films import clean_mp4
from bot.evidence.kinds import OFFICE, FileKind, Unfit, kind_of
from bot.evidence.pictures import clean_picture

_MOST_PARTS = 5000
_MOST_BYTES = 200 << 20
_MAIN = {
    "word/document.xml": FileKind.DOCX,
    "xl/workbook.xml": FileKind.XLSX,
    "ppt/presentation.xml": FileKind.PPTX,
}
_TYPES = "[Content_Types].xml"
_DESCRIBING = re.compile(
    r"(?:docProps|customXml|docMetadata|_xmlsignatures|xl/revisions|xl/printerSettings)/.*"
    r"|.*\.(?:psmdcp|psdsxs|psdor|sigs)",
    re.IGNORECASE,
)
_PROGRAM = re.compile(r"vbaProject|vbaData|activeX|macrosheets", re.IGNORECASE)
_SHEET_INSIDE = re.compile(r".*/embeddings/[^/]+\.(?:xlsx|docx|pptx)", re.IGNORECASE)
_EMBEDDED = re.compile(r".*/embeddings/.*|.*oleObject.*\.bin", re.IGNORECASE)
_WRITTEN = re.compile(r".*\.(?:xml|rels|vml)", re.IGNORECASE)
_DOCTYPE = re.compile(rb"<!\s*(?:DOCTYPE|ENTITY)", re.IGNORECASE)

# Attributes and elements that hold a person, an account or a place on somebody's disk, whatever their prefix.
_VALUE = rb"""(?:"[^"]*"|'[^']*')"""
_NAMED = re.compile(
    rb"(\s(?:[\w.-]+:)?(?:author|initials|userId|providerId|userName|lastEditedBy|lastModifiedBy|refreshedBy)\s*=\s*)"
    + _VALUE
)
_NAMED_PERSON = re.compile(
    rb"(<(?:\w+:)?(?:person|cmAuthor|author)\b[^>]*?\s(?:displayName|name)\s*=\s*)" + _VALUE
)
_AUTHOR_TEXT = re.compile(rb"(<(?:\w+:)?author>)[^<]*(</)")
_SAVED_AT = re.compile(rb"<(?:\w+:)?absPath\b[^>]*?(?:/>|>[^<]*</(?:\w+:)?absPath>)")
_CHANGED_ON = re.compile(rb"(\sw(?:16du|16cex)?:(?:date|dateUtc)\s*=\s*)" + _VALUE)
_PRINTER = re.compile(rb"(<(?:\w+:)?pageSetup\b[^>]*?)\s\w+:id\s*=\s*" + _VALUE)
_TAG = re.compile(rb"<(?:\w+:)?(?:Relationship|Override)\b[^>]*?/?>")
_ATTRIBUTE = re.compile(rb"""\s(\w+)\s*=\s*(?:"([^"]*)"|'([^']*)')""")
_TARGET = re.compile(rb"(\sTarget\s*=\s*)" + _VALUE)
_LINKS = ("http://", "https://", "mailto:", "#")


def clean_office(content: bytes, depth: int = 0) -> tuple[bytes, FileKind]:
    """The file written anew, and which of the three it is. Raises Unfit for any other zip."""
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as packed:
            infos = _listed(packed)
            kind = _kind(packed, infos)
            parts = {name: _part(packed.read(info), name, depth) for name, info in infos.items()}
    except (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, ValueError, KeyError):
        raise Unfit(texts.DAMAGED) from None
    except RuntimeError:  # zipfile's word for an encrypted part
        raise Unfit(texts.LOCKED) from None
    left_out = {name for name in parts if _DESCRIBING.fullmatch(name)}
    left_out |= {name for name in parts if name.endswith(".rels") and _source(name) in left_out}
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as written:
        for name, part in parts.items():
            if name not in left_out:
                info = zipfile.ZipInfo(name)  # dated 1980: when it was packed is nobody's concern
                info.compress_type = zipfile.ZIP_DEFLATED
                written.writestr(info, _pointing(name, part, left_out))
    return out.getvalue(), kind


def _listed(packed: zipfile.ZipFile) -> dict[str, zipfile.ZipInfo]:
    """Parts by name, content types first. Raises Unfit for bombs and programs before unpacking a byte."""
    infos = [info for info in packed.infolist() if not info.is_dir()]
    if len(infos) > _MOST_PARTS or sum(info.file_size for info in infos) > _MOST_BYTES:
        raise Unfit(texts.TOO_LARGE_INSIDE)
    if len({info.filename.lower() for info in infos}) != len(infos):
        raise Unfit(texts.DAMAGED)
    if any(_PROGRAM.search(info.filename) for info in infos):
        raise Unfit(texts.MACROS)
    return {info.filename: info for info in sorted(infos, key=lambda one: one.filename != _TYPES)}


def _kind(packed: zipfile.ZipFile, infos: dict[str, zipfile.ZipInfo]) -> FileKind:
    kinds = [kind for name, kind in _MAIN.items() if name in infos]
    if len(kinds) != 1 or _TYPES not in infos:
        raise Unfit(texts.ARCHIVE)
    types = packed.read(_TYPES)
    if b"macroEnabled" in types or b"vbaProject" in types:
        raise Unfit(texts.MACROS)
    return kinds[0]


def _part(content: bytes, name: str, depth: int) -> bytes:
    """One part, cleaned by what it is. Raises Unfit."""
    if _WRITTEN.fullmatch(name):
        return _names_out(content)
    if _SHEET_INSIDE.fullmatch(name) and not depth:
        return clean_office(content, depth + 1)[0]  # the figures behind a chart
    if _EMBEDDED.fullmatch(name):
        raise Unfit(texts.EMBEDDED)
    try:
        kind = kind_of(content)
    except Unfit:
        if content.startswith((b"MZ", b"\x7fELF", b"#!")):
            raise Unfit(texts.EMBEDDED) from None
        return content  # a font, a drawing in vectors
    if kind is FileKind.MP4:
        return clean_mp4(content)
    if kind is not None and kind.pictorial:
        return clean_picture(content, kind)
    if kind is None or kind in OFFICE or kind is FileKind.PDF:
        raise Unfit(texts.EMBEDDED)
    return content


def _names_out(content: bytes) -> bytes:
    """XML without people's names. The standard knows UTF-8 and UTF-16 and forbids a DTD."""
    if content.startswith((b"\xff\xfe", b"\xfe\xff")):
        content = content.decode("utf-16").encode()
        content = re.sub(rb"""(<\?xml[^>]*encoding\s*=\s*)["'][^"']*["']""", rb'\1"UTF-8"', content, count=1)
    if b"\0" in content or _DOCTYPE.search(content):
        raise Unfit(texts.DAMAGED)
    content = _NAMED_PERSON.sub(rb'\1""', _NAMED.sub(rb'\1""', content))
    content = _PRINTER.sub(rb"\1", _SAVED_AT.sub(b"", _AUTHOR_TEXT.sub(rb"\1\2", content)))
    return _CHANGED_ON.sub(rb'\g<1>"2000-01-01T00:00:00Z"', content)


def _pointing(name: str, part: bytes, left_out: set[str]) -> bytes:
    """A part that points at others, without what it says of those left out; other parts as they are."""
    if name == _TYPES:
        return _changed(part, lambda tag: tag.get("PartName", "").lstrip("/") in left_out)
    if name.endswith(".rels"):
        folder = posixpath.dirname(_source(name))
        return _changed(part, lambda tag: _internal(tag, folder) in left_out)
    return part


def _internal(tag: dict[str, str], folder: str) -> str:
    """The part that a relationship points at; empty where it points outside."""
    target = unquote(tag.get("Target", ""))
    if tag.get("TargetMode") == "External" or not target:
        return ""
    return target[1:] if target.startswith("/") else posixpath.normpath(posixpath.join(folder, target))


def _unlinked(raw: bytes, tag: dict[str, str]) -> bytes:
    """A relationship that fetches nothing from outside (``NULL`` is Word's word); links to click on stay."""
    if tag.get("TargetMode") != "External":
        return raw
    if tag.get("Type", "").endswith("/hyperlink"):
        return raw if tag.get("Target", "").startswith(_LINKS) else _TARGET.sub(rb'\1"about:blank"', raw)
    return _TARGET.sub(rb'\1"NULL"', raw)


def _changed(part: bytes, gone: Callable[[dict[str, str]], bool]) -> bytes:
    """The part without the tags that are ``gone``, and with nothing fetched from outside."""

    def kept(found: re.Match[bytes]) -> bytes:
        tag = {
            name.decode(): html.unescape((double or single).decode("utf-8", "replace"))
            for name, double, single in _ATTRIBUTE.findall(found[0])
        }
        return b"" if gone(tag) else _unlinked(found[0], tag)

    return _TAG.sub(kept, part)


def _source(relations: str) -> str:
    """The part that a relationships part belongs to; empty for the package's own."""
    folder, _, name = relations.rpartition("_rels/")
    return folder + name.removesuffix(".rels")
