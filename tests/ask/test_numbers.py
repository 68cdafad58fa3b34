import pytest

from bot.ask import Asker
from bot.plan.model import Plan
from tests.ask.truth import MEASURES, SECTIONS, units

NUMERALS = (
    "一 二 三 四 五 六 七 八 九 十 十一 十二 十三 十四 十五 十六 十七 十八 十九 二十"
    " 二十一 二十二 二十三 二十四 二十五 二十六"
)
CHINESE = dict(enumerate(NUMERALS.split(" "), 1))
FORMS = [
    "第{n}条",
    "{n}号",
    "措施{n}",
    "#{n}",
    "{n}",
    "第 {n} 条",
    "第{n}条谁负责",
    "{n}条是啥",
    "看看第{n}项",
    "第{n}条。",
]
CHINESE_FORMS = ["第{n}条", "措施{n}", "第{n}条归哪个单位", "{n}是什么内容", "第{n}项措施"]


def numbers(asker: Asker, question: str) -> list[int]:
    return [found.number for found in asker.ask(question).measures]


@pytest.mark.parametrize("number", MEASURES)
@pytest.mark.parametrize("form", FORMS)
def test_a_number_in_any_form_gives_that_measure_alone(asker: Asker, number: int, form: str) -> None:
    for digits in (str(number), str(number).translate(str.maketrans("0123456789", "０１２３４５６７８９"))):
        answer = asker.ask(form.format(n=digits))
        assert (answer.kind, answer.confident) == ("number", True)
        assert [found.number for found in answer.measures] == [number]


@pytest.mark.parametrize("number", MEASURES)
@pytest.mark.parametrize("form", CHINESE_FORMS)
def test_a_chinese_number_gives_that_measure_alone(asker: Asker, number: int, form: str) -> None:
    answer = asker.ask(form.format(n=CHINESE[number]))
    assert (answer.kind, [found.number for found in answer.measures]) == ("number", [number])


@pytest.mark.parametrize(
    ("question", "number"), [("第廿一条", 21), ("⑦", 7), ("No.5", 5), ("最后一条", 26), ("第贰拾条", 20)]
)
def test_rarer_spellings_are_read_too(asker: Asker, question: str, number: int) -> None:
    assert numbers(asker, question) == [number]


@pytest.mark.parametrize("number", MEASURES)
def test_title_section_and_units_are_as_printed(asker: Asker, number: int) -> None:
    (found,) = asker.ask(f"第{number}条").measures
    section, title, _ = MEASURES[number]
    assert (found.title, list(found.units)) == (title, units(number))
    assert found.section == section


@pytest.mark.parametrize(
    ("question", "expected"),
    [
        ("第3条和第8条分别谁负责", [3, 8]),
        ("7、8、9条", [7, 8, 9]),
        ("第5到8条", [5, 6, 7, 8]),
        ("第1条至第3条", [1, 2, 3]),
        ("5-7条", [5, 6, 7]),
        ("措施5、8、12", [5, 8, 12]),
        ("第十一、十二条", [11, 12]),
        ("7，8", [7, 8]),
        ("第3条和第30条", [3]),
    ],
)
def test_several_numbers_at_once(asker: Asker, question: str, expected: list[int]) -> None:
    assert numbers(asker, question) == expected


@pytest.mark.parametrize(
    "question", ["第27条", "第二十七条", "27", "第0条", "措施100", "三十", "第九十九条谁管"]
)
def test_a_number_the_plan_lacks_is_said_to_be_missing(asker: Asker, question: str) -> None:
    answer = asker.ask(question)
    assert (answer.kind, answer.measures, answer.confident) == ("none", (), False)
    assert "26条" in answer.message


@pytest.mark.parametrize(
    ("question", "expected"),
    [
        ("12355是什么", 14),
        ("一号检察建议", 24),
        ("0-6岁残疾筛查", 16),
        ("六一专项行动", 8),
        ("第七次人口普查", 14),
        ("第四期学前教育行动计划", 7),
        ("第十个学前教育宣传月", 7),
        ("第三卫生间", 25),
        ("残疾人两项补贴", 16),
    ],
)
def test_a_number_that_counts_something_else_is_part_of_the_topic(
    asker: Asker, question: str, expected: int
) -> None:
    answer = asker.ask(question)
    assert (answer.kind, answer.measures[0].number) == ("measure", expected)


@pytest.mark.parametrize(
    "question", ["2022年", "12345", "110", "未成年人保护法第十一条怎么说", "6月1号放假吗"]
)
def test_years_telephones_dates_and_other_laws_are_no_measure_numbers(asker: Asker, question: str) -> None:
    assert asker.ask(question).kind != "number"


@pytest.mark.parametrize("section", SECTIONS)
def test_every_section_by_number_and_by_title(asker: Asker, section: int) -> None:
    title = SECTIONS[section]
    expected = [number for number, (within, _, _) in MEASURES.items() if within == section]
    chinese = CHINESE[section]
    forms = [
        f"第{chinese}部分",
        f"第{section}部分有哪些措施",
        f"{chinese}、{title}",
        f"{chinese}、",
        f"第{chinese}章",
        title,
    ]
    forms += [title.removeprefix("加强") + tail for tail in ("", "有哪些", "谁负责", "都包括什么措施")]
    for question in forms:
        answer = asker.ask(question)
        assert (answer.kind, [f.number for f in answer.measures]) == ("section", list(expected)), question


def test_a_section_the_plan_lacks_is_said_to_be_missing(asker: Asker) -> None:
    answer = asker.ask("第八部分")
    assert (answer.kind, answer.measures) == ("none", ())
    assert "7个部分" in answer.message


def test_quotes_are_verbatim(asker: Asker, plan: Plan) -> None:
    for question in ("第7条", "校园欺凌谁管", "公安在网络这块管啥", "第三部分", "公安和民政一起管的有哪些"):
        for found in asker.ask(question).measures:
            assert found.quote
            assert found.quote in plan.by_number[found.number].text
