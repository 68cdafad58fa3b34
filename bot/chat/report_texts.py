"""What the chat says while a report is written, and how it lists what is owed and said."""

from collections.abc import Sequence
from datetime import date, datetime

from bot.plan.model import Measure, Plan
from bot.progress.history import Event
from bot.progress.ledger import Standing
from bot.progress.model import (
    SOURCE_NAMES,
    STATUS_NAMES,
    Attachment,
    Draft,
    DraftItem,
    Due,
    Period,
    Report,
    ReportState,
    Source,
    Status,
)

_SHOWN_WORDS = 300  # characters of what was typed that a question repeats
_SHOWN_DOUBT = 40  # characters of an item's words that a question about it repeats
_SHOWN_NAME = 40  # characters of a file's name

CHOOSE_STATUS = "请选择进展状态："
ASK_PERCENT = "完成比例大约是多少？可点选，也可直接输入数字，不填请点“跳过”。"
ASK_TEXT = "请用一两句话说明进展，也可直接发送照片或文件作为佐证。没有补充请点“不再补充”。"
ASK_REASON = "请用一句话说明本期无新进展的原因，例如：等上级文件。没有补充请点“不再补充”。"
ALL_OF_THEM = "以上各条都是"
CHANGE_WHICH = "请选择要修改的一条："
KEEP_IT_PUBLIC = "仅限可公开的工作情况，请勿填写未成年人姓名等个人信息。"
CHECK_AND_CONFIRM = "请核对，点“确认报送”后才会计入。"
NO_OBLIGATIONS = "您还没有绑定责任单位，暂无应报事项。请使用未保办发给贵单位的邀请链接完成绑定。"
FILE_WITHOUT_REPORT = "附件已看到，但还不知道属于哪一条。请先发送“汇报”选择措施和状态，再发送附件。"
VOICE_WITHOUT_WORDS = "暂时听不懂语音，请用文字说明进展。"
EDITED = "这条修改没有改动已报内容。如需更正，请修改报送时的那条消息，或重新报送一次；如是提问，请重新发送。"
KEPT_FOR_YOU = "好的，这份汇报已为您保留，尚未报送。核对无误后请点“确认报送”，或直接回复“确认”。"
NOT_TAKEN_IN = "这句话看不出与这份汇报有关，没有记入。"
ANY_TIME = "不客气。有新的进展，请随时直接发来。"
WHENEVER_READY = "好的。有了进展，请随时直接发来。"
HOW_TO_CHANGE = (
    "报送前，在卡片上点“修改”，或直接说明怎么改。报送后，可以修改原消息，或直接说明，例如“第8条报错了，应该是80%”；"
    "整份不报的，请发送“撤回”或“撤回第8条”。已经审核或编入周报的，请重新报送一次，以最新一次为准。"
)
NOTHING_SENT = "没有可以撤回的汇报。"
NOTHING_MISSED = "上一期没有待补报的事项，感谢支持。"
WHICH_ITEM = "请写明是哪一条，例如：第{measure}条应该是80%。"
TOLD_AT_ONCE = "已同时告知县未保办。"
SENT_ALREADY = "这份汇报已经报送，不能取消。如需更正，请重新报送一次，以最新一次为准。"
CLOSED_MARK = "，已销号"
REPORTED_MARK = "·已报"
NOTHING_OWED = "本期没有待报事项，感谢支持。"
LATE_IS_WELCOME = "感谢补报，县未保办已可看到。"
RETURNED_HINT = "（已退回，请重新报送）"
HISTORY = "历史记录"
OWN_HISTORY = "本人的操作记录"
HISTORY_EMPTY = "还没有汇报记录。"
FILE_TOO_BIG = "这个文件超过{limit}MB，暂时收不了。请压缩后再发，或只发关键页。"

STATE_NAMES: dict[ReportState, str] = {
    ReportState.SUBMITTED: "已报送",
    ReportState.ACCEPTED: "审核通过",
    ReportState.RETURNED: "已退回",
    ReportState.WITHDRAWN: "已撤回",
    ReportState.REPLACED: "已更新",
    ReportState.ERASED: "依法删除",
}


