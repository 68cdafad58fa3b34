"""The digest in words: the first paragraph, and the summary that fits one chat message."""

from bisect import bisect_right
from collections.abc import Sequence

from bot.clock import SHANGHAI
from bot.digest import texts
from bot.digest.model import Digest, NewsLine, Span
from bot.patterns import late
from bot.progress.model import Status

MESSAGE_LIMIT = 4096
"""UTF-16 units that a Telegram message may have."""

_CLIP = 80
_UNPRINTABLE = late(r"[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")


def lead(digest: Digest) -> str:
    """The first paragraph, as it goes upward."""
    return digest.lead or computed_lead(digest)


def computed_lead(digest: Digest) -> str:
    """The same as the figures give it, whatever the office has made of it."""
    at = digest.moment.astimezone(SHANGHAI).date()
    return texts.lead(at, digest.measures, digest.units_due, digest.units_reported, len(digest.blocked))


def movement(digest: Digest) -> str:
    """What has changed since the week before, and what came this week; empty where nothing did."""
    judicial = any(not line.measure for line in digest.news)
    came = texts.received(texts.window(digest), digest.received, judicial=judicial)
    return texts.change(digest) + came


def opening(digest: Digest) -> list[str]:
    """The paragraphs that every face in words begins with."""
    return [
        lead(digest),
        texts.obligations(digest.obligations, digest.due),
        *([texts.asked(digest.unit_tallies)] if digest.unit_tallies else []),
        *filter(None, [movement(digest)]),
    ]


def notes(digest: Digest) -> list[str]:
    """Whether the plan is paused, corrections of the issue before, and what was erased from this one."""
    told = [texts.paused(digest.paused)] if digest.paused else []
    told += [texts.correction(line) for line in digest.corrections]
    return [*told, *map(texts.erased, digest.erasures)]


def summary(digest: Digest, limit: int = MESSAGE_LIMIT) -> str:
    """The week for the chat, as plain text of at most ``limit`` UTF-16 units.

    Long words are clipped and long lists cut, with a count of what they leave out.
    """
    lists = (digest.blocked, digest.news, digest.silent_units, digest.waiting_units, notes(digest))
    longest = max(map(len, lists))
    if _units(full := _summary(digest, longest)) <= limit:
        return full
    fitting = bisect_right(range(longest), limit, key=lambda lines: _units(_summary(digest, lines)))
    return _summary(digest, max(0, fitting - 1))


def one_line(text: str) -> str:
    """A person's words without line breaks."""
    return " ".join(text.split())


def printable(text: str) -> str:
    """A person's words without what XML cannot hold."""
    return _UNPRINTABLE.sub("", text)


def telling(digest: Digest) -> tuple[list[NewsLine], int]:
    """The reports that bring something, and how many only say that nothing is new.

    Over a longer stretch only the newest word on each obligation is told.
    """
    lines = [line for line in digest.news if line.status is not Status.NIL]
    nil = len(digest.news) - len(lines)
    if digest.span is not Span.WEEK:
        lines = list({(line.section, line.measure, line.unit): line for line in lines}.values())
    return lines, nil


def _summary(digest: Digest, longest: int) -> str:
    """The summary with lists of at most so many lines."""
    news, nil = telling(digest)
    parts = [
        texts.title(digest),
        *opening(digest),
        *filter(None, [_listed(notes(digest), longest)]),
    ]
    if digest.blocked:
        stuck = [texts.blocked(line, _clipped(line.text)) for line in digest.blocked]
        parts.append(f"{texts.COORDINATE}：\n{_listed(stuck, longest)}")
    told = [texts.news(line, _clipped(line.text)) for line in news]
    if told:
        parts.append(f"{texts.news_heading(digest)}：\n{_listed(told, longest)}")
    if nil:
        parts.append(texts.nil_reports(nil))
    elif not told:
        parts.append(texts.no_news(digest))
    for heading, units in (
        (texts.SILENT, digest.silent_units),
        (texts.WAITING_UNITS, digest.waiting_units),
    ):
        if units:
            parts.append(texts.named(heading, units, longest))
    return "\n\n".join(parts)


def _listed(lines: Sequence[str], longest: int) -> str:
    left = len(lines) - longest
    return "\n".join([*lines[:longest], texts.rest(left)] if left > 0 else lines)


def _clipped(text: str) -> str:
    text = one_line(text)
    return text if len(text) <= _CLIP else text[: _CLIP - 1] + "…"


def _units(text: str) -> int:
    return len(text.encode("utf-16-le", "surrogatepass")) // 2
