"""依法删除 by the rules alone: which words go, from where, and what stays as it was."""

from dataclasses import replace

import pytest

from bot.outgoing import Letter, Outgoing
from bot.progress.acts import Awaited, Closing, Extension, Wanted
from bot.progress.erased import Erased
from bot.progress.erasure import ERASED_KIND, Scope, affected, erase_file, erase_words
from bot.progress.ledger import Ledger
from bot.progress.model import Attachment, Draft, DraftItem, Obligation, Report, ReportState, Review, Verdict
from bot.progress.reports import ReportError
from bot.roster.authority import NotAllowed
from tests.memory import MemoryRecords
from tests.progress.helpers import BOSS, PLAN, POLICE, SCHOOLS, WANG, ZHANG, at, draft, report, review

WORDS = "赴阳坪村看望那户困境家庭的孩子"
NOW = at("2022-07-20T09:00")


@pytest.fixture
def records() -> MemoryRecords:
    return MemoryRecords()


def erase(records: MemoryRecords, sent: Report, scope: Scope = Scope.SAME_WORDS) -> list[int]:
    done = erase_words(records, PLAN, by=BOSS, report_key=sent.key, scope=scope, now=NOW)
    return [each.measure for each in done.reports]


def holding(records: MemoryRecords, words: str = WORDS) -> int:
    kinds = (Report, Review, Draft, Outgoing)
    return sum(words in repr(record) for kind in kinds for record in records.find(kind))


def test_the_words_go_from_every_version_of_the_unit_that_holds_them(records: MemoryRecords) -> None:
    first = report(records, "2022-07-15", 11, text=WORDS)
    report(records, "2022-07-16", 12, text=f"{WORDS}；检查3次")
    report(records, "2022-07-17", 11, text=f"已{WORDS}，检查5次")
    other = report(records, "2022-07-17", 13, text="检查网吧4家")
    assert erase(records, first) == [11, 12, 11]
    assert holding(records) == 0 and records.get(Report, other.key) == other
    blank = records.get(Report, first.key)
    assert (blank.author, blank.at, blank.status) == (first.author, first.at, first.status)
    assert blank.text == "［依法删除：2022年7月20日，李四］"


def test_another_units_words_and_everyday_ones_stay(records: MemoryRecords) -> None:
    first = report(records, "2022-07-15", 11, text="已完成")
    report(records, "2022-07-16", 12, text="已完成，检查学校12所")
    report(records, "2022-07-16", 11, text="已完成", by=WANG, unit=SCHOOLS)
    assert erase(records, first) == [11]
    assert [r.text for r in records.find(Report)][1:] == ["已完成，检查学校12所", "已完成"]


def test_a_corrected_version_of_the_same_due_goes_with_it(records: MemoryRecords) -> None:
    first = report(records, "2022-07-15", 11, text=f"推进中，{WORDS}，2次")
    report(records, "2022-07-16", 11, text=f"推进中，{WORDS}，3次")
    report(records, "2022-07-16", 12, text=f"推进中，{WORDS}，4次")
    assert erase(records, first) == [11, 11]


def test_all_versions_of_a_due_can_go_at_once(records: MemoryRecords) -> None:
    first = report(records, "2022-07-15", 11, text=WORDS)
    second = report(records, "2022-07-16", 11, text="换了一种说法讲那个孩子")
    assert erase(records, second) == [11] and holding(records) == 1
    assert erase(records, second, Scope.WHOLE_DUE) == [11] and holding(records) == 0
    assert affected(records, PLAN, first, Scope.WHOLE_DUE) == []


def test_remarks_drafts_and_what_waits_to_be_told_lose_the_words_too(records: MemoryRecords) -> None:
    sent = report(records, "2022-07-15", 11, text=WORDS)
    records.put(Review("v", PLAN.id, sent.key, Verdict.RETURNED, "李四", 900, NOW, f"“{WORDS}”请改写"))
    records.put(draft(ZHANG, POLICE, "1:9", DraftItem(11, text=WORDS), DraftItem(12, text="检查3次")))
    records.put(Outgoing("o", PLAN.id, NOW, (Letter(900, f"有困难：{WORDS}。"), Letter(901, "另一条"))))
    erase(records, sent)
    assert holding(records) == 0
    assert [item.text for item in records.find(Draft)[0].items] == ["", "检查3次"]
    assert records.find(Outgoing)[0].letters[1].html == "另一条"


