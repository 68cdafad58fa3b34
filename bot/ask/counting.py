"""Questions that count, read as a small query: what is counted, its rank, its limits, its share."""

import re
from collections.abc import Iterator
from functools import cache

from bot.ask.counted import Count, Of
from bot.ask.wording import any_of
from bot.patterns import late
from bot.plan.numerals import NUMERAL, parse_numeral

_N = NUMERAL.replace("+", "{1,4}")  # long enough for what is counted here
_NO_LIST = r"(?<![第哪这那的])(?<!下[面头])(?<!底下)"
_HOW_MANY = rf"(?:多少|{_NO_LIST}几)\s*(?:个|条|项|家|类|大){{0,2}}\s*(?:责任|成员|重点|具体)?\s*"
# 几条都是啥 wants the list, 有几条 the number
_LISTED = r"(?!都是|分别|是[啥什哪甚]|[什啥]|事儿?[啥什])"
_UNITS = any_of(rf"""
    {_HOW_MANY}(?:单位|部门|局委?|机构|成员) (?:多少|(?<![第哪])几)家
    (?:单位|部门)(?:一共|总共|共)?(?:有|是)?(?:多少|几)[个家]?
    (?:责任|成员|参与)?(?:单位|部门)(?:的)?(?:总数|个数|数目|数量|家数|数(?![据字得]))
    """)
_SECTIONS = (
    rf"{_HOW_MANY}(?:部分|方面|章|[板版]块|大块|大类)|(?:部分|章|大块|[板版]块)(?:一共|总共|共)?有?(?:多少|几)个?(?![条项件家])"
    rf"|部分(?:的)?(?:总数|个数|数目|数量)|分(?:成|为|了)?{_N}个?大?(?:部分|块)|分(?:成|为|了)?几大?块"
)
_MEASURES = any_of(rf"""
    {_HOW_MANY}(?:措施|任务|工作|事情|事|活) 多少[条项]
    (?:多少|{_NO_LIST}(?<=[有共占到了干做办担责领摊挂])几)[条项件次回遍]{_LISTED}
    {_NO_LIST}(?<!的)几[条项件次回遍]{_LISTED} 的条数 [一二三]?十[几来多][条项]
    条数(?:一共|总共|共)?[是有]?(?:多少|几)?(?=$|[?？。呀啊呢])
    共[是有摊领占担分挂]?[了到着]?多少(?=$|[?？。呀啊呢])
    (?:措施|任务|条款|条目|工作)(?:的)?(?:总数|个数|数目|数量|数)
    (?:措施|任务|条)(?:一共|总共|共)?(?:有|是)?(?:多少|几)[条项个]?
    """)
_CLAIMS = any_of("""
    责任事项(?:的)?(?:总数|数量|数)? 责任项(?:的)?(?:总数|数量|数) 任务总量 总任务量 [家人]次 责任条目
    (?:任务|责任|活儿?|条数)(?:全都?|都|全部)?(?:加[起到在]?(?:来|一[块起]儿?)|累计|合起来)
    """)
_ASKS_NUMBER = r"多少|几|总数|数量|总量|总共|一共|合计"
_MOST = any_of("""
    最厚 最多 最重 最忙 最大 最繁重 最累 第一多 数量第一 最长 最啰嗦 排第一 居首 最吃力 最辛苦 最高 榜首
    头名 名列第一 排头 头号 大户 冠军 状元 数谁(?:家|的)?(?:任务|活儿?|条数?|事)?(?:最|更)?[多重]
    """)
_FEWEST = any_of("""
    最薄 最单薄 最少 最轻 最闲 最小 最清闲 最短 最轻松 垫底 倒数第一 末位 最低 最省事 最省心 最不忙
    """)
_AFTER_A_NUMBER = r"(?:名|家|位|强|甲|的|(?:个|大)?(?:责任)?(?:单位|部门|局)|(?=$|[\s,，。?？是]|排))"
_FIRST = (
    rf"(?<![目以之当提])(?:排名?|位列|位居)?在?(?:前|(?<![口里念])头)\s*(?P<first>{_N})\s*{_AFTER_A_NUMBER}"
    rf"|top\s*(?P<top>\d+)|(?:{_MOST})的前?(?P<of_most>{_N})[个家条项]"
)
_FIRST_OF_FEWEST = rf"(?:{_FEWEST})的前?(?P<of_fewest>{_N})[个家条项]|倒数前?(?P<of_last>{_N})[名个家]"
_PLACE = (
    rf"(?P<last>倒数)?第\s*(?P<place>{_N})\s*(?P<way>多|少|忙|重|闲|轻|大(?![类块项部])|高|名)"
    rf"|(?:排名?|位列|位居)(?:在)?第\s*(?P<placed>{_N})(?!的?[那这]?[条项个部章])"
    rf"|(?:任务|措施|数量?)(?:最?多)?的?第\s*(?P<ranked>{_N})(?![条项个部章块类零一二三四五六七八九十\d])"
    rf"|并列第\s*(?P<even>{_N})|第\s*(?P<who>{_N})的?是(?:谁|哪)"
)
_SECOND = "仅次于|其次"
_EACH = any_of(r"""
    每一?(?:个|家)?(?:责任|成员)?(?:单位|部门|局).{0,8}(?:多少|几)[条项个件]?
    各(?:个|家)?(?:责任|成员)?(?:单位|部门|局).{0,8}(?:多少|几)[条项个件]
    从多到少 由多到少 从少到多 由少到多 排个?[名序队行](?!第) 排行榜? 排名榜?(?!第|前)
    """)
