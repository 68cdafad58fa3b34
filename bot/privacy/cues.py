"""What stands beside a child's name: the words before it, the words after it, and those that speak against.

Patterns only; :mod:`bot.privacy.names` says what follows from them. All repeats are bounded.
"""

from bot.patterns import late
from bot.privacy.folding import MARKS
from bot.privacy.lexicon import ADULTS_BEFORE, TRANSCRIBED, UNITS
from bot.privacy.model import Kind
from bot.privacy.scanner import Scanner, headed, heads, seconds
from bot.privacy.shape import FIRST_CHARACTERS, GIVEN_HEADS, SURNAME_HEADS

_FIRST = "".join(sorted(FIRST_CHARACTERS))
_NAME_NEAR = "(?:" + "|".join(f"(?<=[{_FIRST}].{{{width}}})" for width in range(2, 8)) + ")"
"""After a cue's first character: a name may begin two to seven characters before its end."""
_FACTS = "".join(
    MARKS[kind] for kind in (Kind.ID_NUMBER, Kind.BIRTH_DATE, Kind.STUDENT_NUMBER, Kind.SCHOOL_CLASS)
)

_KIN = (
    "法定代理人|父亲|母亲|爸爸|妈妈|爷爷|奶奶|外公|外婆|姥姥|姥爷|继父|继母|养父|养母|监护人|家长|祖父"
    "|祖母|姑姑|舅舅|叔叔|伯父|大伯"
    "|儿子|女儿|闺女|孙子|孙女|外孙女?|侄子|侄女|外甥女?|弟弟|妹妹|哥哥|姐姐|长子|次子|长女"
    "|次女|独子|独女|幼子|幼女|养子|养女|继子|继女|父|母|爸|妈"
)
_ROLE = (
    "学生|女生|男生|新生|初中生|高中生|小学生|中学生|贫困生|特困生|差生|优等生|毕业生|考生"
    "|该生|儿童|女童|男童|幼童|患儿|婴儿|幼儿|孩子|小孩|女孩|男孩|娃娃|娃"
    "|小朋友|少年(?!宫)|少女|青少年|孤儿|未成年人?|未成年犯|受害人|受害者|被害人|被侵害人|遇害人|被害者|当事人"
    "|犯罪嫌疑人|嫌疑人|被告人|受助者|受助人|求助人|求助者|伤者|死者|失踪者|学员"
    "|对象|班长|学生代表|学生干部|少先队员|三好学生|个案|同学|同桌|网名为?|来访者|涉案人"
)
_DIGITS = "两一二三四五六七八九十0-9"


def _words(text: str) -> tuple[str, ...]:
    return tuple(text.split())


