"""Which thing on a card is wrong, where it is not said what is right: 进度写错了 · 8条的状态不对."""

import re

from bot.patterns import late
from bot.progress.answers import agrees, clauses, empty, idle, slip
from bot.progress.doubts import Ground
from bot.progress.model import Draft
from bot.progress.steps import Step
from bot.progress.targets import point

_THINGS = (
    (Step.PERCENT, r"(?:完成)?(?:进度|比例|百分比|百分数|百分之几|完成度|完成率)"),
    (Step.STATUS, r"(?:进展)?状态"),
    (Step.TEXT, r"(?:汇报|进展|文字)?(?:内容|说明|文字|表述|描述)"),
    (Step.MEASURE, r"(?:措施|条号|条目|条数|条款|编号|哪[一]?条|[这那]一?条(?=不是|不对|[写报填弄搞选]))"),
)
_AROUND = (
    r"(?:那个|那里|那块|这里|这块|的|我|数字?|好像|有点|是|把|给|一下|得|要|需要|想|下|再|了|吧|啊|呀|哈)*"
)
_CHANGE = (
    r"(?:改|修改|改一改|改改|更正|调整?|重填|重写|重选|补(?:充|写|全)?|重新[填写选]"
    r"|换[个种一]?(?:说法|写法|讲法|措辞))"
)
_FAULTS = tuple(
    (step, re.compile(rf"{_AROUND}(?:{_CHANGE}{_AROUND})?{thing}(?P<rest>.*)")) for step, thing in _THINGS
)
_CHANGED = late(rf"{_AROUND}(?:{_CHANGE}{_AROUND})?")


def fault(draft: Draft, words: str, ground: Ground) -> tuple[int, Step] | None:
    """The place of the item, and what of it is to be asked anew; None where the words name no such thing."""
    found: tuple[int, Step] | None = None
    remarked: list[tuple[int, Step]] = []
    for clause in clauses(words):
        if empty(clause) or agrees(clause) or (slip(clause) and _thing(clause) is None):
            continue
        about = point(clause, draft.items, ground) if len(draft.items) > 1 else None
        places = about.places if about else ((0,) if len(draft.items) == 1 else ())
        said = about.rest if about else clause
        if len(places) != 1:
            return None
        if (step := _thing(said)) is not None:
            if found not in (None, (places[0], step)):
                return None
            found = places[0], step
        elif (named := _named(said)) is None:
            return None
        elif not (named[1] and agrees(named[1])):
            remarked.append((places[0], named[0]))
    return found if found is not None and set(remarked) <= {found} else None


def _named(clause: str) -> tuple[Step, str] | None:
    """The thing that a clause names, and what it says of it, where that is no report (文字太随便了)."""
    for step, pattern in _FAULTS:
        if (told := pattern.fullmatch(clause)) is not None and idle(told["rest"]):
            return step, told["rest"]
    return None


def _thing(clause: str) -> Step | None:
    """The thing that a clause says is wrong or wants changed, and no more than that."""
    for step, pattern in _FAULTS:
        if (told := pattern.fullmatch(clause)) is None:
            continue
        rest, asked = told["rest"], told[0][: told.start("rest")]
        if slip(rest) or (_CHANGED.fullmatch(rest) and re.search(_CHANGE, asked + rest)):
            return step
    return None
