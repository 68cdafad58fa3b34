"""What is kept of the files that people send, and which are not taken at all."""

import io
import os
import subprocess
import zipfile
from pathlib import Path

import openpyxl
import pikepdf
import pytest
from PIL import Image, ImageChops, ImageOps

from bot.evidence import texts
from bot.evidence.cleaning import clean, clean_apart
from bot.evidence.kinds import FileKind, Unfit
from tests.evidence import files

SAMPLES = {
    FileKind.JPEG: files.jpeg,
    FileKind.PNG: files.png,
    FileKind.WEBP: files.webp,
    FileKind.DOCX: files.docx,
    FileKind.XLSX: files.xlsx,
    FileKind.PPTX: files.pptx,
    FileKind.PDF: files.pdf,
    FileKind.OGG: files.ogg,
    FileKind.MP3: files.mp3,
    FileKind.MP4: files.mp4,
}


@pytest.mark.parametrize("kind", SAMPLES)
def test_every_kind_is_told_by_its_content_and_loses_who_made_it_and_where(kind: FileKind) -> None:
    content = SAMPLES[kind]()
    assert files.holds_secrets(content), "the sample itself must hold what is to go"
    cleaned = clean(content)
    assert cleaned.kind is kind
    assert files.holds_secrets(cleaned.content) == []


@pytest.mark.parametrize("kind", SAMPLES)
def test_cleaning_what_is_clean_changes_nothing_more(kind: FileKind) -> None:
    once = clean(SAMPLES[kind]()).content
    assert files.holds_secrets(clean(once).content) == []
    if kind is not FileKind.WEBP:  # drawn anew each time
        assert clean(once).content == once


@pytest.mark.parametrize("orientation", range(1, 9))
def test_a_photograph_keeps_every_pixel_and_is_turned_as_before(orientation: int) -> None:
    before = files.jpeg(orientation)
    with Image.open(io.BytesIO(before)) as was, Image.open(io.BytesIO(clean(before).content)) as now:
        assert ImageChops.difference(was, now).getbbox() is None
        upright = ImageOps.exif_transpose(now)
        assert ImageChops.difference(ImageOps.exif_transpose(was), upright).getbbox() is None
        assert set(now.getexif()) <= {0x0112}


def test_a_picture_in_other_formats_is_turned_as_before() -> None:
    for before in (files.png(), files.webp(6)):
        with Image.open(io.BytesIO(before)) as was, Image.open(io.BytesIO(clean(before).content)) as now:
            assert ImageOps.exif_transpose(now).size == ImageOps.exif_transpose(was).size
            assert set(now.getexif()) <= {0x0112}


def test_a_film_or_text_hidden_behind_a_photographs_end_goes() -> None:
    assert files.holds_secrets(clean(files.jpeg() + files.mp4()).content) == []
    assert files.holds_secrets(clean(files.png() + files.AUTHOR.encode()).content) == []


def test_a_progressive_jpeg_and_one_in_grey_pass() -> None:
    for mode, options in (("RGB", {"progressive": True}), ("L", {}), ("CMYK", {})):
        out = io.BytesIO()
        files.picture().convert(mode).save(out, "JPEG", exif=files.exif(), **options)
        with (
            Image.open(io.BytesIO(out.getvalue())) as was,
            Image.open(io.BytesIO(clean(out.getvalue()).content)) as now,
        ):
            assert now.mode == mode and ImageChops.difference(was, now).getbbox() is None


def test_a_word_file_still_says_what_it_said_and_links_where_it_linked() -> None:
    with zipfile.ZipFile(io.BytesIO(clean(files.docx()).content)) as packed:
        names = packed.namelist()
        assert "检查学校12所" in packed.read("word/document.xml").decode()
        assert "请核对" in packed.read("word/comments.xml").decode()
        relations = packed.read("word/_rels/document.xml.rels").decode()
        everything = "".join(packed.read(n).decode() for n in names if n.endswith((".xml", ".rels")))
    assert "https://www.gov.cn/" in relations and "media/image1.jpeg" in relations
    assert not [name for name in names if name.startswith(("docProps", "customXml"))]
    assert "docProps" not in everything and "customXml/item" not in everything


def test_a_workbook_opens_with_its_cells_its_comment_and_its_table() -> None:
    book = openpyxl.load_workbook(io.BytesIO(clean(files.xlsx()).content))
    sheet = book.active
    assert sheet["A2"].value == "一中" and sheet["B2"].comment.text == "请核对"
    assert list(sheet.tables) == ["Checks"]
    assert sheet["B2"].comment.author in ("None", "") and not (book.properties.lastModifiedBy or "")


