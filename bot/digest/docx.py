"""A paper set as an official document (.docx) on the standard's page (bot.digest.docx_page).

Written out as WordprocessingML rather than through a library, whose template brings a foreign page, styles
and the hour at which it was made.
"""

import io
import zipfile
from collections.abc import Sequence
from datetime import UTC, datetime
from xml.sax.saxutils import escape

from bot.digest import paper_texts as words
from bot.digest.docx_page import (
    CHARACTER,
    NAMESPACES,
    RELATIONS,
    TEXT_WIDTH,
    font_table,
    footer,
    section,
    settings,
    styles,
)
from bot.digest.paper import Annex, Heading, Masthead, Paper, Paragraph
from bot.digest.text import printable
from bot.digest.texts import AUTHOR

_RED = "C00000"
_HEAD = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'


def document(paper: Paper, moment: datetime) -> bytes:
    """The ``.docx`` file; ``moment`` is written as its date. The same paper gives the same bytes."""
    stamp = moment.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
    parts = {
        "[Content_Types].xml": _content_types(),
        "_rels/.rels": _relations(
            ("officeDocument", "word/document.xml"), ("metadata/core-properties", "docProps/core.xml")
        ),
        "docProps/core.xml": _core(paper.title, stamp),
        "word/document.xml": _document(paper),
        "word/styles.xml": styles(),
        "word/settings.xml": settings(),
        "word/fontTable.xml": font_table(),
        "word/footer1.xml": footer("right"),
        "word/footer2.xml": footer("left"),
        "word/_rels/document.xml.rels": _relations(
            ("styles", "styles.xml"),
            ("settings", "settings.xml"),
            ("fontTable", "fontTable.xml"),
            ("footer", "footer1.xml"),
            ("footer", "footer2.xml"),
        ),
    }
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        for name, content in parts.items():
            entry = zipfile.ZipInfo(name)
            entry.compress_type = zipfile.ZIP_DEFLATED
            archive.writestr(entry, _HEAD + content)
    return out.getvalue()


def _document(paper: Paper) -> str:
    blocks: list[str] = []
    if paper.masthead:
        blocks += [*_masthead(paper.masthead), _blank()]
    blocks += [_blank(), _paragraph(paper.title, "Title"), _paragraph(paper.subtitle, "Subtitle"), _blank()]
    if paper.addressee:
        blocks.append(_paragraph(f"{paper.addressee}：", "Body", indent=False))
    for block in paper.body:
        if isinstance(block, Heading):
            blocks.append(_paragraph(block.text, "Heading1"))
        else:
            blocks.append(_body(block))
    ending = [blocks.pop(), _blank(), *_listed_annexes([annex.title for annex in paper.annexes])]
    if paper.signature:
        ending += [_blank(), *_signature(*paper.signature)]
    blocks += [*map(_with_next, ending[:-1]), ending[-1]]
    for number, annex in enumerate(paper.annexes, start=1):
        mark = words.ANNEX if len(paper.annexes) == 1 else f"{words.ANNEX}{number}"
        blocks += _annex(mark, annex)
    if paper.colophon:
        blocks.append(_colophon(paper.colophon, paper.copies))
    return f"<w:document {NAMESPACES}><w:body>{''.join(blocks)}{section()}</w:body></w:document>"


def _masthead(masthead: Masthead) -> list[str]:
    """Name in red, number, unit and day, and a red rule over the whole width."""
    size = min(84, int(2 * 0.85 * TEXT_WIDTH / 20 / max(1, len(masthead.name))))  # half points, on one line
    name = _run(masthead.name, f'<w:color w:val="{_RED}"/><w:sz w:val="{size}"/><w:szCs w:val="{size}"/>')
    ends = f'<w:tabs><w:tab w:val="right" w:pos="{TEXT_WIDTH - round(CHARACTER)}"/></w:tabs>'
    rule = (
        f'<w:pBdr><w:bottom w:val="single" w:sz="18" w:space="6" w:color="{_RED}"/></w:pBdr>{ends}'
        f'<w:ind w:firstLineChars="100" w:firstLine="{round(CHARACTER)}"/>'
    )
    return [
        f'<w:p><w:pPr><w:pStyle w:val="Masthead"/></w:pPr>{name}</w:p>',
        _paragraph(masthead.number, "Subtitle"),
        _blank(),
        f'<w:p><w:pPr><w:pStyle w:val="Body"/>{rule}</w:pPr>{_run(masthead.issuer)}'
        f"<w:r><w:tab/></w:r>{_run(masthead.day)}</w:p>",
    ]


