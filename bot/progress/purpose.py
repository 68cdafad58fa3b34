"""What a message or a clause is for: telling how work stands, or asking, requesting, thanking, planning."""

from functools import lru_cache

from bot.patterns import late

_CLAUSE = late(r"[^，,；;。\n！!？?\s]+[？?]*")
_QUESTION = late(
    r"[?？]|(?:吗|呢|么|(?<![网酒水书])吧|不)\s*$|谁(?![也都])|哪(?![一]?[条项个样件块家]?[都也])|(?<![没无不])(?<![没不][一-龥])(?<!没[一-龥]{2})(?:什么|啥)(?![一-龥]{0,4}[都也](?:没|无|不))|(?<![没不])怎么(?!样?都)|怎样|如何|多少(?!都|也)|来着\s*$|多[大长高久远宽](?![一-龥]?[于数])"
    r"|(?<![好十数了过有的这那们])(?<!再[一-龥])几[条项个号时块元次天家张份场件人点月](?!工作|任务)(?!都|均|全|也)(?![^，,；;。\n]{0,8}了[一二两三四五六七八九十\d])|是否"
    r"|有[^，,；;。\n]{1,6}没有?\s*$|有没有|能否|可否|可以不|(?<!不)(?P<a>[一-龥]{1,2})[不没](?P=a)(?![了做办])(?<!时不时)(?<!动不动)|(?:到底|究竟)[^，,；;。\n]{1,10}还是|请问|想问|问一?下"
    r"|(?:[了完好]没有?|了不)(?:啊|呀)?\s*$|(?P<verb>[归按是算报由找用在给交])[^，,；;。\n]{1,10}还是(?P=verb)|还是[^，,；;。\n]{1,10}(?:合适|妥当|好|对)\s*$|何时|为何|(?<![没不])咋"
)
# A question within what is told: 教孩子咋防骗, 看谁家做得好.
_TOLD_QUESTION = late(
    r"(?:[教讲学练演看问定]|说[说清]|告诉|商量|写[明清]|明确|[摸搞弄查]清|了解|研究|核实|辨别|识别)"
    r"[^，,；;。\n?？]{0,12}?(?:咋|怎么|怎样|如何|啥|谁|哪|什么|多少|几)[^，,；;。\n?？]{2,}(?<![吗呢么吧])\s*$"
)
_ADVICE = late(
    r"(?:(?:该|应该?|要|得|可以|能)?(?:找|归|由|属于?|向|联系)(?:哪|谁|什么部门)[^，,；;。\n]{0,8}|谁(?:来?管|负责|牵头)"
    r"|(?:怎么|咋|如何|怎样)(?:办|处理|处置|弄|解决)(?:好|合适|呢|啊)?)[\s?？。!！]*$"
)
# 没弄完呢 tells; it does not ask.
_TELLING_TAIL = late(
    r"(?:(?:没|未|还|正)[^，,；;。\n]{0,12}|着[一-龥]{0,2}|[弄搞做办干推跑忙赶工])呢\s*$|(?:算|大概|应该|估计|差不多|基本|只能|也就|顶多)[^，,；;。\n]{0,8}吧\s*$|[\d几两三四五六七八九十][场次个家所人户份件][吧呢]\s*$"
    r"|(?:左右|上下|[\d%成半])[^，,；;。\n]{0,3}吧\s*$|(?:写|报|记|填|算)(?:成|为|作|个)?[^，,；;。\n]{1,8}吧\s*$"
)
_REQUEST = late(
    r"^\s*(?:@\S+\s*)?(?:请(?!假|不|了|[^，,；;。\n]{0,12}(?:改|更正|调整|变更)(?:成|为|到)|(?:县|上级|领导|未保办|市里|政府|贵办)[^，,；;。\n]{0,8}(?:协调|解决|支持))|烦请|敬请|麻烦|希望(?!工程|小[屋学]|之[家星]|书屋|班)|建议|祝|预祝|望|盼|但愿|务必"
    r"|帮[我忙](?!们?[一-龥]?[报记填写登])|给我(?!们?[报记填写登])|我要(?!汇?报)|我?想(?!办法|方设法|汇?报|[^，,；;。\n]{1,4}[没不])"
    r"|想看|查一?下|查询|看一?下|看看|如果|假如|要是|若|转发(?!了)|通知|各单位|各成员单位|各部门|各校|各中小学"
    r"|各乡镇|各责任单位|发我|说说|讲讲|介绍|(?:争取|力争)(?![^，,。]{0,3}[\d一二三四五六七八九十年月季周])"
    r"|能否|可否|申请(?!被|[了过])|我看|看来|看样子|好像|貌似|提醒|大家(?:注意|抓紧)|把第|撤回|取消|听说|据说|新闻"
    r"|据报道|方案(?:规定|要求|里)|规定"
    r"|要求|其中要求|按要求应)"
)
_OPENING = 12  # characters at which hearsay refuses a whole message however it goes on
_ELSEWHERE = late(
    r"听说|据说|新闻(?:说|里|上)|看[到了]?新闻|据[^，,。\s]{0,8}(?:报道|消息|通报)|隔壁县|邻县|外县|兄弟县|别的县"
)
_OWN_TAG = late(
    r"^\s*[【\[](?:补报|汇报|报告|进展|更正|周报|月报|续报|工作进展|情况汇报|工作汇报|第?[\d一二三四五六七八九十]{1,3}[条项号]|\d{1,2}(?=\s*[】\]])|措施|县?[一-龥]{2,6}[局委办院会联])[^】\]\n]{0,8}[】\]]"
)
_NOTICE = late(
    r"^\s*(?:祝|预祝|恭祝|国家|中央|国务院|全国|全省|省委|省政府|市委|教育部|公安部|民政部|最高[检法人]|习近平|【|\[|通知|转[发：:]|关于(?:印发|开展|做好|进一步|召开|报送)|各(?:有关)?(?:单位|成员单位"
    r"|责任单位"
    r"|部门|学校|校|中小学|乡镇|股室|科室)"
    r"|@所有人|@全体|大家注意|同志们)"
)
_REPORT_TITLE = late(r"^\s*(?:[^，,；;。\n]{0,12})关于[^，,；;。\n]{2,60}的(?:报告|汇报|说明)\s*\n")
_HANDS_OVER = late(r"特此(?:报告|汇报|说明)[\s。！!]*$")
_TAGS = late("【[^】\n]{1,12}】")  # over several points: 【打拐】…【护校】…
_TITLE = late(r"的(?:通知|公告|函|通报)》?$")
_COURTESY = late(
    r"^\s*(?:(?:各位)?(?:尊敬的)?(?![缺差没])[一-龥]{0,4}(?:领导|老师|主任|科长|局长|同志)们?(?:您|你)?好?|您好|你好"
    r"|大家好|早上好|上午好|下午好"
    r"|收到|好的?|嗯+|[弄搞看听]?(?:明白|懂|清楚)了?|谢谢[一-龥]{0,4}|感谢[一-龥]{0,6}|辛苦[一-龥]{0,4}|多谢|不好意思[一-龥]{0,6}"
    r"|抱歉[一-龥]{0,6}|打扰了?"
    r"|请(?!不)[一-龥]{0,6}(?:审阅|查收|审核|知悉|过目|核对|批示|批评指正|审示|指示|备案|登记)[一-龥]{0,2}"
    r"|我们?是[一-龥]{2,10}[局委办院会联]的?[一-龥]{0,3}|(?:我|你)(?:来|就)?[说讲念][啊哈吧]?"
    r"|麻烦[一-龥]{0,8}|特此报告|专此报告|以上(?:是|为)?[一-龥]{0,10}(?:情况|进展|汇报)|妥否[一-龥，]{0,6}"
    r"|更正(?:一下)?|补报|补充(?:一下)?"
    r"|报告(?:领导|未保办)|汇报完毕|完毕)\s*[~～!！]*\s*$"
)
_ELSE_LATER = late(
    r"^\s*(?:下一步|下步|接下来|下一阶段|今后|后续(?:工作|将)|下个?月(?:将|计划|打算|拟)|下阶段"
    r"|(?:我[局院部委办会]|我单位|我们)将"
    r"|(?:工作)?(?:打算|计划)[:：]"
    r"|(?:(?:下个?月|下周|明年|年底前?)(?:准备|争取|打算|要|想)|(?:准备|争取|打算)(?:下个?月|下周|明年|年底前?))把)"
)
_PAPERS = late(
    r"(?:材料|表格?|报告|佐证|照片|附件|文件|总结|清单)[^，,；;。\n]{0,6}(?:已经?|都|也)?[^，,；;。\n]{0,4}"
    r"(?:发(?:[您你到给群]|过去|了)|交(?:[了上给]|过去)|传[了上到]|填[好完了](?!大?[一二三四五六七八九\d半多])|(?:明天|晚点|稍后|回头"
    r"|下周)[^，,；;。\n]{0,4}[交发报传送])"
    r"|(?:发|传|放)(?:到?)?(?:[您你]?邮箱|群里)|(?:材料|报告|文件|表格?)[^，,；;。\n]{0,4}(?:放|送)[^，,；;。\n]{0,4}(?:桌|办公室|前台|过去)"
)
_REPORT_LATER = late(
    r"(?:晚点|晚些|稍后|稍等|待会儿?|等会儿?|明[天日]|后天|尽快|回头|过[一两几]天|下周[一二三四五]?|抓紧"
    r"|马上|回来|月[底末]|[\d一二三四五六七八九十]月(?=再)|周[一二三四五])[^，,；;。\n]{0,6}"
    r"(?:再?[报交填]|上报|报送|提交|[给发][您你])"
    r"|(?:我们?|咱们?|这就)(?:也|就|会|再)?(?:抓紧|尽快|赶紧|马上)[一-龥]{0,3}\s*$"
)
_NOT_OURS = late(
    r"^(?:我们|我局|本单位)没有(?:这|此|该)?(?:[项条]|任务|职责)*$|不(?:归|是|属)(?:于)?(?:我们|我局|我单位|本单位)|(?:我们|我局|我单位)[^，,；;。\n]{0,3}不(?:负责|管"
    r"|牵头)|没(?:有)?(?:这个|该|此|这项)(?:职能|职责|任务|业务)|是(?!我|本)[^，,；;。\n]{1,8}(?:组织|负责|牵头|管|弄|办|报)的\s*$|没(?:有)?我们(?:的|什么|啥)?(?:事|任务|活)|不关我们|[跟和与]我们(?:没|无)关|不是我们的?[^，,；;。\n]{0,4}(?:活|事|职责|任务)"
)
_OTHER_TALK = late(
    r"请(?:各|大家|你们)[^，,；;。\n]{0,10}[报交发填]|没[一-龥]{0,6}的话|别催|出差了?\s*$|记着呢?\s*$|(?:报|填|交|上报|报送)过了|(?:我|这|系统|页面|上面|表)[^，,；;。\n]{0,3}显示|(?:昨[晚天夜]|今[天早晨]|刚才|前天)[^，,；;。\n]{0,8}发生|重复了|笼统|不[好会]报|(?:系统|网络|手机|平台|页面|小程序)(?:今天|刚才|又|一直|有点|太|很|老是?)*(?:卡|慢|崩)|登不上|(?:标准|文件|模板|范本|样表|表格?|名单|原文|材料|链接|方案|电子版|截图)[^，,；;。\n]{0,4}(?:再?[发传转])(?:给?我|一[份个下])"
    r"|^\s*(?:有人|发现有?人|(?:[^，,；;。\n]{1,6}[报说映][上来说]{0,3})?有[个家](?:平台|账号|网站|老师|家长|学生|娃|孩子|商?店|网吧|老板))|反映(?:一?[个下])?(?:情况|问题)|大家(?:来|去|快|记得|可以|都来)|(?:下周|下个?月|明[天日早]|后天|今[天晚]|本周)[^，,；;。\n]{0,12}(?:召开|开会|开个|开一个|有个会)|机器人(?!比赛|大赛|竞赛|社团|课|编程)|小助手|按钮|识别[^，,；;。\n]{0,4}[错不]|(?:点|按)了[^，,；;。\n]{0,4}[次遍下]|点不[了动开]|打不开"
    r"|发不出|退回|审核(?:通过)?了?没|联系人|经办人|换岗|由[^，,；;。\n]{1,10}(?:负责|牵头|[报管办弄](?=$|[，,；;。]))|(?:请"
    r"|开)[^，,；;。\n]{0,4}假|延期"
)
_MONTH = "(?:\\d{1,2}|[一二三四五六七八九十]{1,2})月"
_PREVIOUS = late(
    rf"(?<![昨前今]天)(?:忘|漏)报了|补(?:[报交填]|录(?!了?\d))|补(?:一下)?上[个一]?[月期周季]|{_MONTH}份?的?[^，,；;。\n]{{0,8}}补(?:一下|上)|(?<![两残])补(?:一下|上|报)?{_MONTH}|(?<![同跟与和比较像如])上(?:个?月|一?期|个?季度|一?周)(?:份)?(?:的|度)?"
    r"(?:工作)?(?:进展|情况|汇报|报告|任务|(?=的?\s*(?:第|\d{1,2}\s*条))|(?=的?\s*措施)|[^，,；;。\n]{0,12}(?:忘|漏)[了报])"
    r"|(?<![同跟与和比较像如])上(?:个?月|一?期|个?季度|一?周)(?:的|[:：，,、])|(?:忘了?|漏)报了?.{0,4}补"
    r"|上(?:个?月|一?期|个?季度|一?周)[那的][^，,；;。\n\d]{0,14}补(?:一下|上|报|个)|(?:迟|晚)报上|上(?:个?月"
    r"|期)[^，,；;。\n]{0,20}(?:忘了?报|漏报|没(?:来得及|顾得?上)?报)"
)


