from dataclasses import dataclass, fields, replace
from datetime import UTC, date, datetime, timedelta
from enum import StrEnum

import orjson
import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.clock import SHANGHAI
from bot.progress.model import Attachment, Draft, DraftItem, Report, Status
from bot.store.codec import Codec, CodecError
from bot.store.kinds import KINDS
from tests.store.samples import JULY, report

TEXT = st.text(st.characters(exclude_categories=["Cs"]), max_size=40)
YEAR_1980 = 315_532_800
MOMENT = st.integers(0, 120 * 366 * 86400 * 10**6).map(
    # from instants, so that hours which summer time skipped or had twice (1986-1991) come up too
    lambda micro: (datetime.fromtimestamp(YEAR_1980, UTC) + timedelta(microseconds=micro)).astimezone(
        SHANGHAI
    )
)
COUNT = st.integers(-(2**53), 2**53)


class Colour(StrEnum):
    RED = "red"
    GREEN = "green"


@dataclass(frozen=True, slots=True)
class Part:
    name: str
    day: date
    size: float = 1.5


@dataclass(frozen=True, slots=True)
class Everything:
    key: str
    count: int
    flag: bool
    moment: datetime
    colour: Colour
    maybe: Colour | None
    parts: tuple[Part, ...]
    pair: tuple[int, str]
    names: dict[str, int]
    note: str = "无"
    when: date | None = None


PARTS = st.builds(Part, TEXT, st.dates(), st.floats(allow_nan=False, allow_infinity=False))
EVERYTHING = st.builds(
    Everything,
    key=TEXT,
    count=COUNT,
    flag=st.booleans(),
    moment=MOMENT,
    colour=st.sampled_from(Colour),
    maybe=st.none() | st.sampled_from(Colour),
    parts=st.lists(PARTS, max_size=3).map(tuple),
    pair=st.tuples(COUNT, TEXT),
    names=st.dictionaries(TEXT, COUNT, max_size=3),
    note=TEXT,
    when=st.none() | st.dates(),
)


def through_json(kind: type, record: object) -> object:
    codec = Codec(kind)
    return codec.decode(orjson.loads(orjson.dumps(codec.encode(record))))


@given(EVERYTHING)
def test_a_record_comes_back_from_json_as_it_went(record: Everything) -> None:
    back = through_json(Everything, record)
    assert back == record
    assert back.moment.utcoffset() == record.moment.utcoffset()
    assert type(back.colour) is Colour
    assert type(back.parts) is tuple


@given(
    st.builds(
        Draft,
        *[TEXT, TEXT, COUNT, TEXT, TEXT, TEXT, MOMENT],
        items=st.lists(
            st.builds(DraftItem, COUNT, st.none() | st.sampled_from(Status), st.none() | COUNT, TEXT),
            max_size=3,
        ).map(tuple),
        attachments=st.lists(st.builds(Attachment, TEXT, TEXT, TEXT, TEXT, COUNT), max_size=2).map(tuple),
        card=st.none() | COUNT,
    )
)
def test_a_draft_with_items_and_attachments_comes_back_as_it_went(record: Draft) -> None:
    assert through_json(Draft, record) == record


def test_a_moment_is_stored_in_shanghai_time_whatever_zone_it_came_in() -> None:
    codec = Codec(Report)
    utc = JULY.astimezone(UTC)
    assert codec.encode(report(at=utc))["at"] == "2022-07-18T09:00:00+08:00"
    assert codec.decode(codec.encode(report(at=utc))).at.tzinfo is SHANGHAI


def test_a_moment_written_by_hand_in_another_zone_is_read_as_the_same_instant() -> None:
    document = Codec(Report).encode(report()) | {"at": "2022-07-18T01:00:00+00:00"}
    assert Codec(Report).decode(document).at == JULY
    assert Codec(Report).decode(document).at.utcoffset() == timedelta(hours=8)


def test_a_missing_field_takes_its_default_and_a_missing_field_without_one_is_refused() -> None:
    document = Codec(Report).encode(report(replaces="77:0:0"))
    del document["replaces"], document["attachments"]
    assert Codec(Report).decode(document) == report()
    del document["unit"]
    with pytest.raises(CodecError, match="'unit' is missing"):
        Codec(Report).decode(document)


def test_a_field_from_a_newer_program_is_refused_by_name() -> None:
    document = Codec(Report).encode(report()) | {"mood": "secret"}
    with pytest.raises(CodecError, match="unknown field 'mood'") as error:
        Codec(Report).decode(document)
    assert "secret" not in str(error.value)


@pytest.mark.parametrize(
    ("field", "wrong"),
    [
        ("measure", "8"),
        ("measure", True),
        ("percent", 60.0),
        ("text", None),
        ("status", "finished"),
        ("at", "2022-07-18T09:00:00"),
        ("at", "yesterday"),
        ("at", 5),
        ("attachments", {}),
        ("attachments", [{"file_id": "x"}]),
    ],
)
def test_a_document_with_a_value_of_the_wrong_type_is_refused_by_field(field: str, wrong: object) -> None:
    document = Codec(Report).encode(report()) | {field: wrong}
    with pytest.raises(CodecError, match=rf"Report\.{field}"):
        Codec(Report).decode(document)


@pytest.mark.parametrize(
    "wrong",
    [
        {"measure": "8"},
        {"percent": True},
        {"status": "done"},
        {"at": datetime(2022, 7, 1)},  # noqa: DTZ001 - a naive moment is the point
        {"attachments": []},
    ],
)
def test_a_record_with_a_value_of_the_wrong_type_cannot_be_written(wrong: dict[str, object]) -> None:
    with pytest.raises(CodecError, match=rf"Report\.{next(iter(wrong))}"):
        Codec(Report).encode(replace(report(), **wrong))


def test_a_type_that_json_cannot_keep_is_refused_when_the_kind_is_declared() -> None:
    @dataclass(frozen=True)
    class Odd:
        key: str
        number: complex

    with pytest.raises(TypeError, match=r"Odd\.number"):
        Codec(Odd)


def test_every_kind_has_a_key_and_its_own_table_and_indexes_fields_it_has() -> None:
    assert len({kind.table for kind in KINDS}) == len({kind.record for kind in KINDS}) == len(KINDS)
    for kind in KINDS:
        names = {field.name for field in fields(kind.record)}
        assert {"key", *(name for index in kind.indexes for name in index)} <= names
