"""Whom the office means, in the words in which it says so."""

import pytest

from bot.notices.scope import Reach, Scope, find_scope
from bot.plan.directory import UnitDirectory
from tests.kelan import kelan_plan

PLAN = kelan_plan()
DIRECTORY = UnitDirectory(PLAN)
POLICE = Scope(Reach.UNIT, unit="县公安局")


@pytest.mark.parametrize(
    ("words", "scope", "rest"),
    [
        ("全部", Scope(Reach.ALL), ""),
        ("所有单位 请今日报送", Scope(Reach.ALL), "请今日报送"),
        ("全体：开会", Scope(Reach.ALL), "开会"),
        ("第三部分", Scope(Reach.SECTION, 3), ""),
        ("三部分 附言", Scope(Reach.SECTION, 3), "附言"),
        ("学校保护", Scope(Reach.SECTION, 3), ""),
        ("加强网络保护部分，请抓紧", Scope(Reach.SECTION, 4), "请抓紧"),
        ("第8条", Scope(Reach.MEASURE, 8), ""),
        ("措施8 请抓紧", Scope(Reach.MEASURE, 8), "请抓紧"),
        ("第二十四条", Scope(Reach.MEASURE, 24), ""),
        ("8", Scope(Reach.MEASURE, 8), ""),
        ("县公安局", POLICE, ""),
        ("公安局 请于今日下班前报送", POLICE, "请于今日下班前报送"),
        ("岢岚县公安局：材料收悉", POLICE, "材料收悉"),
    ],
)
def test_a_scope_is_told_from_what_follows_it(words: str, scope: Scope, rest: str) -> None:
    assert find_scope(words, PLAN, DIRECTORY) == (scope, rest)


@pytest.mark.parametrize("words", ["", "第九部分", "第27条", "县教育部", "请大家报送", "流程是什么"])
def test_what_begins_with_no_scope_of_the_plan_is_none(words: str) -> None:
    assert find_scope(words, PLAN, DIRECTORY) is None


def test_a_sections_units_are_those_its_measures_bind_and_never_the_office() -> None:
    assert Scope(Reach.SECTION, 4).units(PLAN) == [
        unit.name
        for unit in PLAN.units
        if unit.name in {"县委宣传部", "县委网信办", "县公安局", "县教育科技局", "县文旅局"}
    ]
    everybody = Scope(Reach.ALL).units(PLAN)
    assert len(everybody) == len(PLAN.units) - 1
    assert not any(PLAN.by_unit[name].office for name in everybody)
