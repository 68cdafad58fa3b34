"""What a message says at once of several measures that it names one after the other."""

from dataclasses import dataclass, replace

from bot.patterns import late
from bot.progress.edges import EDGES
from bot.progress.wording import Reading, facts, read

_GOES_ON = late(r"[、和与及跟]\s*$")
_EACH = late("[都均全]|双双")
_FOR_ALL = late(
    r"[，,；;。:：\s](?:[这那以上]{0,2}[几两三四五六]?[条项个]?)?(?:但|不过|目前|现在|暂时|进[度展]|状态|情况)*(?P<all>(?:都|均|全部?|一律)[^，,；;。\n\d]{1,12})[\s，,。！!]*$"
)


@dataclass(frozen=True, slots=True)
class Said:
    """What is told of some measures, and by which stretch of the message."""

    numbers: tuple[int, ...]
    start: int
    end: int
    reading: Reading


def share(flat: str, told: list[Said]) -> None:
    """Give those of a list what is said of them all: 9条体检、18条视力筛查都是80%."""
    for at in range(len(told) - 2, -1, -1):
        this, following = told[at], told[at + 1]
        words = flat[this.start : this.end]
        listed = _GOES_ON.search(words) and not this.reading.said
        if listed and (is_listed(words) or _EACH.search(flat[following.start : following.end])):
            told[at] = replace(this, reading=following.reading)


def is_listed(words: str) -> bool:
    """Whether words only name a thing and go on to the next: 措施8（护校）、措施13（网吧）完成."""
    return _GOES_ON.search(words) is not None and read(words.strip(EDGES)).status is None


def conclude(flat: str, told: list[Said]) -> None:
    """Give a closing word on all (…，都算完成吧) to those of which nothing but facts was told."""
    if len(told) < 2 or (last := _FOR_ALL.search(flat, told[-1].start, told[-1].end)) is None:
        return
    alone = len(told[-1].numbers) == 1 or flat[told[-1].start : last.start()].strip(EDGES)
    said = read(last["all"])
    if not (alone and said.said) or facts(last["all"]):
        return
    for at, one in enumerate(told):
        end = last.start() if one is told[-1] else one.end
        if not read(flat[one.start : end].strip(EDGES)).said:
            told[at] = replace(one, reading=replace(said, percent=one.reading.percent or said.percent))