def not_a_report(words: str) -> bool:
    """Whether the words open as a request, a wish or a notice does."""
    return _REQUEST.match(words) is not None


def wants_something(message: str) -> bool:
    """Whether a clause of a message asks or requests something of the reader."""
    return any(
        asks(clause) or (not_a_report(clause) and not is_courtesy(clause))
        for clause in _CLAUSE.findall(message)
    )


def is_notice(message: str) -> bool:
    """Whether a whole message opens as a paper to others does (【…】, 各单位：), or passes on hearsay."""
    if _OWN_TAG.match(message):
        return False
    if len(_TAGS.findall(message)) > 1:
        return False
    if _TITLE.search(message.strip()[-_OPENING:]):
        return True
    return _NOTICE.match(message) is not None or _ELSEWHERE.search(message[:_OPENING]) is not None


def calls_itself_a_report(message: str) -> bool:
    """Whether a whole message says that it reports: 关于…的报告, 特此报告."""
    return _REPORT_TITLE.match(message) is not None or _HANDS_OVER.search(message) is not None


def seeks_advice(message: str) -> bool:
    """Whether a message ends by asking whom to turn to, or what to do about what it tells."""
    return _ADVICE.search(message) is not None


def asks(words: str) -> bool:
    """Whether there is a question in the words."""
    if _QUESTION.search(words) is None or _TELLING_TAIL.search(words) is not None:
        return False
    told = _TOLD_QUESTION.search(words)
    return told is None or _QUESTION.search(words[: told.start()]) is not None


def is_courtesy(clause: str) -> bool:
    """Whether a clause only greets, thanks or hands over (领导好, 请审阅, 特此报告)."""
    return _COURTESY.match(clause) is not None


def is_plan(clause: str) -> bool:
    """Whether a clause is about what comes next (下一步…)."""
    return _ELSE_LATER.match(clause) is not None


@lru_cache(maxsize=1024)
def tells(clause: str) -> bool:
    """Whether a clause may tell how work stands: no question, request, courtesy, plan or talk of papers."""
    return not (
        asks(clause)
        or not_a_report(clause)
        or is_courtesy(clause)
        or is_plan(clause)
        or _PAPERS.search(clause)
        or _REPORT_LATER.search(clause)
        or _NOT_OURS.search(clause)
        or _OTHER_TALK.search(clause)
    )


def is_previous(words: str) -> bool:
    """Whether the words speak of the cycle before (补报上月)."""
    return _PREVIOUS.search(words) is not None
