"""From draft to issue: numbered once, frozen, corrected in the next, and erased only as the law requires."""

import base64
import zlib
from dataclasses import replace
from datetime import timedelta

import pytest

from bot.digest import issue as issuing
from bot.digest.compute import compute
from bot.digest.faces import FACES, render
from bot.digest.issue import IssueDamaged, IssueRefused
from bot.digest.model import Digest, Letterhead
from bot.digest.periods import WeekRefused, names_stretch, resolve
from bot.digest.stored import AskedLead, Issued, IssuedDigest, IssuedFile, LeadDraft
from bot.digest.text import lead, summary
from bot.progress.model import Report, Review, Status, Verdict
from bot.roster.authority import Actor, NotAllowed
from tests.digest.test_digest import said
from tests.kelan import OFFICE
from tests.reminders.world import World, at

HEAD = Letterhead("未成年人保护工作简报", "县委、县政府", "市未保办", "各成员单位", 40)
CLERK = Actor(900, "王主任", office=True)
POLICE = Actor(2001, "陈海军", units=("县公安局",))


@pytest.fixture
def world() -> World:
    return World()


def draft(world: World, week: str, when: str) -> Digest:
    return issuing.drafted(world.records, world.plan, world.rules, world.calendar, week, now=at(when))


def issued(world: World, week: str, when: str, by: Actor = CLERK, seen: str | None = None) -> Issued | None:
    if seen is None:
        seen = issuing.fingerprint(draft(world, week, when))
    return issuing.issue(
        world.records,
        world.plan,
        world.rules,
        world.calendar,
        HEAD,
        by=by,
        week=week,
        seen=seen,
        weeks=(),
        now=at(when),
    )


def certainly(found: Issued | None) -> Issued:
    assert found is not None
    return found


def the_digest(world: World, one: Issued) -> Digest:
    return issuing.frozen(world.records, one)


def keep_lead(world: World, week: str, text: str, when: str, by: Actor = CLERK) -> Digest:
    return issuing.draft_lead(
        world.records, world.plan, world.rules, world.calendar, by=by, week=week, text=text, now=at(when)
    )


def test_issues_are_numbered_by_the_year_in_which_they_are_issued_and_over_all_years(world: World) -> None:
    found = [
        certainly(issued(world, week, when))
        for week, when in (
            ("2022-W29", "2022-07-22 15:00"),
            ("2022-W30", "2022-07-29 15:00"),
            ("2022-W52", "2023-01-03 09:00"),
            ("2023-W01", "2023-01-06 15:00"),
        )
    ]
    assert [(one.year, one.number, one.serial) for one in found] == [
        (2022, 1, 1),
        (2022, 2, 2),
        (2023, 1, 3),
        (2023, 2, 4),
    ]
    assert summary(the_digest(world, found[3])).startswith("工作周报第2期·总第4期（1月2日—1月8日）")


def test_pressing_twice_issues_once(world: World) -> None:
    first = issued(world, "2022-W29", "2022-07-22 15:00")
    assert issued(world, "2022-W29", "2022-07-22 15:05", seen="stale") == first
    assert len(world.records.find(Issued)) == 1


def test_only_the_office_issues(world: World) -> None:
    with pytest.raises(NotAllowed):
        issued(world, "2022-W29", "2022-07-22 15:00", by=POLICE)
    with pytest.raises(NotAllowed):
        keep_lead(world, "2022-W29", "导语", "2022-07-22 15:00", by=POLICE)
    assert not world.records.find(Issued) and not world.records.find(LeadDraft)


def test_what_has_moved_since_it_was_seen_is_shown_again_and_not_issued(world: World) -> None:
    seen = issuing.fingerprint(draft(world, "2022-W29", "2022-07-22 14:00"))
    assert seen == issuing.fingerprint(draft(world, "2022-W29", "2022-07-22 14:59"))
    said(world, "县公安局", 11, "2022-07-22 14:30", Status.DONE)
    assert issued(world, "2022-W29", "2022-07-22 15:00", seen=seen) is None
    assert not world.records.find(Issued)


