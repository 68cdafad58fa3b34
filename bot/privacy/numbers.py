"""Identity, student, document, passport and bank card numbers.

A resident's number is told by its province, its date and its check digit (GB 11643); a slip in it is
forgiven unless a label names something else, and where the words around say 身份证 any long number is
taken. Every pattern has bounded repeats of disjoint classes, so the time is linear in the text.
"""

import re
from collections.abc import Iterator, Sequence

from bot.patterns import late
from bot.privacy.model import Kind
from bot.privacy.scanner import Scanner, Stretch, within

Span = tuple[Kind, int, int]

_GAP = r"[ .\-]{0,2}"
_HAN_DIGITS = str.maketrans("零〇○一二三四五六七八九幺壹贰貳叁肆伍陆陸柒捌玖", "000123456789112234566789")
_HAN = "".join(map(chr, _HAN_DIGITS))
_DIGIT_RUN = late(rf"[0-9{_HAN}](?:{_GAP}[0-9{_HAN}]){{9,}}(?!(?<=[{_HAN}])[个名位条次])")


def in_digits(text: str) -> str:
    """The text with every long run of spoken digits (一三八…, 幺, 壹) written in figures, length kept."""
    return _DIGIT_RUN.sub(lambda run: run[0].translate(_HAN_DIGITS), text)


def _gapped(*digits: str) -> str:
    return _GAP.join(digits)


_PROVINCE = r"(?:1_[1-5]|2_[1-3]|3_[1-7]|4_[1-6]|5_[0-4]|6_[1-5]|7_1|8_[1-3])".replace("_", _GAP)
_MONTH = r"(?:0_[1-9]|1_[0-2])".replace("_", _GAP)
_DAY = r"(?:0_[1-9]|[12]_[0-9]|3_[01])".replace("_", _GAP)
_YEAR = r"(?:1_9|2_0)_[0-9]_[0-9]".replace("_", _GAP)
_AREA = _gapped(_PROVINCE, *["[0-9]"] * 4)
_ID = _gapped(_AREA, _YEAR, _MONTH, _DAY, *["[0-9]"] * 3, "[0-9Xx*]")
_RESIDENT = late(
    rf"(?<![0-9])(?:(?<![A-Za-z])([GLJglj]){_GAP})?({_ID})(?:(?<=[Xx*])|(?:{_GAP}[0-9]{{2}})?(?![0-9]))"
)
_OLD = late(
    rf"(?<![0-9A-Za-z])("
    rf"{_gapped(_AREA, '[0-9]', '[0-9]', _MONTH, _DAY, '[0-9]', '[0-9]', '[0-9]')})(?![0-9A-Za-"
    rf"z])"
)
_LONG = late(rf"(?<![0-9A-Za-z])[0-9](?:[ .,、\-]{{0,2}}[0-9OoIl*]){{10,20}}(?:{_GAP}[Xx])?(?![0-9A-Za-z])")
_SAYS_ID = late(
    r"身份证|身份号|身份号码|公民身份|证件号|(?<!登记)(?<!许可)(?<!资格)(?<!执业)(?<!毕业)证号|老证|旧证"
)
_OTHER_LABEL = late(
    r"(?:编号|合同|项目|订单|单号|批次|批号|流水|案号|发票|税号|信用代码|凭证|快递|运单|票号"
    r"|条形?码|序列|文号|档案号|ISBN|设备|型号|账号|代码)"
    r"[^0-9,;。\n]{0,6}\Z"
)

_CARD = late(r"(?<![0-9A-Za-z.])[3-9][0-9]{3}(?:[ \-]?[0-9]{4}){3}(?:[ \-]?[0-9]{1,3})?(?![0-9A-Za-z])")
_CARD_SPLIT = late(r"(?<![0-9A-Za-z.])[3-9][0-9]{5}[ \-]?[0-9]{10,13}(?![0-9A-Za-z])")
_CARD_ANY = late(rf"(?<![0-9A-Za-z.])[1-9](?:{_GAP}[0-9]){{11,20}}(?![0-9])")
_SAYS_CARD = late(
    r"银行|卡号|卡上|[账帐][号户]|一卡通|一折通|存折|折号|[工农建邮]行|信合|信用社|开户|储蓄|社保卡|收款|[打发拨存汇转][放付]?[到入至]"
    r"|卡[^0-9。;\n]{0,10}\Z"
)
_BESIDE_WORD = late(r"[\u4e00-\u9fff]{2}[:,、 (]?\Z")
_CARD_LIST = late(r"[^0-9。;\n]{0,2}[,、/和 \u4e00-\u9fff]{1,5}[:( ]?")
"""What stands between one card and the next."""
_PUBLIC_ACCOUNT = late(
    r"对公|捐[款赠]|单位账|专户|专用账|公益账|基金账|募捐|户名:?[^,。;\n]{2,12}[局委院校会府心司站园][,; ]"
)

_PASSPORT = Scanner(
    "[A-Za-z](?=[A-Za-z0-9])",
    r"(?<![A-Za-z0-9])(?:([Ee][0-9]{8}|[Ee][A-Za-z][0-9]{7}|[Gg][0-9]{8})"
    r"|[A-Za-z]{1,2}[0-9]{7,10})(?![A-Za-z0-9])",
)
_SAYS_PASSPORT = late(r"护照|通行证|回乡证|台胞证|港澳|旅行证|居留")

