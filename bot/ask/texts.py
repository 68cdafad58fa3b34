"""What an answer says to people."""

from collections.abc import Sequence

from bot.ask.answer import ALL_MEMBERS, Found
from bot.plan.model import Plan, Section
from bot.plan.numerals import chinese_numeral

EMPTY = "请直接打字提问，例如：校园欺凌谁管、第7条、公安局有哪些任务。"
GREETING = "您好，这里可以查询《{title}》。请直接打字提问，例如：校园欺凌谁管、第7条、公安局有哪些任务。"
THANKS = "不客气。还想了解方案中的其他内容，请直接打字提问。"
NO_MORE = "没有其他相关措施了。您可以换个说法再问，或直接输入条号、单位名称。"
_EMERGENCY = (
    "如有孩子正处于危险中，请立即拨打：\n"
    "110 报警（人身侵害、失踪、拐骗）\n"
    "120 急救（受伤、中毒、溺水）\n"
    "12356 心理援助热线（情绪危机、有轻生念头）\n"
    "也可拨打 12345 政务服务热线、12355 青少年服务热线求助。火情请拨 119。\n"
    "如果有危险的是您自己，请尽量先到安全、有人的地方，并告诉您信任的大人。\n"
    "本机器人不受理报案、举报，请不要在这里发送孩子的姓名、住址、照片等信息。\n"
)
# Both in the law's own words.
_DUTY = (
    "国家机关、居民委员会、村民委员会、密切接触未成年人的单位及其工作人员，在工作中发现未成年人身心健康受到侵害、"
    "疑似受到侵害或者面临其他危险情形的，应当立即向公安、民政、教育等有关部门报告（《未成年人保护法》第十一条）。"
)
_RIGHT = (
    "任何组织或者个人发现不利于未成年人身心健康或者侵犯未成年人合法权益的情形，都有权劝阻、制止或者向公安、民政、"
    "教育等有关部门提出检举、控告（《未成年人保护法》第十一条）。"
)
_GUESS = "按职能推测，可先联系：{units}"
_GUESS_FROM = 4  # from so many units on, a reader needs to be told whom to call first
_QUOTED_UNITS = 2


def emergency(duty: bool) -> str:
    """Whom to call now; and the sender's duty to report, or else everybody's right to."""
    return _EMERGENCY + (_DUTY if duty else _RIGHT)


def heading(plan: Plan, found: Found) -> str:
    """第7条 加强基础教育保障（三、加强学校保护）."""
    section = next(s for s in plan.sections if s.number == found.section)
    return f"第{found.number}条 {found.title}（{section_heading(section)}）"


def section_heading(section: Section) -> str:
    """三、加强学校保护."""
    return f"{chinese_numeral(section.number)}、{section.title}"


def proof(plan: Plan, found: Found, quote: str | None = None) -> str:
    """A measure with its units and the sentence that proves it."""
    return f"{heading(plan, found)}\n责任单位：{'、'.join(found.units)}\n原文：“{quote or found.quote}”"


def _guess(found: Found, likely: Sequence[str]) -> str:
    if len(found.units) < _GUESS_FROM or not likely:
        return ""
    return "\n" + _GUESS.format(units="、".join(likely[:_QUOTED_UNITS]))


def topic(plan: Plan, measures: Sequence[Found], likely: Sequence[str], close: Sequence[int]) -> str:
    """One measure, and what else may be meant."""
    text = proof(plan, measures[0]) + _guess(measures[0], likely)
    if close:
        also = "、".join(f"第{n}条 {plan.by_number[n].title}" for n in close)
        text += f"\n您问的也可能是：{also}"
    return text


def unsure(plan: Plan, measures: Sequence[Found], likely: Sequence[str]) -> str:
    """Three choices; the first is written out."""
    others = "\n".join(heading(plan, found) for found in measures[1:3])
    return (
        f"{proof(plan, measures[0])}{_guess(measures[0], likely)}\n"
        f"还不能确定您问的是哪一条，也可能是：\n{others}\n请点选，或换个说法再问一次。"
    )


def taught(plan: Plan, words: str, measures: Sequence[Found], likely: Sequence[str]) -> str:
    """The office's own words, marked as such by whoever shows them, and the measures it named."""
    proofs = "\n\n".join(proof(plan, found) for found in measures) + _guess(measures[0], likely)
    return f"{words}\n\n{proofs}" if words else proofs


