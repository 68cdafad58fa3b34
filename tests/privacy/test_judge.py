"""The trained judge of names."""

from pathlib import Path

import pytest

from bot.privacy import redact
from bot.privacy.candidates import places
from bot.privacy.judge import PATH, about, load, save
from bot.privacy.talk import ChildTalk
from bot.privacy.train import mark
from bot.privacy.traits import age, padded


def test_the_judge_was_trained_on_the_messages_that_are_there_now() -> None:
    assert about() == mark(Path()), "run python -m bot.privacy.train ."


def test_what_is_written_is_read(tmp_path: Path) -> None:
    save(tmp_path / "some.model", "mark", {"ab,王": 2.0, "B\n": -1.0, "faint": 0.001})
    mark_read, weights = load(tmp_path / "some.model")
    assert mark_read == "mark"
    assert set(weights) == {"ab,王", "B\n"}
    assert weights["ab,王"] == pytest.approx(2.0)
    assert weights["B\n"] == pytest.approx(-1.0, abs=0.02)


@pytest.mark.parametrize("damage", [lambda data: data[:-9], lambda data: b"", lambda data: data[5:]])
def test_a_damaged_file_is_told(tmp_path: Path, damage) -> None:  # type: ignore[no-untyped-def]
    path = tmp_path / "names.model"
    path.write_bytes(damage(PATH.read_bytes()))
    with pytest.raises(ValueError):
        load(path)


def test_names_are_sought_where_a_surname_or_a_pet_name_begins() -> None:
    text = "问欧阳小雨和牛牛"
    found = {text[start:end] for start, end in places(text)}
    assert {"欧阳小雨", "牛牛"} <= found
    assert not any(word.startswith("问") for word in found)
    assert not list(places("老师每周来两次"))


def test_an_age_tells_a_child_from_a_grown_up() -> None:
    assert age(padded("王强（男，9岁）"), 6) == "0"
    assert age(padded("王强（男，39周岁）"), 6) == "9"
    assert age(padded("王强来了"), 6) == ""


def test_talk_of_a_child_is_found_the_same_however_often_it_is_asked_for() -> None:
    text = "下雨了。王强没来上学。" * 9
    few, many = ChildTalk(text), ChildTalk(text)
    for _ in range(50):
        many.around(0, 1)
    spans = [(place, place + 2) for place in range(30)]
    assert [few.around(*span) for span in spans] == [many.around(*span) for span in spans]


def test_a_name_without_any_cue_is_masked_and_a_grown_up_in_office_is_not() -> None:
    assert redact("崔小燕没鞋穿，脚上起了冻疮。").text == "［姓名已隐去］没鞋穿，脚上起了冻疮。"
    assert not redact("民政局 田磊 公安局 石磊 到场督查。").found
