"""What the digest says, in one place."""

from collections.abc import Sequence
from datetime import date

from bot.digest.model import (
    BlockedLine,
    Correction,
    Digest,
    DueCounts,
    Erasure,
    MeasureCounts,
    NewsLine,
    ObligationCounts,
    ReceivedCounts,
    Span,
    Tally,
)
from bot.progress.model import SOURCE_NAMES, STATUS_NAMES, Source, Status

TITLES = {Span.WEEK: "工作周报", Span.MONTH: "工作月报", Span.QUARTER: "工作季报", Span.PLAN: "工作总结"}
FILE_NAMES = {Span.WEEK: "周报", Span.MONTH: "月报", Span.QUARTER: "季报", Span.PLAN: "总结"}
SPANS = {Span.WEEK: "本周", Span.MONTH: "本月", Span.QUARTER: "本季度", Span.PLAN: "方案印发以来"}
SINCE_ISSUE = "上期以来"
BEFORE = {Span.WEEK: "与上周末相比", Span.MONTH: "与上月末相比", Span.QUARTER: "与上季度末相比"}
BEFORE_ISSUE = "与上期相比"
AUTHOR = "未保助手"
FILE_STEM = "未保工作"
WITHHELD = "（司法保护事项仅列总数，不列具体内容）"
JUDICIAL = "司法保护事项不列具体内容"
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


def window(digest: Digest) -> str:
    """The stretch of time that the digest's news is from: 本周, 本月; 上期以来 where it reaches back."""
    return SINCE_ISSUE if digest.since else SPANS[digest.span]


def judicial_news(when: str, count: int) -> str:
    """The reports of a judicial section in a :func:`window`, as a total."""
    return f"{when}收到进展{few(count)}份，仅列总数"


def day(moment: date) -> str:
    """7月22日."""
    return f"{moment.month}月{moment.day}日"


def week_malformed(text: str) -> str:
    """Something that is not a week."""
    return f"“{text}”不是周次。可写“上周”“第3期”“7月”“三季度”“全年”，或2022-W29。"


def week_not_begun(first: date) -> str:
    """A week in the future."""
    return f"这一期从{first.year}年{day(first)}开始，届时可以拉取。"


def week_before_plan(issued: date) -> str:
    """A week before the plan."""
    return f"方案于{issued.year}年{day(issued)}印发，此前没有周报。"


def no_such_issue(number: int, *, serial: bool) -> str:
    """An issue that there is not."""
    return f"没有找到{'总' if serial else ''}第{number}期，请发送“周报”查看最近一期。"


ERASED = "（依法删除）"
ONLY_WEEKS = "月度、季度和总体汇总随时可以拉取，不编期号，也不签发。"


def lead_too_long(length: int, limit: int) -> str:
    """A first paragraph of too many characters."""
    return f"导语共{length}字，最多{limit}字，烦请精简后重新发送。"


def lead_doubts(strange: Sequence[str], computed: str) -> str:
    """Before a first paragraph of the office's own is issued."""
    said = f"导语中的{'、'.join(strange)}与统计数字对不上，烦请核对。" if strange else ""
    return said + (f"导语写好后统计有变化，现为：{computed}" if computed else "")


def issued_already(number: int) -> str:
    """What is issued stays as it is."""
    return f"这一期已作为第{number}期签发，不再更改；之后的变动在下一期以“更正”列出。"


def later_issued(number: int) -> str:
    """Issues follow one another."""
    return f"之后的一周已签发（第{number}期），这一周不能再单独签发；内容仍可查看和下载。"


def issue_damaged(number: int) -> str:
    """The checksum says that the frozen issue is not what it was."""
    return f"第{number}期的存档与校验码不符，没有发出。请联系管理员用备份核对。"


def issue_changed(number: int) -> str:
    """An erasure came in between."""
    return f"第{number}期的内容刚有变动，请再点一次。"


NOT_HEARD = "目前尚未收到报送"
NOTHING_ASKED = "目前没有应报事项"
COORDINATE = "需县领导协调解决事项"
NOTHING_TO_COORDINATE = "暂无需县领导协调解决事项。"
SILENT = "逾期尚未收到进展的单位"
WAITING_UNITS = "本期尚未报送、未到时限的单位"
SECTIONS = "各部分进展"
UNITS = "各单位报送情况"
UNIT_COLUMNS = ("单位", *STATUS_WORDS.values(), "本期应报", "本期已报", "逾期未收到", "最近报送")


def title(digest: Digest) -> str:
    """The digest's name: what it is, its numbers once issued, and its days."""
    numbered = f"第{digest.issue}期·总第{digest.serial}期" if digest.issue is not None else ""
    return f"{TITLES[digest.span]}{numbered}（{days(digest.first, digest.last)}）"


