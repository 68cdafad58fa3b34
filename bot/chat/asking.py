"""Questions: the answer with its proof, and the full text of a measure."""

from collections import OrderedDict

from bot.ask.asker import Answer
from bot.ask.followup import Context
from bot.chat import texts
from bot.chat.learning import LearningPages
from bot.chat.message import Button, Message, Rows, columns, escape, headed, paged, plain
from bot.chat.services import Services
from bot.chat.turn import Turn
from bot.chat.wording import digits
from bot.plan.model import Measure
from bot.roster.authority import Permission, allowed

_LONG_LABEL = 18  # characters that fit a button on a phone
_CHATS = (
    5000  # whose last answer is remembered; a restart forgets them all, and nothing is lost but a 那团委呢
)


class Asking:
    """Answers from the plan's own words."""

    def __init__(self, services: Services, learning: LearningPages) -> None:
        """Keep what is needed to answer, and to learn from what could not be."""
        self._services = services
        self._learning = learning
        self._contexts: OrderedDict[int, Context] = OrderedDict()

    async def question(self, turn: Turn) -> None:
        """Whatever was typed is a question."""
        await self._answer(turn, turn.text)

    async def emergency(self, turn: Turn) -> bool:
        """Whether somebody sounds in danger, who is told at once whom to call, whatever else was going on."""
        answer = self._services.asker.ask(turn.text)
        if answer.kind != "emergency":
            return False
        await self._show(turn, answer)
        return True

    async def command(self, turn: Turn) -> None:
        """``/ask`` or 问: the rest of the line is the question."""
        if not turn.argument:
            await turn.say(plain(texts.ASK_EXAMPLES))
            return
        await self._answer(turn, turn.argument)

    async def full_text(self, turn: Turn) -> None:
        """``m:7``: the measure as issued, in place of the answer."""
        if (measure := self._measure(turn)) is None:
            await turn.toast(texts.STALE_BUTTON, alert=True)
            return
        await turn.show(self._whole(turn, measure))
        await turn.toast()

    async def _answer(self, turn: Turn, question: str) -> None:
        before = self._contexts.pop(turn.chat, None)
        answer = self._learning.asker().ask(question, before)
        if (context := Context.after(answer, before)) is not None:
            self._contexts[turn.chat] = context
        while len(self._contexts) > _CHATS:
            self._contexts.popitem(last=False)
        if _may_disappoint(turn, answer) and answer.kind == "none":
            await self._learning.note_unanswered(question)
        message_id = await self._show(turn, answer)
        if _may_disappoint(turn, answer):
            self._learning.remember(turn.chat, message_id, question)

    async def _show(self, turn: Turn, answer: Answer) -> int:
        pages = paged(answer.message.split("\n"))
        for page in pages[:-1]:
            await turn.say(plain(page))
        rows = self._choices(turn, answer)
        if _may_disappoint(turn, answer):
            rows = (*rows, (Button("没帮上", "h"),))
        return await turn.say(headed(pages[-1] if pages else texts.ASK_EXAMPLES, rows))

    def _choices(self, turn: Turn, answer: Answer) -> Rows:
        numbers = [found.number for found in answer.measures]
        if answer.kind in {"measure", "number"} and answer.confident and numbers:
            shown = numbers if answer.kind == "number" else numbers[:1]
            rows = [self._about(turn, self._services.plan.by_number[n], len(shown) > 1) for n in shown[:5]]
            return (*rows, *self._titles(answer.close if answer.kind == "measure" else ()))
        if answer.kind == "measure":
            return self._titles(numbers[:3])
        if answer.kind in {"none", "unit_topic"} and not numbers:
            return self._titles(answer.nearest[:3])
        return columns((Button(f"第{n}条", f"m:{n}") for n in numbers[:24]), 4)

    def _titles(self, numbers: tuple[int, ...] | list[int]) -> Rows:
        plan = self._services.plan
        return tuple((Button(f"第{n}条 {plan.by_number[n].title}"[:_LONG_LABEL], f"m:{n}"),) for n in numbers)

    def _about(self, turn: Turn, measure: Measure, several: bool) -> tuple[Button, ...]:
        prefix = f"第{measure.number}条" if several else ""
        return (Button(f"{prefix}全文", f"m:{measure.number}"), *self._for_seated(turn, measure, prefix))

    def _for_seated(self, turn: Turn, measure: Measure, prefix: str = "") -> list[Button]:
        """What only those with a seat may open, offered to them alone and never in a group."""
        actor = self._services.actor(turn.person)
        if not turn.private or not allowed(actor, Permission.READ_STATUS):
            return []
        progress = Button(f"{prefix}最新进展", f"p:{measure.number}")
        bound = any(unit.name in actor.own_units for unit, _ in self._services.plan.owners(measure))
        return [progress, *([Button("汇报", f"r:{measure.number}")] if bound else [])]

    def _whole(self, turn: Turn, measure: Measure) -> Message:
        plan = self._services.plan
        section = plan.section_of(measure)
        units = texts.printed_units(measure)
        body = (
            f"<b>第{measure.number}条 {escape(measure.title)}</b>\n"
            f"{escape(texts.section_heading(section))}\n\n"
            f"<blockquote>{escape(measure.text)}</blockquote>\n"
            f"责任单位：{escape(units)}\n"
            f"出处：《{escape(plan.title)}》{escape(plan.document_number)}"
        )
        row = tuple(self._for_seated(turn, measure))
        return Message(body, (row,) if row else ())

    def _measure(self, turn: Turn) -> Measure | None:
        number = digits(turn.pressed.removeprefix("m:"))
        return self._services.plan.by_number.get(number) if number is not None else None


def _may_disappoint(turn: Turn, answer: Answer) -> bool:
    """Whether the answer was the finder's guess, or that there is none; small talk and danger are neither."""
    guessed = answer.kind in {"measure", "unit_topic"} or (answer.kind == "none" and answer.nearest)
    return turn.private and bool(guessed) and answer.lesson is None
