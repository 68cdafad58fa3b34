"""What the week's digest says, and what it keeps to itself."""

import json
from dataclasses import replace
from datetime import time, timedelta

import pytest

from bot.digest.compute import compute, week_of
from bot.digest.data import digest_json, digest_json_bytes
from bot.digest.markdown import markdown
from bot.digest.model import Digest, Letterhead, MeasureCounts, Offered
from bot.digest.offer import Offer, mark_offered, next_offer, offers
from bot.digest.periods import WeekRefused
from bot.digest.stored import Issued
from bot.digest.text import lead, movement, summary
from bot.progress.model import Attachment, Report, Review, Status, Verdict
from bot.roster.model import Role
from tests.kelan import MEASURES, OFFICE
from tests.reminders.world import CLERK, World, at

OFFER = time(15)


@pytest.fixture
def world() -> World:
    return World()


def said(
    world: World,
    unit: str,
    measure: int,
    when: str,
    status: Status,
    text: str = "",
    *,
    percent: int | None = None,
    on_behalf: bool = False,
) -> str:
    report = world.answer(unit, measure, when[:7], when, status)
    world.records.put(replace(report, text=text, percent=percent, on_behalf=on_behalf))
    return report.key


def week(world: World, name: str, now: str) -> Digest:
    return compute(world.records, world.plan, world.rules, world.calendar, name, now=at(now))


def test_the_first_paragraph_reads_as_the_office_writes_it(world: World) -> None:
    done, stuck, silent = (7, 10, 15), {24: "县文旅局", 25: "县科协"}, ("县烟草局", "县住建局", "县统计局")
    for number, (_, _, bracket) in MEASURES.items():
        for unit in bracket.split():
            if number == 23 or unit in silent or unit in (OFFICE, "各成员单位"):
                continue
            status = Status.DONE if number in done else Status.IN_PROGRESS
            if stuck.get(number) == unit:
                status = Status.BLOCKED
            said(world, unit, number, "2022-07-20 10:00", status)
    for number in (1, 2, 4):
        said(world, OFFICE, number, "2022-07-20 10:00", Status.IN_PROGRESS)
    assert lead(week(world, "2022-W29", "2022-07-22 15:00")) == (
        "截至7月22日，26项措施中已完成3项、正在推进20项、存在困难2项、尚未启动1项；"
        "应报31家单位已报28家。需县领导协调解决事项2项。"
    )


def test_a_week_in_which_nobody_reported_says_so_and_names_everyone(world: World) -> None:
    text = summary(week(world, "2022-W29", "2022-07-22 15:00"))
    everyone = [unit.name for unit in world.plan.units if unit.name != OFFICE]
    assert text == (
        "工作周报（7月18日—7月24日）\n\n"
        "截至7月22日，26项措施均尚未启动；应报31家单位，目前尚未收到报送。"
        "暂无需县领导协调解决事项。\n\n"
        "责任事项210项均尚未启动。本期应报207项，目前尚未收到报送。\n\n"
        "本周未收到新的进展。\n\n"
        f"本期尚未报送、未到时限的单位（31家）：{'、'.join(everyone)}。"
    )


def test_the_summary_tells_news_what_is_stuck_and_who_is_silent(world: World) -> None:
    said(world, "县公安局", 11, "2022-07-20 10:00", Status.IN_PROGRESS, "检查网吧\n3次", percent=60)
    said(world, "县文旅局", 24, "2022-07-26 09:00", Status.BLOCKED, "缺经费", on_behalf=True)
    said(world, "县民政局", 16, "2022-07-26 10:00", Status.NIL)
    text = summary(week(world, "2022-W30", "2022-07-29 15:00"))
    assert "需县领导协调解决事项：\n措施24 县文旅局：缺经费（7月26日起）" in text
    assert "本周进展：\n措施24 县文旅局：有困难。缺经费（未保办代报）" in text
    assert "另收到本期无新进展1项。" in text
    silent = text.rsplit("\n\n", 1)[1]
    head, _, names = silent.removesuffix("。").partition("：")
    assert head == "逾期尚未收到进展的单位（28家）"  # 31 less three that answered for July
    assert len(names.split("、")) == 28
    assert not {"县公安局", "县文旅局", "县民政局", OFFICE} & set(names.split("、"))
    assert "措施11" not in text  # last week's news