_WHERE_PLACED = r"排(?:名|在|到)?(?:是)?(?:第几|老几|多少名|几名|第多少)|名次"
_DID = any_of("""
    有 被 给 让 管 由 归 属于? 落到? 派 靠 是 列 挂 压 在 揽 扛 担 背 接 沾 干 做 负责 承担 参与 参加 牵扯
    涉及 点名? 提 写 出现 要 领 占 摊上? 分 到 过 了 着 名
    """)
_DID = f"{_DID}{{0,6}}?"
_THING = (
    r"(?P<thing{0}>家|个(?=任务|措施|(?:责任)?(?:单位|部门)|局|的|[及或]?以|$|[\s,，。?？])|条|项(?!目|补)|次|回|件|遍|处)"
    r"(?P<what{0}>(?:责任)?(?:任务|措施|单位|部门))?"
)
_LIMITS = rf"""
    (?:(?P<over>超过|超出|多于|大于|高于|不止|过)|(?P<under>不足|少于|低于|不到|小于|没到)
    |(?P<least>至少|不少于|不低于|达到|达|够|满|大于等于)|(?P<upto>不超过|不多于|至多|顶多)
    |(?P<exact>只|仅|就(?!{_N}条(?:吧|[,，]|归|谁|是谁))|光|单|恰好|正好|刚好|恰|刚|独|才))
    {_DID}\s*(?P<n1>{_N})\s*{_THING.format(1)}(?:及?以上)?
    |(?<![0-9第])(?<![零一二三四五六七八九十])(?P<n2>{_N})\s*{_THING.format(2)}(?:[及或])?(?:以(?P<side>上|下)|(?P<more>还多|起步|往上))
    |(?<![0-9第零一二三四五六七八九十跟和与同到至、,，~-])(?P<n5>{_N})\s*(?P<thing5>条|项(?!目|补))(?P<what5>(?:任务|措施))?(?=的(?:责任)?(?:单位|部门|局)(?!名)|(?<=任务|措施)的(?:都?[是有])?(?:谁|哪))
    |(?:有|承担|参与|负责|管|挂|领)了?(?P<n3>{_N})\s*{_THING.format(3)}(?=的?(?:是|都|有)?(?:哪|谁|单位|部门|局|部分|章))
    |(?<![0-9第零一二三四五六七八九十])(?P<n4>{_N})\s*(?P<thing4>家|个(?=单位|部门))(?P<what4>(?:责任)?(?:单位|部门))?(?:一起|共同|共|联合|一块儿?)(?:负责|管|承担|参与|牵头|干|做|抓|办)
    """.replace("\n    ", "")
_FORMS = range(1, 6)
_PART_OF = (
    r"(?P<past>超过|多于|过)?(?:达到?|占到?|够)?(?:(?P<half>一半|半数|对半|百分之五十|50%)"
    rf"|(?P<parts>{_N})分之(?P<taken>{_N})|(?<!\d)(?P<percent>\d{1, 3})%)(?:[及或]?以上)?|(?P<past_half>过半)"
)
_ALONE = any_of(r"""
    (?:独家|单独|一家|独自)(?:负责|承担|独?办|管|扛|牵头|干) 一家独办
    (?:1|一)(?:个|家)(?:单位|部门)?(?:单独|独自|独家)(?:负责|承担|办|管)
    """)
_OUT_OF = (
    rf"(?<![第0-9、和,，十])(?:这|全部|总共|一共)?{_N}条(?:措施|任务)?(?:里面?|里头|当中|之中|中)"
    r"(?=.{0,8}(?:占|有|参与|负责|承担|多少|几))"
)
_SHARE = any_of("""
    百分之(?:多少|几) 占比(?:多少|是|有)? 多大(?:比例|比重) 几成 几分之几
    (?:比例|比重)(?:是|有|占)?(?:多少|多大|多高)?
    """)
