"""What was done, told at length with the measure only pointed at: 跑了5个乡镇，就五老关爱工程那个."""

from bot.patterns import late
from bot.progress.answers import clauses, is_filling
from bot.progress.dictated import flatten
from bot.progress.doubts import Ground
from bot.progress.items import told
from bot.progress.manner import reports
from bot.progress.model import DraftItem
from bot.progress.purpose import asks, wants_something
from bot.progress.wording import facts, read

_RECOUNTS = 0.25  # how much words sound like a report that are one though they name no measure
_NUMBER = late(r"[\d一二两三四五六七八九十百千]")
_POINTED = late(
    r"(?:就是?|主要是?|还是|说的是|[就都]?[搞弄做办]的?是?|关于|那个)*(?P<topic>[^\d]{2,14}?)的?[这那](?:一?[条项个块摊件](?:事|工作|活)?|事|边|方面)"
)


def recounts(words: str) -> bool:
    """Whether words tell of work that was done, in the manner of a report, and ask or request nothing."""
    flat = flatten(words)
    told = facts(flat) and _NUMBER.search(flat) and read(flat).status is not None
    if not told:
        return False
    return not asks(flat) and not wants_something(flat) and reports(flat) >= _RECOUNTS


def pointed_at(words: str, unit: str, ground: Ground, message: int | None = None) -> DraftItem | None:
    """The report of the unit that words recount and whose measure they only point at; else None."""
    own = ground.bound(unit)
    for clause in clauses(words):
        found = _POINTED.match(clause)
        if found is None or is_filling(found["topic"]):
            continue
        fits = [number for number in ground.find(found["topic"]) if number in own]
        if fits:
            return told(DraftItem(fits[0], rivals=tuple(fits[1:3])), words, message)
    return None
