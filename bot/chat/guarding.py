"""The privacy guard at the door: what was typed is masked before anything keeps it, and the sender told."""

import asyncio

from telegram.error import BadRequest

from bot.chat import texts
from bot.chat.message import Button, plain
from bot.chat.turn import Turn
from bot.delivery.turnstile import give_way
from bot.privacy import Redacted, explain, loaded, redact
from bot.refusal import Refused

_QUICK = 200  # characters that are masked in about a millisecond; longer words leave the loop free

# Telegram's answers to deleting what is gone already, and what is older than 48 hours.
_GONE = ("message to delete not found", "message identifier is not specified")
_TOO_LATE = ("message can't be deleted",)


async def masked(turn: Turn, text: str) -> str:
    """The text without personal data. What was found is kept on the turn, to be told with :func:`tell`."""
    if text not in turn.masked:
        turn.masked[text] = await redacted(text)
    return turn.masked[text].text


async def tell(turn: Turn) -> None:
    """Tell the sender, once, what was masked and why, and offer to take the message out of the chat."""
    found = [each for result in turn.masked.values() for each in result.found]
    if not found or turn.message is None or turn.told_of_masking:
        return
    turn.told_of_masking = True
    button = Button(texts.DELETE_ORIGINAL, f"pd:{turn.message.message_id}")
    await turn.say(plain(f"{explain(found)}\n{texts.DELETE_OFFER}", ((button,),)))


async def delete_pressed(turn: Turn) -> None:
    """``pd:MESSAGE``: take the sender's own message out of this chat, as long as Telegram lets us.

    Raises Refused where it does not.
    """
    number = turn.pressed.removeprefix("pd:")
    try:
        await turn.bot.delete_message(turn.chat, int(number))
    except BadRequest as error:
        said = error.message.lower()
        if any(phrase in said for phrase in _TOO_LATE):
            raise Refused(texts.DELETE_TOO_LATE) from error
        if not any(phrase in said for phrase in _GONE):
            raise
    await turn.toast()
    await turn.show(plain(texts.DELETED_ORIGINAL))


async def redacted(text: str) -> Redacted:
    """The text without personal data, and what was found; beside the loop where that takes its time."""
    if len(text) > _QUICK or not loaded():
        return await asyncio.to_thread(redact, text)
    await give_way()
    return redact(text)
