"""What words do to a card that is shown: take items off, keep only some, change how they stand.

A message is read clause by clause. Each clause points at items (:mod:`bot.progress.targets`) and says what is
to become of them; a clause that only points leads to the next, and one that tells nothing is passed over.
Words that say anything more are no orders but a report of their own.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field, replace

from bot.patterns import late
from bot.progress import steps
from bot.progress.answers import SAYS, agrees, clauses, empty, idle, kinds, slip, without_particles
from bot.progress.corrections import measures_named, numbers_in
from bot.progress.dictated import flatten
from bot.progress.doubts import Ground
from bot.progress.model import Draft, DraftItem, Status
from bot.progress.purpose import asks
from bot.progress.targets import by_topic, point
from bot.progress.values import TURN, Value, denies, value_in
from bot.progress.vocabulary import Kind
from bot.progress.wording import read

_LEAD = late(
    r"(?:[啊哦噢哎呀唉诶嗯]+|不过|但是?|可是|只是|然后|那|就是|另外|还有|请|麻烦|帮我|我|咱们?|先|其中|里面|上面|卡片上?|把|将|对了?)+"
)
_DROP = late(
    r"(?:先|暂时?|都|就|也|直接|给|还是|应该|不该我?|我)*"
    r"(?:[不别甭勿](?:用|必|需|要|该)?(?:报送|上报|汇报|报|要|发|交|填|写|算|提交|留)|[去拿删划摘撤扣](?:掉|下来?|除|了)|删|去除|剔除|取消|撤|暂缓|缓报|放一?放|等一?等|[放搁空]着|[缓搁]一?[缓搁]|除外"
    r"|(?:下次|以后|明天|回头|下个?月|改天)再(?:报|说|发))(?:了|吧|掉|先)*"
)
_GONE = late(r"[不别甭][用必要]?(?:报|要|发|交|填)|[去拿删划]掉")
_KEEP = late(r"(?:那|就|先|还是)*(?:只|就|单|光|仅|留下?|保留)(?:是|报|发|留下?|要|交|填|剩|保留|有)*")
_UNTOUCHED = late(r"(?:先|就)?(?:[别不](?:用|要)?[动改变]|没变|照旧)(?:了|吧|它)*")  # 12的别动，13写60%
_STAYS = late(r"(?:先|就)?(?:留[着下]?|保留|要)(?:了|吧|就行|即可|就好)*")
_BARE = late(r"(?P<number>\d{1,3})(?:了|吧|的|左右|上下|多)*")
_ALL_OF_IT = 100
_REASON = 5  # characters from which a remark may say why
_KEPT = late(r"(?:这|那|一|两|几|条|个|项|的|就|可以|行|好|够|报|发|留下?|要|保留|了|吧|下|先|上去)*")
_EXCEPT = late(r"除(?:了|去|开)?")
_OUTSIDE = late(r"(?:这|那)?(?:一|两|几)?[条个项]?(?:[之以]?外|的话)?")
_OTHER = late(r"(\d{1,2})的")


@dataclass
class _Orders:
    """What a message was found to order so far."""

    drop: set[int] = field(default_factory=set)
    keep: set[int] = field(default_factory=set)
    values: dict[int, Value] = field(default_factory=dict)
    named: tuple[int, ...] = ()
    only_named: tuple[int, ...] = ()
    remarks: list[str] = field(default_factory=list)

    def set(self, places: Iterable[int], value: Value) -> None:
        """Note how items stand; of two words on one the later counts, with the percent of the earlier."""
        for place in places:
            before = self.values.get(place)
            self.values[place] = value if before is None else before.then(value)

    def any(self) -> bool:
        """Whether anything is ordered."""
        return bool(self.drop or self.keep or self.values)


def ordered(draft: Draft, words: str, ground: Ground, message: int | None = None) -> Draft | None:
    """The card with what the words order done; None where they order nothing, or tell more than that.

    Raises what the steps raise.
    """
    if asks(without_particles(flatten((clauses(words) or [words])[-1]))):
        return None  # but 百分之多少来着，写55吧 answers itself
    orders = _Orders()
    for clause in clauses(words):
        on_card = numbers_in(clause) and point(clause, draft.items, ground)  # 1 is a yes elsewhere
        if not (on_card or _DROP.fullmatch(clause)) and (empty(clause) or agrees(clause) or slip(clause)):
            orders.only_named = ()
            continue
        if not _take(orders, clause, draft, ground):
            return None
    if orders.named and not orders.any() and not orders.remarks and 0 < len(orders.named) < len(draft.items):
        orders.keep = set(orders.named)
    if not orders.any() or not _harmless(orders, draft):
        return None
    return _done(draft, orders, words, message)


def _take(orders: _Orders, clause: str, draft: Draft, ground: Ground) -> bool:
    """Take one clause in; False where it says more than an order does."""
    items = draft.items
    clause = clause[told.end() :] if (told := SAYS.match(clause)) else clause  # 部长说25条不算完成
    said = clause[found.end() :] if (found := _LEAD.match(clause)) and found.end() < len(clause) else clause
    if (taken := _only_or_but(orders, said, draft, ground)) is True:
        return True
    said = taken or said
    before = orders.named
    about = point(said, items, ground, before)
    if about is None and set(measures_named(clause)) - {item.measure for item in items}:
        return False  # 6条其实完成了, of a measure that is not on the card
    if about is None and (other := _OTHER.match(said)) and int(other[1]) in ground.bound(draft.unit):
        return False  # 24的才完成
    places, rest = (about.places, about.rest) if about else ((), said)
    if about and not about.deictic:
        if said.startswith(("都", "全", "均")) and before and len(before) < len(items):
            places = before  # 8条、11条，都改成推进中
        orders.named = (*before, *places)
        if not _DROP.search(rest) and _is_glue(rest):
            orders.only_named += places
            return True
    else:
        places = before or (tuple(range(len(items))) if len(items) == 1 else ())
    if (gone := _dropped(rest, places, items, ground, before, pointed=about is not None)) is not None:
        together = orders.only_named if about and _DROP.match(rest) else ()
        orders.drop |= {*gone, *together}  # 1 2 4先不报
        orders.named = (*orders.named, *gone)
        return True
    if about and places and _UNTOUCHED.fullmatch(rest):
        orders.named = before
        return True
    if about and places and _STAYS.fullmatch(rest) and len(places) < len(items):
        orders.keep |= set(places)
        return True
    if denies(rest):
        return bool(places)
    if (value := value_in(rest) or _bare_percent(rest, ground)) is not None:
        if not places and (turn := TURN.search(rest)) and turn.start() > 1:
            place = by_topic(rest[: turn.start()], items, ground)
            places = () if place is None else (place,)
        orders.set(places, value)
        return bool(places)
    if (about and not about.deictic) or measures_named(clause) or numbers_in(said):
        return False  # told of an item, or of a measure that is not on the card
    orders.remarks.append(clause)
    return True


def _only_or_but(orders: _Orders, said: str, draft: Draft, ground: Ground) -> bool | str:
    """Whether a clause keeps only some (只报8), or all but some (除了24都报); or the words left to read."""
    items = draft.items
    if (gap := _EXCEPT.match(said)) and (about := point(said[gap.end() :], items, ground)) and about.places:
        orders.named = about.places
        rest = about.rest[outside.end() :] if (outside := _OUTSIDE.match(about.rest)) else about.rest
        if any(kind & Kind.SURE and not kind & ~(Kind.SURE | Kind.GLUE | Kind.AIR) for kind in kinds(rest)):
            orders.drop |= set(about.places)
            return True
        return not rest or (rest if point(rest, items, ground, about.places) else f"其他{rest}")
    if kept := _KEEP.match(said):
        about = point(said[kept.end() :], items, ground)
        if about and _KEPT.fullmatch(about.rest) and 0 < len(about.places) < len(items):
            orders.keep |= set(about.places)
            orders.named = (*orders.named, *about.places)
            return True
        if about and about.places and value_in(about.rest) is not None:
            return said[kept.end() :]  # 只有17条是完成了的
    return False


def _dropped(
    words: str,
    places: tuple[int, ...],
    items: tuple[DraftItem, ...],
    ground: Ground,
    named: tuple[int, ...],
    *,
    pointed: bool,
) -> tuple[int, ...] | None:
    """The places that words take off; None where they take off nothing, or do not say what."""
    gone = _DROP.match(words) or (None if pointed else _DROP.search(words))
    if gone is None:
        return None
    rest = words[: gone.start()] + words[gone.end() :]
    if not pointed and (after := point(rest, items, ground, named)) and not after.deictic:
        places, rest = after.places, after.rest
    elif not pointed and _GONE.search(words) and not _is_glue(rest) and len(items) > 1:
        place = by_topic(rest, items, ground)
        return None if place is None else (place,)
    return places if _is_glue(rest) else None


def _bare_percent(words: str, ground: Ground) -> Value | None:
    """A number that is no measure's, where only how far it is can be meant (8条80)."""
    if (bare := _BARE.fullmatch(words)) is None:
        return None
    number = int(bare["number"])
    return Value(None, number, True) if len(ground.plan.measures) < number <= _ALL_OF_IT else None


