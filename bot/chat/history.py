"""History in chat: of one's units, of a measure, of a unit, of oneself; paged with buttons."""

from dataclasses import dataclass

from bot.chat import report_texts as say
from bot.chat import texts
from bot.chat.message import Button, Message, headed, length, paged, plain, unit_code
from bot.chat.services import Services
from bot.chat.turn import Turn
from bot.chat.wording import ONESELF, digits, number_in
from bot.progress.history import Event, history
from bot.progress.judicial import for_others
from bot.progress.ledger import Ledger
from bot.roster.authority import Actor, Permission, allowed, require

_PAGE = 8
_PAGE_LENGTH = 3500


@dataclass(frozen=True, slots=True)
class _Scope:
    """Whose history: ``code`` is how buttons name it, ``name`` how the page is headed."""

    code: str
    name: str
    unit: str | None = None
    measure: int | None = None
    oneself: bool = False


class HistoryPages:
    """Who changed what and when, of the units whose texts the person may read."""

    def __init__(self, services: Services) -> None:
        """Keep what is needed to read the record."""
        self._services = services

    async def command(self, turn: Turn) -> None:
        """``/history``: one's own units (the office: all); 历史 7, 历史 县公安局 or 历史 本人."""
        actor = self._services.actor(turn.person)
        require(actor, Permission.READ_STATUS)
        scope = self._asked(turn.argument)
        if scope is None:
            await turn.say(plain(texts.no_such_measure(turn.argument, len(self._services.plan.measures))))
            return
        await turn.say(self._page(actor, scope, 0))

    async def pressed(self, turn: Turn) -> None:
        """``hy:SCOPE:PAGE``: another page, or another history, in place."""
        actor = self._services.actor(turn.person)
        require(actor, Permission.READ_STATUS)
        _, code, number = (*turn.pressed.split(":"), "", "")[:3]
        scope, page = self._scope(code), digits(number)
        if scope is None or page is None:
            await turn.toast(texts.STALE_BUTTON, alert=True)
            return
        shown = self._page(actor, scope, page)
        await turn.toast()
        await turn.show(shown)

    def _page(self, actor: Actor, scope: _Scope, page: int) -> Message:
        if scope.unit is not None:
            require(actor, Permission.READ_TEXTS, scope.unit)
        plan = self._services.plan
        readable = [u.name for u in plan.units if allowed(actor, Permission.READ_TEXTS, u.name)]
        units = [scope.unit] if scope.unit else readable
        ledger = Ledger(self._services.store.read, plan, units=units)
        person = actor.person if scope.oneself else None
        events = history(self._services.store.read, ledger, units=units, measure=scope.measure, person=person)
        if not events:
            return plain(say.HISTORY_EMPTY, self._ways(actor, scope, 0, 0))
        pages = -(-len(events) // _PAGE)
        page = min(page, pages - 1)
        head = say.history_head(scope.name, page, pages)
        several = len(units) > 1
        lines = [
            self._line(actor, ledger, event, several=several)
            for event in events[page * _PAGE : (page + 1) * _PAGE]
        ]
        clip = next((c for c in (2000, 400, 150) if length("\n".join(_cut(lines, c))) <= _PAGE_LENGTH), 60)
        text = paged("\n".join([head, *_cut(lines, clip)]).split("\n"))[0]
        return headed(text, self._ways(actor, scope, page, pages))

    def _line(self, actor: Actor, ledger: Ledger, event: Event, *, several: bool) -> str:
        unit = f"{event.unit} " if several else ""
        when = say.moment(event.at, self._services.clock())
        if (report := event.report) is not None:
            shown = report if report.unit in actor.own_units else for_others(ledger.plan, report)
            return f"{when} {unit}{say.history_line(shown, ledger.state_of(report))}"
        return f"{when} {unit}{say.event_line(event)}"

    def _ways(self, actor: Actor, scope: _Scope, page: int, pages: int) -> tuple[tuple[Button, ...], ...]:
        turns = (
            *([Button("上一页", f"hy:{scope.code}:{page - 1}")] if page else []),
            *([Button("下一页", f"hy:{scope.code}:{page + 1}")] if page + 1 < pages else []),
        )
        other = Button("全部", "hy::0") if scope.oneself else Button("只看本人", "hy:me:0")
        several = len(actor.own_units) > 1 and not actor.office and not scope.unit
        units = tuple(Button(unit, f"hy:{unit_code(unit)}:0") for unit in actor.own_units) if several else ()
        return (*((turns,) if turns else ()), *((unit,) for unit in units), (other,))

    def _asked(self, words: str) -> _Scope | None:
        if not words:
            return self._scope("")
        if words in ONESELF:
            return self._scope("me")
        if (unit := self._services.directory.resolve(words)) is not None:
            return self._scope(unit_code(unit.name))
        number = number_in(words)
        return self._scope(str(number)) if number is not None else None

    def _scope(self, code: str) -> _Scope | None:
        if code == "":
            return _Scope(code, say.HISTORY)
        if code == "me":
            return _Scope(code, say.OWN_HISTORY, oneself=True)
        if (unit := self._services.unit_by_code(code)) is not None:
            return _Scope(code, f"{unit.name}{say.HISTORY}", unit=unit.name)
        measure = self._services.plan.by_number.get(digits(code) or 0)
        return _Scope(code, f"第{code}条{say.HISTORY}", measure=measure.number) if measure else None


def _cut(lines: list[str], clip: int) -> list[str]:
    return [line if len(line) <= clip else f"{line[:clip]}…" for line in lines]
