"""What the office reads about units that missed two cycles in a row."""

from collections.abc import Sequence

from bot.reminders.model import Escalation

OPEN = "查看并决定"
HEAD = "以下单位连续两期未报，致其负责人的提醒已拟好，点单位名称查看，由您决定是否发出："
NONE = "目前没有连续两期未报的单位。"
RELEASE, BACK = "发给负责人", "返回名单"


def line(one: Escalation) -> str:
    """One unit of the list."""
    done = f"（{_when(one)}由{one.released_by}发给负责人）" if one.released_at else ""
    return f"{one.unit}：{'、'.join(one.cycles)}，措施{'、'.join(map(str, one.measures))}{done}"


def prepared(one: Escalation, heads: Sequence[str]) -> str:
    """The message as it would go out, and to whom."""
    return f"将发给{one.unit}负责人{'、'.join(heads)}：\n\n{one.text}"


def released(one: Escalation) -> str:
    """It is on its way, by whose decision."""
    return f"致{one.unit}负责人的提醒已于{_when(one)}由{one.released_by}发出，送达情况另行告知。"


def _when(one: Escalation) -> str:
    at = one.released_at or one.at
    return f"{at.month}月{at.day}日{at:%H:%M}"
