"""Where a child lives, learns and when it was born: house numbers, school classes, dates of birth."""

from bisect import bisect, bisect_left
from collections.abc import Iterator, Sequence

from bot.patterns import late
from bot.privacy.context import Surroundings
from bot.privacy.folding import MARKS
from bot.privacy.lexicon import words
from bot.privacy.model import Kind
from bot.privacy.scanner import Scanner, Stretch, headed, with_room

Span = tuple[Kind, int, int]

_HAN_NUMBER = "零〇一二三四五六七八九十百两"
_NUMBER = rf"(?:[0-9]{{1,5}}[A-Za-z]?|[{_HAN_NUMBER}]{{1,6}}|[甲乙丙丁A-Z])"
_PART = (
    rf"(?:{_NUMBER} ?(?:号楼|号院|号|栋|幢|座|#楼?|单元|层|楼|室|户|门|组|社|弄|排|院)"
    rf"(?:之[{_HAN_NUMBER}0-9])?|[东西中南北]单元)"
)
_HOUSE = Scanner(
    rf"[0-9A-Z甲乙丙丁{_HAN_NUMBER}](?<![0-9{_HAN_NUMBER}].)"
    rf"(?=[0-9A-Za-z{_HAN_NUMBER}]{{0,6}} ?[号栋幢座#单层楼室户门组社弄排院])",
    rf"{_PART}(?:[ ,\-]?{_PART}){{0,6}}(?:[ \-]?(?:{_NUMBER}(?:室|户"
    rf"|号)?(?![0-9年月日人名个所次场家户件条份元万%])|[东西南北中]户))?",
)
_TRIPLE = late(
    r"[0-9](?=[0-9]?[号#\-/])[0-9]?(?:(?:号楼|#)?[\-\/][0-9]{1,2}(?:单元)?[\-\/]|[\-#])[0-9]{3,4}室?(?![0-9\-])"
)
_STREET, _NO_STREET = tuple(words("streets")), tuple(words("no streets"))
_VILLAGE = tuple(words("villages"))
_SPOT = late(
    "(?:[坡沟梁河崖院路桥村街巷场庙渠坪井沟][上下里外东西南北底口头边沿前后]{1,2}|[东南西北前后上下"
    "里外][头边面坡沟街巷院坪]|旁边?|对面|隔壁|附近)\\Z"
)
_ALONE = late("\\Z|[^\u4e00-\u9fff0-9]|[的那这家住户院]")
_SETTLED = late("[村乡镇家住巷街]")
_ESTATE = tuple(words("estates"))
_BUILDING = late(rf"{_NUMBER} ?(号楼|号院|栋|幢|座|#|号|组|社|弄|排|单元|院)")
_INNER = late(r"单元|室|户|层")
_PARTS = late(r"号楼|号院|栋|幢|座|#|单元|室|户|层|号")
_ADDRESS_END = late(r"[^\u4e00-\u9fff0-9A-Za-z ]|(?<![省市县区乡镇村街路 ]) (?! ?[0-9一二三四五六七八九十])")
_ADDRESS_WORD = late(r"[省市县旗区乡镇村街路巷组社号楼院屯庄沟坪弄里苑园道]")
_LEAD = late(
    r"(?:住址|地址|户籍所?在?地|户口所?在?地|居住地)[是为:在]?|现住址?[是为:在]?"
    r"|[我本该][省市县乡镇村]|家住|租住|暂住|居住|居于"
    r"|住在|住于|位于|坐落|处于|住着?|搬到|搬至|迁至|送至|送到|送回|前往|来到|赶到|赴"
    r"|走访|看望|慰问|探访|探视|入户|家访|家庭|老家|[他她]家|在|到|是|从|至|去|的|了|与|等|给|系|[他她我你]"
)
_LABEL = Scanner(
    "[家现住居户常](?=[庭住址籍口])",
    r"(?:家庭(?:详细)?[住地]址|现?住址|居住地址?|户籍(?:所在地|地址?)?|户口所在地|现住地"
    r"|常住地|家庭所在地|家住址)"
    r"[ ]?(?:[:是为]|在(?!地))[ ]?([^,;。!?\n\t()、]{3,40})",
)

