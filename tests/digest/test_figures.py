"""Every figure of the digest, counted again from raw reports, for random histories."""

from collections import Counter
from dataclasses import replace
from datetime import date, datetime, timedelta

from hypothesis import given, settings
from hypothesis import strategies as st

from bot.digest import texts
from bot.digest.compute import compute, week_of
from bot.digest.data import digest_json
from bot.digest.faces import render
from bot.digest.issue import drafted, fingerprint, issue
from bot.digest.model import Letterhead, MeasureCounts
from bot.digest.stored import IssuedDigest
from bot.digest.text import lead, movement
from bot.digest.xlsx import written
from bot.progress.model import STATUS_NAMES, Attachment, Report, Review, Status, Verdict
from bot.roster.authority import Actor
from tests.digest.oracle import DEADLINES, MONTHS, OWED, UNITS, Oracle, open_cycle
from tests.digest.word import paragraphs, tables
from tests.kelan import MEASURES, SECTIONS
from tests.reminders.world import World, at

STATUSES = (Status.DONE, Status.IN_PROGRESS, Status.BLOCKED, Status.NOT_STARTED)
PAIRS = sorted(OWED)
START, END = at("2022-07-14 08:00"), at("2022-09-30 20:00")
minutes = st.integers(0, int((END - START).total_seconds()) // 60)

# a busy few pairs on a few busy days, so that versions and reviews pile up; the rest anywhere
BUSY = [("县公安局", 11), ("县民政局", 15), ("县法院", 20), ("县民政局", 1)]
DAY = 24 * 60
MONDAYS = [date(2022, 7, 11) + timedelta(weeks=n) for n in (0, 0, 1, 1, 2, 3, 4, 5, 7, 9, 11)]
Act = tuple[int, tuple[str, int], Status, Verdict | None, int]
verdicts = st.sampled_from([None, None, Verdict.ACCEPTED, Verdict.RETURNED, Verdict.WITHDRAWN])
busy = st.tuples(
    st.builds(
        lambda week, minute: week * 7 * DAY + minute, st.sampled_from([0, 1, 3, 9]), st.integers(0, 3 * DAY)
    ),
    st.sampled_from(BUSY),
    st.sampled_from(Status),
    verdicts,
    st.integers(1, 2 * DAY),
)
anywhere = st.tuples(
    minutes, st.sampled_from(PAIRS), st.sampled_from(Status), verdicts, st.integers(1, 9 * DAY)
)
acts = st.builds(list.__add__, st.lists(busy, min_size=8, max_size=40), st.lists(anywhere, max_size=30))


def recorded(world: World, acts: list[Act]) -> None:
    reviews = []
    for number, (minute, (unit, measure), status, verdict, later) in enumerate(
        sorted(acts, key=lambda a: a[0])
    ):
        moment = START + timedelta(minutes=minute)
        cycle = open_cycle(OWED[unit, measure], moment)
        key = f"b:{number}:0"
        report = Report(
            key, world.plan.id, measure, unit, cycle, status, None, f"第{number}次", "某", 1, moment
        )
        files = (Attachment("f", f"u{number}", "document", "1.docx", 9),) * (number % 3)
        world.records.put(replace(report, on_behalf=number % 4 == 0, attachments=files))
        if verdict is not None:
            at_ = moment + timedelta(minutes=later)
            reviews.append(Review(f"v{number}", world.plan.id, key, verdict, "办", 9, at_))
    for review in sorted(reviews, key=lambda review: review.at):
        world.records.put(review)


def received(oracle: Oracle, news: list[Report], since: datetime, world: World) -> dict[str, int]:
    """What came and what was reviewed since then, outside section six."""
    return part_received(oracle, news, since, world.records.find(Review))


def part_received(
    oracle: Oracle,
    news: list[Report],
    since: datetime,
    reviews: list[Review],
    unit: str | None = None,
    measures: frozenset[int] = frozenset(MEASURES),
) -> dict[str, int]:
    """The same of one unit, or of some measures."""

    def inside(report: Report) -> bool:
        return MEASURES[report.measure][0] != 6 and unit in (None, report.unit) and report.measure in measures

    open_ones = [report for report in news if inside(report)]
    outside = {report.key for report in oracle.reports if inside(report)}
    last = {r.report: r.verdict for r in reviews if since <= r.at <= oracle.moment and r.report in outside}
    return {
        "reports": len(open_ones),
        "on_behalf": sum(report.on_behalf for report in open_ones),
        "evidence": sum(len(report.attachments) for report in open_ones),
        "accepted": sum(verdict is Verdict.ACCEPTED for verdict in last.values()),
        "returned": sum(verdict is Verdict.RETURNED for verdict in last.values()),
    }


@settings(max_examples=50)
@given(
    acts=acts,
    monday=st.sampled_from(MONDAYS),
    now=minutes,
)
def test_every_figure_follows_from_the_raw_reports(acts: list[Act], monday: date, now: int) -> None:
    world = World()
    recorded(world, acts)
    now_ = max(START + timedelta(minutes=now), at(f"{monday} 08:00"), START)
    end = at(f"{monday + timedelta(days=6)} 23:59:59")
    digest = compute(world.records, world.plan, world.rules, world.calendar, week_of(monday), now=now_)
    oracle = Oracle(world.records.find(Report), world.records.find(Review), min(now_, end))
    shown = digest_json(digest)

    def measures(section: int | None = None) -> dict[str, int]:
        found = Counter(
            oracle.measure_status(n) for n, (own, _, _) in MEASURES.items() if section in (None, own)
        )
        return {status.value: found[status] for status in STATUSES}

    def obligations(unit: str | None = None, measure: int | None = None) -> dict[str, int]:
        own = [o for o in OWED if unit in (None, o[0]) and measure in (None, o[1])]
        found = Counter(oracle.standing(*o) for o in own)
        return {"total": len(own), "closed": 0, **{status.value: found[status] for status in STATUSES}}

    def due(unit: str | None = None) -> dict[str, int]:
        own = [o for o in OWED if unit in (None, o[0]) and o[0] != UNITS[0]]
        return {
            "due": len(own),
            "reported": sum(oracle.answered(*o) for o in own),
            "overdue": sum(oracle.overdue(*o) for o in own),
        }

    assert shown["measures"] == measures()
    assert shown["obligations"] == obligations()
    assert shown["due"] == due()
    assert [(s["number"], s["title"], s["measures"]) for s in shown["sections"]] == [
        (number, title, measures(number)) for number, title in SECTIONS.items()
    ]
    assert {i["number"]: i["obligations"] for s in shown["sections"] for i in s["items"]} == {
        number: obligations(measure=number) for number in MEASURES
    }
    assert [(u["name"], u["obligations"], u["due"]) for u in shown["units"]] == [
        (unit, obligations(unit), due(unit)) for unit in UNITS
    ]
    assert [(b["unit"], b["measure"]) for b in shown["blocked"]] == [
        (unit, number)
        for number in MEASURES
        for unit in UNITS
        if (unit, number) in OWED and oracle.standing(unit, number) is Status.BLOCKED
    ]
    news = oracle.news(at(f"{monday} 00:00"), end)
    listed = [(n["unit"], n["measure"], n["at"]) for n in shown["news"] if n["measure"]]
    assert sorted(listed) == sorted(
        (r.unit, r.measure, r.at.isoformat()) for r in news if MEASURES[r.measure][0] != 6
    )
    judicial = sum(MEASURES[r.measure][0] == 6 for r in news)
    total = "少于5" if judicial < 5 else str(judicial)
    assert [n["text"] for n in shown["news"] if not n["measure"]] == (
        [f"本周收到进展{total}份，仅列总数"] if judicial else []
    )
    assert shown["silent_units"] == oracle.silent()

    assert shown["received"] == received(oracle, news, at(f"{monday} 00:00"), world)
    reviews, start = world.records.find(Review), at(f"{monday} 00:00")
    for line in shown["units"]:
        assert line["received"] == part_received(oracle, news, start, reviews, unit=line["name"])
    for line in shown["sections"]:
        own = frozenset(n for n, (section, _, _) in MEASURES.items() if section == line["number"])
        came = part_received(oracle, news, start, reviews, measures=own)
        assert line["received"] == (None if line["number"] == 6 else came)
        for item in line["items"]:
            came = part_received(oracle, news, start, reviews, measures=frozenset({item["number"]}))
            assert item["received"] == (None if line["number"] == 6 else came)
    earlier = Oracle(
        world.records.find(Report), world.records.find(Review), at(f"{monday - timedelta(days=1)} 23:59:59")
    )
    before = Counter(earlier.measure_status(number) for number in MEASURES)
    assert digest.before == (
        None
        if monday == MONDAYS[0]  # the week of the plan's own issue
        else MeasureCounts(**{status.value: before[status] for status in STATUSES})
    )
    moved = movement(digest)
    for status, word in texts.STATUS_WORDS.items():
        by = measures()[status.value] - before[status] if digest.before else 0
        assert (f"{word}增加{by}项" in moved) == (by > 0)
        assert (f"{word}减少{-by}项" in moved) == (by < 0)
    cycles = {*MONTHS, "2022-Q3"}
    for item in (item for section in digest.sections for item in section.items):
        counting = [
            oracle.counting(unit, n, cycle) for unit, n in OWED if n == item.number for cycle in cycles
        ]
        days = [report.at.date() for report in counting if report]
        assert item.last_report == max(days, default=None)

    reported = sum(any(oracle.answered(*o) for o in OWED if o[0] == unit) for unit in UNITS)
    heard = f"应报31家单位已报{reported}家" if reported else "应报31家单位，目前尚未收到报送"
    assert f"；{heard}。" in lead(digest)


@settings(max_examples=8)
@given(acts=acts, now=st.datetimes(datetime(2022, 7, 18), datetime(2022, 9, 30)))  # noqa: DTZ001 - made aware below
def test_the_workbook_holds_the_same_figures(acts: list[Act], now: datetime) -> None:
    world = World()
    recorded(world, acts)
    now = at(now.isoformat())
    digest = compute(world.records, world.plan, world.rules, world.calendar, week_of(now.date()), now=now)
    oracle = Oracle(world.records.find(Report), world.records.find(Review), now)
    book = written(digest)
    head, *rows = book[texts.OBLIGATION_SHEET].iter_rows(values_only=True)
    table = [dict(zip(head, row, strict=True)) for row in rows]
    assert {(row["单位"], row["措施"]): row["状态"] for row in table} == {
        owed: STATUS_NAMES[oracle.standing(*owed)] for owed in OWED
    }
    for row in table:
        owed = row["单位"], row["措施"]
        cycles = [*MONTHS, "2022-Q3"]
        counting = [oracle.counting(*owed, cycle) for cycle in cycles]
        files = sum(len(report.attachments) for report in counting if report)
        assert row["佐证材料（件）"] == (None if MEASURES[row["措施"]][0] == 6 else files)
        word = oracle.last_word(*owed)
        accepted = word is not None and oracle.verdict.get(word.key) is Verdict.ACCEPTED
        replaced = accepted and oracle.counting(*owed, word.cycle) != word
        assert (row["审核"] == "已审核") == (accepted and not replaced)
    states = Counter(row["本期报送"] for row in table)
    assert states["不需报送"] == 3
    assert states["逾期未收到"] == sum(oracle.overdue(*owed) for owed in OWED)
    assert states["已报"] == sum(oracle.answered(*owed) and not oracle.overdue(*owed) for owed in OWED)
    summary = {row[0]: row[1:6] for row in book[texts.SUMMARY_SHEET].iter_rows(values_only=True) if row[0]}
    for number, title in SECTIONS.items():
        found = Counter(oracle.measure_status(n) for n, (own, _, _) in MEASURES.items() if own == number)
        assert summary[title] == (*(found[status] for status in STATUSES), found.total())


@settings(max_examples=12)
@given(acts=acts, now=st.datetimes(datetime(2022, 7, 18), datetime(2022, 9, 30)))  # noqa: DTZ001 - made aware below
def test_the_papers_hold_the_same_figures(acts: list[Act], now: datetime) -> None:
    world = World()
    recorded(world, acts)
    now = at(now.isoformat())
    monday = now.date() - timedelta(days=now.weekday())
    digest = compute(world.records, world.plan, world.rules, world.calendar, week_of(now.date()), now=now)
    oracle = Oracle(world.records.find(Report), world.records.find(Review), now)
    news = oracle.news(at(f"{monday} 00:00"), now)
    letterhead = Letterhead("简报", "县委", "市未保办", "各成员单位", 40)
    upward = render("upward", digest, world.plan, letterhead)
    bulletin = render("bulletin", digest, world.plan, letterhead)

    for paper, columns in ((upward, 10), (bulletin, 7)):
        _, *rows = tables(paper)[0]
        for row, unit in zip(rows, UNITS, strict=True):
            own = [o for o in OWED if o[0] == unit]
            found = Counter(oracle.standing(*o) for o in own)
            assert len(row) == columns
            assert row[:6] == [unit, str(len(own)), *(str(found[status]) for status in STATUSES)]
            if columns == 10:
                asked = [] if unit == UNITS[0] else own
                assert row[6:9] == [
                    str(len(asked)),
                    str(sum(oracle.answered(*o) for o in asked)),
                    str(sum(oracle.overdue(*o) for o in asked)),
                ]

    said = paragraphs(upward)
    for number, (section, title) in enumerate(SECTIONS.items(), start=1):
        line = next(text for text in said if text.startswith(f"（{'一二三四五六七'[number - 1]}）{title}。"))
        found = Counter(oracle.measure_status(n) for n, (own, _, _) in MEASURES.items() if own == section)
        assert f"。{listed(found, f'{found.total()}项措施', '中')}。" in line
        own_news = [r for r in news if MEASURES[r.measure][0] == section]
        if section != 6:
            assert (f"收到进展{len(own_news)}份" in line) == bool(own_news)
    stuck = [o for o in OWED if oracle.standing(*o) is Status.BLOCKED]
    assert sum("恳请县领导协调解决" in text for text in said) == len(stuck)

    told = "\n".join(paragraphs(bulletin))
    for report in news:
        shown = report.status in (Status.DONE, Status.IN_PROGRESS, Status.NOT_STARTED)
        if MEASURES[report.measure][0] != 6:
            behalf = "，未保办代报" if report.on_behalf else ""
            head = f"{report.unit}（措施{report.measure}，{STATUS_NAMES[report.status]}{behalf}）"
            line = f"{head}：{report.text}。"
            assert (line in told) == shown
    waiting = dict.fromkeys((open_cycle(True, now), open_cycle(False, now)), 0)
    for unit, number in OWED:
        if unit != UNITS[0]:
            waiting[open_cycle(OWED[unit, number], now)] += not oracle.answered(unit, number)
    labels = {cycle: "三季度" if "Q" in cycle else f"{int(cycle[-2:])}月" for cycle in waiting}
    for cycle, count in waiting.items():
        open_ = DEADLINES[cycle] > now and count > 0
        assert (f"{labels[cycle]}进展尚有{count}项待报" in told) == open_


def listed(found: Counter[Status], what: str, joint: str) -> str:
    """26项措施中已完成3项、正在推进23项: what is none is not told, and what all are is said once."""
    told = [(word, found[status]) for status, word in texts.STATUS_WORDS.items() if found[status]]
    if len(told) == 1:
        return f"{what}均{told[0][0]}"
    return what + joint + "、".join(f"{word}{number}项" for word, number in told)


@settings(max_examples=25)
@given(acts=acts, now=st.datetimes(datetime(2022, 7, 18), datetime(2022, 9, 30)))  # noqa: DTZ001 - made aware below
def test_the_words_of_the_chat_and_of_markdown_hold_the_same_figures(acts: list[Act], now: datetime) -> None:
    world = World()
    recorded(world, acts)
    now = at(now.replace(microsecond=0).isoformat())
    digest = compute(world.records, world.plan, world.rules, world.calendar, week_of(now.date()), now=now)
    oracle = Oracle(world.records.find(Report), world.records.find(Review), now)
    letterhead = Letterhead("简报", "县委", "市未保办", "各成员单位", 40)
    text, md = (render(face, digest, world.plan, letterhead).decode() for face in ("text", "md"))
    found = Counter(oracle.measure_status(number) for number in MEASURES)
    all_ = Counter(oracle.standing(*owed) for owed in OWED)
    asked = [owed for owed in OWED if owed[0] != UNITS[0]]
    late = sum(oracle.overdue(*owed) for owed in asked)
    answered = sum(oracle.answered(*owed) for owed in asked)
    if answered:
        heard = f"已报{answered}项" + (f"，逾期未收到{late}项" if late else "")
    else:
        heard = "目前尚未收到报送" + (f"；逾期未收到{late}项" if late else "")
    lead_ = listed(found, "26项措施", "中")
    second = f"{listed(all_, '责任事项210项', '：')}。本期应报207项，{heard}。"
    stuck = [owed for owed in OWED if oracle.standing(*owed) is Status.BLOCKED]
    for face in (text, md):
        assert lead_ in face and second in face
        assert (f"需县领导协调解决事项{len(stuck)}项。" in face) == bool(stuck)
    silent = oracle.silent()
    assert (f"（{len(silent)}家）：" in text) == bool(silent)
    assert ("## 逾期尚未收到进展的单位" in md) == bool(silent)
    assert f"\n\n{'、'.join(silent)}。" in md or not silent
    rows = [
        [cell.strip() for cell in line.strip("|").split("|")] for line in md.split("\n") if line[:1] == "|"
    ]
    for unit in UNITS:
        own = [owed for owed in OWED if owed[0] == unit]
        by = Counter(oracle.standing(*owed) for owed in own)
        asked = [] if unit == UNITS[0] else own
        answered, overdue = sum(oracle.answered(*o) for o in asked), sum(oracle.overdue(*o) for o in asked)
        (row,) = [row for row in rows if row[0] == unit]
        assert row[1:8] == [str(n) for n in (*(by[s] for s in STATUSES), len(asked), answered, overdue)]


@settings(max_examples=5)
@given(acts=acts, cuts=st.lists(st.integers(0, 3 * DAY), min_size=11, max_size=11))
def test_over_a_row_of_issues_every_report_is_told_once_and_what_fell_is_corrected(
    acts: list[Act], cuts: list[int]
) -> None:
    """Issues every week of the summer, each cut somewhere from Thursday to Sunday."""
    world = World()
    recorded(world, acts)
    letterhead = Letterhead("简报", "县委", "市未保办", "各成员单位", 40)
    office = Actor(900, "王主任", office=True)
    reports, reviews = world.records.find(Report), world.records.find(Review)
    told: list[str] = []
    before: Oracle | None = None
    for number, cut in enumerate(cuts):
        monday = date(2022, 7, 18) + timedelta(weeks=number)
        now = at(f"{monday + timedelta(days=3)} 00:00") + timedelta(minutes=cut)
        week = week_of(monday)
        draft = drafted(world.records, world.plan, world.rules, world.calendar, week, now=now)
        assert issue(
            world.records,
            world.plan,
            world.rules,
            world.calendar,
            letterhead,
            by=office,
            week=week,
            seen=fingerprint(draft),
            weeks=(),
            now=now,
        )
        oracle = Oracle(reports, reviews, now)
        frozen = world.records.get(IssuedDigest, f"{world.plan.id}:{week}")
        assert frozen is not None
        open_ones = {report.key for report in reports if MEASURES[report.measure][0] != 6}
        assert {line.source for line in frozen.digest.news if line.measure} == set(frozen.told) & open_ones
        since = before.moment if before else at("2022-07-17 23:59:59")
        new = {
            r.key for r in oracle.reports if r.at > since and oracle.counting(r.unit, r.measure, r.cycle) == r
        }
        assert new <= set(frozen.told)
        told += frozen.told
        expected = []
        if before is not None:
            for unit, measure in OWED:
                word = before.last_word(unit, measure)
                fell = word is not None and oracle.verdict.get(word.key) in (
                    Verdict.WITHDRAWN,
                    Verdict.RETURNED,
                )
                was, stands = before.standing(unit, measure), oracle.standing(unit, measure)
                if fell and was is not stands:
                    expected.append((unit, measure, was, stands))
        corrected = [(c.unit, c.measure, c.was, c.now) for c in frozen.digest.corrections]
        assert sorted(corrected) == sorted(expected)
        before = oracle
    assert len(told) == len(set(told))