def test_an_issue_stays_as_it_is_whatever_happens_to_the_record(world: World) -> None:
    key = said(world, "县公安局", 11, "2022-07-20 10:00", Status.DONE, "检查3次")
    one = certainly(issued(world, "2022-W29", "2022-07-22 15:00"))
    before = the_digest(world, one)
    faces = {face: render(face, before, world.plan, one.letterhead) for face in FACES}
    world.records.put(Review("v", world.plan.id, key, Verdict.RETURNED, "办", 9, at("2022-07-22 16:00")))
    said(world, "县文旅局", 24, "2022-07-22 16:30", Status.BLOCKED, "缺经费")
    assert the_digest(world, one) == before
    assert {face: render(face, the_digest(world, one), world.plan, one.letterhead) for face in FACES} == faces
    with pytest.raises(IssueRefused, match="第1期签发"):
        keep_lead(world, "2022-W29", "另写", "2022-07-22 17:00")


def test_what_came_after_the_cut_and_what_no_longer_holds_is_told_in_the_next(world: World) -> None:
    key = said(world, "县公安局", 11, "2022-07-20 10:00", Status.DONE, "检查3次")
    said(world, "县民政局", 15, "2022-07-20 10:00", Status.IN_PROGRESS, "旧", percent=20)
    issued(world, "2022-W29", "2022-07-22 15:00")
    said(world, "县文旅局", 24, "2022-07-22 16:30", Status.BLOCKED, "缺经费")
    said(world, "县法院", 22, "2022-07-23 10:00", Status.IN_PROGRESS)
    said(world, "县民政局", 15, "2022-07-26 10:00", Status.DONE, "新")  # moved on: news, no correction
    world.records.put(Review("v", world.plan.id, key, Verdict.RETURNED, "办", 9, at("2022-07-25 09:00")))
    after = draft(world, "2022-W30", "2022-07-29 15:00")
    assert [(line.unit, line.text) for line in after.news if line.measure] == [
        ("县民政局", "新"),
        ("县文旅局", "缺经费"),
    ]
    text = summary(after)
    assert "更正：第1期所载县公安局（措施11）“已完成”，现更正为“未启动”。" in text
    assert text.count("更正：") == 1
    assert "加强司法保护：上期以来收到进展少于5份，仅列总数" in text
    assert "与上期相比，" in text and "上期以来收到进展2份" in text and "上期以来退回补充1份" in text
    two = certainly(issued(world, "2022-W30", "2022-07-29 15:00"))
    third = summary(draft(world, "2022-W31", "2022-08-05 15:00"))
    assert "更正" not in third and "缺经费（7月22日起）" in third
    assert two.number == 2
    papers = [render(face, the_digest(world, two), world.plan, HEAD) for face in ("md", "text")]
    assert all("更正：第1期" in paper.decode() for paper in papers)


def test_every_report_is_news_in_exactly_one_issue(world: World) -> None:
    """Also those of the very second in which the issue was cut."""
    said(world, "县公安局", 11, "2022-07-22 15:00", Status.DONE, "甲")
    issued(world, "2022-W29", "2022-07-22 15:00")
    said(world, "县文旅局", 24, "2022-07-22 15:00", Status.DONE, "乙")
    issued(world, "2022-W30", "2022-07-29 15:00")
    said(world, "县文旅局", 25, "2022-07-29 15:00", Status.DONE, "丙")
    issued(world, "2022-W31", "2022-08-05 15:00")
    told = [[line.text for line in the_digest(world, one).news] for one in world.records.find(Issued)]
    assert told == [["甲"], ["乙"], ["丙"]]


def test_a_week_in_which_nobody_reported_is_issued_and_names_everyone(world: World) -> None:
    one = certainly(issued(world, "2022-W31", "2022-08-05 15:00"))
    digest = the_digest(world, one)
    assert set(digest.silent_units) == {unit.name for unit in world.plan.units} - {OFFICE}
    text = summary(digest)
    assert "上期以来" not in text and "本周未收到新的进展。" in text
    assert all(unit in text for unit in digest.silent_units)


