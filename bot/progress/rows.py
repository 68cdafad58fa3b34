"""What is said of several measures one after the other: 分别完成60%、70%; 推进 推进 完成."""

from bot.patterns import late
from bot.progress.model import Status
from bot.progress.wording import Reading, read

_EACH = late(r"(?:分别|依次)(?:为|是|完成|达到?)?了?")
# 完成情况：60%、80%、100%; 完成/推进/受阻
_PART = r"[^:：，,；;。\n/、]{1,8}"
_SHARE = r"(?:\d{1,3}%|百分之[一二三四五六七八九十百]{1,4}|[一二三四五六七八九]成半?)"
_ROW = late(
    rf"(?:^|[:：])\s*(?P<row>{_PART}(?:[、/]{_PART})+)[\s。]*$"
    rf"|(?P<shares>{_SHARE}(?:\s?[、，,/和]\s?{_SHARE})+)"
)
_SENTENCES = late(r"[；;。\n]")
_POINTS = late(r"[①-⑳]|(?:^|[\s；;:：。])\d[.、)）]")
_AROUND_ROW = " \t\n:：=→>-—。，,"
_IN_ROW = late(r"[、/,，和]")
_ONE_EACH = late(r"一[个条项]([^一，,；;。\n]{1,8})")  # 一个完成了，一个没启动
_PARTS = late(r"[、，,；;和与及\s]")


def respectively(words: str, count: int) -> tuple[Reading, ...]:
    """What words say of several measures one after the other (分别完成60%、70%); empty if they do not."""
    match = _EACH.search(words)
    if match is None and count > 1:
        parts = words.strip(_AROUND_ROW).split()
        readings = tuple(read(part) for part in parts) if len(parts) == count else ()
        if readings and all(reading.said for reading in readings):
            return readings
        _, _, after = words.partition("如下")
        parts = [part for part in _SENTENCES.split(after.strip(_AROUND_ROW)) if part.strip()]
        readings = tuple(read(part) for part in parts) if len(parts) == count else ()
        if readings and all(reading.said for reading in readings):
            return readings
        row = _ROW.search(words)
        parts = _IN_ROW.split(row["row"] or row["shares"]) if row else _ONE_EACH.findall(words)
        readings = tuple(read(part) for part in parts)
        return readings if len(parts) == count and all(reading.said for reading in readings) else ()
    if match is None or count < 2:
        return ()
    parts = [part for part in _PARTS.split(words[match.end() :]) if part.strip()][:count]
    readings = tuple(read(f"{part}%" if part.isdigit() else part) for part in parts)
    return readings if len(readings) == count and all(reading.said for reading in readings) else ()


def of_points(words: str, whole: Reading) -> Reading:
    """What the sender's own points say of one measure: where some are done and some not, it is under way."""
    if whole.status is not Status.DONE or whole.percent is not None:
        return whole
    readings = [read(part) for part in _POINTS.split(words)[1:]]
    differ = len({reading.status for reading in readings if reading.said}) > 1
    return Reading(Status.IN_PROGRESS, None, True) if differ else whole
