"""A small county to remind: seats and answers put straight into the records, and days to look on."""

from datetime import datetime, timedelta

from bot.clock import SHANGHAI
from bot.plan.model import Plan
from bot.progress.cadence import CadenceRules
from bot.progress.calendar import WorkCalendar
from bot.progress.model import Report, Status
from bot.reminders.look import look, mark_told
from bot.reminders.model import Reminder
from bot.reminders.stages import DEFAULT_STAGES, Stage
from bot.roster.model import Role, Seat
from tests.kelan import kelan_plan
from tests.memory import MemoryRecords

CLERK = 900


def at(text: str) -> datetime:
    """`2022-07-20 09:00` in Shanghai."""
    return datetime.fromisoformat(text).replace(tzinfo=SHANGHAI)


class World:
    """Plan, rules and records together, with the acts that tests need."""

    def __init__(self, rules: CadenceRules | None = None, plan: Plan | None = None) -> None:
        self.plan = plan or kelan_plan()
        self.rules = rules or CadenceRules()
        self.calendar = WorkCalendar()
        self.records = MemoryRecords()
        self.office: tuple[int, ...] = (CLERK,)
        self.stages: tuple[Stage, ...] = DEFAULT_STAGES

    def seat(self, person: int, unit: str, name: str = "", role: Role = Role.LIAISON) -> Seat:
        key = f"{self.plan.id}:{role}:{unit}:{person}"
        seat = Seat(
            key, self.plan.id, unit, role, person, name or f"联络员{person}", at("2022-07-14 09:00"), ""
        )
        self.records.put(seat)
        return seat

    def answer(self, unit: str, measure: int, cycle: str, when: str, status: Status = Status.NIL) -> Report:
        key = f"b:{len(self.records.find(Report))}:0"
        report = Report(key, self.plan.id, measure, unit, cycle, status, None, "", "某某", 1, at(when), None)
        self.records.put(report)
        return report

    def look(self, when: str | datetime) -> list[Reminder]:
        moment = at(when) if isinstance(when, str) else when
        return look(
            self.records,
            self.plan,
            self.rules,
            self.calendar,
            moment,
            office=self.office,
            stages=self.stages,
        )

    def tell(self, when: str | datetime) -> list[Reminder]:
        """Look, and mark all of it as told."""
        moment = at(when) if isinstance(when, str) else when
        found = self.look(moment)
        for reminder in found:
            mark_told(self.records, reminder, moment)
        return found

    def watch(self, first: str, last: str) -> list[tuple[str, str, int]]:
        """Look every hour, as a bot that never sleeps: (instant, stage, person) of what was told."""
        moment, told = at(first), []
        while moment <= at(last):
            told += [(f"{moment:%m-%d %H:%M}", r.stage, r.person or 0) for r in self.tell(moment)]
            moment += timedelta(hours=1)
        return told
