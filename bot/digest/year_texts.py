"""The words of a unit's own year."""

from bot.digest.year_model import ReportRow
from bot.progress.cadence import cycle_span
from bot.progress.model import SOURCE_NAMES, Cadence, ReportState

STANDINGS, REPORTS, EVIDENCE, ACTS = "措施现状", "汇报记录", "佐证清单", "办理过程"
NAMED, THROUGH_ALL_MEMBERS = "点名责任单位", "各成员单位"
PHOTO, FILE = "照片", "文件"

# Each column with its width in characters.
STANDING_COLUMNS = (
    ("措施", 7),
    ("标题", 30),
    ("责任方式", 14),
    ("状态", 13),
    ("完成比例", 10),
    ("最近报送", 17),
    ("销号时间", 17),
)
REPORT_COLUMNS = (
    ("报送时间", 17),
    ("报送周期", 18),
    ("措施", 7),
    ("标题", 28),
    ("状态", 13),
    ("完成比例", 10),
    ("内容", 60),
    ("经办人", 10),
    ("报送方式", 20),
    ("审核情况", 10),
    ("审核意见", 30),
    ("佐证编号", 16),
)
EVIDENCE_COLUMNS = (
    ("佐证编号", 10),
    ("措施", 7),
    ("报送周期", 18),
    ("报送时间", 17),
    ("文件名", 50),
    ("类型", 8),
    ("大小（KB）", 11),
)
ACT_COLUMNS = (("时间", 17), ("措施", 7), ("事项", 36), ("经办人", 12), ("说明", 60))

STATES: dict[ReportState, str] = {
    ReportState.SUBMITTED: "待审核",
    ReportState.ACCEPTED: "审核通过",
    ReportState.RETURNED: "已退回",
    ReportState.WITHDRAWN: "已撤回",
    ReportState.REPLACED: "已更新",
    ReportState.ERASED: "依法删除",
}


def title(unit: str, year: int) -> str:
    """The workbook's title, and its file's name without the ending."""
    return f"{unit}{year}年度未成年人保护工作进展"


def cycle(name: str) -> str:
    """A cycle by its id, with its year: 2022年7月, 2022年三季度, 2022-07-18至2022-07-24."""
    cadence, first, last = cycle_span(name)
    match cadence:
        case Cadence.MONTHLY:
            return f"{first.year}年{first.month}月"
        case Cadence.QUARTERLY:
            return f"{first.year}年{'一二三四'[(first.month - 1) // 3]}季度"
        case Cadence.WEEKLY:
            return f"{first.isoformat()}至{last.isoformat()}"


def came(row: ReportRow) -> str:
    """How a report came: by the unit, on its behalf, or jointly."""
    if row.on_behalf:
        return "未保办代报" + (f"（{SOURCE_NAMES[row.source]}）" if row.source else "")
    return "联合报送" if row.joint else "单位报送"


def evidence_number(number: int) -> str:
    """A file's number in the list: 佐证3."""
    return f"佐证{number}"
