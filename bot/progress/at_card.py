"""What words do to the card of a draft that is ready: put it right, add to it, or report more beside it."""

import re
from collections.abc import Sequence
from dataclasses import replace

from bot.patterns import late
from bot.plan.numerals import parse_numeral
from bot.progress import steps
from bot.progress.answers import after_preface, clauses, essence, left_out, trimmed, without_particles
from bot.progress.asked import says_no_more
from bot.progress.corrections import (
    besides_measures,
    measures_named,
    only_corrects,
    reason_in,
    status_named,
    text_put_right,
)
from bot.progress.dictated import flatten
from bot.progress.doubts import Ground, items_in, maybe_part
from bot.progress.faults import fault
from bot.progress.items import told
from bot.progress.manner import reports
from bot.progress.mending import put_right
from bot.progress.mentions import find_mentions
from bot.progress.model import Draft, DraftItem, Status
from bot.progress.purpose import asks
from bot.progress.settling import doubt_settled, of_other_cycle, right_in_cycle
from bot.progress.statuses import REMAINING
from bot.progress.topics import topics_of
from bot.progress.unplaced import unplaced
from bot.progress.values import Value, only_value
from bot.progress.wholes import said_of_others
from bot.progress.wording import facts, read

_PERCENT = late(r"(?:百分之)?\s*(\d{1,3})\s*[%％]?")
_BESIDES = late(
    r"^(?:\s|[哦噢啊哎呀诶对了，,]|另外|另|还有|同时|此外|又|也|补充|再[加补报记](?:上?一?[个条])?|加上|并)+"
)
_POINTED = late(r"(?:那|就|把)*[那这](?P<number>\d{1,2}|[一二三四五六七八九十]{1,3})条(?=[^，,]*[^，,都全])")
_DENIED = late(
    r"(?:[别甭]|不[要该能])(?:给我)?(?:写|填|报|算|记)(?:成|为|作)?(?:没|无|未|有困难)[^，,；;。\s]{0,4}(?=[，,；;。\s])"
)
_SO_MANY = late(r"^的?(?:[\d一二三四五六七八九十两几]{1,3}[条项个])?的?(?:也|都|全|均)*")
_NONE = late(r"(?:没|没有|无|没了|没有了|没啥|没什么)[啊呢了的吧]*")
_NONE_NEW = Value(Status.NIL, None, told=False)
_MORE = late(
    r"(?:(?:再|还|另外|先)*[报加补记](?:上|个|一个)?(?=\d{1,2}[，,\s])|(?=\d{1,2}也))(?P<number>\d{1,2})"
)
_SAME_AGAIN = late(r"(?:再|我)*补(?:充|一)(?:一?[句下点]|[，,：:])")  # to what is on the card
_OR_NOT = late(r"(?<![都也还])没[啊呀呢]?[?？\s]*$")  # 5条跟我们有关系没
_ADDING = late(
    r"^(?:\s|[哦噢啊哎呀诶对了，,把将]|另外|另|还有|同时|此外|又|也|补充|再?(?:帮我|给我)?[加补报记](?:上?一?[个条])?|再|加上|并)+"
    r"|(?<=[条项])(?:也|给我|一并|一起)*(?:[加补添算报]上|加进)(?:去|来|吧|了)*"
)
_NOT_WANTED = late(
    r"(?:先|就)*(?:不要|不报|别报|去掉|删掉|取消)(?:[这那]一?[条个项]|它)(?:了|吧)*|[这那]一?[条个项](?:先|就)*(?:不要|不报|别报|不算|去掉|删掉|取消)(?:了|吧)*"
)
_REPORT_OF = late(r"^(?:[只就改]|要)*[报填](?=第?[\d一二三四五六七八九十])")
_LIKEWISE = late(
    r"也(?:是|都)?(?:一样|这样|如此|同样|(?:的|吧|了)*\s*$)|同样|(?<![跟和与同比])一样|照样|跟[它他]一样"
)
_WHY = late(r"因为?|由于|主要|等|待|没|未|缺|暂|卡|还在|受|不[够足到齐]|[太很]?[难慢少紧]|跟不上|不配合")
_BECAUSE = late(r"[，,\s啊哦]*(?:主要|因为|由于|原因|这不|就是(?:因为|等|没|缺))")
_SURELY = 0.3  # how words must sound to tell of work
_MOVES = frozenset({Status.DONE, Status.IN_PROGRESS})
_EXPLAINED = frozenset({Status.NIL, Status.BLOCKED, Status.NOT_STARTED})