def day(moment: datetime) -> str:
    """A date as people write it: 7月18日."""
    return f"{moment.month}月{moment.day}日"


def status(value: Status, percent: int | None) -> str:
    """A status with its percent: 推进中（60%）."""
    return STATUS_NAMES[value] + (f"（{percent}%）" if percent is not None else "")


def choose_unit(draft: Draft) -> str:
    """Asks which of the person's units the report is for, and shows the words that were typed already."""
    said = [f"内容：{_clipped(draft.words, _SHOWN_WORDS)}"] if draft.words else []
    return "\n".join([*said, "请选择以哪个单位报送："])


def choose_measure(draft: Draft, owed: int) -> str:
    """Asks which measure the report is about, and shows the words that were typed already."""
    late = draft.period is Period.PREVIOUS
    cycle = "上一期" if late else "本期"
    hint = f"{cycle}还有{owed}项待报。" if owed else f"{cycle}没有待报事项，如有新进展可继续补充。"
    lines = [f"{draft.unit}：{hint}"]
    if draft.words:
        lines.append(f"内容：{_clipped(draft.words, _SHOWN_WORDS)}")
    return "\n".join([*lines, "请选择要汇报的措施："])


def which_is_meant(draft: Draft) -> str:
    """Asks which of a card's measures a correction is about."""
    return f"请问“{_clipped(draft.words, _SHOWN_DOUBT)}”说的是哪一条？"


def nothing_new(unit: str) -> str:
    """The label of the button for all that is owed at once; ``unit`` empty where there is only one."""
    return f"{unit.removeprefix('县')}以上均无新进展"


def ask_text(draft: Draft) -> str:
    """Asks for the words of a report, or for the reason why nothing is new."""
    return ASK_REASON if all(item.status is Status.NIL for item in draft.items) else ASK_TEXT


def whose_words(draft: Draft) -> str:
    """Asks whether a sentence belongs to a draft that was left lying for more than a day."""
    about = "、".join(str(item.measure) for item in draft.items)
    measure = f"第{about}条的" if about else ""
    return (
        f"您{day(draft.began_at)}有一份{measure}汇报没有提交。刚才这句话是接着填那份，还是另报一份？\n"
        f"“{_clipped(draft.held, _SHOWN_WORDS)}”"
    )


def doubt_measure(item: DraftItem) -> str:
    """Asks which measure words are about that fit several."""
    return f"请问“{_clipped(item.text, _SHOWN_DOUBT)}”说的是哪一条？目前按第{item.measure}条填写。"


def doubt_part(item: DraftItem) -> str:
    """Asks whether 已完成 was said of the whole measure."""
    return f"请问是第{item.measure}条整条已完成，还是只完成其中一项？目前按整条已完成填写。"


def doubt_period(measures: Sequence[int]) -> str:
    """Asks which cycle is meant, early in a new one."""
    numbers = "、".join(str(number) for number in measures)
    return f"第{numbers}条上一期尚未收到汇报。请问这次报的是上一期，还是本期？目前按本期填写。"


def change_what(item: DraftItem, plan: Plan) -> str:
    """One item, and the question what of it to change."""
    return "\n".join([*_item(item, plan, _SHOWN_WORDS), "", "请选择要修改的内容："])


def files(attachments: Sequence[Attachment]) -> str:
    """The evidence that a draft has so far; empty without any."""
    names = "、".join(_clipped(attachment.name, _SHOWN_NAME) for attachment in attachments)
    return f"附件：{len(attachments)}个（{names}）" if attachments else ""


def _title(draft: Draft) -> str:
    """A card's first line, which says of what the office writes for a unit how it came."""
    return f"{draft.unit} 汇报" + (f"，{behalf(draft.source)}" if draft.source else "")


