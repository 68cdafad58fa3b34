"""What the office reads while it reviews and closes."""

from collections.abc import Sequence

from bot.chat.report_texts import STATE_NAMES, day, marks, status
from bot.plan.model import Measure
from bot.progress.acts import Closing
from bot.progress.model import Obligation, Report, ReportState, Verdict
from bot.progress.review_texts import VERDICT_NAMES
from bot.progress.texts import numbers

NONE_WAITING = "目前没有待审的汇报。"
NONE_WAITING_HERE = "这里没有待审的汇报。"
NO_SUCH_SCOPE = "没有找到“{asked}”。请写单位或部分，例如：待审 县公安局、待审 学校保护。"
TYPED_HOW = "请写明单位，例如：通过 县公安局 5、8；退回 县公安局 8 请补充排查学校数。"
ASK_REMARK = "请回复退回的原因或需要补充的内容，将原文转告报送人（发送“取消”可放弃）。"
ASK_REOPENING = "请回复恢复报送的原因，将原文转告该单位（发送“取消”可放弃）。"
NONE_CLOSABLE = "目前没有符合销号条件的事项（已完成、附佐证材料、审核通过）。"
LIST_CHANGED = "名单已有变化，请重新查看待审清单。"


def requests(count: int) -> str:
    """The button for what else waits for the office."""
    return f"延期申请（{count}份）"


def short(unit: str) -> str:
    """A unit on a button."""
    return unit.removeprefix("县")


def overview(waiting: Sequence[Report]) -> str:
    """All that waits, a unit a line."""
    by_unit: dict[str, list[int]] = {}
    for report in waiting:
        by_unit.setdefault(report.unit, []).append(report.measure)
    lines = [f"{unit} {len(found)}份：第{numbers(sorted(found))}条" for unit, found in by_unit.items()]
    return "\n".join([f"待审汇报{len(waiting)}份，来自{len(by_unit)}家单位", *lines])


def list_head(scope: str, count: int, page: int, pages: int) -> str:
    """First line of a part of the queue."""
    place = f"（第{page + 1}/{pages}页）" if pages > 1 else ""
    return f"{scope} 待审{count}份{place}"


def list_line(place: int, report: Report, measure: Measure, clip: int) -> str:
    """One report in the queue."""
    text = report.text if len(report.text) <= clip else f"{report.text[:clip]}…"
    said = status(report.status, report.percent)
    head = f"{place}. {report.unit} 第{measure.number}条 {measure.title}：{said}"
    return f"{head}，{day(report.at)}，{report.author}{marks(report)}" + (f"\n{text}" if text else "")


def report_page(
    report: Report,
    measure: Measure,
    cycle: str,
    state: ReportState,
    *,
    closed: Closing | None,
    earlier: str,
) -> str:
    """One report in full. ``earlier`` is the remark with which the version before was returned."""
    lines = [
        f"{report.unit} 第{measure.number}条 {measure.title}",
        f"{cycle}：{status(report.status, report.percent)}",
        f"{day(report.at)}，{report.author}{marks(report)}",
        *([f"内容：{report.text}"] if report.text else []),
        *([f"上次退回时要求：{earlier}"] if earlier else []),
        f"状态：{STATE_NAMES[state]}",
    ]
    if closed is not None:
        lines.append(f"已于{day(closed.at)}销号（{closed.by}）")
    return "\n".join(lines)


def decided(verdict: Verdict, reports: Sequence[Report], passed_over: Sequence[Report], fresh: bool) -> str:
    """To the office: what its act did."""
    what = f"{VERDICT_NAMES[verdict]}{len(reports)}份：{reports_listed(reports)}。"
    if not fresh:
        return f"此前已{what}"
    told = "已告知报送人。" if verdict is Verdict.ACCEPTED else "退回要求已转告报送人。"
    if passed_over:
        told += f"另有{len(passed_over)}份已审核、更新或撤回，未作处理：{reports_listed(passed_over)}。"
    return f"已{what}{told}"


def reports_listed(reports: Sequence[Report]) -> str:
    """Reports by unit and measure: 县公安局第5、8条."""
    by_unit: dict[str, list[int]] = {}
    for report in reports:
        by_unit.setdefault(report.unit, []).append(report.measure)
    return "；".join(f"{unit}第{numbers(sorted(found))}条" for unit, found in by_unit.items())


def closings(closable: Sequence[Obligation], closed: Sequence[Obligation]) -> str:
    """What may be closed and what is."""
    ready = f"符合销号条件{len(closable)}项，点选即可销号" if closable else NONE_CLOSABLE
    done = [f"第{o.measure}条 {o.unit}" for o in closed]
    return "\n".join([ready, *([f"已销号{len(done)}项：{'、'.join(done)}"] if done else [])])
