"""What a few words mean whatever was asked: yes, no, wait, that is wrong, take it back.

People say these in endless ways (没毛病，发吧 · 拉倒不报了 · 科长说行，报), so no phrase is listed: a clause
means yes where it is made of words of a small vocabulary and one of them says yes. A clause that is not, but
tells nothing either (哈哈不闲扯了), may stand beside.
"""

import unicodedata
from collections.abc import Callable, Collection
from functools import lru_cache

from bot.patterns import late
from bot.progress.dictated import flatten
from bot.progress.manner import reports
from bot.progress.purpose import asks
from bot.progress.vocabulary import VOCABULARY, Kind
from bot.progress.wording import facts, read

_SO_MUCH = late(
    r"(?:[一二两三四五六七八九十几]|\d+)[个件场次人名户所家份条期]$|^[一-龥]{1,3}数(?=.)"
)  # 少报了一件, 人数写少了
_WORDS: dict[str, Kind] = {}
for _kind, _listed in VOCABULARY.items():
    for _word in _listed.split():
        _WORDS[_word] = _WORDS.get(_word, Kind(0)) | _kind
_LONGEST_WORD = max(map(len, _WORDS))

_TENTHS = tuple("一二两三四五六七八九几")
_BREAK = late(r"(?:\.{2,}|[，,。；;：:！!？?\s~～…—\"“”()（）])+")
_BREATH = late(
    r"(?<=[吧呗啦嘞])(?=[^，,。；;：:！!？?\s])|(?<=[报交发]了)(?=[^，,。；;：:！!？?\s没吗不吧的一两几\d])"
)  # 报吧我开车呢
_IT_IS = late(r"是\D{0,3}\d")  # 这是17条的 says which, and sends nothing
# 对着的话就给姨报上, but not 弄完就报.
_THEN_SENDS = late(
    r"^(?!.*[完好了后等明]就)[^\d]*就(?:[给替帮][一-龥]{1,3}?)?(?:报|发|交|提交|上报)(?:上去?|出去|过去|了|吧)*$"
)
_JOINER = late(r"^(?:[啊哦噢哎呀唉诶]+|不过|但是|但|可是|只是|然后|而且)+(?=..)")
_TAG = late(
    r"[^，,\s]{2}(?:没错|没弄错|对|是|没问题)吧[?？]?$|^(?:对|是)的?吧[?？]?$"
)  # 这算第8条没错吧 asks
_SOFT = late(r"[吧呗呢么]+(?=$|[，,。.\s])")  # 报吧 asks nothing
_ASKING_AROUND = late(r"(?:我|再)?(?:去|先)?问一?[下问](?![你您])")  # 我问下科长 asks nothing here
SAYS = late(
    r"(?![我你您])[一-龥]{1,4}(?:也|都|刚才?)?(?:说|讲|回复|回话说?|表示|看过?了?[，,]?说)(?:是|了|的)?(?=.)"
)
_GONE = late(r"[不别甭][用必]?[报要发交填]|[删去拿划撤]掉|删|取消|撤|去除|剔除")
_ENDS = " \t\r\n　。.！!～~，,、；;：:"
_OF_WORK = 0.4  # how a clause must sound to tell of work
_CLAUSE = 30  # characters of a clause that may be a mere answer
_WHOLE = 60
_TELLS = late(r"\d|[改换补加]|[去拿删]掉|不过|但|还有|另外|第?[一二三四五六七八九十两]+[条项]")
_OWN_WORD = late(r"\d\s*[条项%]|第[\d一二三四五六七八九十]|改[成为到]|换成|应该?是")
_PLACE = late(r"第[\d一二三四五六七八九十两]|最[后前上下]|[前后]面|头一|中间|倒数|其[他余]|剩下|另外")
_HESITATES = late(
    r"^[等先再]|[错漏忘改怕问但别]|不[对是知确能行要用想准该]|没[写填报改说算]"
)  # what comes after 报吧 and is more than talk
_THEN = late(r"再(?:上?报|发|交|记|送|提交|确认)")  # 回来再报 sends nothing now
_BLOCKS = Kind.LEAVE | Kind.BACK | Kind.LATER | Kind.WAIT | Kind.WRONG


def trimmed(words: str) -> str:
    """The words in half-width letters, without signs and spaces at the ends."""
    return unicodedata.normalize("NFKC", words).strip(_ENDS)


def clauses(words: str) -> list[str]:
    """The clauses of the words, in half-width letters."""
    said = unicodedata.normalize("NFKC", words).lower()
    return [part for part in _BREAK.split(said.strip(_ENDS)) if part]


