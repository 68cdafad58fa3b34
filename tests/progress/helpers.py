"""Short ways for tests to put reports and reviews on record."""

from dataclasses import replace
from datetime import date, datetime

from bot.clock import SHANGHAI
from bot.progress.cadence import CadenceRules
from bot.progress.calendar import WorkCalendar
from bot.progress.choices import CadenceChoice, Scope
from bot.progress.model import (
    Cadence,
    Draft,
    DraftItem,
    Period,
    Report,
    Review,
    Status,
    Verdict,
)
from bot.progress.reports import submit
from bot.roster.authority import Actor
from tests.kelan import kelan_plan
from tests.memory import MemoryRecords

PLAN = kelan_plan()
RULES = CadenceRules()
CALENDAR = WorkCalendar()
POLICE, SCHOOLS = "县公安局", "县教育科技局"
ZHANG = Actor(11, "张三", units=(POLICE,))
WANG = Actor(12, "王五", units=(SCHOOLS,))
BOSS = Actor(900, "李四", office=True)
BLANK = Draft("11", "kelan-2022", 11, POLICE, "", "1:1", datetime(2022, 7, 1, tzinfo=SHANGHAI))


def at(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=SHANGHAI)


def always(
    scope: Scope,
    number: int,
    cadence: Cadence | None,
    first: date = date(2022, 7, 14),
    last: date | None = None,
    key: str = "choice",
) -> CadenceChoice:
    """What the office chose, from the plan's first day on unless told otherwise."""
    made = datetime(2022, 7, 14, 9, tzinfo=SHANGHAI)
    return CadenceChoice(key, "kelan-2022", scope, number, cadence, first, last, "李四", 900, made)


def draft(by: Actor, unit: str, origin: str, *items: DraftItem) -> Draft:
    return replace(BLANK, key=str(by.person), person=by.person, unit=unit, origin=origin, items=items)


def report(
    records: MemoryRecords,
    when: str,
    measure: int,
    status: Status = Status.IN_PROGRESS,
    *,
    percent: int | None = None,
    text: str = "",
    period: Period = Period.CURRENT,
    by: Actor = ZHANG,
    unit: str | None = None,
) -> Report:
    """One report sent at that moment through the front door."""
    item = DraftItem(measure, status, percent, text, period)
    origin = f"1:{len(records.find(Report)) + 100}"
    sent = draft(by, unit or by.units[0], origin, item)
    return submit(records, PLAN, RULES, by=by, draft=sent, now=at(when))[0]


def review(records: MemoryRecords, sent: Report, verdict: Verdict, when: str) -> None:
    """The office's answer to a version."""
    key = f"review:{len(records.find(Review))}"
    records.put(Review(key, PLAN.id, sent.key, verdict, BOSS.name, BOSS.person, at(when)))
