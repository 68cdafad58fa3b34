"""What was asked in vain, in chat: 没帮上, the office's list, and its answers."""

from collections import OrderedDict

from bot.ask.asker import Asker
from bot.ask.lessons import Lesson
from bot.chat import texts
from bot.chat.guarding import redacted
from bot.chat.message import Button, Message, plain
from bot.chat.services import Services
from bot.chat.turn import Turn
from bot.chat.wording import number_in
from bot.learning import learning
from bot.learning import texts as say
from bot.learning.model import Learned, Reason
from bot.roster.authority import Permission, require

_SHOWN = 8
_REMEMBERED = 2000  # answers whose question can still be put on the list; a restart forgets them


class LearningPages:
    """Keeps the last questions in memory only, until somebody says that an answer did not help."""

    def __init__(self, services: Services) -> None:
        """Begin without any question."""
        self._services = services
        self._asked: OrderedDict[tuple[int, int], str] = OrderedDict()
        self._taught: list[Learned] = []
        self._asker = services.asker

    def remember(self, chat: int, message_id: int, question: str) -> None:
        """Which question the bot's message answers, for its 没帮上 button."""
        self._asked[chat, message_id] = question
        while len(self._asked) > _REMEMBERED:
            self._asked.popitem(last=False)

    async def note_unanswered(self, question: str) -> None:
        """The plan had no answer to this."""
        await self._note(question, Reason.NONE)

    async def unhelpful(self, turn: Turn) -> None:
        """``h``: the person says that the answer did not help."""
        key = (turn.chat, turn.pressed_message or 0)
        if (question := self._asked.pop(key, None)) is not None:
            await self._note(question, Reason.UNHELPFUL)
        await turn.toast(say.THANKS_FOR_TELLING)

    async def forget_old(self) -> None:
        """Erase what was kept long enough. Raises StoreError."""
        s = self._services
        now = s.clock()
        if learning.outdated(s.store.read, s.plan, now):
            await s.store.transact(lambda r: learning.forget_old(r, s.plan, now))

    def asker(self) -> Asker:
        """The services' asker with what the office has taught it by now."""
        taught = learning.learned_of(self._services.store.read, self._services.plan)
        if taught != self._taught:
            lessons = [
                Lesson(row.question, row.measures, say.cited(row) if row.text else "") for row in taught
            ]
            self._taught, self._asker = taught, self._services.asker.with_lessons(lessons)
        return self._asker

    async def command(self, turn: Turn) -> None:
        """``/unanswered``, 待答: what waits for an answer of the office."""
        require(self._services.actor(turn.person), Permission.TEACH)
        await turn.say(self._list())

    async def pressed(self, turn: Turn) -> None:
        """``l:a:KEY`` takes a question up, ``l:d:KEY`` dismisses it, ``l:u:KEY`` takes an answer back."""
        s = self._services
        _, action, code = turn.pressed.split(":", 2)
        key, now = f"{s.plan.id}:{code}", s.clock()
        if action == "a":
            taken = await s.store.transact(
                lambda r: learning.begin_answer(r, s.actor(turn.person, r), key, now)
            )
            await turn.show(plain(say.taken_up(taken), ((Button("不需要答复", f"l:d:{code}"),),)))
        elif action == "d":
            await s.store.transact(lambda r: learning.dismiss(r, s.actor(turn.person, r), key))
            await turn.show(plain(say.DISMISSED))
        elif action == "u":
            await s.store.transact(lambda r: learning.unlearn(r, s.actor(turn.person, r), key))
            await turn.show(plain(say.UNLEARNED))
        else:
            await turn.toast(texts.STALE_BUTTON, alert=True)
        await turn.toast()

    async def typed(self, turn: Turn) -> bool:
        """What the office types after taking a question up answers it; else False."""
        s = self._services
        now = s.clock()
        if learning.taken_up(s.store.read, turn.person, now) is None:
            return False
        number = number_in(turn.text)
        measures, text = ([number], "") if number is not None else ([], (await redacted(turn.text)).text)
        learned = await s.store.transact(
            lambda r: learning.answer(
                r, s.plan, s.actor(turn.person, r), measures=measures, text=text, now=now
            )
        )
        await turn.say(_kept(learned))
        return True

    async def cancel(self, turn: Turn) -> bool:
        """Leave the question for later; False if none was taken up."""
        s = self._services
        if learning.taken_up(s.store.read, turn.person, s.clock()) is None:
            return False
        await s.store.transact(lambda r: learning.stop_answering(r, turn.person))
        await turn.say(plain(texts.CANCELLED))
        return True

    def _list(self) -> Message:
        s = self._services
        rows = learning.waiting(s.store.read, s.plan, s.clock())
        if not rows:
            return plain(say.NONE_WAITING)
        buttons = [
            (Button(f"答复第{place}个", f"l:a:{row.key.rpartition(':')[2]}"),)
            for place, row in enumerate(rows[:_SHOWN], 1)
        ]
        return plain(say.listed(rows, _SHOWN), tuple(buttons))

    async def _note(self, question: str, reason: Reason) -> None:
        s = self._services
        now, masked = s.clock(), (await redacted(question)).text
        await s.store.transact(lambda r: learning.note(r, s.plan, masked, reason, now))


def _kept(learned: Learned) -> Message:
    return plain(say.kept(learned), ((Button("撤回这条答复", f"l:u:{learned.key.rpartition(':')[2]}"),),))