@pytest.mark.parametrize(
    ("part", "said"),
    [
        ('<pivotCacheDefinition refreshedBy="{name}" refreshedVersion="6"/>', 'refreshedVersion="6"'),
        ('<fileSharing userName="{name}"/><sheets/>', "<sheets/>"),
        ("<w:del w:id='3' w:author='{name}'><w:delText>旧稿</w:delText></w:del>", "旧稿"),
        ('<person displayName="{name}" id="1" userId="{name}" providerId="AD"/>', 'id="1"'),
        ('<x15ac:absPath url="C:\\{name}\\" xmlns:x15ac="x"/><bookViews/>', "<bookViews/>"),
        ("<authors><author>{name}</author></authors><text>请核对</text>", "请核对"),
        ('<w15:presenceInfo w15:providerId="AD" w15:userId="{name}"/><b/>', "<b/>"),
    ],
)
@pytest.mark.parametrize("coding", ["utf-8", "utf-16"])
def test_names_leave_every_part_of_an_office_file_and_its_words_stay(
    part: str, said: str, coding: str
) -> None:
    written = f'<?xml version="1.0" encoding="{coding}"?>{part}'.replace("{name}", files.AUTHOR)
    cleaned = clean(files.docx({"xl/part.xml": written.encode(coding)})).content
    with zipfile.ZipFile(io.BytesIO(cleaned)) as packed:
        left = packed.read("xl/part.xml").decode()
    assert files.AUTHOR not in left and said in left


def test_a_pdf_keeps_its_pages_and_pictures_and_loses_what_acts() -> None:
    with pikepdf.open(io.BytesIO(clean(files.pdf()).content)) as pdf:
        (page,) = pdf.pages
        (picture,) = page.get_images().values()
        assert pikepdf.PdfImage(picture).as_pil_image().size == (64, 48)
        assert str(page.Annots[0].Contents) == "请核对"
        assert "/OpenAction" not in pdf.Root and not len(pdf.attachments) and not len(pdf.docinfo)


def test_an_earlier_version_inside_a_pdf_is_gone() -> None:
    with pikepdf.open(io.BytesIO(files.pdf())) as pdf:
        del pdf.docinfo["/Author"]
        out = io.BytesIO()
        pdf.save(out)
    updated = files.pdf() + b"\n% appended\n" + b"trailer\n<<>>\n%%EOF\n"
    assert files.holds_secrets(clean(out.getvalue()).content) == []
    assert files.holds_secrets(clean(updated).content) == []


def test_a_voice_message_and_a_recording_still_play() -> None:
    voice = clean(files.ogg()).content
    assert files.ogg_is_whole(voice) and len(voice) == len(files.ogg())
    assert voice.endswith(files.ogg()[-228:])
    assert clean(files.mp3()).content == (b"\xff\xfb\x90\x00" + bytes(413)) * 3


def test_a_films_frames_stay_where_they_are() -> None:
    before, after = files.mp4(), clean(files.mp4()).content
    assert len(before) == len(after) and after.endswith(b"frames")


REFUSED = {
    "a program": (b"MZ" + bytes(200), texts.UNKNOWN),
    "a script": (b"#!/bin/sh\nrm -rf /\n", texts.UNKNOWN),
    "a page": (b"<!DOCTYPE html><html><script>alert(1)</script></html>", texts.UNKNOWN),
    "a drawing with scripts": (b'<svg xmlns="http://www.w3.org/2000/svg"><script/></svg>', texts.UNKNOWN),
    "nothing": (b"", texts.EMPTY),
    "an old Word file": (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600), texts.OLD_OFFICE),
    "an archive": (files.zipped({"a.txt": "a", "b.exe": b"MZ"}), texts.ARCHIVE),
    "another archive": (b"Rar!\x1a\x07\x01\x00", texts.ARCHIVE),
    "a Java program": (files.zipped({"META-INF/MANIFEST.MF": "", "A.class": b"\xca\xfe"}), texts.ARCHIVE),
    "a phone's own picture": (files.box(b"ftyp", b"heic" + bytes(4) + b"mif1heic"), texts.PHONE_PICTURE),
    "a phone's own film": (files.box(b"ftyp", b"qt  " + bytes(4) + b"qt  "), texts.PHONE_FILM),
    "a film with a hidden track": (files.mp4(b"meta"), texts.HIDDEN_TRACKS),
    "macros": (files.docx({"word/vbaProject.bin": b"x"}), texts.MACROS),
    "a program inside": (files.docx({"word/embeddings/oleObject1.bin": b"MZ"}), texts.EMBEDDED),
    "a program in disguise": (files.docx({"word/media/image2.png": b"MZ" + bytes(99)}), texts.EMBEDDED),
    "entities": (files.docx({"word/a.xml": '<!DOCTYPE a [<!ENTITY b "c">]><a>&b;</a>'}), texts.DAMAGED),
    "a locked PDF": (files.pdf(password="123456"), texts.LOCKED),
    "a gif": (b"GIF89a" + bytes(40), texts.OTHER_PICTURE),
    "a picture of too many pixels": (files.wide_png(60_000, 60_000), texts.TOO_MANY_PIXELS),
}


