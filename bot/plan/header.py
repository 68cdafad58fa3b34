"""What stands around the measures: title, document number, issuer and date."""

import re
from dataclasses import dataclass
from datetime import date

from bot.patterns import late
from bot.plan.lines import Line, squeeze
from bot.plan.numerals import parse_numeral
from bot.plan.outline import DATE, ORGAN_LINE, Outline

_PLAN_WORD = r"(?:方案|要点|计划|规划|意见|办法|措施|分工|台账|清单)"
_PLAN_TITLE = late(rf"{_PLAN_WORD}(?:[（(][^（）()]{{1,10}}[）)])?$")
_LETTER_TITLE = late(
    r"^(?P<issuer>.{0,40}?)关于(?:印发|下发|转发|公布|发布)(?P<title>.+?)"
    r"的(?:通知|函|决定|公告)$"
)
_NUMBER = late(
    r"(?:发文字号[：:])?(?P<issuer>[一-龥]{1,15})[〔\[（(【﹝［〈]?(?P<year>\d{4}|[二〇零○一三四五六七八九]{4})年?"
    r"[〕\]）)】﹞］〉]?第?(?P<number>\d{1,4}|[一二三四五六七八九十百零〇]{1,6})号"
)
_ASIDE = late(r"附件?\d*[：:]?$|[（(].*[）)]$")
_DATE = late(DATE)
_ISO_DATE = late(r"(\d{4})[-./](\d{1,2})[-./](\d{1,2})")
_RED_HEAD = late(r"^(.{2,40}?(?:办公室|政府|委员会|领导小组|联席会议|局))文件$")


@dataclass(frozen=True, slots=True)
class Header:
    """The notice's own particulars; empty where it does not print them. ``issued_on`` is an ISO date."""

    title: str
    document_number: str
    issuer: str
    issued_on: str


def read_header(outline: Outline) -> Header:
    """Read the particulars from before and after the measures. White space in them is not kept."""
    head, tail = outline.head, outline.tail
    letter = letter_title(head)
    issuer = _issuer(head) or _issuer(tail) or (squeeze(letter["issuer"]) if letter else "")
    inner = _without_marks(letter["title"]) if letter else ""
    title = _plan_title(head, bool(letter))
    return Header(
        title=inner if inner.startswith(title) else title,
        document_number=_document_number(head),
        issuer=issuer,
        issued_on=_issued_on(head) or _issued_on(tail),
    )


def chinese_date(text: str) -> date | None:
    """The date printed as 2022年7月14日 or 二〇二二年七月十四日; None when there is none such."""
    match = re.match(r"(.+?)年(.+?)月(.+?)日", squeeze(text).translate(str.maketrans("○Oo", "〇〇〇")))
    if not match:
        return None
    numbers = [parse_numeral(group) for group in match.groups()]
    try:
        return date(*(number or 0 for number in numbers))
    except ValueError:
        return None


def letter_title(head: list[Line]) -> re.Match[str] | None:
    """关于印发…的通知, however many lines it is set in; groups ``issuer`` and ``title``."""
    for start in range(len(head)):
        joined = ""
        for line in head[start : start + 4]:
            joined += squeeze(line.text)
            if match := _LETTER_TITLE.match(joined):
                return match
            if joined.endswith(("。", "：", "，")):
                break
    return None


def _plan_title(head: list[Line], has_letter: bool) -> str:
    """The plan's own heading: the lines just before its first paragraph, after any letter."""
    signature = max((i for i, line in enumerate(head) if _DATE.fullmatch(squeeze(line.text))), default=-1)
    following = head[signature + 1 :] if has_letter else head
    heading: list[str] = []
    for line in following:
        text = squeeze(line.text)
        if (
            _NUMBER.fullmatch(text)
            or _RED_HEAD.match(text)
            or re.match(r"附件?\d*[：:]?$|[（(].*[）)]$", text)
        ):
            continue
        if re.search(r"[。；：，]", text):
            break
        heading.append(text)
        if _PLAN_TITLE.search(text):
            return _without_marks("".join(heading))
    return (
        _without_marks(re.sub(r"^.{0,40}?关于印发|的通知$", "", "".join(heading[:3])))
        if not has_letter
        else ""
    )


def _without_marks(title: str) -> str:
    return re.sub(r"^[《“\"]|[》”\"]$", "", squeeze(title))


def _document_number(head: list[Line]) -> str:
    """The first line that is a number (岢政办发〔2022〕39号); one cited in the text does not count."""
    for line in head:
        match = _NUMBER.match(squeeze(line.text))
        rest = squeeze(line.text)[match.end() :] if match else ""
        if match and (not rest or rest.startswith("签发人")):
            year, number = parse_numeral(match["year"]), parse_numeral(match["number"])
            return f"{match['issuer']}〔{year}〕{number}号"
    return ""


def _issuer(lines: list[Line]) -> str:
    """The signature: organ names on the lines just above a date, or on the date's own line."""
    for index, line in enumerate(lines):
        match = re.fullmatch(rf"(.{{0,60}}?)\s*{DATE}\s*(?:印发|发布)?.{{0,12}}", line.text)
        if not match:
            continue
        if squeeze(match[1]):
            return _organ(match[1])
        organs: list[str] = []
        for organ in reversed(lines[:index]):
            if not ORGAN_LINE.fullmatch(organ.text):
                break
            organs.insert(0, _organ(organ.text))
        if organs:
            return "、".join(organs)
    for line in lines:
        if match := _RED_HEAD.match(squeeze(line.text)):
            return match[1]
    return ""


def _organ(text: str) -> str:
    text = re.sub(r"[（(]章[）)]$", "", text.strip())
    return "、".join(squeeze(part) for part in re.split(r"\s{2,}|、", text) if part)


def _issued_on(lines: list[Line]) -> str:
    """The first date that stands alone on its line or closes it as a signature does."""
    for line in lines:
        match = _DATE.search(line.text)
        if match and re.fullmatch(r"[^。，；：]*", line.text[: match.start()] + line.text[match.end() :]):
            if len(squeeze(line.text)) > len(squeeze(match.group())) + 30:
                continue
            if day := chinese_date(match.group()):
                return day.isoformat()
        elif match := _ISO_DATE.fullmatch(squeeze(line.text)):
            try:
                return date(*(int(group) for group in match.groups())).isoformat()
            except ValueError:
                continue
    return ""
