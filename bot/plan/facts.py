"""Doubts about what the notice states: particulars, numbering, units, copies, years."""

import re
from collections import Counter
from collections.abc import Collection, Iterator
from itertools import combinations, pairwise

from bot.patterns import late
from bot.plan import texts
from bot.plan.header import chinese_date, letter_title
from bot.plan.lines import squeeze
from bot.plan.naming import COMMON_ORGANS, PARTY_ORGANS, full_name
from bot.plan.outline import DATE, Part
from bot.plan.reading import Doubt, Reading

_CITED_YEAR = late(r"《(?P<title>[^》]{0,12}?(?P<year>20\d{2})\s*年(?:度)?(?![—–\-－~～至])[^》]*)》")
_CITED_NUMBER = late(r"[一-龥]{2,10}[〔\[（(](?P<year>20\d{2})[〕\]）)]第?\d+号")
_SPAN = late(r"20\d{2}\s*年?\s*[—–\-－~～至]+\s*(?P<end>20\d{2})\s*年")
_ORDINAL = late(
    r"第[一二三四五六七八九十百\d]+[个届次][^，。；、第]{2,14}?(?:月|周|日|节|活动|大赛|论坛|大会)"
)
_NUMBERING_MARK = late(
    r"^\s*(?:\*\*)?(?:[（(]?[0-9０-９]{1,3}[）)]?|[一二三四五六七八九十]{1,3}|第\S{1,4}条)\s*([.．、）)]?)"
)


def find_facts(reading: Reading, known_units: Collection[str]) -> Iterator[Doubt]:
    """All doubts about the notice's statements. ``known_units``: the directory's names, if there is one."""
    yield from _particulars(reading)
    yield from _numbering(reading)
    yield from _owners(reading)
    yield from _unit_names(reading, known_units)
    yield from _copies(reading)
    yield from _years(reading)


def _first_line(reading: Reading) -> int:
    return reading.lines[0].number if reading.lines else 1


def _particulars(reading: Reading) -> Iterator[Doubt]:
    header, first = reading.header, _first_line(reading)
    for value, message in (
        (header.document_number, texts.NO_NUMBER),
        (header.issuer, texts.NO_ISSUER),
        (header.issued_on, texts.NO_DATE),
    ):
        if not value:
            yield reading.line_doubt(first, "missing", message)
    year = re.search(r"〔(\d{4})〕", header.document_number)
    if year and header.issued_on and year[1] != header.issued_on[:4]:
        message = texts.NUMBER_YEAR.format(number_year=year[1], date_year=header.issued_on[:4])
        yield reading.line_doubt(first, "date", message)
    letter = letter_title(reading.outline.head)
    inner = squeeze(letter["title"]).strip("《》") if letter else ""
    if inner and header.title and inner != header.title:
        message = texts.TITLES_DIFFER.format(letter=inner, plan=header.title)
        yield reading.line_doubt(first, "missing", message)
    dates = [
        (line, day)
        for line in (*reading.outline.head, *reading.outline.tail)
        if re.fullmatch(rf"[一-龥\s]{{0,30}}{DATE}\s*(?:印发)?", line.text)
        and (match := re.search(DATE, line.text))
        and (day := chinese_date(match.group()))
    ]
    for (_, before), (line, after) in pairwise(dates):
        if before != after:
            message = texts.DATES_DIFFER.format(first=before.isoformat(), second=after.isoformat())
            yield reading.line_doubt(line.number, "date", message)


def _numbering(reading: Reading) -> Iterator[Doubt]:
    for parts in (reading.outline.sections, reading.measures):
        for before, after in pairwise(parts):
            restarts = after.number == 1 and before.section is not after.section
            if after.number <= before.number and not restarts:
                message = texts.DUPLICATE.format(number=after.number, before=before.number)
                yield reading.line_doubt(after.line, "numbering", message)
            elif after.number > before.number + 1:
                message = texts.GAP.format(before=before.number, after=after.number)
                yield reading.line_doubt(after.line, "numbering", message)
        yield from _numbering_marks(reading, parts)


def _numbering_marks(reading: Reading, parts: list[Part]) -> Iterator[Doubt]:
    marks = [
        (part, match[1]) for part in parts if (match := _NUMBERING_MARK.match(reading.raw[part.line - 1]))
    ]
    counts = Counter(mark for _, mark in marks)
    usual = counts.most_common(1)[0][0] if counts else ""
    for part, mark in marks:
        if mark != usual:
            yield reading.line_doubt(part.line, "numbering", texts.MIXED_MARKS.format(usual=usual, here=mark))


def _owners(reading: Reading) -> Iterator[Doubt]:
    listed = len(reading.unit_counts)
    for part in reading.measures:
        owners = part.owners
        last = part.lines[-1].number
        if not owners.found:
            yield reading.line_doubt(part.line, "units", texts.NO_OWNER)
        if owners.all_members:
            yield reading.line_doubt(last, "units", texts.NO_MEMBER_LIST.format(count=listed), "各成员单位")
        printed = squeeze("".join(part.passage.text[start:end] for start, end in owners.spans))
        names = re.split(r"[、，；（）()：]|负责|按照", printed)
        for name, count in Counter(name for name in names if name in owners.units).items():
            if count > 1:
                yield reading.line_doubt(last, "units", texts.UNIT_TWICE.format(name=name), name)


