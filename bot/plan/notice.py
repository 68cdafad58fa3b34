"""From a published notice to a plan: ``parse_notice``.

What is healed: page breaks, page numbers, bold marks, line ends, spaces at the edges of lines and behind
a measure's number, all spaces in titles and unit names. Nothing else in a measure's text is touched, not
even a slip of the pen or a space next to a digit; :mod:`bot.plan.check` reports those.
"""

import re
from itertools import pairwise

from bot.patterns import late
from bot.plan.header import Header, read_header
from bot.plan.lines import read_lines, squeeze
from bot.plan.model import Measure, Plan, Section, Unit
from bot.plan.naming import derive_place, derived_aliases, full_name, is_judicial, is_office
from bot.plan.outline import Outline, Part, read_outline

_HEADING_LIMIT = 40
_HEADING_END = late(r"[。：:！!]|[ \u3000]{2,}|\u3000")
_NO_MEASURES = (
    "没有找到带编号且写明责任单位的措施（如“1. 强化理论学习。……（县民政局负责）”），"
    "无法作为工作方案读入。请核对文件是否为方案全文，并已另存为UTF-8纯文本。"
)


class NoticeError(ValueError):
    """The text cannot be read as a plan; says in Chinese what is wrong, and in which line if one line is."""


def parse_notice(text: str, plan_id: str) -> Plan:
    """The plan that a published notice sets out.

    ``text`` is the notice as plain text or markdown; ``plan_id`` names the plan (kelan-2022). Units stand
    in the order in which the notice first names them, with full names and aliases derived from their
    printed names; the institutional order and all else come from ``units.toml``.

    Raises NoticeError when there are no numbered measures with responsible units, or when two measures of
    one section bear the same number.
    """
    if not text.strip():
        raise NoticeError("文件是空的，没有可读入的内容。")
    outline = read_outline(read_lines(text))
    if not outline.measures:
        raise NoticeError(_NO_MEASURES)
    header = read_header(outline)
    place = derive_place(header.issuer, header.title)
    sections, numbers = _sections(outline, header)
    run_in = _heading_style(outline.measures)
    measures = tuple(
        _measure(part, number, section, run_in)
        for part, number, section in zip(
            outline.measures,
            _numbers(outline.measures),
            (numbers[id(part.section)] for part in outline.measures),
            strict=True,
        )
    )
    names = dict.fromkeys(name for measure in measures for name in measure.units)
    return Plan(
        id=plan_id,
        title=header.title,
        document_number=header.document_number,
        issuer=header.issuer,
        issued_on=header.issued_on,
        sections=sections,
        measures=measures,
        units=tuple(derived_unit(name, place) for name in names),
    )


def derived_unit(name: str, place: str) -> Unit:
    """A unit as far as its printed name and the plan's county tell."""
    return Unit(
        name=name,
        full_name=full_name(name, place),
        aliases=derived_aliases(name, place),
        office=is_office(name),
        judicial=is_judicial(name),
    )


def _sections(outline: Outline, header: Header) -> tuple[tuple[Section, ...], dict[int, int]]:
    """The sections, and the number that each measure's ``section`` object stands for.

    Printed numbers are kept unless they repeat. A plan without sections, or with measures before the
    first one, has one under its own title.
    """
    printed = [part.number for part in outline.sections]
    orphans = any(part.section is None for part in outline.measures)
    keep = not orphans and all(a < b for a, b in pairwise(printed))
    sections, numbers = [], {}
    if orphans:
        sections.append(Section(1, header.title))
        numbers[id(None)] = 1
    for part in outline.sections:
        number = part.number if keep else len(sections) + 1
        numbers[id(part)] = number
        sections.append(Section(number, _section_title(part)))
    return tuple(sections), numbers


def _section_title(part: Part) -> str:
    """A heading line; one that a page break cut is joined, an introductory paragraph is not part of it."""
    whole = part.passage.text
    title = whole if len(whole) <= _HEADING_LIMIT and "。" not in whole else part.passage.lines[0].text
    return squeeze(title.split("。")[0])


def _numbers(measures: list[Part]) -> list[int]:
    """Each measure's number in the plan: as printed, or counted through where each section begins at 1."""
    printed = [part.number for part in measures]
    if all(a < b for a, b in pairwise(printed)):
        return printed
    for before, after in pairwise(measures):
        if after.number <= before.number and (after.section is before.section or after.number != 1):
            raise NoticeError(
                f"第{after.line}行的编号是{after.number}，而前一条（第{before.line}行）是{before.number}："
                "编号重复或颠倒，无法确定各条的序号。请核对原文后再读入。"
            )
    return list(range(1, len(measures) + 1))


def _heading_style(measures: list[Part]) -> bool:
    """Whether headings run into the text (强化理论学习。深入…) rather than stand on a line of their own."""
    run_in = sum(1 for part in measures if _HEADING_END.search(part.lines[0].text[:_HEADING_LIMIT]))
    return run_in * 2 >= len(measures)


def _measure(part: Part, number: int, section: int, run_in: bool) -> Measure:
    owners = part.owners
    title, text = _split(part, owners.text, run_in)
    return Measure(
        number=number,
        section=section,
        title=squeeze(title),
        text=text,
        units=owners.units,
        all_members=owners.all_members,
        lead=owners.lead,
        support=owners.support,
        deadline=owners.deadline,
    )


def _split(part: Part, body: str, run_in: bool) -> tuple[str, str]:
    """Heading and text. A measure of one sentence has its first clause for a heading and keeps it all."""
    first = part.lines[0]
    if first.bold and first.text.startswith(first.bold) and len(first.bold) <= _HEADING_LIMIT:
        title = first.bold
    elif (
        not run_in
        and len(first.text) <= _HEADING_LIMIT
        and body.startswith(first.text)
        and body != first.text
    ):
        title = first.text
    elif match := _HEADING_END.search(body, 1, _HEADING_LIMIT):
        title = body[: match.end()]
    else:
        title = ""
    text = body[len(title) :].lstrip("。：: \u3000")
    title = title.strip("。：:！! \u3000")
    if title and text:
        return title, text
    clause = re.split(r"[，。；：]", title or body)[0]
    return clause[:_HEADING_LIMIT], body