def test_a_long_week_still_fits_one_message(world: World) -> None:
    for number, (_, _, bracket) in MEASURES.items():
        for unit in bracket.split():
            if unit not in (OFFICE, "各成员单位"):
                said(world, unit, number, "2022-07-20 10:00", Status.BLOCKED, "困难😀" * 300)
    digest = week(world, "2022-W29", "2022-07-22 15:00")
    text = summary(digest)
    assert 3000 < len(text.encode("utf-16-le")) // 2 <= 4096
    assert lead(digest) in text
    shown = text.count("\n措施")
    cut = [int(line.removeprefix("另有").split("项")[0]) for line in text.split("\n") if "详见工作簿" in line]
    assert len(cut) == 2
    news = [line for line in digest.news if line.measure]
    assert shown + sum(cut) >= len(digest.blocked) + len(news)


def test_judicial_measures_show_no_words_and_only_totals(world: World) -> None:
    said(world, "县检察院", 20, "2022-07-20 10:00", Status.BLOCKED, "王某某案")
    for unit in ("县法院", "县检察院", "县教育科技局", "县司法局"):
        said(world, unit, 22, "2022-07-20 10:00", Status.IN_PROGRESS, "救助被害人李某")
    digest = week(world, "2022-W29", "2022-07-22 15:00")
    faces = summary(digest) + markdown(digest) + digest_json_bytes(digest).decode() + repr(digest)
    assert "王某某" not in faces
    assert "李某" not in faces
    (total,) = digest_json(digest)["news"]
    assert (total["section"], total["measure"], total["unit"]) == (6, None, None)
    assert total["text"] == "本周收到进展5份，仅列总数"
    (stuck,) = digest.blocked
    assert (stuck.unit, stuck.measure) == ("县检察院", 20)


def test_fewer_than_five_judicial_reports_are_not_counted_out(world: World) -> None:
    said(world, "县法院", 22, "2022-07-20 10:00", Status.IN_PROGRESS)
    assert "加强司法保护：本周收到进展少于5份" in summary(week(world, "2022-W29", "2022-07-22 15:00"))


def test_the_json_has_the_shape_of_the_design(world: World) -> None:
    said(world, "县公安局", 11, "2022-07-20 10:00", Status.IN_PROGRESS, "检查3次", percent=60)
    digest = week(world, "2022-W29", "2022-07-22 15:00")
    shown = json.loads(digest_json_bytes(digest))
    assert digest_json_bytes(digest).count(b"\n") == 1
    assert list(shown)[:12] == [
        "week",
        "from",
        "to",
        "issue",
        "measures",
        "obligations",
        "due",
        "sections",
        "units",
        "news",
        "blocked",
        "silent_units",
    ]
    assert (shown["week"], shown["from"], shown["to"]) == ("2022-W29", "2022-07-18", "2022-07-24")
    assert shown["issue"] is None
    assert set(shown["measures"]) == {"done", "in_progress", "blocked", "not_started"}
    assert set(shown["obligations"]) == {*shown["measures"], "total", "closed"}
    assert set(shown["due"]) == {"due", "reported", "overdue"}
    assert shown["news"] == [
        {
            "section": 4,
            "measure": 11,
            "title": "加强网络环境治理",
            "unit": "县公安局",
            "status": "in_progress",
            "percent": 60,
            "text": "检查3次",
            "at": "2022-07-20T10:00:00+08:00",
            "on_behalf": False,
        }
    ]


