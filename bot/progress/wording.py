"""What the words of a report say: how the work stands and how far it is."""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import lru_cache

from bot.patterns import late
from bot.progress.hindrances import BLOCKED, LACKING, POSTPONED
from bot.progress.model import Status
from bot.progress.percents import percent_begins, percent_told, without_percent
from bot.progress.purpose import tells
from bot.progress.statuses import (
    ABOUT_TO,
    DONE,
    END,
    NIL,
    NOT_A_START,
    NOT_STARTED,
    NOT_YET,
    REMAINING,
    UNDER_WAY,
)

_EXTENSION = late(
    r"[^，,；;。\n]{0,20}(?:申请|恳请|请求|能否|可否|能不能|想|希望|需要?|(?<!模)拟)[^，,；;。\n]{0,8}"
    r"(?:延期|延至|延到|延后|宽限|缓报|推迟|顺延)[^；;。\n]*"
)
# All of it was done, where nothing else is told: 资金都拨下去了.
_ALL_DONE = late(rf"(?:都|均){NOT_A_START}[^，,；;。\n\s]{{1,6}}(?<!大半)(?<!过半)(?<!一半)了{END}")
# As many dealt with as there were: 受理23件，办结23件.
_NONE_LEFT = late(
    r"(?<!\d)(\d{1,9})余?([件个处起条家所户人名份])[^\d。；;\n]{0,8}(?:办结|整改|审结|完成|解决|回复|处置|销号|移送|实[一-龥])(?:了|完)?\1\2"
)
_VERB = (
    r"(?:开展|组织|召开|举办|印发|制定|出台|发放|走访|检查|排查|整改|培训|宣传|建立|建成|健全|推进|落实"
    r"|查处|救助|慰问|纳入|更新|完善|修订|配备|拨付|资助"
    r"|张贴|签订|签|成立|督导|摸排|入户|办理|开设|设立|受理|移送|联合|部署|启动|协调|起草|征求|审结|破案"
    r"|侦破|处置|关停|劝返|筛查|发出|发布|播出|接听|接|讲|挂牌|揭牌|开班|聘|选派|投放|清查|下架|立案|罚款"
    r"|取缔|签约|结对|捐赠|公示|安装|采购)"
)
_COUNT = (
    r"(?<![第\d一二三四五六七八九十])(?:\d+(?:\.\d+)?|[一两二三四五六七八九十百几数多]+)(?:余|多|来"
    r"|几)?\s*[万千百]?(?:余|多)?(?:次|场|所|家|人|名|个|份|件|户|期|处|条|册|起|节|批|本|张|封|元|万|篇|对"
    r"|例|遍|轮|套|辆|座|间|块|项|类)"
)
# What stands around a topic and is none: 账号备案进行到一半.
_AROUND = late(
    r"进行到?|进度|进展|项目|主要(?:就?是)?|这个月|本月|本期|目前|现在|我们?(?:这边|局|院|办)?|[这那][块边项条个]|左右|以上|就是|做到|达到"
)
# A verb that tells only that so many were done (托管班开了两个), and so many in words.
_BROUGHT_ABOUT = late(r"(?<=[一-龥]{2})[开办搞做弄进去来讲]了(?=\s?(?:\d|[一两二三四五六七八九十几]))")
# What was done is of the thing (军训完), and only that it is over is not.
_OVER = late(r"(?<=[一-龥]{2})[完好齐](?:了|啦)?(?=$|[，,。；;\s])")
_SOME = late(
    r"(?<!第)[一两二三四五六七八九十几]{1,2}"
    r"[个场次家所名期份件户处批遍对](?![一-龥]?[案校长])"
)
SAME_AGAIN = late(
    rf"(?:这[条项个])?(?:也|都|亦|还|跟它|跟前面|跟上面)*(?:是)?(?:一样|一个样|同上|同样|如此|这样|亦然)的?{END}|[也亦]是的?{END}|也没有?{END}"
)
"""As was said of the measure before."""
_MASK = late(r"[\[［][^\[\]［］]{2,8}已隐去[\]］]")  # somebody, and no topic
_COUNT_OF = late(_COUNT)
_COUNTED = late(
    r"\d+(?:\.\d+)?(?:余|多)?[万千百]?(?:余|多)?[次场所家人名个份件户期处条册起节批本张封元万篇对例遍轮套]*(?!\s*[-~—到至]\s*\d+岁|岁)"
)
_WORK = late(
    rf"(?!一个(?:情况|问题|事|意见|建议|想法)){_COUNT}|{_VERB}[了过]|(?:已经?|均|都|现已|先后|累计){_VERB}(?![站员长月])|[一-龥](?:上|下|出|进|起)(?:去|来)了"
    r"|[发拨付装贴挂查送印配修捐播建批开](?:放|付)?了(?![吗没])|到账|[发送贴讲走跑装]到了?[每各]|率(?:已|均|都)?(?:达到?|为|到|是)?\s?\d"
    rf"|(?:^|[，,；;。\n])\s{{0,4}}[:：、]?\s{{0,4}}(?:我[局们]|我?单位|本[月期周]|近期|共|累计|已经?|先后"
    rf"|目前)*{_VERB}(?!情况|$|[站员长月])"
)
# Anything that has come about: 已执行, 推开了; but not 已阅, 报错了.
_ASPECT = late(
    r"已经?(?!知|阅|读|收到|转|报|交|提交|退|上报|发)[一-龥]|[一-龥]{2}(?<![错忘晚撤])了(?=$|[，,；;。\s])"
    r"|(?:还|正)在[一-龥]|(?:^|(?<=\s))[搞做干弄办发讲查走跑开签]了(?=$|[，,；;。\s])"
)
_ACHIEVED = late(
    r"(?<!没)[一-龥](?:上|下|出|进|起)(?:去|来)了|[都均][一-龥]{1,3}了|[一-龥]了\s*(?:\d|[一二两三四五六七八九十几])|已经?(?!知|阅|读|收到|转|报|交|提交|退|上报|发)[一-龥]"
)
_COUNTED_WORK = late(rf"(?<!计划)(?<!准备)(?<!拟){_VERB}了?{_COUNT}")
_FIGURE = late(r"\d")
_MOVING = late(
    rf"继续(?=[一-龥])|继续{END}|推进(?!情况|会)|持续|陆续|抓紧|(?:还|仍)在|在弄|在推|(?:天天|每天都?)(?!开会|催)[一-龥]"
)
# What ought to be, or is to come, is no news of what is: 应于7月25日前完成.
_DUTY = late(
    r"(?:应(?!急|对|届|用)|须|需要(?!县|未保|领导|上级)|(?<![按照合])要求|必须|务必|要在"
    r"|得在)[^是，,；;。\n]{0,16}(?:完成|落实到位|到位|整治|结束)[^，,；;。\n]*"
    r"|(?<![需主重将])要(?:认真|切实|进一步|加强|抓|做好|全面|严格|尽快|确保|高度|持续)[^，,；;。\n]*"
)
# Money still to be settled leaves nothing open of what is said to be done: 已完成，但经费还没结清.
_SETTLED_LATER = late(
    rf"(?:经费|资金|款项?|尾款|费用|账|发票)[^，,；;。\n成%分]{{0,4}}{NOT_YET}[^，,；;。\n]{{0,2}}(?:结|付|报销|核销)[一-龥]{{0,2}}"
)
_WAITS = late(r"(?:等待?|待)着?[^，,；;。\n]{1,8}")  # says nothing of what has begun
# 没啥动静，跟上月一样 compares with what had begun.
_AS_BEFORE = late(r"[同跟与和]上(?:个?[月期次周回]|季度)")
_STILL = late(r"没(?:啥|什么|个|有)?(?:动静|动)")
_OF_THOSE = late(r"的(?!$|是|问题|情况|原因|主要|地方|[^一-龥])")
CLEARED = late(
    r"(?:无|没有?|未遇到?|不存在|无任何|没啥|没什么|未发现)(?:任何|什么|明显|较大|啥|大)?(?:困难|问题|阻力"
    r"|障碍)(?:问题)?"
    r"|(?:克服|解决|化解)(?:了|各种|重重|种种)*(?:困难|问题|难题)|没(?:有|什么)?卡(?:住|着|壳)?的?(?:地方|点)?|不是没[有动做办搞干弄]|(?:没有?|无)(?:什么|任何)?(?:尾巴|遗留|遗漏)"
    r"|(?:耽误|耽搁|停|断|卡)了[^，,；;。\n]{0,6}[，,\s](?=[^，,；;。\n]{0,6}(?:接上|恢复|接着|重新|通了|正常|又[开讲办做]))|(?:没有?|无|不)(?:什么|啥)?(?:需要?|要)[^，,；;。\n]{0,6}(?:协调|解决|帮助|支持)的?(?:事项|问题)?|(?:并未|并没有?|没有|未)(?:停滞|受阻|搁置"
    r"|停工|暂停|停)"
)
# What stood before, and what stands now: 上次报的推进中，现在完成了.
_NOW = late(
    r"(?:上[次期回月周]|之前|以前|原来|原先|刚才|前期)[^。；;\n]{0,30}?[，,\s](?:但|而|不过)?(?:现在?|目前"
    r"|这[次期]|本[次期月]|如今|应该?为?是?|改为)"
    r"|(?:本来|原本|原以为|以为|[原先开]?[先始]?说|原定|早先)[^。；;\n]{0,30}?(?:其实|没想到|想不到|结果|谁知|不料|后来|现在)"
)
_SPACE = late(r"(?<=[一-龥%])(?<!之)[ \t\u3000]+(?=[一-龥]{2})")  # a comma, to many
_CLAUSE = late(r"[^，,；;。\n\r！!？?]+[？?]*")
_REVISED = late(
    r"(?:由|从)[^，,；;。\n由从]{2,6}(?:改|变|换|调整|转|更正)(?:成|为|作|到)?|改成|改为|应为|应当?是|应该是|更正为|纠正为|没想到|谁知|不料|(?:写错|说错|报错|打错|弄错|搞错|错)了?[，,。；;\s]*(?:应该?为?是?|改为|改成|更正为|实际(?:上?是|为)?"
    r"|是)|不是(?:已经?)?(?:完成|100%)?(?:[，,]\s*)?(?:而)?是(?=推|有|受|还|正|没|尚|未)"
    r"|(?:不是|并?非)[^，,；;。\n]{2,8}[，,]\s*(?:而|应该?)?[是系]|不对(?![外称等劲])"
)
# How it is to be put down, after what it is like: …，先按三成报吧.
_PUT_DOWN = late(
    r"(?:^|[，,；;。\s])(?:所以|那|我们?|您|这[条项个]?|目前|现在?)?(?:先|就|暂时?|还是|只能)*(?:按|算|报|填|记|写成|写个|算是|改(?!完了|好|到位|掉|了))(?:成|为|作|个)?"
    r"(?P<said>[^，,；;。\n\s]{1,8}?)(?:来?报|来?算|来?填|处理)?[吧了]?[。！!~\s]*$"
)
# What it is said not to be, after what it is: 是完成，不是推进中.
_NOT_THAT = late(
    r"[，,\s(（]*(?:上[次回期]|原来|之前|昨天)(?:是?[报填写]的?|是)是?[^，,；;。\n]{1,8}$|[，,\s]*(?:而?不是|并非|别[报写填]|不要[报写填])[^，,；;。\n]{1,8}(?=$|[，,；;。\n])"
)


