"""How work stands by words that no pattern knows."""

import pytest

from bot.ask.linear import Linear
from bot.ask.train import mark
from bot.progress.model import Status
from bot.progress.standing import PATH, stands, understood
from bot.progress.train import standings
from bot.progress.wording import read
from tests.progress.test_messages import MESSAGES


def test_the_classifier_was_trained_on_the_wordings_that_are_there_now() -> None:
    again = "run python -m bot.progress.train tests/progress/messages"
    assert Linear.load(PATH).about == mark(standings(MESSAGES)), again


@pytest.mark.parametrize(
    ("words", "status"),
    [
        ("账都销干净了", Status.DONE),
        ("工地上趴窝了", Status.BLOCKED),
        ("没挪过窝", Status.NOT_STARTED),
        ("这个月没添啥新的", Status.NIL),
        ("就差最后盖章", Status.IN_PROGRESS),
    ],
)
def test_words_that_are_in_no_list_tell_how_work_stands(words: str, status: Status) -> None:
    assert understood(words).status is status


def test_what_only_names_a_thing_or_asks_says_nothing() -> None:
    assert stands("全县中小学校园安全") is None
    assert stands("这个算不算趴窝了？") is None


def test_the_share_of_one_thing_is_not_that_of_the_whole() -> None:
    assert understood("活动正按计划推进，汇编成册约完成一半").percent is None
    assert understood("高中军训已完成，初中测评才做了一半") == read("高中军训已完成，初中测评才做了一半")