def days(first: date, last: date) -> str:
    """7月18日—7月24日, with the years where they differ."""
    years = first.year != last.year
    return f"{first.year}年{day(first)}—{last.year}年{day(last)}" if years else f"{day(first)}—{day(last)}"


def news_heading(digest: Digest) -> str:
    """本周进展."""
    return f"{window(digest)}进展"


def no_news(digest: Digest) -> str:
    """That nothing came."""
    return f"{window(digest)}未收到新的进展。"


def _by_status(counts: MeasureCounts | ObligationCounts) -> list[tuple[str, int]]:
    """The words and numbers of those statuses that something has."""
    found = ((word, getattr(counts, status.value)) for status, word in STATUS_WORDS.items())
    return [(word, number) for word, number in found if number]


def standing(measures: MeasureCounts) -> str:
    """26项措施中已完成3项、正在推进23项; 26项措施均尚未启动 where all stand alike."""
    found = _by_status(measures)
    if len(found) == 1:
        return f"{measures.total}项措施{'均' if measures.total > 1 else ''}{found[0][0]}"
    return f"{measures.total}项措施中" + "、".join(f"{word}{number}项" for word, number in found)


def lead(at: date, measures: MeasureCounts, due: int, reported: int, stuck: int) -> str:
    """The first paragraph: leaders count measures and units."""
    heard = f"应报{due}家单位已报{reported}家" if reported else f"应报{due}家单位，{NOT_HEARD}"
    coordinate = f"{COORDINATE}{stuck}项。" if stuck else NOTHING_TO_COORDINATE
    return f"截至{day(at)}，{standing(measures)}；{heard if due else NOTHING_ASKED}。{coordinate}"


def obligations(counts: ObligationCounts, due: DueCounts) -> str:
    """The second paragraph: obligations and dues."""
    found = _by_status(counts)
    listed = "：" + "、".join(f"{word}{number}项" for word, number in found)
    if len(found) == 1:
        listed = f"均{found[0][0]}"
    closed = f"，其中已销号{counts.closed}项" if counts.closed else ""
    said = f"责任事项{counts.total}项{listed}{closed}。"
    if not due.due:
        return said
    if not due.reported:
        late = f"；逾期未收到{due.overdue}项" if due.overdue else ""
        return f"{said}本期应报{due.due}项，{NOT_HEARD}{late}。"
    late = f"，逾期未收到{due.overdue}项" if due.overdue else ""
    return f"{said}本期应报{due.due}项，已报{due.reported}项{late}。"


def change(digest: Digest) -> str:
    """与上周末相比，已完成增加1项、正在推进减少1项。 Empty where nothing has changed."""
    if digest.before is None:
        return ""
    moved = [
        (word, getattr(digest.measures, status.value) - getattr(digest.before, status.value))
        for status, word in STATUS_WORDS.items()
    ]
    said = "、".join(f"{word}{'增加' if by > 0 else '减少'}{abs(by)}项" for word, by in moved if by)
    against = BEFORE[digest.span] if digest.before_issue is None else BEFORE_ISSUE
    return f"{against}，{said}。" if said else ""


def asked(tallies: Sequence[Tally]) -> str:
    """What was due over a longer stretch and how it was answered."""
    due, on_time, late, missing = (
        sum(getattr(tally, name) for tally in tallies) for name in ("asked", "on_time", "late", "missing")
    )
    if not due:
        return "期内没有到期应报事项。"
    return f"期内到期应报{due}项次：按时报送{on_time}项次、逾期后报送{late}项次、尚未收到{missing}项次。"


def tally(line: Tally) -> tuple[int | str, ...]:
    """A tally as cells under :data:`TALLY_COLUMNS`; what is not counted shows as a dash."""
    counts = (line.reports, line.on_behalf, line.returned, line.evidence)
    return (
        line.asked,
        line.on_time,
        line.late,
        line.missing,
        *(NOT_COUNTED if count is None else count for count in counts),
    )


def tally_sums(lines: Sequence[Tally]) -> tuple[int, ...]:
    """The last row under :data:`TALLY_COLUMNS`: what is not counted counts nothing."""
    columns = zip(*map(tally, lines), strict=True)
    return tuple(sum(cell for cell in column if isinstance(cell, int)) for column in columns)