_GRADE_CLASS = (
    rf"(?:(?:[小初高]?[一二三四五六七八九1-9]年级?|[初高][一二三四1-4]|高?(?:20)?[0-9]{{2}}[级届]"
    rf"|[一二三四五六七八九1-9])"
    rf"[ ,]?(?:\([ ]?[0-9{_HAN_NUMBER}]{{1,3}}[ ]?\)|[0-9{_HAN_NUMBER}]{{1,3}})[ ]?班"
    rf"|\([0-9]{{1,2}}\)班(?=的?[\u4e00-\u9fff])|[一二三四五六1-6]\.[0-9{_HAN_NUMBER}]{{1,2}}班"
    rf"|(?:20)?[0-9]{{2}}级[\u4e00-\u9fff]{{2,4}}[0-9]?班|K[1-3]班"
    rf"|[大中小][ ]?\(?[0-9{_HAN_NUMBER}]\)?[ ]?班|学前[0-9{_HAN_NUMBER}]?班"
    rf"|[一二三四五六七八九]年级(?:\([0-9]{{1,2}}\))?|[1-9]\.[0-9]{{1,2}}班|[托小中大]班(?=[的{MARKS[Kind.NAME]}]))"
)
_CLASS = Scanner(
    rf"[(小初高大中学托0-9{_HAN_NUMBER}](?<![0-9{_HAN_NUMBER}].)(?=[^班\n]{{0,10}}班|年级)",
    rf"(?<![第0-9]){_GRADE_CLASS}",
)
_GRADE = Scanner(
    "[初高一二三四五六七八九](?=[一二三(0-9])",
    r"(?:[初高][一二三](?:\([0-9]{1,2}\)|[0-9]{1,2}(?![0-9日月号点年人个名]))?|[一二三四五六七八九]\([0-9]{1,2}\)"
    r"|(?<=班级:)[一二三四五六七八九][0-9]{1,2})(?!班)",
)
"""A grade, or a class without its word; tells a child only right beside the name."""
_SCHOOL = late(
    r"(?:小学部|初中部|高中部|小学|中学|学校|幼儿园|高中|初中|职中|职高|学院|分校|校区|实验|附中|附小|完小"
    r"|[一二三四五六七八九十0-9]中|[一二三四五六七八九十]小|校)[ ]?(?:(?:初|高)中部)?\Z"
)
_BEFORE_SCHOOL = late(
    r"就读于?|[在于是系为从到的至由与给对将被把,;:。(、 ]|转学|转入|学生|考入|升入|某某|我们"
    r"|我|来自|毕业|现读|读"
)
_ONE_CHILD = late(
    rf"[{MARKS[Kind.NAME]}]|[一-鿿]某|化名|就读(?!学生|率|情况)|在读(?!学生)|上学|该生"
    rf"|该[男女]?[生童孩]|[一1]名[^,。]{{0,4}}(?:[男女]?[生童孩]|学生|儿童)"
    r"|(?<![名个位])孩子(?![们])|女儿|儿子|孙[子女]|其[子女]|[受被]害|我叫|被告人|嫌疑人"
    r"|当事人|班的?(?:一个|一位|一名)"
)
_PERHAPS_CHILD = late(
    rf"[{MARKS[Kind.NAME]}某化就在上该一1孩女儿孙其受被我当嫌班]"
    rf"(?:(?<=[{MARKS[Kind.NAME]}某])|(?=[名读学生男女童孩子儿害叫告疑事的一]))"
)
"""Quick: without these two characters there is none of those words."""
_NAME = MARKS[Kind.NAME]
_LABELLED = late(r"班级[:是为]? ?\Z|班[:是为] ?\Z")
_SENTENCE = late(r"[。;!?\n]")

