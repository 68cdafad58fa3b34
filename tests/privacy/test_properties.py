"""Spellings and separators nobody listed, and what holds of every text."""

import string
from datetime import date

from hypothesis import example, given
from hypothesis import strategies as st

from bot.privacy import Kind, Redacted, redact
from bot.privacy.texts import MASKS
from tests.privacy.corpus import read

_WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
_FULL = str.maketrans(string.digits + "Xx", "０１２３４５６７８９Ｘｘ")
_HAN = str.maketrans(string.digits, "零一二三四五六七八九")
_NEARBY = ["", "，", "。", "（", "、", "：", " ", "\n"]
PIECES = [message.text for message in read("personal.txt") + read("clean.txt")]


@st.composite
def id_numbers(draw: st.DrawFn) -> str:
    area = draw(st.sampled_from(["140929", "142231", "110108", "440305", "650102", "371728"]))
    born = draw(st.dates(min_value=date(1940, 1, 1), max_value=date(2026, 1, 1))).strftime("%Y%m%d")
    body = f"{area}{born}{draw(st.integers(0, 999)):03}"
    return body + "10X98765432"[sum(w * int(d) for w, d in zip(_WEIGHTS, body, strict=True)) % 11]


@st.composite
def spelled(draw: st.DrawFn, number: str, gaps: list[str]) -> str:
    """A number in groups, with one kind of gap between them, in usual or full-width figures."""
    gap = draw(st.sampled_from(gaps))
    cuts = sorted(draw(st.sets(st.integers(1, len(number) - 1), max_size=3)))
    parts = [number[start:end] for start, end in zip([0, *cuts], [*cuts, len(number)], strict=True)]
    written = gap.join(parts)
    return written.translate(_FULL) if draw(st.booleans()) else written


mobiles = st.from_regex(r"1[3-9][0-9]{9}", fullmatch=True)
GAPS = ["", " ", "-", ".", "\u200b", "\u3000", "－", "\u2060", "–", "  "]


def covers(result: Redacted, start: int, end: int) -> bool:
    return any(found.start <= start and found.end >= end for found in result.found)


@given(st.data(), st.sampled_from(_NEARBY), st.sampled_from(_NEARBY))
def test_a_mobile_is_masked_in_every_spelling(data: st.DataObject, before: str, after: str) -> None:
    spoken = mobiles.map(lambda each: each.translate(_HAN))
    number = data.draw(st.one_of(mobiles.flatmap(lambda each: spelled(each, GAPS)), spoken))
    prefixes = ["", "+86", "+86 ", "86-", "0086", "(+86)"] if number[0] in "1１" else [""]
    text = f"家长电话{before}{data.draw(st.sampled_from(prefixes))}{number}{after}已告知"
    start = text.index(number)
    assert covers(redact(text), start, start + len(number)), text


@given(st.data())
def test_an_identity_number_is_masked_in_every_spelling(data: st.DataObject) -> None:
    number = data.draw(id_numbers().flatmap(lambda each: spelled(each, GAPS)))
    text = f"本人{data.draw(st.sampled_from(_NEARBY))}{number}，请核"
    start = text.index(number)
    assert covers(redact(text), start, start + len(number)), text


@given(id_numbers(), st.integers(0, 17), st.sampled_from(string.digits))
def test_a_mistyped_identity_number_is_masked_where_the_words_say_so(
    number: str, place: int, wrong: str
) -> None:
    text = "身份证号：" + number[:place] + wrong + number[place + 1 :]
    assert covers(redact(text), 5, len(text))
    assert covers(redact("身份证号" + number[:place] + number[place + 1 :]), 4, 4 + 17)


@given(st.from_regex(r"62[0-9]{16}", fullmatch=True), st.sampled_from(["", " ", "-"]))
def test_a_bank_card_is_masked_by_its_check_digit(body: str, gap: str) -> None:
    places = [(int(digit), place % 2 == 0) for place, digit in enumerate(reversed(body))]
    doubled = [digit * 2 - 9 * (digit > 4) if odd else digit for digit, odd in places]
    number = body + str(-sum(doubled) % 10)
    written = gap.join(number[at : at + 4] for at in range(0, 19, 4))
    text = f"请打{written}。"
    assert covers(redact(text), 2, 2 + len(written))


texts = st.one_of(
    st.text(max_size=80),
    st.text(
        alphabet="王李张小明学生同学（女，9岁）的0123456789年月日号楼班、。 \u200b\n"
        "身份证电话家住［姓名已隐去］村组某化名",
        max_size=80,
    ),
    st.lists(st.sampled_from(PIECES), max_size=4).map("".join),
)


@given(texts)
@example("［姓名已隐去］同学［电话已隐去］")
@example("11000020000101000X110000200001010000")
@example("1️⃣3️⃣8️⃣3️⃣5️⃣0️⃣1️⃣2️⃣3️⃣4️⃣5️⃣")
@example("\ud800" + "王小明同学")
def test_outside_the_spans_nothing_changes_and_a_second_masking_changes_nothing(text: str) -> None:
    result = redact(text)
    at, rebuilt = 0, ""
    for found in result.found:
        assert at <= found.start < found.end <= len(text)
        assert isinstance(found.type, Kind)
        rebuilt += text[at : found.start] + MASKS[found.type]
        at = found.end
    assert result.text == rebuilt + text[at:]
    assert redact(result.text) == Redacted(result.text, ())


@given(st.sampled_from(PIECES), st.sampled_from(PIECES))
def test_lines_are_read_apart_but_for_who_is_called_what(one: str, other: str) -> None:
    """The guard looks again only at the lines that it changed; this is why it may."""

    def numbers(text: str) -> set[tuple[Kind, int, int]]:
        return {
            (found.type, found.start, found.end) for found in redact(text).found if found.type != Kind.NAME
        }

    shift = len(one) + 1
    apart = numbers(one) | {(kind, start + shift, end + shift) for kind, start, end in numbers(other)}
    names = [text[found.start : found.end] for text in (one, other) for found in redact(text).found]
    if not any(name in one and name in other for name in names) and "化名" not in one + other:
        assert numbers(f"{one}\n{other}") == apart
