"""Many plans in one index, and none named."""

from dataclasses import replace

import pytest

from bot.ask.library import Library
from bot.plan.model import Measure, Plan
from tests.ask.sets import labelled


@pytest.fixture(scope="module")
def library(plan: Plan) -> Library:
    fishery = Measure(1, 1, "渔业生产", "推进水库生态养鱼。做好鱼苗投放。", ("县农业农村局",))
    other = replace(plan, id="fish-2030", measures=(fishery,))
    return Library([plan, other])


def test_the_plan_and_its_sentence_are_found_without_naming_the_plan(library: Library) -> None:
    fish, school = library.find("鱼苗谁来放")[0], library.find("校园霸凌谁管")[0]
    assert (fish.plan, fish.measure, fish.quote) == ("fish-2030", 1, "做好鱼苗投放。")
    assert (school.plan, school.measure) == ("kelan-2022", 8)
    assert "校园欺凌" in school.quote


def test_the_best_come_first_and_no_more_than_asked_for(library: Library) -> None:
    found = library.find("残疾儿童康复", 3)
    assert len(found) == 3
    assert [place.score for place in found] == sorted((place.score for place in found), reverse=True)
    assert len({(place.plan, place.measure) for place in found}) == 3


@pytest.mark.parametrize("question", ["", "？？", "xyzzy"])
def test_what_shares_no_word_with_any_plan_is_not_found(library: Library, question: str) -> None:
    assert library.find(question) == []


def test_an_empty_library_finds_nothing() -> None:
    assert Library([]).find("校园欺凌") == []


def test_it_finds_what_the_plans_own_words_find(library: Library) -> None:
    asked = labelled("questions.txt")
    found = [{p.measure for p in library.find(item.question, 3) if p.plan == "kelan-2022"} for item in asked]
    right = sum(bool(item.wanted & numbers) for item, numbers in zip(asked, found, strict=True))
    assert right >= 0.9 * len(asked), right
