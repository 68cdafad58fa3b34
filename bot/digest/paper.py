"""The two official papers as plain data: what they say and in which order, before any page is set.

The upward one (专报) goes to the county's leaders: how it stands, what needs them, who has not been heard
from. The bulletin (简报) goes to every unit: progress, what was achieved, what comes next; it ranks nobody.
"""

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum

from bot.clock import SHANGHAI
from bot.digest import paper_texts as words
from bot.digest import texts
from bot.digest.model import Digest, Letterhead, NewsLine, SectionLine
from bot.digest.text import notes, one_line, opening, telling
from bot.plan.model import Plan
from bot.plan.numerals import chinese_numeral
from bot.progress.cadence import cycle_label, deadline_label
from bot.progress.model import Status


class PaperKind(StrEnum):
    """For whom the paper is."""

    UPWARD = "upward"
    BULLETIN = "bulletin"


@dataclass(frozen=True, slots=True)
class Heading:
    """A heading of the first level, with its numeral: 一、总体情况."""

    text: str


@dataclass(frozen=True, slots=True)
class Paragraph:
    """A paragraph of the body; ``head`` is a second-level heading that opens it: （一）加强统筹谋划."""

    text: str
    head: str = ""


@dataclass(frozen=True, slots=True)
class Masthead:
    """The bulletin's head: its name, 第N期（总第N期）, the issuing unit and the day."""

    name: str
    number: str
    issuer: str
    day: str


@dataclass(frozen=True, slots=True)
class Annex:
    """A table on pages of its own; ``widths`` are shares of the page's width."""

    title: str
    head: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    widths: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Paper:
    """A whole paper. Either it has a masthead and a colophon, or an addressee and a signature."""

    kind: PaperKind
    title: str
    subtitle: str
    body: tuple[Heading | Paragraph, ...]
    annexes: tuple[Annex, ...]
    masthead: Masthead | None = None
    addressee: str = ""
    signature: tuple[str, str] | None = None
    colophon: tuple[str, ...] = ()
    copies: str = ""


def compose(digest: Digest, plan: Plan, kind: PaperKind, letterhead: Letterhead) -> Paper:
    """Put the week's data into one of the two papers."""
    issuer = plan.office.full_name if plan.office else plan.issuer
    work = issuer.removesuffix("办公室").removesuffix("委员会")
    day = words.full_day(digest.moment.astimezone(SHANGHAI).date())
    subtitle = words.span(digest.first, digest.last)
    if kind is PaperKind.UPWARD:
        return Paper(
            kind,
            words.upward_title(work),
            subtitle,
            tuple(_upward(digest, plan)),
            _upward_annexes(digest),
            addressee=letterhead.report_to,
            signature=(issuer, day),
        )
    return Paper(
        kind,
        words.bulletin_title(work, digest.span),
        subtitle,
        tuple(_bulletin(digest)),
        (_bulletin_annex(digest),),
        masthead=Masthead(letterhead.bulletin, words.issue_line(digest.issue, digest.serial), issuer, day),
        colophon=(
            f"报：{letterhead.report_to}",
            f"送：{letterhead.send_to}",
            f"发：{letterhead.distribute_to}",
        ),
        copies=words.copies(letterhead.copies),
    )


def _numbered(parts: Iterable[tuple[str, Sequence[Paragraph]]]) -> Iterator[Heading | Paragraph]:
    """Headings with their numerals, each followed by its paragraphs; none without."""
    told = (part for part in parts if part[1])
    for number, (name, paragraphs) in enumerate(told, start=1):
        yield Heading(f"{chinese_numeral(number)}、{name}")
        yield from paragraphs


def _second(number: int, name: str) -> str:
    return f"（{chinese_numeral(number)}）{name}。"


def _upward(digest: Digest, plan: Plan) -> Iterator[Heading | Paragraph]:
    yield Paragraph(words.opening(plan.title, plan.document_number))
    stuck = [
        Paragraph(
            words.stuck(line, one_line(line.text), digest.first), _second(number, words.stuck_head(line))
        )
        for number, line in enumerate(digest.blocked, start=1)
    ]
    at = digest.moment.astimezone(SHANGHAI).date()
    unheard = words.silent(at, digest.silent_units, digest.waiting_units)
    yield from _numbered(
        [
            (words.OVERALL, [Paragraph(said) for said in (*opening(digest), *notes(digest))]),
            (words.COORDINATE, stuck),
            (words.SILENT, [Paragraph(unheard)] if unheard else []),
            (
                words.SECTIONS,
                [
                    Paragraph(_section(digest, section), _second(section.number, section.title))
                    for section in digest.sections
                ],
            ),
        ]
    )
    yield Paragraph(words.CLOSING)