@dataclass(frozen=True, slots=True)
class Reading:
    """What a stretch of words says. ``status`` None: nothing of how the work stands, only other words.

    ``said`` tells a status that is in the words from one that follows from facts alone (推进中).
    """

    status: Status | None
    percent: int | None = None
    said: bool = False


_NOTHING = Reading(None)


@lru_cache(maxsize=256)
def read(words: str) -> Reading:
    """How the work stands by these (flattened) words; questions, requests and wishes among them say nothing.

    Of a word and its correction the correction counts. A hindrance outweighs all; nothing new and not begun
    come next, then any word that part is still open, then a percent, then done. What is merely lacking
    (缺经费) is a hindrance where no other word says how it stands. Facts without any such word mean that work
    is under way.
    """
    told = _telling(_EXTENSION.sub("", words))
    if revised := [match.end() for turn in (_NOW, _REVISED) for match in turn.finditer(told)]:
        later = told[max(revised) :]
        told = later if _word(later).said else told
    if (without := _NOT_THAT.sub("", told)) != told and _word(without).said:
        told = without
    put = _put_down(told)
    return _word(told if put is None else put)


def _put_down(words: str) -> str | None:
    """How it is to be put down, if words end with that."""
    put = _PUT_DOWN.search(words)
    return put["said"] if put and status_begins(put["said"]) == 0 and _word(put["said"]).said else None


