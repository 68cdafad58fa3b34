"""What the words of a report say: how the work stands and how far it is."""

import re
from collections.abc import Callable
from dataclasses import dataclass

from bot.progress.model import Status
from bot.progress.percents import percent_begins, percent_told, without_percent
from bot.progress.purpose import tells

_NOT_YET = (
    r"(?:还没(?:有|能)?|还未|尚未|仍未|仍没有?|暂未|暂没有?|暂时(?:还)?没有?|一直没有?|没有?(?!人)"
    r"|未(?!成年|保|检|来|婚))"
)
_END = r"(?=$|[，,；;。、！!\s）)])"
_RESULT = (
    r"(?:完(?![善整备小])|好|妥|齐|成(?![立员长年])|毕|掉|光|清|通|上|到位|结束|收官|完结|办结|结案|竣工"
    r"|达标)"
)
_ENDED = (
    r"(?:完成|完工|竣工|完毕|办结|结束|[一-龥]完(?![善整备小成工结])|(?:落实|整改|拨付|发放|执行|保障|配备"
    r"|建设|覆盖|兑现|安排|发|拨|做|改|配)到位"
    r"|(?:建|做|弄|搞|办|配|建设|准备|装|修|编|定|改|签)(?:好|齐|成|妥)(?!的?(?:事|工作))|办妥|达标)"
)
_SINCE = r"(?:上(?:一)?[次期月周回]|上个(?:月|季度|周)|上季度|之前|以前|前期|前次|从前|往常|原来|先前)"
_NIL = re.compile(
    r"(?<!有)(?:暂无|尚无|暂时没有?|无|未有|没(?:有)?)(?:什么|任何|明显|啥|大的|太大的?|多大|多少"
    r"|有)*(?:新增?|好|可)?的?"
    r"(?:进展|更新|增量|补充|变化|动态|动作|举措|情况(?!下)|内容可?报|可?报的?(?!名)|要报的?|说的|汇报的?)"
    rf"|(?<!不)[同与跟和]{_SINCE}(?:相比)?(?:的|报的|情况|一期)*(?:一样|一致|相同|差不多|没区别|持平|无异"
    rf"|无变化|$|(?=[，,；;。\s]))"
    rf"|同{_SINCE}{_END}|(?:还是|仍是|跟)?老样子|照旧|如旧|依旧{_END}|原样|维持(?:原状|现状)"
    rf"|没[啥什]么?(?:变|动){_END}"
    r"|零报告|零进展|没得报"
    rf"|^\s*同上{_END}|^\s*(?:无|没有|没)\s*[。.！!]?\s*$"
)
_BLOCKED = re.compile(
    r"(?<!未)(?<!没)(?<!没有)(?<!不)(?:受阻|停滞|搁置|搁浅|停工|停办|停餐|停课|停运|停建|暂停|停摆|叫停|受限|跑路|泡汤|黄了|烂尾|僵持)|卡(?:住|壳|着"
    r"|在(?![片])|了[，,。；;\s]|脖子)"
    r"|(?:推进?|协调|落实|办|弄|做|开展|继续|搞|查|干|走|谈|批|定|凑|落|实施|进行|执行|联系)不(?:动|下来"
    r"|下去|了(?![解])|成(?!立)|通|起来|开|到位|走)"
    r"|推进(?:困难|受阻|乏力)|(?:开展|推进|落实|实施|工作)(?:起来)?(?:难度|阻力)(?:较|很|比较)?大|难度(?:较"
    r"|很|比较|太|有点)?大|阻力(?:较|很|太)?大"
    r"|(?:很|太|挺|比较|有点儿?|特别|非常|十分|较)(?:难(?:办|推|搞|弄|做|落实|推进)?|困难(?!的))(?![民度得])"
    r"|(?:无法|难以|不能|没法|没办法)(?:再|继续|正常|按期|按时|如期)*(?:推进|开展|实施|落实|完成|进行|施工"
    r"|协调|推|搞|做|弄)"
    r"|不(?:配合|愿意|肯|支持)(?!率)|没人(?:愿意?|肯|管|干|手|做|弄|接|报名)|对不上|(?:原因|疫情|资金"
    r"|经费)[^，,；;。\n]{0,6}(?:停了|停着|中断|中止|耽搁|耽误)"
    r"|(?<!未)(?<!没有)被?(?:迫|搁)停"
    r"|(?:需要?|恳请|请|希望|盼|等)(?:请|由|贵办|咱们)?(?:县里|县委|县政府|县领导|未保办|领导|上级|市里"
    r"|贵办|办公室|政府)[^，,；;。\n]{0,8}(?:协调|解决|支持|帮助|出面)"
    r"|(?<![没无不])(?<!没有)(?<!不存)(?:有|存在|存有|遇到?|碰到|面临|出现)(?:了|着|一?[点些]儿?|较大|很大"
    r"|一定|不少|的|资金|经费|实际|人员|场地)*(?:困难|阻力|难题|难处|难度|瓶颈|障碍)"
    r"(?!的?(?:家庭|儿童|群众|职工|女职工|学生|未成年|户|人员|孩子|老人|娃))"
    r"|(?<![无没有])(?<!解决)(?<!克服)困难(?:较大|很大|较多|很多|重重|不小|不少)"
)
_LACKING = re.compile(
    r"暂缺|空缺|(?:方案|文件|名单|指标|计划|批复|标准|细则|通知)[^，,；;。\n]{0,4}[未没](?:有)?(?:下发|出台|下文|批准|批复|明确|到|下来|印发)"
    r"|暂缓|缓办|等(?:着?)(?:资金|经费|钱|批复|批文|审批|拨款|人手|编制|设备)|(?:缺[少乏]?|欠缺|短缺|没有?|无|差)(?:配套|专项|专业|工作|足够的?|必要的?|合适的?)*(?:经费|资金|钱"
    r"|人手|人员|编制|设备|场地|地方|师资|老师|专干|力量|车辆|技术)"
    r"|(?:经费|资金|钱|款|人手|人员|编制|设备|师资|场地|力量|预算)(?:还|也|一直|暂时|严重|有点|有|太|实在"
    r"|较为?|比较)*"
    r"(?:不足|短缺|不够|紧张|紧缺|太?紧|没着落|跟不上|缺口|不到位|[没未](?:有|能)?(?:到位|批|下达|落实|下来"
    r"|到账|拨|给|解决))"
    r"|(?:经费|资金|人员)缺口|(?:还没|尚未|迟迟|一直没)有?[^，,；;。\n]{0,2}(?:批(?!评)|到账|拨付?|下达)"
)
_AFTER_NOT_YET = r"(?:正式|真正|怎么|咋|啥|顾得?上|来得及|得?空|系统|实质性?|全面|统一|大规模)*"
_EXTENSION = re.compile(
    r"[^，,；;。\n]{0,20}(?:申请|恳请|请求|能否|可否|能不能|想|希望|需要?|拟)[^，,；;。\n]{0,8}"
    r"(?:延期|延至|延到|延后|宽限|缓报|推迟|顺延)[^；;。\n]*"
)
_NOT_STARTED = re.compile(
    rf"{_NOT_YET}{_AFTER_NOT_YET}(?:启动|开始|开展|着手|动(?:工|手|静|笔)?|开工|开建|实施|起步|部署|安排"
    rf"|组织|进行|弄|搞|做|办|干|查|评|建|签|推)(?:起?来|呢|过|的|了|呀|啊)*"
    rf"(?:(?![一-龥])|(?=开展|实施|推进|落实|评估|启动|查|做|弄|搞|因为|因|等|缺|[一-龥]*(?:工作|活动)))"
    rf"|{_NOT_YET}(?:开始|着手|启动)"
    rf"|{_NOT_YET}(?:启动|开始|开展|着手|动工|开工|实施|动(?![员态力]))(?![完好到])"
    rf"|(?:还没|尚未|还未|没)(?:顾得?上|来得及|排上|轮到|提上|列入)"
    r"|(?:还没有?|尚未|还未|一直没有?)(?![^，,；;。\s]{0,8}(?:完|好|到位|齐|成|结束|办结|批|到账|拨|下来"
    r"|解决))"
    rf"[一-龥]{{1,10}}{_END}"
    rf"|^(?:都|也|还|暂时|目前|我们?)*没(?:有)?(?:呢|哦|啊){_END}|^(?:都|也|目前|我们)*还没有?{_END}"
    r"|(?:[月日号底初旬后季年]|开学|放假|下周|到时)\s*(?:再|才)(?:能|会)?(?:开始|启动|开展|着手|组织|实施|进行|举办|搞|做|办|弄)"
    r"|待(?:启动|开展|实施)|(?:还|仍|目前|一直)是?空白|零启动|(?:还)?没(?:啥|什么|个)?动静"
)
_ABOUT_TO = re.compile(
    r"(?:(?<![一-龥])计划|(?<=[局们位前现并也月])计划|准备|打算|(?<!模)拟于?|预计|将于?|等"
    r"|待)[^，,；;。\n]{0,12}(?:启动|开始|开展|实施|着手|开工|组织|举办)"
    r"|(?:即将|马上|快要)(?:启动|开始|开展)"
)
_UNDER_WAY = re.compile(
    rf"(?<![高初期其集年月心空途手])(?<!之)(?![条项件个])[一-龥]中{_END}|正在|(?:还|正|仍|也|都|一直|现)在(?:等|推进?|办理?|做"
    rf"|进行|弄|搞|查|审|建|改|走|筹备|抓|检|跟|催|整理|收集|统计|施工|装修|落实|协调|培训)"
    r"(?!不)|在(?:推进?|办理?|做|进行|弄|搞|检?查|检|审理?|建(?!议)设?|跟进)(?:中|了|着|呢|$"
    r"|(?=[，,；;。\s]))"
    r"|[推弄搞做办查盯跟抓催跑]着(?!急)|(?:均|都|一切|基本|运转|运行|开展|进展)(?:很|还)?(?:正常|顺利)|^正常[一-龥]{0,2}"
    r"|在(?:招标|招聘|采购|审批|公示|调试|施工|装修|对接|沟通|协商|申请|申报|筹备|准备|排查|培训|整改|收尾"
    r"|筛查|统计|收集|汇总|征求|起草|走访|入户|审核|验收|走流程|路上)"
    rf"|(?<![现所存实潜自好])在(?![家校岗线位此外内编职册场押案建籍世读])[一-龥](?:着|呢|中)?{_END}"
    r"|(?:已经?|刚刚?|现已|目前已|都|均)(?:正式|全面)?(?:启动|开始|着手|起步)"
    r"|刚(?:起步|开头|开了?个?头|动)|开了?个?好?头|起步阶段|起了?个?步|启动了|已启动|着手"
    r"|(?:稳步|有序|扎实|全面|加快|积极|深入|同步|按计划|按序|正常|抓紧|大力|逐步|顺利|平稳|照常|如期|按期"
    r"|按部就班|有条不紊)地?(?:推进|开展|进行|运转|运行|实施|落实|进展)(?!会|完成|完毕|到位|完|好)"
    r"|进展(?:顺利|良好|正常|缓慢|较慢|不大|还行|可以|很慢|不错)|进度(?:缓慢|较慢|慢|正常|滞后|偏慢)"
    r"|(?:办|搞|做|开展|进行)得(?:很|挺|比较|还|非常|蛮)*(?:成功|好|不错|顺利|可以|行)|推进(?:顺利|缓慢|较慢|正常|很慢)|有(?:了)?(?:新|一定|一些|较大|明显|初步)?的?进展|有条不紊"
    rf"|(?:{_NOT_YET}|不算|不是)(?:有|能|全部?|完全|全|都|最终|彻底|正式|做|弄|搞|办)?(?:{_ENDED}|到位|结束"
    rf"|{_RESULT}{_END})"
    rf"|{_NOT_YET}[^，,；;。\n\s]{{0,6}}{_ENDED}"
    rf"|(?:基本|大部分|大多数?|部分|初步|接近|即将|快要?|大体|大致|差不多|大头|主体|一期|阶段性|多数"
    rf"|绝大部分|个别)(?:上|已经?|都|已|能)*[^，,；;。\n\s]{{0,4}}{_ENDED}"
    rf"|[底月日初旬]前(?:能|可|可以|全部|基本|确保)*(?:{_ENDED}|投用|交付)(?!了)|告一段落|差不多(?:了|都)|差一?点(?!意思)|(?:一)?大半|过半|收尾|扫尾|尾声|冲刺|还差|就差|只差|只剩|就剩|还剩|尚余|尚缺|还欠"
    r"|(?:不到|没到|近|将近)(?:一半|半)"
    r"|(?:还有|尚有|剩下?|另有|有)[^，,；;。\n]{0,12}(?:没|未(?!成年)|不到位|正在|在审|在办|待)"
    rf"|(?:预计|(?<![一-龥])计划|(?<=[局们位前现并也月])计划|力争|争取|将于?|(?<!模)拟于?|打算|准备|确保"
    rf"|有望|保证)[^已，,；;。\n]{{0,16}}(?:{_ENDED}|到位)"
    r"|(?:其余|其他|剩余|剩下|余下)[^，,；;。\n]{0,10}(?:推进|进行|办理|整改|未|没)"
    rf"|除[^，,；;。\n]{{1,14}}外[，,]?[^，,；;。\n]{{0,8}}{_ENDED}"
    r"|已?完成(?:了)?(?:其中的?)?(?:[一二两三四五六七八九]|\d{1,2})[项步个件批](?!目标|任务)|第[一二三]阶段"
    r"|边[^，,；;。\n]{1,4}边"
)
_NOT_A_START = (
    r"(?![^，,；;。\n\s]{0,6}(?:启动|开始|开展|开工|动|起步|铺开|推开|部署|安排|参加|参与|联系|通知|报名|开班"
    r"|开会|收到|知道|上报|来|去|学习|说|讲|强调))"
)
_DONE = re.compile(
    rf"(?:{_ENDED})(?!了?(?:\d+|[一二两三四五六七八九十]+)余?[所家人次场期项个份件户名])"
    r"(?!情况|率|时限|时间|标准|比例|度|得(?!差)|后|之后|前|之前|的?(?:人|工作方案))|搞定|完结"
    r"|(?<!没)(?<!没有)(?<![不未])到位(?![的率不])|结业|结项|结题|交付使用|谢幕|通过(?:了)?验收"
    rf"|完事|齐活|收官|了结|大功告成|^完了?$|落幕|闭幕|(?:全部|均|都)已?到账"
    rf"|全(?![县面国体市乡省年程镇村校区]){_NOT_A_START}[^，,；;。\n\s]{{1,6}}(?<!大半)了{_END}"
    rf"|已(?:经)?(?:全部|全面|悉数){_NOT_A_START}[一-龥]{{2,4}}{_END}|^(?:都|也|均|全|已经?)*好(?:了|啦)"
    r"|[一-龥](?:好|齐|妥|完|掉|光)(?:了|啦|咯|喽|哈)|(?:都|均|全部?|已经?)[^，,；;。\n\s]{0,4}(?:落实|到位"
    r"|办了|做了|结了|解决|兑现|销号|闭环|清零|达标)"
    r"|(?:落实|解决|兑现|验收)了|已(?:经)?(?:落实|通过验收|验收|建成|见效)|(?:已经?|顺利|全部)?(?:验收"
    r"|通过)(?:通过|验收)|投入使用|建成(?:了|并|投|$|(?=[，,；;。\s]))|结束了|已?到位了"
    r"|(?i:\b(?:ok|done|finished)\b|(?<![a-z])ok了?(?![a-z]))"
)
# All of it was done, where nothing else is told: 资金都拨下去了.
_ALL_DONE = re.compile(rf"(?:都|均){_NOT_A_START}[^，,；;。\n\s]{{1,6}}(?<!大半)(?<!过半)(?<!一半)了{_END}")
# As many dealt with as there were: 受理23件，办结23件.
_NONE_LEFT = re.compile(
    r"(\d+)余?([件个处起条家所户人名份])[^\d。；;\n]{0,8}(?:办结|整改|审结|完成|解决|回复|处置|销号|移送)(?:了|完)?\1\2"
)
_VERB = (
    r"(?:开展|组织|召开|举办|印发|制定|出台|发放|走访|检查|排查|整改|培训|宣传|建立|建成|健全|推进|落实"
    r"|查处|救助|慰问|纳入|更新|完善|修订|配备|拨付|资助"
    r"|张贴|签订|签|成立|督导|摸排|入户|办理|开设|设立|受理|移送|联合|部署|启动|协调|起草|征求|审结|破案"
    r"|侦破|处置|关停|劝返|筛查|发出|发布|播出|接听|接|讲|挂牌|揭牌|开班|聘|选派|投放|清查|下架|立案|罚款"
    r"|取缔|签约|结对|捐赠|公示|安装|采购)"
)
_COUNT = (
    r"(?<![第\d一二三四五六七八九十])(?:\d+(?:\.\d+)?|[一两三四五六七八九十几数多]+)(?:余|多|来"
    r"|几)?\s*[万千百]?(?:余|多)?(?:次|场|所|家|人|名|个|份|件|户|期|处|条|册|起|节|批|本|张|封|元|万|篇|对"
    r"|例|遍|轮|套|辆|座|间|块|项|类|点)"
)
# What stands around a topic and is none: 账号备案进行到一半.
_AROUND = re.compile(
    r"进行到?|进度|进展|项目|主要(?:就?是)?|这个月|本月|本期|目前|现在|我们?(?:这边|局|院|办)?|[这那][块边]|左右|以上|就是|做到|达到"
)
_EACH = re.compile(r"(?:分别|依次)(?:为|是|完成|达到?)?了?")
_PARTS = re.compile(r"[、，,；;和与及]")
_COUNT_OF = re.compile(_COUNT)
_COUNTED = re.compile(
    r"\d+(?:\.\d+)?(?:余|多)?[万千百]?(?:余|多)?[次场所家人名个份件户期处条册起节批本张封元万篇对例遍轮套]*(?!\s*[-~—]\s*\d+岁|岁)"
)
_WORK = re.compile(
    rf"(?!一个(?:情况|问题|事|意见|建议|想法)){_COUNT}|{_VERB}[了过]|(?:已经?|均|都|现已|先后|累计){_VERB}(?![站员长月])|[一-龥](?:上|下|出|进|起)(?:去|来)了"
    rf"|(?:^|[，,；;。\n])\s{{0,4}}[:：、]?\s{{0,4}}(?:我[局们]|我?单位|本[月期周]|近期|共|累计|已经?|先后"
    rf"|目前)*{_VERB}(?!情况|$|[站员长月])"
)
# Anything that has come about: 已执行, 推开了; but not 已阅, 报错了.
_ASPECT = re.compile(
    r"已经?(?!知|阅|读|收到|转|报|交|提交|退|上报|发)[一-龥]|[一-龥]{2}(?<![错忘晚撤])了(?=$|[，,；;。\s])"
    r"|(?:还|正)在[一-龥]"
)
_ACHIEVED = re.compile(rf"[一-龥]了\s*(?:\d|[一二两三四五六七八九十几])|已经?{_VERB}")
_COUNTED_WORK = re.compile(rf"(?<!计划)(?<!准备)(?<!拟){_VERB}了?{_COUNT}")
_FIGURE = re.compile(r"\d")
_MOVING = re.compile(r"推进(?!情况|会)|持续|陆续|抓紧|(?:还|仍)在|在弄|在推")
# What ought to be, or is to come, is no news of what is: 应于7月25日前完成.
_DUTY = re.compile(
    r"(?:应(?!急|对|届|用)|须|需要(?!县|未保|领导|上级)|要求|必须|务必|要在"
    r"|得在)[^是，,；;。\n]{0,16}(?:完成|落实到位|到位|整治|结束)[^，,；;。\n]*"
    r"|(?<![需主重将])要(?:认真|切实|进一步|加强|抓|做好|全面|严格|尽快|确保|高度|持续)[^，,；;。\n]*"
)
_CLEARED = re.compile(
    r"(?:无|没有?|未遇到?|不存在|无任何|没啥|没什么|未发现)(?:任何|什么|明显|较大|啥|大)?(?:困难|问题|阻力"
    r"|障碍)(?:问题)?"
    r"|(?:克服|解决|化解)(?:了|各种|重重|种种)*(?:困难|问题|难题)|(?:并未|并没有?|没有|未)(?:停滞|受阻|搁置"
    r"|停工|暂停|停)"
)
# What stood before, and what stands now: 上次报的推进中，现在完成了.
_NOW = re.compile(
    r"(?:上[次期回月周]|之前|以前|原来|原先|刚才|前期)[^。；;\n]{0,30}?[，,\s](?:但|而|不过)?(?:现在?|目前"
    r"|这[次期]|本[次期月]|如今|应该?为?是?|改为)"
)
_CLAUSE = re.compile(r"[^，,；;。\n\r！!？?]+[？?]*")
_REVISED = re.compile(
    r"(?:写错|说错|报错|打错|弄错|搞错|错)了?[，,。；;\s]*(?:应该?为?是?|改为|改成|更正为|实际(?:上?是|为)?"
    r"|是)|不是(?:已经?)?(?:完成|100%)?(?:[，,]\s*)?(?:而)?是(?=推|有|受|还|正|没|尚|未)"
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

    Of a word and its correction the correction counts. A hindrance outweighs all; nothing new and not begun
    come next, then any word that part is still open, then a percent, then done. What is merely lacking
    (缺经费) is a hindrance where no other word says how it stands. Facts without any such word mean that work
    is under way.
    """
    told = "，".join(clause for clause in _CLAUSE.findall(_EXTENSION.sub("", words)) if tells(clause))
    if revised := [match.end() for turn in (_NOW, _REVISED) for match in turn.finditer(told)]:
        later = told[max(revised) :]
        told = later if _word(later).said else told
    return _word(told)


def facts(words: str) -> bool:
    """Whether words tell of something done or counted (讲座5场, 走访了)."""
    return _WORK.search(words) is not None


def without_status(words: str) -> str:
    """The words without those that say how something stands."""
    for status in (_NIL, _NOT_STARTED, _UNDER_WAY, _DONE, _BLOCKED, _LACKING, _MOVING):
        words = status.sub("", words)
    return words


def subject(words: str, names: Callable[[str], bool]) -> str:
    """The words without those that say how something stands, and without counts; ``names`` tells which
    numbers are none.
    """
    plain = without_status(_AROUND.sub(" ", without_percent(words)))
    return _COUNTED.sub(lambda count: count[0] if names(count[0]) else " ", plain)


def respectively(words: str, count: int) -> tuple[Reading, ...]:
    """What words say of several measures one after the other (分别完成60%、70%); empty if they do not."""
    match = _EACH.search(words)
    if match is None or count < 2:
        return ()
    parts = [part for part in _PARTS.split(words[match.end() :]) if part.strip()][:count]
    readings = tuple(read(part) for part in parts)
    return readings if len(readings) == count and all(reading.said for reading in readings) else ()


def only_planned(words: str) -> bool:
    """Whether words tell of nothing but what is to come (计划下月开展)."""
    later = _ABOUT_TO.sub("", words)
    return later != words and not (_word(later).said or _WORK.search(later))


def status_begins(words: str) -> int | None:
    """Where the first word that says how something stands begins, if there is one."""
    statuses = (_NIL, _NOT_STARTED, _UNDER_WAY, _DONE, _BLOCKED, _LACKING, _MOVING)
    starts = [match.start() for status in statuses if (match := status.search(words))]
    percent = percent_begins(words)
    return min([*starts, *([] if percent is None else [percent])], default=None)


def nothing_new(words: str) -> re.Match[str] | None:
    """Where words say that nothing is new (无新进展), if they do."""
    return _NIL.search(words)


def _word(told: str) -> Reading:
    told = _DUTY.sub("", _CLEARED.sub("", told))
    percent, whole_denied = percent_told(told)
    if _BLOCKED.search(told):
        return Reading(Status.BLOCKED, percent, True)
    if percent is None and _NIL.search(told):
        return Reading(Status.NIL, None, True)
    begun = _NOT_STARTED.sub("", told)
    if percent is None:
        if begun != told and not any(
            open_.search(begun) for open_ in (_DONE, _UNDER_WAY, _ACHIEVED, _COUNTED_WORK)
        ):
            return Reading(Status.NOT_STARTED, None, True)
        about_to = _ABOUT_TO.sub("", told)
        if about_to != told and not (
            _WORK.search(about_to) or _UNDER_WAY.search(about_to) or _DONE.search(about_to)
        ):
            return Reading(Status.NOT_STARTED, None, True)
    if percent == 0 and (begun != told or not _WORK.search(told)):
        return Reading(Status.NOT_STARTED, 0, True)
    lacking = _LACKING.search(told)
    if begun != told or whole_denied or _UNDER_WAY.search(told) or (percent is not None and percent < 100):
        held_up = lacking and percent is None and re.search(rf"{_NOT_YET}(?:能)?完成", told)
        return Reading(Status.BLOCKED if held_up else Status.IN_PROGRESS, percent, True)
    if percent is not None or _DONE.search(told) or _NONE_LEFT.search(told):
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
