"""Nothing personal of a child in any face, however a report came to be stored."""

import io
import pickle
import zipfile
from dataclasses import replace
from html import unescape

import pytest

from bot.digest.data import digest_json
from bot.digest.faces import FACES, render
from bot.digest.model import Digest
from bot.digest.tasks import tasks_of, write_file
from bot.digest.trend import with_trend
from bot.progress.model import Attachment, Report, Status
from tests.digest.test_digest import said, week
from tests.digest.test_longer import longer
from tests.digest.test_paper import LETTERHEAD
from tests.kelan import MEASURES
from tests.reminders.world import World

CHILD = "王小明（男，9岁，身份证号140926201301011234，住岚漪镇北街12号，电话13812345678）"
PIECES = ("王小明", "140926201301011234", "13812345678")
CASE = "李某某性侵案"


@pytest.fixture
def world() -> World:
    world = World()
    for number, unit, status in (
        (15, "县民政局", Status.BLOCKED),
        (16, "县民政局", Status.DONE),
        (17, "县妇联", Status.IN_PROGRESS),
        (24, "县公安局", Status.NIL),
    ):
        said(world, unit, number, "2022-07-20 10:00", status, f"帮扶{CHILD}1人")
    for number, unit in ((20, "县公安局"), (21, "县法院"), (22, "县司法局")):
        key = said(world, unit, number, "2022-07-20 10:00", Status.BLOCKED, CASE)
        report = world.records.get(Report, key)
        assert report is not None
        files = (Attachment("f", "u", "document", f"{CASE}.docx", 9),) * 4
        world.records.put(replace(report, attachments=files))
    return world


def unpacked(content: bytes) -> str:
    if not content.startswith(b"PK"):
        return content.decode("utf-8", "ignore")
    with zipfile.ZipFile(io.BytesIO(content)) as packed:
        parts = [packed.read(name).decode("utf-8", "ignore") for name in packed.namelist()]
    return unescape("".join(parts))  # a workbook writes its characters as numbers


def digests(world: World) -> list[Digest]:
    now = "2022-07-22 15:00"
    found = [
        week(world, "2022-W29", now),
        *(longer(world, name, now) for name in ("2022-07", "2022-Q3", "plan")),
    ]
    return [with_trend(digest, world.records, world.plan) for digest in found]


def test_no_face_holds_a_childs_data_nor_a_word_of_a_case(world: World) -> None:
    for digest in digests(world):
        worded = [face for face in FACES if face != "png"]  # into which no person's words are drawn
        faces = {face: unpacked(render(face, digest, world.plan, LETTERHEAD)) for face in worded}
        faces["frozen"] = pickle.dumps(digest).decode("utf-8", "ignore")
        faces["tasks"] = unpacked(write_file(digest, tasks_of(world.records, world.plan)))
        for face, text in faces.items():
            for piece in (*PIECES, CASE):
                assert piece not in text, (face, piece)
        assert "帮扶" in faces["md"] and "帮扶" in faces["xlsx"] and "帮扶" in faces["upward"]


def test_of_judicial_measures_there_are_totals_only_and_few_are_not_counted_out(world: World) -> None:
    for digest in digests(world):
        shown = digest_json(digest)
        (total,) = [line for line in shown["news"] if line["section"] == 6]
        assert total["text"].endswith("收到进展少于5份，仅列总数") and total["unit"] is None
        assert shown["received"]["reports"] == 4 and shown["received"]["evidence"] == 0
        assert all(row.evidence is None for row in digest.rows if MEASURES[row.measure][0] == 6)
        for tally in digest.section_tallies:
            if tally.name == "加强司法保护":
                assert (tally.reports, tally.on_behalf, tally.returned, tally.evidence) == (None,) * 4
        assert sum(tally.reports or 0 for tally in digest.unit_tallies) in (0, 4)
