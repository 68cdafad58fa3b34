"""A report in the sender's own words, read into measure, status, percent and text. A dry run: it stores
nothing, and whether the unit owns the measure is for the caller to check.
"""

from collections.abc import Sequence
from dataclasses import replace

from bot.ask.finder import Judges
from bot.ask.script import simplified
from bot.patterns import late
from bot.plan.model import Plan
from bot.progress import texts
from bot.progress.anaphora import with_anaphora
from bot.progress.bynumber import told_of_numbers
from bot.progress.dictated import flatten
from bot.progress.edges import EDGES, trimmed
from bot.progress.heard import Items, Message, add_rest, add_told, as_report
from bot.progress.impression import impression
from bot.progress.intent import only_intends
from bot.progress.leads import labelled_from
from bot.progress.manner import reports
from bot.progress.mentions import find_mentions
from bot.progress.model import Status
from bot.progress.naming import Mention
from bot.progress.numbered import THIS_CYCLE, when
from bot.progress.parsed import Doubt, Item, ParsedReport
from bot.progress.percents import without_percent
from bot.progress.purpose import calls_itself_a_report, is_notice, is_previous, seeks_advice, wants_something
from bot.progress.sounds import sounds
from bot.progress.standing import understood
from bot.progress.topics import topics_of
from bot.progress.undecided import undecided
from bot.progress.wholes import (
    left_of_all,
    rest_of,
    says_nothing_else,
    without_count,
)
from bot.progress.wording import Reading, facts, nothing_new, only_planned, puts_down, read, without_status

_ONE_REMARK = 1500  # characters in which a message without a topic says how something stands
_ALL_AT_ONCE = 300  # characters of a remark on all that a unit owes, at most
_BRIEF = 20  # characters of an answer that says nothing but how it stands
_BARE = 12  # characters of a message that says only how it stands
_SOUNDS_SURE = 0.3  # the same where it must tell of the one measure of a unit
_A_THING = 3  # characters before 没新情况 that may name one
_BARE_REPORT = 0.0  # how it must sound
_TALK = -0.3  # how a message sounds that tells nothing, whatever words are in it
_PLAIN_TALK = -1.0  # the same where it says of several, or nothing but, how numbered measures stand
_PLAIN = 5  # characters left of such words
_ANSWER = late(r"没有?")  # to what was asked, and no report


def parse_report(text: str, plan: Plan, unit: str, judge: Judges | None = None) -> ParsedReport:
    """Read a message that a liaison of the unit (printed name) typed. Any text is fine.

    Measures are found by their numbers; where the message has none, it is for all that the unit owes, or its
    words tell the measures, the unit's own first, with a say of the ``judge`` where several are near: a
    classifier trained on how people ask about the plan. Where the text has to be masked, mask it first: the
    items quote it.
    """
    flat = flatten(text)
    plain = simplified(flat)
    flat = plain if len(plain) == len(flat) else flat
    if is_notice(flat) or seeks_advice(flat) or only_intends(flat):
        return ParsedReport((), texts.NO_REPORT_FOUND)
    message = Message(text, flat, plan, unit, judge)
    mentions = find_mentions(without_count(flat, message.counts, message.owned.keys()), message.owned.keys())
    if mentions:
        parsed = told_of_numbers(message, with_anaphora(flat, mentions))
        brief = _plain(flat, mentions) or labelled_from(flat, 0, mentions[0]) is not None
        talk = _PLAIN_TALK if len(parsed.items) > 1 or brief else _TALK
    elif (of_all := _of_all(message)) is not None:
        return of_all
    else:
        parsed = _by_topic(message)
        if parsed.items and not (_says_only_how(flat) or puts_down(flat)):
            heard = sounds(flat, topics_of(plan), message.owned, judge)
            told = heard >= 0.0 or undecided(flat) or calls_itself_a_report(flat)
            return parsed if told else ParsedReport((), texts.NO_REPORT_FOUND)
        talk = _PLAIN_TALK
    if parsed.items and reports(flat) < talk and not (undecided(flat) or calls_itself_a_report(flat)):
        return ParsedReport((), texts.NO_REPORT_FOUND)
    return parsed


