from dataclasses import replace
from pathlib import Path

import pytest

from bot.plan.loader import PlanDamaged, PlanNotFound, find_plan, list_plans, load_plan, plan_bytes, plan_json
from bot.plan.notice import parse_notice
from tests.plan import kelan
from tests.quiet import keeps_within


def test_the_loaded_plan_is_the_notice_s_with_units_completed() -> None:
    plan = load_plan(kelan.FOLDER)
    parsed = parse_notice(kelan.NOTICE, "kelan-2022")
    assert replace(plan, units=()) == replace(parsed, units=())
    assert {unit.name for unit in plan.units} == {unit.name for unit in parsed.units}
    for unit in plan.units:
        assert unit.function.endswith("。"), unit.name
        assert unit.aliases, unit.name
        assert unit.phone == ""
        assert unit.full_name.startswith(("岢岚县", "中共岢岚县委", "共青团岢岚县")), unit.name


def test_units_stand_in_institutional_order() -> None:
    plan = load_plan(kelan.FOLDER)
    assert [unit.order for unit in plan.units] == list(range(1, 33))
    names = [unit.name for unit in plan.units]
    party, congress, government = (
        names.index("县委宣传部"),
        names.index("县人大社会委"),
        names.index("县公安局"),
    )
    court, mass = names.index("县法院"), names.index("县总工会")
    assert party < congress < government < court < mass


def test_the_office_and_the_judicial_organs_are_marked() -> None:
    plan = load_plan(kelan.FOLDER)
    assert plan.office is not None
    assert plan.office.name == kelan.OFFICE
    assert [unit.name for unit in plan.units if unit.judicial] == ["县法院", "县检察院"]


def test_no_two_units_share_a_name() -> None:
    plan = load_plan(kelan.FOLDER)
    names = [name for unit in plan.units for name in {unit.name, unit.full_name, *unit.aliases}]
    assert sorted(names) == sorted(set(names))


def test_a_plan_without_a_directory_of_units_loads_with_derived_names(tmp_path: Path) -> None:
    (tmp_path / "plan.json").write_bytes((kelan.FOLDER / "plan.json").read_bytes())
    plan = load_plan(tmp_path)
    assert plan.by_unit["县妇联"].full_name == "岢岚县妇女联合会"
    assert "妇女联合会" in plan.by_unit["县妇联"].aliases
    assert plan.office is not None
    assert [unit.name for unit in plan.units if unit.judicial] == ["县法院", "县检察院"]


def test_a_unit_that_the_directory_does_not_know_comes_last(tmp_path: Path) -> None:
    (tmp_path / "plan.json").write_bytes((kelan.FOLDER / "plan.json").read_bytes())
    directory = (
        (kelan.FOLDER / "units.toml").read_text("utf-8").replace('name = "县公安局"', 'name = "县水利局"')
    )
    (tmp_path / "units.toml").write_text(directory, "utf-8")
    assert load_plan(tmp_path).units[-1].name == "县公安局"


def test_an_operator_s_phone_number_is_loaded(tmp_path: Path) -> None:
    (tmp_path / "plan.json").write_bytes((kelan.FOLDER / "plan.json").read_bytes())
    (tmp_path / "units.toml").write_text('[[unit]]\nname = "县公安局"\nphone = "0350-4530110"\n', "utf-8")
    assert load_plan(tmp_path).by_unit["县公安局"].phone == "0350-4530110"


@pytest.mark.parametrize(
    ("file", "content"),
    [
        ("plan.json", b"{"),
        ("plan.json", b"{}"),
        ("plan.json", b"\xff\xfe"),
        ("plan.json", b"[]"),
        ("units.toml", b"[[unit"),
    ],
)
def test_a_damaged_file_is_named_in_chinese(tmp_path: Path, file: str, content: bytes) -> None:
    (tmp_path / "plan.json").write_bytes((kelan.FOLDER / "plan.json").read_bytes())
    (tmp_path / file).write_bytes(content)
    with pytest.raises(PlanDamaged, match=r"方案文件无法读取.*plan\.json"):
        load_plan(tmp_path)


def test_plans_are_found_by_id_and_the_earlier_root_counts(tmp_path: Path) -> None:
    for root, plan_id in (("a", "x-1"), ("b", "x-1"), ("b", "x-2")):
        (tmp_path / root / plan_id).mkdir(parents=True)
        (tmp_path / root / plan_id / "plan.json").write_text("{}")
    (tmp_path / "b" / "empty").mkdir()
    roots = [tmp_path / "a", tmp_path / "b", tmp_path / "missing"]
    assert list_plans(roots) == [tmp_path / "a" / "x-1", tmp_path / "b" / "x-2"]
    assert find_plan("x-2", roots) == tmp_path / "b" / "x-2"


def test_a_plan_that_is_not_there_is_refused_with_those_that_are(tmp_path: Path) -> None:
    with pytest.raises(PlanNotFound, match=r"没有编号为“nowhere”的方案.*kelan-2022"):
        find_plan("nowhere", [kelan.FOLDER.parent])
    with pytest.raises(PlanNotFound, match="没有任何方案"):
        find_plan("nowhere", [tmp_path])


def test_the_shown_json_has_the_shape_of_the_design() -> None:
    data = plan_json(load_plan(kelan.FOLDER))
    assert list(data) == [
        "id",
        "title",
        "document_number",
        "issuer",
        "issued_on",
        "sections",
        "measures",
        "units",
    ]
    assert data["sections"][0] == {"number": 1, "title": "加强统筹谋划"}
    measure = data["measures"][14]
    assert set(measure) == {
        *("number", "section", "title", "text", "units", "lead", "support", "deadline", "all_members")
    }
    assert (measure["units"], measure["lead"], measure["support"]) == (["县民政局"], [], [])
    assert measure["deadline"] is None
    assert set(data["units"][0]) == {"name", "full_name", "aliases"}


def test_the_file_is_plain_utf8_with_an_end_of_line() -> None:
    data = plan_bytes(load_plan(kelan.FOLDER))
    assert "县公安局".encode() in data
    assert data.endswith(b"}\n")
    assert b"\r" not in data


@pytest.mark.timing
def test_loading_takes_under_30_milliseconds() -> None:
    assert keeps_within(lambda: load_plan(kelan.FOLDER), 0.03)