_DATE = (
    r"(?:(?:19|20)[0-9]{2} ?年(?:农历)?[正冬腊一二三四五六七八九十]{1,2}月(?:初?"
    r"[一二三四五六七八九十廿]{1,3}[日号]?)?"
    r"|(?:19|20)?[0-9]{2} ?年 ?[01]?[0-9] ?月(?: ?[0-3]?[0-9] ?[日号]?)?"
    r"|(?:19|20)[0-9]{2} ?[.\-/·] ?(?:1[0-2]|0?[1-9])(?: ?[.\-/·] ?(?:3[01]|[12][0-9]|0?[1-9])(?![0-9]))?"
    r"|(?:19|20)[0-9]{2}(?:0[1-9]|1[0-2])(?:0[1-9]|[12][0-9]|3[01])(?![0-9])"
    r"|[零〇○一二三四五六七八九0]{4}年[正一二三四五六七八九十冬腊]{1,3}月(?:初?[一二三四五六七"
    r"八九十廿]{1,3}[日号]?)?)"
)
_BORN = headed(
    rf"[出生男女汉回满蒙藏{_HAN_NUMBER}○0-9{MARKS[Kind.NAME]}{MARKS[Kind.ID_NUMBER]}](?<![0-9"
    rf"{_HAN_NUMBER}].)(?:(?<![0-9{_HAN_NUMBER}○])(?=[生日于辰族 ,、;/\t|()])"
    rf"|(?=[0-9]{{7}}|[0-9{_HAN_NUMBER}○]{{1,3}} ?[年.\-/·]))",
    rf"(?:出生(?:日期|年月日?|时间|于|在)?|生日|(?<![学新师医考男女产发])生于"
    rf"|生辰)[ ]?(?:[:是为在于]|\t)?[ ]?(?:农历|阳历|公历)?({_DATE}"
    rf"|(?:[01]?[0-9]月[0-3]?[0-9][日号]))"
    rf"|(?:[男女]|[汉回满蒙藏]族|[{MARKS[Kind.NAME]}{MARKS[Kind.ID_NUMBER]}])[ ,、;/\t"
    rf"|()]{{1,3}}({_DATE})(?![前后至到起间以被年]|[^,。;\n]{{0,4}}[前后])"
    rf"|(?<![0-9\-~至到])({_DATE})[ ]?(?:\(?(?:出生|生人|生辰|诞生)"
    rf"|(?:生|(?<=[0-9日号])的)(?=[,;。)、 \t\n]|\Z)|生[的下]"
    rf"|[在于][^,。;\n0-9]{{1,8}}(?:出生|降生|生[的下]))(?!前|后"
    rf"|以|之|至|及|起|的?(?:那天|时候)|期间|人口|证|缺陷|率|的?(?:适龄|新生|儿童|未成年|幼儿|孩子"
    rf"|婴|人口|学生"
    rf"|人员))",
)

_OF_SOMEBODY = late(f"[岁满男女娃{MARKS[Kind.NAME]}]|生日|出生")
_UNTIL = late(r"[ ]?(?:以|之)?[前后至到起]")
_SAID_BEFORE = Scanner(
    "[出生](?=[生日])",
    rf"(?:出生(?:日期|年月日?|时间)|生日)(?![^0-9。;!?\n]{{0,24}}[前后止])[^。;!?\n]{{1,24}}?"
    rf"(?:是|为|按|补上?|改成?|填|写|记|[一两]个|[:,、 ])({_DATE})(?![日号0-9]|[ ]?(?:以|之)?[前后至到起])",
)
_CORRECTED = Scanner(
    "[生出](?=[日生])",
    rf"(?:生日|出生(?:日期|年月日?|时间)?)[^0-9。;\n]{{0,12}}(?:应该?当?[是为]?|[改更]正?[为成]"
    rf"|实际[是为]?|写成|登[记成]?成|录成)"
    rf"[^0-9。;\n]{{0,3}}({_DATE})",
)


def homes(text: str, stretches: Sequence[Stretch], around: Surroundings) -> Iterator[Span]:
    """Addresses down to a house: street and number, building and room, village group and door."""
    for match in _LABEL.finditer(text):
        if _ADDRESS_WORD.search(match[1]) and MARKS[Kind.ADDRESS] not in match[1]:
            yield Kind.ADDRESS, match.start(1), match.start(1) + len(match[1].rstrip())
    for match in _HOUSE.finditer(text):
        start = match.start()
        if text[max(0, start - 1) : start] in ("第", "〔", "["):
            before = text[max(0, start - 4) : start - 1]
            house = match[0].endswith("户") and _SPOT.search(before)
            inner = before.endswith(_VILLAGE) and "组" in match[0][:-1]
            if (house or inner) and around.private(start, match.end(), unless_told=inner):
                yield Kind.ADDRESS, _address_start(text, start - 1), match.end()
            continue
        if _is_home(text, start, match[0], match.end(), around):
            yield Kind.ADDRESS, _address_start(text, start), match.end()
    for match in (match for room in with_room(stretches) for match in _TRIPLE.finditer(text, *room)):
        before = text[max(0, match.start() - 8) : match.start()]
        if before.rstrip(" ").endswith(_ESTATE) and around.private(
            match.start(), match.end(), unless_told=True
        ):
            yield Kind.ADDRESS, _address_start(text, match.start()), match.end()


