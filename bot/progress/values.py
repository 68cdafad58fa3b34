"""How something stands, where a clause says that and nothing else: 进度大概六成, 改成推进中, 不能写完成."""

from dataclasses import dataclass
from functools import reduce

from bot.patterns import late
from bot.progress.answers import clauses, idle, kinds, slip, without_particles
from bot.progress.corrections import how_it_stands, measures_named, numbers_in
from bot.progress.dictated import flatten
from bot.progress.hindrances import BLOCKED
from bot.progress.model import Status
from bot.progress.percents import without_percent
from bot.progress.statuses import DONE, NIL, NOT_STARTED, UNDER_WAY
from bot.progress.vocabulary import Kind
from bot.progress.wording import read

TURN = late(
    r"应该?(?:是|为|填|写|算)|应(?:是|为)|(?<![没未整修])改(?:成|为|到|回|写|填|一下)?|到(?=\d)|换成|调成|变成|写成?|填成?|算成?|报成?|按|而是|其实是?|实际上?是?|只有|就是|是|[:：]"
)
"""What stands before how it should be."""

_STATES = frozenset({"到", "是", "就是", "只有"})  # tell how it stands, but not that it is to be changed
_FILLING = late(
    r"[本这当]个?[月期周季]|应该|改|换|成|为|是|写|填|到|调|变|其实|实际上?|目前|现在|已经?|大[概约]|差不多|左右|上下|多一?点|来|吧|了|的|啊|呀|哈|哦|呗|按|照|算|先|就|还|才|只|有"
    r"|进度|状态|比例|完成度?|率|百分比|没|未|不|个|点|也|都|又|再|数|报|将近|接近|快|超过|过|大|小|约|在|这|那|报(?!告)|条|它|弄|搞|做|干|定"
)
_HEDGE = late(r"应该?(?=[也都已完推])|大[概约]|差不多(?=[\d一二三四五六七八九百])|估计|左右|上下")
_ABOUT = late(
    r"(?:大[概约]|差不多|将近|接近|快|约|估计|(?:完成)?(?:进度|比例|完成度|百分比)|完成了?)+(?:有|是|到)?(?P<number>\d{1,3})(?:左右|上下|多|的样子)*"
)
_NOT_SO = late(r"(?:并?不|没|别)(?:能|该|应该?|要)?(?:算|是|叫|写|说|填|报)(?:成|为|作|得?上)?")
_NOT_WRITTEN = late(r"[一-龥]{2,6}[不别](?:能|要|该|用)?[写填报算](?:成|为)?")  # 市局要求不能写完成
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


def value_in(clause: str) -> Value | None:
    """How something stands, where the clause says that and nothing else; of two the later."""
    clause = without_particles(clause)
    if denies(clause) or any(kind & (Kind.LEAVE | Kind.WAIT) for kind in kinds(clause)):
        return None
    if (not_so := _NOT_SO.match(clause) or _NOT_WRITTEN.match(clause)) and read(
        flatten(clause[not_so.end() :])
    ).status is Status.DONE:
        return Value(Status.IN_PROGRESS, None, True)  # 不能写完成
    turns = list(TURN.finditer(clause))
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


def _without_status(words: str) -> str:
    """The words without those that say how it stands; what is lacking (缺经费) is more than that."""
    for said in (NIL, NOT_STARTED, UNDER_WAY, DONE, BLOCKED):
        words = said.sub("", words)
    return words
