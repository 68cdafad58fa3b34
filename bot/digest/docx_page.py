"""The page of an official paper (GB/T 9704-2012) in WordprocessingML: its measures, grid, fonts and styles.

A4, margins 37/35/28/26 mm, so 156 x 225 mm of text: 22 lines of 28 characters of 三号 (16 pt). The page
declares that grid, and the styles keep to it by exact line and character spacing: LibreOffice gives a
character that is wider than its cell two cells, where Word squeezes it.
Fonts are named as a county office has them; the font table tells what to take where one is absent.
"""

_MM = 1440 / 25.4
"""Twentieths of a point in a millimetre."""

_WIDTH, _HEIGHT = 11906, 16838
_TOP, _BOTTOM, _LEFT, _RIGHT = (round(mm * _MM) for mm in (37, 35, 28, 26))
TEXT_WIDTH = _WIDTH - _LEFT - _RIGHT
_LINE = (_HEIGHT - _TOP - _BOTTOM) // 22
CHARACTER = TEXT_WIDTH / 28
_CHARACTER_SPACE = int((156 / 25.4 * 72 / 28 - 16) * 4096) - 1  # 1/4096 pt beside 16 pt; 28 must fit
_TIGHTER = int(CHARACTER) - 16 * 20 - 1  # the same as the styles can say it, in whole twentieths
_FOOTER = round((35 - 7 - 3) * _MM)  # the dash 7 mm below the text, in the middle of a line of 6 mm

_TITLE, _BODY, _FIRST, _SECOND, _SONG = "方正小标宋简体", "仿宋_GB2312", "黑体", "楷体_GB2312", "宋体"
_LATIN = "Times New Roman"
_FALLBACKS = {
    _TITLE: ("小标宋体,华文中宋,宋体,SimSun,Noto Serif CJK SC", "roman"),
    _BODY: ("仿宋,FangSong,华文仿宋,Noto Serif CJK SC", "modern"),
    _FIRST: ("SimHei,Noto Sans CJK SC", "modern"),
    _SECOND: ("楷体,KaiTi,华文楷体,Noto Serif CJK SC", "modern"),
    _SONG: ("SimSun,Noto Serif CJK SC", "auto"),
}
_W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
RELATIONS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
NAMESPACES = f'xmlns:w="{_W}" xmlns:r="{RELATIONS}"'


def section() -> str:
    """The page itself: its size, margins, grid and footers."""
    return (
        '<w:sectPr><w:footerReference w:type="default" r:id="rId4"/>'
        '<w:footerReference w:type="even" r:id="rId5"/>'
        f'<w:pgSz w:w="{_WIDTH}" w:h="{_HEIGHT}"/>'
        f'<w:pgMar w:top="{_TOP}" w:right="{_RIGHT}" w:bottom="{_BOTTOM}" w:left="{_LEFT}" '
        f'w:header="851" w:footer="{_FOOTER}" w:gutter="0"/><w:cols w:space="425"/>'
        f'<w:docGrid w:type="linesAndChars" w:linePitch="{_LINE}" w:charSpace="{_CHARACTER_SPACE}"/>'
        "</w:sectPr>"
    )


def footer(side: str) -> str:
    """— 1 — in 四号宋体, one character from the outer edge."""
    field = '<w:fldSimple w:instr=" PAGE "><w:r><w:t>1</w:t></w:r></w:fldSimple>'
    dash = '<w:r><w:rPr><w:rFonts w:hint="eastAsia"/></w:rPr><w:t xml:space="preserve">{}</w:t></w:r>'
    return (
        f'<w:ftr {NAMESPACES}><w:p><w:pPr><w:pStyle w:val="Footer"/>'
        f'<w:ind w:{side}="280"/><w:jc w:val="{side}"/>'
        f"</w:pPr>{dash.format('— ')}{field}{dash.format(' —')}</w:p></w:ftr>"
    )


def styles() -> str:
    """The paragraphs of a paper by name; the body is 三号仿宋."""

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

    two = f'<w:ind w:firstLineChars="200" w:firstLine="{round(2 * CHARACTER)}"/>'
    middle = '<w:jc w:val="center"/>'
    table = '<w:spacing w:line="264" w:lineRule="exact"/>'
    song = f'<w:rFonts w:ascii="{_SONG}" w:hAnsi="{_SONG}" w:eastAsia="{_SONG}"/>'
    return (
        f"<w:styles {NAMESPACES}><w:docDefaults><w:rPrDefault><w:rPr>"
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


def settings() -> str:
    """What holds of the whole document: left and right pages differ."""
    return (
        f'<w:settings {NAMESPACES}><w:zoom w:percent="100"/><w:defaultTabStop w:val="420"/>'
        "<w:evenAndOddHeaders/>"
        f'<w:drawingGridHorizontalSpacing w:val="{round(CHARACTER / 2)}"/>'
        f'<w:drawingGridVerticalSpacing w:val="{_LINE}"/>'
        '<w:characterSpacingControl w:val="compressPunctuation"/><w:compat>'
        '<w:compatSetting w:name="compatibilityMode" w:uri="http://schemas.microsoft.com/office/word" '
        'w:val="15"/></w:compat></w:settings>'
    )


def font_table() -> str:
    """Every font with what to take instead."""
    fonts = "".join(
        f'<w:font w:name="{name}"><w:altName w:val="{others}"/><w:charset w:val="86"/>'
        f'<w:family w:val="{family}"/><w:pitch w:val="variable"/></w:font>'
        for name, (others, family) in _FALLBACKS.items()
    )
    return f"<w:fonts {NAMESPACES}>{fonts}</w:fonts>"
