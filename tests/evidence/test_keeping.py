"""What becomes of each file that came, by the rules alone."""

from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path

import pytest

from bot.clock import SHANGHAI
from bot.evidence import keeping, texts
from bot.evidence.kinds import FileKind
from bot.evidence.model import Evidence, FileState
from bot.evidence.shelf import Shelf
from bot.outgoing import Outgoing
from bot.progress.model import Attachment, Draft, DraftItem, Report, Status
from bot.progress.reports import PHOTO
from tests.kelan import kelan_plan
from tests.memory import MemoryRecords

PLAN = kelan_plan()
NOW = datetime(2022, 7, 18, 9, 30, tzinfo=SHANGHAI)
FILE = Attachment("id-1", "unique-1", "document", "检查记录.docx", 900)
DIGEST = "ab" * 32


def drafted(records: MemoryRecords, *measures: int, person: int = 11, file: Attachment = FILE) -> None:
    items = tuple(DraftItem(number) for number in measures)
    records.put(Draft(str(person), PLAN.id, person, "县公安局", "text", f"1:{person}", NOW, items, (file,)))


def reported(records: MemoryRecords, measure: int) -> Report:
    report = Report("1:5:0", PLAN.id, measure, "县公安局", "2022-07", Status.DONE, None, "", "张三", 11, NOW)
    records.put(replace(report, attachments=(FILE,)))
    return records.find(Report)[0]


def kept(records: MemoryRecords, kind: FileKind = FileKind.DOCX) -> Evidence | None:
    return keeping.keep(records, PLAN, FILE.file_unique_id, NOW, digest=DIGEST, kind=kind, size=800)


def told(records: MemoryRecords) -> list[str]:
    return [letter.html for outgoing in records.find(Outgoing) for letter in outgoing.letters]


@pytest.fixture
def records() -> MemoryRecords:
    return MemoryRecords()


def test_a_file_is_expected_once_however_often_it_is_noted(records: MemoryRecords) -> None:
    drafted(records, 11)
    assert len(keeping.expect(records, PLAN, [FILE], 11, NOW)) == 1
    assert keeping.expect(records, PLAN, [FILE], 11, NOW) == []
    assert [row.state for row in keeping.due(records, PLAN, NOW)] == [FileState.WAITING]


def test_a_kept_file_forgets_the_way_to_its_original(records: MemoryRecords) -> None:
    drafted(records, 11)
    keeping.expect(records, PLAN, [FILE], 11, NOW)
    row = kept(records)
    assert row is not None and (row.state, row.file_id, row.suffix) == (FileState.KEPT, "", "docx")
    assert keeping.due(records, PLAN, NOW) == [] and told(records) == []
    assert kept(records) is None, "the same news again changes nothing"


def test_failures_are_tried_again_ever_later_and_given_up_after_three_days(records: MemoryRecords) -> None:
    drafted(records, 11)
    keeping.expect(records, PLAN, [FILE], 11, NOW)
    now, pauses = NOW, []
    while keeping.waiting(records, PLAN):
        row = keeping.put_off(records, PLAN, FILE.file_unique_id, now)
        assert row is not None
        if row.state is FileState.WAITING:
            pauses.append(row.next_at - now)
            now = row.next_at
    assert pauses[:4] == [timedelta(minutes=m) for m in (1, 5, 30, 120)] and pauses == sorted(pauses)
    assert timedelta(hours=72) <= now - NOW < timedelta(hours=75)
    (row,) = records.find(Evidence)
    assert row.state is FileState.LOST and texts.LOST in told(records)[0]
    assert records.find(Draft)[0].attachments == ()


def test_a_refused_file_leaves_the_draft_and_stays_named_in_a_report(records: MemoryRecords) -> None:
    report = reported(records, 11)
    keeping.expect(records, PLAN, [FILE], 11, NOW)
    keeping.refuse(records, PLAN, FILE.file_unique_id, NOW, texts.MACROS)
    assert records.find(Report) == [report], "reports are never rewritten"
    assert "已报送的汇报不受影响" in told(records)[0]
    assert keeping.kept_of(records, report) == []