_LISTED = "学生|儿童|孤儿|控辍保学|劝返|受助|困境|留守|困难|帮扶|救助|资助|失学|辍学"
_SERVICE = "走访|看望|慰问|探望|帮扶|资助|救助|劝返|帮助|家访|安置|送教|为|给|对|将|把|就|系|到|审理|有一"
AFTER_SURE = Scanner(
    f"[名叫姓大学小乳昵自户其之我他她结帮资救慰走劝受探{heads(_ROLE, _KIN, _LISTED)}]"
    f"(?=[叫做姓名字称主子女孙叔伯姑姨舅兄弟姐妹嫂爷奶对扶助问访返视为是有包如分 :"
    f"{heads(_KIN)}{seconds(_ROLE, _KIN, _LISTED)}])",
    rf"(?:名叫|叫做|(?:学生|孩子|儿童|幼儿|子女|本人|受助人|当事人)?姓名(?:[ ]?[是为:]|[ ])"
    rf"|名字[叫是:]|大名[叫是:]?|学名[叫是:]?|小名[叫是:]?|乳名[叫是:]?|昵称[叫是:]?"
    rf"|自称[叫是]?|户[名主][是为:]?|其(?:{_KIN}|[子女孙叔伯姑姨舅兄弟姐妹嫂爷奶])|之(?:子|女|孙|孙女)|(?:结对|帮扶|资助"
    rf"|救助|慰问|走访|劝返|受助|探视)(?:对象|学生|儿童|人)?[:]|我叫|他叫|她叫|孩子叫"
    rf"|(?:{_ROLE}|{_KIN})(?:姓名)?[ ]?(?:[:]|名叫|叫|名为|为|是|有|包括|如|分别[是为])"
    rf"|(?:{_LISTED})[^,。:;\n]{{0,8}}(?:名单|花名册?|人员|如下|有|分别[是为]"
    rf"|包括)[:])[ \"“'「]{{0,2}}(?=[{_FIRST}]|(?P<twice>.)(?P=twice))",
    touching=True,
)
_ALONE = f"叫为给对将把就系到父母爸妈娃班{MARKS[Kind.SCHOOL_CLASS]}"
AFTER_WEAK = Scanner(
    rf"[级中大小前有{_ALONE}{_DIGITS}){heads(_ROLE, _KIN, _SERVICE)}](?:(?<=[{_ALONE}])"
    rf"|(?<![{_DIGITS})])(?=[班{seconds(_ROLE, _KIN, _SERVICE)}])|(?<=[{_DIGITS})])(?=.{{0,2}}[岁班]))",
    rf"(?:{_ROLE}|{_KIN}|(?<![0-9\-.])(?:1[0-7]|[1-9]|十[一二三四五六七]?"
    rf"|[一二三四五六七八九])(?:周?岁|岁半)(?:大?的)?(?:小?(?:男|女)?(?:孩子|孩|童|生|婴|学生"
    rf"|儿童|少年|{_KIN})|少[年女]|小姑娘|小伙子|小朋友)?"
    rf"|[级中大小前\d\){_DIGITS}]班的?|(?:班的?|{MARKS[Kind.SCHOOL_CLASS]}的?)(?:男"
    rf"|女)?(?:学生|同学|生|幼儿)?|叫|{_SERVICE})[ ]?(?=[{_FIRST}]|(?P<twice>[\u4e00-\u9fff])(?P=twice))",
    touching=True,
)
TO_WHOM = frozenset("为给对将把就系到")
OTHER_WORDS = _words("不对 针对 面对 反对 相对 绝对 校对 认为 成为 作为 行为 即将 成就 关系 体系")
"""Words that end as those do."""
_CHILD_ALONE = f"{_FACTS}他她班娃姨婶奶爷爸妈侄"
_CHILD_WORDS = (
    "同学|孩子|未成年|学生|儿童|孤儿|辍学|失学|监护|抚养|残疾|困境|留守|就读|被害|受害|欺凌|家暴|帮教|助学|上学"
    "|司法救助|出生|父母|父亲|母亲|家长|心理|年级|辅导|疏导|功课|学费|书包|作业|幼儿园|学籍|同桌|放学|发烧|高烧"
    "|入学|转学|返校|康复|小名|乳名|户口|姑姑|舅舅|照顾|低保|资助|救助|帮扶|旷课|收养|弟弟|妹妹|姐姐|哥哥"
    "|儿子|女儿|闺女|外甥|代理人|营养餐|打架|老师|学校|接种|写字|哥俩|姐俩|弟俩|书本费|校服"
)
CHILD_TALK = headed(
    f"[{_CHILD_ALONE}岁]|[之上读初高继养生兄姐孙{heads(_CHILD_WORDS)}]"
    f"[子女孙小初高一二三四五六父母妹弟{heads(*(word[1:] for word in _CHILD_WORDS.split('|')))}]",
    rf"[{_CHILD_ALONE}]|(?<=[0-9])岁|之[子女孙]|[上读][小初高一二三四五六]|[初高][一二三]|[继养生][父母]"
    rf"|[兄姐][妹弟]|孙[子女]|{_CHILD_WORDS}",
)

