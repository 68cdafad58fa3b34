"""Whatever comes in: it is refused in kind words or kept without secrets, and nothing else happens."""

import io
from functools import cache

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image

from bot.evidence.cleaning import clean
from bot.evidence.kinds import FileKind, Unfit
from tests.evidence import files
from tests.evidence.test_cleaning import SAMPLES

_OPAQUE = (FileKind.JPEG, FileKind.PNG, FileKind.WEBP, FileKind.OGG, FileKind.MP4)


@cache
def _sample(kind: FileKind) -> bytes:
    """Made once: a workbook tells the time, and must be the same for every example."""
    return SAMPLES[kind]()


@settings(max_examples=150)
@given(st.binary(max_size=400))
def test_bytes_that_mean_nothing_are_refused(content: bytes) -> None:
    with pytest.raises(Unfit):
        clean(content)


@pytest.mark.parametrize("kind", list(SAMPLES))
def test_a_file_of_which_only_the_beginning_arrived_is_refused(kind: FileKind) -> None:
    for length in range(120):
        with pytest.raises(Unfit):
            clean(_sample(kind)[:length])


@settings(max_examples=60)
@given(kind=st.sampled_from(list(SAMPLES)), data=st.data())
def test_a_damaged_file_is_refused_or_cleaned_and_nothing_else(kind: FileKind, data: st.DataObject) -> None:
    content = bytearray(_sample(kind))
    for _ in range(data.draw(st.integers(1, 6))):
        content[data.draw(st.integers(0, len(content) - 1))] = data.draw(st.integers(0, 255))
    try:
        cleaned = clean(bytes(content))
    except Unfit as unfit:
        assert str(unfit).endswith("。")
    except Exception as error:  # noqa: BLE001 - the other process may die of a file, the bot does not
        assert kind in (FileKind.PDF, FileKind.DOCX, FileKind.XLSX, FileKind.PPTX), repr(error)
    else:
        if kind in _OPAQUE:
            assert files.holds_secrets(cleaned.content) == []


@settings(max_examples=30)
@given(
    width=st.integers(1, 90),
    height=st.integers(1, 90),
    orientation=st.integers(1, 8),
    form=st.sampled_from(["JPEG", "PNG"]),
)
def test_every_picture_keeps_its_pixels(width: int, height: int, orientation: int, form: str) -> None:
    out = io.BytesIO()
    files.picture((width, height)).save(out, form, exif=files.exif(orientation))
    with Image.open(out) as was, Image.open(io.BytesIO(clean(out.getvalue()).content)) as now:
        assert was.tobytes() == now.tobytes()
        assert now.getexif().get(0x0112, 1) == orientation
