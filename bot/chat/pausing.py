"""暂停报送 in chat: the office stops asking for a while, and begins again."""

from bot.chat import pausing_texts as say
from bot.chat import texts
from bot.chat.message import Button, Message, plain
from bot.chat.services import Services
from bot.chat.turn import Turn
from bot.progress.choices import Pause
from bot.progress.dues import owed
from bot.progress.pauses import pause, pause_of, resume
from bot.records import Records
from bot.roster.authority import Permission, require


class Pausing:
    """One plan's pause. Who may is decided in the domain when it begins and ends."""

    def __init__(self, services: Services) -> None:
        """Keep what is needed to look and to put down."""
        self._services = services

    async def command(self, turn: Turn) -> None:
        """``/pause``, 暂停报送: what a pause would do; where one is on, how to end it."""
        require(self._services.actor(turn.person), Permission.NUDGE)
        await turn.say(self._page())

    async def pressed(self, turn: Turn) -> None:
        """``pz:p:`` pauses, once under each page; ``pz:r:KEY`` ends that pause; ``pz:x:`` does neither."""
        s, now = self._services, self._services.clock()
        require(s.actor(turn.person), Permission.NUDGE)
        _, action, key = (*turn.pressed.split(":", 2), "", "")[:3]
        own = f"{turn.bot.id}:{turn.pressed_message or 0}"

        def begin(records: Records) -> Pause:
            return pause(records, s.plan, s.actor(turn.person, records), own, now)

        def end(records: Records) -> Pause | None:
            return resume(records, s.plan, s.actor(turn.person, records), key, now)

        if action == "x":
            await turn.show(plain(say.LEFT))
        elif action == "p" and not key:
            await turn.show(_page_of(await s.store.transact(begin)))
        elif action == "r" and (ended := await s.store.transact(end)) is not None:
            await turn.show(_page_of(ended))
        else:
            await turn.toast(texts.STALE_BUTTON, alert=True)
        await turn.toast()

    def _page(self) -> Message:
        s = self._services
        kept = pause_of(s.store.read, s.plan)
        if kept is not None:
            return _page_of(kept)
        waiting = owed(s.store.read, s.plan, s.rules, s.calendar, s.clock())
        units = len({due.obligation.unit for due in waiting})
        return plain(
            say.ask(units, len(waiting)), ((Button(say.PAUSE, "pz:p:"), Button(say.LEAVE, "pz:x:")),)
        )


def _page_of(kept: Pause) -> Message:
    if kept.ended is not None:
        return plain(say.ended(kept))
    return plain(say.paused(kept), ((Button(say.RESUME, f"pz:r:{kept.key}"),),))
