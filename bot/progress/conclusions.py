"""The status that senders ask for in so many words (先按推进报, 算完成吧): it decides over all else."""

from bot.patterns import late
from bot.progress.model import Status
from bot.progress.percents import percent_told

_NAMES = (
    (Status.DONE, r"(?:已经?|全部|就)?(?:完成|办结|完结|销号)(?!一|部分|大半|度|率|时|[\d%])"),
    (Status.IN_PROGRESS, r"(?:正在|还在)?(?:推进|进行|办理|开展|整改)(?:中|当中)?|在办|在推|进行时|进度"),
    (Status.BLOCKED, r"有?困难|受阻|卡住|推不动"),
    (Status.NOT_STARTED, r"(?:未|没|尚未|还没)(?:有)?(?:启动|开始|开展)"),
    (Status.NIL, r"[无没]有?(?:新的?)?(?:进展|变化|情况)"),
)
_NAME = "|".join(f"(?P<{status.value}>{words})" for status, words in _NAMES)
_AS = r"(?:[报算写填记按归定]|改(?=[为成报]))(?:个|成|为|作|到|上|一个|他|它|报)?(?:是|为)?"
_LAST = r"(?=(?:[吧哈啊了的]|报|算|填|写|来|这边|就行|即可|就好|也行|状态|为准|上)*\s*(?:$|[，,；;。！!\s]))"
_SAID = late(rf"(?P<as>{_AS}|以)[「“\"]?(?:{_NAME})[」”\"]?{_LAST}")
_A_SHARE = late(
    r"[按算报写填](?!了)(?:个|成|为|作|到)?[^，,；;。\n]{0,4}?(?:\d|[一二三四五六七八九]成|一半|百分之)"
)
_ALL_OF_IT = late(r"^(?:全部?|全都|[都均]|已全部)(?!还?[没未不])[一-龥]{1,2}(?:完|齐|到位|结束)了?[。！!]?$")
_CLAUSE = late(r"[^，,；;。\n！!？?]+[？?]?")
# What was said before, is denied, asked or hedged concludes nothing: 上次报完成, 不能算完成, 基本算完成.
_NO_CONCLUSION = late(
    r"不|没|未能|难|别|莫|非|上[次期月周回]|昨|前天|之前|以前|原来?|刚才|误|错|[吗么?？]|能否|是否|还是"
    r"|基本|差不多|大体|勉强|快|才|要|等|争取|计划|预计|汇[报]|怎|如何|可不可以|[早晚]点|才能"
)


def concluded(words: str) -> Status | None:
    """The status that (flattened) words ask for, the last if there are several; None if they ask for none."""
    found: Status | None = None
    for clause in _CLAUSE.findall(words):
        if "?" in clause or "？" in clause:
            continue
        for said in _SAID.finditer(clause):
            if said["as"].endswith("成") and clause.startswith("了", said.end()):
                continue  # 写成完成了 tells of a slip
            if said["as"] == "以" and "为准" not in clause[said.end() :]:
                continue
            if said["as"].startswith("改") or not _NO_CONCLUSION.search(clause[: said.start()]):
                found = Status(said.lastgroup) if said.lastgroup else found
        if _A_SHARE.search(clause) and not _NO_CONCLUSION.search(clause):
            percent, _ = percent_told(clause)
            if percent is not None and 0 < percent < 100:
                found = Status.IN_PROGRESS
    clauses = [clause for clause in _CLAUSE.findall(words) if clause.strip()]
    if found is None and len(clauses) > 1 and _ALL_OF_IT.match(clauses[-1].strip()):
        return Status.DONE  # 签了责任状，全签完
    return found