def _is_home(text: str, start: int, house: str, end: int, around: Surroundings) -> bool:
    before = text[max(0, start - 8) : start].rstrip(" ")
    building = _BUILDING.match(house)
    if building is None:
        return False
    first = building[1]
    if before[-2:-1] in ("路", "街", "巷") and before[-1:] in ("东", "南", "西", "北"):
        before = before[:-1]
    inner = bool(_INNER.search(house))
    deep = len(_PARTS.findall(house)) >= 2 or house[-1] in "0123456789一二三四五六七八九"
    if (
        before.endswith(_STREET)
        and not before.endswith(_NO_STREET)
        and (
            first in ("号", "号院", "号楼", "弄", "#", "栋", "幢", "院") or (first == "排" and "号" in house)
        )
    ):
        return around.private(start, end, unless_told=True)
    if before.endswith(_VILLAGE) and first in ("号", "组", "社", "排", "院", "号院", "号楼"):
        numbered = "号" in house or first == "院"
        return around.private(start, end, unless_told=numbered)
    if first in ("号", "排", "号院") and _SPOT.search(before) and _ALONE.match(text, end):
        return around.private(start, end, unless_told=bool(_SETTLED.search(text, max(0, start - 12), start)))
    if before.endswith(_ESTATE) and first in ("号楼", "栋", "幢", "座", "#", "号", "排", "单元", "号院"):
        return around.private(start, end, unless_told=inner or deep)
    if first in ("号楼", "栋", "幢", "座", "#", "单元", "号院") and inner and deep:
        return around.private(start, end, unless_told=True)
    if first in ("组", "号楼", "号院", "排") and deep:
        return around.private(start, end, unless_told=False)
    return False


def _address_start(text: str, house: int) -> int:
    """Back from the house number over street, village, town and county, as far as words lead up to them."""
    begin = max(0, house - 30)
    for end in _ADDRESS_END.finditer(text, begin, house):
        begin = end.end()
    lead_end = 0
    for lead in _LEAD.finditer(text, begin, house):
        if lead.end() < house - 1:
            lead_end = lead.end()
    return max(begin, lead_end)


def classes(text: str, children: list[tuple[int, int]]) -> Iterator[Span]:
    """School classes that stand in one sentence with a child; ``children`` are the spans of their names."""
    found = [*_CLASS.finditer(text), *_GRADE.finditer(text)]
    names = sorted(start for start, _ in children) if found else []
    breaks = [0, *(sentence.end() for sentence in _SENTENCE.finditer(text)), len(text)] if found else []
    for match in found:
        sentence = bisect(breaks, match.start())
        begin = max(match.start() - 40, breaks[sentence - 1])
        end = min(match.end() + 30, breaks[min(sentence, len(breaks) - 1)])
        if _LABELLED.search(text, max(0, match.start() - 6), match.start()):  # a field of a record
            told = bool(_ONE_CHILD.search(text, text.rfind("\n", 0, match.start()) + 1, match.start()))
        elif not match[0].endswith("班"):  # a grade alone tells a child only right beside the name
            begin, end = max(begin, match.start() - 16), min(end, match.end() + 6)
            told = _NAME in text[begin:end]
        else:
            told = bool(_PERHAPS_CHILD.search(text, begin, end) and _ONE_CHILD.search(text, begin, end))
        if told or bisect_left(names, begin) < bisect_left(names, end):
            yield Kind.SCHOOL_CLASS, _school_start(text, match.start()), match.end()


def _school_start(text: str, class_start: int) -> int:
    window = text[max(0, class_start - 18) : class_start]
    if not _SCHOOL.search(window):
        return class_start
    begin = 0
    for lead in _BEFORE_SCHOOL.finditer(window[:-2]):
        begin = lead.end()
    for place in range(len(window.rstrip()) - 1, begin - 1, -1):
        if not "\u4e00" <= window[place] <= "\u9fff" and not window[place].isdecimal():
            begin = place + 1
            break
    return class_start - len(window) + begin


def births(text: str) -> Iterator[Span]:
    """Dates on which somebody was born, not the cut-off dates of a rule."""
    for match in _BORN.finditer(text):
        group = next(number for number in (1, 2, 3) if match[number])
        after = text[match.end(group) : match.end(group) + 4]
        if (
            group == 3
            and after[:1] == "的"
            and not _OF_SOMEBODY.search(text, max(0, match.start() - 12), match.start())
        ):
            continue
        if group != 1 or not _UNTIL.match(after):
            yield Kind.BIRTH_DATE, match.start(group), match.end(group)
    for match in (*_CORRECTED.finditer(text), *_SAID_BEFORE.finditer(text)):
        yield Kind.BIRTH_DATE, match.start(1), match.end(1)
