"""Questions: the answer with its proof, in private and in groups, and the full text of a measure."""

from collections import OrderedDict
from collections.abc import Callable, Sequence

from bot.ask.asker import Answer
from bot.ask.followup import Context
from bot.chat import texts
from bot.chat.answer_pages import AnswerPages
from bot.chat.codes import link_payload
from bot.chat.groups import addressed, words_of
from bot.chat.learning import LearningPages
from bot.chat.message import Button, Message, linked_measure, plain
from bot.chat.services import Services
from bot.chat.turn import Turn
from bot.chat.wording import digits
from bot.plan.model import Measure
from bot.roster import texts as roster_texts
from bot.roster.authority import Actor, Permission, allowed

_CHATS = (
    5000  # whose last answer is remembered; a restart forgets them all, and nothing is lost but a 那团委呢
)
_QUICK = 80  # characters
_TOLD = 3  # measures whose progress is shown at once
_PROGRESS = ("进展", "进度")

Progress = Callable[[Actor, Measure], list[Message]]
"""How a measure stands, for one who may see it."""


class Asking:
    """Answers from the plan's own words."""

    def __init__(self, services: Services, learning: LearningPages, progress: Progress) -> None:
        """Keep what is needed to answer, and to learn from what could not be."""
        self._services = services
        self._learning = learning
        self._progress = progress
        self._contexts: OrderedDict[tuple[int, int, bool], Context] = OrderedDict()

    async def question(self, turn: Turn) -> None:
        """Whatever was typed is a question."""
        await self._answer(turn, turn.text)

    async def measures(self, turn: Turn, numbers: Sequence[int]) -> None:
        """Show the measures of these numbers to somebody who owes a report on them."""
        named = "、".join(f"第{number}条" for number in numbers)
        await self._answer(turn, named, texts.JUST_TELL.format(measures=named))

    async def pasted(self, turn: Turn) -> bool:
        """Show the measure whose link was typed or pasted; False for any other text."""
        return await self.opened(turn, link_payload(turn.text))

    async def emergency(self, turn: Turn) -> bool:
        """Whether somebody sounds in danger, who is told at once whom to call, whatever else was going on."""
        actor = self._services.actor(turn.person)
        asker, words, official = self._services.asker, words_of(turn.message), _official(actor)
        answer = await self._services.understand(
            lambda: asker.emergency(words, official=official), short=is_short(words)
        )
        if answer is None:
            return False
        await self._say(turn, self._pages(turn).answer(answer, actor if turn.private else None))
        return True

    async def command(self, turn: Turn) -> None:
        """``/ask`` or 问: the rest of the line is the question, or in a group the message it replies to."""
        await self._asked(turn, turn.argument or ("" if turn.private else words_of(turn.replied_to)))

    async def overheard(self, turn: Turn) -> None:
        """A group's message: answered if it names the bot or replies to it, else none of our business."""
        asked = addressed(turn.message, turn.bot.username, turn.bot.id) if turn.message else None
        if asked is not None:
            await self._asked(turn, asked)

    async def opened(self, turn: Turn, payload: str) -> bool:
        """Show the measure of a link that was opened (``m8``); False for any other payload."""
        number = linked_measure(payload)
        if number is None:
            return False
        await self._answer(turn, f"第{number}条")
        return True

    async def full_text(self, turn: Turn) -> None:
        """``m:7``: the measure as issued, in place of the answer."""
        number = digits(turn.pressed.removeprefix("m:"))
        measure = self._services.plan.by_number.get(number) if number is not None else None
        if measure is None:
            await turn.toast(texts.STALE_BUTTON, alert=True)
            return
        first, *rest = self._pages(turn).whole(measure, self._reader(turn))
        await turn.show(first)
        for page in rest:
            await turn.say(page)
        await turn.toast()

    async def _asked(self, turn: Turn, question: str) -> None:
        if question:
            await self._answer(turn, question)
        else:
            await turn.say(plain(texts.ASK_EXAMPLES))

    async def _answer(self, turn: Turn, question: str, closing: str = "") -> None:
        actor = self._services.actor(turn.person)
        # In a group the plan alone speaks, not the office's own answers.
        asker = self._learning.asker() if turn.private else self._services.asker
        before = self._before(turn)
        official = _official(actor)
        answer = await self._services.understand(
            lambda: asker.ask(question, before, official=official), short=is_short(question)
        )
        disappoints = _may_disappoint(turn, answer)
        if disappoints and answer.kind == "none":
            await self._learning.note_unanswered(question)
        if _asks_progress(answer) and turn.private and allowed(actor, Permission.READ_STATUS):
            message_id = await self._show_progress(turn, actor, answer)
        else:
            opening = _elsewhere(turn) if _asks_progress(answer) else ""
            more = ((Button("没帮上", "h"),),) if disappoints else ()
            pages = self._pages(turn).answer(answer, self._reader(turn), opening, more, closing)
            message_id = await self._say(turn, pages)
            if disappoints:
                self._learning.remember(turn.chat, message_id, question)
        if answer.kind != "emergency" and (context := Context.after(answer, before)) is not None:
            self._remember(turn, message_id, context)

    async def _show_progress(self, turn: Turn, actor: Actor, answer: Answer) -> int:
        """How the measures stand; below the answer where the question did not name them."""
        by_number = self._services.plan.by_number
        pages = [] if answer.kind == "number" else self._pages(turn).answer(answer, actor)
        for found in answer.measures[: _TOLD if answer.kind == "number" else 1]:
            pages += self._progress(actor, by_number[found.number])
        return await self._say(turn, pages)

    async def _say(self, turn: Turn, pages: list[Message]) -> int:
        for page in pages[:-1]:
            await turn.say(page)
        return await turn.say(pages[-1])

    def _pages(self, turn: Turn) -> AnswerPages:
        return AnswerPages(self._services, turn.bot.username)

    def _reader(self, turn: Turn) -> Actor | None:
        return self._services.actor(turn.person) if turn.private else None

    def _before(self, turn: Turn) -> Context | None:
        """What the question may lean on: the answer that it replies to, else the person's last one here."""
        replied = turn.replied_to
        there = self._contexts.get((turn.chat, replied.message_id, True)) if replied else None
        return there or self._contexts.get((turn.chat, turn.person, False))

    def _remember(self, turn: Turn, message_id: int, context: Context) -> None:
        for key in ((turn.chat, turn.person, False), (turn.chat, message_id, True)):
            self._contexts.pop(key, None)
            self._contexts[key] = context
        while len(self._contexts) > _CHATS:
            self._contexts.popitem(last=False)


def _elsewhere(turn: Turn) -> str:
    """Where progress is to be seen, for who may not see it here."""
    return roster_texts.STATUS_FOR_SEATED if turn.private else texts.PROGRESS_IN_PRIVATE


def is_short(question: str) -> bool:
    """Whether a question is answered in a few milliseconds."""
    return len(question) <= _QUICK


def _official(actor: Actor) -> bool:
    """Who has a seat works for a unit of the plan, and must report danger (未成年人保护法第十一条)."""
    return actor.office or bool(actor.own_units)


def _asks_progress(answer: Answer) -> bool:
    """Whether how far something is was asked, of measures that are known for sure."""
    asked = any(word in answer.question for word in _PROGRESS)
    return answer.asks_progress or (answer.kind == "measure" and answer.confident and asked)


def _may_disappoint(turn: Turn, answer: Answer) -> bool:
    """Whether the answer was the finder's guess, or that there is none; small talk and danger are neither."""
    guessed = answer.kind in {"measure", "unit_topic"} or (answer.kind == "none" and answer.nearest)
    return turn.private and bool(guessed) and answer.lesson is None
