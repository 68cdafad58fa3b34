"""What was told to whom (stored), and what is to be told (computed)."""

from dataclasses import dataclass
from datetime import datetime

from bot.progress.model import Cycle
from bot.reminders.stages import Audience, Stage


@dataclass(frozen=True, slots=True)
class Told:
    """A stored mark that one person was told of one stage of one cycle.

    ``key`` is ``<plan>:<cycle>:<stage>:<person>``, so that telling twice is one mark. ``message`` is the
    key of the :class:`Reminder` that carried it, shared by all the marks of that message.
    """

    key: str
    plan: str
    cycle: str
    stage: str
    person: int
    message: str
    at: datetime


def told_key(plan: str, cycle: str, stage: str, person: int) -> str:
    """The key of the mark for one person, one stage and one cycle."""
    return f"{plan}:{cycle}:{stage}:{person}"


@dataclass(frozen=True, slots=True)
class Line:
    """What one unit owes in one cycle, as one stage of it asks. ``seated``: somebody answers for the unit."""

    stage: Stage
    cycle: Cycle
    deadline: datetime
    unit: str
    measures: tuple[int, ...]
    seated: bool = True


@dataclass(frozen=True, slots=True)
class Reminder:
    """One message to one person, over all their units and all cycles that ask at this moment.

    ``key`` names the message for the outbox and is the same however often it is computed; ``marks`` are
    the keys of the :class:`Told` rows that sending it earns. ``person`` and ``name`` are None where a
    unit owes and nobody sits there: such a reminder is shown in a rehearsal and never sent, and
    ``place`` names the empty seat (the printed unit; empty for the office, and where somebody sits).
    ``why`` is the rule in a sentence for each cycle. ``lines`` come most urgent first.
    """

    key: str
    plan: str
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
        """The units it speaks of, in institutional order, each once."""
        return tuple(dict.fromkeys(line.unit for line in self.lines))

    @property
    def cycles(self) -> tuple[str, ...]:
        """The ids of the cycles it speaks of, each once."""
        return tuple(dict.fromkeys(line.cycle.id for line in self.lines))

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

    @property
    def marks(self) -> tuple[str, ...]:
        """The keys of the marks that sending it earns; empty where there is nobody to send it to."""
        if self.person is None:
            return ()
        return tuple(
            dict.fromkeys(
                told_key(self.plan, line.cycle.id, line.stage.name, self.person) for line in self.lines
            )
        )