def _body(block: Paragraph) -> str:
    head = f"{_run(block.head, '', 'SecondLevel')}" if block.head else ""
    return f'<w:p><w:pPr><w:pStyle w:val="Body"/></w:pPr>{head}{_run(block.text)}</w:p>'


def _signature(issuer: str, day: str) -> list[str]:
    """The issuing unit two characters from the right edge, its day two characters further in beneath."""
    left = max(0, 28 - 2 - len(issuer))

    def line(text: str, characters: int) -> str:
        ind = f'<w:ind w:left="{round(characters * CHARACTER)}" w:firstLine="0"/><w:jc w:val="left"/>'
        return f'<w:p><w:pPr><w:pStyle w:val="Body"/><w:keepLines/>{ind}</w:pPr>{_run(text)}</w:p>'

    return [line(issuer, left), line(day, min(left + 2, 28 - 2 - 8))]


def _listed_annexes(titles: Sequence[str]) -> list[str]:
    """附件：1. …, one a line, each below the other."""
    if len(titles) == 1:
        return [_paragraph(f"{words.ANNEX}：{titles[0]}", "Body")]
    left = f'<w:ind w:left="{round(5 * CHARACTER)}" w:firstLine="0"/>'
    first = _paragraph(f"{words.ANNEX}：1.{titles[0]}", "Body")
    return [
        first,
        *(
            f'<w:p><w:pPr><w:pStyle w:val="Body"/>{left}</w:pPr>{_run(f"{number}.{title}")}</w:p>'
            for number, title in enumerate(titles[1:], start=2)
        ),
    ]


def _annex(mark: str, annex: Annex) -> list[str]:
    """附件 in the corner of a new page, the title, the table with its head on every page."""
    scale = TEXT_WIDTH / sum(annex.widths)
    widths = [round(width * scale) for width in annex.widths]
    grid = "".join(f'<w:gridCol w:w="{width}"/>' for width in widths)
    edges = _edges(("top", "left", "bottom", "right", "insideH", "insideV"), 4)
    head = _row(annex.head, widths, "TableHead", "<w:cantSplit/><w:tblHeader/>")
    rows = "".join(_row(row, widths, "TableText", "<w:cantSplit/>") for row in annex.rows)
    return [
        _paragraph(mark, "AnnexMark"),
        _blank(),
        _paragraph(annex.title, "AnnexTitle"),
        f'<w:tbl><w:tblPr><w:tblW w:w="{sum(widths)}" w:type="dxa"/><w:tblBorders>{edges}</w:tblBorders>'
        '<w:tblLayout w:type="fixed"/><w:tblCellMar><w:left w:w="40" w:type="dxa"/>'
        '<w:right w:w="40" w:type="dxa"/></w:tblCellMar></w:tblPr>'
        f"<w:tblGrid>{grid}</w:tblGrid>{head}{rows}</w:tbl>",
    ]


def _row(cells: Sequence[str], widths: Sequence[int], style: str, properties: str) -> str:
    def cell(place: int) -> str:
        side = '<w:jc w:val="left"/>' if place == 0 and style == "TableText" else ""
        return (
            f'<w:tc><w:tcPr><w:tcW w:w="{widths[place]}" w:type="dxa"/><w:vAlign w:val="center"/></w:tcPr>'
            f'<w:p><w:pPr><w:pStyle w:val="{style}"/>{side}</w:pPr>{_run(cells[place])}</w:p></w:tc>'
        )

    return f"<w:tr><w:trPr>{properties}</w:trPr>{''.join(cell(n) for n in range(len(cells)))}</w:tr>"


