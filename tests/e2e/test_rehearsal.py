"""What ``weibao remind --dry-run`` says beforehand is what the running bot then sends, to the minute."""

from datetime import datetime, timedelta

from bot.console import rehearsal
from bot.reminders.rehearse import Row, row_text
from tests.e2e.conftest import OFFICE, Town

START = "2022-09-19T11:00:00+08:00"


def told(rows: list[Row]) -> set[tuple[str, str]]:
    """When somebody is told, and who."""
    return {(row["at"], row["to"]) for row in rows if row["to"]}


async def test_the_dry_run_is_what_comes_over_national_day_and_its_make_up_days(town: Town) -> None:
    people = {
        "陈海军": await town.seat(2001, "陈海军", "县公安局"),
        "段小丽": await town.seat(2002, "段小丽", "县统计局"),
        "高法官": await town.seat(2003, "高法官", "县法院"),
        "县未保办": town.office,
    }
    start = datetime.fromisoformat(START)
    town.clock.at = start
    rows = rehearsal(town.settings, town.house.services.plan, start, 40)
    # September's and the quarter's deadline, the 25th, is a Sunday: Friday the 23rd. October's is a Tuesday.
    instants = {row["at"][:16] for row in rows if row["to"]}
    assert instants == {
        "2022-09-19T11:00",  # August is overdue, and the office has had no list
        "2022-09-20T09:00",
        "2022-09-22T15:00",
        "2022-09-23T15:00",
        "2022-09-26T09:00",
        "2022-10-20T09:00",
        "2022-10-24T15:00",
        "2022-10-25T15:00",
        "2022-10-26T09:00",
    }
    assert all(row_text(row).startswith(row["at"][:10]) for row in rows)
    sent: set[tuple[str, str]] = set()
    for moment in sorted({*(datetime.fromisoformat(row["at"]) for row in rows), *_hours(start, 40)}):
        town.clock.at = moment
        before = {name: _reminders(town, person.id) for name, person in people.items()}
        await town.house.look()
        await town.settled(lambda: town.house._outbox.counts[0] == 0)
        sent |= {
            (moment.isoformat(), name)
            for name, person in people.items()
            if _reminders(town, person.id) > before[name]
        }
    assert sent == told(rows)


def _hours(start: datetime, days: int) -> list[datetime]:
    """Some hours of every day, worked or not, at which nothing may come but what was said."""
    return [start + timedelta(hours=hour) for hour in range(0, days * 24, 5)]


def _reminders(town: Town, person: int) -> int:
    """How many reminders and lists a person has got; the office's other mail is not among them."""
    seen = town.simulator.person(person).messages()
    mail = ("发送情况", "连续两期") if person == OFFICE else ()
    return sum("【县未保办" in one.text and not any(word in one.text for word in mail) for one in seen)
