"""Whether somebody does not know which status fits: 不知道算已完成还是算推进中 · 这算完成没有."""

from bot.patterns import late

_STATUS = r"(?:完成|完工|办结|结束|推进|启动|困难|新进展|状态)"
_NEAR = r"[^，,；;。！!？?\n]{0,10}"
_DOUBT = (
    r"(?:不知道?|不晓得|不清楚|不确定|不敢定|不好[说定判]|拿不[准定]|吃不准|说不[准好清]|搞不[清懂]|分不清"
    r"|没把握|纠结)"
)
UNSURE = late(_DOUBT)
"""Words of somebody who does not know."""

_COUNTS = r"(?:算|是|填|写|报|选|属于?|叫)"
_UNDECIDED = late(
    rf"{_DOUBT}{_NEAR}{_COUNTS}{_NEAR}{_STATUS}|{_COUNTS}{_NEAR}{_STATUS}{_NEAR}{_DOUBT}"
    rf"|{_COUNTS}{_NEAR}{_STATUS}{_NEAR}还是{_NEAR}|算不算{_NEAR}{_STATUS}"
    rf"|算(?:是|得上)?(?:已经?|整条|全部)?(?:完成|办结|结束)了?(?:没有?|吗|么|不|呢)"
    rf"|(?:算|填|写|报|选)(?:什么|啥|哪[个种一])(?:进展)?(?:状态)?(?:好|合适|呢|啊|$)"
)


def undecided(words: str) -> bool:
    """Whether the words leave open how the work stands, and say so."""
    return _UNDECIDED.search(words) is not None
