import pytest

from bot.ask import Asker
from tests.ask.truth import ALL_MEMBERS, MEASURES, OFFICE, SPOKEN, owned, units

NAMES = [(unit, name) for unit, names in SPOKEN.items() for name in (unit, *names.split())]


def test_the_ground_truth_is_whole() -> None:
    assert set(SPOKEN) == {unit for n in MEASURES for unit in units(n)} - {"各成员单位"}
    assert len(SPOKEN) == 32
    assert sum(len(owned(unit)) for unit in SPOKEN) == 117


@pytest.mark.parametrize(
    "form", ["{}", "{}有哪些任务", "{}都要干啥", "请问{}负责哪些措施？", "{}的职责是什么"]
)
@pytest.mark.parametrize(("unit", "name"), NAMES)
def test_a_unit_by_any_name_gives_all_its_measures(asker: Asker, unit: str, name: str, form: str) -> None:
    answer = asker.ask(form.format(name))
    assert (answer.kind, answer.units) == ("unit", (unit,))
    assert [f.number for f in answer.measures if f.via is None] == owned(unit)
    via = [f.number for f in answer.measures if f.via is not None]
    assert via == ([] if unit == OFFICE else list(ALL_MEMBERS))
    assert [f.number for f in answer.measures] == owned(unit) + via  # those through 各成员单位 come last


@pytest.mark.parametrize(
    "form", ["{}", "{}都要干啥", "{}口的任务", "{}有啥任务", "{}要干哪些事", "请问{}负责啥", "{}这边要做什么"]
)
@pytest.mark.parametrize(
    ("name", "unit"),
    [
        ("工会", "县总工会"),
        ("教育", "县教育科技局"),
        ("烟草", "县烟草局"),
        ("财政", "县财政局"),
        ("体育", "县卫健体局"),
    ],
)
def test_an_everyday_word_is_a_unit_where_its_tasks_are_asked_for(
    asker: Asker, form: str, name: str, unit: str
) -> None:
    answer = asker.ask(form.format(name))
    assert (answer.kind, answer.units) == ("unit", (unit,))


@pytest.mark.parametrize(("question", "number"), [("法律援助", 22), ("少年法庭", 19), ("公安管不管网吧", 13)])
def test_a_name_that_is_rather_a_topic_stays_one(asker: Asker, question: str, number: int) -> None:
    assert asker.ask(question).measures[0].number == number


@pytest.mark.parametrize("question", ["各成员单位", "各成员单位要做什么", "所有成员单位的任务"])
def test_all_members_are_asked_about_without_via(asker: Asker, question: str) -> None:
    answer = asker.ask(question)
    assert answer.kind == "unit"
    assert [(f.number, f.via) for f in answer.measures] == [(1, None), (2, None), (4, None)]


@pytest.mark.parametrize(
    ("question", "pair"),
    [
        ("公安和民政一起管的有哪些", ("县公安局", "县民政局")),
        ("教科局和人社局共同负责的措施", ("县教育科技局", "县人社局")),
        ("公安、法院、检察院都要做的是哪些", ("县公安局", "县法院", "县检察院")),
        ("妇联和团委", ("县妇联", "团县委")),
        ("统计局跟财政局联合干的", ("县统计局", "县财政局")),
        ("烟草局与科协共同的任务", ("县烟草局", "县科协")),
    ],
)
def test_several_units_give_what_they_share(asker: Asker, question: str, pair: tuple[str, ...]) -> None:
    answer = asker.ask(question)
    expected = [n for n in MEASURES if all(unit in units(n) for unit in pair)]
    assert (answer.kind, set(answer.units)) == ("shared", set(pair))
    assert [f.number for f in answer.measures if f.via is None] == expected
    assert [f.number for f in answer.measures if f.via] == list(ALL_MEMBERS)


@pytest.mark.parametrize(
    ("question", "unit", "expected"),
    [
        ("公安在网络这块管啥", "县公安局", {11, 12, 13}),
        ("妇联管家庭教育吗", "县妇联", {5}),
        ("司法局负责法律援助吗", "县司法局", {22}),
        ("文旅局管不管KTV", "县文旅局", {13, 24}),
        ("残联是不是管残疾儿童康复", "县残联", {16, 18}),
        ("人社局管师德吗", "县人社局", {10}),
        ("总工会管托管班吗", "县总工会", {6}),
        ("医保局有没有新生儿参保的任务", "县医保局", {16}),
        ("民政局在社会保护里做什么", "县民政局", {24, 26}),
        ("烟草局管电子烟吗", "县烟草局", {24}),
    ],
)
def test_a_unit_that_does_a_thing_is_said_to(
    asker: Asker, question: str, unit: str, expected: set[int]
) -> None:
    answer = asker.ask(question)
    assert (answer.kind, answer.units) == ("unit_topic", (unit,))
    assert {f.number for f in answer.measures} == expected


