"""What the two official papers say beside the digest's own sentences, in one place."""

from collections.abc import Mapping, Sequence
from datetime import date

from bot.digest import texts
from bot.digest.model import BlockedLine, MeasureCounts, NewsLine, SectionLine, Span

OVERALL = "总体情况"
SECTIONS = "各部分进展"
COORDINATE = "需县领导协调解决的事项"
SILENT = "尚未收到进展的单位"
CLOSING = "特此报告。"
FINISHED = "工作成效"
ADVANCING = "工作进展"
NEXT_STEPS = "下一步工作"
ANNEX = "附件"
SECTION = "部分"
ANNEX_TITLE = "各单位进展情况表"
UPWARD_COLUMNS = (
    "单位",
    "责任事项",
    "完成",
    "正在推进",
    "存在困难",
    "尚未启动",
    "本期应报",
    "本期已报",
    "逾期待报",
    "最近报送",
)
BULLETIN_COLUMNS = (*UPWARD_COLUMNS[:6], UPWARD_COLUMNS[9])
DRAFT = "（拟稿）"
PROGRESS = {Span.WEEK: "一周进展", Span.MONTH: "月度进展", Span.QUARTER: "季度进展", Span.PLAN: "总体进展"}
CORRECTIONS = "更正和说明"


def full_day(moment: date) -> str:
    """2022年7月22日."""
    return f"{moment.year}年{moment.month}月{moment.day}日"


def span(first: date, last: date) -> str:
    """The week under the title: （2022年7月18日—7月24日）."""
    end = texts.day(last) if last.year == first.year else full_day(last)
    return f"（{full_day(first)}—{end}）"


def upward_title(work: str) -> str:
    """The upward paper's title; ``work`` is what the committee is for."""
    return f"{work}情况专报"


def bulletin_title(work: str, stretch: Span) -> str:
    """The title under the bulletin's masthead."""
    return f"{work}{PROGRESS[stretch]}"


def opening(plan_title: str, document_number: str) -> str:
    """What the upward paper reports on."""
    number = f"（{document_number}）" if document_number else ""
    return f"现将《{plan_title}》{number}落实情况报告如下。"


def issue_line(issue: int | None, serial: int | None) -> str:
    """第3期（总第30期）; a draft says that it is one."""
    return DRAFT if issue is None else f"第{issue}期（总第{serial}期）"


def section(when: str, line: SectionLine, received: int, finished: Mapping[str, Sequence[int]]) -> str:
    """A section in the upward paper: its measures, what came this week, and the measures finished by unit."""
    said = f"{texts.standing(line.measures)}。"
    if received:
        said += f"{when}收到进展{received}份。"
    if finished:
        done = "、".join(f"{unit}（措施{'、'.join(map(str, own))}）" for unit, own in finished.items())
        said += f"{when}报告完成的有：{done}。"
    return said


def stuck_head(line: BlockedLine) -> str:
    """措施9 加强……（县教育科技局）."""
    return f"措施{line.measure}：{line.title}（{line.unit}）"


def last_known(when: str, day: date) -> str:
    """Closes a section of which nothing new came."""
    return f"{when}未收到新的进展，以上为截至{texts.day(day)}的情况。"


def stuck(line: BlockedLine, text: str, week: date) -> str:
    """Why it is stuck, since when, and the request. ``text`` is the line's own, ready to show.

    Words from before the ``week`` (its first day) say of which day they are.
    """
    since = f"自{texts.day(line.since)}起存在困难，恳请县领导协调解决。"
    if text == texts.WITHHELD:
        return f"{texts.JUDICIAL}。该事项{since}"
    said = ended(text) if text else ""
    if said and line.said < week:
        said = f"截至{texts.day(line.said)}：{said}"
    return f"{said}该事项{since}"


def silent(at: date, units: Sequence[str], waiting: Sequence[str]) -> str:
    """Who has not been heard from, all by name; ``waiting`` are those whose time is still to come."""
    said = ""
    if units:
        said = (
            f"截至{texts.day(at)}，尚未收到以下{len(units)}家单位到期应报的进展：{'、'.join(units)}。"
            "县未保办将继续联系落实。"
        )
    if waiting:
        also = "另有" if units else f"截至{texts.day(at)}，"
        said += f"{also}{len(waiting)}家单位本期尚未报送，未到报送时限：{'、'.join(waiting)}。"
    return said


def bulletin_overall(at: date, measures: MeasureCounts, due: int, reported: int) -> str:
    """The bulletin's first paragraph."""
    said = f"截至{texts.day(at)}，{texts.standing(measures)}。"
    if not due:
        return f"{said}{texts.NOTHING_ASKED}。感谢各单位的支持配合。"
    if not reported:
        return f"{said}本期应报{due}家单位，{texts.NOT_HEARD}，烦请各单位及时报送。"
    return f"{said}本期应报{due}家单位，已报{reported}家。感谢各单位的支持配合。"


def item(line: NewsLine, text: str) -> str:
    """县公安局（措施11，推进中60%）：检查3次. ``text`` is the line's own, ready to show.

    A judicial section's total stands for itself.
    """
    if line.status is None:
        return ended(text)
    behalf = f"，{texts.on_behalf(line.came)}" if line.on_behalf else ""
    head = f"{line.unit}（措施{line.measure}，{texts.progress(line.status, line.percent)}{behalf}）"
    return f"{head}：{ended(text)}" if text else f"{head}。"


def next_due(cycle: str, deadline: str, waiting: int) -> str:
    """What is still awaited of an open cycle."""
    return f"{cycle}进展尚有{waiting}项待报，烦请相关单位于{deadline}前报送；没有新进展的，请报“无新进展”。"


def next_measures(counts: MeasureCounts) -> str:
    """What the plan asks for next, without naming anybody."""
    said = []
    if counts.not_started:
        said.append(f"尚未启动的措施{counts.not_started}项，烦请各责任单位结合实际抓紧安排")
    if counts.blocked:
        said.append(f"存在困难的措施{counts.blocked}项，县未保办将积极协调推动")
    if counts.in_progress:
        said.append(f"正在推进的措施{counts.in_progress}项，请各责任单位按计划持续落实")
    return "；".join(said) + "。" if said else "各项措施均已完成，请各责任单位巩固成效。"


def ended(text: str) -> str:
    """A person's words as a sentence."""
    return text if text.endswith(("。", "！", "？", "…")) else text.rstrip("；;，,、.") + "。"


def copies(count: int) -> str:
    """The last line of a printed bulletin."""
    return f"共印{count}份"
