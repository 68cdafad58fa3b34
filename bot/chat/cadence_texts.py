"""What the office reads when it sets how often something is reported."""

from collections.abc import Sequence

from bot.plan.model import Plan
from bot.progress.cadence import CadenceRules
from bot.progress.choice_texts import CADENCE_NAMES, choice_label
from bot.progress.choices import CadenceChoice
from bot.progress.model import Cadence

HOW = "请选择要调整的范围，也可一次写明，例如：报送周期 第8条 每周 7月20日至8月14日。"
WHOLE_PLAN, BY_MEASURE = "整个方案", "按措施选择"
BACK_TO_DEFAULT = "恢复原定周期"
HOW_OFTEN = "{scope}：多久报送一次？"
SINCE = (
    "{scope}，{cadence}：从哪天起？专项行动可写明起止日期，例如：报送周期 {scope_short} {cadence} {span}。"
)
FROM_TODAY, FROM_MONTH, FROM_QUARTER = "从今天起", "从下月1日起", "从下季度起"
CONFIRM, LEAVE = "确认调整", "不调整"
LEFT = "好的，报送周期不变。"
DONE = "已调整报送周期：{choice}。提醒和应报事项随之更新，已报内容不变。"


def now(rules: CadenceRules, choices: Sequence[CadenceChoice], plan: Plan) -> str:
    """How often what is reported as things stand, and what has been chosen."""
    lines = [
        "目前的报送周期",
        f"点名单位：{CADENCE_NAMES[rules.named]}；其他成员单位：{CADENCE_NAMES[rules.through_all_members]}。",
        *(f"调整：{choice_label(choice, plan)}（{choice.by}）" for choice in choices),
        HOW,
    ]
    return "\n".join(lines)


def cadence_name(cadence: Cadence | None) -> str:
    """A cadence on a button."""
    return CADENCE_NAMES[cadence] if cadence else BACK_TO_DEFAULT
