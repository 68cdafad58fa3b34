"""A paper set as an official document (.docx): the page of GB/T 9704-2012, written as WordprocessingML.

A4, margins 37/35/28/26 mm, so 156 x 225 mm of text: 22 lines of 28 characters of 三号 (16 pt). The page
declares that grid, and the styles keep to it by exact line and character spacing: LibreOffice gives a
character that is wider than its cell two cells, where Word squeezes it. Written out here rather than
through a library, whose template brings a foreign page, styles and the hour at which it was made.
Fonts are named as a county office has them; the font table tells what to take where one is absent.
"""

import io
import zipfile
from collections.abc import Sequence
from datetime import UTC, datetime
from xml.sax.saxutils import escape

from bot.digest import paper_texts as words
from bot.digest.paper import Annex, Heading, Masthead, Paper, Paragraph
from bot.digest.text import printable
from bot.digest.texts import AUTHOR

_MM = 1440 / 25.4
"""Twentieths of a point in a millimetre."""

_WIDTH, _HEIGHT = 11906, 16838
_TOP, _BOTTOM, _LEFT, _RIGHT = (round(mm * _MM) for mm in (37, 35, 28, 26))
_TEXT_WIDTH = _WIDTH - _LEFT - _RIGHT
_LINE = (_HEIGHT - _TOP - _BOTTOM) // 22
_CHARACTER = _TEXT_WIDTH / 28
_CHARACTER_SPACE = int((156 / 25.4 * 72 / 28 - 16) * 4096) - 1  # 1/4096 pt beside 16 pt; 28 must fit
_TIGHTER = int(_CHARACTER) - 16 * 20 - 1  # the same as the styles can say it, in whole twentieths
_FOOTER = round((35 - 7 - 3) * _MM)  # the dash 7 mm below the text, in the middle of a line of 6 mm

_TITLE, _BODY, _FIRST, _SECOND, _SONG = "方正小标宋简体", "仿宋_GB2312", "黑体", "楷体_GB2312", "宋体"
_LATIN = "Times New Roman"
_RED = "C00000"
_FALLBACKS = {
    _TITLE: ("小标宋体,华文中宋,宋体,SimSun,Noto Serif CJK SC", "roman"),
    _BODY: ("仿宋,FangSong,华文仿宋,Noto Serif CJK SC", "modern"),
    _FIRST: ("SimHei,Noto Sans CJK SC", "modern"),
    _SECOND: ("楷体,KaiTi,华文楷体,Noto Serif CJK SC", "modern"),
    _SONG: ("SimSun,Noto Serif CJK SC", "auto"),
}
_W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
_R = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_HEAD = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
_NS = f'xmlns:w="{_W}" xmlns:r="{_R}"'


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
        "word/styles.xml": _styles(),
        "word/settings.xml": _settings(),
        "word/fontTable.xml": _font_table(),
        "word/footer1.xml": _footer("right"),
        "word/footer2.xml": _footer("left"),
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
    return f"<w:document {_NS}><w:body>{''.join(blocks)}{_section()}</w:body></w:document>"


