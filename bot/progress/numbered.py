"""What a message tells of the measures that it names by number: in which stretch and of which cycle."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from bot.progress.edges import BREAKS, EDGES, last_break, trimmed
from bot.progress.model import Period, Status
from bot.progress.naming import Mention
from bot.progress.purpose import asks, is_previous, not_a_report, tells, wants_something
from bot.progress.standing import understood
from bot.progress.wording import SAME_AGAIN, Reading, facts, read

THIS_CYCLE = re.compile(r"本[月期周]|这个?[月期周]|本季度|当[月期]")
"""Words of the cycle that runs."""

_BREAK = re.compile(r"[，,；;。！!？?\s①-⑳【]")
_SENTENCE_BREAK = re.compile(f"[{BREAKS}]")
_STOPS = "；;。！!？?\n:："
_JOINT_LENGTH = 4
_NEAR = 60  # characters within which a remark on the period belongs to what stands beside it
_BARE = Reading(Status.IN_PROGRESS)  # what a remark says that says nothing of how it stands
_RECEIVED = re.compile(r"(?:收到|看到|知道|明白)了?\s*$")
# What is said of the papers, and not of the work.
_PAPERS_OF = re.compile(r"\s*的?(?:文件|材料|表格?|通知|总结|原文|格式|模板|会议?|附件|联系人)")
_REFERS = re.compile(r"(?:[照按据同与和跟见]|关于|结合|对照|[请把将对])\s*$")
_OF_LAST = re.compile(r"(?<![同跟与和比较像如])上[个一]?[月期周季]度?份?的?\s?第?[^一-龥\n]*[条项号]?$")
_THEN_NOW = re.compile(r"(?:[，,；;。\n]|(?<=[中了成好着常动半]))\s*(?=本[月期周季]|这个?月|这期)")
_MADE_UP_FOR = re.compile("[补忘漏迟晚]")
_NAMELY = re.compile(r"\s*(?:即|分别[是为]|具体[是为]|也就是|就是|包括|为)\s*[:：]?\s*")
# How many there are that are listed next: 完成2项（7、9）.
_TALLY = re.compile(
    r"(?:\d{1,2}|[一二两三四五六七八九十]{1,3})?[项条个](?:措施|任务|工作)?\s*"
    rf"(?:[(（:：]|[，,]?{_NAMELY.pattern})$|[(（]$"
)
_FOLLOWS = re.compile(r"[^，,；;。\n\d]{0,10}如下\s*[:：。，,]?\s*(?=$|\d|第|[一二三四五六七八九十]|\n)")
AMONG = re.compile(r"\s*(?:[当之]?中|里[面头边]?)\s?(?=[，,：:\d])")  # 5、8、9条中，8条已完成
_OF_HUNDRED = re.compile(r"0|[1-9]\d|100")
_LISTS = re.compile(r"(?<![\d一二三四五六七八九十])、\s*$")
_CLOSES = re.compile(r"\s*[)）]\s*")
_OPENED = re.compile(r"[^，,；;。\n()（）]\s*[(（]\s*$")
_COMMA = re.compile(r"[，,]\s*$")
_ENDS = re.compile(r"\s*(?:[；;。\n]|$)")
_GOES_ON = re.compile(r"[、和与及跟]\s*$")
_EACH = re.compile("[都均全]|双双")
_FOR_ALL = re.compile(
    r"[，,；;。:：\s](?:[这那以上]{0,2}[几两三四五六]?[条项个]?)?(?:但|不过|目前|现在|暂时)?(?P<all>(?:都|均|全部?|一律)[^，,；;。\n\d]{1,12})[\s，,。！!]*$"
)
# What leads to a number that only says where the facts before it belong, and how that ends.
_LABELS = re.compile(
    r"(?:^|[，,；;。！!\n\s(（])[^，,；;。！!\n\s\d]{0,8}"
    r"(?:对应(?:的?是|到|着)?|属于?|归[在到于]?|算[在是到]?|[这那][是块项个就的都]{1,3}|(?<!不)就?是|[填放报记写列]在)\s*第?(?:措施)?\s*$|[(（]\s*$"
)
_LABEL_ENDS = re.compile(r"\s*(?:的|里|那[条项]|这[条项]|下面?|任务|工作|[)）])*\s*(?:[，,；;。！!\n]|$)")
_SAME_AS = re.compile(r"(?:都|均)?(?:等?同|跟|和|与)第?(\d{1,2})[条项号]?(?:一样|一致|相同|差不多)?")
_NOT_SO = re.compile(r"(?:还|也|都)?没有?")  # beside what is done
_OVER = re.compile("完毕[了]?")  # at the end of a message it only hands over
_REMARK = 4  # characters that tell something
_PREAMBLE = re.compile(r"(?:如下|汇报|情况)\s*[:：]?\s*$|如下[:：]|[条项](?:措施|任务|工作)?[中里]")


@dataclass(frozen=True, slots=True)
class Said:
    """What is told of some measures, and by which stretch of the message."""

    numbers: tuple[int, ...]
    start: int
    end: int
    reading: Reading


def told_by_number(flat: str, mentions: Sequence[Mention], *, sure: bool) -> list[Said]:
    """The mentions that something is told of, each with its words: up to the clause that leads to the next.

    Words on how it stands may come first (已完成第5条). A mention of which nothing is told (参照第8条做法)
    belongs to the words on the one before it. Words that do not say how it stands count only beside some
    that do, there or elsewhere (``sure``).
    """
    ends = [0, *(mention.end for mention in mentions)]
    lists = _lists_in_brackets(flat, mentions[0])
    leads = [_lead(flat, floor, m.start, lists=lists) for floor, m in zip(ends, mentions, strict=False)]
    own = [True] + [False] * (len(mentions) - 1)  # whether facts may stand before it in its sentence
    for index in range(1, len(mentions)):
        if (begins := _sentence_of(flat, mentions[index - 1].end, leads[index])) is not None:
            leads[index], own[index] = begins, True
    labels = [
        labelled_from(flat, mentions[index - 1].end if index else 0, m) for index, m in enumerate(mentions)
    ]
    for index, begins in enumerate(labels):
        if begins is not None:
            leads[index] = begins
    for index, mention in enumerate(mentions):
        if labels[index] is not None:
            continue
        floor = mentions[index - 1].end if index else 0
        goes_on = _COMMA.search(flat[floor : mention.start]) is not None
        if goes_on and _ENDS.match(flat, mention.end):
            begins = last_break(flat, floor, leads[index] - 1) + 1
            if read(flat[begins : leads[index]].strip(EDGES)).said:
                leads[index] = begins  # 两条没动，3、5
    wants = wants_something(flat)
    told: list[Said] = []
    for mention, label, lead, end, first_there in zip(
        mentions, labels, leads, [*leads[1:], len(flat)], own, strict=True
    ):
        if label is not None:
            told.append(Said(mention.numbers, lead, end, understood(flat[lead:end].strip(EDGES))))
            continue
        leading = flat[lead : mention.start].strip()
        refused = asks(leading) or (not_a_report(leading) and not leading.endswith((":", "：")))
        words = flat[mention.end : end].strip(f"{EDGES}()（）")
        start, reading = mention.end, read(f"{words}%" if _OF_HUNDRED.fullmatch(words) else words)
        if _OVER.fullmatch(words):
            reading = Reading(Status.DONE, None, True)
        if told and SAME_AGAIN.fullmatch(words):
            reading = told[-1].reading
        elif told and told[-1].reading.status is Status.DONE and _NOT_SO.fullmatch(words):
            reading = Reading(Status.IN_PROGRESS, None, True)
        elif same := _SAME_AS.fullmatch(words):
            reading = next((one.reading for one in told if int(same[1]) in one.numbers), reading)
        if leading and not reading.said and (first := read(_TALLY.sub("", leading).strip(EDGES))).said:
            start, reading = lead, first
        refused = refused or _RECEIVED.search(leading) is not None
        papers = _PAPERS_OF.match(flat, mention.end, end) is not None
        if refused or (papers and (wants or not reading.said)):
            continue
        if (
            first_there
            and start == mention.end
            and (opened := _opened(flat, lead, mention.start)) is not None
        ):
            start, reading = opened, read(flat[opened:end])
        if mention is not mentions[-1] and (
            _FOLLOWS.match(flat, mention.end, end) or AMONG.match(flat, mention.end, end)
        ):
            continue
        if not SAME_AGAIN.match(words):
            # Nothing but a list follows words that lead to it: they alone say how it stands.
            weighed = _TALLY.sub("", leading) if start == lead and not words else flat[start:end]
            reading = understood(weighed.strip(EDGES), reading)
        if mention is not mentions[-1] and _is_listed(flat[start:end]):
            reading = _BARE
        if reading.status is None and _remarks(flat, mention, end):
            reading = _BARE
        if reading.status is not None:
            told.append(Said(mention.numbers, start, end, reading))
        elif told and told[-1].end == lead and not asks(flat[mention.end : end]):
            told[-1] = replace(told[-1], end=end)
    _share(flat, told)
    _conclude(flat, told)
    return told if sure or any(said.reading is not _BARE for said in told) else []


def _share(flat: str, told: list[Said]) -> None:
    """Give those of a list what is said of them all: 9条体检、18条视力筛查都是80%."""
    for at in range(len(told) - 2, -1, -1):
        this, following = told[at], told[at + 1]
        words = flat[this.start : this.end]
        listed = _GOES_ON.search(words) and not this.reading.said
        if listed and (_is_listed(words) or _EACH.search(flat[following.start : following.end])):
            told[at] = replace(this, reading=following.reading)


def labelled_from(flat: str, floor: int, mention: Mention) -> int | None:
    """Where the facts begin that a mention only labels, after them: 禁毒课上了七场，属于二十条."""
    if not (leads := _LABELS.search(flat, floor, mention.start)) or not _LABEL_ENDS.match(flat, mention.end):
        return None
    if leads[0][-1:] in ("(", "（") and len(mention.numbers) > 1:
        return None  # a list of them
    begins = floor
    if floor and (stop := _SENTENCE_BREAK.search(flat, floor, leads.start())):
        begins = stop.end()
    told = understood(flat[begins : leads.start()].strip(EDGES))
    return begins if told.status is not None and tells(flat[begins : leads.start()]) else None


def _is_listed(words: str) -> bool:
    """Whether words only name a thing and go on to the next: 措施8（护校）、措施13（网吧）完成."""
    return _GOES_ON.search(words) is not None and read(words.strip(EDGES)).status is None


def _conclude(flat: str, told: list[Said]) -> None:
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


def _sentence_of(flat: str, floor: int, lead: int) -> int | None:
    """Where the sentence of a further measure begins, if enough was said of the one before it by then.

    第13条推进；宣传周已结束，第12条完成: the second sentence tells of the second measure.
    """
    stop = max(flat.rfind(sign, floor, lead) for sign in "；;。\n") + 1
    if stop and stop < lead and read(flat[floor:stop].strip(EDGES)).said:
        return stop
    return None


def _remarks(flat: str, mention: Mention, end: int) -> bool:
    """Whether something is told after a mention, if not how it stands; 参照第8条做法 speaks of another."""
    words = flat[mention.end : end].strip(EDGES)
    return (
        len(words) >= _REMARK
        and tells(words)
        and not _REFERS.search(flat[max(0, mention.start - _JOINT_LENGTH) : mention.start])
    )


def _opened(flat: str, lead: int, place: int) -> int | None:
    """Where facts begin that stand before the first measure in its sentence: 应急演练12场，第8条正常推进."""
    start = max(flat.rfind(sign, 0, lead) for sign in _STOPS) + 1
    if _PREAMBLE.search(flat, start, place):
        return None
    told = flat[start:lead]
    return start if (facts(told) or "%" in told) and tells(told) else None


def _lists_in_brackets(flat: str, first: Mention) -> bool:
    """Whether words lead to numbers in brackets: 完成（8、13）推进（20、21）; in （8）完成（13）推进 they do not."""
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
    words = floor + len(flat[floor:place]) - len(flat[floor:place].lstrip(" \t　"))
    ends = [found.end() for found in breaks.finditer(flat, words, place)]
    if floor and _LISTS.search(flat, words, place):
        ends.append(place)
    if ends and _NAMELY.fullmatch(flat, ends[-1], place):
        ends = ends[:-1] or [floor]
    return ends[-1] if ends else place if floor else 0


def by_period(
    flat: str, said: Said, *, before: bool, floor: int = 0
) -> Iterator[tuple[int, int, Period, Reading]]:
    """What is told of some measures, by the period it is told of: 上月…；本月… is two.

    ``before`` tells whether the message has spoken of the cycle before; what stands before ``floor`` was said
    of another measure. Of a plain 上月…，本月… only what is
    now is reported; what is made up for (补报上月60%，本月85%) is reported as well.
    """
    start, end = trimmed(flat, said.start, said.end)
    lead = flat[max(floor, said.start - _NEAR) : start]
    lead = lead[last_break(lead, 0, len(lead)) + 1 :]
    previous = (
        is_previous(lead) or _OF_LAST.search(lead) is not None or (before and not THIS_CYCLE.search(lead))
    )
    if turn := _THEN_NOW.search(flat, start, end):
        then, now = read(flat[start : turn.start()]), read(flat[turn.end() : end])
        made_up = previous and then.said and now.said and _MADE_UP_FOR.search(lead)
        if made_up or is_previous(flat[start : turn.start()]):
            yield start, turn.start(), Period.PREVIOUS, then
        elif not previous or _MADE_UP_FOR.search(lead):
            turn = None
    if turn:
        yield turn.end(), end, Period.CURRENT, read(flat[turn.end() : end])
    else:
        yield start, end, when(previous or is_previous(flat[start:end])), said.reading


def when(previous: bool) -> Period:
    """The cycle that words speak of."""
    return Period.PREVIOUS if previous else Period.CURRENT
