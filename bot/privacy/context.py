"""Whose a number or a house is: a private person's, or an office's that everybody may know.

Read from the same clause, the nearer word first. Windows are bounded, so the cost is too.
"""

from bisect import bisect, bisect_left
from functools import cached_property

from bot.patterns import late
from bot.privacy.folding import MARKS
from bot.privacy.model import Kind
from bot.privacy.scanner import headed

_BREAK = late(r"[。;!?\n]")
_PRIVATE = headed(
    f"[家他她住户现居父母爸妈爹娘爷奶姥外叔姑姨舅伯婶嫂监孩学同儿女孙小本个私宅村邻亲受被当租男之老{MARKS[Kind.NAME]}{MARKS[Kind.ID_NUMBER]}]",
    r"家(?:里|中|长|庭住|住|属|电|在|的)|[他她]家|住(?:址|在|于|着|处|户)?|户(?:籍|主|口)|现居|居住"
    r"|父|母(?!婴)|爸|妈|爹|娘|爷|奶|姥|外婆|外公|叔|姑|姨|舅|伯|婶|嫂|监护人|孩|学生(?!资|宿舍|公寓|食堂)"
    r"|同学|儿子|女儿|孙[子女]"
    r"|小朋友|本人|个人|私人|宅|村民(?!委|小)|邻居|亲[属戚]|[受被]害[人者]|当事人|租(?:房|住)"
    r"|[男女][童生孩](?!宿舍|公寓|厕)|[男女],|之[子女]"
    rf"|同志家|老家|[{MARKS[Kind.NAME]}{MARKS[Kind.ID_NUMBER]}]",
)
_PUBLIC = headed(
    "[局办委法检医保卫福派司救收交事站中热值举咨监投传服报公专机协联妇工团县残科大支政单学小一二三高幼"
    "教实会网酒饭书药商超宾旅歌K门文经厂广图少活基驿设排巡消堵整施改加官]",
    r"(?:局|[办委](?!法)|法院|检察院|医院|卫生院|保健院|福利院|(?:派出|司法|救助|收容|交易|事务)所|站"
    r"|中心|热线|值班|举报|咨询|监督|投诉|传真"
    r"|办公|服务|报名|公开|专线|机构|协会|联合会|妇联|工会|团县|残联|工商联|科协|大队|支队"
    r"|中队|政府|公司|单位|学校|小学|中学|[一二三]中"
    r"|高中|幼儿园|大厦|大楼|教学楼|实验楼|会议室|网吧|[酒饭书药商]店|超市|商[场户铺]|宾馆"
    r"|旅[馆社店]|歌厅|KTV|酒吧|门市|文具|经营"
    r"|工厂|厂房|广场|公园|图书馆|文化馆|少年宫|活动室|基地|驿站|网点|工地"
    r"|设[在立于]|检查|排查|巡查|消防|堵塞|整改|整治|施工|改造|加固|公务|官方|工作邮)(?![街路巷院]|小区|家属)",
)
_BEFORE, _AFTER, _AT_ONCE = 40, 14, 3


class Surroundings:
    """The words of one text that tell private from public; read once, when first asked."""

    def __init__(self, text: str) -> None:
        self._text = text

    @cached_property
    def _private(self) -> list[int]:
        return [match.start() for match in _PRIVATE.finditer(self._text)]

    @cached_property
    def _public(self) -> list[int]:
        return [match.start() for match in _PUBLIC.finditer(self._text)]

    @cached_property
    def _breaks(self) -> list[int]:
        return [match.end() for match in _BREAK.finditer(self._text)]

    def private(self, start: int, end: int, *, unless_told: bool) -> bool:
        """Whether the words around a span tell that it is a private person's; ``unless_told`` if none do."""
        clause = bisect(self._breaks, start)
        begin = max(start - _BEFORE, self._breaks[clause - 1] if clause else 0)
        private, public = (_last(places, begin, start) for places in (self._private, self._public))
        if private > public:
            return True
        following = bisect(self._breaks, end)
        stop = min(
            end + _AFTER, self._breaks[following] if following < len(self._breaks) else len(self._text)
        )
        private_after, public_after = (_first(places, end, stop) for places in (self._private, self._public))
        if public >= 0:
            return private_after < min(stop, end + _AT_ONCE + 1) and public_after >= stop
        if public_after < private_after:
            return False
        return private_after < stop or unless_told


def _last(places: list[int], begin: int, end: int) -> int:
    """The last place in the range, -1 without one."""
    at = bisect_left(places, end) - 1
    return places[at] if at >= 0 and places[at] >= begin else -1


def _first(places: list[int], begin: int, end: int) -> int:
    """The first place in the range, the range's end without one."""
    at = bisect_left(places, begin)
    return min(places[at], end) if at < len(places) else end