def _plain(flat: str, mentions: Sequence[Mention]) -> bool:
    """Whether little stands beside the measures named and how they stand."""
    ends = [*(mention.start for mention in mentions[1:]), len(flat)]
    said = [flat[m.end : end] for m, end in zip(mentions, ends, strict=True)]
    return all(_says_only_how(words) for words in (flat[: mentions[0].start], *said))


def _says_only_how(words: str) -> bool:
    """Whether words say hardly anything but how something stands."""
    return len(without_status(without_percent(words)).strip(EDGES)) <= _PLAIN


def _of_all(message: Message) -> ParsedReport | None:
    """A message that speaks of all that the unit owes; None if it does not."""
    start, end = trimmed(message.flat, 0, len(message.flat))
    words = message.flat[start:end]
    if end - start > _ALL_AT_ONCE or _ANSWER.fullmatch(words):
        return None
    reading = understood(words)
    if reading.status is None or not reading.said:
        return None
    left = left_of_all(words, message.names, message.counts)
    if left is None and len(message.named) == 1 and _bare(message, words):
        return _one(message, message.named[0], reading)
    nil = nothing_new(words)
    before = words[: nil.start()] if nil and left and len(left) >= _A_THING else ""
    if left is None or (left and (message.has_topic(left) or message.has_topic(before))):
        return None
    period = when(is_previous(message.flat))
    item = Item(None, reading.status, reading.percent, message.text[start:end], period)
    return as_report({(None, period): item}, message.plan)


def _bare(message: Message, words: str) -> bool:
    """Whether a few words say how something stands and name no thing."""
    if len(words) > _BARE or reports(words) < _BARE_REPORT:
        return False
    return says_nothing_else(words) or not (read(words).said or message.has_topic(words))


def _by_topic(message: Message) -> ParsedReport:
    """A message whose words tell the measures; those of a unit named in one only need not."""
    flat = message.flat
    items: Items = {}
    doubts: list[Doubt] = []
    previous = is_previous(flat)
    mixed = previous and THIS_CYCLE.search(flat) is not None
    rest = rest_of(flat, 0, excepted=False)
    place = 0
    for told in message.told_by_topic(rest):
        if mixed:
            since = flat[place : told.end]
            previous = is_previous(since) or (place > 0 and previous and not THIS_CYCLE.search(since))
        place = told.end
        add_told(items, message, told, before=previous)
        if told.rivals:
            doubts.append(Doubt(told.measures[0], told.rivals))
    if items:
        if rest is not None:
            add_rest(items, message.text, flat, rest, when(previous))
        return as_report(items, message.plan, doubts=doubts)
    if seen := impression(flat, topics_of(message.plan), message.owned, message.judge):
        measure, rivals, reading = seen
        parsed = _one(message, measure, reading)
        return replace(parsed, doubts=(Doubt(measure, rivals),)) if rivals else parsed
    reading = understood(flat[:_ONE_REMARK])
    status = reading.status
    if len(message.named) == 1 and status is not None and _answers(flat, reading):
        return _one(message, message.named[0], reading)
    return ParsedReport((), texts.WHICH_MEASURE if reading.said else texts.NO_REPORT_FOUND)


def _one(message: Message, measure: int, reading: Reading) -> ParsedReport:
    """A message that tells of one measure from end to end."""
    start, end = trimmed(message.flat, 0, len(message.flat))
    period = when(is_previous(message.flat))
    status = reading.status or Status.IN_PROGRESS
    item = Item(measure, status, reading.percent, message.text[start:end], period)
    return as_report({(measure, period): item}, message.plan)


def _answers(flat: str, reading: Reading) -> bool:
    """Whether words that name no topic tell how the one measure of a unit stands."""
    if not reading.said and wants_something(flat):
        return False
    told = reading.status is not Status.IN_PROGRESS or reading.percent is not None
    told = told or (reading.said and reports(flat) >= _SOUNDS_SURE)
    brief = told and len(flat) <= _BRIEF and not only_planned(flat)
    return brief or facts(flat)
