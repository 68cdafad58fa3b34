"""The page in a real browser: every control that the demo needs, used as a person would."""

import shutil
from collections.abc import AsyncIterator
from datetime import datetime, timedelta

import pytest
from playwright.async_api import Page, async_playwright, expect

from bot.simulator import Persona, Simulator, TourStep
from tests.simulator.conftest import Wall
from tests.simulator.echo import echo_bot
from tests.simulator.pictures import png

CHROMIUM = next(filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))), None)
ARGUMENTS = ["--no-sandbox", "--disable-gpu", "--disable-background-networking", "--disable-component-update"]
ARGUMENTS += ["--disable-sync", "--no-first-run"]

pytestmark = [
    pytest.mark.browser,
    pytest.mark.skipif(
        CHROMIUM is None, reason="Chromium is not installed: the page is not tested in a browser"
    ),
]


class Turned:
    def __init__(self, wall: Wall) -> None:
        self.wall = wall

    def now(self) -> datetime:
        return self.wall.now

    def next_stop(self) -> tuple[datetime, str] | None:
        return self.wall.now + timedelta(hours=6), "截止前一个工作日"

    async def jump_to(self, moment: datetime) -> None:
        self.wall.now = moment


@pytest.fixture
async def page(sim: Simulator, wall: Wall) -> AsyncIterator[Page]:
    sim.cast = [Persona(1001, "张三", "县公安局", "联络员"), Persona(1002, "李四", "访客", "可查询")]
    sim.tour = [TourStep("提问", "请提问", 1002, "校园欺凌谁管"), TourStep("汇报", "请汇报", 1001, "")]
    sim.ribbon = "示例数据，非真实填报"
    sim.controls = Turned(wall)
    base = await sim.start()
    async with echo_bot(base), async_playwright() as playwright:
        browser = await playwright.chromium.launch(executable_path=CHROMIUM, args=ARGUMENTS)
        shown = await browser.new_page(viewport={"width": 390, "height": 844})
        trouble: list[str] = []
        shown.on("pageerror", lambda error: trouble.append(str(error)))
        shown.on("console", lambda said: trouble.append(said.text) if said.type == "error" else None)
        await shown.goto(base)
        yield shown
        await browser.close()
        assert trouble == []


async def test_a_visitor_walks_through_the_page(page: Page, sim: Simulator, wall: Wall) -> None:
    spot = page.get_by_test_id
    await expect(spot("ribbon")).to_have_text("示例数据，非真实填报")
    await expect(spot("tour")).to_contain_text("李四")

    # the tour types, Enter sends, the bot answers
    await spot("tour-fill").click()
    await expect(spot("message").last).to_contain_text("您好")
    await spot("composer").press("Enter")
    await expect(spot("message").last).to_contain_text("收悉：校园欺凌谁管")

    # formatting, an alert, an edit in place with markup as plain words, a deletion
    await expect(page.locator("[data-testid=text] strong")).to_have_text("您好")
    await spot("inline-button").filter(has_text="提示").click()
    await expect(page.locator("#alert-text")).to_have_text("仅供本单位查看")
    await spot("alert-ok").click()
    await spot("inline-button").filter(has_text="展开").click()
    await expect(spot("toast")).to_have_text("好的")
    edited = spot("message").filter(has_text="已展开")
    await expect(edited).to_contain_text("<script>alert(1)</script>")
    await expect(edited).to_contain_text("已编辑")

    # another person, with a deep link opened as them
    await spot("people-open").click()
    await spot("persona-1001").click()
    await spot("start").click()
    await page.locator("[data-testid=text] a").click()
    await spot("open-as-1002").click()
    await expect(spot("message").last).to_contain_text("您好 CODE-1")
    # one that is passed on is opened by whom it goes to
    await spot("inline-button").filter(has_text="转发").last.click()
    await spot("open-as-1002").click()
    await expect(spot("text").filter(has_text="您好 CODE-1")).to_have_count(2)
    count = await spot("message").count()
    await spot("inline-button").filter(has_text="删除").last.click()
    await expect(spot("message")).to_have_count(count - 1)

    # a picture goes up and is seen, a document comes down
    async with page.expect_file_chooser() as chooser:
        await spot("attach").click()
        await spot("attach-photo").click()
    picture = {"name": "现场.png", "mimeType": "image/png", "buffer": png(640, 420)}
    await (await chooser.value).set_files([picture])
    await spot("upload-caption").fill("现场")
    await spot("upload-send").click()
    await expect(spot("message").last).to_contain_text("照片收悉")
    loaded = "() => document.querySelector('img.photo').naturalWidth"
    assert await page.evaluate(loaded) == 640
    async with page.expect_download() as download:
        await spot("document").click()
    assert (await download.value).suggested_filename == "回执.xlsx"

    # commands, a reply, the clock, a refusal shown
    await spot("composer").press_sequentially("/m")
    await spot("commands").get_by_role("option").click()
    await expect(spot("message").last).to_contain_text("收悉：/mine")
    before = wall.now
    await spot("clock-next").click()
    await expect(spot("clock-now")).to_contain_text("15:00")
    assert wall.now == before + timedelta(hours=6)
    sim.fail_next("sendMessage", status=400, description="Bad Request: 试验")
    await spot("composer").fill("再问")
    await spot("send").click()
    await expect(spot("diagnostic")).to_contain_text("Bad Request: 试验")

    # messages to someone else are counted, and the count goes when they are read
    await sim.person(1001).send("从别处发来")
    await spot("people-open").click()
    await expect(spot("persona-1001").locator(".badge")).to_have_text("1")
    await spot("persona-1001").click()
    await expect(spot("message").last).to_contain_text("从别处发来")
    await spot("tour-next").click()
    await spot("tour-close").click()
    await expect(spot("tour")).to_be_hidden()
    await page.reload()
    await expect(spot("message").last).to_contain_text("从别处发来")
    await expect(spot("tour-open")).to_be_visible()
