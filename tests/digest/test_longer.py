"""Months, quarters and the whole plan: the same data over a longer stretch, every due as it was answered."""

import io
from collections.abc import Callable
from datetime import date, datetime

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from openpyxl import load_workbook

from bot.digest import texts
from bot.digest.compute import compute
from bot.digest.data import digest_json
from bot.digest.faces import FACES, render
from bot.digest.model import Digest
from bot.digest.text import summary
from bot.digest.trend import with_trend
from bot.digest.xlsx import written
from bot.progress.acts import Closing, Extension
from bot.progress.model import Report, Review, Status, Verdict
from tests.digest.oracle import DEADLINES, MONTHS, OWED, UNITS, Oracle
from tests.digest.test_digest import said, week
from tests.digest.test_figures import Act, acts, part_received, received, recorded
from tests.digest.test_paper import LETTERHEAD
from tests.digest.word import paragraphs, tables
from tests.kelan import MEASURES, SECTIONS
from tests.reminders.world import World, at

STRETCHES = {
    "2022-07": (date(2022, 7, 1), date(2022, 7, 31)),
    "2022-09": (date(2022, 9, 1), date(2022, 9, 30)),
    "2022-Q3": (date(2022, 7, 1), date(2022, 9, 30)),
    "plan": (date(2022, 7, 14), date(2022, 12, 31)),
}


@settings(max_examples=15)
@given(
    acts=acts,
    name=st.sampled_from(list(STRETCHES)),
    now=st.datetimes(datetime(2022, 9, 1), datetime(2022, 9, 30)),  # noqa: DTZ001 - made aware below
)
def test_every_due_of_the_stretch_is_counted_once_as_it_was_answered(
    acts: list[Act], name: str, now: datetime
) -> None:
    world = World()
    recorded(world, acts)
    now = at(now.replace(microsecond=0).isoformat())
    first, last = STRETCHES[name]
    digest = compute(world.records, world.plan, world.rules, world.calendar, name, now=now)
    oracle = Oracle(world.records.find(Report), world.records.find(Review), min(now, at(f"{last} 23:59:59")))
    news = oracle.news(at(f"{first} 00:00"), oracle.moment)
    reviews = world.records.find(Review)

    def tally(belongs: Callable[[str, int], bool], label: str, *, counted: bool = True) -> dict[str, object]:
        asked = on_time = late = 0
        for (unit, measure), named in OWED.items():
            for cycle in MONTHS if named else ["2022-Q3"]:
                deadline = DEADLINES[cycle]
                inside = first <= deadline.date() <= last and deadline <= oracle.moment
                if unit == UNITS[0] or not belongs(unit, measure) or not inside:
                    continue
                asked += 1
                if oracle.counting(unit, measure, cycle) is None:
                    continue
                sent = [
                    r.at
                    for r in oracle.reports
                    if (r.unit, r.measure, r.cycle) == (unit, measure, cycle)
                    and oracle.verdict.get(r.key) is not Verdict.WITHDRAWN
                ]
                on_time += min(sent) <= deadline
                late += min(sent) > deadline
        own = [r for r in news if belongs(r.unit, r.measure)]
        of = {r.key for r in oracle.reports if belongs(r.unit, r.measure)}
        own_reviews = [review for review in reviews if review.report in of]
        came = part_received(oracle, own, at(f"{first} 00:00"), own_reviews)
        counts = {
            key: came[key] if counted else None for key in ("reports", "on_behalf", "returned", "evidence")
        }
        missing = asked - on_time - late
        return {"name": label, "asked": asked, "on_time": on_time, "late": late, "missing": missing, **counts}

    shown = digest_json(digest)
    assert shown["received"] == received(oracle, news, at(f"{first} 00:00"), world)
    units = [tally(lambda unit, _, own=unit: unit == own, unit) for unit in UNITS]
    sections = [
        tally(lambda _, n, own=number: MEASURES[n][0] == own, title, counted=number != 6)
        for number, title in SECTIONS.items()
    ]
    assert shown["tallies"] == {"units": units, "sections": sections}
    total = {key: sum(unit[key] for unit in units) for key in ("asked", "on_time", "late", "missing")}
    sentence = (
        f"期内到期应报{total['asked']}项次：按时报送{total['on_time']}项次、逾期后报送{total['late']}项次、"
        f"尚未收到{total['missing']}项次。"
        if total["asked"]
        else "期内没有到期应报事项。"
    )
    assert sentence in summary(digest)

    def cells(line: dict[str, object]) -> list[object]:
        return [line["name"], *("—" if value is None else value for value in list(line.values())[1:])]

    def ordered(line: dict[str, object]) -> list[object]:
        keys = ("name", "asked", "on_time", "late", "missing", "reports", "on_behalf", "returned", "evidence")
        return cells({key: line[key] for key in keys})

    book = written(digest)
    for sheet, lines in ((texts.UNIT_TALLIES, units), (texts.SECTION_TALLIES, sections)):
        _, *rows = book[sheet].iter_rows(values_only=True)
        assert [list(row) for row in rows[: len(lines)]] == [ordered(line) for line in lines]
        assert rows[len(lines)][1:5] == tuple(total.values())
    upward = render("upward", digest, world.plan, LETTERHEAD)
    _, by_section, by_unit = tables(upward)
    assert by_section[1:-1] == [[str(cell) for cell in ordered(line)] for line in sections]
    assert by_unit[1:-1] == [[str(cell) for cell in ordered(line)] for line in units]
    assert by_section[-1] == by_unit[-1] == ["全部", *map(str, rows[len(lines)][1:])]
    said = render("md", digest, world.plan, LETTERHEAD).decode()
    for line in (*units, *sections):
        assert f"| {' | '.join(str(cell) for cell in ordered(line))} |" in said


