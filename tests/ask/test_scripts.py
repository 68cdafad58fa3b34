"""Other ways to write: traditional characters, pinyin, English, slips of the input method, long messages."""

import pytest

from bot.ask import Asker
from bot.ask.script import from_english, simplified
from bot.plan.model import Plan
from tests.ask.sets import lines


@pytest.mark.parametrize(
    ("kind", "least"), [("hant", 0.95), ("pinyin", 0.95), ("english", 0.95), ("slip", 0.9), ("ramble", 0.8)]
)
def test_questions_in_other_scripts_find_their_measure(asker: Asker, kind: str, least: float) -> None:
    asked = [line.split(" ", 2)[1:] for line in lines("other_scripts.txt") if line.startswith(kind)]
    missed = []
    for wanted, question in asked:
        first = [found.number for found in asker.ask(question).measures[:1]]
        if not set(first) & set(map(int, wanted.split("|"))):
            missed.append(question)
    assert len(missed) <= (1 - least) * len(asked) + 1e-9, missed


@pytest.mark.parametrize(
    ("question", "kind", "numbers"),
    [
        ("第7條", "number", [7]),
        ("di qi tiao", "number", [7]),
        ("measure 7", "number", [7]),
        ("article 13", "number", [13]),
        ("section 3", "section", [7, 8, 9, 10]),
        ("how many measures are there", "stat", []),
        ("what is the weather today", "none", []),
        ("tianqi zenmeyang", "none", []),
        ("明天會下雨嗎", "none", []),
        ("asdfghjkl", "none", []),
        ("zzz", "none", []),
    ],
)
def test_understanding_does_not_depend_on_the_script(
    asker: Asker, question: str, kind: str, numbers: list[int]
) -> None:
    answer = asker.ask(question)
    assert (answer.kind, [found.number for found in answer.measures]) == (kind, numbers)


@pytest.mark.parametrize(
    "message",
    [
        *("有人打小孩，快來人", "我女兒走丟了", "you ren da hai zi", "jiu ming", "wo bu xiang huo le"),
        *("my dad is beating me", "my daughter is missing", "I want to die", "help me please"),
    ],
)
def test_danger_is_heard_in_any_script(asker: Asker, message: str) -> None:
    assert asker.ask(message).kind == "emergency"


def test_a_plan_without_a_bank_reads_pinyin_too(plan: Plan) -> None:
    assert Asker(plan).ask("kongchuo baoxue").measures[0].number == 7


def test_simplified_text_is_left_alone() -> None:
    text = "公安局管网吧吗？KTV呢，12355"
    assert simplified(text) == text


def test_english_that_says_nothing_known_accounts_for_nothing() -> None:
    assert from_english("lorem ipsum") == ("", 0.0)
