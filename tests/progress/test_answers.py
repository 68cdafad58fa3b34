"""What a few words mean, by the words they are made of."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.progress.answers import (
    after_preface,
    assents,
    clauses,
    essence,
    kinds,
    leaves,
    takes_back,
    waits,
    wrong,
)

AGREEING = (
    "确认|没毛病|妥|也行|那就发|哈哈不闲扯了 确认|科长说行，报吧|中，就这么着"
    "|ok哒，发出去吧|剩下的报了吧|嗯，是这个"
    "|没了，就这些，报吧|这回对了，交吧|好的谢谢|领导看了，可以|嗯，核对过了没问题，麻烦提交|昨天那个确认|👌"
    "|就它了|核完了，没问题，报"
)
NOT_AGREEING = (
    "你好|谢谢|好的，明白了|可以，不过改成45%|不好|明天报|今天可真热啊|报送的时候要注意|对，另外还有8条|好了吗|行不行"
    "|这样报可以吗|确认吧，等等，先别报|不报了|收到|吃饭去了，回来再报"
)
LEAVING = (
    "拉倒吧 不报了|算了|今天先不报，明天再说|哎这个不该我报，不要了"
    "|都不报了，回头统一报|不报了，局长说等下个月|先别报了 取消|先不报了，月底看看再说"
)
NOT_LEAVING = (
    "26不报了 删掉|先别发|把11条拿掉，这条先不报|卫生保健那条去掉|等等，先别报|不对|算了，改成60%"
    "|第一个先不报"
)


@pytest.mark.parametrize("words", AGREEING.split("|"))
def test_a_yes_is_told_by_the_words_it_is_made_of(words: str) -> None:
    assert assents(words) and not leaves(words) and not wrong(words)


@pytest.mark.parametrize("words", NOT_AGREEING.split("|"))
def test_what_says_more_or_less_than_yes_sends_nothing(words: str) -> None:
    assert not assents(words)


def test_numbers_that_the_card_shows_may_be_said_again() -> None:
    assert assents("行，就95", {"95"}) and not assents("行，就95")


@pytest.mark.parametrize("words", LEAVING.split("|"))
def test_a_report_is_thrown_away_in_many_words(words: str) -> None:
    assert leaves(words, several=True) and not assents(words)


@pytest.mark.parametrize("words", NOT_LEAVING.split("|"))
def test_what_is_about_one_item_or_only_waits_throws_nothing_away(words: str) -> None:
    assert not leaves(words, several=True)


def test_sent_reports_are_taken_back_whatever_the_reason() -> None:
    assert takes_back("哎呀撤回撤回 发早了") and takes_back("刚发的那个撤了吧，领导说数不对")
    assert not takes_back("撤回的经费什么时候到") and not takes_back("26不报了 删掉")


def test_waiting_and_being_wrong_are_told_apart() -> None:
    assert waits("先等等，我问下科长") and waits("我再核一下") and not waits("报吧")
    assert wrong("写错了") and wrong("不太对吧") and not wrong("不报了") and not wrong("不对，是17%")


def test_what_leads_to_the_point_is_left_out() -> None:
    assert essence("坏了 报串了 不是15条是16条").endswith("不是15条是16条")
    assert after_preface("打错了，18条推进中，体检800人") == "18条推进中，体检800人"


@given(st.text(alphabet="好不对是报发了吧，。 5%条第a", max_size=70) | st.text(max_size=60))
def test_any_words_at_all_are_understood_or_passed_over(words: str) -> None:
    for meaning in (assents, leaves, takes_back, waits, wrong, essence, after_preface):
        meaning(words)
    for clause in clauses(words):
        kinds(clause)
