"""What words do to a card that is shown: take items off, keep only some, change how they stand.

A message is read clause by clause. Each clause points at items (:mod:`bot.progress.targets`) and says what is
to become of them; a clause that only points leads to the next, and one that tells nothing is passed over.
Words that say anything more are no orders but a report of their own.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from functools import reduce

from bot.patterns import late
from bot.progress import steps
from bot.progress.answers import SAYS, agrees, clauses, empty, idle, kinds, slip, without_particles
from bot.progress.corrections import how_it_stands, measures_named, numbers_in
from bot.progress.dictated import flatten
from bot.progress.doubts import Ground
from bot.progress.hindrances import BLOCKED
from bot.progress.model import Draft, DraftItem, Status
from bot.progress.percents import without_percent
from bot.progress.purpose import asks
from bot.progress.statuses import DONE, NIL, NOT_STARTED, UNDER_WAY
from bot.progress.targets import by_topic, point
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
_STATES = frozenset({"到", "是", "就是", "只有"})  # tell how it stands, but not that it is to be changed
_STAYS = late(r"(?:先|就)?(?:留[着下]?|保留|要)(?:了|吧|就行|即可|就好)*")
_BARE = late(r"(?P<number>\d{1,3})(?:了|吧|的|左右|上下|多)*")
_ALL_OF_IT = 100
_REASON = 5  # characters from which a remark may say why
_KEPT = late(r"(?:这|那|一|两|几|条|个|项|的|就|可以|行|好|够|报|发|留下?|要|保留|了|吧|下|先|上去)*")
_EXCEPT = late(r"除(?:了|去|开)?")
_OUTSIDE = late(r"(?:这|那)?(?:一|两|几)?[条个项]?(?:[之以]?外|的话)?")
_TURN = late(
    r"应该?(?:是|为|填|写|算)|应(?:是|为)|(?<![没未整修])改(?:成|为|到|回|写|填|一下)?|到(?=\d)|换成|调成|变成|写成?|填成?|算成?|报成?|按|而是|其实是?|实际上?是?|只有|就是|是|[:：]"
)
_FILLING = late(
    r"[本这当]个?[月期周季]|应该|改|换|成|为|是|写|填|到|调|变|其实|实际上?|目前|现在|已经?|大[概约]|差不多|左右|上下|多一?点|来|吧|了|的|啊|呀|哈|哦|呗|按|照|算|先|就|还|才|只|有"
    r"|进度|状态|比例|完成度?|率|百分比|没|未|不|个|点|也|都|又|再|数|报|将近|接近|快|超过|过|大|小|约|在|这|那|报(?!告)|条|它|弄|搞|做|干|定"
)
_HEDGE = late(r"应该?(?=[也都已完推])|大[概约]|差不多(?=[\d一二三四五六七八九百])|估计|左右|上下")
_ABOUT = late(
    r"(?:大[概约]|差不多|将近|接近|快|约|估计|(?:完成)?(?:进度|比例|完成度|百分比)|完成了?)+(?:有|是|到)?(?P<number>\d{1,3})(?:左右|上下|多|的样子)*"
)
_NOT_SO = late(r"(?:并?不|没|别)(?:能|该|应该?|要)?(?:算|是|叫|写|说|填|报)(?:成|为|作|得?上)?")
_OPEN_IF_DENIED = frozenset({Status.BLOCKED, Status.NOT_STARTED, Status.NIL})  # not done is under way
_BEGUN = late(r"(?:也|都|已经?|刚|才|现在|又)*(?:开始|启动|动工|开工|动)(?:起来|干|弄|搞|做|推)?了")
_IN_SHORT = {"推进": Status.IN_PROGRESS, "完成": Status.DONE, "困难": Status.BLOCKED}
_BARE_PERCENT = late(r"(?:写|填|改成?|成|为|是|就|到|按|算)?个?\s*(?P<number>\d{1,3})(?:了|吧|的)*")


@dataclass(frozen=True, slots=True)
class Value:
    """How something stands, as a clause says and no more. ``told``: in so many words (改成…)."""

    status: Status | None
    percent: int | None
    told: bool

    def then(self, later: "Value") -> "Value":
        """What both say together: of two words on one thing the later counts."""
        percent = self.percent if later.percent is None else later.percent
        return Value(later.status or self.status, percent, self.told or later.told)


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


def value_in(clause: str) -> Value | None:
    """How something stands, where the clause says that and nothing else; of two the later."""
    clause = without_particles(clause)
    if denies(clause) or any(kind & (Kind.LEAVE | Kind.WAIT) for kind in kinds(clause)):
        return None
    if (not_so := _NOT_SO.match(clause)) and read(flatten(clause[not_so.end() :])).status is Status.DONE:
        return Value(Status.IN_PROGRESS, None, True)  # 不能写完成
    turns = list(_TURN.finditer(clause))
    tails = [clause[turns[-1].end() :]] if turns else []
    if tails and numbers_in(tails[0]) and measures_named(tails[0]):
        return None  # 改成23条 says which, and not how it stands
    for told in (*tails, clause):
        if bare := _ABOUT.fullmatch(told) or (
            _BARE_PERCENT.fullmatch(told) if turns and turns[-1][0] != "换成" else None
        ):
            number = int(bare["number"])
            return Value(None, number, True) if number <= 100 else None
        plain = _HEDGE.sub("", told)
        if turns and (named := _IN_SHORT.get(plain)):
            return Value(named, None, True)
        if _BEGUN.fullmatch(plain):
            return Value(Status.IN_PROGRESS, None, True)
        reading = read(flatten(plain))
        if not reading.said or _FILLING.sub("", _without_status(without_percent(plain))).strip():
            continue
        changes = bool(turns) and turns[-1][0] not in _STATES
        return Value(how_it_stands(plain), reading.percent, changes)
    return None


def denies(clause: str) -> bool:
    """Whether a clause only says how something does not stand (不算卡住), and leaves open how it does."""
    found = _NOT_SO.match(clause)
    return found is not None and read(flatten(clause[found.end() :])).status in _OPEN_IF_DENIED


def only_value(words: str) -> Value | None:
    """How it stands, where the words say nothing else (不止，进度大概六成); None for other words."""
    told = [(clause, value_in(clause)) for clause in clauses(words)]
    values = [value for _, value in told if value is not None]
    rest = all(value is not None or idle(clause) or slip(clause) for clause, value in told)
    return reduce(Value.then, values) if values and rest else None


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
    if about and places and _STAYS.fullmatch(rest) and len(places) < len(items):
        orders.keep |= set(places)
        return True
    if denies(rest):
        return bool(places)
    if (value := value_in(rest) or _bare_percent(rest, ground)) is not None:
        if not places and (turn := _TURN.search(rest)) and turn.start() > 1:
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


def _without_status(words: str) -> str:
    """The words without those that say how it stands; what is lacking (缺经费) is more than that."""
    for said in (NIL, NOT_STARTED, UNDER_WAY, DONE, BLOCKED):
        words = said.sub("", words)
    return words


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