def draft_head(draft: Draft, plan: Plan) -> str:
    """Which unit and measures a draft is about."""
    lines = [_title(draft)]
    lines += [f"第{item.measure}条 {plan.by_number[item.measure].title}" for item in draft.items]
    return "\n".join(lines)


def card(draft: Draft, plan: Plan, clip: int, doubts: Sequence[str]) -> str:
    """The whole draft, to be looked at before it counts; of each text at most ``clip`` characters.

    ``doubts`` are the questions that it asks.
    """
    lines = [_title(draft)]
    for item in draft.items:
        lines += ["", *_item(item, plan, clip)]
    if draft.attachments:
        lines += ["", files(draft.attachments)]
    return "\n".join([*lines, "", *_closing(doubts)])


def card_of_many(draft: Draft, doubts: Sequence[str]) -> str:
    """A draft about more measures than a message can list with their titles."""
    lines = [
        f"第{item.measure}条：{status(item.status, item.percent)}" for item in draft.items if item.status
    ]
    return "\n".join([_title(draft), "", *lines, "", *_closing(doubts)])


def _closing(doubts: Sequence[str]) -> list[str]:
    return [*doubts, CHECK_AND_CONFIRM]


def _item(item: DraftItem, plan: Plan, clip: int) -> list[str]:
    period = "（上一期）" if item.period is Period.PREVIOUS else ""
    lines = [f"第{item.measure}条 {plan.by_number[item.measure].title}{period}"]
    if item.status is not None:
        lines.append(f"状态：{status(item.status, item.percent)}")
    if item.text and not (item.status and item.text == STATUS_NAMES[item.status]):
        lines.append(f"内容：{_clipped(item.text, clip)}")
    return lines


def _clipped(text: str, longest: int) -> str:
    return text if len(text) <= longest else f"{text[:longest]}…（共{len(text)}字）"


def withdrawn(reports: Sequence[Report]) -> str:
    """After reports were taken back."""
    first = reports[0]
    numbers = "、".join(str(report.measure) for report in reports)
    said = f"（{status(first.status, first.percent)}）" if len(reports) == 1 else ""
    return f"已撤回{first.unit}第{numbers}条的汇报{said}，不再计入。如需重新报送，直接发送即可。"


def withdraw_question(reports: Sequence[Report]) -> str:
    """Asked before a report of an earlier day is taken back."""
    first = reports[0]
    numbers = "、".join(str(report.measure) for report in reports)
    return (
        f"最近一次是{day(first.at)}报送的第{numbers}条（{status(first.status, first.percent)}）。确认撤回吗？"
    )


def followed(reports: Sequence[Report], gone: Sequence[int], plan: Plan) -> str:
    """After sent reports followed the edit of their message."""
    lines = [f"{reports[0].unit}已按修改后的消息更新汇报："]
    for report in reports:
        title = plan.by_number[report.measure].title
        lines.append(f"第{report.measure}条 {title}：{status(report.status, report.percent)}")
        lines += [f"内容：{_clipped(report.text, _SHOWN_WORDS)}"] if report.text else []
    if gone:
        lines.append(f"第{'、'.join(map(str, gone))}条的汇报已撤回。")
    return "\n".join(lines)


NOTHING_TO_REPEAT = (
    "没有查到贵单位以前报送过的内容，无法照上次填写。"
    "烦请直接说一下本期情况，如“8条推进中60%”或“本期无新进展”。"
)


def nothing_before(measures: Sequence[int]) -> str:
    """Of some measures there is no report to repeat."""
    numbers = "、".join(str(number) for number in measures)
    return f"第{numbers}条以前没有报送过，未列入，请另行填写。"


def blocked(report: Report, text: str, plan: Plan) -> str:
    """To the office: a unit reports a difficulty; ``text`` is what others may read of it."""
    title = plan.by_number[report.measure].title
    said = f"\n{text}" if text else ""
    return f"【有困难】{report.unit}报告第{report.measure}条 {title}有困难，经办人{report.author}。{said}"