def test_a_past_week_is_the_same_whenever_it_is_computed(world: World) -> None:
    key = said(world, "县公安局", 11, "2022-07-20 10:00", Status.DONE, "检查3次")
    then = week(world, "2022-W29", "2022-07-24 23:59:59")
    said(world, "县公安局", 11, "2022-07-25 09:00", Status.BLOCKED)
    world.records.put(Review("v", world.plan.id, key, Verdict.WITHDRAWN, "办", 9, at("2022-07-25 09:30")))
    assert week(world, "2022-W29", "2023-03-01 12:00") == then


def test_overdue_begins_with_the_deadline_and_outlasts_the_month(world: World) -> None:
    assert week(world, "2022-W30", "2022-07-25 09:59").due.overdue == 0
    assert week(world, "2022-W30", "2022-07-25 10:00").due.overdue == 114  # 117 by name, 3 the office's
    august = week(world, "2022-W31", "2022-08-05 15:00")
    assert august.due.overdue == 114
    assert len(august.silent_units) == 31


def test_a_unit_that_answered_part_of_last_month_is_not_silent(world: World) -> None:
    said(world, "县民政局", 15, "2022-07-20 10:00", Status.DONE)
    assert "县民政局" not in week(world, "2022-W31", "2022-08-05 15:00").silent_units


def test_stuck_since_the_first_report_that_said_so_without_a_break(world: World) -> None:
    said(world, "县文旅局", 24, "2022-07-18 10:00", Status.BLOCKED, "旧事")
    said(world, "县文旅局", 24, "2022-07-19 10:00", Status.IN_PROGRESS)
    said(world, "县文旅局", 24, "2022-08-02 10:00", Status.BLOCKED, "缺经费")
    said(world, "县文旅局", 24, "2022-09-02 10:00", Status.NIL)
    said(world, "县文旅局", 24, "2022-09-06 10:00", Status.BLOCKED, "仍缺经费")
    (stuck,) = week(world, "2022-W36", "2022-09-09 15:00").blocked
    assert (stuck.since.isoformat(), stuck.text) == ("2022-08-02", "仍缺经费")


@pytest.mark.parametrize(
    ("name", "why"),
    [
        ("2022-13", "不是周次"),
        ("29", "不是周次"),
        ("2022-W54", "不是周次"),
        ("2022-W31", "从2022年8月1日开始"),
        ("2022-W27", "方案于2022年7月14日印发"),
    ],
)
def test_a_week_without_a_digest_is_refused_kindly(world: World, name: str, why: str) -> None:
    with pytest.raises(WeekRefused, match=why):
        week(world, name, "2022-07-29 15:00")


def test_the_week_of_issue_and_the_last_week_of_the_year_have_digests(world: World) -> None:
    assert week(world, "2022-W28", "2022-07-15 15:00").due.due == 207
    year_end = week(world, "2026-W53", "2027-01-02 12:00")
    assert (year_end.first.isoformat(), year_end.last.isoformat()) == ("2026-12-28", "2027-01-03")


def test_what_moved_and_what_came_is_told_with_on_behalf_and_evidence(world: World) -> None:
    said(world, "县公安局", 11, "2022-07-20 10:00", Status.IN_PROGRESS)
    key = said(world, "县文旅局", 24, "2022-07-27 09:00", Status.BLOCKED, "缺经费", on_behalf=True)
    report = world.records.get(Report, key)
    assert report is not None
    files = (Attachment("a", "u", "photo", "1.jpg", 9), Attachment("b", "v", "document", "2.docx", 9))
    world.records.put(replace(report, attachments=files))
    said(world, "县法院", 22, "2022-07-27 10:00", Status.IN_PROGRESS)
    moved = (
        "与上周末相比，正在推进增加1项、存在困难增加1项、尚未启动减少2项。"
        "本周收到进展1份（不含司法保护措施），其中未保办代报1份，附佐证材料2件。"
    )
    digest = week(world, "2022-W30", "2022-07-29 15:00")
    assert f"\n\n{moved}\n\n" in summary(digest) and moved in markdown(digest)
    assert movement(week(world, "2022-W31", "2022-08-05 15:00")) == ""


