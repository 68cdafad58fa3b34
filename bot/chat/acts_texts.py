"""What is said around requests for extension, joint reports and reports on behalf."""

from collections.abc import Sequence

from bot.chat.report_texts import behalf, status
from bot.plan.model import Measure
from bot.progress.acts import Joint
from bot.progress.extension import Request
from bot.progress.model import Due, Report
from bot.progress.review_texts import extension_asked

EXTENSION_HOW = "请写明措施、延至哪天和原因，例如：申请延期 第8条 8月5日 学校放假，排查需顺延。"
EXTENSION_WHICH = "请选择要申请延期的措施："
NOTHING_PRESSING = "本期没有待报的进展，不需要申请延期。"
EXTENSION_DAY = "{about}：请写明延至哪天和原因，例如：8月5日，学校放假。"
EXTENSION_REASON = "{about}延至{day}：请写明原因。"
EXTENSION_NO_DAY = "没有看出延至哪天，请写明日期，例如：8月5日、下周三。"
NO_REQUESTS = "目前没有待答复的延期申请。"
GRANT, DECLINE = "同意延期", "暂不延期"

JOINT_NONE = "目前没有可以联合报送的汇报。请先报送，再选择联合单位。"
JOINT_WAITING = "有{count}份联合报送待贵单位确认。"
JOINT_WHICH = "请选择要联合报送的汇报："
JOINT_CONFIRM, JOINT_REFUSE = "联合报送确认", "不参加，自行报送"
JOINT_EXPLAINED = "对方确认后才计入其本期报送，未确认的仍需自行报送。"

BEHALF_WHOM = "请选择代报的单位，也可一次写明，例如：代报 县公安局 电话 第8条已完成，演练6场。"
BEHALF_WORDS = "{unit}：请输入汇报内容，例如：第8条 已完成，演练6场。"
BEHALF_SOURCE = "{unit}的汇报以何种方式收到？"


def pressing_label(due: Due, several: bool) -> str:
    """A due on a button."""
    unit = f"{due.obligation.unit.removeprefix('县')} " if several else ""
    return f"{unit}第{due.obligation.measure}条"


def request_sent(request: Request) -> str:
    """To the requester: what was handed on."""
    first = request.extensions[0]
    head = "延期申请已提交未保办，答复前请仍按原定时间准备。"
    return f"{head}\n{extension_asked(first.unit, request.measures, first.until, first.reason)}"


def request_page(request: Request) -> str:
    """To the office: one request, with its answer if it has one."""
    first = request.extensions[0]
    lines = [extension_asked(first.unit, request.measures, first.until, first.reason)]
    lines.append(f"申请人：{first.by}")
    if first.granted is not None:
        lines.append(f"{first.answered_by}：{GRANT if first.granted else DECLINE}")
    return "\n".join(lines)


def request_about(unit: str, measures: Sequence[int]) -> str:
    """What a request is about: 县公安局措施8、11."""
    return f"{unit}措施{'、'.join(map(str, measures))}"


def joint_page(report: Report, measure: Measure, asked: Sequence[Joint], empty: Sequence[str]) -> str:
    """Whom a report's author may ask, and what the others said."""
    lines = [
        f"第{measure.number}条 {measure.title} 联合报送",
        f"{report.unit}：{status(report.status, report.percent)}",
    ]
    lines += [f"{joint.unit}：{_answer(joint)}" for joint in asked]
    if empty:
        lines.append(f"尚无联络员：{'、'.join(empty)}")
    return "\n".join([*lines, JOINT_EXPLAINED])


def _answer(joint: Joint) -> str:
    if joint.agreed is None:
        return "待确认"
    return f"{'已确认' if joint.agreed else '自行报送'}（{joint.answered_by}）"


def joint_request(report: Report, measure: Measure) -> str:
    """To a co-owner: what they are asked to confirm."""
    lines = [
        f"{report.unit}已报送第{measure.number}条 {measure.title} 进展，请贵单位确认是否联合报送。",
        f"状态：{status(report.status, report.percent)}",
        *([f"内容：{report.text}"] if report.text else []),
        *([f"附件：{len(report.attachments)}个"] if report.attachments else []),
        "确认后计入贵单位本期报送；未确认的，烦请自行报送。",
    ]
    return "\n".join(lines)


def joint_confirmed(report: Report) -> str:
    """To the co-owner who confirmed."""
    said = status(report.status, report.percent)
    return f"{report.unit}措施{report.measure}联合报送已确认：{said}。如需补充，可再次报送。"


def joint_declined(unit: str, measure: int) -> str:
    """To the co-owner who refused."""
    return f"已告知对方。{unit}措施{measure}请按期自行报送。"


def recorded(reports: Sequence[Report]) -> str:
    """To the unit: the office recorded a report on its behalf."""
    first = reports[0]
    lines = [
        f"第{report.measure}条：{status(report.status, report.percent)}"
        + (f"，{report.text}" if report.text else "")
        for report in reports
    ]
    how = f"{behalf(first.source)}，{first.author}"
    return "\n".join([f"{first.unit}以下进展已记录（{how}），如有出入，烦请重新报送：", *lines])


EXPORT_WHICH = "请选择要导出{year}年度进展的单位："
EXPORT_UNKNOWN = "没有找到“{asked}”。请写单位或年份，例如：导出 2022、导出 县公安局。"
EXPORT_NO_YEAR = "{year}年没有可导出的记录，请核对年份。"
