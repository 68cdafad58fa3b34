"""Which stretch of a message belongs to each measure that it numbers, with the words that lead to it."""

from collections.abc import Sequence
from dataclasses import dataclass

from bot.patterns import late
from bot.progress.edges import BREAKS, EDGES, last_break
from bot.progress.naming import Mention
from bot.progress.purpose import tells
from bot.progress.standing import understood
from bot.progress.wording import facts, read, without_status

NAMELY = late(r"\s*(?:即|分别[是为]|具体[是为]|也就是|就是|包括|为)\s*[:：]?\s*")
_BREAK = late(r"[，,；;。！!？?\s①-⑳【]")
_SENTENCE_BREAK = late(f"[{BREAKS}]")
_LISTS = late(r"(?<![\d一二三四五六七八九十])、\s*$")
_CLOSES = late(r"\s*[)）]\s*")
_OPENED = late(r"[^，,；;。\n()（）]\s*[(（]\s*$")
_COMMA = late(r"[，,]\s*$")
_ENDS = late(r"\s*(?:[；;。\n]|$)")
# What leads to a number that only says where the facts before it belong, and how that ends.
_LABELS = late(
    r"(?:^|[，,；;。！!\n\s(（])[^，,；;。！!\n\s\d]{0,8}"
    r"(?:对应(?:的?是|到|着)?|属于?|归[在到于]?|算[在是到]?|[这那][是块项个就的都]{1,3}|(?<!不)就?是|[填放报记写列]在)\s*第?(?:措施)?\s*$|[(（]\s*$"
)
_LABEL_ENDS = late(r"\s*(?:的|里|那[条项]|这[条项]|下面?|任务|工作|[)）])*\s*(?:[，,；;。！!\n]|$)")


@dataclass(frozen=True, slots=True)
class Stretch:
    """A mention, where the words begin that lead to it, and where the stretch of the next one does.

    ``own`` tells whether facts may stand before it in its sentence, ``labelled`` that it only says where
    those before it belong.
    """

    mention: Mention
    lead: int
    end: int
    own: bool
    labelled: bool


def stretches(flat: str, mentions: Sequence[Mention]) -> list[Stretch]:
    """The stretches of some mentions: from one to the next all is told of one of them."""
    lists = _lists_in_brackets(flat, mentions[0])
    begun: list[tuple[int, bool, bool]] = []
    floor = 0
    for mention in mentions:
        begun.append(_begun(flat, floor, mention, lists=lists))
        floor = mention.end
    ends = [*(lead for lead, _, _ in begun[1:]), len(flat)]
    return [
        Stretch(mention, lead, end, own, labelled)
        for mention, (lead, own, labelled), end in zip(mentions, begun, ends, strict=True)
    ]


def _begun(flat: str, floor: int, mention: Mention, *, lists: bool) -> tuple[int, bool, bool]:
    """Where a stretch begins, whether facts may stand first in it, and whether the mention labels them."""
    own = not floor
    lead = _lead(flat, floor, mention.start, lists=lists)
    if floor and (begins := _sentence_of(flat, floor, lead)) is not None:
        lead, own = begins, True
    if (begins := labelled_from(flat, floor, mention)) is not None:
        return begins, own, True
    goes_on = _COMMA.search(flat[floor : mention.start]) is not None
    if goes_on and _ENDS.match(flat, mention.end):
        begins = last_break(flat, floor, lead - 1) + 1
        if read(flat[begins:lead].strip(EDGES)).said:
            lead = begins  # 两条没动，3、5
    return lead, own, False


def labelled_from(flat: str, floor: int, mention: Mention) -> int | None:
    """Where the facts begin that a mention only labels, after them: 禁毒课上了七场，属于二十条."""
    if _COMMA.search(flat, floor, mention.start) and _ENDS.match(flat, mention.end):
        begins = max(flat.rfind(sign, floor, mention.start) for sign in "；;。\n") + 1
        told = flat[begins or floor : mention.start]
        if (begins or not floor) and facts(told) and not read(told).said:
            return begins or floor  # 结了3件，21条；回访了4个孩子，22条
    alone = not floor and not flat[mention.end :].strip(EDGES)
    if alone and _COMMA.search(flat, 0, mention.start) and len(mention.numbers) == 1:
        how = understood(flat[: mention.start].strip(EDGES))
        return 0 if how.said and tells(flat[: mention.start]) else None  # 辅具适配完成，17条
    if not (leads := _LABELS.search(flat, floor, mention.start)) or not _LABEL_ENDS.match(flat, mention.end):
        return None
    if leads[0][-1:] in ("(", "（") and len(mention.numbers) > 1:
        return None  # a list of them
    begins = floor
    if floor and (stop := _SENTENCE_BREAK.search(flat, floor, leads.start())):
        begins = stop.end()
    how = understood(flat[begins : leads.start()].strip(EDGES))
    return begins if how.status is not None and tells(flat[begins : leads.start()]) else None


def _sentence_of(flat: str, floor: int, lead: int) -> int | None:
    """Where the sentence of a further measure begins, if enough was said of the one before it by then.

    第13条推进；宣传周已结束，第12条完成: the second sentence tells of the second measure.
    """
    stop = max(flat.rfind(sign, floor, lead) for sign in "；;。\n") + 1
    if stop and stop < lead and read(flat[floor:stop].strip(EDGES)).said:
        return stop
    return None


def _lists_in_brackets(flat: str, first: Mention) -> bool:
    """Whether words lead to numbers in brackets: 完成（8、13）推进（20、21）, and not （8）完成."""
    opened = _OPENED.search(flat, last_break(flat, 0, first.start) + 1, first.start)
    return opened is not None and read(flat[last_break(flat, 0, first.start) + 1 : first.start]).said


def _lead(flat: str, floor: int, place: int, *, lists: bool) -> int:
    """Where the words that lead to a mention begin: after the last break since ``floor``.

    Between two mentions without a break, all words belong to the first.
    """
    breaks = _BREAK if floor else _SENTENCE_BREAK
    closes = _CLOSES.match(flat, floor - (flat[floor - 1] in ")）")) if floor and lists else None
    if closes and _OPENED.search(flat, closes.end(), place):
        return closes.end()  # 完成（8、13）推进（20、21）
    line = flat.rfind("\n", floor, place) + 1 if floor else 0
    if line and _only_how(flat[line:place]):
        return line  # 完成 18、24; on the next line: 推进 6
    words = floor + len(flat[floor:place]) - len(flat[floor:place].lstrip(" \t　"))
    ends = [found.end() for found in breaks.finditer(flat, words, place)]
    if floor and _LISTS.search(flat, words, place):
        ends.append(place)
    if ends and NAMELY.fullmatch(flat, ends[-1], place):
        ends = ends[:-1] or [floor]
    return ends[-1] if ends else place if floor else 0


def _only_how(words: str) -> bool:
    """Whether words are one clause that says how something stands, and nothing else."""
    clause = words.strip(EDGES)
    return (
        bool(clause)
        and _SENTENCE_BREAK.search(words) is None
        and read(clause).said
        and not without_status(clause).strip(EDGES)
    )