def at_card(draft: Draft, words: str, ground: Ground, message: int | None) -> Draft | None:
    """The card with the words taken in; None where they are not for it. Raises what the steps raise."""
    untold = not any(item.text for item in draft.items)
    if untold and says_no_more(words):
        return draft
    if (settled := doubt_settled(draft, words, ground)) is not None:
        return settled
    if (wrong := fault(draft, words, ground)) is not None:
        return steps.revise(draft, wrong[1], wrong[0])
    if instead := _instead(draft, words, ground, message):
        return steps.merge(replace(draft, items=()), ground.plan, instead)
    if (cycle := right_in_cycle(draft, words, ground)) is not None:
        return cycle
    if (other := of_other_cycle(draft, words, ground, message)) is not None:
        return steps.merge(draft, ground.plan, [other])
    one = len(draft.items) == 1
    words = _as_numbered(draft, words, ground)
    if one and (text := text_put_right(words)):
        return steps.set_text(draft, text, message)
    numbered = _one_more(draft, words, ground)
    changed = put_right(draft, words, ground, message) if numbered == words else None
    if changed is not None:
        return changed
    words = numbered
    if asks(without_particles(flatten(words))) or _OR_NOT.search(words):
        return None
    if (reason := reason_in(words)) and all(item.status is Status.NIL for item in draft.items):
        return steps.set_text(draft, reason, message)
    items = _beside(draft, items_in(words, draft.unit, ground, message))
    mentioned = bool(find_mentions(flatten(words), ground.bound(draft.unit)))
    if not items and measures_named(words) and left_out(besides_measures(words)):
        return draft  # 15条这次先不报
    rest = _ADDING.sub("", after_preface(words))
    beside = besides_measures(words)
    added = rest != words or (not items and _LIKEWISE.search(beside) is not None) or _none(beside)
    if added and not (mentioned and items) and measures_named(rest):
        items, mentioned = _added(draft, rest, ground, message), True  # 哦还有8条，推进中
    if items and (
        mentioned
        or not one
        or (not (untold and not measures_named(words)) and _elsewhere(draft, words, items, ground))
    ):
        return _merged(draft, items, ground)
    if others := _others_told(draft, words, ground, message):
        return steps.merge(draft, ground.plan, others)
    if not one:
        return None if items else unplaced(draft, words)
    more = _told_more(draft, after_preface(words), ground, message)
    return steps.add_words(draft, words, message) if more is None and untold else more


def _as_numbered(draft: Draft, words: str, ground: Ground) -> str:
    """The words with 那3条 as 第3条, where measure 3 must be meant; and without the status they deny."""
    words = _DENIED.sub(" ", words)
    found = _POINTED.match(words)
    number = parse_numeral(found["number"]) if found else None
    if found is None or number == len(draft.items) or number not in ground.bound(draft.unit):
        return words
    return f"第{number}条{words[found.end() :]}"


def _one_more(draft: Draft, words: str, ground: Ground) -> str:
    """The words with the bare number of one more measure as 第5条: 再报5，没启动; 加个26，也推进中."""
    found = _MORE.match(words)
    number = int(found["number"]) if found else None
    if found is None or number not in ground.bound(draft.unit):
        return words
    known = any(item.measure == number for item in draft.items)
    return words if known else f"{words[: found.start('number')]}第{number}条{words[found.end() :]}"


def _beside(draft: Draft, items: Sequence[DraftItem]) -> list[DraftItem]:
    """The items without those on the card that are told only as others (其他的都没有新进展)."""
    known = {item.measure for item in draft.items}
    return [item for item in items if item.measure not in known or said_of_others(item.text) == item.text]


def _others_told(draft: Draft, words: str, ground: Ground, message: int | None) -> list[DraftItem]:
    """What few words say of all that is owed and not on the card (剩下三条也没有); none where they do not."""
    flat = flatten(words)
    rest = _SO_MANY.sub("", said_of_others(flat))
    value = _NONE_NEW if _NONE.fullmatch(rest) else only_value(rest)
    if said_of_others(flat) == flat:
        return []
    if value is None or value.status is None or value.told:
        return []
    known = {item.measure for item in draft.items}
    left = [number for number in ground.owed(draft.unit) if number not in known]
    return [
        replace(told(DraftItem(number), words, message), status=value.status, percent=value.percent)
        for number in left
    ]