def _colophon(lines: Sequence[str], copies: str) -> str:
    """报, 送 and 发 between rules at the foot of the last page, and how many copies were printed."""
    rules = [["top"], *([] for _ in lines[1:]), ["top", "bottom"]]
    rows = zip([*lines, copies], [*["left"] * len(lines), "right"], rules, strict=True)
    cells = "".join(
        f'<w:tr><w:trPr><w:cantSplit/></w:trPr><w:tc><w:tcPr><w:tcW w:w="{TEXT_WIDTH}" w:type="dxa"/>'
        f'<w:tcBorders>{_edges(edges, 8)}</w:tcBorders></w:tcPr><w:p><w:pPr><w:pStyle w:val="Colophon"/>'
        f'<w:jc w:val="{side}"/></w:pPr>{_run(text)}</w:p></w:tc></w:tr>'
        for text, side, edges in rows
    )
    return (
        _blank("Small") + '<w:tbl><w:tblPr><w:tblpPr w:vertAnchor="margin" w:horzAnchor="margin" w:tblpX="0" '
        'w:tblpYSpec="bottom"/><w:tblOverlap w:val="never"/>'
        f'<w:tblW w:w="{TEXT_WIDTH}" w:type="dxa"/><w:tblLayout w:type="fixed"/></w:tblPr>'
        f'<w:tblGrid><w:gridCol w:w="{TEXT_WIDTH}"/></w:tblGrid>{cells}</w:tbl>' + _blank("Small")
    )


def _edges(sides: Sequence[str], eighths: int) -> str:
    return "".join(
        f'<w:{side} w:val="single" w:sz="{eighths}" w:space="0" w:color="auto"/>' for side in sides
    )


def _paragraph(text: str, style: str, *, indent: bool = True) -> str:
    flush = "" if indent else '<w:ind w:firstLineChars="0" w:firstLine="0"/>'
    return f'<w:p><w:pPr><w:pStyle w:val="{style}"/>{flush}</w:pPr>{_run(text)}</w:p>'


def _with_next(paragraph: str) -> str:
    """The paragraph on the page of the one below it, so that no page holds a signature alone."""
    return paragraph.replace("/>", "/><w:keepNext/>", 1)  # behind its style


def _blank(style: str = "Body") -> str:
    return f'<w:p><w:pPr><w:pStyle w:val="{style}"/></w:pPr></w:p>'


def _run(text: str, more: str = "", style: str = "") -> str:
    """Text in the paragraph's fonts; the hint sets “ ” … — in the Chinese one."""
    named = f'<w:rStyle w:val="{style}"/>' if style else ""
    return (
        f'<w:r><w:rPr>{named}<w:rFonts w:hint="eastAsia"/>{more}</w:rPr>'
        f'<w:t xml:space="preserve">{escape(printable(text))}</w:t></w:r>'
    )


def _core(title: str, stamp: str) -> str:
    package = "http://schemas.openxmlformats.org/package/2006"
    return (
        f'<cp:coreProperties xmlns:cp="{package}/metadata/core-properties" '
        'xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:dcterms="http://purl.org/dc/terms/" '
        'xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance">'
        f"<dc:title>{escape(title)}</dc:title><dc:creator>{AUTHOR}</dc:creator>"
        f'<dcterms:created xsi:type="dcterms:W3CDTF">{stamp}</dcterms:created>'
        f'<dcterms:modified xsi:type="dcterms:W3CDTF">{stamp}</dcterms:modified></cp:coreProperties>'
    )


def _content_types() -> str:
    main = "application/vnd.openxmlformats-officedocument.wordprocessingml."
    kinds = {
        "word/document": "document.main",
        "word/styles": "styles",
        "word/settings": "settings",
        "word/fontTable": "fontTable",
        "word/footer1": "footer",
        "word/footer2": "footer",
    }
    overrides = "".join(
        f'<Override PartName="/{part}.xml" ContentType="{main}{kind}+xml"/>' for part, kind in kinds.items()
    )
    return (
        '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
        '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
        '<Default Extension="xml" ContentType="application/xml"/>'
        '<Override PartName="/docProps/core.xml" '
        'ContentType="application/vnd.openxmlformats-package.core-properties+xml"/>'
        f"{overrides}</Types>"
    )


def _relations(*parts: tuple[str, str]) -> str:
    package = "http://schemas.openxmlformats.org/package/2006/relationships"
    lines = []
    for number, (kind, target) in enumerate(parts, start=1):
        base = f"{package}/" if kind.startswith("metadata") else f"{RELATIONS}/"
        lines.append(f'<Relationship Id="rId{number}" Type="{base}{kind}" Target="{target}"/>')
    return f'<Relationships xmlns="{package}">{"".join(lines)}</Relationships>'
