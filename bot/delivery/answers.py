"""What an update's handler has already said, so that running it once more does not say it twice."""

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager, nullcontext
from contextvars import ContextVar
from hashlib import blake2b
from typing import Any

from telegram import InputFile, TelegramObject

from bot.delivery import wire
from bot.delivery.arrivals import Arrivals
from bot.delivery.doubts import Key
from bot.delivery.faults import may_be_late, may_have_had_effect
from bot.delivery.inbox import Inbox

Result = bool | dict[str, Any] | list[dict[str, Any]]


class Answers:
    """The messages of one attempt at one update. Those that an earlier attempt sent are not sent again.

    Two messages are the same if method and content are; equal ones are counted. Only message id, date and
    chat are kept of each, which is what a handler may still need. Of one that left and was never noted,
    nobody knows whether it was heard (``doubts.py``).
    """

    def __init__(self, inbox: Inbox, update_id: int, arrivals: Arrivals) -> None:
        self._inbox = inbox
        self._update_id = update_id
        self._arrivals = arrivals
        self._earlier: list[tuple[str, Result]] = list(inbox.answers(update_id))

    @contextmanager
    def calling(self) -> Iterator[None]:
        """While a request is under way the attempt only waits, and is not what a dying process died of."""
        self._inbox.rest(self._update_id)
        try:
            yield
        finally:
            self._inbox.work(self._update_id)

    def recall(self, fingerprint: str) -> Result | None:
        """Telegram's answer if an earlier attempt sent this very message."""
        for position, (known, result) in enumerate(self._earlier):
            if known == fingerprint:
                del self._earlier[position]
                return result
        return None

    @contextmanager
    def leaving(self, fingerprint: str, chat: object) -> Iterator[None]:
        """While the message is on its way; it stays in doubt if it fails in a way that leaves that open."""
        key, doubts = self.key(fingerprint), self._inbox.doubts
        before = doubts.begin(key, chat, self._arrivals.last(chat)) if isinstance(chat, int) else None
        try:
            yield
        except BaseException as error:
            if may_have_had_effect(error):
                doubts.lose(key, late=may_be_late(error))
            else:
                doubts.take_back(key, before)
            raise

    def key(self, fingerprint: str) -> Key:
        """How the message is called while it is in doubt."""
        return self._update_id, fingerprint

    async def keep(self, fingerprint: str, result: Result) -> None:
        """Telegram has the message; when this returns, that outlives this process."""
        brief = [_brief(one) for one in result] if isinstance(result, list) else _brief(result)
        key, doubts = self.key(fingerprint), self._inbox.doubts
        for one in brief if isinstance(brief, list) else [brief]:
            if isinstance(one, dict):
                doubts.arrived(key, one["chat"]["id"], one["message_id"])
        try:
            await self._inbox.keep_answer(self._update_id, fingerprint, brief)
        finally:
            doubts.end(key)


answering: ContextVar[Answers | None] = ContextVar("answering", default=None)


@contextmanager
def waiting() -> Iterator[None]:
    """While a handler waits for something that others wait for too: a process does not die of that."""
    answers = answering.get()
    with answers.calling() if answers is not None else nullcontext():
        yield


def is_answer(endpoint: str) -> bool:
    """Whether a call puts a new message into a chat; edits and the like may be repeated."""
    return endpoint.startswith("send") and endpoint != "sendChatAction"


def fingerprint_of(endpoint: str, data: Mapping[str, Any]) -> str:
    """The same for the same message to the same chat, in another process too. Holds nothing of it."""
    return blake2b(wire.dumps([endpoint, _plain(data)]), digest_size=12).hexdigest()


def _plain(value: Any) -> Any:
    if isinstance(value, InputFile):
        content = value.input_file_content
        return [value.filename, blake2b(content).hexdigest() if isinstance(content, bytes) else ""]
    if isinstance(value, TelegramObject):
        return _plain(value.to_dict())
    if isinstance(value, Mapping):
        return sorted([str(key), _plain(item)] for key, item in value.items())
    if isinstance(value, Sequence) and not isinstance(value, str | bytes):
        return [_plain(item) for item in value]
    return str(value)


def _brief(message: Any) -> Any:
    if not isinstance(message, dict):
        return message
    chat = message["chat"]
    return {
        "message_id": message["message_id"],
        "date": message["date"],
        "chat": {"id": chat["id"], "type": chat["type"]},
    }
