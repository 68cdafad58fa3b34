"""The rehearsal says beforehand what a bot that runs would send, and changes nothing."""

from datetime import date, datetime, time, timedelta

from hypothesis import given, settings
from hypothesis import strategies as st

from bot.clock import SHANGHAI
from bot.progress.cadence import CadenceRules
from bot.progress.choices import Pause, Scope
from bot.progress.model import Cadence
from bot.reminders.look import mark_told
from bot.reminders.model import Told
from bot.reminders.rehearse import Row, rehearse, row_text
from tests.progress.helpers import always
from tests.reminders.world import CLERK, World, at, few_units

CIVIL = "县民政局"
TOBACCO = "县烟草局"


def rehearsed(world: World, start: str, days: int) -> list[Row]:
    return rehearse(world.records, world.terms, at(start), days=days, office=world.office)


def test_a_month_is_rehearsed_stage_by_stage() -> None:
    world = World()
    world.seat(1, TOBACCO, "张三")
    rows = [row for row in rehearsed(world, "2022-07-14T00:00", 30) if row["units"] == [TOBACCO]]
    assert rows == [
        {
            "at": instant,
            "to": "张三",
            "units": [TOBACCO],
            "stage": stage,
            "cycle": "2022-07",
            "measures": [24],
            "why": rows[number]["why"],
        }
        for number, (instant, stage) in enumerate(
            [
                ("2022-07-20T09:00:00+08:00", "early"),
                ("2022-07-22T15:00:00+08:00", "eve"),
                ("2022-07-25T15:00:00+08:00", "overdue"),
            ]
        )
    ]
    assert all("7月25日（周一）10时" in row["why"] for row in rows)


def test_units_where_nobody_sits_appear_with_nobody_to_tell() -> None:
    world = World()
    world.seat(1, TOBACCO, "张三")
    rows = rehearsed(world, "2022-07-20T09:00", 0)
    assert len(rows) == 31
    assert [row["units"] for row in rows if row["to"]] == [[TOBACCO]]
    empty = [row for row in rows if row["to"] is None]
    assert all(len(row["units"]) == 1 for row in empty)
    assert world.plan.office is not None
    assert world.plan.office.name not in {row["units"][0] for row in empty}


def test_without_an_office_its_list_has_nobody_to_go_to() -> None:
    world = World()
    world.office = ()
    (row,) = [row for row in rehearsed(world, "2022-07-26T09:00", 0) if row["stage"] == "office"]
    assert row["to"] is None
    assert len(row["units"]) == 31
    assert row["measures"] == [3, *range(5, 27)]


def test_the_rehearsal_starts_with_what_is_late_already() -> None:
    world = World()
    world.seat(1, TOBACCO)
    (row,) = [row for row in rehearsed(world, "2022-07-22T16:10", 0) if row["to"] == "联络员1"]
    assert (row["at"], row["stage"]) == ("2022-07-22T16:10:00+08:00", "eve")


def test_what_was_told_already_is_not_rehearsed_again() -> None:
    world = World()
    world.seat(1, TOBACCO)
    world.tell("2022-07-20 09:00")
    rows = [row for row in rehearsed(world, "2022-07-20T10:00", 3) if row["to"] == "联络员1"]
    assert [row["stage"] for row in rows] == ["eve"]


def test_a_row_reads_as_a_line() -> None:
    world = World()
    world.seat(1, TOBACCO, "张三")
    line = next(row_text(row) for row in rehearsed(world, "2022-07-20T09:00", 0) if row["to"])
    assert line.startswith("2022-07-20 09:00  张三  县烟草局  措施24  7月进展于7月25日（周一）10时截止")


UNITS = ("县民政局", "县烟草局", "县法院", "县教育科技局")


@settings(max_examples=25)
@given(
    seats=st.lists(st.tuples(st.integers(1, 3), st.sampled_from(UNITS)), max_size=5),
    answers=st.lists(st.tuples(st.sampled_from(UNITS), st.integers(0, 20)), max_size=10),
    longer=st.lists(st.tuples(st.sampled_from(UNITS), st.integers(0, 20), st.integers(1, 15)), max_size=6),
    start=st.dates(date(2025, 1, 1), date(2026, 11, 1)),
    hour=st.integers(0, 23),
    weekly=st.booleans(),
)
def test_a_bot_that_runs_sends_what_was_rehearsed_and_nothing_else(
    seats: list[tuple[int, str]],
    answers: list[tuple[str, int]],
    longer: list[tuple[str, int, int]],
    start: date,
    hour: int,
    weekly: bool,
) -> None:
    rules = CadenceRules(choices=(always(Scope.SECTION, 7, Cadence.WEEKLY),) if weekly else ())
    world = World(rules, few_units(*UNITS))
    for person, unit in seats:
        world.seat(person, unit)
    for unit, pick in answers:
        owned = [measure.number for measure, named in world.plan.owned_by(unit) if named]
        world.answer(unit, owned[pick % len(owned)], f"{start:%Y-%m}", f"{start:%Y-%m}-02 09:00")
    for unit, pick, days in longer:
        owned = [measure.number for measure, named in world.plan.owned_by(unit) if named]
        until = world.calendar.next_workday(start.replace(day=25) + timedelta(days=days))
        world.extend(unit, owned[pick % len(owned)], f"{start:%Y-%m}", f"{until} 10:00")
    begin = f"{start:%Y-%m-%d} {hour:02}:00"
    before = world.records.copy()
    rows: dict[tuple[str, str, str, str], set[int]] = {}
    for row in rehearsed(world, begin, 20):
        if row["to"]:
            rows.setdefault((row["at"], row["to"], row["cycle"], row["stage"]), set()).update(row["measures"])
    assert before.find(Told) == world.records.find(Told) == []
    names = {CLERK: "县未保办", **{person: f"联络员{person}" for person, _ in seats}}
    sent: dict[tuple[str, str, str, str], set[int]] = {}
    moment = at(begin)
    stops = [time(0), time(8, 30), time(9), time(12), time(14, 30), time(15)]
    while moment <= at(begin) + timedelta(days=20):
        for reminder in world.look(moment):
            for line in reminder.lines:
                key = (moment.isoformat(), names[reminder.person or 0], line.cycle.id, line.stage.name)
                sent.setdefault(key, set()).update(line.measures)
            mark_told(world.records, reminder, f"remind:{moment}", moment)
        days = (moment.date() + timedelta(days=n) for n in range(2))
        instants = (datetime.combine(day, stop, SHANGHAI) for day in days for stop in stops)
        moment = next(instant for instant in instants if instant > moment)
    assert sent == rows


def test_after_a_pause_what_is_missing_is_rehearsed_for_the_morning_on_which_it_ends() -> None:
    world = World()
    world.seat(1, TOBACCO, "张三")
    world.records.put(
        Pause(
            "p", world.plan.id, date(2022, 7, 26), "办", 900, at("2022-07-26 08:40"), ended=date(2022, 8, 6)
        )
    )
    rows = [row for row in rehearsed(world, "2022-07-25T15:30", 14) if row["to"] == "张三"]
    assert [(row["at"][:16], row["stage"]) for row in rows] == [("2022-07-25T15:30", "overdue")]
    other = World()
    other.seat(1, TOBACCO, "张三")
    for pause in world.records.find(Pause):
        other.records.put(pause)
    late = [row for row in rehearsed(other, "2022-07-26T09:00", 14) if row["to"] == "张三"]
    assert [(row["at"][:16], row["stage"]) for row in late] == [("2022-08-08T08:30", "overdue")]
