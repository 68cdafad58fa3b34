"""10 KB of any text in 20 ms, and nothing that grows faster than the text."""

from pathlib import Path

import pytest

from bot.privacy import redact
from tests.privacy.corpus import read
from tests.quiet import compares, keeps_within

pytestmark = pytest.mark.timing
NOTICE = Path("plan_data/kelan-2022/notice.txt").read_text(encoding="utf-8")
_HOSTILE = [
    *("1", "1 ", "1-", "138 3501 ", "142231-20130926-429 ", "6217 ", "1\u200b", "QQ1", "晋A1", "2013年5月"),
    *(
        "2013.5.",
        "a@",
        "a.a@a.",
        "电话0350-",
        "学号1 ",
        "身份证",
        "微信a",
        "（",
        "王小明（女，",
        "学生",
        "学生王",
    ),
    *(
        "学生王小明、",
        "王、",
        "王",
        "同学",
        "叫",
        "其子",
        "男，",
        "岁的",
        "9岁",
        "的",
        "因",
        "于",
        "等",
        "等三名的",
    ),
    *(
        "号",
        "一号",
        "1号楼",
        "住址：",
        "家住",
        "三年级2班",
        "三年级2班某",
        "班的",
        "某",
        "一",
        "\n",
        " ",
        "😀",
    ),
    *("［姓名已隐去］", "［姓名已", "\u3000", "（男）"),
]
UNITS = {
    "the notice": NOTICE,
    "messages full of personal data": "\n".join(message.text for message in read("personal.txt")),
    "messages without": "\n".join(message.text for message in read("clean.txt")),
    **{repr(each): each for each in _HOSTILE},
}


def of_bytes(unit: str, size: int) -> str:
    return (unit * (size // len(unit.encode()) + 1)).encode()[:size].decode(errors="ignore")


@pytest.mark.parametrize("unit", UNITS)
def test_ten_kilobytes_take_no_more_than_twenty_milliseconds(unit: str) -> None:
    text = of_bytes(UNITS[unit], 10_240)
    assert keeps_within(lambda: redact(text), 0.020)


@pytest.mark.parametrize("unit", UNITS)
def test_twice_the_text_takes_about_twice_the_time(unit: str) -> None:
    small, large = of_bytes(UNITS[unit], 5_120), of_bytes(UNITS[unit], 40_960)
    assert compares(lambda: redact(large), lambda: redact(small), lambda taken: 8 * 2.0 * taken + 0.005)
