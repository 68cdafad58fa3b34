"""请未保办联系我: the question for consent, the office's message, and 已联系."""

from bot.chat import texts as chat_texts
from bot.chat.message import Button, Message, Rows, plain
from bot.chat.services import Services
from bot.chat.turn import Turn
from bot.contact import contact, texts
from bot.contact.model import ContactRequest
from bot.roster.authority import Permission, allowed
from bot.roster.reach import is_unreachable

CALL_ME: Rows = ((Button("请未保办联系我", "contact:ask"),),)
_LISTED = 8
_HANDLED = "contact:done:"


class ContactPages:
    """Passes on, with consent, that somebody wishes to be contacted; nothing of what they wrote."""

    def __init__(self, services: Services) -> None:
        """Keep what is needed to store and to tell."""
        self._services = services

    async def pressed(self, turn: Turn) -> None:
        """``contact:ask``, ``contact:yes``, ``contact:no``; of the office ``contact:done:UPDATE``."""
        if turn.pressed == "contact:ask":
            # below the emergency numbers, which must stay in sight
            await turn.say(self._consent(turn))
        elif turn.pressed == "contact:yes":
            await turn.show(plain(texts.passed_on((await self._request(turn)).at)))
        elif turn.pressed == "contact:no":
            await turn.show(plain(texts.DECLINED))
        elif turn.pressed.startswith(_HANDLED):
            await self._handled(turn, turn.pressed.removeprefix(_HANDLED))
        else:
            await turn.toast(chat_texts.STALE_BUTTON, alert=True)
        await turn.toast()

    async def waiting(self, turn: Turn) -> None:
        """Tell somebody of the office who still waits to be contacted; nothing if nobody does."""
        s = self._services
        if not allowed(s.actor(turn.person), Permission.CONTACT):
            return
        if requests := contact.waiting(s.store.read, s.plan):
            shown = requests[:_LISTED]
            rows = tuple(
                (Button(f"{texts.HANDLED_BUTTON}（第{place}件）", _HANDLED + request.key.rpartition(":")[2]),)
                for place, request in enumerate(shown, 1)
            )
            await turn.say(Message(texts.waiting(shown), rows))

    async def forget_old(self) -> None:
        """Erase what was kept long enough. Raises StoreError."""
        s = self._services
        now = s.clock()
        if contact.outdated(s.store.read, s.plan, now):
            await s.store.transact(lambda records: contact.forget_old(records, s.plan, now))

    def _consent(self, turn: Turn) -> Message:
        rows = ((Button("同意，请联系我", "contact:yes"), Button("不用了", "contact:no")),)
        return plain(texts.consent(self._services.plan, _username(turn)), rows)

    async def _request(self, turn: Turn) -> ContactRequest:
        s = self._services
        now, username = s.clock(), _username(turn)
        office = [one for one in s.office_people() if not is_unreachable(s.store.read, one)]
        key = f"{s.plan.id}:{turn.origin}"
        button = _HANDLED + turn.origin.rpartition(":")[2]
        return await s.store.transact(
            lambda records: contact.request_contact(
                records,
                s.plan,
                key=key,
                person=turn.person,
                username=username,
                office=office,
                now=now,
                button=button,
            )
        )

    async def _handled(self, turn: Turn, update: str) -> None:
        s = self._services
        key, now = f"{s.plan.id}:{turn.bot.id}:{update}", s.clock()
        request = await s.store.transact(
            lambda records: contact.mark_handled(records, s.actor(turn.person, records), key, now)
        )
        await turn.show(plain(texts.handled(request)))


def _username(turn: Turn) -> str:
    user = turn.update.effective_user
    return (user.username if user else None) or ""
