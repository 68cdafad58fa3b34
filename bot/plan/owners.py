"""Who is responsible: reads the bracket, line or label in which a measure names its units."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from bot.patterns import late
from bot.plan.lines import squeeze
from bot.plan.naming import looks_like_unit

_OPEN, _CLOSE = "（(【[〔﹝［", "）)】]〕﹞］"

_LEAD = r"牵头|主办|主责|主管|总牵头"
_SUPPORT = r"配合|协办|协同|协助|参与|参加|支持"
_PLAIN = r"责任|承办|负责|实施|落实|分工"
_LABEL = late(
    rf"(?:(?P<lead>{_LEAD})|(?P<support>{_SUPPORT})|(?P<plain>{_PLAIN}))(?:责任)?(?:单位|部门|科室)"
    r"(?:及配合单位|及责任单位)?\s*[：:]"
)
_DEADLINE_LABEL = late(r"(?:完成|办理|整改|落实|工作|推进)?(?:时限|时间|期限)(?:要求|节点)?\s*[：:]")
_PERSON_LABEL = late(r"(?:责任领导|分管领导|责任人|联系人|负责人|牵头领导|具体责任人)\s*[：:]")
ANY_LABEL = late(f"{_LABEL.pattern}|{_DEADLINE_LABEL.pattern}|{_PERSON_LABEL.pattern}")
"""A label such as 责任单位： or 完成时限：; groups ``lead``, ``support``, ``plain``."""

_DUTY_END = late(
    r"(?:(?:等(?:有关|相关|成员)?(?:单位|部门)?)?(?:按照|按|根据|依据|依照|依|结合)?(?:各自|工作|部门|相关)*"
    r"(?:职责|职能|责任|职责权限)?(?:范围|分工|任务)?(?:内)?(?:分别|分头|共同|具体|协同|抓好|组织)*"
    rf"(?P<verb>负责|落实|实施|承办|{_LEAD}|{_SUPPORT})(?:组织)?(?:负责|落实|实施)?|等(?:有关|相关)?(?:单位|部门)?)$"
)
_ALL_MEMBERS = late(
    r"^(?:[一-龥]{0,12}(?:委员会|领导小组|未保委|联席会议))?(?:各|其他|其它|全体|所有|各有关|各相关)(?:有关|相关|责任|"
    r"成员|级|职能|县直|市直|区直)*(?:成员|有关|相关|责任|职能|县直|市直|区直)?(?:单位|部门)$"
)
_UNIT_STARTS = r"(?:县|市|区|旗|省|州|盟|团|各|乡|镇|国网|中国|共青团)"
_ORGAN_END = "[局委办院部会联协处所站队社心司室府位门镇]"
_PAUSE = late(r"(?:、|会同)(?![^（(]*[）)])")
_AND = late(rf"(?<={_ORGAN_END})(?:以及|和|及|与)(?={_UNIT_STARTS})")
_ROLE_WORDS = (("lead", _LEAD), ("support", _SUPPORT), ("plain", r"负责|落实|实施|承办"))
_DUTY_WORD = late(rf"负责|落实$|责任|{_LEAD}|{_SUPPORT}|承办")

_DEADLINE = late(
    r"(?:(?:\d{4}|[二〇零一三四五六七八九]{4})\s*年\s*|今年|本年|明年)?"
    r"(?:\d{1,2}\s*月\s*(?:\d{1,2}\s*日|[上中下]旬|底|末|份)?|年底|年末|[上下]半年|[一二三四]季度末?)\s*(?:之前|以前|前)"
)
_TERM = late(rf"(?:{_DEADLINE.pattern})(?:完成|落实|到位|取得实效)*|长期坚持|持续推进|常年坚持|全年(?:推进)?")


@dataclass(frozen=True, slots=True)
class Owners:
    """The responsible units of one measure, and the text that is left without them.

    ``spans`` are the places in the given text that held them, brackets included.
    """

    units: tuple[str, ...]
    lead: tuple[str, ...]
    support: tuple[str, ...]
    all_members: bool
    deadline: str | None
    text: str
    spans: tuple[tuple[int, int], ...]

    @property
    def found(self) -> bool:
        """Whether the text names anybody at all."""
        return bool(self.units) or self.all_members


def read_owners(text: str, line_starts: tuple[int, ...] = ()) -> Owners:
    """Find and read every naming of responsible units in a measure's running text.

    ``line_starts`` are the positions where a printed line begins: a label such as 责任单位： counts
    there and after the end of a sentence. Names are freed of all white space.
    """
    roles: dict[str, str] = {}
    all_members, due = False, ""
    spans = list(_spans(text, line_starts))
    for start, end in spans:
        for role, name in _read(_content(text[start:end])):
            if role == "deadline":
                due = due or name
            elif _ALL_MEMBERS.match(name):
                all_members = True
            elif roles.get(name, "plain") == "plain":
                roles[name] = role
    body = _without(text, spans)
    if not due and (match := _DEADLINE.search(body)):
        due = squeeze(match.group())
    return Owners(
        units=tuple(roles),
        lead=tuple(name for name, role in roles.items() if role == "lead"),
        support=tuple(name for name, role in roles.items() if role == "support"),
        all_members=all_members,
        deadline=due or None,
        text=body,
        spans=tuple(spans),
    )


def _content(printed: str) -> str:
    """What a bracket or labelled run says, without the bracket and without white space.

    A space that parts two names (县民政局  县教育局) becomes the pause that it stands for.
    """
    inner = printed.strip().rstrip("。；;")
    if inner[:1] in _OPEN:
        inner = inner[1:-1] if inner[-1] in _CLOSE else inner[1:]
    return squeeze(re.sub(rf"(?<={_ORGAN_END})[ \u3000]+(?={_UNIT_STARTS})", "、", inner)).strip("。；;，,、")


def _without(text: str, spans: list[tuple[int, int]]) -> str:
    kept, position = "", 0
    for start, end in spans:
        kept, position = kept + text[position:start].rstrip(), end
        if kept.endswith(("。", "；", "！")) and text[position : position + 1] in {"。", "；"}:
            position += 1  # 「…建设。（县民政局负责）。」 ends its sentence twice
    return (kept + text[position:]).strip()


def _spans(text: str, line_starts: tuple[int, ...]) -> Iterator[tuple[int, int]]:
    """Where the text names its units: brackets first, then labelled runs outside of them."""
    covered = [
        (start, end)
        for start, end in _brackets(text)
        if _is_duty(
            text[start + 1 : end - 1], closing=text[end:].strip("。 ") == "" or text[start - 1] in "。；"
        )
    ]
    labels = [
        match.start()
        for match in ANY_LABEL.finditer(text)
        if (match.start() in line_starts or match.start() == 0 or text[match.start() - 1] in "。；！;")
        and not any(start <= match.start() < end for start, end in covered)
    ]
    if labels and _LABEL.search(text, labels[0]):
        begin = labels[0]
        stops = [text.find("。", label) + 1 for label in labels]
        last = stops[-1]
        covered.append((begin, last or len(text)))
    yield from sorted(covered)


def _brackets(text: str) -> Iterator[tuple[int, int]]:
    """Outermost bracket pairs of any shape; one left open at the very end reaches to the end."""
    depth, start = 0, 0
    for position, char in enumerate(text):
        if char in _OPEN:
            if depth == 0:
                start = position
            depth += 1
        elif char in _CLOSE and depth:
            depth -= 1
            if depth == 0:
                yield start, position + 1
    if depth and _DUTY_END.search(squeeze(text[start:]).rstrip("。")):
        yield start, len(text)


def _is_duty(content: str, *, closing: bool) -> bool:
    """Whether a bracket's content names responsible units (and is not, say, the year of a document).

    Names alone, with no word of duty, count only in a bracket that closes the measure or follows its
    sentence (``closing``).
    """
    if _LABEL.match(content):
        return True
    names = [name for role, name in _read(content) if role != "deadline"]
    if not names or any(len(name) > 30 for name in names):
        return False
    listed = all(looks_like_unit(name) or _ALL_MEMBERS.match(name) for name in names)
    local = bool(re.match(_UNIT_STARTS, names[0]))
    if _DUTY_WORD.search(content):
        return listed or (local and _DUTY_END.search(content) is not None)
    return closing and listed and (local or len(names) > 1)


def _read(content: str) -> Iterator[tuple[str, str]]:
    """(role, name) of each unit in printed order; role ``deadline`` carries a time limit instead.

    Roles come from a label before (牵头单位：…) or from a word after (…牵头), which then holds for the
    names since the last such word.
    """
    for label, clause in _labelled(content):
        if label == "person":
            continue
        if label == "deadline":
            yield "deadline", clause.strip("，,；;。")
            continue
        waiting: list[str] = []
        for part in re.split(r"[；;，,。](?![^（(]*[）)])", clause):
            if _TERM.fullmatch(part):
                yield "deadline", part
                continue
            names, role = _clause(part)
            waiting += names
            if role:
                yield from ((label or role, name) for name in waiting)
                waiting = []
        yield from ((label or "plain", name) for name in waiting)


def _labelled(content: str) -> Iterator[tuple[str, str]]:
    """Split 牵头单位：A；配合单位：B、C into (label, rest); text before the first label has none."""
    matches = list(ANY_LABEL.finditer(content))
    head = content[: matches[0].start()] if matches else content
    if head.strip("；;，,"):
        yield "", head
    for index, match in enumerate(matches):
        end = matches[index + 1].start() if index + 1 < len(matches) else len(content)
        role = next((role for role in ("lead", "support", "plain") if match.group(role)), "")
        if not role:
            role = "deadline" if _DEADLINE_LABEL.fullmatch(match.group()) else "person"
        yield role, content[match.end() : end].strip("；;，,。")


def _clause(part: str) -> tuple[list[str], str]:
    """The names of one clause and the role that its closing words give, empty without any."""
    verbs = ""
    while (match := _DUTY_END.search(part)) and match.group():
        verbs += match.group()
        part = part[: match.start()]
    role = next((role for role, words in _ROLE_WORDS if re.search(words, verbs)), "")
    part = re.sub(r"^(?:由|请|以)(?=\S{2})", "", part)
    names = (name for chunk in _PAUSE.split(part) for name in _AND.split(chunk))
    return [name for name in (re.sub(r"(?<=.)等$", "", name) for name in names) if name], role
