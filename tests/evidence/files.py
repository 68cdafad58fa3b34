"""Real files of the kinds that people send, with what should not be kept in them: name, firm, place."""

import io
import struct
import zipfile
import zlib

import openpyxl
import pikepdf
from PIL import Image

AUTHOR = "Zhang Lijuan"
COMPANY = "Kelan County Bureau"
CAMERA = "HUAWEI P50 Pro"
LATITUDE = ((38, 1), (42, 1), (777, 100))  # 岢岚
SECRETS = (AUTHOR, COMPANY, CAMERA, "张丽娟", "2022:07:18 08:01:02", r"C:\Users\zhang")
GPS_BYTES = struct.pack(">6I", 38, 1, 42, 1, 777, 100)


def holds_secrets(content: bytes) -> list[str]:
    """Which of the secrets a file holds, as it is or inside what it packs."""
    looked_into = [content]
    if content.startswith(b"PK"):
        with zipfile.ZipFile(io.BytesIO(content)) as packed:
            parts = [packed.read(name) for name in packed.namelist()]
        looked_into += [*parts, *(name.encode() for name in zipfile.ZipFile(io.BytesIO(content)).namelist())]
        looked_into += [part for part in parts if part.startswith(b"\xff\xd8")]
    if content.startswith(b"%PDF"):
        with pikepdf.open(io.BytesIO(content)) as pdf:
            streams = [thing for thing in pdf.objects if isinstance(thing, pikepdf.Stream)]
            looked_into += [stream.read_raw_bytes() for stream in streams]
            looked_into += [repr(thing).encode() for thing in pdf.objects]
            looked_into += [repr(pdf.trailer).encode()]
    found = []
    for secret in SECRETS:
        forms = {secret.encode(), secret.encode("utf-16-le"), secret.encode("utf-16-be")}
        if any(form in one for form in forms for one in looked_into):
            found.append(secret)
    gps = (GPS_BYTES, struct.pack("<6I", 38, 1, 42, 1, 777, 100), b"+38.7022+111.5714", b"GPSLatitude")
    if any(form in one for form in gps for one in looked_into):
        found.append("GPS")
    return found


def exif(orientation: int = 1) -> bytes:
    """As a phone writes it: place, device, time, author, and how to turn the picture."""
    block = Image.Exif()
    block[0x0112] = orientation
    block[0x010F] = "HUAWEI"
    block[0x0110] = CAMERA
    block[0x013B] = AUTHOR
    block[0x0132] = "2022:07:18 08:01:02"
    gps = block.get_ifd(0x8825)
    gps[1], gps[2] = "N", (38.0, 42.0, 7.77)
    gps[3], gps[4] = "E", (111.0, 34.0, 17.1)
    return block.tobytes()


