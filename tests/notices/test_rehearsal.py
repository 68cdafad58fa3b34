"""The rehearsal as the office reads it, make-up days and provisional dates told."""

from datetime import date
from io import BytesIO

import pytest
from openpyxl import load_workbook

from bot.notices.rehearsal import changed_days, lines, workbook
from bot.progress.calendar import WorkCalendar
from bot.progress.pauses import pause
from bot.reminders.rehearse import Row, rehearse
from bot.roster.authority import Actor
from tests.reminders.world import World, at


def rows_of(world: World, start: str, days: int) -> list[Row]:
    return rehearse(world.records, world.terms, at(start), days=days, office=world.office)


@pytest.mark.parametrize(
    ("first", "last", "said"),
    [
        # The State Council's notice for 2022: 1 to 7 October off, 8 and 9 October (weekend) worked.
        (
            date(2022, 9, 28),
            date(2022, 10, 10),
            "其间调休：10月8日（周六）、10月9日（周日）调休上班；"
            "10月3日（周一）、10月4日（周二）、10月5日（周三）、10月6日（周四）、10月7日（周五）放假。",
        ),
        (date(2022, 7, 18), date(2022, 7, 31), None),
    ],
)
def test_make_up_days_and_holidays_within_are_told(first: date, last: date, said: str | None) -> None:
    assert changed_days(WorkCalendar(), first, last) == ([said] if said else [])


def test_every_moment_has_its_reason_and_everybody_told_then_and_empty_seats_apart() -> None:
    world = World()
    world.seat(1, "县公安局", "陈海军")
    said = lines(rows_of(world, "2022-07-18 09:30", 7), world.terms, at("2022-07-18 09:30"), 7)
    assert said[0].startswith("7月18日（周一）至7月25日（周一）")
    moments = [line for line in said if "｜" in line]
    assert moments[0].startswith("7月20日（周三）9时｜") and "截止日前第3个工作日9时" in moments[0]
    begin = said.index(moments[0])
    assert said[begin + 1].startswith("陈海军（县公安局）：措施1、2、") or "措施" in said[begin + 1]
    first_empty = next(line for line in said if line.startswith("（空席）"))
    assert "县科协" in first_empty and "县公安局" not in first_empty


def test_what_falls_together_has_one_paragraph_for_each_reason() -> None:
    world = World()
    world.seat(1, "县公安局", "陈海军")
    said = lines(rows_of(world, "2022-09-20 09:00", 1), world.terms, at("2022-09-20 09:00"), 1)
    moments = [line for line in said if "｜" in line]
    assert len(moments) == len(set(moments)) == 3  # the month's reason, the quarter's, the office's
    assert sum(line.startswith("（空席）30家") for line in said) == 2


def test_nothing_to_tell_is_said_so_and_a_year_without_published_days_is_provisional() -> None:
    world = World()
    assert "其间没有需要提醒的事项。" in lines([], world.terms, at("2022-07-18 09:30"), 1)
    pause(world.records, world.plan, Actor(900, "王主任", office=True), "k:1", at("2022-07-18 09:00"))
    assert "报送自7月18日（周一）起暂停，恢复之前不发提醒。" in lines(
        [], world.terms, at("2022-07-18 09:30"), 1
    )
    said = lines([], World().terms, at("2036-12-20 09:30"), 30)
    assert any("2036、2037年放假安排尚未公布" in line for line in said)


def test_the_workbook_has_a_row_for_every_row_of_the_rehearsal() -> None:
    world = World()
    world.seat(1, "县公安局", "陈海军")
    rows = rows_of(world, "2022-09-20 09:30", 30)
    sheet = load_workbook(BytesIO(workbook(rows, world.terms, at("2022-09-20 09:30")))).worksheets[0]
    found = list(sheet.iter_rows(min_row=2, values_only=True))
    assert len(found) == len(rows) > 100
    assert [(f"{r[0]}T{r[2]}", r[6]) for r in found] == [
        (row["at"][:16], "、".join(map(str, row["measures"]))) for row in rows
    ]
    assert "陈海军" in {r[3] for r in found}
