"""The words that tell something of a stretch of a message, without what only leads over or greets."""

from bot.patterns import late
from bot.progress.purpose import asks, is_courtesy

EDGES = " \t\r\n　，,；;。、：:.．【】「」①②③④⑤⑥⑦⑧⑨⑩"
"""Signs that belong to no words."""
BREAKS = "，,；;。！!？?\n"
"""Signs that end a clause."""

_BREAK = late(f"[{BREAKS}]")
_TO_LAST_BREAK = late(f"(?s:.*)[{BREAKS}]")
_LAST_ORDINAL = late(r"(?<=[；;。\n])\s?\d{1,2}$")
_JOINT_LENGTH = 4
_NEAR = 60  # characters within which a courtesy belongs to what stands beside it
_OPENER = late(r"(?:然后|另外|此外|还有|同时|并且|以及|其次|再就是|再有)(?!\d|[两几一二三四五六七八九十])")
_JOINT = late(r"(?:然后|另外|还有|以及|同时|而且|那个|[之以]?外)$")
_SAYING = late(r"(?:一起|合并|一并|一块儿?|同时)(?:说|报|讲|汇报|填报)(?:一下)?[:：，,]?")


def last_break(flat: str, start: int, end: int) -> int:
    """Where the last clause or sentence ends within a stretch; -1 if none does."""
    found = _TO_LAST_BREAK.match(flat, start, max(start, end))
    return found.end() - 1 if found else -1


def trimmed(flat: str, start: int, end: int) -> tuple[int, int]:
    """A stretch without signs at its edges and without clauses that only greet, thank, hand over or ask."""
    while True:
        while start < end and flat[start] in EDGES:
            start += 1
        while start < end and flat[end - 1] in EDGES:
            end -= 1
        if ordinal := _LAST_ORDINAL.search(flat, max(start, end - _JOINT_LENGTH), end):
            end = ordinal.start()
            continue
        if joint := _JOINT.search(flat, max(start, end - _JOINT_LENGTH), end):
            end = joint.start()
            continue
        if opener := _OPENER.match(flat, start, end) or _SAYING.match(flat, start, end):
            start = opener.end()
            continue
        first = _BREAK.search(flat, start, end)
        if first is not None and is_courtesy(flat[start : first.start()]):
            start = first.end()
            continue
        last = last_break(flat, max(start, end - _NEAR), end - 1)
        if last >= start and (is_courtesy(tail := flat[last + 1 : end]) or asks(tail)):
            end = last
            continue
        return start, end