def test_weeks_are_issued_in_their_order_and_longer_stretches_not_at_all(world: World) -> None:
    issued(world, "2022-W30", "2022-07-29 15:00")
    with pytest.raises(IssueRefused, match="之后的一周已签发（第1期）"):
        issued(world, "2022-W29", "2022-08-01 09:00")
    for longer in ("2022-07", "2022-Q3", "plan"):
        with pytest.raises(WeekRefused, match="不编期号"):
            issued(world, longer, "2022-08-01 09:00")


def test_the_office_writes_its_own_first_paragraph_which_every_face_bears(world: World) -> None:
    own = "截至7月22日，26项措施中尚未启动26项，各单位正在部署，另有99件。"
    keep_lead(world, "2022-W29", f" {own}\n", "2022-07-22 14:00")
    digest = draft(world, "2022-W29", "2022-07-22 15:00")
    assert lead(digest) == own
    doubts = issuing.lead_doubts(world.records, world.plan, digest)
    assert "导语中的99与统计数字对不上" in doubts and "统计有变化" not in doubts
    said(world, "县公安局", 11, "2022-07-22 14:30", Status.DONE)
    digest = draft(world, "2022-W29", "2022-07-22 15:00")
    assert "统计有变化，现为：截至7月22日，26项措施中" in issuing.lead_doubts(
        world.records, world.plan, digest
    )
    one = certainly(issued(world, "2022-W29", "2022-07-22 15:00"))
    assert not world.records.find(LeadDraft)
    frozen = the_digest(world, one)
    assert own in summary(frozen) and own in render("md", frozen, world.plan, HEAD).decode()
    with pytest.raises(IssueRefused, match="最多600字"):
        keep_lead(world, "2022-W30", "长" * 601, "2022-07-26 10:00")


def test_an_empty_first_paragraph_goes_back_to_the_computed_one(world: World) -> None:
    issuing.ask_lead(
        world.records,
        world.plan,
        world.rules,
        world.calendar,
        by=CLERK,
        week="2022-W29",
        now=at("2022-07-22 10:00"),
    )
    assert world.records.get(AskedLead, "900") is not None
    keep_lead(world, "2022-W29", "自己写的", "2022-07-22 14:00")
    assert world.records.get(AskedLead, "900") is None
    keep_lead(world, "2022-W29", "", "2022-07-22 14:05")
    assert lead(draft(world, "2022-W29", "2022-07-22 15:00")).startswith("截至7月22日，26项")


def test_a_face_comes_back_as_it_was_first_handed_out(world: World) -> None:
    one = certainly(issued(world, "2022-W29", "2022-07-22 15:00"))
    assert issuing.file_of(world.records, one, "md") is None
    made = issuing.keep_file(world.records, one, "md", b"\x00first", one.checksum)
    again = issuing.keep_file(world.records, one, "md", b"drawn by a newer program", one.checksum)
    assert made == again == issuing.file_of(world.records, one, "md") == b"\x00first"


def test_what_was_tampered_with_is_not_handed_out(world: World) -> None:
    one = certainly(issued(world, "2022-W29", "2022-07-22 15:00"))
    issuing.keep_file(world.records, one, "md", b"first", one.checksum)
    (file,) = world.records.find(IssuedFile)
    other = base64.b64encode(zlib.compress(b"other")).decode()
    for content in ("b3RoZXI=", "!", "", other):
        world.records.put(replace(file, content=content))
        with pytest.raises(IssueDamaged, match="校验码不符"):
            issuing.file_of(world.records, one, "md")
    (kept,) = world.records.find(IssuedDigest)
    world.records.put(replace(kept, digest=replace(kept.digest, silent_units=("县公安局",))))
    with pytest.raises(IssueDamaged):
        issuing.frozen(world.records, one)