@pytest.mark.parametrize("what", REFUSED)
def test_what_is_not_taken_is_told_with_a_way_round(what: str) -> None:
    content, reason = REFUSED[what]
    with pytest.raises(Unfit) as refused:
        clean(content)
    assert str(refused.value) == reason


@pytest.mark.parametrize("kind", SAMPLES)
def test_a_file_that_was_cut_off_is_not_taken_for_a_whole_one(kind: FileKind) -> None:
    content = SAMPLES[kind]()
    for share in (0.3, 0.6, 0.9):
        with pytest.raises(Unfit):
            clean(content[: int(len(content) * share)])


@pytest.mark.parametrize(
    "content",
    [
        files.jpeg()[:20] + b"MZ" + bytes(400),
        b"%PDF-1.7\n<script>alert(1)</script>\n%%EOF",
        b"PK\x03\x04" + bytes(400),
        b"\x89PNG\r\n\x1a\n" + os.urandom(200),
        b"RIFF\x00\x00\x00\x00WEBP",
        b"OggS" + bytes(60),
        b"ID3\x03\0\0\0\0\0\x05hello",
        files.box(b"ftyp", b"isom") + b"MZ" + bytes(50),
    ],
)
def test_a_file_that_only_begins_like_one_of_ours_is_not_taken(content: bytes) -> None:
    with pytest.raises(Unfit):
        clean(content)


async def test_a_process_of_its_own_gives_the_same_and_outlives_bombs() -> None:
    assert await clean_apart(files.jpeg()) == clean(files.jpeg())
    with pytest.raises(Unfit, match="压缩包"):
        await clean_apart(files.zipped({"a": "b"}))
    with pytest.raises(Unfit) as refused:
        await clean_apart(files.bomb())
    assert str(refused.value) == texts.TOO_LARGE_INSIDE
    with pytest.raises(Unfit) as refused:
        await clean_apart(files.wide_png(60_000, 60_000))
    assert str(refused.value) == texts.TOO_MANY_PIXELS


@pytest.mark.office
@pytest.mark.parametrize("suffix", ["docx", "xlsx"])
def test_a_real_programs_files_lose_their_author_and_still_open(suffix: str, tmp_path: Path) -> None:
    source = {"docx": _TEXT, "xlsx": _SHEET}[suffix]
    (tmp_path / source[0]).write_text(source[1].format(meta=_META), encoding="utf-8")
    made = _converted(tmp_path / source[0], suffix)
    assert files.holds_secrets(made.read_bytes())
    cleaned = clean(made.read_bytes())
    assert cleaned.kind == suffix and files.holds_secrets(cleaned.content) == []
    made.write_bytes(cleaned.content)
    paper = _converted(made, "pdf").read_bytes()
    assert clean(paper).kind is FileKind.PDF and files.holds_secrets(clean(paper).content) == []
    (tmp_path / "a.pdf").write_bytes(clean(paper).content)
    said = subprocess.run(["pdftotext", tmp_path / "a.pdf", "-"], capture_output=True, text=True, check=True)
    assert "12" in said.stdout and "school" in said.stdout


def _converted(path: Path, suffix: str) -> Path:
    """The file in another format, by LibreOffice."""
    home = f"-env:UserInstallation=file://{path.parent}/office"
    command = ["soffice", home, "--headless", "--convert-to", suffix, "--outdir", path.parent, path]
    subprocess.run(command, capture_output=True, timeout=100, check=True)
    return path.with_suffix(f".{suffix}")


_META = (
    f"<office:meta><meta:initial-creator>{files.AUTHOR}</meta:initial-creator>"
    f"<dc:creator>{files.AUTHOR}</dc:creator></office:meta>"
)
_OPEN = (
    '<?xml version="1.0"?><office:document office:version="1.3" office:mimetype="application/vnd.oasis.'
    'opendocument.{kind}" xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0" '
    'xmlns:meta="urn:oasis:names:tc:opendocument:xmlns:meta:1.0" xmlns:dc="http://purl.org/dc/elements/1.1/" '
    'xmlns:text="urn:oasis:names:tc:opendocument:xmlns:text:1.0" '
    'xmlns:table="urn:oasis:names:tc:opendocument:xmlns:table:1.0">{{meta}}<office:body>'
)
_SAID = "<text:p>12 school checks</text:p>"
_TEXT = (
    "a.fodt",
    _OPEN.format(kind="text") + f"<office:text>{_SAID}</office:text></office:body></office:document>",
)
_SHEET = (
    "a.fods",
    _OPEN.format(kind="spreadsheet")
    + f"<office:spreadsheet><table:table table:name='A'><table:table-row><table:table-cell>{_SAID}"
    "</table:table-cell></table:table-row></table:table></office:spreadsheet></office:body></office:document>",
)