_STUDENT = r"学籍(?:辅|编)?号|学生?证?号|准考证|考生?号|考籍号"
_LABELLED = Scanner(
    "[学准考残出社医病住门户低参接]",
    rf"(?:({_STUDENT})|残疾人?证|出生(?:医学)?证明?|社保卡|社会保障卡?|医保[卡证]?|病历|住院"
    rf"|门诊|户口[本簿]?|低保[证卡]?|户|参保|接种证|病案)"
    r"(?:编号|号码|号)?(?:码|是|为|:"
    r"|[ \t]){0,3}(?:[^0-9,;。\n]{0,8},?(?:应[为是该]|[改更][为成正]){1,2})?"
    r"([A-Za-z]{0,3}[0-9](?:[ \-]?[0-9A-Za-z]){4,24})(?![0-9A-Za-z])",
)
_COUNTED = late(r" ?(?:万?[元人名份张条次本册个件户所]|余|多|%)")
_DOUBLED = (0, 2, 4, 6, 8, 1, 3, 5, 7, 9)
_CHECK_WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)


def numbers(text: str, stretches: Sequence[Stretch]) -> Iterator[Span]:
    """Numbers that name one person, in a text written by :func:`in_digits` with its islands of figures."""
    yield from _residents(text, stretches)
    yield from _labelled(text)
    yield from _cards(text, stretches)
    for match in _PASSPORT.finditer(text):
        said = _SAYS_PASSPORT.search(_before(text, match.start(), 12))
        if said or (match[1] and not _OTHER_LABEL.search(_before(text, match.start(), 12))):
            yield Kind.PASSPORT, match.start(), match.end()


def _residents(text: str, stretches: Sequence[Stretch]) -> Iterator[Span]:
    for match in within(_RESIDENT, text, stretches, 18, lead=3):
        label = _OTHER_LABEL.search(_before(text, match.start(), 12))
        if not label or _check_digit_right(match[2]):
            yield (Kind.STUDENT_NUMBER if match[1] else Kind.ID_NUMBER), match.start(), match.end()
    for match in within(_OLD, text, stretches, 15):
        groups = len(re.findall("[0-9]+", match[0]))
        if groups <= 4 and not _OTHER_LABEL.search(_before(text, match.start(), 12)):
            yield Kind.ID_NUMBER, match.start(), match.end()
    for match in within(_LONG, text, stretches, 12) if _SAYS_ID.search(text) else ():
        said = _SAYS_ID.search(_before(text, match.start(), 16))
        if not said and not _SAYS_ID.search(text[match.end() : match.end() + 8].split("\n", maxsplit=1)[0]):
            continue
        digits = sum(character.isalnum() or character == "*" for character in match[0])
        if digits >= (12 if said else 15) and not _OTHER_LABEL.search(_before(text, match.start(), 8)):
            yield Kind.ID_NUMBER, match.start(), match.end()


def _labelled(text: str) -> Iterator[Span]:
    for match in _LABELLED.finditer(text):
        digits = sum(character.isdecimal() for character in match[2])
        if digits >= (5 if match[1] else 6) and not _COUNTED.match(text, match.end()):
            yield (Kind.STUDENT_NUMBER if match[1] else Kind.DOCUMENT_NUMBER), match.start(2), match.end()


def _cards(text: str, stretches: Sequence[Stretch]) -> Iterator[Span]:
    for pattern in (_CARD, _CARD_SPLIT):
        for match in within(pattern, text, stretches, 16):
            before = _before(text, match.start(), 14)
            if not _luhn(match[0]) and not (match[0][:2] == "62" and _BESIDE_WORD.search(before)):
                continue
            other = _OTHER_LABEL.search(before) and not _SAYS_CARD.search(before)
            if not other and not _PUBLIC_ACCOUNT.search(before):
                yield Kind.BANK_CARD, match.start(), match.end()
    said = "卡" in text or _SAYS_CARD.search(text)
    last = len(text)
    for match in within(_CARD_ANY, text, stretches, 12) if said else ():
        before = _before(text, match.start(), 30)
        next_one = _CARD_LIST.fullmatch(text, last, match.start())
        if next_one or (_SAYS_CARD.search(before[-14:]) and not _PUBLIC_ACCOUNT.search(before)):
            last = match.end()
            yield Kind.BANK_CARD, match.start(), match.end()


def _before(text: str, start: int, width: int) -> str:
    """The words just before, of the same line and sentence."""
    window = text[max(0, start - width) : start]
    cut = max(window.rfind("\n"), window.rfind("。"), window.rfind(";"))
    return window[cut + 1 :]


def _check_digit_right(number: str) -> bool:
    digits = [character for character in number if character.isalnum()]
    if len(digits) != 18:
        return False
    total = sum(weight * int(digit) for weight, digit in zip(_CHECK_WEIGHTS, digits, strict=False))
    return "10X98765432"[total % 11] == digits[17].upper()


def _luhn(number: str) -> bool:
    digits = [int(character) for character in reversed(number) if character not in " -"]
    return (sum(digits[::2]) + sum([_DOUBLED[digit] for digit in digits[1::2]])) % 10 == 0
