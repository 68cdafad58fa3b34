"""The Kelan plan of 2022 as an engineer read it off the notice by hand: who owes what, no code of ours.

For tests of rooms that need a plan but must not depend on the notice parser being right.
"""

from bot.plan.model import Measure, Plan, Section, Unit

OFFICE = "县未成年人保护工作委员会办公室"
ALL = "各成员单位"

SECTIONS = {
    1: "加强统筹谋划",
    2: "加强家庭保护",
    3: "加强学校保护",
    4: "加强网络保护",
    5: "加强政府保护",
    6: "加强司法保护",
    7: "加强社会保护",
}

# number: (section, title, units as the bracket prints them)
MEASURES = {
    1: (1, "强化理论学习", f"{OFFICE} {ALL}"),
    2: (1, "健全政策制度", f"{OFFICE} {ALL}"),
    3: (1, "加强总体部署", "县政法委 县发展改革局 县民政局 团县委 县妇联"),
    4: (1, "完善工作机制", f"{OFFICE} {ALL}"),
    5: (
        2,
        "加强家庭教育指导",
        "县法院 县检察院 县教育科技局 县公安局 县民政局 县总工会 县妇联 县关工委",
    ),
    6: (
        2,
        "加大家庭支持力度",
        "县民政局 县人社局 县住建局 县农业农村局 县卫健体局 县工信局 县总工会 县关工委",
    ),
    7: (3, "加强基础教育保障", "县发展改革局 县教育科技局"),
    8: (3, "提升校园安全管理", "县政法委 县教育科技局 县公安局 县司法局 县应急局 县关工委"),
    9: (3, "促进儿童全面发展", "县教育科技局 县卫健体局 县科协"),
    10: (3, "加强师德师风建设", "县教育科技局 县人社局"),
    11: (4, "加强网络环境治理", "县委网信办 县教育科技局 县公安局"),
    12: (4, "强化网络安全保护", "县委宣传部 县委网信办 县公安局 县教育科技局 县文旅局"),
    13: (4, "加强网络监管", "县委宣传部 县委网信办 县公安局 县文旅局"),
    14: (5, "夯实工作基础", "县民政局 县财政局 县统计局 团县委"),
    15: (5, "履行兜底监护", "县民政局"),
    16: (5, "做好基本保障", "县民政局 县残联 县医保局"),
    17: (
        5,
        "加强关爱服务",
        "县委宣传部 县教育科技局 县民政局 县人社局 县工信局 团县委 县妇联 县残联 县关工委",
    ),
    18: (5, "加强卫生保健", "县教育科技局 县财政局 县卫健体局 县残联"),
    19: (6, "加强组织保障", "县法院 县检察院"),
    20: (6, "打击涉未成年人犯罪", "县法院 县检察院 县公安局"),
    21: (6, "办好涉未成年人案件", "县法院 县检察院 县教育科技局 县公安局 县司法局 团县委"),
    22: (6, "做好司法援助帮扶", "县法院 县检察院 县教育科技局 县司法局"),
    23: (6, "推动未成年人司法社会服务专业化发展", "县检察院 县司法局 团县委"),
    24: (
        7,
        "夯实保护措施",
        "县人大社会委 县检察院 县教育科技局 县公安局 县民政局 县人社局 县文旅局 县卫健体局 县应急局 "
        "县市场监管局 县烟草局",
    ),
    25: (7, "提供服务便利", "县委宣传部 县交通局 县文旅局 县工信局 县科协 县工商联"),
    26: (
        7,
        "做好宣传引导",
        "县委宣传部 县委网信办 县法院 县检察院 县公安局 县教育科技局 县民政局 县司法局 县交通局 县文旅局 "
        "团县委 县关工委",
    ),
}

JUDICIAL = ("县法院", "县检察院")


def kelan_plan() -> Plan:
    """The plan with its measures' titles and owners; bodies are not needed here."""
    measures = []
    names: list[str] = []
    for number, (section, title, bracket) in MEASURES.items():
        printed = bracket.split()
        units = tuple(name for name in printed if name != ALL)
        measures.append(
            Measure(
                number=number, section=section, title=title, text="", units=units, all_members=ALL in printed
            )
        )
        names += [name for name in units if name not in names]
    units = [
        Unit(
            name=name,
            full_name=name.replace("县", "岢岚县", 1),
            order=order,
            office=name == OFFICE,
            judicial=name in JUDICIAL,
        )
        for order, name in enumerate(names, start=1)
    ]
    return Plan(
        id="kelan-2022",
        title="2022年度岢岚县未成年人保护工作实施方案",
        document_number="岢政办发〔2022〕39号",
        issuer="岢岚县人民政府办公室",
        issued_on="2022-07-14",
        sections=tuple(Section(number, title) for number, title in SECTIONS.items()),
        measures=tuple(measures),
        units=tuple(units),
    )