def puts_down(words: str) -> bool:
    """Whether words end with how they are to be put down: 先按三成报吧."""
    return _put_down(words) is not None


def _clauses(words: str) -> Iterator[re.Match[str]]:
    """Those of the clauses that tell."""
    commas = _SPACE.sub(lambda space: "，" * len(space.group()), words)
    return (clause for clause in _CLAUSE.finditer(commas) if tells(clause.group()))


def clauses_that_tell(words: str) -> list[str]:
    """The clauses of words without questions, requests, courtesies, duties and talk of papers."""
    told = _DUTY.sub("", CLEARED.sub("", _EXTENSION.sub("", words)))
    return [text for clause in _clauses(told) if (text := clause.group().strip())]


def _telling(words: str) -> str:
    """Those of the clauses that tell, a space between them where the sender put one for a comma."""
    told = ""
    for clause in _clauses(words):
        apart = words[clause.start() - 1 : clause.start()].isspace()
        told += f"{(' ' if apart else '，') if told else ''}{clause.group()}"
    return told


def facts(words: str) -> bool:
    """Whether words tell of something done or counted (讲座5场, 走访了)."""
    return _WORK.search(words) is not None


def without_status(words: str) -> str:
    """The words without those that say how something stands."""
    for status in (NIL, NOT_STARTED, UNDER_WAY, DONE, BLOCKED, LACKING, _MOVING):
        words = status.sub("", words)
    return words


