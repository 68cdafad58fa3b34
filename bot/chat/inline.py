"""Inline mode: ``@bot 网吧`` in any chat offers measures as cards to send there. Public plan text only."""

import logging
from typing import Any

from telegram import (
    InlineQuery,
    InlineQueryResultArticle,
    InlineQueryResultsButton,
    InputTextMessageContent,
    LinkPreviewOptions,
    Update,
)
from telegram.constants import InlineQueryLimit
from telegram.error import BadRequest

from bot.ask.answer import Answer
from bot.chat import texts
from bot.chat.answer_pages import AnswerPages
from bot.chat.asking import is_short
from bot.chat.message import OPENS, Message, plain
from bot.chat.services import Services
from bot.chat.turn import is_late

_KEPT = 300  # seconds that Telegram may answer the same words by itself; the plan's text stays as it is
_CHOICES = 3  # cards for a topic: what ranks below hardly fits
_TITLE, _DESCRIPTION = 60, 120  # characters that an app shows of a card

log = logging.getLogger(__name__)


class Inline:
    """Answers what somebody types after the bot's name, with the same cards for everybody."""

    def __init__(self, services: Services) -> None:
        """Keep what is needed to find measures."""
        self._services = services

    async def asked(self, update: Update, context: Any) -> None:
        """Offer the best measures; whom to call where somebody sounds in danger; else a way to the bot."""
        query = update.inline_query
        if query is None:
            return
        asker, asked = self._services.asker, query.query
        answer = await self._services.understand(lambda: asker.ask(asked), short=is_short(asked))
        cards = self._cards(answer, context.bot.username)[: InlineQueryLimit.RESULTS]
        words = texts.INLINE_EMPTY if not asked.strip() else texts.INLINE_MORE
        if not cards and asked.strip():
            words = texts.INLINE_NONE
        await _offer(query, cards, InlineQueryResultsButton(words, start_parameter=OPENS))

    def _cards(self, answer: Answer, username: str) -> list[InlineQueryResultArticle]:
        pages = AnswerPages(self._services, username)
        if answer.kind == "emergency":
            first, _, rest = answer.message.partition("\n")
            return [_article("emergency", first, rest, plain(answer.message))]
        return [
            _article(f"m{found.number}", f"第{found.number}条 {found.title}", found.quote, pages.card(found))
            for found in (answer.measures[:_CHOICES] if answer.kind == "measure" else answer.measures)
        ]


async def _offer(
    query: InlineQuery, cards: list[InlineQueryResultArticle], button: InlineQueryResultsButton
) -> None:
    try:
        await query.answer(cards, cache_time=_KEPT, is_personal=False, button=button)
    except BadRequest as error:
        if not is_late(error):
            raise
        log.info("an inline query was answered too late")  # they typed on, or the bot was away


def _article(name: str, title: str, description: str, said: Message) -> InlineQueryResultArticle:
    return InlineQueryResultArticle(
        name,
        title[:_TITLE],
        InputTextMessageContent(
            said.html, parse_mode="HTML", link_preview_options=LinkPreviewOptions(is_disabled=True)
        ),
        reply_markup=said.markup,
        description=description[:_DESCRIPTION],
    )
