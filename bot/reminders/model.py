"""What was told to whom (stored), what is to be told (computed), and the rules that say so."""

from dataclasses import dataclass, replace
from datetime import datetime

from bot.plan.model import Plan
from bot.progress.cadence import CadenceRules, rules_in_force
from bot.progress.calendar import WorkCalendar
from bot.progress.model import Cycle
from bot.records import Reader
from bot.reminders.quiet import Quiet
from bot.reminders.stages import Audience, Stage, Stages


@dataclass(frozen=True, slots=True)
class Terms:
    """What one plan asks, by when, and at which moments people may be told."""

    plan: Plan
    rules: CadenceRules
    calendar: WorkCalendar
    stages: Stages
    quiet: Quiet

    def in_force(self, reader: Reader) -> "Terms":
        """These terms with what the office has chosen since."""
        return replace(self, rules=rules_in_force(reader, self.plan, self.rules))


@dataclass(frozen=True, slots=True)
class Told:
    """A stored mark that one person was told of one stage of one cycle.

    ``key`` is ``<plan>:<cycle>:<stage>:<person>``, so that telling twice is one mark. ``message`` is the
    key of the batch that carried it, shared by all the marks of that person's message.
    """

    key: str
    plan: str
    cycle: str
    stage: str
    person: int
    message: str
    at: datetime

    @property
    def round(self) -> str:
        """As :func:`round_of` has it."""
        return self.key.split(":")[1]


def round_of(cycle: Cycle, deadline: datetime) -> str:
    """What marks are kept under: the cycle's id, with the day to which it was extended, if any."""
    return cycle.id if deadline == cycle.deadline else f"{cycle.id}+{deadline:%m-%d}"


def told_key(plan: str, cycle: str, stage: str, person: int) -> str:
    """The key of the mark for one person, one stage and one cycle."""
    return f"{plan}:{cycle}:{stage}:{person}"


@dataclass(frozen=True, slots=True)
class Later:
    """Someone wants a message again at ``due`` (稍后提醒). One each: ``key`` is the Telegram id as text.

    ``message`` is the key of the batch that carried what they want again. The cycle is left untouched.
    """

    key: str
    plan: str
    person: int
    message: str
    due: datetime
    at: datetime


@dataclass(frozen=True, slots=True)
class LateNote:
    """The office was told of a report that came after its list had gone out. ``key`` is the report's."""

    key: str
    plan: str
    at: datetime


@dataclass(frozen=True, slots=True)
class Escalation:
    """A unit missed two cycles in a row: on the office's list, with a message for the unit's head prepared.

    ``key`` is ``<plan>:<unit>:<newest cycle missed>``. ``measures`` are those missed twice, ``cycles`` what
    people call the cycles. It is sent when the office releases it, and never of itself.
    """

    key: str
    plan: str
    unit: str
    cycles: tuple[str, ...]
    measures: tuple[int, ...]
    text: str
    at: datetime
    released_at: datetime | None = None
    released_by: str = ""


@dataclass(frozen=True, slots=True)
class Line:
    """What one unit owes in one cycle, as one stage of it asks. ``seated``: somebody answers for the unit.

    ``judicial``: a court or procuratorate, which is asked for totals only (商请). ``named``: the reader
    answers for other units too, so that 贵单位 would not say which.
    """

    plan: str
    stage: Stage
    cycle: Cycle
    deadline: datetime
    unit: str
    measures: tuple[int, ...]
    seated: bool = True
    judicial: bool = False
    named: bool = False

    @property
    def round(self) -> str:
        """As :func:`round_of` has it."""
        return round_of(self.cycle, self.deadline)

    @property
    def asked(self) -> Cycle:
        """The cycle with the deadline that holds for this line."""
        return replace(self.cycle, deadline=self.deadline)


@dataclass(frozen=True, slots=True)
class Reminder:
    """One message to one person, over all their units, plans and cycles that ask at this moment.

    ``person`` and ``name`` are None where a unit owes and nobody sits there: such a reminder is shown in a
    rehearsal and never sent, and ``place`` names the empty seat (the printed unit; empty for the office,
    and where somebody sits). ``lines`` come most urgent first; ``why`` is the rule in a sentence for each
    cycle.
    """

    person: int | None
    name: str | None
    place: str
    lines: tuple[Line, ...]
    text: str
    why: str

    @property
    def stage(self) -> str:
        """The name of the most urgent stage in it."""
        return self.lines[0].stage.name

    @property
    def units(self) -> tuple[str, ...]:
        """The units it speaks of, each once."""
        return tuple(dict.fromkeys(line.unit for line in self.lines))

    @property
    def cycles(self) -> tuple[str, ...]:
        """The ids of the cycles it speaks of, each once."""
        return tuple(dict.fromkeys(line.cycle.id for line in self.lines))

    @property
    def asks(self) -> bool:
        """Whether it asks the reader for reports, and does not only list what others owe."""
        return any(line.stage.audience is Audience.LIAISON for line in self.lines)

    @property
    def lists(self) -> bool:
        """Whether it lists for the office what others owe."""
        return any(line.stage.audience is Audience.OFFICE for line in self.lines)

    @property
    def measures(self) -> dict[str, tuple[int, ...]]:
        """For each of the person's own units the measures it still owes, ascending: the chat's buttons.

        What the office's list says of other units is not among them.
        """
        found: dict[str, set[int]] = {}
        for line in self.lines:
            if line.stage.audience is Audience.LIAISON:
                found.setdefault(line.unit, set()).update(line.measures)
        return {unit: tuple(sorted(numbers)) for unit, numbers in found.items()}

    def marks(self, message: str, at: datetime) -> list[Told]:
        """The marks that sending it in the batch of that key earns; none where nobody is there to get it."""
        person = self.person
        if person is None:
            return []
        by_key = {told_key(line.plan, line.round, line.stage.name, person): line for line in self.lines}
        return [
            Told(key, line.plan, line.cycle.id, line.stage.name, person, message, at)
            for key, line in by_key.items()
        ]
