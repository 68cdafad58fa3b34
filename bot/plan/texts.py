"""What ``weibao plan`` says to people."""

KIND_NAMES: dict[str, str] = {
    "missing": "缺项",
    "numbering": "编号",
    "units": "责任单位",
    "unit_name": "单位名称",
    "copies": "抄送印数",
    "date": "日期",
    "year": "年份",
    "ordinal": "届次",
    "repeat": "文字重复",
    "slip": "疑似错漏字",
    "wording": "用词",
    "bracket": "括号书名号",
    "title_mark": "书名号",
    "punctuation": "标点",
    "width": "全角半角",
    "dash": "连接号",
    "space": "空格",
    "bold": "加粗标记",
    "page_break": "断页断行",
}
"""The kinds of doubt, the gravest first, and what they are called."""

NO_NUMBER = "未找到发文字号。"
NO_ISSUER = "未找到发文单位（落款）。"
NO_DATE = "未找到成文日期。"
NO_PLAN = "没有找到带编号且写明责任单位的措施，未能按方案检查。"
NO_OWNER = "本条没有写明责任单位，无法落实到人。"
NO_MEMBER_LIST = "本条由“各成员单位”负责，但文中未附成员单位名单；现按方案列名的{count}家单位计，请核对。"
TITLES_DIFFER = "通知题目中的方案名称与方案标题不一致：“{letter}”与“{plan}”。"

GAP = "编号由{before}跳到{after}，中间可能缺条。"
DUPLICATE = "编号{number}与前面重复或颠倒（前一个是{before}）。"
MIXED_MARKS = "编号后的符号与其余各条不一致（多数为“{usual}”，此处为“{here}”）。"

PARTY_ORGAN = "“{name}”为党委部门，规范名称应写作“{proper}”{beside}。"
PARTY_BESIDE = "（本文另有“{other}”，写法不一）"
SAME_UNIT = "“{name}”与“{other}”疑为同一单位的不同写法，请统一。"
MISSPELT_UNIT = "“{name}”只出现{count}次，与“{other}”仅一字之差，请核对是否笔误。"
UNIT_TWICE = "“{name}”在本条中重复列出。"
UNKNOWN_UNIT = "“{name}”不在单位名录（units.toml）中，请核对名称或补充名录。"

CC_PREFIX = "抄送的“{name}”与并列的“{other}”写法不一，缺“{level}”字。"
CC_OWNER = "“{name}”既列为责任单位又列为抄送单位，请核对主送、抄送范围。"
FEW_COPIES = "共印{copies}份，少于主送的责任单位（{units}家）与抄送单位（{copied}家）之和{total}。"

NUMBER_YEAR = "发文字号为{number_year}年，成文日期为{date_year}年，二者不一致。"
DATES_DIFFER = "落款日期{first}与印发日期{second}不一致，请核对。"
OLD_DOCUMENT = (
    "本方案为{year}年度，此处所依据的《{title}》是{cited}年度文件，请核对是否应引用{year}年度的文件。"
)
OLD_NUMBER = "本方案为{year}年度，此处引用的“{number}”是{cited}年的文号，请核对。"
EXPIRED = "“{span}”至{year}年前已期满，请核对是否仍应作为依据。"
ORDINAL = "“{phrase}”是按年递增的届次，请核对与{year}年是否相符（可能沿用了往年文字）。"

REPEATED = "“{fragment}”重复{parallel}。"
PARALLEL = "，可能脱漏或衍字；可对照第{line}行“…{sentence}…”"
DOUBLED_MARK = "标点“{mark}”重复或连用。"
SAME_SENTENCE = "此句与第{line}行相同，请核对是否重复。"
NEAR_PHRASE = "“{found}”疑为“{phrase}”之误（{how}），请核对。"
HOW = {"missing": "漏字", "extra": "多字", "changed": "错字", "swapped": "字序颠倒"}
STRAY = "“{phrase}”后的“{char}”字疑为衍字或下文有脱漏，请核对。"
CONFUSED = "“{found}”宜作“{proper}”。"
BOTH_FORMS = "“{found}”与本文他处的“{other}”写法不一，请统一。"

UNCLOSED = "“{mark}”没有配对的后半边。"
UNOPENED = "“{mark}”没有配对的前半边。"
CROSSED = "“{open}”与“{close}”不配对。"
EARLY_YEAR = "年份括号后还有“{rest}”，通常年份括号即文件名之末，疑“{mark}”错位，应在“）”之后。"
STACKED = "“{words}”两个文种叠用，请核对文件名称。"
TYPE_OUTSIDE = "文种“{word}”落在书名号之外，请核对被引文件的全称。"
NESTED = "书名号内的书名号应用单书名号〈〉。"
NO_PAUSE = "并列的{what}之间一般不用顿号（GB/T 15834）。"

HALF_WIDTH = "中文中用了半角“{mark}”，宜用全角“{proper}”。"
FULL_WIDTH = "数字或字母“{found}”用了全角字符，宜用半角。"
DASH = "起止年份此处用“{here}”，其余多用“{usual}”，写法不一。"
SPACE = "“{found}”中有多余空格{beside}。"
SPACE_BESIDE = "（同样的“{other}”他处不空格）"
BOLD_TORN = "加粗标记跨行或不成对，读入时已略去。"
BOLD_LEFT = "残留加粗标记，读入时已略去。"
BROKEN = "本行在句中断开（下接第{line}行），读入时已接合。"
OWNERS_APART = "责任单位另起一行（第{line}行），读入时已归入本条。"

NOTHING = "未发现疑点。"
FOUND = "共{count}处疑点（只提示，不改动原文）："
IMPORTED = "已读入《{title}》：{sections}个部分、{measures}条措施、{units}家责任单位，写入{file}。"
NO_FILE = "读不到文件{file}，请核对路径。"
NOT_TEXT = "文件{file}不是纯文本，请另存为UTF-8文本后再读入。"
