"""The demo as a newcomer sees it: one command, a browser, all four jobs by hand."""

import asyncio
import re
import shutil
import sys
from collections.abc import AsyncIterator
from pathlib import Path

import pytest
from openpyxl import load_workbook
from playwright.async_api import Page, async_playwright, expect

CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
QUIET = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--no-first-run",
]
_PATIENCE = 30_000  # milliseconds; other tests run beside this one
expect.set_options(timeout=_PATIENCE)
PARENT, POLICE, OFFICE, NEWCOMER = 9001, "陈海军", 1001, 9002

pytestmark = [
    pytest.mark.browser,
    pytest.mark.skipif(CHROMIUM is None, reason="needs Chromium: apt-get install chromium"),
]


@pytest.fixture
async def address() -> AsyncIterator[str]:
    """The demo as a program of its own, started as the README says."""
    program = await asyncio.create_subprocess_exec(
        *(sys.executable, "-m", "bot.cli", "demo", "--port", "0", "--no-browser"),
        stdout=asyncio.subprocess.PIPE,
    )
    assert program.stdout is not None
    line = (await asyncio.wait_for(program.stdout.readline(), 20)).decode()
    yield re.search(r"http://127\.0\.0\.1:\d+", line)[0]  # type: ignore[index]
    program.terminate()
    assert await asyncio.wait_for(program.wait(), 10) == 0


@pytest.fixture
async def page(address: str) -> AsyncIterator[Page]:
    async with async_playwright() as playwright:
        browser = await playwright.chromium.launch(executable_path=CHROMIUM, args=QUIET)
        page = await browser.new_page(viewport={"width": 1280, "height": 800}, accept_downloads=True)
        page.set_default_timeout(_PATIENCE)
        complaints: list[str] = []
        page.on("pageerror", lambda error: complaints.append(str(error)))
        await page.goto(address)
        yield page
        await browser.close()
        assert complaints == []


async def be(page: Page, who: str | int) -> None:
    """Choose who to be, by id or by a name in the list."""
    if isinstance(who, int):
        await page.get_by_test_id(f"persona-{who}").click()
    else:
        await page.get_by_test_id("people").get_by_role("button", name=who).click()
    await page.wait_for_timeout(400)  # the chat of the other person is fetched


async def type_in(page: Page, words: str) -> None:
    start = page.get_by_test_id("start")
    if await start.is_visible():
        await start.click()
    await page.get_by_test_id("composer").fill(words)
    await page.get_by_test_id("composer").press("Enter")


async def press(page: Page, label: str) -> None:
    await page.get_by_test_id("inline-button").filter(has_text=label).last.click()


async def sees(page: Page, words: str) -> None:
    await expect(page.get_by_test_id("message").filter(has_text=words).last).to_be_visible()


async def test_all_four_jobs_by_hand(page: Page, tmp_path: Path) -> None:
    await expect(page.get_by_test_id("ribbon")).to_contain_text("示例数据")
    await expect(page.get_by_test_id("clock-now")).to_contain_text("2022年7月20日")

    await be(page, PARENT)
    await type_in(page, "校园欺凌谁管")
    await sees(page, "第8条 提升校园安全管理")
    await sees(page, "开展中小学校校园欺凌专项治理")

    await be(page, POLICE)
    await type_in(page, "汇报")
    await press(page, "第12条")
    await press(page, "推进中")
    await press(page, "50%")
    await sees(page, "请用一两句话说明进展")
    await type_in(page, "网络安全进校园宣传3场")
    await sees(page, "请核对")
    await press(page, "确认报送")
    await sees(page, "进展情况收悉")

    await page.get_by_test_id("clock-next").click()
    await expect(page.get_by_test_id("clock-now")).to_contain_text("09:00")
    await sees(page, "【县未保办提醒】")

    await be(page, OFFICE)
    await type_in(page, "周报")
    await sees(page, "截至7月20日，26项措施中")
    async with page.expect_download() as downloading:
        await press(page, "下载 Excel")
        await page.get_by_test_id("document").last.click()
    download = await downloading.value
    sheet = tmp_path / download.suggested_filename
    await download.save_as(sheet)
    rows = load_workbook(sheet).worksheets[1].iter_rows(values_only=True)
    assert any("网络安全进校园宣传3场" in [str(cell) for cell in row] for row in rows)


async def test_a_newcomer_opens_the_offices_invitation(page: Page) -> None:
    await be(page, OFFICE)
    await type_in(page, "邀请 县工商联")
    await sees(page, "邀请链接")
    await page.get_by_test_id("message").get_by_role("link").last.click()
    await page.get_by_test_id(f"open-as-{NEWCOMER}").click()
    await sees(page, "本平台服务器在境外")
    await type_in(page, "白志远")
    await sees(page, "您已绑定为县工商联联络员")
