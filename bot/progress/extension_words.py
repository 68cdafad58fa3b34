"""How people ask for an extension (申请延期) in a sentence, and which of its words are the reason."""

import re

from bot.patterns import late

_WHO = (
    r"(?:(?:县?[一-龥]{1,10}?(?:局|委|办|院|会|部)|我们|我局|我委|我办|我单位|本单位|咱们|这边|领导|您好|你好"
    r"|[一-龥]主任)[，,：:！!\s]*+){0,3}+"
)
_VERB = (
    r"(?:申请|请求|恳请|请予|请|能否|能不能|可否|可不可以|是否可以|可以|想|希望|需要|需|要求|要"
    r"|拟|特|现|将|先)"
)
_NUMBER = r"[\d一二三四五六七八九十]{1,3}"
_MEASURES = (
    rf"(?:第|措施|任务)?\s*{_NUMBER}(?:\s*[条号项]?\s*[、,，和及与\s]\s*(?:第|措施)?\s*{_NUMBER})*"
    r"\s*(?:条|号|项)?(?:措施|任务)?"
)
_WHAT = r"(?:的?(?:进展情况|进展|汇报|报送|材料))?"
_LATER = (
    r"(?:延期|延后|推迟|延长(?=期限|时限|时间报|报送|到|至|[一两三五\d])|宽限|缓报|缓交"
    r"|延(?=到|至|几|[一二两三五\d]))"
)
_ASKS = late(
    rf"{_WHO}(?:{_VERB}++(?:把|将|对)?{_WHO}{_MEASURES}|{_MEASURES}{_WHAT}[，,：:\s]*{_WHO}{_VERB}++)"
    rf"{_WHAT}(?:予以|再)?{_LATER}"
    rf"|{_WHO}{_MEASURES}{_WHAT}[，,：:\s]*{_WHO}{_LATER}(?:报送)?(?:到|至)"
)
_OPENING = late(
    rf"{_WHO}{_VERB}*+(?:把|将|对)?{_WHO}\s*{_WHAT}[，,：:\s]*{_WHO}{_VERB}*+(?:予以|再)?"
    rf"(?:{_LATER}|延)(?:期限|时间|几天)?(?:报送|上报)?(?:到|至)?"
)
_GLUE = late(
    r"(?:[到至]|(?:原因|理由)(?:是|为)?|因为|由于|因|[之以]?前|左右|再?报送|再?上报|完成|行不行|行吗|可以吗|好吗|吧|几天"
    r"|的?(?:进展|汇报)(?:情况)?(?=[\s，,]))"
)
_CLAUSE_END = "，,。；;！!？?\n"
_TO = late(
    rf"(?:{_WHO}[我俺咱]?{_VERB}*+(?:大概|大约|最[晚迟]|估计|应该|得|能|再|就|先|按|定在?|改[到成]?|是|多?给(?:我们?)?|放在?|报送?|完成)*"
    rf"(?:{_LATER}|延)?(?:期限|时间)?(?:[到至在]|个)?)|.*(?:[到至]|延期|延后|推迟|宽限|等到|需要?|还要|还得|(?:因为?|由于).*)"
)
_BY_THEN = late(
    r"(?:[之以]?[前后]|左右|上下|当天|那天|[上下]午|晚上?|早上?|\d{1,2}[点时:：]\d*|[（(].{0,6}[)）]|再|就|才|能|可以|一定|保证|肯定|争取|报送?|上报"
    r"|交|完成|[弄搞办做]完|好|行|不行|吧|呗|吗|嘛|了|的|哈|啊|呢|可否|怎么样)*\s*(?:(?:因|由于|原因|理由|主要|等|\s).*)?"
)
_EDGES = " \t\r\n　，,。；;：:、.()（）？?"
_LONGEST = 200  # characters in which a request has said what it is


def asks_for_extension(flat: str) -> bool:
    """Whether a flattened sentence (bot.progress.mentions) asks for a later deadline of a measure."""
    return _ASKS.match(flat[:_LONGEST].strip(_EDGES)) is not None


def answers_with_day(text: str, start: int, end: int) -> bool:
    """Whether a day found at ``start`` to ``end`` is told as the new deadline.

    What else stands in its clause tells: 延到8月5日 and 8月5日前能报 do, 我要请假三天 does not.
    """
    before = re.split(f"[{_CLAUSE_END}]", text[:start])[-1].strip()
    after = re.split(f"[{_CLAUSE_END}]", text[end:])[0]
    return _TO.fullmatch(before) is not None and _BY_THEN.fullmatch(after.rstrip()) is not None


def reason_in(text: str) -> str:
    """The words of a request without its measures and its day, less what only asks."""
    words = " ".join(text.split()).strip(_EDGES)
    opening = _OPENING.match(words[:_LONGEST])
    if opening is not None:
        words = words[opening.end() :].strip(_EDGES)
    while (glue := _GLUE.match(words)) is not None:
        words = words[glue.end() :].strip(_EDGES)
    return words
