"""Whether somebody does not know which of a few measures fits: 拿不准归11条还是13条 · 是8条还是9条不好说."""

from bot.patterns import late
from bot.plan.numerals import SMALL, parse_numeral
from bot.progress.undecided import UNSURE

_NUM = rf"第?\s*{SMALL}\s*[条项号]?"
_EITHER = late(
    rf"(?:归到?|属于?|算|是|填|写|报|放)?在?(?P<numbers>{_NUM}(?:[，,、\s]*(?:还是|或者?是?){_NUM})+)(?:里|的|下面|合适|好)*"
)
_ONE = late(r"\d{1,2}|[一二三四五六七八九十]{1,3}")
_CLAUSE = late(r"[^，,；;。！!？?\n]+")
_REST = late(r"[我咱们也都还有点就该到底究竟这个事项条应呢啊吧了说判定\s]*")


def either_of(words: str) -> tuple[tuple[int, ...], str] | None:
    """The measures that the words are undecided between, and what they tell besides; else None."""
    for clause in _CLAUSE.finditer(words):
        said = clause[0]
        if not UNSURE.search(said) or (found := _EITHER.search(said)) is None:
            continue
        if not _REST.fullmatch(UNSURE.sub("", said[: found.start()] + said[found.end() :])):
            continue
        numbers = [parse_numeral(number) for number in _ONE.findall(found["numbers"])]
        rest = f"{words[: clause.start()]}{words[clause.end() :]}".strip(" ，,；;。、\n")
        return tuple(dict.fromkeys(number for number in numbers if number)), rest
    return None
