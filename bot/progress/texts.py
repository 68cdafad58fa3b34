"""What this room says to people, in one place."""

from collections.abc import Iterable, Sequence
from datetime import datetime

from bot.progress.model import STATUS_NAMES, Status

TENTATIVE = "（暂定）"
"""Beside a date that rests on days off which are not published yet."""


def cycle_unknown(cycle: str) -> str:
    """A text that is no cycle."""
    return f"“{cycle}”不是报送周期，请写成2022-07（月）、2022-Q3（季）或2022-W29（周）。"


def numbers(measures: Iterable[int]) -> str:
    """Measures by number as the office writes them: 5、8、12."""
    return "、".join(str(number) for number in measures)


def measure_unknown(number: int, count: int) -> str:
    """A number that the plan does not have."""
    return f"方案共有{count}条措施，没有第{number}条，请核对。"


def not_bound(number: int, unit: str, owned: Iterable[int]) -> str:
    """A measure that does not bind the unit."""
    return f"第{number}条的责任单位中没有{unit}。{unit}负责的是第{numbers(owned)}条，请核对。"


NOTHING_TO_REPORT = "请先选择要汇报的措施。"
PERCENT_RANGE = "完成比例请填0至100之间的整数。"
NOT_YOURS = "这份汇报由其他同志填写，请由本人提交。"
NO_EARLIER_CYCLE = "方案印发之前没有上一期，不需要补报。"


def text_too_long(length: int, limit: int) -> str:
    """A report's text over the limit."""
    return f"汇报内容有{length}字，请精简到{limit}字以内，详细材料可以附件报送。"


def status_missing(measures: Iterable[int]) -> str:
    """Items of a draft whose status was not told."""
    return f"请为第{numbers(measures)}条选择进展状态。"


def too_many_attachments(limit: int) -> str:
    """More evidence than a report takes."""
    return f"一份汇报最多附{limit}个文件，其余材料请在下一份汇报中报送。"


def no_photographs(measures: Iterable[int]) -> str:
    """Judicial measures take no pictures (children's data)."""
    return f"第{numbers(measures)}条涉及司法保护，不接收照片，请以文字报送总体情况。"


EDIT_REVIEWED = "未保办已审核这份汇报，修改原消息不再改动它。如需更正，请重新报送一次，以最新一次为准。"
EDIT_ISSUED = "这份汇报已编入工作周报，修改原消息不再改动它。如需更正，请重新报送，下期周报将予更正。"
EDIT_UNREAD = "修改后的消息看不出进展，已填内容没有变动。如需更正，请写明进展；不再报送的，请发送“撤回”。"
REPORT_UNKNOWN = "未找到这份汇报，请重新查看汇报记录。"
WITHDRAW_REVIEWED = "未保办已审核这份汇报，不能撤回。如需更正，请重新报送。"
WITHDRAW_ISSUED = "这份汇报已编入工作周报，不能撤回。如需更正，请重新报送，下期周报将予更正。"
WITHDRAW_REPLACED = "这份汇报之后已有新的报送，请撤回最新的一份。"

NO_DRAFT = "没有正在填写的汇报，可能已经提交或取消。请重新点“汇报”。"
STALE_STEP = "这个按钮属于之前的汇报，请在最新的一条消息上操作。"
UNIT_FIRST = "请先选择以哪个单位报送。"
MEASURE_FIRST = "请先选择要汇报的措施。"
STATUS_FIRST = "请先选择进展状态。"
PERCENT_NOT_ASKED = "这个状态不需要填写完成比例。"
LAST_ITEM = "这份汇报只有这一条，如不再报送请点“取消”。"


def draft_open(measures: Iterable[int]) -> str:
    """A draft with typed words or files would be lost."""
    listed = numbers(measures)
    about = f"第{listed}条的" if listed else ""
    return f"您还有一份{about}汇报没有提交，请先确认或取消，再开始新的汇报。"


FEW = "少于5"
NO_REPORT_FOUND = "没有看出要汇报的进展。可以这样写：第11条 已完成60%，检查3次；无新进展的写：本期无新进展。"
WHICH_MEASURE = "请问汇报的是哪一条措施？可以这样写：第11条 已完成60%，检查3次。"
SAME_MEASURE = "；"


def parsed(measure: int | None, status: Status, percent: int | None, text: str) -> str:
    """One item as understood: 第11条：推进中（60%），已完成60%，检查3次."""
    about = f"第{measure}条" if measure is not None else "贵单位本期全部待报措施"
    share = f"（{percent}%）" if percent is not None else ""
    return f"{about}：{STATUS_NAMES[status]}{share}" + (f"，{text}" if text else "")


def parsed_report(told: Sequence[str], unknown: Iterable[int], count: int) -> str:
    """What was understood of a message, and the numbers in it that the plan does not have."""
    missing = [measure_unknown(number, count) for number in dict.fromkeys(unknown)]
    understood = ["请核对以下内容，确认后报送：", *told] if told else [] if missing else [NO_REPORT_FOUND]
    return "\n".join([*understood, *missing])


FILE_UNKNOWN = "这份汇报中没有这个附件，请重新查看。"


def erased(at: datetime, by: str) -> str:
    """What stands in the place of erased words."""
    return f"［依法删除：{at.year}年{at.month}月{at.day}日，{by}］"
