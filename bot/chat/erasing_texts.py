"""What the chat says about erasure required by law (依法删除)."""

from collections.abc import Sequence

from bot.chat.report_texts import STATE_NAMES, day, status
from bot.progress.erasure import Scope
from bot.progress.model import Report, ReportState

_CLIP = 60

WHICH = "请写明措施编号，例如：依法删除 11。"
NONE = "这条措施还没有汇报记录。"
HEAD = "请选择要依法删除内容的汇报："
CONFIRM = "确认删除"
LEAVE = "返回"
DONE_BEFORE = "此前已经删除，无需重复操作。"
_COPIES = "本平台记录、已印发的周报和此后的备份中均不再保留；此前的备份文件和聊天中的原消息，请另行处理。"


def line(place: int, report: Report, state: ReportState) -> str:
    """One version, at the head of its page or (with its number) in a list."""
    number = f"{place}. " if place else ""
    said = report.text if len(report.text) <= _CLIP else report.text[:_CLIP] + "…"
    files = f"，附件{len(report.attachments)}个" if report.attachments else ""
    head = f"{number}{report.unit} 第{report.measure}条，{day(report.at)}，{report.author}"
    known = f"{status(report.status, report.percent)}，{STATE_NAMES[state]}{files}"
    return f"{head}：{known}" + (f"\n{said}" if said and place else "")


def words_label(scope: Scope, count: int) -> str:
    """The button that erases words."""
    if scope is Scope.WHOLE_DUE:
        return f"删除本期全部{count}个版本的文字"
    return "删除文字" if count == 1 else f"删除文字（同样内容共{count}处）"


def file_label(name: str) -> str:
    """The button that erases one file."""
    return f"删除附件 {name[:30]}"


def ask_words(affected: Sequence[Report]) -> str:
    """Asked before words are erased."""
    measures = "、".join(str(number) for number in sorted({report.measure for report in affected}))
    return (
        f"确认依法删除第{measures}条共{len(affected)}个版本的文字内容吗？删除后不能恢复，"
        "状态、时间和经办人保留，并注明由谁于何时删除。"
    )


def ask_file(name: str) -> str:
    """Asked before a file is erased."""
    return f"确认依法删除附件“{name}”吗？删除后不能恢复，同一文件在其他汇报中的一并删除。"


def done(count: int) -> str:
    """The words or the file are gone."""
    return f"已依法删除，涉及{count}个版本。{_COPIES}"


def told(reports: Sequence[Report]) -> str:
    """To who wrote them."""
    listed = "、".join(f"第{number}条" for number in sorted({report.measure for report in reports}))
    return (
        f"贵单位{listed}汇报中的部分内容，县未保办已依法删除；汇报本身仍然有效，不需要重新报送。"
        "聊天中的原消息，烦请一并删除。"
    )
