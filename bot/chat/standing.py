"""What is owed and how things stand: /mine, /progress."""

from collections import Counter
from dataclasses import replace
from itertools import groupby

from bot.chat import report_texts as say
from bot.chat import texts
from bot.chat.joining import waiting_page
from bot.chat.message import Button, Message, columns, headed, paged, plain, unit_code
from bot.chat.report_pages import nothing_new
from bot.chat.services import Services
from bot.chat.turn import Turn
from bot.chat.wording import digits, number_in
from bot.plan.model import Measure
from bot.progress.cadence import cycle_label, deadline_label, due_label
from bot.progress.dues import dues_at
from bot.progress.judicial import for_others
from bot.progress.ledger import Ledger
from bot.progress.model import Due, Obligation, ReportState
from bot.roster.authority import Actor, Permission, allowed, require


class StandingPages:
    """Pages for those who have a seat, each checked against the stored roster."""

    def __init__(self, services: Services) -> None:
        """Keep what is needed to read the record."""
        self._services = services

    async def mine(self, turn: Turn) -> None:
        """What this person's units owe in the open cycles, what they have reported, and by when."""
        actor = self._services.actor(turn.person)
        await turn.toast()
        if not actor.own_units:
            await turn.say(plain(say.NO_OBLIGATIONS))
            return
        plan = self._services.plan
        chased = [unit for unit in actor.own_units if not plan.by_unit[unit].office]
        ledger = Ledger(self._services.store.read, plan, units=actor.own_units)
        for unit in chased or actor.own_units:
            for page in self._mine(ledger, unit):
                await turn.say(page)
        if (joint := waiting_page(self._services, actor)) is not None:
            await turn.say(joint)

    async def progress(self, turn: Turn) -> None:
        """``/progress`` for all measures, ``/progress 7`` for one."""
        actor = self._services.actor(turn.person)
        require(actor, Permission.READ_STATUS)
        if not turn.argument:
            await turn.say(self._overall())
            return
        measure = self._asked(turn.argument)
        if measure is None:
            await turn.say(plain(texts.no_such_measure(turn.argument, len(self._services.plan.measures))))
            return
        for page in self.of_measure(actor, measure):
            await turn.say(page)

    async def progress_pressed(self, turn: Turn) -> None:
        """``p:7``: how each unit stands, in place of the answer."""
        number = digits(turn.pressed.removeprefix("p:"))
        measure = self._services.plan.by_number.get(number) if number is not None else None
        if measure is None:
            await turn.toast(texts.STALE_BUTTON, alert=True)
            return
        actor = self._services.actor(turn.person)
        require(actor, Permission.READ_STATUS)
        await turn.toast()
        first, *rest = self.of_measure(actor, measure)
        await turn.show(first)
        for page in rest:
            await turn.say(page)

    def _mine(self, ledger: Ledger, unit: str) -> list[Message]:
        services = self._services
        now = services.clock()
        all_dues = dues_at(services.plan, services.rules, services.calendar, now, units=[unit])
        dues = sorted((d for d in all_dues if ledger.closed(d.obligation) is None), key=_by_cycle)
        if not dues:
            paused = services.rules.paused(now.date())
            return [plain(f"{unit}：{say.paused(paused.first) if paused else say.NOTHING_OWED}")]
        pages: list[Message] = []
        for _, group in groupby(dues, key=_by_cycle):
            listed = list(group)
            cycle = listed[0].cycle
            waiting = [d for d in listed if ledger.answered(d.obligation, cycle.id) is None]
            head = say.mine_head(
                unit,
                cycle_label(cycle, now.date()),
                due_label(cycle),
                len(listed) - len(waiting),
                len(listed),
            )
            lines = [
                self._due_line(ledger, due) for due in [*waiting, *(d for d in listed if d not in waiting)]
            ]
            buttons = (
                Button(f"报第{d.obligation.measure}条", f"r:{unit_code(unit)}:{d.obligation.measure}")
                for d in waiting
            )
            at_once = nothing_new(unit, [d.obligation.measure for d in waiting], several=False)
            pages.append(headed(paged([head, *lines])[0], (*columns(buttons, 3), *at_once)))
        return pages

    def _due_line(self, ledger: Ledger, due: Due) -> str:
        measure = self._services.plan.by_number[due.obligation.measure]
        report = ledger.answered(due.obligation, due.cycle.id)
        if report is not None:
            return say.answered_line(measure, report)
        newest = ledger.newest(due.obligation, due.cycle.id)
        was_returned = newest is not None and ledger.state_of(newest) is ReportState.RETURNED
        until = ledger.extended(due.obligation, due.cycle.id)
        return say.owed_line(due, measure, was_returned, deadline_label(until) if until else "")

    def _overall(self) -> Message:
        plan, ledger = self._services.plan, self._services.ledger()
        statuses = {measure.number: ledger.measure_status(measure.number) for measure in plan.measures}
        lines = [say.overall(Counter(statuses.values()), len(plan.measures))]
        for measure in plan.measures:
            lines.append(
                f"第{measure.number}条 {measure.title}：{texts.status_name(statuses[measure.number])}"
            )
        buttons = (Button(f"第{m.number}条", f"p:{m.number}") for m in plan.measures)
        return headed(paged(lines)[0], columns(buttons, 5))

    def of_measure(self, actor: Actor, measure: Measure) -> list[Message]:
        """How each unit stands with a measure, for one who may read it."""
        services, ledger = self._services, self._services.ledger()
        status = texts.status_name(ledger.measure_status(measure.number))
        lines = [f"第{measure.number}条 {measure.title}：{status}"]
        for unit, named in services.plan.owners(measure):
            standing = ledger.standing(Obligation(measure.number, unit.name, named))
            if standing.report is not None and unit.name not in actor.own_units:
                standing = replace(standing, text=for_others(services.plan, standing.report).text)
            lines.append(
                say.standing_line(
                    unit.name,
                    standing,
                    named=named,
                    readable=allowed(actor, Permission.READ_TEXTS, unit.name),
                    closed=ledger.closed(Obligation(measure.number, unit.name, named)) is not None,
                )
            )
        first, *rest = paged(lines)
        row = [Button("全文", f"m:{measure.number}")]
        if any(unit.name in actor.own_units for unit, _ in services.plan.owners(measure)):
            row.append(Button("汇报", f"r:{measure.number}"))
        return [headed(first, (tuple(row),)), *(plain(page) for page in rest)]

    def _asked(self, text: str) -> Measure | None:
        number = number_in(text)
        return self._services.plan.by_number.get(number) if number is not None else None


def _by_cycle(due: Due) -> tuple[str, str]:
    return (due.cycle.first.isoformat(), due.cycle.id)
