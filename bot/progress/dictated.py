"""A message as it is read: plain signs, and what a phone made of dictated words put right.

Every change keeps its place, character for character, so that what is read can be quoted as it was typed.
"""

import re
import unicodedata
from functools import lru_cache

from bot.patterns import late

_CIRCLED = "①②③④⑤⑥⑦⑧⑨"  # the sender's own ordinals

_WIDE = late(r"[^\x00-\x7f\u4e00-\u9fff]")
# Words of the region, and others as long.
_REGION = {
    "莫有": "没有",
    "木有": "没有",
    "么有": "没有",
    "冇": "没",
    "没甚": "没啥",
    "有甚": "有啥",
    "做甚": "做啥",
}
# Signs said aloud, but not where work is said to have come to its full stop (画上句号).
_SIGNS = {"逗号": "，", "句号": "。", "分号": "；", "冒号": "：", "顿号": "、", "感叹号": "！", "换行": "\n"}
_SPOKEN = late(
    rf"(?P<region>{'|'.join(_REGION)})|(?<![上了个圆满的])(?P<sign>{'|'.join(_SIGNS)})(?![内里外的])"
    r"|(?P<ordinal>[地弟递低滴帝])(?=\s?(?:\d{1,2}|[一二三四五六七八九十]{1,3})\s?[条项])"  # 第 by its sound
    # 条 by its sound
    r"|(?P<numbered>第\s?(?:\d{1,2}|[一二三四五六七八九十]{1,3})(?=[跳挑调眺](?![解查研度绳高远战选]))"
    r"|^\s*\d{1,2}(?=[跳挑](?:[\s，,：:。]|$)))."
)

# A drawn-out word and a pause end what was said; 5~8 is a range.
_DRAWN_OUT = late(r"(?<=[一-龥])(?<![一二三四五六七八九十])~+|…+")
_DRAWN = (
    "So",
    "Sk",
    "Me",
    "Mn",
)  # what is drawn and no letter, such as an emoji, parts words as a blank does
_TELLS = "□√✓✔☑✅×✗✘✖❌☐☒"  # but ticks and crosses tell

_HUM = late("^[嗯呃额哦噢喂哎唉]{1,4}(?=.)")


def flatten(text: str) -> str:
    """The text with full-width letters, digits and signs made plain, character for character.

    So are a few words of the region (莫有 and 没甚 for 没有 and 没啥) and of dictation (句号, 地八条).
    """
    plain = _WIDE.sub(lambda match: _plain(match[0]), text).replace("|", "；")
    plain = _DRAWN_OUT.sub(_paused, plain)
    return _SPOKEN.sub(_meant, _HUM.sub(lambda hum: " " * len(hum[0]), plain))


def _paused(pause: re.Match[str]) -> str:
    after_number = pause.start() > 0 and pause.string[pause.start() - 1].isdigit()
    return (":" if after_number else "。").ljust(len(pause[0]))


def _meant(match: re.Match[str]) -> str:
    if match["region"]:
        return _REGION[match[0]]
    if match["numbered"]:
        return f"{match['numbered']}条"
    return "第" if match["ordinal"] else _SIGNS[match[0]].ljust(len(match[0]))


@lru_cache(maxsize=512)
def _plain(char: str) -> str:
    if unicodedata.category(char) in _DRAWN and char not in _TELLS:
        return " "
    flat = unicodedata.normalize("NFKC", char)
    return flat if len(flat) == 1 and flat.isascii() and char not in _CIRCLED else char
