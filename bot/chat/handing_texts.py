"""What the chat says when a seat is handed over or kept for some days."""

from datetime import date

from bot.roster.model import Invite, Seat
from bot.roster.texts import place, span

NO_SEAT = "您目前没有可以移交的席位。"
NO_LIAISON = "您目前不是联络员，没有可以委托代理的工作。"
HAND_OVER = (
    "移交后，由接任同志以本人姓名报送，您未提交的汇报一并转交；以往记录仍保留您的姓名。"
    "请点下方按钮生成一次性链接，直接转发给接任同志；对方绑定之前，仍由您负责。"
)
STAND_IN = "外出期间可请同事代理报送。请点下方按钮生成一次性链接，转发给代理同志；期满自动结束。"
WHICH_DAYS = "也可写明起止日期，例如：代理 7月20日至7月31日。"
DRAFT_MOVED = "前任联络员有一份未提交的汇报已转交给您，发送“汇报”可以继续填写。"


def hand_over_label(seat: Seat) -> str:
    """The button that makes the link."""
    return f"移交{place(seat.unit, seat.role)}"


def span_label(seat: Seat, first: date, last: date, *, several: bool) -> str:
    """The button for a stand-in on these days."""
    return (f"{seat.unit} " if several else "") + span(first, last)


def end_label(seat: Seat) -> str:
    """The button that ends a stand-in before time."""
    return f"结束{seat.name}的代理（{span(seat.first_day, seat.last_day)}）"


def link(invite: Invite, address: str) -> str:
    """The link to pass on, as HTML; ``address`` is escaped already."""
    until = f"{invite.expires_at.month}月{invite.expires_at.day}日前有效"
    days = span(invite.first_day, invite.last_day)
    what = f"{days}代理{invite.unit}联络员" if days else f"{place(invite.unit, invite.role)}移交"
    return f"{what}的链接（{until}，仅限一人使用，请直接转发给本人）：\n{address}"


def given(seat: Seat) -> str:
    """To who handed over."""
    return f"{place(seat.unit, seat.role)}工作已移交给{seat.name}，感谢您的支持。以往记录仍保留您的姓名。"


def told_of_handover(before: Seat, seat: Seat) -> str:
    """To the office."""
    return f"{place(seat.unit, seat.role)}已由{before.name}移交给{seat.name}。"


def told_of_stand_in(seat: Seat) -> str:
    """To the unit's liaisons and the office."""
    return f"{span(seat.first_day, seat.last_day)}，由{seat.name}代理{seat.unit}联络员工作，期满自动结束。"


def term_over(seat: Seat) -> str:
    """To the stand-in."""
    return f"您代理{seat.unit}联络员的工作已结束，感谢支持。"


def ended(seat: Seat) -> str:
    """To who ended it."""
    return f"已结束{seat.name}对{seat.unit}联络员的代理。"
