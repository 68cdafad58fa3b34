"""Words that stand for measures named before: 第3条、第5条：两条均未完成; 前两条推进中，后一条完成."""

import re
from collections.abc import Sequence

from bot.patterns import late
from bot.plan.numerals import parse_numeral
from bot.progress.naming import Mention, opens_with_status
from bot.progress.wording import read

_LISTS = late("[:：(（]")  # others than those before: 两条推进：20和21
_NEAR = 8
_HAN = "一二两三四五六七八九十"
_COUNT = rf"(?:\d{{1,3}}|[{_HAN}]{{1,3}})"
_BACK = late(
    rf"(?<![第前后共{_HAN}])(?<!\d(?=\d))(?<!第\d)(?:(?P<pointed>以上|上述|前述|上列|这|那)\s?)?(?P<count>{_COUNT}|几|各|些)个?"
    r"[条项个](?:措施|任务|工作|事项)?"
    r"(?=(?P<told>[^，,；;。\n]{0,4}(?:均|都|全|一律))?)"
    rf"|(?P<side>(?<![目之以当])[前后头末](?=[面头边]?[那这]?(?:{_COUNT})?[条项个])|中间|接着)(?:[面头边]?[那这])?"
    rf"(?P<some>{_COUNT})?[条项个](?:措施|任务|工作)?|(?P<rest>另外?|其[余他]|剩下)的?(?P<others>{_COUNT})[条项个]"
    r"|(?P<first>前者)|(?P<last>后者|最后[一那这的]{0,2}[条项个](?!月))"
)


def points_back(words: str) -> bool:
    """Whether words begin with one for measures named before (前两条…)."""
    return _BACK.match(words) is not None


def with_anaphora(flat: str, mentions: Sequence[Mention]) -> list[Mention]:
    """The mentions of a message, with each later word for some or all of them as one of its own.

    Only where nothing was said of those named before such a word: else it sums up what was told.
    """
    found = list(mentions)
    if not mentions:
        return found
    named: tuple[int, ...] = ()
    place = told = 0  # where the last such word ends, and how many of those named were spoken of
    added: list[Mention] = []
    summed: list[tuple[int, int]] = []  # where all are counted once more: …，三条都推进
    for match in _BACK.finditer(flat, mentions[0].end):
        before = [m for m in mentions if m.end <= match.start()]
        if match["rest"]:
            if others := _others(match, [*before, *added]):
                added.append(Mention(match.start(), match.end(), others))
                place = match.end()
            continue
        if not added:
            named = tuple(dict.fromkeys(n for mention in before for n in mention.numbers))
            place = before[-1].end
            if read(flat[before[0].end : match.start()]).said:
                if match["told"] and _meant(match, named, told):
                    summed.append(match.span())
                continue
        if added and (since := [n for m in before if m.start >= place for n in m.numbers]):
            named, told = tuple(dict.fromkeys(since)), 0
        meant = _meant(match, named, told)
        if len(named) > 1 and meant and match.start() >= place:
            added.append(Mention(match.start(), match.end(), meant))
            place = match.end()
            told += len(meant)
    over = [(one.start, one.end) for one in added]
    return sorted(
        [m for m in found if not any(m.start < end and start < m.end for start, end in (*over, *summed))]
        + added,
        key=lambda mention: mention.start,
    )


def _others(match: re.Match[str], before: Sequence[Mention]) -> tuple[int, ...]:
    """Those of a list that nothing was told of yet, where so many are spoken of: 另两条都完成."""
    at = next((at for at, mention in enumerate(before) if len(mention.numbers) > 1), 0)
    told = {number for mention in before[at + 1 :] for number in mention.numbers}
    left = tuple(number for number in before[at].numbers if number not in told)
    return left if len(left) == parse_numeral(match["others"]) else ()


def _meant(match: re.Match[str], named: tuple[int, ...], since: int) -> tuple[int, ...]:
    """Which of the measures named such a word stands for; none if it counts something else."""
    if match["first"]:
        return named[:1]
    if match["last"]:
        return named[-1:]
    if match["side"]:
        count = parse_numeral(match["some"]) if match["some"] else 1
        if count is None or not 0 < count < len(named):
            return ()
        if match["side"] in ("中间", "接着"):
            return named[since : since + count]
        return named[:count] if match["side"] in "前头" else named[-count:]
    count = parse_numeral(match["count"])
    if count is None:
        return named if match["pointed"] else ()
    follows = match.string[match.end() : match.end() + _NEAR]
    told = match["told"] or (opens_with_status(follows) and not _LISTS.search(follows))
    return named if count == len(named) and (match["pointed"] or told) else ()
