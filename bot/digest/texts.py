"""What the digest says, in one place."""

from collections.abc import Sequence
from datetime import date

from bot.digest.model import BlockedLine, DueCounts, MeasureCounts, NewsLine, ObligationCounts, ReceivedCounts
from bot.progress.model import STATUS_NAMES, Status

TITLE = "工作周报"
AUTHOR = "未保助手"
FILE_STEM = "未保工作"
WITHHELD = "（司法保护事项仅列总数，不列具体内容）"
FEW = "少于5"
NAMED = "原文列名"
THROUGH_ALL_MEMBERS = "各成员单位"
ON_BEHALF = "未保办代报"
BY_UNIT = "本单位报送"
ANSWERED = "已报"
WAITING = "待报"
OVERDUE = "逾期未收到"
NOT_ASKED = "不需报送"

STATUS_WORDS: dict[Status, str] = {
    Status.DONE: "已完成",
    Status.IN_PROGRESS: "正在推进",
    Status.BLOCKED: "存在困难",
    Status.NOT_STARTED: "尚未启动",
}


def few(count: int) -> str:
    """A total of judicial measures: counts under 5 could point at a child."""
    return FEW if 0 < count < 5 else str(count)


def judicial_news(count: int) -> str:
    """The week's reports of a judicial section, as a total."""
    return f"本周收到进展{few(count)}份，仅列总数"


def day(moment: date) -> str:
    """7月22日."""
    return f"{moment.month}月{moment.day}日"


def week_malformed(text: str) -> str:
    """Something that is not a week."""
    return f"“{text}”不是周次，请写成2022-W29的样子。"


def week_not_begun(first: date) -> str:
    """A week in the future."""
    return f"这一周从{first.year}年{day(first)}开始，届时可以拉取周报。"


def week_before_plan(issued: date) -> str:
    """A week before the plan."""
    return f"方案于{issued.year}年{day(issued)}印发，此前没有周报。"


COORDINATE = "需县领导协调解决事项"
NOTHING_TO_COORDINATE = "暂无需县领导协调解决事项。"
NEWS = "本周进展"
NO_NEWS = "本周未收到新的进展。"
SILENT = "逾期尚未收到进展的单位"
NONE_SILENT = "无。"
SECTIONS = "各部分进展"
UNITS = "各单位报送情况"
UNIT_COLUMNS = ("单位", *STATUS_WORDS.values(), "本期应报", "本期已报", "逾期未收到", "最近报送")


def title(first: date, last: date, issue: int | None) -> str:
    """The digest's name: its days, and its number once issued."""
    numbered = f"第{issue}期" if issue is not None else ""
    return f"{TITLE}{numbered}（{day(first)}—{day(last)}）"


def lead(at: date, measures: MeasureCounts, due: int, reported: int, stuck: int) -> str:
    """The first paragraph: leaders count measures and units."""
    counts = "、".join(f"{word}{getattr(measures, status.value)}项" for status, word in STATUS_WORDS.items())
    heard = f"应报{due}家单位已报{reported}家" if due else "目前没有应报事项"
    coordinate = f"{COORDINATE}{stuck}项。" if stuck else NOTHING_TO_COORDINATE
    return f"截至{day(at)}，{measures.total}项措施中{counts}；{heard}。{coordinate}"


def obligations(counts: ObligationCounts, due: DueCounts) -> str:
    """The second paragraph: obligations and dues."""
    listed = "、".join(f"{word}{getattr(counts, status.value)}项" for status, word in STATUS_WORDS.items())
    late = f"，逾期未收到{due.overdue}项" if due.overdue else ""
    return f"责任事项{counts.total}项：{listed}。本期应报{due.due}项，已报{due.reported}项{late}。"


def change(before: MeasureCounts, now: MeasureCounts) -> str:
    """与上周末相比，已完成增加1项、正在推进减少1项。 Empty where nothing has changed."""
    moved = [
        (word, getattr(now, status.value) - getattr(before, status.value))
        for status, word in STATUS_WORDS.items()
    ]
    said = "、".join(f"{word}{'增加' if by > 0 else '减少'}{abs(by)}项" for word, by in moved if by)
    return f"与上周末相比，{said}。" if said else ""


def received(counts: ReceivedCounts, *, judicial: bool) -> str:
    """本周收到进展12份，其中代报1份，附佐证材料3件。 Empty where nothing came."""
    if not counts.reports:
        return ""
    behalf = f"，其中未保办代报{counts.on_behalf}份" if counts.on_behalf else ""
    evidence = f"，附佐证材料{counts.evidence}件" if counts.evidence else ""
    return f"本周收到进展{counts.reports}份{'（不含司法保护措施）' if judicial else ''}{behalf}{evidence}。"


def progress(status: Status, percent: int | None) -> str:
    """推进中60%."""
    return STATUS_NAMES[status] + (f"{percent}%" if percent is not None else "")


def news(line: NewsLine, text: str) -> str:
    """措施11 县公安局：推进中60%。检查3次（未保办代报）. ``text`` is the line's own, made ready to show."""
    if line.status is None:
        return f"{line.title}：{text}"
    said = f"。{text}" if text else ""
    source = f"（{ON_BEHALF}）" if line.on_behalf else ""
    return f"措施{line.measure} {line.unit}：{progress(line.status, line.percent)}{said}{source}"


def blocked(line: BlockedLine, text: str) -> str:
    """措施24 县文旅局：缺经费（7月20日起）. ``text`` is the line's own, made ready to show."""
    said = f"：{text}" if text else ""
    return f"措施{line.measure} {line.unit}{said}（{day(line.since)}起）"


def rest(count: int) -> str:
    """What a shortened list leaves out."""
    return f"另有{count}项，详见工作簿。"


def nil_reports(count: int) -> str:
    """Reports of the week that bring nothing new, as a count."""
    return f"另收到本期无新进展{count}项。"


def offer(first: date, last: date) -> str:
    """To the office when the week's digest can be pulled."""
    return f"{title(first, last, None)}已可拉取，请发送“周报”或 /digest 查看。"


def silent(units: Sequence[str], longest: int) -> str:
    """Who has not been heard from, at most so many by name."""
    etc = "等" if len(units) > longest else ""
    return f"{SILENT}（{len(units)}家）：{'、'.join(units[:longest])}{etc}。"


SUMMARY_SHEET = "汇总"
OBLIGATION_SHEET = "责任事项"
MEASURE_COLUMNS = ("部分", *STATUS_WORDS.values(), "合计")
OBLIGATION_COLUMNS = (
    "单位",
    "措施",
    "措施标题",
    "部分",
    "责任来源",
    "状态",
    "完成比例",
    "最近汇报内容",
    "汇报时间",
    "最近报送",
    "报送周期",
    "报送截止",
    "本期报送",
    "报送方式",
)
CHART_TITLE = "各部分措施进展（项）"
ALL = "全部"
MEASURE = "措施"
OVERALL = "总体"
OFFICE = "县未保办"
NOT_OWNED = "空白为无此项责任"
TREND = "各周末措施进展（项）"
TREND_NOTE = "横轴为各周最后一天。"
