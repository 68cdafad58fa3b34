"""What this room says to people, in one place."""

import re
from collections.abc import Sequence
from datetime import datetime

from bot.contact.model import ContactRequest
from bot.plan.model import Plan

_USERNAME = re.compile(r"[A-Za-z0-9_]{1,64}")

DECLINED = "好的，没有转告任何信息。如有危险，请立即拨打110。"
NOBODY = "未保办暂时没有同志在本平台值守，无法转告。请直接拨打110，或12345政务服务热线、12355青少年服务热线。"
HANDLED_BUTTON = "已联系"
GONE = "这条求助已超过保存期限。"


def consent(plan: Plan, username: str) -> str:
    """Asked before anything is passed on: what exactly, and what not."""
    how = "可打开与您对话的 Telegram 链接" + (f"，以及您的用户名 @{username}" if username else "")
    lines = [
        "是否同意请县未保办与您联系？同意后，只向未保办转告两项：",
        "1. 现在的时间；",
        f"2. 联系方式：{how}。",
        "您写的内容不转告，也不保存。",
    ]
    if not username:
        lines.append("您没有设置用户名，受隐私设置影响，未保办可能打不开与您的对话。")
    if plan.office is not None and plan.office.phone:
        lines.append(f"也可直接致电未保办：{plan.office.phone}。")
    return "\n".join([*lines, "这不能代替报警。情况紧急请立即拨打110。"])


def passed_on(at: datetime) -> str:
    """Said to who consented."""
    return (
        f"已于{_moment(at)}请未保办与您联系，请留意 Telegram 消息。\n"
        "等待期间如有危险，请立即拨打110；受伤请拨120。"
    )


def already(at: datetime) -> str:
    """Asked again while the office has not yet dealt with the first request."""
    return f"您已于{_moment(at)}请未保办联系，请稍候，不必重复提交。情况紧急请立即拨打110。"


def too_many(limit: int) -> str:
    """Asked more often than a day allows."""
    return f"24小时内最多可提交{limit}次。请直接拨打110，或12345政务服务热线、12355青少年服务热线。"


def letter(request: ContactRequest) -> str:
    """The office's message, HTML."""
    return (
        "<b>【请与求助人联系】</b>\n"
        f"{_moment(request.at)}，有人看到紧急求助提示后，请未保办与其联系。\n"
        f"联系方式：{_reached(request)}\n"
        "对方所写内容未转告、未保存。烦请尽快联系，先确认安全；遇有危险，请对方立即拨打110，"
        "并依法履行报告职责（《未成年人保护法》第十一条）。联系后请点“已联系”。"
    )


def waiting(requests: Sequence[ContactRequest]) -> str:
    """The requests that nobody has dealt with yet, HTML."""
    lines = [
        f"{place}. {_moment(request.at)}，{_reached(request)}" for place, request in enumerate(requests, 1)
    ]
    return "\n".join([f"<b>待联系的求助{len(requests)}件</b>", *lines])


def handled(request: ContactRequest) -> str:
    """Who dealt with it, and when."""
    when = _moment(request.handled_at) if request.handled_at else ""
    return f"{_moment(request.at)}的求助，已由{request.handled_by}于{when}标记为已联系。"


def _reached(request: ContactRequest) -> str:
    link = f'<a href="tg://user?id={request.person}">打开与对方的对话</a>'
    return f"{link}（@{request.username}）" if _USERNAME.fullmatch(request.username) else link


def _moment(at: datetime) -> str:
    return f"{at.month}月{at.day}日{at:%H:%M}"
