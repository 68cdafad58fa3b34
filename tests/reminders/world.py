"""A small county to remind: seats and answers put straight into the records, and days to look on."""

from dataclasses import replace
from datetime import datetime, timedelta

from bot.clock import SHANGHAI
from bot.console import load_terms
from bot.plan.model import Plan
from bot.progress.acts import Extension
from bot.progress.cadence import CadenceRules
from bot.progress.calendar import WorkCalendar
from bot.progress.model import Report, Status
from bot.reminders.look import fresh, look, mark_told
from bot.reminders.model import Reminder, Terms
from bot.reminders.quiet import Quiet
from bot.reminders.stages import Selection, Stage, Stages
from bot.roster.model import Role, Seat
from bot.settings import load_settings
from tests.kelan import OFFICE, kelan_plan
from tests.memory import MemoryRecords

CLERK = 900


def at(text: str) -> datetime:
    """`2022-07-20 09:00` in Shanghai."""
    return datetime.fromisoformat(text).replace(tzinfo=SHANGHAI)


def few_units(*units: str) -> Plan:
    """The county's plan as it binds these units and the office alone."""
    whole, kept = kelan_plan(), (*units, OFFICE)
    return replace(
        whole,
        units=tuple(unit for unit in whole.units if unit.name in kept),
        measures=tuple(
            replace(one, units=tuple(unit for unit in one.units if unit in kept)) for one in whole.measures
        ),
    )


class World:
    """Plan, rules and records together, with the acts that tests need."""

    def __init__(self, rules: CadenceRules | None = None, plan: Plan | None = None) -> None:
        self.plan = plan or kelan_plan()
        self.rules = rules or CadenceRules()
        self.calendar = WorkCalendar()
        self.records = MemoryRecords()
        self.office: tuple[int, ...] = (CLERK,)
        shipped = load_terms(load_settings({}), self.plan)
        self.stages: tuple[Stage, ...] = shipped.stages.every
        self.selections: tuple[Selection, ...] = ()
        self.hours = shipped.quiet.hours
        self.sent = 0

    @property
    def terms(self) -> Terms:
        stages = Stages(self.stages, self.selections)
        terms = Terms(self.plan, self.rules, self.calendar, stages, Quiet(self.calendar, self.hours))
        return terms.in_force(self.records) if not self.rules.choices else terms

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

    def extend(self, unit: str, measure: int, cycle: str, until: str) -> None:
        """The office has granted a later deadline."""
        key, asked = f"x:{unit}:{measure}:{cycle}", at("2022-07-18 10:00")
        longer = Extension(key, self.plan.id, measure, unit, cycle, at(until), "防汛", "某", 1, asked)
        self.records.put(replace(longer, granted=True, answered_at=asked))

    def look(self, when: str | datetime) -> list[Reminder]:
        moment = at(when) if isinstance(when, str) else when
        found = look(self.records, [self.terms], moment, office=self.office)
        assert not found.failures
        return list(found.reminders)

    def tell(self, when: str | datetime) -> list[Reminder]:
        """Look, and mark all of it as told."""
        moment = at(when) if isinstance(when, str) else when
        found = self.look(moment)
        self.sent += 1
        for reminder in found:
            mark_told(self.records, reminder, f"remind:{self.sent}", moment)
        return found

    def fresh(self, person: int, when: str | datetime, message: str = "") -> Reminder | None:
        """What holds of the last message, or of the one in that batch, when it is about to be sent."""
        moment = at(when) if isinstance(when, str) else when
        message = message or f"remind:{self.sent}"
        return fresh(self.records, [self.terms], moment, office=self.office, person=person, message=message)

    def watch(self, first: str, last: str) -> list[tuple[str, str, int]]:
        """Look every hour, as a bot that never sleeps: (instant, stage, person) of what was told."""
        moment, told = at(first), []
        while moment <= at(last):
            told += [(f"{moment:%m-%d %H:%M}", r.stage, r.person or 0) for r in self.tell(moment)]
            moment += timedelta(hours=1)
        return told
