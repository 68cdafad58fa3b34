"""From an answer to what the chat shows: pages, buttons, the full text of a measure, a card to share."""

from collections.abc import Iterable, Sequence

from bot.ask.answer import Answer, Found
from bot.ask.texts import proof
from bot.chat import texts
from bot.chat.contact import CALL_ME
from bot.chat.message import (
    OPENS,
    TEXT_LIMIT,
    Button,
    Message,
    Rows,
    columns,
    deep_link,
    escape,
    headed,
    length,
    measure_link,
    paged,
    plain,
    share_link,
)
from bot.chat.services import Services
from bot.plan.model import Measure
from bot.roster.authority import Actor, Permission, allowed

_LONG_LABEL = 18  # characters that fit a button on a phone
_LISTED = 24  # buttons to measures under one answer
_CHOICES = 3
_PHONES = 3
_PART = 3000  # of a measure's text in one message: leaves room for what stands around it
_ENDS = "。；！？\n"


class AnswerPages:
    """Lays answers out for one reader: ``actor`` None in a group, where nothing but the plan is shown."""

    def __init__(self, services: Services, username: str) -> None:
        """``username`` is the bot's, for links."""
        self._services = services
        self._username = username

    def answer(
        self, answer: Answer, actor: Actor | None, opening: str = "", more: Rows = (), closing: str = ""
    ) -> list[Message]:
        """The answer in as few messages as hold it, between ``opening`` and ``closing``; ``more`` buttons."""
        told = [opening, answer.message, self._phones(answer) if actor else "", closing]
        limit = TEXT_LIMIT if actor else TEXT_LIMIT - length(texts.REST_IN_PRIVATE) - 1
        first, *rest = paged(_folded("\n".join(filter(None, told))), limit)
        rows = (*self._choices(answer, actor), *more)
        if actor is None and rest:
            return [headed(f"{first}\n{texts.REST_IN_PRIVATE}", (self._private(), *rows))]
        if not rest:
            return [headed(first, rows)]
        return [headed(first), *(plain(page) for page in rest[:-1]), plain(rest[-1], rows)]

    def whole(self, measure: Measure, actor: Actor | None) -> list[Message]:
        """A measure as issued, with its units and its source."""
        plan = self._services.plan
        head = (
            f"<b>第{measure.number}条 {escape(measure.title)}</b>\n"
            f"{escape(texts.section_heading(plan.section_of(measure)))}\n\n"
        )
        parts = [f"<blockquote>{escape(part)}</blockquote>\n" for part in _split(measure.text, _PART)]
        source = (
            f"责任单位：{escape(texts.printed_units(measure))}\n"
            f"出处：《{escape(plan.title)}》{escape(plan.document_number)}"
        )
        rows = (*self._seated(measure, actor), self._share(measure, actor))
        pages = [head + parts[0], *parts[1:]]
        return [*(Message(page) for page in pages[:-1]), Message(pages[-1] + source, rows)]

    def card(self, found: Found) -> Message:
        """A measure to be shared in any chat: its sentence, its units, its source, a link to all of it."""
        plan = self._services.plan
        first, _, rest = proof(plan, found).partition("\n")
        source = f"出处：《{plan.title}》{plan.document_number}"
        body = "\n".join([*_split(rest, _PART)[:1], source])
        link = Button("查看全文", measure_link(self._username, found.number), link=True)
        return Message(f"<b>{escape(first)}</b>\n{escape(body)}", ((link,),))

    def _choices(self, answer: Answer, actor: Actor | None) -> Rows:
        numbers = [found.number for found in answer.measures]
        if answer.kind == "emergency":
            return (*(CALL_ME if actor else ()), *_to_measures(numbers))
        if answer.kind in {"measure", "number"} and answer.confident and numbers:
            shown = numbers if answer.kind == "number" else numbers[:1]
            rows = [self._about(n, actor, several=len(shown) > 1) for n in shown[:5]]
            share = (self._share(self._services.plan.by_number[shown[0]], actor),) if len(shown) == 1 else ()
            return (*rows, *share, *self._titles(answer.close if answer.kind == "measure" else ()))
        if answer.kind == "measure":
            return self._titles(numbers[:_CHOICES])
        if answer.kind in {"none", "unit_topic"} and not numbers:
            return self._titles(answer.nearest[:_CHOICES])
        return _to_measures(numbers)

    def _titles(self, numbers: Sequence[int]) -> Rows:
        plan = self._services.plan
        return tuple((Button(f"第{n}条 {plan.by_number[n].title}"[:_LONG_LABEL], f"m:{n}"),) for n in numbers)

    def _about(self, number: int, actor: Actor | None, *, several: bool) -> tuple[Button, ...]:
        prefix = f"第{number}条" if several else ""
        seated = self._seated(self._services.plan.by_number[number], actor, prefix)
        return (Button(f"{prefix}全文", f"m:{number}"), *(button for row in seated for button in row))

    def _seated(self, measure: Measure, actor: Actor | None, prefix: str = "") -> Rows:
        """What only those with a seat may open, offered to them alone and never in a group."""
        if actor is None or not allowed(actor, Permission.READ_STATUS):
            return ()
        progress = Button(f"{prefix}最新进展", f"p:{measure.number}")
        bound = any(unit.name in actor.own_units for unit, _ in self._services.plan.owners(measure))
        return ((progress, *([Button("汇报", f"r:{measure.number}")] if bound else [])),)

    def _share(self, measure: Measure, actor: Actor | None) -> tuple[Button, ...]:
        """In private a button to pass the measure on; in a group one that opens it in private."""
        address = measure_link(self._username, measure.number)
        if actor is None:
            return (Button("私聊查看", address, link=True),)
        return (Button("转发本条", share_link(address, f"第{measure.number}条 {measure.title}"), link=True),)

    def _private(self) -> tuple[Button, ...]:
        return (Button("打开私聊", deep_link(self._username, OPENS), link=True),)

    def _phones(self, answer: Answer) -> str:
        """Office landlines, where the operator has filled them in: whom to call first comes first."""
        plan = self._services.plan
        if answer.kind == "none":
            office = plan.office
            return texts.office_phone(office.phone) if answer.nearest and office and office.phone else ""
        if answer.kind not in {"measure", "number", "unit", "unit_topic"} or len(answer.units) == 0:
            return ""
        asked = [*answer.likely, *answer.units]
        units = [plan.by_unit[name] for name in dict.fromkeys(asked) if name in plan.by_unit]
        return texts.phones([(unit.name, unit.phone) for unit in units if unit.phone][:_PHONES])


def _to_measures(numbers: Iterable[int]) -> Rows:
    return columns([Button(f"第{n}条", f"m:{n}") for n in numbers][:_LISTED], 4)


def _folded(text: str) -> list[str]:
    """The lines of a text, those that no message could hold broken at the end of a sentence."""
    return [part for line in text.split("\n") for part in _split(line, TEXT_LIMIT - 1)]


def _split(text: str, limit: int) -> list[str]:
    """A text in parts of at most ``limit`` UTF-16 units, broken after a sentence where there is one."""
    parts = []
    while length(text) > limit:
        fits = text[: limit // 2] if length(text[:limit]) > limit else text[:limit]
        end = max(fits.rfind(mark) for mark in _ENDS) + 1 or len(fits)
        parts.append(text[:end])
        text = text[end:]
    return [*parts, text] if text or not parts else parts
