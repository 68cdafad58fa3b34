"""What is said of reviews, closing, extensions and joint reports, in one place."""

from collections.abc import Iterable, Sequence
from datetime import datetime

from bot.progress.cadence import deadline_label
from bot.progress.model import ReportState, Verdict
from bot.progress.texts import numbers

VERDICT_NAMES: dict[Verdict, str] = {
    Verdict.ACCEPTED: "审核通过",
    Verdict.RETURNED: "退回",
    Verdict.WITHDRAWN: "撤回",
}

NOT_OWN_UNIT = "此项仅限责任单位联络员办理。如需开通，烦请与未保办联系。"
REPORT_UNKNOWN = "未找到这份汇报，请重新查看待审清单。"
REMARK_NEEDED = "请写明退回的原因或需要补充的内容。"
NOTHING_WAITING = "这些汇报均已审核或已更新，请重新查看待审清单。"
_OBSTACLES: dict[ReportState, str] = {
    ReportState.REPLACED: "这份汇报之后已有新的报送，请审核最新的一份。",
    ReportState.WITHDRAWN: "这份汇报已由报送单位撤回，无需审核。",
    ReportState.RETURNED: "这份汇报已经退回，正等待重新报送。",
    ReportState.ACCEPTED: "这份汇报已审核通过。",
    ReportState.ERASED: "这份汇报已依法删除，无需审核。",
}
RETURN_CLOSED = "这项措施已销号，请先恢复报送，再退回汇报。"


def obstacle(state: ReportState) -> str:
    """Why a report version is not to be reviewed any more."""
    return _OBSTACLES[state]


def words_too_long(length: int, limit: int) -> str:
    """A remark or a reason over the limit."""
    return f"这段说明有{length}字，请精简到{limit}字以内。"


def accepted(unit: str, measures: Iterable[int]) -> str:
    """To the author: reports that were accepted."""
    return f"{unit}措施{numbers(measures)}进展情况已审核通过。感谢支持。"


def returned(unit: str, measures: Iterable[int], remark: str, by: datetime | None) -> str:
    """To the author: reports that were returned, what is missing, and by when it is due again."""
    when = f"于{deadline_label(by)}前" if by is not None else "尽快"
    remark = remark if remark.endswith(("。", "！", "？", "；", "…")) else f"{remark}。"
    return f"{unit}措施{numbers(measures)}进展情况收悉。{remark}烦请{when}重新报送。谢谢配合。"


def obligation(unit: str, measure: int) -> str:
    """One unit's part of a measure: 县公安局措施8."""
    return f"{unit}措施{measure}"


NOT_BOUND = "方案中没有这项责任，请重新查看。"
NOT_DONE = "最近一次汇报的状态不是“已完成”"
NOT_ACCEPTED = "“已完成”的汇报尚未审核通过"
NO_EVIDENCE = "“已完成”的汇报没有附佐证材料"
NOT_CLOSED = "这项措施没有销号，无需恢复。"


def not_closable(unit: str, measure: int, missing: Sequence[str]) -> str:
    """Why an obligation cannot be closed yet."""
    return f"{obligation(unit, measure)}暂不能销号：{'；'.join(missing)}。"


def closed(unit: str, measure: int) -> str:
    """To the unit: nothing more is owed."""
    return f"{obligation(unit, measure)}已办结销号，不再需要定期报送。感谢支持。"


def reopened(unit: str, measure: int, remark: str) -> str:
    """To the unit: it is owed again."""
    reason = f"原因：{remark}。".replace("。。", "。") if remark else ""
    return f"{obligation(unit, measure)}已恢复报送。{reason}烦请按期报送进展。谢谢配合。"


REASON_NEEDED = "请写明延期的原因。"
NOTHING_TO_EXTEND = "{about}本期没有待报的进展，不需要延期。"
NOT_LATER = "{about}的截止时间是{deadline}，请填写更晚的日期。"
TOO_LATE = "{about}最长可延至{deadline}（下一期截止之前），请调整日期，或在汇报中写明困难。"
ALREADY_ASKED = "{about}的延期申请已提交，正等待未保办答复。"
EXTENSION_UNKNOWN = "未找到这份延期申请。"
CLOSED_ALREADY = "{about}已销号，不需要报送。"


def answered_otherwise(by: str, granted: bool) -> str:
    """Somebody of the office answered differently before."""
    return f"{by}已{'同意' if granted else '答复暂不延期'}，如需调整，请与申请单位联系。"


def extension_asked(unit: str, measures: Iterable[int], until: datetime, reason: str) -> str:
    """To the office: a request for extension."""
    return f"{unit}申请措施{numbers(measures)}进展延至{deadline_label(until)}报送。\n原因：{reason}"


def extension_answered(unit: str, measures: Iterable[int], until: datetime, granted: bool) -> str:
    """To the requester: the office's answer."""
    what = f"{unit}措施{numbers(measures)}的延期申请"
    if granted:
        return f"{what}已同意，烦请于{deadline_label(until)}前报送。"
    return f"{what}收悉，暂不能延期，烦请按原定时间报送。如有困难，请与未保办联系。"


JOINT_UNKNOWN = "未找到这份联合报送。"
JOINT_STALE = "这份联合报送之后已有更新或撤回，请等待对方重新发起，或由贵单位单独报送。"
JOINT_NOT_COUNTED = "这份汇报已撤回、退回或更新，请在最新的汇报上发起联合报送。"
JOINT_SAME_UNIT = "请选择本单位以外的责任单位。"


def joint_not_owner(unit: str, measure: int) -> str:
    """A unit that does not share the measure."""
    return f"第{measure}条的责任单位中没有{unit}，不能联合报送。"


def joint_no_liaison(units: Iterable[str]) -> str:
    """Units in which nobody could confirm."""
    return f"{'、'.join(units)}尚无联络员，暂不能联合报送，烦请告知未保办。"


def joint_answered(unit: str, measure: int, agreed: bool) -> str:
    """To who asked: what the co-owner answered."""
    if agreed:
        return f"{unit}已确认第{measure}条联合报送，并计入其本期报送。"
    return f"{unit}未确认第{measure}条联合报送，将自行报送，贵单位的汇报不受影响。"


def joint_done_otherwise(agreed: bool) -> str:
    """A colleague answered differently before."""
    return (
        "本单位已确认这份联合报送。如需更正，请重新报送。" if agreed else "本单位已回复不参加这份联合报送。"
    )


CLOSED = "销号"
REOPENED = "恢复报送"
GRANTED = "同意延期"
DECLINED = "暂不延期"
NOT_JOINED = "未确认联合报送"


def asked_until(deadline: str) -> str:
    """In the history: a request for extension."""
    return f"申请延至{deadline}"


def asked_to_join(unit: str) -> str:
    """In the history: a co-owner was asked to confirm."""
    return f"请{unit}确认联合报送"
