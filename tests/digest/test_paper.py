"""The two official papers: what they say, and how they stand on the page (GB/T 9704-2012)."""

import zipfile
from dataclasses import replace
from io import BytesIO
from itertools import groupby

import pytest

from bot.digest.compute import compute
from bot.digest.docx import document
from bot.digest.faces import file_name, render
from bot.digest.model import Digest
from bot.digest.paper import Letterhead, Paper, PaperKind, Paragraph, compose
from bot.digest.text import lead, summary
from bot.progress.model import Status
from tests.digest.test_digest import said, week
from tests.digest.word import W, Word, paragraphs, parts, printed, tables
from tests.kelan import OFFICE
from tests.reminders.world import World, at

LETTERHEAD = Letterhead("未成年人保护工作简报", "县委、县政府", "市未保办", "各成员单位", 40)


@pytest.fixture
def world() -> World:
    return small_county()


def small_county() -> World:
    world = World()
    said(
        world,
        "县公安局",
        11,
        "2022-07-26 10:00",
        Status.IN_PROGRESS,
        "检查<3>次 & 整改\x0b“全部”",
        percent=60,
    )
    said(world, "县公安局", 20, "2022-07-26 10:00", Status.IN_PROGRESS, "王某某案")
    said(world, "县教育科技局", 10, "2022-07-27 10:00", Status.DONE, "档案全部建立；")
    said(world, "县文旅局", 24, "2022-07-27 10:00", Status.BLOCKED, "缺经费", on_behalf=True)
    said(world, "县民政局", 16, "2022-07-27 11:00", Status.NIL)
    return world


def digest_of(world: World) -> Digest:
    return week(world, "2022-W30", "2022-07-29 15:00")


def paper(world: World, kind: PaperKind) -> Paper:
    return compose(digest_of(world), world.plan, kind, LETTERHEAD)


def content(world: World, kind: PaperKind) -> bytes:
    return render(kind.value, digest_of(world), world.plan, LETTERHEAD)


def test_the_upward_paper_says_how_it_stands_what_needs_the_leaders_and_who_is_silent(world: World) -> None:
    lines = paragraphs(content(world, PaperKind.UPWARD))
    assert "县委、县政府：" in lines
    heads = [line for line in lines if line.startswith(("一、", "二、", "三、", "四、"))]
    assert heads == ["一、总体情况", "二、需县领导协调解决的事项", "三、尚未收到进展的单位", "四、各部分进展"]
    assert lines[lines.index("一、总体情况") + 1] == lead(digest_of(world))
    asked = lines[lines.index("二、需县领导协调解决的事项") + 1]
    assert asked.startswith("（一）措施24：") and "（县文旅局）。缺经费。" in asked
    assert asked.endswith("该事项自7月27日起存在困难，恳请县领导协调解决。")
    silent = lines[lines.index("三、尚未收到进展的单位") + 1]
    names = silent.split("：")[1].split("。")[0].split("、")
    assert f"以下{len(names)}家" in silent
    assert tuple(names) == digest_of(world).silent_units
    network = next(line for line in lines if line.startswith("（四）加强网络保护。"))
    assert network.endswith("3项措施中正在推进1项、尚未启动2项。本周收到进展1份。")
    school = next(line for line in lines if line.startswith("（三）加强学校保护。"))
    assert school.endswith("本周报告完成的有：县教育科技局（措施10）。")
    assert f"岢岚{OFFICE}" in lines and "2022年7月29日" in lines


def test_the_bulletin_tells_progress_and_what_comes_next_and_reproaches_nobody(world: World) -> None:
    made = content(world, PaperKind.BULLETIN)
    lines = paragraphs(made)
    text = "\n".join(lines)
    assert lines[0] == "未成年人保护工作简报" and "（拟稿）" in lines
    assert "（一）加强网络保护。县公安局（措施11，推进中60%）：检查<3>次 & 整改 “全部”。" in lines
    assert "（一）加强学校保护。县教育科技局（措施10，已完成）：档案全部建立。" in lines
    assert "另收到本期无新进展1项。" in lines
    assert "三季度进展尚有" in text and "9月23日（周五）10时前报送" in text
    assert "7月进展" not in text  # its deadline has passed
    assert "缺经费" not in text and "逾期" not in text and "尚未收到" not in text
    assert [line for line in lines if line[:2] in ("报：", "送：", "发：")] == [
        "报：县委、县政府",
        "送：市未保办",
        "发：各成员单位",
    ]
    assert lines.count("共印40份") == 1


