"""What tells reports from talk."""

from bot.ask.linear import Linear
from bot.ask.train import mark
from bot.progress.dictated import flatten
from bot.progress.manner import PATH, manner, reports
from bot.progress.train import examples
from tests.progress.test_messages import MESSAGES


def test_the_classifier_was_trained_on_the_messages_that_are_there_now() -> None:
    again = "run python -m bot.progress.train tests/progress/messages"
    assert Linear.load(PATH).about == mark(examples(MESSAGES)), again


def test_measures_numbers_and_percents_are_all_alike() -> None:
    assert manner("第8条完成80%，讲座5场") == manner("第二十条完成百分之六十。讲座12场")
    assert manner("第5、8条完成") == manner("措施十二完成！")


def test_the_same_words_ask_and_report() -> None:
    assert reports(flatten("还没启动的怎么填")) < 0 < reports(flatten("还没启动，等开学"))
    assert reports(flatten("完成了要不要再报")) < 0 < reports(flatten("第8条完成了，查了12所学校"))
