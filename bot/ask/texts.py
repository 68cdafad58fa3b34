"""What an answer says to people."""

from collections.abc import Mapping, Sequence

from bot.ask.answer import ALL_MEMBERS, Found
from bot.plan.model import Measure, Plan, Section
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


def count_measures(plan: Plan) -> str:
    """How many measures the plan has."""
    return f"方案共{len(plan.measures)}条措施，分为{len(plan.sections)}个部分。"


def count_sections(plan: Plan) -> str:
    """How many sections the plan has, with their headings."""
    listed = "\n".join(section_heading(section) for section in plan.sections)
    return f"方案共{len(plan.sections)}个部分：\n{listed}"


def count_units(plan: Plan) -> str:
    """How many units the plan names, and which."""
    return f"方案中写明的责任单位共{len(plan.units)}家：\n{'、'.join(unit.name for unit in plan.units)}"


def averages(named: Sequence[Measure], by_all: int, units: int) -> str:
    """How many units a measure names on average, and how many measures a unit has."""
    text = f"另有{by_all}条由各成员单位按职责分工负责，未计入。" if by_all else ""
    if not named:
        return text.removeprefix("另").replace("，未计入", "")
    times = sum(len(m.units) for m in named)
    return (
        f"写明具体责任单位的措施共{len(named)}条，合计{times}家次，平均每条约{times / len(named):.1f}家；"
        f"涉及{units}家单位，平均每家约{times / units:.1f}条。{text}"
    )


def count_of_unit(name: str, named: Sequence[Measure], via: int) -> str:
    """How many measures bind one unit."""
    text = f"方案中由{name}负责或参与的措施共{len(named)}条"
    if named:
        text += f"（{_numbers(named)}）"
    return text + (f"，另作为成员单位承担{via}条。" if via else "。")


def count_of_sections(shown: Sequence[Section], measures: Sequence[Measure], units: Sequence[str]) -> str:
    """How many measures and units some sections have."""
    names = "、".join(f"“{section_heading(section)}”" for section in shown)
    text = f"{names}共{len(measures)}条措施（{_numbers(measures)}），写明的责任单位{len(units)}家"
    return f"{text}：{'、'.join(units)}。" if units else f"{text}。"


def part_of_all(number: int, total: int) -> str:
    """How much of the whole plan so many measures are."""
    return f"占全部{total}条措施的{number / (total or 1):.0%}。"


def placed(place: int, even: bool) -> str:
    """The place of a unit among all, by how many measures name it."""
    return f"按写明的任务数排第{place}位{'（并列）' if even else ''}。"


def claims(named: int, total: int) -> str:
    """How many claims a plan makes on units: one for each unit of each measure."""
    text = f"按每条措施的每家责任单位各计一项，方案写明的责任事项共{named}项"
    return f"{text}；连同由{ALL_MEMBERS}共同承担的，共{total}项。" if total > named else f"{text}。"


def count_for_everybody(measures: Sequence[Measure]) -> str:
    """How many measures bind all members, and which."""
    text = f"方案中由{ALL_MEMBERS}共同承担的措施共{len(measures)}条"
    return f"{text}（{_numbers(measures)}）。" if measures else f"{text}。"


def extreme_units(names: Sequence[str], number: int, most: bool, by_all: int, scope: str) -> str:
    """Which units have most, or fewest, measures by name; ``by_all`` is how many bind all of them."""
    text = f"{scope}写明任务{'最多' if most else '最少'}的单位是{'、'.join(names)}，{_each(names)}{number}条"
    return f"{text}（由{ALL_MEMBERS}共同承担的{by_all}条未计入）。" if by_all else f"{text}。"


def scope_of_units(among: Sequence[str], without: Sequence[str]) -> str:
    """Which units are compared: all, some alone, or all but some."""
    if without:
        return f"除{'、'.join(without)}外，方案中"
    return f"{'、'.join(among)}中，" if among else "方案中"


def extreme_measures(
    measures: Sequence[Measure], number: int, everybody: Sequence[Measure], most: bool
) -> str:
    """Which measures name most, or fewest, units."""
    names = "、".join(f"第{m.number}条 {m.title}" for m in measures)
    text = f"写明责任单位{'最多' if most else '最少'}的措施是{names}，{_each(measures)}{number}家。"
    return f"{text}另外，{_numbers(everybody)}由{ALL_MEMBERS}共同承担。" if everybody else text


def extreme_lengths(measures: Sequence[Measure], number: int, most: bool) -> str:
    """Which measures are the longest, or the shortest, in characters of their text."""
    names = "、".join(f"第{m.number}条 {m.title}" for m in measures)
    return f"正文最{'长' if most else '短'}的措施是{names}，{_each(measures)}{number}字（含标点）。"


def extreme_sections(sections: Sequence[Section], number: int, most: bool) -> str:
    """Which sections have most, or fewest, measures."""
    names = "、".join(f"“{section_heading(section)}”" for section in sections)
    return f"措施{'最多' if most else '最少'}的部分是{names}，{_each(sections)}{number}条。"


def sections_by_measures(counts: Mapping[Section, int]) -> str:
    """Sections with how many measures each has."""
    return "各部分措施数：\n" + "\n".join(f"{section_heading(s)}：{n}条" for s, n in counts.items())


def measures_by_units(measures: Sequence[Measure]) -> str:
    """How many units each of some measures names, and which."""
    if not measures:
        return "方案中没有这样的措施。"
    head = f"符合条件的措施共{len(measures)}条：\n" if len(measures) > 1 else ""
    return head + "\n".join(_measure_by_units(measure) for measure in measures)


def _measure_by_units(measure: Measure) -> str:
    listed = (
        f"第{measure.number}条 {measure.title}写明责任单位{len(measure.units)}家：{'、'.join(measure.units)}"
    )
    return f"{listed}，另由{ALL_MEMBERS}共同承担。" if measure.all_members else f"{listed}。"


def units_by_measures(counts: Mapping[str, int]) -> str:
    """Units with how many measures name each."""
    if not counts:
        return "方案中没有这样的单位。"
    listed = "\n".join(f"{name}：{number}条" for name, number in counts.items())
    return f"按方案写明的任务数，共{len(counts)}家单位：\n{listed}"


def single_owner(measures: Sequence[Measure]) -> str:
    """Measures that one unit alone answers for."""
    if not measures:
        return "方案中没有只由一家单位负责的措施。"
    lines = "\n".join(f"第{m.number}条 {m.title}：{m.units[0]}" for m in measures)
    return f"只由一家单位负责的措施共{len(measures)}条：\n{lines}"


def units_with_one(few: Mapping[str, Sequence[Measure]]) -> str:
    """Units that the plan names in one measure only."""
    if not few:
        return "方案中没有只写明一条任务的单位。"
    lines = "\n".join(f"{name}：{_numbers(measures)}" for name, measures in few.items())
    return f"只写明一条任务的单位共{len(few)}家：\n{lines}"


def _numbers(measures: Sequence[Measure]) -> str:
    return "、".join(f"第{measure.number}条" for measure in measures)


def _each(items: Sequence[object]) -> str:
    return "各" if len(items) > 1 else "共"