def test_a_joint_report_loses_the_words_in_every_unit_and_acts_beside_it_lose_them_too(
    records: MemoryRecords,
) -> None:
    first = report(records, "2022-07-15", 11, text=WORDS)
    joint = replace(first, key="8:1:0", unit=SCHOOLS, author="王五", author_id=12, joint=first.key)
    stranger = replace(first, key="8:2:0", unit="县委网信办", text=WORDS)
    asked = Extension("7:1:0", PLAN.id, 8, POLICE, "2022-07", NOW, f"要{WORDS}", "张三", 11, NOW)
    act = Closing("9:3", PLAN.id, 11, POLICE, False, "李四", 900, NOW, WORDS)
    waiting = Awaited("900", PLAN.id, Wanted.BEHALF, f"abc:phone:{WORDS}", NOW)
    for record in (joint, stranger, asked, act, waiting):
        records.put(record)
    for meant in (joint, first):
        world = records.copy()
        assert len(erase(world, meant)) == 2
        left = [
            r for kind in (Report, Extension, Closing, Awaited) for r in world.find(kind) if WORDS in repr(r)
        ]
        assert left == [stranger]


def test_an_erased_version_still_answers_and_a_returned_one_still_does_not(records: MemoryRecords) -> None:
    duty = Obligation(11, POLICE)
    sent = report(records, "2022-07-15", 11, percent=60, text=WORDS)
    erase(records, sent)
    ledger = Ledger(records, PLAN)
    assert ledger.state_of(sent) is ReportState.ERASED
    assert ledger.answered(duty, "2022-07") and ledger.standing(duty).percent == 60
    review(records, sent, Verdict.RETURNED, "2022-07-21T09:00")
    ledger = Ledger(records, PLAN)
    assert ledger.state_of(sent) is ReportState.ERASED and ledger.answered(duty, "2022-07") is None


def test_a_file_goes_from_every_report_and_draft_and_the_others_stay(records: MemoryRecords) -> None:
    one, two = (Attachment(f"id{n}", f"u{n}", "photo", f"张三{n}.jpg", 9) for n in (1, 2))
    for number in (1, 2):
        key = f"1:{number}:0"
        base = report(records, "2022-07-15", 11 + number, text="检查3次")
        records.drop(Report, base.key)
        records.put(replace(base, key=key, attachments=(one, two)))
    records.put(replace(draft(ZHANG, POLICE, "1:9"), attachments=(one, two)))
    done = erase_file(records, PLAN, by=BOSS, report_key="1:1:0", files={"u1"}, now=NOW)
    assert len(done.reports) == 2
    for each in records.find(Report):
        gone, kept = each.attachments
        assert kept == two
        assert (gone.kind, gone.file_id, gone.file_unique_id) == (ERASED_KIND, "", "u1")
        assert "依法删除" in gone.name
    assert records.find(Draft)[0].attachments == (two,)
    assert {mark.file for mark in records.find(Erased)} == {"u1"}
    again = erase_file(records, PLAN, by=BOSS, report_key="1:1:0", files={"u1"}, now=NOW)
    assert again.reports == () and len(records.find(Erased)) == 2
    with pytest.raises(ReportError):
        erase_file(records, PLAN, by=BOSS, report_key="1:1:0", files={"u9"}, now=NOW)


def test_only_the_office_erases(records: MemoryRecords) -> None:
    sent = report(records, "2022-07-15", 11, text=WORDS)
    for by in (ZHANG, WANG):
        with pytest.raises(NotAllowed):
            erase_words(records, PLAN, by=by, report_key=sent.key, scope=Scope.SAME_WORDS, now=NOW)
        with pytest.raises(NotAllowed):
            erase_file(records, PLAN, by=by, report_key=sent.key, files={"u"}, now=NOW)
    with pytest.raises(ReportError):
        erase_words(records, PLAN, by=BOSS, report_key="9:9:9", scope=Scope.SAME_WORDS, now=NOW)
    assert records.find(Erased) == [] and holding(records) == 1