def _section(digest: Digest, section: SectionLine) -> str:
    own = [line for line in digest.news if line.section == section.number]
    totals = [line.text for line in own if not line.measure]
    finished: dict[str, list[int]] = {unit.name: [] for unit in digest.units}
    for line in telling(digest)[0]:
        if line.section == section.number and line.status is Status.DONE:
            finished[line.unit].append(line.measure)
    received = len(own) - len(totals)
    said = words.section(
        texts.window(digest), section, received, {unit: done for unit, done in finished.items() if done}
    ) + "".join(f"{total}。" for total in totals)
    if own or not (days := [item.last_report for item in section.items if item.last_report]):
        return said
    return said + words.last_known(texts.window(digest), max(days))


def _bulletin(digest: Digest) -> Iterator[Heading | Paragraph]:
    news, nil = telling(digest)
    at = digest.moment.astimezone(SHANGHAI).date()
    finished = [line for line in news if line.status is Status.DONE]
    advancing = [line for line in news if line.status in (Status.IN_PROGRESS, Status.NOT_STARTED, None)]
    told = _by_section(digest, advancing)
    if not news and not nil:
        told = [Paragraph(texts.no_news(digest))]
    if nil:
        told.append(Paragraph(texts.nil_reports(nil)))
    parts = [
        (
            words.OVERALL,
            [Paragraph(words.bulletin_overall(at, digest.measures, digest.units_due, digest.units_reported))],
        ),
        (words.ADVANCING, told),
        (words.FINISHED, _by_section(digest, finished)),
        (words.NEXT_STEPS, _next(digest)),
        (words.CORRECTIONS, [Paragraph(said) for said in notes(digest)]),
    ]
    yield from _numbered(parts)


def _by_section(digest: Digest, lines: Sequence[NewsLine]) -> list[Paragraph]:
    """The lines under their sections, which are numbered anew."""
    found: list[Paragraph] = []
    number = 0
    for section in digest.sections:
        own = [line for line in lines if line.section == section.number]
        for place, line in enumerate(own):
            number += place == 0
            said = words.item(line, one_line(line.text))
            found.append(Paragraph(said, _second(number, section.title) if place == 0 else ""))
    return found


def _next(digest: Digest) -> list[Paragraph]:
    """Open cycles with their deadlines and what they still await; then the measures."""
    waiting = Counter(
        (row.cycle.deadline, cycle_label(row.cycle))
        for row in digest.rows
        if row.cycle and row.cycle.deadline and row.cycle.deadline > digest.moment and not row.answered
    )
    told = [
        Paragraph(words.next_due(label, deadline_label(deadline), n))
        for (deadline, label), n in sorted(waiting.items())
    ]
    return [*told, Paragraph(words.next_measures(digest.measures))]


def _upward_annex(digest: Digest) -> Annex:
    rows = tuple(
        (
            unit.name,
            *_counts(digest, place),
            str(unit.due.due),
            str(unit.due.reported),
            str(unit.due.overdue),
            _day(digest, place),
        )
        for place, unit in enumerate(digest.units)
    )
    return Annex(words.ANNEX_TITLE, words.UPWARD_COLUMNS, rows, (370, *(64,) * 8, 118))


def _upward_annexes(digest: Digest) -> tuple[Annex, ...]:
    """The units as they stand; of a longer stretch also how sections and units answered over it."""
    tables = (
        (texts.SECTION_TALLIES, words.SECTION, digest.section_tallies),
        (texts.UNIT_TALLIES, words.UPWARD_COLUMNS[0], digest.unit_tallies),
    )
    longer = tuple(
        Annex(
            title,
            (name, *texts.TALLY_COLUMNS),
            (
                *((line.name, *map(str, texts.tally(line))) for line in lines),
                (texts.ALL, *map(str, texts.tally_sums(lines))),
            ),
            (370, *(79,) * len(texts.TALLY_COLUMNS)),
        )
        for title, name, lines in tables
        if lines
    )
    return (_upward_annex(digest), *longer)


def _bulletin_annex(digest: Digest) -> Annex:
    rows = tuple(
        (unit.name, *_counts(digest, place), _day(digest, place)) for place, unit in enumerate(digest.units)
    )
    return Annex(words.ANNEX_TITLE, words.BULLETIN_COLUMNS, rows, (370, *(102,) * 5, 120))


def _counts(digest: Digest, place: int) -> tuple[str, ...]:
    counts = digest.units[place].obligations
    return tuple(
        str(n) for n in (counts.total, counts.done, counts.in_progress, counts.blocked, counts.not_started)
    )


def _day(digest: Digest, place: int) -> str:
    last = digest.units[place].last_report
    return texts.day(last) if last else ""
