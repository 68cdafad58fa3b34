"""Numbers as people and officials write them: 21, ２１, 二十一, 廿一, 二〇二二, ⑦."""

import unicodedata

_DIGIT_FORMS = ("零〇○", "一壹", "二贰两", "三叁", "四肆", "五伍", "六陆", "七柒", "八捌", "九玖")
_DIGITS = {char: value for value, chars in enumerate(_DIGIT_FORMS) for char in chars}
_UNITS = {"十": 10, "拾": 10, "百": 100, "佰": 100, "千": 1000, "仟": 1000}
_TENS = {"廿": "二十", "卅": "三十", "卌": "四十"}
_MYRIAD = "万"
_MAX_DIGITS = 15

CHINESE_NUMERAL = "[零〇○一二两三四五六七八九十百千万廿卅卌壹贰叁肆伍陆柒捌玖拾佰仟]+"
"""Regex fragment (no groups): a run of Chinese numeral characters."""

SMALL = r"(?:\d{1,2}|[一二三四五六七八九十]{1,3})"
"""Regex fragment for a number below a hundred as people type or say it, without a group."""

NUMERAL = f"(?:[0-9０-９]+|{CHINESE_NUMERAL}|[①-⑳㉑-㉟])"
"""Regex fragment (one non-capturing group) for anything :func:`parse_numeral` may understand."""


def parse_numeral(text: str) -> int | None:
    """The value of a numeral, or None when the text is not one.

    Understands Arabic and full-width digits, circled numbers, Chinese numbers below a hundred million
    (formal characters too), 廿 卅 卌, the spoken short form 一百五 (150) and digit strings
    (二〇二二, 一二三五五).
    Two or three digits said in a row count as a digit string: 三四 is 34; who reads 三四场 as "three or
    four" has to know that from the context.
    """
    text = unicodedata.normalize("NFKC", text.strip())
    if text.isascii():
        return int(text) if text.isdigit() and len(text) <= _MAX_DIGITS else None
    for short, long in _TENS.items():
        text = text.replace(short, long)
    if not text or len(text) > _MAX_DIGITS:
        return None
    if len(text) > 1 and all(c in _DIGITS and c != "两" for c in text):
        return int("".join(str(_DIGITS[c]) for c in text))
    high, myriad, low = text.rpartition(_MYRIAD)
    if not myriad:
        return _below_myriad(text)
    thousands = _below_myriad(high)
    if not thousands:
        return None
    if not low:
        return thousands * 10_000
    if _DIGITS.get(low):  # 三万五 is 35,000
        return thousands * 10_000 + _DIGITS[low] * 1_000
    rest = _below_myriad(low.removeprefix("零").removeprefix("〇"))
    return thousands * 10_000 + rest if rest else None


def _below_myriad(text: str) -> int | None:
    """A number up to 9999 in hundreds and tens; None when the order of its units makes no sense."""
    if text in _DIGITS:
        return _DIGITS[text]
    total, digit, last_unit, gap = 0, None, 10_000, False
    for char in text:
        if char in _UNITS:
            unit = _UNITS[char]
            if unit >= last_unit or digit == 0:
                return None
            if digit is None and unit != 10:  # 百 needs a digit before it, 十 does not
                return None
            total += (1 if digit is None else digit) * unit
            digit, last_unit, gap = None, unit, False
        elif char in _DIGITS:
            value = _DIGITS[char]
            if value == 0:
                if gap or digit is not None or not total:
                    return None
                gap = True
                continue
            if digit is not None:
                return None
            digit = value
        else:
            return None
    if digit is None:
        return total if total and not gap else None
    spoken = last_unit >= 100 and last_unit < 10_000 and not gap
    return total + digit * (last_unit // 10 if spoken else 1)


def chinese_numeral(number: int) -> str:
    """The usual Chinese form of 0 to 9999: 21 is 二十一, 105 is 一百零五. ValueError outside that."""
    if not 0 <= number <= 9999:
        raise ValueError(f"no Chinese numeral for {number}")
    if number == 0:
        return "零"
    digits, out, zero = "零一二三四五六七八九", "", False
    for unit, name in ((1000, "千"), (100, "百"), (10, "十"), (1, "")):
        value = number // unit % 10
        if value:
            out += ("零" if zero and out else "") + digits[value] + name
            zero = False
        else:
            zero = True
    return out.removeprefix("一") if 10 <= number < 20 else out
