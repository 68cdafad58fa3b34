"""The notice as a person read it, as the tests of asking need it, and how people call its units."""

from tests.kelan import ALL, MEASURES, OFFICE, SECTIONS

__all__ = ["ALL_MEMBERS", "MEASURES", "OFFICE", "SECTIONS", "SPOKEN", "owned", "units"]

# How people call the units: typed from everyday usage, not read from units.toml.
SPOKEN = {
    "县委宣传部": "宣传部 县委宣传部",
    "县政法委": "政法委 县委政法委",
    "县委网信办": "网信办 县网信办",
    "县人大社会委": "人大社会委 县人大",
    OFFICE: "未保办 县未保办 未保委办公室",
    "县发展改革局": "发改局 县发改局 发展改革局",
    "县教育科技局": "教科局 教育局 县教育局 科技局",
    "县工信局": "工信局 县工信局",
    "县公安局": "公安局 公安 县公安 警察",
    "县民政局": "民政局 民政",
    "县司法局": "司法局 县司法局",
    "县财政局": "财政局 县财政局",
    "县人社局": "人社局 人力资源和社会保障局",
    "县住建局": "住建局 住房和城乡建设局",
    "县交通局": "交通局 交通运输局",
    "县农业农村局": "农业农村局 农业局",
    "县文旅局": "文旅局 文化和旅游局",
    "县卫健体局": "卫健局 卫健体局 卫健委",
    "县应急局": "应急局 应急管理局",
    "县市场监管局": "市场监管局 市监局 工商局",
    "县统计局": "统计局 县统计局",
    "县医保局": "医保局 医疗保障局",
    "县法院": "法院 县人民法院",
    "县检察院": "检察院 县人民检察院",
    "县总工会": "总工会 岢岚县总工会",
    "团县委": "团县委 团委 共青团",
    "县妇联": "妇联 妇女联合会",
    "县科协": "科协 科学技术协会",
    "县工商联": "工商联 工商业联合会",
    "县残联": "残联 残疾人联合会",
    "县关工委": "关工委 关心下一代工作委员会",
    "县烟草局": "烟草局 烟草专卖局",
}

ALL_MEMBERS = tuple(number for number, (_, _, bracket) in MEASURES.items() if ALL in bracket)


def units(number: int) -> list[str]:
    """The printed units of a measure, 各成员单位 last where it stands."""
    return MEASURES[number][2].split()


def owned(unit: str) -> list[int]:
    """The measures that name a unit."""
    return [number for number in MEASURES if unit in units(number)]