_STATE = (
    "辍学|失学|厌学|休学|复学|逃学|旷课|就读|在读|溺水|走失|离家出走|失踪|出生(?!缺陷|人口"
    "|率)|未到校|未返校|未入学|受伤|遭(?:其|受|到|遇|家暴|性侵|猥亵|殴打|欺凌|虐待)|被(?:其"
    "|打|殴|欺|性侵|猥亵|虐|害|烫|骗|拐|遗弃|同学|父|母|继)"
    "|随(?:其|父|母|祖|爷|奶|外)|由(?:其|奶奶|爷爷|外婆|祖|姥)|患(?!者)|确诊|父母(?!课)"
    "|(?:有)?(?:自伤|自残|自杀|轻生|抑郁|网瘾|厌学)|情绪低落|沉迷|抚养[权费]|监护权|变更|纠纷"
    "|案[件中]?(?=[,。已正审一])|家住|住在|住(?=[\ue000-\ue0ff])|因病|因家"
    "|刚?上[初小高一二三四五六]|家庭(?:困难|贫困|经济)|转学|转入|考上|系(?:未|留守|孤儿|单亲"
    "|困境|事实)"
)
_KIN_OF = (
    "父亲|母亲|爸爸|妈妈|爸妈|父母|监护人|家长|爷爷|奶奶|外婆|外公|姥姥|姥爷|继父|继母"
    "|班主任|孩子|儿子|女儿|小孩|孙子|孙女|哥哥|姐姐|弟弟|妹妹|学籍|同学|同桌|病情|班级|家(?=房|没|困|住|[两三]个|娃|孩)"
    "|身份证|户口|姑姑|舅舅|叔叔|家(?:里|中|庭|人|属)|信息|情况|个案|事(?<!干事)|书包|监护权|抚养权"
    "|爸|妈|爹|娘"
    "|生日|病历|年龄|住址|作业|成绩|名字|遭遇|诉求|意愿|心理|伤"
)
_AGE = r"(?:1[0-9]|[1-9]|十[一二三四五六七八九]?|[一二三四五六七八九])"
_AGED = "现年|今年|年仅|时年|年龄|年方|刚满|才|已满"
_COUNTED = "(?:[^,。;\n、]{0,6}?)(?:学生|儿童|未成年人|孩子|同学|孤儿|少年|幼儿|青少年|小朋友|女童|男童)"
BEFORE_SURE = headed(
    f"[(小同男女之等姐兄姊父母{_DIGITS}{heads(_AGED)}](?:(?<![{_DIGITS}])"
    f"|(?=.{{0,2}}[周岁名位个])){_NAME_NEAR}",
    r"\((?=(?P<inside>[^()\n]{1,40}))|小?同学(?!们|会|间|录)|小朋友(?!们)"
    r"|(?<=[,、 \t|:;/\-])(?P<sex>[男女](?=[,、 \t\n|;。)/]|[0-9]|童|孩|生|\Z))"
    rf"|(?:{_AGED})?[:]?(?P<age>{_AGE})(?:周?岁)(?![以及到至\-]|组|段|左右)"
    r"|之[子女孙父母](?!间|家|友|爱)|(?<=[\u4e00-\u9fff])(?:姐弟|兄妹|姐妹|兄弟|姊妹|父子|母子|母女|父女)"
    rf"|等[ ]?(?:[0-9一二三四五六七八九十两几多]{{0,3}}[ ]?[名位个人])?{_COUNTED}"
    rf"|[0-9一二三四五六七八九十两]{{1,2}}[名位个]{_COUNTED}",
)
BEFORE_WEAK = headed(
    f"[的她他于又连再已正也曾突有刚系随由遭被家住因转考2{_FACTS}{MARKS[Kind.ADDRESS]}"
    f"辍失厌休复逃旷就在溺走离出未受患确父自轻抑网情沉抚监纠案上{heads(_KIN_OF)}](?<!["
    f"{_FACTS}][{_FACTS}]){_NAME_NEAR}",
    rf"(?:的|她|他)?(?:{_KIN_OF})|的(?:学校|老师|手机|电话|地址|案)|(?:已"
    rf"|于[0-9年月日前近期昨今去上本天晚]{{1,10}}"
    rf"|正|也|又|连续|突然|再次|曾)?(?:{_STATE})"
    rf"|(?P<fact>(?<![{_FACTS}])[{_FACTS}]|(?<=[,、 ])20(?:0[4-9]"
    rf"|1[0-9])(?:[.\-/年][01]?[0-9][.\-/月][0-3]?[0-9]|[01][0-9][0-3][0-9])"
    rf"|(?<!{MARKS[Kind.ADDRESS]})的?{MARKS[Kind.ADDRESS]})",
)
ADULT_AGE = late(r"(?<![0-9])(?:1[89]|[2-9][0-9])(?:周?岁)|[二三四五六七八九]十[一二三四五六七八九]?岁")
ADULT = late(
    r"[ ]?\((?:[^()\n]{0,12}[,、 ])?(?:[男女][,、 ]{0,2})?(?:1[89]|[2-9][0-9])(?:周?岁)"
    r"|[,、 ]{0,2}(?:[男女][,、 ]{0,2})?(?:[\u4e00-\u9fff]{1,3}族[,、 ]{0,2})?(?:现年|今年|年已|已经?|快|都)?"
    r"(?:1[89]|[2-9][0-9])(?:多)?(?:周?岁)(?![以及到至\-])"
)
"""After a name: its bearer is grown up."""
ADULT_HEADS = frozenset("(,、 男女现今年已快都123456789")
CHILD_PAREN = late(
    rf"(?:^|[,、 ])[男女](?:$|[,、 ;]|童|孩|生)|(?<![0-9\-~至])(?:1[0-7]|[0-9])(?:周?岁|岁半"
    rf"|个月)(?!以|及|至)|化名|学生|未成年|出生|之[子女孙父母]|[父母爸妈]|家长|监护|孤儿|留守|困境"
    rf"|儿童|[{_FACTS}{MARKS[Kind.PHONE]}{MARKS[Kind.ADDRESS]}]"
)
SENTENCE_END = late(r"[。!?\n]")
SURNAME = late(f"[{''.join(sorted(SURNAME_HEADS))}](?=[{''.join(sorted(GIVEN_HEADS))}])")
JOINTS = frozenset("、,和及:是为")
OFFICE = late(
    rf"(?:(?:{'|'.join(set(ADULTS_BEFORE) - set(UNITS))})[:是为]?"
    rf"(?:[\u4e00-\u9fff]{{2,3}}[、和及])*|{'|'.join(UNITS)})\Z"
)
KIN_BRACKET = late(r"\((?:之|其|孩子)?(?:[父母爷奶姥妈爸祖姑姨舅叔伯]|外[公婆]|监护|家长)")
IN_NEED = late(r"(?:单亲|困难|特困|贫困|低保|患病|残疾)[男女]?[\u4e00-\u9fff]{2}\Z")
"""What tells, after a name or before it, that an office beside it is none."""
OFFICIAL_ACT = late(
    "[^,。;\\n]{0,3}(?:主持|带队|带领|调研|讲话|指出|强调|要求|授课|宣讲|一行|讲授|致辞|出席"
    "|部署|汇报|介绍|担任|负责|陪同|率|参会|督导|检查|签署|主讲|解读)"
)
_PARTS_OF_NAMES = _words(
    "古丽 古力 买买提 努尔 艾力 阿依 阿木 吐尔 卓玛 扎西 次仁 央金 央宗 达娃 丹增 格桑 才让 尼玛 梅朵 "
    "多吉 顿珠 拉姆 旺堆 白玛 德吉 其其格 其木格 格日勒 图雅 高娃 塔娜 乌云 苏日 巴特尔"
)
_FOREIGN = "[" + "".join(sorted(TRANSCRIBED)) + "]"
_HAN = "[\u4e00-\u9fff]"
HAN = late(_HAN)
DOTTED = late(
    f"(?<!{_HAN}){_HAN}{{1,7}}·{_FOREIGN}{{3,7}}"
    f"|{_FOREIGN}{{3,7}}·{_HAN}{{1,6}}(?!{_HAN})"
    f"|{_FOREIGN}{{1,7}}(?:·{_FOREIGN}{{1,7}}){{1,3}}"
)
"""古丽米热·买买提: no other word is written so."""
PART_OF_NAME = late("|".join(_PARTS_OF_NAMES))
OTHER_PEOPLES = late(f"{_FOREIGN}{{0,5}}(?:{PART_OF_NAME.pattern}){_FOREIGN}{{0,5}}")
ALIAS = late(r"\((?:[^()\n]{0,12}[,、 ])?均?[为系]?(?:化名|假名|代称)[,、 )]")
"""What makes an alias of the name before it; in （化名小雨） the name before is the real one."""
FALSE_NAMES = ("化名", "假名", "代称")
CALLED_ALIAS = late(r",?(?:系|为|是|均为|均系|都是)(?:化名|假名|代称)")
HANDED = late("[将把][\u4e00-\u9fff]{2,4}(?:送|带|接|转|护送|移交|安置|领|救|劝|找)")
ALL_ALIASES = late(r"(?:均|皆|都|全部?|一律)(?:为|系|是|用|使用|采用)化名")
JOINING = frozenset(" 、,/|和与跟及以还(")
LIST_NEXT = late(r"(?:\([^()\n]{1,20}\))?[ ]?(?:[、,/|]|和|与|及|以及|还有)[ ]?|[ ]{1,2}")
LIST_LAST = late(r"(?:[、,/]|和|与|跟|及|以及)[ ]?\Z")
ROW = late(
    rf"(?m)^(?=[^\n]{{0,60}}[{_FACTS}])(?:[(]?[0-9]{{1,3}}[.、) \t]{{1,2}})?[ \t]*([\u4e00-\u9ff"
    rf"f]{{2,4}})[ \t,|、]{{1,3}}"
)
