"""What the chat says around the rooms' own sentences: greetings, hints, and kind refusals."""

from collections.abc import Collection, Sequence

from bot.plan.model import Measure, Plan, Section
from bot.plan.numerals import chinese_numeral
from bot.progress.model import STATUS_NAMES, Status
from bot.roster.authority import Actor
from bot.roster.model import Role, Seat
from bot.roster.texts import ROLE_NAMES, span

# Said at binding and before the first upload (DESIGN.md, decision 8).
PLATFORM_WARNING = (
    "本平台服务器在境外，仅限报送可公开的工作情况。严禁发送国家秘密、工作秘密、内部文件、"
    "案件信息和个人信息。紧急情况请拨110。"
)

ASK_EXAMPLES = "请直接打字提问，例如：\n校园欺凌谁管\n第7条\n公安局有哪些任务\n学校保护有哪些措施"
STALE_BUTTON = "这个按钮已过期，请重新查询。"
UNKNOWN_COMMAND = "没有这个命令。发送“帮助”可查看能做什么，也可以直接打字提问。"
NOT_IN_GROUPS = "此项请在与机器人的私聊中查看和办理。"
UNREADABLE = "暂时只能看懂文字。请用文字提问；要附照片或文件，请先发送“汇报”。紧急情况请拨110。"
REST_IN_PRIVATE = "……余下内容请在与机器人的私聊中查看。"
PROGRESS_IN_PRIVATE = "进展情况请在与机器人的私聊中查看。"
INLINE_EMPTY = "未保助手：输入问题，如“网吧”"
INLINE_MORE = "在私聊中提问，查看更多"
INLINE_NONE = "方案中未找到，点此换个问法"
SHORT_DESCRIPTION = "未成年人保护工作方案查询与进展报送"
JUST_TELL = "如需汇报{measures}，请直接回复进展，例如：推进中60%，排查23家；已完成；有困难，缺经费。"
TRY_AGAIN = "系统暂时繁忙，刚才的操作没有保存，请稍后再试一次。"
SET_ASIDE = "这条消息没能处理，已告知管理员。您可以换个说法再发一次。"
CANCELLED = "好的，已取消。"
NOTHING_TO_CANCEL = "目前没有进行中的操作。"

DELETE_ORIGINAL = "从聊天中删除原消息"
DELETE_OFFER = "原消息仍留在本聊天中，发出后48小时内可点下方按钮删除；其他设备、转发和截图中可能仍有副本。"
DELETED_ORIGINAL = "原消息已从本聊天中删除。其他设备、转发和截图中可能仍有副本，请一并清理。"
DELETE_TOO_LATE = "原消息发出已超过48小时，机器人无法删除。请您长按该消息自行删除。"

WORDS: dict[str, str] = {
    "帮助": "help",
    "问": "ask",
    "我的任务": "mine",
    "汇报": "report",
    "撤回": "withdraw",
    "历史": "history",
    "佐证": "evidence",
    "依法删除": "erase",
    "周报": "digest",
    "台账": "tasks",
    "进展": "progress",
    "我是谁": "whoami",
    "你是谁": "help",
    "你能做什么": "help",
    "怎么用": "help",
    "邀请": "invite",
    "成员": "members",
    "移交": "handover",
    "交接": "handover",
    "代理": "standin",
    "代班": "standin",
    "替班": "standin",
    "待答": "unanswered",
    "待审": "review",
    "全部通过": "review",
    "审核通过": "accept",
    "通过": "accept",
    "退回": "return",
    "审核": "review",
    "销号": "close",
    "申请延期": "extend",
    "延期申请": "extend",
    "联合报送": "joint",
    "代报": "behalf",
    "导出": "export",
    "催办": "nudge",
    "通知": "broadcast",
    "发通知": "broadcast",
    "群发通知": "broadcast",
    "群发消息": "broadcast",
    "群发": "broadcast",
    "预演": "rehearse",
    "报送周期": "cadence",
    "连续未报": "escalate",
    "暂停报送": "pause",
    "暂停提醒": "pause",
    "恢复提醒": "pause",
    "恢复报送": "pause",
    "催报": "nudge",
    "催一下": "nudge",
    "取消": "cancel",
    "算了": "cancel",
}

