"""The digest as a Markdown document: everything but the obligations one by one."""

from collections.abc import Iterable, Iterator, Sequence

from bot.digest import texts
from bot.digest.model import Digest, MeasureCounts, ObligationCounts
from bot.digest.text import notes, one_line, opening, telling
from bot.patterns import late

_SPECIAL = late(r"([\\`*_{}\[\]<>#|~!&])")


def markdown(digest: Digest) -> str:
    """The whole paper, ending in a line break. People's words are escaped."""
    news, nil = telling(digest)
    told = [texts.news(line, _escaped(line.text)) for line in news]
    parts = [
        f"# {texts.title(digest)}",
        *map(_escaped, [digest.plan_title, *opening(digest), *notes(digest)]),
        *_part(texts.COORDINATE, _items(texts.blocked(line, _escaped(line.text)) for line in digest.blocked)),
        f"## {texts.news_heading(digest)}",
        _items(told) or (texts.nil_reports(nil) if nil else texts.no_news(digest)),
        *([texts.nil_reports(nil)] if nil and told else []),
        *_part(texts.SILENT, _units(digest.silent_units)),
        *_part(texts.WAITING_UNITS, _units(digest.waiting_units)),
        f"## {texts.SECTIONS}",
        _table(
            ("部分", *texts.STATUS_WORDS.values()),
            [(_escaped(section.title), *_by_status(section.measures)) for section in digest.sections],
        ),
        f"## {texts.UNITS}",
        _table(
            texts.UNIT_COLUMNS,
            [
                (
                    unit.name,
                    *_by_status(unit.obligations),
                    unit.due.due,
                    unit.due.reported,
                    unit.due.overdue,
                    unit.last_report.isoformat() if unit.last_report else "",
                )
                for unit in digest.units
            ],
        ),
    ]
    return "\n\n".join([*parts, *_tallies(digest)]) + "\n"


def _part(heading: str, text: str) -> list[str]:
    """A heading and what stands under it; nothing where there is nothing."""
    return [f"## {heading}", text] if text else []


def _units(names: Sequence[str]) -> str:
    return f"{'、'.join(names)}。" if names else ""


def _tallies(digest: Digest) -> Iterator[str]:
    """The tables of a longer stretch."""
    for name, lines in (
        (texts.SECTION_TALLIES, digest.section_tallies),
        (texts.UNIT_TALLIES, digest.unit_tallies),
    ):
        if lines:
            yield f"## {name}"
            yield _table(("", *texts.TALLY_COLUMNS), [(_escaped(t.name), *texts.tally(t)) for t in lines])
    if digest.unit_tallies:
        yield texts.TALLY_NOTE


def _by_status(counts: MeasureCounts | ObligationCounts) -> tuple[int, int, int, int]:
    return counts.done, counts.in_progress, counts.blocked, counts.not_started


def _items(lines: Iterable[str]) -> str:
    return "\n".join(f"- {line}" for line in lines)


def _table(head: Sequence[str], rows: Iterable[Sequence[object]]) -> str:
    lines = [head, ["---"] * len(head), *rows]
    return "\n".join(f"| {' | '.join(map(str, line))} |" for line in lines)


def _escaped(text: str) -> str:
    return _SPECIAL.sub(r"\\\1", one_line(text))
