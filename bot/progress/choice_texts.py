"""What a choice of cadence changes, in words for the office."""

from collections.abc import Sequence

from bot.plan.model import Plan
from bot.plan.numerals import chinese_numeral
from bot.progress.cadence import cycle_label, deadline_label
from bot.progress.choices import CadenceChoice, Scope
from bot.progress.model import Cadence, Cycle

CADENCE_NAMES: dict[Cadence, str] = {
    Cadence.WEEKLY: "每周",
    Cadence.MONTHLY: "每月",
    Cadence.QUARTERLY: "每季度",
}
CHOICE_OF_NOTHING = "没有找到要调整的部分或措施，请核对编号。"
CHOICE_IN_THE_PAST = "报送周期只能从今天或以后调整，已过去的各期不变。"
CHOICE_ENDS_FIRST = "结束日期早于开始日期，请核对。"
NOTHING_CHANGES = "调整后各单位应报的事项和时间不变。"


def choice_label(choice: CadenceChoice, plan: Plan) -> str:
    """What a choice says: 第三部分 自7月18日起至8月14日 每周报送."""
    match choice.scope:
        case Scope.PLAN:
            what = "整个方案"
        case Scope.SECTION:
            what = f"第{chinese_numeral(choice.number)}部分"
        case Scope.MEASURE:
            what = f"第{choice.number}条 {plan.by_number[choice.number].title}"
    until = f"至{choice.last.year}年{choice.last.month}月{choice.last.day}日" if choice.last else "起"
    how = f"{CADENCE_NAMES[choice.cadence]}报送" if choice.cadence else "恢复原定周期"
    first = choice.first
    return f"{what}：自{first.year}年{first.month}月{first.day}日{until}，{how}"


def cycles_said(cycles: Sequence[Cycle]) -> str:
    """Cycles with their deadlines, the first few and a count of the rest; nothing asked said so."""
    shown = [
        f"{cycle_label(c)}（{deadline_label(c.deadline)}{'，暂定' if c.provisional else ''}）"
        for c in cycles[:_SHOWN]
        if c.deadline is not None
    ]
    rest = len(cycles) - _SHOWN
    return "、".join(shown) + (f"等{len(cycles)}期" if rest > 0 else "") if cycles else "不报送"


_SHOWN = 3
