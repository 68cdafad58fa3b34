"""Telephones, e-mail, QQ and WeChat names, number plates."""

import re
from collections.abc import Iterator, Sequence

from bot.patterns import late
from bot.privacy.context import Surroundings
from bot.privacy.model import Kind
from bot.privacy.scanner import Scanner, Stretch, within

Span = tuple[Kind, int, int]

_GAP = r"[ .\-_]{0,3}"
_FIRST = rf"1{_GAP}[3-9]{_GAP}[0-9]"
_MOBILE = late(
    rf"(?<![0-9])(?:(?:\((?:\+|00)? ?86\)|(?:\+|00)? ?86|17951|12593)[ \-]{{0,2}})?"
    rf"((?:\({_FIRST}\)|{_FIRST})(?:{_GAP}[0-9]){{8}})(?![0-9]|(?:\.[0-9]{{1,2}})? ?[万亿]?元)"
)
_GAPS = late(r"[ .\-_)]+")
_SAYS_PHONE = late(r"电话|手机|联系|号码|[来致去通]电|打|拨|Tel|tel|TEL|号[是为:]")
_LISTED_MOBILE = Scanner("1(?=[3-9])", r"(?<![0-9])1[3-9][0-9][,、][ ]?[0-9]{4}[,、][ ]?[0-9]{4}(?![0-9])")
_NEAR_PHONE = Scanner(
    "[电手联](?=[话机系])",
    rf"(?:电话|手机|联系方式)(?:号码?)?[是为: ]{{0,3}}(1[3-9](?:{_GAP}[0-9OoIl]){{8,10}})(?![0-9])",
)
_AREA = "0(?:10|2[0-9]|[3-9][0-9]{2})"
_LOCAL = r"[2-8][0-9]{2,3}[ \-]?[0-9]{4}"
_LANDLINE = Scanner(
    "[(0电座固宅](?<![0-9.][(0])(?=[0-9话机电])",
    rf"(?<![0-9.])(?:(?:\({_AREA}\)|{_AREA})[ \-]{{0,3}}{_LOCAL})(?![0-9])"
    rf"|(?:电话|座机|固话|宅电)(?:号码?)?[是为: ]{{0,3}}({_LOCAL})(?![0-9])",
)
_MAIL_LOCAL = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_.+-"
_MAIL_HOST = late(r"[A-Za-z0-9\-]{1,63}(?:\.[A-Za-z0-9\-]{1,63}){1,4}")
_QQ = Scanner(
    "[Qq扣企]",
    r"(?:QQ|qq|Qq|扣扣|企鹅)(?:号码?|账号)?[是为: \t]{0,3}([1-9](?:[ \-]?[0-9]){4,11})(?![0-9万元人条次])",
)
_WECHAT = Scanner(
    "[微薇威VvWw]",
    r"(?:微信|薇信|威信|(?<![A-Za-z])(?:[Vv][Xx]|[Ww][Xx]|[Ww]e[Cc]hat|[Ww]ei[Xx]in)|[Vv]信)"
    r"(?:(?:号码?|账号|[Ii][Dd])[是为: \t]{0,3}([A-Za-z0-9_][A-Za-z0-9_\-]{4,25})"
    r"|[是为: \t]{0,3}([A-Za-z_][A-Za-z0-9_\-]{5,25}))",
)
_NUMBER_OF = Scanner(
    "[号是加,](?=[是为: ]{0,2}(?:[A-Za-z]|[1-9][0-9]{5}))",
    r"[号是加,][是为: ]{0,2}(?:([A-Za-z](?=[A-Za-z_\-]{0,19}[0-9])[A-Za-z0-9_\-]{5,19})|([1-9][0-9]{5,10}))"
    r"(?![A-Za-z0-9@万元人条次])",
)
_SAYS_WECHAT = late(r"微信|[Vv]信|薇信|(?<![A-Za-z])[Vv][Xx](?![A-Za-z])")
_SAYS_QQ = late(r"[Qq][Qq]|扣扣")
_WXID = late(r"(?<![A-Za-z0-9_])wxid_[A-Za-z0-9]{4,24}")
_PLATE = Scanner(
    "[京津冀晋蒙辽吉黑沪苏浙皖闽赣鲁豫鄂湘粤桂琼川贵云渝藏陕甘青宁新]",
    r"[京津冀晋蒙辽吉黑沪苏浙皖闽赣鲁豫鄂湘粤桂琼川贵云渝藏陕甘青宁新][A-HJ-NP-Za-hj-np-z][·. \-]?"
    r"(?=[A-Za-z]{0,5}[0-9])[A-HJ-NP-Za-hj-np-z0-9]{4,6}(?![A-Za-z0-9%])[学挂警]?",
)


