"""What the chat says about evidence (佐证)."""

from bot.evidence.model import Evidence, FileState
from bot.progress.model import Report

BUTTON = "佐证"
HEAD = "随汇报收到的佐证（点击下方按钮调取）："
NONE = "没有找到带佐证的汇报。可发送“佐证 7”查看第7条。"
NOT_YOURS = "佐证仅向本单位和未保办开放。"

_STATES = {
    FileState.WAITING: "正在取回，请稍后再看",
    FileState.REFUSED: "未收下",
    FileState.LOST: "未能取回，已请报送人重新发送",
    FileState.ERASED: "已依法删除",
}


def line(place: int, report: Report) -> str:
    """One report with files in a list."""
    day = f"{report.at.month}月{report.at.day}日"
    files = f"{len(report.attachments)}个文件"
    return f"{place}. {report.unit} 第{report.measure}条，{day}，{report.author}，{files}"


def label(place: int, report: Report) -> str:
    """The button for one report of a list."""
    return f"{place}. {report.unit.removeprefix('县')} 第{report.measure}条"


def caption(report: Report, place: int) -> str:
    """Under a file that is handed out."""
    day = f"{report.at.year}年{report.at.month}月{report.at.day}日"
    return f"{report.unit} 第{report.measure}条 佐证{place}（{day}，{report.author}）。内部材料，请勿转发。"


def not_kept(name: str, row: Evidence | None) -> str:
    """A file of a report that cannot be handed out."""
    return f"“{name}”：{_STATES.get(row.state, '') if row else _STATES[FileState.WAITING]}"


def file_missing(name: str) -> str:
    """A kept file that is not where it should be."""
    return f"“{name}”：文件暂时读取不到，请联系管理员核对数据目录。"
