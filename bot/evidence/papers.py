"""PDF without author, history and hidden parts, by way of pikepdf (qpdf): only what a page needs is written.

Rewriting drops earlier versions of the file and whatever nothing points at. Format: ISO 32000-2.
"""

import io
from collections.abc import Iterator

import pikepdf
from pikepdf import Array, Dictionary, Name, Object, Pdf, Stream

from bot.evidence import texts
from bot.evidence.kinds import Unfit
from bot.evidence.pictures import strip_jpeg

_EVERYWHERE = ("/Metadata", "/PieceInfo", "/LastModified", "/AA", "/Thumb", "/AF")
_ROOT = ("/OpenAction", "/Collection", "/URI", "/Perms", "/DSS", "/Legal", "/SpiderInfo")
_NAMES = ("/JavaScript", "/EmbeddedFiles", "/AlternatePresentations", "/Renditions")
_DROPPED_NOTES = frozenset({"/FileAttachment", "/RichMedia", "/Movie", "/Sound", "/Screen", "/3D"})
_OF_PEOPLE = ("/T", "/M", "/CreationDate", "/NM")  # of a note: its author and when
_HARMLESS = frozenset({"/GoTo", "/URI", "/Named"})
_TAIL = 1024


def clean_pdf(content: bytes) -> bytes:
    """The document written anew. Raises Unfit for a locked, cut or damaged one."""
    try:
        with _opened(content) as pdf:
            if not len(pdf.pages):
                raise Unfit(texts.DAMAGED)
            _clean(pdf)
            out = io.BytesIO()
            pdf.save(out, deterministic_id=True, object_stream_mode=pikepdf.ObjectStreamMode.generate)
    except pikepdf.PasswordError:
        raise Unfit(texts.LOCKED) from None
    except (pikepdf.PdfError, RuntimeError, ValueError, TypeError, KeyError):
        raise Unfit(texts.DAMAGED) from None
    return out.getvalue()


def _opened(content: bytes) -> Pdf:
    """Strictly; a file with slips is mended, but not one whose end is missing."""
    try:
        return Pdf.open(io.BytesIO(content), attempt_recovery=False)
    except pikepdf.PasswordError:
        raise
    except pikepdf.PdfError:
        if b"%%EOF" not in content[-_TAIL:]:
            raise
        return Pdf.open(io.BytesIO(content))


def _clean(pdf: Pdf) -> None:
    if pdf.is_encrypted:  # opens without a password, yet says who may do what
        raise Unfit(texts.LOCKED)
    if "/Info" in pdf.trailer:
        del pdf.trailer["/Info"]
    _without(pdf.Root, _ROOT)
    if isinstance(names := pdf.Root.get("/Names"), Dictionary):
        _without(names, _NAMES)
    for thing in pdf.objects:
        for one in _dictionaries(thing):
            _without(one, _EVERYWHERE)
            _disarm(one)
        if isinstance(thing, Stream) and thing.get("/Filter") in (Name.DCTDecode, Array([Name.DCTDecode])):
            given = thing.get("/DecodeParms")
            parameters = given if isinstance(given, Dictionary | Array) else None
            thing.write(strip_jpeg(thing.read_raw_bytes()), filter=Name.DCTDecode, decode_parms=parameters)


def _disarm(one: Object) -> None:
    """Take actions, attachments, signatures and the authors of notes out of a dictionary."""
    if isinstance(notes := one.get("/Annots"), Array):
        kept = [note for note in notes.as_list() if str(note.get("/Subtype", "")) not in _DROPPED_NOTES]
        if len(kept) != len(notes):
            one["/Annots"] = Array(kept)
    if isinstance(action := one.get("/A"), Dictionary) and str(action.get("/S", "")) not in _HARMLESS:
        del one["/A"]
    if "/Next" in one and "/S" in one:
        del one["/Next"]
    if "/Rect" in one and one.get("/Subtype") != Name.Widget:
        _without(one, _OF_PEOPLE)
    if one.get("/FT") == Name.Sig or one.get("/Type") in (Name.Sig, Name.DocTimeStamp):
        _without(one, ("/V", "/Name", "/Location", "/Reason", "/ContactInfo", "/Contents", "/Cert", "/M"))


def _dictionaries(thing: Object) -> Iterator[Object]:
    """The dictionaries in an object, itself and those written inside it."""
    waiting = [thing]
    while waiting:
        one = waiting.pop()
        if isinstance(one, Dictionary | Stream):
            yield one
            inside = [value for _, value in one.items()]
        elif isinstance(one, Array):
            inside = list(one.as_list())
        else:
            continue
        waiting.extend(
            value for value in inside if isinstance(value, Dictionary | Array) and not value.is_indirect
        )


def _without(one: Object, names: tuple[str, ...]) -> None:
    for name in names:
        if name in one:
            del one[name]