def rest(plan: Plan, measures: Sequence[Found]) -> str:
    """What else may be meant, one a line."""
    return "其他可能相关的措施：\n" + "\n".join(heading(plan, found) for found in measures)


def numbers(plan: Plan, measures: Sequence[Found], missing: Sequence[int], likely: Sequence[str]) -> str:
    """The measures asked for by number; a single one with its whole text."""
    if len(measures) == 1:
        text = proof(plan, measures[0], plan.by_number[measures[0].number].text) + _guess(measures[0], likely)
    else:
        text = "\n\n".join(proof(plan, found) for found in measures)
    return f"{text}\n\n{no_such_number(plan, missing)}" if missing else text


def no_such_number(plan: Plan, missing: Sequence[int]) -> str:
    """Says how many measures there are."""
    asked = "、".join(f"第{n}条" for n in missing)
    last = max(plan.by_number, default=0)
    return f"方案中没有{asked}。方案共{len(plan.measures)}条措施，编号为第1条至第{last}条。"


def no_such_section(plan: Plan, missing: Sequence[int]) -> str:
    """Says how many sections there are."""
    asked = "、".join(f"第{chinese_numeral(n)}部分" for n in missing)
    listed = "\n".join(section_heading(section) for section in plan.sections)
    return f"方案中没有{asked}。方案共{len(plan.sections)}个部分：\n{listed}"


def sections(asked: Sequence[Section], measures: Sequence[Found]) -> str:
    """The measures of sections, one a line."""
    parts = []
    for section in asked:
        own = [found for found in measures if found.section == section.number]
        lines = "\n".join(f"第{f.number}条 {f.title}：{'、'.join(f.units)}" for f in own)
        parts.append(f"{section_heading(section)}，共{len(own)}条措施：\n{lines}")
    return "\n\n".join(parts)


def _titles(measures: Sequence[Found]) -> str:
    return "\n".join(f"第{found.number}条 {found.title}" for found in measures)


def unit(name: str, measures: Sequence[Found]) -> str:
    """What a unit is bound to: by name first, then through 各成员单位."""
    named = [found for found in measures if found.via is None]
    via = [found for found in measures if found.via is not None]
    text = f"方案中由{name}负责或参与的措施共{len(named)}条：\n{_titles(named)}"
    if via:
        text += f"\n此外，作为成员单位承担{len(via)}条：\n{_titles(via)}"
    return text


def all_members(measures: Sequence[Found]) -> str:
    """Measures that bind every unit of the plan."""
    return f"方案中由{ALL_MEMBERS}按职责分工负责的措施共{len(measures)}条：\n{_titles(measures)}"


def shared(units: Sequence[str], measures: Sequence[Found]) -> str:
    """What several units do together."""
    names = "、".join(units)
    named = [found for found in measures if found.via is None]
    via = [found for found in measures if found.via is not None]
    if not measures:
        return f"方案中没有{names}共同负责的措施。"
    text = f"方案中写明由{names}共同负责的措施共{len(named)}条" + (f"：\n{_titles(named)}" if named else "。")
    if via:
        text += f"\n此外，作为成员单位共同承担{len(via)}条：\n{_titles(via)}"
    return text


def unit_does(plan: Plan, name: str, measures: Sequence[Found]) -> str:
    """A unit does have to do with a topic."""
    more = measures[1:]
    text = f"{proof(plan, measures[0])}\n以上措施的责任单位包括{name}。"
    return f"{text}\n{name}承担的相关措施还有：\n{_titles(more)}" if more else text


def unit_does_not(plan: Plan, name: str, nearest: Sequence[Found]) -> str:
    """A unit has nothing to do with a topic, and who has."""
    if not nearest:
        return f"方案中没有写明{name}负责这项工作。"
    return f"方案中没有写明{name}负责这项工作。相关措施是：\n{proof(plan, nearest[0])}"


def unknown(plan: Plan, nearest: Sequence[int]) -> str:
    """The plan does not say; the nearest it says."""
    text = "方案中没有与这个问题对应的内容。"
    if nearest:
        text += f"较为接近的是第{nearest[0]}条 {plan.by_number[nearest[0]].title}，供参考。"
    return text + "您也可以换个说法，或直接输入条号、单位名称。"


def related(measures: Sequence[Found]) -> str:
    """Below an emergency: what the plan says of such things."""
    return f"\n\n方案中的相关措施：\n{_titles(measures)}"
