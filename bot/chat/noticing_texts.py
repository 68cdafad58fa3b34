"""What is said around notices: to the office, and to those who get them."""

from collections.abc import Sequence
from datetime import datetime

from bot.notices.model import Notice, Receipt, SentFile
from bot.notices.receipts import Addressees, Standing
from bot.plan.model import Plan
from bot.roster.texts import OFFICE_NAME

TITLE, TITLE_AGAIN = "通知", "通知提醒"
WHOM = "通知发给谁？请选择范围，也可一次写明，例如：通知 全部 请于周五下班前更新联络员名单。"
EVERYBODY, BY_UNIT, SENT_ONES = "全部单位", "按单位选择", "已发通知"
SEND, CHANGE, LEAVE = "确认发送", "修改内容", "不发了"
RECEIVED = "收到"
REMIND, BACK = "提醒未确认的", "返回"
ASK_WORDS = "发给{scope}。请输入通知内容（不超过2000字），或发送一份文件、一张照片（可附说明）。"
NOT_SENDABLE = "通知可以是文字、文件或照片，请换一种方式发送。"
LEFT = "好的，通知没有发出。"
NONE_SENT = "还没有发过通知。"
THANKS = "已记录，感谢支持。"
_LISTED = 40


def notice(text: str, *, again: bool) -> str:
    """What everybody gets."""
    head = f"【{OFFICE_NAME}通知】" + ("（尚未收到您的确认，再次送达）" if again else "")
    return f"{head}\n{text}".strip() + "\n收到后烦请点“收到”。"


def preview(found: Addressees, scope: str, words: str, file: SentFile | None, *, quiet: bool) -> str:
    """What would go to whom."""
    units = len({unit for own in found.units.values() for unit in own})
    lines = [f"通知预览：{scope}，{units}家单位{len(found.units)}人"]
    if file is not None:
        lines.append(f"文件：{file.name}（文件内容不作检查，请确认可以公开、不含个人信息）")
    lines += [words] if words else []
    if found.empty:
        lines.append(f"暂无联络员，无法送达：{'、'.join(found.empty)}")
    if found.lost:
        names = "、".join(found.names[person] for person in found.lost)
        lines.append(f"消息可能无法送达（已停用机器人）：{names}")
    if quiet:
        lines.append("现为休息时间，确认后通知将立即送出，请斟酌。")
    return "\n".join(lines)


def sent(done: Notice, plan: Plan, people: int) -> str:
    """Said when a notice is on its way, and again when its button is pressed again."""
    return f"{moment(done.at)}已发出通知：{done.scope.label(plan)}，共{people}人。点下方按钮查看确认情况。"


def status(found: Standing, plan: Plan) -> str:
    """Who has confirmed, and who has not."""
    told = found.notice
    total = len(found.confirmed) + len(found.waiting)
    lines = [
        f"{moment(told.at)}通知（{told.scope.label(plan)}，{told.by}）",
        summary(told),
        f"应收{total}人，已确认{len(found.confirmed)}人，未确认{len(found.waiting)}人。",
    ]
    if found.waiting:
        lines += ["未确认：", *_listed([_person(one) for one in found.waiting])]
    return "\n".join(lines)


def summary(told: Notice) -> str:
    """A notice in a line."""
    words = told.text.replace("\n", " ")
    shown = words[:60] + ("…" if len(words) > 60 else "")
    return shown if told.file is None else f"〔{told.file.name}〕{shown}"


def line(number: int, told: Notice, confirmed: int, total: int) -> str:
    """A notice in the list of those sent."""
    return f"{number}. {moment(told.at)}：{summary(told)}（已确认{confirmed}/{total}人）"


def remind_question(again: Sequence[Receipt]) -> str:
    """Asked before the others are asked again."""
    return "\n".join([f"将再次提醒以下{len(again)}人：", *_listed([_person(one) for one in again])])


def reminded(people: int) -> str:
    """They are being asked again."""
    return f"已再次提醒{people}人，送达情况另行告知。"


def confirmed(receipt: Receipt) -> str:
    """On the button, when it is pressed again."""
    return f"您已于{moment(receipt.confirmed_at or receipt.at)}确认收到，感谢支持。"


def moment(at: datetime) -> str:
    """7月18日09:30."""
    return f"{at.month}月{at.day}日{at:%H:%M}"


def _person(one: Receipt) -> str:
    return f"{'、'.join(one.units)}：{one.name}"


def _listed(lines: Sequence[str]) -> list[str]:
    rest = len(lines) - _LISTED
    return [*lines[:_LISTED], *([f"……另有{rest}人"] if rest > 0 else [])]