@pytest.mark.parametrize(
    ("question", "nearest"),
    [
        ("团委管校园欺凌吗", 8),
        ("公安管近视吗", 9),
        ("科协管科普吗", 24),
        ("团委管法律援助吗", 22),
        ("统计局负责打拐吗", 20),
        ("妇联管不管网课平台", 11),
    ],
)
def test_a_unit_that_does_not_is_said_not_to_and_who_does(asker: Asker, question: str, nearest: int) -> None:
    answer = asker.ask(question)
    assert (answer.kind, answer.measures) == ("unit_topic", ())
    assert answer.nearest[0] == nearest
    assert f"第{nearest}条" in answer.message


@pytest.mark.parametrize(
    ("question", "parts", "units_expected"),
    [
        ("一共多少条", ["26条", "7个部分"], None),
        ("方案总共有几项措施", ["26条"], None),
        ("多少个单位", ["32家"], None),
        ("几个部分", ["7个部分"], None),
        ("公安有几条", ["9条"], ("县公安局",)),
        ("民政局一共承担多少项任务", ["9条"], ("县民政局",)),
        ("哪个单位任务最多", ["县教育科技局", "13条"], ("县教育科技局",)),
        ("涉及单位最多的是哪条", ["第26条", "12家"], None),
        ("只有一个单位负责的是哪条", ["第15条", "县民政局"], ("县民政局",)),
        ("第三部分有几条", ["4条"], None),
        ("哪个部分的措施最多", ["5条", "五、加强政府保护", "六、加强司法保护"], None),
    ],
)
def test_counts_and_extremes(
    asker: Asker, question: str, parts: list[str], units_expected: tuple[str, ...] | None
) -> None:
    answer = asker.ask(question)
    assert answer.kind == "stat"
    assert all(part in answer.message for part in parts), answer.message
    assert units_expected is None or answer.units == units_expected


def test_units_with_a_single_named_measure(asker: Asker) -> None:
    answer = asker.ask("哪几个单位只有一条任务")
    assert set(answer.units) == {unit for unit in SPOKEN if len(owned(unit)) == 1}


@pytest.mark.parametrize(
    ("question", "first"),
    [
        ("网吧让小孩进去谁来查", "县公安局 县文旅局"),
        ("卖电子烟给学生找谁", "县烟草局 县市场监管局"),
        ("法律援助找谁", "县司法局"),
        ("希望工程谁管", "团县委"),
        ("12355是谁的热线", "团县委"),
        ("学生军训归谁", "县教育科技局"),
        ("新生儿上医保", "县医保局"),
        ("人口普查数据谁提供", "县统计局"),
        ("小孩坐车买票优惠谁督促", "县交通局"),
        ("女职工哺乳室", "县总工会"),
        ("公租房给有孩子的家庭", "县住建局"),
        ("残疾儿童康复救助找哪家", "县残联"),
        ("劝辍学的孩子回学校", "县教育科技局"),
        ("博物馆图书馆免费", "县文旅局"),
    ],
)
def test_the_unit_whose_function_fits_comes_first(asker: Asker, question: str, first: str) -> None:
    assert asker.ask(question).likely[0] in first.split()


def test_a_guess_is_marked_as_one(asker: Asker) -> None:
    assert "按职能推测" in asker.ask("卖电子烟给学生找谁").message
    assert "按职能推测" not in asker.ask("孤儿一个月生活费").message


@pytest.mark.parametrize(
    "question",
    ["妇联主席叫啥名字", "教育局局长是谁", "民政局几点上班", "公安局招辅警不", "法院地址", "财政局有几个人"],
)
def test_who_a_unit_is_and_where_is_not_in_the_plan(asker: Asker, question: str) -> None:
    answer = asker.ask(question)
    assert (answer.kind, answer.measures, answer.confident) == ("none", (), False)


@pytest.mark.parametrize("question", ["公安局在哪条里", "工商联都有几条", "民政局儿童主任培训归谁"])
def test_what_a_unit_does_is(asker: Asker, question: str) -> None:
    assert asker.ask(question).measures