def _masthead(masthead: Masthead) -> list[str]:
    """Name in red, number, unit and day, and a red rule over the whole width."""
    size = min(84, int(2 * 0.85 * _TEXT_WIDTH / 20 / max(1, len(masthead.name))))  # half points, on one line
    name = _run(masthead.name, f'<w:color w:val="{_RED}"/><w:sz w:val="{size}"/><w:szCs w:val="{size}"/>')
    ends = f'<w:tabs><w:tab w:val="right" w:pos="{_TEXT_WIDTH - round(_CHARACTER)}"/></w:tabs>'
    rule = (
        f'<w:pBdr><w:bottom w:val="single" w:sz="18" w:space="6" w:color="{_RED}"/></w:pBdr>{ends}'
        f'<w:ind w:firstLineChars="100" w:firstLine="{round(_CHARACTER)}"/>'
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
        ind = f'<w:ind w:left="{round(characters * _CHARACTER)}" w:firstLine="0"/><w:jc w:val="left"/>'
        return f'<w:p><w:pPr><w:pStyle w:val="Body"/><w:keepLines/>{ind}</w:pPr>{_run(text)}</w:p>'

    return [line(issuer, left), line(day, min(left + 2, 28 - 2 - 8))]


def _listed_annexes(titles: Sequence[str]) -> list[str]:
    """附件：1. …, one a line, each below the other."""
    if len(titles) == 1:
        return [_paragraph(f"{words.ANNEX}：{titles[0]}", "Body")]
    left = f'<w:ind w:left="{round(5 * _CHARACTER)}" w:firstLine="0"/>'
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
    scale = _TEXT_WIDTH / sum(annex.widths)
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
        f'<w:tr><w:trPr><w:cantSplit/></w:trPr><w:tc><w:tcPr><w:tcW w:w="{_TEXT_WIDTH}" w:type="dxa"/>'
        f'<w:tcBorders>{_edges(edges, 8)}</w:tcBorders></w:tcPr><w:p><w:pPr><w:pStyle w:val="Colophon"/>'
        f'<w:jc w:val="{side}"/></w:pPr>{_run(text)}</w:p></w:tc></w:tr>'
        for text, side, edges in rows
    )
    return (
        _blank("Small") + '<w:tbl><w:tblPr><w:tblpPr w:vertAnchor="margin" w:horzAnchor="margin" w:tblpX="0" '
        'w:tblpYSpec="bottom"/><w:tblOverlap w:val="never"/>'
        f'<w:tblW w:w="{_TEXT_WIDTH}" w:type="dxa"/><w:tblLayout w:type="fixed"/></w:tblPr>'
        f'<w:tblGrid><w:gridCol w:w="{_TEXT_WIDTH}"/></w:tblGrid>{cells}</w:tbl>' + _blank("Small")
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


def _section() -> str:
    return (
        '<w:sectPr><w:footerReference w:type="default" r:id="rId4"/>'
        '<w:footerReference w:type="even" r:id="rId5"/>'
        f'<w:pgSz w:w="{_WIDTH}" w:h="{_HEIGHT}"/>'
        f'<w:pgMar w:top="{_TOP}" w:right="{_RIGHT}" w:bottom="{_BOTTOM}" w:left="{_LEFT}" '
        f'w:header="851" w:footer="{_FOOTER}" w:gutter="0"/><w:cols w:space="425"/>'
        f'<w:docGrid w:type="linesAndChars" w:linePitch="{_LINE}" w:charSpace="{_CHARACTER_SPACE}"/>'
        "</w:sectPr>"
    )


def _footer(side: str) -> str:
    """— 1 — in 四号宋体, one character from the outer edge."""
    field = '<w:fldSimple w:instr=" PAGE "><w:r><w:t>1</w:t></w:r></w:fldSimple>'
    dash = '<w:r><w:rPr><w:rFonts w:hint="eastAsia"/></w:rPr><w:t xml:space="preserve">{}</w:t></w:r>'
    return (
        f'<w:ftr {_NS}><w:p><w:pPr><w:pStyle w:val="Footer"/><w:ind w:{side}="280"/><w:jc w:val="{side}"/>'
        f"</w:pPr>{dash.format('— ')}{field}{dash.format(' —')}</w:p></w:ftr>"
    )


def _styles() -> str:
    def style(
        name: str, *, font: str = "", size: float = 0, more: str = "", own: str = "", kind: str = "paragraph"
    ) -> str:
        label = {"Heading1": "heading 1", "Footer": "footer"}.get(name, name)
        fonts = f'<w:rFonts w:eastAsia="{font}"/>' if font else ""
        sizes = (
            f'<w:spacing w:val="0"/><w:sz w:val="{round(2 * size)}"/><w:szCs w:val="{round(2 * size)}"/>'
            if size
            else ""
        )
        based = '<w:basedOn w:val="Normal"/>' if kind == "paragraph" else ""
        paragraph = f"<w:pPr>{more}</w:pPr>" if more else ""
        return (
            f'<w:style w:type="{kind}" w:customStyle="{int(label == name)}" w:styleId="{name}">'
            f'<w:name w:val="{label}"/>{based}<w:qFormat/>{paragraph}'
            f"<w:rPr>{own}{fonts}{sizes}</w:rPr></w:style>"
        )

    two = f'<w:ind w:firstLineChars="200" w:firstLine="{round(2 * _CHARACTER)}"/>'
    middle = '<w:jc w:val="center"/>'
    table = '<w:spacing w:line="264" w:lineRule="exact"/>'
    song = f'<w:rFonts w:ascii="{_SONG}" w:hAnsi="{_SONG}" w:eastAsia="{_SONG}"/>'
    return (
        f"<w:styles {_NS}><w:docDefaults><w:rPrDefault><w:rPr>"
        f'<w:rFonts w:ascii="{_LATIN}" w:hAnsi="{_LATIN}" w:cs="{_LATIN}" w:eastAsia="{_BODY}"/>'
        '<w:sz w:val="32"/><w:szCs w:val="32"/><w:lang w:val="en-US" w:eastAsia="zh-CN"/>'
        "</w:rPr></w:rPrDefault><w:pPrDefault/></w:docDefaults>"
        '<w:style w:type="paragraph" w:default="1" w:styleId="Normal"><w:name w:val="Normal"/><w:qFormat/>'
        '<w:pPr><w:widowControl w:val="0"/><w:autoSpaceDE w:val="0"/>'
        '<w:autoSpaceDN w:val="0"/><w:snapToGrid w:val="0"/>'
        f'<w:spacing w:line="{_LINE}" w:lineRule="exact"/><w:jc w:val="both"/></w:pPr>'
        f'<w:rPr><w:spacing w:val="{_TIGHTER}"/><w:sz w:val="32"/><w:szCs w:val="32"/></w:rPr></w:style>'
        + style("Body", more=two)
        + style("Title", font=_TITLE, size=22, more=f"<w:keepNext/>{middle}")
        + style("Subtitle", font=_SECOND, more=middle)
        + style("Heading1", font=_FIRST, more=f'<w:keepNext/>{two}<w:outlineLvl w:val="0"/>')
        + style("SecondLevel", font=_SECOND, kind="character")
        + style(
            "Masthead",
            font=_TITLE,
            more=f'<w:spacing w:before="360" w:after="120" w:line="240" w:lineRule="auto"/>{middle}',
        )
        + style("AnnexMark", font=_FIRST, more="<w:pageBreakBefore/>")
        + style(
            "AnnexTitle",
            font=_TITLE,
            size=22,
            more=f'<w:keepNext/><w:spacing w:after="120" w:line="{_LINE}" w:lineRule="exact"/>{middle}',
        )
        + style("TableHead", font=_FIRST, size=10, more=table + middle)
        + style("TableText", size=10.5, more=table + middle)
        + style(
            "Colophon",
            size=14,
            more='<w:keepNext/><w:spacing w:line="380" w:lineRule="exact"/>'
            '<w:ind w:left="280" w:right="280"/>',
        )
        + style("Small", size=1, more='<w:spacing w:line="80" w:lineRule="exact"/>')
        + style("Footer", size=14, own=song, more='<w:spacing w:line="340" w:lineRule="exact"/>')
        + "</w:styles>"
    )


def _settings() -> str:
    return (
        f'<w:settings {_NS}><w:zoom w:percent="100"/><w:defaultTabStop w:val="420"/><w:evenAndOddHeaders/>'
        f'<w:drawingGridHorizontalSpacing w:val="{round(_CHARACTER / 2)}"/>'
        f'<w:drawingGridVerticalSpacing w:val="{_LINE}"/>'
        '<w:characterSpacingControl w:val="compressPunctuation"/><w:compat>'
        '<w:compatSetting w:name="compatibilityMode" w:uri="http://schemas.microsoft.com/office/word" '
        'w:val="15"/></w:compat></w:settings>'
    )


def _font_table() -> str:
    fonts = "".join(
        f'<w:font w:name="{name}"><w:altName w:val="{others}"/><w:charset w:val="86"/>'
        f'<w:family w:val="{family}"/><w:pitch w:val="variable"/></w:font>'
        for name, (others, family) in _FALLBACKS.items()
    )
    return f"<w:fonts {_NS}>{fonts}</w:fonts>"


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
        base = f"{package}/" if kind.startswith("metadata") else f"{_R}/"
        lines.append(f'<Relationship Id="rId{number}" Type="{base}{kind}" Target="{target}"/>')
    return f'<Relationships xmlns="{package}">{"".join(lines)}</Relationships>'
