"""What the words of a report say: how it stands, how far it is, and whether they are a report at all."""

import re
from dataclasses import dataclass

from bot.plan.numerals import parse_numeral
from bot.progress.model import Status

_NOT_YET = r"(?:还没有?|还未|尚未|暂未|暂时没有?|没有?|未)"
_ENDED = r"(?:完成|搞完|做完|办完|弄完|干完|办结|完毕|结束|落实到位)"
_NIL = re.compile(
    r"(?<!有)(?:暂无|尚无|无|未有|没有?)(?:什么|任何|明显|大的)?新?的?(?:进展|变化|动态)|[同与]上[期月]一[致样]"
)
_BLOCKED = re.compile(
    r"受阻|卡住|卡在|停滞|搁置|停工|暂停|推不动|推不下去|推进不了|推进困难"
    r"|(?:无法|难以|不能)(?:继续)?(?:推进|开展|实施|落实|完成)"
    r"|(?<![没无不])(?:有|存在|遇到?|碰到|面临)(?:了|着|一?[点些]|较大|很大|一定|不少|的)*(?:困难|阻力|难题|瓶颈)"
    r"(?!的?(?:家庭|儿童|群众|职工|女职工|学生|未成年|户|人员|孩子|老人))"
    r"|困难(?:较大|很大|较多|很多|重重)|(?:比较|很|十分|较为|非常)困难(?!的)"
)
_LACKING = re.compile(
    r"缺[少乏]?(?:经费|资金|钱|人手|人员|编制|设备|场地|专业|师资)"
    r"|(?:经费|资金|人手|人员|编制|设备|师资)(?:不足|短缺|不够|紧张|[没未]还?(?:到位|批|下达|落实))"
)
_NOT_STARTED = re.compile(
    rf"{_NOT_YET}(?:正式)?(?:启动|开始|开展|着手|动工|开工|实施|动|做)(?![员态力完好到])|待启动"
)
_UNDER_WAY = re.compile(
    r"(?:推进|进行|实施|开展|办理|筹备)中|正在|[在正](?:推进|办|做|进行)|(?:已经?|刚刚?)(?:启动|开始)"
    r"|(?:稳步|有序|扎实|全面|加快|积极|深入|同步|按计划|正常|抓紧|大力|逐步)推进(?!会|完成)|进展顺利"
    rf"|(?:{_NOT_YET}|不算|不是)(?:全部|完全|全|都)?(?:{_ENDED}|到位)"
    rf"|(?:基本|大部分|部分|初步|接近|即将|快要?|大体|大致|阶段性)(?:已经?|都)?{_ENDED}"
    rf"|(?:预计|计划|力争|争取|将于?|拟于?|打算|准备|确保|有望)[^已，,；;。\n]{{0,16}}{_ENDED}"
    r"|(?:其余|其他|剩余|剩下|余下)[^，,；;。\n]{0,10}(?:推进|进行|办理|整改|未|没)"
)
_DONE = re.compile(
    rf"(?:{_ENDED}|完成)(?!情况|率|时限|时间|标准|比例|度|得|后|之后|前|之前)|搞定|[弄办搞做]好了|完结|收官|完工|竣工|(?:都|均|全部)(?:落实|到位|办了|做了)"
)
_VERB = (
    r"(?:开展|组织|召开|举办|印发|制定|出台|发放|走访|检查|排查|整改|培训|宣传|建立|建成|健全|推进|落实|查处|救助|慰问"
    r"|张贴|签订|成立|督导|摸排|入户|办理|开设|设立|受理|移送|联合|部署|启动|协调|起草|征求)"
)
_WORK = re.compile(
    r"\d|[两三四五六七八九十几数多]+(?:次|场|所|家|人|名|个|份|件|户|期|处|条)"
    rf"|{_VERB}[了过]|已经?{_VERB}"
    r"|(?:^|[，,；;。\n])\s*[:：、]?\s*(?:我[局们]|我?单位|本[月期周]|近期|共|累计|已经?|先后|目前)*"
    rf"{_VERB}(?!情况|$)"
)
_MOVING = re.compile(r"推进(?!情况)|持续")
# What ought to be is no news of what is: 应于7月25日前完成.
_DUTY = re.compile(r"(?:应|须|需要?|要求|必须|务必)[^是，,；;。\n]{0,16}(?:完成|落实到位)")
_QUESTION = re.compile(
    r"[?？]|(?:吗|呢|么)\s*$|谁|哪|什么|啥|怎么|怎样|如何|多少|几[条项个号时]|是否|是不是|有没有|能不能|可不可以|可以不"
    r"|要不要|用不用|请问|想问|问一下|(?:了没有?|了不)\s*$|何时|为何"
)
_NOT_A_REPORT = re.compile(
    r"^\s*(?:@\S+\s*)?(?:请|烦请|麻烦|希望|建议|祝|望|务必|帮[我忙](?!汇?报)|给我|我[想要](?!汇?报)|想看|查一?下|查询|看一?下|看看|如果|假如"
    r"|要是|若|转发|通知|各单位|各成员单位|发我|说说|讲讲|介绍|争取|力争)"
)
_NOTICE = re.compile(
    r"^\s*(?:【|\[|通知|转发|关于(?:印发|开展|做好|进一步|召开)|各单位|各成员单位|各责任单位|各部门)"
)
_CLAUSE = re.compile(r"[^，,；;。\n\r！!？?]+[？?]*")
_PERCENT = re.compile(
    r"(?P<number>\d{1,3}(?:\.\d+)?)\s*%"
    r"|百分百|(?P<whole>[一二三四五六七八九十百\d]{1,3})分之(?P<part>[零一二两三四五六七八九十百\d]{1,5})"
    r"|(?P<tenths>[一二两三四五六七八九十]|(?<!\d)[1-9])成(?P<half>半)?(?![立员果功效为长本就绩套年人都分份品])"
    r"|(?P<half_way>过半|(?<!多)一半)"
)
_NOT_PROGRESS = re.compile(
    r"(?:(?<!完成)(?<!办结)(?<!落实)率|占|合格|(?:增长|上升|下降|提高|降低)(?![到至])|同比|环比|满意度?|覆盖)[^，,；;。\d]{0,6}$"
)
_DENIED = re.compile(r"(?:不是|并非|没到|没有到?|未到|未达到?)\s*$")
_PLANNED = re.compile(r"(?:预计|计划|力争|争取|目标|拟|将)[^已，,；;。\n]*$")
_LEFT_OVER = re.compile(r"(?:还剩|剩余|剩下|还差|尚余|还有)\s*(?:约|大约|不到)?\s*$")
_PREVIOUS = re.compile(
    r"补[报交填录]|上(?:个?月|一?期|个?季度|一?周)(?:的)?(?:工作)?(?:进展|情况|汇报|报告|任务)"
)
_ALL = re.compile(r"全部|所有|各项|各条|每[项条]|都|均|一律|全(?=完成|搞完|做完)")
_REST = re.compile(
    rf"(?:其余|其他|其它|剩下|剩余)的?(?:(?:各?[条项]|措施|任务|工作|事项)+[^，,；;。\n]+|(?:本[期月周]|均|都|也|暂)*{_NIL.pattern})"
    r"[\s，,；;。！!]*$"
)
_FILLER = re.compile(
    r"[\s，,。！!；;：:、.在正中]|我|们|本|贵|单位|局|部门|委|院|期|月|季度|周|目前|现在?|截至|今天|措施|任务|工作|事项|责任|负责|承担"
    r"|的|了|已经?|进展|情况|如下|汇报|报告|领导|您?好|\d+%|补[报交填录]|上个?"
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


def read(words: str) -> Reading:
    """How the work stands by these (flattened) words; questions, requests and wishes among them say nothing.

    A hindrance outweighs all; nothing new and not begun come next, then any word that part is still open,
    then a percent, then done. What is merely lacking (缺经费) is a hindrance where no other word says how
    it stands. Facts without any such word mean that work is under way.
    """
    if not_a_report(words):
        return _NOTHING
    told = "，".join(clause for clause in _CLAUSE.findall(words) if not _QUESTION.search(clause))
    told = _DUTY.sub("", told)
    percent, whole_denied = _percent(told)
    if _BLOCKED.search(told):
        return Reading(Status.BLOCKED, percent, True)
    if percent is None and _NIL.search(told):
        return Reading(Status.NIL, None, True)
    begun = _NOT_STARTED.sub("", told)
    if percent is None and begun != told and not _DONE.search(begun):
        return Reading(Status.NOT_STARTED, None, True)
    if begun != told or whole_denied or _UNDER_WAY.search(told) or (percent is not None and percent < 100):
        return Reading(Status.IN_PROGRESS, percent, True)
    if percent is not None or _DONE.search(told):
        return Reading(Status.DONE, percent, True)
    if _LACKING.search(told):
        return Reading(Status.BLOCKED, None, True)
    if _MOVING.search(told):
        return Reading(Status.IN_PROGRESS, None, True)
    return Reading(Status.IN_PROGRESS) if _WORK.search(told) else _NOTHING


def not_a_report(words: str) -> bool:
    """Whether the words open as a request, a wish or a notice does."""
    return _NOT_A_REPORT.match(words) is not None


def is_notice(message: str) -> bool:
    """Whether a whole message opens as a paper to others does (【…】, 各单位：)."""
    return _NOTICE.match(message) is not None


def asks(words: str) -> bool:
    """Whether there is a question in the words."""
    return _QUESTION.search(words) is not None


def for_all(words: str, unit: str) -> bool:
    """Whether the words speak of all that the unit owes: 全部已完成, 本期无新进展; and of no single thing.

    Nothing new may be followed by its reason.
    """
    plain = words.replace(unit, "")
    nothing_new = _NIL.search(plain)
    if nothing_new:
        return _FILLER.sub("", _ALL.sub("", plain[: nothing_new.start()])) == ""
    for status_word in (_NOT_STARTED, _UNDER_WAY, _DONE, _BLOCKED, _MOVING):
        plain = status_word.sub("", plain)
    return _ALL.search(plain) is not None and _FILLER.sub("", _ALL.sub("", plain)) == ""


def rest_of(message: str) -> int | None:
    """Where a closing remark on all the others begins (其余无新进展, 其余措施均在推进), if there is one."""
    found = _REST.search(message)
    return found.start() if found else None


def is_previous(words: str) -> bool:
    """Whether the words speak of the cycle before (补报上月)."""
    return _PREVIOUS.search(words) is not None


def _percent(told: str) -> tuple[int | None, bool]:
    """The last percent that tells progress, 0-100, and whether a full hundred was denied (不是100%)."""
    percent, denied = None, False
    for match in _PERCENT.finditer(told):
        before = told[max(0, match.start() - 20) : match.start()]
        value = _value(match)
        if value is None or value > 100 or _NOT_PROGRESS.search(before) or _PLANNED.search(before):
            continue
        if _DENIED.search(before):
            denied = denied or value == 100
            continue
        percent = 100 - value if _LEFT_OVER.search(before) else value
    return percent, denied and percent is None


def _value(match: re.Match[str]) -> int | None:
    if match["number"]:
        return int(float(match["number"]) + 0.5)
    if match["whole"]:
        whole, part = (100 if said == "百" else parse_numeral(said) for said in match.group("whole", "part"))
        return int(part * 100 / whole + 0.5) if whole and part is not None else None
    if match["tenths"]:
        tenths = parse_numeral(match["tenths"])
        return tenths * 10 + (5 if match["half"] else 0) if tenths is not None else None
    return 50 if match["half_way"] else 100