def _unit_names(reading: Reading, known_units: Collection[str]) -> Iterator[Doubt]:
    counts = reading.unit_counts
    first = _unit_lines(reading)
    level = reading.place[-1:] or "县"
    for name in counts:
        organ = name.removeprefix(level)
        if name != organ and organ in PARTY_ORGANS:
            siblings = [other for other in counts if other.startswith(f"{level}委")]
            sibling = max(siblings, key=lambda other: counts[other], default="")
            beside = texts.PARTY_BESIDE.format(other=sibling) if sibling else ""
            message = texts.PARTY_ORGAN.format(name=name, proper=f"{level}委{organ}", beside=beside)
            yield reading.line_doubt(first[name], "unit_name", message, name)
        if known_units and name not in known_units:
            yield reading.line_doubt(first[name], "unit_name", texts.UNKNOWN_UNIT.format(name=name), name)
    for one, other in combinations(counts, 2):
        rare, usual = sorted((one, other), key=lambda name: counts[name])
        if _same_unit(rare, usual, reading.place):
            message = texts.SAME_UNIT.format(name=rare, other=usual)
            yield reading.line_doubt(first[rare], "unit_name", message, rare)
        elif counts[rare] == 1 and _one_apart(rare, usual) and rare.removeprefix(level) not in COMMON_ORGANS:
            message = texts.MISSPELT_UNIT.format(name=rare, count=1, other=usual)
            yield reading.line_doubt(first[rare], "unit_name", message, rare)


def _unit_lines(reading: Reading) -> dict[str, int]:
    """The line on which each unit's name first begins."""
    lines: dict[str, int] = {}
    for part in reading.measures:
        text = part.passage.text
        for name in part.owners.units:
            spans = part.owners.spans
            places = (text.find(name, start, end) for start, end in spans)
            place = next((place for place in places if place >= 0), spans[0][0])
            lines.setdefault(name, part.passage.line_at(place))
    return lines


def _same_unit(rare: str, usual: str, place: str) -> bool:
    """Whether two printed names have one full name, or one is the other with characters left out."""
    if full_name(rare, place) == full_name(usual, place):
        return True
    short, long = sorted((rare, usual), key=len)
    if len(short) < 4 or len(short) == len(long) or short[-1] != long[-1] or short[:3] != long[:3]:
        return False
    rest = iter(long)
    return all(char in rest for char in short)


def _one_apart(one: str, other: str) -> bool:
    if len(one) != len(other) or len(one) < 4 or one[-1] != other[-1]:
        return False
    return sum(a != b for a, b in zip(one, other, strict=True)) == 1


def _copies(reading: Reading) -> Iterator[Doubt]:
    level = reading.place[-1:] or "县"
    tail = reading.outline.tail
    start = next((i for i, line in enumerate(tail) if re.match(r"抄送|抄报|分送", line.text)), None)
    copied: list[str] = []
    if start is not None:
        text = ""
        for line in tail[start:]:
            if text and (re.search(DATE, line.text) or line.text.startswith("共印") or text.endswith("。")):
                break
            text += line.text
        copied = [
            name for name in re.split(r"[，,、。；;]", re.sub(r"^.{2,4}?[：:]", "", squeeze(text))) if name
        ]
        with_level = [name for name in copied if name.startswith(level)]
        for name in copied:
            place = next(
                (line.number for line in tail[start:] if name in squeeze(line.text)), tail[start].number
            )
            if with_level and re.match(r"(?:人大|政协|政府|委|纪委|法院|检察院|人武部)", name):
                message = texts.CC_PREFIX.format(name=name, other=with_level[0], level=level)
                yield reading.line_doubt(place, "copies", message, name)
            if name in reading.unit_counts:
                yield reading.line_doubt(place, "copies", texts.CC_OWNER.format(name=name), name)
    for line in tail:
        if match := re.search(r"共印\s*(\d+)\s*份", line.text):
            units = len(reading.unit_counts)
            total = units + len([name for name in copied if name not in reading.unit_counts])
            if int(match[1]) < total:
                message = texts.FEW_COPIES.format(
                    copies=match[1], units=units, copied=len(copied), total=total
                )
                yield reading.line_doubt(line.number, "copies", message)


def _years(reading: Reading) -> Iterator[Doubt]:
    if reading.year is None:
        return
    for piece in reading.pieces:
        for match in _CITED_YEAR.finditer(piece.text):
            if int(match["year"]) < reading.year:
                message = texts.OLD_DOCUMENT.format(
                    year=reading.year, title=match["title"], cited=match["year"]
                )
                yield piece.doubt("year", message, match.start(), match.end())
        for match in _CITED_NUMBER.finditer(piece.text):
            if int(match["year"]) < reading.year:
                message = texts.OLD_NUMBER.format(
                    year=reading.year, number=match.group(), cited=match["year"]
                )
                yield piece.doubt("year", message, match.start(), match.end())
        for match in _SPAN.finditer(piece.text):
            if int(match["end"]) < reading.year:
                message = texts.EXPIRED.format(span=match.group(), year=reading.year)
                yield piece.doubt("year", message, match.start(), match.end())
        for match in _ORDINAL.finditer(piece.text):
            if not match.group().startswith(("第一", "第二")) and "全国人口普查" not in match.group():
                message = texts.ORDINAL.format(phrase=match.group(), year=reading.year)
                yield piece.doubt("ordinal", message, match.start(), match.end())
