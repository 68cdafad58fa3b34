"""What is said around nudges and notices, to the office and to those who get them."""

from bot.roster.texts import OFFICE_NAME

GONE = "这一页已失效，请重新发起。"
SENT_BEFORE = "此前已经发出，不再重复发送。"
PAUSED = "报送现已暂停，不再催办。如需催办，请先发送“暂停报送”恢复。"
NOBODY_TO_NUDGE = "范围内的单位均已报送或暂无联络员，无需催办。"
ALL_TODAY = "范围内的联络员今天均已催办过。确需再次催办的，请选择“仍要再催”。"
NOBODY_TO_NOTIFY = "范围内的单位暂无联络员，通知没有发出。"
NOT_YOURS = "这条通知不是发给您的，或已撤下。"
NOTHING_TO_SEND = "请先发送通知内容。"
ALL_CONFIRMED = "收件人均已确认收到，无需提醒。"
REMINDED_TODAY = "尚未确认的同志今天已提醒过，请明天再看。"


def too_long(length: int, longest: int) -> str:
    """More words than one message takes."""
    return f"内容共{length}字，最多{longest}字，烦请精简后再发；较长的材料可作为文件发送。"


BY_HAND = f"此消息由{OFFICE_NAME}工作人员发出。"


def remark(words: str) -> str:
    """What the office adds to a nudge."""
    return f"{OFFICE_NAME}附言：{words}" if words else ""
