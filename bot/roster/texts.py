"""What this room says to people, in one place."""

from collections.abc import Iterable
from datetime import date

from bot.roster.model import Invite, Role, Seat

ROLE_NAMES: dict[Role, str] = {
    Role.LIAISON: "联络员",
    Role.STAND_IN: "代理联络员",
    Role.HEAD: "负责人",
    Role.OFFICE: "未保办工作人员",
}
OFFICE_NAME = "县未保办"
OPERATOR_NAME = "系统运维人员"

STATUS_FOR_SEATED = "进展情况仅向各责任单位和未保办开放。如需开通，烦请与未保办联系。"
TEXTS_OF_OWN_UNIT = "汇报内容仅向本单位和未保办开放。"
FOR_OFFICE = "此项操作仅限未保办工作人员。"


def reporting_refused(unit: str, own: Iterable[str]) -> str:
    """Someone wants to report for a unit in which they hold no seat."""
    mine = "、".join(own)
    if mine:
        return f"您可以报送的单位是{mine}，暂不能代{unit}报送。如有变动，烦请与未保办联系。"
    return "您尚未绑定单位，暂不能报送进展。烦请使用未保办发给贵单位的邀请链接完成绑定。"


def unit_unknown(unit: str) -> str:
    """An invitation for a unit that the plan does not name."""
    return f"方案中没有名为“{unit}”的责任单位，请核对单位名称。"


NO_UNIT_FOR_OFFICE = "未保办的邀请不需要指定单位。"
SEAT_UNKNOWN = "未找到这个席位，可能名单已经更新，请重新查看成员名单。"
LAST_OFFICE = "您是未保办目前唯一的工作人员，请先邀请接任的同志，再移出自己。"

INVITE_UNKNOWN = "未找到这个邀请，链接可能不完整。烦请核对，或请未保办重新发送。"
INVITE_USED = "这个邀请链接已经使用过。如需为其他同志开通，烦请与未保办联系。"
INVITE_EXPIRED = "这个邀请链接已超过有效期。烦请与未保办联系，重新获取链接。"
INVITE_THROTTLED = "多次打开的链接无效，请在一小时后再试，或与未保办联系。"
NO_ARRIVAL = "请先打开未保办发给贵单位的邀请链接。"


def place(unit: str, role: Role) -> str:
    """A seat as people call it: 县公安局联络员; the office's own needs no unit."""
    return f"{unit}{ROLE_NAMES[role]}"


def day(value: date) -> str:
    """A date as people write it: 7月20日."""
    return f"{value.month}月{value.day}日"


def span(first: date | None, last: date | None) -> str:
    """The days of a stand-in: 7月20日至7月31日; empty for any other seat."""
    if first is None or last is None:
        return ""
    return day(first) if first == last else f"{day(first)}至{day(last)}"


def welcome(invite: Invite) -> str:
    """A good link was opened: what it is for, and the question for the name."""
    what = place(invite.unit, invite.role)
    if days := span(invite.first_day, invite.last_day):
        return f"{invite.issued_by}请您在{days}代理{invite.unit}联络员工作。请回复您的姓名，完成绑定。"
    if invite.seat:
        return f"{invite.issued_by}将{what}工作移交给您。请回复您的姓名，完成绑定。"
    return f"这是{what}的邀请。请回复您的姓名，完成绑定。"


def already_seated(unit: str, role: Role) -> str:
    """The person who opened a link sits there already."""
    return f"您已是{place(unit, role)}，无需再次绑定。"


def seated(seat: Seat) -> str:
    """Someone sat down."""
    days = span(seat.first_day, seat.last_day)
    until = f"，代理期{days}，期满自动结束" if days else ""
    return f"{seat.name}，您好。您已绑定为{place(seat.unit, seat.role)}{until}。"


def handed_over_to(name: str) -> str:
    """Who removed a seat, where its holder handed it over."""
    return f"移交给{name}"


TERM_OVER = "代理期满"
ONLY_OWN_SEAT = "只能移交或委托代理自己的席位；如需帮助，烦请与未保办联系。"
NOT_TO_HAND_OVER = "这个席位不能移交或委托代理。"
SPAN_BACKWARDS = "代理的结束日期早于开始日期，请核对。"
SPAN_PAST = "代理的日期已经过去，请核对。"


def span_too_long(days: int) -> str:
    """A stand-in for longer than a while is a handover."""
    return f"代理最长{days}天；时间更长的，请办理移交。"


NAME_LENGTH = "请回复您的姓名，2至20个字。"
NAME_OWN = "请回复您本人的姓名，例如：张三。"
NAME_COMMAND = "请直接回复您的姓名，不需要加“/”。"
NAME_CHARACTERS = "姓名中请勿包含数字、标点或表情，请回复您的姓名，例如：张三。"
NAME_QUESTION = "请先回复您的姓名完成绑定，之后就可以提问了。"