def test_where_nothing_is_new_the_last_known_status_bears_its_day(world: World) -> None:
    digest = week(world, "2022-W31", "2022-08-05 15:00")
    lines = paragraphs(render("upward", digest, world.plan, LETTERHEAD))
    network = next(line for line in lines if line.startswith("（四）加强网络保护。"))
    assert network.endswith("本周未收到新的进展，以上为截至7月26日的情况。")
    (asked,) = [line for line in lines if "恳请县领导协调解决" in line]
    assert "截至7月27日：缺经费。" in asked
    family = next(line for line in lines if line.startswith("（二）加强家庭保护。"))
    assert "截至" not in family  # nothing has ever been said of it


def test_an_issued_bulletin_bears_its_numbers(world: World) -> None:
    digest = replace(digest_of(world), issue=3, serial=30)
    assert "第3期（总第30期）" in paragraphs(render("bulletin", digest, world.plan, LETTERHEAD))


def test_the_annex_lists_every_unit_in_institutional_order(world: World) -> None:
    for kind in PaperKind:
        head, *rows = tables(content(world, kind))[0]
        assert [row[0] for row in rows] == [unit.name for unit in world.plan.units]
        police = dict(zip(head, next(row for row in rows if row[0] == "县公安局"), strict=True))
        assert (police["责任事项"], police["正在推进"], police["最近报送"]) == ("12", "2", "7月26日")
        assert ("逾期待报" in police) is (kind is PaperKind.UPWARD)


def test_nothing_judicial_is_told_in_the_papers(world: World) -> None:
    for kind in PaperKind:
        text = "\n".join(paragraphs(content(world, kind)))
        assert "王某某" not in text
        assert "本周收到进展少于5份，仅列总数" in text


def test_a_week_without_news_makes_both_papers() -> None:
    world = World()
    bulletin = paragraphs(content(world, PaperKind.BULLETIN))
    assert "本周未收到新的进展。" in bulletin
    assert bulletin[bulletin.index("一、总体情况") + 1] == (
        "截至7月29日，26项措施均尚未启动。本期应报31家单位，目前尚未收到报送，烦请各单位及时报送。"
    )
    upward = paragraphs(content(world, PaperKind.UPWARD))
    assert all(unit.name in "\n".join(upward) for unit in world.plan.units)
    heads = [line for line in upward if line.startswith(("一、", "二、", "三、", "四、"))]
    assert heads == ["一、总体情况", "二、尚未收到进展的单位", "三、各部分进展"]  # nothing is stuck
    assert "（二）加强家庭保护。2项措施均尚未启动。" in upward


def test_a_judicial_matter_that_is_stuck_is_named_without_its_words() -> None:
    world = World()
    said(world, "县检察院", 22, "2022-07-26 10:00", Status.BLOCKED, "李某案")
    assert "措施22 县检察院（7月26日起，司法保护事项不列具体内容）" in summary(digest_of(world))
    (line,) = [text for text in paragraphs(content(world, PaperKind.UPWARD)) if "恳请" in text]
    assert line.endswith(
        "（县检察院）。司法保护事项不列具体内容。该事项自7月26日起存在困难，恳请县领导协调解决。"
    )


def test_what_a_unit_finished_is_told_together() -> None:
    world = World()
    for number in (8, 10):
        said(world, "县教育科技局", number, "2022-07-26 10:00", Status.DONE)
    said(world, "县公安局", 8, "2022-07-26 10:00", Status.DONE)
    school = next(line for line in paragraphs(content(world, PaperKind.UPWARD)) if "加强学校保护。" in line)
    assert school.endswith("本周报告完成的有：县教育科技局（措施8、10）、县公安局（措施8）。")


