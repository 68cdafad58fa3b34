"""What this room says to people, in one place."""

from collections.abc import Sequence

from bot.learning.model import Learned, Reason, Unanswered

QUESTION_GONE = "这个问题已不在待答列表中，可能已有同志答复。发送“待答”可重新查看。"
ANSWER_EMPTY = "请回复条号（如“第8条”），或直接写出答复。"
NONE_WAITING = "近30日没有待答问题。"
ASK_ANSWER = (
    "请回复条号（如“第8条”），或直接写出答复，30分钟内有效；再有人这样问就会得到它。发送“取消”可先放下。"
)
THANKS_FOR_TELLING = "已记下，未保办会补充答复。谢谢您的反馈。"
UNLEARNED = "已撤回这条答复。"
DISMISSED = "已从待答列表移除。"

_REASONS = {Reason.NONE: "方案中未找到", Reason.UNHELPFUL: "反馈没帮上"}


def no_measure(number: int, count: int) -> str:
    """An answer that points at a measure the plan does not have."""
    return f"方案共有{count}条措施，没有第{number}条，请核对。"


def answer_too_long(length: int, limit: int) -> str:
    """An answer over the limit."""
    return f"答复有{length}字，请精简到{limit}字以内。"


def listed(rows: Sequence[Unanswered], shown: int) -> str:
    """The list for the office."""
    head = f"近30日待答问题{len(rows)}个" + (f"，先列{shown}个：" if len(rows) > shown else "：")
    lines = []
    for place, row in enumerate(rows[:shown], 1):
        day = f"{row.last_at.month}月{row.last_at.day}日"
        lines.append(f"{place}. {row.text}（{_REASONS[row.reason]}，{row.times}次，{day}）")
    return "\n".join([head, *lines])


def taken_up(question: Unanswered) -> str:
    """One question, taken up for an answer."""
    return f"问题：{question.text}\n{ASK_ANSWER}"


def kept(learned: Learned) -> str:
    """The office's answer was learned."""
    numbers = "、".join(f"第{number}条" for number in learned.measures)
    return f"已记住。再有人问“{learned.question}”，将答复：{'；'.join(filter(None, (numbers, learned.text)))}"


def cited(learned: Learned) -> str:
    """The office's own words as an answer, with their source."""
    day = f"{learned.at.year}年{learned.at.month}月{learned.at.day}日"
    return f"{learned.text}\n（未保办{day}答复，非方案原文）"
