"""The digest in chat: the office pulls each of its faces by a button."""

import pytest

from tests.e2e.conftest import Town


@pytest.mark.parametrize(
    ("button", "name", "begins"),
    [
        ("专报", "未保工作专报_20220718-20220724.docx", b"PK"),
        ("简报", "未保工作简报_20220718-20220724.docx", b"PK"),
        ("下载 Excel", "未保工作周报_20220718-20220724.xlsx", b"PK"),
        ("图片", "未保工作周报_20220718-20220724.png", b"\x89PNG"),
    ],
)
async def test_the_office_pulls_a_face_by_its_button(
    town: Town, button: str, name: str, begins: bytes
) -> None:
    office = town.office
    await office.press(button, await office.ask("周报"))
    file = (await office.next_reply()).document
    assert file is not None and file.name == name
    assert file.data.startswith(begins)