def test_no_page_holds_a_signature_or_a_list_of_annexes_alone(world: World) -> None:
    for kind, closing in ((PaperKind.UPWARD, "特此报告。"), (PaperKind.BULLETIN, "尚未启动的措施")):
        found = list(parts(content(world, kind))["word/document.xml"].iter(f"{W}p"))
        first = next(n for n, p in enumerate(found) if "".join(p.itertext()).startswith(closing))
        last = next(n for n, p in enumerate(found) if "".join(p.itertext()) == "附件") - 1
        kept = [p.find(f"{W}pPr/{W}keepNext") is not None for p in found[first : last + 1]]
        assert kept == [True] * (last - first) + [False]


def test_the_same_digest_gives_the_same_bytes(world: World) -> None:
    made = content(world, PaperKind.BULLETIN)
    with zipfile.ZipFile(BytesIO(made)) as archive:
        assert {entry.date_time for entry in archive.infolist()} == {(1980, 1, 1, 0, 0, 0)}
        assert "2022-07-29T07:00:00Z" in archive.read("docProps/core.xml").decode()
    assert content(world, PaperKind.BULLETIN) == made
    assert file_name("bulletin", digest_of(world)) == "未保工作简报_20220725-20220731.docx"


def test_the_page_declares_the_standards_grid(world: World) -> None:
    xml = parts(content(world, PaperKind.UPWARD))
    grid = next(xml["word/document.xml"].iter(f"{W}docGrid")).attrib
    assert grid[f"{W}type"] == "linesAndChars"
    pitch, space = int(grid[f"{W}linePitch"]) / 20, int(grid[f"{W}charSpace"]) / 4096
    assert 22 * pitch <= 225 / 25.4 * 72 < 23 * pitch
    assert 28 * (16 + space) <= 156 / 25.4 * 72 < 29 * (16 + space)
    assert xml["word/settings.xml"].find(f"{W}evenAndOddHeaders") is not None


def test_the_styles_name_the_standards_fonts_and_sizes_and_what_to_take_instead(world: World) -> None:
    xml = parts(content(world, PaperKind.BULLETIN))
    found = {}
    for style in xml["word/styles.xml"].iter(f"{W}style"):
        fonts, size = style.find(f"{W}rPr/{W}rFonts"), style.find(f"{W}rPr/{W}sz")
        font = "" if fonts is None else fonts.get(f"{W}eastAsia", "")
        found[style.get(f"{W}styleId")] = font, 0 if size is None else int(size.get(f"{W}val", "0")) / 2
    assert found["Normal"] == ("", 16)  # 三号, in the document's own font
    assert found["Title"] == ("方正小标宋简体", 22)  # 二号
    assert (found["Heading1"], found["SecondLevel"]) == (("黑体", 0), ("楷体_GB2312", 0))  # sized as the body
    assert found["Footer"] == ("宋体", 14) and found["Colophon"] == ("", 14)  # 四号
    own = next(xml["word/styles.xml"].iter(f"{W}rPrDefault")).find(f"{W}rPr/{W}rFonts")
    assert own is not None
    assert (own.get(f"{W}eastAsia"), own.get(f"{W}ascii")) == ("仿宋_GB2312", "Times New Roman")
    others = {font.get(f"{W}name"): font.find(f"{W}altName") for font in xml["word/fontTable.xml"]}
    assert {"方正小标宋简体", "仿宋_GB2312", "黑体", "楷体_GB2312", "宋体"} == set(others)
    assert all(other is not None and "Noto" in other.get(f"{W}val", "") for other in others.values())


def _lines(words: list[Word]) -> list[tuple[int, str, float, float, float]]:
    """The words as printed lines: page, text, left, right, top."""
    found = []
    for (page, top), own in groupby(words, lambda word: (word.page, round(word.top))):
        line = list(own)
        found.append((page, "".join(w.text for w in line), line[0].left, line[-1].right, float(top)))
    return found


