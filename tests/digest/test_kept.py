"""Issues on a real disk: read again, backed up and restored, and pulled from the command line."""

from dataclasses import asdict
from pathlib import Path

from bot.console import digest_face
from bot.digest import issue as issuing
from bot.digest.faces import FACES, render
from bot.digest.model import Letterhead
from bot.digest.stored import Issued, IssuedDigest, IssuedFile
from bot.plan.loader import find_plan, load_plan
from bot.progress.cadence import CadenceRules
from bot.progress.calendar import WorkCalendar
from bot.progress.model import Attachment, Report, Status
from bot.records import Records
from bot.roster.authority import Actor
from bot.settings import Settings, load_settings
from bot.store import TinyStore, open_reader
from bot.store.backup import backup, restore
from tests.reminders.world import at

CLERK = Actor(900, "王主任", office=True)
NOW = at("2022-07-22 15:00")


def settings(folder: Path) -> Settings:
    return load_settings({"WEIBAO_DATA_DIR": str(folder)})


def issued_in(folder: Path, *, handed_out: bool = True) -> dict[str, bytes]:
    """A store with one issue, and its faces; those that were handed out are kept."""
    own = settings(folder)
    plan = load_plan(find_plan(own.plan, own.plan_roots))
    head = Letterhead(**asdict(own.paper))
    files = (Attachment("a", "u", "document", "1.docx", 9),)

    def work(records: Records) -> dict[str, bytes]:
        for number, status in enumerate((Status.DONE, Status.BLOCKED, Status.NIL, Status.IN_PROGRESS)):
            when = at(f"2022-07-2{number} 10:00") if number < 3 else at("2022-07-19 08:30")
            measure, unit = ((11, "县公安局"), (24, "县文旅局"), (15, "县民政局"), (20, "县法院"))[number]
            records.put(
                Report(
                    f"b:{number}:0",
                    plan.id,
                    measure,
                    unit,
                    "2022-07",
                    status,
                    60,
                    f"第{number}次\n=1",
                    "某",
                    1,
                    when,
                    attachments=files,
                )
            )
        rules, calendar = CadenceRules(), WorkCalendar()
        draft = issuing.drafted(records, plan, rules, calendar, "2022-W29", now=NOW)
        issued = issuing.issue(
            records,
            plan,
            rules,
            calendar,
            head,
            by=CLERK,
            week="2022-W29",
            seen=issuing.fingerprint(draft),
            weeks=(),
            now=NOW,
        )
        assert issued is not None
        digest = issuing.frozen(records, issued)
        made = {face: render(face, digest, plan, head) for face in FACES}
        for face, content in made.items() if handed_out else ():
            issuing.keep_file(records, issued, face, content, issued.checksum)
        return made

    store = TinyStore.open(folder)
    try:
        return store.transact_now(work)
    finally:
        store.close_now()


def test_what_is_issued_comes_back_from_disk_and_from_a_backup_byte_for_byte(tmp_path: Path) -> None:
    faces = issued_in(tmp_path / "data")
    assert (tmp_path / "data" / "issued-kelan-2022-2022-07.json").exists()
    backup(tmp_path / "data", tmp_path / "backup.zip")
    restore(tmp_path / "new", tmp_path / "backup.zip")
    for folder in ("data", "new"):
        reader = open_reader(tmp_path / folder)
        (issued,) = reader.find(Issued)
        (kept,) = reader.find(IssuedDigest)
        assert issuing.frozen(reader, issued) == kept.digest  # the checksum holds after the way to disk
        assert {face: issuing.file_of(reader, issued, face) for face in FACES} == faces


def test_the_command_line_pulls_the_same_bytes_by_week_and_by_number(tmp_path: Path) -> None:
    faces = issued_in(tmp_path)
    own = settings(tmp_path)
    plan = load_plan(find_plan(own.plan, own.plan_roots))
    for named in ("2022-W29", "第1期", "总第1期", "上期"):
        assert digest_face(own, plan, named, "text") == faces["text"]
    for face in FACES:
        assert digest_face(own, plan, "第1期", face) == faces[face]
    assert "工作周报第1期·总第1期（7月18日—7月24日）" in faces["text"].decode()


def test_what_nobody_has_pulled_yet_is_drawn_from_the_frozen_data_and_kept(tmp_path: Path) -> None:
    faces = issued_in(tmp_path, handed_out=False)
    own = settings(tmp_path)
    plan = load_plan(find_plan(own.plan, own.plan_roots))
    assert not open_reader(tmp_path).find(IssuedFile)
    for face in ("md", "xlsx"):
        assert digest_face(own, plan, "第1期", face) == faces[face]
    assert {file.face for file in open_reader(tmp_path).find(IssuedFile)} == {"md", "xlsx"}


def test_what_cannot_be_kept_is_handed_out_all_the_same(tmp_path: Path) -> None:
    faces = issued_in(tmp_path, handed_out=False)
    own = settings(tmp_path)
    plan = load_plan(find_plan(own.plan, own.plan_roots))
    other = TinyStore.open(tmp_path)  # another program has the folder, and does not answer
    try:
        assert digest_face(own, plan, "第1期", "md") == faces["md"]
        assert not other.read.find(IssuedFile)
    finally:
        other.close_now()
