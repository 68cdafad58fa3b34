"""How far a piece of work is, where the words say so: 60%, 百分之六十, 六成, 三分之二, 过半, 还剩两成."""

import re

from bot.patterns import late
from bot.plan.numerals import parse_numeral

# A number up to a hundred, without that of the measure said in the same breath: 百分之八十五二十三条 is 85 %
# and measure 23, 百分之八十二十条 is 80 % and measure 20.
_ONES = "[一二两三四五六七八九]"
_TENS = rf"{_ONES}?十(?:(?=[一二]十{_ONES}?[条项])|{_ONES}(?!十)|)"
_HUNDREDS = rf"{_ONES}百(?:(?:零{_ONES}|{_ONES}十{_ONES}?|{_ONES})(?![条项十]))?"
_HUNDREDTHS = rf"(?:百|{_HUNDREDS}|{_TENS}|零?{_ONES}|零|\d{{1,3}})"
_PERCENT = late(
    r"(?P<number>\d{1,3}(?:\.\d+)?)\s*%"
    rf"|百分百|百分之?\s{{0,2}}(?P<hundredths>{_HUNDREDTHS})(?!之)"
    rf"|(?P<whole>[二三四五六七八九十]{{1,3}}|\d{{1,3}})分之\s{{0,2}}(?P<part>{_HUNDREDTHS})"
    r"|(?P<tenths>[一二两三四五六七八九十]|(?<!\d)[1-9])成(?P<half>半|[一二三四五六七八九](?![成条项十、]))?"
    r"(?![立员果功效为长本就绩套年人都分份品])"
    r"|(?:(?<=完成)|(?<=进[度展])|(?<=[还就该际05]是)|(?<=改)|(?<=[改补报填][成为])|(?<=[都到]))(?P<bare>[1-9]?[05]|100)(?=[\s，,；;。了]|$)"
    r"|(?:(?<=进[度展])|(?<=完成)|(?<=[到了约]))(?P<over>[1-9])/(?P<under>[2-5]|10)(?![\d/])"
    r"|(?P<half_way>过半|(?<!大)(?<!(?<!差不)多)一半)"
)
_NOT_PROGRESS = late(
    r"(?:(?<!完成)(?<!办结)(?<!落实)(?<!进度)(?<!拨付)(?<!发放)率|占|合格|(?:增长|上升|下降|提高|降低)(?![到至])|同比|环比"
    r"|满意度?|覆盖"
    r"|目标|要求达?到?)[^，,；;。\d]{0,6}$"
    r"|[(（]上[个一]?[期月次周季][^，,；;。\d]{0,4}$"
    r"|(?<!完成)(?<!办结)(?<!落实)(?<!进度)(?<!拨付)(?<!发放)率[^，,；;。\d]{0,4}[从由]\s*\d{1,3}(?:\.\d+)?%?[^，,；;。\d]{0,6}$"
)
_DONE_OF = late(r"(?:完成[^，,；;。\d]{0,8}|占(?:全年|年度|总)?)(?:目标|任务|计划)的?\s*(?:约|近)?$")
_DENIED = late(r"(?:不是|不能算|不算|算不上|谈不上|并非|没到|没有到?|未到|未达到?|不到|不足|不够)\s*$")
_PLANNED = late(
    r"(?:预计|(?<![一-龥])计划|(?<=[局们位前现并也月])计划|力争|争取|目标|(?<!模)拟|将|确保"
    r"|月底前?[能可]?)[^已，,；;。\n]*$"
)
_LEFT_OVER = late(
    r"(?:还剩|剩余|剩下|剩|残留|结余|余|(?<![偏误温时])差|还差|就差|只差|尚余|还有|尚有|余下)(?:的)?\s*(?:约|大约|不到)?\s*$"
)
# 两成未拨付; but 进度60%没变化 and 完成60%没弄完 tell how far it is.
_LEFT_OPEN = late(
    r"\s*的?[^，,；;。\d\s没未]{0,4}(?:没有?|未|尚?待)(?:能|来得及)?"
    r"(?:拨|发|到位|装|做(?!完)|弄(?!完)|查|整?改|落实|覆盖|建|签|启动|开工|动工|安排|配|办|兑现|付|走访|入户|筛|培训|体检)"
)
_REACHED = late(r"(?:完成|做|弄|搞|办|到|达|进度|进展|为|是|了|推进|落实|率)[^，,；;。]{0,3}$")
# 100%配合 is a promise.
_AGREES = late(r"\s*的?(?:全力)?(?:配合|支持|赞成|同意|满意|放心|相信|确定|肯定|理解|拥护)")
_WORDS_BEFORE = 20


def percent_told(told: str) -> tuple[int | None, bool]:
    """The last percent that tells progress, 0-100, and whether a full hundred was denied (不是100%)."""
    percent, denied = None, False
    for match in _PERCENT.finditer(told):
        before = told[max(0, match.start() - _WORDS_BEFORE) : match.start()]
        value = _value(match)
        if value is None or value > 100:
            continue
        if not _DONE_OF.search(before) and (_NOT_PROGRESS.search(before) or _PLANNED.search(before)):
            continue
        if _AGREES.match(told, match.end()):
            continue
        left_open = _LEFT_OPEN.match(told, match.end()) and not _REACHED.search(before)
        left_over = left_open or _LEFT_OVER.search(before)
        if not left_over and _DENIED.search(before):
            denied = denied or value == 100
            continue
        percent = 100 - value if left_over else value
    return percent, denied and percent is None


def beyond_all(words: str) -> bool:
    """Whether words tell a progress of more than a hundred percent, which must be a slip (进度130%)."""
    found = ((_value(match), words[: match.start()][-_WORDS_BEFORE:]) for match in _PERCENT.finditer(words))
    return any(
        value is not None and value > 100 and not _NOT_PROGRESS.search(before) for value, before in found
    )


def without_percent(words: str) -> str:
    """The words without what tells a percent of any kind."""
    return _PERCENT.sub(" ", words)


def without_numerals(words: str) -> str:
    """The words, at the same places, with 5 % for each percent in Han numerals: those number nothing else."""
    return _PERCENT.sub(lambda told: "约5".ljust(len(told[0]), "%") if _in_numerals(told) else told[0], words)


def _in_numerals(told: re.Match[str]) -> bool:
    return any(told[name] is not None for name in ("hundredths", "part", "half", "over"))


def percent_begins(words: str) -> int | None:
    """Where the first percent of any kind begins, if there is one."""
    found = _PERCENT.search(words)
    return found.start() if found else None


def _value(match: re.Match[str]) -> int | None:
    if match["bare"]:
        return int(match["bare"])
    if match["number"]:
        return int(float(match["number"]) + 0.5)
    if match["hundredths"]:
        return 100 if match["hundredths"] == "百" else parse_numeral(match["hundredths"])
    if match["whole"]:
        whole, part = (parse_numeral(said) for said in match.group("whole", "part"))
        return int(part * 100 / whole + 0.5) if whole and part is not None else None
    if match["over"]:
        return int(int(match["over"]) * 100 / int(match["under"]) + 0.5)
    if match["tenths"]:
        tenths = parse_numeral(match["tenths"])
        if tenths is None:
            return None
        half = match["half"]
        return tenths * 10 + (0 if not half else 5 if half == "半" else parse_numeral(half) or 0)
    return 50 if match["half_way"] else 100