def contacts(text: str, stretches: Sequence[Stretch], around: Surroundings) -> Iterator[Span]:
    """Ways to reach a private person, in a text written by :func:`bot.privacy.numbers.in_digits`.

    Mobiles always count; a landline or a mailbox counts unless the words around it give it to an office.
    """
    for match in within(_MOBILE, text, stretches, 11, lead=3):
        if _one_number(text, match):
            yield Kind.PHONE, match.start(), match.end()
    for match in _LISTED_MOBILE.finditer(text):
        if _says_phone(text, match.start()):
            yield Kind.PHONE, match.start(), match.end()
    for match in _NEAR_PHONE.finditer(text):
        yield Kind.PHONE, match.start(1), match.end()
    for match in _LANDLINE.finditer(text):
        start = match.start(1) if match[1] else match.start()
        if around.private(start, match.end(), unless_told=not match[1]):
            yield Kind.PHONE, start, match.end()
    yield from _mails(text, around)
    for match in _QQ.finditer(text):
        yield Kind.QQ, match.start(1), match.end()
    for match in _WECHAT.finditer(text):
        group = 1 if match[1] else 2
        if match[1] or any(not character.isalpha() for character in match[2]) or ":" in match[0]:
            close = match[0][0] in "VvWw" and match[0][2:3].isalnum() and match[0].isascii()
            yield Kind.WECHAT, match.start() if close else match.start(group), match.end()
    for match in _NUMBER_OF.finditer(text):
        said = re.split("[。;\n]", text[max(0, match.start() - 30) : match.start()])[-1]
        if (_SAYS_WECHAT if match[1] else _SAYS_QQ).search(said):
            kind = Kind.WECHAT if match[1] else Kind.QQ
            yield kind, match.start(match.lastindex or 1), match.end()
    for match in _WXID.finditer(text) if "wxid_" in text else ():
        yield Kind.WECHAT, match.start(), match.end()
    for match in _PLATE.finditer(text):
        if len(re.sub(r"[·. \-学挂警]", "", match[0])) >= 7 or match[0][-1] in "学挂警":
            yield Kind.PLATE, match.start(), match.end()


def _one_number(text: str, match: re.Match[str]) -> bool:
    """Eleven digits in groups as people write one number, not a row of small figures."""
    gaps = _GAPS.findall(match[1])
    if len(gaps) == 10:
        singles = set(gaps)
        return len(singles) <= 2 and not ({" "} < singles and "." in "".join(singles))
    if len(gaps) < 4:
        return True
    return _says_phone(text, match.start())


def _says_phone(text: str, start: int) -> bool:
    before = text[max(0, start - 12) : start]
    return bool(_SAYS_PHONE.search(before.rsplit("\n", maxsplit=1)[-1]))


def _mails(text: str, around: Surroundings) -> Iterator[Span]:
    at = text.find("@")
    while at >= 0:
        before = text[max(0, at - 64) : at]
        local = len(before) - len(before.rstrip(_MAIL_LOCAL))
        host = _MAIL_HOST.match(text, at + 1)
        if local and host:
            start, end = at - local, host.end()
            if ".gov.cn" not in host[0] and around.private(start, end, unless_told=True):
                yield Kind.EMAIL, start, end
        at = text.find("@", at + 1)
