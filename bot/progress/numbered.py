"""What a message tells of the measures that it names by number: in which stretch and of which cycle."""

from collections.abc import Iterator, Sequence
from dataclasses import replace

from bot.patterns import late
from bot.progress.answers import left_out
from bot.progress.edges import EDGES, last_break, trimmed
from bot.progress.leads import NAMELY, stretches
from bot.progress.model import Period, Status
from bot.progress.naming import Mention
from bot.progress.purpose import asks, is_previous, not_a_report, tells, wants_something
from bot.progress.rows import of_points
from bot.progress.standing import understood
from bot.progress.together import Said, conclude, is_listed, share
from bot.progress.wording import SAME_AGAIN, Reading, facts, read, status_begins

THIS_CYCLE = late(r"本[月期周]|这个?[月期周]|本季度|当[月期]")
"""Words of the cycle that runs."""

_STOPS = "；;。！!？?\n:："
_JOINT_LENGTH = 4
_NEAR = 60  # characters within which a remark on the period belongs to what stands beside it
_BARE = Reading(Status.IN_PROGRESS)  # what a remark says that says nothing of how it stands
_RECEIVED = late(r"(?:收到|看到|知道|明白)了?\s*$")
# What is said of the papers, and not of the work.
_PAPERS_OF = late(r"\s*的?(?:文件|材料|表格?|通知|总结|原文|格式|模板|会议?|附件|联系人)")
_NOT_OURS = late(r"(?:^|[，,\s])(?:我[局们]|本单位)?(?:不涉及|[与跟和]我[局们](?:单位)?无关)[。\s]*$")
_REFERS = late(r"(?:[照按据同与和跟见]|关于|结合|对照|[请把将对])\s*$")
_OF_LAST = late(r"(?<![同跟与和比较像如])上[个一]?[月期周季]度?份?的?\s?第?[^一-龥\n]*[条项号]?$")
_THEN_NOW = late(r"(?:[，,；;。\n]|(?<=[中了成好着常动半]))\s*(?=本[月期周季]|这个?月|这期)")
_MADE_UP_FOR = late("[补忘漏迟晚]")
# How many there are that are listed next: 完成2项（7、9）.
_TALLY = late(
    r"(?:\d{1,2}|[一二两三四五六七八九十]{1,3})?[项条个](?:措施|任务|工作)?\s*"
    rf"(?:[(（:：]|[，,]?{NAMELY.pattern})$|[(（]$"
)
_FOLLOWS = late(r"[^，,；;。\n\d]{0,10}如下\s*[:：。，,]?\s*(?=$|\d|第|[一二三四五六七八九十]|\n)")
AMONG = late(r"\s*(?:[当之]?中|里[面头边]?)\s?(?=[，,：:\d])")  # 5、8、9条中，8条已完成
_OF_HUNDRED = late(r"(?:[报到是为]|进度|完成)?(?:0|[1-9]\d|100)")
_SAME_AS = late(r"(?:都|均)?(?:等?同|跟|和|与)第?(\d{1,2})[条项号]?(?:一样|一致|相同|差不多)?")
_CHANGES = late(
    r"的?(?:状态|进度)?[^，,；;。\n]{0,8}(?:改|更正|调整|换|变更?)(?:成|为|到)"
)  # 请把第13条改为推进中
_NOT_SO = late(r"[也都]?没有")  # beside what is done
_OVER = late("完毕[了]?")  # at the end of a message it only hands over
_REMARK = 4  # characters that tell something
_PREAMBLE = late(r"(?:如下|汇报|情况)\s*[:：]?\s*$|如下[:：]|[条项](?:措施|任务|工作)?[中里]")


def told_by_number(flat: str, mentions: Sequence[Mention], *, sure: bool) -> list[Said]:
    """The mentions that something is told of, each with its words: up to the clause that leads to the next.

    Words on how it stands may come first (已完成第5条). A mention of which nothing is told (参照第8条做法)
    belongs to the words on the one before it. Words that do not say how it stands count only beside some
    that do, there or elsewhere (``sure``).
    """
    wants = wants_something(flat)
    told: list[Said] = []
    for stretch in stretches(flat, mentions):
        mention, lead, end = stretch.mention, stretch.lead, stretch.end
        if stretch.labelled:
            told.append(Said(mention.numbers, lead, end, understood(flat[lead:end].strip(EDGES))))
            continue
        leading = flat[lead : mention.start].strip()
        changed = _CHANGES.match(flat, mention.end, end)
        changes = changed is not None and status_begins(flat[changed.end() : end]) == 0
        refused = asks(leading) or (not_a_report(leading) and not (leading.endswith((":", "：")) or changes))
        words = flat[mention.end : end].strip(f"{EDGES}()（）")
        start, reading = mention.end, read(f"{words}%" if _OF_HUNDRED.fullmatch(words) else words)
        reading = _beside_others(words, told) or reading
        if leading and not reading.said and (first := read(_TALLY.sub("", leading).strip(EDGES))).said:
            start, reading = lead, first
        refused = (
            refused
            or left_out(words)
            or _NOT_OURS.search(words) is not None
            or _RECEIVED.search(leading) is not None
        )
        papers = _PAPERS_OF.match(flat, mention.end, end) is not None
        if refused or (papers and (wants or not reading.said)):
            continue
        if (
            stretch.own
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
            reading = of_points(flat[start:end], understood(weighed.strip(EDGES), reading))
        if mention is not mentions[-1] and is_listed(flat[start:end]):
            reading = _BARE
        if reading.status is None and _remarks(flat, mention, end):
            reading = _BARE
        if reading.status is not None:
            told.append(Said(mention.numbers, start, end, reading))
        elif told and told[-1].end == lead and not asks(flat[mention.end : end]):
            told[-1] = replace(told[-1], end=end)
    share(flat, told)
    conclude(flat, told)
    return told if sure or any(said.reading is not _BARE for said in told) else []


def _beside_others(words: str, told: Sequence[Said]) -> Reading | None:
    """What words say that are plain only beside a number, or beside what was told before them."""
    if _OVER.fullmatch(words):
        return Reading(Status.DONE, None, True)
    if told and SAME_AGAIN.fullmatch(words):
        return told[-1].reading
    if told and told[-1].reading.status is Status.DONE and _NOT_SO.fullmatch(words):
        return Reading(Status.IN_PROGRESS, None, True)
    if same := _SAME_AS.fullmatch(words):
        return next((one.reading for one in told if int(same[1]) in one.numbers), None)
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
