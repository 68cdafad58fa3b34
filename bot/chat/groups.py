"""What a group's message asks of the bot, if it is meant for it at all."""

import re

from telegram import Message, MessageEntity


def addressed(message: Message, username: str, bot_id: int) -> str | None:
    """The question in a group's message that names the bot or replies to it; None if it is for others.

    The bot's name is taken out. Where nothing else is said, the message that is replied to is the question.
    """
    text = message.text or message.caption or ""
    name = re.compile(rf"(?<![A-Za-z0-9_@/])@{re.escape(username)}(?![A-Za-z0-9_])", re.IGNORECASE)
    asked = name.sub(" ", text)
    for entity, words in {**message.parse_entities(), **message.parse_caption_entities()}.items():
        if entity.type == MessageEntity.TEXT_MENTION and entity.user and entity.user.id == bot_id:
            asked = asked.replace(words, " ", 1)
    replied = message.reply_to_message
    to_bot = replied is not None and replied.from_user is not None and replied.from_user.id == bot_id
    if asked == text and not to_bot:
        return None
    asked = " ".join(asked.split())
    if not asked and replied is not None and not to_bot:
        return words_of(replied)
    return asked


def words_of(message: Message | None) -> str:
    """What a message says, in its text or under its picture."""
    return ((message.text or message.caption or "") if message else "").strip()
