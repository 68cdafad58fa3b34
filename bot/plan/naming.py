"""How county units are named: full names, short forms, and the other forms people use for them.

What is written here holds for any county, city, district or banner; what is special to one plan's
units stands in its ``units.toml``. Source: the usual abbreviations of Chinese local institutions.
"""

import re
from functools import lru_cache

from bot.patterns import late
from bot.plan.lines import squeeze

_PLACE_PREFIX = late(
    r"^(?:关于印发)?[《〈]?(?:(?:\d{4}|[二〇零○一三四五六七八九]{4})年(?:度)?)?(?:全县|全市|全区)?(?:中共|共青团|中国共产党)?"
)
_PLACE = late(r"[一-龥]{1,10}?(?:自治[区州县旗]|[县省市区旗盟])")
_NOT_IN_PLACE = late(r"[委局会部办院厅]|政府|人民|关于|印发|工作")

SHORT_FORMS: dict[str, str] = {
    "法院": "人民法院",
    "检察院": "人民检察院",
    "妇联": "妇女联合会",
    "残联": "残疾人联合会",
    "科协": "科学技术协会",
    "文联": "文学艺术界联合会",
    "工商联": "工商业联合会",
    "关工委": "关心下一代工作委员会",
    "未保委": "未成年人保护工作委员会",
    "未保办": "未成年人保护工作委员会办公室",
    "人大社会委": "人民代表大会社会建设委员会",
    "人大": "人民代表大会常务委员会",
    "人大常委会": "人民代表大会常务委员会",
    "政府办": "人民政府办公室",
    "政府": "人民政府",
    "发改局": "发展和改革局",
    "发展改革局": "发展和改革局",
    "教科局": "教育科技局",
    "教体局": "教育体育局",
    "教科体局": "教育科技体育局",
    "人社局": "人力资源和社会保障局",
    "住建局": "住房和城乡建设局",
    "工信局": "工业和信息化局",
    "卫健局": "卫生健康局",
    "卫健委": "卫生健康委员会",
    "卫健体局": "卫生健康和体育局",
    "文旅局": "文化和旅游局",
    "应急局": "应急管理局",
    "市场监管局": "市场监督管理局",
    "市监局": "市场监督管理局",
    "医保局": "医疗保障局",
    "交通局": "交通运输局",
    "烟草局": "烟草专卖局",
    "消防大队": "消防救援大队",
    "武装部": "人民武装部",
    "人武部": "人民武装部",
}
"""Printed short form to full form, without the county: 妇联, 妇女联合会."""

_PARTY_FORMS: dict[str, str] = {
    "政法委": "政法委员会",
    "网信办": "网络安全和信息化委员会办公室",
    "编办": "机构编制委员会办公室",
    "办": "办公室",
}

_ORGAN = late(
    r"(?:[局委办院部会联协处所站队社科馆室厅署]|中心|公司|支行|分行|政府|法庭"
    r"|各?[一-龥]{0,4}(?:乡镇|乡|镇|街道|社区|学校|部门|单位))(?:[（(][^（）()]*[）)])?$"
)


PARTY_ORGANS = frozenset(
    (
        "政法委",
        "宣传部",
        "组织部",
        "统战部",
        "网信办",
        "编办",
        "老干部局",
        "党校",
        "政研室",
        "巡察办",
        "直属机关工委",
    )
)
"""Departments of the party committee: 县委宣传部, never 县宣传部."""

COMMON_ORGANS = frozenset(
    """公安局 民政局 财政局 司法局 教育局 审计局 统计局 水利局 林业局 交通局 文旅局 人社局 住建局 卫健局
    应急局 医保局 信访局 气象局 税务局 烟草局 档案局 工信局 法院 检察院 妇联 残联 科协 文联 工商联""".split()  # noqa: SIM905  # words
)
"""Names that are near each other and yet none is the other's slip: 民政局, 财政局."""


def derive_place(*sources: str) -> str:
    """The county (city, district, banner) that a plan belongs to, from its issuer or its title.

    The innermost of a chain counts: 忻州市岢岚县人民政府 is 岢岚县. Empty when no source names one.
    """
    for source in sources:
        rest = squeeze(source)
        rest = rest[_PLACE_PREFIX.match(rest).end() :]  # type: ignore[union-attr]  # matches the empty string
        place = ""
        while (match := _PLACE.match(rest)) and not _NOT_IN_PLACE.search(match.group()):
            place, rest = match.group(), rest[match.end() :]
        if place:
            return place
    return ""


def full_name(name: str, place: str) -> str:
    """The unit's full name: 县公安局 in 岢岚县 is 岢岚县公安局, 县妇联 is 岢岚县妇女联合会.

    A name that does not belong to the place itself (各乡镇, 国网岢岚供电公司) stays as it is.
    """
    if not place:
        return name
    level = place[-1]
    if name in {f"团{level}委", f"共青团{level}委", f"共青团{place}委"}:
        return f"共青团{place}委员会"
    rest = _without_place(name, place)
    if rest == name and not (name in SHORT_FORMS or re.fullmatch(r"[一-龥]{2,8}局", name)):
        return name
    if rest.startswith("委") or rest == "政法委":
        organ = rest.removeprefix("委")
        return f"中共{place}委{_PARTY_FORMS.get(organ, organ)}" if organ else f"中共{place}委员会"
    if rest in {"网信办", "宣传部", "统战部", "组织部"}:
        return f"中共{place}委{_PARTY_FORMS.get(rest, rest)}"
    return place + SHORT_FORMS.get(rest, rest)


def derived_aliases(name: str, place: str) -> tuple[str, ...]:
    """Other forms of a unit's name that follow from the name alone, the printed and full name left out."""
    full = full_name(name, place)
    rest = _without_place(name, place)
    forms = [rest, _without_place(full, place)]
    forms += [short for short, long in SHORT_FORMS.items() if long in {rest, _without_place(full, place)}]
    if rest.startswith("委") and len(rest) > 2:
        forms = [rest[1:]]
    if full.startswith("共青团"):
        forms = ["团委", "共青团"]
    if place and rest != name:
        level = place[-1]
        forms += [level + form for form in forms if not form.startswith(level)]
        forms += [place + form for form in forms if not form.startswith(level)]
    known = {name, full}
    return tuple(dict.fromkeys(f for f in forms if len(f) > 1 and f not in known))


def is_office(name: str) -> bool:
    """Whether the name is the committee office's (未保办), the one that runs the plan."""
    return bool(
        re.search(r"(?:未保办|未保委办(?:公室)?|保护(?:工作)?(?:委员会|领导小组|联席会议)办公室)$", name)
    )


def is_judicial(name: str) -> bool:
    """Whether the name is a court's or a procuratorate's."""
    return name.endswith(("法院", "检察院"))


def looks_like_unit(name: str) -> bool:
    """Whether the name ends as an institution's does."""
    return _ORGAN.search(name) is not None


@lru_cache(maxsize=512)
def _without_place(name: str, place: str) -> str:
    """The name without its county: 县公安局 and 岢岚县公安局 are both 公安局."""
    if not place:
        return name
    party = re.match(rf"中共{place}(?=委)", name)
    if party:
        return name[party.end() :]
    for prefix in (place, place[-1]):
        if name.startswith(prefix) and len(name) > len(prefix) + 1 and not name.startswith("市场", 0):
            return name[len(prefix) :]
    return name