_AVERAGE = (
    r"^(?=.*(?:平均|均摊|匀下来|均下来))(?=.*(?:几|多少)\s*[个条项家])"
    r"(?=.*(?:条|措施|任务|项|单位|部门|局|家)).*$"
)
_COMPARES = (
    r"(?:谁|哪[个家]).{0,7}?(?:更)?(?:[多少重]|(?:更|比较)[忙闲轻])(?:一些|一点|些|点)?[?？。\s]*$|[多少]还是"
    rf"|一[样般]多|相?差[了着]?(?:多少|几)|比.{{2,12}}[多少](?:多少|几|{_N})[条项]|加[起到在]?来|加在?一[起块]|合起来|相加"
)
_OF_MEASURES = late(
    any_of(r"""
    (?:哪[几些]?|第几)一?[个条项]?(?:措施|条|项|任务) (?:措施|条|任务|项)是?(?:哪|第几)
    (?:涉及|责任|牵扯)(?:的)?(?:单位|部门) 最[多少]的(?:那|哪|这)?[1一]?[条项]
    """)
)
_OF_UNITS = late(r"单位|部门|哪个局|哪家|哪几家|谁|几家")
_OF_LETTERS = late("字数?|篇幅|文字|写得|啰嗦|(?<!部分)(?<!方面)(?<!块)(?<!章)最[长短]")
_OF_SECTIONS = late(
    rf"哪(?:{_N}|几|些)?[个大]{{0,2}}(?:部分|方面|章|[板版]块|块(?!钱|地))|(?:部分|章|[板版]块)(?:里头?|中|当中)?[是有]?哪"
)
# 任务最多的局有几条, 条数最少的部分: what is said to be first tells what is ranked
_OF_WHAT = late(
    rf"最[^的,，]{{1,3}}的[那哪这]?(?:{_N}|几)?[个大]{{0,2}}"
    "(?:(?P<sections>部分|方面|章|[板版]块|块)|(?P<measures>条|项)|(?P<units>局|单位|部门|家))"
)
_WHICH = late(rf"哪\s*({_N})[个大家条项]")
ADDS = late("加[起到在]?来|加在?一[起块]|合起来|相加")
_BARE_LIMIT = late(rf"((?:单位|部门)数?(?:超过?|过|多于|大于|破){_N})(?=的|$)")
_MAY_COUNT = late(
    "[几多少最数前第总均排占半%独重忙闲轻分]|[0-9一两二三四五六七八九十] ?[家个条项次回件遍处名]"
    "|top|比例|比重|其次|合计"
)
_OF_A_PLAN = late("单位|部门|[局院委联办会团部]|任务|措施|[条项家章块忙活事谁]|部分|方案|责任|点名|公安|民政")
_PICKS = late(r"单位|部门|局|谁|家|哪|几|多少|有没有")
# Said beside a count, and no topic.
_ASKED = late(
    r"牵扯|挂名|挂着|压|肩上|落到|排名|名次|排在|出现|次数|内容|条数|干活|上阵|里头|下面|底下|扛|揽|摊|领|占|派|分了?|部分|活儿?"
    r"|县里|合计|给|个?准[数信]|到底|一共|总共|共计|统计|总数|数量|承担|牵涉|涉及|参与|负责|全部|整个|全县|所有|最|多|少|更|事|除了?|之外|以外|除外|其余|剩下"
)

_SOURCES = {
    "average": _AVERAGE,
    "first": _FIRST,
    "first_of_fewest": _FIRST_OF_FEWEST,
    "place": _PLACE,
    "limits": _LIMITS,
    "part": _PART_OF,
    "out_of": _OUT_OF,
    "alone": _ALONE,
    "each": _EACH,
    "placed": _WHERE_PLACED,
    "share": _SHARE,
    "claims": _CLAIMS,
    "units": _UNITS,
    "sections": _SECTIONS,
    "measures": _MEASURES,
    "most": _MOST,
    "fewest": _FEWEST,
    "second": _SECOND,
    "compares": _COMPARES,
}
_WITH_NUMBERS = ("first", "first_of_fewest", "place", "limits", "part", "second", "out_of")


@cache
def _patterns() -> dict[str, re.Pattern[str]]:
    """What counts, by what it asks for; made when the first text may count."""
    return {name: re.compile(source) for name, source in _SOURCES.items()}


def without_numbers_that_count(text: str) -> str:
    """The text without the ranks and limits in it, whose numbers name no measure."""
    for name in _WITH_NUMBERS:
        text = _patterns()[name].sub(" ", text)
    return text


def without_counting(text: str) -> str:
    """The text without the words that only count, to see whether a topic is left."""
    for pattern in (*_patterns().values(), _OF_SECTIONS, _ASKED):
        text = pattern.sub(" ", text)
    return text


