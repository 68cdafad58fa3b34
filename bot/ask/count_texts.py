"""What the answer to a question that counts says to people."""

from collections.abc import Mapping, Sequence

from bot.ask.answer import ALL_MEMBERS
from bot.ask.texts import section_heading
from bot.plan.model import Measure, Plan, Section


def count_measures(plan: Plan) -> str:
    """How many measures the plan has."""
    return f"方案共{len(plan.measures)}条措施，分为{len(plan.sections)}个部分。"


def count_sections(plan: Plan) -> str:
    """How many sections the plan has, with their headings."""
    listed = "\n".join(section_heading(section) for section in plan.sections)
    return f"方案共{len(plan.sections)}个部分、{len(plan.measures)}条措施：\n{listed}"


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


def count_of_sections(shown: Mapping[Section, Sequence[Measure]], units: Sequence[str]) -> str:
    """How many measures and units some sections have."""
    text = "，".join(
        f"“{section_heading(section)}”共{len(measures)}条措施（{_numbers(measures)}）"
        for section, measures in shown.items()
    )
    if len(shown) > 1:
        text += f"，合计{sum(map(len, shown.values()))}条"
    text += f"，写明的责任单位{len(units)}家"
    return f"{text}：{'、'.join(units)}。" if units else f"{text}。"


def together(number: int) -> str:
    """How many measures several units have, those that they share counted once."""
    return f"同一条只计一次，共{number}条。"


def part_of_all(number: int, total: int) -> str:
    """How much of the whole plan so many measures are."""
    return f"占全部{total}条措施的{number / (total or 1):.0%}。"


def placed(place: int, even: Sequence[str]) -> str:
    """The place of a unit among all, by how many measures name it, and which have as many."""
    also = f"（与{'、'.join(even)}并列）" if even else ""
    return f"按写明的任务数排第{place}位{also}。"


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
