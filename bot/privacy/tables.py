"""Lists of people with a head row: 姓名, 性别, 年龄, and one child a line."""

from collections.abc import Iterator
from itertools import islice

from bot.patterns import late

Span = tuple[int, int]

GAP = "\n\0\n"
"""What stands between lines that do not follow one another: a line of its own, which nobody can send."""

_NOTHING = GAP.strip("\n")
_NAMED = late("(?:学生|儿童|孩子|幼儿|监护人|家长|父亲|母亲)?姓名|名字|监护人|家长|父亲|母亲")
_CHILDS = late("性别|年龄|出生|生日|班级|年级|学校|住址|监护|家长|学籍|身份证|困境|类别|户籍")
_OFFICES = late("职务|职称|单位|部门|岗位|学历|教龄")
_SEPARATORS = late(r"[\t|,、;]| +")
_NAME = late("[\u4e00-\u9fff](?:[\u4e00-\u9fff·]| (?=[\u4e00-\u9fff])){1,5}")

_BETWEEN_FIELDS = ",、 \t|:;/-("
_REMARK = late(r"\([^()\n]{1,14}\)\Z")
_PEOPLE = late(
    r"[,、 \t|:;/\-]{1,3}(?:[\u4e00-\u9fff]{1,4}族"
    r"|(?:[外本][国地县市省]?|[中美俄英韩日]国|港澳台?)(?:国?籍|户籍))(?:学生|儿童|女孩|男孩)?\Z"
)


def field_end(text: str, start: int) -> int:
    """Where the field ends that stands before ``start``; a people or a remark in brackets is passed over."""
    begin = max(0, start - 3)
    end = begin + len(text[begin:start].rstrip(_BETWEEN_FIELDS))
    remark = _REMARK.search(text, max(0, end - 16), end) if text[end - 1 : end] == ")" else None
    end = remark.start() if remark else end
    people = _PEOPLE.search(text, max(0, end - 11), end) if text[end - 1 : end] in "族籍生童孩" else None
    return people.start() if people else end


def columns(text: str) -> Iterator[Span]:
    """What stands below 姓名 or 监护人 in the lines after a head row that speaks of children."""
    named: list[int] = []
    start = 0
    for line in text.split("\n") if "姓名" in text else ():
        if line == _NOTHING:
            named = []
        if not named and "姓名" not in line:
            start += len(line) + 1
            continue
        heads = _heads(line) if _CHILDS.search(line) else []
        if heads:
            named = heads if not _OFFICES.search(line) else []
        elif named:
            cells = list(islice(_cells(line), max(named) + 1))
            for place in named:
                begin, end = cells[place] if place < len(cells) else (0, 0)
                if _NAME.fullmatch(line, begin, end):
                    yield start + begin, start + end
            if len(cells) <= max(named):
                named = []
        start += len(line) + 1


def _heads(line: str) -> list[int]:
    """Which cells of a head row tell that names stand below."""
    return [place for place, (begin, end) in enumerate(_cells(line)) if _NAMED.fullmatch(line, begin, end)]


def _cells(line: str) -> Iterator[Span]:
    begin = 0
    for separator in _SEPARATORS.finditer(line):
        yield begin, separator.start()
        begin = separator.end()
    yield begin, len(line)
