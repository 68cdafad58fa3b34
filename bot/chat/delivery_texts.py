"""What the office is told of how messages go out, and whom they do not reach."""

from collections.abc import Sequence
from datetime import datetime

from bot.delivery.deliveries import DeliveryReport

REMINDERS = "报送提醒"
HOW_TO_REACH = "烦请电话联系，请对方打开机器人并发送任意消息，即可恢复接收。"
_LISTED = 30  # people named in one message; the members' list has them all


def progress(title: str, at: datetime, report: DeliveryReport, failed: Sequence[str]) -> str:
    """How a batch stands; ``failed`` has a line for each delivery that came to nothing."""
    total = report.sent + report.pending + len(report.failed) + report.cancelled
    counts = [f"已送达{report.sent}人"]
    counts += [f"待送达{report.pending}人"] if report.pending else []
    counts += [f"未送达{len(report.failed)}人"] if report.failed else []
    counts += [f"已取消{report.cancelled}人"] if report.cancelled else []
    lines = [f"【{title}发送情况】{at:%-m月%-d日%H:%M}，共{total}人：{'，'.join(counts)}。"]
    if failed:
        lines += ["", "未送达：", *_listed(failed), HOW_TO_REACH]
    return "\n".join(lines)


def unreachable_note(people: Sequence[str]) -> str:
    """Told once: these people have blocked the bot or never opened it."""
    return "\n".join(["以下同志已停用机器人或从未打开，消息未能送达：", *_listed(people), HOW_TO_REACH])


def _listed(lines: Sequence[str]) -> list[str]:
    rest = len(lines) - _LISTED
    return [*lines[:_LISTED], *([f"……另有{rest}人，请发送“成员”查看。"] if rest > 0 else [])]
