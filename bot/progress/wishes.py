"""What somebody wants to do: to report, to report for the cycle before, to know how a report is changed."""

from bot.patterns import late
from bot.progress.answers import agrees, clauses, empty, idle, trimmed
from bot.progress.corrections import numbers_in
from bot.progress.dictated import flatten
from bot.progress.purpose import asks
from bot.progress.wording import facts

_EARLIER = late(
    r"^\s*(?:我要|我想|请|帮我)?补(?:报|交|填)(?:一下)?(?:上个?(?:月|季度|周|期)|上一?期|\d{1,2}月|[一二三四五六七八九十]{1,2}月)?"
    r"(?:份|的)?(?:汇报|进展|情况|工作)?$"
)
_WISH = late(
    r"(?:你好|您好|在吗|请|麻烦|那)*(?:我们?|咱们?|我[局院委办会]|这边)?(?:现在)?(?:想|要|需要|来|得|准备|打算|开始)+(?:要|来)?"
    r"(?:再)?(?:填?报|汇报|报送|上报|填)(?:一?[下个份条]|点)?(?:本月|这个?月|本期|工作)?(?:的)?(?:进展|工作|情况|进度|汇报|数据|任务)*(?:了|啊|呀|哈)?"
)
_WISH_NOW = late(
    r"我们?(?:来|先|再|要来)?(?:填?报|汇报|上报|报送)(?:一下|[个条点]|一[个条点])(?:东西|进展|情况|进度|工作|数)?(?:了|啊|呀|哈|吧)*"
)
_WISHED = late(
    r"(?:我们?|咱们?|这边|现在|算了|还是|[先再就那来要想得]|需要|准备|打算|帮我?|麻烦|请|[替代帮给][一-龥]{1,4})*(?:填?报|汇报|上报|报送|填写?|说|更新)(?:一?下|[个点])?(?:我们的?|本月的?)?"
    r"(?P<named>(?:第|措施)?[\d一二三四五六七八九十].*?[条项号]?)(?:措施|的|进展|情况|工作|进度|汇报|[了啊呀哈吧呗哇嘛先])*"
)
_HOW = late(
    r"[^，,。\d]{0,10}(?:怎么|怎样|如何|咋样?|能不能|可不可以|可以|能|让)(?:再|还|自己|把)?(?:去)?(?:撤回|撤销|撤|改|修改|更改|更正|取消|收回)"
    r"(?:一下|回来|掉|的?内容|数字|数据|汇报)*(?:吗|么|不|呢|啊|呀|嘛)?"
)


def measures_wished(words: str) -> tuple[int, ...]:
    """The measures of which the words say only that they are to be reported (报一下第十七条); else none."""
    found = {clause: _WISHED.fullmatch(clause) for clause in clauses(words)}
    if not all(wish or (idle(clause) and not facts(clause)) for clause, wish in found.items()):
        return ()
    return numbers_in("、".join(wish["named"] for wish in found.values() if wish))


def wants_earlier(words: str) -> bool:
    """Whether the words only say that the cycle before is to be reported (补报上月)."""
    return _EARLIER.fullmatch(trimmed(words)) is not None


def wants_to_report(words: str) -> bool:
    """Whether the words only say that something is to be reported (小助手好，我报一下)."""
    told = clauses(words)
    wished = [clause for clause in told if _WISH.fullmatch(clause) or _WISH_NOW.fullmatch(clause)]
    return bool(wished) and all(clause in wished or empty(clause) or agrees(clause) for clause in told)


def asks_how_to_change(words: str) -> bool:
    """Whether somebody asks how a report is put right or taken back (报了以后还能改吗)."""
    return asks(flatten(words)) and _HOW.fullmatch(trimmed(words).rstrip("?？")) is not None
