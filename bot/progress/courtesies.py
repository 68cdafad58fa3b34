"""Words that report nothing and ask nothing: thanks, a promise to see to it (收到，我们抓紧弄)."""

from bot.patterns import late
from bot.progress.answers import agrees, clauses, empty, kinds, waits
from bot.progress.dictated import flatten
from bot.progress.manner import reports
from bot.progress.model import Status
from bot.progress.statuses import UNDER_WAY
from bot.progress.vocabulary import Kind
from bot.progress.wording import read

_SOON = (
    r"(?:抓紧(?:时间)?|尽快|尽早|马上|立马|立刻|立即|赶紧|赶快|这就|一定|肯定|保证|争取|力争|按时|按期|及时|准时|随后"
    r"|回头|回去|待会儿?|一会儿?|稍后|下午|晚上|明天|今天|这两天|这几天|加快|加紧|努力|认真|高度重视)"
)
_GLUE = (
    r"(?:我们?|咱们?|我?[局委办院会队]里?|这边|单位|同志们|大家"
    r"|会|就|要|得|去|来|把|再|都|也|先|给|按要求|开始|一下|下去|它)"
)
_DOING = (
    r"(?:弄|办|做|搞|干|推进?|报送?|上报|填报?|落实|处理|安排|部署|整改|完成|准备|核实|统计|汇总|整理|催|跟进|传达"
    r"|转达|研究|布置|梳理|核对|交|写|补|抓)"
)
_TAIL = (
    r"(?:[好完齐到出上]|一下|下去|上去|上来|过去|出来"
    r"|给您?|你们?|了|的|呢|吧|啊|哈|哒|哦|呀|嘞|工作|材料|进展|情况)"
)
_PROMISE = late(rf"(?:{_GLUE}|{_SOON})*{_SOON}(?:{_GLUE}|{_SOON})*(?:{_DOING}(?:{_GLUE}|{_DOING}|{_TAIL})*)?")


_GREETING = late(r"您?你?好(?:呀|啊|哈)?$|在吗")
_TALK = -0.6  # how words sound that tell of no measure, and only seem to say how one stands (天天报)


def promises(words: str) -> bool:
    """Whether the words promise that something will be done, and tell nothing of what was."""
    told = [flatten(clause) for clause in clauses(words)]
    kept = [clause for clause in told if not (empty(clause) or agrees(clause))]
    return bool(kept) and all(map(_PROMISE.fullmatch, kept))


def courteous(words: str) -> bool:
    """Whether the words are thanks, a greeting or a sigh, and nothing else (麻烦了哈)."""
    told = clauses(words)
    said = any(kind & (Kind.AIR | Kind.HEARD) for clause in told for kind in kinds(clause))
    return said and all(map(empty, told)) and not any(map(_GREETING.match, told))


def puts_off(words: str) -> bool:
    """Whether the words say that a report is to come, or sound like mere talk of how work goes on."""
    if promises(words) or waits(words):
        return True
    flat = flatten(words)
    reading = read(flat)
    plain = UNDER_WAY.search(flat) is not None or reading.percent is not None
    vague = reading.status is Status.IN_PROGRESS and not plain
    return vague and reports(flat) < _TALK