def test_a_file_name_cannot_write_into_the_message(records: MemoryRecords) -> None:
    drafted(records, 11, file=replace(FILE, name="<b>x</b>&.docx"))
    keeping.expect(records, PLAN, records.find(Draft)[0].attachments, 11, NOW)
    keeping.refuse(records, PLAN, FILE.file_unique_id, NOW, texts.MACROS)
    assert "&lt;b&gt;x&lt;/b&gt;&amp;.docx" in told(records)[0]


@pytest.mark.parametrize("measure", [19, 20, 21, 22, 23])
@pytest.mark.parametrize("kind", [FileKind.JPEG, FileKind.PNG, FileKind.WEBP, FileKind.MP4])
def test_judicial_measures_take_no_pictures_whatever_they_are_called(
    records: MemoryRecords, measure: int, kind: FileKind
) -> None:
    drafted(records, measure)
    keeping.expect(records, PLAN, [FILE], 11, NOW)
    row = kept(records, kind)
    assert row is not None and row.state is FileState.REFUSED and "司法" in row.reason
    assert records.find(Draft)[0].attachments == ()


def test_a_picture_in_disguise_is_known_as_one_from_then_on(records: MemoryRecords) -> None:
    drafted(records, 11)
    keeping.expect(records, PLAN, [FILE], 11, NOW)
    kept(records, FileKind.JPEG)
    assert [a.kind for a in records.find(Draft)[0].attachments] == [PHOTO]


def test_only_what_nobody_refers_to_is_let_go(records: MemoryRecords, tmp_path: Path) -> None:
    shelf = Shelf(tmp_path)
    digest = shelf.put(b"%PDF", "pdf")
    assert shelf.put(b"%PDF", "pdf") == digest
    drafted(records, 11)
    keeping.expect(records, PLAN, [FILE], 11, NOW)
    keeping.keep(records, PLAN, FILE.file_unique_id, NOW, digest=digest, kind=FileKind.PDF, size=4)
    later = NOW + timedelta(days=9)
    assert keeping.let_go(records, PLAN, later) == 0
    assert keeping.unused(records, shelf.names()) == []
    reported(records, 11)
    records.drop(Draft, "11")
    assert keeping.let_go(records, PLAN, later) == 0
    records.drop(Report, "1:5:0")
    assert keeping.let_go(records, PLAN, NOW) == 0, "a draft may just be about to be sent"
    assert keeping.let_go(records, PLAN, later) == 1
    assert keeping.unused(records, shelf.names()) == [(digest, "pdf")]
    shelf.drop(digest, "pdf")
    shelf.drop(digest, "pdf")
    assert shelf.names() == set()


def test_a_half_written_file_is_taken_away_and_never_listed(tmp_path: Path) -> None:
    shelf = Shelf(tmp_path)
    digest = shelf.put(b"%PDF", "pdf")
    part = shelf.path("cd" * 32, "pdf").with_suffix(".pdf.part")
    part.parent.mkdir()
    part.write_bytes(b"%P")
    assert shelf.names() == {(digest, "pdf")}
    assert not part.exists()


def test_an_erased_file_is_not_taken_again_under_any_id(records: MemoryRecords) -> None:
    drafted(records, 11)
    keeping.expect(records, PLAN, [FILE], 11, NOW)
    kept(records)
    assert keeping.erase(records, keeping.same_content(records, FILE.file_unique_id), "x") == [
        (DIGEST, "docx")
    ]
    assert keeping.erase(records, [FILE.file_unique_id], "x") == []
    assert keeping.expect(records, PLAN, [FILE], 11, NOW) == []
    assert texts.ERASED_BEFORE in told(records)[0] and records.find(Draft)[0].attachments == ()
    again = replace(FILE, file_unique_id="unique-2")
    drafted(records, 11, file=again)
    keeping.expect(records, PLAN, [again], 11, NOW)
    row = keeping.keep(records, PLAN, "unique-2", NOW, digest=DIGEST, kind=FileKind.DOCX, size=800)
    assert row is not None and row.state is FileState.REFUSED