ANYONE: tuple[tuple[str, str], ...] = (
    ("ask", "提问：哪个单位负责"),
    ("whoami", "我是谁"),
    ("help", "帮助"),
)
LIAISON: tuple[tuple[str, str], ...] = (
    ("report", "汇报进展"),
    ("withdraw", "撤回汇报"),
    ("mine", "我的任务"),
    ("extend", "申请延期"),
    ("joint", "联合报送"),
    ("export", "导出本单位年度进展"),
    ("progress", "各条进展"),
    ("history", "历史记录"),
    ("evidence", "调取佐证"),
    ("standin", "请同事代理"),
    ("handover", "移交给同事"),
    *ANYONE,
)
OFFICE: tuple[tuple[str, str], ...] = (
    ("review", "待审汇报"),
    ("close", "销号"),
    ("behalf", "代报"),
    ("nudge", "催办未报单位"),
    ("broadcast", "发通知、看回执"),
    ("rehearse", "预演未来30天提醒"),
    ("cadence", "调整报送周期"),
    ("escalate", "连续两期未报单位"),
    ("pause", "暂停或恢复报送"),
    ("digest", "工作周报"),
    ("tasks", "任务分解台账"),
    ("progress", "各条进展"),
    ("members", "成员名单"),
    ("invite", "邀请联络员"),
    ("unanswered", "待答问题"),
    ("history", "历史记录"),
    ("evidence", "调取佐证"),
    ("erase", "依法删除"),
    *ANYONE,
)


def phones(known: Sequence[tuple[str, str]]) -> str:
    """Office landlines of units, empty where none is known."""
    return f"办公电话：{'；'.join(f'{unit} {phone}' for unit, phone in known)}" if known else ""


def office_phone(phone: str) -> str:
    """Below an answer that the plan does not give."""
    return f"如需进一步了解，可致电县未保办：{phone}。"


def section_heading(section: Section) -> str:
    """A section as printed: 三、加强学校保护."""
    return f"{chinese_numeral(section.number)}、{section.title}"


def printed_units(measure: Measure) -> str:
    """The responsible units as printed, 各成员单位 included."""
    return "、".join([*measure.units, *(["各成员单位"] if measure.all_members else [])])


def status_name(status: Status) -> str:
    """The Chinese word for a status."""
    return STATUS_NAMES[status]


def description(plan: Plan) -> str:
    """What the bot shows before a person has pressed Start."""
    return (
        f"您好，这里是未保助手。可查询《{plan.title}》每条措施由谁负责，并供各责任单位报送进展。\n"
        "本机器人不受理报案、举报；紧急情况请拨110。"
    )


def help_page(plan: Plan, actor: Actor) -> str:
    """What this person can do here, shortest first."""
    lines = [
        f"您好，我是未保助手，熟悉《{plan.title}》。",
        "",
        "【提问】直接打字即可：“校园欺凌谁管”“第7条”“公安局有哪些任务”。在群里提问，请@我或回复我的消息。",
    ]
    units = [unit for unit in actor.own_units if not plan.by_unit[unit].office]
    if units:
        own = plan.owned_by(units[0])
        number = next((measure.number for measure, named in own if named), own[0][0].number)
        lines += [
            f"【汇报】发送“汇报”按步骤填写；也可一句话报送，如“第{number}条 已完成60%，走访3次”。",
            "【改正】直接修改原消息，或发送“不对，是17%”“撤回”；无变化的发送“同上期”或“本期无新进展”。",
            "【我的任务】发送“我的任务”，查看本期应报和截止时间。",
        ]
    if units and not actor.office:
        lines += [
            "【进展】发送“进展 7”，查看第7条各单位进展；发送“历史”，查看本单位已报内容和审核情况。",
            f"【延期】发送“申请延期 第{number}条 8月5日 原因”；与其他单位合办的，报送后发送“联合报送”。",
            "【导出】发送“导出”，下载本单位年度进展和佐证清单；发送“佐证”，调取已报的附件。",
            "【代理】外出时发送“代理 7月20日至7月31日”，请同事代报；换人时发送“移交”。",
        ]
    if actor.office:
        lines += [
            "【周报】发送“周报”“周报 上周”“周报 第3期”“周报 7月”，可修改导语、签发、下载各种格式。",
            "【台账】发送“台账”，下载任务分解台账；填好后发回，核对变动再确认导入。",
            "【审核】发送“待审”或“待审 县公安局”，审核通过或退回；发送“销号”，办结已完成事项。",
            "【代报】发送“代报 县公安局 电话 第8条已完成”，记录电话、书面或会议报来的进展。",
            "【催办】发送“催办”或“催办 县公安局”，预览后发给未报单位；发送“连续未报”，决定是否提醒其负责人。",
            "【通知】发送“通知”或“通知 全部 内容”，可发文字、文件，并查看谁已确认收到。",
            "【预演】发送“预演”，查看未来30天谁将在何时因何收到提醒，可下载。",
            "【周期】发送“报送周期”，按方案、部分、措施或专项行动期间调整报送周期，先看影响再确认；发送“暂停报送”暂停或恢复。",
            "【待答】发送“待答”，查看近30日没有答上的问题，答复一次，以后都能答上。",
            "【成员】发送“成员”，查看各单位联络员；发送“邀请 县公安局”，生成一次性邀请链接。",
            "【佐证】发送“佐证 7”，调取第7条的附件；依法应当删除的内容，发送“依法删除 7”。",
            "【进展】发送“进展”看总体情况，“进展 7”看第7条；发送“历史”，查看各单位已报内容。",
        ]
    if not (units or actor.office):
        lines += ["【报送进展】仅限责任单位联络员，请向县未保办索取邀请链接。"]
    lines += ["", "本机器人不受理报案、举报。发现未成年人处于危险之中，请立即拨打110。"]
    return "\n".join(lines)


