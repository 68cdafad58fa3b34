"""What words typed in private are tried as, one meaning after another, until one fits."""

from collections.abc import Awaitable, Callable, Mapping
from datetime import datetime, timedelta

from bot.chat import guarding, texts
from bot.chat.asking import Asking
from bot.chat.digest import DigestPages
from bot.chat.extending import Extending
from bot.chat.learning import LearningPages
from bot.chat.message import plain
from bot.chat.nudging import FOR_OTHERS, words_awaited
from bot.chat.reporting import Reporting
from bot.chat.seats import Seats
from bot.chat.services import Services
from bot.chat.standing import StandingPages
from bot.chat.turn import Turn
from bot.chat.wording import asks_own_tasks, command_in, office_command_in
from bot.progress.acts import Awaited, Wanted

_MAX_TYPED = 2000
_ONE_BREATH = timedelta(seconds=1)  # the parts of a text that the app cut arrive within


class Typed:
    """Tries them, room by room."""

    def __init__(
        self,
        services: Services,
        commands: Mapping[str, Callable[[Turn], Awaitable[object]]],
        awaited: Mapping[Wanted, Callable[[Turn, Awaited], Awaitable[object]]],
        *,
        asking: Asking,
        seats: Seats,
        learning: LearningPages,
        digest: DigestPages,
        extending: Extending,
        reporting: Reporting,
        standing: StandingPages,
    ) -> None:
        """Keep the rooms; ``awaited`` are those that ask for words, by what they ask for."""
        self._services = services
        self._commands = commands
        self._awaited = awaited
        self._asking = asking
        self._seats = seats
        self._learning = learning
        self._digest = digest
        self._extending = extending
        self._reporting = reporting
        self._standing = standing
        self._cut_off: dict[int, tuple[int, datetime]] = {}

    async def words(self, turn: Turn) -> None:
        """A Chinese word for a command, a name that is awaited, a draft's answer, a report, or a question."""
        if self._is_rest(turn):
            return
        await self._services.begun()
        meant = command_in(turn.text, self._is_unit)
        if not meant and self._services.actor(turn.person).office:
            meant = office_command_in(turn.text, self._is_unit)
        if len(turn.text) > _MAX_TYPED:
            if not await self._asking.emergency(turn):
                await turn.say(plain(texts.too_long(_MAX_TYPED)))
        elif self._for_others(turn) and not (meant and not meant[1]):
            await self._wanted(turn)
        elif meant:
            name, turn.argument = meant
            await self._commands[name](turn)
        elif not await self._reporting.plainly(turn) and await self._asking.emergency(turn):
            # An official's words may only sound like danger: nothing is lost.
            if not await self._wanted(turn):
                await self._reporting.typed(turn)
        elif not (
            await self._asking.pasted(turn)
            or await self._seats.name(turn)
            or await self._learning.typed(turn)
            or await self._digest.typed(turn)
            or await self._wanted(turn)
            or await self._extending.typed(turn)
            or await self._reporting.typed(turn)
            or await self._seats.known(turn)
        ):
            await self._question(turn)

    async def _question(self, turn: Turn) -> None:
        """Words that are nothing else; what is personal in them is told of, and the draft that waits."""
        if asks_own_tasks(turn.text) and self._services.actor(turn.person).own_units:
            await self._standing.mine(turn)
        elif numbers := await self._reporting.named(turn):
            await self._asking.measures(turn, numbers)
        elif not await self._reporting.aside(turn):
            await self._asking.question(turn)
        await guarding.masked(turn, turn.text)
        await guarding.tell(turn)
        await self._reporting.remind(turn)

    def _is_unit(self, name: str) -> bool:
        return self._services.directory.resolve(name) is not None

    def _for_others(self, turn: Turn) -> bool:
        """Whether the words are for others to read, whatever else they could mean."""
        asked = words_awaited(self._services, turn)
        return asked is not None and asked.wanted in FOR_OTHERS and asked.began != turn.origin

    async def _wanted(self, turn: Turn) -> bool:
        """Words that were asked for; False where none were, or these are none of them."""
        asked = words_awaited(self._services, turn)
        if asked is None:
            return False
        return await self._awaited[asked.wanted](turn, asked) is not False

    def _is_rest(self, turn: Turn) -> bool:
        """Whether this is the rest of a text that the app cut in parts, the first of which was too long."""
        if turn.message is None:
            return False
        here = turn.message.message_id, turn.message.date
        before = self._cut_off.pop(turn.person, None)
        rest = before is not None and here[0] == before[0] + 1 and here[1] - before[1] <= _ONE_BREATH
        if rest or len(turn.text) > _MAX_TYPED:
            self._cut_off[turn.person] = here
        return rest