@pytest.fixture(scope="module")
def on_paper(tmp_path_factory: pytest.TempPathFactory) -> dict[str, list[Word]]:
    """A page full of characters, a bulletin, and a quarter's paper with its annexes."""
    world = small_county()
    filled = replace(
        paper(world, PaperKind.UPWARD),
        body=(Paragraph("护" * 28 * 60), Paragraph("完")),
        title="题",
        addressee="",
    )
    quarter = compute(
        world.records, world.plan, world.rules, world.calendar, "2022-Q3", now=at("2022-08-26 15:00")
    )
    papers = {
        "full": document(filled, digest_of(world).moment),
        "bulletin": content(world, PaperKind.BULLETIN),
        "quarter": render("upward", quarter, world.plan, LETTERHEAD),
    }
    return printed(tmp_path_factory.mktemp("papers"), papers)


@pytest.mark.office
def test_22_lines_of_28_characters_stand_where_the_standard_puts_them(
    on_paper: dict[str, list[Word]],
) -> None:
    lines = _lines(on_paper["full"])
    body = [line for line in lines if line[0] == 2 and set(line[1]) == {"护"}]
    assert len(body) == 22
    assert {len(text) for _, text, *_ in body} == {28}
    assert {round(left) for _, _, left, _, _ in body} == {28}
    assert all(right == pytest.approx(184, abs=1) for *_, right, _ in body)  # 210 - 26
    first, last = body[0][4], body[-1][4]
    assert 37 - 1 <= first <= 37 + 5 and 297 - 35 - 10.3 <= last <= 297 - 35 - 5
    assert (last - first) / 21 == pytest.approx(225 / 22, abs=0.1)


@pytest.mark.office
def test_page_numbers_stand_outside_seven_millimetres_below_the_text(
    on_paper: dict[str, list[Word]],
) -> None:
    words = on_paper["bulletin"]
    for page in {word.page for word in words}:
        foot = [word for word in words if word.page == page and word.top > 262]
        assert "".join(word.text for word in foot) == f"—{page}—"
        middle = (foot[0].top + foot[0].bottom) / 2
        assert middle == pytest.approx(262 + 7, abs=1.5)
        if page % 2:
            assert foot[-1].right == pytest.approx(184 - 5, abs=1)
        else:
            assert foot[0].left == pytest.approx(28 + 5, abs=1)
    assert all(word.left >= 27.5 and word.right <= 184 + 5.7 for word in words)  # a full stop may hang


@pytest.mark.office
def test_no_line_begins_with_a_stop_and_the_recipients_stand_at_the_foot_of_the_last_page(
    on_paper: dict[str, list[Word]],
) -> None:
    for name in ("bulletin", "quarter"):
        assert not [text for _, text, *_ in _lines(on_paper[name]) if text[0] in "，。、；：！？）》”"]
    words = on_paper["bulletin"]
    (copies,) = [word for word in words if word.text == "份" or word.text.endswith("40份")]
    assert copies.page == max(word.page for word in words)
    assert 297 - 35 - 4 <= copies.bottom <= 297 - 35  # LibreOffice leaves 3 mm below a table at the foot


@pytest.mark.office
def test_each_annex_of_a_longer_stretch_stands_on_a_page_of_its_own(
    on_paper: dict[str, list[Word]],
) -> None:
    words = on_paper["quarter"]
    pages = sorted({word.page for word in words})
    tops = {page: "".join(w.text for w in words if w.page == page and w.top < 37 + 10.3) for page in pages}
    assert [tops[page] for page in pages if tops[page].startswith("附件")] == ["附件1", "附件2", "附件3"]
    for page in pages:
        foot = "".join(word.text for word in words if word.page == page and word.top > 262)
        assert foot == f"—{page}—"
    assert all(word.left >= 27.5 and word.right <= 184 + 5.7 for word in words)