def _instead(draft: Draft, words: str, ground: Ground, message: int | None) -> list[DraftItem]:
    """What is to be reported instead of the one item (不要这条了，报25条，完成); none where nothing is."""
    told = clauses(words)
    if len(draft.items) != 1 or len(told) < 2 or not _NOT_WANTED.fullmatch(told[0]):
        return []
    items = items_in(_REPORT_OF.sub("", "，".join(told[1:])), draft.unit, ground, message)
    return items if draft.items[0].measure not in {item.measure for item in items} else []


def _none(words: str) -> bool:
    """Whether words say that there is nothing of one more measure either (也没有)."""
    return _NONE.fullmatch(words.strip(" 第也")) is not None


def _added(draft: Draft, words: str, ground: Ground, message: int | None) -> list[DraftItem]:
    """What words report that add a measure by its number (再把10条加上，也是推进中)."""
    if items := items_in(words, draft.unit, ground, message):
        return items
    said = read(flatten(words)).status is not None
    if _none(besides_measures(words)):
        return [DraftItem(number, Status.NIL) for number in measures_named(words)]
    if _LIKEWISE.search(besides_measures(words)):
        alike = draft.items[-1]
        return [replace(alike, measure=number, rivals=()) for number in measures_named(words)]
    return [told(DraftItem(number), words, message) for number in measures_named(words) if said]


def _told_more(draft: Draft, words: str, ground: Ground, message: int | None) -> Draft | None:
    """The card of one item with further words; where they say how it stands now, that counts."""
    reading, item = read(flatten(words)), draft.items[0]
    said = flatten(essence(words))
    news = facts(said) or (not _WHY.search(said) and reports(said) >= _SURELY)
    if item.status is Status.NIL and news and not _BECAUSE.match(words):
        return steps.put_right(steps.add_words(draft, words, message), 0, Status.IN_PROGRESS, None)
    explains = item.status in _EXPLAINED and _reason(words)
    if explains and (
        _BECAUSE.match(words)
        or reading.status is None
        or (item.status is Status.NIL and reading.percent is None)
    ):
        return steps.add_words(draft, words, message)
    if reading.status is None:
        return None
    more = steps.add_words(draft, words, message)
    if item.status is Status.DONE and reading.said and REMAINING.search(flatten(words)):
        return steps.put_right(more, 0, Status.IN_PROGRESS, reading.percent)  # 等下，还有3个没参保
    title = ground.plan.by_number[item.measure].title
    of_all = reading.said and not _BESIDES.match(words) and not maybe_part(words, title, mentioned=True)
    if (
        reading.status is Status.BLOCKED
        or reading.percent is not None
        or (of_all and reading.status in _MOVES)
    ):
        return steps.put_right(more, 0, reading.status, reading.percent)
    return more


def _reason(words: str) -> bool:
    """Whether words may well be why nothing is new, or what the difficulty is (主要是等资金批下来)."""
    return _WHY.search(words) is not None and not asks(without_particles(flatten(words)))


def _merged(draft: Draft, items: Sequence[DraftItem], ground: Ground) -> Draft:
    """The card with more items; what only puts an earlier one right keeps that one's words."""
    known = {(item.measure, item.period): item for item in draft.items}
    merged = []
    for item in items:
        before = known.get((item.measure, item.period))
        if before is not None and item.percent is None and not read(flatten(item.text)).said:
            more = f"{before.text}；{item.text}" if before.text else item.text
            now = item.status if before.status is Status.NIL and facts(item.text) else before.status
            item = replace(before, status=now, text=more)  # noqa: PLW2901 - 11条再加个：下架软件3款
        elif before is not None and (only_corrects(item.text) or not _tells_more(item)):
            item = replace(item, text=before.text, parts=before.parts, maybe_part=False)  # noqa: PLW2901
        merged.append(item)
    return steps.merge(draft, ground.plan, merged)


def _tells_more(item: DraftItem) -> bool:
    """Whether an item's words say more than how it stands."""
    said = trimmed(item.text)
    return status_named(said) is None and not _PERCENT.fullmatch(
        re.sub(r"^[已完成进展推中到约是了\s]+", "", said)
    )


def _elsewhere(draft: Draft, words: str, items: Sequence[DraftItem], ground: Ground) -> bool:
    """Whether words without a number are plainly about measures other than the one on the card."""
    own = {item.measure for item in draft.items}
    if _SAME_AGAIN.match(words):
        return False
    owned = dict.fromkeys(ground.bound(draft.unit), 1.0)
    return all(item.measure not in own and not item.rivals and item.status for item in items) and any(
        read(flatten(item.text)).said
        or ((topic := topics_of(ground.plan).of(item.text, owned, ground.judge)) is not None and topic.clear)
        for item in items
    )