def longer(world: World, name: str, now: str) -> Digest:
    return compute(world.records, world.plan, world.rules, world.calendar, name, now=at(now))


def test_what_is_closed_owes_nothing_after_it_was_closed_and_an_extension_is_on_time() -> None:
    world = World()
    plan = world.plan.id
    said(world, "县公安局", 11, "2022-07-20 10:00", Status.DONE)
    world.records.put(Closing("c", plan, 11, "县公安局", True, "办", 9, at("2022-07-28 10:00")))
    until = at("2022-07-27 10:00")
    asked = Extension("e", plan, 12, "县公安局", "2022-07", until, "", "陈", 1, at("2022-07-24 10:00"))
    world.records.put(asked)
    first = {t.name: t for t in longer(world, "2022-07", "2022-08-02 10:00").unit_tallies}["县公安局"]
    assert (first.asked, first.on_time, first.late) == (9, 1, 0)
    granted = Extension(
        **{
            **{name: getattr(asked, name) for name in asked.__dataclass_fields__},
            "granted": True,
            "answered_at": at("2022-07-24 12:00"),
        }
    )
    world.records.put(granted)
    said(world, "县公安局", 12, "2022-07-26 10:00", Status.DONE)
    later = {t.name: t for t in longer(world, "2022-Q3", "2022-08-26 10:00").unit_tallies}["县公安局"]
    assert (later.asked, later.on_time, later.late) == (17, 2, 0)  # 9 in July, 8 in August


def test_a_digest_of_a_closed_obligation_counts_it_as_closed() -> None:
    world = World()
    said(world, "县公安局", 11, "2022-07-20 10:00", Status.DONE)
    world.records.put(Closing("c", world.plan.id, 11, "县公安局", True, "办", 9, at("2022-07-21 10:00")))
    digest = week(world, "2022-W29", "2022-07-22 15:00")
    assert digest.obligations.closed == 1
    assert digest_json(digest)["obligations"]["closed"] == 1
    assert "其中已销号1项" in summary(digest)
    assert digest.due.due == 206
    row = next(row for row in digest.rows if (row.unit, row.measure) == ("县公安局", 11))
    assert row.closed and not row.overdue


@pytest.mark.parametrize("name", ["2022-07", "2022-Q3", "plan"])
def test_every_face_of_a_longer_stretch_says_what_it_is(name: str) -> None:
    world = World()
    said(world, "县公安局", 11, "2022-07-20 10:00", Status.DONE, "旧话")
    said(world, "县公安局", 11, "2022-07-21 10:00", Status.DONE, "新话")
    said(world, "县法院", 20, "2022-07-21 10:00", Status.DONE, "案件的话")
    digest = with_trend(longer(world, name, "2022-08-05 15:00"), world.records, world.plan)
    title = {"2022-07": "工作月报", "2022-Q3": "工作季报", "plan": "工作总结"}[name]
    when = {"2022-07": "本月", "2022-Q3": "本季度", "plan": "方案印发以来"}[name]
    assert summary(digest).startswith(title) and f"{when}收到进展1份（不含司法保护措施）" in summary(digest)
    for face in FACES:
        made = render(face, digest, world.plan, LETTERHEAD)
        if face in ("text", "md", "json"):
            assert "案件的话" not in made.decode()
    bulletin = "\n".join(paragraphs(render("bulletin", digest, world.plan, LETTERHEAD)))
    assert "新话" in bulletin and "旧话" not in bulletin and "一周" not in bulletin and "本周" not in bulletin
    upward = "\n".join(paragraphs(render("upward", digest, world.plan, LETTERHEAD)))
    assert "本周" not in upward and "附件3" in upward


def test_the_history_in_the_workbook_is_what_each_weeks_own_digest_said() -> None:
    world = World()
    said(world, "县法院", 20, "2022-07-21 10:00", Status.BLOCKED)
    said(world, "县文旅局", 24, "2022-08-03 10:00", Status.IN_PROGRESS)
    digest = with_trend(longer(world, "2022-Q3", "2022-08-05 15:00"), world.records, world.plan)
    book = load_workbook(io.BytesIO(render("xlsx", digest, world.plan, LETTERHEAD)))
    sheet = book[texts.HISTORY_SHEET]
    _, *rows = sheet.iter_rows(values_only=True)
    names = ["2022-W28", "2022-W29", "2022-W30", "2022-W31"]
    own = [week(world, name, "2022-08-05 15:00").measures for name in names]
    assert [row[2:6] for row in rows] == [(m.done, m.in_progress, m.blocked, m.not_started) for m in own]
    assert len(sheet._charts) == 1 and sheet.freeze_panes == "A2" and sheet.auto_filter.ref == "A1:G5"
