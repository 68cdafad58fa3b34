"""Numbers of measures with no word beside them: 5、8 均已完成, 5：…, 6完10没动17在弄, 十四十五都弄完了."""

import re
from collections.abc import Collection, Iterator
from itertools import islice, pairwise

from bot.patterns import late
from bot.plan.numerals import parse_numeral
from bot.progress.naming import (
    HEAD,
    MOST,
    PLAIN_LIST,
    SAID_WITHIN,
    Mention,
    numbers_of,
    opens_with_status,
    taken,
)
from bot.progress.wording import read

_BARE = late(
    rf"(?:{HEAD}|(?<=[本这当][月期])|(?=[(（]))[(（]?(?P<list>{PLAIN_LIST})(?P<sign>\s*(?:[:：、.．,，)）]|[-—–=]+(?=\s*[一-龥\d]))?\s*)"
)
_RUN = late(rf"{HEAD}(?P<run>[一二三四五六七八九]{{2,9}})(?:条?(?=都|均|全|已|没|还|在)|(?<=[一-龥]{{3}})条)")
_EXCEPTED = late(rf"除(?:了|去|开)?\s*(?P<list>{PLAIN_LIST})\s*(?:[之以]?外)")
# 十四十五十六都弄完了
_RUN_OF_TENS = late(rf"{HEAD}(?P<run>(?:[二三]?十[一二三四五六七八九]?){{2,9}})条?(?=都|均|全|已)")
_TEN = late("[二三]?十[一二三四五六七八九]?")
_RUN_COUNTED = late(rf"{HEAD}(?P<run>[一二三四五六七八九十]{{2,9}})(?P<count>[两二三四五六七八九])[条项]")
_DIGIT = late(r"\d")
# Spoken in one breath: 6完10没动17在弄.
_LINK = late(r"(?P<one>\d{1,2})\s{0,2}(?![条项号成])(?P<said>[一-龥]{1,6})\s{0,2}[，,、;；。]?\s{0,2}")
_CLAUSE_WITHIN = late(r"[一-龥][^，,；;。\n\r！!？?]{0,30}")
_OF_A_NAME = late(r"[组点楼栋中班路团排队线号幢院校]")


def bare_mentions(flat: str, owned: Collection[int], marked: list[Mention]) -> Iterator[Mention]:
    """Numbers with no word beside them, each before words on how it stands; ``marked`` are those with one."""
    for match in (*_RUN.finditer(flat), *_RUN_COUNTED.finditer(flat)):
        run = tuple(parse_numeral(char) or 0 for char in match["run"])
        counted = match.groupdict().get("count")
        if counted and parse_numeral(counted) != len(run):
            continue
        if list(run) == sorted(set(run)) and all(number in owned for number in run):
            yield Mention(match.start(), match.end(), run)
    for match in _RUN_OF_TENS.finditer(flat):
        run = tuple(parse_numeral(ten) or 0 for ten in _TEN.findall(match["run"]))
        if list(run) == sorted(set(run)) and all(number in owned for number in run):
            yield Mention(match.start(), match.end(), run)
    for match in _EXCEPTED.finditer(flat):
        if numbers := numbers_of(match["list"]):
            yield Mention(match.start("list"), match.end("list"), numbers)
    if chain := _chain(flat, owned):
        yield from chain
        return
    bare = [(match, numbers_of(match["list"])) for match in islice(_BARE.finditer(flat), MOST)]
    candidates = [
        (match, numbers)
        for match, numbers in bare
        if numbers and not taken(match.start(), marked) and all(number in owned for number in numbers)
    ]
    counting = _counting(bare)
    dotted = [n[0] for m, n in candidates if _is_ordinal(m, n) and _style(m) not in counting]
    listed = len(dotted) > 1 and dotted == sorted(set(dotted)) and not marked
    beside = bool(marked) or sum(_leads(flat, *one, beside=True) for one in candidates) > 1
    for match, numbers in candidates:
        sign = match["sign"].strip()
        ordinal = _is_ordinal(match, numbers)
        if ordinal and (marked or _style(match) in counting):
            continue
        said = SAID_WITHIN.match(flat, match.end())
        told = said is not None and opens_with_status(said.group())
        if (ordinal and listed) or sign in (":", "：") or told or _leads(flat, match, numbers, beside=beside):
            beside = True
            yield Mention(match.start(), match.end(), numbers)


def _is_ordinal(match: re.Match[str], numbers: tuple[int, ...]) -> bool:
    """Whether a number stands as an ordinal does: 1. 1、 (1)."""
    return len(numbers) == 1 and match["sign"].strip() in ("、", ".", "．", ")", "）")


def _style(match: re.Match[str]) -> tuple[bool, str]:
    """How an ordinal is written."""
    return match["list"][:1].isdigit(), match["sign"].strip()


def _counting(bare: list[tuple[re.Match[str], tuple[int, ...]]]) -> set[tuple[bool, str]]:
    """The styles of ordinals that count the sender's own points, from 1 on without a gap."""
    runs: dict[tuple[bool, str], list[int]] = {}
    for match, numbers in bare:
        if _is_ordinal(match, numbers):
            runs.setdefault(_style(match), []).append(numbers[0])
    return {
        style
        for style, run in runs.items()
        if len(run) > 1 and all(n in (1, before + 1) for before, n in pairwise([0, *run]))
    }


def _leads(flat: str, match: re.Match[str], numbers: tuple[int, ...], *, beside: bool) -> bool:
    """Whether a thing and how it stands follow bare numbers at once: 14和18资金都拨下去了.

    One number alone is believed only ``beside`` others: 9、18正常推进，24体育馆已开放.
    """
    digits = match["list"][:1].isdigit()  # 一站式 is no list
    if match["sign"].strip() or not digits or not (beside or len(numbers) > 1):
        return False
    if _OF_A_NAME.match(flat, match.end()):
        return False
    clause = _CLAUSE_WITHIN.match(flat, match.end())
    reading = read(clause.group()) if clause else None
    return reading is not None and (reading.said or (len(numbers) > 1 and reading.status is not None))


def _chain(flat: str, owned: Collection[int]) -> list[Mention]:
    """The links of 6完10没动17在弄, if the message begins so and holds no other number; else none."""
    links: list[re.Match[str]] = []
    place = 0
    while link := _LINK.match(flat, place):
        if int(link["one"]) not in owned or not read(f"已{link['said']}").said:
            return []
        links.append(link)
        place = link.end()
    if len(links) < 2 or _DIGIT.search(flat, place):
        return []
    return [Mention(link.start("one"), link.end("one"), (int(link["one"]),)) for link in links]
