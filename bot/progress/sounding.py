"""Words on a measure named by number that no rule reads, but sound like a report: 25条 车站设了候车区."""

from bot.patterns import late
from bot.progress.answers import left_out, trimmed
from bot.progress.corrections import measures_named
from bot.progress.dictated import flatten
from bot.progress.manner import reports
from bot.progress.model import DraftItem, Part, Status, Tells
from bot.progress.purpose import asks
from bot.progress.standing import understood

_NAMED = late(
    r"(?:^|[，,。；;：:\s])(?P<named>(?:第|措施)?(?:\d{1,2}|[一二三四五六七八九十]{1,3})条)(?![件款例])[，,：:\s]*"
)
_SOUNDS = 0.0  # how it must sound
_OF_WORK = late(r"[了过完着在正已有没到好差中成\d]")  # 第17条关爱留守 names it, and tells nothing
_A_REMARK = 4  # characters that tell something


def sounding(words: str, bound: list[int], message: int | None) -> list[DraftItem]:
    """The item of the one measure of a unit that words name, where the rest sounds like a report."""
    named = _NAMED.search(words)
    rest = trimmed(words[: named.start()] + " " + words[named.end() :]) if named else ""
    numbers = measures_named(named["named"]) if named else ()
    flat = flatten(rest)
    if (
        len(rest) < _A_REMARK
        or not _OF_WORK.search(rest)
        or not set(numbers) & set(bound)
        or asks(flat)
        or left_out(rest)
        or reports(flat) < _SOUNDS
    ):
        return []
    reading, part = understood(flat), Part(message or 0, 0, len(rest), Tells.MEASURE)
    status = reading.status or Status.IN_PROGRESS
    parts = (part,) if message is not None else ()
    return [DraftItem(numbers[0], status, reading.percent, rest, parts=parts)]
