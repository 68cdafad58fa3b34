"""The picture: every obligation in it with the mark of its status, drawn alike each time."""

import struct
from collections import Counter
from itertools import pairwise

import pytest

from bot.digest import picture as drawing
from bot.digest.canvas import Canvas
from bot.digest.faces import render_apart
from bot.digest.model import Digest
from bot.digest.paper import Letterhead
from bot.digest.trend import with_trend
from bot.progress.model import Status
from tests.digest.test_digest import said, week
from tests.reminders.world import World


@pytest.fixture
def world() -> World:
    world = World()
    said(world, "县公安局", 11, "2022-07-20 10:00", Status.IN_PROGRESS, "检查3次", percent=60)
    for unit in ("县检察院", "县法院", "县教育科技局", "县司法局"):
        said(world, unit, 22, "2022-07-27 10:00", Status.DONE)
    said(world, "县文旅局", 24, "2022-08-03 10:00", Status.BLOCKED, "缺经费")
    return world


def digest_of(world: World) -> Digest:
    digest = week(world, "2022-W31", "2022-08-05 15:00")
    return with_trend(digest, world.records, world.plan)


def test_the_trend_is_what_each_weeks_own_digest_said(world: World) -> None:
    digest = digest_of(world)
    weeks = ("2022-W28", "2022-W29", "2022-W30", "2022-W31")
    own = [week(world, name, "2022-08-05 15:00") for name in weeks]
    assert [(p.first, p.last, p.measures) for p in digest.trend] == [
        (d.first, d.last, d.measures) for d in own
    ]
    assert len(with_trend(digest, world.records, world.plan, weeks=2).trend) == 2


def test_every_obligation_and_every_measure_has_its_cell(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    drawn: Counter[Status] = Counter()
    cells = drawing._cells

    def counted(page: Canvas, status: Status, spots: list[tuple[float, float]], width: float) -> None:
        drawn[status] += len(set(spots))
        cells(page, status, spots, width)

    monkeypatch.setattr(drawing, "_cells", counted)
    digest = digest_of(world)
    drawing.picture(digest)
    legend = 1
    for status in (Status.DONE, Status.IN_PROGRESS, Status.BLOCKED, Status.NOT_STARTED):
        told = getattr(digest.obligations, status.value) + getattr(digest.measures, status.value)
        assert drawn[status] == told + legend
    assert drawn.total() == 210 + 26 + 4


async def test_it_is_made_for_a_phone_and_the_same_every_time_even_in_another_process(world: World) -> None:
    digest = digest_of(world)
    made = drawing.picture(digest)
    width, height = struct.unpack(">II", made[16:24])
    assert made.startswith(b"\x89PNG") and width == 1080 and 1500 < height < 2400
    assert await render_apart("png", digest, world.plan, Letterhead("", "", "", "", 1)) == made


def test_statuses_differ_in_grey_and_in_letter_not_in_colour_alone() -> None:
    def grey(colour: str) -> float:
        red, green, blue = (int(colour[n : n + 2], 16) for n in (1, 3, 5))
        return 0.299 * red + 0.587 * green + 0.114 * blue

    marks = drawing._MARKS
    assert len({letter for _, letter, *_ in marks.values()}) == 4
    plain = sorted(grey(colour) for status, (colour, *_) in marks.items() if status is not Status.BLOCKED)
    assert all(lighter - darker > 40 for darker, lighter in pairwise(plain))
    assert marks[Status.BLOCKED][3], "有困难 is hatched too"


def test_the_first_paragraph_keeps_its_stops_with_their_words() -> None:
    lines = drawing._wrapped("字" * 33 + "。" + "字" * 40)
    assert [len(line) for line in lines] == [34, 33, 7]
    assert lines[0].endswith("。")