def test_markdown_shows_words_as_words(world: World) -> None:
    said(world, "县公安局", 11, "2022-07-20 10:00", Status.BLOCKED, "# 一 | *二*\n<b>三</b>")
    text = markdown(week(world, "2022-W29", "2022-07-22 15:00"))
    assert r"\# 一 \| \*二\* \<b\>三\</b\>" in text
    assert text.endswith("|\n")
    tables = [line for line in text.split("\n") if line.startswith("|")]
    assert len(tables) == 2 + 7 + 2 + 32


def test_the_office_is_offered_the_digest_once_on_the_last_working_day(world: World) -> None:
    world.seat(901, "", "李办", Role.OFFICE)

    def look(when: str) -> list[int]:
        now = at(when)
        found = offers(world.records, world.plan, world.calendar, now, office=(CLERK, 901), offer_time=OFFER)
        for offer in found:
            mark_offered(world.records, offer, now)
        return [offer.person for offer in found]

    assert look("2022-07-22 14:59") == []
    assert look("2022-07-22 15:00") == [901, CLERK]
    assert look("2022-07-22 15:01") == look("2022-07-24 12:00") == look("2022-07-25 15:00") == []
    # before National Day 2022 the last working day is Friday; the week after has Saturday and Sunday worked
    assert look("2022-09-30 16:00") == [901, CLERK]
    assert look("2022-10-08 16:00") == []
    assert look("2022-10-09 15:00") == [901, CLERK]
    assert len(world.records.find(Offered)) == 6


def test_a_week_whose_end_the_bot_slept_through_is_offered_in_the_next_unless_issued(world: World) -> None:
    def look(when: str) -> list[Offer]:
        found = offers(world.records, world.plan, world.calendar, at(when), office=(CLERK,), offer_time=OFFER)
        for offer in found:
            mark_offered(world.records, offer, at(when))
        return found

    assert look("2022-07-18 09:00") == []  # the bot's first day: nobody asks for the week before it
    assert len(look("2022-07-22 15:00")) == 1
    (late,) = look("2022-08-01 09:00")
    assert (late.week, look("2022-08-01 09:01")) == ("2022-W30", [])
    assert late.text == "工作周报（7月25日—7月31日）已可拉取，请发送“周报 上周”查看，核对后签发。"
    issued_at = at("2022-08-08 08:00")
    none, head = MeasureCounts(), Letterhead("", "", "", "", 1)
    key = f"{world.plan.id}:2022-W31"
    world.records.put(
        Issued(key, world.plan.id, "2022-W31", 2022, 1, 1, "王", 9, issued_at, issued_at, none, head, "")
    )
    assert look("2022-08-08 09:00") == []


def test_a_week_nobody_works_in_offers_nothing(world: World) -> None:
    # 27 January to 2 February 2020 were the Spring Festival as extended; the plan of the time
    world.plan = replace(world.plan, issued_on="2020-01-02")
    for hours in range(0, 7 * 24, 6):
        now = at("2020-01-27 00:00") + timedelta(hours=hours)
        assert offers(world.records, world.plan, world.calendar, now, office=(1,), offer_time=OFFER) == []
    assert next_offer(world.plan, world.calendar, at("2020-01-27 00:00"), OFFER) == at("2020-02-07 15:00")


def test_the_next_offer_comes_after_now_and_after_the_plan(world: World) -> None:
    assert next_offer(world.plan, world.calendar, at("2022-01-01 00:00"), OFFER) == at("2022-07-15 15:00")
    assert next_offer(world.plan, world.calendar, at("2022-07-22 15:00"), OFFER) == at("2022-07-29 15:00")


def test_the_week_of_a_day_follows_iso() -> None:
    assert week_of(at("2023-01-01 09:00").date()) == "2022-W52"