def thanks(reports: Sequence[Report], owed: int, cycle: str) -> str:
    """After a report was stored."""
    first = reports[0]
    numbers = "、".join(str(report.measure) for report in reports)
    left = f"本期还有{owed}项待报。" if owed else "本期已全部报送，感谢支持。"
    said = status(first.status, first.percent) if len(reports) == 1 else f"共{len(reports)}项"
    how = f"（{behalf(first.source)}）" if first.on_behalf else ""
    return f"{first.unit}措施{numbers}进展情况收悉{how}。{cycle}：{said}。{left}"


def paused(first: date) -> str:
    """The office asks for nothing for a while."""
    return f"报送自{first.month}月{first.day}日起暂停，目前没有应报事项；如有进展，仍可随时报送。"


def mine_head(unit: str, label: str, deadline: str, answered: int, total: int) -> str:
    """First line of what a unit owes in one cycle."""
    return f"{unit} {label}应报{total}项，已报{answered}项，截止{deadline}"


def owed_line(due: Due, measure: Measure, returned: bool, extended: str) -> str:
    """One measure still owed; ``extended`` is the later deadline that was granted, if any."""
    hint = (RETURNED_HINT if returned else "") + (f"（已延至{extended}）" if extended else "")
    return f"待报 第{due.obligation.measure}条 {measure.title}{hint}"


def answered_line(measure: Measure, report: Report) -> str:
    """One measure already answered."""
    said = status(report.status, report.percent)
    return f"已报 第{measure.number}条 {measure.title}：{said}，{day(report.at)}{_came(report)}"


def standing_line(unit: str, standing: Standing, *, named: bool, readable: bool, closed: bool) -> str:
    """How one unit stands with a measure; its words only for those who may read them."""
    via = "" if named else "（各成员单位）"
    if standing.at is None:
        return f"{unit}{via}：尚未报送"
    said = f"：{standing.text}" if readable and standing.text else ""
    how = (_came(standing.report) if standing.report is not None else "") + (CLOSED_MARK if closed else "")
    return f"{unit}{via}：{status(standing.status, standing.percent)}，{day(standing.at)}{how}{said}"


def _came(report: Report) -> str:
    """How a report came, where not from the unit's own hand."""
    return f"，{behalf(report.source)}" if report.on_behalf else "，联合报送" if report.joint else ""


def history_line(report: Report, state: ReportState) -> str:
    """One version in a history, newest first."""
    said = f"：{report.text}" if report.text else ""
    return (
        f"第{report.measure}条 {status(report.status, report.percent)}"
        f"，{report.author}，{STATE_NAMES[state]}{marks(report)}{said}"
    )


def event_line(event: Event) -> str:
    """An act other than a report in a history."""
    return f"第{event.measure}条 {event.what}，{event.by}" + (f"：{event.words}" if event.words else "")


def history_head(name: str, page: int, pages: int) -> str:
    """First line of a page of history."""
    return name + (f"（第{page + 1}/{pages}页）" if pages > 1 else "")


def moment(at: datetime, now: datetime) -> str:
    """A moment as a history shows it: 7月18日 09:30, with its year if that is not this one."""
    year = f"{at.year}年" if at.year != now.year else ""
    return f"{year}{day(at)} {at:%H:%M}"


def marks(report: Report) -> str:
    """How a report came, and with what: ，未保办代报（电话），联合报送，附件2个."""
    found = [*([behalf(report.source)] if report.on_behalf else []), *(["联合报送"] if report.joint else [])]
    if report.attachments:
        found.append(f"附件{len(report.attachments)}个")
    return "".join(f"，{mark}" for mark in found)


def behalf(source: Source | None) -> str:
    """The mark of what the office records for a unit: 未保办代报（电话）."""
    return "未保办代报" + (f"（{SOURCE_NAMES[source]}）" if source else "")


def overall(counts: dict[Status, int], total: int) -> str:
    """How the measures stand, in one line."""
    parts = [f"{STATUS_NAMES[value]}{counts.get(value, 0)}项" for value in list(Status)[:4]]
    return f"{total}项措施：{'、'.join(parts)}"