def test_what_the_law_makes_the_office_erase_goes_from_every_issue_and_is_marked(world: World) -> None:
    key = said(world, "县公安局", 11, "2022-07-20 10:00", Status.BLOCKED, "不该写的话")
    other = said(world, "县文旅局", 24, "2022-07-20 10:00", Status.BLOCKED, "缺经费")
    keep_lead(world, "2022-W29", "据县公安局报告：不该写的话。", "2022-07-22 14:00")
    one = certainly(issued(world, "2022-W29", "2022-07-22 15:00"))
    two = certainly(issued(world, "2022-W30", "2022-07-29 15:00"))
    for issue in (one, two):
        issuing.keep_file(world.records, issue, "md", "不该写的话".encode(), issue.checksum)
    with pytest.raises(NotAllowed):
        issuing.erase_report(world.records, world.plan, key, by=POLICE, now=at("2022-08-01 09:00"))
    changed = issuing.erase_report(world.records, world.plan, key, by=CLERK, now=at("2022-08-01 09:00"))
    assert [issue.number for issue in changed] == [1, 2]
    assert not world.records.find(IssuedFile)
    for issue in world.records.find(Issued):
        digest = the_digest(world, issue)
        assert "不该写的话" not in repr(digest) and "缺经费" in repr(digest)
        for face in ("text", "md"):
            text = render(face, digest, world.plan, HEAD).decode()
            assert "本期部分内容已于2022年8月1日由县未保办依法删除。" in text
            assert "依法删除" in text and "不该写的话" not in text
        with pytest.raises(IssueDamaged):  # drawn before the erasure: must not be kept after it
            issuing.keep_file(world.records, issue, "text", b"old", one.checksum)
    assert not issuing.erase_report(
        world.records, world.plan, "no:such:0", by=CLERK, now=at("2022-08-01 09:00")
    )
    assert other


@pytest.mark.parametrize(
    ("typed", "name"),
    [
        ("", "2022-W32"),
        ("本周", "2022-W32"),
        ("上周", "2022-W31"),
        ("上期", "2022-W30"),
        ("第1期", "2022-W29"),
        ("第２期", "2022-W30"),
        ("第二期", "2022-W30"),
        ("2期", "2022-W30"),
        ("总第1期", "2022-W29"),
        ("第1期（总第2期）", "2022-W30"),
        ("2022年第2期", "2022-W30"),
        ("7月", "2022-07"),
        ("七月份", "2022-07"),
        ("2022年7月", "2022-07"),
        ("上月", "2022-07"),
        ("本月", "2022-08"),
        ("三季度", "2022-Q3"),
        ("第3季度", "2022-Q3"),
        ("本季度", "2022-Q3"),
        ("全年", "plan"),
        ("2022-w29", "2022-W29"),
        ("2022-Q3", "2022-Q3"),
        ("7月20日", "2022-W29"),
        ("2022-07-20", "2022-W29"),
        ("第29周", "2022-W29"),
    ],
)
def test_people_name_a_digest_in_their_own_words(world: World, typed: str, name: str) -> None:
    issued(world, "2022-W29", "2022-07-22 15:00")
    issued(world, "2022-W30", "2022-07-29 15:00")
    assert resolve(world.records, world.plan, typed, at("2022-08-10 09:00").date()) == name
    assert names_stretch(typed)


@pytest.mark.parametrize(
    "typed", ["第9期", "总第9期", "2021年第1期", "13月", "2月30日", "第60周", "0月", "昨天"]
)
def test_what_names_no_digest_is_refused_kindly(world: World, typed: str) -> None:
    issued(world, "2022-W29", "2022-07-22 15:00")
    with pytest.raises(WeekRefused):
        resolve(world.records, world.plan, typed, at("2022-08-10 09:00").date())


@pytest.mark.parametrize("words", ["怎么写", "由谁负责", "什么时候出", "写好了吗", "第3条"])
def test_other_words_after_the_command_are_no_stretch_of_time(words: str) -> None:
    assert not names_stretch(words)


def test_the_checksum_is_of_the_data_not_of_the_program(world: World) -> None:
    digest = compute(
        world.records, world.plan, world.rules, world.calendar, "2022-W29", now=at("2022-07-22 15:00")
    )
    assert issuing.checksum(digest) == issuing.checksum(replace(digest, erasures=()))
    assert issuing.checksum(digest) != issuing.checksum(replace(digest, moment=digest.moment + timedelta(1)))
    report = world.records.find(Report)
    assert not report
