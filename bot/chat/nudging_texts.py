"""What the office reads when it nudges."""

from collections.abc import Sequence
from datetime import datetime

from bot.notices.model import Nudge
from bot.notices.nudging import Asked
from bot.notices.texts import remark
from bot.plan.model import Plan
from bot.progress.cadence import deadline_label

TITLE = "催办"
WHOM = "请选择催办范围，也可一次写明，例如：催办 县公安局 请于今日下班前报送。"
SEND, AGAIN, REMARK, LEAVE = "确认催办", "仍要再催", "加附言", "不催了"
EVERYBODY = "全部未报单位"
BY_UNIT = "按单位选择"
ASK_REMARK = "请输入附言（将附在催办消息之后，不超过300字）。"
LEFT = "好的，本次不催办。"
NOTHING_OWED = "{scope}：目前均已报送，无需催办。"
_LISTED = 40


def preview(
    found: Asked, scope: str, words: str, *, units: Sequence[str], quiet_until: datetime | None, forced: bool
) -> str:
    """Who would be asked for what. ``units`` are the lines of those that would be (:func:`unit_line`)."""
    items = sum(len(line.measures) for line in found.lines)
    again, lost = ("、".join(found.names[one] for one in group) for group in (found.again, found.lost))
    head = f"催办预览：{scope}\n尚未报送的有{len(found.units)}家单位{items}项，将发给{len(found.people)}人："
    lines = [head, *_listed(units)]
    if found.empty:
        lines.append(f"暂无联络员，无法送达：{'、'.join(found.empty)}")
    if lost:
        lines.append(f"消息可能无法送达（已停用机器人）：{lost}")
    if again and forced:
        lines.append(f"注意：{again}今天已催办过，将再次收到催办。一人一天一般只催办一次，请确认确有必要。")
    elif again:
        lines.append(f"今天已催办过，本次不再打扰：{again}")
    if words:
        lines.append(remark(words))
    if quiet_until is not None:
        lines.append(f"现为休息时间，消息将于{deadline_label(quiet_until)}后送出；届时已报送的不再催办。")
    return "\n".join(lines)


def sent(done: Nudge, plan: Plan) -> str:
    """Said when a nudge is on its way, and again when its button is pressed again."""
    more = "（含今天已催办过的）" if done.forced else ""
    when = f"{done.at.month}月{done.at.day}日{done.at:%H:%M}"
    return f"{when}已发出催办：{done.scope.label(plan)}，共{done.people}人{more}。送达情况另行告知。"


def unit_line(unit: str, measures: Sequence[int], people: Sequence[str]) -> str:
    """One unit in the preview: 县公安局（陈海军）：措施8、11."""
    whose = f"（{'、'.join(people)}）" if people else ""
    return f"{unit}{whose}：措施{'、'.join(map(str, measures))}"


def _listed(lines: Sequence[str]) -> list[str]:
    rest = len(lines) - _LISTED
    return [*lines[:_LISTED], *([f"……另有{rest}家单位"] if rest > 0 else [])]