def _is_glue(words: str) -> bool:
    allowed = Kind.AIR | Kind.GLUE | Kind.LATER | Kind.HEARD | Kind.WRONG
    return not words or any(not kind & ~allowed for kind in kinds(words))


def _harmless(orders: _Orders, draft: Draft) -> bool:
    """Whether what was said besides the orders is no report of its own."""
    told_apart = len(draft.items) > 1 or bool(orders.named and not orders.values[0].told)
    if len(orders.values) == 1 and all(value.told for value in orders.values.values()):
        return all(not numbers_in(remark) for remark in orders.remarks)  # 师德那条别写完成，基地还没挂牌
    return not told_apart or bool(orders.drop or orders.keep) or all(map(idle, orders.remarks))


def _done(draft: Draft, orders: _Orders, words: str, message: int | None) -> Draft | None:
    """The card with all orders done; None where nothing would be left of it."""
    everywhere = set(range(len(draft.items)))
    gone = orders.drop | (everywhere - orders.keep if orders.keep else set())
    if gone >= everywhere:
        return None
    for place, value in orders.values.items():
        draft = steps.put_right(draft, place, value.status, value.percent)
    blocked = any(value.told and value.status is Status.BLOCKED for value in orders.values.values())
    facts = [
        remark
        for remark in orders.remarks
        if read(flatten(remark)).status is not None or (blocked and len(remark) >= _REASON)
    ]
    if facts and len(everywhere) == 1:
        if not orders.values[0].told:
            draft = steps.add_words(draft, words, message)
        elif draft.items[0].status is Status.BLOCKED:  # 改成有困难，缺经费
            draft = steps.add_words(draft, "，".join(facts), message)
    return replace(draft, items=tuple(i for place, i in enumerate(draft.items) if place not in gone))