def subject(words: str, names: Callable[[str], bool]) -> str:
    """The words without those that say how something stands, and without counts; ``names`` tells which
    numbers are none.
    """
    words = _MASK.sub(" ", words)
    plain = without_status(_AROUND.sub(" ", without_percent(_OVER.sub(" ", _BROUGHT_ABOUT.sub(" ", words)))))
    plain = _COUNTED.sub(lambda count: count[0] if names(count[0]) else " ", plain)
    return _SOME.sub(" ", plain)


def only_planned(words: str) -> bool:
    """Whether words tell of nothing but what is to come (计划下月开展)."""
    later = ABOUT_TO.sub("", words)
    return later != words and not (_word(later).said or _WORK.search(later))


def status_begins(words: str) -> int | None:
    """Where the first word that says how something stands begins, if there is one."""
    statuses = (NIL, NOT_STARTED, UNDER_WAY, DONE, BLOCKED, LACKING, _MOVING)
    starts = [match.start() for status in statuses if (match := status.search(words))]
    percent = percent_begins(words)
    return min([*starts, *([] if percent is None else [percent])], default=None)


def opens_with_hindrance(words: str) -> bool:
    """Whether words begin with what stands in the way (卡在财政那里), and so name no thing."""
    plain = words.lstrip()
    return any(hindrance.match(plain) for hindrance in (BLOCKED, LACKING))


def nothing_new(words: str) -> re.Match[str] | None:
    """Where words say that nothing is new (无新进展), if they do."""
    return NIL.search(words)


def _stands(hindrance: re.Pattern[str], told: str) -> bool:
    """Whether words tell of a hindrance, and not of those who have one (没人管的娃娃)."""
    return any(not _OF_THOSE.match(told, found.end()) for found in hindrance.finditer(told))


def _word(told: str) -> Reading:
    told = _SETTLED_LATER.sub("", _DUTY.sub("", CLEARED.sub("", told)))
    percent, whole_denied = percent_told(told)
    if _stands(BLOCKED, told):
        return Reading(Status.BLOCKED, percent, True)
    rest = NIL.sub(" ", _STILL.sub(" ", told) if _AS_BEFORE.search(told) else told)
    if percent is None and NIL.search(told) and not NOT_STARTED.search(rest):
        return Reading(Status.NIL, None, True)
    lacking = _stands(LACKING, told)
    open_ = LACKING.sub(" ", told)  # 资金没到位 leaves nothing open of the work itself
    begun = NOT_STARTED.sub(" ", open_)
    if begun == open_ and POSTPONED.search(told):
        return Reading(Status.BLOCKED, percent, True)
    if percent is None:
        if begun != open_ and not (
            REMAINING.search(open_)
            or any(far.search(_WAITS.sub(" ", begun)) for far in (DONE, UNDER_WAY, _ACHIEVED, _COUNTED_WORK))
        ):
            return Reading(Status.NOT_STARTED, None, True)
        about_to = ABOUT_TO.sub("", told)
        if about_to != told and not (
            _WORK.search(about_to) or UNDER_WAY.search(about_to) or DONE.search(about_to)
        ):
            return Reading(Status.NOT_STARTED, None, True)
    if percent == 0 and (begun != open_ or not _WORK.search(told)):
        return Reading(Status.NOT_STARTED, 0, True)
    if begun != open_ or whole_denied or UNDER_WAY.search(open_) or (percent is not None and percent < 100):
        held_up = lacking and percent is None and re.search(rf"{NOT_YET}(?:能)?完成", told)
        return Reading(Status.BLOCKED if held_up else Status.IN_PROGRESS, percent, True)
    if percent is not None or DONE.search(told) or _NONE_LEFT.search(told):
        return Reading(Status.DONE, percent, True)
    if _ALL_DONE.search(told) and not _COUNT_OF.search(told):
        return Reading(Status.DONE, None, True)
    if lacking:
        return Reading(Status.BLOCKED, None, True)
    if _MOVING.search(told):
        return Reading(Status.IN_PROGRESS, None, True)
    return (
        Reading(Status.IN_PROGRESS)
        if any(work.search(told) for work in (_WORK, _ASPECT, _FIGURE))
        else _NOTHING
    )