def who(plan: Plan, actor: Actor, name: str) -> str:
    """Who this person is to the bot; the id is what an operator puts into WEIBAO_OFFICE_IDS."""
    seats = [f"{unit}联络员" for unit in actor.units if not plan.by_unit[unit].office]
    seats += [f"{unit}负责人" for unit in actor.heads]
    if actor.office:
        seats.append("县未保办工作人员")
    standing = "、".join(seats) if seats else "访客（未绑定单位，可查询方案内容）"
    return f"{actor.name or name}\n身份：{standing}\nTelegram 编号：{actor.person}"


INVITE_WHOM = "请选择要邀请的单位，也可发送“邀请 县公安局”。"


def invitation(place: str, link: str) -> str:
    """The link to pass on, as HTML; ``link`` is escaped already."""
    return f"{place}的邀请链接（7日内有效，仅限一人使用，请直接转发给本人）：\n{link}"


def invitation_ended(place: str) -> str:
    """To the office and who hands over: a link was shown to a group."""
    return f"{place}的邀请链接出现在群聊中，为防他人误用，已停用。如仍需要，烦请重新生成，单独转发给本人。"


def members_head(units: int, empty: int, lost: int) -> str:
    """First line of the list of members: for how many units nobody answers, how many are not reached."""
    seated = f"{empty}家尚无联络员" if empty else "均有联络员"
    return f"共{units}家单位，{seated}" + (f"，{lost}人消息未能送达" if lost else "")


UNREACHABLE = "（消息未能送达）"


def member_line(unit: str, seats: Sequence[Seat], unreachable: Collection[int]) -> str:
    """One unit and its people."""
    names = "、".join(
        seat.name
        + ("（负责人）" if seat.role is Role.HEAD else "")
        + (f"（代理，{span(seat.first_day, seat.last_day)}）" if seat.role is Role.STAND_IN else "")
        + (UNREACHABLE if seat.person in unreachable else "")
        for seat in seats
    )
    return f"{unit}：{names or '（空缺）'}"


def seat_line(seat: Seat, unreachable: Collection[int]) -> str:
    """One seat in a unit's page."""
    return (
        f"{seat.name}（{ROLE_NAMES[seat.role]}），{seat.bound_at:%Y年%-m月%-d日}绑定，由{seat.invited_by}邀请"
        + (UNREACHABLE if seat.person in unreachable else "")
    )


def remove_question(name: str, place: str) -> str:
    """Asked before a seat is taken away."""
    return f"确认移除{place}{name}吗？移除后立即不能再报送，以往记录保留。"


def removed(name: str, place: str) -> str:
    """A seat was taken away."""
    return f"已移除{place}{name}。如需补位，请发送“邀请”。"


def no_such_measure(text: str, count: int) -> str:
    """What was typed names no measure."""
    return f"没有找到“{text}”。方案共{count}条措施，请发送“进展 7”这样的编号。"


def too_long(limit: int) -> str:
    """More typed at once than is read."""
    return f"这段文字较长，一次最多{limit}字。烦请从上方复制，分几条发送；较长的材料可作为文件附在汇报中。"
