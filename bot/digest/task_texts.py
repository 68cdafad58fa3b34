"""What the 任务分解台账 says: its columns, its preview, and why a file cannot be taken."""

from collections.abc import Sequence

from bot.digest.stored import TaskChange

TITLE, WORD = "任务分解台账", "台账"
GUIDE = "填写说明"
MEASURE, UNIT, STATUS = "措施", "责任单位", "状态"
FIELDS = {"responsible": "责任人", "deadline": "完成时限", "standard": "完成标准", "evidence": "佐证说明"}
COLUMNS = (
    MEASURE,
    "措施标题",
    "部分",
    UNIT,
    "责任来源",
    FIELDS["responsible"],
    FIELDS["deadline"],
    FIELDS["standard"],
    STATUS,
    "完成比例",
    "最近汇报",
    "汇报时间",
    "佐证材料（件）",
    FIELDS["evidence"],
)
GUIDE_LINES = (
    "底色为浅黄的四列（责任人、完成时限、完成标准、佐证说明）由未保办填写，其余各列以方案和汇报记录为准，改动不会导入。",
    "完成时限可填日期，也可填文字（如“每季度末”）；原文写明时限的已预先填入。",
    "可以筛选、排序、增删列；请保留首行列名和“措施”“责任单位”两列，每行一项。",
    "填好后把文件直接发给机器人，先核对变动，再点“确认导入”。清空单元格即删除已填内容。",
    "责任人只填工作人员姓名和职务；其他各栏不写未成年人姓名、证件号、住址、学校班级。",
)
HINT = "填好浅黄色四列后，把文件直接发给我，先看变动再确认导入。"
NOT_A_WORKBOOK = "这个文件打不开。请发送从“台账”下载并填写的 Excel 文件（.xlsx）。"
TOO_BIG = "这个文件过大或行数过多，请只保留台账一张表后重新发送。"
NO_TABLE = (
    "没有找到台账：首行需要有“措施”“责任单位”和至少一个填写列（责任人、完成时限、完成标准、佐证说明）。"
)
NOTHING_CHANGED = "与现有台账一致，没有变动。"
STALE = "这次导入已失效，请重新发送台账文件。"
CONFLICT = "预览之后台账又有改动，没有导入。请重新发送文件核对。"
CANCELLED = "已取消，台账没有变动。"
EMPTY = "（空）"
_SHOWN, _CLIP = 30, 40


def imported(count: int) -> str:
    """The changes were taken over."""
    return f"已导入{count}处变动。发送“台账”可下载最新台账。"


def row_problem(row: int, reason: str) -> str:
    """Why something in a row of the file is not taken."""
    return f"第{row}行：{reason}，未导入"


def unknown_measure(text: str) -> str:
    """No such measure."""
    return f"没有措施“{_clip(text)}”"


def unknown_unit(text: str) -> str:
    """No such unit."""
    return f"没有责任单位“{_clip(text)}”"


def not_owned(unit: str, measure: int) -> str:
    """The unit has nothing to do with the measure."""
    return f"措施{measure}的责任单位中没有{unit}"


def twice(unit: str, measure: int) -> str:
    """The same obligation in two rows."""
    return f"{unit}措施{measure}重复"


def formula(field: str) -> str:
    """A formula where words are wanted."""
    return f"“{field}”是公式"


def too_long(field: str, limit: int) -> str:
    """Too many characters."""
    return f"“{field}”超过{limit}字"


def preview(
    rows: int, changes: Sequence[TaskChange], problems: Sequence[str], masked: int, statuses: int
) -> str:
    """What an import would do."""
    lines = [f"台账比对：共{rows}行，{len(changes)}处变动。" if changes else NOTHING_CHANGED]
    lines += [_change(change) for change in changes[:_SHOWN]]
    if len(changes) > _SHOWN:
        lines.append(f"另有{len(changes) - _SHOWN}处变动。")
    if problems:
        lines += ["", f"以下{len(problems)}处请核对：", *problems[:_SHOWN]]
        if len(problems) > _SHOWN:
            lines.append(f"另有{len(problems) - _SHOWN}处。")
    if masked:
        lines += ["", f"有{masked}处个人信息已隐去。"]
    if statuses:
        lines += ["", f"{statuses}行的状态与记录不同：状态以汇报为准，如有电话或书面报送，请用“代报”录入。"]
    return "\n".join(lines)


def _change(change: TaskChange) -> str:
    was, now = (_clip(text) if text else EMPTY for text in (change.was, change.now))
    return f"措施{change.measure} {change.unit} {FIELDS[change.field]}：{was} → {now}"


def _clip(text: str) -> str:
    line = " ".join(text.split())
    return line if len(line) <= _CLIP else line[: _CLIP - 1] + "…"