def received(when: str, counts: ReceivedCounts, *, judicial: bool) -> str:
    """本周收到进展12份，其中代报1份，附佐证材料3件。审核通过5份、退回补充1份。 Empty where nothing came."""
    said = ""
    if counts.reports:
        behalf = f"，其中未保办代报{counts.on_behalf}份" if counts.on_behalf else ""
        evidence = f"，附佐证材料{counts.evidence}件" if counts.evidence else ""
        aside = "（不含司法保护措施）" if judicial else ""
        said = f"{when}收到进展{counts.reports}份{aside}{behalf}{evidence}。"
    reviewed = [("审核通过", counts.accepted), ("退回补充", counts.returned)]
    told = "、".join(f"{word}{n}份" for word, n in reviewed if n)
    return said + (f"{when}{told}。" if told else "")


def correction(line: Correction) -> str:
    """更正：第2期所载县公安局（措施11）“已完成”，现更正为“推进中60%”. What is printed and wrong."""
    was, now = progress(line.was, line.was_percent), progress(line.now, line.now_percent)
    return f"更正：第{line.issue}期所载{line.unit}（措施{line.measure}）“{was}”，现更正为“{now}”。"


def paused(first: date) -> str:
    """The plan is paused."""
    return f"本方案自{first.year}年{first.month}月{first.day}日起暂停报送，其间不要求报送、不作提醒。"


def erased(line: Erasure) -> str:
    """That an issue is no longer as it was printed, and why."""
    at = line.at
    return f"本期部分内容已于{at.year}年{at.month}月{at.day}日由{line.by}依法删除。"


def progress(status: Status, percent: int | None) -> str:
    """推进中60%."""
    return STATUS_NAMES[status] + (f"{percent}%" if percent is not None else "")


def on_behalf(came: Source | None) -> str:
    """未保办代报，电话: the office recorded it, and how it came."""
    return ON_BEHALF + (f"，{SOURCE_NAMES[came]}" if came is not None else "")


def news(line: NewsLine, text: str) -> str:
    """措施11 县公安局：推进中60%。检查3次（未保办代报）. ``text`` is the line's own, made ready to show."""
    if line.status is None:
        return f"{line.title}：{text}"
    said = f"。{text}" if text else ""
    source = f"（{on_behalf(line.came)}）" if line.on_behalf else ""
    return f"措施{line.measure} {line.unit}：{progress(line.status, line.percent)}{said}{source}"


def blocked(line: BlockedLine, text: str) -> str:
    """措施24 县文旅局：缺经费（7月20日起）. ``text`` is the line's own, made ready to show."""
    if text == WITHHELD:
        return f"措施{line.measure} {line.unit}（{day(line.since)}起，{JUDICIAL}）"
    said = f"：{text}" if text else ""
    return f"措施{line.measure} {line.unit}{said}（{day(line.since)}起）"


def rest(count: int) -> str:
    """What a shortened list leaves out."""
    return f"另有{count}项，详见工作簿。"


def nil_reports(count: int) -> str:
    """Reports of the week that bring nothing new, as a count."""
    return f"另收到本期无新进展{count}项。"


def offer(first: date, last: date, *, late: bool) -> str:
    """To the office when the week's digest can be pulled; ``late`` when that week is over."""
    how = "请发送“周报 上周”" if late else "请发送“周报”或 /digest "
    return f"{TITLES[Span.WEEK]}（{days(first, last)}）已可拉取，{how}查看，核对后签发。"


def named(heading: str, units: Sequence[str], longest: int) -> str:
    """Units under a heading, at most so many by name."""
    etc = "等" if len(units) > longest else ""
    return f"{heading}（{len(units)}家）：{'、'.join(units[:longest])}{etc}。"


RECEIVED_COLUMNS = ("收到进展", "其中代报", "佐证材料", "审核通过", "退回补充")
TALLY_COLUMNS = ("应报", "按时报送", "逾期后报", "尚未收到", "收到进展", "其中代报", "退回补充", "佐证材料")
NOT_COUNTED = "—"
TALLY_NOTE = "应报以报送时限在期内的为准，单位为项次；收到进展、代报、退回和佐证不含司法保护措施。"
SECTION_TALLIES = "各部分汇总表"
UNIT_TALLIES = "各单位完成情况汇总表"
SUMMARY_SHEET = "汇总"
OBLIGATION_SHEET = "责任事项"
HISTORY_SHEET = "各周情况"
MEASURE_COLUMNS = ("部分", *STATUS_WORDS.values(), "合计")
HISTORY_COLUMNS = ("周一", "周日", *STATUS_WORDS.values(), "合计")
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
    "审核",
    "佐证材料（件）",
)
ACCEPTED = "已审核"
CLOSED = "已销号"
CHART_TITLE = "各部分措施进展（项）"
ALL = "全部"
MEASURE = "措施"
OVERALL = "总体"
OFFICE = "县未保办"
PAGE = "第 &P 页，共 &N 页"
NOT_OWNED = "空白为无此项责任"
TREND = "各周末措施进展（项）"
TREND_NOTE = "横轴为各周最后一天。"
