import pytest

from bot.plan.directory import UnitDirectory
from bot.plan.loader import load_plan
from bot.plan.notice import parse_notice
from tests.plan import kelan
from tests.plan.test_notice_styles import YUANPING


@pytest.fixture(scope="module")
def directory() -> UnitDirectory:
    return UnitDirectory(load_plan(kelan.FOLDER))


def test_every_printed_full_and_short_name_finds_its_unit(directory: UnitDirectory) -> None:
    for unit in load_plan(kelan.FOLDER).units:
        for name in (unit.name, unit.full_name, *unit.aliases):
            assert directory.resolve(name) == unit, name


@pytest.mark.parametrize(
    ("said", "name"),
    [
        ("教科局", "县教育科技局"),
        ("县教育局", "县教育科技局"),
        ("岢岚县教育局", "县教育科技局"),
        ("岢岚教育局", "县教育科技局"),
        ("我县教育局", "县教育科技局"),
        ("科技局", "县教育科技局"),
        ("卫健局", "县卫健体局"),
        ("卫健委", "县卫健体局"),
        ("县体育局", "县卫健体局"),
        ("公安", "县公安局"),
        ("县公安", "县公安局"),
        ("派出所", "县公安局"),
        ("警察", "县公安局"),
        ("团委", "团县委"),
        ("共青团", "团县委"),
        ("县团委", "团县委"),
        ("共青团岢岚县委", "团县委"),
        ("市监局", "县市场监管局"),
        ("工商局", "县市场监管局"),
        ("质监局", "县市场监管局"),
        ("工商联", "县工商联"),
        ("商会", "县工商联"),
        ("法院", "县法院"),
        ("岢岚县人民检察院", "县检察院"),
        ("县委政法委", "县政法委"),
        ("岢岚县委宣传部", "县委宣传部"),
        ("中共岢岚县委网信办", "县委网信办"),
        ("县人大", "县人大社会委"),
        ("未保办", kelan.OFFICE),
        ("县未保委办公室", kelan.OFFICE),
        ("劳动局", "县人社局"),
        ("发改委", "县发展改革局"),
        ("烟草", "县烟草局"),
        ("财政", "县财政局"),
        (" 县 公安局 ", "县公安局"),
        ("县公安局？", "县公安局"),
    ],
)
def test_a_unit_answers_to_the_names_people_use(directory: UnitDirectory, said: str, name: str) -> None:
    unit = directory.resolve(said)
    assert unit is not None
    assert unit.name == name


@pytest.mark.parametrize(
    "said",
    [
        "",
        "县",
        "学校",
        "团",
        "水利局",
        "市公安局",
        "省公安厅",
        "公安部",
        "忻州市公安局",
        "静乐县公安局",
        "各成员单位",
        "。",
    ],
)
def test_what_is_no_unit_of_the_plan_is_none(directory: UnitDirectory, said: str) -> None:
    assert directory.resolve(said) is None


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("公安和民政一起管的有哪些", ["县公安局", "县民政局"]),
        ("公安在网络这块管啥", ["县公安局"]),
        ("团委管校园欺凌吗", ["团县委"]),
        ("校园欺凌归教育还是公安", ["县教育科技局", "县公安局"]),
        ("财政管哪些", ["县财政局"]),
        ("归司法吗", ["县司法局"]),
        ("教育部门和卫健局都要做", ["县教育科技局", "县卫健体局"]),
        ("工商联和工商局", ["县工商联", "县市场监管局"]),
        ("法院检察院公安都管的", ["县法院", "县检察院", "县公安局"]),
        ("岢岚县公安局、岢岚县人民法院负责", ["县公安局", "县法院"]),
        ("忻州市岢岚县公安局", ["县公安局"]),
        ("请县委网信办与县委宣传部联合发文", ["县委网信办", "县委宣传部"]),
        ("县教育科技局、县公安局按照职责分工负责", ["县教育科技局", "县公安局"]),
        ("那团委呢？", ["团县委"]),
        ("找警察还是找妇联", ["县公安局", "县妇联"]),
    ],
)
def test_units_are_found_in_running_text_in_order(
    directory: UnitDirectory, text: str, found: list[str]
) -> None:
    assert [mention.unit.name for mention in directory.find(text)] == found


@pytest.mark.parametrize(
    "text",
    [
        "人民政府的惠农政策",
        "办公安全检查",
        "农民政策咨询",
        "互联网信息服务归谁",
        "员工信息登记",
        "最高人民法院的意见",
        "忻州市公安局发文",
        "公安部通报",
        "个体工商户",
        "共青团员大会",
        "教育管理水平",
        "家庭教育怎么做",
        "交通、消防安全谁管",
        "向学生卖烟草制品",
        "未检查出问题",
        "校团委组织活动",
        "已经委托第三方",
        "城市监控全覆盖",
        "加强宣传",
        "学校要开展法治教育",
    ],
)
def test_everyday_words_and_higher_organs_are_no_mention(directory: UnitDirectory, text: str) -> None:
    assert directory.find(text) == []


def test_a_mention_tells_where_it_stands(directory: UnitDirectory) -> None:
    text = "昨天，ＫＬ岢岚县 公安局和县妇联到校"
    assert [text[m.start : m.end] for m in directory.find(text)] == ["公安局", "县妇联"]


def test_the_notice_s_own_brackets_are_found_unit_by_unit(directory: UnitDirectory) -> None:
    for number in kelan.MEASURES:
        units = kelan.units_of(number)
        assert [m.unit.name for m in directory.find("、".join(units))] == units


def test_a_city_s_plan_has_its_own_county_prefix() -> None:
    directory = UnitDirectory(parse_notice(YUANPING, "yuanping-2025"))
    for said in ("公安局", "市公安局", "原平市公安局", "原平公安局"):
        unit = directory.resolve(said)
        assert unit is not None, said
        assert unit.name == "市公安局"
    assert [m.unit.name for m in directory.find("市公安局和市场监管局")] == ["市公安局", "市市场监管局"]
