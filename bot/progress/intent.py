"""Whether a message only says what somebody has in mind: 下周准备去办一期培训班 · 打算把8条和20条一起查.

Said of a measure that is named first (第8条准备下月启动), the same words tell that it has not begun.
"""

from bot.patterns import late
from bot.progress.model import Status
from bot.progress.wording import clauses_that_tell, facts, read

_WHO = r"我们?|咱们?|[我本]?[县局委院办会队][里上]?|这边|单位|也|就|还|都|现在|目前|暂时|[，,\s]"
_WHEN = (
    r"下个?[周月]|[上下]半年|下学期|明年|今年|[年月]底前?|(?:\d{1,2}|[一二三四五六七八九十]+)月份?[底初]?|[上中下]旬|国庆|[寒暑]假"
    r"|开学|[春夏秋冬][季天]|[以之]?后|[前节]|[明后]天|周[一二三四五六日末]|十一|五一|抽空|期间|前后|放假|过[一两几][天周月]"
)
_INTENT = late(
    rf"(?:{_WHO}|{_WHEN})*(?:打算|准备(?![工好完妥齐就得中阶])|计划(?!的|[中内完])|(?<!模)拟|想(?!办法)|考虑|争取|力争)(?![了完])"
)

_CLAUSE_END = late(r"[，,；;。！!\n]")


def only_intends(flat: str) -> bool:
    """Whether a (flattened) message opens with what is intended, and tells of nothing that was done."""
    if _INTENT.match(flat) is None or read(flat).status is Status.BLOCKED:
        return False
    after = "，".join(_CLAUSE_END.split(flat.strip(), maxsplit=1)[1:])
    return not any(read(clause).said or facts(clause) for clause in clauses_that_tell(after))