def picture(size: tuple[int, int] = (64, 48)) -> Image.Image:
    """Something with colours and edges."""
    image = Image.new("RGB", size, (30, 90, 160))
    image.paste((220, 40, 40), (0, 0, size[0] // 2, size[1] // 3))
    return image


def jpeg(orientation: int = 1, size: tuple[int, int] = (64, 48)) -> bytes:
    out = io.BytesIO()
    picture(size).save(out, "JPEG", exif=exif(orientation), comment=AUTHOR.encode(), quality=90)
    return out.getvalue()


def png() -> bytes:
    from PIL.PngImagePlugin import PngInfo

    notes = PngInfo()
    notes.add_text("Author", AUTHOR)
    notes.add_itxt("XML:com.adobe.xmp", f"<x>{COMPANY}</x>")
    out = io.BytesIO()
    picture().save(out, "PNG", pnginfo=notes, exif=exif(6))
    return out.getvalue()


def webp(orientation: int = 1) -> bytes:
    out = io.BytesIO()
    picture().save(out, "WEBP", exif=exif(orientation), xmp=f"<x>{COMPANY}</x>".encode())
    return out.getvalue()


_CORE = (
    '<?xml version="1.0" encoding="UTF-8" standalone="yes"?><cp:coreProperties '
    'xmlns:cp="http://schemas.openxmlformats.org/package/2006/metadata/core-properties" '
    'xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:dcterms="http://purl.org/dc/terms/" '
    'xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance">'
    f"<dc:creator>{AUTHOR}</dc:creator><cp:lastModifiedBy>张丽娟</cp:lastModifiedBy></cp:coreProperties>"
)
_APP = (
    '<?xml version="1.0" encoding="UTF-8"?><Properties '
    'xmlns="http://schemas.openxmlformats.org/officeDocument/2006/extended-properties">'
    f"<Company>{COMPANY}</Company></Properties>"
)
_TYPES = (
    '<?xml version="1.0" encoding="UTF-8"?>'
    '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
    '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
    '<Default Extension="xml" ContentType="application/xml"/>'
    '<Default Extension="jpeg" ContentType="image/jpeg"/>'
    '<Override PartName="/word/document.xml" ContentType='
    '"application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"/>'
    '<Override PartName="/word/comments.xml" ContentType='
    '"application/vnd.openxmlformats-officedocument.wordprocessingml.comments+xml"/>'
    '<Override PartName="/docProps/core.xml" ContentType='
    '"application/vnd.openxmlformats-package.core-properties+xml"/>'
    '<Override PartName="/docProps/app.xml" ContentType='
    '"application/vnd.openxmlformats-officedocument.extended-properties+xml"/>'
    "</Types>"
)
_REL = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_PACKAGE_RELS = (
    '<?xml version="1.0" encoding="UTF-8"?>'
    '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
    f'<Relationship Id="rId1" Type="{_REL}/officeDocument" Target="word/document.xml"/>'
    '<Relationship Id="rId2" Type="http://schemas.openxmlformats.org/package/2006/relationships/metadata/'
    'core-properties" Target="docProps/core.xml"/>'
    f'<Relationship Id="rId3" Type="{_REL}/extended-properties" Target="docProps/app.xml"/>'
    "</Relationships>"
)
_DOCUMENT_RELS = (
    '<?xml version="1.0" encoding="UTF-8"?>'
    '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
    f'<Relationship Id="rId1" Type="{_REL}/comments" Target="comments.xml"/>'
    f'<Relationship Id="rId2" Type="{_REL}/image" Target="media/image1.jpeg"/>'
    f'<Relationship Id="rId3" Type="{_REL}/hyperlink" Target="https://www.gov.cn/" TargetMode="External"/>'
    f'<Relationship Id="rId4" Type="{_REL}/customXml" Target="../customXml/item1.xml"/>'
    f'<Relationship Id="rId5" Type="{_REL}/attachedTemplate" Target="file:///C:\\Users\\zhang\\a.dotx" '
    'TargetMode="External"/></Relationships>'
)
_W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
_DOCUMENT = (
    f'<?xml version="1.0" encoding="UTF-8"?><w:document xmlns:w="{_W}"><w:body><w:p>'
    f'<w:ins w:id="1" w:author="{AUTHOR}" w:date="2022-07-18T08:01:02Z">'
    "<w:r><w:t>检查学校12所</w:t></w:r></w:ins>"
    "</w:p></w:body></w:document>"
)
_COMMENTS = (
    f'<?xml version="1.0" encoding="UTF-8"?><w:comments xmlns:w="{_W}">'
    f'<w:comment w:id="0" w:author=\'张丽娟\' w:initials="ZLJ"><w:p><w:r><w:t>请核对</w:t></w:r></w:p>'
    "</w:comment></w:comments>"
)


def zipped(parts: dict[str, str | bytes]) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as packed:
        for name, part in parts.items():
            packed.writestr(name, part)
    return out.getvalue()


def docx(more: dict[str, str | bytes] | None = None) -> bytes:
    """A Word file with properties, a tracked change, a comment, a template's path and a photograph."""
    return zipped(
        {
            "[Content_Types].xml": _TYPES,
            "_rels/.rels": _PACKAGE_RELS,
            "docProps/core.xml": _CORE,
            "docProps/app.xml": _APP,
            "customXml/item1.xml": f"<a>{COMPANY}</a>",
            "word/document.xml": _DOCUMENT,
            "word/_rels/document.xml.rels": _DOCUMENT_RELS,
            "word/comments.xml": _COMMENTS,
            "word/media/image1.jpeg": jpeg(),
            **(more or {}),
        }
    )


def xlsx() -> bytes:
    from openpyxl.comments import Comment
    from openpyxl.worksheet.table import Table

    book = openpyxl.Workbook()
    book.properties.creator = AUTHOR
    book.properties.lastModifiedBy = "张丽娟"
    sheet = book.active
    sheet.append(["学校", "检查"])
    sheet.append(["一中", 3])
    sheet["B2"].comment = Comment("请核对", AUTHOR)
    sheet.add_table(Table(displayName="Checks", ref="A1:B2"))
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def pptx() -> bytes:
    """The parts of a presentation that name people: comments of the older and of the newer kind."""
    return zipped(
        {
            "[Content_Types].xml": _TYPES,
            "_rels/.rels": _PACKAGE_RELS.replace("word/document.xml", "ppt/presentation.xml"),
            "docProps/core.xml": _CORE,
            "ppt/presentation.xml": "<p:presentation/>",
            "ppt/commentAuthors.xml": f'<p:cmAuthorLst><p:cmAuthor id="0" name="{AUTHOR}" initials="ZLJ"/>'
            "</p:cmAuthorLst>",
            "ppt/authors.xml": f'<p188:author id="{{1}}" name="张丽娟" userId="{AUTHOR}" providerId="AD"/>',
        }
    )


def pdf(*, password: str = "") -> bytes:
    """A PDF with properties, XMP, a script, an attachment, a note with its author, and a photograph."""
    document = pikepdf.new()
    page = document.add_blank_page(page_size=(200, 200))
    photograph = pikepdf.Stream(
        document,
        jpeg(),
        Type=pikepdf.Name.XObject,
        Subtype=pikepdf.Name.Image,
        Width=64,
        Height=48,
        ColorSpace=pikepdf.Name.DeviceRGB,
        BitsPerComponent=8,
        Filter=pikepdf.Name.DCTDecode,
    )
    page.Resources = pikepdf.Dictionary(XObject=pikepdf.Dictionary(Im0=photograph))
    page.Contents = document.make_stream(b"q 100 0 0 100 0 0 cm /Im0 Do Q")
    note = pikepdf.Dictionary(
        Type=pikepdf.Name.Annot, Subtype=pikepdf.Name.Text, Rect=[0, 0, 9, 9], T=AUTHOR, Contents="请核对"
    )
    page.Annots = pikepdf.Array([document.make_indirect(note)])
    document.Root.OpenAction = pikepdf.Dictionary(S=pikepdf.Name.JavaScript, JS="app.alert(1)")
    document.attachments["a.txt"] = COMPANY.encode()
    document.docinfo["/Author"] = "张丽娟"
    document.docinfo["/Creator"] = COMPANY
    with document.open_metadata() as xmp:
        xmp["dc:creator"] = [AUTHOR]
    out = io.BytesIO()
    locks = {"encryption": pikepdf.Encryption(user=password, owner=password)} if password else {}
    document.save(out, **locks)
    return out.getvalue()


def box(name: bytes, body: bytes) -> bytes:
    return struct.pack(">I4s", len(body) + 8, name) + body


def mp4(handler: bytes = b"vide") -> bytes:
    """The boxes of a phone's film, with its place in ``udta``; nothing that could be played."""
    place = box(b"\xa9xyz", struct.pack(">HH", 17, 0x15C7) + b"+38.7022+111.5714")
    track = box(
        b"trak",
        box(b"tkhd", bytes(4) + struct.pack(">II", 3741062462, 3741062462) + bytes(72))
        + box(
            b"mdia", box(b"hdlr", bytes(8) + handler + bytes(12) + b"HUAWEI P50 Pro\0") + box(b"minf", b"")
        ),
    )
    movie = box(
        b"moov", box(b"mvhd", bytes(100)) + track + box(b"udta", place + box(b"auth", AUTHOR.encode()))
    )
    return (
        box(b"ftyp", b"isom" + bytes(4) + b"isommp41")
        + box(b"free", COMPANY.encode())
        + movie
        + box(b"mdat", b"frames")
    )


def _crc(data: bytes) -> int:
    """Ogg's, bit by bit (RFC 3533, 6)."""
    value = 0
    for byte in data:
        value ^= byte << 24
        for _ in range(8):
            value = (value << 1 ^ 0x04C11DB7 if value & 0x80000000 else value << 1) & 0xFFFFFFFF
    return value


def ogg_page(number: int, packet: bytes, flags: int = 0) -> bytes:
    laces = bytes([255] * (len(packet) // 255) + [len(packet) % 255])
    head = b"OggS\0" + bytes([flags]) + bytes(8) + struct.pack("<II", 7, number)
    page = head + bytes(4) + bytes([len(laces)]) + laces + packet
    return page[:22] + struct.pack("<I", _crc(page)) + page[26:]


def ogg() -> bytes:
    """A voice message as Telegram's apps make it, with a tag that they would not write."""
    head = b"OpusHead" + bytes([1, 1, 0, 0]) + struct.pack("<I", 48000) + bytes(3)
    tag = f"ARTIST={AUTHOR}".encode()
    tags = b"OpusTags" + struct.pack("<I", 6) + b"HUAWEI" + struct.pack("<II", 1, len(tag)) + tag
    return ogg_page(0, head, 2) + ogg_page(1, tags) + ogg_page(2, bytes(range(200)), 4)


def ogg_is_whole(content: bytes) -> bool:
    """Whether every page's checksum holds."""
    at = 0
    while at < len(content):
        count = content[at + 26]
        end = at + 27 + count + sum(content[at + 27 : at + 27 + count])
        page = content[at:end]
        if struct.pack("<I", _crc(page[:22] + bytes(4) + page[26:])) != page[22:26]:
            return False
        at = end
    return at == len(content)


def mp3() -> bytes:
    """Three frames of silence (MPEG 1 layer III, 128 kbit/s, 44.1 kHz) between two tags."""
    title = b"TPE1" + struct.pack(">IH", len(AUTHOR) + 1, 0) + b"\0" + AUTHOR.encode()
    size = bytes([0, 0, len(title) >> 7, len(title) & 0x7F])
    frame = b"\xff\xfb\x90\x00" + bytes(413)
    return b"ID3\x03\0\0" + size + title + frame * 3 + b"TAG" + AUTHOR.encode().ljust(125, b"\0")


def bomb() -> bytes:
    """A Word file whose document unpacks to 300 MB."""
    head = {"[Content_Types].xml": _TYPES, "_rels/.rels": _PACKAGE_RELS}
    return zipped({**head, "word/document.xml": bytes(300 << 20)})


def wide_png(width: int, height: int) -> bytes:
    """A PNG of a few hundred bytes that claims so many pixels."""

    def chunk(name: bytes, body: bytes) -> bytes:
        return struct.pack(">I", len(body)) + name + body + struct.pack(">I", zlib.crc32(name + body))

    header = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    return (
        b"\x89PNG\r\n\x1a\n"
        + chunk(b"IHDR", header)
        + chunk(b"IDAT", zlib.compress(bytes(99)))
        + chunk(b"IEND", b"")
    )
