"""Who is owed what, for 3,000 people: in one county with many colleagues, and with a unit for each."""

import time
from dataclasses import replace
from datetime import datetime
from pathlib import Path

from bot.clock import SHANGHAI
from bot.console import load_terms
from bot.plan.model import Plan
from bot.progress.model import Report, Status
from bot.records import Reader, Records
from bot.reminders.look import fresh, look, mark_told
from bot.reminders.model import Terms
from bot.reminders.rehearse import rehearse
from bot.roster.model import Role, Seat
from bot.settings import load_settings
from bot.store import TinyStore
from tests.benchmarks.figures import heading, median, note
from tests.kelan import kelan_plan

PEOPLE = 3000
NOW = datetime(2022, 7, 20, 9, tzinfo=SHANGHAI)


def province(copies: int) -> Plan:
    """The county's plan for so many counties: every unit ``copies`` times, bound by the same measures."""
    plan = kelan_plan()
    units = [unit for unit in plan.units if not unit.office]
    return replace(
        plan,
        units=tuple(
            replace(unit, name=f"{unit.name}{n}", order=n * len(units) + unit.order)
            for n in range(copies)
            for unit in units
        ),
        measures=tuple(
            replace(
                one,
                units=tuple(
                    f"{name}{n}" for n in range(copies) for name in one.units if "办公室" not in name
                ),
            )
            for one in plan.measures
        ),
    )


def peopled(folder: Path, plan: Plan) -> TinyStore:
    """3,000 liaisons; every other one has reported a third of what the unit owes."""
    store = TinyStore.open(folder)
    units = [unit.name for unit in plan.units if not unit.office]

    def fill(records: Records) -> None:
        for person in range(PEOPLE):
            unit = units[person % len(units)]
            key = f"{plan.id}:liaison:{unit}:{person + 1}"
            records.put(Seat(key, plan.id, unit, Role.LIAISON, person + 1, f"联络员{person}", NOW, "办"))
            if person % 2 or person >= len(units):
                continue
            named = [measure.number for measure, by_name in plan.owned_by(unit) if by_name]
            for number in named[1::3]:
                records.put(
                    Report(
                        f"r:{unit}:{number}",
                        plan.id,
                        number,
                        unit,
                        "2022-07",
                        Status.NIL,
                        None,
                        "",
                        "某",
                        1,
                        NOW,
                    )
                )

    store.transact_now(fill)
    return store


def measured(reader: Reader, terms: Terms) -> tuple[float, int]:
    """The median seconds of a look, and how many people it has something for."""
    spent = []
    for _ in range(5):
        began = time.perf_counter()
        found = look(reader, [terms], NOW, office=[9001])
        spent.append(time.perf_counter() - began)
    assert not found.failures
    return median(spent), len(found.reminders)


def sending(store: TinyStore, terms: Terms) -> float:
    """The seconds that the last word before one message takes, with all of them told."""
    found = look(store.read, [terms], NOW, office=[9001]).reminders

    def mark(records: Records) -> None:
        for reminder in found:
            mark_told(records, reminder, "remind:bench", NOW)

    store.transact_now(mark)
    people = [reminder.person for reminder in found if reminder.person is not None][:200]
    began = time.perf_counter()
    for person in people:
        assert (
            fresh(store.read, [terms], NOW, office=[9001], person=person, message="remind:bench") is not None
        )
    return (time.perf_counter() - began) / len(people)


def test_who_is_owed_what_is_known_within_a_second_for_3000_people(tmp_path: Path) -> None:
    heading(f"Who is owed what, {PEOPLE} people")
    for name, plan in (("31 units, about 97 people each", kelan_plan()), ("3,000 units", province(97))):
        terms = load_terms(load_settings({}), plan)
        store = peopled(tmp_path / name[:3].strip(), plan)
        try:
            seconds, people = measured(store.read, terms)
            each = sending(store, terms)
            began = time.perf_counter()
            rows = len(rehearse(store.read, terms, NOW, days=30, office=[9001]))
            rehearsed = time.perf_counter() - began
        finally:
            store.close_now()
        note(f"{name}: a look {seconds * 1000:.0f} ms for {people} people; the last word on one message")
        note(f"    {each * 1000:.1f} ms ({1 / each:.0f}/s); 30 days in {rehearsed:.1f} s, {rows} rows")
        assert people == PEOPLE
        assert seconds <= 1
        assert each <= 1 / 52  # half of the pace at which messages leave
