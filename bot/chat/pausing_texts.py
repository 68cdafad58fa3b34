"""What is said when the office pauses reporting."""

from bot.progress.choices import Pause

PAUSE, RESUME, LEAVE = "确认暂停", "恢复报送和提醒", "不暂停"
LEFT = "好的，报送照常进行。"


def ask(units: int, items: int) -> str:
    """Asked before a pause."""
    return (
        f"暂停后，各单位不再应报进展，自动提醒和催办停止（目前{units}家单位{items}项待报）；"
        "截止时间落在暂停期内的各期不再补报。单位仍可主动报送，周报照常并注明暂停。确认暂停吗？"
    )


def paused(kept: Pause) -> str:
    """A pause is on."""
    day = f"{kept.first.month}月{kept.first.day}日"
    return f"报送和提醒自{day}起暂停（{kept.by}）。恢复后，按下一个截止时间照常提醒。"


def ended(kept: Pause) -> str:
    """A pause is over."""
    day = kept.ended or kept.first
    return f"自{day.month}月{day.day}日起已恢复报送和提醒（{kept.ended_by}）。"