def kinds(clause: str, known: frozenset[str] = frozenset()) -> tuple[Kind, ...]:
    """What the clause may be made of, each way one sum of kinds; none where it holds other words.

    ``known`` are numbers that the card shows: to name them says nothing new. What somebody is told to have
    said counts as said (小王说没问题).
    """
    made = _made_of(clause, known)
    told = SAYS.match(clause) if not made else None
    return _made_of(clause[told.end() :], known) if told else made


@lru_cache(maxsize=512)
def _made_of(clause: str, known: frozenset[str]) -> tuple[Kind, ...]:
    if len(clause) > _CLAUSE:
        return ()
    reached: list[set[Kind]] = [{Kind(0)}, *(set() for _ in clause)]
    for start in range(len(clause)):
        if not reached[start]:
            continue
        for end in range(start + 1, min(len(clause), start + _LONGEST_WORD) + 1):
            word = clause[start:end]
            if word.isdigit() and (clause[end : end + 1].isdigit() or clause[start - 1 : start].isdigit()):
                continue  # part of a number
            if word == "成" and clause[start - 1 : start] in _TENTHS:
                continue  # 三成 is how far it is, and no yes
            here = list(_WORDS.get(word, Kind(0)))
            if word in known:
                here.append(Kind.GLUE)
            for kind in here:
                reached[end] |= {before | kind for before in reached[start]}
    return tuple(reached[-1])


def idle(clause: str) -> bool:
    """Whether a clause tells nothing that a report could use."""
    flat = flatten(clause)
    return not (_TELLS.search(flat) or read(flat).said or asks(flat))


def empty(clause: str) -> bool:
    """Whether a clause is only sighs, thanks and the like."""
    return any(not kind & ~(Kind.AIR | Kind.GLUE | Kind.HEARD) for kind in kinds(clause))


def is_filling(words: str) -> bool:
    """Whether nothing is left that says anything."""
    return all(
        any(not k & ~(Kind.AIR | Kind.GLUE | Kind.YES | Kind.WRONG) for k in kinds(c)) for c in clauses(words)
    )


def agrees(clause: str) -> bool:
    """Whether a clause only says yes."""
    return any(kind & (Kind.YES | Kind.SURE) and not kind & _BLOCKS for kind in kinds(clause))


def slip(clause: str) -> bool:
    """Whether a clause only owns up to a mistake (手滑了, 我记错了)."""
    made = kinds(_SO_MUCH.sub("", clause))
    return any(kind & Kind.WRONG and not kind & (Kind.LEAVE | Kind.SURE) for kind in made)


def assents(words: str, known: Collection[str] = (), talk: Callable[[str], bool] = idle) -> bool:
    """Whether the words agree to what the card shows, and tell nothing else but ``talk``."""
    if _too_much(words) or _TAG.search(trimmed(words)):
        return False
    numbers, agreed, heard, sure = frozenset(known), False, False, False
    for clause in clauses(_BREATH.sub(" ", words)):
        made = kinds(clause, numbers)
        if _THEN.search(clause):
            return False
        fits = [kind for kind in made if not kind & _BLOCKS]
        if Kind.AIR in fits or any(kind & Kind.HEARD for kind in fits):
            heard = heard or any(kind & Kind.HEARD for kind in fits)
        elif any(kind & (Kind.YES | Kind.SURE) for kind in fits):
            agreed = agreed or not _IT_IS.search(clause) or any(kind & Kind.SURE for kind in fits)
            sure = sure or any(kind & Kind.SURE for kind in fits)
        elif fits:
            continue
        elif not made and _THEN_SENDS.search(clause) and not _HESITATES.search(clause) and idle(clause):
            agreed = sure = True
        elif made and all(kind & _BLOCKS == Kind.LEAVE for kind in made):
            agreed, sure = False, False  # 不写了，直接报
        elif made or not (idle(without_particles(clause)) or talk(clause)):
            return False
        elif not (sure and talk(clause)) or _HESITATES.search(clause):
            agreed, sure = False, False  # it must be said after all else
    return agreed and (sure or not heard)


def leaves(words: str, known: Collection[str] = (), *, several: bool = False) -> bool:
    """Whether the words throw away all that the card shows (算了不报了).

    ``known`` are the numbers of all of it; of ``several`` items single ones may be meant (网络那条不要了).
    """
    beside = Kind.AIR | Kind.GLUE | Kind.LATER | Kind.BACK | Kind.WRONG
    if several and (_of_one(words) or _PLACE.search(words)):
        return False
    return _says(words, Kind.LEAVE, beside, known)


