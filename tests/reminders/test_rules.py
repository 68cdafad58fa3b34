"""What holds whatever happens: random reports, downtimes and clock jumps over two years."""

from collections import Counter
from datetime import date, timedelta

from hypothesis import given, settings
from hypothesis import strategies as st

from bot.progress.cadence import CadenceRules, cycle_of
from bot.progress.calendar import WorkCalendar
from bot.progress.choices import Scope
from bot.progress.ledger import Ledger
from bot.progress.model import Cadence, Obligation
from bot.reminders.moments import next_moment
from bot.reminders.stages import Audience, windows
from tests.progress.helpers import always
from tests.reminders.world import World, at, few_units

UNITS = ("县民政局", "县烟草局", "县法院")

steps = st.lists(
    st.one_of(
        st.tuples(st.just("sleep"), st.integers(1, 24 * 40)),
        st.tuples(st.just("next"), st.just(0)),
        st.tuples(st.just("report"), st.integers(0, 1000)),
        st.tuples(st.just("back"), st.integers(1, 48)),
    ),
    max_size=60,
)


@settings(max_examples=40)
@given(steps=steps, start=st.dates(date(2025, 1, 1), date(2026, 6, 1)), weekly=st.booleans())
def test_nobody_is_told_twice_nor_told_of_what_is_answered(
    steps: list[tuple[str, int]], start: date, weekly: bool
) -> None:
    rules = CadenceRules(choices=(always(Scope.SECTION, 7, Cadence.WEEKLY),) if weekly else ())
    world = World(rules, few_units(*UNITS))
    for person, unit in enumerate(UNITS, start=1):
        world.seat(person, unit)
    moment = at(f"{start:%Y-%m-%d} 08:00")
    told: Counter[str] = Counter()
    for act, number in steps:
        if act == "sleep":
            moment += timedelta(hours=number)
        elif act == "back":
            moment -= timedelta(hours=number)
        elif act == "next":
            coming = next_moment(world.records, world.terms, moment)
            assert coming is not None
            assert coming.at > moment
            moment = coming.at
        else:
            unit = UNITS[number % len(UNITS)]
            measure, named = world.plan.owned_by(unit)[number % len(world.plan.owned_by(unit))]
            cadence = world.rules.cadence_of(
                world.plan, Obligation(measure.number, unit, named), moment.date()
            )
            cycle = cycle_of(cadence, moment.date(), world.calendar, world.rules)
            world.answer(unit, measure.number, cycle.id, f"{moment:%Y-%m-%d %H:%M}")
        ledger = Ledger(world.records, world.plan)
        found = world.tell(moment)
        assert len({reminder.person for reminder in found}) == len(found)
        for reminder in found:
            for line in reminder.lines:
                own = line.stage.audience is Audience.LIAISON
                assert not own or UNITS[(reminder.person or 0) - 1] == line.unit
                for measure_number in line.measures:
                    obligation = Obligation(measure_number, line.unit)
                    assert ledger.answered(obligation, line.cycle.id) is None
            told.update(mark.key for mark in reminder.marks("", moment))
        assert world.look(moment) == []
    assert all(times == 1 for times in told.values())


@settings(max_examples=200)
@given(
    day=st.dates(date(2024, 1, 1), date(2028, 12, 31)),
    cadence=st.sampled_from(Cadence),
    due=st.integers(1, 28),
)
def test_stages_lie_on_working_days_within_reach_of_their_cycle(
    day: date, cadence: Cadence, due: int
) -> None:
    world, calendar = World(), WorkCalendar()
    cycle = cycle_of(cadence, day, calendar, CadenceRules(deadline_day=due))
    for window in windows(cycle, world.stages, calendar):
        assert calendar.is_workday(window.opens.date())
        assert window.opens.date() >= cycle.first
        assert (window.opens < window.deadline) == (window.stage.name in ("early", "eve"))
    if cycle.deadline is None:
        assert windows(cycle, world.stages, calendar) == []
    else:
        assert {w.stage.name for w in windows(cycle, world.stages, calendar)} >= {
            "early",
            "overdue",
            "office",
        }