def counts_units(text: str) -> bool:
    """Whether a normalised text wants to know how many units there are."""
    return _patterns()["units"].search(text) is not None


def spelled_limits(text: str) -> str:
    """The text with what its limits count, where that is left out: 责任单位过十的."""
    return _BARE_LIMIT.sub(r"\1家", text)


def read(text: str) -> Count | None:
    """What a normalised text counts; None where it counts nothing."""
    if _MAY_COUNT.search(text) is None or _OF_A_PLAN.search(text) is None:
        return None
    found = dict(_found(text))
    if "average" in found:
        return Count("measures", average=True)
    if "claims" in found and re.search(_ASKS_NUMBER, text):
        return Count("claims")
    if "alone" in found:
        return Count("measures", low=1, high=1)
    if "limits" in found and _PICKS.search(text):
        return _limited(text, found["limits"])
    if "part" in found and _OF_UNITS.search(text):
        return Count("units", part=_part(found["part"]))
    if (ranked := _ranked(text, found)) is not None:
        return ranked
    percent, placed = "share" in found, "placed" in found or "一样多" in text
    if "sections" in found:
        return Count("sections")
    if "units" in found:
        return Count("units", asks_units=True)
    if percent or placed or not found.keys().isdisjoint({"measures", "compares"}):
        return Count("measures", percent=percent, placed=placed)
    return None


def _found(text: str) -> Iterator[tuple[str, re.Match[str]]]:
    for name, pattern in _patterns().items():
        if (match := pattern.search(text)) is not None:
            yield name, match


def _ranked(text: str, found: dict[str, re.Match[str]]) -> Count | None:
    """The most, the second fewest, the first three, each in order."""
    most, fewest = "most" in found, "fewest" in found
    of = _of(text)
    if of != "sections" and most != fewest and _OF_LETTERS.search(text) and not _OF_UNITS.search(text):
        return Count("measures", "most" if most else "fewest", letters=True)
    if "first" in found:
        return Count(of, "most", first=_number(found["first"], "first", "top", "of_most"))
    if "first_of_fewest" in found:
        return Count(of, "fewest", first=_number(found["first_of_fewest"], "of_fewest", "of_last"))
    if (place := found.get("place")) is not None:
        few = fewest or bool(place["last"]) or place["way"] in {"少", "闲", "轻"}
        return Count(
            of, "fewest" if few else "most", place=_number(place, "place", "placed", "ranked", "even", "who")
        )
    if most != fewest:
        which = _WHICH.search(text)
        return Count(of, "most" if most else "fewest", first=parse_numeral(which[1]) or 1 if which else 1)
    if "second" in found:
        return Count(of, "most", place=2)
    return Count(of, "most", first=0) if "each" in found else None


def _of(text: str) -> Of:
    """What is ranked: sections, measures, or else units."""
    of_what = _OF_WHAT.search(text)
    kinds: tuple[Of, ...] = ("sections", "measures", "units")
    if of_what is not None:
        return next(kind for kind in kinds if of_what[kind])
    if _OF_SECTIONS.search(text):
        return "sections"
    return "measures" if _OF_MEASURES.search(text) else "units"


def _limited(text: str, limit: re.Match[str]) -> Count:
    """Measures by how many units they name (超过十家), or units by how many measures name them (只有一条)."""
    number = _number(limit, *(f"n{i}" for i in _FORMS))
    thing = next(limit[f"thing{i}"] for i in _FORMS if limit[f"thing{i}"])
    what = next((limit[f"what{i}"] for i in _FORMS if limit[f"what{i}"]), "")
    if thing == "个" and not what:
        by_units = _OF_UNITS.search(text) is None or _OF_MEASURES.search(text) is not None
    else:
        by_units = thing == "家" or what.endswith(("单位", "部门"))
    by_units = by_units or text.startswith(("单位", "部门"), limit.end())  # 十个以上部门
    of: Of = "measures" if by_units else "sections" if _OF_SECTIONS.search(text) else "units"
    if limit["under"]:
        return Count(of, high=number - 1)
    if limit["upto"] or limit["side"] == "下":
        return Count(of, high=number)
    if limit["over"]:
        return Count(of, low=number + 1)
    if limit["least"] or limit["n2"]:
        return Count(of, low=number)
    above = limit.group().endswith("以上")
    return Count(of, low=number, high=None if above else number)


def _part(match: re.Match[str]) -> float:
    if match["parts"]:
        return (parse_numeral(match["taken"]) or 0) / (parse_numeral(match["parts"]) or 1)
    return int(match["percent"]) / 100 if match["percent"] else 0.5


def _number(match: re.Match[str], *groups: str) -> int:
    """The number that one of a match's groups holds; 1 for want of any."""
    return next((parse_numeral(match[group]) or 1 for group in groups if match[group]), 1)