def takes_back(words: str, known: Collection[str] = ()) -> bool:
    """Whether the words take back what was sent (刚发的那个撤了吧，数不对)."""
    beside = Kind.AIR | Kind.GLUE | Kind.LEAVE | Kind.WRONG | Kind.SURE
    return not _of_one(words, known) and _says(words, Kind.BACK, beside, known)


def waits(words: str, *, several: bool = False) -> bool:
    """Whether the words put off what is to be done with the card (先等等，我问下科长).

    Of ``several`` items single ones may be taken off (慢着，九条先不报).
    """
    if several and _of_one(words):
        return False
    told = [flatten(clause) for clause in clauses(words) if not kinds(clause)]
    if any(facts(clause) or reports(clause) >= _OF_WORK for clause in told):
        return False  # 等下，还有3个没参保
    beside = Kind.AIR | Kind.GLUE | Kind.LATER | Kind.SURE | Kind.YES
    return _says(words, Kind.WAIT, beside) or _says(words, Kind.LATER, beside | Kind.WAIT)


def left_out(words: str) -> bool:
    """Whether words on a measure begin by saying that it is not to be reported now (这次先不报，没准备好)."""
    first = next(iter(clauses(words)), "")
    wanted = Kind.LEAVE | Kind.WAIT | (Kind.LATER if "再" in first else Kind(0))  # 下次再报, but not 下月
    beside = Kind.AIR | Kind.GLUE | Kind.LATER
    return any(kind & wanted and not kind & ~(wanted | beside) for kind in kinds(first))


def wrong(words: str) -> bool:
    """Whether the words say that something is not right, or is to be changed, and not what."""
    return _says(words, Kind.WRONG, Kind.AIR | Kind.GLUE, alone=True)


def essence(words: str) -> str:
    """The clauses that tell something: without sighs, a yes, and owning up to a mistake before them."""
    kept = [_opened(clause) for clause in clauses(words)]
    kept = [c for c in kept if c and not (empty(c) or agrees(c) or slip(c) or _puts_off(c))]
    return "，".join(kept) or words


def telling(words: str) -> list[str]:
    """The clauses but for sighs and a yes, each without the sigh or the word that joins it on."""
    return [_opened(clause) for clause in clauses(words) if not (empty(clause) or agrees(clause))]


def after_preface(words: str) -> str:
    """The words from the first clause on that tells something (打错了，18条推进中 → 18条推进中)."""
    rest = words.lstrip(_ENDS)
    while found := _BREAK.search(rest):
        clause = trimmed(rest[: found.start()]).lower()
        if clause and not (empty(clause) or agrees(clause) or slip(clause)):
            break
        rest = rest[found.end() :]
    return rest or words


def without_ending(words: str) -> str:
    """The words without the clauses at their end that only thank, or ask to put down what was told."""
    rest = words.rstrip(_ENDS)
    for found in reversed(list(_BREAK.finditer(rest))):
        clause = trimmed(rest[found.end() :]).lower()
        if not (empty(clause) or agrees(clause)) or read(flatten(clause)).said:
            break
        rest = rest[: found.start()].rstrip(_ENDS)
    return rest or words


def _opened(clause: str) -> str:
    """A clause without the words that join it to the one before (不过改成45%)."""
    return _JOINER.sub("", clause)


def _puts_off(clause: str) -> bool:
    return any(kind & Kind.WAIT and not kind & Kind.LEAVE for kind in kinds(clause))


def without_particles(words: str) -> str:
    """The words without the particles that soften a sentence and make it look like a question: 报吧."""
    return _SOFT.sub("", words)


def _of_one(words: str, known: Collection[str] = ()) -> bool:
    """Whether something named in the words is not to be reported (26不报了)."""
    numbers = frozenset(known)
    return any(not kinds(clause, numbers) and _GONE.search(clause) for clause in clauses(words))


def _too_much(words: str) -> bool:
    return len(words) > _WHOLE or asks(without_particles(_ASKING_AROUND.sub("", flatten(words))))


def _says(
    words: str, wanted: Kind, beside: Kind, known: Collection[str] = (), *, alone: bool = False
) -> bool:
    """Whether a clause says what is wanted, and no other tells of a measure or of how work stands."""
    if _too_much(words):
        return False
    numbers, said = frozenset(known), False
    for clause in clauses(words):
        made = kinds(clause, numbers)
        if any(kind & Kind.WAIT and not kind & (wanted | Kind.LATER) for kind in made):
            said = False  # 先别报 is no 不报了; what comes after it counts
        elif any(kind & wanted and not kind & ~(wanted | beside) for kind in made):
            said = True
        elif any(not kind & ~beside for kind in made):
            continue
        elif alone or _OWN_WORD.search(clause):
            return False
    return said
